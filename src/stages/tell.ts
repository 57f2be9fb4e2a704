/**
 * Who is told what. Each receiver is told what it takes to believe what is true: the difference between what reached it and
 * what the alerts are now. What waits and cannot have arrived is taken back and told as it is now, or not at all. Pure.
 */
import { type Belief, beliefAfter, correction, digestOf, messageId, type Telling, type Told, type Transition } from '../domain/alert.ts';
import { byWeight, entryFor, listed, type ToTell, toldOf } from '../domain/alert-digest.ts';
import { type AlertMessage, type DigestMessage, together } from '../domain/alert-message.ts';
import type { AlertStatement } from '../domain/alert-statement.ts';
import { addMonths, formatMonth, type Period, startOf } from '../domain/period.ts';
import type { Rule } from '../domain/rule.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { isSilenced, type Silence, type Silenceable } from '../domain/silence.ts';
import type { AlertOutgoing, Cancelled, KnownAlert, TellingRecord, VintageSource } from '../store/store.ts';
import type { Found } from './detect.ts';

export interface TellContext {
  readonly rules: readonly Rule[];
  /** Channel by receiver id. */
  readonly channels: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, { readonly title: string; readonly publisher: string }>;
}

export interface Messages {
  readonly cancels: readonly Cancelled[];
  readonly messages: readonly AlertOutgoing[];
}

/** More alerts of one kind than this to one receiver from one release are no messages of their own. */
const MESSAGES_PER_RELEASE = 10;
const RECENT_MONTHS = 25;

/** What is to be told to one receiver of one alert. */
interface Due extends ToTell {
  readonly found: Found;
  readonly telling: Telling;
  /** The figures that the receiver was told last, and when. */
  readonly previous: AlertMessage['previous'];
  readonly references: readonly string[];
}

export function compose(
  context: TellContext,
  all: readonly Found[],
  silences: readonly Silence[],
  source: VintageSource | null,
  at: string,
): Messages {
  const cancels: Cancelled[] = [];
  const messages: AlertOutgoing[] = [];
  const receivers = [...new Set(all.flatMap(({ rule, before }) => audience(rule.receivers, before)))];
  for (const receiver of receivers) {
    const channel = context.channels.get(receiver);
    if (channel === undefined) continue;
    const due = all
      .filter(({ rule, before }) => audience(rule.receivers, before).includes(receiver))
      .flatMap((found) => dueOf(found, receiver, silences, at, cancels));
    messages.push(...messagesTo(context, receiver, due, source, at).map((out) => ({ ...out, receiver, channel })));
  }
  return { cancels, messages };
}

/** A rule's receivers are told of what is new; what corrects it goes to all who were told, whoever is named by now. */
export const audience = (receivers: readonly string[], alert: Pick<KnownAlert, 'tellings'> | null): readonly string[] =>
  alert === null ? receivers : [...new Set([...receivers, ...alert.tellings.map((told) => told.receiver)])];

/** Messages that have not been sent, for sure: waiting or given up, and no attempt at them is in doubt. */
export const isOpen = (told: TellingRecord): boolean => told.state !== 'delivered' && !told.inDoubt;

/** Whether a message says what is true, so that a receiver that gets it needs no other. */
export const isTrue = (rule: Rule | null, told: TellingRecord, truth: Pick<KnownAlert, 'state' | 'figures' | 'severity'>): boolean =>
  correction(rule, beliefAfter(told), truth) === null;

export function beliefOf(tellings: readonly TellingRecord[]): Belief | null {
  const last = tellings.filter((told) => !isOpen(told)).at(-1);
  return last === undefined ? null : beliefAfter(last);
}

function dueOf(found: Found, receiver: string, silences: readonly Silence[], at: string, cancels: Cancelled[]): Due[] {
  const { before, change, rule } = found;
  const { transition, sequence } = change;
  const { state, severity } = transition;
  if (state === 'clear') return [];
  const tellings = (before?.tellings ?? []).filter((told) => told.receiver === receiver);
  const belief = beliefOf(tellings);
  const figures = transition.figures ?? before?.figures;
  if (figures === undefined) return [];
  const truth = { state, figures, isKnown: transition.figures !== null, severity, sequence };
  const needed = correction(rule, belief, truth);
  const open = tellings.filter(isOpen);
  const kind = kindOf(transition.event, belief) ?? needed;
  if (kind === null) {
    cancels.push(...open.map(cancelOf(change.fingerprint)));
    return [];
  }
  // What has been told is taken back in any case; other news can wait.
  const ends = kind === 'retracted' || kind === 'ended';
  if (transition.telling === 'monthly' || (!ends && isSilenced(silences, aboutOf(change), receiver, at))) {
    cancels.push(...open.filter((told) => !isTrue(rule, told, truth)).map(cancelOf(change.fingerprint)));
    return [];
  }
  cancels.push(...open.map(cancelOf(change.fingerprint)));
  const told = tellings.filter((one) => !isOpen(one) && one.isListed);
  const last = told.at(-1);
  const previous = last === undefined || last.figures === null ? null : { ...last.figures, said_at: last.createdAt };
  const quiet = kind === 'raised' && state === 'historical';
  return [
    {
      ...{ statement: change, condition: truth, event: kind, productName: found.series.productName },
      ...{ found, telling: quiet ? 'digest' : transition.telling, previous, references: told.map((one) => one.messageId) },
    },
  ];
}

/** What an event is told as, whatever the figures that were told; null where those decide. */
function kindOf(event: Transition['event'], belief: Belief | null): 'unstable' | 'raised' | null {
  if (belief === null) return null;
  if (belief.state === 'counted') return event === 'reinstated' ? 'raised' : null;
  return event === 'unstable' ? 'unstable' : null;
}

type Outgoing = Pick<AlertOutgoing, 'message' | 'tells'>;

function messagesTo(context: TellContext, receiver: string, due: readonly Due[], source: VintageSource | null, at: string): Outgoing[] {
  const single = due.filter((one) => one.telling === 'message');
  const of = (...events: Told['kind'][]): Due[] => single.filter((one) => events.includes(one.event));
  const message = (one: Due): AlertMessage => alertMessage(context, one, receiver, source, at);
  const many: Due[][] = [];
  const atMost = (list: Due[]): Due[] => {
    if (list.length <= MESSAGES_PER_RELEASE) return list;
    many.push(list);
    return [];
  };
  // Corrections come first, each in its own thread; many that end are gathered, but never in a digest: somebody has acted on what they end.
  const ends = of('retracted', 'ended');
  const ended = ends.length <= MESSAGES_PER_RELEASE ? ends.map((one) => [one]) : chunks(ends, MESSAGES_PER_RELEASE);
  const groups = [
    ...ended,
    ...atMost(of('updated')).map((one) => [one]),
    ...atMost(of('reinstated', 'unstable')).map((one) => [one]),
    ...[atMost(of('withdrawn')), atMost(of('raised').sort(byWeight))].filter((list) => list.length > 0),
  ];
  const bundles = groups.map((group): Outgoing => {
    const parts = group.map(message) as [AlertMessage, ...AlertMessage[]];
    return { message: together(parts), tells: group.map((one) => toldOf(one)) };
  });
  const digested = [due.filter((one) => one.telling === 'digest'), ...many].flat();
  return digested.length === 0 ? bundles : [...bundles, digestOn(context, digested, receiver, source, at, many.length > 0)];
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

function alertMessage(context: TellContext, due: Due, receiver: string, source: VintageSource | null, at: string): AlertMessage {
  const { found, event, previous, references } = due;
  const { change, series } = found;
  return {
    version: 1,
    type: event === 'withdrawn' ? 'data.withdrawn' : `alert.${event}`,
    id: messageId(change.fingerprint, change.sequence, receiver),
    references,
    created_at: at,
    ...entryFor(due),
    previous,
    streak: found.streak(),
    status: found.status,
    source: sourceOf(context, change.seriesKey.pipeline, source, at),
    reason: event === 'raised' ? (found.before === null ? null : change.transition.reason) : change.transition.reason,
    check: checkOf(found, source?.retrievedAt ?? at),
    recent: recentOf(series, change.period),
    ...recentCombined(series, change.period),
    also: [],
  };
}

function digestOn(
  context: TellContext,
  digested: readonly Due[],
  receiver: string,
  source: VintageSource | null,
  at: string,
  tooMany: boolean,
): Outgoing {
  const reason =
    source?.restored === true
      ? 'The database was restored from an older copy: what came since, and may have been reported before, is collected here.'
      : tooMany
        ? `More than ${MESSAGES_PER_RELEASE} alerts came from one publication; they are collected here.`
        : 'These figures are new to tradewatch, or are about periods long past. They are recorded as history and reported once.';
  const first = digested[0] as Due;
  const { tells, ...list } = listed(digested);
  const message: DigestMessage = {
    version: 1,
    type: 'digest',
    id: digestId(receiver, at, list.alerts),
    created_at: at,
    reason,
    source: source === null ? null : sourceOf(context, first.statement.seriesKey.pipeline, source, at),
    ...list,
  };
  return { message, tells };
}

export const digestId = (receiver: string, at: string, alerts: DigestMessage['alerts']): string =>
  digestOf('digest', receiver, at, ...alerts.map(({ fingerprint, sequence }) => `${fingerprint} ${sequence}`));

function sourceOf(context: TellContext, pipeline: string, source: VintageSource | null, at: string): AlertMessage['source'] {
  const described = context.sources.get(pipeline);
  return {
    title: described?.title ?? pipeline,
    publisher: described?.publisher ?? pipeline,
    url: source?.url ?? null,
    file: source?.file ?? null,
    published_at: source?.publishedAt ?? null,
    retrieved_at: source?.retrievedAt ?? at,
    sha256: source?.sha256 ?? '',
  };
}

function checkOf({ change, rule }: Found, asOf: string): AlertMessage['check'] {
  const key = formatSeriesKey(change.seriesKey);
  const { product, reporter, partner } = change.seriesKey;
  const mirror = change.mirrorKey === null ? key : formatSeriesKey(change.mirrorKey);
  const { metric } = rule.when;
  const month = formatMonth(change.period.end);
  const replay = `tradewatch replay ${change.seriesKey.pipeline} --into check.db`;
  if (metric === 'revision')
    return {
      sql: `SELECT period, known_from, known_to, value, source_url FROM v_vintage WHERE series_key = '${key}' AND period LIKE '%${month}' ORDER BY known_from`,
      command: `tradewatch series show ${key} --as-of ${asOf}`,
      replay,
    };
  if (metric === 'mirror_gap')
    return {
      sql: `SELECT series_key, period, value, source_url FROM v_observation WHERE series_key IN ('${key}', '${mirror}') AND period = '${month}'`,
      command: `tradewatch mirror --product ${product} --reporter ${reporter} --partner ${partner}`,
      replay,
    };
  if (metric === 'level' || metric === 'record')
    return {
      sql: `SELECT period, value, source_url FROM v_observation WHERE series_key = '${key}' AND period_kind = 'month' ORDER BY value DESC LIMIT 12`,
      command: `tradewatch series show ${key} --as-of ${asOf}`,
      replay,
    };
  return {
    sql: `SELECT period, value, yoy_base, yoy_percent, mom_percent, ytd_yoy_percent FROM v_growth WHERE key = '${key}' AND period LIKE '%${month}'`,
    command: `tradewatch growth ${key} --basis ${metric} --as-of ${asOf}`,
    replay,
  };
}

/** January and February as one, as China publishes them: without it both would look unknown. */
function recentCombined(series: Found['series'], subject: Period): Pick<AlertMessage, 'recent_combined'> {
  const from = addMonths(subject.end, 1 - RECENT_MONTHS);
  const combined = [...(series.figures.combined ?? [])]
    .filter((figure) => startOf(figure.period) >= from && figure.period.end <= subject.end)
    .map((figure) => ({ start: formatMonth(startOf(figure.period)), end: formatMonth(figure.period.end), value: figure.value }));
  return combined.length === 0 ? {} : { recent_combined: combined };
}

function recentOf(series: Found['series'], subject: Period): AlertMessage['recent'] {
  const months = Array.from({ length: RECENT_MONTHS }, (_, i) => addMonths(subject.end, i - RECENT_MONTHS + 1));
  return months.map((at) => ({ period: formatMonth(at), value: series.figures.month?.get(at)?.value ?? null }));
}

export const aboutOf = ({ rule, seriesKey }: AlertStatement): Silenceable => ({ rule: rule.id, series: formatSeriesKey(seriesKey) });

export const cancelOf =
  (fingerprint: string) =>
  ({ outboxId }: TellingRecord): Cancelled => ({ outboxId, fingerprint });

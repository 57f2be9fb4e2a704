import {
  type AlertMessage,
  type DigestEntry,
  type DigestMessage,
  decide,
  digestOf,
  fingerprint,
  judge,
  messageId,
} from '../domain/alert.ts';
import { type Growth, growth, subjects } from '../domain/growth.ts';
import type { OutgoingMessage } from '../domain/message.ts';
import { addMonths, formatMonth, monthOfDate, monthsBetween, type Period, startOf } from '../domain/period.ts';
import { type Rule, watches } from '../domain/rule.ts';
import { formatSeriesKey, type SeriesKey, type Status } from '../domain/series.ts';
import type { ClaimJudge } from '../store/claim-store.ts';
import type { ChangedSeries, DetectedChange, Detector, KnownAlert, VintageSource } from '../store/store.ts';

/** What detection knows of the world beside the figures. */
export interface DetectContext {
  readonly rules: readonly Rule[];
  /** Channel by receiver id. */
  readonly channels: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, { readonly title: string; readonly publisher: string }>;
  /** Judges claims in the news by the figures that change; without it claims are left alone. */
  readonly claims?: ClaimJudge;
}

/** A crossing about a month longer ago than this is history, not news: it goes to a digest. */
const NEWS_MONTHS = 12;
/** More messages than this to one receiver from one load become one digest. */
const MESSAGES_PER_LOAD = 10;
const RECENT_MONTHS = 25;

/** Watches nothing: for rebuilding a database, where nobody is to be told. */
export const SILENT_DETECTOR: Detector = { claims: null, wants: () => false, detect: () => ({ changes: [], messages: [] }) };

/** The rules' detector; pure. */
export function createDetector(context: DetectContext): Detector {
  return {
    claims: context.claims ?? null,
    wants: (key) => context.rules.some((rule) => watches(rule, key)),
    detect(changed, known, source, at) {
      const found = changed.flatMap((series) => changesOf(context, series, known(series.key), source === null, at));
      return { changes: found.map((f) => f.change), messages: compose(context, found, source, at) };
    },
  };
}

interface Found {
  readonly change: DetectedChange;
  readonly rule: Rule;
  readonly series: ChangedSeries;
  readonly growth: Growth;
  readonly before: KnownAlert | null;
}

function changesOf(context: DetectContext, series: ChangedSeries, known: readonly KnownAlert[], adopting: boolean, at: string): Found[] {
  const alerts = new Map(known.map((alert) => [alert.fingerprint, alert]));
  const today = monthOfDate(new Date(at));
  const found: Found[] = [];
  for (const rule of context.rules.filter((r) => watches(r, series.key))) {
    for (const subject of subjects(series.figures, rule.when.metric)) {
      if (subject.end < series.firstChanged) continue;
      const print = fingerprint(rule.id, formatSeriesKey(series.key), subject);
      const before = alerts.get(print) ?? null;
      const rate = growth(series.figures, subject, rule.when.metric);
      const past = series.isNew || monthsBetween(subject.end, today) > NEWS_MONTHS;
      const decided = decide(rule, before, judge(rule, rate), adopting ? 'rule_changed' : past ? 'history' : 'news');
      if (decided === null) continue;
      // A first load or a backfill revises what a digest told: that is told in a digest, too. What was told as news is not.
      const decision = series.isNew && before?.state === 'historical' ? { ...decided, digest: true } : decided;
      const change = {
        fingerprint: print,
        ruleId: rule.id,
        seriesKey: series.key,
        period: subject,
        decision,
        sequence: (before?.sequence ?? 0) + (decision.event === null ? 0 : 1),
        severity: rule.severity,
        threshold: rule.when.percent,
      };
      found.push({ change, rule, series, growth: rate, before });
    }
  }
  return found;
}

/** A raise goes to the rule's receivers; what corrects it goes to those who were told of it, whoever is named by now. */
const receiversOf = ({ rule, before }: Found): readonly string[] => (before === null ? rule.receivers : Object.keys(before.messages));

function compose(context: DetectContext, all: readonly Found[], source: VintageSource | null, at: string): OutgoingMessage[] {
  const found = all.filter((f) => f.change.decision.event !== null);
  const receivers = [...new Set(found.flatMap(receiversOf))];
  return receivers.flatMap((receiver) => {
    const channel = context.channels.get(receiver);
    if (channel === undefined) return [];
    const mine = found.filter((f) => receiversOf(f).includes(receiver));
    const news = mine.filter((f) => !f.change.decision.digest);
    const corrections = news.filter((f) => f.change.decision.event !== 'raised');
    const raised = news.filter((f) => f.change.decision.event === 'raised');
    const tooMany = raised.length > MESSAGES_PER_LOAD;
    // Corrections come first and are never held back in a digest: somebody has acted on what they correct.
    const single = [...corrections, ...(tooMany ? [] : raised)].map((f) => ({
      receiver,
      channel,
      message: alertMessage(context, f, receiver, source, at),
      fingerprints: [f.change.fingerprint],
    }));
    const gathered = mine.filter((f) => f.change.decision.digest || (tooMany && f.change.decision.event === 'raised'));
    if (gathered.length === 0) return single;
    return [
      ...single,
      {
        receiver,
        channel,
        message: digestMessage(context, gathered, receiver, source, at, tooMany),
        fingerprints: gathered.map((f) => f.change.fingerprint),
      },
    ];
  });
}

function alertMessage(context: DetectContext, found: Found, receiver: string, source: VintageSource | null, at: string): AlertMessage {
  const { change, series, before } = found;
  const { decision } = change;
  const correction = before !== null;
  return {
    version: 1,
    type: `alert.${decision.event ?? 'updated'}`,
    id: messageId(change.fingerprint, change.sequence, receiver),
    fingerprint: change.fingerprint,
    sequence: change.sequence,
    references: before?.messages[receiver] ?? [],
    created_at: at,
    ...entryOf(found),
    previous: correction ? before.told : null,
    status: statusOf(found.growth),
    source: sourceOf(context, series.key, source, at),
    reason: decision.reason,
    check: checkOf(series.key, change.period, found.rule, source?.retrievedAt ?? at),
    recent: recentOf(series, change.period),
    ...recentCombined(series, change.period),
  };
}

function digestMessage(
  context: DetectContext,
  found: readonly Found[],
  receiver: string,
  source: VintageSource | null,
  at: string,
  tooMany: boolean,
): DigestMessage {
  const first = (found[0] as Found).series.key;
  const reason = tooMany
    ? `More than ${MESSAGES_PER_LOAD} alerts came from one publication; they are gathered here.`
    : source === null
      ? 'A rule is new or was changed: this is what the data at hand say to it.'
      : 'These figures came for the first time, or speak of periods long past: recorded as history, told once.';
  return {
    version: 1,
    type: 'digest',
    id: digestOf('digest', receiver, at, ...found.map((f) => f.change.fingerprint)),
    created_at: at,
    reason,
    source: source === null ? null : sourceOf(context, first, source, at),
    alerts: found.map((f) => ({ fingerprint: f.change.fingerprint, event: f.change.decision.event ?? 'raised', ...entryOf(f) })),
  };
}

function entryOf({ change, rule, series, growth: rate }: Found): Omit<DigestEntry, 'fingerprint' | 'event'> {
  const { key } = series;
  const figures = change.decision.figures;
  return {
    rule: { id: rule.id, title: rule.title, metric: rule.when.metric, direction: rule.when.direction, percent: rule.when.percent },
    series: {
      key: formatSeriesKey(key),
      pipeline: key.pipeline,
      reporter: key.reporter,
      partner: key.partner,
      flow: key.flow,
      product: `${key.classification}:${key.product}`,
      product_name: series.productName,
      measure: key.measure,
      unit: key.unit,
    },
    period: rate.known
      ? { kind: change.period.kind, start: formatMonth(rate.currentInterval.from), end: formatMonth(rate.currentInterval.to) }
      : { kind: change.period.kind, start: formatMonth(startOf(change.period)), end: formatMonth(change.period.end) },
    base_period: rate.known ? { start: formatMonth(rate.baseInterval.from), end: formatMonth(rate.baseInterval.to) } : null,
    value: figures === null ? null : { ...figures, change: Number((figures.current - figures.base).toPrecision(15)), unit: key.unit },
    severity: change.severity,
  };
}

function statusOf(rate: Growth): AlertMessage['status'] {
  const statuses: Status[] = rate.known ? [...rate.current.parts, ...rate.base.parts].map((part) => part.status) : [];
  if (statuses.includes('P')) return 'provisional';
  return statuses.includes('E') ? 'estimated' : 'published';
}

function sourceOf(context: DetectContext, key: SeriesKey, source: VintageSource | null, at: string): AlertMessage['source'] {
  const described = context.sources.get(key.pipeline);
  return {
    title: described?.title ?? key.pipeline,
    publisher: described?.publisher ?? key.pipeline,
    url: source?.url ?? null,
    file: source?.file ?? null,
    published_at: source?.publishedAt ?? null,
    retrieved_at: source?.retrievedAt ?? at,
    sha256: source?.sha256 ?? '',
  };
}

function checkOf(key: SeriesKey, subject: Period, rule: Rule, asOf: string): AlertMessage['check'] {
  const text = formatSeriesKey(key);
  return {
    sql: `SELECT period, value, yoy_base, yoy_percent, mom_percent, ytd_yoy_percent FROM v_growth WHERE key = '${text}' AND period LIKE '%${formatMonth(subject.end)}'`,
    command: `tradewatch growth ${text} --basis ${rule.when.metric} --as-of ${asOf}`,
  };
}

/** January and February as one, as China publishes them: without it both would look unknown. */
function recentCombined(series: ChangedSeries, subject: Period): Pick<AlertMessage, 'recent_combined'> {
  const from = addMonths(subject.end, 1 - RECENT_MONTHS);
  const combined = [...(series.figures.combined?.values() ?? [])]
    .filter((figure) => startOf(figure.period) >= from && figure.period.end <= subject.end)
    .sort((a, b) => a.period.end - b.period.end)
    .map((figure) => ({ start: formatMonth(startOf(figure.period)), end: formatMonth(figure.period.end), value: figure.value }));
  return combined.length === 0 ? {} : { recent_combined: combined };
}

function recentOf(series: ChangedSeries, subject: Period): AlertMessage['recent'] {
  const months = Array.from({ length: RECENT_MONTHS }, (_, i) => addMonths(subject.end, i - RECENT_MONTHS + 1));
  return months.map((at) => ({ period: formatMonth(at), value: series.figures.month?.get(at)?.value ?? null }));
}

import { digestOf, fingerprint, isStanding, messageId, RULE_CHANGED, RULE_GONE, type Told } from '../domain/alert.ts';
import { type DataDigestMessage, type DataEntry, type DataMessage, dataMessageType } from '../domain/data-message.ts';
import { formatMonth, type Period, startOf } from '../domain/period.ts';
import { asksAbout, type DataFinding, type DataRule, endingOf, type SourceFacts, standingNow } from '../domain/publication.ts';
import { isSilenced, type Silence } from '../domain/silence.ts';
import type { DataChange, KnownDataAlert, PublicationDetection, PublicationJudge } from '../store/publication-store.ts';
import type { AlertOutgoing, Cancelled, TellingRecord } from '../store/store.ts';
import { audience, beliefOf, cancelOf, isOpen } from './tell.ts';

export interface PublicationContext {
  readonly rules: readonly DataRule[];
  /** Rules that are new or were changed: what they find now is told in a digest. */
  readonly fresh?: ReadonlySet<string>;
  /** Channel by receiver id. */
  readonly channels: ReadonlyMap<string, string>;
}

/** Holds the facts of sources against the rules on them, and tells each receiver what it takes to believe what is true; pure. */
export function createPublicationJudge(context: PublicationContext): PublicationJudge {
  return {
    judge(facts, known, silences, at) {
      const now = [...standing(context, facts, known, at), ...over(context, facts, known, at)];
      return { changes: now.flatMap(({ change }) => change ?? []), ...tell(context, now, silences, at) };
    },
  };
}

/** One alert as it is now. */
interface Current {
  readonly rule: DataRule | null;
  readonly known: KnownDataAlert | null;
  readonly entry: DataEntry;
  readonly stands: boolean;
  /** Null: it is as it was. */
  readonly change: DataChange | null;
  /** Told with others, and not by itself. */
  readonly quiet: boolean;
}

function standing(context: PublicationContext, facts: readonly SourceFacts[], known: readonly KnownDataAlert[], at: string): Current[] {
  const alerts = new Map(known.map((alert) => [alert.fingerprint, alert]));
  return context.rules.flatMap((rule) =>
    facts
      .filter(({ pipeline }) => asksAbout(rule, pipeline))
      .flatMap((source) =>
        standingNow(rule, source, at).map((finding): Current => {
          const print = fingerprint(rule.id, source.pipeline, finding.period);
          const before = alerts.get(print) ?? null;
          const stood = before !== null && isStanding(before.state);
          const quiet = context.fresh?.has(rule.id) === true || source.restored;
          const event = before === null ? 'raised' : stood ? before.entry.event : 'reinstated';
          const sequence = (before?.sequence ?? source.numberedBehind) + (stood ? 0 : 1);
          const entry = { ...entryOf(rule, source, finding), fingerprint: print, sequence, event, stands: true, ending: null };
          const state = quiet ? 'historical' : 'firing';
          const change = stood ? null : ({ fingerprint: print, state, sequence, period: finding.period, entry, reason: null } as const);
          return { rule, known: before, entry, stands: true, change, quiet: quiet || stood };
        }),
      ),
  );
}

/** The alerts of which nothing is found any more, and those that ended before. */
function over(context: PublicationContext, facts: readonly SourceFacts[], known: readonly KnownDataAlert[], at: string): Current[] {
  return known.flatMap((alert): Current[] => {
    const rule = context.rules.find(({ id }) => id === alert.entry.rule.id) ?? null;
    const source = facts.find(({ pipeline }) => pipeline === alert.entry.pipeline) ?? null;
    const asked = rule !== null && rule.kind === alert.entry.rule.kind && asksAbout(rule, alert.entry.pipeline);
    const found = asked && source !== null ? standingNow(rule, source, at) : [];
    if (found.some(({ period }) => fingerprint(alert.entry.rule.id, alert.entry.pipeline, period) === alert.fingerprint)) return [];
    if (!isStanding(alert.state)) return [{ rule, known: alert, entry: alert.entry, stands: false, change: null, quiet: true }];
    const changed = !asked || (alert.entry.rule.kind === 'pipeline_failed' && context.fresh?.has(rule.id) === true);
    const ending = changed
      ? ({ outcome: 'rule_changed', at: null, reason: rule === null ? RULE_GONE : RULE_CHANGED } as const)
      : endingOf(alert.entry.rule.kind, source, alert.period.end);
    const [state, event] = changed ? (['ended', 'ended'] as const) : (['retracted', 'retracted'] as const);
    const sequence = alert.sequence + 1;
    const entry: DataEntry = { ...alert.entry, sequence, event, stands: false, ending };
    const change: DataChange = { fingerprint: alert.fingerprint, state, sequence, period: alert.period, entry, reason: ending.reason };
    return [{ rule, known: alert, entry, stands: false, change, quiet: changed }];
  });
}

function entryOf(rule: DataRule, source: SourceFacts, finding: DataFinding) {
  return {
    rule: { id: rule.id, title: rule.title, kind: rule.kind },
    severity: rule.severity,
    pipeline: source.pipeline,
    source_title: source.title,
    publisher: source.publisher,
    period: periodOf(finding.period),
    since: finding.since,
    expected_at: finding.expectedAt,
    deadline_at: finding.deadlineAt,
    notice: finding.notice,
    held: finding.held,
    attempts: finding.attempts,
    last_answer_at: finding.lastAnswerAt,
    detail: finding.detail,
  };
}

const periodOf = (period: Period) => ({ kind: period.kind, start: formatMonth(startOf(period)), end: formatMonth(period.end) });

/** What one receiver has to be told of one alert. */
interface Due {
  readonly current: Current;
  readonly entry: DataEntry;
  readonly references: readonly string[];
}

function tell(
  context: PublicationContext,
  all: readonly Current[],
  silences: readonly Silence[],
  at: string,
): Omit<PublicationDetection, 'changes'> {
  const cancels: Cancelled[] = [];
  const messages = [...context.channels].flatMap(([receiver, channel]): AlertOutgoing[] => {
    const due = all.flatMap((current): Due[] => {
      if (!audience(current.rule?.receivers ?? [], current.known).includes(receiver)) return [];
      const tellings = (current.known?.tellings ?? []).filter((told) => told.receiver === receiver);
      const last = tellings.at(-1);
      // What is on its way, or could not be delivered, says what is true.
      if (last !== undefined && isOpen(last) && last.stands === current.stands) return [];
      const event = neededBy(tellings, current);
      if (event !== null && current.stands && isSilenced(silences, aboutOf(current.entry), receiver, at)) return [];
      cancels.push(...tellings.filter(isOpen).map(cancelOf(current.entry.fingerprint)));
      if (event === null) return [];
      const references = tellings.filter((told) => !isOpen(told)).map(({ messageId: id }) => id);
      return [{ current, entry: { ...current.entry, event }, references }];
    });
    return messagesTo(receiver, due, at).map((message) => ({ receiver, channel, ...message }));
  });
  return { cancels, messages };
}

/** The difference between what reached a receiver, or may have, and what is true. */
function neededBy(tellings: readonly TellingRecord[], { stands, entry }: Current): DataEntry['event'] | null {
  const belief = beliefOf(tellings);
  if (stands) return belief === null ? 'raised' : belief.state === 'stands' ? null : 'reinstated';
  if (belief?.state !== 'stands') return null;
  return entry.event === 'ended' ? 'ended' : 'retracted';
}

/** A pattern for series of a source, such as `un-comtrade/*`, covers the source itself. */
const aboutOf = ({ rule, pipeline }: DataEntry) => ({ rule: rule.id, series: `${pipeline}/` });

function messagesTo(receiver: string, due: readonly Due[], at: string): Pick<AlertOutgoing, 'message' | 'tells'>[] {
  const byType = new Map<string, Due[]>();
  for (const one of due.filter(({ current }) => !current.quiet)) {
    const type = dataMessageType(one.entry);
    byType.set(type, [...(byType.get(type) ?? []), one]);
  }
  // Ends first: what is listed last is what stands.
  const groups = [...byType.values()].toSorted((a, b) => Number(a[0]?.current.stands) - Number(b[0]?.current.stands));
  const single = groups.map((group) => {
    const [lead, ...also] = group.map((one) => messageOf(one, receiver, at)) as [DataMessage, ...DataMessage[]];
    return { message: { ...lead, also }, tells: group.map(toldOf) };
  });
  const quiet = due.filter(({ current }) => current.quiet);
  return quiet.length === 0 ? single : [...single, { message: digestMessage(receiver, quiet, at), tells: quiet.map(toldOf) }];
}

function messageOf({ entry, references }: Due, receiver: string, at: string): DataMessage {
  return {
    version: 1,
    type: dataMessageType(entry),
    id: messageId(entry.fingerprint, entry.sequence, receiver),
    references,
    created_at: at,
    ...entry,
    check: checkOf(entry),
    also: [],
  };
}

function checkOf({ rule, pipeline, period }: DataEntry): DataMessage['check'] {
  switch (rule.kind) {
    case 'release_late':
      return {
        sql: `SELECT period, expected_at, deadline_at, state, notice, noticed_at, arrived_at FROM v_release WHERE pipeline = '${pipeline}' AND period LIKE '%${period.end}'`,
        command: 'tradewatch sources list',
      };
    case 'partial_release':
      return {
        sql: `SELECT series_key, value, reason, state FROM v_held WHERE pipeline = '${pipeline}' AND period LIKE '%${period.end}' AND cause = 'partial_release'`,
        command: 'tradewatch held list',
      };
    case 'pipeline_failed':
      return {
        sql: `SELECT id, started_at, outcome, error FROM v_run WHERE pipeline = '${pipeline}' ORDER BY id DESC LIMIT 10`,
        command: `tradewatch runs list --pipeline ${pipeline}`,
      };
  }
}

const digestMessage = (receiver: string, quiet: readonly Due[], at: string): DataDigestMessage => ({
  version: 1,
  type: 'data.digest',
  id: digestOf('data.digest', receiver, at, ...quiet.map(({ entry }) => `${entry.fingerprint} ${entry.sequence}`)),
  created_at: at,
  reason:
    'This is the current state of the sources. It is reported together because a rule or a receiver is new, a silence is over, or the database was restored.',
  entries: quiet.map(({ entry }) => entry),
});

const toldOf = ({ entry: { fingerprint: print, sequence, event, stands, severity } }: Due): Told => ({
  fingerprint: print,
  sequence,
  kind: event,
  stands,
  figures: null,
  severity,
  isListed: true,
});

import type { DataEnding, DataRuleKind } from './publication.ts';
import type { Severity } from './rule.ts';

export type DataMessageType = 'data.late' | 'data.arrived' | 'data.partial' | 'data.completed' | 'pipeline.failed' | 'pipeline.recovered';

/** What one alert on a source's publications says, wherever it is told. */
export interface DataEntry {
  readonly fingerprint: string;
  readonly sequence: number;
  readonly event: 'raised' | 'retracted' | 'reinstated' | 'ended';
  readonly rule: { readonly id: string; readonly title: string | null; readonly kind: DataRuleKind };
  readonly severity: Severity;
  readonly pipeline: string;
  readonly source_title: string;
  readonly publisher: string;
  /** The release's months; of a source that fails the month in which that began. */
  readonly period: { readonly kind: string; readonly start: string; readonly end: string };
  /** Whether it stands after this message. */
  readonly stands: boolean;
  /** When it was noticed, or began. */
  readonly since: string;
  /** Of a late release: when it was expected, and when its grace was over. */
  readonly expected_at: string | null;
  readonly deadline_at: string | null;
  /** late: the source itself says that there is nothing yet; stale: it answers with what it had before. */
  readonly notice: 'late' | 'stale' | null;
  /** Of a month that came in part: how many figures wait. */
  readonly held: number | null;
  /** Of a source that fails: how many runs in a row, and when one had all its answers before. */
  readonly attempts: number | null;
  readonly last_answer_at: string | null;
  /** Why figures are held, or what went wrong. Text from outside: escape it. */
  readonly detail: string | null;
  /** How it ended; null while it stands. */
  readonly ending: DataEnding | { readonly outcome: 'rule_changed'; readonly at: null; readonly reason: string } | null;
}

/** What is sent about one alert on a source's publications, or several of one kind at once; version 1 of the schema in docs/alerts.md. */
export interface DataMessage extends DataEntry {
  readonly version: 1;
  readonly type: DataMessageType;
  readonly id: string;
  /** Ids of the earlier messages on this alert to the same receiver, oldest first. */
  readonly references: readonly string[];
  readonly created_at: string;
  readonly check: { readonly sql: string; readonly command: string };
  readonly also: readonly DataMessage[];
}

/** Several at once that are no news: a new rule, a silence that is over, a restored database. */
export interface DataDigestMessage {
  readonly version: 1;
  readonly type: 'data.digest';
  readonly id: string;
  readonly created_at: string;
  readonly reason: string;
  readonly entries: readonly DataEntry[];
}

const TYPES: Readonly<Record<DataRuleKind, readonly [stands: DataMessageType, ended: DataMessageType]>> = {
  release_late: ['data.late', 'data.arrived'],
  partial_release: ['data.partial', 'data.completed'],
  pipeline_failed: ['pipeline.failed', 'pipeline.recovered'],
};

export const dataMessageType = ({ rule, stands }: Pick<DataEntry, 'rule' | 'stands'>): DataMessageType => TYPES[rule.kind][stands ? 0 : 1];

/** A message without one of its alerts, which was over before it was sent; null when nothing is left of it. */
export function withoutEntry(message: DataMessage | DataDigestMessage, fingerprint: string): DataMessage | DataDigestMessage | null {
  if (message.type === 'data.digest') {
    const entries = message.entries.filter((entry) => entry.fingerprint !== fingerprint);
    return entries.length === 0 ? null : { ...message, entries };
  }
  const [lead, ...also] = [message, ...message.also].filter((one) => one.fingerprint !== fingerprint);
  return lead === undefined ? null : { ...lead, also };
}

import type { AlertEventKind } from './alert.ts';
import type { StatedRule } from './alert-statement.ts';
import type { PeriodKind } from './period.ts';
import type { Severity } from './rule.ts';
import type { AlertFigures } from './threshold.ts';

/** `data.withdrawn` is neither a confirmation nor a retraction: the source no longer gives what the alert rests on. */
export type AlertMessageType = `alert.${Exclude<AlertEventKind, 'recorded' | 'withdrawn'>}` | 'data.withdrawn';

/** What one alert says, wherever it is told. */
export interface AlertEntry {
  readonly fingerprint: string;
  readonly sequence: number;
  readonly event: Exclude<AlertEventKind, 'recorded'>;
  readonly rule: StatedRule;
  readonly series: {
    readonly key: string;
    readonly pipeline: string;
    readonly reporter: string;
    readonly partner: string;
    readonly flow: string;
    readonly product: string;
    readonly product_name: string | null;
    readonly measure: string;
    readonly unit: string;
  };
  /** The key of the importer's series, of a mirror gap. */
  readonly mirror_key: string | null;
  readonly period: { readonly kind: PeriodKind; readonly start: string; readonly end: string };
  readonly base_period: { readonly start: string; readonly end: string } | null;
  /** Null while the figures are not known. */
  readonly value: (AlertFigures & { readonly change: number | null; readonly unit: string }) | null;
  /** Whether the alert stands after this message. */
  readonly stands: boolean;
  readonly severity: Severity;
}

/** What is sent about one alert, or several of one release; version 1 of the schema in docs/alerts.md. */
export interface AlertMessage extends AlertEntry {
  readonly version: 1;
  readonly type: AlertMessageType;
  readonly id: string;
  /** Ids of the earlier messages on this alert to the same receiver, oldest first. */
  readonly references: readonly string[];
  readonly created_at: string;
  /** What this receiver was told before, when this corrects it; `said_at` is when that message was made, the last one of `references`. */
  readonly previous: (AlertFigures & { readonly said_at?: string }) | null;
  /** How many periods in a row, this one included, are beyond the threshold; 0 when this one is not. */
  readonly streak: number;
  readonly status: 'provisional' | 'estimated' | 'published';
  readonly source: {
    readonly title: string;
    readonly publisher: string;
    readonly url: string | null;
    readonly file: string | null;
    readonly published_at: string | null;
    readonly retrieved_at: string;
    readonly sha256: string;
  };
  readonly reason: string | null;
  /** How a person checks it: on the database, on the command line, and from the archived publications alone. */
  readonly check: { readonly sql: string; readonly command: string; readonly replay: string };
  /** The last 25 months of the series, oldest first; null is unknown. For the picture and the table in a mail. */
  readonly recent: readonly { readonly period: string; readonly value: number | null }[];
  /** Figures of January and February as one within these months; absent when there are none. */
  readonly recent_combined?: readonly { readonly start: string; readonly end: string; readonly value: number | null }[];
  /** Further alerts that the same release brought, each as it would be told alone: partners beneath a total, the year to date. */
  readonly also: readonly AlertMessage[];
}

/** Many crossings at once (a first load, a new rule): one message. */
export interface DigestMessage {
  readonly version: 1;
  readonly type: 'digest';
  readonly id: string;
  readonly created_at: string;
  /** Why these came together, in one sentence. */
  readonly reason: string;
  readonly source: AlertMessage['source'] | null;
  readonly alerts: readonly AlertEntry[];
  /** How many more there are that are only counted; absent when there are none. */
  readonly not_listed?: number;
}

/** Asked for by a person: `alerts test RECEIVER`. */
export interface TestMessage {
  readonly version: 1;
  readonly type: 'test';
  readonly id: string;
  readonly created_at: string;
  readonly reason: string;
}

/** A message without one of its alerts, which was corrected before it was sent; null when nothing is left of it. */
export function without(message: AlertMessage | DigestMessage, fingerprint: string): AlertMessage | DigestMessage | null {
  if (message.type === 'digest') {
    const { not_listed = 0, ...digest } = message;
    const alerts = digest.alerts.filter((entry) => entry.fingerprint !== fingerprint);
    return digestWith(digest, alerts, alerts.length < digest.alerts.length ? not_listed : not_listed - 1);
  }
  const [lead, ...also] = [message, ...message.also].filter((one) => one.fingerprint !== fingerprint);
  return lead === undefined ? null : { ...lead, also };
}

/** A digest with other alerts; null when nothing is left of it. */
export const digestWith = (
  { not_listed: _, ...digest }: DigestMessage,
  alerts: readonly AlertEntry[],
  notListed: number,
): DigestMessage | null =>
  alerts.length === 0 && notListed <= 0 ? null : { ...digest, alerts, ...(notListed > 0 ? { not_listed: notListed } : {}) };

/** Several alerts of one release as one message: the first leads. */
export const together = ([lead, ...also]: readonly [AlertMessage, ...AlertMessage[]]): AlertMessage => ({ ...lead, also });

import type { AlertMatter, AlertState } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import type { AlertCondition, AlertStatement } from '../domain/alert-statement.ts';
import type { ClaimAlertState, ClaimEventKind } from '../domain/claim-alert.ts';
import type { DataEntry } from '../domain/data-message.ts';
import type { Message } from '../domain/message.ts';
import type { Severity } from '../domain/rule.ts';
import type { Judged } from '../domain/verdict.ts';
import type { AlertEventRecord, AlertRecord, DeliveryRecord } from './alert-store.ts';
import type { ClaimRecord } from './claim-store.ts';

/** `standing`: whatever stands, in whatever state. */
export type AlertStateSearch = AlertState | ClaimAlertState | 'standing';

export interface AlertSearch {
  readonly state?: AlertStateSearch;
  readonly about?: AlertMatter;
  readonly rule?: string;
  readonly severity?: Severity;
  /**
   * Part of the series, the product's name, the source, the outlet, the sentence of the claim, the rule or the fingerprint; capitals of
   * ASCII do not matter.
   */
  readonly text?: string;
}

/** An alert on a series with what its last message said of it. */
export interface FiguresAlert extends AlertRecord {
  readonly about: 'figures';
  readonly statement: AlertStatement;
  readonly condition: AlertCondition;
  readonly entry: AlertEntry;
}

/** An alert on what a source publishes, as of its last event. */
export interface PublicationAlert extends AlertRecord {
  readonly about: 'publications';
  readonly entry: DataEntry;
}

/** An alert on a claim, with the claim and its last verdict. */
export interface ClaimAlert extends Pick<AlertRecord, 'fingerprint' | 'ruleId' | 'severity' | 'raisedAt' | 'lastEventAt' | 'events'> {
  readonly about: 'claims';
  readonly state: ClaimAlertState;
  /** The number of its last event. */
  readonly sequence: number;
  readonly claim: ClaimRecord;
}

export type AnyAlert = FiguresAlert | PublicationAlert | ClaimAlert;

/** Something that happened to an alert on figures. */
export interface FiguresHappening extends AlertEventRecord {
  readonly about: 'figures';
  readonly alert: FiguresAlert;
}

export interface PublicationHappening extends AlertEventRecord {
  readonly about: 'publications';
  readonly kind: DataEntry['event'];
  readonly alert: PublicationAlert;
}

export interface ClaimHappening extends Pick<AlertEventRecord, 'sequence' | 'at' | 'reason'> {
  readonly about: 'claims';
  readonly kind: ClaimEventKind;
  readonly alert: ClaimAlert;
  /** The verdict of then. */
  readonly judged: Judged;
}

export type AlertHappening = FiguresHappening | PublicationHappening | ClaimHappening;

export interface FirstEvent {
  /** The sequence of the alert's first event: 1, and more where the alert began after the database was restored. */
  readonly first: number;
}

/** A message on an alert, as it was or will be sent. */
export interface SentMessage extends DeliveryRecord {
  readonly createdAt: string;
  readonly message: Message;
}

export interface AlertThread {
  readonly alert: AnyAlert;
  /** Oldest first. */
  readonly events: readonly AlertHappening[];
  readonly messages: readonly SentMessage[];
}

/** Alerts of all rules, whatever they are about. */
export interface EveryAlertStore {
  /** The last event first. @returns one page, and how many there are in all. */
  findAlerts(
    search: AlertSearch,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<{ readonly alerts: readonly AnyAlert[]; readonly total: number }>;
  /** How many stand now. */
  standingAlerts(): Promise<Readonly<Record<AlertMatter, number>>>;
  /** The ids of rules that have alerts. */
  rulesWithAlerts(): Promise<readonly string[]>;
  alertCounts(): Promise<readonly { readonly state: AlertState | ClaimAlertState; readonly severity: Severity; readonly count: number }[]>;
  /** By fingerprint, or an unambiguous beginning of one; null when there is none. */
  alertThread(id: string): Promise<AlertThread | null>;
  /**
   * The newest first, without what is only recorded. What was told as history in a digest is left out where the alert keeps it
   * (figures and publications).
   */
  alertHappenings(limit: number): Promise<readonly (AlertHappening & FirstEvent)[]>;
}

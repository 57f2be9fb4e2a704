import type { AlertEventKind, AlertMatter, AlertState } from '../domain/alert.ts';
import type { ClaimAlertState } from '../domain/claim-alert.ts';
import type { Period } from '../domain/period.ts';
import type { Severity } from '../domain/rule.ts';
import type { DeliveryState } from './outbox-store.ts';

export interface AlertRecord {
  readonly about: Exclude<AlertMatter, 'claims'>;
  readonly fingerprint: string;
  readonly ruleId: string;
  /** The key of the series, or the pipeline where the alert is on a publication. */
  readonly subject: string;
  readonly period: Period;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly metric: string;
  readonly percent: number | null;
  readonly current: number | null;
  readonly base: number | null;
  readonly threshold: number | null;
  readonly raisedAt: string;
  readonly lastEventAt: string;
  readonly events: number;
}

export interface AlertEventRecord {
  readonly sequence: number;
  readonly kind: AlertEventKind;
  readonly at: string;
  readonly current: number | null;
  readonly base: number | null;
  readonly percent: number | null;
  readonly reason: string | null;
}

export interface DeliveryRecord {
  readonly messageId: string;
  readonly receiver: string;
  readonly channel: string;
  readonly kind: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly deliveredAt: string | null;
  readonly detail: string | null;
}

export interface AlertStore {
  /** On figures and publications; the last event first. */
  alerts(filter?: { readonly state?: AlertState | ClaimAlertState; readonly rule?: string }): Promise<readonly AlertRecord[]>;
}

import { STANDING_STATES } from '../domain/alert.ts';
import { STANDING_CLAIM_STATE } from '../domain/claim-alert.ts';
import type { ClaimChange } from './claim-store.ts';

/** Whether a row of `alert` stands, in SQL: as the domain says it, and nowhere else. */
export const stands = (alert: string): string => `${alert}.state IN (${STANDING_STATES.map((state) => `'${state}'`).join(', ')})`;

/** The same of a row of `claim_alert`. */
export const claimStands = (alert: string): string => `${alert}.state = '${STANDING_CLAIM_STATE}'`;

/**
 * The tables know two states of an alert on a claim and two kinds of its events. That no rule asks for one any more is kept with the event,
 * in the place of the verdict; the alert itself is kept as one that does not stand.
 */
export const claimChangeKept = ({ state, event, verdict }: ClaimChange) =>
  event === 'ended' ? { state: 'corrected', kind: 'changed', verdict: event } : { state, kind: event, verdict };

/** The kind of a row of `claim_event`. */
export const CLAIM_EVENT_KIND = "CASE verdict WHEN 'ended' THEN verdict ELSE kind END";

/** The state of a row of `claim_alert`. */
export const claimStateOf = (alert: string): string =>
  `CASE WHEN ${alert}.state = 'corrected' AND (SELECT e.verdict FROM claim_event e WHERE e.fingerprint = ${alert}.fingerprint ORDER BY e.sequence DESC LIMIT 1) = 'ended'
    THEN 'ended' ELSE ${alert}.state END`;

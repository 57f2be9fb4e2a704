import { STANDING_STATES } from '../domain/alert.ts';
import { STANDING_CLAIM_STATE } from '../domain/claim-alert.ts';

/** Whether a row of `alert` stands, in SQL: as the domain says it, and nowhere else. */
export const stands = (alert: string): string => `${alert}.state IN (${STANDING_STATES.map((state) => `'${state}'`).join(', ')})`;

/** The same of a row of `claim_alert`. */
export const claimStands = (alert: string): string => `${alert}.state = '${STANDING_CLAIM_STATE}'`;

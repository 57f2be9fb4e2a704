import { LAST_FIGURE } from '../views-growth.ts';

/**
 * The last figure of each series beside it, with its change on the year before: what is asked of all series at once. It is derived, so
 * it is filled by the definition of the version that migrates.
 */
export const latest = `
ALTER TABLE series ADD COLUMN last_period INTEGER;
ALTER TABLE series ADD COLUMN last_value REAL;
ALTER TABLE series ADD COLUMN last_yoy_percent REAL;
UPDATE series AS s SET (last_period, last_value, last_yoy_percent) = (${LAST_FIGURE});
`;

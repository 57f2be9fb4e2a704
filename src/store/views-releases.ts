import { periodText } from './views-period.ts';

/** A lag says how punctual the publisher is only when the source was looked at shortly before the month came. */
const LOOKED_BEFORE_DAYS = 2;

/** The public view of releases; see views.ts. */
export const RELEASE_VIEWS: Readonly<Record<string, string>> = {
  v_release: `
SELECT pipeline, ${periodText('period_kind', 'period')} AS period, expected_at, deadline_at,
  COALESCE(outcome, 'awaited') AS state, arrived_at, published_at,
  ROUND((julianday(arrived_at) - julianday(expected_at)) * 24, 2) AS lag_hours,
  arrived_at IS NOT NULL AND missing_at IS NOT NULL AND julianday(arrived_at) - julianday(missing_at) <= ${LOOKED_BEFORE_DAYS} AS lag_known,
  missing_at, notice, noticed_at
FROM release`,
};

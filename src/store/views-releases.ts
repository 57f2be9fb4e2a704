import { SERIES, type ViewDocs } from './view-doc.ts';
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

export const RELEASE_DOCS: ViewDocs = {
  v_release: {
    meaning: 'What was expected of each source, and when it came.',
    grain: 'One row for each month that a source was expected to release since it has been watched, and for the next one.',
    example: 'SELECT pipeline, period, state, expected_at, lag_hours FROM v_release WHERE lag_known ORDER BY expected_at DESC LIMIT 20',
    columns: [
      ...SERIES('pipeline'),
      'period: period. The month, or `2026-01/2026-02` if January comes with February.',
      'expected_at: time. When it is expected.',
      'deadline_at: time. The end of the grace period: if a check from here on does not find the release, that is noticed.',
      'state: text. `awaited`; `arrived` (a figure of the month is there); `suppressed` (all that is there is confidential); `skipped` (a newer month is there, but not this one). The last two become `arrived` if a figure comes within two years.',
      'arrived_at: time. When the first figure of the month was obtained.',
      'published_at: day. The date that the publisher printed on the publication; null if it prints none.',
      'lag_hours: number (hours). From `expected_at` to `arrived_at`; below 0 is early.',
      "lag_known: flag. 1 if the source was checked without finding it in the two days before it came. Otherwise the lag only says how long no one checked, and is not counted as the publisher's.",
      'missing_at: time. The last check that got an answer and did not find it.',
      'notice: text. How its absence was noticed: `late` (the source itself says that there is nothing yet), `stale` (it answers with what it had before), `waiting_for_file` (files come by hand and none contains it). Null: it was not noticed. The notice stays even if the release comes after all.',
      'noticed_at: time. When it was noticed: at the first check after `deadline_at`, not before; for files by hand at `expected_at`.',
    ],
  },
};

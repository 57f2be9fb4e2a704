/** SQL text of periods, for the public views. */
export const januaryOf = (period: string): string => `(${period} - ${period} % 100 + 1)`;

/** `2025-06` of a month as yyyymm. */
export const monthText = (period: string): string => `printf('%d-%02d', ${period} / 100, ${period} % 100)`;

/** ISO 8601: 2025-06, or 2025-01/2025-02 for what covers several months. */
export const periodText = (kind: string, period: string): string => `CASE
    WHEN ${kind} = 'month' OR (${kind} = 'ytd' AND ${period} % 100 = 1) THEN ${monthText(period)}
    WHEN ${kind} = 'quarter' THEN ${monthText(`(${period} - 2)`)} || '/' || ${monthText(period)}
    ELSE ${monthText(januaryOf(period))} || '/' || ${monthText(period)} END`;

/**
 * The last period of each series of a pipeline, from the end of each series: no other figure is looked at. Keys begin with the
 * pipeline and a slash, which 0 follows; CROSS JOIN keeps the order.
 */
export const lastOfSeries = (
  pipeline: string,
): string => `(SELECT s.period_kind, (SELECT MAX(o.period) FROM observation o WHERE o.series_id = s.series_id) AS period
      FROM series_key k CROSS JOIN series s ON s.key_id = k.key_id WHERE k.key >= ${pipeline} || '/' AND k.key < ${pipeline} || '0')`;

/** SQL text of periods, for the public views. */
export const januaryOf = (period: string): string => `(${period} - ${period} % 100 + 1)`;

/** `2025-06` of a month as yyyymm. */
export const monthText = (period: string): string => `printf('%d-%02d', ${period} / 100, ${period} % 100)`;

/** Where the text of the period of an observation o of a series s stands, as t; every month that has a figure has it. */
export const PERIOD_NAME = 'LEFT JOIN period_name t ON t.period = o.period AND t.period_kind = s.period_kind';

/** ISO 8601: 2025-06, or 2025-01/2025-02 for what covers several months. */
export const periodText = (kind: string, period: string): string => `CASE
    WHEN ${kind} = 'month' OR (${kind} = 'ytd' AND ${period} % 100 = 1) THEN ${monthText(period)}
    WHEN ${kind} = 'quarter' THEN ${monthText(`(${period} - 2)`)} || '/' || ${monthText(period)}
    ELSE ${monthText(januaryOf(period))} || '/' || ${monthText(period)} END`;

/**
 * The text of a period is looked up, in both directions: a condition on it finds the figures of that month, as one on its number does.
 * Keys are found by who reports, too.
 */
export const namesOfPeriods = `
CREATE TABLE period_name (
  period INTEGER NOT NULL CHECK (period BETWEEN 190001 AND 219912 AND period % 100 BETWEEN 1 AND 12),
  period_kind TEXT NOT NULL CHECK (period_kind IN ('month', 'combined', 'ytd', 'quarter', 'year')),
  text TEXT NOT NULL,
  PRIMARY KEY (period, period_kind)
) STRICT, WITHOUT ROWID;
INSERT INTO period_name
SELECT o.period, k.column1, CASE
    WHEN k.column1 = 'month' OR (k.column1 = 'ytd' AND o.period % 100 = 1) THEN printf('%d-%02d', o.period / 100, o.period % 100)
    WHEN k.column1 = 'quarter' THEN printf('%d-%02d', (o.period - 2) / 100, (o.period - 2) % 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-01', o.period / 100) || '/' || printf('%d-%02d', o.period / 100, o.period % 100) END
FROM (SELECT period FROM observation UNION SELECT period FROM observation_history) o CROSS JOIN (VALUES ('month'), ('combined'), ('ytd'), ('quarter'), ('year')) k
WHERE k.column1 IN ('month', 'ytd') OR (k.column1 = 'combined' AND o.period % 100 = 2) OR (k.column1 = 'quarter' AND o.period % 100 % 3 = 0)
  OR (k.column1 = 'year' AND o.period % 100 = 12);
CREATE INDEX period_name_by_text ON period_name (text);
CREATE INDEX series_key_by_reporter ON series_key (reporter);
`;

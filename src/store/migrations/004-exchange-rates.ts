/** Rates are no series: a month's average or a day's rate of a currency, as text with every digit that was printed. */
export const exchangeRates = `
CREATE TABLE exchange_rate (
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  frequency TEXT NOT NULL CHECK (frequency IN ('month', 'day')),
  period TEXT NOT NULL,
  known_from TEXT NOT NULL,
  known_to TEXT,
  per_eur TEXT,
  status TEXT NOT NULL,
  published_at TEXT,
  snapshot_id INTEGER NOT NULL REFERENCES snapshot,
  PRIMARY KEY (currency, frequency, period, known_from),
  CHECK ((per_eur IS NULL) = (status IN ('M', 'Q'))),
  CHECK (known_to IS NULL OR known_to > known_from)
) STRICT, WITHOUT ROWID;
`;

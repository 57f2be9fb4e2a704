/** The text of a key is made once, when the key is written, and not again for each row that shows it. */
export const theTextOfAKey = `
CREATE TABLE series_key_next (
  key_id INTEGER PRIMARY KEY,
  pipeline TEXT NOT NULL,
  reporter TEXT NOT NULL,
  partner TEXT NOT NULL,
  flow TEXT NOT NULL CHECK (flow = 'export' OR flow = 'import' OR flow = 're-export'),
  classification TEXT NOT NULL,
  product TEXT NOT NULL,
  measure TEXT NOT NULL CHECK (measure = 'value' OR measure = 'net_weight' OR measure = 'quantity'),
  unit TEXT NOT NULL,
  valuation TEXT CHECK (valuation = 'FOB' OR valuation = 'CIF'),
  first_run_id INTEGER NOT NULL REFERENCES run,
  key TEXT NOT NULL GENERATED ALWAYS AS (pipeline || '/' || reporter || '.' || partner || '.' || flow || '.' || classification || ':' || product || '.' || measure || '.' || unit) STORED
) STRICT;
INSERT INTO series_key_next (key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id)
  SELECT key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id FROM series_key;
DROP TABLE series_key;
ALTER TABLE series_key_next RENAME TO series_key;
CREATE UNIQUE INDEX series_key_by_text ON series_key (key);
CREATE INDEX series_key_by_product ON series_key (product, reporter, partner);
CREATE INDEX series_key_by_partner ON series_key (partner, reporter, product);
`;

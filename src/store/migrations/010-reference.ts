/** What the file says of itself and of codes, made anew with the views (reference.ts); and the look-up by partner. */
export const reference = `
CREATE TABLE docs_view (
  view TEXT PRIMARY KEY,
  meaning TEXT NOT NULL,
  grain TEXT NOT NULL,
  example TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE docs_column (
  view TEXT NOT NULL REFERENCES docs_view,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  unit TEXT,
  meaning TEXT NOT NULL,
  PRIMARY KEY (view, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE area (
  partner TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE concordance (
  classification TEXT NOT NULL,
  product TEXT NOT NULL,
  hs_product TEXT NOT NULL,
  share TEXT NOT NULL CHECK (share IN ('all', 'part')),
  subject TEXT,
  valid_from TEXT,
  valid_until TEXT,
  PRIMARY KEY (classification, product)
) STRICT, WITHOUT ROWID;
CREATE INDEX concordance_by_hs ON concordance (hs_product);

CREATE INDEX series_key_by_partner ON series_key (partner, product);
`;

/** Which partners of a source may be in the figure of another one: made anew with the views (reference.ts). */
export const parts = `
CREATE TABLE partner_part (
  pipeline TEXT NOT NULL,
  part TEXT NOT NULL,
  whole TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  PRIMARY KEY (pipeline, part)
) STRICT, WITHOUT ROWID;
`;

/** Why the text around the sentence of a claim may not say it, as JSON: articles are read again for it. */
export const doubtAroundAClaim = `
ALTER TABLE claim ADD COLUMN doubt TEXT CHECK (doubt IS NULL OR json_valid(doubt));
DELETE FROM article_reading;
`;

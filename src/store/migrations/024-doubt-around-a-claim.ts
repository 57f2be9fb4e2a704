/** Why the text around the sentence of a claim may not say it, as JSON: articles are read again for it. */
export const doubtAroundAClaim = `
ALTER TABLE claim ADD COLUMN doubt TEXT CHECK (doubt IS NULL OR json_valid(doubt));
INSERT OR IGNORE INTO article_to_read SELECT article_id FROM article;
`;

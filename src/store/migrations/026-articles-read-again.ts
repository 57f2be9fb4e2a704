/** Doubts from the sentences around a claim are kept with it, and found otherwise now: articles are read again for them. */
export const articlesReadAgain = `
INSERT OR IGNORE INTO article_to_read SELECT article_id FROM article;
`;

/** What one reporter's trade with a partner is stands together, and who reports and what goods are known without the row of the key. */
export const partnerThenReporter = `
DROP INDEX series_key_by_partner;
CREATE INDEX series_key_by_partner ON series_key (partner, reporter, product);
`;

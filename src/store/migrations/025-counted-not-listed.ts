/**
 * Whether a message lists an alert, or only counts it: a digest lists the heaviest. What was told before was listed. And under which rules
 * and receivers everybody was last told what holds.
 */
export const countedNotListed = `
ALTER TABLE outbox_alert ADD COLUMN listed INTEGER NOT NULL DEFAULT 1 CHECK (listed = 1 OR listed = 0);
ALTER TABLE progress ADD COLUMN told_under TEXT;
`;

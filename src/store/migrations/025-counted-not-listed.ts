/** Whether a message lists an alert, or only counts it: a digest lists the heaviest. What was told before was listed. */
export const countedNotListed = `
ALTER TABLE outbox_alert ADD COLUMN listed INTEGER NOT NULL DEFAULT 1 CHECK (listed = 1 OR listed = 0);
`;

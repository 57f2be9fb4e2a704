/** What the tables of reference were filled from, so that an opening sees by it alone whether they are those of the program. */
export const digestOfTheReference = `
ALTER TABLE progress ADD COLUMN reference TEXT;
`;

/** Behind which number the events of alerts go on: what an older copy in the place of a database cannot know was told under lower ones. */
export const numbersBehind = `
ALTER TABLE progress ADD COLUMN numbered_behind INTEGER NOT NULL DEFAULT 0;
`;

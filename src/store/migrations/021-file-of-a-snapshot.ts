/** What a file was when it was read (its place on the disk, its size, its times): as long as it is that, its bytes are these. */
export const fileOfASnapshot = `
ALTER TABLE snapshot ADD COLUMN file_state TEXT;
`;

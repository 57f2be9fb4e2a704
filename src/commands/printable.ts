const ESCAPE = String.fromCharCode(27);
/** Colours that the program gives itself. */
const COLOR = new RegExp(`(${ESCAPE}\\[\\d{1,2}m)`);

/** One line for a terminal: text of publishers and file names cannot move the cursor, ring the bell or turn the line around. */
export const printable = (text: string): string =>
  text
    .split(COLOR)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')))
    .join('');

/** What a spreadsheet takes for the beginning of a formula (wide forms in Japanese and Chinese ones), and the mark itself. */
const FORMULA = /^[=+\-@\t\r\n'＝＋－＠]/;

/** Text that begins like a formula, or with an apostrophe, gets an apostrophe before it: whoever reads takes that one off. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/**
 * A field of RFC 4180. A number is written with the fewest digits that read back as the same one, and an exponent with E, as Table Schema
 * asks for: https://datapackage.org/standard/table-schema/#number. Null is empty.
 */
export function csvField(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('e', 'E');
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

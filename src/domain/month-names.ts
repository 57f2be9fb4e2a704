/** English names of the months, from January on. */
export const MONTH_NAMES: readonly string[] = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
/** `Jan` */
export const SHORT_MONTH_NAMES: readonly string[] = MONTH_NAMES.map((name) => name.slice(0, 3));
/** `jan` */
export const SMALL_MONTH_NAMES: readonly string[] = SHORT_MONTH_NAMES.map((name) => name.toLowerCase());

/** The number of a month by its name, or the first three letters of it; 0 for what begins like none. */
export const monthNumber = (name = ''): number => SMALL_MONTH_NAMES.indexOf(name.slice(0, 3).toLowerCase()) + 1;

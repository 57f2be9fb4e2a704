const CUT = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The last place at or before `at` that is not within a character as people see it. */
export const lastBoundary = (text: string, at: number): number => graphemes.segment(text).containing(at)?.index ?? text.length;

/**
 * A text that is not longer than a service takes, in UTF-16 units: the widest way to count "characters". What is cut ends
 * in "…", never within a character as people see it.
 * @param written how the service wants it, escaped; it is this form that is measured and returned.
 */
export function clip(text: string, max: number, written: (text: string) => string = String): string {
  const whole = written(text);
  if (whole.length <= max) return whole;
  const length = most(Math.min(text.length, max), (count) => written(text.slice(0, count)).length <= max - CUT.length);
  return `${written(text.slice(0, lastBoundary(text, length)).trimEnd())}${CUT}`;
}

/** The most of `count` items that pass a test which fewer pass, too. */
export function most(count: number, passes: (count: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

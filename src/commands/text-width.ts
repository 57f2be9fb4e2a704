const ESCAPE = String.fromCharCode(27);
/** Colours take no room. */
const COLOR = new RegExp(`${ESCAPE}\\[\\d{1,2}m`, 'g');
/** One column each, whatever stands beside them: Latin, dashes and quotes, arrows, signs of mathematics, bars and dots. Most texts are of these, and the segmenter takes its time to start. */
const PLAIN = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc]*$/;
/** East Asian Wide and Fullwidth of Unicode's EastAsianWidth.txt, as blocks. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
/** Shown as a picture: by itself, or by U+FE0F behind it. */
const PICTURE = /^\p{Emoji_Presentation}|\ufe0f/u;
/** Marks without a letter, joiners, direction marks. */
const NOTHING = /^[\p{M}\p{Cf}]+$/u;
const ELLIPSIS = '…';

/** Joined to the character before, and yet with a place of their own: half-width sound marks, the Thai and Lao vowel am. */
const BESIDE = /[\uff9e\uff9f\u0e33\u0eb3]/g;

let segmenter: Intl.Segmenter | undefined;
function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function widthOfOne(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  if (WIDE.test(grapheme) || PICTURE.test(grapheme)) return 2;
  return grapheme.length === 1 ? 1 : 1 + (grapheme.slice(1).match(BESIDE)?.length ?? 0);
}

/** How many columns of a terminal a text takes: a Chinese character or an emoji two, a combining mark none. */
export function widthOf(text: string): number {
  const shown = text.replaceAll(COLOR, '');
  if (PLAIN.test(shown)) return shown.length;
  return graphemes(shown).reduce((sum, one) => sum + widthOfOne(one), 0);
}

/** The text in at most so many columns: what is cut off leaves a mark, and no character is cut in two. Colours are lost with it. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  let left = columns - 1;
  for (const one of graphemes(text.replaceAll(COLOR, ''))) {
    left -= widthOfOne(one);
    if (left < 0) break;
    cut += one;
  }
  return `${cut.trimEnd()}${ELLIPSIS}`;
}

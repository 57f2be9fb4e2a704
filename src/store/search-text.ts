/**
 * Texts and questions for a full-text index (FTS5, tokenizer unicode61), which takes Chinese without spaces as one word:
 * each Chinese character is made a word of its own, and words of several characters are asked for as phrases.
 */

const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** What is written into the index. */
export const searchable = (text: string): string => text.normalize('NFKC').replaceAll(HAN, ' $& ');

/**
 * The question for MATCH: all words of the text, those in quotes together. Nothing in it is an operator.
 * @returns null when the text has no word.
 */
export function matchQuery(text: string): string | null {
  const phrases = [
    ...text
      .normalize('NFKC')
      .replaceAll(/\p{Cc}/gu, ' ')
      .matchAll(/"([^"]*)"|([^\s"]+)/g),
  ].map((match) => match[1] ?? match[2] ?? '');
  const worded = phrases.filter((phrase) => /[\p{L}\p{N}]/u.test(phrase));
  return worded.length === 0 ? null : worded.map((phrase) => `"${searchable(phrase)}"`).join(' ');
}

import { endsSentence } from './sentences.ts';

/** Longer sentences are cut around the claim: a quotation is short. */
const LONGEST = 400;

/** The sentence of the text in which a claim stands: what is quoted of an article, on one line. */
export function quoteOf(text: string, [from, to]: readonly [number, number]): string {
  const start = startOf(text, from);
  let end = Math.max(to, from);
  while (end < text.length && text[end] !== '\n' && !endsSentence(text, Math.max(end - 1, from))) end += 1;
  if (end - start <= LONGEST) return oneLine(text.slice(start, end));
  const spare = Math.max(0, LONGEST - (to - from)) / 2;
  const [cutFrom, cutTo] = [Math.max(start, Math.floor(from - spare)), Math.min(end, Math.ceil(Math.min(to, from + LONGEST) + spare))];
  return `${cutFrom > start ? '...' : ''}${oneLine(text.slice(cutFrom, cutTo))}${cutTo < end ? '...' : ''}`;
}

/** "1." of a list does not end a sentence. */
const NUMBER_OF_ITEM = /^\(?\d{1,2}[.)]$/;

/** The sentences of a text and where each ends, with the numbers of their lines. */
export function sentencesOf(text: string): readonly { readonly text: string; readonly line: number; readonly end: number }[] {
  const sentences: { text: string; line: number; end: number }[] = [];
  let [from, line] = [0, 0];
  for (let at = 0; at <= text.length; at += 1) {
    const breaks = at === text.length || text[at] === '\n';
    if (!breaks && !endsSentence(text, at)) continue;
    const sentence = text.slice(from, at + 1).trim();
    if (!breaks && NUMBER_OF_ITEM.test(sentence)) continue;
    if (sentence !== '') sentences.push({ text: sentence, line, end: at });
    if (breaks) line += 1;
    from = at + 1;
  }
  return sentences;
}

/** The number of the sentence in which a place of the text lies. */
export function sentenceAt(sentences: readonly { readonly end: number }[], place: number): number {
  let [low, high] = [0, sentences.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sentences[middle]?.end ?? place) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How far the sentences before a claim are looked for, and how much of what follows says where it ends. */
const FARTHEST_BACK = 2000;
const LOOK_AHEAD = 100;

/** The sentences before the one in which a place of the text lies, the nearest first. */
export function* sentencesBefore(text: string, at: number): Generator<string> {
  const from = Math.max(0, at - FARTHEST_BACK);
  const near = text.slice(from, at + LOOK_AHEAD);
  for (let start = startOf(near, at - from); start > 0; ) {
    const end = near.slice(0, start).trimEnd().length;
    start = startOf(near, Math.max(0, end - 1));
    if (end > start) yield near.slice(start, end).trimStart();
  }
}

/** The sentence behind the one in which a place of the text lies; empty where there is none near. */
export function sentenceAfter(text: string, at: number): string {
  const near = text.slice(at, at + FARTHEST_AHEAD);
  const start = endOf(near, 0);
  const next = near.slice(start).trimStart();
  return next.slice(0, endOf(next, 0)).trim();
}
const FARTHEST_AHEAD = 1000;

/** Behind the sentence in which a place lies. */
function endOf(text: string, at: number): number {
  let end = at;
  while (end < text.length && text[end] !== '\n' && !endsSentence(text, end)) end += 1;
  return end + 1;
}

const startOf = (text: string, at: number): number => {
  let start = at;
  while (start > 0 && text[start - 1] !== '\n' && !endsSentence(text, start - 1)) start -= 1;
  return start;
};

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

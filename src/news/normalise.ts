import { Converter } from 'opencc-js/t2cn';

/** A text in one form of writing, with the way back to the places of the original. */
export interface NormalisedText {
  /** NFKC, simplified characters, plain quotes and hyphens. */
  readonly text: string;
  /** Where in the original the unit at `index` began. */
  sourceStart(index: number): number;
  /** Where in the original the unit at `index` ended. */
  sourceEnd(index: number): number;
}

const HAN = /\p{Script=Han}/u;
/** A code point with the marks that combine with it: composing is done within these and nowhere else. */
const CLUSTER = /[\s\S]\p{M}*/gu;

/** Signs that are read as another one. The full-width comma stays: NFKC would make it a thousands separator. */
const SIGNS: Readonly<Record<string, string>> = {
  '，': '，',
  '‘': "'",
  '’': "'",
  '‛': "'",
  '“': '"',
  '”': '"',
  '−': '-',
  '–': '-',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '～': '~',
  '…': '…',
  '○': '〇',
  '﹣': '-',
};

const ONE = /^.$/su;

let toSimplified: ((text: string) => string) | undefined;
/** Of characters without marks, of which there is a number; with marks there is no end of them. */
const simplified = new Map<string, string>();

/** Character by character, so that every place keeps its meaning; made when the first Chinese text comes. */
function simplify(character: string): string {
  const known = simplified.get(character);
  if (known !== undefined) return known;
  const convert = toSimplified ?? Converter({ from: 't', to: 'cn' });
  toSimplified = convert;
  const made = convert(character);
  if (ONE.test(character)) simplified.set(character, made);
  return made;
}

export function normalise(original: string): NormalisedText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of original.matchAll(CLUSTER)) {
    const cluster = match[0];
    const sign = SIGNS[cluster] ?? cluster.normalize('NFKC');
    const plain = HAN.test(sign) ? simplify(sign) : sign;
    parts.push(plain);
    for (let unit = 0; unit < plain.length; unit += 1) {
      starts.push(match.index);
      ends.push(match.index + cluster.length);
    }
  }
  return {
    text: parts.join(''),
    sourceStart: (index) => starts[index] ?? original.length,
    sourceEnd: (index) => ends[index] ?? original.length,
  };
}

/** Which texts speak of the subjects that are watched: commodities by their names in both languages, or any words. */
import { createRequire } from 'node:module';
import { characterConverter } from './document-parsers.ts';

/** Ids with their names; Chinese names in simplified characters. A list like those of codes: part of the program. */
const COMMODITIES = createRequire(import.meta.url)('#commodities') as Readonly<Record<string, readonly string[]>>;

export const isCommodity = (id: string): boolean => Object.hasOwn(COMMODITIES, id);

const HAN = /\p{Script=Han}/u;
let toSimplified: ((text: string) => string) | undefined;

const folded = (text: string): string => {
  const plain = text.normalize('NFKC').toLowerCase();
  if (!HAN.test(plain)) return plain;
  toSimplified ??= characterConverter();
  return toSimplified(plain);
};

/**
 * @param subjects ids of commodities, which stand for their names, or words; undefined: all commodities.
 * @returns whether a text has one of them: Latin words whole, Chinese ones anywhere.
 */
export function subjectFinder(subjects: readonly string[] | undefined): (text: string) => boolean {
  const words = (subjects ?? Object.keys(COMMODITIES))
    .flatMap((subject) => (isCommodity(subject) ? (COMMODITIES[subject] ?? []) : [subject]))
    .map(folded);
  const han = words.filter((word) => HAN.test(word));
  const latin = words
    .filter((word) => !HAN.test(word))
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/[\s-]+/g, String.raw`[\s-]`));
  const pattern = latin.length === 0 ? null : new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${latin.join('|')})(?![\p{L}\p{N}])`, 'u');
  return (text) => {
    const plain = folded(text);
    return pattern?.test(plain) === true || han.some((word) => plain.includes(word));
  };
}

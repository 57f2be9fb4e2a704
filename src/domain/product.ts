/**
 * Products: a code means something only in its edition of a nomenclature. A growth rate must not cross a change of
 * meaning, so the edition is part of the series wherever the code changed, and is left out (`HS`) where it did not.
 */
import { concordance, type Membership } from './codes/concordance.ts';
import { hsNames } from './codes/names.ts';
import { type YearMonth, yearOf } from './period.ts';

/** Comtrade's classification codes; https://unstats.un.org/unsd/classifications/Econ (HS editions, SITC revisions). */
const EDITIONS: Readonly<Record<string, string>> = {
  H0: 'HS1992',
  H1: 'HS1996',
  H2: 'HS2002',
  H3: 'HS2007',
  H4: 'HS2012',
  H5: 'HS2017',
  H6: 'HS2022',
  S1: 'SITC1',
  S2: 'SITC2',
  S3: 'SITC3',
  S4: 'SITC4',
};

/** Editions over which chapters mean the same, but for the few goods that editions move between them. */
const STABLE_EDITIONS: ReadonlySet<string> = new Set(['HS2007', 'HS2012', 'HS2017', 'HS2022']);

/**
 * The classification that belongs into the series of a product: `HS` for all goods (TOTAL), for chapters (two digits; the
 * few goods that editions move between chapters are left aside) and for codes that the concordance has as the same in every
 * edition since HS 2007; otherwise the edition, such as `HS2017` or `SITC3`, which is never wrong.
 * @param classificationCode as Comtrade has it: H0 to H6, S1 to S4.
 * @returns null when the classification is not known.
 */
export function classificationOf(classificationCode: string, product: string): string | null {
  const edition = Object.hasOwn(EDITIONS, classificationCode) ? (EDITIONS[classificationCode] ?? null) : null;
  if (edition === null || !edition.startsWith('HS')) return edition;
  if (product === 'TOTAL') return 'HS';
  if (/^\d{2}$/.test(product)) return STABLE_EDITIONS.has(edition) ? 'HS' : edition;
  const [code, stable] = [`${edition}:${product}`, `HS:${product}`];
  return concordance().some((row) => row.code === code && row.of === stable && row.whole) ? 'HS' : edition;
}

/** HS 2028 begins here; which of its codes keep their meaning is not known yet. */
export const FIRST_YEAR_UNKNOWN = 2028;

/** Editions of the Harmonized System with the year from which they are in force, the newest first. HS 1992 stands for all before 1996. */
export const HS_EDITIONS: readonly (readonly [edition: string, firstYear: number])[] = Object.values(EDITIONS)
  .filter((edition) => edition.startsWith('HS'))
  .map((edition) => [edition, Number(edition.slice(2))] as const)
  .sort(([, a], [, b]) => b - a);

/**
 * The edition of the Harmonized System in which the codes of a classification are read: the one that it names, else the one in
 * force in the month. National lists follow that one, and so do sources that print six digits and no edition (`HS`). By year: some
 * countries took an edition over some weeks into its first.
 * @returns null from 2028 on, where a classification names none.
 */
export function editionOf(classification: string, at: YearMonth): string | null {
  const year = yearOf(at);
  if (/^HS\d{4}$/.test(classification)) return classification;
  if (year >= FIRST_YEAR_UNKNOWN) return null;
  return (HS_EDITIONS.find(([, first]) => year >= first) ?? HS_EDITIONS.at(-1))?.[0] ?? null;
}

/** The classification codes that {@link classificationOf} knows, for messages. */
export const CLASSIFICATION_CODES: readonly string[] = Object.keys(EDITIONS);

/** Classifications whose codes begin with the six digits of the Harmonized System. */
const HARMONIZED = /^(?:HS\d*|CN|NCM|HTS|SCHB|HSK|JP9)$/;

/**
 * What HS 2022 calls the goods of a code: the name of the longest of its six, four or two first digits that has one; null
 * for other lists. Short words, without legal force.
 */
export function hsNameOf(classification: string, product: string): string | null {
  if (!HARMONIZED.test(classification) || !/^\d{2,}$/.test(product)) return null;
  const names = hsNames();
  return names.get(product.slice(0, 6)) ?? names.get(product.slice(0, 4)) ?? names.get(product.slice(0, 2)) ?? null;
}

/**
 * How a code stands to the one that was asked about: `equal`; `wider`, it holds more goods; `narrower`, it holds a part of
 * them; `inexact`, it is about the same goods, which two publishers delimit in different words.
 */
export type Relation = 'equal' | 'wider' | 'narrower' | 'inexact';

/** A code of another classification that corresponds to one. */
export interface Correspondence {
  readonly classification: string;
  readonly product: string;
  readonly relation: Relation;
}

/**
 * The codes of other classifications that correspond to one in a month: to China's HS8:85051110, HS:850511 is wider and
 * CN:85051110 inexact. Only what the concordance has is known: an empty list is not "none".
 * @param at a code can change its meaning from one year to the next.
 */
export function correspondencesOf(classification: string, product: string, at: YearMonth): readonly Correspondence[] {
  const valid = concordance().filter(({ from, until }) => (from === null || at >= from) && (until === null || at <= until));
  const asked = memberOf(valid, `${classification}:${product}`);
  if (asked === null) return [];
  return [hubOf(asked.of), ...valid.filter(({ of }) => of === asked.of)].flatMap((other) => {
    const [otherClassification = '', otherProduct = ''] = other.code.split(':');
    const relation = relationOf(asked, other);
    return otherClassification === classification || relation === null
      ? []
      : [{ classification: otherClassification, product: otherProduct, relation }];
  });
}

/** Whether the concordance has two codes as all goods of one code of the Harmonized System, in a month. */
export const holdTheSame = (a: Pick<Correspondence, 'classification' | 'product'>, b: typeof a, at: YearMonth): boolean =>
  correspondencesOf(a.classification, a.product, at).some(
    ({ classification, product, relation }) => relation === 'equal' && classification === b.classification && product === b.product,
  );

/** The code of the Harmonized System itself, which holds all of its goods. */
const hubOf = (code: string): Membership => ({ code, of: code, whole: true, subject: null, from: null, until: null });

function memberOf(valid: readonly Membership[], code: string): Membership | null {
  return valid.find((row) => row.code === code) ?? (valid.some(({ of }) => of === code) ? hubOf(code) : null);
}

/** How `other` stands to `asked`, both of one code of the Harmonized System; null when nothing is known of two parts. */
function relationOf(asked: Membership, other: Membership): Relation | null {
  if (asked.whole) return other.whole ? 'equal' : 'narrower';
  if (other.whole) return 'wider';
  return asked.subject !== null && asked.subject === other.subject ? 'inexact' : null;
}

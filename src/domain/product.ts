/**
 * Products: a code means something only in its edition of a nomenclature. A growth rate must not cross a change of
 * meaning, so the edition is part of the series wherever the code changed, and is left out (`HS`) where it did not.
 */

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

/** Editions over which the codes below mean the same. */
const STABLE_EDITIONS: ReadonlySet<string> = new Set(['HS2007', 'HS2012', 'HS2017', 'HS2022']);

/**
 * Codes below the chapter whose text and scope are the same in HS 2007, 2012, 2017 and 2022 (WCO correlation tables).
 * Only what is watched stands here: a code that is missing has its edition in the series, which is never wrong.
 */
const STABLE_CODES: ReadonlySet<string> = new Set([
  '280530', // rare-earth metals, scandium and yttrium
  '2846', // compounds of rare-earth metals, yttrium and scandium
  '284610', // cerium compounds
  '284690', // other
  '850511', // permanent magnets, of metal
  '850519', // permanent magnets, other
]);

/**
 * The classification that belongs into the series of a product: `HS` for all goods (TOTAL), for chapters (two digits; the
 * few goods that editions move between chapters are left aside) and for codes that mean the same in every edition since
 * HS 2007; otherwise the edition, such as `HS2017` or `SITC3`.
 * @param classificationCode as Comtrade has it: H0 to H6, S1 to S4.
 * @returns null when the classification is not known.
 */
export function classificationOf(classificationCode: string, product: string): string | null {
  const edition = Object.hasOwn(EDITIONS, classificationCode) ? (EDITIONS[classificationCode] ?? null) : null;
  if (edition === null || !edition.startsWith('HS')) return edition;
  if (product === 'TOTAL') return 'HS';
  const stable = /^\d{2}$/.test(product) || STABLE_CODES.has(product);
  return stable && STABLE_EDITIONS.has(edition) ? 'HS' : edition;
}

/** The classification codes that {@link classificationOf} knows, for messages. */
export const CLASSIFICATION_CODES: readonly string[] = Object.keys(EDITIONS);

import { describe, expect, test } from 'vitest';
import { countryNames } from '../../src/domain/codes/countries.ts';
import { JAPAN, partnerOfJapanCode } from '../../src/domain/codes/partners.ts';
import { partnerOfName } from '../../src/domain/country.ts';
import { keyFault } from '../../src/domain/series.ts';

/** Names that mean another thing in the list of all sources, or that it does not have. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'Central Africa': 'CF',
  'Cape Verde': 'CV',
  Cook: 'CK',
  Kyrgyz: 'KG',
  Marshall: 'MH',
  Micronesia: 'FM',
  Moldova: 'MD',
  Syria: 'SY',
};

describe("Japan Customs' codes", () => {
  test.each([
    ['103', 'KR'],
    ['104', 'KP'],
    ['105', 'CN'],
    ['106', 'TW'],
    ['108', 'HK'],
    ['110', 'VN'],
    ['129', 'MO'],
    ['205', 'GB'],
    ['213', 'DE'],
    ['248', 'XK'],
    ['304', 'US'],
    ['410', 'BR'],
    ['524', 'NG'],
    ['525', 'NE'],
    ['532', 'CG'],
    ['533', 'CD'],
    ['601', 'AU'],
    ['702', 'UNSPECIFIED'],
  ])('%s is %s', (code, partner) => expect(partnerOfJapanCode(code)).toBe(partner));

  test.each(['', '1', '000', '109', '116 ', '502A', 'CN', '999', '__proto__'])('%j is not one of them', (code) =>
    expect(partnerOfJapanCode(code)).toBeNull(),
  );

  test('are those of the publisher: 235 of three digits in rising order, each for a partner of its own', () => {
    const codes = JAPAN.codes().map(({ code }) => code);
    expect(codes).toHaveLength(235);
    expect(codes).toEqual([...new Set(codes)].sort());
    for (const code of codes) expect(code).toMatch(/^[1-7]\d{2}$/);
    const partners = JAPAN.codes().map(({ partner }) => partner);
    expect(new Set(partners).size).toBe(partners.length);
  });

  test('stand for ISO countries, or for names that can stand in a series key', () => {
    for (const { partner } of JAPAN.codes()) {
      const fault = keyFault({
        reporter: 'JP',
        partner,
        flow: 'export',
        classification: 'JP9',
        product: '850511000',
        measure: 'value',
        unit: 'JPY',
      });
      expect(fault, partner).toBeNull();
      if (partner.length === 2) expect(countryNames(), partner).toHaveProperty(partner);
    }
  });

  test('agree with the English name beside them wherever the list of all sources knows it', () => {
    let known = 0;
    for (const { code, partner, names } of JAPAN.codes()) {
      const name = names[0] ?? '';
      const plain = name.replace(/ \((?:UK|USA|France|Denmark|Spain|Portugal|NZ)\)$/, '');
      const named = OWN_WORDS[plain] ?? partnerOfName(plain);
      if (named === null) continue;
      known += 1;
      expect([code, name, named]).toEqual([code, name, partner]);
    }
    expect(known).toBeGreaterThan(195);
  });
});

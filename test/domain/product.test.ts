import { describe, expect, test } from 'vitest';
import { concordance } from '../../src/domain/codes/concordance.ts';
import { classificationOf, correspondencesOf, hsNameOf } from '../../src/domain/product.ts';

describe('the classification of a product', () => {
  test('is HS for magnets in every edition since HS 2007, so that growth crosses editions where the code kept its meaning', () => {
    expect(['H3', 'H4', 'H5', 'H6'].map((edition) => classificationOf(edition, '850511'))).toEqual(['HS', 'HS', 'HS', 'HS']);
    expect(classificationOf('H2', '850511')).toBe('HS2002');
  });

  test('is the edition for a code that is not known to have kept its meaning', () => {
    expect(classificationOf('H5', '854231')).toBe('HS2017');
    expect(classificationOf('H6', '854231')).toBe('HS2022');
  });

  test('is HS for all goods and for chapters', () => {
    expect(classificationOf('H0', 'TOTAL')).toBe('HS');
    expect(classificationOf('H6', '85')).toBe('HS');
  });

  test('is the revision of the SITC', () => {
    expect(classificationOf('S3', '77')).toBe('SITC3');
    expect(classificationOf('S4', 'TOTAL')).toBe('SITC4');
  });

  test('is not known for other codes, names of object properties included', () => {
    for (const code of ['H7', 'EB', '', 'constructor', '__proto__']) expect(classificationOf(code, '850511')).toBeNull();
  });
});

describe('codes of other classifications', () => {
  const texts = (classification: string, product: string, at: number): string[] =>
    correspondencesOf(classification, product, at).map((row) => `${row.relation} ${row.classification}:${row.product}`);

  test("are wider than China's rare-earth magnets where importers have six digits, and inexact where they delimit them in their own words", () => {
    expect(texts('HS8', '85051110', 202506).filter((text) => !/HS20/.test(text))).toEqual([
      'wider HS:850511',
      'inexact CN:85051110',
      'inexact HTS:8505110050',
      'inexact HTS:8505110070',
      'wider JP9:850511000',
      'wider HSK:8505110000',
      'wider NCM:85051100',
    ]);
  });

  test('are those of the month: the EU had one code until 2022 and two since', () => {
    const ofTheEu = (at: number): string[] => texts('HS', '850511', at).filter((text) => text.includes(' CN:'));
    expect(ofTheEu(202212)).toEqual(['equal CN:85051100']);
    expect(ofTheEu(202301)).toEqual(['narrower CN:85051110', 'narrower CN:85051190']);
    expect(texts('CN', '85051100', 202301)).toEqual([]);
    expect(texts('HS8', '85051110', 202212)).toContain('wider CN:85051100');
  });

  test('stand in opposite relations seen from either side', () => {
    const opposite = { equal: 'equal', wider: 'narrower', narrower: 'wider', inexact: 'inexact' } as const;
    for (const { code } of concordance())
      for (const at of [202206, 202506]) {
        const [classification = '', product = ''] = code.split(':');
        for (const other of correspondencesOf(classification, product, at))
          expect(
            correspondencesOf(other.classification, other.product, at),
            `${code} ${other.classification}:${other.product}`,
          ).toContainEqual({
            classification,
            product,
            relation: opposite[other.relation],
          });
      }
  });

  test('are the same in all editions of the Harmonized System since 2007', () => {
    expect(texts('HS2012', '850511', 201501)).toEqual(
      expect.arrayContaining(['equal HS:850511', 'equal HS2017:850511', 'equal HS2022:850511']),
    );
    expect(texts('HS2002', '850511', 200501)).toEqual([]);
  });

  test('of two parts about different goods are not told, nor those of a code that the concordance does not have', () => {
    expect(texts('HS8', '85051190', 202506)).not.toContain('inexact CN:85051110');
    expect(texts('HS8', '85051190', 202506)).toContain('inexact CN:85051190');
    expect(texts('HS8', '85423100', 202506)).toEqual([]);
    expect(texts('constructor', '__proto__', 202506)).toEqual([]);
  });
});

test('a code has the HS name of its six, four or two first digits, and none in a list of another kind', () => {
  expect(hsNameOf('HS', '854231')).toBe(hsNameOf('HS2022', '8542'));
  expect(hsNameOf('CN', '85423190')).toBe(hsNameOf('HS', '8542'));
  expect(hsNameOf('HS8', '85051110')).toBe(hsNameOf('HS', '850511'));
  expect([hsNameOf('GACC', 'rare-earth'), hsNameOf('SITC3', '7764'), hsNameOf('HS', 'TOTAL'), hsNameOf('HS', '77')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

import { describe, expect, test } from 'vitest';
import { classificationOf } from '../../src/domain/product.ts';

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

import { describe, expect, test } from 'vitest';
import { countryNames } from '../../src/domain/codes/countries.ts';
import { comtradeCodeOfPartner, partnerOfComtradeCode, partnerOfGeonomCode } from '../../src/domain/codes/partners.ts';
import { keyFault } from '../../src/domain/series.ts';

const isValid = (partner: string): boolean =>
  keyFault({ reporter: partner, partner, flow: 'export', classification: 'HS', product: '850511', measure: 'value', unit: 'USD' }) === null;

describe("UN Comtrade's codes", () => {
  test.each([
    [0, 'WORLD'],
    [156, 'CN'],
    [842, 'US'],
    [251, 'FR'],
    [699, 'IN'],
    [757, 'CH'],
    [579, 'NO'],
    [380, 'IT'],
    [490, 'OTHER_ASIA'],
    [492, 'OTHER_EU'],
    [97, 'EU'],
    [899, 'UNSPECIFIED'],
  ])('%i is %s, there and back', (code, partner) => {
    expect(partnerOfComtradeCode(code)).toBe(partner);
    expect(comtradeCodeOfPartner(partner)).toBe(code);
  });

  test.each([250, 840, 756, 578, 158, 9999, -1, 1.5])('%s is not one of them, though ISO may have it', (code) =>
    expect(partnerOfComtradeCode(code)).toBeNull(),
  );

  test('stand for ISO countries or for names that can stand in a series key, each for its own', () => {
    const partners = Array.from({ length: 1000 }, (_, code) => partnerOfComtradeCode(code)).filter((partner) => partner !== null);
    for (const partner of partners) {
      expect(isValid(partner), partner).toBe(true);
      if (partner.length === 2 && partner !== 'EU') expect(countryNames(), partner).toHaveProperty(partner);
    }
    expect(partners.filter((partner, index) => partners.indexOf(partner) !== index)).toEqual(['IT']);
  });
});

describe("Eurostat's codes", () => {
  test.each([
    ['EU27_2020', 'EU'],
    ['EL', 'GR'],
    ['GR', 'GR'],
    ['UK', 'GB'],
    ['XS', 'RS'],
    ['XK', 'XK'],
    ['CN', 'CN'],
    ['WORLD', 'WORLD'],
    ['EA20', 'EA20'],
    ['EXT_EU27_2020', 'EXTRA_EU'],
    ['INT_EU27_2020', 'INTRA_EU'],
    ['EXT_EU', 'EXTRA_EU_CHANGING_COMPOSITION'],
    ['INT_EA', 'INTRA_EA_CHANGING_COMPOSITION'],
    ['QX', 'SECRET'],
    ['QY', 'SECRET_INTRA_EU'],
    ['QZ', 'SECRET_EXTRA_EU'],
  ])('%s is %s', (code, partner) => {
    expect(partnerOfGeonomCode(code)).toBe(partner);
    expect(isValid(partner)).toBe(true);
  });

  test.each(['', 'cn', 'Q1', 'AA', 'CHN', 'EU27', 'constructor', '__proto__', 'CN '])('%j is not one of them', (code) =>
    expect(partnerOfGeonomCode(code)).toBeNull(),
  );
});

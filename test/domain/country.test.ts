import countries from 'i18n-iso-countries';
import { describe, expect, test } from 'vitest';
import { GACC } from '../../src/domain/codes/partners.ts';
import { partnerOfGaccCode, partnerOfName } from '../../src/domain/country.ts';

describe("China Customs' partner codes", () => {
  test.each([
    ['502', 'US'],
    ['304', 'DE'],
    ['116', 'JP'],
    ['133', 'KR'],
    ['110', 'HK'],
    ['121', 'MO'],
    ['143', 'TW'],
    ['303', 'GB'],
    ['344', 'RU'],
    ['210', 'CEUTA'],
    ['199', 'OTHER_ASIA'],
    ['701', 'UNSPECIFIED'],
  ])('%s is %s', (code, partner) => {
    expect(partnerOfGaccCode(code)).toBe(partner);
  });

  test('are unique, and no two stand for one partner', () => {
    expect(new Set(GACC.codes().map(({ code }) => code)).size).toBe(241);
    expect(new Set(GACC.codes().map(({ partner }) => partner)).size).toBe(241);
    expect(GACC.codes()).toHaveLength(241);
  });

  test('stand for a country of ISO 3166-1, or for a group by name', () => {
    for (const { partner } of GACC.codes()) expect(partner.length > 2 || countries.isValid(partner), partner).toBe(true);
  });

  test('that are not in the list are not guessed', () => {
    expect([partnerOfGaccCode('998'), partnerOfGaccCode(''), partnerOfGaccCode('US'), partnerOfGaccCode('constructor')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('names of partners', () => {
  test.each([
    ['Total', 'WORLD'],
    ['European Union', 'EU'],
    ['ASEAN', 'ASEAN'],
    ['United States (US)', 'US'],
    ['United Kingdom (UK)', 'GB'],
    ['Hong Kong, China', 'HK'],
    ['R. O. Korea', 'KR'],
    ['Taiwan, China', 'TW'],
    ['Russian Federation', 'RU'],
    ['Vietnam', 'VN'],
    ['Latin America', 'LATIN_AMERICA'],
    ['Africa', 'AFRICA'],
    ['South Africa', 'ZA'],
    ['Regional Comprehensive Economic Partnership', 'RCEP'],
    ['Jointly build the countries along Belt and Road Routes', 'BELT_AND_ROAD'],
    ['Belt and Road countries', 'BELT_AND_ROAD'],
    ['美国', 'US'],
    ['中国香港', 'HK'],
    ['台澎金马关税区', 'TW'],
    ['阿联酋', 'AE'],
    ["Côte d'Ivoire", 'CI'],
    ['NETHERLANDS', 'NL'],
  ])('%s is %s', (name, partner) => {
    expect(partnerOfName(name)).toBe(partner);
  });

  test('that are not known are not guessed', () => {
    expect([partnerOfName('Atlantis'), partnerOfName(''), partnerOfName('United'), partnerOfName('__proto__')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('of the code list give the partner of their code', () => {
    for (const { partner, names } of GACC.codes()) expect(names.map(partnerOfName)).toEqual([partner]);
  });
});

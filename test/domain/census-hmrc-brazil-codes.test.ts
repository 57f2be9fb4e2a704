import countries from 'i18n-iso-countries';
import { describe, expect, test } from 'vitest';
import { countryNames } from '../../src/domain/codes/countries.ts';
import {
  brazilianCodesOfPartner,
  censusCodeOfPartner,
  hmrcCountryOfPartner,
  isCensusGroup,
  partnerOfBrazilianCode,
  partnerOfBrazilianName,
  partnerOfCensusCode,
  partnerOfHmrcCountry,
} from '../../src/domain/codes/partners.ts';
import { keyFault } from '../../src/domain/series.ts';

/** Whether it is a country of ISO 3166-1 (or Kosovo), or a name that can stand in a series key. */
const isPartner = (partner: string): boolean =>
  partner.length === 2
    ? Object.hasOwn(countryNames(), partner) && (countries.isValid(partner) || partner === 'XK')
    : keyFault({ reporter: partner, partner, flow: 'import', classification: 'HS', product: '85', measure: 'value', unit: 'USD' }) === null;

const doubles = (partners: readonly string[]): string[] => partners.filter((partner, index) => partners.indexOf(partner) !== index);
const padded = (index: number, digits: number): string => String(index).padStart(digits, '0');
const found = <Code>(codes: readonly Code[], partnerOf: (code: Code) => string | null): string[] =>
  codes.map(partnerOf).filter((partner) => partner !== null);

/** Territories that one of the three publishers counts with another country, and the three themselves. */
const SMALL = 'AQ AS AX BL BQ BV EH GG GS GU HM IM IO JE MF MP PR PS SJ TF UM VI YT CW SX MC XK US GB BR'.split(' ');
const LARGE = Object.keys(countries.getAlpha2Codes()).filter((code) => !SMALL.includes(code));

describe('the codes of the US Census Bureau', () => {
  const codes = Array.from({ length: 10_000 }, (_, index) => padded(index, 4));

  test.each([
    ['-', 'WORLD'],
    ['5700', 'CN'],
    ['5880', 'JP'],
    ['5800', 'KR'],
    ['5790', 'KP'],
    ['5830', 'TW'],
    ['5820', 'HK'],
    ['4120', 'GB'],
    ['4280', 'DE'],
    ['7660', 'CD'],
    ['7630', 'CG'],
    ['4803', 'XK'],
    ['4419', 'CH'],
    ['5460', 'MM'],
    ['7950', 'SZ'],
  ])('%s is %s, there and back', (code, partner) => {
    expect(partnerOfCensusCode(code)).toBe(partner);
    expect(censusCodeOfPartner(partner)).toBe(code);
  });

  test('stand for countries, each for its own, and leave out no country of size', () => {
    const partners = found(codes, partnerOfCensusCode);
    expect(partners.filter((partner) => !isPartner(partner))).toEqual([]);
    expect(doubles(partners)).toEqual([]);
    expect(LARGE.filter((code) => !partners.includes(code))).toEqual([]);
  });

  test.each(['0003', '0014', '0028', '1XXX', '5XXX', '7XXX'])('%s is a group, no country', (code) => {
    expect(isCensusGroup(code)).toBe(true);
    expect(partnerOfCensusCode(code)).toBeNull();
  });

  test('no country is taken for a group', () =>
    expect(codes.filter((code) => partnerOfCensusCode(code) !== null && isCensusGroup(code))).toEqual([]));

  test.each(['', '9999', '57', ' 5700', 'CN', 'constructor', '00003'])('%j is neither', (code) => {
    expect([partnerOfCensusCode(code), isCensusGroup(code)]).toEqual([null, false]);
  });
});

describe('the codes of HM Revenue & Customs', () => {
  const codes = Array.from({ length: 2000 }, (_, index) => index);
  /** config/codes/README.md says why. */
  const UNVERIFIED = 'CC CK CX NF NU PW SS TK TL'.split(' ');

  test.each([
    [720, 'CN'],
    [740, 'HK'],
    [743, 'MO'],
    [736, 'TW'],
    [732, 'JP'],
    [728, 'KR'],
    [400, 'US'],
    [404, 'CA'],
    [1, 'FR'],
    [3, 'NL'],
    [4, 'DE'],
    [7, 'IE'],
    [39, 'CH'],
    [81, 'UZ'],
    [647, 'AE'],
    [664, 'IN'],
    [690, 'VN'],
    [706, 'SG'],
    [800, 'AU'],
    [388, 'ZA'],
    [508, 'BR'],
    [959, 'ESTIMATES_INTRA_EU'],
    [977, 'SECRET'],
  ])('%i is %s, there and back', (code, partner) => {
    expect(partnerOfHmrcCountry(code)).toBe(partner);
    expect(hmrcCountryOfPartner(partner)).toBe(code);
  });

  test('stand for countries, each for its own, and leave out only what could not be verified', () => {
    const partners = found(codes, partnerOfHmrcCountry);
    expect(partners.filter((partner) => !isPartner(partner))).toEqual([]);
    expect(doubles(partners)).toEqual([]);
    expect(LARGE.filter((code) => !partners.includes(code)).sort()).toEqual(UNVERIFIED);
    expect(UNVERIFIED.map(hmrcCountryOfPartner)).toEqual(UNVERIFIED.map(() => null));
  });

  test.each([0, 2, -1, 999, 1.5, Number.NaN])('%s is not one of them', (code) => expect(partnerOfHmrcCountry(code)).toBeNull());
});

describe("Brazil's codes and names", () => {
  const codes = Array.from({ length: 1000 }, (_, index) => padded(index, 3));

  test.each([
    ['160', 'China', 'CN'],
    ['023', 'Alemanha', 'DE'],
    ['249', 'ESTADOS UNIDOS', 'US'],
    ['190', 'Coreia do Sul', 'KR'],
    ['187', 'Coreia do Norte', 'KP'],
    ['573', 'Países Baixos (Holanda)', 'NL'],
    ['161', 'Taiwan (Formosa)', 'TW'],
    ['399', 'Japão', 'JP'],
    ['888', 'Congo, República Democrática', 'CD'],
    ['329', 'Guiné', 'GN'],
    ['331', 'Guiné Equatorial', 'GQ'],
    ['337', 'Guiana', 'GY'],
    ['325', 'Guiana Francesa', 'GF'],
    ['525', 'Níger', 'NE'],
    ['528', 'Nigéria', 'NG'],
    ['235', 'Dominica', 'DM'],
    ['647', 'República Dominicana', 'DO'],
    ['999', 'Não Declarados', 'UNSPECIFIED'],
  ])('%s, %s, is %s', (code, name, partner) => {
    expect(partnerOfBrazilianCode(code)).toBe(partner);
    expect(partnerOfBrazilianName(name)).toBe(partner);
    expect(brazilianCodesOfPartner(partner)).toEqual([code]);
  });

  test('stand for countries, three of which have an older code too, and leave out no country of size', () => {
    const partners = found(codes, partnerOfBrazilianCode);
    expect(partners).toHaveLength(281);
    expect(partners.filter((partner) => !isPartner(partner))).toEqual([]);
    expect(doubles(partners).sort()).toEqual(['GG', 'JE', 'KN']);
    expect(LARGE.filter((code) => !partners.includes(code))).toEqual([]);
    expect(brazilianCodesOfPartner('KN')).toEqual(['678', '695']);
    expect(brazilianCodesOfPartner('EU')).toEqual([]);
  });

  test('never mean another country than the Portuguese list of ISO names does', () => {
    const wrong = Object.entries(countries.getNames('pt', { select: 'all' })).flatMap(([iso, names]) =>
      names.filter((name) => ![null, iso].includes(partnerOfBrazilianName(name))).map((name) => `${iso} ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('that are not in the list are not guessed', () => {
    expect(['00', '160 ', '16', 'CN', 'constructor', '1000'].map(partnerOfBrazilianCode)).toEqual([null, null, null, null, null, null]);
    expect(['', 'Atlântida', 'constructor', 'Coreia'].map(partnerOfBrazilianName)).toEqual([null, null, null, null]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import countries from 'i18n-iso-countries';
import { describe, expect, test } from 'vitest';
import { concordance } from '../../src/domain/codes/concordance.ts';
import { areaPartners, countryNames, isCountry, kindOfPartner, printedNames } from '../../src/domain/codes/countries.ts';
import { hsNames } from '../../src/domain/codes/names.ts';
import type { PartnerList } from '../../src/domain/codes/partner-list.ts';
import {
  BRAZIL,
  CENSUS,
  COMTRADE,
  censusCodeOfPartner,
  comtradeCodeOfPartner,
  GACC,
  GEONOM,
  HMRC,
  hmrcCountryOfPartner,
  isCensusGroup,
  JAPAN,
  partnerOfCensusCode,
  partnerOfComtradeCode,
  partnerOfHmrcCountry,
} from '../../src/domain/codes/partners.ts';
import { holdsIn, parts, partsOf } from '../../src/domain/codes/parts.ts';
import { keyFault } from '../../src/domain/series.ts';

const FOLDER = new URL('../../config/codes/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

const LISTS: readonly (readonly [file: string, list: PartnerList, codes: number])[] = [
  ['partners-brazil.json', BRAZIL, 281],
  ['partners-census.json', CENSUS, 254],
  ['partners-comtrade.json', COMTRADE, 298],
  ['partners-gacc.json', GACC, 241],
  ['partners-geonom.json', GEONOM, 71],
  ['partners-hmrc.json', HMRC, 233],
  ['partners-japan.json', JAPAN, 235],
];

test('one row of a file is one line of it, so that an error can name the line', () => {
  expect(FILES.length).toBe(LISTS.length + 5);
  for (const file of FILES) {
    const lines = read(file).split('\n');
    expect([lines[0], lines.at(-2), lines.at(-1)], file).toEqual(['[', ']', '']);
    expect(
      lines.slice(1, -2).map((line) => JSON.parse(line.replace(/,$/, ''))),
      file,
    ).toEqual(JSON.parse(read(file)));
  }
});

test('each file is told of in the README of the folder', () => {
  const readme = read('README.md');
  expect(FILES.filter((file) => !readme.includes(`\`${file}\``))).toEqual([]);
});

describe.each(LISTS)('%s', (file, list, count) => {
  test('has its codes, none of them twice', () => {
    const codes = list.codes().map(({ code }) => code);
    expect(codes).toHaveLength(count);
    expect(new Set(codes).size).toBe(count);
    expect(codes).toEqual(JSON.parse(read(file)).map(({ code }: { code: string }) => code));
  });

  test('names countries of ISO 3166-1 (or Kosovo), or areas that can stand in a series key', () => {
    for (const { partner, kind } of list.codes()) {
      if (kind === 'country') expect(countries.isValid(partner) || partner === 'XK', partner).toBe(true);
      expect(
        keyFault({ reporter: 'CN', partner, flow: 'import', classification: 'HS', product: '85', measure: 'value', unit: 'USD' }),
        partner,
      ).toBeNull();
    }
  });

  test('leads from each partner back to it', () => {
    for (const { code, partner } of list.codes()) {
      expect(list.codesOf(partner)).toContain(code);
      expect(list.partnerOf(list.codeOf(partner) ?? '')).toBe(partner);
    }
  });
});

describe('groups', () => {
  test('are never a country, whatever their letters', () => {
    for (const area of areaPartners()) expect(countries.isValid(area), area).toBe(false);
    for (const country of Object.keys(countryNames())) expect(kindOfPartner(country)).toBe('country');
    expect([kindOfPartner('WORLD'), kindOfPartner('EU'), kindOfPartner('OTHER_ASIA'), kindOfPartner('ATLANTIS')]).toEqual([
      'total',
      'group',
      'rest',
      null,
    ]);
  });

  test('of the US Census Bureau are known as such by their form too, and are neither read nor asked for', () => {
    const groups = CENSUS.codes().filter(({ kind }) => kind === 'group');
    expect(groups).toHaveLength(19);
    for (const { code, kind } of CENSUS.codes()) expect(isCensusGroup(code), code).toBe(kind === 'group');
    expect(groups.map(({ code }) => partnerOfCensusCode(code)).filter((partner) => partner !== null)).toEqual([]);
    expect(groups.map(({ partner }) => censusCodeOfPartner(partner)).filter((code) => code !== null)).toEqual([]);
  });

  test("Comtrade's Other Asia stays what it is called, and is not read as Taiwan", () => {
    expect(partnerOfComtradeCode(490)).toBe('OTHER_ASIA');
    expect(comtradeCodeOfPartner('TW')).toBeNull();
  });
});

describe('parts', () => {
  test('and their wholes are partners of one list, and never counted with another whole', () => {
    const lists: Readonly<Record<string, PartnerList>> = { 'eurostat-comext': GEONOM, 'brazil-comexstat': BRAZIL };
    // Eurostat's list has what is not ISO alpha-2.
    for (const { pipeline, part, whole } of parts())
      for (const partner of [part, whole])
        expect(isCountry(partner) || (lists[pipeline]?.codesOf(partner).length ?? 0) > 0, `${pipeline} ${partner}`).toBe(true);
    expect(new Set(parts().map(({ pipeline }) => pipeline))).toEqual(new Set(Object.keys(lists)));
  });

  test('stand for the years in which the source has both codes', () => {
    const wholesIn = (month: number) =>
      new Set(partsOf('eurostat-comext').flatMap((row) => (row.from !== null && holdsIn(row, month) ? [row.whole] : [])));
    expect([...wholesIn(199206)].sort()).toEqual(['USSR', 'YUGOSLAVIA']);
    expect([...wholesIn(199301)]).toEqual([]);
    expect([...wholesIn(200506)]).toEqual(['CZECHOSLOVAKIA_OR_SERBIA_AND_MONTENEGRO']);
    expect([...wholesIn(202012)]).toEqual([]);
    expect([...wholesIn(202101)]).toEqual(['GB']);
  });
});

test('every area is the partner of some code, or a printed name', () => {
  const used = new Set(
    [...LISTS.flatMap(([, list]) => list.codes()), ...printedNames().map(([, partner]) => ({ partner }))].map((row) => row.partner),
  );
  expect(areaPartners().filter((area) => !used.has(area))).toEqual([]);
});

test('countries are those of ISO 3166-1, and Kosovo', () => {
  expect(Object.keys(countryNames()).filter((code) => code !== 'XK')).toEqual(
    Object.keys(countries.getAlpha2Codes())
      .filter((code) => code !== 'XK')
      .sort(),
  );
});

test("Comtrade's numbers are those of ISO 3166-1 but for the countries that it counts in its own way", () => {
  const own = COMTRADE.codes().filter(
    ({ code, partner, kind }) => kind === 'country' && Number(countries.alpha2ToNumeric(partner)) !== Number(code),
  );
  expect(own.map(({ code, partner }) => `${code} ${partner}`)).toEqual(['251 FR', '381 IT', '579 NO', '699 IN', '757 CH', '842 US']);
});

test("HMRC's special codes are not taken for countries, and what was not verified is not known", () => {
  expect([951, 952, 958, 959, 962, 977, 1001].map((id) => kindOfPartner(partnerOfHmrcCountry(id) ?? ''))).toEqual([
    ...Array.from({ length: 6 }, () => 'no_place'),
    'rest',
  ]);
  expect([17, 18, 950, 960].map(partnerOfHmrcCountry)).toEqual(['BE', 'LU', null, null]);
  expect(hmrcCountryOfPartner('PW')).toBeNull();
});

describe('products', () => {
  const of = (digits: number): string[] => [...hsNames().keys()].filter((code) => code.length === digits);

  test('of HS 2022 are 96 chapters and 1,228 headings, as the World Customs Organization counts them', () => {
    expect([of(2).length, of(4).length]).toEqual([96, 1228]);
    expect(of(4).filter((code) => !hsNames().has(code.slice(0, 2)))).toEqual([]);
    expect(of(6).filter((code) => !hsNames().has(code.slice(0, 4)))).toEqual([]);
    expect([...hsNames().keys()]).toEqual([...hsNames().keys()].sort());
  });

  test('have an English name where the list has one, and no other', () => {
    expect(hsNames().get('85')).toMatch(/^Electrical machinery/);
    expect(hsNames().get('8549')).toBe('Electrical and electronic waste and scrap');
    expect(hsNames().get('280530')).toBe('Rare-earth metals, scandium and yttrium');
    expect(['77', '8803', '854231', 'TOTAL', 'constructor'].filter((code) => hsNames().has(code))).toEqual([]);
  });

  test('of the concordance belong to a code that has a name', () => {
    for (const { of: hub } of concordance()) expect(hsNames().has(hub.slice('HS:'.length)), hub).toBe(true);
  });
});

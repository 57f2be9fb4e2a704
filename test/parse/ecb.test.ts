import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { readExchangeRates } from '../../src/parse/ecb.ts';
import { cutPoints, disturbed, MALFORMED, pseudoRandom, withNul } from '../support/damage.ts';

const FOLDER = new URL('../fixtures/ecb-exchange-rates/', import.meta.url);
const file = (name: string): Uint8Array => readFileSync(new URL(name, FOLDER));
const rows = (bytes: Uint8Array | string): unknown[] =>
  readExchangeRates(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 'rates').map(
    ({ currency, frequency, period, perEur, status }) => [currency, frequency, period, perEur, status],
  );
const attempt = (bytes: Uint8Array): unknown[] | null => {
  try {
    return rows(bytes);
  } catch (error) {
    if (error instanceof RefusedError) return null;
    throw error;
  }
};

describe.each(['monthly-csvdata.csv', 'monthly-sdmx.json', 'daily-two-days.xml', 'daily.csv', 'history.csv'])('%s', (name) => {
  const bytes = file(name);
  const { rates: golden } = JSON.parse(new TextDecoder().decode(file(`${name.slice(0, name.lastIndexOf('.'))}.expected.json`))) as {
    rates: unknown[];
  };

  test('gives its rates digit by digit as printed', () => expect(rows(bytes)).toEqual(golden));

  test('is refused, not read in part, when it is cut inside a line', () => {
    for (const at of cutPoints(bytes)) {
      const result = attempt(bytes.subarray(0, at));
      if (result === null) continue;
      const whole = [0x0a, 0x0d].includes(bytes[at - 1] ?? 0) || [0x0a, 0x0d, 0x2c, 0x20].includes(bytes[at] ?? 0);
      expect(whole, `cut at ${at}`).toBe(true);
      expect(golden.slice(0, result.length)).toEqual(result);
    }
  });

  test('fails in no other way than by refusing when bytes are disturbed, and with a NUL', () => {
    const random = pseudoRandom(bytes.length);
    for (let round = 0; round < 200; round += 1) attempt(disturbed(bytes, random));
    expect(attempt(withNul(bytes))).toBeNull();
  });
});

test.each(MALFORMED)('reads nothing from %s', (_, bytes) => expect(attempt(bytes) ?? []).toEqual([]));

const HEADER = 'KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT';
const ROW = 'EXR.M.CNY.EUR.SP00.A,M,CNY,EUR,SP00,A,2025-10,8.281034782608698,A,0';

test('gives no rate for an answer with a header and no rows', () => expect(rows(`${HEADER}\n`)).toEqual([]));

test('takes the columns by name, in any order, and a file without the optional ones', () => {
  expect(rows('OBS_VALUE,TIME_PERIOD,EXR_SUFFIX,EXR_TYPE,CURRENCY_DENOM,CURRENCY,FREQ\n7.5,2026-04-13,A,SP00,EUR,CNY,D\n')).toEqual([
    ['CNY', 'day', '2026-04-13', '7.5', 'A'],
  ]);
});

describe('csvdata that is not as published is refused with its line', () => {
  test.each([
    [
      'the rate at the end of the month',
      ROW.replaceAll('SP00.A', 'SP00.E').replace('SP00,A', 'SP00,E'),
      /line 2: EXR_SUFFIX "E"; read is A/,
    ],
    ['a rate against the dollar', ROW.replace(',EUR,', ',USD,'), /CURRENCY_DENOM "USD"; read is EUR/],
    ['an effective exchange rate', ROW.replace(',SP00,', ',EN00,'), /EXR_TYPE "EN00"/],
    ['a year', ROW.replace(',M,', ',A,'), /FREQ "A"; read are M/],
    ['thousands', ROW.replace(/0$/, '3'), /UNIT_MULT "3"/],
    ['a key of another series', ROW.replace('EXR.M.CNY', 'EXR.M.USD'), /KEY "EXR.M.USD.EUR.SP00.A" is not the series/],
    ['a month 13', ROW.replace('2025-10', '2025-13'), /there is no month "2025-13"/],
    ['a rate of 0', ROW.replace('8.281034782608698', '0.000'), /the rate "0.000"; expected a number above 0/],
    ['a negative rate', ROW.replace('8.28', '-8.28'), /expected a number above 0/],
    ['a number with an exponent', ROW.replace('8.281034782608698', '8.28e0'), /expected a number above 0/],
    ['no rate and no reason', ROW.replace('8.281034782608698', ''), /no rate, but OBS_STATUS is "A"/],
    ['a rate that is said to be missing', ROW.replace(',A,0', ',M,0'), /a rate, but OBS_STATUS is M/],
    ['an unknown status', ROW.replace(',A,0', ',X,0'), /OBS_STATUS "X"; known are/],
    ['a currency in words', ROW.replace(',CNY,', ',Yuan,'), /currency "Yuan"/],
    ['the same month twice', `${ROW}\n${ROW}`, /the rate of CNY for 2025-10 stands twice/],
  ])('%s', (_, row, message) => {
    expect(() => rows(`${HEADER}\n${row}\n`)).toThrow(message);
  });

  test('a column that was renamed', () => {
    expect(() => rows(`${HEADER.replace('OBS_VALUE', 'VALUE')}\n${ROW}\n`)).toThrow(/the column "OBS_VALUE" is missing/);
  });
});

describe('the daily forms', () => {
  test.each([
    ['a day that does not exist', 'Date, USD, \n31 April 2026, 1.1, \n', /there is no day "31 April 2026"/],
    ['a month in another language', 'Date, USD, \n13 avril 2026, 1.1, \n', /there is no day "13 avril 2026"/],
    ['a rate that is no number', 'Date, USD, \n13 April 2026, n.a., \n', /line 2 USD: the rate "n.a."/],
    ['a header alone', 'Date, USD, \n', /a header and no rows/],
  ])('refuse %s', (_, text, message) => expect(() => rows(text)).toThrow(message));

  test('refuse XML that is not the reference rates, and a day without rates', () => {
    expect(() => rows('<a><Cube><Cube time="2026-04-13"/></Cube></a>')).toThrow(/expected the reference rates/);
    expect(() => rows('<gesmes:Envelope><Cube><Cube time="2026-04-13"/></Cube></gesmes:Envelope>')).toThrow(/a day without rates/);
  });
});

describe('SDMX-JSON', () => {
  const text = new TextDecoder().decode(file('monthly-sdmx.json'));
  test.each([
    ['a position that no list has', text.replace('"0:1:0:0:0"', '"0:7:0:0:0"'), /CURRENCY has no entry 7/],
    ['a key of four positions', text.replace('"0:1:0:0:0"', '"0:1:0:0"'), /4 positions; expected 5/],
    ['a period that no list has', text.replace('"3":[null', '"9":[null'), /TIME_PERIOD has no entry 9/],
    ['another suffix', text.replace('"EXR_SUFFIX","values":[{"id":"A"}]', '"EXR_SUFFIX","values":[{"id":"E"}]'), /EXR_SUFFIX "E"/],
    ['thousands', text.replace('{"id":"0","name":"Units"}', '{"id":"3","name":"Thousands"}'), /UNIT_MULT "3"/],
    ['two data sets', text.replace('"dataSets":[{', '"dataSets":[{},{'), /expected one entry in dataSets/],
    ['another order of dimensions', text.replace('TIME_PERIOD', 'OTHER'), /expected the dimension TIME_PERIOD/],
  ])('is refused with %s', (_, answer, message) => expect(() => rows(answer)).toThrow(message));
});

import { describe, expect, test } from 'vitest';
import pipeline from '../../pipelines/ecb-exchange-rates.ts';
import type { Snapshot } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { run } from '../support/publisher.ts';
import { snapshotOf } from '../support/snapshots.ts';

describePipeline(pipeline);

const HEADER = 'FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE';
const snapshot = (text: string, params: Record<string, string> = {}): Snapshot =>
  snapshotOf(text, { name: 'M.CNY', retrievedAt: '2026-05-04T15:00:00.000Z', params });

test('asks for all currencies and months in one call', () => {
  const asked = pipeline.requests({
    now: new Date('2026-05-04T14:40:00Z'),
    settings: pipeline.settings.parse({}),
    baseUrl: 'http://127.0.0.1:9',
    lastMonth: 202604,
    window: { from: 202602, to: 202605 },
    hasSecret: false,
  });
  expect(asked.map(({ key, url }) => [key, url])).toEqual([
    [
      'EXR M.CNY+USD+GBP+JPY+KRW+BRL.EUR.SP00.A',
      'http://127.0.0.1:9/service/data/EXR/M.CNY+USD+GBP+JPY+KRW+BRL.EUR.SP00.A?startPeriod=2026-02&endPeriod=2026-05&format=csvdata',
    ],
  ]);
});

describe('what was asked for', () => {
  const csv = `${HEADER}\nM,CNY,EUR,SP00,A,2026-04,8.01\n`;

  test('is refused where a currency is left out of the answer, and counted where none is', () => {
    expect(() => pipeline.transform(snapshot(csv, { currencies: 'CNY+XAU' }), pipeline.settings.parse({}))).toThrow(
      /no rate of XAU, which the ECB may not quote; it answered for CNY/,
    );
    expect(pipeline.transform(snapshot(csv, { currencies: 'CNY' }), pipeline.settings.parse({}))).toMatchObject({
      proofs: [{ check: 'coverage', subject: 'currencies', expected: 1, received: 1, holds: true }],
    });
  });

  test('is not yet published where the answer is a header alone', () => {
    expect(pipeline.transform(snapshot(`${HEADER}\n`, { currencies: 'CNY' }), pipeline.settings.parse({})).kind).toBe('not_yet_published');
  });
});

describe('a currency in the settings', () => {
  const faults = (currencies: readonly string[]) =>
    (pipeline.settings.safeParse({ currencies }).error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);

  test('is one that there is or was, whether the ECB quotes it or not', () => {
    expect(faults(['CNY', 'XAF', 'EEK', 'ANG'])).toEqual([]);
  });

  test.each([
    ['CYN', 'expected a currency of ISO 4217, such as "CNY"'],
    ['GPB', 'expected a currency of ISO 4217, such as "GBP"'],
    ['USX', 'expected a currency of ISO 4217, such as "USD"'],
    ['QQQ', 'expected a currency of ISO 4217, such as "CNY"'],
    ['EUR', 'expected the three letters of a currency beside the euro, such as "CNY"'],
    ['cny', 'expected the three letters of a currency beside the euro, such as "CNY"'],
  ])('%s: %s', (currency, message) => expect(faults(['USD', currency])).toEqual([['currencies.1', message]]));
});

test('a run keeps the rates, and a second one that brings the same writes nothing', async () => {
  const body = `${HEADER}\nM,CNY,EUR,SP00,A,2025-07,8.371217391304348\n`;
  const seen = await run(pipeline, () => ({ body }), { settings: { currencies: ['CNY'] }, runs: 2 });
  expect(seen).toMatchObject({
    state: 'ok',
    outcomes: ['rates'],
    figures: 0,
    rates: [{ period: '2025-07', per_eur_printed: '8.371217391304348' }],
  });
  expect(seen.asked).toEqual(Array(2).fill('/service/data/EXR/M.CNY.EUR.SP00.A?startPeriod=2025-05&endPeriod=2025-08&format=csvdata'));
});

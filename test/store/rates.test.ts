import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { ExchangeRate } from '../../src/domain/rate.ts';
import type { Store } from '../../src/store/store.ts';
import { dump } from '../support/dump.ts';
import { type FigureEntry, observations, publish as publishFigures, temporaryStore } from '../support/store.ts';

const rate = (period: string, perEur: string | null, change: Partial<ExchangeRate> = {}): ExchangeRate => ({
  currency: 'CNY',
  frequency: period.length === 7 ? 'month' : 'day',
  period,
  perEur,
  status: perEur === null ? 'M' : 'A',
  ...change,
});

async function publish(store: Store, retrievedAt: string, rates: readonly ExchangeRate[], digit = 'a') {
  const runId = await store.beginRun('ecb-exchange-rates', 'run', retrievedAt);
  const snapshotId = await store.addSnapshot({
    ...{ runId, pipeline: 'ecb-exchange-rates', requestKey: 'EXR', name: 'EXR', url: 'https://ecb.example/EXR', mediaType: null },
    ...{ sha256: digit.repeat(64), extension: 'csv', bytes: 1, retrievedAt, etag: null, lastModified: null, params: {}, columns: null },
    ...{ settings: {}, earlierPages: [] },
  });
  const counts = await store.loadRates(
    { pipeline: 'ecb-exchange-rates', snapshotId, retrievedAt, publishedAt: null, rates, notes: [] },
    [],
  );
  const settled = (await store.latestSnapshot('ecb-exchange-rates', 'EXR'))?.outcome;
  return { ...counts, outcome: settled };
}

const JANUARY = '2026-02-02T15:00:00.000Z';
const FEBRUARY = '2026-03-02T15:00:00.000Z';
const MARCH = '2026-04-01T15:00:00.000Z';

test('keeps every digit, writes nothing for an equal rate, and keeps what a revision replaced', async () => {
  const { store, file } = temporaryStore();
  expect(await publish(store, JANUARY, [rate('2026-01', '8.281034782608698'), rate('2026-01-30', '8.30')])).toEqual({
    inserted: 2,
    revised: 0,
    unchanged: 0,
    outcome: 'rates',
  });
  expect(await publish(store, FEBRUARY, [rate('2026-01', '8.28103478260869800000')])).toMatchObject({ unchanged: 1, outcome: 'unchanged' });
  expect(await publish(store, MARCH, [rate('2026-01', '8.29')])).toMatchObject({ revised: 1, outcome: 'rates' });
  expect(dump(file, 'v_exchange_rate')['v_exchange_rate']).toMatchObject([
    { currency: 'CNY', period: '2026-01-30', frequency: 'day', per_eur: 8.3, per_eur_printed: '8.30', vintage_at: JANUARY },
    { period: '2026-01', per_eur: 8.29, first_seen_at: JANUARY, vintage_at: MARCH, source_url: 'https://ecb.example/EXR' },
  ]);
  const history = new Database(file, { readonly: true })
    .prepare('SELECT per_eur, known_to FROM exchange_rate WHERE known_to IS NOT NULL')
    .all();
  expect(history).toEqual([{ per_eur: '8.281034782608698', known_to: MARCH }]);
});

test('a publication that comes late takes its place in the history and is not the present', async () => {
  const { store, file } = temporaryStore();
  await publish(store, MARCH, [rate('2026-01', '8.29')]);
  expect(await publish(store, JANUARY, [rate('2026-01', '8.28')])).toMatchObject({ inserted: 1 });
  expect(dump(file, 'v_exchange_rate')['v_exchange_rate']).toMatchObject([{ per_eur_printed: '8.29', first_seen_at: JANUARY }]);
});

test('a rate that the source itself lacks is missing, and the newest month is that of the source', async () => {
  const { store, file } = temporaryStore();
  await store.describeSources([
    { pipeline: 'ecb-exchange-rates', title: 't', publisher: 'p', licence: 'l', schedule: '0 0 * * *', timezone: 'Etc/UTC' },
  ]);
  await publish(store, JANUARY, [rate('2025-12', '8.2'), rate('2026-01', null)]);
  expect(dump(file, 'v_exchange_rate')['v_exchange_rate']).toMatchObject([
    { period: '2025-12' },
    { period: '2026-01', per_eur: null, status: 'M' },
  ]);
  expect(await store.lastMonth('ecb-exchange-rates')).toBe(202601);
  expect(await store.sources()).toMatchObject([{ lastPeriod: '2026-01' }]);
});

test('v_observation_usd converts by the average of the month, leaves dollars as they are, and says why it cannot', async () => {
  const { store, file } = temporaryStore();
  await publish(store, FEBRUARY, [
    rate('2025-01', '7.5'),
    rate('2025-01', '1.05', { currency: 'USD' }),
    rate('2025-06', '8.27'),
    rate('2025-06', '1.1516', { currency: 'USD' }),
    rate('2025-07', '1.1677', { currency: 'USD' }),
  ]);
  const value = { measure: 'value', partner: 'WORLD' } as const;
  const list = (unit: string, entries: readonly FigureEntry[]) => observations(entries, { ...value, unit });
  await publishFigures(store, FEBRUARY, [
    ...list('CNY', [
      ['2025-06', 827],
      ['2025-07', 10],
      ['2025-01', 75, 'ytd'],
      ['2025-01/2025-02', 20, 'combined'],
      ['2025-01/2025-06', 60, 'ytd'],
    ]),
    ...list('EUR', [
      ['2025-06', 100],
      ['2025-07', null],
    ]),
    ...list('USD', [['2025-06', 7]]),
    ...observations([['2025-06', 5]], { measure: 'net_weight', unit: 'kg' }),
  ]);
  const rows = dump(file, 'v_observation_usd')['v_observation_usd'] as Record<string, unknown>[];
  const of = (unit: string, period: string) => rows.find((row) => row['unit'] === unit && row['period'] === period);
  expect(rows).toHaveLength(8);
  expect(of('CNY', '2025-06')).toMatchObject({
    value: 827,
    usd_value: expect.closeTo(115.16, 9),
    units_per_usd: expect.closeTo(8.27 / 1.1516, 12),
    rate_period: '2025-06',
    rate_source: 'European Central Bank, monthly average',
    usd_reason: null,
  });
  expect(of('CNY', '2025-07')).toMatchObject({ usd_value: null, units_per_usd: null, usd_reason: 'no_rate' });
  expect(of('CNY', '2025-01/2025-02')).toMatchObject({ usd_value: null, usd_reason: 'several_months' });
  expect(of('CNY', '2025-01/2025-06')).toMatchObject({ usd_value: null, usd_reason: 'several_months' });
  // January to January is one month.
  expect(of('CNY', '2025-01')).toMatchObject({ usd_value: expect.closeTo(10.5, 9), rate_period: '2025-01', usd_reason: null });
  expect(of('EUR', '2025-06')).toMatchObject({ usd_value: expect.closeTo(115.16, 9), rate_snapshot_sha256: 'a'.repeat(64) });
  expect(of('EUR', '2025-07')).toMatchObject({ usd_value: null, usd_reason: 'no_value' });
  expect(of('USD', '2025-06')).toMatchObject({ usd_value: 7, units_per_usd: null, rate_source: null, usd_reason: null });
});

test('v_observation_usd names the publication of each of the two rates, which may have been obtained apart', async () => {
  const { store, file } = temporaryStore();
  await publish(store, JANUARY, [rate('2025-06', '8.27')], 'c');
  await publish(store, FEBRUARY, [rate('2025-06', '1.1516', { currency: 'USD' })], 'd');
  await publishFigures(
    store,
    FEBRUARY,
    ['CNY', 'EUR', 'USD', 'GBP'].flatMap((unit) => observations([['2025-06', 100]], { measure: 'value', unit })),
  );
  const rows = dump(file, 'v_observation_usd')['v_observation_usd'] as Record<string, unknown>[];
  const snapshots = Object.fromEntries(
    rows.map((row) => [row['unit'], [row['rate_snapshot_sha256'], row['usd_rate_snapshot_sha256']]] as const),
  );
  const [currency, dollar] = ['c'.repeat(64), 'd'.repeat(64)];
  expect(snapshots).toEqual({ CNY: [currency, dollar], EUR: [dollar, dollar], USD: [null, null], GBP: [null, null] });
});

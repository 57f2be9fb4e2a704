import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { ExchangeRate } from '../../src/domain/rate.ts';
import type { Store } from '../../src/store/store.ts';
import { dump } from '../support/dump.ts';
import { temporaryStore } from '../support/store.ts';

const rate = (period: string, perEur: string | null, change: Partial<ExchangeRate> = {}): ExchangeRate => ({
  currency: 'CNY',
  frequency: period.length === 7 ? 'month' : 'day',
  period,
  perEur,
  status: perEur === null ? 'M' : 'A',
  ...change,
});

async function publish(store: Store, retrievedAt: string, rates: readonly ExchangeRate[]) {
  const runId = await store.beginRun('ecb-exchange-rates', 'run', retrievedAt);
  const snapshotId = await store.addSnapshot({
    ...{ runId, pipeline: 'ecb-exchange-rates', requestKey: 'EXR', name: 'EXR', url: 'https://ecb.example/EXR', mediaType: null },
    ...{ sha256: 'a'.repeat(64), extension: 'csv', bytes: 1, retrievedAt, etag: null, lastModified: null, params: {}, columns: null },
    ...{ settings: {}, earlierPages: [] },
  });
  const counts = await store.loadRates({ pipeline: 'ecb-exchange-rates', snapshotId, retrievedAt, publishedAt: null, rates, notes: [] });
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

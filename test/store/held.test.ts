import { describe, expect, test } from 'vitest';
import { addMonths, formatMonth } from '../../src/domain/period.ts';
import type { Observation } from '../../src/domain/series.ts';
import type { Store } from '../../src/store/store.ts';
import { dump } from '../support/dump.ts';
import { observations, publish, temporaryStore } from '../support/store.ts';

const at = (day: number): string => new Date(Date.UTC(2025, 5, day)).toISOString();
const JUMPS = { jumpFactor: 100 };
const value = (file: string, period: string): unknown =>
  (dump(file, 'v_observation')['v_observation'] as { period: string; value: number }[]).find((row) => row.period === period)?.value;
const held = (file: string) => dump(file, 'v_held')['v_held'] as Record<string, unknown>[];

async function withHistory() {
  const { store, file } = temporaryStore();
  await publish(store, at(1), observations([['2025-01', 14], ['2025-02', 15], ['2025-03', 16]])); // biome-ignore format: one line
  return { store, file };
}

describe('a figure a hundred times away from those around it', () => {
  test('waits with its value, snapshot and reason, and is loaded when the next vintage says the same', async () => {
    const { store, file } = await withHistory();
    const first = await publish(store, at(2), observations([['2025-04', 150_000]]), JUMPS);
    expect(first).toMatchObject({ outcome: 'held', inserted: 0, held: [{ reason: expect.stringContaining('100 times or more') }] });
    expect(held(file)).toMatchObject([
      {
        period: '2025-04',
        value: 150_000,
        cause: 'jump',
        state: 'waiting',
        held_at: at(2),
        source_url: 'https://example.org/publication.csv',
      },
    ]);
    expect(await store.waiting()).toMatchObject([{ period: { kind: 'month', end: 202504 }, value: 150_000, outcome: null }]);

    const next = await publish(store, at(20), observations([['2025-04', 151_000], ['2025-05', 15]]), JUMPS); // biome-ignore format: one line
    expect(next).toMatchObject({ inserted: 2, held: [], settled: 1 });
    expect(value(file, '2025-04')).toBe(151_000);
    expect(held(file)).toMatchObject([{ state: 'confirmed', settled_at: at(20) }]);
    expect(await store.waiting()).toEqual([]);
  });

  test('is known only since it was confirmed', async () => {
    const { store, file } = await withHistory();
    await publish(store, at(2), observations([['2025-04', 150_000]]), JUMPS);
    await publish(store, at(20), observations([['2025-04', 150_000], ['2025-05', 15]]), JUMPS); // biome-ignore format: one line
    const rows = dump(file, 'v_vintage')['v_vintage'] as { period: string; known_from: string }[];
    expect(rows.filter((row) => row.period === '2025-04').map((row) => row.known_from)).toEqual([at(20)]);
  });

  test('is not confirmed by the same figures in other bytes, unless they carry a later date', async () => {
    const { store } = await withHistory();
    await publish(store, at(2), observations([['2025-04', 150_000]]), { ...JUMPS, publishedAt: '2025-06-01' });
    expect(await publish(store, at(3), observations([['2025-04', 150_000]]), { ...JUMPS, publishedAt: '2025-06-01' })).toMatchObject({
      inserted: 0,
      held: [{}],
    });
    expect(await store.waiting()).toHaveLength(1);
    expect(await publish(store, at(20), observations([['2025-04', 150_000]]), { ...JUMPS, publishedAt: '2025-06-20' })).toMatchObject({
      inserted: 1,
      settled: 1,
    });
  });

  test('gives way to another figure: one that fits is loaded, one that is as far away waits in its place', async () => {
    const { store, file } = await withHistory();
    await publish(store, at(2), observations([['2025-04', 150_000]]), JUMPS);
    await publish(store, at(3), observations([['2025-04', 300_000], ['2025-05', 15]]), JUMPS); // biome-ignore format: one line
    expect(held(file).map((row) => [row['value'], row['state']])).toEqual([[150_000, 'replaced'], [300_000, 'waiting']]); // biome-ignore format: one line
    await publish(store, at(4), observations([['2025-04', 15], ['2025-05', 15]]), JUMPS); // biome-ignore format: one line
    expect(held(file).map((row) => row['state'])).toEqual(['replaced', 'replaced']);
    expect(value(file, '2025-04')).toBe(15);
  });

  test('is taken when a person says so', async () => {
    const { store, file } = await withHistory();
    await publish(store, at(2), observations([['2025-04', 150_000]]), JUMPS);
    const decision = { kind: 'take', causes: ['jump'] } as const;
    expect(await publish(store, at(3), observations([['2025-04', 150_000]]), { ...JUMPS, decision })).toMatchObject({ inserted: 1 });
    expect(held(file)).toMatchObject([{ state: 'accepted' }]);
  });

  test('stays out when a publication of before it is ingested late, and what was confirmed stays in', async () => {
    const { store, file } = await withHistory();
    await publish(store, at(5), observations([['2025-04', 150_000]]), JUMPS);
    await publish(store, at(3), observations([['2025-03', 17]]), JUMPS);
    expect(value(file, '2025-04')).toBeUndefined();
    await publish(store, at(20), observations([['2025-04', 150_000], ['2025-05', 15]]), JUMPS); // biome-ignore format: one line
    await publish(store, at(4), observations([['2025-03', 18]]), JUMPS);
    expect(value(file, '2025-04')).toBe(150_000);
    expect(held(file)).toHaveLength(1);
  });
});

describe('a 0 in the place of a figure', () => {
  /** Invented. */
  const MONTHS: [string, number][] = [['2025-01', 14_000], ['2025-02', 15_000], ['2025-03', 16_000]]; // biome-ignore format: one line

  test('waits, and is loaded when the next vintage says it again', async () => {
    const { store, file } = temporaryStore();
    await publish(store, at(1), observations(MONTHS));
    const blank = await publish(store, at(2), observations([['2025-03', 0]]), JUMPS);
    expect(blank).toMatchObject({
      outcome: 'held',
      held: [
        {
          reason: expect.stringContaining(
            '0 kg stands in the place of 16000 kg, far from 15000 kg, the middle of the 3 figures around it: held as a row that may be blank (',
          ),
        },
      ],
    });
    expect([value(file, '2025-03'), held(file)]).toMatchObject([16_000, [{ value: 0, cause: 'jump', state: 'waiting' }]]);
    expect(await publish(store, at(20), observations([['2025-03', 0], ['2025-04', 0]]), JUMPS)).toMatchObject({ held: [], settled: 1 }); // biome-ignore format: one line
    expect([value(file, '2025-03'), value(file, '2025-04')]).toEqual([0, 0]);
  });

  test('gives way to the figure itself', async () => {
    const { store, file } = temporaryStore();
    await publish(store, at(1), observations(MONTHS));
    await publish(store, at(2), observations([['2025-03', 0]]), JUMPS);
    await publish(store, at(20), observations([['2025-03', 16_000], ['2025-04', 15_000]]), JUMPS); // biome-ignore format: one line
    expect([value(file, '2025-03'), held(file)]).toMatchObject([16_000, [{ state: 'replaced' }]]);
  });
});

const PARTNERS = ['CN', 'US', 'DE', 'JP', 'KR', 'VN', 'FR', 'IT', 'TH', 'MX'];
const month = (index: number): string => formatMonth(addMonths(202501, index));
/** One publication of a month by partner; invented. */
const byPartner = (period: string, partners: readonly string[] = PARTNERS, scale = 1): Observation[] =>
  partners.flatMap((partner) => [
    ...observations([[period, 100 * scale]], { partner, measure: 'value', unit: 'USD' }),
    ...observations([[period, 7 * scale]], { partner }),
  ]);

async function fourMonths(): Promise<{ store: Store; file: string }> {
  const { store, file } = temporaryStore();
  for (const index of [0, 1, 2, 3]) await publish(store, at(1 + index), byPartner(month(index)));
  return { store, file };
}

describe('a month that came in part', () => {
  test('is held whole, in all measures, while the other months of the publication are loaded', async () => {
    const { store, file } = await fourMonths();
    const result = await publish(store, at(10), [...byPartner(month(3), PARTNERS, 1.01), ...byPartner(month(4), PARTNERS.slice(0, 6))]);
    expect(result).toMatchObject({ outcome: 'held', revised: 20, inserted: 0 });
    expect(result.held).toHaveLength(1);
    expect(result.held[0]).toMatchObject({
      where: 'CN export 2025-05',
      reason: expect.stringMatching(/^60\.0 % .*missing: FR 10\.0 %/),
    });
    expect(held(file)).toHaveLength(12);
    expect(result.proofs).toMatchObject([{ check: 'coverage', expected: 3010, received: 1806, holds: false }]);
  });

  test('is loaded when it is whole, and when the next vintage has the same part again', async () => {
    for (const [partners, state] of [
      [PARTNERS, 'confirmed'],
      [PARTNERS.slice(0, 6), 'confirmed'],
    ] as const) {
      // biome-ignore format: one line
      const { store, file } = await fourMonths();
      await publish(store, at(10), byPartner(month(4), PARTNERS.slice(0, 6)));
      const next = await publish(store, at(20), [...byPartner(month(3), PARTNERS, 1.01), ...byPartner(month(4), partners)]);
      expect(next).toMatchObject({ held: [], inserted: 2 * partners.length, settled: 12 });
      expect(new Set(held(file).map((row) => row['state']))).toEqual(new Set([state]));
    }
  });

  test('waits on when the next vintage has a little more of it', async () => {
    const { store, file } = await fourMonths();
    await publish(store, at(10), byPartner(month(4), PARTNERS.slice(0, 6)));
    expect(await publish(store, at(20), byPartner(month(4), PARTNERS.slice(0, 7)))).toMatchObject({ inserted: 0, settled: 12 });
    expect(await store.waiting()).toHaveLength(14);
    expect(held(file)).toHaveLength(26);
  });

  test('is taken when a person says so', async () => {
    const { store } = await fourMonths();
    const decision = { kind: 'take', causes: ['partial_release'] } as const;
    expect(await publish(store, at(10), byPartner(month(4), PARTNERS.slice(0, 6)), { decision })).toMatchObject({
      outcome: 'loaded',
      inserted: 12,
    });
  });

  test('is not seen in an answer for one partner, beside answers for the others', async () => {
    const { store } = temporaryStore();
    for (const index of [0, 1, 2, 3, 4])
      for (const partner of PARTNERS) {
        const result = await publish(store, at(1 + index), byPartner(month(index), [partner]));
        expect(result).toMatchObject({ outcome: 'loaded', proofs: [] });
      }
  });

  test('is not seen in two answers that share the partners between them', async () => {
    const { store } = temporaryStore();
    const more = Array.from({ length: 10 }, (_, index) => `X${String.fromCharCode(65 + index)}`);
    for (const index of [0, 1, 2, 3, 4])
      for (const half of [PARTNERS, more])
        expect(await publish(store, at(1 + index), byPartner(month(index), half))).toMatchObject({ outcome: 'loaded' });
  });

  test('is confirmed answer by answer, where two answers share the partners and both came in part', async () => {
    const { store } = temporaryStore();
    const more = Array.from({ length: 10 }, (_, index) => `X${String.fromCharCode(65 + index)}`);
    for (const index of [0, 1, 2, 3])
      for (const half of [PARTNERS, more]) await publish(store, at(1 + index), byPartner(month(index), half));
    for (const half of [PARTNERS, more]) await publish(store, at(10), byPartner(month(4), half.slice(0, 6)));
    expect(await store.waiting()).toHaveLength(24);
    for (const half of [PARTNERS, more])
      expect(await publish(store, at(20), [...byPartner(month(3), half, 1.01), ...byPartner(month(4), half.slice(0, 6))])).toMatchObject({
        outcome: 'loaded',
        inserted: 12,
        settled: 12,
      });
  });

  test('is not seen where the total is there and those who came make it', async () => {
    const { store } = await fourMonths();
    const total = observations([[month(4), 600]], { partner: 'WORLD', measure: 'value', unit: 'USD' });
    expect(await publish(store, at(10), [...byPartner(month(4), PARTNERS.slice(0, 6)), ...total])).toMatchObject({ outcome: 'loaded' });
  });

  test('is seen among products of the total as well', async () => {
    const { store } = temporaryStore();
    const products = Array.from({ length: 12 }, (_, index) => `good-${String.fromCharCode(97 + index)}`);
    const goods = (period: string, list: readonly string[]) =>
      list.flatMap((product) => observations([[period, 100]], { classification: 'GACC', product, measure: 'value', unit: 'USD' }));
    for (const index of [0, 1, 2, 3]) await publish(store, at(1 + index), goods(month(index), products));
    expect(await publish(store, at(10), goods(month(4), products.slice(0, 9)))).toMatchObject({ outcome: 'held' });
  });

  test('is seen in a first publication of many months too', async () => {
    const { store } = temporaryStore();
    const whole = [0, 1, 2, 3].flatMap((index) => byPartner(month(index)));
    expect(await publish(store, at(10), [...whole, ...byPartner(month(4), PARTNERS.slice(0, 6))])).toMatchObject({
      outcome: 'held',
      inserted: 80,
    });
  });
});

test('a publication of suppressed figures alone is suppressed, one with a figure is not', async () => {
  const { store, file } = temporaryStore();
  const secret = observations([['2025-01', null, 'month', 'Q'], ['2025-02', null, 'month', 'Q']]); // biome-ignore format: one line
  expect(await publish(store, at(1), secret)).toMatchObject({ outcome: 'suppressed', inserted: 2 });
  expect(await publish(store, at(2), [...secret, ...observations([['2025-03', 5]])])).toMatchObject({ outcome: 'loaded' });
  expect((dump(file, 'v_observation')['v_observation'] as { status: string }[]).map((row) => row.status)).toEqual(['Q', 'Q', 'A']);
});

test('what does not add up is kept as a proof that does not hold, and the figures are loaded', async () => {
  const { store, file } = temporaryStore();
  await publish(store, at(1), observations([['2025-01/2025-04', 18_962_300, 'ytd']]));
  await publish(store, at(2), observations([['2025-05', 5_864_600], ['2025-01/2025-05', 25_000_000, 'ytd']])); // biome-ignore format: one line
  expect(dump(file, 'v_completeness')['v_completeness']).toMatchObject([
    { check: 'cumulative', expected: 25_000_000, received: 24_826_900, holds: 0, detail: expect.stringContaining('173100 kg less') },
  ]);
  expect((await store.counts()).observations).toBe(3);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activateLedger } from '../src/corrections.ts';
import { correctionDigest } from '../src/domain/correction.ts';
import { addMonths, formatMonth, month } from '../src/domain/period.ts';
import type { ExchangeRate } from '../src/domain/rate.ts';
import { ingestFiles } from '../src/ingest.ts';
import type { Transformed } from '../src/pipeline.ts';
import { dump } from './support/dump.ts';
import { sourceAt, type World, world, yearsPipeline } from './support/years.ts';

interface Publication {
  /** Obtained on the day so many days after 2024 began. */
  readonly day: number;
  readonly text: string;
}

async function give(w: World, { day, text }: Publication, source = sourceAt(null)): Promise<void> {
  const file = join(w.folder, `${day}.txt`);
  writeFileSync(file, text);
  const retrievedAt = new Date(Date.UTC(2024, 0, 1 + day)).toISOString();
  await ingestFiles(w.services, source, [file], { trigger: 'ingest', retrievedAt, url: null, columns: null, params: {} }, () => {});
}

/** Exchange rates in the lines of a publication, `2025-06 7.1`. */
const RATES = sourceAt(
  null,
  yearsPipeline({
    transform: ({ bytes }) => ({
      kind: 'rates',
      rates: new TextDecoder()
        .decode(bytes)
        .split('\n')
        .map((line): ExchangeRate => {
          const [period = '', perEur = ''] = line.split(' ');
          return { currency: 'CNY', frequency: 'month', period, perEur, status: 'A' };
        }),
    }),
  }),
);

const rates = ({ file }: World): string[] =>
  (dump(file)['exchange_rate'] as Record<string, unknown>[])
    .map((row) => [row['period'], row['known_from'], row['known_to'], row['per_eur']].join(' '))
    .sort();

const vintages = ({ file }: World): string[] =>
  (dump(file, 'v_vintage')['v_vintage'] as Record<string, unknown>[])
    .map((row) => [row['period'], row['known_from'], row['known_to'], row['value']].join(' '))
    .sort();

/** Counts what is read from the archive again. */
function counting(w: World): { world: World; reads: () => number } {
  let reads = 0;
  const { archive } = w.services;
  const read: typeof archive.read = async (...args) => {
    reads += 1;
    return archive.read(...args);
  };
  return { world: { ...w, services: { ...w.services, archive: { ...archive, read } } }, reads: () => reads };
}

describe('files that are ingested late', () => {
  test.each([
    ['vintages', sourceAt(null), vintages],
    ['exchange rates', RATES, rates],
  ] as const)('leave the same %s in whatever order they come', { timeout: 120_000 }, async (_what, source, historyOf) => {
    // Windows of one to three months over four, with few values: most files say again, contradict, or repeat what others said.
    const publication = fc.record({
      first: fc.integer({ min: 0, max: 3 }),
      values: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(publication, { minLength: 2, maxLength: 7 }), fc.integer({ min: 1, max: 104_728 }), async (list, seed) => {
        const files = list.map(({ first, values }, day) => ({
          day,
          text: values.map((value, i) => `${formatMonth(addMonths(202301, first + i))} ${value}`).join('\n'),
        }));
        const shuffled = files
          .map((file, i) => ({ file, rank: (seed * (i + 7919)) % 104_729 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ file }) => file);
        const [inOrder, outOfOrder] = [world('http://127.0.0.1:1'), world('http://127.0.0.1:1')];
        for (const file of files) await give(inOrder, file, source);
        for (const file of shuffled) await give(outOfOrder, file, source);
        expect(historyOf(outOfOrder)).toEqual(historyOf(inOrder));
      }),
      {
        numRuns: 40,
        // What the second file says is known again on the fourth day, and what the third says between them on the sixth.
        examples: [[[[1, 1], [2], [1, 1], [1, 2], [1], [1, 1]].map((values, day) => ({ first: day === 1 ? 1 : 0, values })), 45_430]],
      },
    );
  });

  test.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ])('do not take its name from a product that a newer publication names otherwise (days %i, %i, %i)', async (...days) => {
    const plain = yearsPipeline();
    const named = yearsPipeline({
      transform: (snapshot, settings) => ({
        ...(plain.transform(snapshot, settings) as Extract<Transformed, { kind: 'observations' }>),
        products: [{ classification: 'HS8', product: '85051110', name: snapshot.name }],
      }),
    });
    const w = world('http://127.0.0.1:1');
    for (const day of days) await give(w, { day, text: `2023-0${day + 1} 7` }, sourceAt(null, named));
    expect(new Set(dump(w.file, 'v_observation')['v_observation']?.map((row) => (row as { product_name: string }).product_name))).toEqual(
      new Set(['2.txt']),
    );
    // An older publication that is read again for the ledger of corrections has named it before.
    const what = {
      seriesKey: 'years/CN.WORLD.export.HS8:85051110.net_weight.kg',
      period: month(202301),
      action: 'replace',
      value: 8,
      expect: 7,
    } as const;
    const entry = {
      ...what,
      digest: correctionDigest(what),
      reason: 'a slip',
      source: 'https://example.org/',
      added: '2025-07-20',
      place: 'c:1',
    };
    await activateLedger(w.services, new Map([['years', named]]), [entry]);
    expect(dump(w.file, 'v_observation')['v_observation']?.[0]).toMatchObject({ period: '2023-01', value: 8, product_name: '2.txt' });
  });

  test('read later publications again only as far as they have something to say', { timeout: 60_000 }, async () => {
    const { world: w, reads } = counting(world('http://127.0.0.1:1'));
    for (let i = 0; i < 20; i++) await give(w, { day: 400 + i, text: `2023-0${1 + Math.trunc(i / 4)} 100` });
    // Nothing contradicts what was known before, since nothing was; nor does what is said again.
    for (let i = 0; i < 20; i++) await give(w, { day: i, text: '2023-01 100' });
    expect(reads()).toBe(0);
    // 101 for some days, until the first of the live files says 100 again: that one is read, and none behind it.
    await give(w, { day: 30, text: '2023-01 101' });
    expect(reads()).toBe(1);
    expect(vintages(w).filter((row) => row.startsWith('2023-01'))).toEqual([
      '2023-01 2024-01-01T00:00:00.000Z 2024-01-31T00:00:00.000Z 100',
      '2023-01 2024-01-31T00:00:00.000Z 2025-02-04T00:00:00.000Z 101',
      '2023-01 2025-02-04T00:00:00.000Z  100',
    ]);
    // A month that no later file speaks of: their months are known without reading them.
    await give(w, { day: 31, text: '2022-12 1' });
    await give(w, { day: 32, text: '2022-12 2' });
    expect(reads()).toBe(1);
  });
});

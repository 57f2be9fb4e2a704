import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { PeriodKind } from '../../src/domain/period.ts';
import { openDatabase } from '../../src/store/database.ts';
import { seriesFinder } from '../../src/store/series-finder.ts';
import { type FigureEntry, KEY, observations, publish, temporaryFolder, temporaryStore } from '../support/store.ts';

/** A dictionary of keys of two sources in any order, some with series of one or more kinds, some with none. Codes of all lengths. */
const KINDS: readonly PeriodKind[] = ['month', 'ytd', 'year'];
const entry = fc.record({
  pipeline: fc.constantFrom('a', 'a-b', 'b'),
  product: fc.integer({ min: 0, max: 120 }).map(String),
  unit: fc.constantFrom('kg', 'KG', 'k_g', 'm²', '件', '😀', 'ｋｇ'),
  kinds: fc.subarray([...KINDS]),
});
const textOf = ({ pipeline, product, unit }: { pipeline: string; product: string; unit: string }): string =>
  `${pipeline}/CN.US.export.HS:${product}.quantity.${unit}`;

type Entry = { readonly pipeline: string; readonly product: string; readonly unit: string; readonly kinds: readonly PeriodKind[] };

function emptyDictionary() {
  const db = openDatabase(join(temporaryFolder(), 'test.db'));
  onTestFinished(() => void db.close());
  db.pragma('foreign_keys = OFF');
  return db;
}

/** Puts keys into the dictionary, in the place of those that it has. */
function fill(db: ReturnType<typeof emptyDictionary>, entries: readonly Entry[]): void {
  const addKey = db.prepare(
    "INSERT INTO series_key (pipeline, reporter, partner, flow, classification, product, measure, unit, first_run_id) VALUES (?, 'CN', 'US', 'export', 'HS', ?, 'quantity', ?, 1)",
  );
  const addSeries = db.prepare('INSERT INTO series (key_id, period_kind, fingerprint) VALUES (?, ?, ?)');
  db.transaction(() => {
    db.exec('DELETE FROM series; DELETE FROM series_key');
    for (const [at, { pipeline, product, unit, kinds }] of entries.entries()) {
      const { lastInsertRowid } = addKey.run(pipeline, product, unit);
      for (const kind of kinds) addSeries.run(lastInsertRowid, kind, at % 3 === 0 ? null : at);
    }
  })();
}

test('series are found as a question for each finds them, in whatever order they are asked for', () => {
  const db = emptyDictionary();
  const finderOf = seriesFinder(db);
  const plain = db
    .prepare(
      'SELECT k.key_id, k.valuation, k.first_run_id, s.series_id, s.fingerprint FROM series_key k LEFT JOIN series s ON s.key_id = k.key_id AND s.period_kind = ? WHERE k.key = ?',
    )
    .raw();
  let found = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { selector: textOf, minLength: 1, maxLength: 80, size: 'max' }),
      fc.constantFrom('as they came', 'sorted', 'with gaps', 'any order'),
      fc.array(fc.nat(), { minLength: 100, maxLength: 100 }),
      fc.subarray([...KINDS], { minLength: 1, maxLength: 2 }),
      (entries, order, chosen, kinds) => {
        fill(db, entries);
        const texts = entries.map(textOf);
        // Some that are unknown between those that are known.
        const asked = texts.flatMap((text, at) => ((chosen[at] ?? 0) % 7 === 0 ? [text, `${text}x`] : [text]));
        if (order === 'sorted') asked.sort();
        if (order === 'any order') asked.sort((a, b) => ((chosen[texts.indexOf(a)] ?? 0) % 97) - ((chosen[texts.indexOf(b)] ?? 0) % 97));
        const some = order === 'with gaps' ? asked.filter((_, at) => (chosen[at] ?? 0) % 5 > 0) : asked;
        const find = finderOf();
        for (const text of some)
          for (const kind of kinds) {
            const [expected, got] = [plain.get(kind, text) as unknown[] | undefined, find(kind, text)];
            expect(got?.slice(0, 5)).toEqual(expected);
            if (got !== undefined) found += 1;
          }
      },
    ),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(300);
});

test('a dictionary that is asked for in its own order is read ahead: longer than what is read at once', () => {
  const entries = Array.from({ length: 2000 }, (_, at) => ({
    pipeline: at % 400 === 399 ? 'b' : 'a',
    product: String(at),
    unit: 'kg',
    kinds: KINDS,
  }));
  const db = emptyDictionary();
  fill(db, entries);
  const find = seriesFinder(db)();
  const own = entries.flatMap((one, at) => (one.pipeline === 'a' ? [{ text: textOf(one), at }] : []));
  expect(own.map(({ text }) => find('ytd', text)?.slice(0, 4))).toEqual(own.map(({ at }) => [at + 1, null, 1, 3 * at + 2]));
});

test('a publication in another order, with new series between and two kinds of one key, is loaded as one in order', async () => {
  const product = (at: number): string => String(10_000_000 + at);
  const some = (list: readonly number[], value: number, entries: (at: number) => readonly FigureEntry[] = () => []) =>
    list.flatMap((at) => observations([['2024-05', value + at], ...entries(at)], { product: product(at) }));
  const ytd = (at: number): readonly FigureEntry[] => (at % 10 === 0 ? [['2024-01/2024-06', 500 + at, 'ytd']] : []);
  const numbers = Array.from({ length: 60 }, (_, at) => at);
  const outcomes = [];
  for (const order of [numbers, numbers.toReversed(), numbers.toSorted((a, b) => ((a * 37) % 61) - ((b * 37) % 61))]) {
    const { store, file } = temporaryStore();
    await publish(
      store,
      '2025-01-01T00:00:00.000Z',
      some(
        numbers.filter((at) => at % 4 > 0),
        10,
      ),
    );
    await publish(store, '2025-01-02T00:00:00.000Z', some([3, 5, 59], 10), { pipeline: 'un-comtrade' });
    const counts = await publish(store, '2025-01-03T00:00:00.000Z', some(order, 11, ytd));
    const db = openDatabase(file);
    const rows = db.prepare('SELECT series_key, period, period_kind, value FROM v_vintage ORDER BY 1, 2, 3, 4').raw().all();
    db.close();
    outcomes.push({ counts: [counts.inserted, counts.revised, counts.unchanged], rows });
  }
  expect(outcomes[0]?.counts).toEqual([15 + 6, 45, 0]);
  expect(outcomes[1]).toEqual(outcomes[0]);
  expect(outcomes[2]).toEqual(outcomes[0]);
});

test('a series of the dictionary that was valued otherwise is refused by its name, wherever it stands', async () => {
  const { store } = temporaryStore();
  const products = Array.from({ length: 30 }, (_, at) => String(10_000_000 + at));
  const all = products.flatMap((product) => observations([['2024-05', 1]], { product }));
  await publish(store, '2025-01-01T00:00:00.000Z', all);
  const wrong = all.map((o) => (o.product === '10000017' ? { ...o, valuation: 'CIF' as const } : o));
  await expect(publish(store, '2025-01-02T00:00:00.000Z', wrong)).rejects.toThrow(
    `${KEY.pipeline}/CN.WORLD.export.HS8:10000017.net_weight.kg: the series is valued FOB, this file says CIF`,
  );
});

import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../src/domain/figures.ts';
import { growth } from '../../src/domain/growth.ts';
import { formatPeriod, type PeriodKind, parsePeriod } from '../../src/domain/period.ts';
import { dump } from '../support/dump.ts';
import { type FigureEntry, KEY, observations, publish, temporaryStore } from '../support/store.ts';

const at = (day: number): string => new Date(Date.UTC(2025, 0, day)).toISOString();
const values = async (store: ReturnType<typeof temporaryStore>['store'], asOf: string | null = null) =>
  (await store.figures(KEY, asOf))?.map((f) => [formatPeriod(f.period), f.value]);

describe('loading', () => {
  test('writes a new value, moves a changed one to history, and writes nothing for an equal one', async () => {
    const { store } = temporaryStore();
    expect(
      await publish(
        store,
        at(1),
        observations([
          ['2024-05', 10],
          ['2024-06', 20],
        ]),
      ),
    ).toMatchObject({ inserted: 2, revised: 0, unchanged: 0 });
    expect(
      await publish(
        store,
        at(2),
        observations([
          ['2024-05', 10],
          ['2024-06', 20],
        ]),
      ),
    ).toMatchObject({ vintageId: null, inserted: 0, revised: 0, unchanged: 2 });
    expect(
      await publish(
        store,
        at(3),
        observations([
          ['2024-05', 11],
          ['2024-06', 20],
          ['2024-07', 30],
        ]),
      ),
    ).toMatchObject({ inserted: 1, revised: 1, unchanged: 1 });
    expect(await values(store)).toEqual([
      ['2024-05', 11],
      ['2024-06', 20],
      ['2024-07', 30],
    ]);
  });

  test('answers as of any day', async () => {
    const { store } = temporaryStore();
    await publish(store, at(1), observations([['2024-05', 10]]));
    await publish(
      store,
      at(10),
      observations([
        ['2024-05', 12],
        ['2024-06', 5],
      ]),
    );
    expect(await values(store, '2024-12-31T00:00:00.000Z')).toEqual([]);
    expect(await values(store, at(5))).toEqual([['2024-05', 10]]);
    expect(await values(store, at(10))).toEqual([
      ['2024-05', 12],
      ['2024-06', 5],
    ]);
  });

  test('keeps a value that went away and came back as three vintages', async () => {
    const { store, file } = temporaryStore();
    for (const [day, value] of [
      [1, 10],
      [2, 12],
      [3, 10],
    ] as const)
      await publish(store, at(day), observations([['2024-05', value]]));
    const db = new Database(file, { readonly: true });
    expect(db.prepare('SELECT known_from, known_to, value FROM v_vintage ORDER BY known_from').all()).toEqual([
      { known_from: at(1), known_to: at(2), value: 10 },
      { known_from: at(2), known_to: at(3), value: 12 },
      { known_from: at(3), known_to: null, value: 10 },
    ]);
    db.close();
  });

  test('gives the same vintages in whatever order the publications are ingested', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 7 }), fc.integer(), async (list, seed) => {
        const publications = list.map((value, i) => ({ day: i + 1, value }));
        const shuffled = publications
          .map((p, i) => ({ p, rank: (seed * (i + 7919)) % 104729 }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ p }) => p);
        const inOrder = temporaryStore();
        const outOfOrder = temporaryStore();
        for (const p of publications) await publish(inOrder.store, at(p.day), observations([['2024-05', p.value]]));
        for (const p of shuffled) await publish(outOfOrder.store, at(p.day), observations([['2024-05', p.value]]));
        const read = (file: string): unknown[] => {
          const db = new Database(file, { readonly: true });
          const rows = db.prepare('SELECT period, known_from, known_to, value FROM v_vintage ORDER BY known_from').all();
          db.close();
          return rows;
        };
        expect(read(outOfOrder.file)).toEqual(read(inOrder.file));
      }),
      { numRuns: 20 },
    );
  });

  test('holds a figure a hundred times away from those around it, and loads the others of that publication', async () => {
    const { store } = temporaryStore();
    await publish(
      store,
      at(1),
      observations([
        ['2024-01', 14],
        ['2024-02', 15],
        ['2024-03', 16],
      ]),
    );
    const result = await publish(
      store,
      at(2),
      observations([
        ['2024-04', 150_000],
        ['2024-05', 15],
      ]),
      { jumpFactor: 100 },
    );
    expect(result).toMatchObject({
      inserted: 1,
      held: [{ reason: expect.stringContaining('150000 kg is 100 times or more away from 15 kg') }],
    });
    const revision = await publish(store, at(3), observations([['2024-02', 150_000]]), { jumpFactor: 100 });
    expect(revision).toMatchObject({ vintageId: null, revised: 0, held: [{ where: expect.stringContaining('2024-02') }] });
    expect(await publish(store, at(4), observations([['2024-04', 150_000]]))).toMatchObject({ inserted: 1, held: [] });
    expect((await store.counts()).observations).toBe(5);
  });

  test('keeps what was published last, though an older publication is obtained after it', async () => {
    const { store } = temporaryStore();
    await publish(store, at(20), observations([['2024-02', 88]]), { publishedAt: '2025-01-18' });
    await publish(
      store,
      at(25),
      observations([
        ['2024-01', 70],
        ['2024-02', 85],
      ]),
      { publishedAt: '2024-03-11' },
    );
    expect(await values(store)).toEqual([
      ['2024-01', 70],
      ['2024-02', 88],
    ]);
    expect(await values(store, '2024-12-31T00:00:00.000Z')).toEqual([['2024-02', 85]]);
  });

  test('refuses a series that changes from FOB to CIF', async () => {
    const { store } = temporaryStore();
    await publish(store, at(1), observations([['2024-01', 14]]));
    const other = observations([['2024-02', 14]]).map((o) => ({ ...o, valuation: 'CIF' as const }));
    await expect(publish(store, at(2), other)).rejects.toThrow('the series is valued FOB, this file says CIF');
  });
});

describe('v_growth', () => {
  test('gives the same rates as the domain, whatever is missing, combined or suppressed', { timeout: 60_000 }, async () => {
    const kinds: PeriodKind[] = ['month', 'combined', 'ytd', 'quarter', 'year'];
    const value = fc.option(fc.integer({ min: 0, max: 40 }), { freq: 6, nil: null });
    const entry = fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 0, max: 35 }), value, fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(entry, { maxLength: 70, selector: ([kind, at]) => `${kind}${at}` }), async (drawn) => {
        const list = drawn.flatMap(([kind, index, amount, secret]): FigureEntry[] => {
          const end = (2023 + Math.trunc(index / 12)) * 100 + (index % 12) + 1;
          const fits =
            kind === 'combined'
              ? end % 100 === 2
              : kind === 'quarter'
                ? end % 3 === 0 && (end % 100) % 3 === 0
                : kind === 'year'
                  ? end % 100 === 12
                  : true;
          return fits ? [[formatPeriod({ kind, end }), amount, kind, amount === null ? (secret ? 'Q' : 'M') : 'A']] : [];
        });
        const { store, file } = temporaryStore();
        await publish(store, at(1), observations(list));
        const held = figuresOf(observations(list));
        const db = new Database(file, { readonly: true });
        const rows = db
          .prepare('SELECT period, period_kind, mom_percent, yoy_percent, ytd_yoy_percent, yoy_reason FROM v_growth')
          .all() as Record<string, string | number | null>[];
        db.close();
        expect(rows.length).toBe(list.length);
        for (const row of rows) {
          const subject = parsePeriod(String(row['period']), row['period_kind'] as PeriodKind);
          const rate = (basis: 'mom' | 'yoy' | 'ytd_yoy') => growth(held, subject, basis);
          const percent = (basis: 'mom' | 'yoy' | 'ytd_yoy') => {
            const g = rate(basis);
            return g.known ? g.percent : null;
          };
          const yoy = rate('yoy');
          const expected = {
            mom: subject.kind === 'month' ? percent('mom') : null,
            yoy: percent('yoy'),
            reason: yoy.known ? null : yoy.reason,
          };
          expect({ period: row['period'], mom: row['mom_percent'], yoy: row['yoy_percent'], reason: row['yoy_reason'] }).toEqual({
            period: row['period'],
            ...expected,
          });
          expect(row['ytd_yoy_percent']).toBe(subject.kind === 'quarter' ? null : percent('ytd_yoy'));
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a publication that is obtained now and was published before another names no product anew, but names what has no name', async () => {
  const { store, file } = temporaryStore();
  const name = (product: string, text: string) => ({ classification: 'HS8', product, name: text });
  await publish(store, '2025-08-20T00:00:00.000Z', observations([['2025-07', 7]]), {
    publishedAt: '2025-08-18',
    products: [name('85051110', 'Magnets')],
  });
  await publish(store, '2025-08-21T00:00:00.000Z', observations([['2024-01', 7]]), {
    publishedAt: '2024-02-18',
    products: [name('85051110', 'Old magnets'), name('85051190', 'Other magnets')],
  });
  expect(dump(file, 'product')['product']).toMatchObject([{ name: 'Magnets' }, { name: 'Other magnets' }]);
});

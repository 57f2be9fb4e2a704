import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mirrorMonths, mirrorScope } from '../../src/domain/mirror.ts';
import { formatMonth } from '../../src/domain/period.ts';
import type { SeriesKey } from '../../src/domain/series.ts';
import type { Store } from '../../src/store/store.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';

/** Invented figures. */
const CHINA = { reporter: 'CN', partner: 'US', flow: 'export' } as const;
const US = { reporter: 'US', partner: 'CN', flow: 'import' } as const;
const give = (store: Store, key: Partial<SeriesKey> & { pipeline: string }, entries: readonly FigureEntry[]) =>
  publish(store, '2025-09-01T00:00:00.000Z', observations(entries, key), { pipeline: key.pipeline });

async function filled() {
  const { store, file } = temporaryStore();
  await give(store, { ...CHINA, pipeline: 'un-comtrade', classification: 'HS', product: '850511' }, [
    ['2025-05', 100],
    ['2025-06', 0],
    ['2025-07', 70],
    ['2025-08', null],
  ]);
  await give(store, { ...CHINA, pipeline: 'china-customs-query', classification: 'HS8', product: '85051110' }, [['2025-06', 55]]);
  await give(store, { ...US, pipeline: 'us-census', classification: 'HS', product: '850511' }, [
    ['2025-05', 108],
    ['2025-06', 3],
    ['2025-01/2025-02', 9, 'combined'],
  ]);
  const usd = { measure: 'value', unit: 'USD' } as const;
  await give(store, { ...US, ...usd, pipeline: 'us-census', classification: 'HS', product: '850511' }, [['2025-05', 4]]);
  await give(store, { ...US, pipeline: 'us-census', classification: 'HS', product: '850519' }, [['2025-05', 4]]);
  // Nothing but what is suppressed: a side all the same.
  await give(store, { ...US, pipeline: 'us-census', classification: 'HTS', product: '8505110000' }, [['2025-05', null]]);
  return { store, file };
}

function rowsOf(file: string): Record<string, unknown>[] {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT * FROM v_mirror').all() as Record<string, unknown>[];
  db.close();
  return rows;
}

/** What domain/mirror.ts says of all pairs of a heading, as rows of the view. */
async function expectedOf(store: Store, heading: string): Promise<Record<string, unknown>[]> {
  const { exports, imports } = await store.mirrorSeries(heading, 'CN');
  const code = ({ classification, product }: SeriesKey): string => `${classification}:${product}`;
  return exports.flatMap((exporter) =>
    imports
      .filter(({ key }) => key.measure === exporter.key.measure && key.reporter === exporter.key.partner)
      .flatMap((importer) =>
        mirrorMonths(exporter, importer).map((m) => ({
          exporter_product: code(exporter.key),
          importer_product: code(importer.key),
          scope: mirrorScope(exporter.key, importer.key, m.month),
          period: formatMonth(m.month),
          exporter_value: m.exporterValue,
          importer_value: m.importerValue,
          gap_percent: m.gapPercent,
          gap_reason: m.gapReason,
        })),
      ),
  );
}

const inOrder = (rows: readonly Record<string, unknown>[]): Record<string, unknown>[] => {
  const place = (row: Record<string, unknown>): string =>
    ['exporter_product', 'importer_product', 'period'].map((name) => row[name]).join();
  return rows.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
};

test("v_mirror pairs exports with the partner's imports of the same heading, and says what the domain says", async () => {
  const { store, file } = await filled();
  const rows = rowsOf(file);
  const expected = await expectedOf(store, '850511');
  expect(inOrder(rows)).toMatchObject(inOrder(expected));
  expect(rows).toHaveLength(expected.length);
  expect(rows.find((row) => row['period'] === '2025-05' && row['exporter_product'] === 'HS:850511')).toMatchObject({
    product: '850511',
    exporter: 'CN',
    importer: 'US',
    gap_percent: 8,
    exporter_pipeline: 'un-comtrade',
    importer_pipeline: 'us-census',
    exporter_valuation: 'FOB',
  });
});

test('nothing is compared with a figure below 0', async () => {
  const { store, file } = temporaryStore();
  const code = { classification: 'HS', product: '850511' } as const;
  await give(store, { ...CHINA, ...code, pipeline: 'un-comtrade' }, [['2025-05', -20]]);
  await give(store, { ...US, ...code, pipeline: 'us-census' }, [['2025-05', 40]]);
  expect(rowsOf(file)).toMatchObject([{ exporter_value: -20, importer_value: 40, gap_percent: null, gap_reason: 'exporter_zero' }]);
});

test('a code in two editions of the Harmonized System is not the same goods', async () => {
  const { store, file } = temporaryStore();
  const usd = { product: '854231', measure: 'value', unit: 'USD' } as const;
  await give(store, { ...CHINA, ...usd, pipeline: 'un-comtrade', classification: 'HS2017' }, [['2025-05', 100]]);
  await give(store, { ...US, ...usd, pipeline: 'us-census', classification: 'HS2022' }, [['2025-05', 900]]);
  expect(rowsOf(file)).toMatchObject([
    { exporter_value: 100, importer_value: 900, gap_percent: null, scope: 'editions', gap_reason: 'scope_differs' },
  ]);
});

test('v_mirror says what the domain says of all kinds of codes, in every edition and year', { timeout: 120_000 }, async () => {
  const CODES = [
    ...['HS', 'HS2002', 'HS2012', 'HS2017', 'HS2022', 'CN:00', 'CN:10', 'NCM:00', 'HSK:0000'].map((code) => [code, '850511'] as const),
    ...['HS', 'HS1992', 'HS2007', 'HS2017', 'HS2022', 'HS8:10', 'NCM:00', 'JP9:000'].map((code) => [code, '854231'] as const),
  ];
  const MONTHS = ['1995-12', '2006-12', '2012-01', '2021-12', '2022-01', '2022-12', '2023-01', '2027-12', '2028-01'];
  const side = fc.record({
    code: fc.constantFrom(...CODES),
    months: fc.uniqueArray(fc.tuple(fc.constantFrom(...MONTHS), fc.option(fc.integer({ min: -1, max: 3 }), { freq: 5 })), {
      minLength: 4,
      selector: ([month]) => month,
    }),
  });
  const sides = fc.uniqueArray(side, { minLength: 2, maxLength: 4, selector: ({ code }) => code.join() });
  await fc.assert(
    fc.asyncProperty(sides, sides, async (exports, imports) => {
      const { store, file } = temporaryStore();
      for (const [trade, list] of [
        [CHINA, exports],
        [US, imports],
      ] as const)
        for (const { code, months } of list) {
          const [classification = '', rest = ''] = code[0].split(':');
          await give(store, { ...trade, pipeline: 'un-comtrade', classification, product: `${code[1]}${rest}` }, months);
        }
      const expected = [...(await expectedOf(store, '850511')), ...(await expectedOf(store, '854231'))];
      store.close();
      const rows = rowsOf(file);
      expect(rows).toHaveLength(expected.length);
      expect(inOrder(rows)).toMatchObject(inOrder(expected));
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { mirrorMonths, mirrorScope } from '../../src/domain/mirror.ts';
import { formatMonth } from '../../src/domain/period.ts';
import type { SeriesKey } from '../../src/domain/series.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';

/** Invented figures. */
async function filled() {
  const { store, file } = temporaryStore();
  const give = (key: Partial<SeriesKey> & { pipeline: string }, entries: readonly FigureEntry[]) =>
    publish(store, '2025-09-01T00:00:00.000Z', observations(entries, key), { pipeline: key.pipeline });
  const china = { reporter: 'CN', partner: 'US', flow: 'export' } as const;
  const us = { reporter: 'US', partner: 'CN', flow: 'import' } as const;
  await give({ ...china, pipeline: 'un-comtrade', classification: 'HS', product: '850511' }, [
    ['2025-05', 100],
    ['2025-06', 0],
    ['2025-07', 70],
    ['2025-08', null],
  ]);
  await give({ ...china, pipeline: 'china-customs-query', classification: 'HS8', product: '85051110' }, [['2025-06', 55]]);
  await give({ ...us, pipeline: 'us-census', classification: 'HS', product: '850511' }, [
    ['2025-05', 108],
    ['2025-06', 3],
    ['2025-01/2025-02', 9, 'combined'],
  ]);
  await give({ ...us, pipeline: 'us-census', classification: 'HS', product: '850511', measure: 'value', unit: 'USD' }, [['2025-05', 4]]);
  await give({ ...us, pipeline: 'us-census', classification: 'HS', product: '850519' }, [['2025-05', 4]]);
  return { store, file };
}

test("v_mirror pairs exports with the partner's imports of the same heading, and says what the domain says", async () => {
  const { store, file } = await filled();
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT * FROM v_mirror ORDER BY exporter_product, period').all() as Record<string, unknown>[];
  db.close();
  const { exports, imports } = await store.mirrorSeries('850511', 'CN');
  const expected = exports.flatMap((exporter) =>
    imports
      .filter(({ key }) => key.measure === exporter.key.measure && key.reporter === exporter.key.partner)
      .flatMap((importer) =>
        mirrorMonths(exporter, importer).map((m) => ({
          exporter_product: `${exporter.key.classification}:${exporter.key.product}`,
          scope: mirrorScope(exporter.key, importer.key),
          period: formatMonth(m.month),
          exporter_value: m.exporterValue,
          importer_value: m.importerValue,
          gap_percent: m.gapPercent,
          gap_reason: m.gapReason,
        })),
      ),
  );
  expect(rows).toMatchObject(expected.sort((a, b) => (a.exporter_product + a.period < b.exporter_product + b.period ? -1 : 1)));
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

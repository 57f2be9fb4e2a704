import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { writeExport } from '../../src/export/export.ts';
import { assertReplaceable } from '../../src/export/folder.ts';
import { PARQUET } from '../../src/export/parquet.ts';
import type { ExportMoment, FigureBlock } from '../../src/store/store.ts';
import { observations, publish, temporaryFolder, temporaryStore } from '../support/store.ts';
import { ALL, CREATED, columns, descriptorOf, everyKindOfFigure, exportTo, type NamedRow, sorted, viewRows } from './figures.ts';

const partsOf = (folder: string, table: string): string[] =>
  descriptorOf(folder)
    .resources.map((resource) => resource.path)
    .filter((path) => path.startsWith(`${table}/`));

/** As DuckDB reads it in place: the names of the folders are columns. Times and days as text. */
async function parquetRows(folder: string, table: string): Promise<NamedRow[]> {
  const rows: NamedRow[] = [];
  for (const path of partsOf(folder, table)) {
    const [, pipeline = ''] = /\/pipeline=([^/]+)\//.exec(path) ?? [];
    const part = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, path)) });
    for (const row of part)
      rows.push({
        pipeline,
        ...Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            value instanceof Date
              ? /_(start|end)$|^published_at$/.test(name)
                ? value.toISOString().slice(0, 10)
                : value.toISOString()
              : (value ?? null),
          ]),
        ),
      });
  }
  return rows;
}

describe('Parquet', () => {
  test.each([
    ['observations', 'v_observation'],
    ['vintages', 'v_vintage'],
  ])('%s read back as every row of %s', async (table, view) => {
    const { store, file } = await everyKindOfFigure();
    const folder = await exportTo(store, PARQUET);
    const expected = viewRows(file, view);
    const names = Object.keys(expected[0] ?? {});
    expect(sorted(columns(await parquetRows(folder, table), names))).toEqual(sorted(columns(expected, names)));
  });

  test('lies in folders of source and year, each with the figures that end in it', async () => {
    const { store } = await everyKindOfFigure();
    const folder = await exportTo(store, PARQUET);
    expect(partsOf(folder, 'observations')).toEqual([
      'observations/pipeline=china-customs-query/year=2024/part-0.parquet',
      'observations/pipeline=china-customs-query/year=2025/part-0.parquet',
      'observations/pipeline=un-comtrade/year=2025/part-0.parquet',
    ]);
    for (const path of partsOf(folder, 'vintages')) {
      const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, path)) });
      const year = /year=(\d+)/.exec(path)?.[1];
      expect(rows.map((row) => (row['period_end'] as Date).getUTCFullYear())).toEqual(rows.map(() => Number(year)));
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  test('has times in UTC, days, floats of 64 bits and text, compressed', async () => {
    const { store } = await everyKindOfFigure();
    const folder = await exportTo(store, PARQUET);
    const file = await asyncBufferFromFile(join(folder, partsOf(folder, 'observations')[0] ?? ''));
    const metadata = await parquetMetadataAsync(file);
    const elements = parquetSchema(metadata).children.map((child) => child.element);
    const of = (name: string) => elements.find((element) => element.name === name);
    expect(of('vintage_at')).toMatchObject({
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
      repetition_type: 'REQUIRED',
    });
    expect(of('period_start')).toMatchObject({ type: 'INT32', converted_type: 'DATE' });
    expect(of('value')).toMatchObject({ type: 'DOUBLE', repetition_type: 'OPTIONAL' });
    expect(of('product')).toMatchObject({ type: 'BYTE_ARRAY', logical_type: { type: 'STRING' }, repetition_type: 'REQUIRED' });
    expect(elements.map((element) => element.name)).not.toContain('pipeline');
    for (const { meta_data } of metadata.row_groups[0]?.columns ?? []) expect(meta_data?.codec).toBe('SNAPPY');
    const reporter = metadata.row_groups[0]?.columns.find((c) => c.meta_data?.path_in_schema[0] === 'series_key');
    expect(reporter?.meta_data?.encodings).toContain('RLE_DICTIONARY');
  });

  test('says of each column of a row group the least and the greatest value, texts by their bytes, and how many are empty', async () => {
    const { store } = temporaryStore();
    // By UTF-16 the first would be the greatest.
    const names = ['\u{ff0d}', '\u{1f9f2}', 'magnets'];
    for (const [at, name] of names.entries())
      await publish(
        store,
        `2025-0${at + 1}-20T10:00:00.000Z`,
        observations([['2024-06', at === 0 ? -0 : null]], { product: `8505111${at}` }),
        {
          products: [{ classification: 'HS8', product: `8505111${at}`, name }],
        },
      );
    const folder = await exportTo(store, PARQUET);
    const file = await asyncBufferFromFile(join(folder, partsOf(folder, 'observations')[0] ?? ''));
    const { row_groups } = await parquetMetadataAsync(file);
    const statistics = (name: string) =>
      row_groups[0]?.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data?.statistics;
    expect(statistics('product_name')).toMatchObject({ min_value: 'magnets', max_value: '\u{1f9f2}', null_count: 0n });
    expect(statistics('product')).toMatchObject({ min_value: '85051110', max_value: '85051112', null_count: 0n });
    expect(statistics('vintage_at')).toMatchObject({
      min_value: new Date('2025-01-20T10:00:00Z'),
      max_value: new Date('2025-03-20T10:00:00Z'),
    });
    expect(statistics('period_end')).toMatchObject({ min_value: new Date('2024-06-30'), max_value: new Date('2024-06-30') });
    expect(statistics('value')).toMatchObject({ min_value: -0, max_value: 0, null_count: 2n });
    expect(statistics('source_url')).toMatchObject({ null_count: 0n });
    // A reader skips row groups without the series that it looks for: keys of one source are alike in their first bytes.
    const keyOf = (product: string): string => `china-customs-query/CN.WORLD.export.HS8:${product}.net_weight.kg`;
    expect(statistics('series_key')).toMatchObject({ min_value: keyOf('85051110'), max_value: keyOf('85051112') });
    const none = statistics('published_value');
    expect(none).toMatchObject({ null_count: 3n });
    expect(none?.min_value).toBeUndefined();
  });

  test('an increment without changes has no schema of what it does not have, and is replaced by the next', async () => {
    const { store } = temporaryStore();
    await publish(store, '2025-07-20T10:00:00.000Z', observations([['2025-06', 3188000]]));
    const { next_changed_since: changedSince } = descriptorOf(await exportTo(store, PARQUET)).tradewatch;
    const folder = await exportTo(store, PARQUET, { changedSince });
    expect(readdirSync(folder).sort()).toEqual([
      'SHA256SUMS',
      'datapackage.json',
      'licences.txt',
      'products.parquet',
      'products.schema.json',
    ]);
    expect(() => assertReplaceable(folder)).not.toThrow();
  });

  test('an empty database is a table of no products', async () => {
    const { store } = temporaryStore();
    const folder = await exportTo(store, PARQUET);
    expect(descriptorOf(folder).resources.map((resource) => resource.path)).toEqual(['products.parquet']);
    expect(await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, 'products.parquet')) })).toEqual([]);
  });

  test('more rows than a row group holds are several groups of one file', async () => {
    const { store } = await everyKindOfFigure();
    const [block] = await store.exportMoment(ALL, firstBlock);
    const [series] = block?.all ?? [];
    const [figure] = series?.figures ?? [];
    if (block === undefined || series === undefined || figure === undefined) throw new Error('no figure');
    const total = 100_001;
    const moment: ExportMoment = {
      nextChangedSince: null,
      sources: [],
      parts: async () => [{ pipeline: 'un-comtrade', year: 2024 }],
      async *figures(table) {
        if (table === 'vintages') return;
        // Neither series nor blocks end where row groups do.
        for (let at = 0; at < total; at += 777) {
          const figures = Array.from({ length: Math.min(777, total - at) }, (_, i) => ({ ...figure, value: at + i }));
          yield { ...block, all: [{ ...series, figures }] };
        }
      },
      async *products() {},
    };
    const folder = temporaryFolder();
    await writeExport(moment, ALL, PARQUET, folder, CREATED, () => undefined);
    const file = await asyncBufferFromFile(join(folder, partsOf(folder, 'observations')[0] ?? ''));
    const { row_groups } = await parquetMetadataAsync(file);
    expect(row_groups.map((group) => Number(group.num_rows))).toEqual([50_000, 50_000, 1]);
    const values = await parquetReadObjects({ file, columns: ['value'] });
    expect(values).toHaveLength(total);
    expect(values.every(({ value }, i) => value === i)).toBe(true);
  });
});

async function firstBlock(moment: ExportMoment): Promise<readonly FigureBlock[]> {
  for await (const block of moment.figures('observations')) return [block];
  return [];
}

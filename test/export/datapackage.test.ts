import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CSV } from '../../src/export/csv.ts';
import { PARQUET } from '../../src/export/parquet.ts';
import { SDMX_CSV } from '../../src/export/sdmx-csv.ts';
import { csvCells, descriptorOf, everyKindOfFigure, exportTo, readJson, type TableSchema } from './figures.ts';

/** The rules of the profiles of Data Package v2 for what is used of them. */
const PATH = /^(?![./~])(?!file:)(?!.*\/\.\.\/)(?!.*\\)(?!.*:\/\/).+$/;
const FORMS: Readonly<Record<string, RegExp>> = {
  string: /^/,
  number: /^-?\d+(\.\d+)?(E[+-]?\d+)?$/,
  datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
};

describe.each([
  ['csv', CSV],
  ['parquet', PARQUET],
  ['sdmx-csv', SDMX_CSV],
])('datapackage.json of %s', (_name, format) => {
  test('names each file with its size, checksum and columns, and the terms of each source', async () => {
    const { store } = await everyKindOfFigure();
    const folder = await exportTo(store, format);
    const descriptor = descriptorOf(folder);
    expect(descriptor).toMatchObject({
      $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      created: '2026-05-01T00:00:00.000Z',
      sources: [
        { title: 'A publisher: Title of china-customs-query (china-customs-query)' },
        { title: 'A publisher: Title of un-comtrade (un-comtrade)' },
      ],
      tradewatch: { changed_since: null, next_changed_since: '2025-06-21T10:00:00.000Z/4' },
    });
    for (const { path, title } of descriptor.licenses) {
      expect(existsSync(join(folder, path))).toBe(true);
      expect(title).toMatch(/^[\w-]+: cite the publisher, and "quote" it$/);
    }
    expect(readFileSync(join(folder, 'licences.txt'), 'utf8')).toContain('Title of un-comtrade (un-comtrade)\n  cite the publisher');
    const names = descriptor.resources.map((resource) => resource.name);
    expect(new Set(names).size).toBe(names.length);
    for (const resource of descriptor.resources) {
      const bytes = readFileSync(join(folder, resource.path));
      expect(resource.path).toMatch(PATH);
      expect(resource.bytes).toBe(bytes.length);
      expect(resource.hash).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
      if (resource.schema === undefined) continue;
      const schema = readJson<TableSchema>(folder, resource.schema);
      for (const field of schema.fields) {
        expect(Object.keys(FORMS)).toContain(field.type);
        expect(field.description).not.toBe('');
      }
      expect(schema.primaryKey ?? []).toEqual((schema.primaryKey ?? []).filter((name) => schema.fields.some((f) => f.name === name)));
    }
  });

  test('SHA256SUMS has every other file, and sha256sum finds one that was changed', async () => {
    const { store } = await everyKindOfFigure();
    const folder = await exportTo(store, format);
    const check = () =>
      spawnSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      });
    expect(check()).toMatchObject({ status: 0, stdout: '' });
    const listed = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').split('\n').slice(0, -1);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'SHA256SUMS')
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
    expect(listed.map((line) => line.slice(66)).sort()).toEqual(files.sort());
    appendFileSync(join(folder, 'licences.txt'), '\n');
    expect(check()).toMatchObject({ status: 1, stdout: 'licences.txt: FAILED\n' });
  });
});

test.each([
  ['csv', CSV],
  ['sdmx-csv', SDMX_CSV],
])('the cells of %s are what the schema says: types, required, listed values, a primary key', async (_name, format) => {
  const { store } = await everyKindOfFigure();
  const folder = await exportTo(store, format);
  for (const { path, schema: schemaPath, rows } of descriptorOf(folder).resources) {
    if (schemaPath === undefined) continue;
    const schema = readJson<TableSchema>(folder, schemaPath);
    const cells = csvCells(folder, path);
    expect(cells).toHaveLength(rows ?? -1);
    expect(Object.keys(cells[0] ?? {})).toEqual(schema.fields.map((field) => field.name));
    for (const { name, type, constraints } of schema.fields)
      for (const row of cells) {
        const cell = row[name] ?? '';
        if (cell === '') expect(constraints.required, `${path} ${name}`).toBe(false);
        else {
          expect(cell, `${path} ${name}`).toMatch(FORMS[type] as RegExp);
          if (constraints.enum !== undefined) expect(constraints.enum).toContain(cell);
        }
      }
    const { primaryKey } = schema;
    if (primaryKey === undefined) continue;
    const keys = cells.map((row) => primaryKey.map((name) => row[name]).join('|'));
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('a source that the program does not know any more is said to have terms that are not known', async () => {
  const { store } = await everyKindOfFigure();
  await store.describeSources([]);
  const { licenses } = descriptorOf(await exportTo(store, CSV));
  expect(licenses.map((licence) => licence.title)).toEqual([
    'china-customs-query: not known: this program does not have the source any more',
    'un-comtrade: not known: this program does not have the source any more',
  ]);
});

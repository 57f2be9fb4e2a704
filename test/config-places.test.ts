import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPlaces, TOP_KEYS } from '../src/config/places.ts';
import { configJsonSchema, loadConfig } from '../src/config.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewatch-places-'));
  mkdirSync(join(folder, 'config'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (text: string | Buffer, name: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

describe('where a configuration says that the database is, without its checks', () => {
  const TEXTS = [
    '',
    '# nothing\n',
    'database: other.db\n',
    'database:\n',
    'database: /srv/other.db\npublish: {file: share/copy.db}\n',
    'publish: {file: "share/copy.db"}\nlog: {level: warn}\n',
    'publish:\n',
  ];
  test.each(TEXTS.flatMap((text) => [[text, 'config/tradewatch.yaml'] as const, [text, 'alone.yaml'] as const]))(
    'is what the whole configuration says: %j in %s',
    async (text, name) => {
      const config = loadConfig(write(text, name), { cwd: folder, pipelines: [] });
      expect(await findPlaces(name, folder)).toEqual({ database: config.database, copy: config.publish?.file ?? null });
    },
  );

  test('is told although a rule is wrong', async () => {
    const name = write('database: other.db\nrules: [{id: magnets}]\n', 'wrong.yaml');
    expect(() => loadConfig(name, { cwd: folder, pipelines: [] })).toThrow();
    expect(await findPlaces(name, folder)).toEqual({ database: join(folder, 'other.db'), copy: null });
  });

  test.each([
    'database: 5\n',
    'database: ""\n',
    'database: [a.db]\n',
    'database: a.db\ndatabase: b.db\n',
    'database: "a.db\n',
    'publish: {file: 5}\n',
    'databse: other.db\n',
    'publish: {fil: copy.db}\n',
    Buffer.from([0x64, 0xff]),
  ])('is left to the checks that say what is wrong: %j', async (text) => {
    const name = write(text, 'bad.yaml');
    expect(await findPlaces(name, folder)).toBeNull();
    expect(() => loadConfig(name, { cwd: folder, pipelines: [] })).toThrow();
  });

  test('knows every key at the top of a configuration', () => {
    expect([...TOP_KEYS].sort()).toEqual(Object.keys((configJsonSchema([]) as { properties: object }).properties).sort());
  });

  test('is not known without a file', async () => {
    expect(await findPlaces('nowhere.yaml', folder)).toBeNull();
  });
});

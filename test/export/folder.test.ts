import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { replaceFolder } from '../../src/export/folder.ts';
import { temporaryFolder } from '../support/store.ts';

const descriptor = (...paths: string[]): string =>
  JSON.stringify({ tradewatch: {}, resources: paths.map((path) => ({ path, schema: 'a.schema.json' })) });

/** An export of one file that says this. */
const write =
  (text: string, path = 'a.csv') =>
  async (folder: string): Promise<void> => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
    writeFileSync(join(folder, 'a.schema.json'), '{}');
    writeFileSync(join(folder, 'datapackage.json'), descriptor(path));
  };

describe('the folder of an export', () => {
  test('is made with what leads to it, and replaced as a whole: files of before are gone', async () => {
    const parent = temporaryFolder();
    const out = join(parent, 'to', 'out');
    await replaceFolder(out, write('1', 'part/year=2024/a.csv'));
    await replaceFolder(out, write('2'));
    expect(readdirSync(out).sort()).toEqual(['a.csv', 'a.schema.json', 'datapackage.json']);
    expect(readFileSync(join(out, 'a.csv'), 'utf8')).toBe('2');
    expect(readdirSync(join(parent, 'to'))).toEqual(['out']);
  });

  test('stays as it was when writing fails, and nothing lies beside it', async () => {
    const parent = temporaryFolder();
    const out = join(parent, 'out');
    await replaceFolder(out, write('1'));
    const failing = async (folder: string): Promise<never> => {
      await write('half')(folder);
      throw new Error('disk full');
    };
    await expect(replaceFolder(out, failing)).rejects.toThrow('disk full');
    expect(readFileSync(join(out, 'a.csv'), 'utf8')).toBe('1');
    expect(readdirSync(parent)).toEqual(['out']);
    await expect(replaceFolder(join(parent, 'never'), failing)).rejects.toThrow('disk full');
    expect(readdirSync(parent)).toEqual(['out']);
  });

  test('leaves nothing beside it when the process is asked to stop, and lets it stop', async () => {
    const parent = temporaryFolder();
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    onTestFinished(() => kill.mockRestore());
    const listeners = process.listenerCount('SIGTERM');
    const stopped = replaceFolder(join(parent, 'out'), async (folder) => {
      await write('half')(folder);
      expect(readdirSync(parent)).toEqual([expect.stringMatching(/^\.out-/)]);
      process.emit('SIGTERM', 'SIGTERM');
      expect(readdirSync(parent)).toEqual([]);
      throw new Error('stopped here');
    });
    await expect(stopped).rejects.toThrow('stopped here');
    expect(kill).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGTERM');
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
  });

  test('may be there when it is empty', async () => {
    const out = temporaryFolder();
    await replaceFolder(out, write('1'));
    expect(existsSync(join(out, 'a.csv'))).toBe(true);
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['holds something else', (out) => writeFileSync(join(out, 'thesis.docx'), ''), /holds files and is no export/],
    [
      'holds a data package of somebody else',
      (out) => writeFileSync(join(out, 'datapackage.json'), JSON.stringify({ resources: [] })),
      /is no export/,
    ],
    [
      'holds an export and something else, deep down',
      (out) => {
        mkdirSync(join(out, 'a', 'b'), { recursive: true });
        writeFileSync(join(out, 'a', 'b', 'notes.txt'), '');
        writeFileSync(join(out, 'datapackage.json'), descriptor('a.csv'));
      },
      /beside the export there is a\/b\/notes\.txt; move it elsewhere/,
    ],
  ])('is refused when it %s', async (_what, prepare, message) => {
    const out = temporaryFolder();
    prepare(out);
    const before = readdirSync(out, { recursive: true });
    const written = replaceFolder(out, write('1'));
    await expect(written).rejects.toThrow(UsageError);
    await expect(written).rejects.toThrow(message);
    expect(readdirSync(out, { recursive: true })).toEqual(before);
  });

  test('is refused when it is a file, or a link', async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, 'file'), '');
    symlinkSync(temporaryFolder(), join(parent, 'link'));
    for (const name of ['file', 'link']) await expect(replaceFolder(join(parent, name), write('1'))).rejects.toThrow(/not a folder/);
  });
});

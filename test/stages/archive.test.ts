import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Archive, openArchive } from '../../src/stages/archive.ts';
import { sniffExtension } from '../../src/stages/sniff.ts';

let folder: string;
let archive: Archive;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewatch-archive-'));
  archive = openArchive(join(folder, 'raw'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const CSV = bytesOf('period,value\n2025-05,1\n');
const SHA = createHash('sha256').update(CSV).digest('hex');
const filesIn = (at: string): string[] =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => relative(at, join(f.parentPath, f.name)));

describe('keeping', () => {
  test('writes one compressed file, named by hash and content, that others of the group can read', async () => {
    const kept = await archive.keep('eurostat-comext', CSV);
    expect(kept).toEqual({
      sha256: SHA,
      extension: 'csv',
      bytes: CSV.length,
      path: join(folder, 'raw/eurostat-comext', SHA.slice(0, 2), `${SHA}.csv.gz`),
    });
    expect(filesIn(folder)).toEqual([`raw/eurostat-comext/${SHA.slice(0, 2)}/${SHA}.csv.gz`]);
    expect(gunzipSync(readFileSync(kept.path))).toEqual(Buffer.from(CSV));
    expect(statSync(kept.path).mode & 0o777).toBe(0o640);
    expect(statSync(dirname(kept.path)).mode & 0o007).toBe(0);
  });

  test('gives files mode 0640 under any umask', async () => {
    const before = process.umask(0o077);
    try {
      expect(statSync((await archive.keep('a', CSV)).path).mode & 0o777).toBe(0o640);
    } finally {
      process.umask(before);
    }
  });

  test('the same bytes again writes nothing', async () => {
    const { path } = await archive.keep('a', CSV);
    const before = statSync(path);
    expect(await archive.keep('a', CSV)).toMatchObject({ path, sha256: SHA });
    expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  test('the same bytes many times at once writes one file and leaves nothing behind', async () => {
    const kept = await Promise.all(Array.from({ length: 20 }, () => archive.keep('a', CSV)));
    expect(new Set(kept.map((k) => k.path)).size).toBe(1);
    expect(filesIn(folder)).toHaveLength(1);
  });

  test('the same bytes for two pipelines keeps them apart', async () => {
    await archive.keep('a', CSV);
    await archive.keep('b', CSV);
    expect(filesIn(folder)).toHaveLength(2);
  });

  test('replaces a file that is cut, empty, of other content or not compressed', async () => {
    const { path } = await archive.keep('a', CSV);
    for (const damage of [
      () => truncateSync(path, 20),
      () => truncateSync(path, 0),
      () => writeFileSync(path, gzipSync('other')),
      () => writeFileSync(path, CSV),
    ]) {
      damage();
      await archive.keep('a', CSV);
      expect(Buffer.from(await archive.read('a', SHA))).toEqual(Buffer.from(CSV));
    }
    expect(filesIn(folder)).toHaveLength(1);
  });

  test('finds a file that was kept under another extension, and replaces it by the right one when it is damaged', async () => {
    const { path } = await archive.keep('a', CSV);
    const old = path.replace('.csv.gz', '.bin.gz');
    renameSync(path, old);
    expect(await archive.keep('a', CSV)).toMatchObject({ path: old, extension: 'bin' });
    truncateSync(old, 5);
    expect(await archive.keep('a', CSV)).toMatchObject({ path, extension: 'csv' });
    expect(existsSync(old)).toBe(false);
  });

  test('removes what a killed process left behind with the next publication of its pipeline, after an hour', async () => {
    const { sha256 } = await archive.keep('a', CSV);
    const home = await archive.unpacked('a', sha256, async (content) => dirname(content.path));
    for (const [name, age] of [
      ['.old.tmp', 7_200],
      ['.new.tmp', 60],
    ] as const) {
      writeFileSync(join(home, name), 'x');
      utimesSync(join(home, name), Date.now() / 1000 - age, Date.now() / 1000 - age);
    }
    const other = await archive.keep('a', bytesOf('period,value\n2025-05,2\n'));
    expect(other.sha256.slice(0, 2)).not.toBe(sha256.slice(0, 2));
    expect(filesIn(folder).filter((name) => name.endsWith('.tmp'))).toEqual(['raw/a/.new.tmp']);
  });

  test('fails with the path and the cause, and leaves nothing, when the disk refuses', async () => {
    const home = join(folder, 'raw/a', SHA.slice(0, 2));
    // A folder where the file should be: renaming onto it fails for root too.
    mkdirSync(join(home, `${SHA}.csv.gz`, 'x'), { recursive: true });
    const error = (await archive.keep('a', CSV).catch((e: unknown) => e)) as Error;
    expect(`${error.message} ${String(error.cause)}`).toMatch(/EISDIR|ENOTEMPTY/);
    expect(filesIn(folder)).toEqual([]);
    chmodSync(home, 0o700);
  });

  test('takes no id, and reading no hash, that could lead out of the folder', async () => {
    for (const id of ['..', '../b', 'a/b', '', '.', 'A', 'a b', '/etc', 'a\0', 'a-', '-a'])
      await expect(archive.keep(id, CSV), id).rejects.toThrow('is not the id of a pipeline');
    for (const sha of ['..', `../${SHA}`, SHA.toUpperCase(), SHA.slice(1), ''])
      await expect(archive.read('a', sha), sha).rejects.toThrow('64 lower-case hexadecimal digits');
    expect(filesIn(folder)).toEqual([]);
  });
});

describe('reading', () => {
  test('gives back every content as it was', async () => {
    for (const bytes of [
      CSV,
      new Uint8Array(0),
      new Uint8Array([0]),
      new Uint8Array(randomBytes(300_000)),
      new Uint8Array(gzipSync('x')),
      bytesOf('中国海关'.repeat(1000)),
    ]) {
      const { sha256 } = await archive.keep('a', bytes);
      expect(Buffer.compare(await archive.read('a', sha256), bytes)).toBe(0);
    }
  });

  test('says so when a file is not there or damaged', async () => {
    await expect(archive.read('a', SHA)).rejects.toThrow(/^the archive has no .*\/raw\/a\//);
    const { path } = await archive.keep('a', CSV);
    for (const damage of [() => writeFileSync(path, gzipSync('other')), () => truncateSync(path, 10), () => truncateSync(path, 0)]) {
      damage();
      await expect(archive.read('a', SHA)).rejects.toThrow(`the archived file ${path} is damaged`);
    }
  });
});

describe('the extension', () => {
  const samples: [string, string | Uint8Array][] = [
    ['json', '{"a":1}'],
    ['json', '\uFEFF [ {"a": 1} ]'],
    ['json', '[]'],
    ['json', '{'],
    ['json', '["cut", '],
    ['json', '[1, 2]'],
    ['csv', 'a,b\n1,2'],
    ['csv', '\r\n"数据年月"\t"商品编码"\r\n'],
    ['csv', '[note] a;b'],
    ['csv', new Uint8Array([0xca, 0xfd, 0xbe, 0xdd, 0x2c, 0xc4, 0xea, 0x0a])],
    ['csv', new Uint8Array(Buffer.from('\uFEFFa\tb\r\n', 'utf16le'))],
    ['csv', new Uint8Array(Buffer.from('\uFEFFa\tb\r\n', 'utf16le').swap16())],
    ['html', '<!DOCTYPE html><p>'],
    ['html', '\n<HTML lang=zh>'],
    ['html', '<!-- saved --> <table><tr>'],
    ['html', '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">'],
    ['xml', '<?xml version="1.0" encoding="gb2312"?>\n<rss version="2.0">'],
    ['xml', '<!-- c --><feed xmlns="http://www.w3.org/2005/Atom">'],
    ['xml', '<response><header/></response>'],
    ['bin', ''],
    ['bin', 'no delimiter at all'],
    ['bin', '%PDF-1.7, x'],
    ['bin', new Uint8Array(gzipSync('a,b'))],
    ['bin', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])],
    ['bin', 'a,b\0c'],
  ];
  test('is found in the content', () => {
    for (const [extension, content] of samples)
      expect(sniffExtension(typeof content === 'string' ? bytesOf(content) : content), String(content).slice(0, 40)).toBe(extension);
  });

  // Of so many that a reading which grows with the square of the length would outlast the test.
  test.each([
    ['<!--', 'xml'],
    ['<!---->', 'bin'],
    ['<?a>', 'bin'],
    ['<?', 'xml'],
    [' ', 'bin'],
    ['\n', 'bin'],
    ['{', 'bin'],
    ['[', 'json'],
    ['<', 'bin'],
    ['<a ', 'xml'],
    ['"', 'bin'],
    [',', 'csv'],
  ])('is found at the beginning of half a million times %j', (unit, extension) => {
    expect(sniffExtension(bytesOf(unit.repeat(500_000)))).toBe(extension);
  });
});

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openArchive } from '../../src/stages/archive.ts';
import { contentOfFile } from '../../src/stages/content.ts';
import { type Packer, startPacker } from '../../src/stages/packer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewatch-packer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Some megabytes, invented. */
const TEXT = Array.from({ length: 200_000 }, (_, row) => `2025-05,${row}\n`).join('');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function file(text: string): string {
  const path = join(folder, 'a.csv');
  writeFileSync(path, text);
  return path;
}
function started(path: string): Packer {
  const packer = startPacker(path);
  onTestFinished(() => packer.stop());
  return packer;
}

test('tells the hash of a file that was given to it before, and archives it by that', async () => {
  const path = file(TEXT);
  const packer = started(path);
  const content = contentOfFile(path);
  expect(await packer.hash(content.state)).toBe(sha256(TEXT));
  const kept = await openArchive(join(folder, 'raw')).keepFile('eurostat-comext', content, packer);
  expect(kept).toMatchObject({ sha256: sha256(TEXT), extension: 'csv', bytes: TEXT.length });
  expect(gunzipSync(readFileSync(kept.path)).toString()).toBe(TEXT);
});

test('archives nothing under the hash of what a file held before another took its place', async () => {
  const path = file(TEXT);
  const packer = started(path);
  await packer.hash(contentOfFile(path).state);
  writeFileSync(join(folder, 'b.csv'), `${TEXT}2025-06,1\n`);
  renameSync(join(folder, 'b.csv'), path);
  const content = contentOfFile(path);
  await expect(packer.hash(content.state)).rejects.toThrow('a.csv changed while it was read');
  const archive = openArchive(join(folder, 'raw'));
  await expect(archive.keepFile('eurostat-comext', content, packer)).rejects.toMatchObject({
    message: `cannot archive ${path}`,
    cause: expect.objectContaining({ message: expect.stringContaining('changed while it was read') }),
  });
  expect(readdirSync(folder)).toEqual(['a.csv']);
  const kept = await archive.keepFile('eurostat-comext', content);
  expect(gunzipSync(readFileSync(kept.path)).toString()).toBe(`${TEXT}2025-06,1\n`);
});

test('says of a file that is not there what is wrong, to who asks', async () => {
  const packer = started(join(folder, 'nowhere.csv'));
  await expect(packer.hash('')).rejects.toMatchObject({ cause: expect.objectContaining({ message: expect.stringContaining('ENOENT') }) });
});

test('is waited for by nobody who asks nothing', async () => {
  const path = file(TEXT);
  const packer = startPacker(path);
  packer.stop();
  await expect(packer.hash('')).rejects.toThrow('the thread that archives ended');
});

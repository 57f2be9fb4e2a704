import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Pipeline } from '../src/pipeline.ts';
import { cli } from './support/cli.ts';
import { temporaryFolder } from './support/store.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ids = readdirSync(join(ROOT, 'pipelines')).map((name) => basename(name, '.ts'));

/** The files of the build that a command loaded, as Node's own coverage tells. */
async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
  const folder = temporaryFolder();
  const ran = await cli(args, { env: { NODE_V8_COVERAGE: folder } });
  expect(ran).toMatchObject({ code: 0 });
  const scripts = readdirSync(folder).flatMap(
    (name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: readonly { url: string }[] }).result,
  );
  return scripts.flatMap(({ url }) => (url.includes('/dist/') ? [url.slice(url.indexOf('/dist/') + '/dist/'.length)] : []));
}

function configOf(folder: string): string {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, `database: ${folder}/a.db\narchive: ${folder}/raw\ninbox: ${folder}/inbox\n`);
  return file;
}

test('each pipeline is a file of its own, under its name, and what is to run in a thread names that file', async () => {
  expect(
    readdirSync(join(ROOT, 'dist/pipelines'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => basename(name, '.js')),
  ).toEqual(ids);
  for (const id of ids) {
    const address = new URL(`../dist/pipelines/${id}.js`, import.meta.url).href;
    const { default: pipeline } = (await import(/* @vite-ignore */ address)) as { default: Pipeline };
    expect(pipeline.id).toBe(id);
    if (pipeline.worker !== undefined) expect(pipeline.worker.module).toBe(address);
  }
});

test('a command that reads loads neither what writes nor the pipelines; one that writes loads no network, no channel and no page', async () => {
  const config = configOf(temporaryFolder());
  const file = join(ROOT, 'test/fixtures/ecb-exchange-rates/monthly-csvdata.csv');
  const written = await loadedBy(['ingest', 'ecb-exchange-rates', file, '--config', config, '--quiet']);
  expect(written).toEqual(expect.arrayContaining(['chunks/work.js', ...ids.map((id) => `pipelines/${id}.js`)]));
  expect(written.filter((name) => /client|email|webhook|web-|extract|svg|png|export/.test(name))).toEqual([]);
  const read = await loadedBy(['status', '--config', config, '--json']);
  expect(read).toContain('chunks/look.js');
  expect(read.filter((name) => /work|zod|domain|^pipelines/.test(name))).toEqual([]);
});

test('no text of the pages or of the work needs two bytes a letter: V8 would keep all of its file so', () => {
  for (const file of ['src/web-thread', 'chunks/work', 'chunks/domain', 'chunks/look'])
    expect(readFileSync(join(ROOT, `dist/${file}.js`), 'utf8').match(/[\u0100-\u{10ffff}]+/u)?.[0], file).toBeUndefined();
});

test('a fault is told with the lines of the sources when everything is asked for', async () => {
  const folder = temporaryFolder();
  const config = configOf(folder);
  // Where the folder of the source should be made there is a file.
  mkdirSync(join(folder, 'raw'));
  writeFileSync(join(folder, 'raw/ecb-exchange-rates'), '');
  const file = join(ROOT, 'test/fixtures/ecb-exchange-rates/monthly-csvdata.csv');
  const { code, stderr } = await cli(['ingest', 'ecb-exchange-rates', file, '--config', config, '--verbose']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/\/src\/stages\/archive\.ts:\d+:\d+/);
  expect(stderr).toMatch(/\/src\/ingest\.ts:\d+:\d+/);
});

test('what is built counts as current while the sources and the build are the same to the byte, and not a moment longer', () => {
  const folder = temporaryFolder();
  for (const name of ['src', 'pipelines', 'config', 'dist', 'build.mjs', 'package.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  const installed = join(folder, 'node_modules/.package-lock.json');
  cpSync(join(ROOT, 'node_modules/.package-lock.json'), installed);
  const isCurrent = (): boolean => spawnSync(process.execPath, ['build.mjs', 'is-current'], { cwd: folder }).status === 0;
  // A copy has other times.
  expect(isCurrent()).toBe(true);
  for (const file of [
    'src/main.ts',
    'src/web/style.ts',
    'pipelines/un-comtrade.ts',
    'config/commodities.json',
    'package.json',
    'build.mjs',
    'dist/src/main.js',
  ]) {
    const before = readFileSync(join(folder, file));
    appendFileSync(join(folder, file), '\n');
    expect([file, isCurrent()]).toEqual([file, false]);
    writeFileSync(join(folder, file), before);
  }
  expect(isCurrent()).toBe(true);
  for (const change of [
    () => writeFileSync(join(folder, 'src/another.ts'), ''),
    () => rmSync(join(folder, 'src/another.ts')),
    () => appendFileSync(installed, '\n'),
  ]) {
    change();
    expect([String(change), isCurrent()]).toEqual([String(change), String(change).includes('rmSync')]);
  }
  rmSync(join(folder, 'dist/built.json'));
  expect(isCurrent()).toBe(false);
});

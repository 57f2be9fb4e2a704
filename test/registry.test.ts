import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../src/errors.ts';
import { loadRegistry } from '../src/registry.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewatch-registry-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterEach(() => rmSync(folder, { recursive: true }));

const SOUND: Readonly<Record<string, string>> = {
  id: "'sound'",
  title: "'A source'",
  publisher: "'An office'",
  licence: "'free with attribution'",
  documentation: "'https://example.org/docs'",
  schedule: "'30 10 * * 1-5'",
  timezone: "'Asia/Shanghai'",
  releases: "{ day: { dayOfNextMonth: 18 }, time: '10:00', graceDays: 2 }",
  baseUrl: "'https://example.org'",
  paceMs: '1000',
  revisions: 'null',
  settings: '{ safeParse: () => ({ success: true, data: {} }) }',
  requests: '() => []',
  transform: "() => ({ kind: 'not_yet_published', reason: '' })",
};

/** A pipeline file with some fields replaced; undefined leaves a field out. */
const source = (changes: Readonly<Record<string, string | undefined>> = {}): string =>
  `export default { ${Object.entries({ ...SOUND, ...changes })
    .filter(([, code]) => code !== undefined)
    .map(([field, code]) => `${field}: ${code}`)
    .join(', ')} };\n`;

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

async function faults(): Promise<string[]> {
  try {
    await loadRegistry(folder);
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('finds every pipeline of the project under its file name', async () => {
  const registry = await loadRegistry();
  const files = readdirSync(join(import.meta.dirname, '../pipelines')).map((name) => name.replace('.ts', ''));
  expect([...registry.keys()]).toEqual(files.sort());
  for (const [id, pipeline] of registry) expect(pipeline.id).toBe(id);
});

test('reads .ts in the checkout and .js after the build, and leaves maps and declarations alone', async () => {
  write('one.ts', source({ id: "'one' as const" }));
  write('two.js', source({ id: "'two'" }));
  write('two.js.map', '{}');
  write('two.d.ts', 'export {};');
  write('README.md', '#');
  expect([...(await loadRegistry(folder)).keys()]).toEqual(['one', 'two']);
});

test('a pipeline that is fed by hand has neither schedule nor address', async () => {
  write('sound.js', source({ schedule: 'null', baseUrl: 'null' }));
  expect((await loadRegistry(folder)).get('sound')?.schedule).toBeNull();
});

describe('a malformed pipeline is refused with file, field and what is expected', () => {
  test.each([
    ['another id', { id: "'other'" }, 'id: expected the file\'s name "sound", got "other"'],
    ['an id in capitals', { id: "'Sound'" }, 'id: expected small letters, digits and hyphens, got "Sound"'],
    ['no title', { title: undefined }, 'title: expected one line of text, got nothing'],
    ['an empty publisher', { publisher: "' '" }, 'publisher: expected one line of text, got " "'],
    ['a licence of two lines', { licence: "'a\\nb'" }, 'licence: expected one line of text, got "a\\nb"'],
    ['documentation without address', { documentation: "'the manual'" }, 'documentation: expected an http(s) address, got "the manual"'],
    ['a schedule of six fields', { schedule: "'0 0 10 * * *'" }, 'schedule: expected five fields'],
    ['no schedule', { schedule: undefined }, 'schedule: expected a cron expression, or null when files come by hand, got nothing'],
    [
      'a time zone that is none',
      { timezone: "'Asia/Peking Town'" },
      'timezone: expected an IANA time zone such as Asia/Shanghai, got "Asia/Peking Town"',
    ],
    ['no calendar', { releases: undefined }, 'releases: expected a calendar such as { day: { dayOfNextMonth: 18 }'],
    [
      'a calendar without grace',
      { releases: "{ day: { daysAfter: 35 }, time: '08:30' }" },
      'releases: graceDays: expected whole days from 0',
    ],
    [
      'an address with a slash at its end',
      { baseUrl: "'https://example.org/'" },
      'baseUrl: expected no slash at the end, got "https://example.org/"',
    ],
    ['an address of another kind', { baseUrl: "'ftp://example.org'" }, 'baseUrl: expected an http(s) address, got "ftp://example.org"'],
    [
      'an address with a query',
      { baseUrl: "'https://example.org/x?key=1'" },
      'baseUrl: expected an address without user, query and fragment',
    ],
    ['a pace in words', { paceMs: "'1s'" }, 'paceMs: expected whole milliseconds from 0, got "1s"'],
    ['a negative pace', { paceMs: '-1' }, 'paceMs: expected whole milliseconds from 0, got -1'],
    ['a secret in small letters', { secret: "'key'" }, 'secret: expected the NAME of a secret such as COMTRADE_KEY, got "key"'],
    ['a jump factor of 1', { jumpFactor: '1' }, 'jumpFactor: expected a number above 1, or null, got 1'],
    ['a flag in words', { statesAllMonths: "'yes'" }, 'statesAllMonths: expected true or false, got "yes"'],
    ['settings that are no schema', { settings: '{}' }, 'settings: expected a zod schema such as z.object({}), got an object'],
    [
      'settings without defaults',
      { settings: "{ safeParse: () => ({ success: false, error: { issues: [{ path: ['products', 0], message: 'required' }] } }) }" },
      'settings: expected a schema that takes {}: give every setting a default (products.0: required)',
    ],
    ['requests that are a list', { requests: '[]' }, 'requests: expected a function, got a list'],
    ['no transform', { transform: undefined }, 'transform: expected a function, got nothing'],
    ['a field that does not exist', { license: "'x'" }, 'license: no such field; did you mean "licence"?'],
  ])('%s', async (_what, changes, expected) => {
    write('sound.js', source(changes));
    const found = await faults();
    expect(found).toHaveLength(expected.startsWith('id: expected small') ? 2 : 1);
    expect(found[0]).toContain(`pipelines/sound.js: ${expected}`);
  });

  test('a file without default export, with another one, or that cannot be loaded', async () => {
    write('a.js', 'export const pipeline = {};\n');
    write('b.js', 'export default () => ({});\n');
    write('c.js', "throw new Error('no luck');\n");
    write('d.js', 'export default [];\n');
    expect(await faults()).toEqual([
      'pipelines/a.js: no default export; expected `export default definePipeline({ ... })`',
      expect.stringMatching(/^pipelines\/b\.js: default export: expected definePipeline\(\{ \.\.\. \}\), got /),
      'pipelines/c.js: cannot be loaded: no luck',
      'pipelines/d.js: default export: expected definePipeline({ ... }), got a list',
    ]);
  });

  test('all faults of all files are told at once', async () => {
    write('one.js', source({ id: "'one'", title: '1', paceMs: 'null' }));
    write('sound.js', source());
    write('two.js', source({ id: "'three'" }));
    expect((await faults()).map((fault) => fault.split(' ').slice(0, 2).join(' '))).toEqual([
      'pipelines/one.js: title:',
      'pipelines/one.js: paceMs:',
      'pipelines/two.js: id:',
    ]);
  });

  test('the same pipeline twice, no pipelines at all, no folder', async () => {
    write('sound.js', source());
    write('sound.ts', source());
    expect(await faults()).toEqual(['pipelines/sound.ts: there is sound.ts and sound.js; expected one']);
    rmSync(join(folder, 'sound.js'));
    rmSync(join(folder, 'sound.ts'));
    expect(await faults()).toEqual([`${folder}: no pipelines here; expected files such as un-comtrade.ts`]);
    await expect(loadRegistry(join(folder, 'gone'))).rejects.toThrow(/^the folder of the pipelines cannot be read: ENOENT/);
  });
});

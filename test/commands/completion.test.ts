import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, project } from '../support/cli.ts';
import { temporaryFolder } from '../support/store.ts';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
/** In the form of the query's download; the figure is invented. */
const CSV =
  '"Date of data","Commodity code","Commodity","Quantity","Unit","Supplimentary Quantity","Supplimentary Unit","US dollar",\n"202406","85051110","Magnets","5000","Kilogram","0","-","1,000",\n';
const KEY = 'china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tradewatch-completion-'));
  project(
    folder,
    'rules:\n  - id: magnets\n    what: { product: HS8:85051110, partners: [WORLD], measure: net_weight }\n    when: { metric: yoy, direction: either, percent: 25 }\n    receivers: [desk]\nreceivers:\n  - id: desk\n    webhook: { url: "https://example.org/hook", secrets: [HOOK_SECRET] }\n',
  );
  writeFileSync(join(folder, 'a_export.csv'), CSV);
  expect((await cli(['ingest', 'china-customs-query', 'a_export.csv', '--quiet'], { cwd: folder })).code).toBe(0);
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'tradewatch'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(join(folder, 'bin', 'tradewatch'), 0o755);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = async (shell: string, ...words: string[]) => {
  const { code, stdout, stderr } = await cli(['__complete', shell, '--', ...words], { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
  return stdout.split('\n').slice(0, -1);
};

describe('what a word may become', () => {
  test.each([
    [['gr'], ['growth']],
    [
      ['series', ''],
      ['list', 'show'],
    ],
    [['series', 'show', 'china-customs-query/CN.WORLD'], expect.arrayContaining([KEY])],
    [['growth', KEY, '--basis', 'y'], ['yoy', 'ytd_yoy'].slice(0, 2)],
    [['alerts', 'test', ''], ['desk']],
    [['alerts', 'backtest', '--rule', ''], ['magnets']],
    [['alerts', 'list', '--state', 'fi'], ['firing']],
    [
      ['ingest', 'china'],
      ['china-customs-query', 'china-customs-tables'],
    ],
    [['ingest', 'china-customs-query', ''], [':files']],
    [['run', 'un-comtrade', 'uk'], ['uk-hmrc']],
    [['series', 'list', '--pipeline', 'un'], ['un-comtrade']],
    [['series', 'list', '--pro'], ['--product']],
    [['status', '--j'], ['--json']],
    [
      ['--db', 'elsewhere.db', 'sta'],
      ['start', 'status'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['backfill', 'x', 'y', ''], []],
    [['growth', '--as-of', ''], []],
  ])('%j: %j', async (words, found) => expect(await ask('zsh', ...words)).toEqual(found));

  test('bash takes words apart at ":", and replaces only what stands behind it', async () => {
    expect(await ask('bash', 'growth', 'china-customs-query/CN.WORLD.export.HS8', ':', '8505')).toContain('85051110.net_weight.kg');
  });

  test.each([
    ['no configuration', []],
    ['a broken configuration', [': [']],
  ])('with %s there is nothing, and no error', async (_name, yaml) => {
    const empty = temporaryFolder();
    for (const text of yaml) project(empty, text);
    for (const words of [
      ['alerts', 'test', ''],
      ['series', 'show', 'x'],
      ['alerts', 'list', '--rule', ''],
    ])
      expect(await cli(['__complete', 'zsh', '--', ...words], { cwd: empty })).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

describe('the scripts', () => {
  test.skipIf(!has('bash'))('bash: its function fills COMPREPLY (needs bash)', () => {
    const reply = (words: readonly string[]) => {
      const script = `
        source <(tradewatch completion bash)
        complete -p tradewatch >/dev/null || exit 9
        COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
        _tradewatch tradewatch
        printf '%s\\n' "\${COMPREPLY[@]}"`;
      const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` };
      const ran = spawnSync('bash', ['--norc', '-c', script], { cwd: folder, env, encoding: 'utf8' });
      expect([ran.status, ran.stderr]).toEqual([0, '']);
      return ran.stdout.trimEnd().split('\n');
    };
    expect(reply(['tradewatch', 'gr'])).toEqual(['growth']);
    expect(reply(['tradewatch', 'series', ''])).toEqual(['list', 'show']);
    expect(reply(['tradewatch', 'growth', 'china-customs-query/CN.WORLD.export.HS8', ':', '85051110.n'])).toEqual([
      '85051110.net_weight.kg',
    ]);
    expect(reply(['tradewatch', 'ingest', 'china-customs-query', 'a_'])).toEqual(['a_export.csv']);
    expect(reply(['tradewatch', 'nonsense', ''])).toEqual(['']);
  });

  test.each(['zsh', 'fish'])('%s reads its script without a fault, where it is installed', async (shell) => {
    const { code, stdout } = await cli(['completion', shell], { cwd: folder });
    expect([code, stdout]).toEqual([0, expect.stringContaining('__complete')]);
    if (has(shell)) expect(spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  test('another shell is refused with what there is', async () => {
    expect(await cli(['completion', 'csh'])).toMatchObject({ code: 2, stderr: 'completion: expected one of bash, zsh, fish, got "csh"\n' });
  });
});

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { configText, DEFAULT_ANSWERS } from '../../src/commands/init-config.ts';
import { loadConfig } from '../../src/config.ts';
import { loadRegistry } from '../../src/registry.ts';
import { temporaryFolder } from '../support/store.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TEMPLATE = readFileSync(join(ROOT, 'config/tradewatch.yaml'), 'utf8');

/** In a folder that has nothing to do with the checkout, with the answers through a pipe. */
async function init(folder: string, args: readonly string[], answers: string) {
  const child = spawn(process.execPath, [join(ROOT, 'dist/src/main.js'), 'init', ...args], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.on('error', () => {});
  child.stdin.end(answers);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

const load = async (folder: string) => loadConfig(null, { cwd: folder, pipelines: (await loadRegistry()).values() });

describe('init', { timeout: 60_000 }, () => {
  test('--yes writes what comes with the program, without a question, and says what is next', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await init(folder, ['--yes'], '');
    expect([code, stderr.includes('?')]).toEqual([0, false]);
    expect(stdout).toContain('ok: ');
    expect(stdout).toContain('Next:\n  tradewatch doctor\n  tradewatch run\n');
    const written = readFileSync(join(folder, 'config/tradewatch.yaml'), 'utf8');
    expect(parseYaml(written)).toEqual(parseYaml(TEMPLATE));
    expect(written.match(/#/g)?.length).toBeGreaterThan(20);
    expect(readFileSync(join(folder, '.env.example'), 'utf8')).toBe(readFileSync(join(ROOT, '.env.example'), 'utf8'));
    expect((await load(folder)).database).toBe(join(folder, 'data/tradewatch.db'));
  });

  test('takes the answers, asks again what is none, and tells by mail', async () => {
    const folder = temporaryFolder();
    const answers = [
      '',
      'world, us de',
      'many',
      '30 %',
      'pigeon',
      'mail',
      'desk',
      'desk@example.org',
      'mail.example.org',
      'tradewatch@example.org',
      'data@example.org',
    ];
    const { code, stderr } = await init(folder, [], `${answers.join('\n')}\n`);
    expect([code, stderr]).toEqual([0, expect.stringContaining('expected mail, webhook or none')]);
    expect(stderr).toContain('expected a number such as 25');
    const config = await load(folder);
    expect(config).toMatchObject({
      userAgent: 'tradewatch/0.1 (data@example.org)',
      receivers: [{ id: 'desk', channel: 'email', to: ['desk@example.org'] }],
      smtp: { host: 'mail.example.org', user: 'tradewatch@example.org', password: 'SMTP_PASSWORD' },
    });
    expect(config.rules[0]).toMatchObject({
      what: { product: 'HS8:85051110', partners: ['WORLD', 'US', 'DE'] },
      when: { percent: 30 },
      receivers: ['desk'],
    });
  });

  test('watches another product, and tells a webhook', async () => {
    const folder = temporaryFolder();
    const answers = ['2846.90', '', '', 'webhook', 'https://example.org/hook', ''];
    const { code, stdout } = await init(folder, [], `${answers.join('\n')}\n`);
    expect([code, stdout]).toEqual([0, expect.stringContaining('rule hs-284690-weight-yoy fires on invented figures')]);
    const config = await load(folder);
    expect(config.rules.map(({ id, what }) => [id, what.product])).toEqual([
      ['hs-284690-weight-yoy', 'HS:284690'],
      ['hs-284690-value-yoy', 'HS:284690'],
    ]);
    expect(config.pipelines['un-comtrade']?.settings).toEqual({ products: ['284690'], partners: ['WORLD', 'US'] });
    expect(config.receivers).toMatchObject([{ id: 'desk', channel: 'webhook' }]);
    expect(readFileSync(join(folder, 'config/tradewatch.yaml'), 'utf8')).not.toMatch(/magnets-/);
  });

  test('overwrites nothing', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'config'));
    writeFileSync(join(folder, 'config/tradewatch.yaml'), 'rules: []\n');
    writeFileSync(join(folder, '.env.example'), 'MINE=\n');
    const { code, stderr } = await init(folder, ['--yes'], '');
    expect([code, stderr]).toEqual([2, expect.stringContaining('exists already')]);
    expect(readFileSync(join(folder, 'config/tradewatch.yaml'), 'utf8')).toBe('rules: []\n');
    expect(readFileSync(join(folder, '.env.example'), 'utf8')).toBe('MINE=\n');
  });

  test('writes nothing when the answers end too early', async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await init(folder, [], '85051110\nWORLD\n');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--yes takes the defaults')]);
    expect(existsSync(join(folder, 'config'))).toBe(false);
  });
});

describe('the text that init writes', () => {
  test.each([DEFAULT_ANSWERS.product, 'HS8:28469011', 'HS:850511'])(
    'for %s has the keys of config/tradewatch.yaml, and no others',
    (product) => {
      const keys = (text: string) => Object.keys(parseYaml(text) as object);
      for (const tell of [{ by: 'nobody' as const }, { by: 'webhook' as const, url: 'https://example.org/x#y' }])
        expect(keys(configText(TEMPLATE, { ...DEFAULT_ANSWERS, product, tell }))).toEqual(keys(TEMPLATE));
    },
  );

  test('says so when config/tradewatch.yaml has lost a place for an answer', () => {
    const contact = 'data@example.org';
    expect(() => configText(TEMPLATE.replace('user_agent', 'agent'), { ...DEFAULT_ANSWERS, contact })).toThrow('has no place for');
  });

  test('quotes what YAML would read otherwise: Norway stays NO', () => {
    const text = configText(TEMPLATE, { ...DEFAULT_ANSWERS, partners: ['NO', 'WORLD'] });
    expect(text).toContain('partners: ["NO", WORLD]');
  });
});

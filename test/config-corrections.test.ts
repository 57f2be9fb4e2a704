import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configCheck } from '../src/commands/config-check.ts';
import { loadConfig } from '../src/config.ts';
import { loadRegistry } from '../src/registry.ts';
import { temporaryFolder } from './support/store.ts';

const PIPELINES = [...(await loadRegistry()).values()];

const ENTRY = `corrections:
  - key: un-comtrade/CN.WORLD.export.HS:850511.value.USD
    period: 2024-06
    action: replace
    value: 250000000
    expect: 2500
    reason: thousands were printed as units
    source: https://example.org/erratum
    added: 2024-09-01
`;

/** A project with a ledger; returns its folder. */
function project(ledger: string | null, config = ''): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config', 'tradewatch.yaml'), config);
  if (ledger !== null) writeFileSync(join(folder, 'config', 'corrections.yaml'), ledger);
  return folder;
}
const load = (folder: string) => loadConfig(null, { cwd: folder, pipelines: PIPELINES });
const faultsOf = (ledger: string): string => {
  try {
    load(project(ledger));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
};

describe('the ledger of corrections', () => {
  test('is read from beside the configuration where it is there, with the line of each entry', () => {
    expect(load(project(null)).corrections).toEqual([]);
    expect(load(project('# nothing yet\n')).corrections).toEqual([]);
    expect(load(project(ENTRY)).corrections).toMatchObject([
      {
        seriesKey: 'un-comtrade/CN.WORLD.export.HS:850511.value.USD',
        period: { kind: 'month', end: 202406 },
        action: 'replace',
        value: 250_000_000,
        expect: 2500,
        place: 'config/corrections.yaml:2',
        digest: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ]);
  });

  test('may have another name, which then must be there', () => {
    const folder = project(null, 'corrections: known/errors.yaml\n');
    expect(() => load(folder)).toThrow('known/errors.yaml: no such file');
    mkdirSync(join(folder, 'known'));
    writeFileSync(join(folder, 'known', 'errors.yaml'), ENTRY);
    expect(load(folder).corrections).toMatchObject([{ place: 'known/errors.yaml:2' }]);
  });

  test('has the same entry whatever its line, reason and source are', () => {
    const digest = (ledger: string) => load(project(ledger)).corrections.map((entry) => entry.digest);
    expect(digest(`# moved\n\n${ENTRY.replace('thousands', 'hundreds')}`)).toEqual(digest(ENTRY));
    expect(digest(ENTRY.replace('2500\n', '2501\n'))).not.toEqual(digest(ENTRY));
  });

  test.each([
    ['un-comtrade/', 'un-comtrad/', '2:10 corrections.0.key: there is no pipeline "un-comtrad"; did you mean "un-comtrade"?'],
    ['CN.WORLD.export', 'CN.export', '2:10 corrections.0.key: expected a series key pipeline/reporter'],
    ['2024-06', '2024-13', '3:13 corrections.0.period: no such month: year 2024, month 13'],
    ['2024-06\n', '2024-01/2024-04\n    kind: quarter\n', '3:13 corrections.0.period: '],
    [
      'action: replace',
      'action: replac',
      '4:13 corrections.0.action: expected one of replace, remove, got "replac"; did you mean "replace"?',
    ],
    ['action: replace', 'action: remove', '5:12 corrections.0.value: expected no value with "remove"'],
    ['    value: 250000000\n', '', 'corrections.0.value: missing: expected the right value'],
    ['value: 250000000', 'value: 2500', '5:12 corrections.0.value: expected another value than the wrong one'],
    ['value: 250000000', 'value: "250,000,000"', '5:12 corrections.0.value: expected a number, got "250,000,000"'],
    ['value: 250000000', 'value: 12345678901234567890', '5:12 corrections.0.value: expected a number that is kept exactly'],
    ['value: 250000000', 'value: -250000000', '5:12 corrections.0.value: expected a number of 0 or above'],
    ['    expect: 2500\n', '', 'corrections.0.expect: missing: expected a number'],
    ['https://example.org/erratum', 'a mail', '8:13 corrections.0.source: expected an http(s) address'],
    ['2024-09-01', 'yesterday', '9:12 corrections.0.added: expected the day on which it was added'],
    ['reason:', 'resaon:', '7:5 corrections.0.resaon: unknown key; did you mean "reason"?'],
  ])('is refused with the place when "%s" is "%s"', (right, wrong, message) => {
    expect(faultsOf(ENTRY.replace(right, wrong))).toContain(`config/corrections.yaml:${message.startsWith('corr') ? '' : message}`);
    expect(faultsOf(ENTRY.replace(right, wrong))).toContain(message);
  });

  test('has one entry for a figure', () => {
    const twice = ENTRY + ENTRY.replace('corrections:\n', '').replace('2500\n', '2501\n');
    expect(faultsOf(twice)).toBe(
      'config/corrections.yaml:11:13 corrections.1.period: the figure has an entry already, at config/corrections.yaml:2',
    );
  });

  test('is checked by config check', async () => {
    const said: string[] = [];
    const io = (cwd: string) => ({
      stdout: (text: string) => void said.push(text),
      stderr: (text: string) => void said.push(text),
      env: {},
      cwd,
      isTTY: false,
      now: () => new Date(),
    });
    expect(await configCheck(io(project(ENTRY)))).toBe(0);
    expect(said.join('')).toContain(', 1 correction');
    expect(await configCheck(io(project(ENTRY.replace('2024-06', '2024-13'))), { json: true })).toBe(2);
    expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ ok: false, faults: [{ file: 'config/corrections.yaml', line: 3, column: 13 }] });
  });
});

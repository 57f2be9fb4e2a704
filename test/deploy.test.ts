import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './support/store.ts';

const UNIT = readFileSync(fileURLToPath(new URL('../deploy/tradewatch.service', import.meta.url)), 'utf8');
const NODE = '/usr/bin/node';
const MOST_EXPOSURE = 2.0;
const hasTool = spawnSync('systemd-analyze', ['--version']).status === 0;

/** The unit in a folder of its own; with the node that runs here where the usual one is not installed. */
function unit(): string {
  const file = join(temporaryFolder(), 'tradewatch.service');
  writeFileSync(file, existsSync(NODE) ? UNIT : UNIT.replace(NODE, process.execPath));
  return file;
}

test.skipIf(!hasTool)('the unit is clean by systemd-analyze verify (skipped where systemd-analyze is not installed)', () => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit()], { encoding: 'utf8' });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
});

test.skipIf(!hasTool)(
  `the unit's exposure is at most ${MOST_EXPOSURE} by systemd-analyze security (skipped where it is not installed)`,
  () => {
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=yes', '--no-pager', unit()], { encoding: 'utf8' });
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
    expect(exposure).toBeLessThanOrEqual(MOST_EXPOSURE);
  },
);

const valuesOf = (key: string): string[] => [...UNIT.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map((match) => match[1] as string);

test('the unit starts the built server, and is not started again after a mistake in the configuration', () => {
  expect(valuesOf('ExecStart')).toEqual([expect.stringMatching(/^\/usr\/bin\/node \S+\/dist\/src\/main\.js start\b/)]);
  expect([valuesOf('Restart'), valuesOf('RestartPreventExitStatus'), valuesOf('TimeoutStopSec')]).toEqual([['on-failure'], ['2'], ['15']]);
});

test('the unit holds no secret: credentials are named in comments only', () => {
  expect(UNIT).toMatch(/^#LoadCredential=SMTP_PASSWORD:/m);
  expect([valuesOf('LoadCredential'), valuesOf('SetCredential'), valuesOf('Environment')]).toEqual([[], [], ['NODE_ENV=production']]);
});

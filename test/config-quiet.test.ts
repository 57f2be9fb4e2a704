import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configCheck } from '../src/commands/config-check.ts';
import { loadConfig } from '../src/config.ts';
import { project } from './support/cli.ts';
import { temporaryFolder } from './support/store.ts';

const RECEIVER = 'receivers:\n  - { id: hook, webhook: { url: "http://127.0.0.1:1/", secrets: [HOOK_SECRET] } }\n';

function load(yaml: string) {
  const folder = temporaryFolder();
  const file = project(folder, yaml);
  return loadConfig(join('config', file.split('/').at(-1) ?? ''), {
    cwd: folder,
    pipelines: [{ id: 'un-comtrade', releases: null, settings: z.strictObject({}) }],
  });
}

describe('rules on publications', () => {
  test('ask about all sources, a failing one for a day, unless they say otherwise', () => {
    const { dataRules, rules, claimRules } = load(
      `rules:\n  - { id: late, kind: release_late }\n  - { id: parts, kind: partial_release, pipelines: [un-comtrade] }\n  - { id: out, kind: pipeline_failed }\n${RECEIVER}`,
    );
    expect([rules, claimRules]).toEqual([[], []]);
    expect(dataRules).toEqual([
      { id: 'late', title: null, kind: 'release_late', pipelines: null, afterHours: null, severity: 'warning', receivers: [] },
      {
        id: 'parts',
        title: null,
        kind: 'partial_release',
        pipelines: ['un-comtrade'],
        afterHours: null,
        severity: 'warning',
        receivers: [],
      },
      { id: 'out', title: null, kind: 'pipeline_failed', pipelines: null, afterHours: 24, severity: 'warning', receivers: [] },
    ]);
  });

  test.each([
    ['{ id: late, kind: release_late, pipelines: [un-comtrad] }', 'rules.0.pipelines.0: no pipeline has the id "un-comtrad"; did you mean'],
    ['{ id: late, kind: release_late, receivers: [desk] }', 'rules.0.receivers.0: no receiver has the id "desk"'],
    ['{ id: out, kind: pipeline_failed, after_hours: 0 }', 'expected 1 or more'],
    ['{ id: late, kind: release_late, after_hours: 2 }', 'after_hours'],
    ['{ id: late, kind: release_lat }', 'kind'],
  ])('%s is refused with its place', (rule, fault) => {
    expect(() => load(`rules:\n  - ${rule}\n${RECEIVER}`)).toThrow(fault);
  });
});

test('config check says which sources a rule on publications asks about, and that none can be late without a calendar', async () => {
  const folder = temporaryFolder();
  const config = project(
    folder,
    `rules:\n  - { id: good, kind: release_late, pipelines: [un-comtrade, china-customs-query] }\n  - { id: dead, kind: release_late, pipelines: [trade-news] }\n`,
  );
  const said: string[] = [];
  const io = {
    stdout: (text: string) => void said.push(text),
    stderr: () => {},
    env: {},
    cwd: folder,
    isTTY: false,
    now: () => new Date(),
  };
  expect(await configCheck(io, { config })).toBe(2);
  expect(said.join('')).toContain('rule good covers 1 source: un-comtrade\n');
  expect(said.join('')).toContain(
    'rule dead can never fire: none of its sources has both a schedule and a release calendar: turn one on, or remove the rule\n',
  );
});

describe('the heartbeat', () => {
  test('comes on the first at eight in UTC, to nobody', () => {
    expect(load('log: { level: info }\n').heartbeat).toEqual({ day: 1, hour: 8, timezone: 'UTC', receivers: [] });
    expect(load(`heartbeat: { day: 28, timezone: Europe/Berlin, receivers: [hook] }\n${RECEIVER}`).heartbeat).toEqual({
      ...{ day: 28, hour: 8, timezone: 'Europe/Berlin', receivers: ['hook'] },
    });
  });

  test.each([
    ['{ day: 29 }', 'heartbeat.day: expected 1 to 28'],
    ['{ hour: 24 }', 'heartbeat.hour: expected 0 to 23'],
    ['{ timezone: Berlin }', 'heartbeat.timezone: expected an IANA time zone'],
    ['{ receivers: [hok] }', 'heartbeat.receivers.0: no receiver has the id "hok"; did you mean "hook"?'],
  ])('%s is refused with its place', (heartbeat, fault) => {
    expect(() => load(`heartbeat: ${heartbeat}\n${RECEIVER}`)).toThrow(fault);
  });
});

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CommandIo } from '../src/commands/command.ts';
import { configCheck } from '../src/commands/config-check.ts';
import { configSchema } from '../src/commands/config-schema.ts';
import { type Config, ConfigError, configJsonSchema, type LoadOptions, loadConfig, openSecrets } from '../src/config.ts';
import { thresholdOf } from '../src/domain/threshold.ts';
import { UsageError } from '../src/errors.ts';
import { loadRegistry } from '../src/registry.ts';

const CHECKOUT = join(import.meta.dirname, '..');
const PIPELINES = [
  {
    id: 'eurostat-comext',
    settings: z.object({ products: z.array(z.string()).default(['85051110']), least: z.int().min(1).default(24) }),
    releases: { day: { daysAfter: 46 }, time: '11:00', graceDays: 5 },
  },
  { id: 'un-comtrade', releases: null, settings: z.strictObject({}) },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewatch-config-'));
  mkdirSync(join(folder, 'config'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string | Buffer, options: Partial<LoadOptions> = {}, name = 'config/tradewatch.yaml'): Config {
  writeFileSync(join(folder, name), text);
  return loadConfig(name, { cwd: folder, pipelines: PIPELINES, ...options });
}

/** The lines of the error that a file is refused with, without the file's name. */
function faults(text: string | Buffer, options: Partial<LoadOptions> = {}): string[] {
  try {
    load(text, options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.split('\n').map((line) => line.replace('config/tradewatch.yaml:', ''));
  }
  return [];
}

const RULE = `rules:
  - id: magnets
    what:
      product: HS8:85051110
    when:
      percent: 25
`;
/** Receivers with their fallbacks, three lines each. */
const receiversOf = (fallbacks: Readonly<Record<string, string>>): string =>
  `receivers:\n${Object.entries(fallbacks)
    .map(([id, fallback]) => `  - id: ${id}\n    webhook: {url: "https://example.org", secrets: [K]}\n    fallback: ${fallback}\n`)
    .join('')}`;
const withRule = (change: string, by: string): string => RULE.replace(change, by);

describe('the defaults', () => {
  test('an empty file is a configuration', () => {
    expect(load('# nothing\n')).toEqual({
      file: join(folder, 'config/tradewatch.yaml'),
      database: join(folder, 'data/tradewatch.db'),
      corrections: [],
      publish: null,
      archive: join(folder, 'data/raw'),
      inbox: join(folder, 'data/inbox'),
      userAgent: 'tradewatch/0.1',
      log: { level: 'info' },
      pipelines: {
        'eurostat-comext': { enabled: true, baseUrl: null, schedule: null, lookbackMonths: null, releases: null, settings: {} },
        'un-comtrade': { enabled: true, baseUrl: null, schedule: null, lookbackMonths: null, releases: null, settings: {} },
      },
      rules: [],
      claimRules: [],
      dataRules: [],
      heartbeat: { day: 1, hour: 8, timezone: 'UTC', receivers: [] },
      receivers: [],
      smtp: null,
      web: { enabled: true, host: '127.0.0.1', port: 8484, hostnames: [], token: null },
      ping: null,
    });
  });

  test('a rule needs a product and a percentage, the rest is what most people mean', () => {
    expect(load(RULE).rules).toEqual([
      {
        id: 'magnets',
        title: null,
        what: {
          pipelines: null,
          product: 'HS8:85051110',
          flow: 'export',
          reporter: 'CN',
          partners: ['WORLD'],
          measure: 'net_weight',
          unit: null,
        },
        when: { metric: 'yoy', direction: 'rise', percent: 25 },
        minimumBase: 0,
        minimumChange: 0,
        hysteresis: 0,
        materialChange: 1,
        confirm: 'immediate',
        streak: 1,
        severity: 'warning',
        escalation: [],
        receivers: [],
      },
    ]);
  });

  test('sections whose contents are all commented out are empty', () => {
    expect(load('rules:\nreceivers:\n# - id: x\npipelines:\n  un-comtrade:\nsmtp:\nlog:\n').receivers).toEqual([]);
  });

  test('the result is frozen to its last leaf', () => {
    const config = load(RULE);
    expect(() => ((config.rules[0] as { when: { percent: number } }).when.percent = 1)).toThrow(TypeError);
    expect(Object.isFrozen(config.pipelines['un-comtrade'])).toBe(true);
  });
});

describe('what is written is what is used', () => {
  test('keys with underscores become fields, mail, webhooks and chats receivers', () => {
    const config =
      load(`${RULE.replace('percent: 25', 'percent: 25\n    minimum_base: 10\n    material_change: 2\n    receivers: [desk, hook, chat]')}
receivers:
  - {id: desk, email: {to: [desk@example.org, 贸易@example.org]}}
  - {id: hook, webhook: {url: "http://127.0.0.1:8080/x", secrets: [NEW_KEY, OLD_KEY]}}
  - {id: chat, webhook: {url_secret: CHAT_URL, secrets: [K]}}
  - {id: one, slack: {url_secret: SLACK_URL}}
  - {id: two, teams: {url_secret: TEAMS_URL}}
  - {id: three, discord: {url_secret: DISCORD_URL}}
smtp: {host: mail.example.org, user: me, password_secret: SMTP_PASSWORD, from: "Trade <t@example.org>", ca_file: ca.pem}
pipelines:
  eurostat-comext: {enabled: false, base_url: "http://127.0.0.1:1234/", schedule: "0 12 * * mon-fri", settings: {products: ["8505"]}}
`);
    expect(config.rules[0]).toMatchObject({ minimumBase: 10, materialChange: 2, receivers: ['desk', 'hook', 'chat'] });
    expect(config.receivers).toEqual([
      { id: 'desk', channel: 'email', to: ['desk@example.org', '贸易@example.org'] },
      { id: 'hook', channel: 'webhook', url: { text: 'http://127.0.0.1:8080/x' }, secrets: ['NEW_KEY', 'OLD_KEY'] },
      { id: 'chat', channel: 'webhook', url: { secret: 'CHAT_URL' }, secrets: ['K'] },
      { id: 'one', channel: 'slack', url: 'SLACK_URL' },
      { id: 'two', channel: 'teams', url: 'TEAMS_URL' },
      { id: 'three', channel: 'discord', url: 'DISCORD_URL' },
    ]);
    expect(config.smtp).toEqual({
      host: 'mail.example.org',
      port: 587,
      security: 'starttls',
      user: 'me',
      password: 'SMTP_PASSWORD',
      from: 'Trade <t@example.org>',
      caFile: join(folder, 'ca.pem'),
    });
    expect(config.pipelines['eurostat-comext']).toEqual({
      enabled: false,
      baseUrl: 'http://127.0.0.1:1234',
      schedule: '0 12 * * mon-fri',
      lookbackMonths: null,
      releases: null,
      settings: { products: ['8505'] },
    });
  });

  test('announced dates and the grace change the calendar of a source', () => {
    const releases = (text: string) =>
      load(`pipelines:\n  eurostat-comext:\n    releases: ${text}\n`).pipelines['eurostat-comext']?.releases;
    expect(releases('{dates: {2026-03: 2026-05-18, "2026-04": "2026-06-16"}, grace_days: 7}')).toEqual({
      expected: true,
      dates: { '2026-03': '2026-05-18', '2026-04': '2026-06-16' },
      graceDays: 7,
    });
    expect(releases('{expected: false}')).toEqual({ expected: false, dates: {}, graceDays: null });
  });

  test.each([
    ['dates: {2026-13: 2026-05-18}', 'releases.dates.2026-13: expected a month such as 2026-03, got "2026-13"'],
    ['dates: {2026-03: 18.5.2026}', 'releases.dates.2026-03: expected a day such as 2026-04-14, got "18.5.2026"'],
    ['dates: {2026-03: 20260518}', 'releases.dates.2026-03: expected a day such as 2026-04-14, got the number 20260518'],
    ['dates: {2026-03: 2025-05-18}', 'expected a day after 2026-03 has ended and within a year and a half, got 2025-05-18'],
    ['dates: [2026-05-18]', 'releases.dates: expected a map of keys and values, got a list'],
    ['grace: 7', 'releases.grace: unknown key'],
    ['grace_days: -1', 'releases.grace_days: expected a number of at least 0, got the number -1'],
  ])('the calendar {%s} is refused: %s', (written, expected) => {
    const found = faults(`pipelines:\n  eurostat-comext:\n    releases: {${written}}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
    expect(found[0]?.split(', got ').length).toBeLessThanOrEqual(2);
    expect(found[0]).toMatch(/^3:\d+ pipelines\.eurostat-comext\./);
  });

  test('a source without a calendar has none to change', () => {
    expect(faults('pipelines:\n  un-comtrade:\n    releases: {grace_days: 7}\n')[0]).toContain(
      'pipelines.un-comtrade.releases: unknown key',
    );
  });

  test.each([
    ['"850511"', 'HS:850511'],
    ['"8505.11"', 'HS:850511'],
    ['HS8:8505.11.10', 'HS8:85051110'],
    ['HS:0101', 'HS:0101'],
    ['GACC:rare-earth', 'GACC:rare-earth'],
    ['CN:85051110', 'CN:85051110'],
  ])('the product %s is %s', (written, product) => {
    expect(load(withRule('HS8:85051110', written)).rules[0]?.what.product).toBe(product);
  });

  test('partners: all means every partner', () => {
    expect(load(withRule('HS8:85051110', 'HS8:85051110\n      partners: all')).rules[0]?.what.partners).toBeNull();
  });

  test('Norway is a country', () => {
    expect(load(withRule('HS8:85051110', 'HS8:85051110\n      partners: [NO, LATIN_AMERICA, EA20]')).rules[0]?.what.partners).toEqual([
      'NO',
      'LATIN_AMERICA',
      'EA20',
    ]);
  });

  test('paths are relative to the folder that holds config/, or to the file where there is none', () => {
    mkdirSync(join(folder, 'etc'), { recursive: true });
    expect(load('database: x.db\narchive: /var/raw\n')).toMatchObject({ database: join(folder, 'x.db'), archive: '/var/raw' });
    expect(load('database: x.db\n', {}, 'etc/mine.yaml').database).toBe(join(folder, 'etc/x.db'));
  });

  test('--db is relative to where the command is given', () => {
    expect(load('database: x.db\n', { database: 'y.db' }).database).toBe(join(folder, 'y.db'));
  });

  test('overrides are laid over maps by key and over lists by id, and are checked like the file', () => {
    const text = `receivers:\n  - {id: desk, email: {to: [a@example.org]}}\n  - {id: hook, webhook: {url: "http://127.0.0.1:1/", secrets: [K]}}\nsmtp: {host: 127.0.0.1, security: none, from: a@example.org}\n`;
    const config = load(text, {
      overrides: {
        smtp: { port: 2525 },
        receivers: { hook: { webhook: { url: 'http://127.0.0.1:9999/hook' } } },
        pipelines: { 'un-comtrade': { base_url: 'http://127.0.0.1:7' } },
        archive: undefined,
      },
    });
    expect(config.smtp?.port).toBe(2525);
    expect(config.receivers[1]).toMatchObject({ url: { text: 'http://127.0.0.1:9999/hook' }, secrets: ['K'] });
    expect(config.pipelines['un-comtrade']?.baseUrl).toBe('http://127.0.0.1:7');
    expect(config.archive).toBe(join(folder, 'data/raw'));
    expect(faults(text, { overrides: { smtp: { port: 'x' } } })).toEqual(['4:7 smtp.port: expected a number, got "x"']);
  });
});

describe('what a rule on figures watches', () => {
  const watched = (what: string) => load(RULE.replace(/what:\n.*\n/, `what: { ${what} }\n`)).rules[0]?.what;

  test.each([
    ['product: "CN:2846*", reporter: all', 'CN:2846*', null],
    ['product: "CN:*", reporter: DE', 'CN:*', 'DE'],
    ['product: "8505*"', 'HS:8505*', 'CN'],
    ['product: "85.05*"', 'HS:8505*', 'CN'],
    ['product: "85.05.11*"', 'HS:850511*', 'CN'],
    ['product: "CN:8505.11*"', 'CN:850511*', 'CN'],
    ['product: "GACC:rare*"', 'GACC:rare*', 'CN'],
  ])('%s', (what, product, reporter) => {
    expect(watched(what)).toMatchObject({ product, reporter });
  });

  const BEGINNING = 'expected the beginning of codes of one list, such as "CN:2846*", or "CN:*" for each of them';
  test.each([
    ['product: "*"', `rules.0.what.product: ${BEGINNING}, got "*"`],
    ['product: "..*"', `rules.0.what.product: ${BEGINNING}, got "..*"`],
    ['product: "85051110*"', `rules.0.what.product: ${BEGINNING}, got "85051110*"`],
    ['product: "CN:28:46*"', `rules.0.what.product: ${BEGINNING}, got "CN:28:46*"`],
    ['product: "CN:28**"', `rules.0.what.product: ${BEGINNING}, got "CN:28**"`],
    [
      'product: "CN:28*46"',
      'rules.0.what.product: expected a product such as "HS8:85051110", "GACC:rare-earth" or the HS code "850511", got "CN:28*46"',
    ],
    ['product: "CN:*", reporter: germany', 'rules.0.what.reporter: expected a code in capitals such as CN, or all, got "germany"'],
  ])('%s is a fault', (what, expected) => {
    const found = faults(RULE.replace(/what:\n.*\n/, `what: { ${what} }\n`));
    expect(found.map((fault) => fault.replace(/^\d+:\d+ /, ''))).toEqual([expected]);
  });
});

describe('a rule about claims', () => {
  const claims = (more: string): string => `rules:\n  - id: claims\n    ${more}\n`;

  test('stands among the rules about growth, which need no kind', () => {
    const both = load(`${RULE}  - id: claims\n    kind: claim_contradicted\n    commodities: [rare_earths]\n    publishers: [A Paper]\n`);
    expect(both.rules.map((rule) => rule.id)).toEqual(['magnets']);
    expect(both.claimRules).toEqual([
      {
        id: 'claims',
        title: null,
        commodities: ['rare_earths'],
        reporters: null,
        publishers: ['A Paper'],
        severity: 'warning',
        receivers: [],
      },
    ]);
    expect(load(RULE.replace('- id: magnets', '- id: magnets\n    kind: growth')).rules).toEqual(load(RULE).rules);
  });

  test.each([
    [
      'kind: claim_contradict',
      '3:11 rules.0.kind: expected one of growth, revision, mirror_gap, claim_contradicted, release_late, partial_release, pipeline_failed, got "claim_contradict"; did you mean "claim_contradicted"?',
    ],
    ['kind: claim_contradicted\n    comodities: [x]', '4:5 rules.0.comodities: unknown key; did you mean "commodities"?'],
    ['kind: claim_contradicted\n    what: { product: TOTAL }', '4:5 rules.0.what: does not go with this kind'],
    ['kind: claim_contradicted\n    reporters: [china]', '4:17 rules.0.reporters.0: expected a code in capitals such as CN, got "china"'],
    [
      'kind: claim_contradicted\n    receivers: [desk]',
      '4:17 rules.0.receivers.0: no receiver has the id "desk"; the list receivers is empty',
    ],
  ])('%j is a fault', (more, expected) => {
    expect(faults(claims(more))).toEqual([expected]);
  });
});

describe('a fault is told with its line and column', () => {
  test.each([
    ['text for a number', withRule('25', '"25%"'), '6:16 rules.0.when.percent: expected a number, got "25%"'],
    ['nothing, at the parent', withRule('percent: 25', 'metric: yoy'), '6:7 rules.0.when.percent: missing: expected a number'],
    ['a key without value', withRule('percent: 25', 'percent:'), '6:15 rules.0.when.percent: missing: expected a number'],
    [
      'a percentage of 0',
      withRule('25', '0'),
      '6:16 rules.0.when.percent: expected a number above 0 (a fall of 25 % is percent: 25 with direction: fall), got the number 0',
    ],
    [
      'a fall below nothing',
      withRule('percent: 25', 'percent: 120\n      direction: fall'),
      '6:16 rules.0.when.percent: nothing falls by more than 100 %, got 120',
    ],
    [
      'a hysteresis that swallows the threshold',
      withRule('percent: 25', 'percent: 25\n    hysteresis: 25'),
      '7:17 rules.0.hysteresis: expected less than when.percent (25), got 25',
    ],
    [
      'a code that YAML made a number',
      withRule('HS8:85051110', '8505.10'),
      '4:16 rules.0.what.product: expected a product such as "HS8:85051110", got the number 8505.10: quote it: "8505.10"',
    ],
    [
      'a code with a leading zero',
      withRule('HS8:85051110', '0101'),
      '4:16 rules.0.what.product: expected a product such as "HS8:85051110", got the number 0101: quote it: "0101"',
    ],
    [
      'eight digits of no list',
      withRule('HS8:85051110', '"85051110"'),
      '4:16 rules.0.what.product: expected the list that a code of 8 digits is from: "HS8:85051110" (China) or "CN:85051110" (EU), got "85051110"',
    ],
    [
      'no code at all',
      withRule('HS8:85051110', 'magnets'),
      '4:16 rules.0.what.product: expected a product such as "HS8:85051110", "GACC:rare-earth" or the HS code "850511", got "magnets"',
    ],
    ['a mistyped key', withRule('what:', 'waht:'), '3:5 rules.0.waht: unknown key; did you mean "what"?'],
    [
      'a mistyped key without value',
      'pipelines:\n  eurostat-comex:\n',
      '2:3 pipelines.eurostat-comex: unknown key; did you mean "eurostat-comext"?',
    ],
    [
      'an unknown key at the top',
      'foo: 1\n',
      '1:1 foo: unknown key; known: database, archive, inbox, corrections, publish, user_agent, log, pipelines, rules, receivers, heartbeat, smtp, web, ping',
    ],
    [
      'a mistyped word',
      withRule('percent: 25', 'percent: 25\n      direction: fal'),
      '7:18 rules.0.when.direction: expected one of rise, fall, either, got "fal"; did you mean "fall"?',
    ],
    [
      'a partner in small letters',
      withRule('HS8:85051110', 'HS8:85051110\n      partners: [WORLD, us]'),
      '5:25 rules.0.what.partners.1: expected a code in capitals such as US, JP or WORLD, got "us"',
    ],
    [
      'a country by a code of three letters',
      withRule('HS8:85051110', 'HS8:85051110\n      partners: [WORLD, USA]'),
      '5:25 rules.0.what.partners.1: no country or group has the code "USA"; did you mean "US"?',
    ],
    [
      'a code that no country has',
      withRule('HS8:85051110', 'HS8:85051110\n      reporter: XQ'),
      '5:17 rules.0.what.reporter: no country or group has the code "XQ"; expected ISO 3166-1 alpha-2, such as US, or a group of config/codes/areas.json, such as ASEAN',
    ],
    [
      'the United Kingdom by another code',
      'rules:\n  - id: talk\n    kind: claim_contradicted\n    reporters: [UK]\n',
      '4:17 rules.0.reporters.0: no country or group has the code "UK"; did you mean "GB"?',
    ],
    [
      'a webhook whose messages would leave the machine in plain text',
      'receivers:\n  - id: hook\n    webhook: {url: "http://example.org/hook", secrets: [KEY]}\n',
      '3:20 receivers.0.webhook.url: expected an https address: http is for this machine only',
    ],
    [
      'one partner without a list',
      withRule('HS8:85051110', 'HS8:85051110\n      partners: US'),
      '5:17 rules.0.what.partners: expected a list of partners such as [WORLD, US], or all, got "US": write [US]',
    ],
    ['a map for a list', 'rules: {id: x}\n', '1:8 rules: expected a list, got a map'],
    ['a list for the file', '- a\n', '1:1 expected a map of keys and values, got a list'],
    ['an id that occurs twice', `${RULE}${RULE.replace('rules:\n', '')}`, '7:9 rules.1.id: "magnets" is the id of rules.0 already'],
    [
      'an id with a space',
      withRule('magnets', 'Magnets US'),
      '2:9 rules.0.id: expected an id of small letters, digits, - and _, got "Magnets US"',
    ],
    [
      'a receiver that is not there',
      withRule('percent: 25', 'percent: 25\n    receivers: [desk]'),
      '7:17 rules.0.receivers.0: no receiver has the id "desk"; the list receivers is empty',
    ],
    [
      'a fallback that is not there',
      receiversOf({ desk: 'dsk' }),
      '4:15 receivers.0.fallback: no receiver has the id "dsk"; did you mean "desk"?',
    ],
    ['a fallback of itself', receiversOf({ desk: 'desk' }), '4:15 receivers.0.fallback: expected another receiver than this one'],
    [
      'fallbacks in a ring, and one that leads to it',
      receiversOf({ a: 'b', b: 'c', c: 'b' }),
      '7:15 receivers.1.fallback: expected a fallback that does not come back to "b": b -> c -> b',
    ],
    [
      'a pipeline that is not there',
      'pipelines:\n  eurostat-comex: {}\n',
      '2:3 pipelines.eurostat-comex: unknown key; did you mean "eurostat-comext"?',
    ],
    [
      'a pipeline of a rule that is not there',
      withRule('HS8:85051110', 'HS8:85051110\n      pipelines: [un-comtrad]'),
      '5:19 rules.0.what.pipelines.0: no pipeline has the id "un-comtrad"; did you mean "un-comtrade"?',
    ],
    [
      'a setting of a pipeline',
      'pipelines:\n  eurostat-comext:\n    settings:\n      least: 0\n',
      '4:14 pipelines.eurostat-comext.settings.least: expected a number of at least 1, got the number 0',
    ],
    [
      'a code in a setting',
      'pipelines:\n  eurostat-comext:\n    settings: {products: [850511]}\n',
      '3:27 pipelines.eurostat-comext.settings.products.0: expected text, got the number 850511: quote it: "850511"',
    ],
    [
      'a setting that a pipeline does not have',
      'pipelines:\n  eurostat-comext:\n    settings: {product: ["850511"]}\n',
      '3:16 pipelines.eurostat-comext.settings.product: unknown key; did you mean "products"?',
    ],
    [
      'a schedule',
      'pipelines:\n  un-comtrade: {schedule: "0 25 * * *"}\n',
      '2:27 pipelines.un-comtrade.schedule: expected a cron expression: hour "25": expected 0 to 23, as *, a list 1,2, a range 1-5 or a step */2, got "0 25 * * *"',
    ],
    [
      'a schedule in words',
      'pipelines:\n  un-comtrade: {schedule: "every day"}\n',
      '2:27 pipelines.un-comtrade.schedule: expected the five fields of a cron expression, "minute hour day month weekday" such as "30 10 * * 1-5", got "every day"',
    ],
    [
      'a time zone',
      'heartbeat: {timezone: Europe/Berln}\n',
      '1:23 heartbeat.timezone: expected an IANA time zone such as Europe/Berlin, got "Europe/Berln"',
    ],
    [
      'mail without a server',
      'receivers:\n  - id: desk\n    email: {to: [a@example.org]}\n',
      '3:5 receivers.0.email: mail wants the section smtp: {host, from}',
    ],
    [
      'a mail address',
      'receivers: [{id: desk, email: {to: [nobody]}}]\nsmtp: {host: h, from: a@b.c}\n',
      '1:37 receivers.0.email.to.0: expected a mail address such as desk@example.org, got "nobody"',
    ],
    ['a receiver of no kind', 'receivers: [{id: desk}]\n', '1:13 receivers.0: expected one of email, webhook, slack, teams, discord'],
    [
      'a receiver of two kinds',
      'receivers: [{id: desk, slack: {url_secret: A}, teams: {url_secret: B}}]\n',
      '1:13 receivers.0: expected one of email, webhook, slack, teams, discord, got slack and teams: make a receiver of each',
    ],
    [
      'a chat without its address',
      'receivers: [{id: x, discord: {}}]\n',
      '1:30 receivers.0.discord.url_secret: missing: expected the NAME of a secret in capitals, such as WEBHOOK_SECRET',
    ],
    ['a mistyped chat', 'receivers: [{id: x, slakc: {url_secret: A}}]\n', '1:21 receivers.0.slakc: unknown key; did you mean "slack"?'],
    [
      'a webhook that nothing signs',
      'receivers:\n  - id: hook\n    webhook: {url: "https://example.org/hook"}\n',
      '3:14 receivers.0.webhook.secrets: missing: expected a list of the NAMES of the secrets that sign, such as [HOOK_SECRET]',
    ],
    [
      'a webhook without address',
      'receivers:\n  - id: hook\n    webhook: {secrets: [K]}\n',
      '3:5 receivers.0.webhook: expected url or url_secret, one of them',
    ],
    [
      'a webhook at a strange address',
      'receivers: [{id: h, webhook: {url: "ftp://x", secrets: [K]}}]\n',
      '1:36 receivers.0.webhook.url: expected an http(s) address; one that is a secret itself belongs in url_secret, got "ftp://x"',
    ],
    [
      'plain mail to another machine',
      'smtp: {host: mail.example.org, security: none, from: a@b.c}\n',
      '1:42 smtp.security: expected tls or starttls: mail to mail.example.org would leave this machine in plain text',
    ],
    [
      'a user without password',
      'smtp: {host: h, user: me, from: a@b.c}\n',
      '1:23 smtp.user: wants password_secret: the NAME of the secret that holds the password',
    ],
  ])('%s', (_what, text, expected) => {
    expect(faults(text)).toEqual([expected]);
  });

  test('all faults are told at once, in the order of their lines', () => {
    const lines = faults(
      `databse: x\n${RULE.replace('25', '"25%"').replace('HS8:85051110', '8505').replace('magnets', 'Magnets')}    receivers: [desk]\nreceivers:\n  - id: hook\n    webhook: {url: "http://x", secrets: [lower]}\n`,
    );
    expect(lines.map((line) => /^\d+:\d+ [^:]+/.exec(line)?.[0])).toEqual([
      '1:1 databse',
      '3:9 rules.0.id',
      '5:16 rules.0.what.product',
      '7:16 rules.0.when.percent',
      '8:17 rules.0.receivers.0',
      '11:20 receivers.0.webhook.url',
      '11:42 receivers.0.webhook.secrets.0',
    ]);
  });

  test('they carry their parts for programs', () => {
    try {
      load(withRule('25', '"25%"'));
      expect.fail('was taken');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).faults).toEqual([
        { line: 6, column: 16, path: 'rules.0.when.percent', message: 'expected a number, got "25%"' },
      ]);
    }
  });
});

describe('a secret in the file is refused, and not shown', () => {
  test.each([
    [
      'smtp: {host: h, from: a@b.c, user: me, password: hunter22}\n',
      'smtp.password: secrets do not belong in this file: put it into the environment (or a file, as NAME_FILE) and write its name: password_secret: SMTP_PASSWORD',
    ],
    [
      'receivers: [{id: h, webhook: {url: "http://x", secrets: [whsec_hunter22]}}]\n',
      'receivers.0.webhook.secrets.0: this looks like a secret',
    ],
    [
      'receivers: [{id: h, webhook: {url: "http://x", secret: whsec_hunter22, secrets: [K]}}]\n',
      'receivers.0.webhook.secret: this looks like a secret',
    ],
    ['receivers: [{id: h, webhook: {url: "http://x", secret: hunter22, secrets: [K]}}]\n', 'write its name: secrets: [WEBHOOK_SECRET]'],
    ['pipelines: {un-comtrade: {base_url: "https://me:hunter22@x.org"}}\n', 'pipelines.un-comtrade.base_url: this looks like a secret'],
    [
      'pipelines: {un-comtrade: {settings: {api_key: hunter22}}}\n',
      'pipelines.un-comtrade.settings.api_key: secrets do not belong in this file',
    ],
    ['user_agent: [whsec_hunter22]\n', 'user_agent.0: this looks like a secret'],
    [
      'receivers: [{id: x, slack: {url: "https://hooks.slack.com/services/T0/B0/hunter22"}}]\n',
      'receivers.0.slack.url: the address is a secret and does not belong in this file: put it into the environment (or a file, as NAME_FILE) and write its name: url_secret: SLACK_URL',
    ],
    [
      'receivers: [{id: x, discord: {webhook_url: hunter22}}]\n',
      'receivers.0.discord.webhook_url: the address is a secret and does not belong in this file',
    ],
    [
      'receivers: [{id: x, teams: {url_secret: "https://hunter22.example.org"}}]\n',
      'expected the NAME of a secret in capitals, such as WEBHOOK_SECRET, got a text that may be the secret itself (not shown)',
    ],
    [
      'receivers: [{id: x, slack: "https://chat.example.org/hunter22"}]\n',
      'receivers.0.slack: expected url_secret: NAME, the name of the secret that holds the address, got a text that may be the secret itself (not shown)',
    ],
    ...[
      'https://hooks.slack.com/services/hunter22',
      'https://discord.com/api/webhooks/1/hunter22',
      'https://canary.discord.com/api/webhooks/1/hunter22',
      'https://prod-1.westeurope.logic.azure.com:443/workflows/1?sig=hunter22',
      'https://default1.2.environment.api.powerplatform.com/powerautomate/1?sig=hunter22',
      'https://example.webhook.office.com/webhookb2/hunter22',
    ].map((url) => [`receivers: [{id: x, webhook: {url: "${url}", secrets: [K]}}]\n`, 'receivers.0.webhook.url: this looks like a secret']),
  ])('%s', (text, expected) => {
    const lines = faults(text);
    expect(lines.join('\n')).toContain(expected);
    expect(lines.join('\n')).not.toContain('hunter22');
  });
});

describe('a file that is no proper YAML', () => {
  test.each([
    ['a key that occurs twice', 'log: {level: info}\nlog: {level: warn}\n', '2:1 the key "log" occurs a second time'],
    ['a tab', 'log:\n\tlevel: info\n', '2:1 a tab in the indentation: YAML wants spaces'],
    [
      'a line that is not as far in as the one before',
      'smtp:\n  host: a\n port: 1\n',
      '3:1 the indentation does not fit the lines around it, or a bracket is not closed',
    ],
    ['an open quote', 'database: "x\n', '2:1 Missing closing "quote'],
    ['two documents', 'log:\n---\nlog:\n', '2:1 a second document begins: expected one'],
    ['a tag', 'database: !secret x\n', '1:11 Unresolved tag: !secret'],
    ['an alias', 'log: &a {level: info}\nsmtp: *a\n', '2:7 the alias *a: aliases are not taken here, write the value out'],
    ['a key that is a list', '? [a]\n: 1\n', '1:3 a key must be a word'],
    ['brackets without end', '['.repeat(20_000), '1:1 nested more than 50 levels deep'],
    ['dashes without end', '- '.repeat(20_000), '1:1 nested more than 50 levels deep'],
    ['a million characters', 'x'.repeat(1_000_000), '1:1 the file has 1000000 characters: expected at most 262144'],
  ])('%s is refused', (_what, text, expected) => {
    expect(faults(text)[0]).toBe(expected);
  });

  test('a tab is told alone: what stands behind it is misread', () => {
    const text = 'rules:\n  - id: a\n\ttitle: A\n    what: { product: "HS8:85051110" }\n    receivers: []\n';
    expect(faults(text)).toEqual(['3:1 a tab in the indentation: YAML wants spaces']);
  });

  test('an alias bomb is refused as the first alias is met', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefghij'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(',')}]`),
    ].join('\n');
    expect(faults(bomb)[0]).toContain('aliases are not taken here');
  });

  test('a byte order mark and CRLF do not matter', () => {
    expect(load(`\ufeff${RULE.replaceAll('\n', '\r\n')}`).rules).toHaveLength(1);
    expect(faults(`\ufeff${withRule('25', 'x').replaceAll('\n', '\r\n')}`)).toEqual([
      '6:16 rules.0.when.percent: expected a number, got "x"',
    ]);
  });

  test('a key called __proto__ is a key like others', () => {
    expect(faults('__proto__: {polluted: 1}\n')[0]).toContain('1:1 __proto__: unknown key');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('other encodings, folders and missing files are refused with what to do', () => {
    expect(faults(Buffer.from('user_agent: "\xff\xfe"', 'latin1'))).toEqual([' expected UTF-8']);
    expect(() => loadConfig('config/none.yaml', { cwd: folder, pipelines: [] })).toThrow(
      'config/none.yaml: no such file. "tradewatch init" asks a few questions and writes one; --config FILE names another',
    );
    expect(() => loadConfig('config', { cwd: folder, pipelines: [] })).toThrow(/^config: cannot be read: EISDIR/);
  });
});

describe('secrets', () => {
  const file = (name: string, text: string, mode = 0o600): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  test('come from the environment, a file that it names, or systemd, in this order', () => {
    file('CRED', 'from-systemd\n');
    const env = {
      PLAIN: 'from-env',
      PLAIN_FILE: '/nowhere',
      BY_FILE_FILE: file('by-file', 'from file \r\n'),
      CREDENTIALS_DIRECTORY: folder,
      EMPTY: '',
    };
    const secrets = openSecrets(env);
    expect(secrets.find('PLAIN')).toBe('from-env');
    expect(secrets.find('BY_FILE')).toBe('from file ');
    expect(secrets.find('CRED')).toBe('from-systemd');
    expect(secrets.find('EMPTY')).toBeNull();
    expect(secrets.find('NOWHERE')).toBeNull();
  });

  test('a file that everybody can read is told once, and used', () => {
    const warnings: string[] = [];
    const secrets = openSecrets(
      { OPEN_FILE: file('open', 'hunter22\n', 0o644), CLOSED_FILE: file('closed', 'x', 0o640) },
      { warn: (message) => warnings.push(message) },
    );
    expect([secrets.find('OPEN'), secrets.find('OPEN'), secrets.find('CLOSED')]).toEqual(['hunter22', 'hunter22', 'x']);
    expect(warnings).toEqual([
      `${join(folder, 'open')} holds a secret and can be read by everybody on this machine: chmod 600 ${join(folder, 'open')}`,
    ]);
  });

  test('what is found is told, for the log to blank out', () => {
    const found: string[] = [];
    openSecrets({ A: 'one', B_FILE: file('b', 'two\n') }, { found: (value) => found.push(value) }).find('A');
    expect(found).toEqual(['one']);
  });

  test('a file that is named but not there is a mistake, and so is a name that is none', () => {
    expect(() => openSecrets({ A_FILE: join(folder, 'gone') }).find('A')).toThrow(UsageError);
    expect(() => openSecrets({}).find('../etc/passwd')).toThrow(/expected the NAME of a secret/);
    expect(() => openSecrets({}).find('whsec_hunter22')).toThrow(/^(?!.*hunter22)/);
  });
});

describe('what ships', () => {
  const io = (cwd: string): { io: CommandIo; out: string[]; err: string[] } => {
    const out: string[] = [];
    const err: string[] = [];
    return {
      io: {
        stdout: (text) => void out.push(text),
        stderr: (text) => void err.push(text),
        env: {},
        cwd,
        isTTY: false,
        now: () => new Date(0),
      },
      out,
      err,
    };
  };

  test('the default configuration watches magnets, rare earths and values, and needs no receiver', async () => {
    const config = loadConfig(null, { cwd: CHECKOUT, pipelines: (await loadRegistry()).values() });
    expect(
      config.rules.map(
        (rule) =>
          `${rule.what.product} ${rule.what.partners?.join('+')} ${rule.what.measure} ${rule.when.metric} ${rule.when.direction} ${thresholdOf(rule).threshold}`,
      ),
    ).toEqual([
      'HS8:85051110 WORLD+US net_weight yoy either 25',
      'GACC:rare-earth WORLD net_weight yoy either 25',
      'HS:850511 WORLD value yoy either 25',
    ]);
    expect(config.receivers).toEqual([]);
  });

  test('its commented receivers work once the marks are taken away', async () => {
    const text = readFileSync(join(CHECKOUT, 'config/tradewatch.yaml'), 'utf8');
    const [head = '', receivers = ''] = text.split('\nreceivers:\n');
    const opened = receivers
      .replace(/^#( {2})/gm, '$1')
      .replace(/^# (smtp:| {2})/gm, '$1')
      .replace(/^ (?= {3}\w)/gm, ' ');
    const config = load(`${head.replaceAll('receivers: []', 'receivers: [desk, hook]')}\nreceivers:\n${opened}`, {
      pipelines: (await loadRegistry()).values(),
    });
    expect(config.receivers.map((receiver) => receiver.channel)).toEqual(['email', 'webhook', 'slack']);
    expect(config.smtp?.password).toBe('SMTP_PASSWORD');
  });

  test('the configuration of the demo has a mail and a webhook receiver, and its addresses can be laid over', async () => {
    const overrides = {
      smtp: { port: 40_025 },
      receivers: { hook: { webhook: { url: 'http://127.0.0.1:40080/hook' } } },
      database: 'data/x.db',
    };
    const config = loadConfig('config/demo.yaml', { cwd: CHECKOUT, pipelines: (await loadRegistry()).values(), overrides });
    expect(config.receivers).toEqual([
      { id: 'desk', channel: 'email', to: ['desk@example.org'] },
      { id: 'hook', channel: 'webhook', url: { text: 'http://127.0.0.1:40080/hook' }, secrets: ['DEMO_WEBHOOK_SECRET'] },
    ]);
    expect(config.smtp).toMatchObject({ host: '127.0.0.1', port: 40_025, security: 'none' });
  });

  test('config check says what there is', async () => {
    const { io: world, out, err } = io(CHECKOUT);
    expect(await configCheck(world)).toBe(0);
    const lines = out.join('').trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    for (const line of lines.slice(0, 3))
      expect(line).toMatch(/^rule [a-z-]+ fires on invented figures \(2025-06: [\d.,e+]+ (kg|USD) against /);
    for (const line of lines.slice(3, 6)) expect(line).toMatch(/^rule [a-z-]+ covers \d+ sources: /);
    expect(lines[6]).toMatch(/^ok: \d+ pipelines, 7 rules, 0 receivers$/);
    expect(err.join('')).toContain('no one is told');
  });

  test('config check says every fault and exits 2', async () => {
    writeFileSync(join(folder, 'config/bad.yaml'), withRule('25', '"25%"'));
    const { io: world, out, err } = io(folder);
    expect(await configCheck(world, { config: 'config/bad.yaml' })).toBe(2);
    expect(err).toEqual(['config/bad.yaml:6:16 rules.0.when.percent: expected a number, got "25%"\n']);
    expect(await configCheck(world, { config: 'config/bad.yaml', json: true })).toBe(2);
    expect(JSON.parse(out.join(''))).toEqual({
      ok: false,
      faults: [{ file: 'config/bad.yaml', line: 6, column: 16, path: 'rules.0.when.percent', message: 'expected a number, got "25%"' }],
    });
  });

  test('config/schema.json is what config schema prints (update it with: npx vitest run test/config.test.ts -u)', async () => {
    const { io: world, out } = io(CHECKOUT);
    expect(await configSchema(world)).toBe(0);
    await expect(out.join('')).toMatchFileSnapshot(join(CHECKOUT, 'config/schema.json'));
  });

  test('every key of the schema is described', () => {
    const bare: string[] = [];
    const visit = (schema: Record<string, unknown>, path: string): void => {
      for (const [key, property] of Object.entries((schema['properties'] ?? {}) as Record<string, Record<string, unknown>>)) {
        if (typeof property['description'] !== 'string') bare.push(`${path}.${key}`);
        visit(property, `${path}.${key}`);
      }
      if (typeof schema['items'] === 'object') visit(schema['items'] as Record<string, unknown>, `${path}[]`);
    };
    const schema = configJsonSchema([{ id: 'un-comtrade', releases: null, settings: z.object({}) }]);
    visit(schema, '');
    expect(bare).toEqual([]);
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema['additionalProperties']).toBe(false);
  });
});

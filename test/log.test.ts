import { describe, expect, test } from 'vitest';
import { RefusedError } from '../src/errors.ts';
import { type Log, type LogOptions, logLevel, openLog, silentLog } from '../src/log.ts';

function record(options: Partial<LogOptions> = {}): { log: Log; lines: string[]; entry: () => Record<string, unknown> } {
  const lines: string[] = [];
  const log = openLog({
    level: 'debug',
    format: 'json',
    now: () => new Date('2025-06-20T03:04:05.678Z'),
    write: (line) => lines.push(line),
    ...options,
  });
  return { log, lines, entry: () => JSON.parse(lines.at(-1) ?? '{}') };
}

describe('an entry for machines', () => {
  test('is one JSON object on one line, time, level and message first', () => {
    const { log, lines } = record();
    log.info('loaded', { pipeline: 'eurostat-comext', observations: 42 });
    expect(lines).toEqual([
      '{"time":"2025-06-20T03:04:05.678Z","level":"info","message":"loaded","pipeline":"eurostat-comext","observations":42}\n',
    ]);
  });

  test('stays one line whatever a headline holds', () => {
    const { log, lines, entry } = record();
    const title = 'Magnets up\n{"level":"error","message":"forged"}\r\n\u2028\u2029\u0085\u001b[2K';
    log.info(title, { title, [title]: 1 });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd().split(/[\r\n\u2028\u2029\u0085]/)).toHaveLength(1);
    expect(lines[0]).not.toContain('\u001b');
    expect(entry()['title']).toBe(title);
    expect(entry()['level']).toBe('info');
  });

  test('is not bent by fields that are called message, level or time', () => {
    const { log, entry } = record();
    log.warn('true', { message: 'false', level: 'debug', time: 'never', entry: 1, splat: 2, stack: 'x' });
    expect(entry()).toMatchObject({ message: 'true', level: 'warn', time: '2025-06-20T03:04:05.678Z', entry: 1 });
  });

  test('is written at its level and above only', () => {
    const { log, lines } = record({ level: 'warn' });
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['c', 'd']);
  });

  test('carries the fields that its log was given', () => {
    const { log, entry } = record();
    log.with({ run: 7 }).with({ pipeline: 'trade-news' }).info('x', { n: 1 });
    expect(entry()).toMatchObject({ run: 7, pipeline: 'trade-news', n: 1 });
  });
});

describe('errors', () => {
  test('are written with their causes, not as {}', () => {
    const { log, entry } = record();
    const error = new Error('load failed', { cause: new TypeError('bad row', { cause: 'a text' }) });
    log.error('run failed', { pipeline: 'x', error, nested: { error } });
    expect(entry()['error']).toMatchObject({
      error: 'Error',
      message: 'load failed',
      cause: { error: 'TypeError', message: 'bad row', cause: 'a text' },
    });
    expect(entry()['nested']).toMatchObject({ error: { message: 'load failed' } });
    expect((entry()['error'] as { stack: string }).stack).toContain('log.test.ts');
  });

  test('keep their refusals and codes, and drop the request that they hang on to', () => {
    const { log, lines, entry } = record();
    const refused = new RefusedError({ where: 'row 3', reason: 'no unit' });
    const network = Object.assign(new Error('timeout', { cause: refused }), {
      code: 'ETIMEDOUT',
      config: { headers: { key: 'k-123456' } },
      request: { path: '/?key=k-123456' },
    });
    log.error('x', { error: network });
    expect(entry()['error']).toMatchObject({ code: 'ETIMEDOUT', cause: { refusals: [{ where: 'row 3', reason: 'no unit' }] } });
    expect(lines.join('')).not.toContain('k-123456');
  });

  test('that cause themselves, throw when read or never end are cut', () => {
    const { log, lines, entry } = record();
    const loop = new Error('loop');
    loop.cause = loop;
    const deep = Array.from({ length: 200 }).reduce<unknown>((inner) => ({ inner }), 'x');
    const hostile = {
      get trap(): string {
        throw new Error('trap');
      },
    };
    log.error('x', {
      loop,
      deep,
      hostile,
      many: new AggregateError([new Error('a'), new Error('b')]),
      big: 'x'.repeat(100_000),
      count: 10n,
      when: new Date(0),
      bytes: new Uint8Array(9),
      none: undefined,
      nan: Number.NaN,
    });
    expect(lines[0]?.length).toBeLessThan(20_000);
    expect(entry()['loop']).toMatchObject({ cause: '[circular]' });
    expect(entry()['many']).toMatchObject({ errors: [{ message: 'a' }, { message: 'b' }] });
    expect(entry()).toMatchObject({ count: '10', when: '1970-01-01T00:00:00.000Z', bytes: '[9 bytes]', nan: 'NaN' });
    expect(entry()['hostile']).toContain('[unreadable');
  });
});

describe('a secret', () => {
  const secret = 'pa"ss\\wörd & 1\n2';

  test.each(['json', 'text'] as const)('never gets into %s, as text, key, cause, address or basic authorization', (format) => {
    const { log, lines } = record({ format });
    log.redact(secret);
    const error = new Error(`refused ${secret}`, { cause: new Error(`deep ${secret}`) });
    log.with({ bound: secret }).error(`got ${secret}`, {
      error,
      [secret]: 1,
      list: [secret, { a: secret }],
      url: new URL(`https://x.example/?k=${encodeURIComponent(secret)}`),
      basic: Buffer.from(secret).toString('base64'),
    });
    const text = lines.join('');
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      'wörd',
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ])
      expect(text).not.toContain(form);
    expect(text.match(/\[secret\]/g)?.length).toBeGreaterThan(5);
  });

  test('that is too short to be one blanks nothing', () => {
    const { log, entry } = record();
    log.redact('a');
    log.redact('');
    log.info('a banana');
    expect(entry()['message']).toBe('a banana');
  });
});

describe('an entry for a person', () => {
  test('has the time of day, the level, the message and the fields', () => {
    const { log, lines } = record({ format: 'text' });
    log.warn('late', { pipeline: 'un-comtrade', reason: 'not yet there', error: new Error('outer', { cause: new Error('inner') }), n: 3 });
    expect(lines).toEqual(['03:04:05 warn  late pipeline=un-comtrade reason="not yet there" error="outer: inner" n=3\n']);
  });

  test('moves no cursor and forges no line', () => {
    const { log, lines } = record({ format: 'text', colors: false });
    log.info('a\nb\u001b[2J\u202e', { title: 'c\nd\u001b]0;x\u0007' });
    expect(lines[0]).toMatch(/^[\u0020-\u007e]*\n$/);
  });

  test('is coloured when asked', () => {
    const { log, lines } = record({ format: 'text', colors: true });
    log.error('x');
    expect(lines[0]).toContain('\u001b[31m');
  });
});

test('flags outrank the configured level', () => {
  expect(logLevel('info', {})).toBe('info');
  expect(logLevel('info', { quiet: true })).toBe('error');
  expect(logLevel('error', { verbose: true, quiet: true })).toBe('debug');
});

test('a silent log says nothing', () => {
  silentLog.with({ a: 1 }).error('x');
  silentLog.redact('secret');
});

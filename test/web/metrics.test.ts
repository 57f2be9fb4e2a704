import { existsSync } from 'node:fs';
import { register } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { acquireLock, isLocked } from '../../src/store/lock.ts';
import { siteOver } from './browser.ts';
import { eventful } from './eventful.ts';

const VITALS = { at: '2025-09-21T11:59:58.000Z', loopDelay: { mean: 0.011, max: 0.25 }, retries: 3, fault: null };

interface Metric {
  help?: string;
  type?: string;
  readonly samples: Map<string, number>;
}

/** The text format of Prometheus, strictly: HELP and TYPE once, before the samples, and no sample twice. */
function readMetrics(text: string): Map<string, Metric> {
  const metrics = new Map<string, Metric>();
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, word, name, rest] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word !== undefined) {
      const metric: Metric = metrics.get(name as string) ?? { samples: new Map() };
      expect(metric.samples.size, line).toBe(0);
      if (word === 'HELP') metric.help = rest as string;
      else metric.type = rest as string;
      metrics.set(name as string, metric);
      continue;
    }
    const [, sample, labels = '', value] = /^([a-z_]+)((?:\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})?) (\S+)$/.exec(line) ?? [];
    const metric = metrics.get(sample ?? '');
    if (metric === undefined) throw new Error(`no metric: ${line}`);
    expect(metric.samples.has(labels), line).toBe(false);
    metric.samples.set(labels, Number(value));
  }
  return metrics;
}

async function scrape(): Promise<{ text: string; metrics: Map<string, Metric> }> {
  const { file, options } = await eventful();
  const base = await siteOver(file, { ...options, vitals: () => VITALS });
  const answer = await fetch(`${base}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await answer.text();
  return { text, metrics: readMetrics(text) };
}

describe('/metrics', () => {
  test('keeps the rules of names: help, type, base units, _total for counters and for nothing else', async () => {
    const { metrics } = await scrape();
    expect(metrics.size).toBeGreaterThan(20);
    for (const [name, { help, type, samples }] of metrics) {
      expect(help, name).toMatch(/\.$/);
      expect(name).toMatch(/^tradewatch_[a-z_]+$/);
      expect(name.endsWith('_total'), name).toBe(type === 'counter');
      expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|hours|days|count|sum|bucket|gauge|counter)$/);
      if (/time|_age|delay/.test(name)) expect(name).toMatch(/_seconds$/);
      expect(samples.size, name).toBeGreaterThan(0);
      for (const value of samples.values()) expect(Number.isFinite(value), name).toBe(true);
    }
  });

  test('says what the database and the threads say', async () => {
    const { metrics } = await scrape();
    const value = (name: string, labels = ''): number | undefined => metrics.get(`tradewatch_${name}`)?.samples.get(labels);
    const query = '{source="china-customs-query"}';
    expect(value('source_last_success_timestamp_seconds', query)).toBe(Date.parse('2025-09-20T02:00:12.500Z') / 1000);
    expect(value('source_last_period_end_timestamp_seconds', query)).toBe(Date.UTC(2025, 6, 1) / 1000);
    expect(value('source_state', '{source="china-customs-query",state="late"}')).toBe(1);
    expect(value('source_state', '{source="china-customs-query",state="ok"}')).toBe(0);
    expect(value('source_state', '{source="us-census",state="waiting_for_key"}')).toBe(1);
    // A source that never succeeded has no time of a success, and not 1970.
    expect(value('source_last_success_timestamp_seconds', '{source="us-census"}')).toBeUndefined();
    expect(value('requests_total', query)).toBe(9);
    expect(value('publications_refused_total', '{source="un-comtrade"}')).toBe(1);
    expect(value('held_figures', '{source="un-comtrade"}')).toBe(1);
    expect(value('held_figures', query)).toBe(0);
    expect(value('alerts', '{state="retracted",severity="warning"}')).toBe(1);
    expect(value('messages', '{state="dead"}')).toBe(1);
    expect(value('outbox_age_seconds')).toBe(0);
    expect(value('receiver_up', '{receiver="hook"}')).toBe(0);
    expect(value('receiver_up', '{receiver="desk"}')).toBe(1);
    expect(value('http_retries_total')).toBe(3);
    expect(value('event_loop_delay_max_seconds', '{thread="main"}')).toBe(0.25);
    expect(value('event_loop_delay_max_seconds', '{thread="web"}')).toBeGreaterThanOrEqual(0);
  });

  test('leaves nothing in the registry that a library shares', async () => {
    await scrape();
    expect(await register.getMetricsAsArray()).toEqual([]);
  });
});

describe('health', () => {
  test('is ready while a process holds the lock, and not while nobody does or the tables are of another version', async () => {
    const { file, options } = await eventful();
    const base = await siteOver(file, { ...options, isServed: () => isLocked(file) });
    const ready = async (): Promise<[number, unknown]> => {
      const answer = await fetch(`${base}/readyz`);
      return [answer.status, await answer.json()];
    };
    expect(existsSync(`${file}.lock`)).toBe(false);
    expect(await ready()).toEqual([503, { status: 'no process keeps the database up to date' }]);
    const lock = acquireLock(file, 'test');
    expect(await ready()).toEqual([200, { status: 'ready' }]);
    // Looking does not free it.
    expect(() => acquireLock(file, 'other')).toThrow(/in use/);
    lock.release();
    expect((await ready())[0]).toBe(503);
    const { default: Database } = await import('better-sqlite3');
    const raw = new Database(file);
    const version = raw.pragma('user_version', { simple: true }) as number;
    raw.pragma(`user_version = ${version - 1}`);
    expect(await ready()).toEqual([503, { status: 'the database is being migrated, or is of another version' }]);
    raw.pragma(`user_version = ${version}`);
    raw.close();
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: 'ok' });
  });

  test('is not ready while the work fails, and the first page and the metrics say so', async () => {
    const { file, options } = await eventful();
    const base = await siteOver(file, { ...options, vitals: () => ({ ...VITALS, fault: 'database or disk is full' }) });
    const ready = await fetch(`${base}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'the work fails: database or disk is full' }]);
    expect(await (await fetch(`${base}/`)).text()).toContain('The work fails: database or disk is full. ');
    expect(await (await fetch(`${base}/metrics`)).text()).toContain('\ntradewatch_work_failing 1\n');
  });
});

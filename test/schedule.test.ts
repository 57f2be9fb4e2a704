import { getTasks } from 'node-cron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isDue, nextSlot } from '../src/domain/calendar.ts';
import { type Log, silentLog } from '../src/log.ts';
import { type Schedule, startSchedule, type WakeTrigger } from '../src/schedule.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const SHANGHAI = { id: 'china-customs-tables', schedule: '0 10 * * *', timezone: 'Asia/Shanghai' };
const BRUSSELS = { id: 'eurostat-comext', schedule: '30 2 * * *', timezone: 'Europe/Brussels' };
const NEW_YORK = { id: 'us-census', schedule: '30 2 * * *', timezone: 'America/New_York' };
const BY_HAND = { id: 'china-customs-query', schedule: null, timezone: 'Asia/Shanghai' };

let schedule: Schedule | null = null;

/** A caller as the program is: the starts of runs are its database. */
function world(options: {
  start: string;
  pipelines?: (typeof SHANGHAI | typeof BY_HAND)[];
  run?: (id: string, signal: AbortSignal) => Promise<void>;
  log?: Log;
}) {
  vi.setSystemTime(options.start);
  const pipelines = options.pipelines ?? [SHANGHAI];
  const lastStart = new Map<string, Date>();
  const runs: { id: string; at: string }[] = [];
  const wakes: { id: string; trigger: WakeTrigger }[] = [];
  const minutes: string[] = [];
  const begin = (): Schedule =>
    startSchedule({
      pipelines,
      now: () => new Date(),
      log: options.log ?? silentLog,
      everyMinute: async () => void minutes.push(new Date().toISOString()),
      atRest: () => {},
      wake: async (id, trigger, signal) => {
        wakes.push({ id, trigger });
        const pipeline = pipelines.find((p) => p.id === id);
        if (!pipeline?.schedule || !isDue(pipeline.schedule, pipeline.timezone, lastStart.get(id) ?? null, new Date())) return;
        lastStart.set(id, new Date());
        runs.push({ id, at: new Date().toISOString().slice(0, 16) });
        await options.run?.(id, signal);
      },
    });
  return { lastStart, runs, wakes, minutes, begin };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(async () => {
  const stopping = schedule?.stop();
  await vi.advanceTimersByTimeAsync(11_000);
  await stopping;
  schedule = null;
  vi.useRealTimers();
  expect(getTasks().size).toBe(0);
});

describe('waking', () => {
  test('catches up at the start, then runs at the publisher’s time', async () => {
    const w = world({ start: '2025-06-01T00:00:00Z' });
    w.lastStart.set(SHANGHAI.id, new Date('2025-05-20T02:00:00Z'));
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(DAY_MS * 2);
    expect(w.runs.map((r) => r.at)).toEqual(['2025-06-01T00:00', '2025-06-01T02:00', '2025-06-02T02:00']);
  });

  test('wakes by cron at the second, not a minute later', async () => {
    const w = world({ start: '2025-06-01T01:59:30Z' });
    w.lastStart.set(SHANGHAI.id, new Date('2025-05-31T02:00:00Z'));
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(w.runs).toEqual([{ id: SHANGHAI.id, at: '2025-06-01T02:00' }]);
    expect(w.wakes.at(-1)?.trigger).toBe('cron');
  });

  test('does the inbox and the deliveries at the start and every minute', async () => {
    const w = world({ start: '2025-06-01T00:00:00Z' });
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(w.minutes).toHaveLength(11);
  });

  test('never wakes a pipeline that has no schedule', async () => {
    const w = world({ start: '2025-06-01T00:00:00Z', pipelines: [BY_HAND] });
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(DAY_MS);
    expect(w.wakes).toEqual([]);
  });

  test('over 400 days and both changes of the clock, each slot runs exactly once', async () => {
    const start = '2024-02-01T00:00:00Z';
    const w = world({ start, pipelines: [SHANGHAI, BRUSSELS, NEW_YORK] });
    const pipelines = [SHANGHAI, BRUSSELS, NEW_YORK];
    for (const { id } of pipelines) w.lastStart.set(id, new Date(start));
    schedule = w.begin();
    // Minutes are skipped by setting the clock between the slots: 400 days of 1,440 beats would only wait.
    const until = Date.parse(start) + 400 * DAY_MS;
    while (Date.now() < until) {
      const next = Math.min(...pipelines.map((p) => nextSlot(p.schedule, p.timezone, new Date())?.getTime() ?? until));
      vi.setSystemTime(Math.min(next, until) - 20_000);
      await vi.advanceTimersByTimeAsync(MINUTE_MS + 20_000);
    }
    for (const { id, schedule: cron, timezone } of pipelines) {
      const expected: string[] = [];
      for (let s = nextSlot(cron, timezone, new Date(start)); s !== null && s.getTime() <= until; s = nextSlot(cron, timezone, s))
        expected.push(s.toISOString().slice(0, 10));
      expect(w.runs.filter((r) => r.id === id).map((r) => r.at.slice(0, 10))).toEqual(expected);
    }
  });
});

describe('what goes wrong with time', () => {
  test('a slot that was slept through runs on waking, once', async () => {
    const warn = vi.fn();
    const w = world({ start: '2025-06-01T01:30:00Z', log: { ...silentLog, warn } });
    w.lastStart.set(SHANGHAI.id, new Date('2025-06-01T01:00:00Z'));
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    // SIGSTOP for an hour over the slot: the wall clock goes on, timers do not.
    vi.setSystemTime('2025-06-01T02:31:00Z');
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(w.runs).toEqual([{ id: SHANGHAI.id, at: '2025-06-01T02:32' }]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[1]).toEqual({ seconds: 3600 });
  });

  test('a loop that was blocked over the slot runs it when it is free', async () => {
    const w = world({ start: '2025-06-01T01:59:55Z' });
    w.lastStart.set(SHANGHAI.id, new Date('2025-06-01T01:00:00Z'));
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(3_000);
    vi.setSystemTime('2025-06-01T02:00:08Z');
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(w.runs).toEqual([{ id: SHANGHAI.id, at: '2025-06-01T02:00' }]);
  });

  test('a clock that is put back two hours runs nothing twice, and the minutes go on', async () => {
    const w = world({ start: '2025-06-01T01:59:00Z' });
    w.lastStart.set(SHANGHAI.id, new Date('2025-06-01T01:00:00Z'));
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    vi.setSystemTime('2025-06-01T00:01:00Z');
    const before = w.minutes.length;
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(w.minutes.length - before).toBe(180);
    await vi.advanceTimersByTimeAsync(24 * HOUR_MS);
    expect(w.runs.map((r) => r.at)).toEqual(['2025-06-01T02:00', '2025-06-02T02:00']);
  });

  test('a clock that jumps three days ahead runs once, not three times', async () => {
    const w = world({ start: '2025-06-01T03:00:00Z' });
    w.lastStart.set(SHANGHAI.id, new Date('2025-06-01T02:00:00Z'));
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    vi.setSystemTime('2025-06-04T03:00:00Z');
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(w.runs.map((r) => r.at)).toEqual(['2025-06-04T03:01']);
  });

  test('a restart between two slots runs nothing', async () => {
    const w = world({ start: '2025-06-01T02:00:00Z' });
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await schedule.stop();
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(w.runs).toHaveLength(1);
  });
});

describe('one at a time', () => {
  test('runs never overlap, neither of one pipeline nor of several, nor with the minute', async () => {
    let open = 0;
    let most = 0;
    const w = world({
      start: '2025-06-01T01:59:00Z',
      pipelines: [SHANGHAI, { ...SHANGHAI, id: 'un-comtrade' }, { ...SHANGHAI, id: 'trade-news', schedule: '* * * * *' }],
      run: async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 150_000));
        open--;
      },
    });
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(most).toBe(1);
    expect(w.runs.length).toBeGreaterThan(10);
    // First run: catch-up; then its slot, which fell while another one ran.
    expect(w.runs.filter((r) => r.id === SHANGHAI.id)).toHaveLength(2);
  });

  test('a slot that falls during its own run is taken afterwards, however many there were', async () => {
    const w = world({
      start: '2025-06-01T00:00:00Z',
      pipelines: [{ ...SHANGHAI, schedule: '*/10 * * * *' }],
      run: async () => {
        await new Promise((resolve) => setTimeout(resolve, 35 * MINUTE_MS));
      },
    });
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(100 * MINUTE_MS);
    expect(w.runs.map((r) => r.at.slice(11))).toEqual(['00:00', '00:35', '01:10']);
  });

  test('a failure is logged and stops nothing', async () => {
    const error = vi.fn();
    const w = world({
      start: '2025-06-01T01:59:00Z',
      pipelines: [SHANGHAI, { ...SHANGHAI, id: 'un-comtrade' }],
      log: { ...silentLog, error },
      run: () => Promise.reject(new Error('no')),
    });
    schedule = w.begin();
    await vi.advanceTimersByTimeAsync(DAY_MS);
    expect(w.runs.length).toBe(4);
    expect(error.mock.calls.map(([message]) => message)).toEqual(
      expect.arrayContaining(['china-customs-tables failed', 'un-comtrade failed']),
    );
  });
});

describe('stopping', () => {
  test('aborts what runs, waits for it, and starts nothing more', async () => {
    let ended = false;
    const w = world({
      start: '2025-06-01T00:00:00Z',
      pipelines: [SHANGHAI, BRUSSELS],
      run: (_id, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            setTimeout(() => {
              ended = true;
              resolve();
            }, 2_000);
          });
        }),
    });
    const running = w.begin();
    await vi.advanceTimersByTimeAsync(1_000);
    const stopping = running.stop();
    await vi.advanceTimersByTimeAsync(2_000);
    await stopping;
    expect(ended).toBe(true);
    await vi.advanceTimersByTimeAsync(DAY_MS);
    expect(w.runs).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('gives up waiting after 10 s and says so', async () => {
    const warn = vi.fn();
    const w = world({ start: '2025-06-01T00:00:00Z', log: { ...silentLog, warn }, run: () => new Promise(() => {}) });
    const running = w.begin();
    await vi.advanceTimersByTimeAsync(1_000);
    const began = Date.now();
    const stopping = running.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await stopping;
    await running.stop();
    expect(Date.now() - began).toBe(10_000);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('right after the start ends at once', async () => {
    const w = world({ start: '2025-06-01T00:00:00Z' });
    await w.begin().stop();
    expect(w.runs).toEqual([]);
  });
});

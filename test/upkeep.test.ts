import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { HeartbeatMessage, HeartbeatPlan } from '../src/domain/heartbeat.ts';
import { silentLog } from '../src/log.ts';
import { createDetector } from '../src/stages/detect.ts';
import type { OutboxItem, Store } from '../src/store/store.ts';
import { keepUp } from '../src/upkeep.ts';
import { ruleOf } from './support/rules.ts';
import { type FigureEntry, KEY, observations, publish, temporaryStore } from './support/store.ts';

const RULE = ruleOf({ title: 'Magnets' });
const CHANNELS = new Map([
  ['desk', 'email'],
  ['chief', 'email'],
]);
const detector = createDetector({ rules: [RULE], channels: CHANNELS, sources: new Map() });
const PLAN: HeartbeatPlan = { day: 1, hour: 8, timezone: 'UTC', receivers: ['chief'] };

const YEAR_BEFORE: readonly FigureEntry[] = ['04', '05', '06', '07', '08'].map((m) => [`2024-${m}`, 100]);

/** 2024, and April 2025 without a crossing: what comes then is news. */
async function known(): Promise<{ store: Store; file: string; take: (at: string, ...entries: FigureEntry[]) => Promise<unknown> }> {
  const { store, file } = temporaryStore();
  const source = { title: 'Query', publisher: 'P', licence: 'L', schedule: null, timezone: 'Etc/UTC' };
  await store.describeSources([{ pipeline: KEY.pipeline, ...source }]);
  let figures = [...YEAR_BEFORE];
  const take = async (at: string, ...entries: FigureEntry[]) => {
    figures = [...figures.filter(([month]) => !entries.some(([other]) => other === month)), ...entries];
    return publish(store, at, observations(figures), { detector });
  };
  await take('2025-05-20T00:00:00.000Z', ['2025-04', 110]);
  return { store, file, take };
}

const keepUpAt = (store: Store, at: string, plan = PLAN): Promise<void> =>
  keepUp(
    { store, detector, now: () => new Date(at), log: silentLog },
    { heartbeat: plan, channels: CHANNELS, rules: [RULE, { id: 'claims', title: null }] },
  );

async function told(store: Store): Promise<OutboxItem[]> {
  const all: OutboxItem[] = [];
  for (
    let due = await store.dueDeliveries('2030-01-01T00:00:00.000Z', 50);
    due.length > 0;
    due = await store.dueDeliveries('2030-01-01T00:00:00.000Z', 50)
  ) {
    for (const { id } of due)
      await store.settleDelivery(id, {
        ...{ state: 'delivered', attempts: 1, nextAttemptAt: null, detail: 'ok', remaining: null },
        deliveredAt: '2025-07-01T00:00:00.000Z',
      });
    all.push(...due);
  }
  return all;
}
const typesOf = (items: readonly OutboxItem[]): string[] => items.map(({ receiver, message }) => `${receiver} ${message.type}`);
const heartbeatsOf = (items: readonly OutboxItem[]): HeartbeatMessage[] =>
  items.flatMap(({ message }) => (message.type === 'heartbeat' ? [message] : []));

describe('a silence that is over', () => {
  const SILENCE = { rule: 'magnets', series: null, receiver: null, reason: 'moving house', author: 'test' };

  test('is told once, with what it held back and still holds', async () => {
    const { store, take } = await known();
    await store.addSilence({ ...SILENCE, from: '2025-06-01T00:00:00.000Z', until: '2025-08-01T00:00:00.000Z' });
    await take('2025-06-20T00:00:00.000Z', ['2025-05', 200]);
    await take('2025-07-20T00:00:00.000Z', ['2025-06', 200]);
    await take('2025-07-25T00:00:00.000Z', ['2025-05', 100]);
    await keepUpAt(store, '2025-07-31T23:59:00.000Z');
    expect(await told(store)).toEqual([]);
    await keepUpAt(store, '2025-08-01T00:00:00.000Z');
    await keepUpAt(store, '2025-08-01T00:01:00.000Z');
    const items = await told(store);
    expect(typesOf(items)).toEqual(['desk digest']);
    expect(items[0]?.message).toMatchObject({ reason: expect.stringContaining('silence'), alerts: [{ period: { end: '2025-06' } }] });
  });

  test('ended by hand is over at once; what ended before keeps its end', async () => {
    const { store, take } = await known();
    const id = await store.addSilence({ ...SILENCE, from: '2025-06-01T00:00:00.000Z', until: '2025-08-01T00:00:00.000Z' });
    await take('2025-06-20T00:00:00.000Z', ['2025-05', 200]);
    expect(await store.endSilence(id, '2025-06-21T00:00:00.000Z')).toMatchObject({ until: '2025-08-01T00:00:00.000Z' });
    await store.endSilence(id, '2025-06-22T00:00:00.000Z');
    expect(await store.silences()).toMatchObject([{ until: '2025-06-21T00:00:00.000Z' }]);
    expect(await store.endSilence(id + 1, '2025-06-22T00:00:00.000Z')).toBeNull();
    await keepUpAt(store, '2025-06-22T00:00:00.000Z');
    expect(typesOf(await told(store))).toEqual(['desk digest']);
  });
});

describe('the heartbeat', () => {
  test('begins with the month after the first look, and comes once a month', async () => {
    const { store } = await known();
    await keepUpAt(store, '2025-06-10T00:00:00.000Z');
    await keepUpAt(store, '2025-07-01T07:59:00.000Z');
    expect(await told(store)).toEqual([]);
    for (const at of ['2025-07-01T08:00:00.000Z', '2025-07-01T08:01:00.000Z', '2025-07-20T00:00:00.000Z']) await keepUpAt(store, at);
    expect(typesOf(await told(store))).toEqual(['chief heartbeat']);
    await keepUpAt(store, '2025-08-01T08:00:00.000Z');
    expect(typesOf(await told(store))).toEqual(['chief heartbeat']);
  });

  test('of months that were missed is one, and tells of all of them', async () => {
    const { store } = await known();
    await keepUpAt(store, '2025-06-10T00:00:00.000Z');
    await keepUpAt(store, '2025-11-15T00:00:00.000Z');
    await keepUpAt(store, '2025-11-16T00:00:00.000Z');
    expect(heartbeatsOf(await told(store))).toMatchObject([{ since: '2025-06-10T00:00:00.000Z', created_at: '2025-11-15T00:00:00.000Z' }]);
  });

  test('comes again after one that was written while the clock was years ahead', async () => {
    const { store } = await known();
    await keepUpAt(store, '2025-06-10T00:00:00.000Z');
    await keepUpAt(store, '2031-03-01T08:00:00.000Z');
    expect(typesOf(await told(store))).toEqual(['chief heartbeat']);
    await keepUpAt(store, '2025-07-01T08:00:00.000Z');
    await keepUpAt(store, '2025-07-01T08:01:00.000Z');
    expect(heartbeatsOf(await told(store))).toMatchObject([{ since: '2025-06-10T00:00:00.000Z', created_at: '2025-07-01T08:00:00.000Z' }]);
  });

  test('says that nothing was found, too', async () => {
    const { store } = await known();
    await keepUpAt(store, '2025-06-10T00:00:00.000Z');
    await keepUpAt(store, '2025-07-01T08:00:00.000Z');
    expect(heartbeatsOf(await told(store))).toMatchObject([
      {
        ...{ series: 1, figures: 6, late: [], partial: [], streaks: [], unstable: [], given_up: [], silences: [] },
        sources: [{ pipeline: KEY.pipeline, last_period: '2025-04' }],
        rules: [
          { rule: 'magnets', title: 'Magnets', stand: 0, raised: 0, corrected: 0 },
          { rule: 'claims', stand: 0 },
        ],
        claims: { judged: 0, contradicted: 0 },
      },
    ]);
  });

  test('says what was raised and corrected, what stands in a row, what is silent, late and was not delivered', async () => {
    const { store, file, take } = await known();
    await keepUpAt(store, '2025-06-10T00:00:00.000Z');
    await take('2025-06-20T00:00:00.000Z', ['2025-05', 200]);
    await take('2025-07-20T00:00:00.000Z', ['2025-06', 200]);
    await take('2025-07-22T00:00:00.000Z', ['2025-06', 300]);
    await take('2025-07-25T00:00:00.000Z', ['2025-04', 200]);
    await take('2025-07-26T00:00:00.000Z', ['2025-04', 110]);
    const db = new Database(file);
    db.prepare("UPDATE outbox SET state = 'dead', detail = 'HTTP 410', next_attempt_at = NULL WHERE outbox_id = 1").run();
    db.prepare(
      "INSERT INTO release (pipeline, period, period_kind, expected_at, deadline_at, notice, noticed_at) VALUES (?, 202507, 'month', '2025-07-30T00:00:00.000Z', '2025-07-31T00:00:00.000Z', 'waiting_for_file', '2025-07-30T00:00:00.000Z')",
    ).run(KEY.pipeline);
    db.close();
    const silence = { rule: null, series: '*', receiver: 'desk', reason: 'known', author: 'me' };
    await store.addSilence({ ...silence, from: '2025-07-30T00:00:00.000Z', until: '2025-08-05T00:00:00.000Z' });
    await keepUpAt(store, '2025-08-01T08:00:00.000Z');
    const [heartbeat] = heartbeatsOf(await told(store));
    expect(heartbeat?.rules[0]).toMatchObject({ stand: 2, raised: 3, corrected: 2 });
    expect(heartbeat?.streaks).toEqual([
      { rule: 'magnets', subject: expect.stringContaining('CN.WORLD'), count: 2, start: '2025-05', end: '2025-06' },
    ]);
    expect(heartbeat).toMatchObject({
      silences: [{ series: '*', until: '2025-08-05T00:00:00.000Z' }],
      late: [{ period: '2025-07', notice: 'waiting_for_file' }],
      given_up: [{ receiver: 'desk', kind: 'alert.raised', detail: 'HTTP 410' }],
    });
  });

  test('without receivers is nobody told, and figures that are unstable are told by the month all the same', async () => {
    const { store, take } = await known();
    const quiet = { ...PLAN, receivers: [] };
    await keepUpAt(store, '2025-05-25T00:00:00.000Z', quiet);
    // Over the threshold and back: from the fourth turn on it is told by the month.
    for (const [i, value] of [200, 100, 200, 100, 200, 100].entries()) {
      await take(`2025-06-0${i + 1}T00:00:00.000Z`, ['2025-05', value]);
      await told(store);
    }
    await keepUpAt(store, '2025-07-01T08:00:00.000Z', quiet);
    expect(typesOf(await told(store))).toEqual(['desk digest']);
  });
});

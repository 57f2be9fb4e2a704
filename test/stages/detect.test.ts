import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { AlertMessage, DigestMessage } from '../../src/domain/alert-message.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { createDetector } from '../../src/stages/detect.ts';
import type { OutboxItem, Store } from '../../src/store/store.ts';
import { ruleOf } from '../support/rules.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';

const RULE = ruleOf({
  id: 'magnets-yoy',
  title: 'Magnet exports, year on year',
  what: { partners: ['WORLD'] },
  receivers: ['desk', 'hook'],
});

const CONTEXT = {
  channels: new Map([
    ['desk', 'email'],
    ['hook', 'webhook'],
  ]),
  sources: new Map([['china-customs-query', { title: 'China customs, online query', publisher: 'GACC' }]]),
};
const detector = (...rules: Rule[]) => createDetector({ ...CONTEXT, rules });

const on = (day: string): string => `${day}T10:00:00.000Z`;
const take = (store: Store, day: string, entries: readonly FigureEntry[], rules: readonly Rule[] = [RULE]) =>
  publish(store, on(day), observations(entries), { detector: detector(...rules) });

/** Everything that waits, as receivers would get it; each is marked as delivered. */
async function deliverAll(store: Store, at = '2030-01-01T00:00:00.000Z'): Promise<OutboxItem[]> {
  const all: OutboxItem[] = [];
  for (let due = await store.dueDeliveries(at, 100); due.length > 0; due = await store.dueDeliveries(at, 100)) {
    for (const item of due)
      await store.settleDelivery(item.id, {
        state: 'delivered',
        attempts: 1,
        nextAttemptAt: null,
        deliveredAt: at,
        detail: 'ok',
        remaining: null,
      });
    all.push(...due);
  }
  return all;
}
/** An attempt at what waits was begun, and it is not known that it failed. */
function doubt(file: string): void {
  const db = new Database(file);
  db.exec("UPDATE outbox SET in_doubt = 1 WHERE state = 'waiting'");
  db.close();
}
const alertsTo = (items: readonly OutboxItem[], receiver: string) =>
  items.filter((i) => i.receiver === receiver).map((i) => i.message as AlertMessage);

function digestIn(items: readonly OutboxItem[]): DigestMessage {
  const found = items.find((i) => i.message.type === 'digest');
  if (found === undefined) throw new Error('no digest was sent');
  return found.message as DigestMessage;
}

describe('detecting', () => {
  test('raises once for each receiver when a month crosses, with both figures, and not again for the same figures', async () => {
    const { store } = temporaryStore();
    await take(store, '2024-07-20', [['2024-06', 5_157_000]]);
    await take(store, '2025-07-20', [['2025-06', 3_188_000]]);
    await take(store, '2025-07-21', [
      ['2024-06', 5_157_000],
      ['2025-06', 3_188_000],
    ]);
    const sent = await deliverAll(store);
    expect(sent.map((i) => [i.receiver, i.channel, i.message.type])).toEqual([
      ['desk', 'email', 'alert.raised'],
      ['hook', 'webhook', 'alert.raised'],
    ]);
    expect(sent[0]?.message).toMatchObject({
      rule: { id: 'magnets-yoy', metric: 'yoy', threshold: 25 },
      period: { kind: 'month', start: '2025-06', end: '2025-06' },
      base_period: { start: '2024-06', end: '2024-06' },
      value: { current: 3_188_000, base: 5_157_000, change: -1_969_000, unit: 'kg' },
      previous: null,
      references: [],
      source: { publisher: 'GACC', retrieved_at: on('2025-07-20') },
    });
    expect(await store.alerts()).toMatchObject([{ state: 'firing', current: 3_188_000, base: 5_157_000, events: 1 }]);
  });

  test('watches each code that begins so, of whatever reporter, where the rule says it', async () => {
    const { store } = temporaryStore();
    const rule: Rule = { ...RULE, what: { ...RULE.what, product: 'HS8:8505*', reporter: null, partners: null }, receivers: [] };
    const series = ['85051110', '85051190', '85061010'].flatMap((product) =>
      ['CN', 'DE'].flatMap((reporter) => ['WORLD', 'US'].map((partner) => ({ product, reporter, partner }))),
    );
    for (const [day, month, value] of [
      ['2024-07-20', '2024-06', 100],
      ['2025-07-20', '2025-06', 150],
    ] as const) {
      const figures = series.flatMap((key) => observations([[month, value]], key));
      await publish(store, on(day), figures, { detector: detector(rule) });
    }
    expect((await store.alerts()).map(({ subject }) => subject).sort()).toEqual(
      series
        .filter(({ product }) => product.startsWith('8505'))
        .map(({ product, reporter, partner }) => `china-customs-query/${reporter}.${partner}.export.HS8:${product}.net_weight.kg`)
        .sort(),
    );
  });

  test('takes an alert back in its thread when its figure or its base is revised, and reinstates it', async () => {
    const { store } = temporaryStore();
    await take(store, '2024-07-20', [['2024-06', 100]]);
    const sent: OutboxItem[] = [];
    for (const [day, entry] of [
      ['2025-07-20', ['2025-06', 130]],
      ['2025-08-20', ['2025-06', 120]],
      ['2025-09-20', ['2024-06', 90]],
    ] as const) {
      await take(store, day, [entry]);
      sent.push(...(await deliverAll(store)));
    }
    const thread = alertsTo(sent, 'desk');
    expect(thread.map((m) => [m.type, m.value?.current, m.value?.base, m.previous?.current])).toEqual([
      ['alert.raised', 130, 100, undefined],
      ['alert.retracted', 120, 100, 130],
      ['alert.reinstated', 120, 90, 120],
    ]);
    expect(thread[2]?.references).toEqual([thread[0]?.id, thread[1]?.id]);
    expect(new Set(thread.map((m) => m.fingerprint)).size).toBe(1);
  });

  test('tells of a first load in one digest, and of its later correction by itself', async () => {
    const { store } = temporaryStore();
    await take(store, '2025-07-20', [
      ['2024-05', 100],
      ['2024-06', 100],
      ['2025-05', 150],
      ['2025-06', 40],
    ]);
    const first = await deliverAll(store);
    expect(first.map((i) => [i.receiver, i.message.type])).toEqual([
      ['desk', 'digest'],
      ['hook', 'digest'],
    ]);
    expect(digestIn(first).alerts.map((a) => [a.period.end, a.value?.current])).toEqual([
      ['2025-05', 150],
      ['2025-06', 40],
    ]);
    await take(store, '2025-08-20', [['2025-06', 99]]);
    const correction = alertsTo(await deliverAll(store), 'desk');
    expect(correction).toMatchObject([{ type: 'alert.retracted', references: [first[0]?.message.id], previous: { current: 40 } }]);
  });

  test('gathers what is long past, and more than ten at once, in a digest with nothing dropped', async () => {
    const { store } = temporaryStore();
    await take(store, '2024-01-01', [['2022-01', 100]]);
    await take(store, '2025-07-20', [['2023-01', 150]]);
    expect((await deliverAll(store)).map((i) => i.message.type)).toEqual(['digest', 'digest']);

    const months = Array.from({ length: 11 }, (_, i) => i + 1);
    const year = (y: number, value: number): FigureEntry[] => months.map((m) => [`${y}-${String(m).padStart(2, '0')}`, value] as const);
    const { store: busy } = temporaryStore();
    await take(busy, '2024-12-20', year(2024, 100));
    await take(busy, '2025-12-20', year(2025, 200));
    const sent = (await deliverAll(busy)).filter((i) => i.receiver === 'desk');
    expect(sent.map((i) => i.message.type)).toEqual(['digest']);
    expect(digestIn(sent).alerts).toHaveLength(11);
  });

  test('is silent about what it cannot judge', async () => {
    const { store } = temporaryStore();
    await take(store, '2025-03-20', [['2024-01/2024-02', 100, 'combined']]);
    await take(store, '2025-03-20', [
      ['2025-01', 90],
      ['2025-02', 90],
    ]);
    expect(await deliverAll(store)).toEqual([]);
    await take(store, '2025-03-21', [['2025-01/2025-02', 180, 'combined']]);
    expect(alertsTo(await deliverAll(store), 'desk')).toMatchObject([
      { type: 'alert.raised', period: { kind: 'combined', start: '2025-01', end: '2025-02' } },
    ]);
  });

  test('tells the months around it, and January and February as one where they were published so', async () => {
    const { store } = temporaryStore();
    await take(store, '2025-03-20', [
      ['2022-01/2022-02', 5, 'combined'],
      ['2024-01/2024-02', 100, 'combined'],
      ['2024-06', 100],
    ]);
    await take(store, '2025-07-20', [
      ['2025-01/2025-02', 110, 'combined'],
      ['2025-06', 130],
    ]);
    const [june] = alertsTo(await deliverAll(store), 'desk');
    expect(june?.recent).toHaveLength(25);
    expect(june?.recent.filter(({ value }) => value !== null)).toEqual([
      { period: '2024-06', value: 100 },
      { period: '2025-06', value: 130 },
    ]);
    expect(june?.recent_combined).toEqual([
      { start: '2024-01', end: '2024-02', value: 100 },
      { start: '2025-01', end: '2025-02', value: 110 },
    ]);
  });

  test('withdraws an alert whose figure the source took away', async () => {
    const { store } = temporaryStore();
    await take(store, '2024-07-20', [['2024-06', 100]]);
    await take(store, '2025-07-20', [['2025-06', 130]]);
    const raised = await deliverAll(store);
    await take(store, '2025-08-20', [['2025-06', null, 'month', 'Q']]);
    expect(alertsTo([...raised, ...(await deliverAll(store))], 'desk').map((m) => [m.type, m.reason])).toEqual([
      ['alert.raised', null],
      ['data.withdrawn', 'the current period needs 2025-06, which the source suppressed'],
    ]);
    expect((await store.alerts())[0]?.state).toBe('suspended');
  });

  test('judges year to date under its own identity, from published totals', async () => {
    const { store } = temporaryStore();
    const cumulative: Rule = { ...RULE, id: 'magnets-ytd', when: { metric: 'ytd_yoy', direction: 'fall', percent: 10 } };
    await take(store, '2024-08-20', [['2024-01/2024-07', 32_812_000, 'ytd']], [cumulative]);
    await take(store, '2025-08-20', [['2025-01/2025-07', 27_897_000, 'ytd']], [cumulative]);
    expect(alertsTo(await deliverAll(store), 'desk')).toMatchObject([
      { type: 'alert.raised', period: { kind: 'ytd', start: '2025-01', end: '2025-07' }, value: { current: 27_897_000, base: 32_812_000 } },
    ]);
  });

  test('judges the data at hand when a rule is new, in one digest, once', async () => {
    const { store } = temporaryStore();
    await publish(
      store,
      on('2025-07-20'),
      observations([
        ['2024-06', 100],
        ['2025-06', 40],
      ]),
    );
    const adopt = () =>
      store.adoptRules([{ id: RULE.id, version: '1' }], (ids) => detector(...[RULE].filter((r) => ids.has(r.id))), on('2025-08-01'));
    expect(await adopt()).toEqual({ adopted: [RULE.id], events: 1 });
    expect(await adopt()).toEqual({ adopted: [], events: 0 });
    expect(await store.reconcile(detector(RULE), 'rules', on('2025-08-01'))).toBe(2);
    expect(await store.reconcile(detector(RULE), 'rules', on('2025-08-01'))).toBe(0);
    expect((await deliverAll(store)).map((i) => i.message.type)).toEqual(['digest', 'digest']);
  });

  test('judges a rule anew that was taken out for a while', async () => {
    const { store } = temporaryStore();
    const adopt = (ids: readonly string[], day: string) =>
      store.adoptRules(
        ids.map((id) => ({ id, version: '1' })),
        (fresh) => detector(...[RULE].filter((r) => fresh.has(r.id))),
        on(day),
      );
    await adopt([RULE.id], '2025-06-01');
    await adopt([], '2025-07-01');
    await publish(
      store,
      on('2025-07-20'),
      observations([
        ['2024-06', 100],
        ['2025-06', 40],
      ]),
    );
    expect(await adopt([RULE.id], '2025-08-01')).toEqual({ adopted: [RULE.id], events: 1 });
  });

  test('ends what a changed rule no longer asks for, in one digest to those who were told', async () => {
    const { store } = temporaryStore();
    await take(store, '2024-07-20', [
      ['2024-05', 100],
      ['2024-06', 100],
    ]);
    await take(store, '2025-07-20', [
      ['2025-05', 130],
      ['2025-06', 160],
    ]);
    await deliverAll(store);
    const stricter: Rule = { ...RULE, when: { metric: 'yoy', direction: 'either', percent: 50 } };
    await store.adoptRules([{ id: RULE.id, version: '2' }], () => detector(stricter), on('2025-08-01'));
    expect(await store.reconcile(detector(stricter), 'rules', on('2025-08-01'))).toBe(2);
    expect((await store.alerts()).map((a) => [a.period.end, a.state, a.threshold]).sort()).toEqual([
      [202505, 'ended', 50],
      [202506, 'firing', 50],
    ]);
    expect(digestIn(await deliverAll(store)).alerts).toMatchObject([{ event: 'ended', stands: false, period: { end: '2025-05' } }]);
  });

  test('tells of a correction whoever was told of the alert, though the rule names others by now', async () => {
    const { store } = temporaryStore();
    const toDesk: Rule = { ...RULE, receivers: ['desk'] };
    const toHook: Rule = { ...RULE, receivers: ['hook'] };
    await take(store, '2024-07-20', [['2024-06', 100]], [toDesk]);
    await take(store, '2025-07-20', [['2025-06', 160]], [toDesk]);
    const raised = await deliverAll(store);
    await take(store, '2025-08-20', [['2025-06', 101]], [toHook]);
    expect([...raised, ...(await deliverAll(store))].map((i) => [i.receiver, i.message.type])).toEqual([
      ['desk', 'alert.raised'],
      ['desk', 'alert.retracted'],
    ]);
  });

  test('takes what comes within a day of the first publication for the first load, though a run was cut off between', async () => {
    const { store } = temporaryStore();
    await take(store, '2025-07-20', [['2024-06', 100]]);
    await publish(store, '2025-07-20T18:00:00.000Z', observations([['2025-06', 160]]), { detector: detector(RULE) });
    expect((await deliverAll(store)).map((i) => i.message.type)).toEqual(['digest', 'digest']);
  });

  test("keeps the order of an alert's messages to a receiver while the first is still waiting and may have arrived", async () => {
    const { store, file } = temporaryStore();
    await take(store, '2024-07-20', [['2024-06', 100]]);
    await take(store, '2025-07-20', [['2025-06', 130]]);
    doubt(file);
    await take(store, '2025-08-20', [['2025-06', 120]]);
    const types = async () => (await store.dueDeliveries('2030-01-01T00:00:00.000Z', 100)).map((i) => i.message.type);
    expect(await types()).toEqual(['alert.raised', 'alert.raised']);
    expect(alertsTo(await deliverAll(store), 'desk').map((m) => [m.type, m.previous?.current])).toEqual([
      ['alert.raised', undefined],
      ['alert.retracted', 130],
    ]);
  });
});

import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { AlertMessage, DigestMessage } from '../../src/domain/alert-message.ts';
import type { Condition, Rule } from '../../src/domain/rule.ts';
import type { SeriesKey } from '../../src/domain/series.ts';
import { createDetector } from '../../src/stages/detect.ts';
import type { OutboxItem, Store } from '../../src/store/store.ts';
import { ruleOf } from '../support/rules.ts';
import { type FigureEntry, KEY, observations, publish, temporaryStore } from '../support/store.ts';

const RULE = ruleOf({ hysteresis: 2 });
const asking = (when: Condition, more: Partial<Rule> = {}): Rule => ({ ...RULE, when, ...more });
const on = (day: string): string => `${day}T10:00:00.000Z`;
const detector = (...rules: Rule[]) =>
  createDetector({
    rules,
    channels: new Map([
      ['desk', 'email'],
      ['hook', 'webhook'],
    ]),
    sources: new Map(),
  });

const take = (store: Store, day: string, entries: readonly FigureEntry[], rules: readonly Rule[] = [RULE], key: Partial<SeriesKey> = {}) =>
  publish(store, on(day), observations(entries, key), { detector: detector(...rules) });

async function deliverAll(store: Store): Promise<OutboxItem[]> {
  const all: OutboxItem[] = [];
  const at = '2030-01-01T00:00:00.000Z';
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

/** What came, in words: `raised 130`, `digest [ended 130, raised 160]`. */
const inWords = ({ message }: OutboxItem): string => {
  const one = (event: string, value: AlertMessage['value']) => `${event} ${value?.current ?? 'unknown'}`;
  if (message.type === 'digest') return `digest [${(message as DigestMessage).alerts.map((a) => one(a.event, a.value)).join(', ')}]`;
  const { event, value, also } = message as AlertMessage;
  return [one(event, value), ...also.map((a) => one(a.event, a.value))].join(' with ');
};
const told = async (store: Store): Promise<string[]> => (await deliverAll(store)).map(inWords);

/** What pages say of the only alert and of what happened to it. */
async function onPages(store: Store) {
  const [alert] = (await store.findAlerts({}, { limit: 2, offset: 0 })).alerts;
  if (alert?.about !== 'figures') throw new Error('no alert on figures');
  const thread = await store.alertThread(alert.fingerprint);
  const events = thread?.events.map((event) => `${event.kind} ${('current' in event ? event.current : null) ?? 'unknown'}`);
  return { state: alert.state, current: alert.entry.value?.current ?? null, events };
}

function change(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}
const silence = (file: string, from: string, until: string): void =>
  change(
    file,
    `INSERT INTO silence (reason, author, from_at, until_at, created_at) VALUES ('holidays', 'desk', '${on(from)}', '${on(until)}', '${on(from)}')`,
  );

/** June 2024 is 100 since a year before. */
async function atBase(): Promise<{ store: Store; file: string }> {
  const made = temporaryStore();
  await take(made.store, '2024-07-20', [['2024-06', 100]]);
  return made;
}

describe('what waits and has not been sent', () => {
  test.each<[string, readonly (readonly [day: string, value: number | null])[], readonly string[]]>([
    [
      'a crossing and its retraction cancel out',
      [
        ['2025-07-20', 130],
        ['2025-08-20', 110],
      ],
      [],
    ],
    [
      'a crossing that is revised is raised once, with the new figure',
      [
        ['2025-07-20', 130],
        ['2025-08-20', 140],
      ],
      ['raised 140'],
    ],
    [
      'also where it moved by less than is told',
      [
        ['2025-07-20', 130],
        ['2025-08-20', 130.5],
      ],
      ['raised 130.5'],
    ],
    [
      'a crossing that was suspended is not told',
      [
        ['2025-07-20', 130],
        ['2025-08-20', null],
      ],
      [],
    ],
    [
      'and is raised when it comes back',
      [
        ['2025-07-20', 130],
        ['2025-08-20', null],
        ['2025-09-20', 131],
      ],
      ['raised 131'],
    ],
  ])('%s', async (_, vintages, expected) => {
    const { store } = await atBase();
    for (const [day, value] of vintages) await take(store, day, [['2025-06', value]]);
    expect(await told(store)).toEqual(expected);
  });

  test('a retraction that waits is taken back when the figure returns, and told as an update where it moved', async () => {
    const { store } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]]);
    expect(await told(store)).toEqual(['raised 130']);
    await take(store, '2025-08-20', [['2025-06', 110]]);
    await take(store, '2025-08-21', [['2025-06', 130]]);
    expect(await told(store)).toEqual([]);
    await take(store, '2025-08-22', [['2025-06', 110]]);
    await take(store, '2025-08-23', [['2025-06', 140]]);
    expect(await told(store)).toEqual(['unstable 140']);
  });

  test('of an unstable alert a small revision brings no message either, though its receivers were told other figures', async () => {
    const { store } = await atBase();
    for (const [day, value] of [130, 110, 130, 110, 130].entries()) {
      await take(store, `2025-08-0${day + 1}`, [['2025-06', value]]);
      await deliverAll(store);
    }
    for (const [day, value] of [110, 150, 150.3].entries()) await take(store, `2025-08-1${day}`, [['2025-06', value]]);
    expect(await told(store)).toEqual([]);
  });

  test('an alert is taken out of the message that it shares with others, and the next one leads', async () => {
    const { store } = temporaryStore();
    const us = { partner: 'US' };
    await take(store, '2024-07-20', [['2024-06', 1000]]);
    await take(store, '2024-07-20', [['2024-06', 100]], [RULE], us);
    const june = [...observations([['2025-06', 1300]]), ...observations([['2025-06', 130]], us)];
    await publish(store, on('2025-07-20'), june, { detector: detector(RULE) });
    const [before] = await store.dueDeliveries('2030-01-01T00:00:00.000Z', 10);
    expect(before === undefined ? '' : inWords(before)).toBe('raised 1300 with raised 130');
    await take(store, '2025-07-21', [['2025-06', 1010]]);
    const sent = await deliverAll(store);
    expect(sent.map(inWords)).toEqual(['raised 130']);
    expect(sent.map(({ messageId, message }) => messageId === message.id)).toEqual([true]);
    expect(sent[0]?.messageId).not.toBe(before?.messageId);
  });

  test('a message that was given up is replaced by what holds when something new happens', async () => {
    const { store, file } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]]);
    change(file, "UPDATE outbox SET state = 'dead', attempts = 11, next_attempt_at = NULL");
    await take(store, '2025-08-20', [['2025-06', 140]]);
    expect(await told(store)).toEqual(['raised 140']);
    change(file, "UPDATE outbox SET state = 'dead' WHERE state = 'delivered'");
    await take(store, '2025-09-20', [['2025-06', 110]]);
    expect(await told(store)).toEqual([]);
  });

  test('a message that was given up and may have arrived is corrected', async () => {
    const { store, file } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]]);
    change(file, "UPDATE outbox SET state = 'dead', attempts = 11, next_attempt_at = NULL, in_doubt = 1");
    await take(store, '2025-08-20', [['2025-06', 110]]);
    expect(await told(store)).toEqual(['retracted 110']);
  });

  test('a crossing that waits is not told when its rule is changed and no longer asks for it, or taken out', async () => {
    const stricter = asking({ metric: 'yoy', direction: 'either', percent: 50 });
    for (const [versions, rules] of [
      [[{ id: RULE.id, version: '2' }], [stricter]],
      [[], []],
    ] as const) {
      const { store } = await atBase();
      await take(store, '2025-07-20', [['2025-06', 130]]);
      await store.adoptRules(versions, () => detector(...rules), on('2025-08-01'));
      await store.reconcile(detector(...rules), 'rules', on('2025-08-01'));
      expect(await told(store)).toEqual([]);
    }
  });
});

describe('nothing new', () => {
  test('the same publication a hundred times is told once', async () => {
    const { store } = await atBase();
    const again = () =>
      take(store, '2025-07-20', [
        ['2025-06', 130],
        ['2024-06', 100],
        ['2025-07', 99],
        ['2025-05', null],
      ]);
    await again();
    expect(await told(store)).toEqual(['raised 130']);
    for (let i = 0; i < 100; i++) await again();
    expect(await told(store)).toEqual([]);
  });

  test.each([
    ['a first load', false],
    ['a backfill', true],
  ])('ten years of fifty series that come as %s are told in one digest for each receiver', { timeout: 120_000 }, async (_, backfill) => {
    const { store } = temporaryStore();
    const both: Rule = { ...RULE, receivers: ['desk', 'hook'] };
    const runId = await store.beginRun(KEY.pipeline, 'run', on('2025-07-20'));
    const history = backfill ? await store.openBackfill(KEY.pipeline, { from: 201501, to: 202412 }, on('2025-07-20')) : null;
    if (history !== null) await store.addBackfillRun(history.id, runId);
    const crossings: string[] = [];
    for (let year = 2015; year <= 2024; year++) {
      // Invented: each series doubles in one year of five and halves in the next.
      const list = Array.from({ length: 50 }, (__, n) => {
        const value = (year + n) % 5 === 0 ? 200 : 100;
        const partner = `${String.fromCharCode(65 + Math.floor(n / 26))}${String.fromCharCode(65 + (n % 26))}`;
        const months = Array.from({ length: 12 }, (___, m): FigureEntry => [`${year}-${String(m + 1).padStart(2, '0')}`, value]);
        if (year > 2015 && (year + n) % 5 <= 1) crossings.push(...months.map(([month]) => `${partner} ${month}`));
        return observations(months, { partner });
      }).flat();
      await publish(store, on('2025-07-20'), list, { detector: detector(both), runId });
    }
    if (history !== null) await store.finishBackfill(history.id, detector(both), on('2025-07-20'));
    const sent = await deliverAll(store);
    expect(sent.map(({ receiver, message }) => `${receiver} ${message.type}`).sort()).toEqual(['desk digest', 'hook digest']);
    for (const { message } of sent) {
      const { alerts } = message as DigestMessage;
      expect(alerts.map(({ series, period }) => `${series.partner} ${period.end}`).sort()).toEqual(crossings.sort());
    }
    expect(await store.reconcile(detector(both), 'rules', on('2025-07-21'))).toBe(0);
  });
});

describe('silences', () => {
  test('hold back what is new, and tell of it when they are over', async () => {
    const { store, file } = await atBase();
    silence(file, '2025-07-01', '2025-09-01');
    await take(store, '2025-07-20', [['2025-06', 130]]);
    expect(await told(store)).toEqual([]);
    expect(await store.reconcile(detector(RULE), 'silence_over', on('2025-08-31'))).toBe(0);
    expect(await store.reconcile(detector(RULE), 'silence_over', on('2025-09-01'))).toBe(1);
    expect(await told(store)).toEqual(['digest [raised 130]']);
  });

  test('do not hold back that what was told does not hold', async () => {
    const { store, file } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]]);
    expect(await told(store)).toEqual(['raised 130']);
    silence(file, '2025-08-01', '2025-12-01');
    await take(store, '2025-08-20', [['2025-06', 140]]);
    expect(await told(store)).toEqual([]);
    await take(store, '2025-09-20', [['2025-06', 110]]);
    expect(await told(store)).toEqual(['retracted 110']);
    await store.reconcile(detector(RULE), 'silence_over', on('2025-12-01'));
    expect(await told(store)).toEqual([]);
  });

  test('let nothing through that waited and is no longer true', async () => {
    const { store, file } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]]);
    silence(file, '2025-08-01', '2025-12-01');
    await take(store, '2025-08-20', [['2025-06', 150]]);
    expect(await told(store)).toEqual([]);
    await store.reconcile(detector(RULE), 'silence_over', on('2025-12-01'));
    expect(await told(store)).toEqual(['digest [raised 150]']);
  });
});

describe('rules that change', () => {
  test.each<[string, Rule]>([
    ['another metric asks for other periods', asking({ metric: 'mom', direction: 'either', percent: 25 })],
    ['the series is not watched any more', { ...RULE, what: { ...RULE.what, partners: ['US'] } }],
    ['the base is too small by now', { ...RULE, minimumBase: 1000 }],
  ])('what they do not ask for any more ends: %s', async (_, next) => {
    const { store } = temporaryStore();
    await take(store, '2024-03-20', [['2024-01/2024-02', 200, 'combined']]);
    await take(store, '2025-03-20', [['2025-01/2025-02', 300, 'combined']]);
    expect(await told(store)).toEqual(['raised 300']);
    await store.adoptRules([{ id: RULE.id, version: '2' }], () => detector(next), on('2025-04-01'));
    await store.reconcile(detector(next), 'rules', on('2025-04-01'));
    expect(await told(store)).toEqual(['digest [ended 300]']);
    expect(await onPages(store)).toEqual({ state: 'ended', current: 300, events: ['raised 300', 'ended 300'] });
  });

  test.each<[string, readonly Rule[]]>([
    ['the rule is taken out', []],
    ['the series is not watched any more', [{ ...RULE, what: { ...RULE.what, partners: ['US'] } }]],
  ])('what ends while its figures are not known ends without them: %s', async (_, rules) => {
    const { store } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]]);
    expect(await told(store)).toEqual(['raised 130']);
    await take(store, '2025-08-20', [['2025-06', null]]);
    expect(await told(store)).toEqual(['withdrawn unknown']);
    const versions = rules.map(({ id }) => ({ id, version: '2' }));
    await store.adoptRules(versions, () => detector(...rules), on('2025-09-01'));
    await store.reconcile(detector(...rules), 'rules', on('2025-09-01'));
    expect(await told(store)).toEqual(['digest [ended unknown]']);
    expect(await onPages(store)).toEqual({
      state: 'ended',
      current: null,
      events: ['raised 130', 'withdrawn unknown', 'ended unknown'],
    });
  });

  test('a receiver that is new is told what stands, the others nothing', async () => {
    const { store } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]]);
    await deliverAll(store);
    const wider: Rule = { ...RULE, receivers: ['desk', 'hook'] };
    await store.reconcile(detector(wider), 'rules', on('2025-08-01'));
    expect((await deliverAll(store)).map((item) => `${item.receiver}: ${inWords(item)}`)).toEqual(['hook: digest [raised 130]']);
  });
});

test('while rules and receivers are what they were, nobody is looked for who has to be told', async () => {
  const { store, file } = await atBase();
  await take(store, '2025-07-20', [['2025-06', 130]]);
  await deliverAll(store);
  const wider: Rule = { ...RULE, receivers: ['desk', 'hook'] };
  const reconcile = (rule: Rule, under: string) => store.reconcile(detector(rule), 'rules', on('2025-08-01'), under);
  expect(await reconcile(RULE, 'as it is')).toBe(0);
  expect(await reconcile(wider, 'as it is')).toBe(0);
  expect(await reconcile(wider, 'with a receiver more')).toBe(1);
  expect(await reconcile(wider, 'with a receiver more')).toBe(0);
  // An older copy in its place may lack what was told.
  const db = new Database(file);
  db.exec('DELETE FROM outbox_alert; DELETE FROM outbox');
  db.close();
  expect(await reconcile(wider, 'with a receiver more')).toBe(0);
  const { database, counter } = await store.progress();
  expect(await store.noticeRestore({ database, counter: counter + 1 }, on('2025-08-02'))).toBe(true);
  expect(await reconcile(wider, 'with a receiver more')).toBe(2);
});

test('what a process adopted and did not tell is told by the next one, though rules are again what they were', async () => {
  const { store } = await atBase();
  await take(store, '2025-07-20', [['2025-06', 130]]);
  await deliverAll(store);
  const tell = () => store.reconcile(detector(RULE), 'rules', on('2025-08-01'), 'as it was');
  await store.adoptRules([{ id: RULE.id, version: '1' }], () => detector(RULE), on('2025-08-01'));
  expect(await tell()).toBe(0);
  // It died before it could tell that the rule is gone; then the rule is there again, with a figure revised meanwhile.
  await store.adoptRules([], () => detector(), on('2025-08-02'));
  await take(store, '2025-08-03', [['2025-06', 120]], []);
  await store.adoptRules([{ id: RULE.id, version: '1' }], () => detector(RULE), on('2025-08-04'));
  expect(await tell()).toBe(1);
  expect(await told(store)).toEqual(['digest [ended 130]']);
});

describe('each kind of rule, made to fire', () => {
  test('level, and back below it', async () => {
    const level = asking({ metric: 'level', direction: 'rise', value: 1000 });
    const { store } = temporaryStore();
    await take(store, '2025-06-20', [['2025-05', 900]], [level]);
    await take(store, '2025-07-20', [['2025-06', 1000]], [level]);
    expect(await told(store)).toEqual(['raised 1000']);
    await take(store, '2025-08-20', [['2025-06', 900]], [level]);
    expect(await told(store)).toEqual(['retracted 900']);
  });

  test('record, which an earlier month takes away when it is revised', async () => {
    const record = asking({ metric: 'record', direction: 'rise', months: 2 });
    const { store } = temporaryStore();
    await take(
      store,
      '2025-05-20',
      [
        ['2025-03', 10],
        ['2025-04', 12],
      ],
      [record],
    );
    await take(store, '2025-06-22', [['2025-05', 13]], [record]);
    expect(await told(store)).toEqual(['raised 13']);
    await take(store, '2025-07-20', [['2025-03', 14]], [record]);
    expect(await told(store)).toEqual(['retracted 13']);
  });

  test('revision, of long ago as well', async () => {
    const revision = asking({ metric: 'revision', direction: 'either', percent: 5 });
    const { store } = temporaryStore();
    await take(store, '2022-07-20', [['2022-06', 100]], [revision]);
    await take(store, '2025-07-20', [['2022-06', 104]], [revision]);
    expect(await told(store)).toEqual([]);
    await take(store, '2025-08-20', [['2022-06', 94]], [revision]);
    expect(await told(store)).toEqual(['raised 94']);
    await take(store, '2025-09-20', [['2022-06', 99]], [revision]);
    expect(await told(store)).toEqual(['retracted 99']);
  });

  test('mirror gap, once for a pair whose sides come together', async () => {
    const gap: Rule = { ...asking({ metric: 'mirror_gap', direction: 'either', percent: 25 }), what: { ...RULE.what, partners: ['US'] } };
    const sides = (month: string, exported: number, imported: number) => [
      ...observations([[month, exported]], { partner: 'US' }),
      ...observations([[month, imported]], { reporter: 'US', partner: 'CN', flow: 'import' }).map((o) => ({
        ...o,
        valuation: 'CIF' as const,
      })),
    ];
    const { store } = temporaryStore();
    await publish(store, on('2025-06-20'), sides('2025-05', 100, 105), { detector: detector(gap) });
    await publish(store, on('2025-07-20'), sides('2025-06', 100, 130), { detector: detector(gap) });
    expect(await told(store)).toEqual(['raised 130']);
    await publish(store, on('2025-08-20'), sides('2025-06', 110, 130), { detector: detector(gap) });
    expect(await told(store)).toEqual(['retracted 130']);
    // A rule that is new judges both sides as well.
    expect(await store.adoptRules([{ id: gap.id, version: '2' }], () => detector(gap), on('2025-09-01'))).toMatchObject({
      adopted: [gap.id],
    });
  });

  test('a crossing that two publications have to state, the second of which brings another month too', async () => {
    const twice: Rule = { ...RULE, confirm: { vintages: 2 } };
    const { store } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130]], [twice]);
    expect(await told(store)).toEqual([]);
    await take(
      store,
      '2025-08-20',
      [
        ['2025-06', 130],
        ['2025-07', 90],
      ],
      [twice],
    );
    expect(await told(store)).toEqual(['raised 130']);
  });

  test('a crossing that has to be final', async () => {
    const final: Rule = { ...RULE, confirm: 'final' };
    const { store } = await atBase();
    await take(store, '2025-07-20', [['2025-06', 130, 'month', 'P']], [final]);
    expect(await told(store)).toEqual([]);
    await take(store, '2025-08-20', [['2025-06', 130, 'month', 'A']], [final]);
    expect(await told(store)).toEqual(['raised 130']);
  });
});

test('a message says how many periods in a row cross, which the months that decide on its own do not show', async () => {
  const { store } = temporaryStore();
  const rule = asking({ metric: 'yoy', direction: 'rise', percent: 25 });
  const months = (year: number, values: readonly number[]): FigureEntry[] =>
    values.map((value, at) => [`${year}-${String(at + 1).padStart(2, '0')}`, value]);
  await take(store, '2024-06-18', [...months(2023, [100, 100, 100, 100, 100, 100]), ...months(2024, [150, 110, 140, 150, 160])], [rule]);
  await deliverAll(store);
  await take(store, '2024-07-18', months(2024, [150, 110, 140, 150, 160, 170]), [rule]);
  const [message] = (await deliverAll(store)).map((item) => item.message);
  expect(message).toMatchObject({ type: 'alert.raised', period: { end: '2024-06' }, streak: 4 });
});

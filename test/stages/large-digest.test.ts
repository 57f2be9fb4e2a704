import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { MOST_LISTED } from '../../src/domain/alert-digest.ts';
import type { DigestMessage } from '../../src/domain/alert-message.ts';
import { formatSeriesKey } from '../../src/domain/series.ts';
import { createDetector } from '../../src/stages/detect.ts';
import type { OutboxItem, Store } from '../../src/store/store.ts';
import { ruleOf } from '../support/rules.ts';
import { KEY, observations, publish, temporaryStore } from '../support/store.ts';
import { siteOver } from '../web/browser.ts';

/** All goods of a nomenclature: one rule, as many alerts as there are codes. Codes and figures are invented. */
const RULE = ruleOf({
  id: 'all-goods',
  what: { product: 'HS8:*', reporter: null },
  when: { metric: 'yoy', direction: 'rise', percent: 25 },
});
const detector = createDetector({ rules: [RULE], channels: new Map([['desk', 'email']]), sources: new Map() });

const COUNTED = 100;
const codes = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => String(10_000_000 + from + index));
const keyOf = (product: string): string => formatSeriesKey({ ...KEY, product });
/** The heavier the higher the code. */
const weightOf = (product: string): number => Number(product) - 9_999_000;
const on = (day: string): string => `${day}T10:00:00.000Z`;

const take = (store: Store, day: string, products: readonly string[], month: string, factor: number, runId?: number) =>
  publish(
    store,
    on(day),
    products.flatMap((product) => observations([[month, weightOf(product) * factor]], { product })),
    { detector, ...(runId === undefined ? {} : { runId }) },
  );

async function deliverAll(store: Store): Promise<readonly OutboxItem[]> {
  const at = '2030-01-01T00:00:00.000Z';
  const due = await store.dueDeliveries(at, 100);
  const settled = { state: 'delivered', attempts: 1, nextAttemptAt: null, deliveredAt: at, detail: 'ok', remaining: null } as const;
  for (const item of due) await store.settleDelivery(item.id, settled);
  return due;
}

const digestOf = ([item, ...more]: readonly OutboxItem[]): DigestMessage => {
  expect(more).toEqual([]);
  expect(item?.message.type).toBe('digest');
  return item?.message as DigestMessage;
};

test('a digest lists the heaviest, counts the rest, and of what is only counted no correction is sent', async () => {
  const { store, file } = temporaryStore();
  const all = codes(0, MOST_LISTED + COUNTED);
  const [light, heavy] = [all[0] as string, all.at(-1) as string];
  await take(store, '2024-07-20', all, '2024-06', 1);
  await take(store, '2025-07-20', all, '2025-06', 1.5);
  const digest = digestOf(await deliverAll(store));
  expect(digest.not_listed).toBe(COUNTED);
  expect(digest.alerts.map(({ series }) => series.key)).toEqual(all.slice(COUNTED).toReversed().map(keyOf));
  expect((await store.alerts({ state: 'firing' })).length).toBe(MOST_LISTED + COUNTED);

  await take(store, '2025-08-20', [light, heavy], '2025-06', 1.1);
  const corrected = await deliverAll(store);
  expect(corrected.map(({ message }) => message)).toMatchObject([{ type: 'alert.retracted', series: { key: keyOf(heavy) } }]);
  expect((await store.alerts({ state: 'retracted' })).map(({ subject }) => subject).sort()).toEqual([light, heavy].map(keyOf).sort());

  // What comes back is news to whoever knew it only as one of many.
  await take(store, '2025-09-20', [light, heavy], '2025-06', 1.6);
  const back = await deliverAll(store);
  expect(back.map(({ message }) => [message.type, 'references' in message && message.references.length]).sort()).toEqual([
    ['alert.raised', 0],
    ['alert.reinstated', 2],
  ]);
  await take(store, '2025-10-20', [light], '2025-06', 1.1);
  expect((await deliverAll(store)).map(({ message }) => message.type)).toEqual(['alert.retracted']);

  const db = new Database(file, { readonly: true });
  const fingerprint = db.prepare('SELECT MIN(fingerprint) FROM outbox_alert WHERE NOT listed').pluck().get();
  const page = await (await fetch(`${await siteOver(file)}/api/v1/alerts/${fingerprint}`)).json();
  expect(page).toMatchObject({ thread: [{ sequence: 1, messages: [{ receiver: 'desk', kind: 'counted' }] }], others: [] });
  const kinds = db.prepare('SELECT kind, COUNT(*) FROM v_delivery GROUP BY kind ORDER BY kind').raw().all();
  db.close();
  expect(kinds).toEqual([
    ['alert.raised', MOST_LISTED + 1],
    ['alert.reinstated', 1],
    ['alert.retracted', 2],
    ['digest', COUNTED],
  ]);
});

test('what was only counted and becomes more severe is told by name, once', async () => {
  const { store } = temporaryStore();
  const escalating = createDetector({
    rules: [{ ...RULE, escalation: [{ from: 100, severity: 'critical' }] }],
    ...{ channels: new Map([['desk', 'email']]), sources: new Map() },
  });
  const publishAll = (day: string, products: readonly string[], month: string, factor: number) =>
    publish(
      store,
      on(day),
      products.flatMap((product) => observations([[month, weightOf(product) * factor]], { product })),
      { detector: escalating },
    );
  const all = codes(0, MOST_LISTED + COUNTED);
  const light = all[0] as string;
  await publishAll('2024-07-20', all, '2024-06', 1);
  await publishAll('2025-07-20', all, '2025-06', 1.5);
  expect(digestOf(await deliverAll(store)).not_listed).toBe(COUNTED);
  await publishAll('2025-08-20', [light], '2025-06', 1.7);
  expect(await deliverAll(store)).toEqual([]);
  await publishAll('2025-09-20', [light], '2025-06', 2.1);
  const told = await deliverAll(store);
  expect(told.map(({ message }) => message)).toMatchObject([{ type: 'alert.raised', severity: 'critical', series: { key: keyOf(light) } }]);
  await publishAll('2025-10-20', [light], '2025-06', 1.1);
  expect((await deliverAll(store)).map(({ message }) => message.type)).toEqual(['alert.retracted']);
});

test('what is corrected before the digest was sent is neither listed nor counted', async () => {
  const { store } = temporaryStore();
  const all = codes(0, MOST_LISTED + COUNTED);
  await take(store, '2024-07-20', all, '2024-06', 1);
  await take(store, '2025-07-20', all, '2025-06', 1.5);
  await take(store, '2025-07-21', [all[0] as string, all[1] as string, all.at(-1) as string], '2025-06', 1.1);
  const digest = digestOf(await deliverAll(store));
  expect(digest.alerts.length).toBe(MOST_LISTED - 1);
  expect(digest.not_listed).toBe(COUNTED - 2);
});

test('publications of one run share a digest, which lists no more than one does', async () => {
  const { store } = temporaryStore();
  const [first, second] = [codes(0, 3000), codes(3000, 6000)];
  await take(store, '2024-07-20', [...first, ...second], '2024-06', 1);
  const { runId } = await takeInRun(store, first, second);
  expect(runId).toBeGreaterThan(0);
  const digest = digestOf(await deliverAll(store));
  expect(digest.alerts.length).toBe(MOST_LISTED);
  expect(new Set(digest.alerts.map(({ fingerprint }) => fingerprint)).size).toBe(MOST_LISTED);
  expect(digest.not_listed).toBe(6000 - MOST_LISTED);
  // What the first publication listed stays listed.
  expect(
    digest.alerts
      .slice(0, first.length)
      .map(({ series }) => series.key)
      .sort(),
  ).toEqual(first.map(keyOf));
});

async function takeInRun(store: Store, ...publications: readonly (readonly string[])[]): Promise<{ readonly runId: number }> {
  const runId = await store.beginRun(KEY.pipeline, 'ingest', on('2025-07-20'));
  for (const [index, products] of publications.entries()) await take(store, `2025-07-2${index}`, products, '2025-06', 1.5, runId);
  return { runId };
}

import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAtomFeed } from 'feedsmith';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDetector } from '../src/stages/detect.ts';
import { readProgress, writeProgress } from '../src/store/progress-file.ts';
import { openStore } from '../src/store/sqlite.ts';
import type { OutboxItem, Store } from '../src/store/store.ts';
import { ruleOf } from './support/rules.ts';
import { type FigureEntry, KEY, observations, publish, temporaryFolder } from './support/store.ts';
import { siteOver } from './web/browser.ts';

const RULE = ruleOf();
const detector = createDetector({ rules: [RULE], channels: new Map([['desk', 'email']]), sources: new Map() });
const NONE = { requests: 1, snapshots: 1, inserted: 0, revised: 0, unchanged: 0, refused: 0 };
const COUNTS = { ...NONE, answered: 1, notYetPublished: 0, suppressed: 0, held: 0, errors: 0 };

const BASE: readonly FigureEntry[] = ['04', '05', '06', '07', '08'].map((m) => [`2024-${m}`, 100]);

/** A database that was copied before June 2025 came, and went on. */
function world() {
  const file = join(temporaryFolder(), 'test.db');
  const opened: Store[] = [];
  onTestFinished(() => {
    for (const store of opened) store.close();
  });
  const open = (): Store => {
    const store = openStore(file);
    opened.push(store);
    return store;
  };
  return {
    file,
    open,
    /** Puts a copy in the place of the database. */
    restore(copy: string): Store {
      for (const store of opened.splice(0)) store.close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      copyFileSync(copy, file);
      return open();
    },
  };
}

/** A whole run that brings these figures beside those of 2024. */
async function run(store: Store, at: string, ...entries: FigureEntry[]): Promise<void> {
  await publish(store, at, observations([...BASE, ...entries]), { detector });
  const [newest] = await store.runs(1);
  await store.finishRun(newest?.id ?? 0, at, 'ok', COUNTS, null);
}

async function sent(store: Store): Promise<readonly OutboxItem[]> {
  const due = await store.dueDeliveries('2030-01-01T00:00:00.000Z', 100);
  for (const { id } of due)
    await store.settleDelivery(id, {
      ...{ state: 'delivered', attempts: 1, nextAttemptAt: null, detail: 'ok', remaining: null },
      deliveredAt: '2025-07-01T00:00:00.000Z',
    });
  return due;
}
const types = (items: readonly OutboxItem[]): string[] => items.map(({ message }) => message.type);

/** The numbers of the events that messages tell. */
const numbers = (items: readonly OutboxItem[]): number[] =>
  items.flatMap(({ message }) => ('sequence' in message ? [message.sequence] : []));

const APRIL: FigureEntry = ['2025-04', 110];
const MAY: FigureEntry = ['2025-05', 200];
const JUNE: FigureEntry = ['2025-06', 200];
const NOW = '2025-08-01T00:00:00.000Z';

/** Copied when May waited to be told; May was delivered and June came, and was delivered, after that. */
async function copied() {
  const w = world();
  const store = w.open();
  const source = { title: 'Query', publisher: 'P', licence: 'L', schedule: null, timezone: 'Etc/UTC' };
  await store.describeSources([{ pipeline: KEY.pipeline, ...source }]);
  await run(store, '2025-05-20T00:00:00.000Z', APRIL);
  await run(store, '2025-06-20T00:00:00.000Z', APRIL, MAY);
  const copy = join(temporaryFolder(), 'copy.db');
  await store.backup(copy);
  const may = await sent(store);
  await run(store, '2025-07-20T00:00:00.000Z', APRIL, MAY, JUNE);
  const june = await sent(store);
  expect([...types(may), ...types(june)]).toEqual(['alert.raised', 'alert.raised']);
  writeProgress(w.file, await store.progress());
  return { ...w, copy, may };
}

describe('a database that was restored from an older copy', () => {
  test('is seen by the file beside it, once', async () => {
    const { file, copy, restore } = await copied();
    const store = restore(copy);
    expect(await store.noticeRestore(readProgress(file), NOW)).toBe(true);
    expect(await store.noticeRestore(readProgress(file), NOW)).toBe(false);
    expect(await store.restored()).toEqual({ at: NOW, sources: [KEY.pipeline] });
    writeProgress(file, await store.progress());
    expect(await store.noticeRestore(readProgress(file), NOW)).toBe(false);
  });

  test('tells what it finds again in one digest, and news again once the source has answered', async () => {
    const { file, copy, restore } = await copied();
    const store = restore(copy);
    await store.noticeRestore(readProgress(file), NOW);
    await sent(store);
    await run(store, '2025-08-02T00:00:00.000Z', APRIL, MAY, JUNE, ['2025-07', 300]);
    const again = await sent(store);
    expect(types(again)).toEqual(['digest']);
    expect(again[0]?.message).toMatchObject({ reason: expect.stringContaining('restored'), alerts: [{}, {}] });
    expect(await store.restored()).toBeNull();
    await run(store, '2025-09-02T00:00:00.000Z', APRIL, MAY, JUNE, ['2025-07', 300], ['2025-08', 300]);
    expect(types(await sent(store))).toEqual(['alert.raised']);
  });

  test('sends what waited again, with the same id, and takes back nothing of it silently', async () => {
    const { file, copy, restore, may } = await copied();
    const store = restore(copy);
    await store.noticeRestore(readProgress(file), NOW);
    // May was delivered after the copy was made: its retraction must not cancel out with it.
    await run(store, '2025-08-02T00:00:00.000Z', APRIL, ['2025-05', 100]);
    const [first] = await sent(store);
    expect(first?.messageId).toBe(may[0]?.messageId);
    expect(types(await sent(store))).toEqual(['alert.retracted']);
  });

  test('numbers what it tells of an alert behind all that was told of it before', async () => {
    const { file, copy, may, open, restore } = await copied();
    const before = open();
    await run(before, '2025-07-21T00:00:00.000Z', APRIL, ['2025-05', 100], JUNE);
    await run(before, '2025-07-22T00:00:00.000Z', APRIL, MAY, ['2025-06', 100]);
    const lost = [...may, ...(await sent(before))];
    writeProgress(file, await before.progress());
    const store = restore(copy);
    await store.noticeRestore(readProgress(file), NOW);
    await sent(store);
    await run(store, '2025-08-02T00:00:00.000Z', APRIL, MAY, JUNE);
    await sent(store);
    await run(store, '2025-09-02T00:00:00.000Z', APRIL, ['2025-05', 110], ['2025-06', 110]);
    const told = await sent(store);
    expect(types(told)).toEqual(['alert.retracted', 'alert.retracted']);
    expect(Math.min(...numbers(told))).toBeGreaterThan(Math.max(...numbers(lost)));
    expect(new Set([...lost, ...told].map(({ messageId }) => messageId)).size).toBe(lost.length + told.length);
  });

  test('a run that failed is no answer', async () => {
    const { file, copy, restore } = await copied();
    const store = restore(copy);
    await store.noticeRestore(readProgress(file), NOW);
    const id = await store.beginRun(KEY.pipeline, 'run', '2025-08-01T10:00:00.000Z');
    await store.finishRun(id, '2025-08-01T10:01:00.000Z', 'failed', { ...COUNTS, answered: 0, errors: 1 }, 'HTTP 503');
    expect(await store.restored()).not.toBeNull();
  });
});

describe('no restored database', () => {
  test('is one without the file beside it, with a broken one, or with that of another database', async () => {
    const { file, copy, restore } = await copied();
    const store = restore(copy);
    rmSync(`${file}.state`);
    expect(await store.noticeRestore(readProgress(file), NOW)).toBe(false);
    writeFileSync(`${file}.state`, '{"counter":');
    expect(await store.noticeRestore(readProgress(file), NOW)).toBe(false);
    writeProgress(file, { database: 'another 2020-01-01T00:00:00.000Z', counter: 1_000_000 });
    expect(await store.noticeRestore(readProgress(file), NOW)).toBe(false);
  });

  test('is one that goes on, with a file that is behind', async () => {
    const { file, open } = await copied();
    const store = open();
    await run(store, '2025-08-20T00:00:00.000Z', APRIL, MAY, JUNE, ['2025-07', 300]);
    expect(await store.noticeRestore(readProgress(file), NOW)).toBe(false);
  });

  test('a message that is written, tried or delivered, and a run that ends, count; the file is replaced whole', async () => {
    const { file, open } = world();
    const store = open();
    const counted = async (): Promise<number> => (await store.progress()).counter;
    const before = await counted();
    await run(store, '2025-05-20T00:00:00.000Z', APRIL);
    const first = await counted();
    await run(store, '2025-06-20T00:00:00.000Z', APRIL, MAY);
    const second = await counted();
    await sent(store);
    expect([before < first, first + 1 < second, second < (await counted())]).toEqual([true, true, true]);
    writeProgress(file, await store.progress());
    expect(JSON.parse(readFileSync(`${file}.state`, 'utf8'))).toEqual(await store.progress());
    expect(existsSync(`${file}.state.next`)).toBe(false);
  });
});

test('in the feed what became of an alert refers to its first event, whatever number that has', async () => {
  const { file, open } = world();
  const store = open();
  await run(store, '2025-05-20T10:00:00.000Z', ['2025-04', 100]);
  const further = { ...(await store.progress()), counter: 1000 };
  expect(await store.noticeRestore(further, '2025-06-01T10:00:00.000Z')).toBe(true);
  await run(store, '2025-06-20T10:00:00.000Z', ['2025-04', 100], ['2025-05', 100]);
  await run(store, '2025-07-20T10:00:00.000Z', ['2025-05', 100], ['2025-06', 50]);
  await run(store, '2025-08-20T10:00:00.000Z', ['2025-05', 100], ['2025-06', 100]);
  expect((await store.alertHappenings(10)).map(({ kind, sequence, first }) => [kind, sequence, first])).toEqual([
    ['retracted', 1002, 1001],
    ['raised', 1001, 1001],
  ]);
  const feed = parseAtomFeed(await (await fetch(`${await siteOver(file)}/alerts.atom`)).text());
  const [correction, raised] = feed.entries ?? [];
  expect(correction?.thr?.inReplyTos?.[0]?.ref).toBe(raised?.id);
  expect(raised?.thr).toBeUndefined();
});

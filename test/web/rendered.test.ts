import { expect, onTestFinished, test } from 'vitest';
import { openStoreForReading } from '../../src/store/sqlite.ts';
import { observations, publish, temporaryStore } from '../support/store.ts';
import { siteOver } from './browser.ts';

test('a page is made once for each state of the database, and anew after half a minute', async () => {
  const { store: writer, file } = temporaryStore();
  const source = {
    pipeline: 'china-customs-query',
    title: 'Customs',
    publisher: 'GACC',
    licence: 'open',
    schedule: null,
    timezone: 'Asia/Shanghai',
  };
  await writer.describeSources([source]);
  const reader = openStoreForReading(file);
  onTestFinished(() => reader.close());
  const clock = { now: Date.parse('2025-07-20T12:00:00.000Z') };
  let made = 0;
  const store = {
    ...reader,
    sources: () => {
      made += 1;
      return reader.sources();
    },
  };
  const site = await siteOver(file, { store, now: () => new Date(clock.now) });
  const page = async (path = '/'): Promise<string> => (await fetch(site + path)).text();
  const first = await page();
  expect(await page()).toBe(first);
  expect(made).toBe(1);
  await page('/?other');
  expect(made).toBe(2);

  await publish(writer, '2025-07-20T02:00:00.000Z', observations([['2025-06', 62]]));
  expect(await page()).toContain('2025-06');
  expect(made).toBe(3);

  clock.now += 29_000;
  await page();
  expect(made).toBe(3);
  clock.now += 2000;
  await page();
  expect(made).toBe(4);
  // What says how the process fares is never kept.
  await page('/metrics');
  await page('/metrics');
  expect(made).toBe(6);
});

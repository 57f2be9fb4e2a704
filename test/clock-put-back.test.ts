/** A clock that was ahead and is put right: nothing waits until it has come there again, and what is said from then on is newer than what was read meanwhile. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sourceIsDue } from '../src/commands/run.ts';
import { sweepInbox } from '../src/inbox.ts';
import { runPipeline } from '../src/run.ts';
import { sourceAt, world, YEARS_KEY, yearsPipeline, yearsPublisher } from './support/years.ts';

/** A source that is asked at noon each day, of which the first answer is read at noon on 1 August 2025. */
async function setUp() {
  const site = await yearsPublisher();
  const it = world(site.url);
  const source = sourceAt(site.url, yearsPipeline({ schedule: '0 12 * * *', revisions: { months: 2 } }));
  const db = new Database(it.file, { readonly: true });
  onTestFinished(() => void db.close());
  const run = async (at: string, answer: string): Promise<void> => {
    it.at(at);
    site.pages.set('/2025', answer);
    await runPipeline(it.services, source, 'schedule');
  };
  const vintages = (): unknown =>
    db.prepare(`SELECT value, known_to IS NULL FROM v_vintage WHERE series_key = '${YEARS_KEY}' ORDER BY known_from`).raw().all();
  await run('2025-08-01T12:00:00Z', '2025-06 100');
  return { ...it, source, run, vintages };
}

describe('what a source says after the clock was put back', () => {
  test('is its newest word, and goes on being it', async () => {
    const { run, vintages } = await setUp();
    await run('2025-08-01T10:00:00Z', '2025-06 101');
    const held = [
      [100, 0],
      [101, 1],
    ];
    expect(vintages()).toEqual(held);
    await run('2025-08-02T12:00:00Z', '2025-06 101');
    expect(vintages()).toEqual(held);
  });

  test('takes the place of each word before it, in the order in which they came', async () => {
    const { run, vintages } = await setUp();
    await run('2025-07-02T12:00:00Z', '2025-06 101');
    await run('2025-07-03T12:00:00Z', '2025-06 102');
    await run('2025-07-04T12:00:00Z', '2025-06 100');
    expect(vintages()).toEqual([
      [100, 0],
      [101, 0],
      [102, 0],
      [100, 1],
    ]);
  });

  test('in a file of the inbox, too', async () => {
    const { at, folder, services, source, vintages } = await setUp();
    at('2025-07-20T10:00:00Z');
    const inbox = join(folder, 'inbox');
    mkdirSync(join(inbox, source.pipeline.id), { recursive: true });
    writeFileSync(join(inbox, source.pipeline.id, 'june.txt'), '2025-06 101');
    await sweepInbox(services, [source], inbox, 0);
    expect(vintages()).toEqual([
      [100, 0],
      [101, 1],
    ]);
  });
});

test('a source that was asked while the clock was days ahead is asked at its next slot, and at each from then on', async () => {
  const { at, run, services, source } = await setUp();
  for (const day of ['20', '30', '31']) {
    at(`2025-07-${day}T12:00:00Z`);
    expect(await sourceIsDue({ services }, source)).toBe(true);
    await run(`2025-07-${day}T12:00:00Z`, '2025-06 100');
    expect(await sourceIsDue({ services }, source)).toBe(false);
  }
  at('2025-08-01T12:00:00Z');
  expect(await sourceIsDue({ services }, source)).toBe(true);
});

test('a slot that was taken while the clock was hours ahead is not taken twice', async () => {
  const { at, services, source } = await setUp();
  at('2025-08-01T10:00:00Z');
  expect(await sourceIsDue({ services }, source)).toBe(false);
  at('2025-08-02T11:59:00Z');
  expect(await sourceIsDue({ services }, source)).toBe(false);
  at('2025-08-02T12:00:00Z');
  expect(await sourceIsDue({ services }, source)).toBe(true);
});

test('the last success is not one of the future, once there was another run', async () => {
  const { at, run, services, source } = await setUp();
  await services.store.describeSources([{ ...source.pipeline, pipeline: source.pipeline.id }]);
  const lastSuccess = async () => (await services.store.sources())[0]?.lastSuccessAt;
  await run('2025-08-01T13:00:00Z', '2025-06 100');
  expect(await lastSuccess()).toBe('2025-08-01T13:00:00.000Z');
  at('2025-07-20T12:00:00Z');
  await runPipeline(services, { ...source, baseUrl: 'http://127.0.0.1:1' }, 'schedule');
  expect(await lastSuccess()).toBe('2025-07-20T12:00:00.000Z');
  await run('2025-07-21T12:00:00Z', '2025-06 100');
  expect(await lastSuccess()).toBe('2025-07-21T12:00:00.000Z');
  at('2025-07-22T12:00:00Z');
  await runPipeline(services, { ...source, baseUrl: 'http://127.0.0.1:1' }, 'schedule');
  expect(await lastSuccess()).toBe('2025-07-21T12:00:00.000Z');
});

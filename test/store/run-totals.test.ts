import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { noCounts } from '../../src/services.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryStore } from '../support/store.ts';

const AT = '2025-08-01T00:00:00.000Z';
const PLAIN = `SELECT pipeline, COUNT(*) AS runs, SUM(requests) AS requests, SUM(snapshots) AS snapshots, SUM(inserted) AS inserted,
  SUM(revised) AS revised, SUM(unchanged) AS unchanged, SUM(refused) AS refused, SUM(errors) AS errors FROM run GROUP BY pipeline ORDER BY pipeline`;

function runs() {
  const { store, file } = temporaryStore();
  const raw = new Database(file);
  onTestFinished(() => void raw.close());
  return { store, raw };
}

const end = (store: Store, run: number): Promise<void> =>
  store.finishRun(run, AT, 'ok', { ...noCounts(), requests: run, inserted: 2 * run, errors: 1 }, null);

test('the sums of metrics are those of all runs, whichever of them ended, were cut off or forgotten in between', async () => {
  const step = fc.tuple(fc.constantFrom('ended', 'cut off', 'forgotten'), fc.constantFrom('a', 'b', 'c'), fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { store, raw } = runs();
      for (const [what, pipeline, isLookedAt] of steps) {
        const run = await store.beginRun(pipeline, 'schedule', AT);
        if (isLookedAt) expect(await store.runTotals()).toEqual(raw.prepare(PLAIN).all());
        if (what === 'ended') await end(store, run);
        if (what === 'forgotten') await store.forgetRun(run);
      }
      expect(await store.runTotals()).toEqual(raw.prepare(PLAIN).all());
    }),
    { numRuns: 30 },
  );
});

test('a run that has ended is read once', async () => {
  const { store, raw } = runs();
  for (let made = 0; made < 3; made += 1) await end(store, await store.beginRun('a', 'schedule', AT));
  expect(await store.runTotals()).toMatchObject([{ runs: 3, requests: 6 }]);
  raw.exec('UPDATE run SET requests = 1000');
  await end(store, await store.beginRun('a', 'schedule', AT));
  expect(await store.runTotals()).toMatchObject([{ runs: 4, requests: 10 }]);
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Detector } from '../../src/store/store.ts';
import { play, sequence } from './sequence.ts';
import { prepared } from './world.ts';

/** How many; `npm run belief` asks for 10,000. */
const SEQUENCES = Number(process.env['BELIEF_SEQUENCES'] ?? 100);
/** As a failure prints it, to see the same sequences again. */
const SEED = process.env['BELIEF_SEED'];

let empty: ReturnType<typeof prepared>;
beforeAll(() => {
  empty = prepared();
});
afterAll(() => empty.remove());

test(`after ${SEQUENCES} sequences of publications, faults and restarts each receiver believes what is true`, {
  timeout: 6 * 3_600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      expect(await play(empty.folder, steps)).toEqual([]);
    }),
    { numRuns: SEQUENCES, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  );
});

/** A detector with a fault in it, and how soon the property finds it. */
const faults: Readonly<Record<string, (detector: Detector) => Detector>> = {
  'retractions are lost': (detector) => ({
    ...detector,
    detect: (...given) => {
      const found = detector.detect(...given);
      return { ...found, messages: found.messages.filter(({ tells }) => !tells.some(({ kind }) => kind === 'retracted')) };
    },
  }),
  'what lies within the hysteresis is taken for below it': (detector) => ({
    ...detector,
    detect: (...given) => {
      const found = detector.detect(...given);
      const changes = found.changes.map((change) => {
        if (change.transition.event !== 'updated' || change.transition.reason?.includes('hysteresis') !== true) return change;
        return { ...change, transition: { ...change.transition, state: 'retracted' as const, event: 'retracted' as const } };
      });
      return { ...found, changes };
    },
  }),
  'what waits is not taken back': (detector) => ({ ...detector, detect: (...given) => ({ ...detector.detect(...given), cancels: [] }) }),
  'silences that are over are forgotten': (detector) => ({
    ...detector,
    reconcile: (alerts, silences, why, at) =>
      why === 'rules' ? detector.reconcile(alerts, silences, why, at) : { changes: [], cancels: [], messages: [] },
  }),
};

test.each(Object.keys(faults))('a detector is found out in which %s', { timeout: 600_000 }, async (name) => {
  const found = await fc.check(
    fc.asyncProperty(sequence, async (steps) => (await play(empty.folder, steps, faults[name])).length === 0),
    { numRuns: 300, seed: 1, endOnFailure: true },
  );
  expect(found.failed, `${found.numRuns} sequences`).toBe(true);
});

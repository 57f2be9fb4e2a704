import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { giveBack } from '../src/heap.ts';

const objects = (count: number): object[] => Array.from({ length: count }, (_, i) => ({ i }));

test('gives back at once what nothing refers to, when it is much, and leaves little to V8', async () => {
  const much = new WeakRef(objects(200_000));
  // What a WeakRef was made of in a turn lives to the end of it.
  await setImmediate();
  giveBack();
  expect(much.deref()).toBeUndefined();

  const little = new WeakRef(objects(10));
  await setImmediate();
  giveBack();
  expect(little.deref()).toHaveLength(10);
});

import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { watchLoop } from '../../src/web/loop-delay.ts';

const BLOCKED_MS = 400;

test('a loop that was held up is told once, at the least by what it was held up beyond a look', async () => {
  const loop = watchLoop();
  const until = performance.now() + BLOCKED_MS;
  while (performance.now() < until);
  await pause(0);
  const held = loop.take();
  expect(held.max).toBeGreaterThanOrEqual(0.25);
  expect(held.mean).toBeGreaterThan(0);
  expect(held.mean).toBeLessThanOrEqual(held.max);
  expect(loop.take()).toEqual({ mean: 0, max: 0 });
  loop.stop();
});

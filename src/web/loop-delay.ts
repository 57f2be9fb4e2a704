/** How much later than asked the event loop came, in seconds. */
export interface LoopDelay {
  readonly mean: number;
  readonly max: number;
}

/** Each look wakes the thread: ten a second are not seen in the processor's time, a hundred are. */
const EVERY_MS = 100;

/** Watches the event loop of this thread. */
export function watchLoop(): { take(): LoopDelay; stop(): void } {
  let [looks, sum, max] = [0, 0, 0];
  let lookedAt = performance.now();
  const timer = setInterval(() => {
    const at = performance.now();
    const delay = Math.max(0, at - lookedAt - EVERY_MS) / 1000;
    lookedAt = at;
    looks += 1;
    sum += delay;
    max = Math.max(max, delay);
  }, EVERY_MS).unref();
  return {
    /** Since it was taken last. */
    take() {
      const found = { mean: looks === 0 ? 0 : sum / looks, max };
      [looks, sum, max] = [0, 0, 0];
      return found;
    },
    stop: () => clearInterval(timer),
  };
}

import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How much later than asked the event loop came, in seconds. */
export interface LoopDelay {
  readonly mean: number;
  readonly max: number;
}

/** Each look wakes the thread: ten a second are not seen in the processor's time, a hundred are. */
const EVERY_MS = 100;
const NS_PER_MS = 1e6;

/** Watches the event loop of this thread. */
export function watchLoop(): { take(): LoopDelay; stop(): void } {
  const histogram = monitorEventLoopDelay({ resolution: EVERY_MS });
  histogram.enable();
  // What is measured is the time between two looks.
  const delay = (ns: number): number => (ns > 0 ? Math.max(0, ns / NS_PER_MS - EVERY_MS) / 1000 : 0);
  return {
    /** Since it was taken last. */
    take() {
      const found = { mean: delay(histogram.mean), max: delay(histogram.max) };
      histogram.reset();
      return found;
    },
    stop: () => void histogram.disable(),
  };
}

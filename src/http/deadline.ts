import { setMaxListeners } from 'node:events';
import { AttemptError } from './failure.ts';

/** The time that one attempt may spend talking, over all its redirects. Waiting for a host's turn does not count. */
export interface Deadline {
  /**
   * Gives work a signal that fires when the time is up or `outer` fires, and does not wait for work that ignores it.
   * @throws AttemptError, made by `late`, when the time is up; the reason of `outer` when that fired.
   */
  run<T>(outer: AbortSignal, late: () => string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export function createDeadline(ms: number): Deadline {
  let leftMs = ms;
  return {
    async run(outer, late, work) {
      outer.throwIfAborted();
      const started = performance.now();
      const inner = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      let stop = (): void => {};
      const ended = new Promise<never>((_, reject) => {
        const end = (reason: unknown): void => {
          reject(reason);
          inner.abort(reason);
        };
        stop = () => end(outer.reason);
        outer.addEventListener('abort', stop, { once: true });
        timer = setTimeout(() => end(new AttemptError(late())), Math.max(leftMs, 0));
      });
      try {
        return await Promise.race([work(inner.signal), ended]);
      } finally {
        clearTimeout(timer);
        outer.removeEventListener('abort', stop);
        leftMs -= performance.now() - started;
      }
    },
  };
}

/**
 * One signal that fires when any of several does. AbortSignal.any would keep an entry on a signal that lives as long as
 * the process; this one is taken off by `dispose`.
 */
export function anySignal(signals: readonly AbortSignal[]): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const fire = (): void => controller.abort(signals.find((signal) => signal.aborted)?.reason);
  // One listener for each request underway is no leak: each is taken off at the end of its request.
  setMaxListeners(0, ...signals);
  for (const signal of signals) signal.addEventListener('abort', fire, { once: true });
  if (signals.some((signal) => signal.aborted)) fire();
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) signal.removeEventListener('abort', fire);
    },
  };
}

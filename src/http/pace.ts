import PQueue from 'p-queue';
import { RetryLaterError } from '../errors.ts';
import { LONGEST_WAIT_MS } from './retry.ts';

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** One request at a time for each host, with a least pause between starts. */
export interface Pace {
  /**
   * Waits for the host's turn, then works.
   * @throws RetryLaterError when the host asked everybody to wait for longer than two minutes.
   */
  turn<T>(host: string, paceMs: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T>;
  /** Nobody asks the host before `ms` have passed. @returns what ends it early, for the one who has waited. */
  hold(host: string, ms: number): () => void;
}

interface HostState {
  readonly queue: PQueue;
  lastStart: number;
  heldUntil: number;
}

/** Beyond so many (a feed leads to many publishers), hosts that rest are forgotten. */
const MAX_HOSTS = 500;
const FORGET_AFTER_MS = 600_000;

/**
 * @param now a clock that never goes back, in milliseconds.
 * @param held hosts that asked, before this process began, to be left alone, and for how many milliseconds yet.
 */
export function createPace(sleep: Sleep, now: () => number, held: Iterable<readonly [host: string, ms: number]> = []): Pace {
  const hosts = new Map<string, HostState>();

  const stateOf = (host: string): HostState => {
    const known = hosts.get(host);
    if (known !== undefined) return known;
    if (hosts.size >= MAX_HOSTS) forgetResting(hosts, now());
    const state = { queue: new PQueue({ concurrency: 1 }), lastStart: Number.NEGATIVE_INFINITY, heldUntil: 0 };
    hosts.set(host, state);
    return state;
  };
  for (const [host, ms] of held) stateOf(host).heldUntil = now() + ms;

  return {
    turn(host, paceMs, signal, work) {
      const state = stateOf(host);
      return state.queue.add(
        async () => {
          const held = state.heldUntil - now();
          if (held > LONGEST_WAIT_MS)
            throw new RetryLaterError(`${host}: asked to be left alone for another ${Math.ceil(held / 1000)} s`, {
              retryAfterMs: Math.ceil(held),
            });
          const wait = Math.max(held, state.lastStart + paceMs - now());
          // A timer may fire up to a millisecond early, and "at least" is a promise to the publisher. Slept once, not in
          // a loop: an injected sleep may return at once.
          if (wait > 0) await sleep(Math.ceil(wait) + 1, signal);
          signal?.throwIfAborted();
          state.lastStart = now();
          return await work();
        },
        signal === undefined ? {} : { signal },
      );
    },
    hold(host, ms) {
      const state = stateOf(host);
      const until = Math.max(state.heldUntil, now() + ms);
      state.heldUntil = until;
      return () => {
        if (state.heldUntil === until) state.heldUntil = 0;
      };
    },
  };
}

function forgetResting(hosts: Map<string, HostState>, at: number): void {
  for (const [host, state] of hosts) {
    const rests = state.queue.size + state.queue.pending === 0;
    if (rests && state.heldUntil < at && state.lastStart + FORGET_AFTER_MS < at) hosts.delete(host);
  }
}

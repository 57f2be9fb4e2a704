/**
 * How V8 keeps its heap, for every thread: figures lie in columns outside of it, so what is on it is small or short-lived. Decision 037.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * The young generation stays at its first megabyte, and the old one is collected when it has grown by three fifths of what was alive. To
 * be called when Node's modules are loaded: what was compiled of them beforehand is taken only under the flags that it was compiled with.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
}

/** What has not run since V8's last full collection does not stay compiled, in any thread: of what a start and a run need, an hour at rest needs little. */
export function forgetIdleCode(): void {
  setFlagsFromString('--bytecode-old-age=1');
  setFlagsFromString('--flush-baseline-code');
}

/** A collection takes some 20 ms: it is for what a run left, not for what a look at the clock did. */
const WORTH_BYTES = 2e6;
let kept = 0;
let collect: (() => void) | null = null;

/** Gives back what the heap of this thread has grown by since it was last called, when it is much. With nothing to do V8 itself may not collect for hours. */
export function giveBack(): void {
  if (getHeapStatistics().total_heap_size < kept + WORTH_BYTES) return;
  collect ??= collector();
  collect();
  kept = getHeapStatistics().total_heap_size;
}

/** V8 hands its collector out to a context that is made under this flag. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return found;
}

/**
 * How V8 keeps its heap, for every thread: figures lie in columns outside of it, so what is on it is small or short-lived. The young
 * generation stays at its first megabyte, and the old one is collected when it has grown by three fifths of what was alive. Decision 037.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=60');

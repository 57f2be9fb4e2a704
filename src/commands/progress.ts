import { formatAllDigits } from '../domain/number-words.ts';
import type { Log } from '../log.ts';
import type { CommandIo } from './command.ts';
import { printable } from './printable.ts';

/** Tells how far long work is; never on stdout. */
export interface Progress {
  /**
   * @param total null where it cannot be known; it may grow while the work goes on.
   * @param doing what is at hand: a stage, a file, a request.
   */
  step(done: number, total: number | null, doing: string): void;
  /** A line at a terminal is taken away. */
  end(): void;
}

export interface ProgressOptions {
  /** What is counted, in the plural: `files`. */
  readonly noun: string;
  readonly quiet?: boolean | undefined;
  /** Where nobody looks, lines go into this log; without one they are written to stderr as they are. */
  readonly log?: Pick<Log, 'info'>;
  /** In milliseconds; never goes back. */
  readonly clock?: () => number;
}

/** A terminal is not written to more often. */
const REDRAW_MS = 100;
/** Where nobody looks, a line comes this often, and short work leaves none. */
const LINE_MS = 10_000;
/** Before this much was seen, a rate says nothing. */
const LEAST_DONE = 3;
const LEAST_MS = 2000;

/** A line that is written over where a person looks, else a line of the log each ten seconds; nothing when quiet. */
export function openProgress(io: CommandIo, { noun, quiet, log, clock = () => performance.now() }: ProgressOptions): Progress {
  if (quiet === true) return { step: () => {}, end: () => {} };
  const began = clock();
  let told = io.statusLine === undefined ? began : Number.NEGATIVE_INFINITY;
  return {
    step(done, total, doing) {
      const at = clock();
      if (at - told < (io.statusLine === undefined ? LINE_MS : REDRAW_MS)) return;
      told = at;
      const line = lineOf({ done, total, noun, doing: printable(doing), elapsedMs: at - began });
      if (io.statusLine !== undefined) io.statusLine(line);
      else if (log !== undefined) log.info(line, { done, total });
      else io.stderr(`${line}\n`);
    },
    end: () => io.statusLine?.(null),
  };
}

/** `12 of 85 files, 3.1 a second, 24 s left: 2025-06_export.csv` */
export function lineOf(at: {
  readonly done: number;
  readonly total: number | null;
  readonly noun: string;
  readonly doing: string;
  readonly elapsedMs: number;
}): string {
  const { done, total, noun, doing, elapsedMs } = at;
  const parts = [total === null ? `${formatAllDigits(done)} ${noun}` : `${formatAllDigits(done)} of ${formatAllDigits(total)} ${noun}`];
  if (done >= LEAST_DONE && elapsedMs >= LEAST_MS) {
    const perSecond = done / (elapsedMs / 1000);
    parts.push(perSecond >= 1 ? `${perSecond.toFixed(1)} a second` : `${(perSecond * 60).toFixed(1)} a minute`);
    if (total !== null && total > done) parts.push(`${durationOf((total - done) / perSecond)} left`);
  }
  return `${parts.join(', ')}${doing === '' ? '' : `: ${doing}`}`;
}

/** `24 s`, `3 min`, `2 h 5 min` */
function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

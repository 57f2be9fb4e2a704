import { Worker } from 'node:worker_threads';
import { builtPipeline, threadFile } from '../checkout.ts';
import { RefusedError, refused, WaitingError } from '../errors.ts';
import type { Pipeline, Snapshot, Transformed } from '../pipeline.ts';
import type { Job, Report } from './worker-thread.ts';

/** Of the objects that a transform makes; a feed of 10,000 items takes about 100 MB. */
const MAX_HEAP_MB = 300;
/** For the thread to start and to load the pipeline: a busy machine takes seconds. */
const START_DEADLINE_MS = 60_000;

/** One thread for all: it is kept until a job has to be stopped, and does not keep the program alive while it rests. */
let thread: Worker | null = null;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs a pipeline's transform in a worker thread, one at a time.
 * @throws RefusedError and WaitingError as the transform does; RefusedError, too, when it was stopped at the deadline or
 * ran out of memory; Error when it failed otherwise.
 */
export function transformInWorker(worker: NonNullable<Pipeline['worker']>, snapshot: Snapshot, settings: unknown): Promise<Transformed> {
  // Pieces cannot go to another thread, and what goes there is small.
  const { chunks: _, ...held } = snapshot;
  const turn = queue.then(() => run({ module: builtPipeline(worker.module), snapshot: held, settings }, worker.deadlineMs));
  queue = turn.catch(() => {});
  return turn;
}

async function run(job: Job, deadlineMs: number): Promise<Transformed> {
  const { name } = job.snapshot;
  const report = await reportOf(job, deadlineMs);
  switch (report.kind) {
    case 'done':
      return report.result;
    case 'refused':
      throw new RefusedError(report.refusals);
    case 'waiting':
      throw new WaitingError(report.waitingFor, report.message);
    case 'stopped':
      throw refused(name, report.message);
    case 'failed':
      throw new Error(report.message);
  }
}

type Outcome = Exclude<Report, { kind: 'begun' }> | { readonly kind: 'stopped'; readonly message: string };

function reportOf(job: Job, deadlineMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const worker = thread ?? start();
    thread = worker;
    worker.ref();
    const settle = (outcome: Outcome, usable: boolean): void => {
      clearTimeout(timer);
      worker.removeAllListeners('message').off('error', onError).off('exit', onExit).unref();
      if (!usable) void worker.terminate();
      if (!usable && thread === worker) thread = null;
      resolve(outcome);
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(
        full ? { kind: 'stopped', message: `reading it took more than ${MAX_HEAP_MB} MB` } : { kind: 'failed', message: error.message },
        false,
      );
    };
    const onExit = (): void => settle({ kind: 'failed', message: 'the worker thread ended' }, false);
    const stopAfter = (ms: number, what: string): NodeJS.Timeout =>
      setTimeout(() => settle({ kind: 'stopped', message: `${what} took longer than ${ms / 1000} s and was stopped` }, false), ms);
    let timer = stopAfter(START_DEADLINE_MS, 'loading the parser');
    worker.on('message', (report: Report) => {
      if (report.kind !== 'begun') return settle(report, true);
      clearTimeout(timer);
      timer = stopAfter(deadlineMs, 'reading it');
    });
    worker.on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}

function start(): Worker {
  const worker = new Worker(threadFile('stages/worker-thread'), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    // It reads what strangers wrote: no secret of the environment is within its reach.
    env: {},
  });
  // Between two jobs nobody else listens, and a thread that dies then is only started anew.
  worker.on('error', () => {});
  worker.on('exit', () => {
    if (thread === worker) thread = null;
  });
  return worker;
}

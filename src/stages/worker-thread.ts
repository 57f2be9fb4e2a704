/** What runs in the worker thread: one transform at a time, of the pipeline whose file is named. */
import { parentPort } from 'node:worker_threads';
import { RefusedError, WaitingError } from '../errors.ts';
import type { Pipeline, Snapshot, Transformed } from '../pipeline.ts';

export interface Job {
  /** Of the file of the pipeline, as JavaScript. */
  readonly module: string;
  readonly snapshot: Snapshot;
  readonly settings: unknown;
}

export type Report =
  /** The pipeline is loaded: from here on it is the snapshot that takes time. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'done'; readonly result: Transformed }
  | { readonly kind: 'refused'; readonly refusals: RefusedError['refusals'] }
  | { readonly kind: 'waiting'; readonly waitingFor: WaitingError['waitingFor']; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

parentPort?.on('message', async (job: Job) => {
  parentPort?.postMessage(await work(job));
});

async function work({ module, snapshot, settings }: Job): Promise<Report> {
  try {
    const { default: pipeline } = (await import(module)) as { default: Pipeline };
    parentPort?.postMessage({ kind: 'begun' } satisfies Report);
    return { kind: 'done', result: pipeline.transform(snapshot, pipeline.settings.parse(settings)) };
  } catch (error) {
    if (error instanceof RefusedError) return { kind: 'refused', refusals: error.refusals };
    if (error instanceof WaitingError) return { kind: 'waiting', waitingFor: error.waitingFor, message: error.message };
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

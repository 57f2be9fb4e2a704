import { type ResourceLimits, Worker } from 'node:worker_threads';
import { threadFile } from '../checkout.ts';
import type { Kept } from './archive-files.ts';
import type { PackJob, PackReport } from './archive-thread.ts';
import { changed } from './content.ts';

/** A thread that reads a file for the archive, from the moment on at which it is made: what it is asked for may have been done by then. */
export interface Packer {
  /**
   * @param state what the file was when it was first looked at; see content.ts.
   * @returns the hash of what the file holds, lower-case hexadecimal.
   * @throws Error when it cannot be read, or is no longer what it was.
   */
  hash(state: string): Promise<string>;
  /**
   * Compresses the file into the folder of a pipeline; then the thread ends.
   * @throws Error when the file is no longer what it was, or cannot be archived.
   */
  keep(job: PackJob): Promise<Kept>;
  /** Ends the thread, whose work nobody wants. */
  stop(): void;
}

/** The thread holds a few buffers, which are not in this memory. */
const LITTLE: ResourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** Nobody has to wait for the thread who asks for nothing: it ends with the process. */
export function startPacker(path: string): Packer {
  const worker = new Worker(threadFile('stages/archive-thread'), { workerData: path, env: {}, resourceLimits: LITTLE });
  const said = <K extends keyof PackReport>(name: K): Promise<NonNullable<PackReport[K]>> =>
    new Promise((resolve, reject) => {
      worker.on('message', (report: PackReport) => {
        const answer = report[name];
        if (answer !== undefined) resolve(answer);
        else if (report.failed !== undefined) reject(new Error(`cannot archive ${path}`, { cause: new Error(report.failed) }));
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread that archives ended')));
    });
  const hashed = said('hashed');
  const kept = said('kept');
  // Who asks for it is told; nobody may.
  for (const answer of [hashed, kept]) answer.catch(() => null);
  // Only now: to listen to a thread means to wait for it.
  worker.unref();
  return {
    async hash(state) {
      worker.ref();
      const found = await hashed;
      if (found.state !== state) throw changed(path);
      return found.sha256;
    },
    keep(job) {
      worker.ref();
      worker.postMessage(job);
      return kept;
    },
    stop() {
      void worker.terminate();
    },
  };
}

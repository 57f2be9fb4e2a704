import { existsSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import { replay } from '../replay.ts';
import { openArchive } from '../stages/archive.ts';
import { acquireLock } from '../store/lock.ts';
import { openStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { assertKnown } from './known.ts';
import { openProgress } from './progress.ts';
import { renderJson } from './table.ts';

/** Rebuilds the figures from the archive into a new file; no network. */
export async function replayInto(
  io: CommandIo,
  from: Store,
  archiveFolder: string,
  registry: ReadonlyMap<string, Pipeline>,
  pipelineId: string | undefined,
  options: { json?: boolean; quiet?: boolean; into: string },
): Promise<number> {
  if (existsSync(options.into)) throw new UsageError(`--into: ${options.into} exists already; a replay creates a new file`);
  if (pipelineId !== undefined) assertKnown('pipeline', pipelineId, [...registry.keys()]);
  const lock = acquireLock(options.into, 'replay');
  const progress = openProgress(io, { noun: 'publications', quiet: options.quiet });
  const into = openStore(options.into);
  try {
    const report = await replay(from, into, openArchive(archiveFolder), registry, pipelineId ?? null, progress.step);
    progress.end();
    if (options.json === true)
      io.stdout(renderJson({ into: options.into, ...report, unknown_pipelines: report.unknownPipelines, unknownPipelines: undefined }));
    else
      io.stdout(
        `${report.snapshots} publications replayed into ${options.into}: ${report.inserted} figures, ${report.revised} revisions, ${report.articles} articles, ${report.refused} publications refused\n`,
      );
    for (const id of report.unknownPipelines) io.stderr(`there is no pipeline ${id} in this version; its publications were left out\n`);
    return 0;
  } finally {
    progress.end();
    into.close();
    lock.release();
  }
}

import type { Pipeline } from './pipeline.ts';
import { noCounts, wordOf } from './services.ts';
import { takeArchived } from './snapshot.ts';
import type { Archive } from './stages/archive.ts';
import { SILENT_DETECTOR } from './stages/detect.ts';
import type { Store } from './store/store.ts';

export interface ReplayReport {
  readonly snapshots: number;
  readonly inserted: number;
  readonly revised: number;
  readonly articles: number;
  readonly refused: number;
  /** Pipelines of snapshots that this program no longer has. */
  readonly unknownPipelines: readonly string[];
}

/**
 * Rebuilds the figures of a database from the archived bytes, without network, in the order in which they were taken:
 * the same rows in v_vintage. Nobody is told anything. Articles are rebuilt as well; alerts and deliveries are not,
 * since they are what was said, not what is known.
 */
export async function replay(
  from: Store,
  into: Store,
  archive: Archive,
  pipelines: ReadonlyMap<string, Pipeline>,
  only: string | null,
  progress: (done: number, total: number, publication: string) => void = () => {},
): Promise<ReplayReport> {
  const report = { snapshots: 0, inserted: 0, revised: 0, articles: 0, refused: 0 };
  const unknownPipelines = new Set<string>();
  const snapshots = await from.snapshots(only === null ? {} : { pipeline: only });
  for (const [done, snapshot] of snapshots.entries()) {
    progress(done, snapshots.length, `${snapshot.pipeline} ${snapshot.name}`);
    const pipeline = pipelines.get(snapshot.pipeline);
    if (pipeline === undefined) {
      unknownPipelines.add(snapshot.pipeline);
      continue;
    }
    const at = snapshot.retrievedAt;
    const now = (): Date => new Date(at);
    const runId = await into.beginRun(snapshot.pipeline, 'replay', at);
    const id = await into.addSnapshot({ ...snapshot, runId });
    const taken = await takeArchived({ store: into, archive, detector: SILENT_DETECTOR, now }, pipeline, { ...snapshot, id, runId });
    if (snapshot.lastSeenAt > at) await into.seeSnapshotAgain(id, snapshot.lastSeenAt);
    const refused = taken.outcome === 'refused';
    const { inserted, revised, unchanged } = taken;
    const counts = { ...noCounts(), snapshots: 1, inserted, revised, unchanged, refused: refused ? 1 : 0, [wordOf(taken.outcome)]: 1 };
    await into.finishRun(runId, at, refused ? 'failed' : 'ok', counts, null);
    report.snapshots += 1;
    if (taken.articles > 0) report.articles += taken.inserted;
    else report.inserted += taken.inserted;
    report.revised += taken.revised;
    report.refused += counts.refused;
  }
  await into.activateCorrections(await from.activeCorrections());
  return { ...report, unknownPipelines: [...unknownPipelines] };
}

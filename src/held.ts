import { obtainedNow } from './obtained.ts';
import { noCounts, type Services, type Source } from './services.ts';
import { pending, recover, takeArchived } from './snapshot.ts';
import { DECISION } from './snapshot-batch.ts';
import type { SnapshotRecord } from './store/store.ts';

export interface HeldReport {
  readonly pipeline: string;
  /** How many figures waited and no longer do. */
  readonly settled: number;
  readonly inserted: number;
  readonly revised: number;
}

/**
 * What a person decides on the figures of a pipeline that wait, as a run of its own. The archived bytes are read once more,
 * recorded as a publication that was seen now, and nothing but what waits of them is loaded (or turned down for good): so
 * that a replay comes to the same, and a figure counts as known since somebody vouched for it.
 */
export async function decideHeld(services: Services, source: Source, decision: 'accept' | 'reject'): Promise<HeldReport> {
  const { store, now } = services;
  const { id } = source.pipeline;
  await recover(services, source);
  const report = { pipeline: id, settled: 0, inserted: 0, revised: 0 };
  const waiting = await store.waiting(id);
  if (waiting.length === 0) return report;
  const runId = await store.beginRun(id, 'ingest', now().toISOString());
  const counts = noCounts();
  const of = new Set(waiting.map((figure) => figure.snapshotId));
  for (const snapshot of (await store.snapshots({ pipeline: id })).filter((one) => of.has(one.id))) {
    const again = decided(snapshot, runId, decision, await obtainedNow(services, id));
    const recorded = await store.addSnapshot(again);
    const taken = await takeArchived(services, source.pipeline, pending(again, recorded));
    counts.snapshots += 1;
    counts.answered += 1;
    counts.inserted += taken.inserted;
    counts.revised += taken.revised;
    report.settled += taken.settled;
    report.inserted += taken.inserted;
    report.revised += taken.revised;
  }
  await store.finishRun(runId, now().toISOString(), 'ok', counts, null);
  await store.judgePublications(services.detector, now().toISOString());
  services.log.info('held figures decided', { ...report, decision });
  return report;
}

/** Under a key of its own: it answers no question, and what the source says next is compared with what the source said last. */
const decided = (snapshot: SnapshotRecord, runId: number, decision: string, at: string): SnapshotRecord => ({
  ...snapshot,
  runId,
  requestKey: `held:${snapshot.requestKey}`,
  retrievedAt: at,
  params: { ...snapshot.params, [DECISION]: decision },
});

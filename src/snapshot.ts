import { describeError, type Refusal, RefusedError, WaitingError } from './errors.ts';
import type { Pipeline, Snapshot, SourceRequest, Transformed } from './pipeline.ts';
import type { Services, Source } from './services.ts';
import { transform } from './stages/transform.ts';
import type { LoadBatch, NewSnapshot, SnapshotRecord } from './store/store.ts';

export interface Taken {
  readonly observations: number;
  readonly articles: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refusedWhole: boolean;
  readonly refused: readonly Refusal[];
  readonly notes: readonly string[];
  readonly links: readonly SourceRequest[];
  /** The answer says that a person has to give a key. */
  readonly waiting: WaitingError | null;
}

/** Given by a person who has looked at figures that were held. */
export const ACCEPT_JUMP = 'accept_jump';

const NOTHING: Taken = {
  observations: 0,
  articles: 0,
  inserted: 0,
  revised: 0,
  unchanged: 0,
  refusedWhole: false,
  refused: [],
  notes: [],
  links: [],
  waiting: null,
};

/** Transform, load and detect for archived bytes; the snapshot is settled whatever comes. */
export async function takeSnapshot(
  services: Pick<Services, 'store' | 'archive' | 'detector' | 'now'>,
  pipeline: Pipeline,
  record: SnapshotRecord,
  bytes: Uint8Array,
): Promise<Taken> {
  const { store, detector, now } = services;
  try {
    const result = await transform(pipeline, snapshotFor(record, bytes), record.settings);
    switch (result.kind) {
      case 'observations': {
        const batch = batchOf(pipeline, record, record.retrievedAt, result, now().toISOString());
        const loaded = await store.load(batch, await seenLater(services, pipeline, record), detector);
        return {
          ...NOTHING,
          observations: result.observations.length,
          inserted: loaded.inserted,
          revised: loaded.revised,
          unchanged: loaded.unchanged,
          refusedWhole: loaded.held.length > 0 && loaded.inserted + loaded.revised + loaded.unchanged === 0,
          refused: loaded.held,
          notes: loaded.notes,
        };
      }
      case 'articles': {
        if (result.articles.length === 0 && result.refused.length > 0) throw new RefusedError(result.refused);
        const counts = await store.loadArticles({
          pipeline: pipeline.id,
          snapshotId: record.id,
          seenAt: record.retrievedAt,
          articles: result.articles,
          refused: result.refused,
        });
        return { ...NOTHING, articles: result.articles.length, ...counts, refused: result.refused, links: result.requests ?? [] };
      }
      case 'links':
        if (record.requestKey.startsWith('file:'))
          throw new RefusedError({
            where: record.name,
            reason: 'an index page: it holds links and no figures; "tradewatch run" reads it and what it points to',
          });
        await store.settleSnapshot(record.id, 'links', [], []);
        return { ...NOTHING, links: result.requests };
      case 'not_yet_published':
        if (record.requestKey.startsWith('file:')) throw new RefusedError({ where: record.name, reason: result.reason });
        await store.settleSnapshot(record.id, 'not_yet_published', [], [result.reason]);
        return { ...NOTHING, notes: [result.reason] };
    }
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof WaitingError)) throw error;
    const refused = error instanceof RefusedError ? error.refusals : [{ where: record.name, reason: error.message }];
    await store.settleSnapshot(record.id, 'refused', refused, []);
    return { ...NOTHING, refusedWhole: true, refused, waiting: error instanceof WaitingError ? error : null };
  }
}

type Observations = Extract<Transformed, { kind: 'observations' }>;

const batchOf = (pipeline: Pipeline, record: SnapshotRecord, seenAt: string, result: Observations, loadedAt: string): LoadBatch => ({
  pipeline: pipeline.id,
  snapshotId: record.id,
  runId: record.runId,
  retrievedAt: seenAt,
  publishedAt: result.publishedAt ?? null,
  loadedAt,
  observations: result.observations,
  products: result.products ?? [],
  notes: result.notes ?? [],
  jumpFactor: record.params[ACCEPT_JUMP] === undefined ? (pipeline.jumpFactor ?? null) : null,
});

/** What was loaded before this snapshot although it was seen after it: only a file that is ingested late has any. */
async function seenLater(
  services: Pick<Services, 'store' | 'archive' | 'now'>,
  pipeline: Pipeline,
  record: SnapshotRecord,
): Promise<LoadBatch[]> {
  const batches: LoadBatch[] = [];
  for (const later of await services.store.snapshotsSeenAfter(pipeline.id, record.retrievedAt)) {
    if (later.id === record.id) continue;
    const bytes = await services.archive.read(later.pipeline, later.sha256);
    const result = await transform(pipeline, snapshotFor(later, bytes), later.settings);
    if (result.kind === 'observations') batches.push(batchOf(pipeline, later, later.lastSeenAt, result, services.now().toISOString()));
  }
  return batches;
}

/**
 * Takes up what a killed process left: bytes that were archived and never loaded, runs that never ended.
 * @returns how many snapshots were taken up.
 */
export async function recover(services: Services, source: Source): Promise<number> {
  const left = await services.store.snapshots({ pipeline: source.pipeline.id, unsettled: true });
  for (const snapshot of left) {
    try {
      await takeSnapshot(services, source.pipeline, snapshot, await services.archive.read(snapshot.pipeline, snapshot.sha256));
    } catch (error) {
      // The archive lost what an interrupted run had left: said, and no reason to stand still for good.
      const reason = describeError(error);
      await services.store.settleSnapshot(snapshot.id, 'refused', [{ where: snapshot.name, reason }], []);
      services.log.error('a snapshot that an interrupted run had left cannot be read', { pipeline: snapshot.pipeline, error });
      continue;
    }
    services.log.info('took up a snapshot that an interrupted run had left', { pipeline: snapshot.pipeline, snapshot: snapshot.sha256 });
  }
  return left.length;
}

/** What an archived index page or feed leads to. */
export async function linksOf(services: Services, source: Source, last: SnapshotRecord): Promise<readonly SourceRequest[]> {
  const bytes = await services.archive.read(last.pipeline, last.sha256);
  const result = await transform(source.pipeline, snapshotFor(last, bytes), source.settings);
  return result.kind === 'links' || result.kind === 'articles' ? (result.requests ?? []) : [];
}

/** A snapshot that was recorded and is not yet transformed. */
export const pending = (snapshot: NewSnapshot, id: number): SnapshotRecord => ({
  ...snapshot,
  id,
  lastSeenAt: snapshot.retrievedAt,
  outcome: null,
  refused: [],
  notes: [],
});

const snapshotFor = (record: SnapshotRecord, bytes: Uint8Array): Snapshot => ({
  bytes,
  name: record.name,
  url: record.url,
  mediaType: record.mediaType,
  retrievedAt: record.retrievedAt,
  params: record.params,
  columns: record.columns,
});

import { describeError, type Refusal, RefusedError, WaitingError } from './errors.ts';
import type { Pipeline, Snapshot, SourceRequest, Transformed } from './pipeline.ts';
import type { Services, Source } from './services.ts';
import type { Archive } from './stages/archive.ts';
import { transform } from './stages/transform.ts';
import type { LoadBatch, NewSnapshot, SnapshotRecord } from './store/store.ts';

/** What an answer leads to: a request, with the pages that were read before it. */
export interface FollowUp extends SourceRequest {
  readonly earlierPages?: readonly string[];
}

export interface Taken {
  readonly observations: number;
  readonly articles: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refusedWhole: boolean;
  readonly refused: readonly Refusal[];
  readonly notes: readonly string[];
  readonly links: readonly FollowUp[];
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
    const result = transform(pipeline, await snapshotFor(services.archive, record, bytes), record.settings);
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
      case 'rates': {
        const notes = result.notes ?? [];
        const counts = await store.loadRates({
          pipeline: pipeline.id,
          snapshotId: record.id,
          retrievedAt: record.retrievedAt,
          publishedAt: result.publishedAt ?? null,
          rates: result.rates,
          notes,
        });
        return { ...NOTHING, observations: result.rates.length, ...counts, notes };
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
        return { ...NOTHING, articles: result.articles.length, ...counts, refused: result.refused };
      }
      case 'links':
        if (record.requestKey.startsWith('file:'))
          throw new RefusedError({
            where: record.name,
            reason: 'an index page: it holds links and no figures; "tradewatch run" reads it and what it points to',
          });
        await store.settleSnapshot(record.id, 'links', [], []);
        return { ...NOTHING, links: result.requests };
      case 'page':
        if (record.requestKey.startsWith('file:'))
          throw new RefusedError({
            where: record.name,
            reason: 'a full page of several: what follows it is missing; "tradewatch run" reads all pages',
          });
        await store.settleSnapshot(record.id, 'page', [], []);
        return { ...NOTHING, links: [followingPage(record, result.next)] };
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
  jumpFactor:
    record.params[ACCEPT_JUMP] !== undefined ? null : result.jumpFactor !== undefined ? result.jumpFactor : (pipeline.jumpFactor ?? null),
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
    const result = transform(pipeline, await snapshotFor(services.archive, later, bytes), later.settings);
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

/** What an archived index page, or a page of several, leads to. */
export async function linksOf(services: Services, source: Source, last: SnapshotRecord): Promise<readonly FollowUp[]> {
  const bytes = await services.archive.read(last.pipeline, last.sha256);
  const result = transform(source.pipeline, await snapshotFor(services.archive, last, bytes), source.settings);
  if (result.kind === 'page') return [followingPage(last, result.next)];
  return result.kind === 'links' ? result.requests : [];
}

/** Whether an answer still says that there is nothing yet: what is wanted, and the time by which it must be there, move on. */
export async function saysNothingYet(services: Pick<Services, 'archive'>, pipeline: Pipeline, record: SnapshotRecord): Promise<boolean> {
  try {
    const bytes = await services.archive.read(record.pipeline, record.sha256);
    return transform(pipeline, await snapshotFor(services.archive, record, bytes), record.settings).kind === 'not_yet_published';
  } catch (error) {
    if (error instanceof RefusedError || error instanceof WaitingError) return false;
    throw error;
  }
}

const followingPage = (page: SnapshotRecord, next: SourceRequest): FollowUp => ({
  ...next,
  earlierPages: [...page.earlierPages, page.sha256],
});

/** A snapshot that was recorded and is not yet transformed. */
export const pending = (snapshot: NewSnapshot, id: number): SnapshotRecord => ({
  ...snapshot,
  id,
  lastSeenAt: snapshot.retrievedAt,
  outcome: null,
  refused: [],
  notes: [],
});

const snapshotFor = async (archive: Archive, record: SnapshotRecord, bytes: Uint8Array): Promise<Snapshot> => ({
  bytes,
  name: record.name,
  url: record.url,
  mediaType: record.mediaType,
  retrievedAt: record.retrievedAt,
  params: record.params,
  columns: record.columns,
  earlier: await Promise.all(record.earlierPages.map((sha256) => archive.read(record.pipeline, sha256))),
});

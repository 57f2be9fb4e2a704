import { describeError, type Refusal, RefusedError, WaitingError } from './errors.ts';
import type { Pipeline, Proof } from './pipeline.ts';
import { type FollowUp, followingPage, NO_CONTENT, readArchived, readSnapshot, saysNothing } from './reading.ts';
import type { Services, Source } from './services.ts';
import { batchOf, rateBatchOf, ratesSeenLater, seenLater, statesAllMonths } from './snapshot-batch.ts';
import { contentOf } from './stages/content.ts';
import type { Checked } from './stages/transform.ts';
import type { NewSnapshot, SnapshotOutcome, SnapshotRecord } from './store/store.ts';

export interface Taken {
  readonly outcome: SnapshotOutcome;
  readonly observations: number;
  readonly articles: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refused: readonly Refusal[];
  /** What waits for a second sight; the rest of the publication is loaded. */
  readonly held: readonly Refusal[];
  /** How many figures that waited were loaded, turned down or replaced. */
  readonly settled: number;
  /** What a reader should know, what does not add up included. */
  readonly notes: readonly string[];
  readonly links: readonly FollowUp[];
  /** The answer says that a person has to give a key. */
  readonly waiting: WaitingError | null;
}

/** Requests of a backfill have keys of their own: the same words over other months are another question. */
export const BACKFILL_KEY = 'backfill ';

/** Whether a snapshot came beside the schedule's own questions: a file, or a backfill. */
export const isBeside = (requestKey: string): boolean => requestKey.startsWith('file:') || requestKey.startsWith(BACKFILL_KEY);

const NOTHING: Taken = {
  outcome: 'unchanged',
  observations: 0,
  articles: 0,
  inserted: 0,
  revised: 0,
  unchanged: 0,
  refused: [],
  held: [],
  settled: 0,
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
  return takeRead(services, pipeline, record, () => readSnapshot(services.archive, pipeline, record, contentOf(bytes)));
}

/** The same for bytes that are in the archive only. @throws Error of the archive. */
export async function takeArchived(
  services: Pick<Services, 'store' | 'archive' | 'detector' | 'now'>,
  pipeline: Pipeline,
  record: SnapshotRecord,
): Promise<Taken> {
  return takeRead(services, pipeline, record, await readArchived(services.archive, pipeline, record));
}

/** Loads and detects for a snapshot whose bytes are archived, as {@link takeSnapshot} does. */
export async function takeRead(
  services: Pick<Services, 'store' | 'archive' | 'detector' | 'now'>,
  pipeline: Pipeline,
  record: SnapshotRecord,
  read: () => Promise<Checked>,
): Promise<Taken> {
  const { store, detector, now } = services;
  try {
    if (saysNothing(record)) {
      await store.settleSnapshot(record.id, 'not_yet_published', [], [NO_CONTENT]);
      return { ...NOTHING, outcome: 'not_yet_published', notes: [NO_CONTENT] };
    }
    const result = await read();
    switch (result.kind) {
      case 'observations': {
        const loadedAt = now().toISOString();
        const batch = batchOf(pipeline, record, record.retrievedAt, result, loadedAt, statesAllMonths(record, result));
        const loaded = await store.load(batch, await seenLater(services, pipeline, record, batch), detector);
        return {
          ...NOTHING,
          outcome: loaded.outcome,
          observations: batch.observations.length,
          inserted: loaded.inserted,
          revised: loaded.revised,
          unchanged: loaded.unchanged,
          refused: batch.refused ?? [],
          held: loaded.held,
          settled: loaded.settled,
          notes: [...loaded.notes, ...loaded.proofs.filter((proof) => !proof.holds).map(sentenceOf)],
        };
      }
      case 'rates': {
        const notes = result.notes ?? [];
        const later = await ratesSeenLater(services, pipeline, record, result.rates);
        const counts = await store.loadRates(rateBatchOf(record, record.retrievedAt, result, result.rates), later);
        const outcome = counts.inserted + counts.revised > 0 ? 'rates' : 'unchanged';
        return { ...NOTHING, outcome, observations: result.rates.length, ...counts, notes };
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
        return {
          ...NOTHING,
          outcome: 'articles',
          articles: result.articles.length,
          ...counts,
          refused: result.refused,
          links: result.requests ?? [],
        };
      }
      case 'links':
        if (record.requestKey.startsWith('file:'))
          throw new RefusedError({
            where: record.name,
            reason: 'an index page: it has links and no figures; "tradewatch run" reads it and what it links to',
          });
        await store.settleSnapshot(record.id, 'links', [], []);
        return { ...NOTHING, outcome: 'links', links: result.requests };
      case 'page':
        if (record.requestKey.startsWith('file:'))
          throw new RefusedError({
            where: record.name,
            reason: 'a full page of several: what follows it is missing; "tradewatch run" reads all pages',
          });
        await store.settleSnapshot(record.id, 'page', [], []);
        return { ...NOTHING, outcome: 'page', links: [followingPage(record, result.next)] };
      case 'not_yet_published':
        if (record.requestKey.startsWith('file:')) throw new RefusedError({ where: record.name, reason: result.reason });
        await store.settleSnapshot(record.id, 'not_yet_published', [], [result.reason]);
        return { ...NOTHING, outcome: 'not_yet_published', notes: [result.reason] };
      case 'suppressed':
        await store.settleSnapshot(record.id, 'suppressed', [], [result.reason]);
        return { ...NOTHING, outcome: 'suppressed', notes: [result.reason] };
    }
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof WaitingError)) throw error;
    const refused = error instanceof RefusedError ? error.refusals : [{ where: record.name, reason: error.message }];
    await store.settleSnapshot(record.id, 'refused', refused, []);
    return { ...NOTHING, outcome: 'refused', refused, waiting: error instanceof WaitingError ? error : null };
  }
}

const sentenceOf = ({ check, subject, expected, received, detail }: Proof): string =>
  `${subject}: ${detail ?? `${received} of ${expected ?? 'an unknown number'}`} (${check})`;

/**
 * Takes up what a killed process left: bytes that were archived and never loaded, runs that never ended.
 * @returns how many snapshots were taken up.
 */
export async function recover(services: Services, source: Source): Promise<number> {
  const left = await services.store.unsettledSnapshots(source.pipeline.id);
  for (const snapshot of left) {
    try {
      await takeArchived(services, source.pipeline, snapshot);
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

/** A snapshot that was recorded and is not yet transformed. */
export const pending = (snapshot: NewSnapshot, id: number): SnapshotRecord => ({
  ...snapshot,
  corrections: snapshot.corrections ?? [],
  extent: null,
  figures: null,
  id,
  lastSeenAt: snapshot.retrievedAt,
  outcome: null,
  refused: [],
  notes: [],
});

import type { Proof } from './domain/proof.ts';
import { describeError, type Refusal, RefusedError, refused, WaitingError } from './errors.ts';
import type { Pipeline } from './pipeline.ts';
import { type FollowUp, followingPage, NO_CONTENT, readArchived, readSnapshot, saysNothing } from './reading.ts';
import type { Services, Source } from './services.ts';
import { batchOf, rateBatchOf, ratesSeenLater, seenLater, statesAllMonths } from './snapshot-batch.ts';
import { contentOf } from './stages/content.ts';
import type { Checked, Figures } from './stages/transform.ts';
import type { NewSnapshot, SnapshotOutcome, SnapshotRecord } from './store/store.ts';

/** What a snapshot brought. */
export interface Brought {
  readonly observations: number;
  readonly articles: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  /** What was not loaded, and why. */
  readonly refused: readonly Refusal[];
  /** What waits for the next vintage or a person; the rest of the publication is loaded. */
  readonly held: readonly Refusal[];
  /** What a reader should know, what does not add up included. */
  readonly notes: readonly string[];
}

export const NOTHING: Brought = { observations: 0, articles: 0, inserted: 0, revised: 0, unchanged: 0, refused: [], held: [], notes: [] };

export interface Taken extends Brought {
  readonly outcome: SnapshotOutcome;
  /** How many figures that waited were loaded, turned down or replaced. */
  readonly settled: number;
  readonly links: readonly FollowUp[];
  /** The answer says that a person has to give a key. */
  readonly waiting: WaitingError | null;
}

/** Requests of a backfill have keys of their own: the same words over other months are another question. */
export const BACKFILL_KEY = 'backfill ';

/** Whether a snapshot came beside the schedule's own questions: a file, or a backfill. */
export const isBeside = (requestKey: string): boolean => requestKey.startsWith('file:') || requestKey.startsWith(BACKFILL_KEY);

/** What a snapshot is taken with; the rest of the program is not needed for it. */
type Taking = Pick<Services, 'store' | 'archive' | 'detector' | 'now'>;

/** Transform, load and detect for archived bytes; the snapshot is settled whatever comes. */
export async function takeSnapshot(services: Taking, pipeline: Pipeline, record: SnapshotRecord, bytes: Uint8Array): Promise<Taken> {
  return takeRead(services, pipeline, record, () => readSnapshot(services.archive, pipeline, record, contentOf(bytes)));
}

/** The same for bytes that are in the archive only. @throws Error of the archive. */
export async function takeArchived(services: Taking, pipeline: Pipeline, record: SnapshotRecord): Promise<Taken> {
  return takeRead(services, pipeline, record, await readArchived(services.archive, pipeline, record));
}

/** Loads and detects for a snapshot whose bytes are archived, as {@link takeSnapshot} does. */
export async function takeRead(services: Taking, pipeline: Pipeline, record: SnapshotRecord, read: () => Promise<Checked>): Promise<Taken> {
  const none: Taken = { ...NOTHING, outcome: 'unchanged', settled: 0, links: [], waiting: null };
  try {
    const result: Checked = saysNothing(record) ? { kind: 'not_yet_published', reason: NO_CONTENT } : await read();
    return { ...none, ...(await settled(services, pipeline, record, result)) };
  } catch (error) {
    if (!(error instanceof RefusedError || error instanceof WaitingError)) throw error;
    const refusals = error instanceof RefusedError ? error.refusals : [{ where: record.name, reason: error.message }];
    await services.store.settleSnapshot(record.id, 'refused', refusals, []);
    return { ...none, outcome: 'refused', refused: refusals, waiting: error instanceof WaitingError ? error : null };
  }
}

/** Loads what a snapshot says, or keeps with it that it says nothing that can be loaded. @returns what is not as it is of one that brings nothing. */
async function settled(services: Taking, pipeline: Pipeline, record: SnapshotRecord, result: Checked): Promise<Partial<Taken>> {
  const { store } = services;
  const settle = async (outcome: SnapshotOutcome, notes: readonly string[] = []): Promise<Partial<Taken>> => {
    await store.settleSnapshot(record.id, outcome, [], notes);
    return { outcome, notes };
  };
  const isFile = record.requestKey.startsWith('file:');
  switch (result.kind) {
    case 'observations':
      return loadFigures(services, pipeline, record, result);
    case 'rates': {
      const later = await ratesSeenLater(services, pipeline, record, result.rates);
      const counts = await store.loadRates(rateBatchOf(record, record.retrievedAt, result, result.rates), later);
      const outcome = counts.inserted + counts.revised > 0 ? 'rates' : 'unchanged';
      return { outcome, observations: result.rates.length, ...counts, notes: result.notes ?? [] };
    }
    case 'articles': {
      const { articles, refused: refusals, requests: links = [] } = result;
      if (articles.length === 0 && refusals.length > 0) throw new RefusedError(refusals);
      const about = { pipeline: pipeline.id, snapshotId: record.id, seenAt: record.retrievedAt };
      const counts = await store.loadArticles({ ...about, articles, refused: refusals });
      return { outcome: 'articles', articles: articles.length, ...counts, refused: refusals, links };
    }
    case 'links':
      if (isFile) throw refused(record.name, 'an index page: it has links and no figures; "tradewatch run" reads it and what it links to');
      return { ...(await settle('links')), links: result.requests };
    case 'page':
      if (isFile) throw refused(record.name, 'a full page of several: what follows it is missing; "tradewatch run" reads all pages');
      return { ...(await settle('page')), links: [followingPage(record, result.next)] };
    case 'not_yet_published':
      if (isFile) throw refused(record.name, result.reason);
      return settle('not_yet_published', [result.reason]);
    case 'suppressed':
      return settle('suppressed', [result.reason]);
  }
}

async function loadFigures(services: Taking, pipeline: Pipeline, record: SnapshotRecord, result: Figures): Promise<Partial<Taken>> {
  const { store, detector, now } = services;
  const batch = batchOf(pipeline, record, record.retrievedAt, result, now().toISOString(), statesAllMonths(record, result));
  const loaded = await store.load(batch, await seenLater(services, pipeline, record, batch), detector);
  const { outcome, inserted, revised, unchanged, held, settled } = loaded;
  const notes = [...loaded.notes, ...loaded.proofs.filter((proof) => !proof.holds).map(sentenceOf)];
  return {
    outcome,
    observations: batch.observations.length,
    inserted,
    revised,
    unchanged,
    refused: batch.refused ?? [],
    held,
    settled,
    notes,
  };
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

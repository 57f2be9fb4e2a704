import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { nextSlot } from './domain/calendar.ts';
import { describeError, type Refusal, RefusedError, WaitingError } from './errors.ts';
import type { HttpClient } from './http/client.ts';
import type { Log } from './log.ts';
import type { Pipeline, Snapshot, SourceRequest, Transformed } from './pipeline.ts';
import type { Archive } from './stages/archive.ts';
import { extract } from './stages/extract.ts';
import { transform } from './stages/transform.ts';
import type { Detector, LoadBatch, NewSnapshot, RunCounts, RunOutcome, RunTrigger, SnapshotRecord, Store } from './store/store.ts';

/** What a run works with; everything that acts on the world comes from outside. */
export interface Services {
  readonly store: Store;
  readonly archive: Archive;
  readonly client: HttpClient;
  readonly detector: Detector;
  readonly log: Log;
  readonly now: () => Date;
  /** Ends what is under way when the server stops. */
  readonly signal?: AbortSignal;
}

/** A pipeline as the configuration wants it. */
export interface Source {
  readonly pipeline: Pipeline;
  /** Null: no address is asked, figures come as files. */
  readonly baseUrl: string | null;
  readonly schedule: string | null;
  readonly settings: unknown;
  /** The value of the secret that the pipeline names; null when there is none. */
  readonly secret: string | null;
}

export interface RunReport {
  readonly runId: number;
  readonly pipeline: string;
  readonly outcome: RunOutcome;
  readonly counts: RunCounts;
  readonly error: string | null;
}

export interface FileReport {
  readonly file: string;
  readonly snapshot: string;
  readonly outcome: 'loaded' | 'unchanged' | 'refused';
  readonly observations: number;
  readonly articles: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refused: readonly Refusal[];
  readonly notes: readonly string[];
}

type Counts = { -readonly [K in keyof RunCounts]: number };

const HOUR_MS = 3_600_000;
/** An answer that never changes in place but was refused is asked for again after this long: publishers do mend pages. */
const ASK_REFUSED_AGAIN_MS = 24 * HOUR_MS;
/** A bound on what index pages may lead to in one run. */
const MAX_REQUESTS = 2000;

/** All six stages for one pipeline, up to the outbox: asks what is due, archives, transforms, loads, detects. */
export async function runPipeline(services: Services, source: Source, trigger: RunTrigger): Promise<RunReport> {
  const { store, now, log } = services;
  const { pipeline } = source;
  await recover(services, source);
  const runId = await store.beginRun(pipeline.id, trigger, now().toISOString());
  const counts: Counts = { requests: 0, snapshots: 0, inserted: 0, revised: 0, unchanged: 0, refused: 0 };
  const errors: unknown[] = [];
  let answered = 0;
  const queue = [...(await plannedRequests(services, source))];
  for (let request = queue.shift(); request !== undefined && counts.requests < MAX_REQUESTS; request = queue.shift()) {
    services.signal?.throwIfAborted();
    try {
      const more = await take(services, source, request, runId, counts);
      queue.push(...more);
      answered += 1;
    } catch (error) {
      services.signal?.throwIfAborted();
      errors.push(error);
      log.warn('request failed', { pipeline: pipeline.id, request: request.key, error });
    }
  }
  const outcome = outcomeOf(errors, answered);
  const error =
    errors.length === 0
      ? null
      : errors.slice(0, 3).map(describeError).join('; ') + (errors.length > 3 ? ` (and ${errors.length - 3} more)` : '');
  await store.finishRun(runId, now().toISOString(), outcome, counts, error);
  if (source.schedule !== null)
    await store.expectNext(pipeline.id, nextSlot(source.schedule, pipeline.timezone, now())?.toISOString() ?? null);
  log.info('run finished', { pipeline: pipeline.id, outcome, ...counts });
  return { runId, pipeline: pipeline.id, outcome, counts, error };
}

/** What a pipeline would ask now; no request is made. */
export async function plannedRequests(services: Pick<Services, 'store' | 'now'>, source: Source): Promise<readonly SourceRequest[]> {
  if (source.schedule === null) return [];
  return source.pipeline.requests({
    now: services.now(),
    settings: source.settings,
    baseUrl: source.baseUrl ?? '',
    lastMonth: await services.store.lastMonth(source.pipeline.id),
  });
}

export interface GivenFiles {
  readonly trigger: 'ingest' | 'inbox';
  /** When they were obtained; null for now. */
  readonly retrievedAt: string | null;
  readonly url: string | null;
  readonly columns: readonly string[] | null;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Files that a person obtained, through the same archive, transform and load, as one run. A file that brings nothing
 * new leaves no trace, so that the same file given twice leaves the database as it was.
 * @param taken called after each file, when all of it is durable.
 */
export async function ingestFiles(
  services: Services,
  source: Source,
  files: readonly string[],
  given: GivenFiles,
  taken: (report: FileReport) => Promise<void> | void,
): Promise<void> {
  const { store, now } = services;
  await recover(services, source);
  const runId = await store.beginRun(source.pipeline.id, given.trigger, now().toISOString());
  const counts: Counts = { requests: 0, snapshots: 0, inserted: 0, revised: 0, unchanged: 0, refused: 0 };
  const faults: string[] = [];
  for (const file of files) {
    if (services.signal?.aborted === true) break;
    const { report, forgotten } = await ingestFile(services, source, file, runId, given);
    if (!forgotten) {
      counts.snapshots += 1;
      counts.inserted += report.inserted;
      counts.revised += report.revised;
      counts.unchanged += report.unchanged;
      if (report.outcome === 'refused') {
        counts.refused += 1;
        faults.push(describeRefusals(basename(file), report.refused));
      }
    }
    await taken(report);
  }
  if (counts.snapshots === 0) await store.forgetRun(runId);
  else
    await store.finishRun(
      runId,
      now().toISOString(),
      faults.length === 0 ? 'ok' : counts.refused < counts.snapshots ? 'partial' : 'failed',
      counts,
      faults.length === 0 ? null : faults.join('; '),
    );
}

async function ingestFile(
  services: Services,
  source: Source,
  file: string,
  runId: number,
  given: GivenFiles,
): Promise<{ report: FileReport; forgotten: boolean }> {
  const { store, archive, now } = services;
  const { pipeline } = source;
  const bytes = await readFile(file);
  const name = basename(file);
  const kept = await archive.keep(pipeline.id, bytes);
  const snapshot: NewSnapshot = {
    runId,
    pipeline: pipeline.id,
    requestKey: `file:${name}`,
    name,
    url: given.url,
    mediaType: null,
    sha256: kept.sha256,
    extension: kept.extension,
    bytes: kept.bytes,
    retrievedAt: given.retrievedAt ?? now().toISOString(),
    etag: null,
    lastModified: null,
    params: given.params,
    columns: given.columns,
    settings: source.settings,
  };
  const before = await store.latestSnapshot(pipeline.id, snapshot.requestKey);
  const id = await store.addSnapshot(snapshot);
  const taken = await takeSnapshot(services, pipeline, pending(snapshot, id), bytes);
  const dated = given.retrievedAt !== null && before?.retrievedAt !== given.retrievedAt;
  const forgotten =
    before !== null && before.sha256 === kept.sha256 && before.outcome !== null && !dated && taken.inserted + taken.revised === 0;
  if (forgotten) await store.forgetSnapshot(id);
  const { observations, articles, inserted, revised, unchanged, refused, notes } = taken;
  const outcome = taken.refusedWhole ? 'refused' : inserted + revised > 0 ? 'loaded' : 'unchanged';
  return {
    report: { file, snapshot: kept.sha256, outcome, observations, articles, inserted, revised, unchanged, refused, notes },
    forgotten,
  };
}

/**
 * Takes up what a killed process left: bytes that were archived and never loaded, runs that never ended.
 * @returns how many snapshots were taken up.
 */
export async function recover(services: Services, source: Source): Promise<number> {
  const left = await services.store.snapshots({ pipeline: source.pipeline.id, unsettled: true });
  for (const snapshot of left) {
    const bytes = await services.archive.read(snapshot.pipeline, snapshot.sha256);
    await takeSnapshot(services, source.pipeline, snapshot, bytes);
    services.log.info('took up a snapshot that an interrupted run had left', { pipeline: snapshot.pipeline, snapshot: snapshot.sha256 });
  }
  return left.length;
}

/** One request: fetched if it must be, archived, processed. Returns what an index page leads to. */
async function take(
  services: Services,
  source: Source,
  request: SourceRequest,
  runId: number,
  counts: Counts,
): Promise<readonly SourceRequest[]> {
  const { store, archive, client, now } = services;
  const { pipeline } = source;
  const last = await store.latestSnapshot(pipeline.id, request.key);
  if (request.once === true && last !== null && !askAgain(last, now())) return [];
  counts.requests += 1;
  const answer = await extract(client, request, {
    // Without an address of its own (feeds), a source may lead anywhere that is public.
    pipelineHosts: source.baseUrl === null ? [] : [new URL(source.baseUrl).hostname],
    paceMs: pipeline.paceMs,
    secret: source.secret,
    conditional: last === null ? null : { etag: last.etag, lastModified: last.lastModified },
    ...(services.signal === undefined ? {} : { signal: services.signal }),
  });
  if (answer.kind === 'no_content') {
    counts.unchanged += 1;
    return [];
  }
  const kept = answer.kind === 'answered' ? await archive.keep(pipeline.id, answer.bytes) : null;
  if (answer.kind === 'not_modified' || kept === null || (last !== null && last.sha256 === kept.sha256 && last.outcome !== null)) {
    if (last === null) return [];
    await store.seeSnapshotAgain(last.id, now().toISOString());
    return last.outcome === 'links' ? linksOf(services, source, last) : [];
  }
  const snapshot: NewSnapshot = {
    runId,
    pipeline: pipeline.id,
    requestKey: request.key,
    name: basename(new URL(request.url).pathname) || pipeline.id,
    url: answer.url,
    mediaType: answer.mediaType,
    sha256: kept.sha256,
    extension: kept.extension,
    bytes: kept.bytes,
    retrievedAt: now().toISOString(),
    etag: answer.etag,
    lastModified: answer.lastModified,
    params: request.params ?? {},
    columns: null,
    settings: source.settings,
  };
  const id = await store.addSnapshot(snapshot);
  counts.snapshots += 1;
  const taken = await takeSnapshot(services, pipeline, pending(snapshot, id), answer.bytes);
  counts.inserted += taken.inserted;
  counts.revised += taken.revised;
  counts.unchanged += taken.unchanged;
  if (taken.refusedWhole) {
    counts.refused += 1;
    throw new RefusedError(taken.refused);
  }
  return taken.links;
}

const pending = (snapshot: NewSnapshot, id: number): SnapshotRecord => ({
  ...snapshot,
  id,
  lastSeenAt: snapshot.retrievedAt,
  outcome: null,
  refused: [],
  notes: [],
});

const askAgain = (last: SnapshotRecord, now: Date): boolean =>
  last.outcome === 'refused' && now.getTime() - Date.parse(last.retrievedAt) >= ASK_REFUSED_AGAIN_MS;

async function linksOf(services: Services, source: Source, last: SnapshotRecord): Promise<readonly SourceRequest[]> {
  const bytes = await services.archive.read(last.pipeline, last.sha256);
  const result = transform(source.pipeline, snapshotFor(last, bytes), last.settings);
  return result.kind === 'links' ? result.requests : [];
}

interface Taken {
  readonly observations: number;
  readonly articles: number;
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly refusedWhole: boolean;
  readonly refused: readonly Refusal[];
  readonly notes: readonly string[];
  readonly links: readonly SourceRequest[];
}

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
    const result = transform(pipeline, snapshotFor(record, bytes), record.settings);
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
          notes: batch.notes,
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
      case 'not_yet_published':
        if (record.requestKey.startsWith('file:')) throw new RefusedError({ where: record.name, reason: result.reason });
        await store.settleSnapshot(record.id, 'not_yet_published', [], [result.reason]);
        return { ...NOTHING, notes: [result.reason] };
    }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    await store.settleSnapshot(record.id, 'refused', error.refusals, []);
    return { ...NOTHING, refusedWhole: true, refused: error.refusals };
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
  jumpFactor: pipeline.jumpFactor ?? null,
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
    const result = transform(pipeline, snapshotFor(later, bytes), later.settings);
    if (result.kind === 'observations') batches.push(batchOf(pipeline, later, later.lastSeenAt, result, services.now().toISOString()));
  }
  return batches;
}

const snapshotFor = (record: SnapshotRecord, bytes: Uint8Array): Snapshot => ({
  bytes,
  name: record.name,
  url: record.url,
  mediaType: record.mediaType,
  retrievedAt: record.retrievedAt,
  params: record.params,
  columns: record.columns,
});

function outcomeOf(errors: readonly unknown[], answered: number): RunOutcome {
  if (errors.length === 0) return 'ok';
  if (errors.every((error) => error instanceof WaitingError)) return 'waiting';
  return answered > 0 ? 'partial' : 'failed';
}

export const describeRefusals = (name: string, refused: readonly Refusal[]): string =>
  `${name} refused: ${refused
    .slice(0, 3)
    .map((r) => `${r.where}: ${r.reason}`)
    .join('; ')}${refused.length > 3 ? ` (and ${refused.length - 3} more)` : ''}`;

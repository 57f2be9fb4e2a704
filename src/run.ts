import { basename } from 'node:path';
import { nextSlot } from './domain/calendar.ts';
import { revisionWindow } from './domain/lookback.ts';
import { describeError, HeldError, RefusedError, WaitingError } from './errors.ts';
import type { SourceRequest } from './pipeline.ts';
import { type Counts, noCounts, type Services, type Source, wordOf } from './services.ts';
import { type FollowUp, linksOf, pending, recover, type Taken, takeSnapshot } from './snapshot.ts';
import { type Extracted, extract } from './stages/extract.ts';
import { type NewSnapshot, type RunCounts, type RunOutcome, type RunTrigger, type SnapshotRecord, WITH_FIGURES } from './store/store.ts';

export interface RunReport {
  readonly runId: number;
  readonly pipeline: string;
  readonly outcome: RunOutcome;
  readonly counts: RunCounts;
  readonly error: string | null;
}

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
  const counts = noCounts();
  const errors: unknown[] = [];
  let answered = 0;
  const queue: FollowUp[] = [...(await plannedRequests(services, source))];
  for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
    if (counts.requests >= MAX_REQUESTS) {
      errors.push(new Error(`more than ${MAX_REQUESTS} requests in one run; ${queue.length + 1} were not asked`));
      break;
    }
    services.signal?.throwIfAborted();
    try {
      const more = await take(services, source, request, runId, counts);
      queue.push(...more);
      answered += 1;
    } catch (error) {
      services.signal?.throwIfAborted();
      errors.push(error);
      if (error instanceof HeldError) answered += 1;
      else counts.errors += 1;
      const said = error instanceof HeldError ? 'figures held until they are seen again' : 'request failed';
      log.warn(said, { pipeline: pipeline.id, request: request.key, error });
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
  const now = services.now();
  const lastMonth = await services.store.lastMonth(source.pipeline.id);
  return source.pipeline.requests({
    now,
    settings: source.settings,
    baseUrl: source.baseUrl ?? '',
    lastMonth,
    window: revisionWindow(source.revisions, lastMonth, now),
    hasSecret: source.secret !== null,
  });
}

/** One request: fetched if it must be, archived, processed. Returns what an index page leads to. */
async function take(services: Services, source: Source, request: FollowUp, runId: number, counts: Counts): Promise<readonly FollowUp[]> {
  const { store, archive, client, now } = services;
  const { pipeline } = source;
  const last = await store.latestSnapshot(pipeline.id, request.key);
  const earlierPages = request.earlierPages ?? [];
  // A page says the same only after the same pages.
  const comparable = last !== null && isSame(last.earlierPages, earlierPages);
  // An answer that never changes in place is asked for again until it is there, and after it was refused.
  if (request.once === true && last !== null && last.outcome !== 'not_yet_published' && !askAgain(last, now())) {
    if (last.outcome === 'refused') throw new RefusedError(last.refused);
    return [];
  }
  counts.requests += 1;
  const answer = await extract(client, request, {
    // Without an address of its own (feeds), a source may lead anywhere that is public.
    pipelineHosts: source.baseUrl === null ? [] : [new URL(source.baseUrl).hostname],
    paceMs: Math.max(pipeline.paceMs, request.afterMs ?? 0),
    secret: source.secret,
    conditional: !comparable ? null : { etag: last.etag, lastModified: last.lastModified },
    ...(services.signal === undefined ? {} : { signal: services.signal }),
  });
  // Recorded as the empty answer that it is: see takeSnapshot.
  const bytes = answer.kind === 'answered' ? answer.bytes : new Uint8Array();
  const kept = answer.kind === 'not_modified' ? null : await archive.keep(pipeline.id, bytes);
  if (answer.kind === 'not_modified' || kept === null || (comparable && last.sha256 === kept.sha256 && last.outcome !== null)) {
    return last === null ? [] : seenAgain(services, source, last, runId, counts);
  }
  const snapshot: NewSnapshot = {
    runId,
    pipeline: pipeline.id,
    requestKey: request.key,
    name: basename(new URL(request.url).pathname) || pipeline.id,
    ...(answer.kind === 'answered' ? answerOf(answer) : { url: request.url, mediaType: null, etag: null, lastModified: null }),
    sha256: kept.sha256,
    extension: kept.extension,
    bytes: kept.bytes,
    retrievedAt: now().toISOString(),
    params: request.params ?? {},
    columns: null,
    settings: source.settings,
    earlierPages,
  };
  return record(services, source, snapshot, bytes, counts);
}

const answerOf = ({ url, mediaType, etag, lastModified }: Extract<Extracted, { kind: 'answered' }>) => ({
  url,
  mediaType,
  etag,
  lastModified,
});

async function record(
  services: Services,
  source: Source,
  snapshot: NewSnapshot,
  bytes: Uint8Array,
  counts: Counts,
): Promise<readonly FollowUp[]> {
  const id = await services.store.addSnapshot(snapshot);
  counts.snapshots += 1;
  return account(services, snapshot, await takeSnapshot(services, source.pipeline, pending(snapshot, id), bytes), counts);
}

/** The source says what it said before. */
async function seenAgain(
  services: Services,
  source: Source,
  last: SnapshotRecord,
  runId: number,
  counts: Counts,
): Promise<readonly FollowUp[]> {
  const { store, archive, now } = services;
  const at = now().toISOString();
  if (last.outcome !== null && WITH_FIGURES.includes(last.outcome)) {
    // A file that a person gave meanwhile may say otherwise: what the source says now is newer than that file.
    const meanwhile = (await store.snapshotsSeenAfter(last.pipeline, last.lastSeenAt)).some((other) =>
      other.requestKey.startsWith('file:'),
    );
    if (meanwhile)
      return record(services, source, { ...last, runId, retrievedAt: at }, await archive.read(last.pipeline, last.sha256), counts);
  }
  await store.seeSnapshotAgain(last.id, at);
  if (last.outcome !== null && last.outcome !== 'refused') counts[wordOf(last.outcome)] += 1;
  if (last.outcome === 'links' || last.outcome === 'page') return linksOf(services, source, last);
  if (last.outcome !== 'refused') return [];
  // Read again: the parser may have been mended since. Refused again, the source stays in the state of failing.
  return account(
    services,
    last,
    await takeSnapshot(services, source.pipeline, last, await archive.read(last.pipeline, last.sha256)),
    counts,
  );
}

/**
 * @throws RefusedError when the snapshot was refused.
 * @throws HeldError when some of its figures were held back: that makes a run partial, too.
 * @throws WaitingError when it says that a key is wanted.
 */
function account({ log }: Services, { pipeline, requestKey }: NewSnapshot, taken: Taken, counts: Counts): readonly FollowUp[] {
  counts.inserted += taken.inserted;
  counts.revised += taken.revised;
  counts.unchanged += taken.unchanged;
  if (taken.waiting !== null) throw taken.waiting;
  if (taken.outcome === 'refused') {
    counts.refused += 1;
    throw new RefusedError(taken.refused);
  }
  counts[wordOf(taken.outcome)] += 1;
  if (taken.outcome === 'suppressed' || taken.outcome === 'not_yet_published')
    log.info(taken.outcome.replaceAll('_', ' '), { pipeline, request: requestKey, reason: taken.notes[0] ?? null });
  if (taken.held.length > 0) throw new HeldError(taken.held);
  return taken.links;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((page, at) => page === b[at]);

const askAgain = (last: SnapshotRecord, now: Date): boolean =>
  last.outcome === 'refused' && now.getTime() - Date.parse(last.lastSeenAt) >= ASK_REFUSED_AGAIN_MS;

function outcomeOf(errors: readonly unknown[], answered: number): RunOutcome {
  if (errors.length === 0) return 'ok';
  if (errors.every((error) => error instanceof WaitingError)) return 'waiting';
  return answered > 0 ? 'partial' : 'failed';
}

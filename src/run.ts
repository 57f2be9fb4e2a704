import { basename } from 'node:path';
import { readClaims } from './claims.ts';
import { type Crawl, describeAll, isRemoteFailure, MAX_PAGES, newCrawl, notesOf, rests } from './crawl.ts';
import { outdatedReason } from './domain/correction.ts';
import { revisionWindow } from './domain/lookback.ts';
import { describeError, HeldError, RefusedError, RetryLaterError, WaitingError } from './errors.ts';
import { LONGEST_WAIT_MS } from './http/retry.ts';
import type { SourceRequest } from './pipeline.ts';
import { quotaOf, requestCounter } from './quota.ts';
import { settleReleases } from './releases.ts';
import { type Counts, noCounts, type Services, type Source, wordOf } from './services.ts';
import { type FollowUp, isBeside, linksOf, pending, recover, saysNothingYet, type Taken, takeArchived, takeSnapshot } from './snapshot.ts';
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
  const startedAt = now().toISOString();
  const runId = await store.beginRun(pipeline.id, trigger, startedAt);
  const counts = noCounts();
  const errors: unknown[] = [];
  const crawl = newCrawl();
  let answered = 0;
  let done = 0;
  const queue: FollowUp[] = await inOrder(services, source, await plannedRequests(services, source));
  for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
    if (counts.requests >= MAX_REQUESTS) {
      errors.push(new Error(`more than ${MAX_REQUESTS} requests in one run; ${queue.length + 1} were not asked`));
      break;
    }
    services.signal?.throwIfAborted();
    services.progress?.({ pipeline: pipeline.id, done, total: done + 1 + queue.length, request: request.key });
    done += 1;
    try {
      if (request.crawl === true) await takePage(services, source, request, runId, counts, crawl);
      else queue.push(...(await take(services, source, request, runId, counts)));
      answered += 1;
    } catch (error) {
      services.signal?.throwIfAborted();
      errors.push(error);
      if (error instanceof HeldError) answered += 1;
      else counts.errors += 1;
      const said = error instanceof HeldError ? 'figures held until they are seen again' : 'request failed';
      log.warn(said, { pipeline: pipeline.id, request: request.key, error });
      if (!isHeld(source, error)) continue;
      if (queue.length > 0) errors.push(new Error(`${queue.length} more were not asked`));
      break;
    }
  }
  errors.push(...(await outdatedEntries(services, source, errors)));
  await readClaims(services, runId);
  const outcome = outcomeOf(errors, answered);
  const error = errors.length === 0 ? null : describeAll(errors);
  await store.finishRun(runId, now().toISOString(), outcome, counts, error, notesOf(crawl));
  await settleReleases(services, source, { startedAt, errors });
  await store.judgePublications(services.detector, now().toISOString());
  log.info('run finished', { pipeline: pipeline.id, outcome, ...counts });
  return { runId, pipeline: pipeline.id, outcome, counts, error };
}

/** Whether nothing more can be had of a source for now: its quota is used up, or it asked to be left alone for long. */
export const isHeld = (source: Source, error: unknown): error is RetryLaterError =>
  // Without an address of its own (feeds), a source has many hosts, and one says nothing of the others.
  error instanceof RetryLaterError && (error.retryAfterMs ?? 0) > LONGEST_WAIT_MS && source.baseUrl !== null;

/** Entries of the ledger of corrections that no longer fit: told in every run until a person has changed the ledger. */
async function outdatedEntries({ store }: Services, { pipeline }: Source, told: readonly unknown[]): Promise<RefusedError[]> {
  const places = new Set(told.flatMap((error) => (error instanceof RefusedError ? error.refusals.map((refusal) => refusal.where) : [])));
  return (await store.outdatedCorrections(pipeline.id))
    .filter(({ correction }) => !places.has(correction.place))
    .map(({ correction, published }) => new RefusedError({ where: correction.place, reason: outdatedReason(correction, published) }));
}

/** Where a day's quota does not reach for all, what was answered longest ago comes first: all have their turn in the end. */
async function inOrder(services: Services, source: Source, planned: readonly SourceRequest[]): Promise<SourceRequest[]> {
  const quota = await quotaOf(services, source);
  if (quota === null || quota.left >= planned.length) return [...planned];
  const seen = new Map<SourceRequest, string>();
  for (const request of planned)
    seen.set(request, (await services.store.latestSnapshot(source.pipeline.id, request.key))?.lastSeenAt ?? '');
  const at = (request: SourceRequest): string => seen.get(request) ?? '';
  return [...planned].sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
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

/** The page of somebody else, found in what was published: at most so many in a run, and a failure is only told. */
async function takePage(
  services: Services,
  source: Source,
  request: SourceRequest,
  runId: number,
  counts: Counts,
  crawl: Crawl,
): Promise<void> {
  const { store, now, log } = services;
  const { id } = source.pipeline;
  if (crawl.asked >= MAX_PAGES) {
    crawl.left += 1;
    return;
  }
  if (rests(await store.failedRequest(id, request.key), now())) return;
  const before = counts.requests;
  try {
    await take(services, source, request, runId, counts);
  } catch (error) {
    services.signal?.throwIfAborted();
    if (!isRemoteFailure(error)) throw error;
    crawl.failures.push(error);
    await store.addFailedRequest(id, request.key, now().toISOString(), describeError(error));
    log.info('page not read', { pipeline: id, request: request.key, error });
  }
  crawl.asked += counts.requests - before;
}

/** One request: fetched if it must be, archived, processed. Returns what an index page leads to. */
export async function take(
  services: Services,
  source: Source,
  request: FollowUp,
  runId: number,
  counts: Counts,
): Promise<readonly FollowUp[]> {
  const { store, archive, client, now } = services;
  const { pipeline } = source;
  const last = await store.latestSnapshot(pipeline.id, request.key);
  const earlierPages = request.earlierPages ?? [];
  // A page says the same only after the same pages.
  const comparable = last !== null && isSame(last.earlierPages, earlierPages);
  // An answer that never changes in place is asked for again until it is there, and after it was refused.
  if (request.once === true && last !== null && last.outcome !== 'not_yet_published' && !askAgain(last, now())) {
    if (last.outcome === 'refused' && request.crawl !== true) throw new RefusedError(last.refused);
    return leadsOn(last) ? linksOf(services, source, asAskedNow(last, request)) : [];
  }
  counts.requests += 1;
  const answer = await extract(client, request, {
    // Without an address of its own (feeds), a source may lead anywhere that is public.
    pipelineHosts: source.baseUrl === null ? [] : [new URL(source.baseUrl).hostname],
    paceMs: Math.max(pipeline.paceMs, request.afterMs ?? 0),
    secret: source.secret,
    conditional: !comparable ? null : { etag: last.etag, lastModified: last.lastModified },
    ...(services.signal === undefined ? {} : { signal: services.signal }),
    ...beforeSending(services, source),
  });
  // "204 No content" is no page of an answer that goes on, and no answer of months that are long out.
  if (answer.kind === 'no_content') {
    if (request.crawl === true) throw new RefusedError({ where: request.url, reason: 'an answer without content' });
    if (earlierPages.length > 0)
      throw new RefusedError({
        where: request.key,
        reason: `no content (HTTP 204) in the place of page ${earlierPages.length + 1}: the short page that ends the answer is missing`,
      });
    if (request.expectsData === true)
      throw new RefusedError({
        where: request.key,
        reason: 'no content (HTTP 204) for months that were published long ago: a code is wrong, or there was no such trade',
      });
  }
  // Else it is recorded as the empty answer that it is: see takeSnapshot.
  const bytes = answer.kind === 'answered' ? answer.bytes : new Uint8Array();
  const kept = answer.kind === 'not_modified' ? null : await archive.keep(pipeline.id, bytes);
  if (answer.kind === 'not_modified' || kept === null || (comparable && last.sha256 === kept.sha256 && last.outcome !== null)) {
    return last === null ? [] : seenAgain(services, source, last, request, runId, counts);
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
    params: { ...request.params, ...(answer.kind === 'answered' ? servedCharset(answer.charset) : {}) },
    columns: null,
    settings: source.settings,
    earlierPages,
    corrections: source.corrections ?? [],
  };
  return record(services, source, snapshot, bytes, counts);
}

/** What says UTF-8 says what undeclared bytes are anyway. */
const servedCharset = (charset: string | null): { charset?: string } => (charset === null || /^utf-?8$/.test(charset) ? {} : { charset });

function beforeSending(services: Services, source: Source): { beforeSending?: () => Promise<void> } {
  const counter = requestCounter(services, source);
  return counter === null ? {} : { beforeSending: counter };
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
  request: SourceRequest,
  runId: number,
  counts: Counts,
): Promise<readonly FollowUp[]> {
  const { store, archive, now } = services;
  const at = now().toISOString();
  const corrections = source.corrections ?? [];
  const anew = { ...last, corrections, runId, retrievedAt: at, params: request.params ?? {}, settings: source.settings };
  if (last.outcome === 'not_yet_published' && !(await saysNothingYet(services, source.pipeline, anew)))
    return record(services, source, anew, await archive.read(last.pipeline, last.sha256), counts);
  if (last.outcome !== null && (WITH_FIGURES.includes(last.outcome) || last.outcome === 'rates')) {
    // A file that a person gave meanwhile, or a backfill, may say otherwise: what the source says now is newer.
    const meanwhile = (await store.snapshotsSeenAfter(last.pipeline, last.lastSeenAt)).some((other) => isBeside(other.requestKey));
    // After the ledger of corrections changed, it is read with the new one.
    const corrected = !isSame(
      last.corrections.map((entry) => entry.digest),
      corrections.map((entry) => entry.digest),
    );
    if (meanwhile || corrected)
      return record(
        services,
        source,
        { ...last, corrections, runId, retrievedAt: at },
        await archive.read(last.pipeline, last.sha256),
        counts,
      );
  }
  await store.seeSnapshotAgain(last.id, at);
  if (last.outcome !== null && last.outcome !== 'refused') counts[wordOf(last.outcome)] += 1;
  // A feed that did not change still leads to the pages that are not read yet.
  if (leadsOn(last) || last.outcome === 'articles') return linksOf(services, source, asAskedNow(last, request));
  if (last.outcome !== 'refused') return [];
  // Read again: the parser may have been mended since. Refused again, the source stays in the state of failing.
  return account(services, last, await takeArchived(services, source.pipeline, last), counts);
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
  // Single figures that the ledger of corrections no longer fits. What is left out of a feed stops nothing.
  if (taken.refused.length > 0 && taken.articles === 0) throw new RefusedError(taken.refused);
  if (taken.held.length > 0) throw new HeldError(taken.held);
  return taken.links;
}

const leadsOn = (last: SnapshotRecord): boolean => last.outcome === 'links' || last.outcome === 'page';

/** The same bytes lead to what is wanted now: the months to ask for move on, a key may have been set. */
const asAskedNow = (last: SnapshotRecord, request: SourceRequest): SnapshotRecord => ({ ...last, params: request.params ?? {} });

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((page, at) => page === b[at]);

const askAgain = (last: SnapshotRecord, now: Date): boolean =>
  last.outcome === 'refused' && now.getTime() - Date.parse(last.lastSeenAt) >= ASK_REFUSED_AGAIN_MS;

export function outcomeOf(errors: readonly unknown[], answered: number): RunOutcome {
  if (errors.length === 0) return 'ok';
  if (errors.every((error) => error instanceof WaitingError)) return 'waiting';
  return answered > 0 ? 'partial' : 'failed';
}

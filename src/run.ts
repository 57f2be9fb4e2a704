import { readClaims } from './claims.ts';
import { type Crawl, describeAll, isRemoteFailure, MAX_PAGES, newCrawl, notesOf, rests } from './crawl.ts';
import { outdatedReason } from './domain/correction.ts';
import { revisionWindow } from './domain/lookback.ts';
import { describeError, HeldError, RefusedError, RetryLaterError, refused, WaitingError } from './errors.ts';
import { LONGEST_WAIT_MS } from './http/retry.ts';
import type { SourceRequest } from './pipeline.ts';
import { quotaOf } from './quota.ts';
import type { FollowUp } from './reading.ts';
import { settleReleases } from './releases.ts';
import { type Counts, noCounts, type Services, type Source } from './services.ts';
import { recover } from './snapshot.ts';
import type { RunCounts, RunOutcome, RunTrigger } from './store/store.ts';
import { take } from './take.ts';

export interface RunReport {
  readonly runId: number;
  readonly pipeline: string;
  readonly outcome: RunOutcome;
  readonly counts: RunCounts;
  readonly error: string | null;
}

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
    .map(({ correction, published }) => refused(correction.place, outdatedReason(correction, published)));
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

export function outcomeOf(errors: readonly unknown[], answered: number): RunOutcome {
  if (errors.length === 0) return 'ok';
  if (errors.every((error) => error instanceof WaitingError)) return 'waiting';
  return answered > 0 ? 'partial' : 'failed';
}

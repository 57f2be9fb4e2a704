import { describeAll } from './crawl.ts';
import { formatMonth, type Interval } from './domain/period.ts';
import { describeError, HeldError, RefusedError, UsageError, WaitingError } from './errors.ts';
import type { SourceRequest } from './pipeline.ts';
import { type Quota, quotaOf } from './quota.ts';
import { type FollowUp, linksOf } from './reading.ts';
import { isHeld, outcomeOf, plannedRequests } from './run.ts';
import { noCounts, type Services, type Source } from './services.ts';
import { BACKFILL_KEY, recover } from './snapshot.ts';
import type { Planner } from './sources.ts';
import type { BackfillRecord } from './store/backfill-store.ts';
import type { RunCounts, RunOutcome } from './store/store.ts';
import { take } from './take.ts';

/** So many requests in a row that fail: the source is down, and the rest would fail as well. */
const FAILURES_IN_A_ROW = 3;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The server tries a backfill of which nothing more can be had so often: an hour later, two, four, ... a day; some six days in all. */
const FRUITLESS_TRIES = 10;

/** A quota of which a part stays for ordinary runs. */
export interface SharedQuota extends Quota {
  readonly reserved: number;
  /** What a backfill may still ask today. */
  readonly free: number;
}

export interface BackfillPlan {
  readonly requests: readonly SourceRequest[];
  /** Those that have no answer yet. An index page, or a long answer in pages, leads to further ones. */
  readonly open: number;
  /** Pauses between the open ones, in minutes. */
  readonly minutes: number;
  readonly quota: SharedQuota | null;
  /** On so many days it asks, by the quota that ordinary runs leave. */
  readonly days: number;
}

export interface BackfillProgress {
  readonly answered: number;
  /** Requests that are known so far. */
  readonly known: number;
  readonly request: string;
}

export interface BackfillReport extends BackfillProgress {
  readonly runId: number;
  readonly outcome: RunOutcome;
  readonly finished: boolean;
  readonly counts: RunCounts;
  /** When it may go on; null when it is finished. */
  readonly resumeAt: string | null;
  readonly error: string | null;
  /** Alerts that something happened to, of all that the backfill brought. */
  readonly alerts: number;
}

export interface BackfillOptions {
  /** Stops after so long, to go on later; null for no bound. */
  readonly forMs?: number;
  /** Ends it with what it has when several tries in a row brought nothing. */
  readonly givesUp?: boolean;
  readonly progress?: (progress: BackfillProgress) => void;
}

/** @throws UsageError when there is no history to be asked of a source. */
export function assertBackfillable({ pipeline, baseUrl }: Source): void {
  if (baseUrl === null && pipeline.schedule === null)
    throw new UsageError(
      `${pipeline.id}: its figures come as files that a person downloads; load old ones with "tradewatch ingest ${pipeline.id} FILE... --retrieved-at DAY"`,
    );
  if (pipeline.revisions === null) throw new UsageError(`${pipeline.id}: its requests are not by month, so there is no history to fetch`);
}

/** What a backfill asks, and how long that takes at the publisher's pace and quota; no request is made. */
export async function planBackfill(
  services: Planner['services'],
  source: Source,
  window: Interval,
  begun: BackfillRecord | null,
): Promise<BackfillPlan> {
  const requests = await requestsOf(services, source, window);
  const answered = begun === null ? new Set<string>() : await services.store.backfillAnswers(begun.id);
  const open = requests.filter((request) => !answered.has(request.key));
  const pauses = open.map(({ afterMs }) => Math.max(source.pipeline.paceMs, afterMs ?? 0));
  const quota = await sharedQuota(services, source, await reserveOf(services, source));
  const later = quota === null ? 0 : Math.ceil(Math.max(0, open.length - quota.free) / (quota.perDay - quota.reserved));
  const today = open.length > 0 && (quota === null || quota.free > 0) ? 1 : 0;
  return {
    requests,
    open: open.length,
    minutes: Math.ceil(pauses.reduce((sum, ms) => sum + ms, 0) / 60_000),
    quota,
    days: today + later,
  };
}

/**
 * Asks what a backfill still lacks, and closes it when it lacks nothing. What has its answer is not asked again, after
 * a kill neither. Nobody is told of what comes until it is closed: then once.
 */
export async function continueBackfill(
  services: Services,
  source: Source,
  backfill: BackfillRecord,
  options: BackfillOptions = {},
): Promise<BackfillReport> {
  const { store, now, log } = services;
  const { pipeline } = source;
  await recover(services, source);
  const begunAt = now();
  const runId = await store.beginRun(pipeline.id, 'backfill', begunAt.toISOString());
  await store.addBackfillRun(backfill.id, runId);
  const counts = noCounts();
  const walk = await walkRequests(services, source, backfill, runId, counts, {
    progress: options.progress ?? (() => {}),
    until: options.forMs === undefined ? Number.POSITIVE_INFINITY : begunAt.getTime() + options.forMs,
  });
  const { stop, refused, failed, fresh } = walk;
  const at = now();
  const fruitless = fresh > 0 || stop?.waits === true ? 0 : backfill.fruitless + 1;
  const complete = stop === null && failed.length === 0;
  const finished = complete || (options.givesUp === true && fruitless >= FRUITLESS_TRIES);
  const pause = Math.min(HOUR_MS * 2 ** Math.max(0, fruitless - 1), DAY_MS);
  const resumeAt = finished ? null : new Date(at.getTime() + (stop?.waits === true ? stop.forMs : pause)).toISOString();
  let alerts = 0;
  if (resumeAt === null) alerts = await store.finishBackfill(backfill.id, services.detector, at.toISOString());
  else await store.pauseBackfill(backfill.id, resumeAt, fruitless);
  const errors = [...refused, ...failed];
  const outcome = errors.length > 0 ? outcomeOf(errors, fresh) : (stop?.outcome ?? 'ok');
  const told = [...(finished && !complete ? [GIVEN_UP] : []), ...(stop === null ? [] : [stop.why]), ...errors];
  const error = told.length === 0 ? null : describeAll(told);
  await store.finishRun(runId, at.toISOString(), outcome, counts, error);
  log.info('backfill', { pipeline: pipeline.id, finished, ...counts, answered: walk.answered, known: walk.known, resumeAt });
  return { ...walk, runId, outcome, finished, counts, resumeAt, error, alerts };
}

const GIVEN_UP = 'given up after several tries that brought nothing: what came is kept; the rest can be fetched by another backfill';

/** Why a backfill stops before its end. */
interface Stop {
  readonly why: string;
  readonly outcome: RunOutcome;
  /** It only waits for a time that is known: that it brought nothing is no sign of anything. */
  readonly waits: boolean;
  /** For how long, where it waits. */
  readonly forMs: number;
}

interface Walk extends BackfillProgress {
  readonly stop: Stop | null;
  readonly refused: readonly unknown[];
  readonly failed: readonly unknown[];
  /** Answers that came in this run. */
  readonly fresh: number;
}

async function walkRequests(
  services: Services,
  source: Source,
  backfill: BackfillRecord,
  runId: number,
  counts: ReturnType<typeof noCounts>,
  { progress, until }: { progress: (progress: BackfillProgress) => void; until: number },
): Promise<Walk> {
  const { store, now, signal } = services;
  const { window } = backfill;
  const answers = await store.backfillAnswers(backfill.id);
  const queue: FollowUp[] = [...(await requestsOf(services, source, window))];
  const reserve = await reserveOf(services, source);
  const refused: unknown[] = [];
  const failed: unknown[] = [];
  let [known, answered, fresh, inARow] = [queue.length, 0, 0, 0];
  let stop: Stop | null = null;
  let asked = '';
  for (let request = queue.shift(); request !== undefined && stop === null; request = queue.shift()) {
    asked = request.key;
    try {
      const before = await answeredBefore(services, source, backfill, answers, request);
      if (before === null) {
        if (signal?.aborted === true) stop = paused('stopped by hand', 0);
        else if (now().getTime() >= until) stop = paused('not finished yet', 0);
        else stop = usedUp(await sharedQuota(services, source, reserve), now());
        if (stop !== null) break;
      }
      const more = before ?? (await take(services, source, request, runId, counts));
      if (before === null) {
        await store.backfillAnswered(backfill.id, request.key);
        fresh += 1;
      }
      const found = more.map((one) => inWindow(window, one));
      queue.push(...found);
      known += found.length;
      answered += 1;
      inARow = 0;
    } catch (error) {
      if (signal?.aborted === true) stop = paused('stopped by hand', 0);
      else if (isHeld(source, error)) stop = paused(describeError(error), error.retryAfterMs ?? 0);
      else if (error instanceof WaitingError) stop = { ...paused(describeError(error), DAY_MS), outcome: 'waiting' };
      else if (error instanceof RefusedError || error instanceof HeldError) {
        // An answer, too: asking again would bring the same.
        await store.backfillAnswered(backfill.id, request.key);
        refused.push(error);
        answered += 1;
        fresh += 1;
        inARow = 0;
      } else {
        failed.push(error);
        inARow += 1;
        services.log.warn('request failed', { pipeline: source.pipeline.id, request: request.key, error });
        if (inARow >= FAILURES_IN_A_ROW) stop = { why: 'the source does not answer', forMs: 0, outcome: 'failed', waits: false };
      }
    }
    progress({ answered, known, request: asked });
  }
  return { answered, known, request: asked, stop, refused, failed, fresh };
}

const paused = (why: string, forMs: number): Stop => ({ why, forMs, outcome: 'ok', waits: true });

/** Requests of a day that are left to ordinary runs: a backfill of weeks must not make new months late. At most half of them. */
async function reserveOf(services: Planner['services'], source: Source): Promise<number> {
  const { requestsPerDay } = source.pipeline;
  return requestsPerDay === undefined ? 0 : Math.min((await plannedRequests(services, source)).length, Math.floor(requestsPerDay / 2));
}

async function sharedQuota(services: Planner['services'], source: Source, reserved: number): Promise<SharedQuota | null> {
  const quota = await quotaOf(services, source);
  return quota === null ? null : { ...quota, reserved, free: Math.max(0, quota.left - reserved) };
}

function usedUp(quota: SharedQuota | null, now: Date): Stop | null {
  if (quota === null || quota.free > 0) return null;
  const { perDay, reserved, renewedAt } = quota;
  const why = `the ${perDay} requests that the publisher allows a day are used up (${reserved} are reserved for ordinary runs); more from ${renewedAt.toISOString()} on`;
  return paused(why, renewedAt.getTime() - now.getTime());
}

/** What a request that has its answer leads to (from the archive), or null when it has none yet. */
async function answeredBefore(
  services: Services,
  source: Source,
  backfill: BackfillRecord,
  answers: ReadonlySet<string>,
  request: FollowUp,
): Promise<readonly FollowUp[] | null> {
  const last = await services.store.latestSnapshot(source.pipeline.id, request.key);
  // A kill between the archive and the note of the answer leaves the snapshot: that is enough.
  const since = last !== null && request.once !== true && last.lastSeenAt >= backfill.startedAt;
  if (!since && !answers.has(request.key)) return null;
  return last?.outcome === 'links' || last?.outcome === 'page' ? linksOf(services, source, last) : [];
}

async function requestsOf({ store, now }: Planner['services'], source: Source, window: Interval): Promise<readonly SourceRequest[]> {
  const { pipeline, settings, baseUrl, secret } = source;
  const context = { now: now(), settings, baseUrl: baseUrl ?? '', lastMonth: await store.lastMonth(pipeline.id), window };
  return pipeline.requests({ ...context, hasSecret: secret !== null }).map((request) => inWindow(window, request));
}

/** What never changes in place is one question, whoever asks it; all else is another one over other months. */
const inWindow = <T extends SourceRequest>({ from, to }: Interval, request: T): T =>
  request.once === true ? request : { ...request, key: `${BACKFILL_KEY}${formatMonth(from)}/${formatMonth(to)}: ${request.key}` };

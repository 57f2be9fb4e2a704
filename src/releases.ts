import { formatPeriod } from './domain/period.ts';
import { lastPoll } from './domain/release.ts';
import { firstUnwatched, type Look, newestOut, type WatchedRelease, watchReleases } from './domain/release-watch.ts';
import { RefusedError } from './errors.ts';
import type { Services, Source } from './services.ts';
import type { SnapshotOutcome, Store } from './store/store.ts';

type Watching = Pick<Services, 'store' | 'now' | 'log'>;

/** A run that has ended, as far as it says something of releases. */
export interface EndedRun {
  readonly startedAt: string;
  /** What went wrong; a run without any has all its answers. */
  readonly errors: readonly unknown[];
}

/**
 * Brings what is remembered of a source's releases up to date: what has come, and what was noticed not to have come.
 * May be called at any time; that nothing came is noticed only with a run that looked.
 */
export async function settleReleases(services: Watching, source: Source, run: EndedRun | null = null): Promise<void> {
  const { store, log } = services;
  const { pipeline } = source;
  const { open, now: after } = await releasesOf(services, source, run);
  if (JSON.stringify(after) === JSON.stringify(open)) return;
  await store.saveReleases(pipeline.id, after);
  for (const release of after) {
    const before = open.find((row) => row.period.end === release.period.end);
    say(log, pipeline.id, before ?? null, release);
  }
}

/** What is remembered of a source's releases as not arrived, and what is known of them now, by the calendar of now. */
async function releasesOf(
  { store, now }: Pick<Watching, 'store' | 'now'>,
  { pipeline, releases: calendar, schedule }: Source,
  run: EndedRun | null,
): Promise<{ readonly open: readonly WatchedRelease[]; readonly now: readonly WatchedRelease[] }> {
  const { open, newest, since } = await store.watchedReleases(pipeline.id);
  if (calendar === null) return { open, now: [] };
  const watch = { calendar, timezone: pipeline.timezone, now: now(), since: since === null ? null : new Date(since), newest };
  const from = Math.min(firstUnwatched(watch), ...open.map((row) => row.period.end));
  const after = watchReleases(open, {
    ...watch,
    byHand: schedule === null,
    held: await store.heldMonths(pipeline.id, from),
    waiting: new Set((await store.waiting(pipeline.id)).map(({ period }) => period.end)),
    look: run === null ? null : await lookOf(store, pipeline.id, run),
  });
  return { open, now: after };
}

/** Files that did not come are noticed without a look: there is nothing to ask. Costs one short query when nothing is out. */
export async function noticeMissingFiles(services: Watching, sources: Iterable<Source>): Promise<void> {
  for (const source of sources) {
    if (source.schedule !== null || source.releases === null) continue;
    if (await services.store.hasUnnoticedRelease(source.pipeline.id, services.now().toISOString())) await settleReleases(services, source);
  }
}

/** When the newest release that is out and has not come was expected; null: none is. */
export type Awaited = (services: Pick<Watching, 'store' | 'now'>, source: Source) => Promise<string | null>;

/** As the database has it, which each start brings up to date with the calendar. */
export const awaitedSince: Awaited = async ({ store, now }, { pipeline }) => store.awaitedSince(pipeline.id, now().toISOString());

/** By the calendar of now, where the database may have been brought up to date with another one and is not to be written. */
export const awaitedNow: Awaited = async (services, source) =>
  newestOut((await releasesOf(services, source, null)).now, services.now())?.expectedAt ?? null;

/** Whether one of the instants at which an awaited release is looked for lies after the last run, and not after now. */
export function pollIsDue(source: Source, expectedAt: string | null, lastStart: Date | null, now: Date): boolean {
  if (expectedAt === null || source.releases === null) return false;
  const poll = lastPoll(new Date(expectedAt), now);
  return poll !== null && (lastStart === null || poll > lastStart);
}

/** What a run says of what is not there; null when an answer is missing, or nothing was asked. */
async function lookOf(store: Store, pipeline: string, run: EndedRun): Promise<Look | null> {
  if (!run.errors.every((error) => error instanceof RefusedError)) return null;
  const said = saidBy(await store.outcomesSince(pipeline, run.startedAt));
  return said === null ? null : { at: run.startedAt, said, refusedAt: await store.newestRefusal(pipeline) };
}

const CONTENT: readonly SnapshotOutcome[] = ['loaded', 'unchanged', 'held', 'suppressed', 'rates'];

/** Of several answers the one that says "nothing yet" is on the newest months: sources are asked by windows of time. */
function saidBy(outcomes: ReadonlySet<SnapshotOutcome>): Look['said'] | null {
  if (outcomes.has('not_yet_published')) return 'nothing_yet';
  if (CONTENT.some((outcome) => outcomes.has(outcome))) return 'content';
  // An index, and nothing new that it leads to.
  return outcomes.has('links') ? 'nothing_yet' : null;
}

function say(log: Watching['log'], pipeline: string, before: WatchedRelease | null, after: WatchedRelease): void {
  const facts = { pipeline, period: formatPeriod(after.period), expected_at: after.expectedAt };
  if (after.notice !== null && before?.notice !== after.notice)
    log.warn(after.notice === 'waiting_for_file' ? 'a release is out and waits for a file' : 'a release did not come', {
      ...facts,
      notice: after.notice,
    });
  if (after.outcome === null && before?.notice != null && after.notice === null)
    log.info('the calendar or the clock changed; a notice of a release that did not come is taken back', facts);
  if (after.outcome !== null && before?.outcome !== after.outcome)
    log.info(`a release ${after.outcome === 'arrived' ? 'arrived' : `is ${after.outcome}`}`, { ...facts, arrived_at: after.arrivedAt });
}

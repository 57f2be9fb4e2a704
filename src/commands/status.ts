import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import pc from 'picocolors';
import type { Places } from '../config/places.ts';
import { nextSlot } from '../domain/calendar.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { isDisabled, type Outage } from '../domain/outage.ts';
import { formatMonth } from '../domain/period.ts';
import { type Punctuality, punctualityOf } from '../domain/punctuality.ts';
import { nextLook } from '../domain/release-watch.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { type CopyState, copyState, sentenceOfCopy } from '../publish.ts';
import type { BackfillRecord } from '../store/backfill-store.ts';
import type { PartsOf } from '../store/parts.ts';
import type { HeldFigure, SourceRecord, Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { monthLine } from './month-line.ts';
import { printable } from './printable.ts';
import { minuteOf, renderJson, renderTable } from './table.ts';

/** Two years of monthly releases: enough for a habit, and what is older says little of today's publisher. */
const PUNCTUALITY_RELEASES = 24;
const LINE_MONTHS = 24;

type StatusPart = 'series' | 'releases' | 'outbox' | 'backfills' | 'held' | 'progress' | 'runs';

interface KnownSource extends SourceRecord {
  readonly punctuality: Punctuality | null;
  /** By the schedule, or because a release is awaited; null: files come by hand. */
  readonly nextRunAt: string | null;
}

async function knownSources(store: PartsOf<'series' | 'releases'>, now: Date): Promise<readonly KnownSource[]> {
  const lags = await store.releaseLags(PUNCTUALITY_RELEASES);
  const known: KnownSource[] = [];
  for (const source of await store.sources()) {
    const { open } = await store.watchedReleases(source.pipeline);
    const looks = source.schedule === null ? [] : [nextSlot(source.schedule, source.timezone, now), nextLook(open, now)];
    const next = looks.filter((at) => at !== null).toSorted((a, b) => a.getTime() - b.getTime())[0];
    known.push({ ...source, punctuality: punctualityOf(lags.get(source.pipeline) ?? []), nextRunAt: next?.toISOString() ?? null });
  }
  return known;
}

const json = (s: KnownSource) => ({
  pipeline: s.pipeline,
  last_period: s.lastPeriod,
  last_published_at: s.lastPublishedAt,
  last_success_at: s.lastSuccessAt,
  state: s.state,
  next_run_at: s.nextRunAt,
  next_expected_at: s.nextExpectedAt,
  last_error: s.lastError,
  punctuality:
    s.punctuality === null
      ? null
      : { releases: s.punctuality.releases, median_hours: s.punctuality.medianHours, spread_hours: s.punctuality.spreadHours },
});

const backfillJson = ({ pipeline, window, startedAt, resumeAt }: BackfillRecord) => ({
  pipeline,
  from: formatMonth(window.from),
  to: formatMonth(window.to),
  started_at: startedAt,
  resume_at: resumeAt,
});

/**
 * What the program knows of each source: the newest month, the last success, what waits.
 * @param places the database, and the published copy; null where none is configured.
 */
export async function status(
  io: CommandIo,
  store: PartsOf<StatusPart>,
  { database, copy }: Places,
  options: { json?: boolean },
): Promise<number> {
  const [sources, counts, waiting] = [await knownSources(store, io.now()), await store.counts(), await store.nextDelivery()];
  const [backfills, held, restored] = [await store.openBackfills(), await store.waiting(), await store.restored()];
  const [outages, dead] = [await store.outages(), await undelivered(store)];
  const published = copy === null ? null : await copyState(store, copy);
  const freeBytes = freeBeside(database);
  if (options.json === true) {
    io.stdout(
      renderJson({
        sources: sources.map(json),
        counts,
        next_delivery_at: waiting,
        backfills: backfills.map(backfillJson),
        held: heldBySource(held),
        receivers: outages.map(outageJson),
        dead_messages: dead,
        free_bytes: freeBytes,
        ...(published === null ? {} : { published: { file: copy, ...copyJson(published) } }),
        restored,
      }),
    );
    return 0;
  }
  io.stdout(sourceTable(io, sources));
  if (io.columns !== undefined) io.stdout(await watchedLines(store, io.columns));
  io.stdout(
    `\n${errorLines(sources)}${formatAllDigits(counts.observations)} figures in ${formatAllDigits(counts.series)} series, ${formatAllDigits(counts.revisions)} revisions, ${formatAllDigits(counts.snapshots)} publications archived\n${formatAllDigits(counts.articles)} articles, ${formatAllDigits(counts.alerts)} alerts\n`,
  );
  for (const one of backfills.map(backfillJson))
    io.stdout(
      `a backfill of ${one.pipeline}, ${one.from} to ${one.to}, is not finished${one.resume_at === null ? '' : `; it continues from ${minuteOf(one.resume_at)} UTC`}\n`,
    );
  for (const [pipeline, count] of Object.entries(heldBySource(held)))
    io.stdout(
      `${pipeline}: ${count} ${count === 1 ? 'figure is' : 'figures are'} held until confirmed ("tradewatch held list" shows them)\n`,
    );
  if (published !== null) io.stdout(`the published copy ${printable(copy ?? '')}: ${sentenceOfCopy(published)}\n`);
  if (restored !== null)
    io.stdout(
      `the database was restored from an older copy, ${minuteOf(restored.at)} UTC: crossings are reported as history until these have answered: ${restored.sources.join(', ')}\n`,
    );
  io.stdout(roomLine(freeBytes, database));
  if (waiting !== null) io.stdout(`messages are waiting to be delivered, the next at ${minuteOf(waiting)} UTC\n`);
  for (const one of outages.map(outageJson))
    io.stdout(
      `the receiver ${one.receiver} has been ${one.state} since ${minuteOf(one.since)} UTC (${printable(one.detail)}): "tradewatch alerts test ${one.receiver}" says more\n`,
    );
  if (dead > 0) io.stdout(deadLine(dead));
  return 0;
}

/** A load of a large publication may take more, and then fails; a run of most sources takes less. */
const LEAST_FREE_BYTES = 100e6;

export const roomLine = (freeBytes: number | null, database: string): string =>
  freeBytes === null || freeBytes >= LEAST_FREE_BYTES
    ? ''
    : `only ${(freeBytes / 1e6).toFixed(1)} MB are free on the disk of ${printable(database)}: once it is full, runs fail and messages wait\n`;

/** How much more fits on the disk of a database; null of one that is only read. */
function freeBeside(database: string): number | null {
  const folder = dirname(database);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return null;
  }
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** How many messages were given up and would still be true. */
export const undelivered = async (store: Pick<Store, 'deadDeliveries'>): Promise<number> =>
  (await store.deadDeliveries()).filter(({ movedOn }) => !movedOn).length;

export const deadLine = (dead: number): string =>
  `${dead} ${dead === 1 ? 'message was' : 'messages were'} given up: "tradewatch alerts resend" sends ${dead === 1 ? 'it' : 'them'} again\n`;

const outageJson = (outage: Outage) => ({
  receiver: outage.receiver,
  state: isDisabled(outage) ? 'disabled' : 'failing',
  since: outage.since,
  attempts: outage.attempts,
  next_attempt_at: outage.nextAttemptAt,
  detail: outage.detail,
});

const copyJson = (copy: CopyState) => ({
  state: copy.state,
  ...('lastRunAt' in copy ? { last_run_at: copy.lastRunAt, runs_behind: copy.runsBehind } : {}),
  ...('reason' in copy ? { reason: copy.reason } : {}),
});

function heldBySource(held: readonly HeldFigure[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { pipeline } of held) counts[pipeline] = (counts[pipeline] ?? 0) + 1;
  return counts;
}

export async function sourcesList(io: CommandIo, store: PartsOf<'series' | 'releases'>, options: { json?: boolean }): Promise<number> {
  const sources = await knownSources(store, io.now());
  if (options.json === true) io.stdout(renderJson(sources.map(json)));
  else {
    io.stdout(sourceTable(io, sources));
    const beneath = errorLines(sources) + sources.map(punctualityLine).join('');
    if (beneath !== '') io.stdout(`\n${beneath}`);
  }
  return 0;
}

function sourceTable(io: CommandIo, sources: readonly KnownSource[]): string {
  const colors = pc.createColors(io.columns !== undefined && io.env['NO_COLOR'] === undefined);
  const paint = ({ state, lastSuccessAt, nothingToAsk }: SourceRecord): string =>
    state === 'ok' && lastSuccessAt === null
      ? colors.dim(nothingToAsk ? '○ nothing to ask' : '○ not asked yet')
      : state === 'ok'
        ? colors.green(`● ${state}`)
        : state === 'failing' || state === 'late' || state === 'stale'
          ? colors.red(`✗ ${state}`)
          : colors.yellow(`◌ ${state}`);
  return renderTable(
    ['source', 'state', 'last period', 'last success', 'next run (UTC)', 'expected'],
    sources.map((s) => [
      s.pipeline,
      paint(s),
      s.lastPeriod ?? '—',
      s.lastSuccessAt?.slice(0, 10) ?? '—',
      s.nextRunAt === null ? '—' : minuteOf(s.nextRunAt),
      s.nextExpectedAt?.slice(0, 10) ?? '—',
    ]),
    [],
    { columns: io.columns, cut: [], drop: [3, 5] },
  );
}

/** Where a person looks: two years of what each source is watched for. */
async function watchedLines(store: Pick<Store, 'mostAlerted' | 'figures'>, columns: number): Promise<string> {
  const rows: string[][] = [];
  for (const key of await store.mostAlerted()) {
    const line = monthLine((await store.figures(key, null)) ?? [], LINE_MONTHS);
    if (line === null) continue;
    const value = line.lastValue === null ? '—' : `${formatAllDigits(line.lastValue)} ${key.unit}`;
    rows.push([key.pipeline, line.bars, formatMonth(line.last), value, formatSeriesKey(key).slice(key.pipeline.length + 1)]);
  }
  if (rows.length === 0) return '';
  const fit = { columns, cut: [4], least: { 4: 28 }, drop: [0] };
  return `\n${renderTable(['source', 'last 24 months', 'newest', 'figure', 'watched most'], rows, ['left', 'left', 'left', 'right'], fit)}`;
}

/** Beneath the table, where they may be as long as they are. */
const errorLines = (sources: readonly KnownSource[]): string =>
  sources.flatMap((s) => (s.lastError === null ? [] : [`${s.pipeline}: ${printable(s.lastError)}\n`])).join('');

const punctualityLine = ({ pipeline, punctuality }: KnownSource): string =>
  punctuality === null
    ? ''
    : `${pipeline}: its releases arrive ${lag(punctuality.medianHours)}, give or take ${hours(punctuality.spreadHours)} (${punctuality.releases} seen)\n`;

/** From the expected instant to the arrival. */
const lag = (hoursLate: number): string =>
  Math.abs(hoursLate) < 0.5 ? 'on time' : `${hours(Math.abs(hoursLate))} ${hoursLate < 0 ? 'early' : 'late'}`;
const hours = (count: number): string => (count < 48 ? `${Math.round(count)} h` : `${Math.round(count / 24)} d`);

import type { App } from '../app.ts';
import { assertBackfillable, type BackfillPlan, type BackfillReport, continueBackfill, planBackfill } from '../backfill.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { formatMonth, type Interval, monthOfDate, parseMonth, type YearMonth } from '../domain/period.ts';
import { UsageError } from '../errors.ts';
import type { Planner } from '../sources.ts';
import type { BackfillRecord } from '../store/backfill-store.ts';
import type { CommandIo } from './command.ts';
import { findSource } from './ingest.ts';
import { openProgress } from './progress.ts';
import { renderJson } from './table.ts';

export interface BackfillCommandOptions {
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly end?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const PARTIAL = 3;

/**
 * History of one source. Exit code 3 when it is not finished (the same command goes on) or something was refused.
 * @param stopped resolves when the process is asked to end.
 */
export async function backfill(
  io: CommandIo,
  app: App,
  pipelineId: string,
  options: BackfillCommandOptions,
  stopped: Promise<string>,
): Promise<number> {
  const { services } = app;
  const source = findSource(app, pipelineId);
  assertBackfillable(source);
  const begun = await begunOf(app, pipelineId);
  if (options.end === true) return end(io, app, pipelineId, begun, options);
  const window = windowOf(options, begun, monthOfDate(io.now()));
  const same = isOf(begun, window);
  if (begun !== null && !same) await end(io, app, pipelineId, begun, { quiet: options.quiet ?? false });
  const current = same ? begun : await services.store.openBackfill(pipelineId, window, io.now().toISOString());
  const plan = await planBackfill(services, source, window, current);
  if (options.quiet !== true) io.stderr(`${sentenceOf(pipelineId, window, plan)}\n`);
  const abort = new AbortController();
  void stopped.then((why) => abort.abort(new Error(`stopped by ${why}`)));
  const progress = openProgress(io, { noun: 'answered', quiet: options.quiet, log: services.log });
  const report = await continueBackfill({ ...services, signal: abort.signal }, source, current, {
    progress: ({ answered, known, request }) => progress.step(answered, known, request),
  }).finally(progress.end);
  await app.deliver();
  tell(io, pipelineId, window, report, options);
  return report.finished && report.outcome === 'ok' ? 0 : PARTIAL;
}

/** Checks what can be checked before a database is opened. @throws UsageError */
export function assertMonths({ from, to }: BackfillCommandOptions): void {
  if (from !== undefined) monthOption('--from', from);
  if (to !== undefined) monthOption('--to', to);
}

/** What a backfill would ask, and how long that takes; nothing is begun. */
export async function backfillPlan(io: CommandIo, planner: Planner, pipelineId: string, options: BackfillCommandOptions): Promise<number> {
  if (options.end === true)
    throw new UsageError('--dry-run: ending a backfill requests nothing, so there is nothing to plan; leave out --dry-run or --end');
  const source = findSource(planner, pipelineId);
  assertBackfillable(source);
  const begun = await begunOf(planner, pipelineId);
  const window = windowOf(options, begun, monthOfDate(io.now()));
  tellPlan(io, pipelineId, window, await planBackfill(planner.services, source, window, isOf(begun, window) ? begun : null), options);
  return 0;
}

/** The unfinished backfill of a source. */
const begunOf = async ({ services: { store } }: Pick<Planner, 'services'>, pipelineId: string): Promise<BackfillRecord | null> =>
  (await store.openBackfills()).find((one) => one.pipeline === pipelineId) ?? null;

const isOf = (begun: BackfillRecord | null, { from, to }: Interval): begun is BackfillRecord =>
  begun !== null && begun.window.from === from && begun.window.to === to;

/** @throws UsageError */
function windowOf({ from, to }: BackfillCommandOptions, begun: BackfillRecord | null, present: YearMonth): Interval {
  if (from === undefined && begun !== null && to === undefined) return begun.window;
  if (from === undefined) throw new UsageError('--from: expected the first month, such as 2019-01; this source has no unfinished backfill');
  const first = monthOption('--from', from);
  // The same command goes on with what it began, also when the present month is another one by now.
  const last = to !== undefined ? monthOption('--to', to) : begun?.window.from === first ? begun.window.to : present;
  if (last > present) throw new UsageError(`--to: ${formatMonth(last)} has not begun`);
  if (first > last) throw new UsageError(`--from: ${formatMonth(first)} is after ${formatMonth(last)}`);
  return { from: first, to: last };
}

function monthOption(option: string, text: string): YearMonth {
  try {
    return parseMonth(text);
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function end(
  io: CommandIo,
  app: App,
  pipelineId: string,
  begun: BackfillRecord | null,
  options: { readonly json?: boolean; readonly quiet?: boolean },
): Promise<number> {
  const { store, detector } = app.services;
  if (begun === null) throw new UsageError(`there is no unfinished backfill of ${pipelineId}`);
  const alerts = await store.finishBackfill(begun.id, detector, io.now().toISOString());
  await app.deliver();
  if (options.json === true) io.stdout(renderJson({ pipeline: pipelineId, ...monthsOf(begun.window), finished: true, alerts }));
  else if (options.quiet !== true) io.stderr(`the backfill of ${pipelineId} ${textOf(begun.window)} was ended with what it had\n`);
  return 0;
}

const monthsOf = ({ from, to }: Interval) => ({ from: formatMonth(from), to: formatMonth(to) });
const textOf = ({ from, to }: Interval): string => `${formatMonth(from)} to ${formatMonth(to)}`;

function tellPlan(io: CommandIo, pipeline: string, window: Interval, plan: BackfillPlan, { json }: { json?: boolean }): void {
  if (json !== true) {
    const lines = plan.requests.map(({ method, url }) => `${method ?? 'GET'} ${url}\n`);
    io.stdout(`${sentenceOf(pipeline, window, plan)}\n${lines.join('')}`);
    return;
  }
  const { requests, open, minutes, days, quota } = plan;
  io.stdout(
    renderJson({
      pipeline,
      ...monthsOf(window),
      requests: open,
      answered: requests.length - open,
      minutes,
      days,
      quota:
        quota === null
          ? null
          : { per_day: quota.perDay, reserved: quota.reserved, left: quota.left, renewed_at: quota.renewedAt.toISOString() },
      plan: requests.map(({ key, method, url }) => ({ key, method: method ?? 'GET', url })),
    }),
  );
}

/** Requests and minutes. What an index page or a long answer leads to is not known before it is asked. */
function sentenceOf(pipeline: string, window: Interval, { requests, open, minutes, days, quota }: BackfillPlan): string {
  const before = open < requests.length ? ` (${formatAllDigits(requests.length - open)} already answered)` : '';
  const allowed =
    quota === null
      ? ''
      : `; the publisher allows ${formatAllDigits(quota.perDay)} a day, of which ${formatAllDigits(quota.reserved)} are reserved for ordinary runs; ${formatAllDigits(quota.free)} are left today`;
  return `backfill of ${pipeline}, ${textOf(window)}: ${formatAllDigits(open)} ${open === 1 ? 'request' : 'requests'}${before} and what they lead to, ${formatAllDigits(minutes)} min or more${days > 1 ? ` over ${days} days` : ''}${allowed}`;
}

function tell(io: CommandIo, pipeline: string, window: Interval, report: BackfillReport, { json }: { json?: boolean }): void {
  const { runId, outcome, finished, answered, known, counts, alerts, resumeAt, error } = report;
  if (json === true) {
    io.stdout(
      renderJson({
        pipeline,
        ...monthsOf(window),
        run: runId,
        outcome,
        finished,
        ...counts,
        answered,
        known,
        alerts,
        resume_at: resumeAt,
        error,
      }),
    );
    return;
  }
  const { requests, inserted, revised, refused, held } = counts;
  io.stdout(
    `${finished ? 'finished' : 'not finished'}: ${formatAllDigits(answered)} of ${formatAllDigits(known)} answered (${formatAllDigits(requests)} requests now), ${formatAllDigits(inserted)} new figures, ${formatAllDigits(revised)} revised, ${formatAllDigits(refused)} publications refused${held > 0 ? `, ${formatAllDigits(held)} with figures that are held ("tradewatch held list" shows them)` : ''}\n`,
  );
  if (error !== null) io.stdout(`${error}\n`);
  if (resumeAt !== null)
    io.stdout(`"tradewatch backfill ${pipeline}" continues it; a running server continues by itself from ${resumeAt}\n`);
}

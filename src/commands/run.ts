import type { App } from '../app.ts';
import { isDue } from '../domain/calendar.ts';
import { LONGEST_PAUSE_MS } from '../domain/wait.ts';
import { type Swept, sweepInbox } from '../inbox.ts';
import { type Awaited, awaitedNow, awaitedSince, pollIsDue } from '../releases.ts';
import { plannedRequests, type RunReport, runPipeline } from '../run.ts';
import type { Services, Source } from '../services.ts';
import type { Planner } from '../sources.ts';
import type { Delivered } from '../stages/deliver.ts';
import type { CommandIo } from './command.ts';
import { findSource } from './ingest.ts';
import { openProgress } from './progress.ts';
import { wordsOf } from './runs.ts';
import { renderJson, renderTable } from './table.ts';

const PARTIAL = 3;

/** What is due (or the pipelines that are named), once, then the inbox and the deliveries. */
export async function runOnce(
  io: CommandIo,
  app: App,
  pipelines: readonly string[],
  options: { json?: boolean; quiet?: boolean },
): Promise<number> {
  const chosen = await chosenSources(app, pipelines, awaitedSince);
  const runs: RunReport[] = [];
  let swept: Swept;
  let delivered: Delivered;
  const progress = openProgress(io, { noun: 'requests', quiet: options.quiet, log: app.services.log });
  const asked = chosen.filter((source) => source.schedule !== null);
  let before = 0;
  const services: Services = {
    ...app.services,
    progress: ({ pipeline, done, total, request }) =>
      progress.step(before + done, before + total, `${pipeline} (${runs.length + 1} of ${asked.length}), ${request}`),
  };
  try {
    for (const source of asked) {
      const run = await app.ping.around(source.pipeline.id, () => runPipeline(services, source, 'run'));
      before += run.counts.requests;
      runs.push(run);
    }
    progress.step(before, before, 'the inbox');
    swept = await sweepInbox(app.services, pipelines.length > 0 ? chosen : app.sources.values(), app.config.inbox);
    await app.keepUp();
    progress.step(before, before, 'messages');
    delivered = await app.deliver();
    await app.sayAlive();
  } finally {
    progress.end();
  }
  if (options.json === true) {
    io.stdout(
      renderJson({
        runs: runs.map(runJson),
        inbox: swept.taken,
        inbox_left: swept.left,
        deliveries: delivered,
      }),
    );
  } else {
    report(io, runs, swept);
    if (delivered.delivered + delivered.retried + delivered.dead > 0)
      io.stdout(`${delivered.delivered} messages delivered, ${delivered.retried} to be tried again, ${delivered.dead} given up\n`);
  }
  return exitCode(runs, swept);
}

/** The sources that are named, or those whose time has come since they were last asked. */
async function chosenSources(planner: Planner, named: readonly string[], awaited: Awaited): Promise<readonly Source[]> {
  if (named.length > 0) return named.map((id) => findSource(planner, id));
  const due: Source[] = [];
  for (const source of planner.sources.values()) if (await sourceIsDue(planner, source, awaited)) due.push(source);
  return due;
}

/** By its schedule, or because a release is awaited. */
export async function sourceIsDue(
  { services }: Pick<Planner, 'services'>,
  source: Source,
  awaited: Awaited = awaitedSince,
): Promise<boolean> {
  if (source.schedule === null) return false;
  const now = services.now();
  // A start that lies further ahead is that of a clock that was: nothing would be asked until it has come there again.
  const last = await services.store.lastStart(source.pipeline.id, new Date(now.getTime() + LONGEST_PAUSE_MS).toISOString());
  const lastStart = last === null ? null : new Date(last);
  const due =
    isDue(source.schedule, source.pipeline.timezone, lastStart, now) || pollIsDue(source, await awaited(services, source), lastStart, now);
  return due && !(await isIdle(services, source));
}

/** Whether the settings of a source leave nothing to ask, and a run has said so: the next would only say it again. */
async function isIdle(services: Planner['services'], source: Source): Promise<boolean> {
  const [last] = await services.store.runs(1, source.pipeline.id);
  if (last?.outcome !== 'ok' || last.requests > 0) return false;
  return (await plannedRequests(services, source)).length === 0;
}

/** What `run` would ask now, with the configuration of now. */
export async function runPlan(io: CommandIo, planner: Planner, pipelines: readonly string[], options: { json?: boolean }): Promise<number> {
  const plan = [];
  for (const source of await chosenSources(planner, pipelines, awaitedNow))
    for (const request of await plannedRequests(planner.services, source))
      plan.push({ pipeline: source.pipeline.id, method: request.method ?? 'GET', url: request.url });
  io.stdout(
    options.json === true
      ? renderJson(plan)
      : plan.length === 0
        ? 'nothing is due\n'
        : renderTable(
            ['pipeline', 'method', 'address'],
            plan.map((p) => [p.pipeline, p.method, p.url]),
          ),
  );
  return 0;
}

function runJson({ runId, pipeline, outcome, counts, error }: RunReport) {
  const { notYetPublished, ...others } = counts;
  return { id: runId, pipeline, outcome, ...others, not_yet_published: notYetPublished, error };
}

function report(io: CommandIo, runs: readonly RunReport[], { taken, left }: Swept): void {
  if (runs.length === 0 && taken.length === 0 && left.length === 0) io.stdout('nothing is due and the inbox is empty\n');
  if (runs.length > 0) {
    io.stdout(
      renderTable(
        ['pipeline', 'outcome', 'answers', 'new', 'revised', 'refused', 'error'],
        runs.map((r) => [
          r.pipeline,
          r.outcome,
          wordsOf(r.counts),
          String(r.counts.inserted),
          String(r.counts.revised),
          String(r.counts.refused),
          r.error ?? '',
        ]),
        ['left', 'left', 'left', 'right', 'right', 'right'],
      ),
    );
  }
  for (const file of taken) {
    io.stdout(
      `inbox ${file.pipeline}/${file.file.split(/[\\/]/).at(-1)}: ${file.outcome}, ${file.inserted} new, ${file.revised} revised\n`,
    );
    for (const r of file.refused) io.stdout(`  ${r.where}: ${r.reason}\n`);
  }
  for (const { pipeline, reason } of left) io.stdout(`inbox ${pipeline}: not every file could be taken; the rest stays there: ${reason}\n`);
}

function exitCode(runs: readonly RunReport[], { taken, left }: Swept): number {
  const bad =
    runs.filter((r) => r.outcome === 'failed' || r.outcome === 'partial').length +
    taken.filter((f) => f.outcome === 'refused').length +
    left.length;
  if (bad === 0) return 0;
  return taken.length === 0 && runs.every((r) => r.outcome === 'failed') ? 1 : PARTIAL;
}

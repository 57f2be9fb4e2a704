/** What a Prometheus server scrapes: all of it from the database and the two threads, read anew at each scrape. */
import type { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { addMonths, monthOf, parsePeriod, yearOf } from '../domain/period.ts';
import { stateWord } from './attention.ts';
import { type LoopDelay, watchLoop } from './loop-delay.ts';
import type { SiteContext } from './page.ts';

const SOURCE_STATES = ['ok', 'not_asked_yet', 'nothing_to_ask', 'late', 'stale', 'failing', 'waiting_for_key', 'waiting_for_file'] as const;
type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | null];

export function addMetrics(site: Hono, context: SiteContext): void {
  const loop = watchLoop();
  site.get('/metrics', async (c) => {
    const registry = await gather(context, loop.take());
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
  });
}

async function gather({ store, now, version, deployment, vitals }: SiteContext, web: LoopDelay): Promise<Registry> {
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  // A metric without a sample is left out; what is not known is no 0.
  const gauge = (name: string, help: string, samples: readonly Sample[]): void => {
    const known = samples.filter(([, value]) => value !== null);
    if (known.length === 0) return;
    const metric = new Gauge({ name: `tradewatch_${name}`, help, labelNames: Object.keys(known[0]?.[0] ?? {}), registers: [registry] });
    for (const [labels, value] of known) metric.set(labels, value as number);
  };
  const counter = (name: string, help: string, samples: readonly Sample[]): void => {
    if (samples.length === 0) return;
    const metric = new Counter({
      name: `tradewatch_${name}_total`,
      help,
      labelNames: Object.keys(samples[0]?.[0] ?? {}),
      registers: [registry],
    });
    for (const [labels, value] of samples) metric.inc(labels, value ?? 0);
  };

  gauge('build_info', 'Version of tradewatch and of Node.js; the value is 1.', [[{ version, node: process.versions.node }, 1]]);

  const sources = await store.sources();
  const ofSource = (value: (source: (typeof sources)[number]) => number | null): Sample[] =>
    sources.map((source) => [{ source: source.pipeline }, value(source)]);
  gauge(
    'source_last_success_timestamp_seconds',
    'When a run of the source last answered every question, in Unix time.',
    ofSource((s) => seconds(s.lastSuccessAt)),
  );
  gauge(
    'source_last_period_end_timestamp_seconds',
    'End of the newest month in the data, in Unix time.',
    ofSource((s) => endOf(s.lastPeriod)),
  );
  gauge(
    'source_next_release_timestamp_seconds',
    'When the next release is expected, in Unix time; in the past while one is awaited.',
    ofSource((s) => seconds(s.nextExpectedAt)),
  );
  gauge(
    'source_state',
    'State of the source: 1 for the one that it is in, 0 for the others.',
    sources.flatMap((source) =>
      SOURCE_STATES.map((state): Sample => [{ source: source.pipeline, state }, Number(stateWord(source) === state)]),
    ),
  );

  const totals = await store.runTotals();
  const sums = (value: (total: (typeof totals)[number]) => number): Sample[] =>
    totals.map((total) => [{ source: total.pipeline }, value(total)]);
  counter(
    'runs',
    'Runs, files taken included.',
    sums((t) => t.runs),
  );
  counter(
    'requests',
    'Requests to publishers.',
    sums((t) => t.requests),
  );
  counter(
    'request_errors',
    'Questions without an answer, or with one that was refused.',
    sums((t) => t.errors),
  );
  counter(
    'publications_archived',
    'Publications that were new.',
    sums((t) => t.snapshots),
  );
  counter(
    'publications_refused',
    'Publications that were refused whole.',
    sums((t) => t.refused),
  );
  counter(
    'rows_inserted',
    'Figures that were new.',
    sums((t) => t.inserted),
  );
  counter(
    'rows_revised',
    'Figures that replaced another.',
    sums((t) => t.revised),
  );
  counter(
    'rows_unchanged',
    'Figures that were said again.',
    sums((t) => t.unchanged),
  );

  const held = new Map(sources.map(({ pipeline }) => [pipeline, 0]));
  for (const { pipeline } of await store.waiting()) held.set(pipeline, (held.get(pipeline) ?? 0) + 1);
  gauge(
    'held_figures',
    'Figures held for confirmation.',
    [...held].map(([source, count]): Sample => [{ source }, count]),
  );
  gauge(
    'alerts',
    'Alerts by state and severity; those that stand are firing or historical.',
    (await store.alertCounts()).map(({ count, ...labels }): Sample => [labels, count]),
  );

  const outbox = await store.outboxTotals();
  gauge(
    'messages',
    'Messages by state.',
    outbox.byState.map(({ state, count }): Sample => [{ state }, count]),
  );
  const waitingSince = seconds(outbox.waitingSince);
  gauge('outbox_age_seconds', 'Age of the oldest message that waits; 0 when none does.', [
    [{}, waitingSince === null ? 0 : Math.max(0, now().getTime() / 1000 - waitingSince)],
  ]);
  const failing = new Set((await store.outages()).map(({ receiver }) => receiver));
  gauge(
    'receiver_up',
    'Whether the receiver takes messages, as far as is known: 1 or 0.',
    deployment.receivers.map((receiver): Sample => [{ receiver }, Number(!failing.has(receiver))]),
  );

  const main = vitals();
  counter(
    'http_retries',
    'Requests to publishers that were sent again, since the process began.',
    main === null ? [] : [[{}, main.retries]],
  );
  gauge('work_failing', 'Whether work of the server failed when it was last tried: 1 or 0.', [
    [{}, main === null ? null : Number(main.fault !== null)],
  ]);
  const threads: readonly (readonly [string, { mean: number; max: number }])[] = [
    ...(main === null ? [] : [['main', main.loopDelay] as const]),
    ['web', web],
  ];
  gauge(
    'event_loop_delay_mean_seconds',
    'Mean delay of the event loop since the last report.',
    threads.map(([thread, { mean }]): Sample => [{ thread }, mean]),
  );
  gauge(
    'event_loop_delay_max_seconds',
    'Largest delay of the event loop since the last report.',
    threads.map(([thread, { max }]): Sample => [{ thread }, max]),
  );
  gauge('main_report_timestamp_seconds', 'When the thread that does the work last reported, in Unix time.', [
    [{}, seconds(main?.at ?? null)],
  ]);
  return registry;
}

const seconds = (at: string | null): number | null => (at === null ? null : Date.parse(at) / 1000);

/** The first instant after the last month, in UTC. */
function endOf(lastPeriod: string | null): number | null {
  if (lastPeriod === null) return null;
  const next = addMonths(parsePeriod(lastPeriod).end, 1);
  return Date.UTC(yearOf(next), monthOf(next) - 1, 1) / 1000;
}

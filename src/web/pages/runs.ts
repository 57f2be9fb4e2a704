import { html } from 'hono/html';
import { formatNumber } from '../../domain/number-words.ts';
import type { RunRecord } from '../../store/store.ts';
import { asJson } from '../json.ts';
import type { Html, Page } from '../page.ts';
import { pager, selectWord, short, sourceLink, stateOf, table, time } from '../parts.ts';
import { withQuery } from '../query.ts';

interface RunList {
  readonly source: string | null;
  readonly sources: readonly string[];
  readonly runs: readonly (RunRecord & { readonly seconds: number | null })[];
  /** Where the older runs are; null: these are the last. */
  readonly before: number | null;
  readonly isFirst: boolean;
}

const PER_PAGE = 50;

/** How long a run took; null while it runs. */
export const secondsOf = ({ startedAt, finishedAt }: Pick<RunRecord, 'startedAt' | 'finishedAt'>): number | null =>
  finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number | null): string {
  if (seconds === null) return '—';
  if (seconds < 60) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const runList: Page<RunList> = {
  path: '/runs',
  section: 'runs',
  title: ({ source }) => (source === null ? 'Runs' : `Runs of ${short(source, 80)}`),
  async data({ store }, asked) {
    const before = /^[1-9]\d{0,14}$/.test(asked.query('before') ?? '') ? Number(asked.query('before')) : null;
    const source = asked.query('source') || null;
    const found = await store.runsBefore(PER_PAGE + 1, {
      ...(source === null ? {} : { pipeline: source }),
      ...(before === null ? {} : { before }),
    });
    const runs = found.slice(0, PER_PAGE).map((run) => ({ ...run, seconds: secondsOf(run) }));
    return {
      source,
      sources: (await store.sources()).map(({ pipeline }) => pipeline),
      runs,
      before: found.length > PER_PAGE ? (runs.at(-1)?.id ?? null) : null,
      isFirst: before === null,
    };
  },
  json: ({ runs, before }) => asJson({ runs, before }),
  view: ({ source, sources, runs, before, isFirst }) => html`
<p><a href="/sources">Sources</a> · <a href="/releases">Release calendar</a></p>
<form class="search" method="get" action="/runs">${selectWord('source', 'Source', source, sources)}<button>Show</button></form>
${table(
  'Runs',
  [
    { title: 'Run', number: true, cell: (r) => html`<a href="/runs/${r.id}">${r.id}</a>` },
    { title: 'Source', cell: (r) => sourceLink(r.pipeline) },
    { title: 'Started (UTC)', cell: (r) => html`${time(r.startedAt)}<span class="note">${r.trigger}</span>` },
    { title: 'Outcome', cell: (r) => runState(r) },
    { title: 'Took', number: true, cell: (r) => duration(r.seconds) },
    { title: 'Requests', number: true, cell: (r) => formatNumber(r.requests) },
    { title: 'Archived', number: true, cell: (r) => formatNumber(r.snapshots) },
    { title: 'New', number: true, cell: (r) => formatNumber(r.inserted) },
    { title: 'Revised', number: true, cell: (r) => formatNumber(r.revised) },
    { title: 'Same', number: true, cell: (r) => formatNumber(r.unchanged) },
    { title: 'Refused', number: true, cell: (r) => formatNumber(r.refused) },
  ],
  runs,
  'There was no run yet.',
)}
${pager({ newer: isFirst ? null : withQuery('/runs', { source }), older: before === null ? null : withQuery('/runs', { source, before }) }, ['Newest', 'Older'])}`,
};

export const runState = (run: Pick<RunRecord, 'outcome' | 'error'>): Html =>
  html`${stateOf(run.outcome ?? 'running')}${run.error === null ? '' : html`<span class="note">${short(run.error, 160)}</span>`}`;

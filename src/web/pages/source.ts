import { html } from 'hono/html';
import { dayIn, nextSlot } from '../../domain/calendar.ts';
import { formatNumber } from '../../domain/number-words.ts';
import { type Punctuality, punctualityOf } from '../../domain/punctuality.ts';
import type { ReleaseRecord, RunRecord, SnapshotRecord, SourceRecord } from '../../store/store.ts';
import { stateWord } from '../attention.ts';
import type { SourceFacts } from '../deployment.ts';
import { asJson } from '../json.ts';
import type { Html, Page } from '../page.ts';
import { facts, short, stateOf, table, time } from '../parts.ts';
import { withQuery } from '../query.ts';
import { link } from './one-run.ts';
import { releaseTable } from './releases.ts';
import { duration, runState, secondsOf } from './runs.ts';
import { PUNCTUALITY_RELEASES, punctualityText } from './sources.ts';

interface OneSource {
  readonly source: SourceRecord;
  /** Null: the program that serves the pages does not have this source any more. */
  readonly facts: SourceFacts | null;
  readonly nextRunAt: string | null;
  readonly punctuality: Punctuality | null;
  readonly quota: { readonly perDay: number; readonly used: number } | null;
  readonly releases: readonly ReleaseRecord[];
  readonly refused: readonly Pick<SnapshotRecord, 'runId' | 'name' | 'url' | 'sha256' | 'retrievedAt' | 'refused'>[];
  readonly runs: readonly RunRecord[];
}

const RELEASES = 15;
const REFUSED = 20;
const RUNS = 10;

export const sourcePage: Page<OneSource> = {
  path: '/sources/:id',
  section: 'runs',
  title: ({ source, facts: known }) => known?.title ?? source.pipeline,
  async data({ store, deployment, now }, asked) {
    const id = asked.param('id');
    const source = (await store.sources()).find(({ pipeline }) => pipeline === id);
    if (source === undefined) return null;
    const known = deployment.sources.find((one) => one.id === id) ?? null;
    const perDay = known?.requestsPerDay ?? null;
    const today = dayIn(source.timezone, now());
    return {
      source,
      facts: known,
      nextRunAt: source.schedule === null ? null : (nextSlot(source.schedule, source.timezone, now())?.toISOString() ?? null),
      punctuality: punctualityOf((await store.releaseLags(PUNCTUALITY_RELEASES)).get(id) ?? []),
      quota: perDay === null ? null : { perDay, used: await store.requestsOn(id, today) },
      releases: await store.releases({ pipeline: id, limit: RELEASES }),
      refused: (await store.refusedPublications(id, REFUSED)).map(({ runId, name, url, sha256, retrievedAt, refused }) => ({
        ...{ runId, name, url, sha256, retrievedAt, refused },
      })),
      runs: await store.runsBefore(RUNS, { pipeline: id }),
    };
  },
  json: ({ facts: known, ...data }) => {
    // Settings are the pipeline's own words, and a calendar is what the configuration calls releases.
    const { settings, calendar, ...rest } = known ?? {};
    return {
      ...(asJson({ ...data, facts: known === null ? null : rest }) as object),
      settings: settings ?? null,
      calendar: calendar ?? null,
    };
  },
  view: ({ source, facts: known, nextRunAt, punctuality, quota, releases, refused, runs }) => html`
<p class="lead">${stateOf(stateWord(source))}</p>
${source.lastError === null ? '' : html`<pre class="letter" tabindex="0">${short(source.lastError, 4000)}</pre>`}
${facts([
  ['Id', html`<code>${source.pipeline}</code>`],
  ['Publisher', known?.publisher],
  ['Licence', known?.licence],
  ['About the data', known === null ? null : link(known.documentation, known.documentation)],
  ['Address', known?.address == null ? null : html`<code>${known.address}</code>`],
  ['Key', known?.key == null ? null : keyText(known.key)],
  ['Last month in the data', source.lastPeriod],
  ['Published', source.lastPublishedAt === null ? null : time(source.lastPublishedAt)],
  ['Last success', source.lastSuccessAt === null ? null : html`${time(source.lastSuccessAt)} UTC`],
  ['Asked', source.schedule === null ? 'never: files come by hand' : html`<code>${source.schedule}</code> (${source.timezone})`],
  ['Next run', nextRunAt === null ? null : html`${time(nextRunAt)} UTC`],
  ['Next release expected', source.nextExpectedAt === null ? null : html`${time(source.nextExpectedAt)} UTC`],
  ['Releases come', punctualityText(punctuality)],
  ['Requests today', quota === null ? null : `${formatNumber(quota.used)} of the ${formatNumber(quota.perDay)} that the publisher allows`],
])}
<p><a href="${withQuery('/alerts', { about: 'publications', q: source.pipeline })}">Alerts on its publications</a></p>
<h2 id="releases">Releases</h2>
${releaseTable(releases, false)}
<h2 id="refused">Refused publications</h2>
${table(
  'Refused publications',
  [
    { title: 'Publication', cell: (s) => html`${link(s.url, s.name)}<span class="note">sha256 <code>${s.sha256}</code></span>` },
    {
      title: 'Why',
      cell: (s) => s.refused.slice(0, 10).map((r) => html`<span class="note">${short(r.where, 160)}: ${short(r.reason, 400)}</span>`),
    },
    { title: 'Obtained (UTC)', cell: (s) => time(s.retrievedAt) },
    { title: 'Run', number: true, cell: (s) => html`<a href="/runs/${s.runId}">${s.runId}</a>` },
  ],
  refused,
  'None stands refused.',
)}
<h2 id="runs">Last runs</h2>
${table(
  'Last runs',
  [
    { title: 'Run', number: true, cell: (r) => html`<a href="/runs/${r.id}">${r.id}</a>` },
    { title: 'Started (UTC)', cell: (r) => time(r.startedAt) },
    { title: 'Outcome', cell: (r) => runState(r) },
    { title: 'Took', number: true, cell: (r) => duration(secondsOf(r)) },
    { title: 'New', number: true, cell: (r) => formatNumber(r.inserted) },
    { title: 'Revised', number: true, cell: (r) => formatNumber(r.revised) },
  ],
  runs,
  'There was no run yet.',
)}
<p><a href="/runs?source=${encodeURIComponent(source.pipeline)}">All its runs</a></p>
${settingsOf(known)}`,
};

const keyText = ({ name, isSet, isOptional }: NonNullable<SourceFacts['key']>): Html =>
  html`<code>${name}</code> is ${isSet ? 'set' : isOptional ? 'not set: it gives less without' : 'not set'}`;

const settingsOf = (known: SourceFacts | null): Html =>
  known === null
    ? html`<p class="soft">This program does not have the source any more.</p>`
    : html`<h2 id="settings">Settings</h2><pre tabindex="0">${short(JSON.stringify(known.settings, null, 2), 20_000)}</pre>`;

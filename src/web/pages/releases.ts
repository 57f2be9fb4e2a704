import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { ReleaseRecord } from '../../store/store.ts';
import { calendarFile, type Expected, upcoming } from '../calendar.ts';
import { asJson } from '../json.ts';
import type { Html, Page, SiteContext } from '../page.ts';
import { periodCell, sourceLink, stateOf, table, time } from '../parts.ts';

interface Releases {
  /** What is expected from now on, the first first. */
  readonly upcoming: readonly Expected[];
  /** What was watched for, the newest month first. */
  readonly past: readonly ReleaseRecord[];
}

const PAST = 100;

export const releaseList: Page<Releases> = {
  path: '/releases',
  section: 'runs',
  title: () => 'Release calendar',
  async data({ store, deployment, now }) {
    const at = now();
    const watched = await store.releases({ limit: PAST });
    return { upcoming: upcoming(deployment.sources, at), past: watched.filter(({ expectedAt }) => Date.parse(expectedAt) <= at.getTime()) };
  },
  json: asJson,
  view: ({ upcoming: expected, past }) => html`
<p><a href="/runs">Runs</a> · <a href="/sources">Sources</a> · <a href="/releases.ics">For your calendar (iCalendar)</a></p>
<h2 id="upcoming">Expected</h2>
${table(
  'Expected releases',
  [
    { title: 'When (UTC)', cell: (e) => time(e.expectedAt) },
    { title: 'Source', cell: (e) => sourceLink(e.pipeline) },
    { title: 'Month', cell: (e) => periodCell(e.period) },
  ],
  expected,
  'No source has a calendar.',
)}
<h2 id="past">Arrived, late and missing</h2>
${releaseTable(past, true)}`,
};

/** With or without the source, which may be that of the page. */
export const releaseTable = (releases: readonly ReleaseRecord[], withSource: boolean): Html =>
  table<ReleaseRecord>(
    'Releases',
    [
      ...(withSource ? [{ title: 'Source', cell: (r: ReleaseRecord) => sourceLink(r.pipeline) }] : []),
      { title: 'Month', cell: (r) => periodCell(r.period) },
      {
        title: 'State',
        cell: (r) =>
          html`${stateOf(r.outcome ?? 'awaited')}${r.notice === null ? '' : html`<span class="note">${stateOf(r.notice)} noticed ${time(r.noticedAt)}</span>`}`,
      },
      { title: 'Expected (UTC)', cell: (r) => time(r.expectedAt) },
      { title: 'Late from (UTC)', cell: (r) => time(r.deadlineAt) },
      { title: 'Arrived (UTC)', cell: (r) => time(r.arrivedAt) },
    ],
    releases,
    'No release was watched for yet.',
  );

/** `/releases.ics`: all that is expected, and what was watched for, for calendar programs. */
export function addCalendar(site: Hono, { store, deployment, now, version }: SiteContext): void {
  site.get('/releases.ics', async (c) => {
    const at = now();
    const file = calendarFile(await store.releases({ limit: PAST }), upcoming(deployment.sources, at), deployment.sources, version, at);
    return c.body(file, 200, { 'Content-Type': 'text/calendar; charset=utf-8' });
  });
}

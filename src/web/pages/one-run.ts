import { html } from 'hono/html';
import { counted, formatNumber } from '../../domain/number-words.ts';
import type { RunDetails, RunEffects } from '../../store/store.ts';
import { asJson } from '../json.ts';
import type { Html, Page } from '../page.ts';
import { facts, periodCell, short, sourceLink, stateOf, table, time } from '../parts.ts';
import { duration, secondsOf } from './runs.ts';

interface OneRun extends RunDetails, RunEffects {
  readonly seconds: number | null;
  /** Publications, proofs and held figures that are not shown. */
  readonly left: number;
}

/** Each of publications, proofs and held figures: a run has thousands at most, a page has these. */
const MOST_ROWS = 200;

export const runPage: Page<OneRun> = {
  path: '/runs/:id',
  section: 'runs',
  title: ({ run }) => `Run ${run.id} of ${run.pipeline}`,
  async data({ store }, asked) {
    const id = asked.param('id');
    const found = /^[1-9]\d{0,14}$/.test(id) ? await store.run(Number(id)) : null;
    if (found === null) return null;
    const { run, snapshots, proofs, held } = found;
    const counts = [snapshots.length, proofs.length, held.length];
    return {
      run,
      snapshots: snapshots.slice(0, MOST_ROWS),
      proofs: proofs.slice(0, MOST_ROWS),
      held: held.slice(0, MOST_ROWS),
      ...(await store.runEffects(run.id)),
      seconds: secondsOf(run),
      left: counts.reduce((left, count) => left + Math.max(0, count - MOST_ROWS), 0),
    };
  },
  json: ({ run, snapshots, held, seconds, ...rest }) =>
    asJson({
      ...run,
      seconds,
      publications: snapshots.map(
        ({ id, name, requestKey, url, sha256, bytes, mediaType, retrievedAt, lastSeenAt, outcome, refused, notes }) => ({
          ...{ id, name, request: requestKey, url, sha256, bytes, mediaType, retrievedAt, lastSeenAt, outcome, refused, notes },
        }),
      ),
      heldFigures: held,
      ...rest,
    }),
  view: ({ run, snapshots, proofs, held, events, messages, seconds, left }) => html`
<p class="lead">${stateOf(run.outcome ?? 'running')} <span class="soft">${sentenceOf(run)}</span></p>
${run.error === null ? '' : html`<pre class="letter" tabindex="0">${short(run.error, 4000)}</pre>`}
${run.notes.map((note) => html`<p>${short(note, 600)}</p>`)}
${facts([
  ['Source', sourceLink(run.pipeline)],
  ['Started', html`${time(run.startedAt)} UTC, by ${run.trigger}`],
  ['Took', run.finishedAt === null ? 'it has not ended' : duration(seconds)],
])}
<h2 id="stages">Stage by stage</h2>
${table(
  'Stages',
  [
    { title: 'Stage', cell: ([stage]) => stage },
    { title: 'What it came to', cell: ([, what]) => what },
  ],
  [
    [
      'Extract',
      `${counted(run.requests, 'request')}: ${formatNumber(run.answered)} answered, ${formatNumber(run.notYetPublished)} not yet published, ${formatNumber(run.suppressed)} suppressed, ${formatNumber(run.held)} held, ${counted(run.errors, 'error')}`,
    ],
    ['Archive', `${counted(run.snapshots, 'publication')} that ${run.snapshots === 1 ? 'was' : 'were'} new`],
    ['Transform', `${counted(run.refused, 'publication')} refused`],
    ['Load', `${formatNumber(run.inserted)} new figures, ${formatNumber(run.revised)} revised, ${formatNumber(run.unchanged)} the same`],
    ['Detect', events.length === 0 ? 'nothing to tell' : events.map(({ kind, count }) => `${formatNumber(count)} ${kind}`).join(', ')],
    ['Deliver', messages.length === 0 ? 'no message' : messages.map(({ state, count }) => `${formatNumber(count)} ${state}`).join(', ')],
  ] as const,
)}
<h2 id="publications">Publications</h2>
${table(
  'Publications',
  [
    { title: 'Publication', cell: (s) => html`${link(s.url, s.name)}<span class="note">sha256 <code>${s.sha256}</code></span>` },
    {
      title: 'Outcome',
      cell: (s) =>
        html`${stateOf(s.outcome ?? 'pending')}${s.refused.slice(0, 20).map((r) => html`<span class="note">${r.where}: ${short(r.reason, 400)}</span>`)}`,
    },
    { title: 'Notes', cell: (s) => s.notes.slice(0, 10).map((note) => html`<span class="note">${short(note, 400)}</span>`) },
    { title: 'Bytes', number: true, cell: (s) => formatNumber(s.bytes) },
    { title: 'Obtained (UTC)', cell: (s) => time(s.retrievedAt) },
  ],
  snapshots,
  'Nothing new was archived: the source said what it said before.',
)}
<h2 id="proofs">Counted, to show that nothing is missing</h2>
${table(
  'Proofs of completeness',
  [
    { title: 'Check', cell: (p) => p.check.replaceAll('_', ' ') },
    { title: 'Of', cell: (p) => short(p.subject, 160) },
    { title: 'Expected', number: true, cell: (p) => (p.expected === null ? '—' : formatNumber(p.expected)) },
    { title: 'Received', number: true, cell: (p) => formatNumber(p.received) },
    {
      title: 'Verdict',
      cell: (p) =>
        html`${stateOf(p.holds ? 'holds' : 'does_not_hold')}${p.detail === undefined ? '' : html`<span class="note">${short(p.detail)}</span>`}`,
    },
  ],
  proofs,
  'This source gives nothing to count against.',
)}
<h2 id="held">Held until seen again</h2>
${table(
  'Held figures',
  [
    { title: 'Series', cell: (h) => html`<code>${h.seriesKey}</code>` },
    { title: 'Period', cell: (h) => periodCell(h.period) },
    { title: 'Value', number: true, cell: (h) => (h.value === null ? '—' : formatNumber(h.value)) },
    { title: 'Why', cell: (h) => html`<span class="note">${short(h.reason, 400)}</span>` },
    { title: 'What became of it', cell: (h) => stateOf(h.outcome ?? 'waiting') },
  ],
  held,
  'No figure was held.',
)}
${left === 0 ? '' : html`<p class="soft">${formatNumber(left)} more rows: <code>tradewatch runs show ${run.id}</code> has all.</p>`}`,
};

const SENTENCES = {
  ok: 'Every question was answered.',
  partial: 'Some questions were answered, and something is missing or held.',
  failed: 'Nothing was answered.',
  waiting: 'The source waits for its key.',
} as const;

const sentenceOf = ({ outcome }: OneRun['run']): string => (outcome === null ? 'It has not ended.' : SENTENCES[outcome]);

/** Only what is an address of the web is a link. */
export const link = (url: string | null, text: string): Html =>
  url !== null && /^https?:\/\//i.test(url)
    ? html`<a href="${url}" rel="noreferrer noopener">${short(text, 120)}</a>`
    : html`${short(text, 120)}`;

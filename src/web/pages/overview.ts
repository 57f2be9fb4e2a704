import { html } from 'hono/html';
import type { AlertMatter } from '../../domain/alert.ts';
import type { SourceRecord } from '../../store/store.ts';
import { stateWord, type Task, tasksOf, type Verdict, verdictOf } from '../attention.ts';
import { happenedIn } from '../happenings.ts';
import { workFault } from '../health.ts';
import { asJson } from '../json.ts';
import type { Html, Page } from '../page.ts';
import { command, short, sourceLink, stateOf, table, time } from '../parts.ts';
import { standingWords } from './alerts.ts';

interface Overview {
  readonly verdict: Verdict;
  readonly sources: readonly ShownSource[];
  readonly tasks: readonly Task[];
  /** How many alerts stand of each kind. */
  readonly standing: Readonly<Record<AlertMatter, number>>;
  readonly lately: readonly Happening[];
}

interface ShownSource extends SourceRecord {
  /** The release is out by the calendar and has not come. */
  readonly isAwaited: boolean;
}

interface Happening {
  readonly at: string;
  readonly event: string;
  readonly about: AlertMatter;
  readonly title: string;
  readonly alert: string;
}

const LATELY = 15;

export const overview: Page<Overview> = {
  path: '/',
  section: 'overview',
  title: () => 'Overview',
  async data({ store, deployment, words, now, vitals }) {
    const situation = {
      sources: await store.sources(),
      facts: deployment.sources,
      inbox: deployment.inbox,
      held: await store.waiting(),
      outages: await store.outages(),
      dead: (await store.deadDeliveries()).filter(({ movedOn }) => !movedOn).length,
      fault: workFault(vitals()),
    };
    return {
      verdict: verdictOf(situation),
      sources: situation.sources.map((source) => ({
        ...source,
        isAwaited: source.nextExpectedAt !== null && Date.parse(source.nextExpectedAt) <= now().getTime(),
      })),
      tasks: tasksOf(situation),
      standing: await store.standingAlerts(),
      lately: (await store.alertHappenings(LATELY)).map((one) => ({
        at: one.at,
        event: one.kind,
        about: one.about,
        title: happenedIn(one, words).title,
        alert: one.alert.fingerprint,
      })),
    };
  },
  json: asJson,
  view: ({ verdict, sources, tasks, standing, lately }) => html`
<p class="lead ${verdict.tone}"><span aria-hidden="true">${MARKS[verdict.tone]}</span> ${verdict.sentence}</p>
<h2 id="sources">Sources</h2>
${table(
  'Sources',
  [
    { title: 'Source', cell: (s) => sourceLink(s.pipeline) },
    { title: 'State', cell: sourceState },
    { title: 'Last month', cell: (s) => s.lastPeriod ?? '—' },
    { title: 'Published', cell: (s) => time(s.lastPublishedAt) },
    { title: 'Last success (UTC)', cell: (s) => time(s.lastSuccessAt) },
    { title: 'Next expected', cell: expected },
  ],
  sources,
)}
<h2 id="waits">Waits for a person</h2>
${tasks.length === 0 ? html`<p class="soft">Nothing waits.</p>` : html`<ul class="todo">${tasks.map(taskOf)}</ul>`}
<h2 id="lately">Raised and corrected lately</h2>
<p>${standingWords(standing)}</p>
${table(
  'Alerts',
  [
    { title: 'When (UTC)', cell: (one) => time(one.at) },
    { title: 'What', cell: (one) => html`<a href="/alerts/${one.alert}">${short(one.title)}</a>` },
  ],
  lately,
  'Nothing was raised yet.',
)}`,
};

const MARKS: Readonly<Record<Verdict['tone'], string>> = { good: '●', bad: '▲', wait: '◌' };

const sourceState = (source: SourceRecord): Html =>
  html`${stateOf(stateWord(source))}${source.lastError === null || source.state === 'ok' ? '' : html`<span class="note">${short(source.lastError, 160)}</span>`}`;

/** A release that is out and has not come is awaited; that it is late is said once it was looked for in vain. */
const expected = ({ nextExpectedAt, isAwaited }: ShownSource): Html =>
  html`${isAwaited ? 'awaited since ' : ''}${time(nextExpectedAt?.slice(0, 10) ?? null)}`;

const taskOf = (task: Task): Html => html`<li>${short(task.says, 600)}${task.command === null ? '' : command(task.command)}</li>`;

/** What the page of an alert shows of it, by what it is about. */
import { html } from 'hono/html';
import { claimSaid, officialSaid, VERDICT_NAMES } from '../channels/claim-wording.ts';
import { inert } from '../channels/inert.ts';
import { findingOf, titleOf } from '../channels/publication-wording.ts';
import type { AlertState } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import { capitalized } from '../domain/capitalized.ts';
import type { ClaimAlertState } from '../domain/claim-alert.ts';
import type { AlertHappening, ClaimAlert, FiguresAlert, PublicationAlert } from '../store/store.ts';
import { claimSubject } from './claim-words.ts';
import type { AlertWords } from './deployment.ts';
import { entryThen, publicationThen } from './happenings.ts';
import type { Html } from './page.ts';
import { sourceLink, time } from './parts.ts';
import { bothSides } from './said.ts';
import { seriesHref } from './series-words.ts';
import { outward } from './source-link.ts';

export interface ShownEvent {
  readonly sequence: number;
  readonly kind: AlertHappening['kind'];
  readonly at: string;
  readonly reason: string | null;
  /** What was found then. */
  readonly found: string | null;
}

export interface ShownThread<E extends ShownEvent = ShownEvent> {
  readonly title: string;
  /** What its state means. */
  readonly meaning: string;
  readonly facts: readonly (readonly [name: string, value: unknown])[];
  readonly events: readonly E[];
  /** The series or sources that a silence of it names; null where the rule alone says what is meant. */
  readonly silenced: string | null;
  /** What programs read beside the record of the alert. */
  readonly json: Readonly<Record<string, unknown>>;
}

interface Figures {
  readonly figure: string;
  readonly base: string | null;
  readonly basePeriod: string;
  readonly finding: string;
}

const onlyOf = <K extends AlertHappening['about']>(about: K, events: readonly AlertHappening[]) =>
  events.filter((event): event is Extract<AlertHappening, { about: K }> => event.about === about);

export function figuresThread(alert: FiguresAlert, all: readonly AlertHappening[], words: AlertWords): ShownThread {
  const { entry } = alert;
  const happened = onlyOf('figures', all);
  const first = happened.find(({ kind }) => kind === 'raised') ?? null;
  const now = figuresOf(words, entry) ?? {
    figure: 'not known',
    base: null,
    basePeriod: words.basePeriod(entry),
    finding: words.finding(entry),
  };
  const raised = first === null ? null : figuresOf(words, entryThen(first));
  const asks = words.threshold(entry);
  const { key } = entry.series;
  return {
    title: words.title({ ...entry, event: 'raised' }),
    meaning: MEANING[alert.state],
    facts: [
      ['Figures now', sentence(now)],
      ['Figures when raised', raised === null ? null : sentence(raised)],
      ['Rule', html`${ruleLink(alert.ruleId)}: ${asks}`],
      ['Series', html`<a href="${seriesHref(key)}"><code>${key}</code></a>`],
    ],
    events: happened.map(({ about: _, alert: __, ...event }) => {
      const figures = figuresOf(words, entryThen({ about: 'figures', alert, ...event }));
      return { ...event, figures, found: figures === null ? 'The figures were not known.' : sentence(figures) };
    }),
    silenced: key,
    json: { asks, now, raised },
  };
}

const MEANING: Readonly<Record<AlertState, string>> = {
  pending: 'It crossed the threshold and awaits confirmation; no one was told.',
  firing: 'It stands.',
  historical: 'It stands; it was recorded as history and reported in a digest.',
  retracted: 'After a revision it no longer holds.',
  suspended: 'It can be neither confirmed nor retracted: the source no longer gives the figures.',
  ended: 'It is no longer watched.',
};

function figuresOf(words: AlertWords, entry: AlertEntry): Figures | null {
  const { value } = entry;
  if (value === null) return null;
  return {
    figure: words.amount(value.current, value.unit),
    base: value.base === null ? null : words.amount(value.base, value.unit),
    basePeriod: words.basePeriod(entry),
    finding: words.finding(entry),
  };
}

const sentence = ({ figure, base, basePeriod, finding }: Figures): string =>
  `${finding}: ${figure}${base === null ? '' : ` (${basePeriod}: ${base})`}`;

const ruleLink = (id: string): Html => html`<a href="/alerts?rule=${encodeURIComponent(id)}">${id}</a>`;

export function publicationThread(alert: PublicationAlert, all: readonly AlertHappening[]): ShownThread {
  const { entry } = alert;
  const { expected_at, deadline_at, last_answer_at, notice, held, attempts, detail, since, ending, source_title, publisher } = entry;
  const isOutage = entry.rule.kind === 'pipeline_failed';
  return {
    title: titleOf(entry),
    meaning: alert.state === 'retracted' ? 'It is over.' : MEANING[alert.state],
    facts: [
      [entry.stands ? 'What is wrong' : 'How it ended', capitalized(findingOf(entry))],
      ['Source', html`${sourceLink(entry.pipeline)}: ${publisher}`],
      ['Expected', expected_at === null ? null : html`${time(expected_at)} UTC`],
      ['Late from', deadline_at === null ? null : html`${time(deadline_at)} UTC`],
      ['Last answer', !isOutage ? null : last_answer_at === null ? 'none so far' : html`${time(last_answer_at)} UTC`],
      ['Rule', html`${ruleLink(alert.ruleId)}: ${entry.rule.kind}`],
    ],
    events: onlyOf('publications', all).map((event) => {
      const then = publicationThen(event);
      const { sequence, kind, at, reason } = event;
      // What ended it stands in the sentence as well.
      return { sequence, kind, at, reason: then === null ? reason : null, found: then === null ? null : capitalized(findingOf(then)) };
    }),
    silenced: `"${entry.pipeline}/*"`,
    json: { since, expected_at, deadline_at, notice, held, attempts, last_answer_at, detail, ending, source_title, publisher },
  };
}

const CLAIM_MEANING: Readonly<Record<ClaimAlertState, string>> = {
  contradicted: 'It stands: the official figures contradict the claim.',
  corrected: 'It was contradicted, but no longer is.',
  ended: MEANING.ended,
};

export function claimThread(alert: ClaimAlert, all: readonly AlertHappening[]): ShownThread {
  const { claim, judged, publisher, publishedAt, articleUrl, quote, id } = alert.claim;
  const { official } = judged;
  return {
    title: `${claimSubject(claim)}, ${inert(claim.period ?? 'an unknown period', 40)}: said ${claimSaid(claim)}`,
    meaning: CLAIM_MEANING[alert.state],
    facts: [
      ['Said', html`<q>${inert(quote, 500)}</q>`],
      ['Outlet', html`${inert(publisher, 120)}, ${time(publishedAt)}: ${outward(articleUrl)}`],
      ['Figures now', `${officialSaid(judged)}${official === null ? '' : `: ${bothSides(official)}`}`],
      ['Claim', html`<a href="/news/${id}">How it was read and judged</a>`],
      ['Rule', ruleLink(alert.ruleId)],
      ['Series', official === null ? null : html`<a href="${seriesHref(official.series)}"><code>${official.series}</code></a>`],
    ],
    events: onlyOf('claims', all).map(({ sequence, kind, at, reason, judged: then }) => ({
      ...{ sequence, kind, at, reason, verdict: then.verdict },
      found: `${capitalized(VERDICT_NAMES[then.verdict])}; ${officialSaid(then)}${then.official === null ? '' : `: ${bothSides(then.official)}`}`,
    })),
    silenced: null,
    json: { claim_id: id, publisher, published_at: publishedAt, article_url: articleUrl, quote, explanation: judged.explanation },
  };
}

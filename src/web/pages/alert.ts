import { html } from 'hono/html';
import type { AlertMessage } from '../../domain/alert-message.ts';
import type { Message } from '../../domain/message.ts';
import type { AlertThread, AnyAlert, SentMessage } from '../../store/store.ts';
import { claimThread, figuresThread, publicationThread, type ShownEvent, type ShownThread } from '../alert-threads.ts';
import type { AlertWords } from '../deployment.ts';
import { asJson } from '../json.ts';
import type { Html, Page } from '../page.ts';
import { command, facts, stateOf, time } from '../parts.ts';
import { messagesOf, type ShownMessage, shownOf } from '../sent.ts';
import { alertJson } from './alerts.ts';

interface AlertPage extends Omit<ShownThread, 'events'> {
  readonly alert: AnyAlert;
  readonly thread: readonly EventWithMessages[];
  /** Messages that belong to no event. */
  readonly others: readonly ShownMessage[];
  readonly check: readonly (readonly [what: string, command: string])[];
}

interface EventWithMessages extends ShownEvent {
  readonly messages: readonly ShownMessage[];
}

export const alertPage: Page<AlertPage> = {
  path: '/alerts/:id',
  section: 'alerts',
  title: ({ title }) => title,
  async data({ store, words, now }, asked) {
    const found = await store.alertThread(asked.param('id'));
    if (found === null) return null;
    const { alert, messages } = found;
    const { events, ...shown } = shownThread(found, words);
    const sent = messages.map((one) => ({ sequence: sequenceOf(one, found), sent: shownOf(words, one, alert.fingerprint) }));
    const of = (sequence: number | null): ShownMessage[] => sent.filter((one) => one.sequence === sequence).map((one) => one.sent);
    const known = new Set(events.map(({ sequence }) => sequence));
    return {
      ...shown,
      alert,
      thread: events.map((event) => ({ ...event, messages: of(event.sequence) })),
      others: sent.filter(({ sequence }) => sequence === null || !known.has(sequence)).map((one) => one.sent),
      check: [
        ...checksOf(alert, messages),
        ['This thread on the command line', `tradewatch alerts show ${alert.fingerprint}`],
        ['To silence such messages for a while', words.silence({ rule: alert.ruleId, series: shown.silenced }, now().toISOString())],
      ],
    };
  },
  json: ({ alert, title, json, thread, others, check }) =>
    asJson({
      ...{ ...alertJson(alert), title, ...json, thread: thread.map(({ found: _, ...event }) => event), others },
      check: check.map(([what, text]) => ({ what, command: text })),
    }),
  view: ({ alert, meaning, facts: rows, thread, others, check }) => html`
<p class="lead">${stateOf(alert.state)}. <span class="soft">${meaning}</span></p>
${facts([
  ...rows,
  ['Severity', alert.severity],
  ['Raised', html`${time(alert.raisedAt)} UTC`],
  ['Last event', html`${time(alert.lastEventAt)} UTC`],
  ['Id', html`<code>${alert.fingerprint}</code>`],
])}
<h2 id="thread">What happened, and what was said</h2>
${thread.length === 0 ? html`<p class="soft">Nothing has happened yet: the alert awaits confirmation, and no one was told.</p>` : thread.map(eventOf)}
${others.length === 0 ? '' : html`<h2>Other messages</h2>${messagesOf(others)}`}
<h2 id="check">Check it yourself</h2>
${check.map(([what, text]) => html`<p>${what}</p>${command(text)}`)}`,
};

function shownThread({ alert, events }: AlertThread, words: AlertWords): ShownThread {
  switch (alert.about) {
    case 'figures':
      return figuresThread(alert, events, words);
    case 'publications':
      return publicationThread(alert, events);
    case 'claims':
      return claimThread(alert, events);
  }
}

/** As the last message gave them, where there was one. */
function checksOf(alert: AnyAlert, messages: readonly SentMessage[]): (readonly [what: string, command: string])[] {
  const said = messages.map(({ message }) => tellingOf(message, alert.fingerprint)).findLast((telling) => telling !== null)?.check;
  const behind = alert.about === 'publications' ? 'What the source says' : 'The figures behind it';
  if (said === undefined) {
    const key = seriesOf(alert);
    return key === null ? [] : [[behind, `tradewatch series show '${key}'`]];
  }
  return [
    [behind, said.command],
    ['The same as SQL, on the database', said.sql],
    ...(said.replay === undefined
      ? []
      : [['From the archived publications alone; the commands above then take --db check.db', said.replay] as const]),
  ];
}

const seriesOf = (alert: AnyAlert): string | null =>
  alert.about === 'figures' ? alert.entry.series.key : alert.about === 'claims' ? (alert.claim.judged.official?.series ?? null) : null;

interface Telling {
  readonly sequence: number;
  readonly check: Omit<AlertMessage['check'], 'replay'> & { readonly replay?: string };
}

/** The part of a message that speaks of an alert and says how to check it; null of digests, which give figures only. */
function tellingOf(message: Message, fingerprint: string): Telling | null {
  if (!('check' in message)) return null;
  // Copies of a text share what is said of a claim.
  if (!('also' in message)) return message;
  return [message, ...message.also].find((one) => one.fingerprint === fingerprint) ?? null;
}

/** Which event of an alert a message speaks of; null for one that speaks of none. */
function sequenceOf({ message, kind, createdAt }: SentMessage, { alert: { about, fingerprint }, events }: AlertThread): number | null {
  // What was true when it was written: of a digest that only counts it nothing else is known.
  if (about !== 'figures' || kind === 'counted') return events.findLast(({ at }) => at <= createdAt)?.sequence ?? null;
  if (message.type === 'digest') return message.alerts.find((entry) => entry.fingerprint === fingerprint)?.sequence ?? null;
  return tellingOf(message, fingerprint)?.sequence ?? null;
}

const eventOf = (event: EventWithMessages): Html => html`<article class="event">
<h3>${event.sequence}. ${event.kind}, ${time(event.at)} UTC</h3>
${event.found === null ? '' : html`<p>${event.found}</p>`}
${event.reason === null ? '' : html`<p class="soft">Why: ${event.reason}.</p>`}
${event.messages.length === 0 ? html`<p class="soft">No one was told.</p>` : messagesOf(event.messages)}
</article>`;

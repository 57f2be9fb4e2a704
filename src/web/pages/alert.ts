import { html } from 'hono/html';
import type { AlertEntry, AlertMessage } from '../../domain/alert-message.ts';
import type { Message } from '../../domain/message.ts';
import type { AlertEventRecord, AlertRecord, SentMessage } from '../../store/store.ts';
import type { AlertWords } from '../deployment.ts';
import { entryThen } from '../happenings.ts';
import { asJson } from '../json.ts';
import type { Html, Page } from '../page.ts';
import { command, counted, facts, stateOf, table, time } from '../parts.ts';
import { alertJson } from './alerts.ts';

interface AlertThread {
  readonly alert: AlertRecord;
  readonly title: string;
  readonly rule: string;
  readonly now: Figures;
  /** As they were when it was raised. */
  readonly raised: Figures | null;
  readonly check: readonly (readonly [what: string, command: string])[];
  readonly seriesKey: string;
  readonly thread: readonly EventWithMessages[];
  /** Messages of a kind of which no event is kept. */
  readonly others: readonly ShownMessage[];
}

interface Figures {
  readonly figure: string;
  readonly base: string | null;
  readonly basePeriod: string;
  readonly finding: string;
}

interface EventWithMessages extends AlertEventRecord {
  readonly figures: Figures | null;
  readonly messages: readonly ShownMessage[];
}

type ShownMessage = Omit<SentMessage, 'message'> & { readonly subject: string; readonly text: string };

/** A digest may speak of thousands of alerts. */
const MOST_CHARACTERS = 12_000;

export const alertPage: Page<AlertThread> = {
  path: '/alerts/:id',
  section: 'alerts',
  title: ({ title }) => title,
  async data({ store, words, now }, asked) {
    const found = await store.alert(asked.param('id'));
    if (found === null) return null;
    const { alert, events } = found;
    const thread = await store.alertThread(alert.fingerprint);
    if (thread === null) return null;
    const { entry } = thread;
    const first = events.find(({ kind }) => kind === 'raised') ?? null;
    const shown = thread.messages.map((sent) => ({ sequence: sequenceIn(sent.message, alert.fingerprint), sent: shownOf(words, sent) }));
    const of = (sequence: number | null): ShownMessage[] => shown.filter((one) => one.sequence === sequence).map((one) => one.sent);
    const known = new Set(events.map(({ sequence }) => sequence));
    return {
      alert,
      title: words.title({ ...entry, event: 'raised' }),
      rule: words.threshold(entry),
      now: figuresOf(words, entry) ?? {
        figure: 'not known',
        base: null,
        basePeriod: words.basePeriod(entry),
        finding: words.finding(entry),
      },
      raised: first === null ? null : figuresOf(words, entryThen(entry, first)),
      check: checksOf(thread.messages, entry, words, now()),
      seriesKey: entry.series.key,
      thread: events.map((event) => ({ ...event, figures: figuresOf(words, entryThen(entry, event)), messages: of(event.sequence) })),
      others: shown.filter(({ sequence }) => sequence === null || !known.has(sequence)).map(({ sent }) => sent),
    };
  },
  json: ({ alert, check, rule, seriesKey: _, ...thread }) =>
    asJson({ ...alertJson(alert), asks: rule, ...thread, check: check.map(([what, command]) => ({ what, command })) }),
  view: ({ alert, rule, now, raised, check, seriesKey, thread, others }) => html`
<p class="lead">${stateOf(alert.state)} <span class="soft">${MEANING[alert.state]}</span></p>
${facts([
  ['Figures now', sentence(now)],
  ['Figures when raised', raised === null ? null : sentence(raised)],
  ['Rule', html`<a href="/alerts?rule=${encodeURIComponent(alert.ruleId)}">${alert.ruleId}</a>: ${rule}`],
  ['Severity', alert.severity],
  ['Series', html`<a href="/series/${encodeURIComponent(seriesKey)}"><code>${seriesKey}</code></a>`],
  ['Raised', html`${time(alert.raisedAt)} UTC`],
  ['Last event', html`${time(alert.lastEventAt)} UTC`],
  ['Id', html`<code>${alert.fingerprint}</code>`],
])}
<h2 id="thread">What happened, and what was said</h2>
${thread.length === 0 ? html`<p class="soft">Nothing happened yet: it waits for its confirmation, and nobody was told.</p>` : thread.map(eventOf)}
${others.length === 0 ? '' : html`<h2>Other messages</h2>${messagesOf(others)}`}
<h2 id="check">Check it yourself</h2>
${check.map(([what, text]) => html`<p>${what}</p>${command(text)}`)}`,
};

const MEANING: Readonly<Record<AlertRecord['state'], string>> = {
  pending: 'It crossed the threshold and waits for its confirmation; nobody was told.',
  firing: 'It stands.',
  historical: 'It stands; it was recorded as history and told in a digest.',
  retracted: 'It was taken back: after a revision it does not hold.',
  suspended: 'It can be neither confirmed nor taken back: the source no longer gives the figures.',
  ended: 'It is not watched any more.',
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

/** As the last message gave them, where there was one. */
function checksOf(messages: readonly SentMessage[], entry: AlertEntry, words: AlertWords, now: Date): (readonly [string, string])[] {
  const said = messages.map(({ message }) => tellingOf(message, entry.fingerprint)).findLast((telling) => telling !== null);
  return [
    ...(said === undefined
      ? [['The figures behind it', `tradewatch series show '${entry.series.key}'`] as const]
      : ([
          ['The figures behind it', said.check.command],
          ['The same as SQL, on the database', said.check.sql],
          ['From the archived publications alone; the commands above then take --db check.db', said.check.replay],
        ] as const)),
    ['This thread on the command line', `tradewatch alerts show ${entry.fingerprint}`],
    ['To keep such messages away for a while', words.silence(entry, now.toISOString())],
  ];
}

/** The part of a message that speaks of an alert; null of digests, which give figures only. */
function tellingOf(message: Message, fingerprint: string): AlertMessage | null {
  if (!('also' in message) || !('series' in message)) return null;
  return [message, ...message.also].find((one) => one.fingerprint === fingerprint) ?? null;
}

const sentence = ({ figure, base, basePeriod, finding }: Figures): string =>
  `${finding}: ${figure}${base === null ? '' : ` (${basePeriod}: ${base})`}`;

/** Which event of an alert a message speaks of; null for one that speaks of none. */
function sequenceIn(message: Message, fingerprint: string): number | null {
  if (message.type === 'digest') return message.alerts.find((entry) => entry.fingerprint === fingerprint)?.sequence ?? null;
  return tellingOf(message, fingerprint)?.sequence ?? null;
}

function shownOf(words: AlertWords, { message, ...sent }: SentMessage): ShownMessage {
  const { subject, text } = words.letter(message);
  const cut = text.length > MOST_CHARACTERS;
  return {
    ...sent,
    subject,
    text: cut ? `${text.slice(0, MOST_CHARACTERS)}\n[... ${text.length - MOST_CHARACTERS} more characters]` : text,
  };
}

const eventOf = (event: EventWithMessages): Html => html`<article class="event">
<h3>${event.sequence}. ${event.kind}, ${time(event.at)} UTC</h3>
${event.figures === null ? html`<p>The figures were not known.</p>` : html`<p>${sentence(event.figures)}</p>`}
${event.reason === null ? '' : html`<p class="soft">Why: ${event.reason}.</p>`}
${event.messages.length === 0 ? html`<p class="soft">Nobody was told.</p>` : messagesOf(event.messages)}
</article>`;

const messagesOf = (messages: readonly ShownMessage[]): Html => html`${table(
  'Messages',
  [
    { title: 'To', cell: (m) => html`${m.receiver}<span class="note">${m.channel}</span>` },
    { title: 'State', cell: (m) => html`${stateOf(m.state)}${m.detail === null ? '' : html`<span class="note">${m.detail}</span>`}` },
    { title: 'Attempts', number: true, cell: (m) => m.attempts },
    { title: 'Written (UTC)', cell: (m) => time(m.createdAt) },
    { title: 'Delivered (UTC)', cell: (m) => time(m.deliveredAt) },
  ],
  messages,
)}
${letters(messages)}`;

/** Each text once, with all to whom it went. */
function letters(messages: readonly ShownMessage[]): Html {
  const texts = new Map<string, ShownMessage[]>();
  for (const message of messages) {
    const key = `${message.subject}\n${message.text}`;
    texts.set(key, [...(texts.get(key) ?? []), message]);
  }
  return html`${[...texts.values()].map((same) => {
    const { subject, text } = same[0] as ShownMessage;
    const to = same.length > 3 ? counted(same.length, 'receiver') : same.map(({ receiver }) => receiver).join(', ');
    return html`<details><summary>${subject} <span class="soft">(to ${to})</span></summary><pre class="letter" tabindex="0">${text}</pre></details>`;
  })}`;
}

/** Messages as their readers got them, and what became of each. */
import { html } from 'hono/html';
import { counted } from '../domain/number-words.ts';
import type { SentMessage } from '../store/store.ts';
import type { AlertWords } from './deployment.ts';
import type { Html } from './page.ts';
import { stateOf, table, time } from './parts.ts';

/** Without text where the alert was taken out of the message, because it was over before it was sent. */
export type ShownMessage = Omit<SentMessage, 'message'> & { readonly subject: string | null; readonly text: string | null };

/** A digest may speak of thousands of alerts. */
const MOST_CHARACTERS = 12_000;

/** @param fingerprint of the alert that is shown. */
export function shownOf(words: AlertWords, { message, ...sent }: SentMessage, fingerprint: string): ShownMessage {
  if (sent.state === 'superseded' && !JSON.stringify(message).includes(fingerprint)) return { ...sent, subject: null, text: null };
  const { subject, text } = words.letter(message);
  const cut = text.length > MOST_CHARACTERS;
  return {
    ...sent,
    subject,
    text: cut ? `${text.slice(0, MOST_CHARACTERS)}\n[... ${text.length - MOST_CHARACTERS} more characters]` : text,
  };
}

export const messagesOf = (messages: readonly ShownMessage[]): Html => html`${table(
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
    if (message.text === null) continue;
    const key = `${message.subject}\n${message.text}`;
    texts.set(key, [...(texts.get(key) ?? []), message]);
  }
  return html`${[...texts.values()].map((same) => {
    const { subject, text } = same[0] as ShownMessage;
    const to = same.length > 3 ? counted(same.length, 'receiver') : same.map(({ receiver }) => receiver).join(', ');
    return html`<details><summary>${subject} <span class="soft">(to ${to})</span></summary><pre class="letter" tabindex="0">${text}</pre></details>`;
  })}`;
}

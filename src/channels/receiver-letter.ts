import type { ReceiverMessage, Undelivered } from '../domain/receiver.ts';
import { inert } from './inert.ts';
import type { Letter } from './letter.ts';
import { shortId } from './references.ts';

/** A receiver does not get what it is sent; its fallback hears of it. */
export function receiverLetter(message: ReceiverMessage): Letter {
  const receiver = inert(message.receiver, 80);
  const disabled = message.type === 'receiver.disabled';
  const waiting = message.waiting === 1 ? '1 message' : `${message.waiting} messages`;
  const title = disabled ? `The receiver ${receiver} accepts no more messages` : `The receiver ${receiver} is not getting its messages`;
  return {
    subject: `[${disabled ? 'Disabled' : 'Failing'}] ${title}`,
    kind: disabled ? 'disabled' : 'failing',
    label: disabled ? 'Disabled' : 'Failing',
    severity: null,
    title,
    paragraphs: [
      disabled
        ? `${waiting} to it will not be delivered there, and neither will later ones. They come to you instead.`
        : `${waiting} ${message.waiting === 1 ? 'waits' : 'wait'} for it and will be retried for 75 to 80 hours. After that, ${message.waiting === 1 ? 'it comes' : 'they come'} to you instead.`,
      `What came back: ${inert(message.detail, 500)}`,
      `What to do: ${inert(message.remedy, 500)}`,
    ],
    figures: [],
    facts: [
      { label: 'Receiver', text: `${receiver} (${inert(message.channel, 40)})`, href: null },
      { label: disabled ? 'Disabled' : 'Failing', text: `since ${inert(message.since, 40)}`, href: null },
    ],
    checks: [{ label: 'Command', text: `tradewatch alerts test ${receiver}`, href: null }],
    months: null,
    groups: [],
    shortId: shortId(message.id),
    corrects: null,
    rest: 'tradewatch status',
    footer: `Sent by tradewatch because you are the fallback of the receiver ${receiver}. You get this once for each outage.`,
  };
}

/** The letter of a message that was addressed to another receiver. */
export const handedOver = (letter: Letter, { receiver, since, detail }: Undelivered): Letter => ({
  ...letter,
  // The other receiver's messages, which the fallback has not seen.
  groups: letter.groups.map((group) => ({ ...group, corrects: null })),
  paragraphs: [
    ...letter.paragraphs,
    `This was addressed to the receiver ${inert(receiver, 80)} on ${inert(since.slice(0, 10), 20)}, but could not be delivered (${inert(detail, 300)}). It comes to you as the fallback, and so will later corrections.`,
  ],
});

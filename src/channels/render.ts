import type { Message } from '../domain/message.ts';
import { alertLetter } from './alert-letter.ts';
import { claimDigestLetter, claimLetter } from './claim-letter.ts';
import { dataDigestLetter, dataLetter } from './data-letter.ts';
import { heartbeatLetter } from './heartbeat-letter.ts';
import { type EmbeddedPicture, htmlOf } from './html.ts';
import type { Letter } from './letter.ts';
import { digestLetter, testLetter } from './other-letters.ts';
import { handedOver, receiverLetter } from './receiver-letter.ts';
import { textOf } from './text.ts';

export interface Rendered {
  /** One line, no control characters. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A message as a mail's subject, text and HTML. Pure: the same message gives the same bytes. */
export const render = (message: Message): Rendered => layOut(letterOf(message), null);

/** @param picture part of the mail; the letter is complete without it. */
export const layOut = (letter: Letter, picture: EmbeddedPicture | null): Rendered => ({
  subject: letter.subject,
  text: textOf(letter),
  html: htmlOf(letter, picture),
});

/** Puts a message into words, for any layout. */
export function letterOf(message: Message): Letter {
  const letter = letterOfType(message);
  return message.undelivered === undefined ? letter : handedOver(letter, message.undelivered);
}

function letterOfType(message: Message): Letter {
  switch (message.type) {
    case 'digest':
      return digestLetter(message);
    case 'claim.contradicted':
    case 'claim.changed':
      return claimLetter(message);
    case 'claim.digest':
      return claimDigestLetter(message);
    case 'receiver.failing':
    case 'receiver.disabled':
      return receiverLetter(message);
    case 'data.late':
    case 'data.arrived':
    case 'data.partial':
    case 'data.completed':
    case 'pipeline.failed':
    case 'pipeline.recovered':
      return dataLetter(message);
    case 'data.digest':
      return dataDigestLetter(message);
    case 'heartbeat':
      return heartbeatLetter(message);
    case 'test':
      return testLetter(message);
    default:
      return alertLetter(message);
  }
}

import type { Message } from '../domain/message.ts';
import { alertLetter } from './alert-letter.ts';
import { claimDigestLetter, claimLetter } from './claim-letter.ts';
import { htmlOf } from './html.ts';
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
export function render(message: Message): Rendered {
  const letter = letterOf(message);
  return { subject: letter.subject, text: textOf(letter), html: htmlOf(letter) };
}

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
    case 'test':
      return testLetter(message);
    default:
      return alertLetter(message);
  }
}

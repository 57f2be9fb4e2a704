import type { AttemptStep } from './channel.ts';
import { inert } from './inert.ts';

const LONGEST_ANSWER = 200;
const LENGTH_OF_CODE = 3;

/** What nodemailer says about a line of its log. */
interface Entry {
  readonly tnx?: string;
}

/**
 * Follows an SMTP session by the lines that nodemailer logs: tells each answer of the server beside the command that it
 * answers, and whether the whole mail has gone out. Of the answers to a login only the code is told: servers echo.
 */
export function watchSession(onStep: (step: AttemptStep) => void) {
  const session = { handedOver: false, onStep, logger: loggerOf(note) };
  // Commands are sent several at a time (PIPELINING); answers come in their order.
  const unanswered = ['greeting'];
  function note(entry: Entry, format: string, ...values: readonly unknown[]): void {
    const line = values.reduce<string>((text, value) => text.replace('%s', String(value)), format);
    if (entry.tnx === 'dns') onStep({ name: 'DNS', says: 'the host name is known' });
    else if (entry.tnx === 'client')
      unanswered.push(/^(EHLO|HELO|STARTTLS|MAIL FROM|RCPT TO|DATA|QUIT)\b/i.exec(line)?.[1]?.toUpperCase() ?? 'login');
    else if (entry.tnx === 'server') {
      const name = unanswered.shift() ?? 'unasked';
      onStep({ name, says: name === 'login' ? line.slice(0, LENGTH_OF_CODE) : inert(line, LONGEST_ANSWER) });
    } else if (entry.tnx === 'message') {
      // The last line, with the final dot, has left: from here on only the server knows whether it has the mail.
      session.handedOver = true;
      unanswered.push('the mail');
    }
  }
  return session;
}

/** A logger as nodemailer wants it, of all levels. */
function loggerOf(note: (entry: Entry, format: string, ...values: readonly unknown[]) => void) {
  return { level: () => {}, trace: note, debug: note, info: note, warn: note, error: note, fatal: note };
}

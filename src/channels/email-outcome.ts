import type { NodemailerError, SMTPSentMessageInfo } from 'nodemailer';
import type { Attempt } from './channel.ts';
import { inert } from './inert.ts';

const LONGEST_REPLY = 160;

/** Whom a mail was offered to. */
export interface Offered {
  readonly recipients: readonly string[];
  /** False: some took it in an earlier attempt. */
  readonly all: boolean;
}

/** What the server's last word means, recipient by recipient. */
export function attemptOfReply(info: SMTPSentMessageInfo, offered: Offered): Attempt {
  const { recipients } = offered;
  const reply = inert(info.response, LONGEST_REPLY);
  // Only this reply to the final dot hands the mail over (RFC 5321, 4.2.5).
  if (!info.response.startsWith('250'))
    return { outcome: 'retry', detail: `the mail server answered "${reply}" to the message`, remaining: recipients, mayHaveArrived: true };
  if (info.rejected.length === 0)
    return { outcome: 'delivered', detail: `taken for ${recipients.length} of ${recipients.length}: ${reply}` };
  return refused(info.rejected, info.rejectedErrors ?? [], offered);
}

/** What a failed attempt means. Nobody has the mail, unless it was handed over and no answer came. */
export function attemptOfFailure(
  error: unknown,
  offered: Offered,
  server: string,
  { aborted, handedOver }: { readonly aborted: boolean; readonly handedOver: boolean },
): Attempt {
  const { recipients } = offered;
  const unsure = handedOver ? { mayHaveArrived: true } : {};
  if (aborted)
    return { outcome: 'retry', detail: `${server}: no end before the deadline of the attempt`, remaining: recipients, ...unsure };
  const failure = error instanceof Error ? (error as NodemailerError) : new Error('unknown');
  const { code = 'no code', rejected, rejectedErrors, response } = failure as NodemailerError;
  // In the words of the server an answer to a login may hold what was sent.
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    const status = (failure as NodemailerError).responseCode;
    return {
      outcome: 'retry',
      detail: `${server}: the login was refused${status === undefined ? '' : ` (${status})`}`,
      remaining: recipients,
      ownerShouldKnow: true,
    };
  }
  if (rejected !== undefined && rejected.length > 0) return refused(rejected, rejectedErrors ?? [], offered);
  const permanent = (failure as NodemailerError).permanent === true;
  if (response !== undefined && response !== '') {
    const detail = `${server}: "${inert(response, LONGEST_REPLY)}"`;
    // A permanent answer to the final dot is a verdict on the text: too large, or taken for spam.
    if (permanent && code === 'EMESSAGE') return { outcome: 'retry', detail, remaining: recipients, aboutMessage: true };
    return { outcome: 'retry', detail, remaining: recipients, ...(permanent ? { ownerShouldKnow: true } : {}) };
  }
  const cause = (failure as NodemailerError).originalCode ?? code;
  const untrusted = code === 'ETLS' || /CERT|SELF_SIGNED|SSL|UNABLE_TO_/.test(cause);
  if (untrusted)
    return { outcome: 'retry', detail: `${server}: no trusted TLS connection (${cause})`, remaining: recipients, ownerShouldKnow: true };
  return {
    outcome: 'retry',
    detail: `${server}: ${FAILURES[code] ?? 'the connection failed'} (${cause})`,
    remaining: recipients,
    ...unsure,
  };
}

const FAILURES: Readonly<Record<string, string>> = {
  ECONNECTION: 'the connection ended before the mail was taken',
  ESOCKET: 'the connection failed',
  ETIMEDOUT: 'no answer in time',
  EDNS: 'the host name could not be looked up',
  EPROTOCOL: 'not the answer of a mail server',
};

/**
 * The refused recipients are tried again until the schedule ends, those with a permanent refusal (5xx) too: mailboxes
 * are created late and policies get mended, and the owner hears of it at once. As long as others of the receiver take
 * mail, the receiver works.
 */
function refused(rejected: readonly string[], errors: readonly NodemailerError[], { recipients, all }: Offered): Attempt {
  const reasons = rejected.map((recipient) => {
    const error = errors.find((one) => one.recipient === recipient);
    return `${inert(recipient, 100)} ("${inert(error?.response ?? 'refused', LONGEST_REPLY)}"${error?.permanent === true ? ', permanent' : ''})`;
  });
  const permanent = errors.some((error) => error.permanent === true);
  const taken = recipients.length - rejected.length;
  return {
    outcome: 'retry',
    detail: `taken for ${taken} of ${recipients.length}; refused for ${reasons.join(', ')}`,
    remaining: [...rejected],
    ...(permanent ? { ownerShouldKnow: true } : {}),
    ...(taken > 0 ? { mayHaveArrived: true } : {}),
    ...(taken > 0 || !all ? { aboutMessage: true } : {}),
  };
}

import { rootCertificates } from 'node:tls';
import { createTransport, type SendMailOptions, type SMTPTransportOptions } from 'nodemailer';
import type { SmtpConfig } from '../config.ts';
import type { Message } from '../domain/message.ts';
import { UsageError } from '../errors.ts';
import { domainOf, type MailAddress, mailAddress } from './address.ts';
import { certificateCheck } from './certificate.ts';
import type { Attempt, Channel } from './channel.ts';
import { attemptOfFailure, attemptOfReply } from './email-outcome.ts';
import { watchSession } from './email-session.ts';
import { inert, withoutSecrets } from './inert.ts';
import type { Letter } from './letter.ts';
import { isLoopback } from './loopback.ts';
import { type DrawChart, type LetterPicture, pictureOf } from './picture.ts';
import { layOut, letterOf } from './render.ts';

export interface EmailOptions {
  readonly receiver: string;
  readonly to: readonly string[];
  readonly smtp: SmtpConfig;
  /** Null when no user is configured. */
  readonly password: string | null;
  /** PEM, beside the authorities that Node trusts; null for those alone. */
  readonly ca: string | null;
  readonly draw: DrawChart;
}

/** Silences within an attempt; the attempt as a whole ends by its signal. */
const SILENCE_MS = 20_000;
const LARGEST_REPLY_BYTES = 64 * 1024;

/**
 * Mail over SMTP, a connection for each message.
 * @throws UsageError when an address is none, or plain SMTP would leave this machine.
 */
export function emailChannel(options: EmailOptions): Channel {
  const { smtp, password, receiver } = options;
  if (smtp.security === 'none' && !isLoopback(smtp.host))
    throw new UsageError('SMTP without TLS is for this machine only: smtp.security must be tls or starttls');
  const from = mailAddress(smtp.from);
  const to = options.to.map(mailAddress);
  if (to.length === 0) throw new UsageError('a mail receiver needs at least one address');
  const server = `${smtp.host}:${smtp.port}`;
  return {
    async send(message, { remaining, signal, now, onStep }) {
      const recipients = recipientsOf(to, remaining);
      if (recipients.length === 0)
        return { outcome: 'dead', detail: 'the recipients that had not taken it are no longer configured', aboutMessage: true };
      const letter = letterOf(message);
      const drawn = await pictureOf(letter, options.draw);
      const failure = drawn !== null && 'failure' in drawn ? drawn.failure : null;
      const picture = drawn === null || 'failure' in drawn ? null : drawn;
      const session = watchSession((step) => onStep?.({ ...step, says: withoutSecrets(step.says, password === null ? [] : [password]) }));
      const transport = createTransport(transportOptions(smtp, password, options.ca, session));
      const offered = { recipients, all: recipients.length === to.length };
      try {
        const info = await transport.sendMail({
          ...mailOf({ message, letter, picture }, from, to, receiver, now),
          envelope: { from: from.address, to: recipients },
          signal,
        });
        return readable(withoutPicture(attemptOfReply(info, offered), failure), password);
      } catch (error) {
        return readable(attemptOfFailure(error, offered, server, { aborted: signal.aborted, handedOver: session.handedOver }), password);
      }
    },
  };
}

export function transportOptions(
  smtp: SmtpConfig,
  password: string | null,
  ca: string | null,
  session: ReturnType<typeof watchSession>,
): SMTPTransportOptions {
  return {
    host: smtp.host,
    port: smtp.port,
    secure: smtp.security === 'tls',
    requireTLS: smtp.security === 'starttls',
    ignoreTLS: smtp.security === 'none',
    ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: password ?? '' } }),
    tls: { ...certificateCheck(session.onStep), ...(ca === null ? {} : { ca: [...rootCertificates, ca] }) },
    logger: session.logger,
    transactionLog: true,
    connectionTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    dnsTimeout: SILENCE_MS,
    socketCloseTimeout: 1000,
    maxResponseSize: LARGEST_REPLY_BYTES,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The configured recipients that still wait; one that was taken out of the configuration waits for nothing. */
const recipientsOf = (to: readonly MailAddress[], remaining: readonly string[] | null): string[] =>
  to.map(({ address }) => address).filter((address) => remaining === null || remaining.includes(address));

interface Content {
  readonly message: Message;
  readonly letter: Letter;
  readonly picture: LetterPicture | null;
}

/** The mail, the same over all attempts but for its Date. */
function mailOf(content: Content, from: MailAddress, to: readonly MailAddress[], receiver: string, now: Date): SendMailOptions {
  const { message, letter, picture } = content;
  const host = domainOf(from);
  const idOf = (id: string): string => `<${inert(id, 100).replaceAll(/[^\w.-]/g, '')}@${host}>`;
  const cid = `chart.${inert(message.id, 100).replaceAll(/[^\w.-]/g, '')}@${host}`;
  const { subject, text, html } = layOut(letter, picture === null ? null : { cid, width: picture.width, alt: picture.alt });
  // The first message of an alert is the root of its thread; every later one names it, whatever became of those between.
  const root = 'references' in message ? message.references[0] : undefined;
  return {
    from: { name: from.name, address: from.address },
    to: to.map(({ name, address }) => ({ name, address })),
    subject,
    text,
    html,
    ...(picture === null
      ? {}
      : {
          attachments: [
            {
              cid,
              filename: 'chart.png',
              content: Buffer.from(picture.png),
              contentType: 'image/png',
              contentDisposition: 'inline' as const,
            },
          ],
        }),
    date: now,
    messageId: idOf(message.id),
    ...(root === undefined ? {} : { inReplyTo: idOf(root), references: idOf(root) }),
    list: {
      id: { url: `${receiver.replaceAll(/[^\w-]/g, '-')}.tradewatch.${host}`, comment: 'tradewatch alerts' },
      unsubscribe: `mailto:${from.address}?subject=${encodeURIComponent(`unsubscribe ${receiver}`)}`,
    },
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    xMailer: false,
  };
}

/** Kept with the delivery, where an operator finds it: the mail went, its picture did not. */
const withoutPicture = (attempt: Attempt, failure: string | null): Attempt =>
  failure === null ? attempt : { ...attempt, detail: `${attempt.detail}; without its chart, which could not be drawn: ${failure}` };

/** Servers echo; a password that was sent in the clear of a session must not come back in a table of deliveries. */
const readable = (attempt: Attempt, password: string | null): Attempt =>
  password === null ? attempt : { ...attempt, detail: withoutSecrets(attempt.detail, [password]) };

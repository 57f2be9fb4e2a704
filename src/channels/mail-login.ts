import { createTransport } from 'nodemailer';
import type { Secrets, SmtpConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { transportOptions } from './email.ts';
import { attemptOfFailure } from './email-outcome.ts';
import { watchSession } from './email-session.ts';
import { withoutSecrets } from './inert.ts';
import { mailSecrets } from './open.ts';

/** A person waits for the answer. */
const SILENCE_MS = 5000;

/** Connects, secures the connection, logs in and leaves. Null when the server takes it, else what came back. */
export async function mailLogin(smtp: SmtpConfig, secrets: Secrets): Promise<string | null> {
  let given: ReturnType<typeof mailSecrets>;
  try {
    given = mailSecrets(smtp, secrets);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  const session = watchSession(() => {});
  const transport = createTransport({
    ...transportOptions(smtp, given.password, given.ca, session),
    connectionTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
    dnsTimeout: SILENCE_MS,
  });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    const offered = { recipients: [], all: true };
    const { detail } = attemptOfFailure(error, offered, `${smtp.host}:${smtp.port}`, { aborted: false, handedOver: false });
    return withoutSecrets(detail, given.password === null ? [] : [given.password]);
  } finally {
    transport.close();
  }
}

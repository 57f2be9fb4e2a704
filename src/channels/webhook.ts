import http, { type IncomingMessage, STATUS_CODES } from 'node:http';
import https from 'node:https';
import { Webhook } from 'standardwebhooks';
import { UsageError } from '../errors.ts';
import { certificateCheck } from './certificate.ts';
import type { Attempt, Channel, SendOptions } from './channel.ts';
import { isLoopback } from './loopback.ts';
import { retryAfterMs } from './retry-after.ts';
import { webhookBody } from './webhook-body.ts';

export interface WebhookOptions {
  /** A secret, whoever wrote it down: some services put the key into it. */
  readonly url: string;
  /** Standard Webhooks keys (`whsec_...`), newest first; each signs. */
  readonly secrets: readonly string[];
}

/** A reply is judged by its status; its body is read so that the server can finish, and no further than this. */
const LARGEST_REPLY_BYTES = 64 * 1024;

/**
 * Signed POSTs as https://www.standardwebhooks.com says.
 * @throws UsageError when the address or a key is unusable; the message does not contain it.
 */
export function webhookChannel(options: WebhookOptions): Channel {
  const url = checkedAddress(options.url);
  if (options.secrets.length === 0) throw new UsageError('a webhook needs a secret to sign with');
  const signers = options.secrets.map(signerOf);
  return {
    async send(message, { signal, now, onStep = () => {} }) {
      const body = webhookBody(message);
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'tradewatch',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signers.map((signer) => signer.sign(message.id, now, body)).join(' '),
      };
      const reached = { yes: false };
      try {
        const reply = await post(url, headers, body, { signal, onStep }, reached);
        const attempt = attemptOf(reply, now);
        onStep({ name: 'HTTP', says: attempt.detail });
        return attempt;
      } catch (error) {
        const attempt = failureOf(error, signal);
        return reached.yes ? { ...attempt, mayHaveArrived: true } : attempt;
      }
    },
  };
}

/** An https address, or http to this machine. */
function checkedAddress(text: string): URL {
  if (!URL.canParse(text)) throw new UsageError('the webhook address is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new UsageError('the webhook address must begin with https:// (http:// only to this machine)');
  }
  return url;
}

function signerOf(secret: string): Webhook {
  try {
    return new Webhook(secret.trim());
  } catch {
    // Without the cause: it is about the key's characters.
    throw new UsageError('a webhook secret is not "whsec_" and base64');
  }
}

interface Reply {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/**
 * One exchange: no redirect is followed, no connection kept. Settles as soon as the reply or its first 64 KB are read, or it
 * breaks off.
 * @param reached is told once anything of the request can have left this machine.
 */
function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { signal, onStep }: Required<Pick<SendOptions, 'signal' | 'onStep'>>,
  reached: { yes: boolean },
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const { request: open } = secure ? https : http;
    const request = open(url, { method: 'POST', headers, agent: false, signal, ...(secure ? certificateCheck(onStep) : {}) });
    request.once('socket', (socket) => {
      socket.once('lookup', (error) => onStep({ name: 'DNS', says: error ? 'the host name is not known' : 'the host name is known' }));
      socket.once('connect', () => onStep({ name: 'connection', says: 'made' }));
      // Over TLS nothing of the request goes out before the other side has proved who it is.
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        reached.yes = true;
      });
    });
    const settle = (response: IncomingMessage): void => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      request.destroy();
    };
    let answered: IncomingMessage | null = null;
    // Once the status has been given, a body that breaks off or never ends does not change it.
    request.on('error', (error) => (answered === null ? reject(error) : settle(answered)));
    request.once('upgrade', settle);
    request.once('response', (response) => {
      answered = response;
      let read = 0;
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > LARGEST_REPLY_BYTES) settle(response);
      });
      response.on('error', () => settle(response));
      response.once('close', () => settle(response));
    });
    request.end(body);
  });
}

function attemptOf({ status, retryAfter }: Reply, now: Date): Attempt {
  const detail = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (status >= 200 && status < 300) return { outcome: 'delivered', detail };
  if (status === 410) return { outcome: 'dead', detail: `${detail}: the receiver asks for no more messages` };
  if (status >= 300 && status < 400) return { outcome: 'retry', detail: `${detail}: redirects are not followed`, ownerShouldKnow: true };
  if (status === 401 || status === 403 || status === 404) return { outcome: 'retry', detail, ownerShouldKnow: true };
  if (status === 400 || status === 413 || status === 422) return { outcome: 'retry', detail, aboutMessage: true };
  const wait = status === 429 || status === 503 ? retryAfterMs(retryAfter, now) : null;
  if (wait === null) return { outcome: 'retry', detail };
  return { outcome: 'retry', detail: `${detail}, asks to wait ${Math.round(wait / 1000)} s`, retryAfterMs: wait };
}

/** In words of our own: the error's text would name the address. */
function failureOf(error: unknown, signal: AbortSignal): Extract<Attempt, { outcome: 'retry' }> {
  if (signal.aborted) return { outcome: 'retry', detail: 'no complete answer before the deadline of the attempt' };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
  const known = Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;
  if (/CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO_/.test(code))
    return { outcome: 'retry', detail: `no trusted TLS connection (${code})`, ownerShouldKnow: true };
  return { outcome: 'retry', detail: `${known ?? 'the connection failed'} (${code})` };
}

const FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection broke off before an answer',
  EPIPE: 'the connection broke off before an answer',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'no connection',
  EHOSTUNREACH: 'no way to the host',
  ENETUNREACH: 'no way to the host',
};

import http, { type IncomingMessage, STATUS_CODES } from 'node:http';
import https from 'node:https';
import { UsageError } from '../errors.ts';
import { certificateCheck } from './certificate.ts';
import type { Attempt, AttemptStep, SendOptions } from './channel.ts';
import { isLoopback } from './loopback.ts';
import { retryAfterMs } from './retry-after.ts';

/** What came back, as far as it was read. Its texts may echo the address, which is a secret: they are never shown. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The first 64 KB; empty when the answer broke off, so that half a text says nothing. */
  readonly body: string;
}

interface PostOptions extends Pick<SendOptions, 'signal' | 'now'> {
  readonly onStep?: SendOptions['onStep'] | undefined;
  /** What an answer means; its status alone unless a service says more. */
  readonly judge?: (answer: Answer, now: Date) => Attempt;
}

/** An answer is read no further than this. */
const LARGEST_ANSWER_BYTES = 64 * 1024;

/**
 * An https address, or http to this machine.
 * @param what it is the address of, such as `webhook`.
 * @throws UsageError without the address.
 */
export function postAddress(text: string, what: string): URL {
  if (!URL.canParse(text)) throw new UsageError(`the ${what} address is not a URL`);
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new UsageError(`the ${what} address must begin with https:// (http:// only to this machine)`);
  }
  return url;
}

/** One POST of JSON, one attempt. No redirect is followed, no connection kept. Never throws for what the other side does. */
export async function postJson(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { signal, now, onStep = () => {}, judge = attemptOf }: PostOptions,
): Promise<Attempt> {
  const reached = { yes: false };
  try {
    const answer = await exchange(url, { ...headersOf(body), ...headers }, body, { signal, onStep, reached });
    const attempt = judge(answer, now);
    onStep({ name: 'HTTP', says: attempt.detail });
    return attempt;
  } catch (error) {
    const attempt = failureOf(error, signal);
    return reached.yes ? { ...attempt, mayHaveArrived: true } : attempt;
  }
}

const headersOf = (body: string): Record<string, string> => ({
  'content-type': 'application/json; charset=utf-8',
  'content-length': String(Buffer.byteLength(body)),
  'user-agent': 'tradewatch',
});

interface Exchange {
  readonly signal: AbortSignal;
  readonly onStep: (step: AttemptStep) => void;
  /** Told once anything of the request can have left this machine. */
  readonly reached: { yes: boolean };
}

/** Settles as soon as the answer or its first 64 KB are read, or it breaks off. */
function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { signal, onStep, reached }: Exchange,
): Promise<Answer> {
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
    const read: Buffer[] = [];
    let bytes = 0;
    let answered: IncomingMessage | null = null;
    const settle = (response: IncomingMessage): void => {
      const whole = response.complete || bytes > LARGEST_ANSWER_BYTES;
      const text = whole ? Buffer.concat(read).subarray(0, LARGEST_ANSWER_BYTES).toString('utf8') : '';
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: text });
      request.destroy();
    };
    // Once the status has been given, a body that breaks off or never ends does not change it.
    request.on('error', (error) => (answered === null ? reject(error) : settle(answered)));
    request.once('upgrade', settle);
    request.once('response', (response) => {
      answered = response;
      response.on('data', (chunk: Buffer) => {
        read.push(chunk);
        bytes += chunk.length;
        if (bytes > LARGEST_ANSWER_BYTES) settle(response);
      });
      response.on('error', () => settle(response));
      response.once('close', () => settle(response));
    });
    request.end(body);
  });
}

/** What a status means. */
export function attemptOf({ status, retryAfter }: Answer, now: Date): Attempt {
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

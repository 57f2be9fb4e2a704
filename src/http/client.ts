import { setTimeout as sleepFor } from 'node:timers/promises';
import pRetry from 'p-retry';
import { RetryLaterError, UsageError, WaitingError } from '../errors.ts';
import { charsetOf, judgeHead, mediaTypeOf, validatorOf } from './answer.ts';
import { readBody } from './body.ts';
import { anySignal, createDeadline, type Deadline } from './deadline.ts';
import { createExchanger } from './exchange.ts';
import { AttemptError, failureOf, whereOf } from './failure.ts';
import { guardTarget, normalHost, originsOf, type Resolve } from './guard.ts';
import { createPace, type Sleep } from './pace.ts';
import { type Hop, nextHop } from './redirect.ts';
import { firstHop, type HttpRequest, headersOf, sentUrl } from './request.ts';
import { LONGEST_WAIT_MS, pauseBeforeRetry } from './retry.ts';
import { createRobots } from './robots.ts';

/** Fetches from publishers: politely, within bounds, and never from inside the network that it runs in. */
export interface HttpClient {
  /**
   * @throws RetryLaterError when all attempts failed, or the publisher asked for a wait of more than two minutes.
   * @throws RefusedError when asking again would not help: 4xx, an address that is not public, a redirect that is not allowed, a body beyond the limits.
   * @throws WaitingError when the publisher does not accept the key.
   * @throws UsageError when the request itself is wrong.
   * @throws the reason of `signal` when it fired.
   */
  fetch(request: HttpRequest): Promise<HttpAnswer>;
  /** Ends what is running and closes the connections. */
  close(): void;
}

export type HttpAnswer =
  | {
      readonly kind: 'answered';
      /** Decompressed; never empty. */
      readonly bytes: Uint8Array;
      readonly status: number;
      /** As declared, lower case, without parameters. */
      readonly mediaType: string | null;
      /** As declared, lower case. */
      readonly charset: string | null;
      readonly etag: string | null;
      readonly lastModified: string | null;
      /** Where the answer came from, after redirects. */
      readonly url: string;
    }
  | { readonly kind: 'not_modified' }
  | { readonly kind: 'no_content' };

export interface HttpClientOptions {
  readonly userAgent?: string;
  /** For the whole exchange of one attempt, redirects and body included; 60 s. */
  readonly deadlineMs?: number;
  /** Of a body after decompression; 200 MB. */
  readonly maxBytes?: number;
  /** Of a body as it is sent; 64 MiB, so that a body without end stops long before memory does. */
  readonly maxWireBytes?: number;
  /** In all, the first included; 4. */
  readonly attempts?: number;
  /** Exact origins (`http://127.0.0.1:8080`) of publishers on private addresses. */
  readonly allowedPrivateOrigins?: readonly string[];
  readonly sleep?: Sleep;
  /** Never goes back, in milliseconds. */
  readonly clock?: () => number;
  /** Resolves host names; for tests of what a hostile name server does. */
  readonly resolve?: Resolve;
  readonly log?: { debug(message: string): unknown; warn(message: string): unknown };
  /** Hosts that asked earlier to be left alone, and for how many milliseconds yet. */
  readonly held?: Iterable<readonly [host: string, ms: number]>;
  /** Told when a host asks to be left alone (Retry-After), so that a restart does not forget it. */
  readonly onHold?: (host: string, ms: number) => Promise<void>;
  /** Told of each request that will be sent again. */
  readonly onRetry?: () => void;
  /** PEM texts, trusted beside the public authorities. */
  readonly caCertificates?: readonly string[];
}

const DEFAULTS = {
  userAgent: 'tradewatch (trade statistics monitor)',
  deadlineMs: 60_000,
  maxBytes: 200_000_000,
  maxWireBytes: 64 * 1024 * 1024,
  attempts: 4,
  allowedPrivateOrigins: [] as readonly string[],
  caCertificates: [] as readonly string[],
  clock: (): number => performance.now(),
  sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
    await sleepFor(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** For an address that was found in what others published. */
const CRAWL_LIMITS = { deadlineMs: 30_000, maxBytes: 5_000_000, maxWireBytes: 5_000_000, attempts: 2 };
/** RFC 9309 2.5 asks to read at least 500 KiB of a robots.txt. */
const ROBOTS_LIMITS = { deadlineMs: 30_000, maxBytes: 5_000_000, maxWireBytes: 5_000_000, attempts: 2, cutAt: 512_000 };
interface Limits {
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly maxWireBytes: number;
  readonly attempts: number;
  readonly cutAt?: number;
}

export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { userAgent, deadlineMs, maxBytes, maxWireBytes, attempts, caCertificates, clock, sleep, allowedPrivateOrigins } = {
    ...DEFAULTS,
    ...options,
  };
  const ordinary: Limits = { deadlineMs, maxBytes, maxWireBytes, attempts };
  const exempt = originsOf(allowedPrivateOrigins);
  const exchanger = createExchanger(caCertificates, options.resolve);
  const pace = createPace(sleep, clock, options.held);
  const closing = new AbortController();

  const robots = createRobots({
    userAgent,
    clock,
    fetch: (request, signal) => fetchWithin({ ...request, crawl: true }, ROBOTS_LIMITS, signal),
  });

  /** One attempt: the request and the redirects that it leads to. `held` is told when a host asked to be left alone. */
  async function attempt(
    request: HttpRequest,
    limits: Limits,
    signal: AbortSignal,
    held: (release: () => void) => void,
  ): Promise<HttpAnswer> {
    const deadline = createDeadline(limits.deadlineMs);
    const first = firstHop(request);
    for (let hop = first; ; ) {
      const current = hop;
      const host = normalHost(hop.url.hostname);
      const delay = request.crawl === true && limits !== ROBOTS_LIMITS ? await robots.admit(hop.url, request, signal) : 0;
      const answer = await pace.turn(host, Math.max(request.paceMs ?? 0, delay), signal, async () => {
        try {
          await request.beforeSending?.();
          return await ask(request, current, first.url.origin, limits, deadline, signal);
        } catch (error) {
          // Still in the host's turn, so that the next in the queue waits too.
          if (error instanceof AttemptError && error.retryAfterMs !== null) {
            held(pace.hold(host, error.retryAfterMs));
            await options.onHold?.(host, error.retryAfterMs);
          }
          throw error;
        }
      });
      if (!('redirect' in answer)) return answer;
      hop = nextHop(hop, answer.redirect, answer.location, {
        hosts: request.crawl === true && (request.hosts ?? []).length === 0 ? null : (request.hosts ?? []),
        secret: request.secret?.value ?? null,
      });
      options.log?.debug(`${whereOf(current.url)}: HTTP ${answer.redirect}, on to ${whereOf(hop.url)}`);
    }
  }

  async function ask(
    request: HttpRequest,
    hop: Hop,
    origin: string,
    limits: Limits,
    deadline: Deadline,
    outer: AbortSignal,
  ): Promise<HttpAnswer | { redirect: number; location: string | null }> {
    const { url, method, body } = hop;
    // What a stranger's feed names must not reach a private address, even a configured one, unless the source is there.
    const own = request.crawl !== true || (request.hosts ?? []).map(normalHost).includes(normalHost(url.hostname));
    const isExempt = guardTarget(url, own ? exempt : new Set());
    const secret = url.origin === origin ? request.secret : undefined;
    if (secret !== undefined && url.protocol !== 'https:' && !isExempt)
      throw new UsageError(`${whereOf(url)}: a key is only sent over https`);
    const headers = headersOf(request, hop, origin, userAgent);
    const conditional = 'If-None-Match' in headers || 'If-Modified-Since' in headers;
    if (secret !== undefined && 'header' in secret) headers[secret.header] = secret.value;

    let received: number | null = null;
    const late = (): string =>
      `${whereOf(url)}: no complete answer within ${limits.deadlineMs / 1000} s (${received === null ? 'not even its headers' : `${received} bytes of the body`} came)`;
    return await deadline.run(outer, late, async (signal) => {
      const exchange = await exchanger.exchange({ url: sentUrl(url, secret), method, headers, body, exempt: isExempt }, signal);
      const { head } = exchange;
      try {
        const verdict = judgeHead(
          url,
          head,
          {
            conditional,
            withSecret: secret !== undefined,
            answers: request.answerStatuses ?? [],
            mayBeMissing: request.mayBeMissing === true,
          },
          Date.now(),
        );
        if (verdict === 'redirect') return { redirect: head.status, location: head.header('location') };
        if (verdict !== 'take') return { kind: verdict };
        received = 0;
        const described = { url, contentLength: head.header('content-length'), contentEncoding: head.header('content-encoding') };
        const bytes = await readBody(exchange.body, described, limits, signal, (count) => {
          received = count;
        });
        if (exchange.lateError() !== undefined) throw exchange.lateError();
        return {
          kind: 'answered',
          bytes,
          status: head.status,
          mediaType: mediaTypeOf(head),
          charset: charsetOf(head),
          etag: validatorOf(head, 'etag'),
          lastModified: validatorOf(head, 'last-modified'),
          url: url.href,
        };
      } catch (error) {
        throw error instanceof WaitingError ? error : failureOf(error, url);
      } finally {
        // A body that nobody reads would hold its connection; one that was read to its end leaves it to the agent.
        if (!exchange.body.readableEnded) exchange.body.destroy();
      }
    });
  }

  async function fetchWithin(request: HttpRequest, limits: Limits, outer: AbortSignal | undefined): Promise<HttpAnswer> {
    const linked = anySignal(outer === undefined ? [closing.signal] : [outer, closing.signal]);
    const { signal } = linked;
    let release = (): void => {};
    let pause: number | null = null;
    let tried = 0;
    try {
      signal.throwIfAborted();
      return await pRetry(() => attempt(request, limits, signal, (given) => (release = given)), {
        retries: limits.attempts - 1,
        // The pauses are made here, by a sleep that can be injected.
        minTimeout: 0,
        signal,
        async onFailedAttempt({ error, attemptNumber, retriesLeft }) {
          tried = attemptNumber;
          pause = error instanceof AttemptError ? pauseBeforeRetry(error, attemptNumber, retriesLeft, Math.random()) : null;
          if (pause === null) return;
          options.onRetry?.();
          options.log?.warn(`${error.message}; attempt ${attemptNumber} of ${limits.attempts}, the next in ${Math.ceil(pause / 1000)} s`);
          await sleep(pause, signal);
          // Waited for here, by the one who was asked to; in the queue it would be waited for again.
          release();
        },
        shouldRetry: () => pause !== null,
      });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof AttemptError)) throw error;
      const wait = error.retryAfterMs;
      const asks = wait !== null && wait > LONGEST_WAIT_MS ? `, and asks to wait ${Math.ceil(wait / 1000)} s` : '';
      throw new RetryLaterError(`${error.message}${asks}${tried > 1 ? ` (${tried} attempts)` : ''}`, { retryAfterMs: wait ?? undefined });
    } finally {
      linked.dispose();
    }
  }

  return {
    fetch: (request) => fetchWithin(request, request.crawl === true ? CRAWL_LIMITS : ordinary, request.signal),
    close() {
      closing.abort(new Error('the HTTP client was closed'));
      exchanger.close();
    },
  };
}

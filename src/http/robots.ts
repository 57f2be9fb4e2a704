import { describeError, RefusedError, RetryLaterError } from '../errors.ts';
import type { HttpAnswer } from './client.ts';
import { refuse, StatusRefusedError } from './failure.ts';
import type { HttpRequest } from './request.ts';
import { LONGEST_WAIT_MS } from './retry.ts';
import { ALLOW_ALL, isAllowed, productToken, type RobotsRules, robotsRules } from './robots-rules.ts';

export interface Robots {
  /**
   * Asks robots.txt of the host, at most once a day (while the program runs).
   * @returns the pause that it wants between two requests, in milliseconds.
   * @throws RefusedError when it does not let us in, or wants a pause of more than two minutes.
   * @throws RetryLaterError when it cannot be read now: then nothing is asked of the host.
   */
  admit(url: URL, request: HttpRequest, signal: AbortSignal): Promise<number>;
}

export interface RobotsOptions {
  readonly userAgent: string;
  /** Never goes back, in milliseconds. */
  readonly clock: () => number;
  readonly fetch: (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;
}

/** RFC 9309 2.4: not to be used for longer. */
const KEEP_MS = 24 * 3_600_000;
/** A host that could not say is asked again after this. */
const KEEP_FAILURE_MS = 3_600_000;
const MAX_HOSTS = 500;

type Known = { readonly until: number } & ({ readonly rules: RobotsRules } | { readonly failure: string });

export function createRobots({ userAgent, clock, fetch }: RobotsOptions): Robots {
  const known = new Map<string, Known>();

  const ask = async (url: URL, request: HttpRequest, signal: AbortSignal): Promise<Known> => {
    const { hosts, paceMs } = request;
    const address = new URL('/robots.txt', url).href;
    const until = clock() + KEEP_MS;
    try {
      const answer = await fetch(
        { url: address, ...(hosts === undefined ? {} : { hosts }), ...(paceMs === undefined ? {} : { paceMs }) },
        signal,
      );
      const text = answer.kind === 'answered' ? new TextDecoder().decode(answer.bytes) : '';
      return { until, rules: robotsRules(text, userAgent) };
    } catch (error) {
      signal.throwIfAborted();
      // RFC 9309 2.3.1.3: a host without the file (any 4xx) lets everybody in; one that fails to say lets nobody.
      if (error instanceof StatusRefusedError) return { until, rules: ALLOW_ALL };
      if (error instanceof RefusedError || error instanceof RetryLaterError)
        return { until: clock() + KEEP_FAILURE_MS, failure: describeError(error) };
      throw error;
    }
  };

  return {
    async admit(url, request, signal) {
      const before = known.get(url.origin);
      const fresh = before !== undefined && before.until > clock();
      const now = fresh ? before : await ask(url, request, signal);
      if (!fresh) {
        known.delete(url.origin);
        known.set(url.origin, now);
        for (const oldest of known.keys()) if (known.size > MAX_HOSTS) known.delete(oldest);
      }
      if ('failure' in now) throw new RetryLaterError(`${url.host} is not asked while its robots.txt cannot be read: ${now.failure}`);
      if (!isAllowed(now.rules, url)) throw refuse(url, `robots.txt of ${url.host} does not let "${productToken(userAgent)}" in`);
      if (now.rules.crawlDelayMs > LONGEST_WAIT_MS)
        throw refuse(
          url,
          `robots.txt of ${url.host} asks for ${now.rules.crawlDelayMs / 1000} s between two requests; at most ${LONGEST_WAIT_MS / 1000} s are waited`,
        );
      return now.rules.crawlDelayMs;
    },
  };
}

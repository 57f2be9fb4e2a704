import type { RefusedError } from '../errors.ts';
import { refuse } from './failure.ts';
import { normalHost } from './guard.ts';

const MAX_REDIRECTS = 5;

/** One request of a chain. */
export interface Hop {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly body: string | null;
  /** What was asked before in this chain, oldest first: `GET https://...`. */
  readonly asked: readonly string[];
}

export interface RedirectRules {
  /** Hosts, beside the first, that a redirect may lead to; null: any. */
  readonly hosts: readonly string[] | null;
  readonly secret: string | null;
}

/**
 * Where a redirect leads; pure. The address guard is not its business: it looks at every hop.
 * @throws RefusedError: no or bad Location, a loop, more than 5, https to http, a host that is not the pipeline's, a
 * body that would go to another host, an address that repeats the key.
 */
export function nextHop(hop: Hop, status: number, location: string | null, rules: RedirectRules): Hop {
  const no = (reason: string): RefusedError => refuse(hop.url, `HTTP ${status} ${reason}`);
  if (location === null || !URL.canParse(location, hop.url.href)) throw no('redirects to no valid address');
  const url = new URL(location, hop.url.href);
  url.hash = '';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw no('redirects to something that is neither http nor https');
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') throw no(`redirects from https to http, at ${url.host}`);
  if (rules.secret !== null && repeats(url, rules.secret)) throw no(`redirects to an address at ${url.host} that repeats the key`);

  const first = new URL(hop.asked[0]?.split(' ')[1] ?? hop.url.href);
  const allowed = [first.hostname, ...(rules.hosts ?? [])].map(normalHost);
  if (rules.hosts !== null && !allowed.includes(normalHost(url.hostname)))
    throw no(`redirects to ${url.host}, which is not a host of this source (${[...new Set(allowed)].join(', ')})`);

  // RFC 9110 15.4: 307 and 308 repeat the request; after the others a POST becomes a GET, as all clients do.
  const repeat = status === 307 || status === 308 || hop.method === 'GET';
  if (repeat && hop.body !== null && url.origin !== hop.url.origin) throw no(`would send the body of the request to ${url.host}`);
  const next: Hop = { url, method: repeat ? hop.method : 'GET', body: repeat ? hop.body : null, asked: [...hop.asked, signature(hop)] };
  if (next.asked.includes(signature(next))) throw no('redirects in a loop');
  if (next.asked.length > MAX_REDIRECTS) throw no(`is the redirect after ${MAX_REDIRECTS} others`);
  return next;
}

/** Shorter ones would be found everywhere, and no publisher hands out such keys. */
const SHORTEST_SECRET_CHARACTERS = 6;

/** Whether a secret stands in an address, in any of the ways in which it can be written there. */
export function repeats(url: URL, secret: string): boolean {
  if (secret.length < SHORTEST_SECRET_CHARACTERS) return false;
  const { href } = url;
  const decoded = href.replaceAll(/(%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  return [href, decoded, decoded.replaceAll('+', ' ')].some((text) => text.toLowerCase().includes(secret.toLowerCase()));
}

function signature(hop: Hop): string {
  return `${hop.method} ${hop.url.href}`;
}

import { UsageError } from '../errors.ts';
import { ACCEPT_ENCODING } from './body.ts';
import { type Hop, repeats } from './redirect.ts';

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What the last answer said of itself: the publisher may then answer "not modified". GET only. */
  readonly conditional?: { readonly etag: string | null; readonly lastModified: string | null };
  /** Host names, beside the request's own, that it may be redirected to. */
  readonly hosts?: readonly string[];
  /** The least pause between the starts of two requests to one host, in milliseconds. */
  readonly paceMs?: number;
  /** Sent to the origin of `url` and nowhere else, over https (or to a configured loopback publisher). */
  readonly secret?: ({ readonly header: string } | { readonly query: string }) & { readonly value: string };
  /** Statuses besides 200 whose body is wanted as well. */
  readonly answerStatuses?: readonly number[];
  /** A 404 is "no content". */
  readonly mayBeMissing?: boolean;
  /**
   * The address was found, not configured: robots.txt of each host is obeyed, with its Crawl-delay; redirects may lead to
   * any public host; the page has 5 MB, 30 s and two attempts; configured private addresses count only for `hosts`.
   */
  readonly crawl?: boolean;
  readonly signal?: AbortSignal;
  /** Called before each request that is really sent, repeated ones and redirects included; what it throws ends the fetch. */
  readonly beforeSending?: () => Promise<void>;
}

/** Headers that say nothing of who asks: all that another origin gets to see. */
const OPEN_HEADERS = new Set(['accept', 'accept-language', 'content-type']);
/** What the client says itself. */
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
  'range',
  'proxy-authorization',
]);

/** @throws UsageError when the address or the key is wrong. */
export function firstHop(request: HttpRequest): Hop {
  // Not shown: the text, and the TypeError that has it in its `input`, may hold what must not be logged.
  if (!URL.canParse(request.url)) throw new UsageError('the address of a request is not a valid URL');
  const url = new URL(request.url);
  url.hash = '';
  const { secret } = request;
  if (secret !== undefined && !/^[\x21-\x7e]+( +[\x21-\x7e]+)*$/.test(secret.value))
    throw new UsageError(`${url.host}: the key has characters that a header cannot carry (a line end?)`);
  if (secret !== undefined && repeats(url, secret.value))
    throw new UsageError(`${url.host}: the key stands in the address; it is put in when the request is sent`);
  return { url, method: request.method ?? 'GET', body: request.body ?? null, asked: [] };
}

/** The address as it is sent: only here does a key stand in it. */
export function sentUrl(url: URL, secret: HttpRequest['secret']): URL {
  if (secret === undefined || !('query' in secret)) return url;
  const sent = new URL(url);
  sent.searchParams.set(secret.query, secret.value);
  return sent;
}

/** A key is none of them; what is given counts only at its own origin, but for what says nothing of who asks. */
export function headersOf(request: HttpRequest, hop: Hop, origin: string, userAgent: string): Record<string, string> {
  const home = hop.url.origin === origin;
  const given = Object.entries(request.headers ?? {}).filter(([name]) => {
    const lower = name.toLowerCase();
    if (OWN_HEADERS.has(lower) || (lower === 'content-type' && hop.body === null)) return false;
    return home || OPEN_HEADERS.has(lower);
  });
  const has = (wanted: string): boolean => given.some(([name]) => name.toLowerCase() === wanted);
  return {
    ...(has('user-agent') ? {} : { 'User-Agent': userAgent }),
    ...(has('accept') ? {} : { Accept: '*/*' }),
    'Accept-Encoding': ACCEPT_ENCODING,
    ...Object.fromEntries(given),
    ...(hop.method === 'GET' && request.conditional?.etag != null ? { 'If-None-Match': request.conditional.etag } : {}),
    ...(hop.method === 'GET' && request.conditional?.lastModified != null ? { 'If-Modified-Since': request.conditional.lastModified } : {}),
  };
}

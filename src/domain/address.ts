/** The address of an article, in one form, so that the same article from two feeds is one article. */

/** Parameters that say where a reader came from and change nothing on the page. Lower case. */
const TRACKING: ReadonlySet<string> = new Set([
  '_ga',
  '_gl',
  '_hsenc',
  '_hsmi',
  'cmp',
  'cmpid',
  'dclid',
  'fbclid',
  'gad_source',
  'gbraid',
  'gclid',
  'gclsrc',
  'igshid',
  'ito',
  'mc_cid',
  'mc_eid',
  'mkt_tok',
  'msclkid',
  'ocid',
  'spm',
  'srsltid',
  'twclid',
  'wbraid',
  'yclid',
]);
const TRACKING_PREFIXES: readonly string[] = ['utm_', 'wt_mc', 'at_', 'pk_', 'mtm_', 'ns_', 'hsa_', 'stm_', 'xtor'];

/** Longer ones are no addresses of articles; browsers and servers stop here too. */
const MAX_CHARACTERS = 4096;

/**
 * The canonical form: http or https, host in lower case, no user name, no default port, no fragment, no tracking
 * parameters; the other parameters stay as they are and in their order. A Google News redirect stays as it is: each
 * character of it is the key to the article.
 * @param base the address that a relative one is relative to; null when there is none.
 * @returns null when it is no http or https address.
 */
export function canonicalAddress(raw: string, base: string | null = null): string | null {
  const text = raw.trim();
  if (text === '' || text.length > MAX_CHARACTERS) return null;
  const url = parse(text, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null;
  if (isGoogleNewsRedirect(url)) return text;
  url.username = '';
  url.password = '';
  url.hash = '';
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair));
  url.search = kept.join('&');
  return url.href;
}

/** The host of an address without "www.", for a publisher that nobody names; null when it is no address. */
export const hostOf = (address: string): string | null => parse(address, null)?.hostname.replace(/^www\./, '') ?? null;

/** Whether it is an opaque link of Google News, which leads to the article only in a browser. */
export function isGoogleNews(address: string): boolean {
  const url = parse(address, null);
  return url !== null && isGoogleNewsRedirect(url);
}

const isGoogleNewsRedirect = (url: URL): boolean =>
  url.hostname === 'news.google.com' && /^\/(?:rss\/)?(?:articles|read)\//.test(url.pathname);

function isTracking(pair: string): boolean {
  const name = (pair.split('=', 1)[0] ?? '').toLowerCase();
  return TRACKING.has(name) || TRACKING_PREFIXES.some((prefix) => name.startsWith(prefix));
}

function parse(text: string, base: string | null): URL | null {
  try {
    return base === null ? new URL(text) : new URL(text, base);
  } catch {
    return null;
  }
}

/** RSS 0.9x, 1.0 (RDF) and 2.0, Atom and JSON Feed to items in one shape. Text is still as the feed has it: it may hold markup. */
import type { AtomFeed, DcNs, RdfFeed, RssFeed } from 'feedsmith';
import { RefusedError, refused } from '../errors.ts';
import { feedParser } from './document-parsers.ts';
import { charsetInDocument, decodeText, servedEncoding } from './encoding.ts';
import { readJsonFeed } from './json-feed.ts';

export interface Feed {
  readonly title: string | null;
  /** The page that the feed is of. */
  readonly link: string | null;
  readonly language: string | null;
  readonly items: readonly FeedItem[];
  /** Items that stand after the last one that is read. */
  readonly unread: number;
}

export interface FeedItem {
  readonly title: string | null;
  readonly link: string | null;
  /** What the link is relative to, where the feed says so (xml:base); may be relative itself. */
  readonly bases: readonly string[];
  /** The outlet that the item comes from, where an aggregator names it. */
  readonly source: string | null;
  /** As printed. */
  readonly date: string | null;
  readonly language: string | null;
  /** HTML or text. */
  readonly summary: string | null;
}

/** Real feeds have up to some hundreds; a sitemap-like one may have thousands. */
export const MAX_ITEMS = 10_000;

/**
 * Reads a feed. The encoding is what the bytes are: a declaration that they contradict does not count. Entities that a
 * document defines for itself are never expanded and nothing is fetched.
 * @param served the encoding that the server declared: for bytes that declare none and are no UTF-8.
 * @throws RefusedError when it is no feed (HTML, other JSON, other XML), is cut, or is no proper XML or JSON.
 */
export function readFeed(bytes: Uint8Array, where: string, served?: string): Feed {
  const document = feedText(bytes, where, served);
  if (document.trimStart().startsWith('{')) return readJsonFeed(document, where, MAX_ITEMS);
  const { root, start } = rootOf(document, where);
  // Nothing before the root is parsed: a document type, with the entities that it declares, has no effect.
  const text = document.slice(start);
  refuseIfCut(text, root, where);
  try {
    const parsed = feedParser().parseFeed(text, { maxItems: MAX_ITEMS });
    switch (parsed.format) {
      case 'rss':
        return withUnread(rss(parsed.feed), text, 'item');
      case 'rdf':
        return withUnread(rdf(parsed.feed), text, 'item');
      case 'atom':
        return withUnread(atom(parsed.feed), text, 'entry');
      case 'json':
        throw refused(where, 'JSON within XML');
    }
  } catch (cause) {
    // An empty <rss> or <feed> is a feed of nothing to its publisher, but not to us: it cannot be told from a fault.
    if (cause instanceof feedParser().ParseError) throw refused(where, `<${root}> without a channel or entries`, { cause });
    if (cause instanceof feedParser().MalformedError) throw refused(where, 'not well-formed XML', { cause });
    if (cause instanceof RefusedError) throw cause;
    throw new RefusedError(
      { where, reason: `not a feed: ${cause instanceof Error ? cause.message.slice(0, 200) : String(cause)}` },
      { cause },
    );
  }
}

/**
 * Decodes by the XML declaration, unless the bytes contradict it: UTF-8 declared as Latin-1 is UTF-8, and what is
 * declared as UTF-8 (or not at all) and is none is windows-1252, the superset of ISO-8859-1.
 */
function feedText(bytes: Uint8Array, where: string, served: string | undefined): string {
  const declaration = /^<\?xml [^?]{0,150}\?>/.exec(new TextDecoder('latin1').decode(bytes.subarray(0, 200)))?.[0].length ?? 0;
  const declared = charsetInDocument(bytes.subarray(0, declaration));
  const guess = { where, otherwise: (declared === null ? servedEncoding(served) : null) ?? 'windows-1252' } as const;
  if (declared === null || /^(?:utf-?8|us-ascii|ascii|iso-8859-1|latin-?1|windows-1252)$/.test(declared)) {
    const { text, encoding } = decodeText(bytes, guess);
    return encoding === 'windows-1252'
      ? text.replaceAll(/[\u0080-\u009F]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? '')
      : text;
  }
  return decodeText(bytes, { where, declared }).text;
}

/** 0x80 to 0x9F in windows-1252: the decoder of Node 20 leaves them as control characters. Five are not assigned. */
const WINDOWS_1252: readonly string[] = [...'€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'];

/** The names that the root element of a feed has. */
const ROOTS: readonly string[] = ['rss', 'feed', 'rdf:rdf', 'rdf'];

/** The name of the root element, in lower case, and where it begins. */
function rootOf(text: string, where: string): { readonly root: string; readonly start: number } {
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    const rest = text.slice(at, at + 60);
    if (rest === '') throw refused(where, 'the text is empty; expected a feed');
    const skip = rest.startsWith('<!--') ? '-->' : rest.startsWith('<?') ? '?>' : null;
    if (skip !== null) at = after(text, skip, at);
    else if (/^<!doctype\s{1,10}html/i.test(rest)) throw refused(where, HTML_REASON);
    else if (/^<!doctype/i.test(rest)) at = afterDoctype(text, at);
    else {
      const name = /^<([A-Za-z][\w.:-]{0,50})/.exec(rest)?.[1]?.toLowerCase();
      if (name !== undefined && ROOTS.includes(name.replace(/^(?!rdf:)\w{1,20}:/, ''))) return { root: name, start: at };
      if (name === 'html' || name === 'head' || name === 'body') throw refused(where, HTML_REASON);
      if (name !== undefined) throw refused(where, `the root element is <${name}>; expected <rss>, <feed> or <rdf:RDF>`);
      const what = rest.startsWith('[') ? 'JSON' : 'text';
      throw refused(where, `${what} where a feed was expected: ${JSON.stringify(rest.slice(0, 20))}`);
    }
  }
}

const HTML_REASON = 'an HTML page where a feed was expected (the address leads to a page, a login or a challenge)';

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? text.length : found + end.length;
}

/** A document type may hold declarations in brackets. */
function afterDoctype(text: string, from: number): number {
  const close = text.indexOf('>', from);
  const bracket = text.indexOf('[', from);
  if (bracket < 0 || close < 0 || bracket > close) return close < 0 ? text.length : close + 1;
  return after(text, '>', after(text, ']', bracket));
}

/** The parser repairs a cut document silently: its root must be closed, and only comments may stand after it. */
function refuseIfCut(text: string, root: string, where: string): void {
  let end = text.trimEnd();
  while (end.endsWith('-->') && end.lastIndexOf('<!--') >= 0) end = end.slice(0, end.lastIndexOf('<!--')).trimEnd();
  const last = end.slice(Math.max(0, end.lastIndexOf('</'))).toLowerCase();
  if (!last.startsWith(`</${root}`) || !/^\s{0,20}>$/.test(last.slice(root.length + 2))) {
    throw refused(where, `the feed is cut: it does not end with </${root}>`);
  }
}

function withUnread(feed: Omit<Feed, 'unread'>, text: string, element: string): Feed {
  if (feed.items.length < MAX_ITEMS) return { ...feed, unread: 0 };
  const found = text.match(new RegExp(`<${element}[\\s>]`, 'gi'))?.length ?? 0;
  return { ...feed, unread: Math.max(0, found - MAX_ITEMS) };
}

const first = (...texts: readonly (string | null | undefined)[]): string | null =>
  texts.find((text) => text !== undefined && text !== null && text.trim() !== '') ?? null;

function rss(feed: RssFeed.Feed<string>): Omit<Feed, 'unread'> {
  return {
    title: first(feed.title, feed.dc?.titles?.[0]),
    link: first(feed.link),
    language: first(feed.language, dcLanguage(feed.dc)),
    items: (feed.items ?? []).map((item) => ({
      title: first(item.title, item.dc?.titles?.[0]),
      link: first(item.link, permaLink(item.guid), item.atom?.links === undefined ? null : alternate(item.atom.links)),
      bases: basesOf(feed.xml?.base, item.xml?.base),
      source: first(item.source?.title),
      date: first(item.pubDate, item.dc?.dates?.[0]),
      language: first(dcLanguage(item.dc)),
      summary: first(item.description, item.content?.encoded),
    })),
  };
}

/** A guid is the address unless it says that it is not. */
const permaLink = (guid: RssFeed.Guid | undefined): string | null =>
  guid?.isPermaLink !== false && /^https?:\/\//i.test(guid?.value ?? '') ? (guid?.value ?? null) : null;

function rdf(feed: RdfFeed.Feed<string>): Omit<Feed, 'unread'> {
  return {
    title: first(feed.title, feed.dc?.titles?.[0]),
    link: first(feed.link),
    language: first(dcLanguage(feed.dc)),
    items: (feed.items ?? []).map((item) => ({
      title: first(item.title, item.dc?.titles?.[0]),
      link: first(item.link, item.rdf?.about),
      bases: basesOf(feed.xml?.base, item.xml?.base),
      source: null,
      date: first(item.dc?.dates?.[0]),
      language: first(dcLanguage(item.dc)),
      summary: first(item.description, item.content?.encoded, item.dc?.descriptions?.[0]),
    })),
  };
}

function atom(feed: AtomFeed.Feed<string>): Omit<Feed, 'unread'> {
  return {
    title: first(feed.title?.value),
    link: alternate(feed.links),
    language: first(feed.xml?.lang),
    items: (feed.entries ?? []).map((entry) => ({
      title: first(entry.title?.value, entry.dc?.titles?.[0]),
      link: alternate(entry.links),
      bases: basesOf(feed.xml?.base, entry.xml?.base),
      source: first(entry.source?.title?.value),
      date: first(entry.published, entry.updated, entry.dc?.dates?.[0]),
      language: first(entry.xml?.lang, entry.title?.xml?.lang),
      summary: first(entry.summary?.value, entry.content?.value),
    })),
  };
}

/** Atom's link to the page: `alternate`, which is also what no `rel` means; HTML before other types. */
function alternate(links: readonly { readonly href?: string; readonly rel?: string; readonly type?: string }[] | undefined): string | null {
  const pages = (links ?? []).filter((link) => link.rel === undefined || link.rel === 'alternate');
  return first(pages.find((link) => link.type === undefined || link.type.includes('html'))?.href, pages[0]?.href);
}

/** The outer one first: the inner one is relative to it. */
const basesOf = (...bases: readonly (string | undefined)[]): string[] => bases.filter((base) => base !== undefined);

const dcLanguage = (dc: DcNs.ItemOrFeed<string> | undefined): string | undefined => dc?.languages?.[0];

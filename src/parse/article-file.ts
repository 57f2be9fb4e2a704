/** A file with an article, as a person saved it: plain text, Markdown, or the HTML of a page. */

import { refused } from '../errors.ts';
import { loadMarkup } from './document-parsers.ts';
import { charsetInDocument, decodeText } from './encoding.ts';

export interface ArticleFile {
  /** Plain text, a paragraph a line. */
  readonly text: string;
  /** What the page says of itself; null where it says nothing, as in plain text. */
  readonly url: string | null;
  readonly publisher: string | null;
  /** ISO 8601, a day or a time. */
  readonly published: string | null;
}

const NOT_TEXT = 'script, style, noscript, template, nav, header, footer, aside, form, iframe, svg';
const BLOCKS = 'h1, h2, h3, p, li, blockquote, figcaption, td';

/** No article is longer; a file that is, is something else. */
const MOST_BYTES = 10 * 1024 * 1024;

/**
 * Reads a file by the ending of its name.
 * @throws RefusedError when it is no text, is damaged, or is larger than any article.
 */
export function readArticleFile(bytes: Uint8Array, name: string): ArticleFile {
  if (bytes.length > MOST_BYTES) throw refused(name, `${bytes.length} bytes: no article is longer than ${MOST_BYTES}`);
  const isHtml = /\.html?$/i.test(name);
  const { text } = decodeText(bytes, { where: name, declared: isHtml ? charsetInDocument(bytes) : null });
  if (isHtml) return page(text);
  return { text: /\.(?:md|markdown)$/i.test(name) ? withoutMarks(text) : text, url: null, publisher: null, published: null };
}

/** Markdown that would stand between the words: headings, emphasis, links, quotation marks. */
const withoutMarks = (text: string): string =>
  text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+/gm, '')
    .replaceAll(/(\*\*|__|`)/g, '');

function page(html: string): ArticleFile {
  const $ = loadMarkup(html);
  const meta = (...names: string[]): string | null => {
    for (const name of names) {
      const value = $(`meta[property="${name}"], meta[name="${name}"], meta[itemprop="${name}"]`).first().attr('content')?.trim();
      if (value !== undefined && value !== '') return value;
    }
    return null;
  };
  const published =
    structuredDay($) ?? meta('article:published_time', 'datePublished', 'date') ?? $('time[datetime]').first().attr('datetime') ?? null;
  const url = $('link[rel="canonical"]').attr('href') ?? meta('og:url');
  const title = meta('og:title') ?? $('title').first().text().trim();
  const publisher = meta('og:site_name');
  $(NOT_TEXT).remove();
  const root = ['article', 'main', 'body'].map((selector) => $(selector).first()).find((found) => found.length > 0) ?? $.root();
  const lines = root
    .find(BLOCKS)
    .toArray()
    .filter((element) => $(element).find(BLOCKS).length === 0)
    .map((element) => $(element).text().replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && line !== title);
  const day = published === null ? null : (/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?/.exec(published)?.[0] ?? null);
  const body =
    lines.length > 0
      ? lines.join('\n')
      : root
          .text()
          .replaceAll(/[ \t]+/g, ' ')
          .trim();
  return { text: title === '' ? body : `${title}\n${body}`, url: webAddress(url ?? null), publisher, published: day };
}

/** The day in the page's JSON-LD, at any depth and also in one that is not well-formed; null when there is none. */
function structuredDay($: ReturnType<typeof loadMarkup>): string | null {
  for (const script of $('script[type="application/ld+json"]').toArray()) {
    const found = /"datePublished"\s*:\s*"([^"\\]{4,40})"/.exec($(script).text());
    if (found?.[1] !== undefined) return found[1];
  }
  return null;
}

const webAddress = (text: string | null): string | null =>
  text !== null && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? new URL(text).href : null;

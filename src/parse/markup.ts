/** Markup to plain text. Titles and summaries of feeds are hostile: what comes out has no tags, scripts or control characters. */
import { loadMarkup } from './document-parsers.ts';

/** Elements that end a word; the others (b, i, a, span...) stand inside one. */
export const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr img li main nav ol option p pre section table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
);
/** Elements whose content is no text. */
export const HIDDEN: ReadonlySet<string> = new Set(['script', 'style', 'iframe', 'object', 'template', 'noscript', 'svg', 'math']);

/** Control characters, invisible characters and marks that reorder text on the screen; not the joiners of Persian and Indic script. */
const INVISIBLE = /[\p{Cc}\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu;

/**
 * The text of a piece of HTML on one line. Markup that was escaped once more ("&lt;b&gt;" in a title) is removed too.
 * Linear in the length of the text.
 * @param maxCharacters longer text is cut, with an ellipsis.
 */
export function textOfMarkup(markup: string, maxCharacters: number): string {
  // What is cut away first is far beyond what is kept; it bounds the work on one item.
  let text = markup.slice(0, maxCharacters * 50);
  for (let round = 0; round < 2; round += 1) text = decodeEntities(withoutTags(text));
  const line = plainLine(withoutTags(text));
  if (line.length <= maxCharacters) return line;
  return `${line
    .slice(0, maxCharacters - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

/** Text on one line, without control characters and what cannot be seen. */
export const plainLine = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(INVISIBLE, '').replaceAll(/ {2,}/g, ' ').trim();

const TAG_START = /<(?:\/?([A-Za-z][A-Za-z0-9:-]{0,40})|[!?])/y;

function withoutTags(text: string): string {
  let out = '';
  let at = 0;
  /** Where the last ">" is: after it nothing closes, and looking for it again would be quadratic. */
  const lastClose = text.lastIndexOf('>');
  for (;;) {
    const open = text.indexOf('<', at);
    if (open < 0) return out + text.slice(at);
    out += text.slice(at, open);
    TAG_START.lastIndex = open;
    const start = TAG_START.exec(text);
    if (start === null) {
      out += '<';
      at = open + 1;
    } else if (open > lastClose) {
      // A tag that never closes would still be one in a browser: only its bracket goes.
      at = open + 1;
    } else {
      at = endOfTag(text, open, (start[1] ?? '').toLowerCase());
      out += BLOCKS.has((start[1] ?? '').toLowerCase()) ? ' ' : '';
    }
  }
}

/** Where the text goes on after a tag, a comment, or an element that is hidden with its content. */
function endOfTag(text: string, open: number, name: string): number {
  if (text.startsWith('<!--', open)) {
    const end = text.indexOf('-->', open + 4);
    return end < 0 ? text.length : end + 3;
  }
  const close = text.indexOf('>', open) + 1;
  if (!HIDDEN.has(name) || text[open + 1] === '/' || text[close - 2] === '/') return close;
  const end = new RegExp(`</${name}`, 'gi');
  end.lastIndex = close;
  return end.exec(text)?.index ?? text.length;
}

const ENTITY = /&(?:#|[A-Za-z])/;
const COMMON_ENTITY = /&(amp|lt|gt|quot|apos|nbsp|#39);/g;
const COMMON_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };

/** The few entities that nearly all feeds keep to are decoded at once; for the other 2,000 the HTML parser is asked. */
function decodeEntities(text: string): string {
  if (!ENTITY.test(text)) return text;
  if (!ENTITY.test(text.replaceAll(COMMON_ENTITY, ' ')))
    return text.replaceAll(COMMON_ENTITY, (_, name: string) => COMMON_ENTITIES[name] ?? '');
  // No element is parsed: the text has no "<" when it comes to the parser.
  return loadMarkup(text.replaceAll('<', '&lt;'), null, false).root().text();
}

/**
 * XML documents of data services, strictly: what a forgiving parser would mend (a cut document, a tag that is not closed) is
 * refused, and so is every document type declaration, so that no entity is ever expanded or fetched.
 */
import type { CheerioAPI } from 'cheerio';
import { refused } from '../errors.ts';
import { loadMarkup } from './document-parsers.ts';
import { charsetInDocument, decodeText } from './encoding.ts';

const MAX_CHARACTERS = 50_000_000;
/** Answers are five levels deep. */
const MAX_DEPTH = 64;

/**
 * Decodes (as the document declares) and parses.
 * @throws RefusedError for a document that is not well-formed, has a DOCTYPE, or is larger or deeper than any answer.
 */
export function readXml(bytes: Uint8Array, where: string): CheerioAPI {
  const { text } = decodeText(bytes, { where, declared: charsetInDocument(bytes) });
  if (text.length > MAX_CHARACTERS) throw refused(where, `a document of ${text.length} characters; at most ${MAX_CHARACTERS} are read`);
  if (!text.trimStart().startsWith('<')) throw refused(where, `expected XML, got ${JSON.stringify(text.trimStart().slice(0, 20))}`);
  refuseMalformed(text, where);
  return loadMarkup(text, { xml: true });
}

/** What stands between "<" and ">" when it is no element, and how it ends. */
const OTHER_MARKUP: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];
const TAG = /^(\/?)([A-Za-z_][\w.:-]{0,100})(?=[\s/]|$)/;

/** Walks the text once. A ">" inside an attribute is taken for the end of its tag: no publisher writes one. */
function refuseMalformed(text: string, where: string): void {
  const open: string[] = [];
  let roots = 0;
  let at = 0;
  for (;;) {
    const start = text.indexOf('<', at);
    if (open.length === 0 && text.slice(at, start < 0 ? text.length : start).trim() !== '')
      throw refused(where, 'text stands outside the XML document');
    if (start < 0) break;
    const other = OTHER_MARKUP.find(([first]) => text.startsWith(first, start));
    if (other === undefined && text[start + 1] === '!')
      throw refused(where, 'a document type declaration (DOCTYPE, entities); expected plain elements');
    const ending = other?.[1] ?? '>';
    const end = text.indexOf(ending, start);
    if (end < 0) throw refused(where, 'the XML is cut inside a tag');
    at = end + ending.length;
    if (other === undefined) roots += readTag(text.slice(start + 1, end), open, where);
  }
  if (open.length > 0) throw refused(where, `the XML is cut: <${open.at(-1)}> is not closed`);
  if (roots !== 1) throw refused(where, `${roots} root elements; expected one`);
}

/** Opens or closes an element. @returns 1 when it is a root, else 0. */
function readTag(tag: string, open: string[], where: string): number {
  const [, closing, name] = TAG.exec(tag) ?? [];
  if (name === undefined || tag.includes('<')) throw refused(where, `not XML: "<${tag.slice(0, 40)}"`);
  if (closing === '/') {
    const expected = open.pop();
    if (expected !== name)
      throw refused(where, `</${name}> where ${expected === undefined ? 'nothing is open' : `</${expected}> should be`}`);
    return 0;
  }
  const root = open.length === 0 ? 1 : 0;
  if (!tag.endsWith('/')) open.push(name);
  if (open.length > MAX_DEPTH) throw refused(where, `elements nested more than ${MAX_DEPTH} deep`);
  return root;
}

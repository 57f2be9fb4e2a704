/** The text of an article on its page, by Mozilla's Readability (what Firefox shows in its reader view). */
import { articleReader, domParser } from './document-parsers.ts';
import { BLOCKS, HIDDEN, plainLine } from './markup.ts';

/** An article is not longer; what is, is a book or an index. */
const MAX_CHARACTERS = 100_000;
/** With less, Readability looks again with laxer rules, which let menus in; a Chinese article of this length is whole. */
const ENOUGH_CHARACTERS = 150;
const TEXT_NODE = 3;
const ELEMENT_NODE = 1;

/** What is used of a node. */
interface DomNode {
  readonly nodeType: number;
  readonly localName?: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<DomNode>;
}

/**
 * Plain text, one paragraph a line; empty when no article is found.
 * @param html with `html`, `head` and `body` written out: the parser adds none of them.
 */
export function articleText(html: string): string {
  const { document } = domParser().parseHTML(html);
  const { Readability } = articleReader();
  const article = new Readability<DomNode>(document, {
    serializer: (node) => node as unknown as DomNode,
    charThreshold: ENOUGH_CHARACTERS,
    disableJSONLD: true,
  }).parse();
  return article?.content == null ? '' : textOf(article.content);
}

/** Without recursion: depth is bounded elsewhere, the stack of a thread is not known here. */
function textOf(root: DomNode): string {
  const lines: string[] = [];
  let line = '';
  const left: (DomNode | 'end of line')[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === 'end of line') {
      lines.push(line);
      line = '';
    } else if (node.nodeType === TEXT_NODE) line += node.textContent ?? '';
    else if (node.nodeType === ELEMENT_NODE) {
      const name = node.localName ?? '';
      if (HIDDEN.has(name)) continue;
      const cell = name === 'td' || name === 'th';
      if (cell) line += ' ';
      const block = BLOCKS.has(name) && !cell;
      if (block) {
        lines.push(line);
        line = '';
        left.push('end of line');
      }
      left.push(...[...node.childNodes].reverse());
    }
  }
  const text = [...lines, line]
    .map(plainLine)
    .filter((one) => one !== '')
    .join('\n');
  return text.slice(0, MAX_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
}

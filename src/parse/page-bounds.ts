/** Whether a page may be given to a parser at all: found by one pass over its characters, the same on every machine. */

/** Pages of news have up to 60 levels; parsers take minutes over tens of thousands. */
const MAX_DEPTH = 500;
/** Long pages with comments have up to 15,000. */
const MAX_TAGS = 40_000;
const MAX_CHARACTERS = 4_000_000;
/** Of "<", in scripts too: parsers look at each of them as the start of something. */
const MAX_OPENINGS = 200_000;

/** Elements without an end, or whose end is left out as the standard allows: their starts say nothing of depth. */
const OPEN_ENDED: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th tbody thead tfoot colgroup caption rp rt'.split(
    ' ',
  ),
);
/** Their content is text up to their own end tag. */
const RAW: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'noscript', 'iframe', 'xmp', 'noembed', 'noframes']);

const TAG = /<(?:!--|(\/?)([A-Za-z][A-Za-z0-9:-]{0,40}))/g;

/** @returns why the page is not read, or null when it may be. */
export function pageFault(html: string): string | null {
  if (html.length > MAX_CHARACTERS) return `a page of ${html.length} characters; at most ${MAX_CHARACTERS} are read`;
  let openings = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) openings += 1;
  if (openings > MAX_OPENINGS) return `a page with more than ${MAX_OPENINGS} times "<"`;
  let depth = 0;
  let tags = 0;
  const tag = new RegExp(TAG);
  for (let match = tag.exec(html); match !== null; match = tag.exec(html)) {
    tags += 1;
    if (tags > MAX_TAGS) return `a page of more than ${MAX_TAGS} tags`;
    const [, slash, written] = match;
    if (written === undefined) {
      const end = html.indexOf('-->', tag.lastIndex);
      if (end < 0) return null;
      tag.lastIndex = end + 3;
      continue;
    }
    const name = written.toLowerCase();
    if (OPEN_ENDED.has(name)) continue;
    const close = html.indexOf('>', tag.lastIndex);
    if (close < 0) return null;
    if (slash === '/') depth = Math.max(0, depth - 1);
    else if (html[close - 1] !== '/') depth += 1;
    if (depth > MAX_DEPTH) return `a page of more than ${MAX_DEPTH} elements within each other`;
    tag.lastIndex = close + 1;
    if (slash === '/' || !RAW.has(name)) continue;
    const end = new RegExp(`</${name}`, 'gi');
    end.lastIndex = tag.lastIndex;
    const found = end.exec(html);
    if (found === null) return null;
    tag.lastIndex = found.index;
  }
  return null;
}

/** robots.txt as RFC 9309 defines it, with Crawl-delay, which many hosts add. Pure. */

export interface RobotsRules {
  readonly rules: readonly { readonly allow: boolean; readonly pattern: string }[];
  /** Between two requests, in milliseconds; 0 when it does not say. */
  readonly crawlDelayMs: number;
}

interface Group {
  readonly agents: string[];
  readonly rules: { allow: boolean; pattern: string }[];
  crawlDelayMs: number;
}

export const ALLOW_ALL: RobotsRules = { rules: [], crawlDelayMs: 0 };

/**
 * The rules for one crawler: of all groups that name it, else of those for everybody ("*").
 * @param agent its product token, such as "tradewatch"; case does not matter.
 */
export function robotsRules(text: string, agent: string): RobotsRules {
  const groups: Group[] = [];
  let naming = false;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)) {
    const content = line.split('#', 1)[0] ?? '';
    const colon = content.indexOf(':');
    if (colon < 0) continue;
    const key = content.slice(0, colon).trim().toLowerCase();
    const value = content.slice(colon + 1).trim();
    if (key === 'user-agent') {
      if (!naming) groups.push({ agents: [], rules: [], crawlDelayMs: 0 });
      naming = true;
      groups.at(-1)?.agents.push(value === '*' ? '*' : productToken(value));
      continue;
    }
    const group = groups.at(-1);
    if (key === 'allow' || key === 'disallow') {
      if (value !== '') group?.rules.push({ allow: key === 'allow', pattern: normalised(value) });
    } else if (key === 'crawl-delay') {
      if (group !== undefined && /^\d{1,6}(?:\.\d{1,6})?$/.test(value)) group.crawlDelayMs = Number(value) * 1000;
    } else continue;
    naming = false;
  }
  const token = productToken(agent);
  const named = groups.filter((group) => group.agents.includes(token));
  const ours = named.length > 0 ? named : groups.filter((group) => group.agents.includes('*'));
  return { rules: ours.flatMap((group) => group.rules), crawlDelayMs: Math.max(0, ...ours.map((group) => group.crawlDelayMs)) };
}

/** The longest rule that matches decides; of two equally long ones the one that allows. */
export function isAllowed({ rules }: RobotsRules, url: URL): boolean {
  const path = normalised(url.pathname + url.search);
  if (path === '/robots.txt') return true;
  let longest = -1;
  let allowed = true;
  for (const { allow, pattern } of rules) {
    if (pattern.length < longest || (pattern.length === longest && !allow) || !matches(pattern, path)) continue;
    longest = pattern.length;
    allowed = allow;
  }
  return allowed;
}

/** The name of a crawler: letters, "_" and "-" at the beginning of its user agent. */
export const productToken = (userAgent: string): string => /^[a-z_-]*/i.exec(userAgent.trim())?.[0].toLowerCase() ?? '';

/** "*" stands for anything, "$" at the end for the end. Each part is looked for after the one before: no pattern takes long. */
function matches(pattern: string, path: string): boolean {
  const toEnd = pattern.endsWith('$');
  const parts = (toEnd ? pattern.slice(0, -1) : pattern).split('*');
  const [first = '', ...others] = parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of others.entries()) {
    if (toEnd && index === others.length - 1) return path.length - part.length >= at && path.endsWith(part);
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return !toEnd || at === path.length;
}

/** Two spellings of one path as one: non-ASCII characters encoded, what needs no encoding plain, hexadecimal in capitals. */
const normalised = (path: string): string =>
  path
    .replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text))
    .replaceAll(/%[0-9a-f]{2}/gi, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : code.toUpperCase();
    });

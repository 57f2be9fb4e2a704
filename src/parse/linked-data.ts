/** Structured data of a page (https://schema.org/NewsArticle in JSON-LD). What is damaged counts as absent. */
import type { CheerioAPI } from 'cheerio';

type Node = Readonly<Record<string, unknown>>;

const ARTICLE = /(?:Article|BlogPosting|Report)$/;
const MAX_SCRIPTS = 20;
const MAX_SCRIPT_CHARACTERS = 500_000;
/** Of the nodes of one page. */
const MAX_NODES = 2000;

/** The first article that the page describes; null when there is none. */
export function linkedArticle($: CheerioAPI): Node | null {
  const nodes: unknown[] = [];
  for (const script of $('script[type="application/ld+json"]').toArray().slice(0, MAX_SCRIPTS)) nodes.push(parsed($(script).text()));
  // Breadth first: lists and @graph hold nodes; anything else is a part of one.
  for (let at = 0; at < nodes.length && at < MAX_NODES; at += 1) {
    const node = nodes[at];
    if (Array.isArray(node)) nodes.push(...node.slice(0, MAX_NODES));
    else if (isNode(node)) {
      if (textsOf(node, '@type').some((type) => ARTICLE.test(type))) return node;
      if (node['@graph'] !== undefined) nodes.push(node['@graph']);
    }
  }
  return null;
}

/** The values of a property that are texts or truth values, as texts. */
export function textsOf(node: Node | null, property: string): string[] {
  const value = node === null || !Object.hasOwn(node, property) ? undefined : node[property];
  return (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string' || typeof one === 'boolean' ? [String(one)] : [],
  );
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  if (text.length > MAX_SCRIPT_CHARACTERS) return null;
  try {
    return JSON.parse(text.replace(/^\s{0,100}(?:\/\/)?<!\[CDATA\[/, '').replace(/(?:\/\/)?\]\]>\s{0,100}$/, ''));
  } catch {
    return null;
  }
}

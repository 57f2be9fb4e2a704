/** JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/ */
import { refused } from '../errors.ts';
import type { Feed, FeedItem } from './feed.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, readJson } from './json.ts';

const VERSION = /^https?:\/\/(?:www\.)?jsonfeed\.org\/version\/1(?:\.\d)?\/?$/;

/** @throws RefusedError for other JSON, and for what is cut or no proper JSON. */
export function readJsonFeed(text: string, where: string, maxItems: number): Feed {
  const feed = readJson(text, where);
  const version = isJsonObject(feed) ? textIn(feed, 'version') : null;
  if (!isJsonObject(feed) || version === null || !VERSION.test(version)) {
    throw refused(where, 'JSON where a feed was expected: it is no JSON Feed, whose "version" is https://jsonfeed.org/version/1 or 1.1');
  }
  const items = feed['items'];
  if (!isJsonArray(items)) throw refused(where, 'a JSON Feed without the list "items"');
  return {
    title: textIn(feed, 'title'),
    link: textIn(feed, 'home_page_url'),
    language: textIn(feed, 'language'),
    items: items.slice(0, maxItems).map(itemOf),
    unread: Math.max(0, items.length - maxItems),
  };
}

/** What is no object becomes an item without anything, which is told of as such. */
function itemOf(value: JsonValue): FeedItem {
  const item: JsonObject = isJsonObject(value) ? value : {};
  const id = textIn(item, 'id');
  return {
    title: textIn(item, 'title'),
    // The standard asks for ids that are addresses; many feeds have no other.
    link: textIn(item, 'url') ?? textIn(item, 'external_url') ?? (id !== null && /^https?:\/\//i.test(id) ? id : null),
    bases: [],
    source: null,
    date: textIn(item, 'date_published') ?? textIn(item, 'date_modified'),
    language: textIn(item, 'language'),
    // Plain text may have a "<" that is none of markup.
    summary: textIn(item, 'summary') ?? textIn(item, 'content_html') ?? textIn(item, 'content_text')?.replaceAll('<', '&lt;') ?? null,
  };
}

function textIn(object: JsonObject, key: string): string | null {
  const value = Object.hasOwn(object, key) ? object[key] : null;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** What a page of news says of itself: in structured data (JSON-LD) first, then in its meta elements, then visibly. */
import type { CheerioAPI } from 'cheerio';
import { canonicalAddress } from '../domain/address.ts';
import { readPastDate } from './feed-date.ts';
import { declaredLanguage } from './language.ts';
import { linkedArticle, textsOf } from './linked-data.ts';
import { plainLine, textOfMarkup } from './markup.ts';

export interface PageFacts {
  /** The address that the page names as its own; null when it names none, or the front page. */
  readonly canonical: string | null;
  readonly title: string | null;
  /** ISO 8601 in UTC, or a day. */
  readonly date: string | null;
  readonly language: string | null;
  /** Whether the page says that everybody gets the whole article; null when it does not say. */
  readonly free: boolean | null;
}

const MAX_TITLE = 500;

/** In the order in which they are believed. `name`, `property` or `itemprop`, in lower case. */
const DATE_NAMES: readonly string[] = [
  'article:published_time',
  'og:article:published_time',
  'datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'dc.date.issued',
  'dcterms.issued',
  'dcterms.date',
  'dc.date',
  'publishdate',
  'publish-date',
  'publish_date',
  'pubdate',
  'weibo:article:create_at',
  'date',
];

export function pageFacts($: CheerioAPI, address: string | null, retrievedAt: string): PageFacts {
  const article = linkedArticle($);
  const metas = metasOf($);
  const titles = [...textsOf(article, 'headline'), metas.get('og:title'), $('h1').first().text(), $('title').first().text()];
  const locale = [$('html').attr('lang'), ...textsOf(article, 'inLanguage'), metas.get('content-language'), metas.get('og:locale')];
  return {
    canonical: canonicalOf([$('link[rel="canonical"]').attr('href'), metas.get('og:url')], address),
    title: titles.map((title) => textOfMarkup(title ?? '', MAX_TITLE)).find((title) => title !== '') ?? null,
    date: dateOf([...textsOf(article, 'datePublished'), ...DATE_NAMES.map((name) => metas.get(name)), ...visibleDates($)], retrievedAt),
    language: declaredLanguage(locale),
    free: freeOf(textsOf(article, 'isAccessibleForFree')),
  };
}

/** Truth values are printed as texts by some. */
function freeOf(said: readonly string[]): boolean | null {
  if (said.some((text) => /^(?:false|no)$/i.test(text))) return false;
  return said.some((text) => /^(?:true|yes)$/i.test(text)) ? true : null;
}

/** The first of each name. */
function metasOf($: CheerioAPI): ReadonlyMap<string, string> {
  const metas = new Map<string, string>();
  for (const element of $('meta[content]').toArray()) {
    const { name, property, itemprop, content, 'http-equiv': equivalent } = element.attribs;
    const key = (name ?? property ?? itemprop ?? equivalent ?? '').trim().toLowerCase();
    if (key !== '' && content !== undefined && content.trim() !== '' && !metas.has(key)) metas.set(key, content);
  }
  return metas;
}

/** A page that names the front page as its address says nothing. */
function canonicalOf(named: readonly (string | undefined)[], address: string | null): string | null {
  for (const one of named) {
    const url = one === undefined ? null : canonicalAddress(one, address);
    if (url !== null && new URL(url).pathname !== '/') return url;
  }
  return null;
}

function dateOf(printed: readonly (string | undefined)[], retrievedAt: string): string | null {
  for (const one of printed) {
    const date = one === undefined ? null : readPastDate(one, retrievedAt);
    if (date !== null) return date;
  }
  return null;
}

/** A longer text than this is a sentence that has a date in it, and the date may be of anything. */
const MAX_DATE_CHARACTERS = 80;
const MONTH_FIRST = /\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b/;
const DAY_FIRST = /\b(\d{1,2}) ([A-Z][a-z]{2,8})\.? (\d{4})\b/;
const NUMERIC = /\d{4}(?:-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?|\/\d{1,2}\/\d{1,2}|年\d{1,2}月\d{1,2}日)/;

/** Where a page shows when it was published: `time` elements, then short texts in what is named after a date. */
function visibleDates($: CheerioAPI): string[] {
  const times = $('article time, main time, time').toArray();
  const named = $(
    '[class*="date" i], [class*="time" i], [class*="publish" i], [class*="pubtime" i], [id*="date" i], [id*="time" i], [itemprop="datePublished"]',
  )
    .toArray()
    .slice(0, 50);
  return [
    ...times.slice(0, 20).flatMap((element) => [element.attribs['datetime'] ?? '', shown($(element).text())]),
    ...named.flatMap((element) => [element.attribs['datetime'] ?? '', shown($(element).text())]),
  ].filter((text) => text !== '');
}

/** The date in a short text ("Published: August 20, 2025, 10:45 am"), as a day unless it is ISO. */
function shown(text: string): string {
  const line = plainLine(text.slice(0, 400));
  if (line.length > MAX_DATE_CHARACTERS) return '';
  const first = MONTH_FIRST.exec(line);
  if (first !== null) return `${first[2]} ${first[1]} ${first[3]}`;
  return DAY_FIRST.exec(line)?.[0].replace('.', '') ?? NUMERIC.exec(line)?.[0] ?? '';
}

import type { Context, Hono } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { PartsOf } from '../store/store.ts';
import type { AlertWords, Deployment, Vitals } from './deployment.ts';
import { layout } from './layout.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The parts of the store that pages ask. */
export const SITE_PARTS = [
  'claims',
  'everyAlert',
  'held',
  'lookups',
  'manners',
  'mirror',
  'outbox',
  'releases',
  'runs',
  'series',
  'status',
] as const;
export type SiteStore = PartsOf<(typeof SITE_PARTS)[number]>;

/** What pages read from: functions of the store that change nothing. */
export interface SiteContext {
  readonly store: SiteStore;
  readonly now: () => Date;
  readonly version: string;
  readonly deployment: Deployment;
  readonly words: AlertWords;
  /** Null before the first report. */
  readonly vitals: () => Vitals | null;
  /** Whether a process holds the lock of the database. */
  readonly isServed: () => boolean;
}

/** What was asked: the parts of the path, and the query. */
export interface Asked {
  readonly path: string;
  param(name: string): string;
  query(name: string): string | null;
}

/**
 * One page and its JSON: both show what `data` gives. The JSON is served at `/api/v1` followed by the path.
 */
export interface Page<T> {
  /** As hono writes it: `/runs/:id`. */
  readonly path: string;
  /** Its place in the navigation, or of a page beneath, the place of the one above. */
  readonly section: Section;
  title(data: T): string;
  /** @returns null when there is no such thing: the answer is then 404. */
  data(context: SiteContext, asked: Asked): Promise<T | null>;
  view(data: T, asked: Asked): Html;
  /** As programs read it; default: `data` as it is. */
  json?(data: T): unknown;
}

/** Characters that show text in another order than it is written in: strangers' names could say something else than they do. */
const TURNS_TEXT = /[\u202a-\u202e\u2066-\u2069]/g;

export const SECTIONS = { overview: '/', series: '/series', mirror: '/mirror', alerts: '/alerts', news: '/news', runs: '/runs' } as const;
export type Section = keyof typeof SECTIONS;

/** What was asked cannot be read; the message says what would be right, and is shown. */
export class Unclear extends Error {}

export function addPage<T>(site: Hono, context: SiteContext, page: Page<T>): void {
  site.get(page.path, async (c) => {
    const asked = askedOf(c);
    const data = await unlessUnclear(page.data(context, asked));
    if (data === null) return c.html(await notFound(context), 404);
    if (data instanceof Unclear) return c.html(await unclear(context, page.section, data.message), 400);
    const { version } = context;
    const whole = await layout({ title: page.title(data), section: page.section, version, body: await page.view(data, asked) });
    return c.html(whole.replaceAll(TURNS_TEXT, ''));
  });
  site.get(page.path === '/' ? '/api/v1' : `/api/v1${page.path}`, async (c) => {
    const data = await unlessUnclear(page.data(context, askedOf(c)));
    if (data === null) return c.json({ error: 'there is no such thing' }, 404);
    if (data instanceof Unclear) return c.json({ error: data.message }, 400);
    return c.json(page.json === undefined ? data : (page.json(data) as object));
  });
}

export const notFound = (context: Pick<SiteContext, 'version'>): Html =>
  layout({ title: 'Not found', section: null, version: context.version, body: 'There is no such page.' });

const unclear = (context: Pick<SiteContext, 'version'>, section: Section, message: string): Html =>
  layout({ title: 'Not understood', section, version: context.version, body: message });

export async function unlessUnclear<T>(asked: Promise<T>): Promise<T | Unclear> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Unclear) return error;
    throw error;
  }
}

export const askedOf = (c: Context): Asked => ({
  path: c.req.path,
  param: (name) => c.req.param(name) ?? '',
  query: (name) => c.req.query(name) ?? null,
});

import { timingSafeEqual } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { formatSeriesKey } from '../domain/series.ts';
import { assets } from './assets.ts';
import { addFeed } from './feed.ts';
import { addFigureFiles } from './figure-files.ts';
import { addHealth } from './health.ts';
import { addMetrics } from './metrics.ts';
import { addPage, notFound, type Page, type SiteContext } from './page.ts';
import { alertPage } from './pages/alert.ts';
import { alertList } from './pages/alerts.ts';
import { claim } from './pages/claim.ts';
import { figure } from './pages/figure.ts';
import { mirror } from './pages/mirror.ts';
import { news } from './pages/news.ts';
import { runPage } from './pages/one-run.ts';
import { overview } from './pages/overview.ts';
import { addCalendar, releaseList } from './pages/releases.ts';
import { runList } from './pages/runs.ts';
import { series } from './pages/series.ts';
import { seriesSearch } from './pages/series-search.ts';
import { sourcePage } from './pages/source.ts';
import { sourceList } from './pages/sources.ts';
import { keepRendered } from './rendered.ts';
import { keyOf } from './series-view.ts';

export interface SiteOptions extends SiteContext {
  /** Asked for with every request when set, as a bearer token or as the password of HTTP's own login. */
  readonly token: string | null;
  /** Names under which the site may be asked for; others are refused, so that a page elsewhere cannot have itself resolved to here. */
  readonly hosts: readonly string[];
  /** Told of what went wrong; the visitor only learns that something did. */
  readonly failed: (error: unknown, path: string) => void;
}

const PAGES: readonly Page<unknown>[] = [
  overview,
  seriesSearch,
  series,
  figure,
  mirror,
  alertList,
  alertPage,
  news,
  claim,
  runList,
  runPage,
  sourceList,
  sourcePage,
  releaseList,
];

/** The status pages: read-only, complete without scripts, nothing from elsewhere. */
export function createSite(options: SiteOptions): Hono {
  const site = new Hono();
  site.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      // These pages are plain HTTP, or behind a proxy that knows better.
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
    }),
  );
  site.use(knownHost(options.hosts));
  if (options.token !== null) site.use(withToken(options.token));
  site.use(etag());
  site.use(async (c, next) => {
    await next();
    if (!c.req.path.startsWith('/assets/')) c.header('Cache-Control', 'no-cache');
  });
  site.use(async (c, next) => {
    const escaped = withEscapedKey(c.req.path);
    return escaped === null ? next() : c.redirect(`${escaped}${new URL(c.req.url).search}`, 301);
  });
  assets(site);
  addHealth(site, options);
  addMetrics(site, options);
  site.use(keepRendered(options));
  addFeed(site, options);
  addCalendar(site, options);
  addFigureFiles(site, options);
  for (const page of PAGES) addPage(site, options, page);
  site.notFound(async (c) => c.html(await notFound(options), 404));
  site.onError((error, c) => {
    options.failed(error, c.req.path);
    return c.text('Something went wrong here; the log of tradewatch says what.\n', 500);
  });
  return site;
}

/** Where a path leads that holds a series key as it is printed: its slash is %2F in a path. Null for any other path. */
function withEscapedKey(path: string): string | null {
  const [, before = '', pipeline = '', rest = '', after = ''] =
    /^((?:\/api\/v1)?\/series\/)([^/%]+)\/([^/]+?)((?:\.csv)?(?:\/.*)?)$/.exec(path) ?? [];
  const key = keyOf(`${pipeline}/${rest.replace(/%3A/gi, ':')}`);
  return key === null ? null : `${before}${encodeURIComponent(formatSeriesKey(key))}${after}`;
}

/** Only reading, and only under a name that is ours. */
function knownHost(hosts: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return c.text('These pages are read-only.\n', 405, { Allow: 'GET, HEAD' });
    const host = (c.req.header('host') ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!hosts.includes('*') && !hosts.includes(host)) return c.text('This site is not known by that name.\n', 421);
    return next();
  };
}

function withToken(token: string): MiddlewareHandler {
  return async (c, next) => {
    const given = tokenOf(c.req.header('authorization') ?? '');
    if (given !== null && sameText(given, token)) return next();
    return c.text('A token is wanted.\n', 401, { 'WWW-Authenticate': 'Basic realm="tradewatch", charset="UTF-8"' });
  };
}

/** `Bearer TOKEN`, or the password of `Basic`. */
function tokenOf(header: string): string | null {
  const [, scheme = '', value = ''] = /^(\w+) +(.*)$/.exec(header) ?? [];
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  const login = Buffer.from(value, 'base64').toString('utf8');
  return login.slice(login.indexOf(':') + 1);
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { SiteContext } from './page.ts';

/** What pages say of the time (late, next) may lag by this much. */
const FRESH_MS = 30_000;
const MOST_PAGES = 300;
const KEPT = /^(?:text\/html|application\/json|application\/atom\+xml|text\/calendar)\b/;
/** Larger answers, such as long tables of figures, are made anew each time. */
const MOST_CHARACTERS = 400_000;

interface Rendered {
  readonly body: string;
  readonly headers: Headers;
  readonly version: number;
  readonly at: number;
}

/**
 * Keeps what was rendered for as long as nothing changed in the database, and for half a minute at most: many readers of
 * a page cost one.
 */
export function keepRendered({ store, now }: Pick<SiteContext, 'store' | 'now'>): MiddlewareHandler {
  const kept = new Map<string, Rendered>();
  return async (c, next) => {
    // With the name under which the site was asked for: feeds have whole addresses.
    const key = c.req.url;
    // Asked for before the page is made: a change meanwhile makes it old, never new.
    const version = await store.dataVersion();
    const at = now().getTime();
    const known = kept.get(key);
    if (known !== undefined && known.version === version && Math.abs(at - known.at) < FRESH_MS) {
      c.res = new Response(known.body, { headers: new Headers(known.headers) });
      return;
    }
    await next();
    if (c.res.status !== 200 || !KEPT.test(c.res.headers.get('content-type') ?? '')) return;
    const body = await c.res.clone().text();
    kept.delete(key);
    if (body.length > MOST_CHARACTERS) return;
    c.res.headers.set('ETag', `"${createHash('sha256').update(body).digest('base64url')}"`);
    kept.set(key, { body, headers: new Headers(c.res.headers), version, at });
    const oldest = kept.keys().next().value;
    if (kept.size > MOST_PAGES && oldest !== undefined) kept.delete(oldest);
  };
}

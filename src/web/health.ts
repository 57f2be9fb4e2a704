import type { Hono } from 'hono';
import type { SiteContext } from './page.ts';

/** `/healthz`: this process answers. `/readyz`: it can read its database. */
export function addHealth(site: Hono, { store }: Pick<SiteContext, 'store'>): void {
  site.get('/healthz', (c) => c.json({ status: 'ok' }));
  site.get('/readyz', async (c) => {
    try {
      await store.counts();
      return c.json({ status: 'ready' });
    } catch {
      return c.json({ status: 'the database cannot be read' }, 503);
    }
  });
}

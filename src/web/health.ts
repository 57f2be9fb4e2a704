import type { Hono } from 'hono';
import type { SiteContext } from './page.ts';

/**
 * `/healthz`: this process answers. `/readyz`: its database can be read, has the tables that it knows, and is in the hands
 * of a process that writes it.
 */
export function addHealth(site: Hono, { store, isServed }: Pick<SiteContext, 'store' | 'isServed'>): void {
  site.get('/healthz', (c) => c.json({ status: 'ok' }));
  site.get('/readyz', async (c) => {
    const fault = await faultOf(store, isServed);
    return fault === null ? c.json({ status: 'ready' }) : c.json({ status: fault }, 503);
  });
}

async function faultOf(store: SiteContext['store'], isServed: () => boolean): Promise<string | null> {
  try {
    if (!(await store.isCurrent())) return 'the database is being migrated, or is of another version';
    await store.nextDelivery();
  } catch {
    return 'the database cannot be read';
  }
  return isServed() ? null : 'no process keeps the database up to date';
}

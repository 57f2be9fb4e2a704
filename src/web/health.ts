import type { Hono } from 'hono';
import type { Vitals } from './deployment.ts';
import type { SiteContext } from './page.ts';

/**
 * `/healthz`: this process answers. `/readyz`: its database can be read, has the tables that it knows, and is in the hands
 * of a process that writes it and whose work did not fail when it was last tried.
 */
export function addHealth(site: Hono, { store, isServed, vitals }: Pick<SiteContext, 'store' | 'isServed' | 'vitals'>): void {
  site.get('/healthz', (c) => c.json({ status: 'ok' }));
  site.get('/readyz', async (c) => {
    const fault = (await faultOf(store, isServed)) ?? workFault(vitals());
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

/** What the work that goes on unattended fails of, in words. */
export function workFault(vitals: Vitals | null): string | null {
  return vitals === null || vitals.fault === null ? null : `the work fails: ${vitals.fault}`;
}

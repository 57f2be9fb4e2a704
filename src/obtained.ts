import type { Services } from './services.ts';

/**
 * When what is obtained now counts as obtained: now, and never before what its source said last. After a clock that was ahead is put right,
 * what is said now would else be taken for older than what was read meanwhile, and not come into force.
 * @returns an instant, ISO 8601 in UTC.
 */
export async function obtainedNow({ store, now }: Pick<Services, 'store' | 'now'>, pipeline: string): Promise<string> {
  const at = now().toISOString();
  const last = await store.lastSight(pipeline);
  return last === null || last <= at ? at : new Date(Date.parse(last) + 1).toISOString();
}

import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { SeriesKey } from '../src/domain/series.ts';
import { observations, publish, temporaryStore } from './support/store.ts';

/** The SQL of a document that has these words in it. */
function sqlOf(document: string, words: string): string {
  const blocks = [...readFileSync(new URL(`../docs/${document}`, import.meta.url), 'utf8').matchAll(/^```sql\n([\s\S]*?)^```$/gm)];
  const found = blocks.map(([, sql = '']) => sql).filter((sql) => sql.includes(words));
  expect(found).toHaveLength(1);
  return found[0] as string;
}

/** Invented: June is told twice on one day, and once more, twice on one day, a month later. */
async function toldTwice(key: Partial<SeriesKey>): Promise<Database.Database> {
  const { store, file } = temporaryStore();
  const tell = async (day: string, month: string, value: number): Promise<void> =>
    void (await publish(store, `${day}T00:00:00.000Z`, observations([[month, value]], key)));
  await tell('2024-07-20', '2024-06', 100);
  await tell('2025-07-20', '2025-06', 110);
  await tell('2025-07-20', '2025-06', 120);
  await tell('2025-08-20', '2025-06', 140);
  await tell('2025-08-20', '2025-06', 150);
  store.close();
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  return db;
}

test('of publications of one instant the last counts: one revision, one first release, one growth of that day', async () => {
  const magnets = await toldTwice({ product: '85051110' });
  expect(magnets.prepare(sqlOf('data-model.md', 'AS became')).all()).toMatchObject([
    { period: '2025-06', was: 120, became: 150, revised_at: '2025-08-20T00:00:00.000Z' },
  ]);
  expect(magnets.prepare(sqlOf('cookbook.md', 'AS told_on')).all()).toMatchObject([
    { period: '2025-06', told_on: '2025-07-20', value: 120, base: 100, yoy_then: 20 },
  ]);
  const invented = await toldTwice({ product: '99999999' });
  expect(invented.prepare(sqlOf('cookbook.md', 'AS first_known')).all()).toMatchObject([
    { period: '2025-06', first_known: '2025-07-20', first: 120, latest: 150, revised_percent: 25 },
  ]);
});

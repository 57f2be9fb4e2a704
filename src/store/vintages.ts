import type { TableBatch } from './batch.ts';
import type { MergeStatements } from './merge-statements.ts';

/** When a value was first seen, and the day that was printed on its publication. */
export interface Vintage {
  readonly known_from: string;
  readonly published_at: string | null;
}

/** The vintages of one batch as they are made, and those of others as they are read: each once. */
export function batchVintages(sql: MergeStatements, batch: TableBatch) {
  const made = new Map<string, number>();
  const known = new Map<number, Vintage>();
  return {
    /** The number of the batch's vintage of an instant, which is made when it is first asked for. */
    made(seenAt: string): number {
      const id =
        made.get(seenAt) ?? Number(sql.addVintage.run(batch.snapshotId, seenAt, batch.publishedAt, batch.loadedAt).lastInsertRowid);
      made.set(seenAt, id);
      return id;
    },
    /** The last that was made; null when nothing changed. */
    last: (): number | null => [...made.values()].at(-1) ?? null,
    read(id: number): Vintage {
      const found = known.get(id) ?? (sql.vintage.get(id) as Vintage);
      known.set(id, found);
      return found;
    },
  };
}

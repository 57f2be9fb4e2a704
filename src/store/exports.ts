import { UsageError } from '../errors.ts';
import type { Sqlite } from './database.ts';
import { type Bindings, bindings, keysOf, SELECTED_FIGURES, SELECTED_KEYS, SELECTED_SERIES, within } from './export-selection.ts';
import type { ExportedProduct, ExportedSource, ExportMoment, ExportPart, ExportStore } from './export-store.ts';
import { exportedFigures } from './exported-figures.ts';
import { inBatches } from './in-batches.ts';
import { rowTaker } from './row-taker.ts';

const BATCH_ROWS = 1000;

const PRODUCTS = `SELECT p.pipeline, p.classification, p.product, p.name FROM product p
  WHERE EXISTS (SELECT 1 FROM series_key k WHERE k.product = p.product AND k.pipeline = p.pipeline AND k.classification = p.classification AND ${SELECTED_SERIES})
  ORDER BY p.pipeline, p.classification, p.product`;

export function exportStore(db: Sqlite): ExportStore {
  const newest = db.prepare("SELECT loaded_at || '/' || vintage_id FROM vintage ORDER BY vintage_id DESC LIMIT 1").pluck();
  const loadedAt = db.prepare('SELECT loaded_at FROM vintage WHERE vintage_id = ?').pluck();
  const firstSince = db
    .prepare('SELECT COALESCE(MIN(vintage_id), (SELECT COALESCE(MAX(vintage_id), 0) + 1 FROM vintage)) FROM vintage WHERE loaded_at >= ?')
    .pluck();
  const selectedSources =
    db.prepare(`SELECT k.pipeline, c.title, c.publisher, c.licence FROM series_key k LEFT JOIN source c ON c.pipeline = k.pipeline
    WHERE ${SELECTED_SERIES} GROUP BY k.pipeline ORDER BY k.pipeline`);
  /** The number of the first vintage that counts as a change. */
  function firstChange(mark: string): number {
    const [time = '', number] = mark.split('/');
    if (number === undefined) return firstSince.get(time) as number;
    if (loadedAt.get(Number(number)) !== time)
      throw new UsageError(
        `--changed-since ${mark}: nothing was loaded here as number ${number} at that time; the database was restored or rebuilt: take everything once, without --changed-since`,
      );
    return Number(number) + 1;
  }

  return {
    async exportMoment(selection, work) {
      db.exec('BEGIN');
      try {
        const asked = bindings(selection, selection.changedSince === null ? null : firstChange(selection.changedSince));
        const figures = exportedFigures(db);
        const parts = partsOf(db);
        const sources = selectedSources.all(asked) as ExportedSource[];
        const moment: ExportMoment = {
          nextChangedSince: (newest.get() as string | undefined) ?? null,
          sources,
          parts: async () => parts(asked, sources),
          figures: (table, part) => figures(table, part === undefined ? asked : within(asked, part)),
          async *products() {
            yield* inBatches(db.prepare(PRODUCTS).iterate(asked) as IterableIterator<ExportedProduct>, BATCH_ROWS);
          },
        };
        return await work(moment);
      } finally {
        db.exec('ROLLBACK');
      }
    },
  };
}

/** The years in which the figures of each source end. */
function partsOf(db: Sqlite): (asked: Bindings, sources: readonly ExportedSource[]) => ExportPart[] {
  let years = new Set<number>();
  const take = rowTaker(db, (year: number) => {
    years.add(year);
    return null;
  });
  const ofSource = db.prepare(`SELECT COUNT(${take}(o.period / 100))
    FROM series_key k CROSS JOIN series s ON s.key_id = k.key_id CROSS JOIN observation o ON o.series_id = s.series_id
    WHERE ${SELECTED_KEYS} AND ${SELECTED_FIGURES}`);
  return (asked, sources) =>
    sources.flatMap(({ pipeline }) => {
      years = new Set();
      ofSource.get({ ...asked, ...keysOf(pipeline) });
      return [...years].sort((a, b) => a - b).map((year) => ({ pipeline, year }));
    });
}

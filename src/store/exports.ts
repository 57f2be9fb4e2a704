import { UsageError } from '../errors.ts';
import type { Sqlite } from './database.ts';
import type { ExportedSource, ExportMoment, ExportPart, ExportRow, ExportSelection, ExportStore, ExportTable } from './export-store.ts';
import { OBSERVATION_COLUMNS, PROVENANCE, vintageColumns } from './views-observation.ts';
import { periodText } from './views-period.ts';

const BATCH_ROWS = 1000;

const amongst = (column: string, list: string): string => `(@${list} = '[]' OR ${column} IN (SELECT value FROM json_each(@${list})))`;

const SELECTED_SERIES = [
  amongst('k.pipeline', 'pipelines'),
  `(@products = '[]' OR k.product IN (SELECT value FROM json_each(@products)) OR k.classification || ':' || k.product IN (SELECT value FROM json_each(@products)))`,
  amongst('k.reporter', 'reporters'),
  amongst('k.partner', 'partners'),
].join(' AND ');

/**
 * A vintage writes a value, or ends or dates one that was there. Its number tells what was loaded after what: the clock may have
 * been set back, and a publication that is dated when its load begins is seen only when that has ended.
 */
const CHANGED = `(@since IS NULL OR EXISTS (SELECT 1 FROM observation t WHERE t.series_id = o.series_id AND t.period = o.period AND t.vintage_id >= @since)
  OR EXISTS (SELECT 1 FROM observation_history t WHERE t.series_id = o.series_id AND t.period = o.period AND (t.vintage_id >= @since OR t.replaced_by >= @since)))`;

const CHANGE = `CASE WHEN @since IS NULL THEN NULL
  WHEN o.value IS NULL AND EXISTS (SELECT 1 FROM observation_history t WHERE t.series_id = o.series_id AND t.period = o.period AND t.value IS NOT NULL) THEN 'withdrawn'
  WHEN o.vintage_id < @since OR EXISTS (SELECT 1 FROM observation_history t WHERE t.series_id = o.series_id AND t.period = o.period AND t.vintage_id < @since) THEN 'revised'
  ELSE 'new' END AS change`;

const PERIOD = periodText('s.period_kind', 'o.period');
const DAYS = `substr(${PERIOD}, 1, 7) || '-01' AS period_start, date(substr(${PERIOD}, -7) || '-01', '+1 month', '-1 day') AS period_end`;

/** CROSS JOIN keeps the order of the index on the key: SQLite would read all figures and sort them. */
const figuresIn = (table: string): string =>
  `series_key k CROSS JOIN series s ON s.key_id = k.key_id CROSS JOIN ${table} o ON o.series_id = s.series_id`;
const SELECTED = `k.key >= @firstKey AND k.key < @endKey AND ${SELECTED_SERIES} AND o.period BETWEEN @from AND @to AND ${CHANGED}`;

/** A union is ordered by names that its columns are given. */
const ORDER = 's.period_kind AS by_kind, o.period AS by_period, v.known_from AS by_time, o.vintage_id AS by_vintage';

const ROWS: Readonly<Record<ExportTable, string>> = {
  observations: `SELECT ${OBSERVATION_COLUMNS}, ${DAYS}, ${CHANGE} FROM ${figuresIn('observation')} ${PROVENANCE}
    WHERE ${SELECTED} ORDER BY k.key, s.period_kind, o.period`,
  vintages: `SELECT ${vintageColumns('NULL AS known_to')}, ${DAYS}, ${ORDER} FROM ${figuresIn('observation')} ${PROVENANCE}
    WHERE ${SELECTED}
    UNION ALL
    SELECT ${vintageColumns('r.known_from')}, ${DAYS}, ${ORDER} FROM ${figuresIn('observation_history')}
      JOIN vintage r ON r.vintage_id = o.replaced_by ${PROVENANCE}
    WHERE ${SELECTED}
    ORDER BY series_key, by_kind, by_period, by_time, by_vintage`,
  products: `SELECT p.pipeline, p.classification, p.product, p.name FROM product p
    WHERE EXISTS (SELECT 1 FROM series_key k WHERE k.product = p.product AND k.pipeline = p.pipeline AND k.classification = p.classification AND ${SELECTED_SERIES})
    ORDER BY p.pipeline, p.classification, p.product`,
};

export function exportStore(db: Sqlite): ExportStore {
  const newest = db.prepare("SELECT loaded_at || '/' || vintage_id FROM vintage ORDER BY vintage_id DESC LIMIT 1").pluck();
  const loadedAt = db.prepare('SELECT loaded_at FROM vintage WHERE vintage_id = ?').pluck();
  const firstSince = db
    .prepare('SELECT COALESCE(MIN(vintage_id), (SELECT COALESCE(MAX(vintage_id), 0) + 1 FROM vintage)) FROM vintage WHERE loaded_at >= ?')
    .pluck();
  const sources =
    db.prepare(`SELECT k.pipeline, c.title, c.publisher, c.licence FROM series_key k LEFT JOIN source c ON c.pipeline = k.pipeline
    WHERE ${SELECTED_SERIES} GROUP BY k.pipeline ORDER BY k.pipeline`);
  const parts = db.prepare(
    `SELECT DISTINCT k.pipeline, o.period / 100 AS year FROM ${figuresIn('observation')} WHERE ${SELECTED} ORDER BY k.pipeline, year`,
  );

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
        const moment: ExportMoment = {
          nextChangedSince: (newest.get() as string | undefined) ?? null,
          sources: sources.all(asked) as ExportedSource[],
          async parts() {
            return parts.all(asked) as ExportPart[];
          },
          columns: (table) =>
            db
              .prepare(ROWS[table])
              .columns()
              .map((column) => column.name),
          rows: (table, part) => batches(db, ROWS[table], part === undefined ? asked : within(asked, part)),
        };
        return await work(moment);
      } finally {
        db.exec('ROLLBACK');
      }
    },
  };
}

interface Bindings {
  readonly pipelines: string;
  readonly products: string;
  readonly reporters: string;
  readonly partners: string;
  readonly firstKey: string;
  readonly endKey: string;
  readonly from: number;
  readonly to: number;
  readonly since: number | null;
}

const bindings = (selection: ExportSelection, since: number | null): Bindings => ({
  pipelines: JSON.stringify(selection.pipelines),
  products: JSON.stringify(selection.products),
  reporters: JSON.stringify(selection.reporters),
  partners: JSON.stringify(selection.partners),
  firstKey: '',
  endKey: '\u{10ffff}',
  from: selection.from ?? 0,
  to: selection.to ?? 999_912,
  since,
});

/** The keys of a source begin with its name and "/"; "0" comes next. */
const within = (asked: Bindings, { pipeline, year }: ExportPart): Bindings => ({
  ...asked,
  firstKey: `${pipeline}/`,
  endKey: `${pipeline}0`,
  from: Math.max(asked.from, year * 100 + 1),
  to: Math.min(asked.to, year * 100 + 12),
});

async function* batches(db: Sqlite, sql: string, asked: Bindings): AsyncGenerator<readonly ExportRow[]> {
  let batch: ExportRow[] = [];
  for (const row of db.prepare(sql).raw().iterate(asked) as IterableIterator<ExportRow>) {
    batch.push(row);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

import { figuresOf } from '../domain/growth.ts';
import { figureId } from '../domain/judgement.ts';
import { headingOf } from '../domain/mirror.ts';
import type { PeriodKind } from '../domain/period.ts';
import { type Figure, formatSeriesKey, type SeriesKey, type Status, type Valuation } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import type { SeriesState } from './store.ts';

/** A series key as it is stored, with the name of its product. */
export interface KeyRow extends SeriesKey {
  readonly key_id: number;
  readonly valuation: Valuation | null;
  readonly product_name: string | null;
}

/** Reads series as rules look at them, as of now. */
export function seriesReader(db: Sqlite) {
  const figures = db.prepare(
    'SELECT s.period_kind, o.period, o.value, o.status FROM series s JOIN observation o ON o.series_id = s.series_id WHERE s.key_id = ?',
  );
  const SELECT = `SELECT k.*, (SELECT p.name FROM product p WHERE p.pipeline = k.pipeline AND p.classification = k.classification AND p.product = k.product) AS product_name FROM series_key k`;
  const byId = db.prepare(`${SELECT} WHERE k.key_id = ?`);
  const every = db.prepare(SELECT);
  const otherSide = db.prepare(
    `${SELECT} WHERE k.product >= @heading AND k.product < @heading || ':' AND k.reporter = @partner AND k.partner = @reporter
      AND k.flow = CASE @flow WHEN 'import' THEN 'export' ELSE 'import' END AND k.measure = @measure AND k.unit = @unit`,
  );
  const history = db.prepare(
    `SELECT s.period_kind, h.period, h.value FROM series_key k JOIN series s ON s.key_id = k.key_id JOIN observation_history h ON h.series_id = s.series_id
      JOIN vintage v ON v.vintage_id = h.vintage_id WHERE k.key = ? AND h.value IS NOT NULL ORDER BY v.known_from DESC, v.vintage_id DESC`,
  );

  const figuresAt = (keyId: number): Figure[] =>
    (figures.all(keyId) as { period_kind: PeriodKind; period: number; value: number | null; status: Status }[]).map((row) => ({
      period: { kind: row.period_kind, end: row.period },
      value: row.value,
      status: row.status,
    }));

  const stateOf = (row: KeyRow): SeriesState => {
    const { pipeline, reporter, partner, flow, classification, product, measure, unit } = row;
    return {
      key: { pipeline, reporter, partner, flow, classification, product, measure, unit },
      valuation: row.valuation,
      productName: row.product_name,
      figures: figuresOf(figuresAt(row.key_id)),
    };
  };

  return {
    figures: figuresAt,
    keys: (): KeyRow[] => every.all() as KeyRow[],
    key: (keyId: number): KeyRow => byId.get(keyId) as KeyRow,
    stateOf,
    /** The value with which each figure that was revised was first published. */
    firstValues(key: SeriesKey): ReadonlyMap<string, number> {
      const rows = history.all(formatSeriesKey(key)) as { period_kind: PeriodKind; period: number; value: number }[];
      // The oldest comes last and stays.
      return new Map(rows.map((row) => [figureId({ kind: row.period_kind, end: row.period }), row.value]));
    },
    /** Series of the other side of the same trade. */
    counterparts(key: SeriesKey): SeriesState[] {
      const heading = headingOf(key.product);
      if (heading === null || key.flow === 're-export') return [];
      const { reporter, partner, flow, measure, unit } = key;
      return (otherSide.all({ heading, reporter, partner, flow, measure, unit }) as KeyRow[]).map(stateOf);
    },
  };
}

import type { Figures } from '../domain/figures.ts';
import type { MonthRange } from '../domain/growth.ts';
import { headingOf } from '../domain/mirror.ts';
import type { PeriodKind } from '../domain/period.ts';
import { figureId } from '../domain/rule-reading.ts';
import { formatSeriesKey, type SeriesKey, type Valuation } from '../domain/series.ts';
import type { Sqlite } from './database.ts';
import { ALL_MONTHS, figureReader } from './figure-reader.ts';
import type { SeriesState } from './store.ts';

/** A series key as it is stored. */
export interface KeyRow extends SeriesKey {
  readonly key_id: number;
  readonly valuation: Valuation | null;
}

/** Reads series as rules look at them, as of now. */
export function seriesReader(db: Sqlite) {
  const figuresOf = figureReader(db);
  const SELECT = 'SELECT k.* FROM series_key k';
  const name = db.prepare('SELECT name FROM product WHERE pipeline = ? AND classification = ? AND product = ?').pluck();
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

  const productName = (of: SeriesKey): string | null =>
    (name.get(of.pipeline, of.classification, of.product) as string | undefined) ?? null;
  const key = (keyId: number): KeyRow => byId.get(keyId) as KeyRow;
  const reading: Reading = { figuresOf, key, productName };
  const stateOf = (row: KeyRow): SeriesState => new StoredSeries(keyOf(row), row.key_id, reading, row);

  return {
    figures: (keyId: number): Figures => figuresOf(keyId, ALL_MONTHS),
    keys: (): KeyRow[] => every.all() as KeyRow[],
    key,
    stateOf,
    /** Of a key that is known already. */
    stateOfKey: (known: SeriesKey, keyId: number): SeriesState => new StoredSeries(known, keyId, reading),
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

const keyOf = ({ pipeline, reporter, partner, flow, classification, product, measure, unit }: KeyRow): SeriesKey => ({
  pipeline,
  reporter,
  partner,
  flow,
  classification,
  product,
  measure,
  unit,
});

/** How what is stored of a series is read. */
interface Reading {
  readonly figuresOf: (keyId: number, months: MonthRange) => Figures;
  readonly key: (keyId: number) => KeyRow;
  readonly productName: (key: SeriesKey) => string | null;
}

/** What takes a question to the database is asked once somebody wants it: rules look closely at few of the series that change. */
class StoredSeries implements SeriesState {
  readonly key: SeriesKey;
  readonly keyId: number;
  readonly #reading: Reading;
  #row: KeyRow | null;
  #figures: Figures | null = null;

  constructor(key: SeriesKey, keyId: number, reading: Reading, row: KeyRow | null = null) {
    this.key = key;
    this.keyId = keyId;
    this.#reading = reading;
    this.#row = row;
  }

  get valuation(): Valuation | null {
    this.#row ??= this.#reading.key(this.keyId);
    return this.#row.valuation;
  }

  get productName(): string | null {
    return this.#reading.productName(this.key);
  }

  get figures(): Figures {
    this.#figures ??= this.#reading.figuresOf(this.keyId, ALL_MONTHS);
    return this.#figures;
  }

  /** Not kept: of most series nobody asks for more. */
  figuresOf(months: MonthRange): Figures {
    return this.#figures ?? this.#reading.figuresOf(this.keyId, months);
  }
}

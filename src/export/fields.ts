import { firstDay, formatPeriod, lastDay, PERIOD_KINDS, type Period } from '../domain/period.ts';
import { FLOWS, MEASURES, STATUSES, VALUATIONS } from '../domain/series.ts';
import type { ExportedFigure, ExportedProduct, ExportedSeries, Origin } from '../store/store.ts';

/** text; a number (64-bit float); an instant in UTC; a day. */
export type FieldKind = 'text' | 'number' | 'instant' | 'day';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** Whether every row has it. */
  readonly required: boolean;
  readonly description: string;
  /** All values that it can have. */
  readonly values?: readonly string[];
}

export type Cell = string | number | null;

/** What a cell follows from. What follows from a series, a period or an origin is the same in many rows. */
export type From = 'series' | 'period' | 'origin' | 'figure';

/** What is made of a row: a figure with its series and its origin. */
export type OfRow<T> = (series: ExportedSeries, figure: ExportedFigure, origin: Origin) => T;

/** The cells of a column. */
export interface Cells {
  readonly from: From;
  readonly of: OfRow<Cell>;
}

/** A column of a table of figures. */
export interface Column extends Field {
  readonly cells: Cells;
}

/** The same in all rows. */
export const always = (cell: Cell): Cells => ({ from: 'series', of: () => cell });
export const ofSeries = (name: keyof ExportedSeries): Cells => ({ from: 'series', of: (series) => series[name] });
export const ofPeriod = (of: (period: Period) => Cell): Cells => ({
  from: 'period',
  of: (series, figure) => of({ kind: series.period_kind, end: figure.end }),
});
export const ofOrigin = (name: keyof Origin): Cells => ({ from: 'origin', of: (_series, _figure, origin) => origin[name] });
export const ofFigure = (of: (figure: ExportedFigure) => Cell): Cells => ({ from: 'figure', of: (_series, figure) => of(figure) });

/** When any value of the period was seen for the first time: v_observation.first_seen_at. */
export const FIRST_SEEN: Cells = { from: 'figure', of: (_series, figure, origin) => figure.firstInPast ?? origin.known_from };

type Described = [description: string, more?: { readonly optional?: true; readonly values?: readonly string[] }];

const field = <N extends string>(name: N, kind: FieldKind, ...[description, more = {}]: Described): Field & { readonly name: N } => ({
  name,
  kind,
  required: more.optional !== true,
  description,
  ...(more.values === undefined ? {} : { values: more.values }),
});

const column = (cells: Cells, name: string, kind: FieldKind, ...rest: Described): Column => ({ ...field(name, kind, ...rest), cells });

const seriesColumn = (name: keyof ExportedSeries, ...rest: Described): Column => column(ofSeries(name), name, 'text', ...rest);

const KEY: readonly Column[] = [
  seriesColumn('pipeline', 'The source.'),
  seriesColumn('reporter', 'Whose customs reported: ISO 3166-1 alpha-2, or a group by name.'),
  seriesColumn('partner', 'The other side: ISO alpha-2, WORLD for the total, or a group by name.'),
  seriesColumn('flow', 'Seen from the reporter.', { values: FLOWS }),
  seriesColumn('product', 'The code, with its leading zeros; TOTAL for all goods.'),
  seriesColumn('classification', 'The list that the code is from.'),
  seriesColumn('measure', 'What is measured.', { values: MEASURES }),
  seriesColumn('unit', 'The unit of value: a currency (ISO 4217), kg, items or another base unit; never thousands or millions.'),
  seriesColumn('valuation', 'FOB or CIF; empty where the source does not say.', { optional: true, values: VALUATIONS }),
  column(ofPeriod(formatPeriod), 'period', 'text', 'The months that the figure covers: 2025-06, or an interval 2025-01/2025-02.'),
  seriesColumn('period_kind', '2025-01/2025-02 can be combined or ytd.', { values: PERIOD_KINDS }),
];

const VALUE = column(
  ofFigure((figure) => figure.value),
  'value',
  'number',
  'The figure, in unit; empty only with status M or Q. Unknown is never 0.',
  { optional: true },
);
const STATUS = column(
  ofFigure((figure) => figure.status),
  'status',
  'text',
  'A normal, P provisional, E estimated, M missing (so marked, or no longer stated), Q suppressed (confidential), B break in the series.',
  { values: STATUSES },
);
const PROVENANCE: readonly Column[] = [
  column(ofOrigin('snapshot_sha256'), 'snapshot_sha256', 'text', 'SHA-256 of the archived bytes that the value was read from.'),
  column(ofOrigin('source_url'), 'source_url', 'text', 'The address of the publication; empty for a file that a person gave without one.', {
    optional: true,
  }),
];
const SERIES_KEY = seriesColumn('series_key', 'pipeline/reporter.partner.flow.classification:product.measure.unit');
const CORRECTED: readonly Column[] = [
  column(
    ofFigure((figure) => figure.publishedValue),
    'published_value',
    'number',
    'What was published, where a correction put another value.',
    { optional: true },
  ),
  column(
    ofFigure((figure) => figure.correction),
    'correction',
    'text',
    'The correction; empty where there is none.',
    { optional: true },
  ),
];
const DAYS: readonly Column[] = [
  column(ofPeriod(firstDay), 'period_start', 'day', 'The first day of the period.'),
  column(ofPeriod(lastDay), 'period_end', 'day', 'The last day of the period.'),
];

/** The columns of v_observation, with the days of the period in the place of its number. */
const OBSERVATION_COLUMNS: readonly Column[] = [
  ...KEY,
  VALUE,
  STATUS,
  column(FIRST_SEEN, 'first_seen_at', 'instant', 'When any value of this period was seen for the first time.'),
  column(ofOrigin('known_from'), 'vintage_at', 'instant', 'When this value was seen for the first time.'),
  ...PROVENANCE,
  seriesColumn('product_name', 'The name as the source prints it; empty when it prints none.', { optional: true }),
  SERIES_KEY,
  ...CORRECTED,
  ...DAYS,
];

/** Of observations in an increment. */
const CHANGE = column(
  ofFigure((figure) => figure.change),
  'change',
  'text',
  'new: no value of it was loaded before. revised: it has another value, status or time. withdrawn: it had a value and has none.',
  { values: ['new', 'revised', 'withdrawn'] },
);

/** The columns of v_vintage, with the days of the period in the place of its number. */
const VINTAGE_COLUMNS: readonly Column[] = [
  ...KEY,
  column(ofOrigin('known_from'), 'known_from', 'instant', 'Since when this value is known.'),
  column(
    ofFigure((figure) => figure.knownTo),
    'known_to',
    'instant',
    'When another value took its place; empty while it is current.',
    { optional: true },
  ),
  VALUE,
  STATUS,
  column(
    ofOrigin('published_at'),
    'published_at',
    'day',
    'The day that the publisher printed on the publication; empty when it prints none.',
    {
      optional: true,
    },
  ),
  ...PROVENANCE,
  SERIES_KEY,
  ...CORRECTED,
  ...DAYS,
];

/** The tables of figures with their columns. @param increment observations say how they changed. */
export const figureTables = (increment: boolean) =>
  [
    { table: 'observations', fields: increment ? [...OBSERVATION_COLUMNS, CHANGE] : OBSERVATION_COLUMNS },
    { table: 'vintages', fields: VINTAGE_COLUMNS },
  ] as const;

/** Each the cell of a product under its name. */
export const PRODUCT_FIELDS: readonly (Field & { readonly name: keyof ExportedProduct })[] = [
  field('pipeline', 'text', 'The source.'),
  field('classification', 'text', 'The list that the code is from.'),
  field('product', 'text', 'The code, with its leading zeros.'),
  field('name', 'text', 'The name as the source prints it.'),
];

/** What names a row of observations, and all vintages of one. */
export const FIGURE_KEY = ['series_key', 'period_kind', 'period'] as const;

import { PERIOD_KINDS } from '../domain/period.ts';
import { FLOWS, MEASURES, STATUSES, VALUATIONS } from '../domain/series.ts';

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

const field = (name: string, kind: FieldKind, description: string, more: { optional?: true; values?: readonly string[] } = {}): Field => ({
  name,
  kind,
  required: more.optional !== true,
  description,
  ...(more.values === undefined ? {} : { values: more.values }),
});

const KEY: readonly Field[] = [
  field('pipeline', 'text', 'The source.'),
  field('reporter', 'text', 'Whose customs reported: ISO 3166-1 alpha-2, or a group by name.'),
  field('partner', 'text', 'The other side: ISO alpha-2, WORLD for the total, or a group by name.'),
  field('flow', 'text', 'Seen from the reporter.', { values: FLOWS }),
  field('product', 'text', 'The code, with its leading zeros; TOTAL for all goods.'),
  field('classification', 'text', 'The list that the code is from.'),
  field('measure', 'text', 'What is measured.', { values: MEASURES }),
  field('unit', 'text', 'The unit of value: a currency (ISO 4217), kg, items or another base unit; never thousands or millions.'),
  field('valuation', 'text', 'FOB or CIF; empty where the source does not say.', { optional: true, values: VALUATIONS }),
  field('period', 'text', 'The months that the figure covers: 2025-06, or an interval 2025-01/2025-02.'),
  field('period_kind', 'text', '2025-01/2025-02 can be combined or ytd.', { values: PERIOD_KINDS }),
];

const VALUE = field('value', 'number', 'The figure, in unit; empty only with status M or Q. Unknown is never 0.', { optional: true });
const STATUS = field(
  'status',
  'text',
  'A normal, P provisional, E estimated, M missing (so marked, or no longer stated), Q suppressed (confidential), B break in the series.',
  {
    values: STATUSES,
  },
);
const PROVENANCE: readonly Field[] = [
  field('snapshot_sha256', 'text', 'SHA-256 of the archived bytes that the value was read from.'),
  field('source_url', 'text', 'The address of the publication; empty for a file that a person gave without one.', { optional: true }),
];
const SERIES_KEY = field('series_key', 'text', 'pipeline/reporter.partner.flow.classification:product.measure.unit');
const CORRECTED: readonly Field[] = [
  field('published_value', 'number', 'What was published, where a correction put another value.', { optional: true }),
  field('correction', 'text', 'The correction; empty where there is none.', { optional: true }),
];
const DAYS: readonly Field[] = [
  field('period_start', 'day', 'The first day of the period.'),
  field('period_end', 'day', 'The last day of the period.'),
];

/** The columns of v_observation, with the days of the period in the place of its number. */
export const OBSERVATION_FIELDS: readonly Field[] = [
  ...KEY,
  VALUE,
  STATUS,
  field('first_seen_at', 'instant', 'When any value of this period was seen for the first time.'),
  field('vintage_at', 'instant', 'When this value was seen for the first time.'),
  ...PROVENANCE,
  field('product_name', 'text', 'The name as the source prints it; empty when it prints none.', { optional: true }),
  SERIES_KEY,
  ...CORRECTED,
  ...DAYS,
];

/** Of observations in an increment. */
export const CHANGE_FIELD = field(
  'change',
  'text',
  'new: no value of it was loaded before. revised: it has another value, status or time. withdrawn: it had a value and has none.',
  { values: ['new', 'revised', 'withdrawn'] },
);

/** The columns of v_vintage, with the days of the period in the place of its number. */
export const VINTAGE_FIELDS: readonly Field[] = [
  ...KEY,
  field('known_from', 'instant', 'Since when this value is known.'),
  field('known_to', 'instant', 'When another value took its place; empty while it is current.', { optional: true }),
  VALUE,
  STATUS,
  field('published_at', 'day', 'The day that the publisher printed on the publication; empty when it prints none.', { optional: true }),
  ...PROVENANCE,
  SERIES_KEY,
  ...CORRECTED,
  ...DAYS,
];

export const PRODUCT_FIELDS: readonly Field[] = [
  field('pipeline', 'text', 'The source.'),
  field('classification', 'text', 'The list that the code is from.'),
  field('product', 'text', 'The code, with its leading zeros.'),
  field('name', 'text', 'The name as the source prints it.'),
];

/** What names a row of observations, and all vintages of one. */
export const FIGURE_KEY = ['series_key', 'period_kind', 'period'] as const;

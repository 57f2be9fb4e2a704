import { monthOf, type Period, type PeriodKind, parsePeriod, yearOf } from '../domain/period.ts';
import { FLOWS, MEASURES, type Status, VALUATIONS } from '../domain/series.ts';
import type { Cell } from '../store/store.ts';

/**
 * Figures in the model of SDMX 3.0: which dimensions and attributes there are, and what a row says of each. The structure file
 * and the columns of SDMX-CSV both follow from this table.
 * https://github.com/sdmx-twg/sdmx-csv, https://sdmx.org/standards-2/
 */
/** A cell of the row that is written, by the name of its column. */
export type Cells = (column: string) => Cell;
export type CodeList = Readonly<Record<string, string>>;

export interface Component {
  readonly id: string;
  readonly name: string;
  /** The codes with their names, or an SDMX data type. */
  readonly values: CodeList | 'String' | 'Double' | 'Integer' | 'DateTime';
  readonly of: (cells: Cells) => Cell;
}

export interface Attribute extends Component {
  readonly mandatory: boolean;
  /** What it varies with: each observation, some dimensions, or nothing. */
  readonly variesWith: 'observation' | 'dataflow' | readonly string[];
}

const text = (column: string) => (cells: Cells) => cells(column);
const listed = (codes: readonly string[]): CodeList => Object.fromEntries(codes.map((code) => [code, code.replaceAll('_', ' ')]));

const PERIOD_KINDS: CodeList = {
  month: 'one month',
  combined: 'January and February published as one figure',
  ytd: 'January to a month',
  quarter: 'quarter',
  year: 'year',
};

/** How often a figure of a kind comes: January-February once a year, January to a month every month. */
const FREQUENCY: Readonly<Record<PeriodKind, string>> = { month: 'M', ytd: 'M', quarter: 'Q', year: 'A', combined: 'A' };

/** Our M is "missing"; in the SDMX list M says that there can be no value (a true zero), and O that it is missing. */
const OBS_STATUS: Readonly<Record<Status, string>> = { A: 'A', P: 'P', E: 'E', B: 'B', Q: 'Q', M: 'O' };

const periodOf = (cells: Cells): Period => parsePeriod(String(cells('period')), cells('period_kind') as PeriodKind);

/** `2025-06`, `2025-Q2`, `2025`; what begins in January and is none of these as a day and a duration: `2025-01-01/P2M`. */
export function timePeriod({ kind, end }: Period): string {
  switch (kind) {
    case 'month':
      return `${yearOf(end)}-${String(monthOf(end)).padStart(2, '0')}`;
    case 'quarter':
      return `${yearOf(end)}-Q${monthOf(end) / 3}`;
    case 'year':
      return String(yearOf(end));
    case 'combined':
    case 'ytd':
      return `${yearOf(end)}-01-01/P${monthOf(end)}M`;
  }
}

export const DIMENSIONS: readonly Component[] = [
  {
    id: 'FREQ',
    name: 'How often such a figure comes',
    values: { M: 'Monthly', Q: 'Quarterly', A: 'Annual' },
    of: (cells) => FREQUENCY[cells('period_kind') as PeriodKind],
  },
  { id: 'PIPELINE', name: 'The source', values: 'String', of: text('pipeline') },
  { id: 'REF_AREA', name: 'Whose customs reported', values: 'String', of: text('reporter') },
  { id: 'COUNTERPART_AREA', name: 'The other side', values: 'String', of: text('partner') },
  { id: 'TRADE_FLOW', name: 'Flow, seen from the reporter', values: listed(FLOWS), of: text('flow') },
  { id: 'CLASSIFICATION', name: 'The list that the product code is from', values: 'String', of: text('classification') },
  { id: 'PRODUCT', name: 'Product code', values: 'String', of: text('product') },
  { id: 'MEASURE', name: 'What is measured', values: listed(MEASURES), of: text('measure') },
  { id: 'UNIT_MEASURE', name: 'Unit: a currency (ISO 4217), kg or another base unit', values: 'String', of: text('unit') },
  { id: 'PERIOD_KIND', name: 'What the period covers', values: PERIOD_KINDS, of: text('period_kind') },
];

export const TIME_DIMENSION = {
  id: 'TIME_PERIOD',
  name: 'The months that the figure covers',
  of: (cells: Cells) => timePeriod(periodOf(cells)),
};

export const MEASURE = { id: 'OBS_VALUE', name: 'The figure, in UNIT_MEASURE', of: text('value') };

export const ATTRIBUTES: readonly Attribute[] = [
  {
    id: 'OBS_STATUS',
    name: 'Observation status',
    values: {
      A: 'Normal value',
      B: 'Time series break',
      E: 'Estimated value',
      O: 'Missing value',
      P: 'Provisional value',
      Q: 'Missing value; suppressed',
    },
    mandatory: true,
    variesWith: 'observation',
    of: (cells) => OBS_STATUS[cells('status') as Status],
  },
  {
    id: 'CONF_STATUS',
    name: 'Confidentiality status',
    values: { F: 'Free (free for publication)', C: 'Confidential statistical information' },
    mandatory: true,
    variesWith: 'observation',
    of: (cells) => (cells('status') === 'Q' ? 'C' : 'F'),
  },
  { id: 'UNIT_MULT', name: 'Unit multiplier, a power of ten', values: 'Integer', mandatory: true, variesWith: 'dataflow', of: () => 0 },
  {
    id: 'VALUATION',
    name: 'Valuation',
    values: listed(VALUATIONS),
    mandatory: false,
    variesWith: DIMENSIONS.map((d) => d.id).filter((id) => id !== 'FREQ' && id !== 'PERIOD_KIND'),
    of: text('valuation'),
  },
  ...(
    [
      ['FIRST_SEEN_AT', 'When any value of this period was seen for the first time', 'DateTime', true],
      ['VINTAGE_AT', 'When this value was seen for the first time', 'DateTime', true],
      ['SNAPSHOT_SHA256', 'SHA-256 of the archived bytes that the value was read from', 'String', true],
      ['SOURCE_URL', 'The address of the publication', 'String', false],
      ['PUBLISHED_VALUE', 'What was published, where a correction put another value', 'Double', false],
      ['CORRECTION', 'The correction', 'String', false],
    ] as const
  ).map(
    ([id, name, values, mandatory]): Attribute => ({ id, name, values, mandatory, variesWith: 'observation', of: text(id.toLowerCase()) }),
  ),
];

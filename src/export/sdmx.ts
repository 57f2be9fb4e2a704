import { monthOf, type Period, type PeriodKind, yearOf } from '../domain/period.ts';
import { FLOWS, MEASURES, type Status, VALUATIONS } from '../domain/series.ts';
import { always, type Cells, FIRST_SEEN, ofFigure, ofOrigin, ofPeriod, ofSeries } from './fields.ts';

/**
 * Figures in the model of SDMX 3.0: which dimensions and attributes there are, and what a row says of each. The structure file
 * and the columns of SDMX-CSV both follow from this table.
 * https://github.com/sdmx-twg/sdmx-csv, https://sdmx.org/standards-2/
 */
export type CodeList = Readonly<Record<string, string>>;

export interface Component {
  readonly id: string;
  readonly name: string;
  /** The codes with their names, or an SDMX data type. */
  readonly values: CodeList | 'String' | 'Double' | 'Integer' | 'DateTime';
  readonly cells: Cells;
}

export interface Attribute extends Component {
  readonly mandatory: boolean;
  /** What it varies with: each observation, some dimensions, or nothing. */
  readonly variesWith: 'observation' | 'dataflow' | readonly string[];
}

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
    cells: ofPeriod(({ kind }) => FREQUENCY[kind]),
  },
  { id: 'PIPELINE', name: 'The source', values: 'String', cells: ofSeries('pipeline') },
  { id: 'REF_AREA', name: 'Whose customs reported', values: 'String', cells: ofSeries('reporter') },
  { id: 'COUNTERPART_AREA', name: 'The other side', values: 'String', cells: ofSeries('partner') },
  { id: 'TRADE_FLOW', name: 'Flow, seen from the reporter', values: listed(FLOWS), cells: ofSeries('flow') },
  { id: 'CLASSIFICATION', name: 'The list that the product code is from', values: 'String', cells: ofSeries('classification') },
  { id: 'PRODUCT', name: 'Product code', values: 'String', cells: ofSeries('product') },
  { id: 'MEASURE', name: 'What is measured', values: listed(MEASURES), cells: ofSeries('measure') },
  { id: 'UNIT_MEASURE', name: 'Unit: a currency (ISO 4217), kg or another base unit', values: 'String', cells: ofSeries('unit') },
  { id: 'PERIOD_KIND', name: 'What the period covers', values: PERIOD_KINDS, cells: ofSeries('period_kind') },
];

export const TIME_DIMENSION = {
  id: 'TIME_PERIOD',
  name: 'The months that the figure covers',
  cells: ofPeriod(timePeriod),
};

export const MEASURE = { id: 'OBS_VALUE', name: 'The figure, in UNIT_MEASURE', cells: ofFigure(({ value }) => value) };

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
    cells: ofFigure(({ status }) => OBS_STATUS[status]),
  },
  {
    id: 'CONF_STATUS',
    name: 'Confidentiality status',
    values: { F: 'Free (free for publication)', C: 'Confidential statistical information' },
    mandatory: true,
    variesWith: 'observation',
    cells: ofFigure(({ status }) => (status === 'Q' ? 'C' : 'F')),
  },
  {
    id: 'UNIT_MULT',
    name: 'Unit multiplier, a power of ten',
    values: 'Integer',
    mandatory: true,
    variesWith: 'dataflow',
    cells: always(0),
  },
  {
    id: 'VALUATION',
    name: 'Valuation',
    values: listed(VALUATIONS),
    mandatory: false,
    variesWith: DIMENSIONS.map((d) => d.id).filter((id) => id !== 'FREQ' && id !== 'PERIOD_KIND'),
    cells: ofSeries('valuation'),
  },
  ...(
    [
      ['FIRST_SEEN_AT', 'When any value of this period was seen for the first time', 'DateTime', true, FIRST_SEEN],
      ['VINTAGE_AT', 'When this value was seen for the first time', 'DateTime', true, ofOrigin('known_from')],
      ['SNAPSHOT_SHA256', 'SHA-256 of the archived bytes that the value was read from', 'String', true, ofOrigin('snapshot_sha256')],
      ['SOURCE_URL', 'The address of the publication', 'String', false, ofOrigin('source_url')],
      [
        'PUBLISHED_VALUE',
        'What was published, where a correction put another value',
        'Double',
        false,
        ofFigure(({ publishedValue }) => publishedValue),
      ],
      ['CORRECTION', 'The correction', 'String', false, ofFigure(({ correction }) => correction)],
    ] as const
  ).map(([id, name, values, mandatory, cells]): Attribute => ({ id, name, values, mandatory, variesWith: 'observation', cells })),
];

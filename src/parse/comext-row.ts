/** A row of Comext's SDMX-CSV to an observation: codes, flags, confidentiality, units. */
import { partnerOfGeonomCode } from '../domain/codes/partners.ts';
import { addMonths, formatMonth, month, type Period, parseMonth, period, type YearMonth, yearMonth, yearOf } from '../domain/period.ts';
import { scaleDecimal } from '../domain/quantity.ts';
import type { Flow, Measure, Observation, Status } from '../domain/series.ts';
import { RefusedError } from '../errors.ts';
import type { CsvRow } from './csv.ts';
import { DATASETS, type Dataset } from './eurostat-question.ts';
import { isMissingMark, readDecimal } from './number.ts';
import { type SdmxColumn, type SdmxColumns, sdmxCell } from './sdmx-csv.ts';

interface Indicator {
  readonly measure: Measure;
  readonly unit: string;
  /** A printed 1 is 10^exponent units. */
  readonly exponent: number;
}
const HUNDRED_KG_TO_KG = 2;
const INDICATORS: Readonly<Record<string, Indicator>> = {
  VALUE_IN_EUROS: { measure: 'value', unit: 'EUR', exponent: 0 },
  VALUE_EUR: { measure: 'value', unit: 'EUR', exponent: 0 },
  QUANTITY_IN_100KG: { measure: 'net_weight', unit: 'kg', exponent: HUNDRED_KG_TO_KG },
  QUANTITY_KG: { measure: 'net_weight', unit: 'kg', exponent: 0 },
};
/** Its unit depends on the product and is not in the answer. */
const WITHOUT_UNIT: readonly string[] = ['SUPPLEMENTARY_QUANTITY'];

const FLOWS: Readonly<Record<string, Flow>> = { 1: 'import', 2: 'export' };

/** Flags that change the status, the gravest first; the others (d, n, r, u...) leave a figure as normal. https://ec.europa.eu/eurostat/data/database/information */
const FLAG_STATUS: readonly (readonly [flags: string, status: Status])[] = [
  ['b', 'B'],
  ['efis', 'E'],
  ['p', 'P'],
];
const OTHER_FLAGS = 'dnruvz';
const CONFIDENTIAL_FLAG = 'c';
const MISSING_FLAG = 'm';

/** An annual figure grows with each month that is published; it is whole in March of the next year. */
const MONTHS_TO_A_FULL_YEAR = 3;

/** @returns an observation, or the reason why the row is left out. */
export function readComextRow(row: CsvRow, columns: SdmxColumns, where: string, newest: YearMonth): Observation | string {
  const cell = (column: SdmxColumn): string => sdmxCell(row, columns, column);
  const classification = classificationOf(cell('DATAFLOW') || cell('STRUCTURE_ID'), where);
  const reporter = areaOf(cell('reporter'), 'reporter', where);
  const partner = areaOf(cell('partner'), 'partner', where);
  const flow = FLOWS[cell('flow')];
  if (flow === undefined) throw refused(where, `flow "${cell('flow').slice(0, 20)}"; expected 1 (import) or 2 (export)`);
  const when = periodOf(cell('freq'), cell('TIME_PERIOD'), where);
  if (when.kind === 'year' && yearOf(when.end) <= yearOf(newest) && newest < addMonths(when.end, MONTHS_TO_A_FULL_YEAR)) {
    return `the year ${yearOf(when.end)} may lack its last months: they come about 46 days after their end`;
  }
  if (when.end > newest) {
    throw refused(where, `${formatMonth(when.end)} lies after the publication (${formatMonth(newest)})`);
  }
  const product = productOf(cell('product'), where);
  if (product === null) return `residuals of confidential products such as ${cell('product').slice(0, 20)}: no product of their own`;
  const name = cell('indicators');
  if (WITHOUT_UNIT.includes(name)) return `${name}: its unit is not in the answer`;
  const indicator = Object.hasOwn(INDICATORS, name) ? INDICATORS[name] : undefined;
  if (indicator === undefined)
    throw refused(where, `unknown indicator "${name.slice(0, 40)}"; known are ${[...Object.keys(INDICATORS), ...WITHOUT_UNIT].join(', ')}`);
  const found = figureOf(cell('OBS_VALUE'), cell('OBS_FLAG'), cell('CONF_STATUS'), indicator, where);
  if (found === null) return 'no value and no flag that says why';
  const valuation = indicator.measure === 'value' ? (flow === 'import' ? 'CIF' : 'FOB') : null;
  return {
    reporter,
    partner,
    flow,
    classification,
    product,
    measure: indicator.measure,
    unit: indicator.unit,
    period: when,
    ...found,
    valuation,
  };
}

/** `ESTAT:DS-045409(1.0)` */
function classificationOf(dataflow: string, where: string): string {
  const dataset = /^(?:ESTAT:)?([A-Z]{2}-\d{6})(?:\(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?\))?$/.exec(dataflow)?.[1];
  if (dataset !== undefined && Object.hasOwn(DATASETS, dataset)) return DATASETS[dataset as Dataset].classification;
  throw refused(where, `dataset "${dataflow.slice(0, 40)}"; read are ${Object.keys(DATASETS).join(', ')}`);
}

function areaOf(code: string, column: string, where: string): string {
  const area = partnerOfGeonomCode(code);
  if (area !== null) return area;
  throw refused(where, `unknown ${column} "${code.slice(0, 20)}"; new codes go to config/codes/partners-geonom.json`);
}

function periodOf(frequency: string, printed: string, where: string): Period {
  try {
    if (frequency === 'M') return month(parseMonth(printed));
    if (frequency === 'A' && /^\d{4}$/.test(printed)) return period('year', yearMonth(Number(printed), 12));
  } catch (cause) {
    throw new RefusedError({ where, reason: `there is no month "${printed.slice(0, 20)}"; expected yyyy-mm` }, { cause });
  }
  throw refused(
    where,
    `freq "${frequency.slice(0, 10)}" with TIME_PERIOD "${printed.slice(0, 20)}"; expected M with yyyy-mm or A with yyyy`,
  );
}

/** Null for a residual: `85XXXXXX` holds what is withheld in chapter 85. */
function productOf(code: string, where: string): string | null {
  if (code === 'TOTAL' || code === '000TOTAL') return 'TOTAL';
  if (/^(?:\d{2}){1,4}$/.test(code)) return code;
  if (/^\d{2,7}[A-Z]{1,6}$/.test(code) && code.length <= 8) return null;
  throw refused(where, `product "${code.slice(0, 20)}"; expected two, four, six or eight digits, or TOTAL`);
}

/** A missing value is an observation only where a flag says why. */
function figureOf(
  printed: string,
  flags: string,
  confidentiality: string,
  indicator: Indicator,
  where: string,
): Pick<Observation, 'value' | 'status'> | null {
  const unknown = [...flags].find((flag) => !`bcefimps${OTHER_FLAGS}`.includes(flag));
  if (unknown !== undefined) throw refused(where, `unknown flag "${unknown}" in OBS_FLAG "${flags.slice(0, 20)}"`);
  const withheld = flags.includes(CONFIDENTIAL_FLAG) || /^[CNS]$/.test(confidentiality);
  if (isMissingMark(printed)) {
    if (withheld) return { value: null, status: 'Q' };
    return flags.includes(MISSING_FLAG) ? { value: null, status: 'M' } : null;
  }
  const text = readDecimal(printed, `${where} column OBS_VALUE`) ?? '';
  if (text.startsWith('-')) throw refused(where, `OBS_VALUE ${text} is negative; customs count no negative trade`);
  if (withheld) throw refused(where, `OBS_VALUE ${text}, but flagged confidential`);
  const status = FLAG_STATUS.find(([letters]) => [...flags].some((flag) => letters.includes(flag)))?.[1] ?? 'A';
  return { value: scaleDecimal(text, indicator.exponent), status };
}

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });

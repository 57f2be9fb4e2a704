// Eurostat Comext, trade of the EU and its members by product, monthly: https://ec.europa.eu/eurostat/web/international-trade-in-goods
// The API (Comext has a path of its own): https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-getting-started/comext-database
// New months come about 46 days after their end, at 11:00 Brussels; every release revises earlier months.
import { z } from 'zod';
import { partnerOfGeonomCode } from '../src/domain/codes/eurostat-geonom.ts';
import {
  addMonths,
  formatMonth,
  month,
  monthOfDate,
  type Period,
  parseMonth,
  period,
  type YearMonth,
  yearMonth,
  yearOf,
} from '../src/domain/period.ts';
import { scaleDecimal } from '../src/domain/quantity.ts';
import type { Flow, Measure, Observation, Status } from '../src/domain/series.ts';
import { RefusedError } from '../src/errors.ts';
import { type CsvRow, readCsv } from '../src/parse/csv.ts';
import { decodeText } from '../src/parse/encoding.ts';
import { isMissingMark, readDecimal } from '../src/parse/number.ts';
import { newestUpdate, reasonOfNoResults, type SdmxColumn, type SdmxColumns, sdmxCell, sdmxColumns } from '../src/parse/sdmx-csv.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

/** EU trade by HS2-4-6 and CN8, in euros and hundreds of kilograms. */
const DATASET = 'DS-045409';
/** The nomenclature of the product codes of each dataset. */
const CLASSIFICATIONS: Readonly<Record<string, string>> = { 'DS-045409': 'CN', 'DS-059341': 'HS' };

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

const geonom = z
  .string()
  .refine((code) => partnerOfGeonomCode(code) !== null, { error: 'expected a code of Eurostat such as DE, EU27_2020 or WORLD' });

const settings = z.strictObject({
  /** CN codes of eight digits, or HS codes of two, four or six. */
  products: z
    .array(z.string().regex(/^(?:TOTAL|(?:\d{2}){1,4})$/, 'expected a code such as "85051110"'))
    .min(1)
    .default(['85051110']),
  /** As Eurostat writes them: EU27_2020, DE, EL... */
  reporters: z.array(geonom).min(1).default(['EU27_2020']),
  partners: z.array(geonom).min(1).default(['CN']),
  /** 1 import, 2 export. */
  flows: z
    .array(z.enum(['1', '2']))
    .min(1)
    .default(['1']),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'eurostat-comext',
  title: 'Eurostat Comext: EU trade by product, monthly',
  publisher: 'Eurostat',
  licence: 'reuse with attribution (Commission Decision 2011/833/EU)',
  documentation: 'https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-getting-started/comext-database',
  schedule: '20 11 * * *',
  timezone: 'Europe/Brussels',
  baseUrl: 'https://ec.europa.eu',
  paceMs: 2000,
  jumpFactor: 100,
  // Every release may revise the months of the last two years; exceptional revisions go further back: `lookback_months`, or a backfill.
  // https://ec.europa.eu/eurostat/cache/metadata/en/ext_go_agg_esms.htm (17, data revision)
  revisions: { months: 24 },
  settings,
  requests,
  transform,
});

/** Products of one call: the address stays well below 2,000 characters. */
const PRODUCTS_PER_CALL = 50;

function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const asked: SourceRequest[] = [];
  for (let index = 0; index < wanted.products.length; index += PRODUCTS_PER_CALL) {
    const products = wanted.products.slice(index, index + PRODUCTS_PER_CALL);
    const selection = [
      'M',
      wanted.reporters.join('+'),
      wanted.partners.join('+'),
      products.join('+'),
      wanted.flows.join('+'),
      'VALUE_IN_EUROS+QUANTITY_IN_100KG',
    ].join('.');
    asked.push({
      key: `${DATASET} ${selection}`,
      url: `${baseUrl}/eurostat/api/comext/dissemination/sdmx/2.1/data/${DATASET}/${selection}?startPeriod=${formatMonth(window.from)}&format=SDMX-CSV`,
    });
  }
  return asked;
}

function transform(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const nothing = reasonOfNoResults(snapshot.bytes, where);
  if (nothing !== null) return { kind: 'not_yet_published', reason: nothing };
  const table = readCsv(decodeText(snapshot.bytes, { where }).text, { where });
  const columns = sdmxColumns(table.header, `${where} line 1`);
  if (table.rows.length === 0) {
    return { kind: 'not_yet_published', reason: `${where}: a header and no rows: nothing is published for this selection yet` };
  }
  const publishedAt = newestUpdate(table.rows, columns, where);
  const newest = monthOfDate(new Date(publishedAt ?? snapshot.retrievedAt));
  const left = new Map<string, number>();
  const seen = new Map<string, number>();
  const observations: Observation[] = [];
  for (const row of table.rows) {
    const taken = readRow(row, columns, `${where} line ${row.line}`, newest);
    if (typeof taken === 'string') {
      left.set(taken, (left.get(taken) ?? 0) + 1);
      continue;
    }
    const key = [
      taken.reporter,
      taken.partner,
      taken.flow,
      taken.classification,
      taken.product,
      taken.measure,
      taken.period.kind,
      taken.period.end,
    ].join(' ');
    const before = seen.get(key);
    if (before !== undefined) throw refused(`${where} line ${row.line}`, `the same series and period as line ${before}`);
    seen.set(key, row.line);
    observations.push(taken);
  }
  const notes = [...left].map(([reason, count]) => `${count} rows left out: ${reason}`);
  if (observations.length === 0) throw refused(where, `no figure in ${table.rows.length} rows: ${notes.join('; ')}`);
  return { kind: 'observations', observations, publishedAt, notes };
}

/** An annual figure grows with each month that is published; it is whole in March of the next year. */
const MONTHS_TO_A_FULL_YEAR = 3;

/** @returns an observation, or the reason why the row is left out. */
function readRow(row: CsvRow, columns: SdmxColumns, where: string, newest: YearMonth): Observation | string {
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
  if (dataset !== undefined && Object.hasOwn(CLASSIFICATIONS, dataset)) return CLASSIFICATIONS[dataset] as string;
  throw refused(where, `dataset "${dataflow.slice(0, 40)}"; read are ${Object.keys(CLASSIFICATIONS).join(', ')}`);
}

function areaOf(code: string, column: string, where: string): string {
  const area = partnerOfGeonomCode(code);
  if (area !== null) return area;
  throw refused(where, `unknown ${column} "${code.slice(0, 20)}"; new codes go to src/domain/codes/eurostat-geonom.ts`);
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

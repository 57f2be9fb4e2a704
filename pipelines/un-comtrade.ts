// UN Comtrade, merchandise trade by HS code as each country reports it to the United Nations: https://comtradeapi.un.org
// Documentation of the calls and of the 47 fields: https://uncomtrade.org/docs/ and https://comtradedeveloper.un.org/
// A slow, final source: China's months come half a year late and more. No key is needed for the preview.
import { z } from 'zod';
import { comtradeCodeOfPartner } from '../src/domain/codes/m49.ts';
import { monthOfDate, type YearMonth, yearMonth, yearOf } from '../src/domain/period.ts';
import { scaleDecimal, type UnitScale } from '../src/domain/quantity.ts';
import type { Flow, Observation, SeriesDimensions, Status, Valuation } from '../src/domain/series.ts';
import { RefusedError } from '../src/errors.ts';
import { type ComtradeRow, comtradeRows, PINNED, readCode, readComtradeRow, readFigure } from '../src/parse/comtrade.ts';
import { decodeText } from '../src/parse/encoding.ts';
import { type JsonObject, readJson } from '../src/parse/json.ts';
import {
  definePipeline,
  type ProductName,
  type RequestContext,
  type Snapshot,
  type SourceRequest,
  type Transformed,
} from '../src/pipeline.ts';

/** The preview ends here and does not say that it left rows out; a call with a key ends at 100,000. */
const PREVIEW_ROW_LIMIT = 500;
const MONTHS_PER_CALL = 12;
/** Partner and product pairs of one call: with twelve months each they stay below the limit, and the address below 4,096 characters. */
const PAIRS_PER_CALL = Math.floor((PREVIEW_ROW_LIMIT - 1) / MONTHS_PER_CALL);
/** Supplementary units by code; 1 and -1 are "no quantity", 8 is kg. https://uncomtrade.org/docs/supplementary-quantity-units */
const UNITS: Readonly<Record<number, UnitScale>> = {
  2: { unit: 'm2', exponent: 0 },
  3: { unit: 'kWh', exponent: 3 },
  4: { unit: 'm', exponent: 0 },
  5: { unit: 'items', exponent: 0 },
  6: { unit: 'pairs', exponent: 0 },
  7: { unit: 'litres', exponent: 0 },
  9: { unit: 'items', exponent: 3 },
  10: { unit: 'packs', exponent: 0 },
  11: { unit: 'dozens', exponent: 0 },
  12: { unit: 'm3', exponent: 0 },
  13: { unit: 'carats', exponent: 0 },
};
const NO_QUANTITY: readonly number[] = [-1, 0, 1];
const KILOGRAMS = 8;

const area = z.string().refine((code) => comtradeCodeOfPartner(code) !== null, { error: 'expected ISO alpha-2 such as CN, or WORLD' });

const settings = z.strictObject({
  /** Whose figures: ISO alpha-2. */
  reporters: z.array(area).min(1).default(['CN']),
  /** ISO alpha-2, or WORLD for the total. */
  partners: z.array(area).min(1).default(['WORLD']),
  /** HS codes of two, four or six digits, or TOTAL. */
  products: z
    .array(z.string().regex(/^(?:TOTAL|\d{2}|\d{4}|\d{6})$/, 'expected an HS code such as "850511", or TOTAL'))
    .min(1)
    .default(['850511']),
  /** X export, M import, RX re-export. */
  flows: z
    .array(z.enum(['X', 'M', 'RX']))
    .min(1)
    .default(['X']),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'un-comtrade',
  title: 'UN Comtrade: monthly merchandise trade by HS code',
  publisher: 'United Nations Statistics Division',
  licence: 'free to use with attribution; redistribution of bulk data needs UN consent',
  documentation: 'https://uncomtrade.org/docs/',
  schedule: '30 5 * * *',
  timezone: 'Etc/UTC',
  baseUrl: 'https://comtradeapi.un.org',
  paceMs: 2000,
  jumpFactor: 100,
  // No schedule: countries send provisional months and revise them with their final year. https://uncomtrade.org/docs/data-availability
  revisions: { months: 24 },
  // For a free key; the preview names no number and is asked no more often. https://uncomtrade.org/docs/api-subscription-keys
  requestsPerDay: 500,
  settings,
  requests,
  transform,
});

/** One call for each calendar year, reporter and flow; more when partners times products could reach the row limit. */
function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const partnerGroups = chunks(unique(wanted.partners.map(codeOf)), PAIRS_PER_CALL);
  const asked: SourceRequest[] = [];
  for (let year = yearOf(window.from); year <= yearOf(window.to); year += 1) {
    for (const reporter of unique(wanted.reporters.map(codeOf))) {
      for (const flow of unique(wanted.flows)) {
        for (const partners of partnerGroups) {
          for (const products of chunks(unique(wanted.products), Math.floor(PAIRS_PER_CALL / partners.length))) {
            asked.push(call(baseUrl, { year, newest: window.to, reporter, flow, partners, products }));
          }
        }
      }
    }
  }
  return asked;
}

interface Call {
  readonly year: number;
  readonly newest: YearMonth;
  readonly reporter: number;
  readonly flow: string;
  readonly partners: readonly number[];
  readonly products: readonly string[];
}

function call(baseUrl: string, { year, newest, reporter, flow, partners, products }: Call): SourceRequest {
  const months = Array.from({ length: MONTHS_PER_CALL }, (_, index) => yearMonth(year, index + 1)).filter((ym) => ym <= newest);
  const query = [
    ['reporterCode', reporter],
    ['period', months.join(',')],
    ['cmdCode', products.join(',')],
    ['flowCode', flow],
    ['partnerCode', partners.join(',')],
    ...Object.entries(PINNED),
  ];
  return {
    key: `C/M/HS reporter ${reporter} flow ${flow} partner ${partners.join(',')} product ${products.join(',')} year ${year}`,
    url: `${baseUrl}/public/v1/preview/C/M/HS?${query.map(([name, value]) => `${name}=${value}`).join('&')}`,
    params: { limit: String(PREVIEW_ROW_LIMIT) },
  };
}

function codeOf(partner: string): number {
  const code = comtradeCodeOfPartner(partner);
  if (code === null) throw new RangeError(`UN Comtrade has no code for "${partner}"`);
  return code;
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

function transform(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const data = comtradeRows(readJson(decodeText(snapshot.bytes, { where }).text, where), where);
  if (data.length === 0) {
    return {
      kind: 'not_yet_published',
      reason: `${where}: no rows. Nothing is published for this yet, or a parameter is wrong: UN Comtrade answers both alike`,
    };
  }
  const limit = rowLimit(snapshot);
  if (data.length >= limit) {
    throw refused(
      where,
      `${data.length} rows: the row limit (${limit}) is reached exactly and the answer is truncated; ask for fewer periods, partners or products at a time (a file from a call with a key is read with the parameter limit=100000)`,
    );
  }
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  const rows = data.map((value, index) => readComtradeRow(value, `${where} data[${index}]`, newest));
  return observe(where, rows);
}

function rowLimit(snapshot: Snapshot): number {
  const given = snapshot.params['limit'] ?? String(PREVIEW_ROW_LIMIT);
  if (!/^[1-9]\d{0,6}$/.test(given))
    throw refused(snapshot.name, `parameter limit "${given.slice(0, 20)}"; expected the row limit of the call, such as 500 or 100000`);
  return Number(given);
}

const keyOf = (row: ComtradeRow): string =>
  JSON.stringify([row.reporter, row.partner, row.flowCode, row.classification, row.product, row.period.kind, row.period.end]);

function observe(where: string, rows: readonly ComtradeRow[]): Transformed {
  const totals = new Map<string, ComtradeRow>();
  for (const row of rows) {
    if (!row.pinned) continue;
    const before = totals.get(keyOf(row));
    if (before !== undefined) throw refused(row.where, `the same reporter, partner, flow, product and period as ${before.where}`);
    totals.set(keyOf(row), row);
  }
  const broken = rows.find((row) => !row.pinned && row.flow !== null && !totals.has(keyOf(row)));
  if (broken !== undefined) {
    throw refused(
      broken.where,
      `a part by mode of transport, customs procedure or second partner, and the total (${Object.entries(PINNED)
        .map((pair) => pair.join('='))
        .join(', ')}) is not in the answer: parts are never summed`,
    );
  }
  const observations: Observation[] = [];
  const products = new Map<string, ProductName>();
  const notes = new NoteCounts();
  notes.add(rows.length - totals.size, 'rows by mode of transport, customs procedure or second partner left out: their totals are taken');
  for (const row of totals.values()) {
    if (row.flow === null) {
      notes.add(1, `rows of flow ${row.flowCode.slice(0, 10)} left out; read are X export, M import, RX re-export`);
      continue;
    }
    observations.push(...figuresOf(row, row.flow, notes));
    const name = row.fields['cmdDesc'];
    if (typeof name === 'string' && name !== '')
      products.set(`${row.classification} ${row.product}`, { classification: row.classification, product: row.product, name });
  }
  if (observations.length === 0) throw refused(where, `no figure in ${rows.length} rows: ${notes.list().join('; ')}`);
  return { kind: 'observations', observations, products: [...products.values()], publishedAt: null, notes: notes.list() };
}

/**
 * A 0 is a figure only where the country itself reported the row: in previews (`isReported` false) a 0 stands for null,
 * as `cifvalue: 0` beside an export's `fobvalue` shows.
 */
function figuresOf(row: ComtradeRow, flow: Flow, notes: NoteCounts): Observation[] {
  const { fields, where } = row;
  const reported = fields['isReported'] === true;
  const common = {
    reporter: row.reporter,
    partner: row.partner,
    flow,
    classification: row.classification,
    product: row.product,
    period: row.period,
  };
  const taken: Observation[] = [];
  const add = (
    dimensions: Pick<SeriesDimensions, 'measure' | 'unit'>,
    value: number,
    status: Status,
    valuation: Valuation | null,
  ): void => {
    taken.push({ ...common, ...dimensions, value, status, valuation });
  };

  const value = readFigure(fields, 'primaryValue', where);
  if (value !== null && (value > 0 || reported))
    add({ measure: 'value', unit: 'USD' }, value, 'A', valuationOf(fields, flow, value, where));
  else notes.add(1, 'rows without a value (null, or 0 in a row that the country did not report itself)');

  const unitCode = Number(readCode(fields, 'qtyUnitCode', where));
  const quantity = readFigure(fields, 'qty', where);
  const weight = readFigure(fields, 'netWgt', where);
  const weighsNothing = reported && fields['isNetWgtEstimated'] !== true && unitCode === KILOGRAMS && quantity === 0;
  if (weight !== null && (weight > 0 || weighsNothing)) {
    add({ measure: 'net_weight', unit: 'kg' }, weight, fields['isNetWgtEstimated'] === true ? 'E' : 'A', null);
  } else notes.add(1, 'rows without net weight (null, or 0 for N/A)');

  if (quantity === null || quantity === 0 || unitCode === KILOGRAMS || NO_QUANTITY.includes(unitCode)) return taken;
  const scale = UNITS[unitCode];
  if (scale === undefined)
    notes.add(1, `quantities in the unknown unit ${unitCode} (${String(fields['qtyUnitAbbr']).slice(0, 20)}) left out`);
  else
    add(
      { measure: 'quantity', unit: scale.unit },
      scale.exponent === 0 ? quantity : scaled(quantity, scale, where),
      fields['isQtyEstimated'] === true ? 'E' : 'A',
      null,
    );
  return taken;
}

function scaled(quantity: number, scale: UnitScale, where: string): number {
  try {
    return scaleDecimal(String(quantity), scale.exponent);
  } catch (cause) {
    throw new RefusedError({ where, reason: `qty ${quantity} cannot be scaled to ${scale.unit}` }, { cause });
  }
}

/** Imports are CIF, but some countries (Canada, Australia, South Africa...) report them FOB: then primaryValue is the FOB value. */
function valuationOf(fields: JsonObject, flow: Flow, value: number, where: string): Valuation {
  if (flow !== 'import') return 'FOB';
  const cif = readFigure(fields, 'cifvalue', where);
  return value > 0 && cif !== value && readFigure(fields, 'fobvalue', where) === value ? 'FOB' : 'CIF';
}

/** Counts what was left out, by reason, in the order of first occurrence. */
class NoteCounts {
  readonly #counts = new Map<string, number>();

  add(count: number, reason: string): void {
    if (count > 0) this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  list(): string[] {
    return [...this.#counts].map(([reason, count]) => `${count} ${reason}`);
  }
}

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });

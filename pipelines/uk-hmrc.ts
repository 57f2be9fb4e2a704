// HM Revenue & Customs, UK overseas trade statistics by commodity, country and port, monthly: https://www.uktradeinfo.com
// The API (OData): https://www.uktradeinfo.com/api-documentation/. No key; 60 requests a minute, answered with 403 beyond.
// A month comes about six weeks after its end, at 09:30 London; every release revises earlier months.
import { z } from 'zod';
import { hmrcCountryOfPartner, partnerOfHmrcCountry } from '../src/domain/codes/hmrc-countries.ts';
import { formatMonth, month, monthOfDate, type Period, type YearMonth, yearMonth, yearOf } from '../src/domain/period.ts';
import { scaleDecimal } from '../src/domain/quantity.ts';
import type { Flow, Observation } from '../src/domain/series.ts';
import { RefusedError } from '../src/errors.ts';
import { decodeText } from '../src/parse/encoding.ts';
import { commodityOf, hmrcRows, integerOf, readPart } from '../src/parse/hmrc.ts';
import { isJsonObject, type JsonObject, type JsonValue, readJson } from '../src/parse/json.ts';
import { addDecimal, EMPTY_SUM, type ExactSum, sumText } from '../src/parse/number.ts';
import {
  definePipeline,
  type ProductName,
  type RequestContext,
  type Snapshot,
  type SourceRequest,
  type Transformed,
} from '../src/pipeline.ts';

/** Rows of one call, `$top`. The API says nowhere that there are more. */
const ROW_LIMIT = 10_000;
/** Keeps the address below 2,000 characters. */
const PARTNERS_PER_CALL = 40;
const FLOW_TYPES: Readonly<Record<number, Flow>> = { 1: 'import', 2: 'export', 3: 'import', 4: 'export' };
/** From and to the EU, and from and to all other countries: a country is in one of the two at a time. */
const TYPES_OF_FLOW: Readonly<Record<'import' | 'export', readonly number[]>> = { import: [1, 3], export: [2, 4] };
const CODE_FIELDS: Readonly<Record<number, string>> = { 2: 'Hs2Code', 4: 'Hs4Code', 6: 'Hs6Code', 8: 'Cn8Code' };

const settings = z.strictObject({
  /** Commodity codes of eight digits; two, four or six take each code of eight digits below them. */
  products: z
    .array(z.string().regex(/^(?:\d{2}){1,4}$/, 'expected a code such as "85051110"'))
    .min(1)
    .default(['85051110']),
  /** ISO alpha-2. There is no figure for all partners together. */
  partners: z
    .array(z.string().refine((code) => hmrcCountryOfPartner(code) !== null, { error: 'expected ISO alpha-2 such as CN' }))
    .min(1)
    .default(['CN']),
  flows: z
    .array(z.enum(['import', 'export']))
    .min(1)
    .default(['import']),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'uk-hmrc',
  title: 'UK HMRC: overseas trade by commodity code and country, monthly',
  publisher: 'HM Revenue & Customs',
  licence: 'Open Government Licence v3.0',
  documentation: 'https://www.uktradeinfo.com/api-documentation/',
  schedule: '35 9,12 9-20 * *',
  timezone: 'Europe/London',
  baseUrl: 'https://api.uktradeinfo.com',
  paceMs: 2000,
  // Provisional for 18 months from its first publication, which comes within two months. Older months change by announced
  // corrections only. https://www.uktradeinfo.com (overseas trade statistics, suppressions and revisions)
  revisions: { months: 20 },
  settings,
  requests,
  transform,
});

/** One call for each product and calendar year. `in (...)` is answered with 403, so alternatives are written out. */
function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const flows = [...new Set(wanted.flows)];
  const ids = [...new Set(wanted.partners)].map(idOf);
  const asked: SourceRequest[] = [];
  for (const product of new Set(wanted.products)) {
    for (let first = 0; first < ids.length; first += PARTNERS_PER_CALL) {
      const countries = ids.slice(first, first + PARTNERS_PER_CALL);
      for (let year = yearOf(window.from); year <= yearOf(window.to); year += 1) {
        const filter = [
          `MonthId ge ${yearMonth(year, 1)}`,
          `MonthId le ${Math.min(yearMonth(year, 12), window.to)}`,
          `Commodity/${CODE_FIELDS[product.length]} eq '${product}'`,
          anyOf('CountryId', countries),
          anyOf(
            'FlowTypeId',
            flows.flatMap((flow) => TYPES_OF_FLOW[flow]),
          ),
        ].join(' and ');
        asked.push({
          key: `OTS ${flows.join('+')} ${product} country ${countries.join(',')} year ${year}`,
          url: `${baseUrl}/OTS?$filter=${encodeURIComponent(filter)}&$expand=Commodity($select=CommodityId,Cn8Code,Hs6Code)&$top=${ROW_LIMIT}&$skip=0`,
          params: { limit: String(ROW_LIMIT) },
        });
      }
    }
  }
  return asked;
}

const anyOf = (field: string, values: readonly number[]): string => `(${values.map((value) => `${field} eq ${value}`).join(' or ')})`;

function idOf(partner: string): number {
  const id = hmrcCountryOfPartner(partner);
  if (id === null) throw new RangeError(`HMRC has no country "${partner}"`);
  return id;
}

function transform(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const rows = hmrcRows(readJson(decodeText(snapshot.bytes, { where }).text, where), rowLimit(snapshot), where);
  if (rows.length === 0) return { kind: 'not_yet_published', reason: `${where}: no rows: nothing is published for this selection yet` };
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  const read = new Reading();
  const seen = new Map<string, number>();
  for (const [index, value] of rows.entries()) {
    const place = `${where} value[${index}]`;
    const text = JSON.stringify(value);
    const before = seen.get(text);
    if (before !== undefined) throw refused(place, `the same row as value[${before}]: pages overlap, or a row was doubled`);
    seen.set(text, index);
    read.take(value, newest, place);
  }
  return read.result();
}

function rowLimit(snapshot: Snapshot): number {
  const given = snapshot.params['limit'] ?? String(ROW_LIMIT);
  if (/^[1-9]\d{0,6}$/.test(given)) return Number(given);
  throw refused(snapshot.name, `parameter limit "${given.slice(0, 20)}"; expected the $top of the call, such as ${ROW_LIMIT}`);
}

/** One month, flow, commodity and country: the sum of its ports. A part without a figure leaves the sum unknown. */
interface Sum {
  readonly flow: Flow;
  readonly partner: string;
  readonly product: string;
  readonly period: Period;
  readonly where: string;
  ports: number;
  value: ExactSum | null;
  netMass: ExactSum | null;
}

/** The rows of one answer, summed over the ports. */
class Reading {
  readonly #sums = new Map<string, Sum>();
  readonly #left = new Map<string, number>();
  readonly #names = new Map<string, ProductName>();
  readonly #suppressed = new Set<string>();

  /** @throws RefusedError for a row that is not as published. */
  take(row: JsonValue, newest: YearMonth, where: string): void {
    if (!isJsonObject(row)) throw refused(where, 'expected an object');
    const period = periodOf(row, newest, where);
    const flowType = integerOf(row, 'FlowTypeId', where);
    const flow = FLOW_TYPES[flowType];
    if (flow === undefined) throw refused(where, `FlowTypeId ${flowType}; expected 1 or 3 (imports), 2 or 4 (exports)`);
    const suppression = integerOf(row, 'SuppressionIndex', where);
    const commodity = commodityOf(row, where);
    if ('reason' in commodity) {
      this.#leave(commodity.reason);
      return;
    }
    const country = integerOf(row, 'CountryId', where);
    const product = commodity.code;
    const key = [period.end, flow, product, country].join(' ');
    if (suppression !== 0) {
      this.#suppressed.add(key);
      this.#leave('suppressed (SuppressionIndex other than 0): their figures are withheld, not 0');
      return;
    }
    const partner = partnerOfHmrcCountry(country);
    if (partner === null) throw refused(where, `unknown CountryId ${country}; new ones go to src/domain/codes/hmrc-countries.ts`);
    const sum = this.#sums.get(key) ?? { flow, partner, product, period, where, ports: 0, value: EMPTY_SUM, netMass: EMPTY_SUM };
    sum.ports += 1;
    sum.value = added(sum.value, readPart(row, 'Value', where));
    sum.netMass = added(sum.netMass, readPart(row, 'NetMass', where));
    this.#sums.set(key, sum);
    const name = isJsonObject(row['Commodity']) ? row['Commodity']['Cn8LongDescription'] : undefined;
    if (typeof name === 'string' && name !== '') this.#names.set(product, { classification: CLASSIFICATION, product, name });
  }

  result(): Transformed {
    const sums = [...this.#sums];
    const observations = sums.flatMap(([, sum]) => observationsOf(sum));
    const rows = sums.reduce((count, [, { ports }]) => count + ports, 0);
    const lacking = sums.filter(([key]) => this.#suppressed.has(key)).length;
    const notes = [
      ...[...this.#left].map(([reason, count]) => `${count} rows left out: ${reason}`),
      ...counted(lacking, 'sums lack what is suppressed at other ports'),
      ...counted(sums.filter(([, { value }]) => value === null).length, 'sums without a value: Value is null at a port'),
      ...counted(sums.filter(([, { netMass }]) => netMass === null).length, 'sums without a weight: NetMass is null at a port'),
      ...(rows > sums.length ? [`${rows} rows by port summed to ${sums.length}`] : []),
    ];
    return { kind: 'observations', observations, products: [...this.#names.values()], publishedAt: null, notes };
  }

  #leave(reason: string): void {
    this.#left.set(reason, (this.#left.get(reason) ?? 0) + 1);
  }
}

const counted = (count: number, reason: string): string[] => (count === 0 ? [] : [`${count} ${reason}`]);
const added = (sum: ExactSum | null, part: string | null): ExactSum | null =>
  sum === null || part === null ? null : addDecimal(sum, part, 0);

/**
 * HMRC calls its commodity codes CN8. To 2020 they were the EU's Combined Nomenclature; the United Kingdom's own tariff,
 * in force since 2021, goes on with the same eight digits and follows the EU's yearly changes, with few exceptions.
 * They have the EU's name here, so that a code can be compared across the Channel.
 */
const CLASSIFICATION = 'CN';

/** Values are in pounds sterling, imports CIF and exports FOB; net mass is in kg. */
function observationsOf({ value, netMass, where, ports: _, ...sum }: Sum): Observation[] {
  const common = { reporter: 'GB', ...sum, classification: CLASSIFICATION, status: 'A' } as const;
  const valuation = sum.flow === 'import' ? 'CIF' : 'FOB';
  return [
    ...(value === null
      ? []
      : [{ ...common, measure: 'value' as const, unit: 'GBP', value: scaleDecimal(sumText(value), 0), valuation } as const]),
    ...(netMass === null
      ? []
      : [{ ...common, measure: 'net_weight' as const, unit: 'kg', value: scaleDecimal(sumText(netMass), 0), valuation: null }]),
  ];
}

function periodOf(row: JsonObject, newest: YearMonth, where: string): Period {
  const id = integerOf(row, 'MonthId', where);
  let found: Period;
  try {
    found = month(yearMonth(Math.trunc(id / 100), id % 100));
  } catch (cause) {
    throw new RefusedError({ where, reason: `there is no month ${id}; expected MonthId as yyyymm` }, { cause });
  }
  if (found.end > newest) throw refused(where, `${formatMonth(found.end)} lies after the download (${formatMonth(newest)})`);
  return found;
}

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });

// US Census Bureau, imports and exports by commodity and country, monthly: https://www.census.gov/data/developers/data-sets/international-trade.html
// Columns: https://api.census.gov/data/timeseries/intltrade/imports/hs/variables.html; a free key: https://api.census.gov/data/key_signup.html
// A month comes about 35 days after its end, at 08:30 New York; each June revises the years before.
import { z } from 'zod';
import { CENSUS_WORLD, censusCodeOfPartner, isCensusGroup, partnerOfCensusCode } from '../src/domain/codes/partners.ts';
import { addMonths, formatMonth, monthOfDate, type Period, type YearMonth, yearMonth, yearOf } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import type { Flow, Observation, ProductName } from '../src/domain/series.ts';
import { refused } from '../src/errors.ts';
import {
  CENSUS_FLOWS,
  type CensusFlow,
  type CensusRow,
  classificationOfRow,
  figureOf,
  isTotal,
  monthOfRow,
  productOfRow,
  quantityOfRow,
  readCensusTable,
  scaled,
} from '../src/parse/census.ts';
import { decodeText } from '../src/parse/encoding.ts';
import { addDecimal, type DecimalText, EMPTY_SUM, sumText } from '../src/parse/number.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

const ALL = 'ALL';
const settings = z.strictObject({
  /** HS codes of two, four or six digits, ten digits of the HTS (imports) or Schedule B (exports), or TOTAL. */
  products: z
    .array(z.string().regex(/^(?:TOTAL|\d{2}|\d{4}|\d{6}|\d{10})$/, 'expected a code such as "850511", or TOTAL'))
    .min(1)
    .default(['850511']),
  /** ISO alpha-2, WORLD for the total, or ALL for each partner on its own. All are asked for in any case, to check the total. */
  partners: z
    .array(
      z.string().refine((code) => code === ALL || censusCodeOfPartner(code) !== null, {
        error: 'expected ISO alpha-2 such as CN, WORLD or ALL',
      }),
    )
    .min(1)
    .default(['CN']),
  flows: z
    .array(z.enum(['import', 'export']))
    .min(1)
    .default(['import']),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'us-census',
  title: 'US Census: imports and exports by commodity and country, monthly',
  publisher: 'US Census Bureau',
  licence: 'public domain; the Census Bureau asks to be named, and not as an endorsement',
  documentation: 'https://www.census.gov/data/developers/data-sets/international-trade.html',
  schedule: '35 8,12 3-12 * *',
  timezone: 'America/New_York',
  // With the press release FT-900, about 35 days after the month, at 8:30: an estimate. The announced dates are at
  // https://www.census.gov/foreign-trade/schedule.html; list them in the configuration.
  releases: { day: { daysAfter: 35 }, time: '08:30', weekend: 'monday', graceDays: 4 },
  baseUrl: 'https://api.census.gov',
  paceMs: 2000,
  secret: 'CENSUS_API_KEY',
  // An answer has a row for each month of a year in which there was trade; what is revised away has none.
  statesAllMonths: true,
  // Late transactions go into the months before; each June the three years before are revised (in July until January, 42 months
  // back). https://www.census.gov/foreign-trade/guide/revisions.html and https://www.export.gov/article?id=Data-Releases-and-Revisions
  revisions: { months: 12, yearly: { month: 6, during: 2, months: 42 } },
  settings,
  requests,
  transform,
});

/** December is out in the February after it; a year that ended longer ago has figures for every code that exists. */
const MONTHS_TO_PUBLISH = 3;

/** One call for each flow, product and calendar year, with all partners: so the total can be checked against them. */
function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const partners = wanted.partners.includes(ALL) ? {} : { partners: [...new Set(wanted.partners)].join(' ') };
  const asked: SourceRequest[] = [];
  for (const name of new Set(wanted.flows)) {
    for (const product of new Set(wanted.products)) {
      for (let year = yearOf(window.from); year <= yearOf(window.to); year += 1) {
        asked.push({
          key: `${CENSUS_FLOWS[name].path} ${product} year ${year}`,
          url: `${baseUrl}/data/timeseries/intltrade/${CENSUS_FLOWS[name].path}?${queryOf(CENSUS_FLOWS[name], product, year, window.to)}`,
          secretQuery: 'key',
          ...(yearMonth(year, 12) <= addMonths(window.to, -MONTHS_TO_PUBLISH) ? { expectsData: true } : {}),
          params: { countries: 'all', ...partners },
        });
      }
    }
  }
  return asked;
}

function queryOf({ commodity, value, quantity }: CensusFlow, product: string, year: number, newest: YearMonth): string {
  const last = Math.min(yearMonth(year, 12), newest);
  const of = product === 'TOTAL' ? '' : `&COMM_LVL=HS${product.length}&${commodity}=${product}`;
  return `get=CTY_CODE,CTY_NAME,${value},${quantity},UNIT_QY1&time=from+${year}-01+to+${formatMonth(last)}${of}`;
}

/** A row that is taken, with its cells resolved. */
interface Row {
  readonly source: CensusRow;
  readonly code: string;
  readonly partner: string;
  readonly classification: string;
  readonly product: string;
  readonly period: Period;
  readonly value: DecimalText | null;
}

function transform(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const { columns, rows: printed } = readCensusTable(decodeText(snapshot.bytes, { where }).text, where);
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  const left = new Map<string, number>();
  const leave = (reason: string): void => void left.set(reason, (left.get(reason) ?? 0) + 1);
  const rows = new Map<string, Row>();
  const groups = new Set<string>();
  for (const source of printed) {
    const period = monthOfRow(source);
    if (period.end > newest) throw refused(source.where, `${formatMonth(period.end)} lies after the download (${formatMonth(newest)})`);
    const product = productOfRow(source, columns);
    const code = source.cell('CTY_CODE') ?? '';
    const set = `${period.end} ${product}`;
    if (!isTotal(source)) {
      leave('by customs district, rate provision or the like: their totals are taken');
      continue;
    }
    if (isCensusGroup(code)) {
      groups.add(set);
      leave('of groups of countries, whose members have rows of their own');
      continue;
    }
    const partner = partnerOfCensusCode(code);
    if (partner === null) {
      const name = source.cell('CTY_NAME') ?? '';
      throw refused(
        source.where,
        `unknown CTY_CODE "${code.slice(0, 10)}" (${name.slice(0, 60)}); new codes go to config/codes/partners-census.json`,
      );
    }
    const before = rows.get(`${set} ${code}`);
    if (before !== undefined) throw refused(source.where, `the same country, commodity and month as ${before.source.where}`);
    const classification = classificationOfRow(product, yearOf(period.end), columns, source.where);
    rows.set(`${set} ${code}`, { source, code, partner, classification, product, period, value: figureOf(source, columns.value) });
  }
  const all = { asked: snapshot.params['countries'] === 'all', flow: columns.flow };
  const proofs = checkTotals([...rows.values()], groups, all, where);
  return observe(where, { columns, rows: [...rows.values()], wanted: snapshot.params['partners'], left, proofs });
}

/** Dollars are whole; a total that was rounded on its own may be one off. */
const TOLERANCE_USD = 1;

/**
 * The row of all countries must be the sum of the countries, wherever the answer has all of them: when it was asked so, or
 * when it has groups, which no choice of countries gives.
 * @param groups months and commodities of which there are rows of groups.
 * @param asked whether all countries were asked for.
 * @returns the totals that were checked.
 */
function checkTotals(
  rows: readonly Row[],
  groups: ReadonlySet<string>,
  { asked, flow }: { asked: boolean; flow: Flow },
  where: string,
): Proof[] {
  const sets = new Map<string, Row[]>();
  for (const row of rows) {
    const set = `${row.period.end} ${row.product}`;
    sets.set(set, [...(sets.get(set) ?? []), row]);
  }
  const proofs: Proof[] = [];
  for (const [set, members] of sets) {
    const countries = members.filter(({ code }) => code !== CENSUS_WORLD);
    if (!asked && (countries.length === 0 || !groups.has(set))) continue;
    const { product, period } = members[0] as Row;
    const about = `${where}, commodity ${product}, ${formatMonth(period.end)}`;
    const world = members.find(({ code }) => code === CENSUS_WORLD);
    if (world === undefined) throw refused(about, 'no row of all countries (CTY_CODE "-") among those of the countries and groups');
    if (world.value === null || countries.some(({ value }) => value === null)) continue;
    const sum = sumText(countries.reduce((total, { value }) => addDecimal(total, value ?? '0', 0), EMPTY_SUM));
    if (Math.abs(Number(sum) - Number(world.value)) > TOLERANCE_USD)
      throw refused(
        about,
        `all countries ${world.value}, but the ${countries.length} countries are ${sum} together: rows are missing or wrong`,
      );
    proofs.push({
      check: 'total',
      subject: `${flow} ${(members[0] as Row).classification}:${product} ${formatMonth(period.end)} value USD`,
      expected: Number(world.value),
      received: Number(sum),
      holds: true,
      detail: `the row of all countries, and the sum of ${countries.length} countries; groups are left out`,
    });
  }
  return proofs;
}

interface Taken {
  readonly columns: CensusFlow;
  readonly rows: readonly Row[];
  /** Partners that were asked for, with spaces between; undefined takes all. */
  readonly wanted: string | undefined;
  /** Reasons for which rows were left out, with their number. */
  readonly left: ReadonlyMap<string, number>;
  readonly proofs: readonly Proof[];
}

/**
 * Values are in US dollars. General imports are at customs value: what is paid for the goods at the foreign port, without
 * freight, insurance and duty, which is FOB and not CIF. Exports are free alongside ship (FAS): FOB but for the loading.
 */
function observe(where: string, { columns, rows, wanted, left, proofs }: Taken): Transformed {
  const keep = wanted === undefined ? null : new Set(wanted.split(' '));
  const observations: Observation[] = [];
  const products = new Map<string, ProductName>();
  const lacking = new Map<string, number>();
  const lack = (reason: string): void => void lacking.set(reason, (lacking.get(reason) ?? 0) + 1);
  for (const { source, partner, classification, product, period, value } of rows) {
    if (keep !== null && !keep.has(partner)) continue;
    const common = { reporter: 'US', partner, flow: columns.flow, classification, product, period, status: 'A' } as const;
    if (value === null) lack(`without ${columns.value}`);
    else observations.push({ ...common, measure: 'value', unit: 'USD', value: scaled(value, 0, source.where), valuation: 'FOB' });
    const quantity = quantityOfRow(source, columns);
    if (typeof quantity === 'string') lack(quantity);
    else if (quantity !== null) observations.push({ ...common, ...quantity, valuation: null });
    const name = source.cell(`${columns.commodity}_LDESC`) || source.cell(`${columns.commodity}_SDESC`);
    if (name) products.set(`${classification} ${product}`, { classification, product, name });
  }
  const notes = [
    ...[...left].map(([reason, count]) => `${count} rows left out: ${reason}`),
    ...[...lacking].map(([reason, count]) => `${count} rows ${reason}`),
    ...(proofs.length === 0 ? [] : [`${proofs.length} totals of all countries are the sum of their countries`]),
  ];
  if (observations.length === 0 && (rows.length === 0 || keep === null)) throw refused(where, `no figure: ${notes.join('; ')}`);
  return {
    kind: 'observations',
    observations,
    products: [...products.values()],
    publishedAt: null,
    statesAllMonths: lacking.size === 0 && haveQuantities(observations),
    notes,
    proofs,
  };
}

/** Whether all rows have a quantity, or none: one that has none, for want of a unit, may be a month of a series that has. */
function haveQuantities(observations: readonly Observation[]): boolean {
  const quantities = observations.filter(({ measure }) => measure !== 'value').length;
  return quantities === 0 || 2 * quantities === observations.length;
}

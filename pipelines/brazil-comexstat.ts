// Comex Stat, Brazil's imports and exports by product and country, monthly: https://comexstat.mdic.gov.br
// The API: https://api-comexstat.mdic.gov.br/docs. No key; faster than one call in 12 s is answered with 429.
// A month comes on the first working days after its end, at 15:00 Brasilia.
import { z } from 'zod';
import { brazilianCodesOfPartner } from '../src/domain/codes/partners.ts';
import { addMonths, formatMonth, monthOfDate, parseMonth, type YearMonth, yearMonth, yearOf } from '../src/domain/period.ts';
import type { Flow, Observation, ProductName } from '../src/domain/series.ts';
import { refused } from '../src/errors.ts';
import { comexStatRows, readComexStatRow } from '../src/parse/comexstat.ts';
import { decodeText } from '../src/parse/encoding.ts';
import { readJson } from '../src/parse/json.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

/** The Mercosur Common Nomenclature: six digits of the Harmonized System and two of Mercosur. */
const CLASSIFICATION = 'NCM';
const PRODUCTS_PER_CALL = 50;
const ALL = 'ALL';

const settings = z.strictObject({
  /** Codes of the NCM. */
  products: z
    .array(z.string().regex(/^\d{8}$/, 'expected eight digits such as "85051100"'))
    .min(1)
    .default(['85051100']),
  /** ISO alpha-2, or ALL for each partner on its own. There is no figure for all partners together. */
  partners: z
    .array(
      z.string().refine((code) => code === ALL || brazilianCodesOfPartner(code).length > 0, {
        error: 'expected ISO alpha-2 such as CN, or ALL',
      }),
    )
    .min(1)
    .default(['CN']),
  /** One flow alone is also that of a file which neither its name nor --flow tells: the file itself does not. */
  flows: z
    .array(z.enum(['import', 'export']))
    .min(1)
    .default(['import']),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'brazil-comexstat',
  title: 'Brazil Comex Stat: imports and exports by product and country, monthly',
  publisher: 'Ministry of Development, Industry, Trade and Services (MDIC), Brazil',
  licence: 'open data; the ministry is to be named as the source',
  documentation: 'https://api-comexstat.mdic.gov.br/docs',
  schedule: '10 15,17 1-10 * *',
  timezone: 'America/Sao_Paulo',
  // Consolidated figures of a month come by the fifth working day of the next, mostly at 15:00; holidays are not known here.
  releases: { day: { weekdayOfNextMonth: 5 }, time: '15:00', graceDays: 5 },
  baseUrl: 'https://api-comexstat.mdic.gov.br',
  paceMs: 12_000,
  // An answer has a row for each month of a year in which there was trade; what is revised away has none.
  statesAllMonths: true,
  // Each month the whole present year is processed anew; each February the year before, which then stands.
  // https://www.gov.br/mdic/pt-br/assuntos/comercio-exterior/estatisticas/perguntas-frequentes-faq
  revisions: { months: 12, yearly: { month: 2, during: 2, months: 15 } },
  settings,
  requests,
  transform,
});

/** One call for each flow and calendar year: a window that goes beyond a year may be answered with an empty list. */
function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const countries = wanted.partners.includes(ALL) ? [] : [...new Set(wanted.partners.flatMap(brazilianCodesOfPartner))];
  const products = [...new Set(wanted.products)];
  const asked: SourceRequest[] = [];
  for (const flow of new Set(wanted.flows)) {
    for (let first = 0; first < products.length; first += PRODUCTS_PER_CALL) {
      for (let year = yearOf(window.from); year <= yearOf(window.to); year += 1) {
        const period = { from: formatMonth(yearMonth(year, 1)), to: formatMonth(Math.min(yearMonth(year, 12), window.to)) };
        asked.push(call(baseUrl, { flow, ...period, countries, products: products.slice(first, first + PRODUCTS_PER_CALL) }));
      }
    }
  }
  return asked;
}

interface Call {
  readonly flow: string;
  /** Months such as 2025-01, of one year. */
  readonly from: string;
  readonly to: string;
  readonly products: readonly string[];
  /** With their leading zeros, as text: numbers are answered with an empty list. None: all. */
  readonly countries: readonly string[];
}

function call(base: string, { flow, from, to, products, countries }: Call): SourceRequest {
  const filters = [{ filter: 'ncm', values: products }, ...(countries.length === 0 ? [] : [{ filter: 'country', values: countries }])];
  return {
    key: `${flow} ncm ${products.join(',')} country ${countries.length === 0 ? 'all' : countries.join(',')} year ${from.slice(0, 4)}`,
    url: `${base}/general`,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({
      flow,
      monthDetail: true,
      period: { from, to },
      filters,
      details: ['country', 'ncm'],
      metrics: ['metricFOB', 'metricKG'],
    }),
    params: { flow, from, to, base, products: products.join(','), ...(countries.length === 0 ? {} : { countries: countries.join(',') }) },
  };
}

/** Values are in US dollars, FOB in both flows; weights are net, in kg. */
function transform(snapshot: Snapshot, { flows }: Settings): Transformed {
  const where = snapshot.name;
  const window = windowOf(snapshot);
  const printed = comexStatRows(readJson(decodeText(snapshot.bytes, { where }).text, where), where);
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  if (printed.length === 0) return nothingFor(window, newest, snapshot);
  if (snapshot.params['wider'] !== undefined) return noTrade(snapshot);
  const rows = printed.map((row, index) => readComexStatRow(row, `${where} list[${index}]`));
  const { flow, notes } = flowOf(snapshot, rows.some(({ importsOnly }) => importsOnly) ? 'import' : null, flows);
  const observations: Observation[] = [];
  const names = new Map<string, ProductName>();
  const seen = new Map<string, string>();
  const fields = rows[0]?.fields ?? '';
  for (const row of rows) {
    const { period, partner, product } = row;
    if (row.fields !== fields) throw refused(row.where, `fields ${row.fields}; the first row has ${fields}`);
    if (period.end > newest) throw refused(row.where, `${formatMonth(period.end)} lies after the download (${formatMonth(newest)})`);
    if (window !== null && (period.end < window.from || period.end > window.to))
      throw refused(row.where, `${formatMonth(period.end)} was not asked for: ${formatMonth(window.from)} to ${formatMonth(window.to)}`);
    const key = `${period.end} ${partner} ${product}`;
    const before = seen.get(key);
    if (before !== undefined)
      throw refused(row.where, `the same month, country and product as ${before}: parts of a figure are never summed`);
    seen.set(key, row.where);
    const common = { reporter: 'BR', partner, flow, classification: CLASSIFICATION, product, period, status: 'A' } as const;
    if (row.value !== null) observations.push({ ...common, measure: 'value', unit: 'USD', value: row.value, valuation: 'FOB' });
    if (row.netWeight !== null) observations.push({ ...common, measure: 'net_weight', unit: 'kg', value: row.netWeight, valuation: null });
    if (row.name !== null) names.set(product, { classification: CLASSIFICATION, product, name: row.name });
  }
  const lacking = rows.filter(({ value, netWeight }) => value === null || netWeight === null).length;
  return {
    kind: 'observations',
    observations,
    products: [...names.values()],
    publishedAt: null,
    statesAllMonths: lacking === 0,
    notes: [...notes, ...(lacking === 0 ? [] : [`${lacking} rows without value or weight`])],
  };
}

interface Window {
  readonly from: YearMonth;
  readonly to: YearMonth;
}

/** The months that were asked for; null for a file. */
function windowOf({ params: { from, to }, name }: Snapshot): Window | null {
  if (from === undefined || to === undefined) return null;
  try {
    return { from: parseMonth(from), to: parseMonth(to) };
  } catch (cause) {
    throw refused(name, `parameters from "${from}" and to "${to}"; expected months such as 2025-01`, { cause });
  }
}

/** A month is out two weeks after its end: what ended longer ago has rows for every code and some country. */
const MONTHS_TO_PUBLISH = 3;

/**
 * Nothing there yet, no trade and a wrong code are answered alike. Of months that are published for certain, all countries
 * are asked for once: where there is nothing either, the code is wrong.
 * @throws RefusedError when the window is such that an empty list says nothing.
 */
function nothingFor(window: Window | null, newest: YearMonth, { name: where, params }: Snapshot): Transformed {
  if (window === null)
    return {
      kind: 'not_yet_published',
      reason: `${where}: an empty list: nothing is published for this yet, there was no trade, or a filter is wrong`,
    };
  const months = `${formatMonth(window.from)} to ${formatMonth(window.to)}`;
  if (yearOf(window.from) !== yearOf(window.to))
    throw refused(
      where,
      `an empty list for ${months}: so Comex Stat answers to windows of several years; ask for one calendar year at a time`,
    );
  const { base, products, countries, flow } = params;
  if (window.to > addMonths(newest, -MONTHS_TO_PUBLISH) || base === undefined || products === undefined || flow === undefined)
    return {
      kind: 'not_yet_published',
      reason: `${where}: an empty list for ${months}: nothing is published for this yet, or there was no trade`,
    };
  if (countries === undefined)
    throw refused(
      where,
      `an empty list for ${products} with all countries, ${months}, which is published: a code of these is wrong, or no longer in use`,
    );
  const wider = call(base, { flow, from: params['from'] ?? '', to: params['to'] ?? '', products: products.split(','), countries: [] });
  return {
    kind: 'links',
    requests: [{ ...wider, key: `${wider.key}, for country ${countries}`, params: { ...wider.params, wider: countries } }],
  };
}

/** The code is a proper one: with other countries there was trade. */
const noTrade = ({ name, params }: Snapshot): Transformed => ({
  kind: 'not_yet_published',
  reason: `${name}: no ${params['flow']} of ${params['products']} with country ${params['wider']} from ${params['from']} to ${params['to']}; with other countries there was some`,
});

/** The answer does not say whether it is of imports or exports. */
function flowOf(snapshot: Snapshot, shown: Flow | null, watched: readonly Flow[]): { flow: Flow; notes: readonly string[] } {
  const where = snapshot.name;
  const given = snapshot.params['flow'];
  if (given !== undefined && given !== 'import' && given !== 'export')
    throw refused(where, `flow "${given.slice(0, 20)}"; expected import or export`);
  const [imported, exported] = [/import/i.test(where), /export/i.test(where)];
  const flow = given ?? shown ?? (imported === exported ? null : imported ? 'import' : 'export');
  if (shown !== null && flow !== shown) throw refused(where, `flow ${flow}, but freight, insurance or CIF values are those of imports`);
  if (flow !== null) return { flow, notes: [] };
  const [only, another] = new Set(watched);
  if (only === undefined || another !== undefined)
    throw refused(where, 'neither the answer nor its name says whether these are imports or exports; give --flow');
  return { flow: only, notes: [`neither the answer nor its name says whether these are imports or exports: taken as ${only}`] };
}

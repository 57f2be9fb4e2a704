// China Customs, monthly tables in English: http://english.customs.gov.cn/statics/report/preliminary.html
// (HTTPS has a broken certificate there). Pages never change in place: a revision arrives as a new table.
import { z } from 'zod';
import { partnerOfName } from '../src/domain/country.ts';
import {
  addMonths,
  formatMonth,
  janFeb,
  month,
  monthOf,
  monthOfDate,
  type Period,
  type YearMonth,
  yearMonth,
  yearOf,
  ytd,
} from '../src/domain/period.ts';
import { scaleDecimal } from '../src/domain/quantity.ts';
import type { Flow, Observation } from '../src/domain/series.ts';
import { type Refusal, RefusedError } from '../src/errors.ts';
import { type DataRow, misprintedYear, nameOf, type PlacedColumn, readTablePage, type TablePage } from '../src/parse/china-customs-page.ts';
import { CURRENCIES, cleanLabel, currencyOf, productOfLabel, TABLES, type Title, tableOf } from '../src/parse/china-customs-tables.ts';
import { charsetInDocument, decodeText } from '../src/parse/encoding.ts';
import { plainText, readHtml, readTables } from '../src/parse/html-table.ts';
import { type DecimalText, isMissingMark, readDecimal } from '../src/parse/number.ts';
import { growthFits, growthOf, partFits, sumFits } from '../src/parse/rounding.ts';
import { readUnit } from '../src/parse/unit.ts';
import {
  definePipeline,
  type ProductName,
  type Proof,
  type RequestContext,
  type Snapshot,
  type SourceRequest,
  type Transformed,
} from '../src/pipeline.ts';

const PUBLISHER_HOST = 'english.customs.gov.cn';
const INDEX = '/statics/report/preliminary';
/** China's clock: the year of the index page turns over there first. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
/** Enough to see what is wrong with a page. */
const MAX_REFUSALS = 50;
/** As the index prints them, without the point. */
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const settings = z.strictObject({
  /** country: values by country; exports, imports: major goods by quantity and value. */
  tables: z.array(z.enum(TABLES)).default([...TABLES]),
  currencies: z.array(z.enum(CURRENCIES)).default([...CURRENCIES]),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'china-customs-tables',
  title: 'China Customs: monthly tables by country and by major goods',
  publisher: 'General Administration of Customs of China (GACC)',
  licence: 'official statistics; cite GACC',
  documentation: `http://${PUBLISHER_HOST}/statics/report/preliminary.html`,
  // Preliminary tables come on the 7th to the 14th (10 March for both months), around 11:00 in Beijing.
  schedule: '15 11-17/2 7-18 * *',
  timezone: 'Asia/Shanghai',
  baseUrl: `http://${PUBLISHER_HOST}`,
  paceMs: 5000,
  jumpFactor: 100,
  revisions: null,
  settings,
  requests,
  transform,
});

function requests({ now, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const local = new Date(now.getTime() + SHANGHAI_OFFSET_MS);
  const year = local.getUTCFullYear();
  const index: SourceRequest[] = [{ key: `index ${year}`, url: `${baseUrl}${INDEX}.html` }];
  // December comes in January; until March the new year's page has little or nothing on it. The older page comes first, so
  // that its tables are not taken for revisions of newer ones.
  if (local.getUTCMonth() < 3) index.unshift({ key: `index ${year - 1}`, url: `${baseUrl}${INDEX}${year - 1}.html` });
  return index;
}

function transform(snapshot: Snapshot, wanted: Settings): Transformed {
  const where = snapshot.name;
  const { text } = decodeText(snapshot.bytes, { where, declared: charsetInDocument(snapshot.bytes) });
  const $ = readHtml(text, where);
  const title = plainText($('.atcl-ttl').first().text());
  if (title !== '') return article($, title, snapshot);
  const isIndex =
    $('table th')
      .toArray()
      .map((cell) => plainText($(cell).text()))
      .join(' ') === 'Title Month';
  if (isIndex) return links($, snapshot, wanted);
  throw refused(where, 'neither an index of tables nor an article: a challenge, error or maintenance page, or a page that is cut');
}

type Page = ReturnType<typeof readHtml>;
const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });

/** The index: a matrix of titles and months. Empty months are spans, links have no quotes. */
function links($: Page, snapshot: Snapshot, wanted: Settings): Transformed {
  readTables($, 'table', snapshot.name);
  const found = new Map<string, SourceRequest>();
  for (const row of $('table tbody tr').toArray()) {
    const title = plainText($(row).children('td').first().text());
    const table = tableOf(title);
    const currency = currencyOf(title);
    if (table === null || currency === null || !wanted.tables.includes(table) || !wanted.currencies.includes(currency)) continue;
    for (const link of $(row).find('a[href]').toArray()) {
      const url = articleUrl($(link).attr('href') ?? '', snapshot);
      const key = url.pathname;
      const last = plainText($(link).text()).slice(0, 3).toLowerCase();
      if (!found.has(key)) found.set(key, { key, url: url.href, once: true, params: { table, currency, month: last } });
    }
  }
  if (found.size === 0) return { kind: 'not_yet_published', reason: 'the index has no link to a table that is wanted' };
  return { kind: 'links', requests: [...found.values()] };
}

/** The publisher's absolute links, on the host that was asked: a proxy or recorded publisher stands in for all of it. */
function articleUrl(href: string, snapshot: Snapshot): URL {
  const base = new URL(snapshot.url ?? `http://${PUBLISHER_HOST}${INDEX}.html`);
  const url = URL.canParse(href.trim(), base.href) ? new URL(href.trim(), base.href) : null;
  if (url !== null && (url.hostname === PUBLISHER_HOST || url.origin === base.origin)) {
    const rebased = new URL(base.origin);
    // Assigned, not resolved: a path such as //other.host/ must stay a path.
    rebased.pathname = url.pathname;
    return rebased;
  }
  throw refused(snapshot.name, `link "${href.slice(0, 120)}"; expected an address on ${PUBLISHER_HOST}`);
}

/** A page while its rows are read: what is wrong is gathered, so that one refusal shows all of it. */
interface TableContext extends TablePage {
  readonly refusals: Refusal[];
  readonly seen: Set<string>;
  readonly products: Map<string, ProductName>;
  /** Labels of rows that print quantities and mark every value as missing. */
  readonly withoutValues: string[];
}

function article($: Page, heading: string, snapshot: Snapshot): Transformed {
  const page = readTablePage($, heading, snapshot.name);
  checkDates(page, snapshot);
  checkRequest(page, snapshot);
  const context: TableContext = { ...page, refusals: [...page.refusals], seen: new Set(), products: new Map(), withoutValues: [] };
  const observations = page.rows.flatMap((row) => (page.title.table === 'country' ? countryRow(row, context) : goodsRow(row, context)));
  if (context.refusals.length > 0) throw new RefusedError(distinct(context.refusals).slice(0, MAX_REFUSALS));
  if (observations.length === 0) throw refused(snapshot.name, 'a table without a row of figures');
  const misprint = misprintedYear(page);
  const { end } = page.title;
  const notes = [
    ...(misprint === null ? [] : [`the column "${misprint}" names neither ${yearOf(end)} nor ${yearOf(end) - 1}: left out`]),
    ...(context.withoutValues.length === 0
      ? []
      : [`quantities without values, which the page marks as missing: ${context.withoutValues.join(', ')}`]),
  ];
  const products = [...context.products.values()];
  return {
    kind: 'observations',
    observations,
    products,
    publishedAt: page.publishedAt,
    notes,
    proofs: withinCumulative(observations, end),
  };
}

/**
 * How many of the page's months lie within the cumulative that is printed beside them. Whether month and cumulative of
 * before make it is shown at load: the page of before has the other term.
 */
function withinCumulative(observations: readonly Observation[], end: YearMonth): Proof[] {
  const of = (kind: Period['kind']): Map<string, number> =>
    new Map(
      observations
        .filter((o) => o.period.kind === kind && o.period.end === end)
        .map((o) => [`${o.partner} ${o.product} ${o.flow} ${o.measure}`, o.value ?? 0]),
    );
  const cumulatives = of('ytd');
  const months = [...of('month')].filter(([series]) => cumulatives.has(series));
  if (months.length === 0) return [];
  const within = months.filter(([series, value]) => value <= (cumulatives.get(series) ?? 0)).length;
  return [
    {
      check: 'cumulative',
      subject: `months of ${formatMonth(end)} within the cumulative beside them`,
      expected: months.length,
      received: within,
      holds: within === months.length,
    },
  ];
}

function checkDates({ title, publishedAt }: TablePage, snapshot: Snapshot): void {
  const known = monthOfDate(new Date(snapshot.retrievedAt));
  if (title.end > known)
    throw refused(`${snapshot.name} title`, `speaks of ${formatMonth(title.end)}, which lies after the download (${formatMonth(known)})`);
  if (publishedAt === null) return;
  const published = yearMonth(Number(publishedAt.slice(0, 4)), Number(publishedAt.slice(5, 7)));
  if (published <= title.end) throw refused(`${snapshot.name} date`, `${publishedAt} lies before the end of ${formatMonth(title.end)}`);
  if (published > known) throw refused(`${snapshot.name} date`, `${publishedAt} lies after the download (${snapshot.retrievedAt})`);
}

/** A link of the index that leads to another table's or month's page: the index or the page is wrong, and nobody knows which. */
function checkRequest({ title, unit }: TablePage, snapshot: Snapshot): void {
  const { table, currency, month: asked } = snapshot.params;
  const end = MONTH_NAMES[monthOf(title.end) - 1];
  // January-February hangs under "Feb.", and could as well under "Jan.".
  const sameMonth = asked === undefined || asked === end || (title.combined && asked === 'jan');
  if ((table ?? title.table) === title.table && (currency ?? unit.currency) === unit.currency && sameMonth) return;
  throw refused(
    `${snapshot.name} title`,
    `the index promised ${table}, ${currency}, ${asked}; the page is ${title.table}, ${unit.currency}, ${end}`,
  );
}

/** Reads the cell of a column; what is wrong with it goes to the refusals and gives null. */
function figure(row: DataRow, context: TableContext, name: string): DecimalText | null {
  const column = context.columns.find((one) => nameOf(one) === name);
  if (column === undefined) return null;
  const where = `${row.where} column "${column.header}"`;
  try {
    const text = readDecimal(row.texts[column.index] ?? '', where);
    if (text?.startsWith('-') !== true || column.kind === 'growth') return text;
    context.refusals.push({ where, reason: `${text} is negative` });
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    context.refusals.push(...error.refusals);
  }
  return null;
}

const refuse = (context: TableContext, where: string, reason: string): readonly Observation[] => {
  context.refusals.push({ where, reason });
  return [];
};

function periodOf(name: 'month' | 'total' | 'last', { end, combined }: Title): Period {
  if (name === 'month') return month(end);
  const last = name === 'last' ? addMonths(end, -12) : end;
  return combined ? janFeb(yearOf(last)) : ytd(last);
}

/** Values by country: exports and imports; the printed totals of both only check them. */
function countryRow(row: DataRow, context: TableContext): readonly Observation[] {
  const name = cleanLabel(row.label);
  const partner = partnerOfName(name);
  if (partner === null)
    return refuse(context, row.where, `unknown country or group "${name.slice(0, 80)}"; add it to src/domain/country.ts`);
  if (context.seen.has(partner)) return refuse(context, row.where, `${partner} occurs twice`);
  context.seen.add(partner);
  const observations: Observation[] = [];
  const printed = (period: string, measure: string): DecimalText | null => figure(row, context, `${period} ${measure}`);
  for (const period of context.title.combined ? (['total'] as const) : (['month', 'total'] as const)) {
    const [both, exported, imported] = [printed(period, 'both'), printed(period, 'export'), printed(period, 'import')];
    if (both !== null && exported !== null && imported !== null && !sumFits([exported, imported], both)) {
      refuse(context, row.where, `${period}: export ${exported} + import ${imported} is not the printed ${both}`);
    }
    for (const [flow, text] of [
      ['export', exported],
      ['import', imported],
    ] as const) {
      const whole = printed('total', flow);
      if (period === 'month' && text !== null && whole !== null && !partFits(text, whole)) {
        refuse(context, row.where, `${flow}: the month's ${text} is more than the cumulative ${whole}`);
      }
      if (text !== null)
        observations.push({
          ...common(flow, context),
          partner,
          classification: 'HS',
          product: 'TOTAL',
          measure: 'value',
          period: periodOf(period, context.title),
          value: scaleDecimal(text, context.unit.exponent),
        });
    }
  }
  return observations;
}

const common = (flow: Flow, { unit }: TableContext) =>
  ({ reporter: 'CN', partner: 'WORLD', flow, unit: unit.currency, status: 'A', valuation: flow === 'export' ? 'FOB' : 'CIF' }) as const;

/** Major goods: quantity and value of the month, the cumulative, and last year's cumulative. */
function goodsRow(row: DataRow, context: TableContext): readonly Observation[] {
  const product = productOfLabel(row.label);
  if (product === '') return refuse(context, row.where, 'a label without letters or digits');
  if (context.seen.has(product)) return refuse(context, row.where, `"${product}" occurs twice`);
  context.seen.add(product);
  context.products.set(product, { classification: 'GACC', product, name: cleanLabel(row.label) });
  const scale = quantityUnit(row, context);
  if (scale === 'refused') return [];
  const flow = context.title.table === 'exports' ? 'export' : 'import';
  const noValues = marksAllValues(row, context);
  if (noValues && scale !== null) context.withoutValues.push(cleanLabel(row.label));
  const observations: Observation[] = [];
  for (const period of context.title.combined ? (['total', 'last'] as const) : (['month', 'total', 'last'] as const)) {
    const quantity = figure(row, context, `${period} quantity`);
    const value = figure(row, context, `${period} value`);
    if (quantity !== null && scale === null)
      refuse(context, row.where, `${period} quantity ${quantity}, but the column "Quantity Unit" has no unit`);
    if (quantity !== null && value === null && !noValues) refuse(context, row.where, `${period} quantity ${quantity} without a value`);
    if (period === 'last' && misprintedYear(context) !== null) continue;
    const base = { ...common(flow, context), classification: 'GACC', product, period: periodOf(period, context.title) };
    if (value !== null) observations.push({ ...base, measure: 'value', value: scaleDecimal(value, context.unit.exponent) });
    if (quantity !== null && scale !== null) {
      observations.push({
        ...base,
        measure: scale.unit === 'kg' ? 'net_weight' : 'quantity',
        unit: scale.unit,
        value: scaleDecimal(quantity, scale.exponent),
      });
    }
  }
  for (const measure of ['quantity', 'value']) checkGrowth(row, context, measure);
  return observations;
}

/**
 * Whether every value of a row is marked as missing. One missing value beside others means shifted cells; all of them
 * marked means that no value was published.
 */
function marksAllValues(row: DataRow, context: TableContext): boolean {
  const texts = context.columns.filter((one) => one.kind === 'figure' && one.measure === 'value').map((one) => row.texts[one.index] ?? '');
  return texts.length > 0 && texts.every((text) => text !== '' && isMissingMark(text));
}

/** The unit cell; null where its mark says that no quantity is counted. */
function quantityUnit(row: DataRow, context: TableContext): { unit: string; exponent: number } | null | 'refused' {
  const column = context.columns.find((one) => one.kind === 'unit') as PlacedColumn;
  const text = row.texts[column.index] ?? '';
  const where = `${row.where} column "${column.header}"`;
  if (text === '' || /^[\d.,\s]+$/.test(text)) {
    refuse(
      context,
      where,
      `${text === '' ? 'blank' : `the number ${text}`} where the Quantity Unit should stand, such as 10,000 Tons: the row's figures stand in the wrong columns`,
    );
    return 'refused';
  }
  if (isMissingMark(text)) return null;
  try {
    return readUnit(text, where);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    context.refusals.push(...error.refusals);
    return 'refused';
  }
}

/** The printed growth is that of the two cumulatives (never of the month), and must be theirs within rounding. */
function checkGrowth(row: DataRow, context: TableContext, measure: string): void {
  const [part, current, base, growth] = [`month ${measure}`, `total ${measure}`, `last ${measure}`, `growth of ${measure}`].map((name) =>
    figure(row, context, name),
  );
  if (part && current && !partFits(part, current))
    refuse(context, row.where, `${measure}: the month's ${part} is more than the cumulative ${current}`);
  if (current && base && growth && !growthFits(current, base, growth)) {
    refuse(context, row.where, `${measure}: ${current} against ${base} is ${growthOf(current, base)} %, but ${growth} % is printed`);
  }
}

/** A cell may be looked at for several checks: each fault is told once. */
const distinct = (refusals: readonly Refusal[]): Refusal[] => [
  ...new Map(refusals.map((one) => [`${one.where} ${one.reason}`, one])).values(),
];

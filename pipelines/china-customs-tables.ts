// China Customs, monthly tables in English: http://english.customs.gov.cn/statics/report/preliminary.html
// (HTTPS has a broken certificate there). Pages never change in place: a revision arrives as a new table.
import { z } from 'zod';
import { SMALL_MONTH_NAMES } from '../src/domain/month-names.ts';
import { formatMonth, monthOf, monthOfDate, type Period, type YearMonth, yearMonth, yearOf } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import type { Observation } from '../src/domain/series.ts';
import { refused } from '../src/errors.ts';
import { readTablePage, type TablePage } from '../src/parse/china-customs-page.ts';
import { readTableFigures } from '../src/parse/china-customs-rows.ts';
import { CURRENCIES, currencyOf, isBulletin, TABLES, tableOf } from '../src/parse/china-customs-tables.ts';
import { charsetInDocument, decodeText } from '../src/parse/encoding.ts';
import { plainText, readHtml, readTables } from '../src/parse/html-table.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

const PUBLISHER_HOST = 'english.customs.gov.cn';
/** The bulletin comes on the 18th and later, with more lines and digits: its figures are a later vintage of the same series. */
const PUBLICATIONS = ['preliminary', 'bulletin'] as const;
const INDEX = { preliminary: '/statics/report/preliminary', bulletin: '/statics/report/monthly' } as const;
/** China's clock: the year of the index page turns over there first. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
/** As the index prints them, without the point. */

/** Announced days of the preliminary tables. Of 2025: customs.gov.cn, timetable of 2025; of 2026: as a public project lists them. */
const ANNOUNCED = {
  '2024-12': '2025-01-13',
  '2025-02': '2025-03-07',
  '2025-03': '2025-04-14',
  '2025-04': '2025-05-09',
  '2025-05': '2025-06-09',
  '2025-06': '2025-07-14',
  '2025-07': '2025-08-07',
  '2025-08': '2025-09-08',
  '2025-09': '2025-10-13',
  '2025-10': '2025-11-07',
  '2025-11': '2025-12-08',
  '2025-12': '2026-01-14',
  '2026-02': '2026-03-10',
  '2026-03': '2026-04-14',
  '2026-04': '2026-05-09',
  '2026-05': '2026-06-09',
  '2026-06': '2026-07-14',
  '2026-07': '2026-08-07',
  '2026-08': '2026-09-08',
  '2026-09': '2026-10-14',
  '2026-10': '2026-11-10',
  '2026-11': '2026-12-08',
} as const;

const settings = z.strictObject({
  /** country: values by country; exports, imports: major goods by quantity and value. */
  tables: z.array(z.enum(TABLES)).default([...TABLES]),
  /** Of the preliminary tables, which come in both; the bulletin has one for each table and month. */
  currencies: z.array(z.enum(CURRENCIES)).default([...CURRENCIES]),
  /** preliminary: from the 7th on. bulletin: from the 18th on. */
  publications: z
    .array(z.enum(PUBLICATIONS))
    .min(1)
    .default([...PUBLICATIONS]),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'china-customs-tables',
  title: 'China Customs: monthly tables by country and by major goods',
  publisher: 'General Administration of Customs of China (GACC)',
  licence: 'official statistics; cite GACC',
  documentation: `http://${PUBLISHER_HOST}/statics/report/preliminary.html`,
  // Preliminary tables come on the 7th to the 14th (10 March for both months), around 11:00 in Beijing, the bulletin on the 18th.
  schedule: '15 11-17/2 7-20 * *',
  timezone: 'Asia/Shanghai',
  // The first tables of a month are the preliminary ones; the bulletin of the 18th repeats them. A month without a listed date
  // is estimated by the last day on which they come; the schedule finds them earlier. The hour is an estimate, too.
  releases: { day: { dayOfNextMonth: 14 }, time: '11:00', januaryWithFebruary: true, dates: ANNOUNCED, graceDays: 2 },
  baseUrl: `http://${PUBLISHER_HOST}`,
  paceMs: 5000,
  // No statesAllMonths: a table prints one month, the cumulative, and that of the year before.
  // Pages never change in place; December comes in January, and until March the new year's index has little or nothing on it.
  revisions: { months: 3, firstLoad: 3 },
  settings,
  requests,
  transform,
});

/**
 * The index pages of the years: the older ones first, so that their tables are not taken for revisions of newer ones, and the
 * preliminary tables before the bulletin.
 */
function requests({ now, baseUrl, window, settings: { publications } }: RequestContext<Settings>): readonly SourceRequest[] {
  const present = new Date(now.getTime() + SHANGHAI_OFFSET_MS).getUTCFullYear();
  const last = window.to < monthOfDate(now) ? yearOf(window.to) : present;
  const years = Array.from({ length: last - yearOf(window.from) + 1 }, (_, index) => yearOf(window.from) + index);
  return PUBLICATIONS.filter((name) => publications.includes(name)).flatMap((name) =>
    years.map((year) => ({
      key: `index ${name === 'bulletin' ? 'bulletin ' : ''}${year}`,
      url: `${baseUrl}${INDEX[name]}${year === present ? '' : year}.html`,
      // Without it the preliminary tables are still there to be read.
      ...(name === 'bulletin' ? { mayBeMissing: true } : {}),
    })),
  );
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

/** The index: a matrix of titles and months. Empty months are spans, links have no quotes. */
function links($: Page, snapshot: Snapshot, wanted: Settings): Transformed {
  readTables($, 'table', snapshot.name);
  const found = new Map<string, SourceRequest>();
  for (const row of $('table tbody tr').toArray()) {
    const title = plainText($(row).children('td').first().text());
    const table = tableOf(title);
    if (table === null || !wanted.tables.includes(table)) continue;
    const currency = currencyOf(title);
    if (!isBulletin(title) && (currency === null || !wanted.currencies.includes(currency))) continue;
    for (const link of $(row).find('a[href]').toArray()) {
      const url = articleUrl($(link).attr('href') ?? '', snapshot);
      const key = url.pathname;
      const last = plainText($(link).text()).slice(0, 3).toLowerCase();
      if (!found.has(key))
        found.set(key, { key, url: url.href, once: true, params: { table, ...(currency === null ? {} : { currency }), month: last } });
    }
  }
  if (found.size === 0) return { kind: 'not_yet_published', reason: 'the index has no link to a table that is wanted' };
  return { kind: 'links', requests: [...found.values()] };
}

/** The publisher's absolute links, on the host that was asked: a proxy or recorded publisher stands in for all of it. */
function articleUrl(href: string, snapshot: Snapshot): URL {
  const base = new URL(snapshot.url ?? `http://${PUBLISHER_HOST}${INDEX.preliminary}.html`);
  const url = URL.canParse(href.trim(), base.href) ? new URL(href.trim(), base.href) : null;
  if (url !== null && (url.hostname === PUBLISHER_HOST || url.origin === base.origin)) {
    const rebased = new URL(base.origin);
    // Assigned, not resolved: a path such as //other.host/ must stay a path.
    rebased.pathname = url.pathname;
    return rebased;
  }
  throw refused(snapshot.name, `link "${href.slice(0, 120)}"; expected an address on ${PUBLISHER_HOST}`);
}

function article($: Page, heading: string, snapshot: Snapshot): Transformed {
  const page = readTablePage($, heading, snapshot.name);
  checkDates(page, snapshot);
  checkRequest(page, snapshot);
  // The bulletin has every country: those with little trade go up and down by more than any misprinted unit.
  const small = page.title.bulletin && page.title.table === 'country';
  const figures = readTableFigures(page, snapshot.name);
  return {
    kind: 'observations',
    ...figures,
    publishedAt: page.publishedAt,
    proofs: [...(figures.proofs ?? []), ...withinCumulative(figures.observations, page.title.end)],
    ...(small ? { jumpFactor: null } : {}),
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
  const end = SMALL_MONTH_NAMES[monthOf(title.end) - 1];
  // January-February hangs under "Feb.", and could as well under "Jan.".
  const sameMonth = asked === undefined || asked === end || (title.combined && asked === 'jan');
  if ((table ?? title.table) === title.table && (currency ?? unit.currency) === unit.currency && sameMonth) return;
  throw refused(
    `${snapshot.name} title`,
    `the index promised ${table}, ${currency}, ${asked}; the page is ${title.table}, ${unit.currency}, ${end}`,
  );
}

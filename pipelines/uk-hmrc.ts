// HM Revenue & Customs, UK overseas trade statistics by commodity, country and port, monthly: https://www.uktradeinfo.com
// The API (OData): https://www.uktradeinfo.com/api-documentation/. No key; 60 requests a minute, answered with 403 beyond.
// A month comes about six weeks after its end, at 09:30 London; every release revises earlier months.
import { z } from 'zod';
import { hmrcCountryOfPartner } from '../src/domain/codes/partners.ts';
import { monthOfDate, yearMonth, yearOf } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import { refused } from '../src/errors.ts';
import { decodeText } from '../src/parse/encoding.ts';
import { type HmrcPage, hmrcPage } from '../src/parse/hmrc.ts';
import { HmrcSums } from '../src/parse/hmrc-sums.ts';
import { readJson } from '../src/parse/json.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

/** Rows of one page, `$top`. The API says nowhere that there are more: pages are read until a short one. */
const ROW_LIMIT = 10_000;
/** A year of one product has a few thousand rows; more pages than this are none. */
const MAX_PAGES = 50;
/** Keeps the address below 2,000 characters. */
const PARTNERS_PER_CALL = 40;
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
  // About six weeks after the month, at 9:30: an estimate (November 2024 came on 16 January 2025). The announced dates are in
  // the release calendar of https://www.uktradeinfo.com; list them in the configuration.
  releases: { day: { daysAfter: 43 }, time: '09:30', weekend: 'monday', graceDays: 7 },
  baseUrl: 'https://api.uktradeinfo.com',
  paceMs: 2000,
  // An answer has the rows of each month of a year in which there was trade that is not withheld; what is revised away has none.
  statesAllMonths: true,
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
        const key = `OTS ${flows.join('+')} ${product} country ${countries.join(',')} year ${year}`;
        asked.push({
          key,
          url: `${baseUrl}/OTS?$filter=${encodeURIComponent(filter)}&$expand=Commodity($select=CommodityId,Cn8Code,Hs6Code)&$top=${ROW_LIMIT}&$skip=0`,
          params: { key, base: baseUrl, product, limit: String(ROW_LIMIT), skip: '0' },
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
  const limit = rowLimit(snapshot);
  if (snapshot.params['exists'] !== undefined) return known(snapshot);
  const pages = [...snapshot.earlier, snapshot.bytes].map((bytes) => hmrcPage(readJson(decodeText(bytes, { where }).text, where), where));
  const last = pages.at(-1)?.rows ?? [];
  if (last.length >= limit) return nextPage(snapshot, pages, limit);
  const rows = pages.flatMap((page) => page.rows);
  const count = pages.find((page) => page.count !== null)?.count ?? null;
  if (count !== null && count !== rows.length)
    throw refused(
      where,
      `@odata.count is ${count}, but there are ${rows.length} rows${pages.length > 1 ? ` in ${pages.length} pages` : ''}: rows are missing or too many`,
    );
  if (rows.length === 0) return nothing(snapshot);
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  const read = new HmrcSums();
  const seen = new Map<string, number>();
  for (const [index, value] of rows.entries()) {
    const place = `${where} value[${index}]`;
    const text = JSON.stringify(value);
    const before = seen.get(text);
    if (before !== undefined) throw refused(place, `the same row as value[${before}]: pages overlap, or a row was doubled`);
    seen.set(text, index);
    read.take(value, newest, place);
  }
  const { short, isWhole, ...taken } = read.result();
  if (read.allSuppressed) return { kind: 'suppressed', reason: taken.notes.join('; ') };
  const subject = snapshot.params['key'] ?? where;
  const proofs: Proof[] = [
    {
      check: 'pages',
      subject,
      expected: null,
      received: pages.length,
      holds: true,
      detail: `the last with ${last.length} rows, fewer than ${limit}`,
    },
    ...(count === null ? [] : [{ check: 'row_count', subject, expected: count, received: rows.length, holds: true } as const]),
    ...short.map(
      ({ subject: sum, ports }): Proof => ({
        check: 'total',
        subject: sum,
        expected: null,
        received: ports,
        holds: false,
        detail: 'rows of ports; what is suppressed at others is not among them',
      }),
    ),
  ];
  return { kind: 'observations', ...taken, publishedAt: null, statesAllMonths: isWhole, proofs };
}

/** A full page: the one after it is asked for, until a short one shows that there is no more. */
function nextPage({ params, url, name, bytes, earlier }: Snapshot, pages: readonly HmrcPage[], limit: number): Transformed {
  const { key, skip } = params;
  if (key === undefined || skip === undefined || url === null)
    throw refused(
      name,
      `${limit} rows: the page is full ($top=${limit}) and there may be more; ask for fewer months, partners or products at a time (a file from a call with another $top is read with the parameter limit)`,
    );
  const before = earlier.at(-1);
  if (before !== undefined && Buffer.from(before).equals(bytes))
    throw refused(name, `the same page again with $skip=${skip}: the short page that ends the answer is missing`);
  if (pages.length >= MAX_PAGES) throw refused(name, `${pages.length} full pages of ${limit} rows, and none that is short`);
  const next = Number(skip) + limit;
  return {
    kind: 'page',
    next: {
      key: `${key} skip ${next}`,
      url: url.replace(/([?&](?:\$|%24)skip=)\d+/i, `$1${next}`),
      params: { ...params, skip: String(next) },
    },
  };
}

/** Nothing there yet and a wrong code are answered alike: HMRC's list of commodities tells them apart. */
function nothing({ params, name }: Snapshot): Transformed {
  const { base, product, key } = params;
  const reason = `${name}: no rows: nothing is published for this selection yet`;
  if (base === undefined || product === undefined || key === undefined) return { kind: 'not_yet_published', reason };
  const filter = encodeURIComponent(`${CODE_FIELDS[product.length]} eq '${product}'`);
  return {
    kind: 'links',
    requests: [
      { key: `Commodity ${product} for ${key}`, url: `${base}/Commodity?$filter=${filter}&$top=1`, params: { exists: product, key } },
    ],
  };
}

/** The answer of the list of commodities. */
function known({ bytes, params, name }: Snapshot): Transformed {
  const { rows } = hmrcPage(readJson(decodeText(bytes, { where: name }).text, name), name);
  if (rows.length > 0)
    return {
      kind: 'not_yet_published',
      reason: `${params['key']}: no rows: nothing is published for this yet, or there was no such trade`,
    };
  throw refused(name, `HMRC knows no commodity ${params['exists']}: the code is wrong, or no longer in use`);
}

function rowLimit(snapshot: Snapshot): number {
  const given = snapshot.params['limit'] ?? String(ROW_LIMIT);
  if (/^[1-9]\d{0,6}$/.test(given)) return Number(given);
  throw refused(snapshot.name, `parameter limit "${given.slice(0, 20)}"; expected the $top of the call, such as ${ROW_LIMIT}`);
}

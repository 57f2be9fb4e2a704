// Korea Customs Service, trade by code and country, monthly (품목별 국가별 수출입실적): https://www.data.go.kr/data/15100475/openapi.do
// A key is needed (free, https://www.data.go.kr). Months are fixed on the 15th of the next month; a year is revised in the February after it.
// A code of six digits is answered with its ten-digit parts, one of four with six digits: ask one level above what is wanted.
import { z } from 'zod';
import { isCountry } from '../src/domain/codes/countries.ts';
import { addMonths, formatMonth, month, monthOfDate, type YearMonth, yearMonth, yearOf } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import type { Flow, Observation, ProductName } from '../src/domain/series.ts';
import { refused } from '../src/errors.ts';
import { type KoreaRow, koreaRows } from '../src/parse/korea-customs.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

const PATH = '/1220000/nitemtrade/getNitemtradeList';
/** Every country in one answer. */
const ALL = 'ALL';

const settings = z.strictObject({
  /** Codes of two, four or six digits (HS), or ten (HSK, Korea's own): each is asked with what lies one level below it. */
  products: z
    .array(z.string().regex(/^(?:\d{2}|\d{4}|\d{6}|\d{10})$/, 'expected a code such as "850511"'))
    .min(1)
    .default(['850511']),
  /** ISO alpha-2, or ALL for every country in one answer. */
  partners: z
    .array(z.string().refine((code) => code === ALL || isCountry(code), { error: 'expected ISO alpha-2 such as CN, or ALL' }))
    .min(1)
    .default(['CN']),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'korea-customs',
  title: 'Korea Customs: trade by code and country, monthly',
  publisher: 'Korea Customs Service',
  licence: 'free, no restriction (data.go.kr)',
  documentation: 'https://www.data.go.kr/data/15100475/openapi.do',
  schedule: '40 9,15 15-20 * *',
  timezone: 'Asia/Seoul',
  // Updated "around the 15th" with the month before (https://www.data.go.kr/en/data/15100475/openapi.do); the hour is an estimate.
  releases: { day: { dayOfNextMonth: 15 }, time: '10:00', weekend: 'monday', graceDays: 5 },
  baseUrl: 'https://apis.data.go.kr',
  paceMs: 2000,
  secret: 'DATA_GO_KR_KEY',
  // An answer has a row for each month of a year in which there was trade; a cancelled declaration can leave a month without one.
  statesAllMonths: true,
  // Around the 15th the months are set right for corrected and cancelled declarations (the documentation above); a year is
  // fixed in the February after it.
  revisions: { months: 12, yearly: { month: 2, during: 2, months: 15 } },
  requestsPerDay: 1000,
  settings,
  requests,
  transform,
});

/** One call for each calendar year, product and partner: a period over the end of a year is refused by the publisher. */
function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const years = Array.from({ length: yearOf(window.to) - yearOf(window.from) + 1 }, (_, index) => yearOf(window.from) + index);
  return years.flatMap((year) =>
    [...new Set(wanted.products)].flatMap((product) =>
      [...new Set(wanted.partners)].map((partner) => {
        const params = {
          strtYymm: String(yearMonth(year, 1)),
          endYymm: String(Math.min(yearMonth(year, 12), window.to)),
          hsSgn: product,
          ...(partner === ALL ? {} : { cntyCd: partner }),
        };
        return {
          key: `nitemtrade ${product} ${partner} ${year}`,
          url: `${baseUrl}${PATH}?${new URLSearchParams(params)}`,
          secretQuery: 'serviceKey',
          params,
        };
      }),
    ),
  );
}

function transform(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const rows = koreaRows(snapshot.bytes, where);
  const details = rows.filter((row) => !row.isTotal);
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  if (details.length === 0) return nothing(snapshot, newest, rows.length > 0 ? ' but the total row' : '');
  if (snapshot.params['wider'] !== undefined) return noTrade(snapshot);
  const observations: Observation[] = [];
  const products = new Map<string, ProductName>();
  const seen = new Map<string, string>();
  for (const row of details) {
    const { hsCd, statCd, statKor, year } = row.fields;
    const key = `${year} ${hsCd} ${statCd}`;
    const before = seen.get(key);
    if (before !== undefined) throw refused(row.where, `the same month, code and country as ${before}`);
    seen.set(key, row.where);
    refuseUnasked(row, snapshot.params);
    observations.push(...figuresOf(row, newest));
    const classification = classificationOf(hsCd, row.where);
    if (statKor !== '' && statKor !== '-') products.set(`${classification} ${hsCd}`, { classification, product: hsCd, name: statKor });
  }
  return {
    kind: 'observations',
    observations,
    products: [...products.values()],
    publishedAt: null,
    ...checkTotal(rows, details, snapshot),
  };
}

/** A month is fixed on the 15th of the next one: what ended longer ago has rows for every code and some country. */
const MONTHS_TO_PUBLISH = 3;

/**
 * Nothing there yet, no trade and a wrong code are answered alike. Of months that are published for certain, all countries
 * are asked for once: where there is nothing either, the code is wrong.
 */
function nothing({ name, params, url }: Snapshot, newest: YearMonth, but: string): Transformed {
  const { hsSgn, cntyCd, endYymm } = params;
  if (url === null || hsSgn === undefined || endYymm === undefined || Number(endYymm) > addMonths(newest, -MONTHS_TO_PUBLISH))
    return { kind: 'not_yet_published', reason: `${name}: no rows${but}: nothing is published for this yet, or there was no trade` };
  if (cntyCd === undefined)
    throw refused(
      name,
      `no rows${but} for ${hsSgn} with all countries up to ${endYymm}, which is published: the code is wrong, or no longer in use`,
    );
  const wider = new URL(url);
  wider.searchParams.delete('cntyCd');
  const { cntyCd: _, ...asked } = params;
  return {
    kind: 'links',
    requests: [
      {
        key: `nitemtrade ${hsSgn} ALL ${endYymm.slice(0, 4)}, for ${cntyCd}`,
        url: wider.href,
        secretQuery: 'serviceKey',
        params: { ...asked, wider: cntyCd },
      },
    ],
  };
}

/** The code is a proper one: with other countries there was trade. */
const noTrade = ({ name, params }: Snapshot): Transformed => ({
  kind: 'not_yet_published',
  reason: `${name}: no trade in ${params['hsSgn']} with ${params['wider']} up to ${params['endYymm']}; with other countries there was some`,
});

function figuresOf(row: KoreaRow, newest: YearMonth): Observation[] {
  const { fields, where } = row;
  if (!isCountry(fields.statCd))
    throw refused(where, `unknown country statCd "${fields.statCd.slice(0, 20)}"; expected ISO alpha-2 such as CN`);
  const at = monthOfRow(row, newest);
  const observed = (flow: Flow, value: string, weight: string): Observation[] => {
    const common = {
      reporter: 'KR',
      partner: fields.statCd,
      flow,
      classification: classificationOf(fields.hsCd, where),
      product: fields.hsCd,
      period: month(at),
      status: 'A',
    } as const;
    return [
      { ...common, measure: 'value', unit: 'USD', value: Number(value), valuation: flow === 'import' ? 'CIF' : 'FOB' },
      { ...common, measure: 'net_weight', unit: 'kg', value: Number(weight), valuation: null },
    ];
  };
  return [...observed('export', fields.expDlr, fields.expWgt), ...observed('import', fields.impDlr, fields.impWgt)];
}

/** `2025.01`. `2025.1` may be January or, as a number, October: it is refused. */
function monthOfRow({ fields, where }: KoreaRow, newest: YearMonth): YearMonth {
  const parts = /^((?:19|20)\d{2})\.(0[1-9]|1[0-2])$/.exec(fields.year);
  if (parts === null) throw refused(where, `year "${fields.year.slice(0, 20)}"; expected a month such as 2025.01`);
  const at = yearMonth(Number(parts[1]), Number(parts[2]));
  if (at > newest) throw refused(where, `${formatMonth(at)} lies after the download (${formatMonth(newest)})`);
  return at;
}

/** The first six digits are HS; ten are HSK, Korea's own (관세통계통합품목분류표). */
function classificationOf(code: string, where: string): string {
  if (/^(?:\d{2}|\d{4}|\d{6})$/.test(code)) return 'HS';
  if (/^\d{10}$/.test(code)) return 'HSK';
  throw refused(where, `hsCd "${code.slice(0, 20)}"; expected two, four, six or ten digits (a zero in front may be lost)`);
}

/** An answer to another question is no answer. */
function refuseUnasked({ fields, where }: KoreaRow, asked: Readonly<Record<string, string>>): void {
  const { hsSgn, cntyCd, strtYymm, endYymm } = asked;
  if (hsSgn !== undefined && !fields.hsCd.startsWith(hsSgn))
    throw refused(where, `hsCd ${fields.hsCd.slice(0, 20)}, but ${hsSgn} was asked for`);
  if (cntyCd !== undefined && fields.statCd !== cntyCd)
    throw refused(where, `statCd ${fields.statCd.slice(0, 20)}, but ${cntyCd} was asked for`);
  const at = fields.year.replace('.', '');
  if (strtYymm !== undefined && endYymm !== undefined && (at < strtYymm || at > endYymm))
    throw refused(where, `${fields.year.slice(0, 20)}, but ${strtYymm} to ${endYymm} was asked for`);
}

/**
 * The total row sums the whole answer; it is held against the rows and never loaded. A person may have kept some rows of an
 * answer in a file, so there it is a note; of an answer to a question rows are missing.
 */
function checkTotal(rows: readonly KoreaRow[], details: readonly KoreaRow[], { params }: Snapshot): { notes: string[]; proofs: Proof[] } {
  const notes: string[] = [];
  const proofs: Proof[] = [];
  for (const { fields, where } of rows.filter((row) => row.isTotal)) {
    const sums = FIGURES.map((name) => ({
      name,
      printed: Number(fields[name]),
      sum: details.reduce((sum, row) => sum + Number(row.fields[name]), 0),
    }));
    const wrong = sums.filter(({ printed, sum }) => sum !== printed);
    const words = wrong.map(({ name, printed, sum }) => `${name} ${printed} against ${sum}`).join(', ');
    if (wrong.length > 0 && params['hsSgn'] !== undefined)
      throw refused(where, `the total row is not the sum of the other ${details.length} (${words}): rows are missing or wrong`);
    if (wrong.length > 0)
      notes.push(`${where}: the total row is left out; it is not the sum of the other ${details.length} (${words}): rows may be missing`);
    else {
      notes.push(`${where}: the total row is left out; it is the sum of the other ${details.length}`);
      for (const { name, printed, sum } of sums)
        proofs.push({ check: 'total', subject: name, expected: printed, received: sum, holds: true });
    }
  }
  return { notes, proofs };
}

const FIGURES = ['expDlr', 'expWgt', 'impDlr', 'impWgt'] as const;

// Trade Statistics of Japan (Ministry of Finance, Japan Customs): https://www.customs.go.jp/toukei/info/index_e.htm
// Downloads: https://www.customs.go.jp/toukei/info/tsdl_e.htm. Two forms are read: the wide CSV of e-Stat by nine-digit code (with or
// without countries) and the time series of totals. By hand: an e-Stat file has a new number in its address with each release.
// Exports are valued FOB, imports CIF, in 1,000 yen rounded down; country: of destination, of origin (https://www.customs.go.jp/toukei/sankou/howto/gaiyou_e.htm).
import { z } from 'zod';
import { partnerOfJapanCode } from '../src/domain/codes/partners.ts';
import { WORLD } from '../src/domain/country.ts';
import { formatMonth, month, monthOf, monthOfDate, parseMonth, type YearMonth, yearMonth } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import { scaleDecimal } from '../src/domain/quantity.ts';
import type { Flow, Observation, SeriesDimensions, Valuation } from '../src/domain/series.ts';
import { RefusedError, refused } from '../src/errors.ts';
import {
  decodeJapanese,
  newestMonths,
  type PrintedFigures,
  partOf,
  readWideFile,
  unitOfJapan,
  type WideRow,
} from '../src/parse/japan-customs.ts';
import { isTimeSeries, readTimeSeries } from '../src/parse/japan-time-series.ts';
import { definePipeline, type Snapshot, type Transformed } from '../src/pipeline.ts';

/**
 * Japan's statistical code: the six digits of HS and three of its own, which are not always the same for exports and for
 * imports (https://www.customs.go.jp/toukei/sankou/code/code_e.htm); the flow is part of each series.
 */
const CLASSIFICATION = 'JP9';
const THOUSAND_JPY_TO_JPY = 3;
/** A file of all countries and codes has more; what is watched has far less. */
const MAX_FIGURES = 1_000_000;

const settings = z.strictObject({
  /** Codes, or beginnings of codes, that are taken from a wide file; all when empty. The flagship, magnets, is 850511000. */
  products: z.array(z.string().regex(/^\d{2,9}$/, 'expected a code such as "850511000", or its first digits')).default([]),
});
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'japan-customs',
  title: 'Japan Customs: trade by nine-digit code and country, and totals, monthly',
  publisher: 'Ministry of Finance of Japan',
  licence: 'free with attribution (terms of use of the Japanese government)',
  documentation: 'https://www.customs.go.jp/toukei/info/tsdl_e.htm',
  schedule: null,
  timezone: 'Asia/Tokyo',
  // Figures by nine-digit code come at the end of the following month, at 8:50; the very day is an estimate.
  // https://www.customs.go.jp/toukei/sankou/howto/yougo_e.htm
  releases: { day: { dayOfNextMonth: 30 }, time: '08:50', weekend: 'monday', graceDays: 3 },
  baseUrl: null,
  paceMs: 2000,
  // No statesAllMonths: files have all months of a year, with 0 where nothing is, and none can be missing among them.
  revisions: null,
  settings,
  requests: () => [],
  transform,
});

function transform(snapshot: Snapshot, { products }: Settings): Transformed {
  const text = decodeJapanese(snapshot.bytes, snapshot.name);
  return isTimeSeries(text) ? observeTotals(text, snapshot) : observeWide(text, snapshot, products);
}

function observeTotals(text: string, snapshot: Snapshot): Transformed {
  const { partner, totals, unpublishedMonths, leftOutColumns } = readTimeSeries(text, snapshot.name);
  const running = monthOfDate(new Date(snapshot.retrievedAt));
  const observations = totals.map(({ where, flow, month: at, thousandYen }): Observation => {
    refuseUnfinished(at, running, where);
    const series = { reporter: 'JP', partner, flow, classification: 'HS', product: 'TOTAL', measure: 'value', unit: 'JPY' } as const;
    const figure =
      thousandYen === null
        ? ({ value: null, status: 'M' } as const)
        : ({ value: scaled(thousandYen, THOUSAND_JPY_TO_JPY, where), status: 'A' } as const);
    return { ...series, period: month(at), valuation: valuationOf(flow), ...figure };
  });
  if (observations.length === 0) return { kind: 'not_yet_published', reason: `${snapshot.name}: no month has a figure` };
  const notes = [
    ...(leftOutColumns > 0 ? [`columns of principal commodities left out: ${leftOutColumns}; the total is taken`] : []),
    ...(unpublishedMonths > 0
      ? [`months at the end without any figure ("-" or 0 in all columns): ${unpublishedMonths}; not published yet, not zero`]
      : []),
  ];
  return { kind: 'observations', observations, publishedAt: null, notes };
}

function observeWide(text: string, snapshot: Snapshot, products: readonly string[]): Transformed {
  const rows = readWideFile(text, snapshot.name);
  const published = publishedMonths(rows, snapshot);
  if ([...published.values()].every((newest) => newest === null))
    return { kind: 'not_yet_published', reason: `${snapshot.name}: every figure is 0: no month is published yet` };
  const wanted = products.length === 0 ? rows : rows.filter((row) => products.some((code) => row.product.startsWith(code)));
  const seen = new Map<string, string>();
  const unknownUnits = new Map<string, number>();
  const observations: Observation[] = [];
  for (const row of wanted) {
    const key = `${partOf(row)} ${row.product} ${row.country}`;
    const before = seen.get(key);
    if (before !== undefined) throw refused(row.where, `the same flow, year, code and country as ${before}`);
    seen.set(key, row.where);
    observations.push(...figuresOf(row, published.get(partOf(row)) ?? null, unknownUnits));
    if (observations.length > MAX_FIGURES)
      throw refused(snapshot.name, `more than ${MAX_FIGURES} figures; name the codes to take in the settings of japan-customs (products)`);
  }
  if (observations.length === 0)
    throw refused(
      snapshot.name,
      `no figure in ${rows.length} rows: none has one of the codes ${products.join(', ')} of the settings in a published month`,
    );
  const notes = [
    ...publishedNotes(rows, published, snapshot.params['month'] !== undefined),
    ...(wanted.length < rows.length ? [`rows of other codes than the settings name left out: ${rows.length - wanted.length}`] : []),
    ...[...unknownUnits].map(
      ([unit, count]) =>
        `quantities in the unknown unit "${unit}" left out: ${count} rows; known units stand in src/parse/japan-customs.ts`,
    ),
  ];
  // readWideFile refuses a row of which it does not hold.
  const proofs: Proof[] = [
    {
      check: 'total',
      subject: 'rows whose months are their year',
      expected: rows.length,
      received: rows.length,
      holds: true,
      detail: 'value and both quantities of each row',
    },
  ];
  return { kind: 'observations', observations, publishedAt: null, notes, proofs };
}

/**
 * Up to which month each flow and year is published. The file itself does not say; what it has of later months is 0. When the
 * question says it (parameter `month`, from the title on e-Stat), that holds, and a 0 in it is a true 0. Otherwise the last month
 * with a figure in any row is taken as the last: a month that is 0 in the whole file is not published, not zero.
 */
function publishedMonths(rows: readonly WideRow[], snapshot: Snapshot): ReadonlyMap<string, YearMonth | null> {
  const running = monthOfDate(new Date(snapshot.retrievedAt));
  const stated = statedMonth(snapshot);
  const found = newestMonths(rows);
  for (const [part, newest] of found) {
    if (newest === null) continue;
    refuseUnfinished(newest, running, `${snapshot.name} ${part}`);
    if (stated !== null && newest > stated)
      throw refused(
        `${snapshot.name} ${part}`,
        `a figure of ${formatMonth(newest)}, but the file was said to end with ${formatMonth(stated)}`,
      );
  }
  if (stated === null) return found;
  refuseUnfinished(stated, running, `${snapshot.name} parameter month`);
  return new Map(rows.map((row) => [partOf(row), Math.min(stated, yearMonth(row.year, row.months.length))]));
}

function statedMonth(snapshot: Snapshot): YearMonth | null {
  const given = snapshot.params['month'];
  if (given === undefined) return null;
  try {
    return parseMonth(given);
  } catch (cause) {
    throw new RefusedError(
      { where: snapshot.name, reason: `parameter month "${given.slice(0, 20)}"; expected the newest month of the file, such as 2026-07` },
      { cause },
    );
  }
}

function publishedNotes(rows: readonly WideRow[], published: ReadonlyMap<string, YearMonth | null>, stated: boolean): string[] {
  return [...published].map(([part, newest]) => {
    if (newest === null) return `${part}: every figure is 0: no month is published yet`;
    const taken = `${part}: months to ${formatMonth(newest)} are taken`;
    if (stated) return `${taken}, as the question says`;
    const own = rows.filter((row) => partOf(row) === part);
    const whole = own.every((row) => row.months.length === monthOf(newest));
    return whole ? taken : `${taken}; what comes after is 0 in all ${own.length} rows: not published yet, not zero`;
  });
}

function figuresOf(row: WideRow, newest: YearMonth | null, unknownUnits: Map<string, number>): Observation[] {
  const partner = row.country === null ? WORLD : partnerOfJapanCode(row.country);
  if (partner === null)
    throw refused(row.where, `unknown Country "${row.country?.slice(0, 20)}"; new codes go to config/codes/partners-japan.json`);
  const measures = measuresOf(row, unknownUnits);
  return row.months.flatMap((printed, index) => {
    const at = yearMonth(row.year, index + 1);
    if (newest === null || at > newest) return [];
    return measures.map(
      ({ column, exponent, valuation, ...dimensions }): Observation => ({
        reporter: 'JP',
        partner,
        flow: row.flow,
        classification: CLASSIFICATION,
        product: row.product,
        ...dimensions,
        period: month(at),
        value: scaled(printed[column], exponent, row.where),
        status: 'A',
        valuation,
      }),
    );
  });
}

interface PrintedMeasure extends Pick<SeriesDimensions, 'measure' | 'unit'> {
  readonly column: keyof PrintedFigures;
  readonly exponent: number;
  readonly valuation: Valuation | null;
}

/** The value, and each quantity that has a unit. */
function measuresOf(row: WideRow, unknownUnits: Map<string, number>): PrintedMeasure[] {
  const measures: PrintedMeasure[] = [
    { column: 'Value', measure: 'value', unit: 'JPY', exponent: THOUSAND_JPY_TO_JPY, valuation: valuationOf(row.flow) },
  ];
  for (const [column, printed] of [
    ['Quantity1', row.unit1],
    ['Quantity2', row.unit2],
  ] as const) {
    if (printed === '') {
      if (row.months.some((figures) => Number(figures[column]) > 0))
        throw refused(row.where, `${column} has figures, but its unit is blank`);
      continue;
    }
    const scale = unitOfJapan(printed);
    if (scale === null) {
      unknownUnits.set(printed.slice(0, 20), (unknownUnits.get(printed.slice(0, 20)) ?? 0) + 1);
      continue;
    }
    if (measures.some(({ unit }) => unit === scale.unit))
      throw refused(row.where, `both quantities are in ${scale.unit} (${row.unit1}, ${row.unit2})`);
    measures.push({ column, measure: scale.unit === 'kg' ? 'net_weight' : 'quantity', ...scale, valuation: null });
  }
  return measures;
}

/** A month is published some weeks after its end. */
function refuseUnfinished(at: YearMonth, running: YearMonth, where: string): void {
  if (at >= running) throw refused(where, `${formatMonth(at)} had not ended when the file was obtained (${formatMonth(running)})`);
}

const valuationOf = (flow: Flow): Valuation => (flow === 'import' ? 'CIF' : 'FOB');

function scaled(text: string, exponent: number, where: string): number {
  try {
    return scaleDecimal(text, exponent);
  } catch (cause) {
    throw refused(where, `${text} cannot be held`, { cause });
  }
}

// UN Comtrade, merchandise trade by HS code as each country reports it to the United Nations: https://comtradeapi.un.org
// Documentation of the calls and of the 47 fields: https://uncomtrade.org/docs/ and https://comtradedeveloper.un.org/
// A slow, final source: China's months come half a year late and more. Without a key, previews of 500 rows; with one, 100,000 rows and 500 calls a day.
import { z } from 'zod';
import { comtradeCodeOfPartner } from '../src/domain/codes/partners.ts';
import { addMonths, formatMonth, monthOfDate, type YearMonth } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import { refused } from '../src/errors.ts';
import { chunksOf } from '../src/parse/chunks.ts';
import { readComtradeRows } from '../src/parse/comtrade.ts';
import {
  type ComtradeQuestion,
  callFor,
  halvesOf,
  KEYED_ROW_LIMIT,
  PREVIEW_ROW_LIMIT,
  questionOf,
  questionsFor,
  readAvailableMonth,
} from '../src/parse/comtrade-question.ts';
import { ComtradeTable } from '../src/parse/comtrade-table.ts';
import { isJsonObject, type JsonValue } from '../src/parse/json.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

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
  // There is no timetable (https://uncomtrade.org/docs/data-availability). China's months come after some 100 days: an
  // estimate with much grace, so that a source which stands still for half a year is noticed.
  releases: { day: { daysAfter: 100 }, time: '00:00', graceDays: 80 },
  baseUrl: 'https://comtradeapi.un.org',
  paceMs: 2000,
  secret: 'COMTRADE_KEY',
  secretOptional: true,
  // No schedule: countries send provisional months and revise them with their final year. https://uncomtrade.org/docs/data-availability
  revisions: { months: 24 },
  // For a free key; the preview names no number and is asked no more often. https://uncomtrade.org/docs/api-subscription-keys
  requestsPerDay: 500,
  // An answer has all that a reporter gave for the months of one year that were asked for; a release takes the place of the one before.
  statesAllMonths: true,
  inPieces: true,
  settings,
  requests,
  transform,
});

/** First what there is of each reporter: a month that is not there yet and a wrong parameter are answered alike, with no rows. */
function requests({ window, settings: wanted, baseUrl, hasSecret }: RequestContext<Settings>): readonly SourceRequest[] {
  return unique(wanted.reporters.map(codeOf)).map((reporter) => ({
    key: `availability C/M/HS reporter ${reporter}`,
    url: `${baseUrl}/public/v1/getDa/C/M/HS?reporterCode=${reporter}`,
    params: { base: baseUrl, available: reporter, from: String(window.from), to: String(window.to), keyed: hasSecret ? 'yes' : 'no' },
  }));
}

function codeOf(partner: string): string {
  const code = comtradeCodeOfPartner(partner);
  if (code === null) throw new RangeError(`UN Comtrade has no code for "${partner}"`);
  return String(code);
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

function transform(snapshot: Snapshot, wanted: Settings): Transformed {
  const where = snapshot.name;
  const figures = new ComtradeTable(where, monthOfDate(new Date(snapshot.retrievedAt)));
  let isAvailable = snapshot.params['available'] !== undefined;
  const available: JsonValue[] = [];
  const count = readComtradeRows(chunksOf(snapshot), where, (row, index) => {
    if (index === 0) isAvailable ||= isAvailability(row);
    if (!isAvailable) figures.add(row, index);
    else available.push(isJsonObject(row) ? { ...row } : row);
  });
  if (isAvailable) return calls(snapshot, available, wanted);
  const question = questionOf(snapshot.params);
  if (count === 0) return nothing(question, where);
  const limit = rowLimit(snapshot, count);
  if (count >= limit) return split(question, count, limit, where);
  const subject =
    question === null ? where : `reporter ${question.reporter} flow ${question.flow} ${question.months[0]} to ${question.months.at(-1)}`;
  const proofs: Proof[] = [
    { check: 'row_limit', subject, expected: limit, received: count, holds: true },
    { check: 'row_count', subject, expected: count, received: count, holds: true, detail: 'rows, of those that "count" says' },
  ];
  return observe(figures, question, proofs);
}

const isAvailability = (row: JsonValue): boolean =>
  isJsonObject(row) && ('lastReleased' in row || 'firstReleased' in row) && !('primaryValue' in row);

/** The months that are there lead to the calls for them; one that was not released anew since it was taken is not asked again. */
function calls({ params, name }: Snapshot, data: readonly JsonValue[], wanted: Settings): Transformed {
  const reporter = params['available'] ?? '';
  const [from, to] = [Number(params['from']), Number(params['to'])];
  const months = data
    .map((row, index) => readAvailableMonth(row, reporter, `${name} data[${index}]`))
    .filter(({ month }) => month >= from && month <= to);
  if (months.length === 0)
    return {
      kind: 'not_yet_published',
      reason: `${name}: UN Comtrade has no month of reporter ${reporter} from ${formatMonth(from)} on yet`,
    };
  const questions = questionsFor(months, {
    base: params['base'] ?? '',
    keyed: params['keyed'] === 'yes',
    reporter,
    flows: unique(wanted.flows),
    partners: unique(wanted.partners.map(codeOf)),
    products: unique(wanted.products),
  });
  return { kind: 'links', requests: questions.map(callFor) };
}

function nothing(question: ComtradeQuestion | null, where: string): Transformed {
  if (question === null)
    return {
      kind: 'not_yet_published',
      reason: 'no rows. Nothing is published for this yet, or a parameter is wrong: UN Comtrade answers both alike',
    };
  const { reporter, flow, partners, products, months } = question;
  throw refused(
    where,
    `no rows, although UN Comtrade lists ${months.join(', ')} for reporter ${reporter}: flow ${flow}, partner ${partners.join(', ')} or product ${products.join(', ')} is wrong, or there was no such trade`,
  );
}

/** A truncated answer is asked again in two halves; what cannot be halved is refused. */
function split(question: ComtradeQuestion | null, rows: number, limit: number, where: string): Transformed {
  const halves = question === null ? null : halvesOf(question);
  if (halves !== null) return { kind: 'links', requests: halves.map(callFor) };
  throw refused(
    where,
    `${rows} rows: the row limit (${limit}) is reached exactly and the answer is truncated; ask for fewer periods, partners or products at a time, or with a key`,
  );
}

/** A file does not say whether a key was used: what is longer than any preview was asked with one. */
function rowLimit(snapshot: Snapshot, rows: number): number {
  const given = snapshot.params['limit'] ?? String(rows > PREVIEW_ROW_LIMIT ? KEYED_ROW_LIMIT : PREVIEW_ROW_LIMIT);
  if (!/^[1-9]\d{0,6}$/.test(given))
    throw refused(snapshot.name, `parameter limit "${given.slice(0, 20)}"; expected the row limit of the call, such as 500 or 100000`);
  return Number(given);
}

/** With more figures than this no list of them is made. */
const LISTED = 10_000;

function observe(figures: ComtradeTable, question: ComtradeQuestion | null, proofs: readonly Proof[]): Transformed {
  const { table, products, notes, ends, isWhole } = figures.whole();
  const lacking = question?.months.filter((month) => !ends.has(Number(month))) ?? [];
  const without = lacking.length === 0 ? [] : [`no rows for ${lacking.join(', ')}, which UN Comtrade lists: no such trade in these months`];
  return {
    ...(table.length > LISTED ? { kind: 'table', table } : { kind: 'observations', observations: [...table] }),
    products,
    publishedAt: null,
    statesAllMonths: isWhole && question !== null && follow(question.months.map(Number)),
    notes: [...notes, ...without],
    proofs,
  };
}

/** Whether no month lies between them: one that UN Comtrade does not list was not asked for. A file may have months that somebody chose. */
const follow = (months: readonly YearMonth[]): boolean =>
  months.every((month, index) => index === 0 || month === addMonths(months[index - 1] as YearMonth, 1));

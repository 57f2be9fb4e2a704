// UN Comtrade, merchandise trade by HS code as each country reports it to the United Nations: https://comtradeapi.un.org
// Documentation of the calls and of the 47 fields: https://uncomtrade.org/docs/ and https://comtradedeveloper.un.org/
// A slow, final source: China's months come half a year late and more. Without a key, previews of 500 rows; with one, 100,000 rows and 500 calls a day.
import { z } from 'zod';
import { comtradeCodeOfPartner } from '../src/domain/codes/partners.ts';
import { formatMonth, monthOfDate } from '../src/domain/period.ts';
import type { Observation } from '../src/domain/series.ts';
import { RefusedError } from '../src/errors.ts';
import { type ComtradeRow, comtradeRows, PINNED, readComtradeRow } from '../src/parse/comtrade.ts';
import { comtradeFigures } from '../src/parse/comtrade-figures.ts';
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
import { decodeText } from '../src/parse/encoding.ts';
import { isJsonObject, type JsonValue, readJson } from '../src/parse/json.ts';
import {
  definePipeline,
  type ProductName,
  type Proof,
  type RequestContext,
  type Snapshot,
  type SourceRequest,
  type Transformed,
} from '../src/pipeline.ts';

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
  const data = comtradeRows(readJson(decodeText(snapshot.bytes, { where }).text, where), where);
  if (snapshot.params['available'] !== undefined || isAvailability(data[0])) return calls(snapshot, data, wanted);
  const question = questionOf(snapshot.params);
  if (data.length === 0) return nothing(question, where);
  const limit = rowLimit(snapshot, data.length);
  if (data.length >= limit) return split(question, data.length, limit, where);
  const newest = monthOfDate(new Date(snapshot.retrievedAt));
  const rows = data.map((value, index) => readComtradeRow(value, `${where} data[${index}]`, newest));
  const subject =
    question === null ? where : `reporter ${question.reporter} flow ${question.flow} ${question.months[0]} to ${question.months.at(-1)}`;
  const proofs: Proof[] = [
    { check: 'row_limit', subject, expected: limit, received: data.length, holds: true },
    { check: 'row_count', subject, expected: data.length, received: rows.length, holds: true, detail: 'rows, of those that "count" says' },
  ];
  return { ...observe(where, rows, question), proofs };
}

const isAvailability = (row: JsonValue | undefined): boolean =>
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
      reason: `${where}: no rows. Nothing is published for this yet, or a parameter is wrong: UN Comtrade answers both alike`,
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

const keyOf = (row: ComtradeRow): string =>
  JSON.stringify([row.reporter, row.partner, row.flowCode, row.classification, row.product, row.period.kind, row.period.end]);

function observe(where: string, rows: readonly ComtradeRow[], question: ComtradeQuestion | null): Observed {
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
    observations.push(...comtradeFigures(row, row.flow, (reason) => notes.add(1, reason)));
    const name = row.fields['cmdDesc'];
    if (typeof name === 'string' && name !== '')
      products.set(`${row.classification} ${row.product}`, { classification: row.classification, product: row.product, name });
  }
  if (observations.length === 0) throw refused(where, `no figure in ${rows.length} rows: ${notes.list().join('; ')}`);
  const lacking = question?.months.filter((month) => !rows.some((row) => row.period.end === Number(month))) ?? [];
  const without = lacking.length === 0 ? [] : [`no rows for ${lacking.join(', ')}, which UN Comtrade lists: no such trade in these months`];
  return { kind: 'observations', observations, products: [...products.values()], publishedAt: null, notes: [...notes.list(), ...without] };
}

type Observed = Extract<Transformed, { kind: 'observations' }>;

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

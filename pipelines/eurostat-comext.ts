// Eurostat Comext, trade of the EU and its members by product, monthly: https://ec.europa.eu/eurostat/web/international-trade-in-goods
// The API (Comext has a path of its own): https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-getting-started/comext-database
// New months come about 46 days after their end, at 11:00 Brussels; every release revises earlier months.
import { z } from 'zod';
import { partnerOfGeonomCode } from '../src/domain/codes/partners.ts';
import type { ObservationTable } from '../src/domain/observation-table.ts';
import { formatMonth, monthOfDate } from '../src/domain/period.ts';
import type { Proof } from '../src/domain/proof.ts';
import { refused } from '../src/errors.ts';
import { readComextTable } from '../src/parse/comext-table.ts';
import { readEurostatAnswer } from '../src/parse/eurostat-answer.ts';
import {
  addressOf,
  asyncAddress,
  CELL_LIMIT,
  type ComextQuestion,
  cellsOf,
  fitting,
  halvesOf,
  nameOf,
  paramsOf,
  questionOf,
  widerThan,
} from '../src/parse/eurostat-question.ts';
import { definePipeline, type RequestContext, type Snapshot, type SourceRequest, type Transformed } from '../src/pipeline.ts';

const geonom = z
  .string()
  .refine((code) => partnerOfGeonomCode(code) !== null, { error: 'expected a code of Eurostat such as DE, EU27_2020 or WORLD' });

const settings = z
  .strictObject({
    /** DS-045409: by CN code, in euros and hundreds of kilograms. DS-059341: by HS code of six digits or fewer. */
    dataset: z.enum(['DS-045409', 'DS-059341']).default('DS-045409'),
    /** CN codes of eight digits, or HS codes of two, four or six. */
    products: z
      .array(z.string().regex(/^(?:TOTAL|(?:\d{2}){1,4})$/, 'expected a code such as "85051110"'))
      .min(1)
      .default(['85051110']),
    /** As Eurostat writes them: EU27_2020, DE, EL... */
    reporters: z.array(geonom).min(1).default(['EU27_2020']),
    partners: z.array(geonom).min(1).default(['CN']),
    /** 1 import, 2 export. */
    flows: z
      .array(z.enum(['1', '2']))
      .min(1)
      .default(['1']),
  })
  .refine(({ dataset, products }) => dataset !== 'DS-059341' || products.every((code) => code.length <= 6), {
    error: 'DS-059341 has HS codes of six digits and fewer: set products such as "850511", or the dataset DS-045409',
    path: ['products'],
  });
type Settings = z.infer<typeof settings>;

export default definePipeline<Settings>({
  id: 'eurostat-comext',
  title: 'Eurostat Comext: EU trade by product, monthly',
  publisher: 'Eurostat',
  licence: 'reuse with attribution (Commission Decision 2011/833/EU)',
  documentation: 'https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-getting-started/comext-database',
  schedule: '20 11 * * *',
  timezone: 'Europe/Brussels',
  // About 46 days after the month, at 11:00 (trade with countries outside the EU; trade within it comes later): an estimate.
  releases: { day: { daysAfter: 46 }, time: '11:00', weekend: 'monday', graceDays: 5 },
  baseUrl: 'https://ec.europa.eu',
  paceMs: 2000,
  // Every release may revise the months of the last two years; exceptional revisions go further back: `lookback_months`, or a backfill.
  // https://ec.europa.eu/eurostat/cache/metadata/en/ext_go_agg_esms.htm (17, data revision)
  revisions: { months: 24 },
  // An answer has a row for each month of each series from one month to another; of what is withdrawn there is none.
  statesAllMonths: true,
  inPieces: true,
  settings,
  requests,
  transform,
});

function requests({ window, settings: wanted, baseUrl }: RequestContext<Settings>): readonly SourceRequest[] {
  const { dataset, reporters, partners, products, flows } = wanted;
  const codes = { reporters: unique(reporters), partners: unique(partners), products: unique(products), flows: unique(flows) };
  return fitting({ base: baseUrl, dataset, ...codes, ...window, part: false, widerThan: null }).map(call);
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

/** Faults come with these statuses, and with 200. */
const FAULT_STATUSES = [400, 404, 413];

const call = (question: ComextQuestion): SourceRequest => ({
  key: nameOf(question),
  url: addressOf(question),
  answerStatuses: FAULT_STATUSES,
  params: paramsOf(question),
});

function transform(snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const question = questionOf(snapshot.params);
  const answer = readEurostatAnswer(snapshot, where);
  switch (answer.kind) {
    case 'nothing':
      return nothing(question, answer.reason, where);
    case 'queued':
      return later(question, answer, snapshot);
    case 'too_big': {
      const halves = question === null ? null : halvesOf(question);
      if (halves === null) throw refused(where, answer.reason);
      return { kind: 'links', requests: halves.map(call) };
    }
    case 'csv':
      return read(answer.chunks, question, snapshot);
  }
}

/** Nothing there yet and a wrong code are answered alike: months before tell them apart. */
function nothing(question: ComextQuestion | null, reason: string, where: string): Transformed {
  if (question === null) return { kind: 'not_yet_published', reason: `${reason}: not published yet, or a code is wrong` };
  if (question.widerThan === null) return { kind: 'links', requests: [call(widerThan(question))] };
  throw refused(
    where,
    `no results for ${nameOf(question)} either, nor after it: a code of these is wrong, or no longer in use (${addressOf(question)})`,
  );
}

/** How often one run looks whether an answer is ready, and how far apart: ten minutes. */
const LOOKS = 20;
const LOOK_EVERY_MS = 30_000;

function later(question: ComextQuestion | null, { id, status }: { id: string; status: string }, snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  if (question === null)
    throw refused(
      where,
      `an asynchronous answer (${status}): the selection has over 500,000 cells and Eurostat prepares it for later; ask for fewer products, partners or months at a time`,
    );
  const { base } = question;
  const look = Number(snapshot.params['look'] ?? 0) + 1;
  const params = { ...paramsOf(question), look: String(look) };
  const next = { key: `${nameOf(question)} look ${look}`, answerStatuses: FAULT_STATUSES };
  if (status === 'AVAILABLE')
    return { kind: 'links', requests: [{ ...next, key: `${nameOf(question)} prepared`, url: asyncAddress(base, 'data', id), params }] };
  if (!['SUBMITTED', 'PROCESSING', 'DATA_NOT_YET_AVAILABLE'].includes(status))
    throw refused(where, `Eurostat prepared the answer ${id} for later, and now says ${status}: it is asked for anew at the next run`);
  if (look > LOOKS)
    throw refused(
      where,
      `Eurostat still prepares the answer ${id} (${status}) after ${LOOKS} looks in ${(LOOKS * LOOK_EVERY_MS) / 60_000} minutes; the next run looks again`,
    );
  return { kind: 'links', requests: [{ ...next, url: asyncAddress(base, 'status', id), params, afterMs: LOOK_EVERY_MS }] };
}

/** With more figures than this no list of them is made. */
const LISTED = 10_000;

function read(chunks: Iterable<Uint8Array>, question: ComextQuestion | null, snapshot: Snapshot): Transformed {
  const where = snapshot.name;
  const { table, rows, publishedAt, left, ...read } = readComextTable(chunks, where, monthOfDate(new Date(snapshot.retrievedAt)));
  if (rows === 0) return nothing(question, `${where}: a header and no rows`, where);
  const notes = [...left].map(([reason, count]) => `${count} rows left out: ${reason}`);
  if (table.length === 0) throw refused(where, `no figure in ${rows} rows: ${notes.join('; ')}`);
  if (question !== null && question.widerThan !== null) {
    let last = 0;
    for (const figures of table.bySeries()) last = Math.max(last, figures.last);
    return {
      kind: 'not_yet_published',
      reason: `${where}: nothing from ${formatMonth(question.widerThan)} on is published for this selection yet; its last month is ${formatMonth(last)}`,
    };
  }
  return {
    ...(table.length > LISTED ? { kind: 'table', table } : { kind: 'observations', observations: [...table] }),
    publishedAt,
    // Of a file a person may have chosen the months.
    statesAllMonths: read.isWhole && (question !== null || read.monthsFollow),
    notes: [...notes, ...missingProducts(question, table)],
    proofs: question === null ? [] : [cellProof(question)],
  };
}

/** A code without any row is a proper one (a wrong one is a fault), but may be one that is no longer in use. */
function missingProducts(question: ComextQuestion | null, { series }: ObservationTable): string[] {
  if (question === null) return [];
  const given = new Set(Array.from(series, ({ product }) => product));
  const missing = question.products.filter((code) => !given.has(code));
  return missing.length === 0
    ? []
    : [`no row for ${missing.join(', ')}: no such trade in these months, or a code that is no longer in use`];
}

const cellProof = (question: ComextQuestion): Proof => ({
  check: 'row_limit',
  subject: nameOf(question),
  expected: CELL_LIMIT,
  received: cellsOf(question),
  holds: true,
  detail: 'cells asked for; from the limit on an answer is prepared for later',
});

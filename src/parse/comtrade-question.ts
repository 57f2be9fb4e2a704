/** The questions that UN Comtrade is asked: what is there (getDa), then the figures of the months that are, in calls it answers whole. */
import { type YearMonth, yearMonth, yearOf } from '../domain/period.ts';
import { refused } from '../errors.ts';
import { PINNED, readCode } from './comtrade.ts';
import { isJsonObject, type JsonValue } from './json.ts';

/** A preview ends here and does not say that it left rows out. */
export const PREVIEW_ROW_LIMIT = 500;
/** What a call with a key is asked for, and all that it gives. */
export const KEYED_ROW_LIMIT = 100_000;
const MONTHS_PER_CALL = 12;
/** Partners, and products, of one call: with twelve months the address stays well below the 4,096 characters that are taken. */
const CODES_PER_CALL = 200;

/** All that one call asks for; it goes with the request, so that an answer at the row limit can be split. */
export interface ComtradeQuestion {
  readonly base: string;
  readonly keyed: boolean;
  readonly reporter: string;
  readonly flow: string;
  readonly partners: readonly string[];
  readonly products: readonly string[];
  /** `202401`, as UN Comtrade lists them; all of one year. */
  readonly months: readonly string[];
  /** When the newest of these months was released: what was released anew is another question. "" where nothing says it. */
  readonly released: string;
}

/** A month that UN Comtrade has, and when it was last released ("" where it does not say). */
export interface AvailableMonth {
  readonly month: YearMonth;
  readonly released: string;
}

/**
 * A row of getDa: one month of the reporter.
 * @throws RefusedError for another reporter, and for what is no month.
 */
export function readAvailableMonth(row: JsonValue, reporter: string, where: string): AvailableMonth {
  if (!isJsonObject(row)) throw refused(where, 'expected an object');
  if (readCode(row, 'reporterCode', () => where) !== reporter)
    throw refused(where, `reporterCode ${readCode(row, 'reporterCode', () => where)}, but ${reporter} was asked for`);
  const released = row['lastReleased'] ?? row['firstReleased'] ?? '';
  if (typeof released !== 'string' || released.length > 40)
    throw refused(where, `lastReleased ${JSON.stringify(released).slice(0, 60)}; expected a time such as 2025-06-02T00:00:00`);
  return {
    month: monthOf(
      readCode(row, 'period', () => where),
      where,
    ),
    released,
  };
}

function monthOf(printed: string, where: string): YearMonth {
  try {
    if (/^\d{6}$/.test(printed)) return yearMonth(Number(printed.slice(0, 4)), Number(printed.slice(4)));
  } catch (cause) {
    throw refused(where, `there is no month ${printed}`, { cause });
  }
  throw refused(where, `period "${printed.slice(0, 20)}"; expected a month such as 202401`);
}

/** The asked months that are there, in calls of one calendar year each, so that a question stays the same as years go by. */
export function questionsFor(
  available: readonly AvailableMonth[],
  wanted: Omit<ComtradeQuestion, 'months' | 'released' | 'flow'> & { readonly flows: readonly string[] },
): ComtradeQuestion[] {
  const { flows, ...common } = wanted;
  // A month stands once for each edition of the classification in which it was published.
  const released = new Map<YearMonth, string>();
  for (const one of available) if (one.released >= (released.get(one.month) ?? '')) released.set(one.month, one.released);
  const years = [...new Set([...released.keys()].map(yearOf))].sort((a, b) => a - b);
  const limit = common.keyed ? KEYED_ROW_LIMIT : PREVIEW_ROW_LIMIT;
  const pairs = Math.floor((limit - 1) / MONTHS_PER_CALL);
  return years.flatMap((year) => {
    const months = [...released.keys()].filter((month) => yearOf(month) === year).sort((a, b) => a - b);
    const newest =
      months
        .map((month) => released.get(month) ?? '')
        .sort()
        .at(-1) ?? '';
    return flows.flatMap((flow) =>
      chunks(common.partners, Math.min(CODES_PER_CALL, pairs)).flatMap((partners) =>
        chunks(common.products, Math.min(CODES_PER_CALL, Math.floor(pairs / partners.length))).map((products) => ({
          ...common,
          flow,
          partners,
          products,
          months: months.map(String),
          released: newest,
        })),
      ),
    );
  });
}

/** The call that asks a question. What was released once does not change in place; where nothing says when, it is asked each time. */
export function callFor(question: ComtradeQuestion) {
  const { base, keyed, reporter, flow, partners, products, months, released } = question;
  const limit = keyed ? KEYED_ROW_LIMIT : PREVIEW_ROW_LIMIT;
  const query = [
    ['reporterCode', reporter],
    ['period', months.join(',')],
    ['cmdCode', products.join(',')],
    ['flowCode', flow],
    ['partnerCode', partners.join(',')],
    ...Object.entries(PINNED),
    ...(keyed ? [['maxRecords', String(limit)]] : []),
  ];
  return {
    key: `C/M/HS reporter ${reporter} flow ${flow} partner ${partners.join(',')} product ${products.join(',')} period ${months.join(',')}${released === '' ? '' : ` released ${released}`}`,
    url: `${base}/${keyed ? 'data/v1/get' : 'public/v1/preview'}/C/M/HS?${query.map(([name, value]) => `${name}=${value}`).join('&')}`,
    once: released !== '',
    ...(keyed ? { secretHeader: 'Ocp-Apim-Subscription-Key' } : {}),
    params: {
      ...{ base, reporter, flow, released, keyed: keyed ? 'yes' : 'no', limit: String(limit) },
      ...{ partners: partners.join(','), products: products.join(','), months: months.join(',') },
    },
  };
}

/** The question that params of {@link callFor} hold; null where they hold none (a file). */
export function questionOf(params: Readonly<Record<string, string>>): ComtradeQuestion | null {
  const { base, reporter, flow, released, keyed, partners, products, months } = params;
  if (base === undefined || reporter === undefined || flow === undefined || released === undefined) return null;
  if (partners === undefined || products === undefined || months === undefined) return null;
  const list = (text: string): string[] => text.split(',');
  return {
    ...{ base, reporter, flow, released, keyed: keyed === 'yes' },
    ...{ partners: list(partners), products: list(products), months: list(months) },
  };
}

/** Two smaller questions that together ask the same; null when there is nothing left to split. */
export function halvesOf(question: ComtradeQuestion): readonly [ComtradeQuestion, ComtradeQuestion] | null {
  const name = (['months', 'products', 'partners'] as const).find((list) => question[list].length > 1);
  if (name === undefined) return null;
  const middle = Math.ceil(question[name].length / 2);
  return [
    { ...question, [name]: question[name].slice(0, middle) },
    { ...question, [name]: question[name].slice(middle) },
  ];
}

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

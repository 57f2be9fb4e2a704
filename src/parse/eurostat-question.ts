/** What Eurostat's Comext API is asked, in calls of fewer cells than it answers at once. */
import { addMonths, formatMonth, monthsBetween, parseMonth, type YearMonth } from '../domain/period.ts';

/** EU trade by HS and CN8 in euros and hundreds of kilograms; by HS6 in euros and kilograms. */
export const DATASETS = {
  'DS-045409': { classification: 'CN', indicators: ['VALUE_IN_EUROS', 'QUANTITY_IN_100KG'] },
  'DS-059341': { classification: 'HS', indicators: ['VALUE_EUR', 'QUANTITY_KG'] },
} as const;
export type Dataset = keyof typeof DATASETS;

/** From so many cells on, Eurostat prepares an answer for later. */
export const CELL_LIMIT = 500_000;
/** Products of one call: the address stays well below 2,000 characters. */
const PRODUCTS_PER_CALL = 50;
/** A question without results is asked once more with so many months before it: a code under which nothing ever was is wrong. */
const WIDER_MONTHS = 36;

export interface ComextQuestion {
  readonly base: string;
  readonly dataset: Dataset;
  readonly reporters: readonly string[];
  readonly partners: readonly string[];
  readonly products: readonly string[];
  readonly flows: readonly string[];
  readonly from: YearMonth;
  readonly to: YearMonth;
  /** Part of a larger question: its months belong to its name. */
  readonly part: boolean;
  /** Asked because the months from here on had no results. */
  readonly widerThan: YearMonth | null;
}

/** Observations that a question can have at most. */
export const cellsOf = ({ dataset, reporters, partners, products, flows, from, to }: ComextQuestion): number =>
  reporters.length * partners.length * products.length * flows.length * DATASETS[dataset].indicators.length * (monthsBetween(from, to) + 1);

/** Questions that together ask the same, each answered at once. */
export function fitting(question: ComextQuestion): ComextQuestion[] {
  const { products } = question;
  if (products.length > PRODUCTS_PER_CALL)
    return Array.from({ length: Math.ceil(products.length / PRODUCTS_PER_CALL) }, (_, index) =>
      products.slice(index * PRODUCTS_PER_CALL, (index + 1) * PRODUCTS_PER_CALL),
    ).flatMap((some) => fitting({ ...question, products: some }));
  const halves = cellsOf(question) < CELL_LIMIT ? null : halvesOf(question);
  return halves === null ? [question] : halves.flatMap(fitting);
}

/** Two questions that together ask the same, by months, then products, reporters and partners; null when nothing is left to split. */
export function halvesOf(question: ComextQuestion): ComextQuestion[] | null {
  const { from, to } = question;
  const months = monthsBetween(from, to) + 1;
  if (months > 1) {
    const middle = addMonths(from, Math.ceil(months / 2));
    return [
      { ...question, to: addMonths(middle, -1), part: true },
      { ...question, from: middle, part: true },
    ];
  }
  const name = (['products', 'reporters', 'partners'] as const).find((list) => question[list].length > 1);
  if (name === undefined) return null;
  const half = Math.ceil(question[name].length / 2);
  return [question[name].slice(0, half), question[name].slice(half)].map((some) => ({ ...question, [name]: some }));
}

export const widerThan = (question: ComextQuestion): ComextQuestion => ({
  ...question,
  from: addMonths(question.from, -WIDER_MONTHS),
  to: addMonths(question.from, -1),
  part: true,
  widerThan: question.from,
});

const selectionOf = ({ dataset, reporters, partners, products, flows }: ComextQuestion): string =>
  ['M', ...[reporters, partners, products, flows, DATASETS[dataset].indicators].map((codes) => codes.join('+'))].join('.');

/** Stable words for a question; the months only where they tell it from others. */
export const nameOf = (question: ComextQuestion): string =>
  `${question.dataset} ${selectionOf(question)}${question.part ? ` ${formatMonth(question.from)} to ${formatMonth(question.to)}` : ''}`;

export const addressOf = (question: ComextQuestion): string =>
  `${question.base}/eurostat/api/comext/dissemination/sdmx/2.1/data/${question.dataset}/${selectionOf(question)}?startPeriod=${formatMonth(question.from)}&endPeriod=${formatMonth(question.to)}&format=SDMX-CSV`;

/** Where an answer that is being prepared is looked for: its status, then itself. */
export const asyncAddress = (base: string, what: 'status' | 'data', id: string): string =>
  `${base}/eurostat/api/comext/dissemination/1.0/async/${what}/${id}`;

export function paramsOf(question: ComextQuestion): Record<string, string> {
  const { base, dataset, reporters, partners, products, flows, from, to, part, widerThan } = question;
  return {
    ...{ base, dataset, from: formatMonth(from), to: formatMonth(to) },
    ...{ reporters: reporters.join('+'), partners: partners.join('+'), products: products.join('+'), flows: flows.join('+') },
    ...(part ? { part: 'yes' } : {}),
    ...(widerThan === null ? {} : { widerThan: formatMonth(widerThan) }),
  };
}

/** The question that params of {@link paramsOf} hold; null where they hold none (a file). */
export function questionOf(params: Readonly<Record<string, string>>): ComextQuestion | null {
  const { base, dataset, from, to, reporters, partners, products, flows, part, widerThan } = params;
  if (base === undefined || dataset === undefined || from === undefined || to === undefined) return null;
  const list = (text: string | undefined): string[] => (text ?? '').split('+');
  return {
    ...{ base, dataset: dataset as Dataset, from: parseMonth(from), to: parseMonth(to), part: part === 'yes' },
    ...{ reporters: list(reporters), partners: list(partners), products: list(products), flows: list(flows) },
    widerThan: widerThan === undefined ? null : parseMonth(widerThan),
  };
}

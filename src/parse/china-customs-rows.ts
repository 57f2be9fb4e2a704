/** The rows of China Customs' monthly tables to figures: by country, and of major goods. */
import { partnerOfName, WORLD } from '../domain/country.ts';
import { addMonths, formatPeriod, janFeb, month, type Period, yearOf, ytd } from '../domain/period.ts';
import type { Proof } from '../domain/proof.ts';
import { scaleDecimal } from '../domain/quantity.ts';
import type { Flow, Observation, ProductName } from '../domain/series.ts';
import { type Refusal, RefusedError, refused } from '../errors.ts';
import { type DataRow, misprintedYear, nameOf, type PlacedColumn, type TablePage } from './china-customs-page.ts';
import { cleanLabel, productOfLabel, type Title } from './china-customs-tables.ts';
import { type DecimalText, isMissingMark, readDecimal } from './number.ts';
import { growthFits, growthOf, partFits, sumFits } from './rounding.ts';
import { readUnit } from './unit.ts';

/** A page while its rows are read: what is wrong is gathered, so that one refusal shows all of it. */
interface TableContext extends TablePage {
  readonly refusals: Refusal[];
  readonly seen: Set<string>;
  readonly products: Map<string, ProductName>;
  /** Labels of rows that print quantities and mark every value as missing. */
  readonly withoutValues: string[];
  /** Labels of rows with a figure that the page hides: an error of the spreadsheet, or a column too narrow for it. */
  readonly hidden: Set<string>;
  /** Countries of the bulletin that are not known. */
  readonly unknown: string[];
}

export interface TableFigures {
  readonly observations: readonly Observation[];
  readonly products: readonly ProductName[];
  readonly notes: readonly string[];
  readonly proofs: readonly Proof[];
}

/** Enough to see what is wrong with a page. */
const MAX_REFUSALS = 50;

/** @throws RefusedError that names every row and cell that is not as published. */
export function readTableFigures(page: TablePage, where: string): TableFigures {
  const context: TableContext = {
    ...page,
    refusals: [...page.refusals],
    ...{ seen: new Set(), products: new Map(), withoutValues: [], hidden: new Set(), unknown: [] },
  };
  const observations = page.rows.flatMap((row) => (page.title.table === 'country' ? countryRow(row, context) : goodsRow(row, context)));
  if (context.refusals.length > 0) throw new RefusedError(distinct(context.refusals).slice(0, MAX_REFUSALS));
  if (observations.length === 0) throw refused(where, 'a table without a row of figures');
  const misprint = misprintedYear(page);
  const { end } = page.title;
  const listed = (labels: Iterable<string>, reason: string): string[] => {
    const all = [...labels];
    return all.length === 0 ? [] : [`${reason}: ${all.join(', ')}`];
  };
  const notes = [
    ...(misprint === null ? [] : [`the column "${misprint}" names neither ${yearOf(end)} nor ${yearOf(end) - 1}: left out`]),
    ...listed(context.withoutValues, 'quantities without values, which the page marks as missing'),
    ...listed(context.hidden, 'rows of which the page hides figures (*REF!, ####): these are left out'),
    ...listed(context.unknown, 'countries and groups left out, whose names are not known'),
  ];
  const { proofs, gaps } = continentsBesideTotal(observations, page.unit.exponent);
  return { observations, products: [...context.products.values()], notes: [...notes, ...gaps], proofs };
}

const CONTINENTS = ['ASIA', 'AFRICA', 'EUROPE', 'LATIN_AMERICA', 'NORTH_AMERICA', 'OCEANIA'];

/** Where a table by country has all continents: what they are together, and the total. Trade without a country is in none of them. */
function continentsBesideTotal(observations: readonly Observation[], exponent: number): { proofs: Proof[]; gaps: string[] } {
  const proofs: Proof[] = [];
  const gaps: string[] = [];
  const rounding = (CONTINENTS.length + 1) * 0.5 * 10 ** exponent;
  for (const world of observations.filter(({ partner, product }) => partner === WORLD && product === 'TOTAL')) {
    const parts = CONTINENTS.map(
      (partner) =>
        observations.find((o) => o.partner === partner && o.flow === world.flow && o.period.kind === world.period.kind)?.value ?? null,
    );
    if (world.value === null || parts.includes(null)) continue;
    const received = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
    const subject = `${world.flow} ${formatPeriod(world.period)} value ${world.unit}`;
    if (Math.abs(received - world.value) <= rounding)
      proofs.push({
        check: 'total',
        subject,
        expected: world.value,
        received,
        holds: true,
        detail: 'the six continents, each rounded on its own',
      });
    else gaps.push(`${subject}: the six continents are ${received} together, the total is ${world.value}`);
  }
  return { proofs, gaps };
}

/** What a spreadsheet shows in the place of a figure. */
const HIDDEN = /^(?:[*#]REF!|#{4,})$/;

/** Reads the cell of a column; what is wrong with it goes to the refusals and gives null. */
function figure(row: DataRow, context: TableContext, name: string): DecimalText | null {
  const column = context.columns.find((one) => nameOf(one) === name);
  if (column === undefined) return null;
  const where = `${row.where} column "${column.header}"`;
  if (HIDDEN.test(row.texts[column.index] ?? '')) {
    context.hidden.add(cleanLabel(row.label));
    return null;
  }
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
  // The bulletin has every country of the world, and groups that change.
  if (partner === null && context.title.bulletin) {
    context.unknown.push(name);
    return [];
  }
  if (partner === null)
    return refuse(context, row.where, `unknown country or group "${name.slice(0, 80)}"; add it to src/domain/country.ts`);
  if (context.seen.has(partner)) return refuse(context, row.where, `${partner} occurs twice`);
  context.seen.add(partner);
  const observations: Observation[] = [];
  const printed = (period: string, measure: string): DecimalText | null => figure(row, context, `${period} ${measure}`);
  for (const period of ['month', 'total'] as const) {
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
  // "Of which:" stands in a row of its own.
  if (context.title.bulletin && row.texts.slice(1).every((text) => text === '')) return [];
  const product = productOfLabel(row.label);
  if (product === '') return refuse(context, row.where, 'a label without letters or digits');
  if (context.seen.has(product)) return refuse(context, row.where, `"${product}" occurs twice`);
  context.seen.add(product);
  context.products.set(product, { classification: 'GACC', product, name: cleanLabel(row.label) });
  const isHidden = row.texts.some((text) => HIDDEN.test(text));
  const scale = quantityUnit(row, context);
  if (scale === 'refused') return [];
  const flow = context.title.table === 'exports' ? 'export' : 'import';
  const noValues = marksAllValues(row, context);
  if (noValues && scale !== null) context.withoutValues.push(cleanLabel(row.label));
  const observations: Observation[] = [];
  for (const period of ['month', 'total', 'last'] as const) {
    const quantity = figure(row, context, `${period} quantity`);
    const value = figure(row, context, `${period} value`);
    if (quantity !== null && scale === null)
      refuse(context, row.where, `${period} quantity ${quantity}, but the column "Quantity Unit" has no unit`);
    if (quantity !== null && value === null && !noValues && !isHidden)
      refuse(context, row.where, `${period} quantity ${quantity} without a value`);
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
  if (HIDDEN.test(text)) return null;
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

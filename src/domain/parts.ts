import { holdsIn, type PartOf } from './codes/parts.ts';
import { ObservationTable } from './observation-table.ts';
import { isAggregate } from './partner.ts';
import { formatPeriod, type YearMonth } from './period.ts';
import type { Proof } from './proof.ts';
import { lastDigit, sumOf } from './rounding.ts';
import type { Observation, SeriesDimensions } from './series.ts';
import type { SeriesFigures } from './series-figures.ts';

/** The figures of all countries of one product and period, beside the figure of the world. */
export interface TotalCheck {
  /** The world's figure as it was published. */
  readonly total: Observation;
  /** What the countries make of it, 1 for all. */
  readonly share: number;
  readonly proof: Proof;
}

interface Sum {
  /** The series of the world, and the place of its figure. */
  readonly world: SeriesFigures;
  readonly index: number;
  readonly end: YearMonth;
  readonly values: number[];
  /** Parts with a figure, which may be in that of their whole if it has one; null for none. There may be a million sums. */
  parts: Part[] | null;
  /** A bit for each whole of parts that has a figure itself. */
  wholes: number;
  /** A country without a figure (suppressed, missing): the sum is then a lower bound. */
  lacking: number;
}

interface Part {
  /** The bit of its whole. */
  readonly whole: number;
  readonly value: number;
}

/** With fewer countries nothing says that they are meant to be all of them. */
const LEAST_COUNTRIES = 3;

/**
 * Holds each WORLD figure of a publication against its countries; groups are left out, as their members stand beside them.
 * Countries that make more than the world are counted twice somewhere. Countries that make less are an answer for some of
 * them, unless the same series has them all in another period of the publication: then rows are missing.
 * @param parts partners of the source that may be in the figures of others: they are left out beside these, unless the total is made only with them.
 * @param from figures of earlier months are left alone.
 * @returns one check for each WORLD figure that has countries beside it, set by set: there may be a million.
 */
export function* checkTotals(
  observations: Iterable<Observation>,
  parts: readonly PartOf[] = [],
  from: YearMonth = 0,
): Generator<TotalCheck> {
  const table = ObservationTable.of(observations);
  const bits = new Map([...new Set(parts.map(({ whole }) => whole))].map((whole, index) => [whole, 1 << index]));
  const partOf = new Map(parts.map((row) => [row.part, row]));
  for (const { worlds, others } of setsOf(table)) {
    const sums = new Map(worlds.map((world) => [world.kind, sumsOf(world, from)]));
    for (const at of others) {
      const partner = table.series.textAt(at, 'partner');
      const part = partOf.get(partner);
      const bit = bits.get(part?.whole ?? partner) ?? 0;
      const figures = table.figuresOf(at);
      addFigures(sums.get(figures.kind) ?? [], figures, { part, bit, isCounted: part !== undefined || !isAggregate(partner) });
    }
    const compared = [...sums.values()].flat().flatMap((sum) => (countedOf(sum).length >= LEAST_COUNTRIES ? compare(sum) : []));
    const isWhole = compared.some(({ equal }) => equal);
    for (const sum of compared) yield judge(sum, isWhole);
  }
}

/** The series of one product, flow and measure of a reporter. */
interface TotalSet {
  /** Those of the world, by the kind of period. */
  readonly worlds: SeriesFigures[];
  readonly others: number[];
}

/** Those of which the world has a series. */
function setsOf(table: ObservationTable): Iterable<TotalSet> {
  const sets = new Map<string, TotalSet>();
  for (const figures of table.bySeries()) {
    if (table.series.textAt(figures.at, 'partner') !== 'WORLD') continue;
    const id = seriesOf(figures.series);
    const set = sets.get(id) ?? { worlds: [], others: [] };
    set.worlds.push(figures);
    sets.set(id, set);
  }
  if (sets.size === 0) return [];
  for (const figures of table.bySeries())
    if (table.series.textAt(figures.at, 'partner') !== 'WORLD') sets.get(seriesOf(figures.series))?.others.push(figures.at);
  return sets.values();
}

/** One for each period, from a month on, of which the world has a figure; in order of time. */
function sumsOf(world: SeriesFigures, from: YearMonth): Sum[] {
  const sums: Sum[] = [];
  for (let index = 0; index < world.length; index += 1) {
    const end = world.end(index);
    if (end < from || world.value(index) === null) continue;
    // Of two figures of one period the later one counts.
    if (sums.at(-1)?.end === end) sums.pop();
    sums.push({ world, index, end, values: [], parts: null, wholes: 0, lacking: 0 });
  }
  return sums;
}

interface Partner {
  readonly part: PartOf | undefined;
  /** Of the whole that it is, or that it is a part of; 0 for neither. */
  readonly bit: number;
  readonly isCounted: boolean;
}

/** Puts the figures of a partner to the sums of their periods, both in order of time, and notes which wholes of parts have one. */
function addFigures(sums: readonly Sum[], figures: SeriesFigures, { part, bit, isCounted }: Partner): void {
  if (!isCounted && bit === 0) return;
  let at = 0;
  for (let index = 0; index < figures.length && at < sums.length; index += 1) {
    const end = figures.end(index);
    while (at < sums.length && (sums[at] as Sum).end < end) at += 1;
    const sum = sums[at];
    if (sum?.end !== end) continue;
    const value = figures.value(index);
    if (part === undefined && value !== null) sum.wholes |= bit;
    if (!isCounted) continue;
    if (value === null) sum.lacking += 1;
    else if (part === undefined || !holdsIn(part, end)) sum.values.push(value);
    else {
      sum.parts ??= [];
      sum.parts.push({ whole: bit, value });
    }
  }
}

const seriesOf = (o: Omit<SeriesDimensions, 'partner'>): string =>
  `${o.reporter} ${o.flow} ${o.classification}:${o.product} ${o.measure} ${o.unit}`;

/** How many figures are added, and what they make. */
interface Choice {
  readonly counted: number;
  readonly received: number;
}

interface Compared extends Sum, Choice {
  /** How many parts are not among them. */
  readonly leftOut: number;
  readonly equal: boolean;
  readonly above: boolean;
}

const isBeside = ({ wholes }: Sum, { whole }: Part): boolean => (wholes & whole) !== 0;

/** What is counted in any case: parts only where their whole has no figure. */
const countedOf = (sum: Sum): readonly number[] =>
  sum.parts === null ? sum.values : [...sum.values, ...sum.parts.flatMap((part) => (isBeside(sum, part) ? [] : [part.value]))];

/** Each term may be off by one unit of its last digit: some publishers cut, others round. */
function compare(sum: Sum): Compared {
  const total = sum.world.value(sum.index) ?? 0;
  const counted = countedOf(sum);
  const beside = sum.parts?.filter((part) => isBeside(sum, part)) ?? [];
  const all = beside.length === 0 ? counted : [...counted, ...beside.map(({ value }) => value)];
  const tolerance = (all.length + 1) * lastDigit([...all, total]);
  const isTotal = ({ received }: Choice): boolean => Math.abs(received - total) <= tolerance;
  const alone = { counted: counted.length, received: sumOf(counted) };
  const equal = isTotal(alone) ? alone : moreThan(counted, beside).find(isTotal);
  const chosen = equal ?? alone;
  return {
    ...sum,
    ...chosen,
    leftOut: all.length - chosen.counted,
    equal: equal !== undefined,
    above: chosen.received - total > tolerance,
  };
}

/** The figures with the parts of one whole or several: nothing says which of them the publisher adds up. */
function moreThan(values: readonly number[], parts: readonly Part[]): readonly Choice[] {
  let lists = [values];
  for (const whole of new Set(parts.map((part) => part.whole))) {
    const own = parts.flatMap((part) => (part.whole === whole ? [part.value] : []));
    lists = lists.flatMap((list) => [list, [...list, ...own]]);
  }
  return lists.slice(1).map((list) => ({ counted: list.length, received: sumOf(list) }));
}

/** @param isWhole whether the set has all countries in some period. */
function judge(compared: Compared, isWhole: boolean): TotalCheck {
  const { world, index, received } = compared;
  const total = world.observation(index);
  const expected = total.value ?? 0;
  const subject = `${total.reporter} ${total.flow} ${total.classification}:${total.product} ${formatPeriod(total.period)} (${total.period.kind}) ${total.measure} ${total.unit}`;
  return {
    total,
    share: expected === 0 ? Number(received === 0) : received / expected,
    proof: { check: 'total', subject, expected, received, ...findingOf(compared, expected, isWhole) },
  };
}

function findingOf(
  { counted, leftOut, received, equal, above, lacking }: Compared,
  expected: number,
  isWhole: boolean,
): Pick<Proof, 'holds' | 'detail'> {
  const countries = `the ${counted} countries${leftOut === 0 ? '' : ` without ${leftOut} that are parts of them`}`;
  if (equal) return { holds: true, detail: `${countries} make the total` };
  if (above) return { holds: false, detail: `${countries} make more than the total: something is counted twice, or the total is wrong` };
  const lack = `${countries} make ${((100 * received) / expected).toFixed(1)} % of the total`;
  if (lacking > 0) return { holds: true, detail: `${lack}; ${lacking} more have no figure (suppressed or missing)` };
  return isWhole
    ? { holds: false, detail: `${lack}, and all of it in other periods of the publication: rows are missing` }
    : { holds: true, detail: `${lack}: not more, and nothing says that all countries are there` };
}

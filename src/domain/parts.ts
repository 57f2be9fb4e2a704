import { ObservationTable } from './observation-table.ts';
import { isAggregate } from './partner.ts';
import { formatPeriod } from './period.ts';
import { lastDigit, sumOf } from './rounding.ts';
import type { Observation, SeriesDimensions } from './series.ts';

/** The figures of all countries of one product and period, beside the figure of the world. */
export interface TotalCheck {
  /** The world's figure as it was published. */
  readonly total: Observation;
  /** What the countries make of it, 1 for all. */
  readonly share: number;
  /** `CN export HS:850511 2025-06 value USD` */
  readonly subject: string;
  /** The world's figure. */
  readonly expected: number;
  /** The sum of the countries. */
  readonly received: number;
  readonly holds: boolean;
  readonly detail: string;
}

interface Sum {
  readonly total: Observation;
  readonly series: string;
  readonly values: number[];
  /** A country without a figure (suppressed, missing): the sum is then a lower bound. */
  lacking: number;
}

/** With fewer countries nothing says that they are meant to be all of them. */
const LEAST_COUNTRIES = 3;

/**
 * Holds each WORLD figure of a publication against its countries; groups are left out, as their members stand beside them.
 * Countries that make more than the world are counted twice somewhere. Countries that make less are an answer for some of
 * them, unless the same series has them all in another period of the publication: then rows are missing.
 * @returns one check for each WORLD figure that has countries beside it.
 */
export function checkTotals(observations: Iterable<Observation>): TotalCheck[] {
  const table = ObservationTable.of(observations);
  const sums = new Map<string, Sum>();
  for (const figures of table.bySeries()) {
    if (table.series.textAt(figures.at, 'partner') !== 'WORLD') continue;
    const { kind } = figures;
    const series = seriesOf(figures.series);
    for (let index = 0; index < figures.length; index += 1) {
      if (figures.value(index) === null) continue;
      const total = figures.observation(index);
      sums.set(`${series} ${kind} ${total.period.end}`, { total, series, values: [], lacking: 0 });
    }
  }
  if (sums.size === 0) return [];
  for (const figures of table.bySeries()) {
    if (isAggregate(table.series.textAt(figures.at, 'partner'))) continue;
    const { kind } = figures;
    const series = seriesOf(figures.series);
    for (let index = 0; index < figures.length; index += 1) {
      const sum = sums.get(`${series} ${kind} ${figures.end(index)}`);
      const value = figures.value(index);
      if (sum === undefined) continue;
      if (value === null) sum.lacking += 1;
      else sum.values.push(value);
    }
  }
  const compared = [...sums.values()].filter(({ values }) => values.length >= LEAST_COUNTRIES).map(compare);
  const whole = new Set(compared.filter(({ equal }) => equal).map(({ series }) => series));
  return compared.map((sum) => judge(sum, whole.has(sum.series)));
}

const seriesOf = (o: Omit<SeriesDimensions, 'partner'>): string =>
  `${o.reporter} ${o.flow} ${o.classification}:${o.product} ${o.measure} ${o.unit}`;

interface Compared extends Sum {
  readonly received: number;
  readonly equal: boolean;
  readonly above: boolean;
}

/** Each term may be off by one unit of its last digit: some publishers cut, others round. */
function compare(sum: Sum): Compared {
  const total = sum.total.value ?? 0;
  const received = sumOf(sum.values);
  const tolerance = (sum.values.length + 1) * lastDigit([...sum.values, total]);
  return { ...sum, received, equal: Math.abs(received - total) <= tolerance, above: received - total > tolerance };
}

function judge({ total, values, received, equal, above, lacking }: Compared, isWhole: boolean): TotalCheck {
  const expected = total.value ?? 0;
  const subject = `${total.reporter} ${total.flow} ${total.classification}:${total.product} ${formatPeriod(total.period)} (${total.period.kind}) ${total.measure} ${total.unit}`;
  const check = { total, subject, expected, received, share: expected === 0 ? Number(received === 0) : received / expected };
  if (equal) return { ...check, holds: true, detail: `the ${values.length} countries make the total` };
  if (above)
    return {
      ...check,
      holds: false,
      detail: `the ${values.length} countries make more than the total: something is counted twice, or the total is wrong`,
    };
  const lack = `the ${values.length} countries make ${((100 * received) / expected).toFixed(1)} % of the total`;
  if (lacking > 0) return { ...check, holds: true, detail: `${lack}; ${lacking} more have no figure (suppressed or missing)` };
  return isWhole
    ? { ...check, holds: false, detail: `${lack}, and all of it in other periods of the publication: rows are missing` }
    : { ...check, holds: true, detail: `${lack}: not more, and nothing says that all countries are there` };
}

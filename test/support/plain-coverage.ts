/** Coverage weighed figure by figure, the plain way, to hold the way by series against. */
import type { PartOf } from '../../src/domain/codes/parts.ts';
import { type Coverage, type CoverageSeries, coverageOf, memberId } from '../../src/domain/coverage.ts';
import { addMonths, type YearMonth } from '../../src/domain/period.ts';

/** One figure of a set. */
export interface CoverageFigure {
  readonly partner: string;
  readonly product: string;
  readonly month: YearMonth;
  readonly value: number | null;
}

/** What is asked of single figures, asked of series. */
export const coverageByFigures = (
  month: YearMonth,
  before: readonly CoverageFigure[],
  now: readonly CoverageFigure[],
  complete: ReadonlySet<string>,
  parts: readonly PartOf[] = [],
): Coverage | null => coverageOf(month, seriesOf(before), seriesOf(now), complete, new Set(), parts);

/** Series in the order in which they first come, each in order of time. */
export function seriesOf(figures: readonly CoverageFigure[]): CoverageSeries[] {
  const ids = [...new Set(figures.map(memberId))];
  return ids.map((id) => {
    const own = figures.filter((f) => memberId(f) === id);
    const sorted = own.toSorted((a, b) => a.month - b.month);
    const { partner, product } = sorted[0] as CoverageFigure;
    const at = (place: number): CoverageFigure => sorted[place] as CoverageFigure;
    return { partner, product, from: 0, figures: { length: sorted.length, end: (i) => at(i).month, value: (i) => at(i).value } };
  });
}

/** Narrower sets (a handful of partners) come and go by nature. */
const LEAST_MEMBERS = 8;
const LEAST_PERCENT = 95;
/** With less than this missing beside it, one absent partner or product is trade that ended; with more, a publication that is cut. */
const ALONE_PERCENT = 1;
/** Months whose figures weigh a member. */
const TRAILING_MONTHS = 3;
/** Months before in all of which a member must have been, as far as they are held: who trades now and then is not expected. */
const REGULAR_MONTHS = 6;
/** One or two months do not show who is there always. */
const LEAST_MONTHS = 3;

export function plainCoverage(
  month: YearMonth,
  before: readonly CoverageFigure[],
  now: readonly CoverageFigure[],
  complete: ReadonlySet<string>,
): Coverage | null {
  const earliest = addMonths(month, -REGULAR_MONTHS);
  const recent = before.filter((f) => f.month >= earliest && f.month < month);
  const months = [...new Set(recent.map((f) => f.month))].sort((a, b) => b - a);
  if (months.length < LEAST_MONTHS) return null;
  const regular = regularMembers(recent, months);
  if (regular.length < LEAST_MEMBERS) return null;
  const present = new Set(now.map(idOf));
  const missing = regular.filter((m) => !present.has(m.id) && !complete.has(m.product)).sort((a, b) => b.mass - a.mass);
  const whole = massOf(regular);
  if (whole <= 0) return null;
  const ended = heaviestAbsent(regular, missing);
  const others = missing.filter((m) => ended === null || m[ended.axis] !== ended.code);
  const leftOut = 100 * massOf(others) < ALONE_PERCENT * whole ? ended : null;
  const counted = leftOut === null ? regular : regular.filter((m) => m[leftOut.axis] !== leftOut.code);
  const expected = massOf(counted);
  const received = expected - massOf(missing.filter((m) => counted.includes(m)));
  const percent = (100 * received) / expected + newcomersPercent(recent, now);
  return {
    members: regular.length,
    expected,
    received,
    partial: expected > 0 && percent < LEAST_PERCENT,
    missing: missing.map((m) => ({ member: m.name, percent: (100 * m.mass) / whole })),
    leftOut: leftOut?.code ?? null,
  };
}

interface Member extends Pick<CoverageFigure, 'partner' | 'product'> {
  readonly id: string;
  readonly name: string;
  readonly mass: number;
}

const idOf = ({ partner, product }: Pick<CoverageFigure, 'partner' | 'product'>): string => `${partner} ${product}`;
const massOf = (members: readonly Member[]): number => members.reduce((sum, m) => sum + m.mass, 0);

/** Those who have a figure in each of the months, with their mass in the newest of them. */
function regularMembers(recent: readonly CoverageFigure[], months: readonly YearMonth[]): Member[] {
  const weighing = new Set(months.slice(0, TRAILING_MONTHS));
  const found = new Map<string, { figure: CoverageFigure; months: Set<YearMonth>; mass: number }>();
  for (const figure of recent) {
    const id = idOf(figure);
    const own = found.get(id) ?? { figure, months: new Set<YearMonth>(), mass: 0 };
    own.months.add(figure.month);
    if (weighing.has(figure.month)) own.mass += Math.max(figure.value ?? 0, 0);
    found.set(id, own);
  }
  const every = [...found].filter(([, own]) => own.months.size === months.length);
  const [partners, products] = (['partner', 'product'] as const).map((axis) => new Set(every.map(([, { figure }]) => figure[axis])).size);
  return every.map(
    ([
      id,
      {
        figure: { partner, product },
        mass,
      },
    ]) => ({
      id,
      partner,
      product,
      mass,
      name: partners === 1 ? product : products === 1 ? partner : `${partner} ${product}`,
    }),
  );
}

/** The heaviest partner, or product, of which nothing came although others came. */
function heaviestAbsent(regular: readonly Member[], missing: readonly Member[]): { axis: 'partner' | 'product'; code: string } | null {
  const absent = new Set(missing.map((m) => m.id));
  let heaviest: { axis: 'partner' | 'product'; code: string; mass: number } | null = null;
  for (const axis of ['partner', 'product'] as const) {
    for (const code of new Set(missing.map((m) => m[axis]))) {
      const own = regular.filter((m) => m[axis] === code);
      if (own.length === regular.length || own.some((m) => !absent.has(m.id))) continue;
      const mass = massOf(own);
      if (heaviest === null || mass > heaviest.mass) heaviest = { axis, code, mass };
    }
  }
  return heaviest;
}

/** What the new month has that no month before had, in percent of the new month. */
function newcomersPercent(recent: readonly CoverageFigure[], now: readonly CoverageFigure[]): number {
  const known = new Set(recent.map(idOf));
  const mass = (list: readonly CoverageFigure[]): number => list.reduce((sum, f) => sum + Math.max(f.value ?? 0, 0), 0);
  const whole = mass(now);
  return whole <= 0 ? 0 : (100 * mass(now.filter((f) => !known.has(idOf(f))))) / whole;
}

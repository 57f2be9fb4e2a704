import { addMonths, type YearMonth } from './period.ts';

/** One figure of a set: one reporter, flow, measure, unit and level of products, as one question brings it. */
export interface CoverageFigure {
  readonly partner: string;
  readonly product: string;
  readonly month: YearMonth;
  /** Null where the source says that it is missing or suppressed: the row is there. */
  readonly value: number | null;
}

/** What a new month brought, beside what the months before let expect. */
export interface Coverage {
  /** The members that every month before had. */
  readonly members: number;
  /** The mass of these members in the trailing months, in the unit of the set, without the one that `leftOut` names. */
  readonly expected: number;
  /** The mass of those of them that the new month has. */
  readonly received: number;
  /** Under 95 %: the month came in part. */
  readonly partial: boolean;
  /** What is missing, the heaviest first, in percent of the whole mass. */
  readonly missing: readonly { readonly member: string; readonly percent: number }[];
  /** The one partner or product whose absence is taken for trade that ended. */
  readonly leftOut: string | null;
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

/**
 * Whether a new month has the members that the months before always had, weighed by their mass in the trailing three.
 * What is no gap: a member that trades now and then; a single partner or product that ended (an embargo, a ban: `leftOut`);
 * members in the place of others, with as much mass (a code that was split, a label that was renamed).
 * @param before figures of earlier months, without totals. @param now those of the new month, likewise.
 * @param complete products whose total in the new month is the sum of their partners: nobody is missing there.
 * @returns null where the set is too narrow, or held too briefly, to expect anything.
 */
export function coverageOf(
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

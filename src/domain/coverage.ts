import { holdsIn, type PartOf } from './codes/parts.ts';
import { addMonths, type YearMonth } from './period.ts';
import type { SeriesFigures } from './series-figures.ts';

/** One series of a set: one reporter, flow, measure, unit and level of products, as one question brings it. */
export interface CoverageSeries {
  readonly partner: string;
  readonly product: string;
  /** In order of time. A value is null where the source says that it is missing or suppressed: the row is there. */
  readonly figures: Pick<SeriesFigures, 'length' | 'end' | 'value'>;
  /** The first of them that is looked at. */
  readonly from: number;
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
 * @param before series that may have figures of earlier months, without totals. @param now those that may have one of the new month.
 * @param complete products whose total in the new month is the sum of their partners: nobody is missing there.
 * @param short earlier months that came in part themselves, and say nothing.
 * @param parts partners that may be in the figures of others: they weigh nothing beside these.
 * @returns null where the set is too narrow, or held too briefly, to expect anything.
 */
export function coverageOf(
  month: YearMonth,
  before: Iterable<CoverageSeries>,
  now: Iterable<CoverageSeries>,
  complete: ReadonlySet<string>,
  short: ReadonlySet<YearMonth> = new Set(),
  parts: readonly PartOf[] = [],
): Coverage | null {
  const months = monthsBefore(month, before, short);
  if (months.length < LEAST_MONTHS) return null;
  const known = knownMembers(before, months);
  const wholes = new Map(parts.flatMap((row) => (holdsIn(row, month) ? [[row.part, row.whole] as const] : [])));
  const isRegular = (m: Member | undefined): boolean => m?.months === 2 ** months.length - 1;
  const regular = [...known.values()].filter((m) => isRegular(m) && !isRegular(known.get(wholeId(m, wholes))));
  if (regular.length < LEAST_MEMBERS) return null;
  const { present, newcomersPercent } = arrivalsOf(month, known, now, wholes);
  const missing = regular.filter((m) => !present.has(m) && !complete.has(m.product)).sort((a, b) => b.mass - a.mass);
  const whole = massOf(regular);
  if (whole <= 0) return null;
  const ended = heaviestAbsent(regular, missing);
  const others = missing.filter((m) => ended === null || m[ended.axis] !== ended.code);
  const leftOut = 100 * massOf(others) < ALONE_PERCENT * whole ? ended : null;
  const expected = leftOut === null ? whole : massOf(regular.filter((m) => m[leftOut.axis] !== leftOut.code));
  const received = expected - massOf(leftOut === null ? missing : others);
  const percent = (100 * received) / expected + newcomersPercent;
  const nameOf = namer(regular);
  return {
    members: regular.length,
    expected,
    received,
    partial: expected > 0 && percent < LEAST_PERCENT,
    missing: missing.map((m) => ({ member: nameOf(m), percent: (100 * m.mass) / whole })),
    leftOut: leftOut?.code ?? null,
  };
}

type Named = Pick<CoverageSeries, 'partner' | 'product'>;

/** A member that has figures in some of the months before. */
interface Member extends Named {
  /** A bit for each month that it has. */
  months: number;
  mass: number;
}

export const memberId = ({ partner, product }: Named): string => `${partner} ${product}`;

/** The member in which one may be, by its partner; "" for none. */
function wholeId({ partner, product }: Named, wholes: ReadonlyMap<string, string>): string {
  const whole = wholes.get(partner);
  return whole === undefined ? '' : memberId({ partner: whole, product });
}
const massOf = (members: readonly Member[]): number => members.reduce((sum, m) => sum + m.mass, 0);
const massAt = ({ figures }: CoverageSeries, index: number): number => Math.max(figures.value(index) ?? 0, 0);

/** The place of the first figure of a month or behind it. */
export function placeFrom({ figures, from }: Pick<CoverageSeries, 'figures' | 'from'>, month: YearMonth): number {
  let place = figures.length;
  while (place > from && figures.end(place - 1) >= month) place -= 1;
  return place;
}

/** The months that count of those before, the newest first. */
function monthsBefore(month: YearMonth, before: Iterable<CoverageSeries>, short: ReadonlySet<YearMonth>): YearMonth[] {
  const earliest = addMonths(month, -REGULAR_MONTHS);
  const months = new Set<YearMonth>();
  for (const one of before)
    for (let place = placeFrom(one, earliest); place < one.figures.length && one.figures.end(place) < month; place += 1)
      months.add(one.figures.end(place));
  return [...months].filter((m) => !short.has(m)).sort((a, b) => b - a);
}

/** By id those who have figures in some of the months, with their mass in the newest of them. */
function knownMembers(before: Iterable<CoverageSeries>, months: readonly YearMonth[]): ReadonlyMap<string, Member> {
  const [newest, earliest] = [months[0] as YearMonth, months.at(-1) as YearMonth];
  const known = new Map<string, Member>();
  for (const one of before) {
    const { partner, product, figures } = one;
    let own: Member | undefined;
    for (let place = placeFrom(one, earliest); place < figures.length && figures.end(place) <= newest; place += 1) {
      const at = months.indexOf(figures.end(place));
      if (at < 0) continue;
      if (own === undefined) {
        const id = memberId(one);
        own = known.get(id) ?? { partner, product, months: 0, mass: 0 };
        known.set(id, own);
      }
      own.months |= 1 << at;
      if (at < TRAILING_MONTHS) own.mass += massAt(one, place);
    }
  }
  return known;
}

/** By what one of them differs from the others. */
function namer(members: readonly Named[]): (member: Named) => string {
  const isOne = (axis: 'partner' | 'product'): boolean => members.every((m) => m[axis] === members[0]?.[axis]);
  if (isOne('partner')) return (m) => m.product;
  return isOne('product') ? (m) => m.partner : memberId;
}

/** The known members that have a figure in a month, and what no month before had, in percent of the month. */
function arrivalsOf(
  month: YearMonth,
  known: ReadonlyMap<string, Member>,
  now: Iterable<CoverageSeries>,
  wholes: ReadonlyMap<string, string>,
): { present: ReadonlySet<Member>; newcomersPercent: number } {
  const present = new Set<Member>();
  const holders = new Set(wholes.values());
  const arrived = new Set<string>();
  const parts: { readonly whole: string; readonly mass: number; readonly isNew: boolean }[] = [];
  let [whole, newcomers] = [0, 0];
  for (const one of now)
    for (let place = placeFrom(one, month); place < one.figures.length && one.figures.end(place) === month; place += 1) {
      const id = memberId(one);
      const member = known.get(id);
      const mass = massAt(one, place);
      if (member !== undefined) present.add(member);
      if (holders.has(one.partner)) arrived.add(id);
      if (wholes.has(one.partner)) {
        parts.push({ whole: wholeId(one, wholes), mass, isNew: member === undefined });
        continue;
      }
      whole += mass;
      if (member === undefined) newcomers += mass;
    }
  for (const part of parts.filter((one) => !arrived.has(one.whole))) {
    whole += part.mass;
    if (part.isNew) newcomers += part.mass;
  }
  return { present, newcomersPercent: whole <= 0 ? 0 : (100 * newcomers) / whole };
}

/** The heaviest partner, or product, of which nothing came although others came. */
function heaviestAbsent(regular: readonly Member[], missing: readonly Member[]): { axis: 'partner' | 'product'; code: string } | null {
  const absent = new Set(missing);
  let heaviest: { axis: 'partner' | 'product'; code: string; mass: number } | null = null;
  for (const axis of ['partner', 'product'] as const) {
    for (const code of new Set(missing.map((m) => m[axis]))) {
      const own = regular.filter((m) => m[axis] === code);
      if (own.length === regular.length || own.some((m) => !absent.has(m))) continue;
      const mass = massOf(own);
      if (heaviest === null || mass > heaviest.mass) heaviest = { axis, code, mass };
    }
  }
  return heaviest;
}

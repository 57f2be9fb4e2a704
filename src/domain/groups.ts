/** Groups that report trade as one: https://european-union.europa.eu/principles-countries-history/eu-countries_en */
import { holdsIn, parts } from './codes/parts.ts';
import { isAggregate } from './partner.ts';
import type { YearMonth } from './period.ts';

const EU15 = 'AT BE DE DK ES FI FR GB GR IE IT LU NL PT SE'.split(' ');
const EU25 = [...EU15, ...'CY CZ EE HU LT LV MT PL SI SK'.split(' ')];
const EU27_2007 = [...EU25, 'BG', 'RO'];
const EU28 = [...EU27_2007, 'HR'];
/** The European Union since February 2020 (EU27_2020 of Eurostat). */
const EU = EU28.filter((member) => member !== 'GB');
const EA19 = 'AT BE CY DE EE ES FI FR GR IE IT LT LU LV MT NL PT SI SK'.split(' ');
const EA20 = [...EA19, 'HR'];
const EA21 = [...EA20, 'BG'];

const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ EU, EU28, EU27_2007, EU25, EU15, EA21, EA20, EA19 }).map(([group, members]) => [group, [...members].sort()]),
);

/** The members of a group that reports trade as one; null for a country, and for groups that only stand as partners. */
export const groupMembers = (area: string): readonly string[] | null => MEMBERS.get(area) ?? null;

/** Until then UN Comtrade's European Union may have the United Kingdom among its members: it is the Union of its time. */
const LAST_MONTH_WITH_GB: YearMonth = 202012;

interface Reported {
  readonly pipeline: string;
  readonly reporter: string;
}

/** The countries in whose trade a reporter's has a share; null for a group of which they are not known. */
function countriesOf({ pipeline, reporter }: Reported, months: readonly YearMonth[]): readonly string[] | null {
  const members = groupMembers(reporter);
  if (members === null && isAggregate(reporter)) return null;
  const ofItsTime = pipeline === 'un-comtrade' && reporter === 'EU' && months.some((month) => month <= LAST_MONTH_WITH_GB) ? ['GB'] : [];
  const wholes = parts().filter((row) => row.part === reporter && months.some((month) => holdsIn(row, month)));
  return [...(members ?? [reporter]), ...ofItsTime, ...wholes.map(({ whole }) => whole)];
}

/**
 * Reporters of which no two may count one trade in any of the months: one is left out where it is not known to have no country in common with
 * those before it.
 */
export function withoutOverlap<T extends Reported>(reporters: readonly T[], months: readonly YearMonth[]): readonly T[] {
  const countries = new Set<string>();
  let anyone = false;
  return reporters.filter((one) => {
    const own = countriesOf(one, months);
    if (anyone || (own === null ? countries.size > 0 : own.some((country) => countries.has(country)))) return false;
    anyone = own === null;
    for (const country of own ?? []) countries.add(country);
    return true;
  });
}

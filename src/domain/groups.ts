/** The European Union since February 2020 (EU27_2020 of Eurostat): https://european-union.europa.eu/principles-countries-history/eu-countries_en */
const EU27: readonly string[] = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

/** The members of a group that reports trade as one; null for a country, and for groups that only stand as partners. */
export const groupMembers = (area: string): readonly string[] | null => (area === 'EU' ? EU27 : null);

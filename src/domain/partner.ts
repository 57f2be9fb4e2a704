/** Groups of countries by the names that the pipelines give them: the figure of a group is made of its members' figures. */
const GROUPS: ReadonlySet<string> = new Set([
  ...['EU', 'EFTA', 'ASEAN', 'ACP', 'MERCOSUR', 'OPEC', 'RCEP', 'APEC', 'BELT_AND_ROAD'],
  ...['ASIA', 'AFRICA', 'EUROPE', 'LATIN_AMERICA', 'NORTH_AMERICA', 'OCEANIA', 'MIDDLE_EAST'],
]);
/** Groups that carry their composition in the name: EU27_2007, EA20, INTRA_EU, EXTRA_EA21. */
const COMPOSED = /^(?:INTRA_|EXTRA_)?(?:EU|EA)(?:\d\d|_)/;
const HALVES: ReadonlySet<string> = new Set(['INTRA_EU', 'EXTRA_EU']);

/**
 * Whether a partner stands for others that may have figures of their own: the total (WORLD) or a group (ASEAN). What is
 * left over (UNSPECIFIED, OTHER_ASIA) and parts of countries (CEUTA) are details like any country.
 */
export const isAggregate = (partner: string): boolean =>
  partner === 'WORLD' || GROUPS.has(partner) || HALVES.has(partner) || COMPOSED.test(partner);

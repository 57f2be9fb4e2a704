import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Drawn, figuresOfOneSeries } from '../support/drawn-series.ts';
import { endOfRow, KINDS, kindOfRow, percent, type Row, rowsOf, startOf, total } from '../support/interval-totals.ts';

/** Invented figures of WORLD and its partners. Each may publish some kinds of period only, and totals may be below 0. */
const PARTNERS = { US: 'country', GB: 'country', NORTHERN_IRELAND: 'part', OTHER_ASIA: 'rest', ASEAN: 'group' } as const;
/** A source in whose list Northern Ireland is, or may be, in the figure of the United Kingdom. */
const PIPELINE = 'eurostat-comext';
type Partner = keyof typeof PARTNERS;
type At = Pick<Drawn, 'kind' | 'end'>;
const NAMES = Object.keys(PARTNERS) as Partner[];
const ADDING = NAMES.filter((name) => PARTNERS[name] !== 'group');
type World = Readonly<Record<Partner | 'WORLD', readonly Drawn[]>>;

const FIRST = 202201;
const published = fc
  .record({
    figures: figuresOfOneSeries,
    kinds: fc.oneof(fc.constant(KINDS), fc.subarray([...KINDS], { minLength: 1 })),
    less: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) }),
    until: fc.constantFrom(202412, 202412, 202406, 202312),
  })
  .map(({ figures, kinds, less, until }) =>
    figures
      .filter(({ kind, end }) => kinds.includes(kind) && end >= FIRST && end <= until)
      .map((figure): Drawn => ({ ...figure, value: figure.value === null ? null : figure.value - less })),
  );
const drawn: fc.Arbitrary<World> = fc.record({
  WORLD: published,
  US: published,
  GB: published,
  NORTHERN_IRELAND: published,
  OTHER_ASIA: published,
  ASEAN: published,
});

const contributionsOf = async (all: World): Promise<Row[]> =>
  (
    await rowsOf(
      Object.entries(all).map(([partner, figures]) => [{ pipeline: PIPELINE, partner }, figures] as const),
      'SELECT * FROM v_contribution',
    )
  )[0] ?? [];

/** The total of a period, of as many years before. */
const totalOf = (figures: readonly Drawn[], { kind, end }: At, years: number): number | null =>
  total(figures, startOf(kind, end) - 100 * years, end - 100 * years);
/** Beside its whole a part is left out: of the year before too, and of the year that follows. */
const isLeftOut = (all: World, name: string, at: At): boolean =>
  name === 'NORTHERN_IRELAND' && (totalOf(all.GB, at, 0) !== null || totalOf(all.GB, at, 1) !== null);
const states = (figures: readonly Drawn[], { kind, end }: At): boolean => figures.some((f) => f.kind === kind && f.end === end);

/** Every period of a figure of WORLD, or of a partner that is added in it. */
const periodsOf = (all: World, names: readonly (keyof World)[]): At[] => [
  ...new Map(
    names.flatMap((name) => all[name].filter((at) => !isLeftOut(all, name, at))).map(({ kind, end }) => [`${kind} ${end}`, { kind, end }]),
  ).values(),
];
const periodOf = (row: Row): At => ({ kind: kindOfRow(row), end: endOfRow(row) });
const nameOf = (partner: string, { kind, end }: At): string => `${partner} ${kind} ${end}`;

/** A partner has a row for each period of its own or of WORLD for which it has a total or a base; the rest has one for each. */
function expectRows(all: World, rows: readonly Row[]): void {
  const world = all.WORLD.length === 0 ? [] : [...ADDING, 'WORLD' as const];
  const expected = [
    ...NAMES.filter((name) => all[name].length > 0 && world.length > 0).flatMap((name) =>
      [...new Map([...all[name], ...all.WORLD].map(({ kind, end }) => [`${kind} ${end}`, { kind, end }])).values()]
        .filter((at) => states(all[name], at) || totalOf(all[name], at, 0) !== null || totalOf(all[name], at, 1) !== null)
        .map((at) => nameOf(name, at)),
    ),
    ...periodsOf(all, world).map((at) => nameOf('NOT_COVERED', at)),
  ];
  expect(rows.map((row) => nameOf(String(row['partner']), periodOf(row))).sort()).toEqual(expected.sort());
}

/** Each row has its own figures, and the rest what no row has. */
function expectFigures(all: World, row: Row): void {
  const at = periodOf(row);
  const world = [totalOf(all.WORLD, at, 0), totalOf(all.WORLD, at, 1)] as const;
  const growth = percent(...world);
  expect(row).toMatchObject({
    world_value: world[0],
    world_base: world[1],
    world_growth_percent: growth,
    note: at.kind === 'month' && at.end % 100 <= 2 ? 'lunar_new_year' : null,
    adjustment: 'unadjusted',
  });
  if (row['partner'] === 'NOT_COVERED') {
    const taken = ADDING.filter((name) => (states(all.WORLD, at) || states(all[name], at)) && !isLeftOut(all, name, at));
    const pairs = taken.map((name) => [totalOf(all[name], at, 0), totalOf(all[name], at, 1)] as const);
    const known = (which: 0 | 1): number => pairs.reduce((sum, pair) => sum + (pair[which] ?? 0), 0);
    const change = pairs.reduce((sum, [now, base]) => sum + (now === null || base === null ? 0 : now - base), 0);
    expect(row).toMatchObject({
      partner_kind: 'not_covered',
      adds_up: 1,
      value: world[0] === null ? null : world[0] - known(0),
      base_value: world[1] === null ? null : world[1] - known(1),
      contribution_points: growth === null ? null : (100 * ((world[0] ?? 0) - (world[1] ?? 0) - change)) / (world[1] ?? 0),
      partners: pairs.filter(([now]) => now !== null).length,
    });
  } else {
    const name = row['partner'] as Partner;
    const pair = [totalOf(all[name], at, 0), totalOf(all[name], at, 1)] as const;
    expect(row).toMatchObject({
      partner_kind: PARTNERS[name],
      adds_up: PARTNERS[name] === 'group' || isLeftOut(all, name, at) ? 0 : 1,
      part_of: isLeftOut(all, name, at) ? 'GB' : null,
      value: pair[0],
      base_value: pair[1],
      growth_percent: percent(...pair),
      share_percent: pair[0] === null || !((world[0] ?? 0) > 0) ? null : (100 * pair[0]) / (world[0] ?? 0),
      contribution_points: growth === null || pair[0] === null || pair[1] === null ? null : (100 * (pair[0] - pair[1])) / (world[1] ?? 0),
    });
    expect(row['reason'] === null).toBe(row['contribution_points'] !== null);
  }
}

/** The rows of one period that add up do: shares to 100, a year before too, and contributions to the growth of the world. */
function expectSums(all: World, rows: readonly [Row, ...Row[]]): void {
  const at = periodOf(rows[0]);
  const [now, base] = [totalOf(all.WORLD, at, 0), totalOf(all.WORLD, at, 1)];
  const sumOf = (column: string): number | null =>
    rows.some((row) => row[column] !== null) ? rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0) : null;
  const expectSum = (column: string, sum: number | null): void => {
    const found = sumOf(column);
    if (sum === null || found === null) expect(found).toBe(sum);
    else expect(found).toBeCloseTo(sum, 6);
  };
  expectSum('share_percent', now !== null && now > 0 ? 100 : null);
  expectSum('base_share_percent', base !== null && base > 0 ? 100 : null);
  expectSum('contribution_points', percent(now, base));
}

test('v_contribution agrees with a second computation and adds up, whatever kinds of period each partner publishes', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (all) => {
      const rows = await contributionsOf(all);
      expectRows(all, rows);
      for (const row of rows) expectFigures(all, row);
      const groups = new Map<string, [Row, ...Row[]]>();
      for (const row of rows.filter((one) => one['adds_up'] === 1)) {
        const group = groups.get(nameOf('', periodOf(row)));
        if (group === undefined) groups.set(nameOf('', periodOf(row)), [row]);
        else group.push(row);
      }
      for (const group of groups.values()) expectSums(all, group);
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 120_000);

test('a partner of months has its share of a year-to-date figure of the world, and one of quarters has the rest beside it', async () => {
  const figure = (kind: Drawn['kind'], end: number, value: number): Drawn => ({ kind, end, value, secret: false });
  const months = (values: readonly number[]): Drawn[] => values.map((value, i) => figure('month', 202601 + i, value));
  const rows = await contributionsOf({
    WORLD: [figure('ytd', 202603, 400)],
    US: months([10, 20, 5]),
    GB: [figure('quarter', 202603, 165)],
    NORTHERN_IRELAND: [],
    OTHER_ASIA: [],
    ASEAN: [],
  });
  const shares = (kind: string): unknown[][] =>
    rows
      .filter((row) => row['period_kind'] === kind)
      .map((row) => [row['partner'], row['share_percent'], row['partners']])
      .sort((a, b) => Number(a[2]) - Number(b[2]) || (String(a[0]) < String(b[0]) ? -1 : 1));
  expect(shares('ytd')).toEqual([
    ['GB', 41.25, null],
    ['US', 8.75, null],
    ['NOT_COVERED', 50, 2],
  ]);
  // WORLD has no figure of this kind, so the months of the United States are in the rest.
  expect(shares('quarter')).toEqual([
    ['GB', 41.25, null],
    ['NOT_COVERED', 58.75, 1],
  ]);
});

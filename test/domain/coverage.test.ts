import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../src/domain/codes/parts.ts';
import { type CoverageSeries, coverageOf, memberId, placeFrom } from '../../src/domain/coverage.ts';
import { addMonths } from '../../src/domain/period.ts';
import { type CoverageFigure, coverageByFigures, plainCoverage, seriesOf } from '../support/plain-coverage.ts';

/** Ten partners; the first has a third of the trade. Invented. */
const MASS: Readonly<Record<string, number>> = { CN: 500, US: 200, DE: 150, JP: 120, KR: 110, VN: 100, FR: 90, IT: 80, TH: 70, MX: 60 };
const PARTNERS = Object.keys(MASS);
const NEW = 202506;

const figure = (partner: string, month: number, value: number | null = MASS[partner] ?? 1, product = '850511'): CoverageFigure => ({
  partner,
  product,
  month,
  value,
});
const months = (count: number): number[] => Array.from({ length: count }, (_, index) => addMonths(NEW, -1 - index));
const history = (partners: readonly string[] = PARTNERS, count = 6): CoverageFigure[] =>
  months(count).flatMap((month) => partners.map((partner) => figure(partner, month)));
const now = (partners: readonly string[]): CoverageFigure[] => partners.map((partner) => figure(partner, NEW));
const NOTHING: ReadonlySet<string> = new Set();
const without = (...gone: string[]): string[] => PARTNERS.filter((partner) => !gone.includes(partner));

describe('the coverage of a new month', () => {
  test('is whole when everybody is there', () => {
    expect(coverageByFigures(NEW, history(), now(PARTNERS), NOTHING)).toMatchObject({
      members: 10,
      partial: false,
      missing: [],
      received: 4440,
    });
  });

  test('is partial when partners with more than 5 % of the trailing three months are missing, the heaviest named first', () => {
    const found = coverageByFigures(NEW, history(), now(without('US', 'DE', 'JP')), NOTHING);
    expect(found).toMatchObject({ partial: true, leftOut: null });
    expect(found?.missing.map((m) => m.member)).toEqual(['US', 'DE', 'JP']);
    expect(found?.missing[0]?.percent).toBeCloseTo((100 * 200) / 1480, 6);
  });

  test('is not partial when one partner alone has ended, however heavy, or one product of all partners', () => {
    expect(coverageByFigures(NEW, history(), now(without('CN')), NOTHING)).toMatchObject({ partial: false, leftOut: 'CN' });
    const both = (list: readonly CoverageFigure[]) => list.flatMap((f) => [f, { ...f, product: '811292' }]);
    expect(coverageByFigures(NEW, both(history()), now(PARTNERS), NOTHING)).toMatchObject({
      members: 20,
      partial: false,
      leftOut: '811292',
    });
  });

  test('is partial when more than one per cent is missing beside the partner that might have ended', () => {
    expect(coverageByFigures(NEW, history(), now(without('CN', 'MX')), NOTHING)).toMatchObject({ partial: true, leftOut: null });
  });

  test('expects nobody who trades only in some months', () => {
    const sparse = months(6).flatMap((month, index) =>
      index % 2 === 0 ? [figure('BR', month, 300), figure('IN', month, 300), figure('ZA', month, 300)] : [],
    );
    expect(coverageByFigures(NEW, [...history(), ...sparse], now(PARTNERS), NOTHING)).toMatchObject({ members: 10, partial: false });
  });

  test('weighs a whole and not the parts beside it, which are weighed where there is none', () => {
    const parts = partsOf('eurostat-comext');
    const kingdom = { GB: 100, NORTHERN_IRELAND: 10, GREAT_BRITAIN: 90 };
    const figures = (month: number, partners: readonly string[]): CoverageFigure[] =>
      partners.map((partner) => figure(partner, month, { ...MASS, ...kingdom }[partner] ?? 0));
    const before = (...more: string[]) => months(6).flatMap((month) => figures(month, [...PARTNERS, ...more]));
    const found = (more: readonly string[], came: readonly string[]) =>
      coverageByFigures(NEW, before(...more), figures(NEW, came), NOTHING, parts);
    const [gb, both] = [['GB'], ['NORTHERN_IRELAND', 'GREAT_BRITAIN']];
    expect(found([...gb, ...both], [...PARTNERS, ...gb, ...both])).toMatchObject({ members: 11, expected: 3 * 1580, received: 3 * 1580 });
    expect(found(both, [...PARTNERS, ...both])).toMatchObject({ members: 12, expected: 3 * 1580, received: 3 * 1580 });
    // In the place of the whole its parts are newcomers, beside it they are none.
    expect(found(gb, [...without('MX'), ...both])).toMatchObject({ partial: false });
    expect(found(gb, [...without('TH', 'MX'), ...gb, ...both])).toMatchObject({ partial: true });
  });

  test('is not partial when small partners stay away', () => {
    const small = ['AA', 'AB', 'AC', 'AD'];
    const before = [...history(), ...months(6).flatMap((month) => small.map((partner) => figure(partner, month, 5)))];
    expect(coverageByFigures(NEW, before, now(PARTNERS), NOTHING)).toMatchObject({ members: 14, partial: false });
  });

  test('takes new members in the place of old ones with as much mass: codes that were split, labels that were renamed', () => {
    const renamed = now([...without('US', 'DE', 'JP'), 'U2', 'D2', 'J2']).map((f) => ({
      ...f,
      value: MASS[f.partner] ?? { U2: 200, D2: 150, J2: 120 }[f.partner] ?? 0,
    }));
    expect(coverageByFigures(NEW, history(), renamed, NOTHING)).toMatchObject({ partial: false });
  });

  test('counts a figure that is marked as suppressed as there', () => {
    const marked = [...now(without('US', 'DE', 'JP')), ...['US', 'DE', 'JP'].map((partner) => figure(partner, NEW, null))];
    expect(coverageByFigures(NEW, history(), marked, NOTHING)).toMatchObject({ partial: false, missing: [] });
  });

  test('is whole where the total says that those who came are all', () => {
    expect(coverageByFigures(NEW, history(), now(without('US', 'DE', 'JP')), new Set(['850511']))).toMatchObject({ partial: false });
  });

  test('is not judged for few partners, after two months only, or without any mass', () => {
    const few = PARTNERS.slice(0, 7);
    expect(coverageByFigures(NEW, history(few), now(few.slice(0, 2)), NOTHING)).toBeNull();
    expect(coverageByFigures(NEW, history(PARTNERS, 2), now(['CN']), NOTHING)).toBeNull();
    const zero = history().map((f) => ({ ...f, value: 0 }));
    expect(coverageByFigures(NEW, zero, now(['CN']), NOTHING)).toBeNull();
  });

  test('weighs by the trailing three months, not by what was long before', () => {
    const faded = history().map((f) => (['US', 'DE', 'JP'].includes(f.partner) && f.month > addMonths(NEW, -4) ? { ...f, value: 1 } : f));
    expect(coverageByFigures(NEW, faded, now(without('US', 'DE', 'JP')), NOTHING)).toMatchObject({ partial: false });
  });
});

/** Members with figures in some of the months around the new one; the product of a set is one of two. */
const member = fc.record({
  partner: fc.constantFrom(...PARTNERS, 'BR', 'IN', 'ZA', 'AR'),
  product: fc.constantFrom('850511', '811292'),
  // Mostly there, as real members are.
  has: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 }),
  values: fc.array(fc.oneof({ weight: 8, arbitrary: fc.double({ min: 0.1, max: 1e6, noNaN: true }) }, fc.constantFrom(null, 0, -3)), {
    minLength: 9,
    maxLength: 9,
  }),
});
const figuresOf = (members: readonly { partner: string; product: string; has: number[]; values: (number | null)[] }[]): CoverageFigure[] =>
  members.flatMap(({ partner, product, has, values }) =>
    has.flatMap((chance, at) => (chance === 0 ? [] : [{ partner, product, month: addMonths(NEW, at - 7), value: values[at] ?? null }])),
  );

test('is weighed by series as it is by single figures, to the last digit', () => {
  let judged = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(member, { selector: memberId, minLength: 6, maxLength: 28 }),
      fc.uniqueArray(fc.constantFrom(...PARTNERS), { maxLength: 6 }),
      fc.subarray(['850511', '811292']),
      fc.subarray(months(4)),
      (members, gone, complete, short) => {
        const all = figuresOf(members);
        const came = all.filter((f) => f.month !== NEW || !gone.includes(f.partner));
        const earlier = came.filter((f) => f.month < NEW && !short.includes(f.month));
        const plain = plainCoverage(
          NEW,
          earlier,
          came.filter((f) => f.month === NEW),
          new Set(complete),
        );
        const series = seriesOf(came);
        expect(coverageOf(NEW, series, series, new Set(complete), new Set(short))).toEqual(plain);
        if (plain !== null) judged += 1;
      },
    ),
    { numRuns: 500 },
  );
  expect(judged).toBeGreaterThan(100);
});

test('looks at no figure before the first that counts', () => {
  const [one] = seriesOf([figure('CN', addMonths(NEW, -2)), figure('CN', NEW)]);
  const later = { ...(one as CoverageSeries), from: 1 };
  const placesIn = (series: CoverageSeries): number[] => [-3, -2, -1, 0, 1].map((months) => placeFrom(series, addMonths(NEW, months)));
  expect(placesIn(one as CoverageSeries)).toEqual([0, 0, 1, 1, 2]);
  expect(placesIn(later)).toEqual([1, 1, 1, 1, 2]);
});

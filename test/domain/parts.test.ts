import { describe, expect, test } from 'vitest';
import { type PartOf, partsOf } from '../../src/domain/codes/parts.ts';
import { isAggregate } from '../../src/domain/partner.ts';
import { checkTotals } from '../../src/domain/parts.ts';
import type { Observation } from '../../src/domain/series.ts';
import { observations } from '../support/store.ts';

const of = (partner: string, value: number | null, period = '2025-06'): Observation[] =>
  observations([[period, value]], { partner, measure: 'value', unit: 'USD' });
const set = (figures: Readonly<Record<string, number | null>>, period?: string): Observation[] =>
  Object.entries(figures).flatMap(([partner, value]) => of(partner, value, period));

const proofsOf = (figures: readonly Observation[], parts?: readonly PartOf[]) => [...checkTotals(figures, parts)].map(({ proof }) => proof);

describe('countries beside their total', () => {
  test('hold when they make the total, within one unit of the last printed digit for each term', () => {
    const [check] = proofsOf(set({ WORLD: 41_310, US: 20_000, DE: 15_000, JP: 6_308 }));
    expect(check).toMatchObject({ holds: true, expected: 41_310, received: 41_308, detail: 'the 3 countries make the total' });
  });

  test('do not hold when they make more: something is counted twice', () => {
    const [check] = proofsOf(set({ WORLD: 40_000, US: 20_001, DE: 15_003, JP: 6_308 }));
    expect(check).toMatchObject({ holds: false, received: 41_312, detail: expect.stringContaining('counted twice') });
  });

  test('are no proof of a gap when they make less: perhaps only some were asked for', () => {
    const [check] = proofsOf(set({ WORLD: 80_001, US: 20_001, DE: 15_003, JP: 6_308 }));
    expect(check).toMatchObject({ holds: true, detail: expect.stringContaining('51.6 % of the total: not more') });
  });

  test('do not hold when they make less in one month and all in another', () => {
    const checks = proofsOf([
      ...set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308 }, '2025-05'),
      ...set({ WORLD: 80_001, US: 20_001, DE: 15_003, JP: 6_308 }, '2025-06'),
    ]);
    expect(checks.map((c) => c.holds)).toEqual([true, false]);
    expect(checks[1]?.detail).toContain('rows are missing');
  });

  test('hold when they make less and a figure is suppressed', () => {
    const checks = proofsOf([
      ...set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308 }, '2025-05'),
      ...set({ WORLD: 80_001, US: 20_001, DE: 15_003, JP: 6_308, KR: null }, '2025-06'),
    ]);
    expect(checks[1]).toMatchObject({ holds: true, detail: expect.stringContaining('1 more have no figure') });
  });

  test('never have groups among them', () => {
    const [check] = proofsOf(set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308, EU: 15_003, ASEAN: 9_000, EXTRA_EU: 26_309 }));
    expect(check).toMatchObject({ holds: true, received: 41_312 });
  });

  describe('of which some may be parts of others', () => {
    const parts = partsOf('eurostat-comext');
    const countries = { US: 20_001, DE: 15_003, GB: 6_308, NORTHERN_IRELAND: 308, GREAT_BRITAIN: 6_000 };
    const check = (figures: Readonly<Record<string, number | null>>, period?: string) => proofsOf(set(figures, period), parts)[0];

    test('hold when the whole makes the total without them, and when only all together do', () => {
      expect(check({ WORLD: 41_312, ...countries })).toMatchObject({
        holds: true,
        received: 41_312,
        detail: 'the 3 countries without 2 that are parts of them make the total',
      });
      expect(check({ WORLD: 47_620, ...countries })).toMatchObject({ holds: true, detail: 'the 5 countries make the total' });
    });

    test('are counted where the whole has no figure, and in years in which the source has no such parts', () => {
      expect(check({ WORLD: 41_312, ...countries, GB: null })).toMatchObject({ holds: true, received: 41_312 });
      expect(check({ WORLD: 41_312, ...countries }, '2020-12')).toMatchObject({ holds: false, received: 47_620 });
    });

    test('may be in one whole and beside another', () => {
      const secret = { SECRET: 500, SECRET_INTRA_EU: 200, SECRET_EXTRA_EU: 300 };
      expect(check({ WORLD: 41_312 + 1000, ...countries, ...secret })).toMatchObject({ holds: true, received: 42_312 });
      expect(check({ WORLD: 47_620 + 500, ...countries, ...secret })).toMatchObject({ holds: true, received: 48_120 });
    });

    test('do not hold when even without the parts they make more, and are no gap when they make less', () => {
      expect(check({ WORLD: 40_000, ...countries })).toMatchObject({
        holds: false,
        received: 41_312,
        detail: expect.stringContaining('twice'),
      });
      expect(check({ WORLD: 80_000, ...countries })).toMatchObject({ holds: true, detail: expect.stringContaining('51.6 % of the total') });
    });
  });

  test('are compared within one product, period, measure and unit only', () => {
    const other = observations([['2025-06', 9_999_999]], { partner: 'US', product: '85051190', measure: 'value', unit: 'USD' });
    expect(proofsOf([...set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308 }), ...other])).toHaveLength(1);
    expect(proofsOf(set({ US: 20_001, DE: 15_003, JP: 6_308 }))).toEqual([]);
    expect(proofsOf(set({ WORLD: 41_312, US: 20_001 }))).toEqual([]);
  });
});

test('a group stands for its members; what is left over and parts of countries do not', () => {
  for (const group of ['WORLD', 'EU', 'EU28', 'EU27_2007', 'INTRA_EU', 'EXTRA_EA20', 'EA_CHANGING_COMPOSITION', 'ASEAN', 'LATIN_AMERICA'])
    expect([group, isAggregate(group)]).toEqual([group, true]);
  for (const detail of [
    'CN',
    'EG',
    'ES',
    'EE',
    'UNSPECIFIED',
    'SECRET_INTRA_EU',
    'OTHER_ASIA',
    'OTHER_EU',
    'CEUTA',
    'BUNKERS',
    'UNSPECIFIED_EXTRA_EU',
  ])
    expect([detail, isAggregate(detail)]).toEqual([detail, false]);
});

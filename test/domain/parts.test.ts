import { describe, expect, test } from 'vitest';
import { isAggregate } from '../../src/domain/partner.ts';
import { checkTotals } from '../../src/domain/parts.ts';
import type { Observation } from '../../src/domain/series.ts';
import { observations } from '../support/store.ts';

const of = (partner: string, value: number | null, period = '2025-06'): Observation[] =>
  observations([[period, value]], { partner, measure: 'value', unit: 'USD' });
const set = (figures: Readonly<Record<string, number | null>>, period?: string): Observation[] =>
  Object.entries(figures).flatMap(([partner, value]) => of(partner, value, period));

describe('countries beside their total', () => {
  test('hold when they make the total, within one unit of the last printed digit for each term', () => {
    const [check] = checkTotals(set({ WORLD: 41_310, US: 20_000, DE: 15_000, JP: 6_308 }));
    expect(check).toMatchObject({ holds: true, expected: 41_310, received: 41_308, detail: 'the 3 countries make the total' });
  });

  test('do not hold when they make more: something is counted twice', () => {
    const [check] = checkTotals(set({ WORLD: 40_000, US: 20_001, DE: 15_003, JP: 6_308 }));
    expect(check).toMatchObject({ holds: false, received: 41_312, detail: expect.stringContaining('counted twice') });
  });

  test('are no proof of a gap when they make less: perhaps only some were asked for', () => {
    const [check] = checkTotals(set({ WORLD: 80_001, US: 20_001, DE: 15_003, JP: 6_308 }));
    expect(check).toMatchObject({ holds: true, detail: expect.stringContaining('51.6 % of the total: not more') });
  });

  test('do not hold when they make less in one month and all in another', () => {
    const checks = checkTotals([
      ...set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308 }, '2025-05'),
      ...set({ WORLD: 80_001, US: 20_001, DE: 15_003, JP: 6_308 }, '2025-06'),
    ]);
    expect(checks.map((c) => c.holds)).toEqual([true, false]);
    expect(checks[1]?.detail).toContain('rows are missing');
  });

  test('hold when they make less and a figure is suppressed', () => {
    const checks = checkTotals([
      ...set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308 }, '2025-05'),
      ...set({ WORLD: 80_001, US: 20_001, DE: 15_003, JP: 6_308, KR: null }, '2025-06'),
    ]);
    expect(checks[1]).toMatchObject({ holds: true, detail: expect.stringContaining('1 more have no figure') });
  });

  test('never have groups among them', () => {
    const [check] = checkTotals(set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308, EU: 15_003, ASEAN: 9_000, EXTRA_EU: 26_309 }));
    expect(check).toMatchObject({ holds: true, received: 41_312 });
  });

  test('are compared within one product, period, measure and unit only', () => {
    const other = observations([['2025-06', 9_999_999]], { partner: 'US', product: '85051190', measure: 'value', unit: 'USD' });
    expect(checkTotals([...set({ WORLD: 41_312, US: 20_001, DE: 15_003, JP: 6_308 }), ...other])).toHaveLength(1);
    expect(checkTotals(set({ US: 20_001, DE: 15_003, JP: 6_308 }))).toEqual([]);
    expect(checkTotals(set({ WORLD: 41_312, US: 20_001 }))).toEqual([]);
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

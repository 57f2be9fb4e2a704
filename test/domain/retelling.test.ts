import { describe, expect, it } from 'vitest';
import { parseMonth } from '../../src/domain/period.ts';
import { Retelling } from '../../src/domain/retelling.ts';
import type { Observation } from '../../src/domain/series.ts';

// China's magnet exports of May and June 2025, 1,238 t and 3,188 t; 1,240 t is invented.
const observation = (month: string, value: number): Observation => ({
  ...{ reporter: 'CN', partner: 'WORLD', flow: 'export', classification: 'HS8', product: '85051110' },
  ...{ measure: 'net_weight', unit: 'kg', valuation: null, status: 'A', value, period: { kind: 'month', end: parseMonth(month) } },
});
const may = observation('2025-05', 1_238_000);

describe('what has to be heard again after a late publication', () => {
  it('is the first that speaks of a contradicted figure, and of no other', () => {
    const retelling = new Retelling('china-customs-query', [{ observation: may, untilItAgrees: false }]);
    expect(retelling.hears(observation('2025-06', 3_188_000))).toBe(false);
    expect(retelling.hears(observation('2025-05', 1_240_000))).toBe(true);
    expect(retelling.hears(observation('2025-05', 1_240_000))).toBe(false);
  });

  it('is all up to the first that agrees, where it counts how long', () => {
    const retelling = new Retelling('china-customs-query', [{ observation: may, untilItAgrees: true }]);
    expect(retelling.hears(may)).toBe(true);
    expect(retelling.hears(may)).toBe(false);
  });

  it('is all that follows once another said something else in between', () => {
    const retelling = new Retelling('china-customs-query', [{ observation: may, untilItAgrees: true }]);
    const heard = [observation('2025-05', 1_240_000), may, observation('2025-05', 1_240_000)].map((o) => retelling.hears(o));
    expect(heard).toEqual([true, true, true]);
  });

  it('passes over publications of other months, and over none whose months are not known', () => {
    const retelling = new Retelling('china-customs-query', [{ observation: may, untilItAgrees: false }]);
    const months = (from: string, to: string) => ({ from: parseMonth(from), to: parseMonth(to) });
    expect(retelling.mayHear(months('2025-01', '2025-05'))).toBe(true);
    expect(retelling.mayHear(months('2025-06', '2025-07'))).toBe(false);
    expect(retelling.mayHear(null)).toBe(true);
    retelling.hears(may);
    expect(retelling.mayHear(months('2025-01', '2025-05'))).toBe(false);
    expect(retelling.mayHear(null)).toBe(false);
  });
});

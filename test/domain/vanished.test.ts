import { describe, expect, test } from 'vitest';
import type { Neighbour } from '../../src/domain/jump.ts';
import { ObservationTable } from '../../src/domain/observation-table.ts';
import { addMonths } from '../../src/domain/period.ts';
import { cameInPart, StatedMonths, vanishedOf } from '../../src/domain/vanished.ts';
import { type FigureEntry, observations } from '../support/store.ts';

/** A publication, invented: by partner the months that it states, each as 1. */
function publication(stated: Readonly<Record<string, readonly string[]>>): ObservationTable {
  const all = Object.entries(stated).flatMap(([partner, months]) =>
    observations(
      months.map((month): FigureEntry => [month, 1]),
      { partner },
    ),
  );
  return ObservationTable.of(all);
}

const months = (year: number, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${year}-${String(from + index).padStart(2, '0')}`);
const known = (...ends: readonly number[]): Neighbour[] => ends.map((period) => ({ period, value: 1 }));
/** What the first series of a publication lost. */
function lostOf(table: ObservationTable, held: readonly Neighbour[]): number[] {
  return vanishedOf(table.figuresOf(0), held, new StatedMonths(table)).map(({ period }) => period);
}

describe('what vanished', () => {
  test('lies between months that are stated of its series', () => {
    const table = publication({ US: ['2025-01', '2025-02', '2025-05'] });
    expect(lostOf(table, known(202501, 202502, 202503, 202504, 202505))).toEqual([202503, 202504]);
  });

  test('is nothing before the first month that is stated: the window of a publication moves', () => {
    const table = publication({ US: months(2025, 3, 6), DE: months(2025, 1, 6) });
    expect(lostOf(table, known(202412, 202501, 202502, 202503))).toEqual([]);
  });

  test('lies behind the last month of its series where at least half of the series state the month', () => {
    const held = known(202501, 202502, 202503, 202504);
    expect(lostOf(publication({ US: months(2025, 1, 3), DE: months(2025, 1, 4) }), held)).toEqual([202504]);
    expect(lostOf(publication({ US: months(2025, 1, 3), DE: months(2025, 1, 4), KR: months(2025, 1, 3) }), held)).toEqual([]);
    expect(lostOf(publication({ US: months(2025, 1, 3) }), held)).toEqual([]);
    // A month that others leave out, too, before one that they state.
    expect(lostOf(publication({ US: months(2025, 1, 2), DE: ['2025-01', '2025-02', '2025-04'] }), held)).toEqual([202504]);
  });

  test('is nothing that has no value already, and nothing that is stated without one', () => {
    const table = ObservationTable.of(
      observations([
        ['2025-01', 1],
        ['2025-02', null],
        ['2025-04', 1],
      ]),
    );
    const held = [...known(202501, 202502), { period: 202503, value: null }, ...known(202504)];
    expect(lostOf(table, held)).toEqual([]);
  });

  test('is looked for among series of the same kind of period', () => {
    const table = ObservationTable.of([
      ...observations([['2025-01', 1], ['2025-02', 1]]), // biome-ignore format: one line
      ...observations([['2025-01/2025-02', 2, 'ytd'], ['2025-01/2025-03', 3, 'ytd']], { partner: 'DE' }), // biome-ignore format: one line
    ]);
    expect(lostOf(table, known(202501, 202502, 202503))).toEqual([]);
  });
});

describe('a publication is taken for one that came in part', () => {
  const part = (stated: number, ...counts: readonly number[]): boolean =>
    cameInPart(
      stated,
      counts.map((count, index) => ({ kind: 'month', end: addMonths(202501, index), count })),
      new StatedMonths(publication({})),
    );

  test('when more than 5 % of its figures are missing', () => {
    expect(part(95, 3, 2)).toBe(false);
    expect(part(94, 3, 2)).toBe(true);
    expect(part(1900, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 2)).toBe(false);
  });

  test('but not when one month of a narrow one is, of twelve', () => {
    expect(part(11, 1)).toBe(false);
    expect(part(22, 2)).toBe(false);
    expect(part(10, 1)).toBe(true);
    expect(part(22, 1, 1)).toBe(true);
    expect(part(88, 8)).toBe(true);
  });

  test('when more than 5 % of the figures of one month are missing, and they are not a few', () => {
    const partners = Array.from({ length: 160 }, (_, index) => String.fromCharCode(65 + Math.trunc(index / 26), 65 + (index % 26)));
    const table = publication(
      Object.fromEntries(partners.map((partner, at) => [partner, at < 152 ? months(2025, 1, 12) : months(2025, 1, 11)])),
    );
    const lost = (count: number) => [{ kind: 'month' as const, end: 202512, count }];
    expect(cameInPart(table.length, lost(8), new StatedMonths(table))).toBe(false);
    expect(cameInPart(table.length, lost(9), new StatedMonths(table))).toBe(true);
  });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresOf } from '../../src/domain/figures.ts';
import { monthCount, monthFromCount, PERIOD_KINDS } from '../../src/domain/period.ts';
import { type Figure, STATUSES } from '../../src/domain/series.ts';

const FIRST = monthCount(202001);
const figure: fc.Arbitrary<Figure> = fc
  .record({
    kind: fc.constantFrom(...PERIOD_KINDS),
    month: fc.integer({ min: FIRST, max: FIRST + 60 }),
    value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null }),
    status: fc.constantFrom(...STATUSES),
  })
  .map(({ kind, month, value, status }) => ({ period: { kind, end: monthFromCount(month) }, value, status }));

describe('the figures of a series', () => {
  test('are what was put in, in order of time, the last of those of one period', () => {
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 80 }), (list) => {
        const figures = figuresOf(list);
        const expected = new Map(list.map((one) => [`${one.period.kind} ${one.period.end}`, one]));
        expect(figures.kinds.map(({ kind }) => kind)).toEqual([...new Set(list.map(({ period }) => period.kind))]);
        for (const kind of PERIOD_KINDS) {
          const own = [...expected.values()].filter((one) => one.period.kind === kind).sort((a, b) => a.period.end - b.period.end);
          const held = figures[kind];
          expect([...(held ?? [])]).toEqual(own);
          for (let month = FIRST - 2; month <= FIRST + 62; month += 1) {
            const one = expected.get(`${kind} ${monthFromCount(month)}`);
            expect(held?.get(monthFromCount(month))).toEqual(one);
            expect(held?.statusAt(month) ?? null).toBe(one?.status ?? null);
            expect(held?.valueAt(month) ?? Number.NaN).toBe(one?.value ?? Number.NaN);
          }
          expect(held?.ends(202206) ?? []).toEqual(own.map(({ period }) => period.end).filter((end) => end >= 202206));
        }
      }),
    );
  });

  test('add up where each month has a value, and only there', () => {
    const month = (end: number, value: number | null): Figure => ({
      period: { kind: 'month', end },
      value,
      status: value === null ? 'M' : 'A',
    });
    const months = figuresOf([month(202411, 1), month(202412, 2), month(202501, 3), month(202502, null), month(202504, 5)]).month;
    const sum = (from: number, to: number) => months?.sumOf(monthCount(from), monthCount(to));
    expect([sum(202411, 202501), sum(202412, 202412), sum(202504, 202504)]).toEqual([6, 2, 5]);
    expect([sum(202501, 202502), sum(202502, 202504), sum(202410, 202411), sum(202504, 202505)]).toEqual(Array(4).fill(Number.NaN));
  });
});

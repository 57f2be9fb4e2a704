import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../src/chart/scene.ts';
import { amountIn, axisUnit } from '../../src/chart/unit.ts';
import { MAGNETS, month, REVISED, SPANS, span } from './charts.ts';

describe('what is drawn where', () => {
  it('has a bar for each known month and a gap for each other one', () => {
    const { bars, gaps, months } = sceneOf(MAGNETS);
    expect(months).toHaveLength(24);
    expect(bars).toHaveLength(11);
    expect(gaps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 18, 19]);
    expect(bars.at(-1)).toMatchObject({ first: 23, last: 23, role: 'marked', height: 353, before: 735 });
    expect(bars.filter(({ role }) => role === 'base')).toMatchObject([{ height: 735, before: null }]);
  });

  it('never takes a gap for 0, nor 0 for a gap', () => {
    const { bars, gaps } = sceneOf({ ...MAGNETS, figures: [...MAGNETS.figures, month(202502, 0), month(202501, null)] });
    expect(bars.find(({ first }) => first === 19)).toMatchObject({ value: 0, height: 0, growth: null });
    expect(gaps).toContain(18);
    expect(gaps).not.toContain(19);
  });

  it('draws two months published as one over both, half as high, and holds them against the same two', () => {
    const { bars, gaps } = sceneOf(SPANS);
    const spans = bars.filter(({ first, last }) => first !== last);
    expect(spans).toMatchObject([
      { first: 6, last: 7, role: 'base', value: 8_200_000, height: 4100, before: 4500 },
      { first: 18, last: 19, role: 'marked', value: 7_400_000, height: 3700, before: 4100 },
    ]);
    expect(spans[1]?.growth).toBeCloseTo(-9.756, 3);
    expect(gaps).toEqual([16]);
  });

  it('prefers the months to the figure of both when the source gives them, too', () => {
    const { bars } = sceneOf({ ...SPANS, figures: [...SPANS.figures, month(202501, 4_000_000)] });
    expect(bars.some(({ first, last }) => first === 18 && last === 18)).toBe(true);
    expect(bars.some(({ first, last }) => first === 18 && last === 19)).toBe(false);
  });

  it('compares no month with a figure of two', () => {
    const { bars } = sceneOf({ ...MAGNETS, figures: [month(202502, 300_000), span(202401, 202402, 500_000)] });
    expect(bars.find(({ last }) => last === 19)).toMatchObject({ before: null, growth: null });
  });

  it('marks all months of a quarter and of its base', () => {
    const { bars } = sceneOf({
      ...MAGNETS,
      marked: { months: { from: 202504, to: 202506 }, value: 641_000, base: { months: { from: 202404, to: 202406 }, value: 1_900_000 } },
    });
    expect(bars.filter(({ role }) => role === 'marked').map(({ first }) => first)).toEqual([21, 22, 23]);
    expect(bars.filter(({ role }) => role === 'base').map(({ first }) => first)).toEqual([10, 11]);
  });

  it('keeps what stood there before a revision within the axis', () => {
    const { bars, top } = sceneOf({ ...REVISED, figures: [{ ...month(202506, 353_000), revisedFrom: 900_000 }] });
    expect(bars[0]?.revisedFrom).toBe(900);
    expect(top).toBeGreaterThan(900);
  });

  it('is refused when there is nothing to draw', () => {
    expect(() => sceneOf({ ...MAGNETS, figures: [month(202506, null), month(202001, 5)] })).toThrow(
      /nothing is known from 202307 to 202506/,
    );
    expect(() => sceneOf({ ...MAGNETS, shown: { from: 202506, to: 202505 } })).toThrow(/at least one month/);
  });
});

describe('the unit of an axis', () => {
  it.each([
    ['kg', 353, '353 kg', 'kilograms (kg)'],
    ['kg', 353_000, '353 t', 'tonnes (t)'],
    ['kg', 6_357_400, '6,357 t', 'tonnes (t)'],
    ['kg', 204_500_000, '204.5 kt', 'thousand tonnes (kt)'],
    ['USD', 26_740_000, 'USD 26.74 m', 'million USD'],
    ['CNY', 204_500_000_000, 'CNY 204.5 bn', 'billion CNY'],
    ['EUR', 999, 'EUR 999', 'EUR'],
    ['items', 12_345, '12,345 items', 'items'],
    ['items', 3_200_000, '3.2 m items', 'million items'],
  ])('of %s up to %d prints %s under %s', (unit, value, text, name) => {
    const axis = axisUnit(unit, value);
    expect(amountIn(axis, value)).toBe(text);
    expect(axis.name).toBe(name);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PERIOD_KINDS } from '../../src/domain/period.ts';
import { FLOWS, MEASURES, VALUATIONS } from '../../src/domain/series.ts';
import { SeriesList, type TableSeries } from '../../src/domain/series-list.ts';

/** What the list is held against: a series by its text. */
const textOf = ({ valuation: _, ...key }: TableSeries): string => JSON.stringify(key);

/** Few codes, so that many series differ in one of them alone, and one code stands in several places. */
const code = fc.constantFrom('A', 'B', 'AB', 'month', 'export', 'value', '');
const series: fc.Arbitrary<TableSeries> = fc.record({
  reporter: code,
  partner: code,
  flow: fc.constantFrom(...FLOWS),
  classification: code,
  product: code,
  measure: fc.constantFrom(...MEASURES),
  unit: code,
  kind: fc.constantFrom(...PERIOD_KINDS),
  valuation: fc.constantFrom(...VALUATIONS, null),
});

test('has each series once, at the place of the first, valued as that', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 400 }), (given) => {
      const list = new SeriesList();
      const known = new Map<string, TableSeries>();
      for (const one of given) {
        const { kind, valuation, ...dimensions } = one;
        if (!known.has(textOf(one))) known.set(textOf(one), one);
        expect(list.placeOf(dimensions, kind, valuation)).toBe([...known.keys()].indexOf(textOf(one)));
      }
      expect([...list]).toEqual([...known.values()]);
      expect(list.kinds).toEqual(new Set(given.map(({ kind }) => kind)));
      const common = Object.entries(given[0] ?? {}).filter(([name, text]) => given.every((one) => one[name as keyof TableSeries] === text));
      expect(list.common).toEqual(Object.fromEntries(common.filter(([name]) => name !== 'valuation')));
      // In any order, with others asked for in between.
      for (const place of [...known.keys()].keys()) {
        expect(list.at(list.length - 1 - place)).toEqual([...known.values()].at(-1 - place));
        expect(list.at(place)).toEqual([...known.values()][place]);
      }
    }),
    { numRuns: 50 },
  );
});

test('finds each of many series again', () => {
  const list = new SeriesList();
  const of = (index: number): number =>
    list.placeOf(
      {
        reporter: `R${index % 30}`,
        partner: `P${index % 240}`,
        flow: 'export',
        classification: 'CN',
        product: String(index),
        measure: 'value',
        unit: 'EUR',
      },
      'month',
      'FOB',
    );
  for (let round = 0; round < 2; round += 1)
    for (let index = 0; index < 50_000; index += 1) if (of(index) !== index) expect(of(index)).toBe(index);
  expect(list.length).toBe(50_000);
  expect(list.at(49_999)).toMatchObject({ reporter: 'R19', partner: 'P79', product: '49999', kind: 'month', valuation: 'FOB' });
});

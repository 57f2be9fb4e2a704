import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObservationTable } from '../../src/domain/observation-table.ts';
import type { Observation } from '../../src/domain/series.ts';
import { observations } from '../support/store.ts';

const of = (partner: string, ...entries: Parameters<typeof observations>[0]): Observation[] => observations(entries, { partner });

test('gives back what was put in, series by series and in order of time', () => {
  const figure = fc.record({
    partner: fc.constantFrom('US', 'DE', 'JP'),
    month: fc.integer({ min: 1, max: 12 }),
    value: fc.option(fc.double({ noNaN: true, min: 0, max: 1e15 }), { nil: null }),
    valuation: fc.constantFrom('FOB' as const, 'CIF' as const, null),
    corrected: fc.option(fc.constant({ digest: 'd', published: 7 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(figure, { selector: ({ partner, month }) => `${partner} ${month}`, maxLength: 36 }), (figures) => {
      const list = figures.map(({ partner, month, value, valuation, corrected }): Observation => {
        const [o] = of(partner, [`2025-${String(month).padStart(2, '0')}`, value]);
        return { ...(o as Observation), valuation, ...(corrected === undefined ? {} : { corrected }) };
      });
      const partners = [...new Set(list.map((o) => o.partner))];
      const wanted = [...list].sort((a, b) => partners.indexOf(a.partner) - partners.indexOf(b.partner) || a.period.end - b.period.end);
      const table = ObservationTable.of(list);
      expect([...table]).toEqual(wanted);
      expect([...table.bySeries()].flatMap((own) => Array.from({ length: own.length }, (_, index) => list[own.place(index)]))).toEqual(
        wanted,
      );
    }),
  );
});

test('has the same fingerprint for the same figures, and another for any other', () => {
  const content = (list: readonly Observation[], count?: number): number => ObservationTable.of(list).figuresOf(0).fingerprint(count);
  const plain = of('US', ['2025-05', 1], ['2025-06', 2]);
  expect(content(plain)).toBe(content([...plain].reverse()));
  expect(content(of('US', ['2025-05', 1], ['2025-06', 2], ['2025-07', 3]), 2)).toBe(content(plain));
  const others: Observation[][] = [
    of('US', ['2025-05', 1], ['2025-06', 3]),
    of('US', ['2025-05', 1], ['2025-07', 2]),
    of('US', ['2025-05', 1]),
    of('US', ['2025-05', 0], ['2025-06', 2]),
    of('US', ['2025-05', null], ['2025-06', 2]),
    of('US', ['2025-05', null, 'month', 'Q'], ['2025-06', 2]),
    of('US', ['2025-05', 1, 'month', 'P'], ['2025-06', 2]),
    plain.map((o) => ({ ...o, corrected: { digest: 'd', published: 9 } })),
  ];
  const all = [plain, ...others].map((list) => content(list));
  expect(new Set(all).size).toBe(all.length);
});

test('has another fingerprint for figures that differ in any bits, alone or two of them', () => {
  const bits = new BigUint64Array(1);
  const flipped = (value: number, bit: number): number => {
    bits.set(new BigUint64Array(Float64Array.of(value).buffer));
    bits[0] = (bits[0] as bigint) ^ (1n << BigInt(bit));
    return new Float64Array(bits.buffer)[0] as number;
  };
  const print = (values: readonly number[]): number =>
    ObservationTable.of(of('US', ...values.map((value, at): [string, number] => [`2025-0${at + 1}`, value])))
      .figuresOf(0)
      .fingerprint();
  const values = [1200, 0.25, 300, 98765.4321];
  const prints = [print(values)];
  for (let bit = 0; bit < 64; bit += 1)
    for (let at = 0; at < values.length; at += 1) {
      const once = values.map((value, index) => (index === at ? flipped(value, bit) : value));
      prints.push(print(once));
      for (let other = 0; other < 64; other += 1)
        prints.push(print(once.map((value, index) => (index === (at + 1) % values.length ? flipped(value, other) : value))));
    }
  expect(new Set(prints).size).toBe(1 + 64 * 4 * 65);
});

test('is whole once it was read', () => {
  const table = ObservationTable.of(of('US', ['2025-05', 1]));
  expect(table.length).toBe(1);
  expect([...table]).toHaveLength(1);
  expect(() => table.add(of('US', ['2025-06', 1])[0] as Observation)).toThrow('takes no more');
});

test('holds more than its first room', () => {
  const table = new ObservationTable();
  for (const year of [2001, 2002])
    for (let series = 0; series < 500; series += 1) table.add(of(`X${series}`, [`${year}-01`, series * year])[0] as Observation);
  expect(table.series).toHaveLength(500);
  expect([...table].map((o) => o.value)).toEqual(Array.from({ length: 500 }, (_, series) => [series * 2001, series * 2002]).flat());
});

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

/** As databases have them, made when a figure was two columns of 4 and 8 bytes and one of 1. */
test('has the fingerprints that are stored', () => {
  const [first] = of('US', ['2025-05', 7]) as [Observation];
  const stored: [Observation[], number][] = [
    [of('US', ['2025-05', 1], ['2025-06', 2 ** 32 - 1]), 4941508506925168],
    [of('US', ['2025-05', 2 ** 32], ['2025-06', 2 ** 53 - 1]), 8730525140856310],
    [of('US', ['2025-05', 63369.0000000001], ['2025-06', 2]), 6469817073730245],
    [of('US', ['2025-05', 0]), 7098564941827992],
    [of('US', ['2025-05', -0]), 4962400816439297],
    [
      of(
        'US',
        ['2025-05', null, 'month', 'M'],
        ['2025-06', null, 'month', 'Q'],
        ['2025-07', 3, 'month', 'P'],
        ['2025-08', 4, 'month', 'E'],
        ['2025-09', 5, 'month', 'B'],
      ),
      7149498329500430,
    ],
    [[{ ...first, corrected: { digest: 'd', published: 8.5 } }, ...of('US', ['2025-06', 9])], 3123337660779506],
    [of('US', ['1900-01', 12], ['2199-12', 1e300]), 7991554737847315],
  ];
  const besides = of('DE', ['2025-05', 0.5], ['2025-06', -0]);
  for (const [list, print] of stored) {
    expect(ObservationTable.of(list).figuresOf(0).fingerprint()).toBe(print);
    // Beside figures that are no whole numbers, whichever come first.
    expect(
      ObservationTable.of([...list, ...besides])
        .figuresOf(0)
        .fingerprint(),
    ).toBe(print);
    expect(ObservationTable.of([...besides, ...list].reverse()).figuresOf(0).series.partner).toBe('US');
    expect(
      ObservationTable.of([...besides, ...list])
        .figuresOf(1)
        .fingerprint(),
    ).toBe(print);
  }
});

test('gives each of many figures back to its last bit, in whatever order they came', () => {
  const odd = [0, -0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 63369.0000000001, 0.1, 1e300, -1, null];
  // The first block has whole numbers alone, the last have one now and then that is none.
  const list = Array.from({ length: 10_000 }, (_, index): Observation => {
    const [series, month] = [index % 97, Math.trunc(index / 97)];
    const number = (index * 2_654_435_761) % 2 ** 32;
    const value = index > 5_000 && index % 50 === 0 ? (odd[(index / 50) % odd.length] as number | null) : number;
    const text = `${1950 + Math.trunc(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    return of(`X${series}`, [text, value])[0] as Observation;
  });
  const bySeries = (all: readonly Observation[]): Observation[] => {
    const partners = [...new Set(all.map((o) => o.partner))];
    const order = new Map(partners.map((partner, at) => [partner, at * 1e6]));
    const of = (o: Observation): number => (order.get(o.partner) as number) + o.period.end;
    return all.toSorted((a, b) => of(a) - of(b));
  };
  const shuffled = list.map((_, index) => list[(index * 7_919) % list.length] as Observation);
  for (const given of [list, bySeries(list), list.toReversed(), shuffled]) {
    const table = ObservationTable.of(given);
    const wanted = bySeries(given);
    const isSame = (o: Observation, other: Observation | undefined): boolean =>
      o.partner === other?.partner && o.period.end === other.period.end && o.status === other.status && Object.is(o.value, other.value);
    const read = [...table];
    expect(read).toHaveLength(list.length);
    expect(read.findIndex((o, row) => !isSame(o, wanted[row]))).toBe(-1);
    const places = [...table.bySeries()].flatMap((own) => Array.from({ length: own.length }, (_, index) => own.place(index)));
    expect(places.findIndex((place, row) => given[place] !== wanted[row])).toBe(-1);
  }
});

test('keeps two figures of one period in the order in which they came, and forgets places only when it is told to', () => {
  const table = ObservationTable.of([
    ...of('US', ['2025-06', 1], ['2025-05', 2]),
    ...of('DE', ['2025-05', 3]),
    ...of('US', ['2025-05', 4], ['2025-06', 5]),
  ]);
  const own = table.figuresOf(0);
  const each = <T>(read: (index: number) => T): T[] => Array.from({ length: own.length }, (_, index) => read(index));
  expect(each((index) => [own.end(index), own.value(index), own.place(index)])).toEqual([
    [202505, 2, 1],
    [202505, 4, 3],
    [202506, 1, 0],
    [202506, 5, 4],
  ]);
  table.forgetPlaces();
  expect(() => own.place(0)).toThrow('were forgotten');
  const inOrder = ObservationTable.of(of('US', ['2025-05', 1], ['2025-06', 2]));
  inOrder.forgetPlaces();
  expect(inOrder.figuresOf(0).place(1)).toBe(1);
});

test('takes no month that there is not', () => {
  const [o] = of('US', ['2025-05', 1]) as [Observation];
  for (const end of [202500, 202513, 189912, 220001, 0, Number.NaN])
    expect(() => new ObservationTable().add({ ...o, period: { kind: 'month', end } })).toThrow(RangeError);
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

import type { PeriodKind } from './period.ts';
import { type Flow, type Measure, type SeriesDimensions, VALUATIONS, type Valuation } from './series.ts';

/** What all figures of one series of a table have in common. */
export interface TableSeries extends SeriesDimensions {
  readonly kind: PeriodKind;
  /** That of the figure that came first. */
  readonly valuation: Valuation | null;
}

const FIRST_SERIES = 64;
/** By what a series is found: each is one number of it, in this order, and behind them stands its valuation. */
const KEY = { reporter: 0, partner: 1, flow: 2, classification: 3, product: 4, measure: 5, unit: 6, kind: 7 } as const;
const [KEY_NUMBERS, NUMBERS] = [8, 9];
const VALUED: readonly (Valuation | null)[] = [null, ...VALUATIONS];
/** With more of the slots taken a search is long. */
const SLOTS_FOR_EACH = 2;

/**
 * Series of which none is there twice, in the order in which they came. A publication may have half a million: each is nine numbers, of the
 * texts that its dimensions are, and is found by them; an object of it is made when it is asked for, and not kept.
 */
export class SeriesList implements Iterable<TableSeries> {
  length = 0;
  readonly kinds: Set<PeriodKind> = new Set();
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** Those of one series behind those of the other. */
  #rows = new Uint32Array(FIRST_SERIES * NUMBERS);
  /** By what {@link #hash} makes of its numbers, or behind it: 1 more than the place of a series, 0 for none. */
  #slots = new Uint32Array(FIRST_SERIES * SLOTS_FOR_EACH);
  /** The one that was asked for before: most are asked for several times in a row. */
  #made: { readonly place: number; readonly series: TableSeries } | null = null;

  /** The place of a series, which is added when it is new: only then its valuation counts. */
  placeOf(dimensions: SeriesDimensions, kind: PeriodKind, valuation: Valuation | null): number {
    const place = this.length;
    const slot = this.#slotFor(dimensions, kind, valuation);
    const found = this.#slots[slot] as number;
    if (found > 0) return found - 1;
    this.#slots[slot] = place + 1;
    this.kinds.add(kind);
    this.length = place + 1;
    return place;
  }

  /** The place of a series; -1 when it is not there. */
  find(dimensions: SeriesDimensions, kind: PeriodKind): number {
    return (this.#slots[this.#slotFor(dimensions, kind, null)] as number) - 1;
  }

  /** Where a series is found, or where it would be: its numbers are written behind those of the last, where they stay if it is added. */
  #slotFor(dimensions: SeriesDimensions, kind: PeriodKind, valuation: Valuation | null): number {
    const place = this.length;
    if ((place + 1) * NUMBERS > this.#rows.length) this.#grow();
    const own = place * NUMBERS;
    const rows = this.#rows;
    rows[own + KEY.reporter] = this.#numberOf(dimensions.reporter);
    rows[own + KEY.partner] = this.#numberOf(dimensions.partner);
    rows[own + KEY.flow] = this.#numberOf(dimensions.flow);
    rows[own + KEY.classification] = this.#numberOf(dimensions.classification);
    rows[own + KEY.product] = this.#numberOf(dimensions.product);
    rows[own + KEY.measure] = this.#numberOf(dimensions.measure);
    rows[own + KEY.unit] = this.#numberOf(dimensions.unit);
    rows[own + KEY.kind] = this.#numberOf(kind);
    rows[own + KEY_NUMBERS] = VALUED.indexOf(valuation);
    return this.#slotOf(place);
  }

  at(place: number): TableSeries {
    if (this.#made?.place !== place) this.#made = { place, series: this.#seriesAt(place) };
    return this.#made.series;
  }

  textAt(place: number, dimension: keyof typeof KEY): string {
    return this.#text(place, KEY[dimension]);
  }

  kindAt(place: number): PeriodKind {
    return this.#text(place, KEY.kind) as PeriodKind;
  }

  valuationAt(place: number): Valuation | null {
    return VALUED[this.#rows[place * NUMBERS + KEY_NUMBERS] as number] as Valuation | null;
  }

  /** What all of them have in common; nothing where there is none. */
  get common(): Partial<Record<keyof typeof KEY, string>> {
    const rows = this.#rows.subarray(0, this.length * NUMBERS);
    const isCommon = (number: number): boolean => {
      let at = number;
      while (at < rows.length && rows[at] === rows[number]) at += NUMBERS;
      return rows.length > 0 && at >= rows.length;
    };
    const names = (Object.keys(KEY) as (keyof typeof KEY)[]).filter((name) => isCommon(KEY[name]));
    return Object.fromEntries(names.map((name) => [name, this.textAt(0, name)]));
  }

  *[Symbol.iterator](): Generator<TableSeries> {
    for (let place = 0; place < this.length; place += 1) yield this.at(place);
  }

  #seriesAt(place: number): TableSeries {
    return {
      reporter: this.#text(place, KEY.reporter),
      partner: this.#text(place, KEY.partner),
      flow: this.#text(place, KEY.flow) as Flow,
      classification: this.#text(place, KEY.classification),
      product: this.#text(place, KEY.product),
      measure: this.#text(place, KEY.measure) as Measure,
      unit: this.#text(place, KEY.unit),
      kind: this.kindAt(place),
      valuation: this.valuationAt(place),
    };
  }

  #text(place: number, number: number): string {
    return this.#texts[this.#rows[place * NUMBERS + number] as number] as string;
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  /** Where a series is found, or where it would be. */
  #slotOf(place: number): number {
    const rows = this.#rows;
    const own = place * NUMBERS;
    const last = this.#slots.length - 1;
    for (let slot = this.#hash(own) & last; ; slot = (slot + 1) & last) {
      const taken = this.#slots[slot] as number;
      if (taken === 0) return slot;
      const other = (taken - 1) * NUMBERS;
      let number = 0;
      while (number < KEY_NUMBERS && rows[own + number] === rows[other + number]) number += 1;
      if (number === KEY_NUMBERS) return slot;
    }
  }

  #hash(row: number): number {
    let hash = 0;
    for (let number = 0; number < KEY_NUMBERS; number += 1) {
      hash = Math.imul(hash ^ (this.#rows[row + number] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #grow(): void {
    const rows = new Uint32Array(2 * this.#rows.length);
    rows.set(this.#rows);
    this.#rows = rows;
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let place = 0; place < this.length; place += 1) this.#slots[this.#slotOf(place)] = place + 1;
  }
}

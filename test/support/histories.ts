import * as fc from 'fast-check';
import type { Correction } from '../../src/domain/correction.ts';
import { formatPeriod, type PeriodKind } from '../../src/domain/period.ts';
import type { Observation } from '../../src/domain/series.ts';
import { SILENT_DETECTOR } from '../../src/stages/detect.ts';
import type { LoadBatch, Store } from '../../src/store/store.ts';
import { type FigureEntry, KEY, mergedAgain, observations, recordSnapshot } from './store.ts';

/** One thing that happens to the figures of a source: what it publishes, obtained at once or late, or what a person decides. */
export type Happening =
  | {
      readonly do: 'publish';
      readonly seenOn: number;
      readonly publishedOn: number | null;
      readonly takesAll: boolean;
      /** Every series of months that the publication before ended with goes on by one, with this value. */
      readonly goesOn: readonly [number | null] | null;
      /** What the publication before said is said again, where this one says nothing else. */
      readonly repeats: boolean;
      /**
       * It states all months that there are, says again what the publication before said, and is the newest, and a person takes it; without some that
       * the publisher took away: their places in the publication.
       */
      readonly isWhole: boolean;
      readonly without: readonly number[];
      readonly figures: readonly Printed[];
    }
  /** Of the last publication, or of one before it: `held accept` or `held reject`. */
  | { readonly do: 'accept' | 'reject'; readonly back: number };

interface Printed {
  readonly partner: string;
  readonly period: readonly [kind: PeriodKind, end: number];
  readonly value: number | null;
  readonly isSecret: boolean;
  readonly isCorrected: boolean;
}

/** Months of a year and of the same months a year later, with every kind beside them that may stand for their total. */
const PERIODS: readonly (readonly [PeriodKind, number])[] = [2024, 2025, 2026].flatMap((year) => {
  const months = [1, 2, 3, 4, 12].map((month) => ['month', year * 100 + month] as const);
  const ytd = [1, 2, 3, 4].map((month) => ['ytd', year * 100 + month] as const);
  return [
    ...months,
    ...ytd,
    ['combined', year * 100 + 2],
    ['quarter', year * 100 + 3],
    ['quarter', year * 100 + 12],
    ['year', year * 100 + 12],
  ];
});
const MONTHS = PERIODS.filter(([kind]) => kind === 'month');

const placeOf = ({ partner, period }: Printed): string => `${partner} ${period}`;

/** Few values, so that much is said again; nothing, nought, and some that are far from the others. */
const value = fc.constantFrom(null, 0, 7, 8, 8, 9, 10.1, 12.3, 5_000, 5_000);

const figure = (partners: readonly string[], periods: typeof PERIODS): fc.Arbitrary<Printed> =>
  fc.record({
    partner: fc.constantFrom(...partners),
    period: fc.constantFrom(...periods),
    value,
    isSecret: fc.boolean(),
    isCorrected: fc.constantFrom(false, false, false, false, true),
  });
/** Of some partners months alone are ever published. */
const printed = fc.oneof(
  { weight: 2, arbitrary: figure(['WORLD', 'US'], PERIODS) },
  { weight: 1, arbitrary: figure(['WORLD', 'US'], MONTHS) },
  { weight: 3, arbitrary: figure(['DE', 'KR'], MONTHS) },
);

const day = fc.integer({ min: 1, max: 25 });
const publication = fc.record({
  do: fc.constant('publish' as const),
  seenOn: day,
  publishedOn: fc.option(day),
  takesAll: fc.constantFrom(false, false, true),
  goesOn: fc.option(fc.tuple(value)),
  repeats: fc.constantFrom(false, true, true),
  isWhole: fc.constantFrom(false, false, true),
  without: fc.array(fc.nat(40), { maxLength: 5 }),
  figures: fc.oneof(
    fc.uniqueArray(printed, { minLength: 1, maxLength: 24, selector: placeOf, size: 'max' }),
    fc.uniqueArray(printed, { maxLength: 3, selector: placeOf }),
  ),
});
const decision = fc.record({ do: fc.constantFrom('accept' as const, 'reject' as const), back: fc.nat(2) });

/** Random histories of a source. */
export const history: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: publication }, { weight: 2, arbitrary: decision }),
  { minLength: 2, maxLength: 9, size: 'max' },
);

/** The month after the last of each series of months, as far as there are months. */
function nextMonths(printed: readonly Printed[], value: number | null): Printed[] {
  const ends = new Map<string, number>();
  for (const { partner, period } of printed) if (period[0] === 'month') ends.set(partner, Math.max(period[1], ends.get(partner) ?? 0));
  return [...ends].flatMap(([partner, last]) => {
    const next = MONTHS.find(([, end]) => end > last);
    return next === undefined ? [] : [{ partner, period: next, value, isSecret: false, isCorrected: false }];
  });
}

/** Lets a history happen to a store as the program does: a late publication is followed by those that it came behind. */
export class Source {
  readonly #store: Store;
  readonly #corrections: readonly Correction[];
  readonly #batches: LoadBatch[] = [];
  #last: readonly Printed[] = [];
  /** How many publications withdrew something. */
  withdrawn = 0;

  constructor(store: Store, corrections: readonly Correction[]) {
    this.#store = store;
    this.#corrections = corrections;
  }

  async take(one: Happening): Promise<void> {
    if (one.do === 'publish') return this.#publish(one);
    const batch = this.#batches.at(-1 - one.back);
    if (batch !== undefined) await this.#load({ ...batch, decision: { kind: one.do }, statesAllMonths: false });
  }

  async #publish(one: Extract<Happening, { do: 'publish' }>): Promise<void> {
    const { seenOn, publishedOn, takesAll, goesOn, repeats, isWhole, without, figures } = one;
    const more = goesOn === null ? [] : nextMonths(this.#last, goesOn[0]);
    const all = [...new Map([...(repeats || isWhole ? this.#last : []), ...more, ...figures].map((one) => [placeOf(one), one])).values()];
    const said = isWhole ? all.filter((_, place) => !without.some((one) => one % all.length === place)) : all;
    if (said.length === 0) return;
    this.#last = said;
    // No two are obtained in the same instant.
    const retrievedAt = new Date(Date.UTC(2026, 5, isWhole ? 26 : seenOn) + this.#batches.length).toISOString();
    const recorded = await recordSnapshot(this.#store, KEY.pipeline, retrievedAt);
    const batch: LoadBatch = {
      pipeline: KEY.pipeline,
      ...recorded,
      retrievedAt,
      publishedAt: publishedOn === null || isWhole ? null : `2026-06-${String(publishedOn).padStart(2, '0')}`,
      loadedAt: retrievedAt,
      observations: said.map((figure) => this.#observation(figure)),
      products: [],
      notes: [],
      proofs: [],
      jumpFactor: 100,
      decision: isWhole || takesAll ? { kind: 'take', causes: takesAll ? ['jump', 'partial_release'] : ['partial_release'] } : null,
      statesAllMonths: isWhole,
    };
    await this.#load(batch);
    this.#batches.push(batch);
  }

  async #load(batch: LoadBatch): Promise<void> {
    const later = this.#batches
      .filter((other) => other.retrievedAt > batch.retrievedAt)
      .sort((a, b) => (a.retrievedAt < b.retrievedAt ? -1 : 1));
    const { notes } = await this.#store.load(batch, later.map(mergedAgain), SILENT_DETECTOR);
    if (notes.some((note) => note.includes('no longer stated') && !note.includes('in part'))) this.withdrawn += 1;
  }

  #observation({ partner, period: [kind, end], value, isSecret, isCorrected }: Printed): Observation {
    const entry: FigureEntry = [formatPeriod({ kind, end }), value, kind, value === null && isSecret ? 'Q' : value === null ? 'M' : 'A'];
    const [made] = observations([entry], { partner }) as [Observation];
    const [correction] = this.#corrections;
    return isCorrected && correction !== undefined && value !== null
      ? { ...made, corrected: { digest: correction.digest, published: value * 10 } }
      : made;
  }
}

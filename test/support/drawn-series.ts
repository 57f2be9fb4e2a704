import * as fc from 'fast-check';
import { formatPeriod, type PeriodKind } from '../../src/domain/period.ts';
import type { FigureEntry } from './store.ts';

/** Invented series of some years in which anything may be missing, combined or suppressed. */
export interface Drawn {
  readonly kind: PeriodKind;
  readonly end: number;
  readonly value: number | null;
  readonly secret: boolean;
}

const FIRST_YEAR = 2018;
const YEARS = 7;

/** Mostly known months, some of them missing or kept secret, with other kinds of figures among them. */
export const figuresOfOneSeries = fc
  .record({
    months: fc.array(fc.option(fc.integer({ min: 0, max: 60 }), { freq: 12, nil: null }), { minLength: 12 * YEARS, maxLength: 12 * YEARS }),
    absent: fc.uniqueArray(fc.integer({ min: 0, max: 12 * YEARS - 1 }), { maxLength: 8 }),
    combined: fc.uniqueArray(fc.integer({ min: 0, max: YEARS - 1 }), { maxLength: YEARS }),
    others: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom<PeriodKind>('ytd', 'quarter', 'year'),
        index: fc.integer({ min: 0, max: 12 * YEARS - 1 }),
        value: fc.option(fc.integer({ min: 0, max: 400 }), { freq: 6, nil: null }),
      }),
      { maxLength: 6, selector: ({ kind, index }) => `${kind}${index}` },
    ),
    secret: fc.boolean(),
    split: fc.boolean(),
  })
  .map(({ months, absent, combined, others, secret, split }): Drawn[] => {
    const endOf = (index: number): number => (FIRST_YEAR + Math.trunc(index / 12)) * 100 + (index % 12) + 1;
    const pairs = combined.map((year) => (FIRST_YEAR + year) * 100 + 2);
    return [
      ...months.flatMap((value, index): Drawn[] => {
        const end = endOf(index);
        const printedAsOne = !split && end % 100 <= 2 && pairs.includes(end - (end % 100) + 2);
        return absent.includes(index) || printedAsOne ? [] : [{ kind: 'month', end, value, secret }];
      }),
      ...pairs.map((end): Drawn => ({ kind: 'combined', end, value: end % 7 === 0 ? null : 20 + (end % 50), secret })),
      ...others.flatMap(({ kind, index, value }): Drawn[] => {
        const end = endOf(index);
        // January's cumulative total is the month itself.
        const fits = kind === 'quarter' ? (end % 100) % 3 === 0 : kind === 'year' ? end % 100 === 12 : end % 100 > 1;
        // One publisher prints one total for the same months, whatever it calls it.
        const twice = kind === 'ytd' && others.some((other) => other.kind !== 'ytd' && other.index === index);
        return fits && !twice ? [{ kind, end, value, secret }] : [];
      }),
    ];
  });

export const entries = (figures: readonly Drawn[]): FigureEntry[] =>
  figures.map(({ kind, end, value, secret }) => [
    formatPeriod({ kind, end }),
    value,
    kind,
    value === null ? (secret ? 'Q' : 'M') : ('A' as const),
  ]);

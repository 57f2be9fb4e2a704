import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/domain/claim.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import { addMonths, formatMonth } from '../../src/domain/period.ts';
import type { SeriesVersions } from '../../src/domain/series.ts';
import type { Judged } from '../../src/domain/verdict.ts';
import { claim, FOUNDING, figure, MAGNETS, MAPPING, OFFICIAL, RARE_EARTHS_KEY, US_MAGNETS, versions } from '../support/claims.ts';

const PUBLISHED = '2026-04-01T23:59:59.999Z';
const judge = (said: Claim, series: readonly SeriesVersions[] = OFFICIAL, quote = '', asOf: string | null = PUBLISHED): Judged =>
  judgeClaim({ claim: said, quote, asOf }, series, MAPPING);

describe('the founding claim', () => {
  test('is contradicted by the months that are known, with the bound, the months and the rare-earth line', () => {
    const judged = judge(FOUNDING);
    expect(judged).toMatchObject({
      verdict: 'contradicted',
      official: { bound: 'at_most', current: { value: 7_054_000, complete: true }, base: { value: 9_919_000, complete: false } },
    });
    expect(judged.official?.percent).toBeCloseTo(-28.88, 2);
    expect(judged.official?.current.pieces.map((p) => p.period)).toEqual(['2025-04', '2025-05', '2025-06']);
    expect(judged.official?.base.pieces.map((p) => p.period)).toEqual(['2024-05', '2024-06']);
    const words = judged.explanation.join('\n');
    expect(words).toContain('Contradicted: the official figures give -28.9 % or less.');
    expect(words).toContain('Rare earths are another line: there it was +17.8 % (18,391.6 t against 15,612 t).');
    expect(judged.tried).toContain('rare_earth_line');
  });

  test('is contradicted with the whole figure where April 2024 is known', () => {
    const complete = { ...MAGNETS, versions: [...MAGNETS.versions, figure('2024-04', 4_477_000)] };
    const judged = judge(FOUNDING, [complete]);
    expect(judged).toMatchObject({ verdict: 'contradicted', official: { bound: 'exact' } });
    expect(judged.official?.percent).toBeCloseTo(-51, 1);
  });

  test('is left open where too little is known, or nothing', () => {
    const without = (...gone: number[]): SeriesVersions => ({
      ...MAGNETS,
      versions: MAGNETS.versions.filter((v) => !gone.includes(v.period.end)),
    });
    expect(judge(FOUNDING, [without(202405, 202406)])).toMatchObject({ verdict: 'not_comparable', reason: 'no_base' });
    expect(judge(FOUNDING, [without(202505)])).toMatchObject({ verdict: 'not_comparable', reason: 'no_current' });
    expect(judge(FOUNDING, [])).toMatchObject({ verdict: 'not_comparable', reason: 'no_series', official: null });
  });
});

describe('figures in circulation', () => {
  test.each<[string, Partial<Claim>, string, Partial<Judged>]>([
    ['June 2025 on May', { basis: 'mom', percent: 157.5 }, '157.5%', { verdict: 'supported' }],
    ['H1 2025', { basis: 'ytd_yoy', period: '2025-01..2025-06', direction: 'down', percent: 18.9 }, '18.9%', { verdict: 'supported' }],
    [
      'nine months, from a cumulative and a month',
      { basis: 'ytd_yoy', period: '2025-01..2025-09', direction: 'down', percent: 7.5, level: 39817, level_unit: 't', measure: 'volume' },
      '7.5%',
      { verdict: 'supported' },
    ],
    ['nearly 75 % on June', { basis: 'mom', period: '2025-07', percent: 75, qualifier: 'about' }, 'nearly 75%', { verdict: 'supported' }],
    [
      'a fall of more than 25 % in the second quarter, by the bound',
      { period: '2025-Q2', direction: 'down', percent: 25, qualifier: 'more_than' },
      '',
      { verdict: 'supported' },
    ],
    [
      'from 6,146 t to 5,774 t',
      {
        basis: 'mom',
        period: '2025-09',
        direction: 'down',
        percent: null,
        level: 5774,
        level_unit: 't',
        base_level: 6146,
        measure: 'volume',
      },
      '',
      { verdict: 'supported' },
    ],
    ['November 2025, 28.29 % from figures in tonnes', { period: '2025-11', percent: 28.29 }, '28.29%', { verdict: 'supported' }],
    [
      'the rare-earth line sold as magnets, on the year',
      { period: '2025-10', direction: 'down', percent: 8.62, level: 4343.5, level_unit: 't', measure: 'volume' },
      '8.62%',
      { verdict: 'supported_under_other_reading', reading: 'rare_earth_line' },
    ],
    [
      'the rare-earth line sold as magnets, on the month',
      { basis: 'mom', period: '2025-10', percent: 8.58, level: 4343.5, level_unit: 't', measure: 'volume' },
      '8.58%',
      { verdict: 'supported_under_other_reading', reading: 'rare_earth_line' },
    ],
    [
      'magnets sold as rare earths',
      { commodity: 'rare_earths', basis: 'mom', percent: 157.5 },
      '157.5%',
      { verdict: 'supported_under_other_reading', reading: 'magnet_line' },
    ],
    ['660 % on the month to the United States', { partner: 'US', basis: 'mom', percent: 660 }, '660%', { verdict: 'supported' }],
    [
      '660 % on the month sold as year on year',
      { partner: 'US', percent: 660 },
      '660%',
      { verdict: 'supported_under_other_reading', reading: 'month_on_month' },
    ],
    [
      'a ratio of 2.57 sold as +257 %',
      { basis: 'mom', percent: 257 },
      '257%',
      { verdict: 'supported_under_other_reading', reading: 'ratio_as_growth' },
    ],
    [
      '38.18 % cut off to 38.1 %',
      { direction: 'down', percent: 38.1 },
      '38.1%',
      { verdict: 'supported_under_other_reading', reading: 'cut_off' },
    ],
    ['more than 20 % for 17.5 %', { period: '2025-09', percent: 20, qualifier: 'more_than' }, 'more than 20%', { verdict: 'contradicted' }],
    [
      'more than 18 % for 17.5 %: a revision of the base by 1 % would make it right',
      { period: '2025-09', percent: 18, qualifier: 'more_than' },
      'more than 18%',
      { verdict: 'not_comparable', reason: 'near_miss' },
    ],
    [
      'October 2024 sold as October 2023',
      { period: '2023-10', percent: 21, level: 4725, level_unit: 't', measure: 'volume' },
      '21%',
      { verdict: 'supported_under_other_reading', reading: 'year_after' },
    ],
    ['two points beside it', { period: '2025-09', percent: 20 }, '20%', { verdict: 'contradicted' }],
    [
      'more than 17.5 % for 17.48 %',
      { period: '2025-09', percent: 17.5, qualifier: 'more_than' },
      'more than 17.5%',
      { verdict: 'supported_under_other_reading', reading: 'rounded' },
    ],
    [
      'the year to date sold as the month',
      { direction: 'down', percent: 18.9 },
      '18.9%',
      { verdict: 'supported_under_other_reading', reading: 'year_to_date' },
    ],
    [
      'the world sold as the United States',
      { partner: 'US', basis: 'mom', percent: 157.5 },
      '157.5%',
      { verdict: 'supported_under_other_reading', reading: 'world' },
    ],
    ['July sold as June', { percent: 5.7 }, '5.7%', { verdict: 'supported_under_other_reading', reading: 'next_period' }],
    ['a rise where it fell', { percent: 38 }, '38%', { verdict: 'contradicted' }],
    [
      'rare earths in the second quarter',
      { commodity: 'rare_earths', period: '2025-Q2', percent: 17.8 },
      '17.8%',
      { verdict: 'supported' },
    ],
    [
      'rare earths in January and February',
      { commodity: 'rare_earths', basis: 'ytd_yoy', period: '2026-01..2026-02', percent: 23 },
      '23%',
      { verdict: 'supported' },
    ],
    [
      'rare earths in January alone',
      { commodity: 'rare_earths', period: '2026-01', percent: 23 },
      '23%',
      { verdict: 'supported_under_other_reading', reading: 'january_february' },
    ],
  ])('%s', (_title, said, quote, expected) => {
    const judged = judge(claim(said), OFFICIAL, quote);
    expect(judged, judged.explanation.join('\n')).toMatchObject(expected);
  });

  test('January of a source that prints January-February is not comparable', () => {
    expect(judge(claim({ commodity: 'rare_earths', period: '2026-01', percent: 90 }), OFFICIAL)).toMatchObject({
      verdict: 'not_comparable',
      reason: 'combined_period',
    });
  });
});

describe('a claim is not held against figures', () => {
  test.each<[string, Partial<Claim>, Judged['reason']]>([
    ['whose commodity has no official line', { commodity: 'gallium' }, 'no_series'],
    ['of a balance', { flow: 'other', measure: 'balance' }, 'no_series'],
    ['that names no reporter', { reporter: null }, 'subject_unknown'],
    ['that names a region', { partner: null }, 'subject_unknown'],
    ['without a commodity', { commodity: null }, 'subject_unknown'],
    ['without a period', { period: null }, 'period_unknown'],
    ['of twenty days', { period: '2025-06-01..2025-06-20' }, 'partial_month'],
    ['without a base', { basis: 'other', percent: 99 }, 'basis_unknown'],
    ['of another partner', { partner: 'DE' }, 'no_series'],
    ['about a level twice the official one', { percent: 99, level: 33333, level_unit: 't', measure: 'volume' }, 'level_differs'],
  ])('%s', (_title, said, reason) => {
    expect(judge(claim(said))).toMatchObject({ verdict: 'not_comparable', reason });
  });

  test('when the article is from before the end of the period', () => {
    expect(judge(claim({ period: '2025', percent: 90 }), OFFICIAL, '', '2025-11-22T23:59:59.999Z')).toMatchObject({
      reason: 'period_not_over',
    });
  });

  test('when the source suppresses a figure, or the base is 0', () => {
    const hidden = versions([
      ['2025-06', 100],
      ['2024-06', null],
    ]);
    expect(judge(claim({ percent: 99 }), [hidden])).toMatchObject({ verdict: 'not_comparable', reason: 'suppressed' });
    const zero = versions([
      ['2025-06', 100],
      ['2024-06', 0],
    ]);
    expect(judge(claim({ percent: 99 }), [zero])).toMatchObject({ verdict: 'not_comparable', reason: 'base_zero' });
  });

  test('when only a wider line refutes it', () => {
    const comtrade = versions(
      [
        ['2024-05', 90],
        ['2023-05', 100],
      ],
      { pipeline: 'un-comtrade', classification: 'HS', product: '850511', measure: 'value', unit: 'USD' },
    );
    const said = { period: '2024-05', measure: 'value' } as const;
    expect(judge(claim({ ...said, percent: 40 }), [comtrade])).toMatchObject({ verdict: 'not_comparable', reason: 'wider_line' });
    expect(judge(claim({ ...said, direction: 'down', percent: 10 }), [comtrade])).toMatchObject({
      verdict: 'supported_under_other_reading',
      reading: 'wider_line',
    });
  });

  test('in a currency that the text leaves open, while one of several refutes it', () => {
    const total = (unit: string, now: number): SeriesVersions =>
      versions(
        [
          ['2025-06', now],
          ['2024-06', 1_000_003],
        ],
        { pipeline: 'china-customs-tables', classification: 'HS', product: 'TOTAL', measure: 'value', unit },
      );
    const said = claim({ commodity: 'total', percent: 30 });
    expect(judge(said, [total('CNY', 1_100_007)])).toMatchObject({ verdict: 'not_comparable', reason: 'ambiguous_measure' });
    expect(judge(said, [total('CNY', 1_100_007), total('USD', 1_085_001)])).toMatchObject({ verdict: 'contradicted' });
    expect(judge(said, [total('CNY', 1_100_007), total('USD', 1_300_001)])).toMatchObject({ verdict: 'supported' });
    const dollars = claim({ commodity: 'total', percent: 10, level: 1_085_001, level_unit: 'USD' });
    expect(judge(dollars, [total('CNY', 1_100_007), total('USD', 1_085_001)])).toMatchObject({
      verdict: 'supported_under_other_reading',
      reading: 'other_currency',
    });
  });
});

test('while a figure is missing, another reading that fits is a remark and no verdict', () => {
  const half = judge(claim({ period: '2025-Q2', direction: 'down', percent: 50, qualifier: 'about' }));
  expect(half).toMatchObject({ verdict: 'not_comparable', reason: 'no_base', reading: null });
  expect(half.explanation.at(-1)).toBe('It would be right as growth on the quarter before.');
});

test('what came after the article is no reading of it', () => {
  const said = claim({ percent: 5.7 });
  expect(judge(said, OFFICIAL, '5.7%', '2025-07-22T23:59:59.999Z')).toMatchObject({ verdict: 'contradicted' });
  expect(judge(said, OFFICIAL, '5.7%', '2025-08-22T23:59:59.999Z')).toMatchObject({ reading: 'next_period' });
});

test('growth as announced on a base that was revised and not printed again is not contradicted', () => {
  const exports = versions(
    [
      ['2025-09', 328_570_000_000],
      ['2024-09', 303_710_000_000],
    ],
    { pipeline: 'china-customs-tables', classification: 'HS', product: 'TOTAL', measure: 'value', unit: 'USD' },
  );
  const said = { commodity: 'total', period: '2025-09', level_unit: 'USD', level: 328_500_000_000, percent: 8.3 };
  expect(judge(claim(said), [exports], '8.3%')).toMatchObject({ verdict: 'not_comparable', reason: 'near_miss' });
  expect(judge(claim({ ...said, percent: 8.2 }), [exports], '8.2%')).toMatchObject({ verdict: 'supported' });
});

describe('vintages', () => {
  const revised = (first: number, today: number): SeriesVersions => ({
    key: MAGNETS.key,
    versions: [
      figure('2024-06', 1_000_003),
      figure('2025-06', first, 'month', { knownFrom: '2025-07-20T00:00:00.000Z', knownTo: '2025-09-20T00:00:00.000Z' }),
      figure('2025-06', today, 'month', { knownFrom: '2025-09-20T00:00:00.000Z' }),
    ],
  });
  const on = '2025-07-21T23:59:59.999Z';

  test('a claim that was right by the figures of its day is not contradicted by revised ones', () => {
    expect(judge(claim({ percent: 30 }), [revised(1_300_001, 1_100_001)], '30%', on)).toMatchObject({
      verdict: 'not_comparable',
      reason: 'vintages_disagree',
    });
  });

  test('a claim that only the revised figures support is supported, and both are told', () => {
    const judged = judge(claim({ percent: 30 }), [revised(1_100_001, 1_300_001)], '30%', on);
    expect(judged.verdict).toBe('supported');
    expect(judged.explanation.join('\n')).toContain('By the figures as first known it was +10.0 %');
  });

  test('a claim that neither supports is contradicted', () => {
    expect(judge(claim({ percent: 30 }), [revised(1_100_001, 1_111_001)], '30%', on)).toMatchObject({ verdict: 'contradicted' });
  });

  test('what was not yet known on the article day counts as it was published first', () => {
    expect(judge(claim({ percent: 30 }), [revised(1_300_001, 1_100_001)], '30%', '2025-07-01T23:59:59.999Z')).toMatchObject({
      reason: 'vintages_disagree',
    });
  });
});

/** Figures of three years in kg, each with all its digits. */
const monthly = fc.array(fc.integer({ min: 10_001, max: 9_999_999 }), { minLength: 36, maxLength: 36 });
const seriesOf = (values: readonly number[]): SeriesVersions =>
  versions(values.map((value, i): [string, number] => [formatMonth(addMonths(202301, i)), value * 10 + 1]));

describe('properties', () => {
  const decimals = fc.integer({ min: 0, max: 2 });
  const place = fc.integer({ min: 12, max: 35 });
  const said = (values: readonly number[], at: number, back: number, digits: number, shift = 0): { claim: Claim; quote: string } | null => {
    const [now, before] = [(values[at] as number) * 10 + 1, (values[at - back] as number) * 10 + 1];
    const growth = (100 * (now - before)) / before;
    // The figures are whole kilograms: half of one at each side moves the percentage, too.
    const percent = growth + (shift === 0 ? 0 : shift + (growth + 100) * (1 / before + 1 / now));
    const printed = Math.abs(percent).toFixed(digits);
    if (Number(printed) === 0) return null;
    const direction = percent > 0 ? 'up' : 'down';
    return {
      claim: claim({ basis: back === 12 ? 'yoy' : 'mom', period: formatMonth(addMonths(202301, at)), direction, percent: Number(printed) }),
      quote: `${direction} ${printed}%`,
    };
  };

  test('a claim that is made from the figures is supported, on each basis and with any decimals', () => {
    fc.assert(
      fc.property(monthly, place, fc.constantFrom(1, 12), decimals, (values, at, back, digits) => {
        const one = said(values, at, back, digits);
        if (one === null) return;
        expect(judgeClaim({ ...one, asOf: null }, [seriesOf(values)], MAPPING).verdict).toBe('supported');
      }),
      { numRuns: 500 },
    );
  });

  test('one that is off by more than its rounding is never supported as stated', () => {
    fc.assert(
      fc.property(
        monthly,
        place,
        fc.constantFrom(1, 12),
        decimals,
        fc.double({ min: 1.2, max: 50, noNaN: true }),
        (values, at, back, digits, units) => {
          const one = said(values, at, back, digits, units * 10 ** -digits);
          if (one === null) return;
          expect(judgeClaim({ ...one, asOf: null }, [seriesOf(values)], MAPPING).verdict).not.toBe('supported');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('no claim that is true is contradicted by a part of the figures, whichever months are missing', () => {
    fc.assert(
      fc.property(
        monthly,
        fc.uniqueArray(fc.integer({ min: 0, max: 35 }), { maxLength: 30 }),
        fc.constantFrom(1, 2, 3, 4, 6),
        fc.constantFrom<Claim['qualifier'][]>('exact', 'more_than', 'less_than'),
        (values, missing, quarters, qualifier) => {
          const all = seriesOf(values);
          const total = (from: number, length: number): number => values.slice(from, from + length).reduce((sum, v) => sum + v * 10 + 1, 0);
          const length = quarters === 6 ? 6 : quarters * 3;
          const [now, before] = [total(24, length), total(12, length)];
          const growth = (100 * (now - before)) / before;
          const size = Math.abs(growth);
          const percent =
            qualifier === 'exact'
              ? Number(size.toFixed(1))
              : qualifier === 'more_than'
                ? Number((size * 0.9).toFixed(3))
                : Number((size * 1.1).toFixed(3));
          if (percent === 0) return;
          const one = claim({
            period: `2025-01..${formatMonth(addMonths(202501, length - 1))}`,
            basis: 'ytd_yoy',
            direction: growth > 0 ? 'up' : 'down',
            percent,
            qualifier,
          });
          const part = { ...all, versions: all.versions.filter((_, i) => !missing.includes(i)) };
          expect(judgeClaim({ claim: one, quote: `${size.toFixed(1)}%`, asOf: null }, [part], MAPPING).verdict).not.toBe('contradicted');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('the same claim and figures give the same verdict, whatever the order of the series', () => {
    const shuffled = [...OFFICIAL].reverse();
    expect(judge(FOUNDING, shuffled)).toEqual(judge(FOUNDING));
    expect(judge(claim({ partner: 'US', percent: 660 }), [versions([], RARE_EARTHS_KEY), US_MAGNETS, MAGNETS], '660%').reading).toBe(
      'month_on_month',
    );
  });
});

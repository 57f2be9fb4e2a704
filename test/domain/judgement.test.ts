import { describe, expect, test } from 'vitest';
import { type Judgement, judge, streakOf, subjectsOf } from '../../src/domain/judgement.ts';
import type { MirrorSeries } from '../../src/domain/mirror.ts';
import { formatPeriod, janFeb, month, type Period, period, ytd } from '../../src/domain/period.ts';
import type { Condition, Rule } from '../../src/domain/rule.ts';
import { figureId, type WatchedSeries } from '../../src/domain/rule-reading.ts';
import { isCrossing, thresholdOf } from '../../src/domain/threshold.ts';
import { ruleOf } from '../support/rules.ts';
import { type FigureEntry, figures, KEY } from '../support/store.ts';

const rule = (when: Condition, more: Partial<Rule> = {}): Rule => ruleOf({ when, severity: 'info', ...more });

const series = (entries: readonly FigureEntry[], more: Partial<WatchedSeries> = {}): WatchedSeries => ({
  key: KEY,
  figures: figures(entries),
  firstValues: new Map(),
  mirror: null,
  ...more,
});

const rise = (percent: number): Condition => ({ metric: 'yoy', direction: 'rise', percent });
const inWords = (found: Judgement): string => (found.crossing === 'insufficient' ? found.reason : found.crossing);
const months = (year: number, values: readonly (number | null)[], from = 1): FigureEntry[] =>
  values.flatMap((value, i) => (value === null ? [] : [[`${year}-${String(from + i).padStart(2, '0')}`, value] as const]));

describe('growth against a threshold', () => {
  const june = (current: number | null, base: number | null, r: Rule, status?: 'Q'): Judgement =>
    judge(
      r,
      series([
        ...(base === null ? [] : [['2024-06', base] as const]),
        ...(current === null && status === undefined ? [] : [['2025-06', current, 'month', status ?? 'A'] as const]),
      ]),
      month(202506),
    );

  test.each<[number, number, number, number, Judgement['crossing']]>([
    [125, 100, 25, 2, 'above'],
    [124.999, 100, 25, 2, 'near'],
    [123, 100, 25, 2, 'near'],
    [122.999, 100, 25, 2, 'below'],
    [124.9, 100, 25.1, 0.2, 'near'], // 25.1 - 0.2 is 24.900000000000002 in binary
    [124.89, 100, 25.1, 0.2, 'below'],
    [100.9, 100, 1.1, 0.2, 'near'],
    [8_166_249_999, 6_533_000_000, 25, 0, 'below'], // 24.999999985 %
    [8_166_250_000, 6_533_000_000, 25, 0, 'above'],
    [1.3, 1, 30, 0, 'above'], // 1.3 - 1 is 0.30000000000000004 in binary
    [0.33, 0.3, 10, 0, 'above'],
    [0.32, 0.3, 10, 0, 'below'],
  ])('%d against %d at %d percent with hysteresis %d is %s, exactly', (current, base, percent, hysteresis, crossing) => {
    expect(june(current, base, rule(rise(percent), { hysteresis })).crossing).toBe(crossing);
  });

  test('mirrors falls, and takes both sides when asked', () => {
    const fall = rule({ metric: 'yoy', direction: 'fall', percent: 25 }, { hysteresis: 2 });
    const either = rule({ metric: 'yoy', direction: 'either', percent: 25 }, { hysteresis: 2 });
    expect([75, 75.001, 77, 77.001, 200].map((value) => june(value, 100, fall).crossing)).toEqual([
      'above',
      'near',
      'near',
      'below',
      'below',
    ]);
    expect([75, 76, 100, 124, 125].map((value) => june(value, 100, either).crossing)).toEqual(['above', 'near', 'below', 'near', 'above']);
    expect(isCrossing(thresholdOf(either), { current: 75, base: 100, percent: -25 })).toBe(true);
    expect(isCrossing(thresholdOf(either), { current: 76, base: 100, percent: -24 })).toBe(false);
  });

  test('does not judge what is unknown, nor a base that is too small; too small a change is no crossing', () => {
    const r = rule(rise(25));
    expect(inWords(june(null, 100, r))).toBe('no_current');
    expect(inWords(june(130, null, r))).toBe('no_base');
    expect(inWords(june(null, 100, r, 'Q'))).toBe('suppressed');
    expect(inWords(june(130, 0, r))).toBe('base_zero_or_small');
    expect(june(130, 100, rule(rise(25), { minimumBase: 101 }))).toEqual({
      crossing: 'insufficient',
      reason: 'base_zero_or_small',
      detail: "the base 100 is below the rule's minimum of 101",
    });
    expect(inWords(june(130, 100, rule(rise(25), { minimumBase: 100 })))).toBe('above');
    expect(inWords(june(130, 100, rule(rise(25), { minimumChange: 31 })))).toBe('below');
    expect(inWords(june(130, 100, rule(rise(25), { minimumChange: 30 })))).toBe('above');
  });

  test('says what it read', () => {
    expect(june(130, 104, rule(rise(25)))).toEqual({
      crossing: 'above',
      severity: 'info',
      reading: {
        figures: { current: 130, base: 104, percent: 25 },
        baseEnd: 202406,
        statuses: ['A', 'A'],
      },
    });
  });

  test.each<[Condition['metric'] & ('mom' | 'qoq' | 'ytd_yoy' | 'rolling_3m_yoy'), Period, FigureEntry[], string]>([
    [
      'mom',
      month(202506),
      [
        ['2025-05', 100],
        ['2025-06', 125],
      ],
      'above',
    ],
    ['mom', month(202506), [['2025-06', 125]], 'no_base'],
    [
      'mom',
      month(202503),
      [
        ['2025-01/2025-02', 200, 'combined'],
        ['2025-03', 150],
      ],
      'combined_period',
    ],
    ['qoq', period('quarter', 202506), [...months(2025, [100, 100, 100, 125, 125, 125])], 'above'],
    ['qoq', period('quarter', 202506), [...months(2025, [100, 100, null, 125, 125, 125])], 'no_base'],
    [
      'ytd_yoy',
      ytd(202507),
      [
        ['2024-01/2024-07', 100, 'ytd'],
        ['2025-01/2025-07', 125, 'ytd'],
      ],
      'above',
    ],
    [
      'ytd_yoy',
      ytd(202503),
      [
        ['2024-01/2024-02', 200, 'combined'],
        ['2024-03', 100],
        ['2025-01/2025-02', 280, 'combined'],
        ['2025-03', 95],
      ],
      'above',
    ],
    [
      'ytd_yoy',
      ytd(202503),
      [
        ['2024-01/2024-02', 200, 'combined'],
        ['2024-03', 100],
        ['2025-03', 95],
      ],
      'no_current',
    ],
    ['rolling_3m_yoy', month(202506), [...months(2024, [100, 100, 100], 4), ...months(2025, [120, 125, 130], 4)], 'above'],
    ['rolling_3m_yoy', month(202506), [...months(2024, [100, 100, 100], 4), ...months(2025, [120, null, 130], 4)], 'no_current'],
  ])('%s of %o', (metric, subject, entries, expected) => {
    expect(inWords(judge(rule({ metric, direction: 'rise', percent: 25 }), series(entries), subject))).toBe(expected);
  });

  test('January-February is one instance against that of last year; neither month of it is judged', () => {
    const both = series([
      ['2024-01/2024-02', 200, 'combined'],
      ['2025-01/2025-02', 260, 'combined'],
      ['2025-02', 130],
      ['2024-02', 100, 'month'],
    ]);
    const r = rule(rise(25));
    expect(inWords(judge(r, both, janFeb(2025)))).toBe('above');
    expect(inWords(judge(r, both, month(202501)))).toBe('combined_period');
    expect(
      inWords(
        judge(
          r,
          series([
            ['2024-01/2024-02', 200, 'combined'],
            ['2025-01', 90],
          ]),
          month(202501),
        ),
      ),
    ).toBe('combined_period');
    expect(
      inWords(
        judge(
          r,
          series([
            ['2024-01/2024-02', 200, 'combined'],
            ['2025-01', 130],
            ['2025-02', 130],
          ]),
          month(202502),
        ),
      ),
    ).toBe('combined_period');
  });
});

describe('severity', () => {
  const ladder = [
    { from: 40, severity: 'warning' },
    { from: 80, severity: 'critical' },
  ] as const;
  const severityAt = (r: Rule, current: number): string => {
    const found = judge(
      r,
      series([
        ['2024-06', 100],
        ['2025-06', current],
      ]),
      month(202506),
    );
    return 'severity' in found ? found.severity : found.crossing;
  };

  test('rises with the marks that are reached, exactly', () => {
    const r = rule(rise(25), { escalation: ladder, hysteresis: 5 });
    expect([125, 139.999, 140, 179.999, 180, 500, 122, 119].map((value) => severityAt(r, value))).toEqual([
      'info',
      'info',
      'warning',
      'warning',
      'critical',
      'critical',
      'info',
      'below',
    ]);
  });

  test('of a fall, and of a level that is fallen to', () => {
    const fall = rule({ metric: 'yoy', direction: 'fall', percent: 25 }, { escalation: ladder });
    expect([75, 60, 20].map((value) => severityAt(fall, value))).toEqual(['info', 'warning', 'critical']);
    const level = rule({ metric: 'level', direction: 'fall', value: 50 }, { escalation: [{ from: 10, severity: 'critical' }] });
    expect([50, 11, 10].map((value) => severityAt(level, value))).toEqual(['info', 'info', 'critical']);
  });
});

describe('a level', () => {
  const june = (r: Rule, value: number | null, status?: 'Q'): Judgement =>
    judge(r, series([['2025-06', value, 'month', status ?? (value === null ? 'M' : 'A')]]), month(202506));

  test('is reached from below, and with a hysteresis in percent of it', () => {
    const r = rule({ metric: 'level', direction: 'rise', value: 1000 }, { hysteresis: 5 });
    expect([1000, 999.999, 950, 949.999].map((value) => june(r, value).crossing)).toEqual(['above', 'near', 'near', 'below']);
  });

  test('is fallen to, exactly', () => {
    const r = rule({ metric: 'level', direction: 'fall', value: 1.1 }, { hysteresis: 10 });
    // 1.1 * 1.1 is 1.2100000000000002 in binary
    expect([1.1, 1.2, 1.21, 1.2100000000000002].map((value) => june(r, value).crossing)).toEqual(['above', 'near', 'near', 'below']);
  });

  test('needs the figure of the month, and no base', () => {
    const r = rule({ metric: 'level', direction: 'rise', value: 1000 }, { minimumBase: 5000 });
    expect(june(r, 1000)).toMatchObject({ crossing: 'above', reading: { figures: { current: 1000, base: null, percent: null } } });
    expect(inWords(june(r, null))).toBe('no_current');
    expect(inWords(june(r, null, 'Q'))).toBe('suppressed');
    const combined = series([['2025-01/2025-02', 3000, 'combined']]);
    expect(subjectsOf(r, combined)).toEqual([]);
    expect(inWords(judge(r, combined, month(202502)))).toBe('no_current');
  });
});

describe('a record', () => {
  const r = (more: Partial<Rule> = {}, direction: 'rise' | 'fall' = 'rise', least = 3): Rule =>
    rule({ metric: 'record', direction, months: least }, more);
  const may = (value: number | null, rest: FigureEntry[] = months(2025, [10, 30, 20, 25])) =>
    series([...rest, ['2025-05', value, 'month']]);

  test('is above every month before it; what only equals the highest is none', () => {
    const judged = (value: number, more?: Partial<Rule>) => judge(r(more), may(value), month(202505));
    expect([31, 30, 29].map((value) => judged(value).crossing)).toEqual(['above', 'below', 'below']);
    expect([30.001, 30, 28.5, 28.499].map((value) => judged(value, { hysteresis: 5 }).crossing)).toEqual([
      'above',
      'near',
      'near',
      'below',
    ]);
    expect(judged(31)).toMatchObject({ reading: { figures: { current: 31, base: 30 }, baseEnd: 202502 } });
  });

  test('is below every month before it', () => {
    expect([9, 10, 11].map((value) => judge(r({}, 'fall'), may(value), month(202505)).crossing)).toEqual(['above', 'below', 'below']);
    expect([9, 10, 10.5, 10.6].map((value) => judge(r({ hysteresis: 5 }, 'fall'), may(value), month(202505)).crossing)).toEqual([
      'above',
      'near',
      'near',
      'below',
    ]);
  });

  test.each<[string, WatchedSeries, string]>([
    ['too few months are known', may(99, months(2025, [null, null, 20, 25])), 'short_history'],
    ['a month between is not known', may(99, months(2025, [10, 30, null, 25])), 'no_base'],
    [
      'a month between is missing by the source’s word',
      may(99, [...months(2025, [10, 30]), ['2025-03', null], ['2025-04', 25]]),
      'no_base',
    ],
    ['its own figure is not known', may(null), 'no_current'],
  ])('is none where %s', (_, of, expected) => {
    expect(inWords(judge(r({}, 'rise', 3), of, month(202505)))).toBe(expected);
  });

  test('January and February that are published as one figure harm only what is not above both together', () => {
    const year = (together: number) => [
      ...months(2024, [10, 11, 12], 10),
      ['2025-01/2025-02', together, 'combined'] as const,
      ['2025-03', 13] as const,
    ];
    expect(inWords(judge(r(), series(year(12.5)), month(202503)))).toBe('above');
    // Either of the two months may have been 13 or more.
    expect(inWords(judge(r(), series(year(90)), month(202503)))).toBe('no_base');
    // What is no record against a known month is none, whatever is not known.
    expect(inWords(judge(r(), series([...year(90).slice(0, -1), ['2025-03', 11]]), month(202503)))).toBe('below');
    const withoutBoth = year(90).filter(([text]) => text !== '2025-01/2025-02');
    expect(inWords(judge(r(), series(withoutBoth), month(202503)))).toBe('no_base');
  });
});

describe('a revision', () => {
  const r = rule({ metric: 'revision', direction: 'either', percent: 5 });
  const first = (value: number, p: Period = month(202506)) => ({ firstValues: new Map([[figureId(p), value]]) });

  test('is of a figure that moved from what it was first published as', () => {
    expect(judge(r, series([['2025-06', 105]], first(100)), month(202506))).toMatchObject({
      crossing: 'above',
      reading: { figures: { current: 105, base: 100, percent: 5 }, baseEnd: null },
    });
    expect(inWords(judge(r, series([['2025-06', 95]], first(100)), month(202506)))).toBe('above');
    expect(inWords(judge(r, series([['2025-06', 104.999]], first(100)), month(202506)))).toBe('below');
  });

  test('is none of a figure that was never revised', () => {
    expect(inWords(judge(r, series([['2025-06', 105]]), month(202506)))).toBe('below');
  });

  test('is asked of every kind of period, each by itself', () => {
    const of = series(
      [
        ['2025-01/2025-02', 110, 'combined'],
        ['2025-01/2025-03', 200, 'ytd'],
        ['2025-03', 90],
      ],
      first(100, janFeb(2025)),
    );
    expect(new Set(subjectsOf(r, of).map((p) => `${p.kind} ${formatPeriod(p)}`))).toEqual(
      new Set(['combined 2025-01/2025-02', 'month 2025-03', 'ytd 2025-01/2025-03']),
    );
    expect(subjectsOf(r, of).map((p) => inWords(judge(r, of, p)))).toEqual(['above', 'below', 'below']);
  });

  test('is unknown where the figure is, or where nothing was published at first', () => {
    expect(inWords(judge(r, series([['2025-06', null]], first(100)), month(202506)))).toBe('no_current');
    expect(inWords(judge(r, series([['2025-06', null, 'month', 'Q']], first(100)), month(202506)))).toBe('suppressed');
    expect(inWords(judge(r, series([['2025-06', 105]], first(0)), month(202506)))).toBe('base_zero_or_small');
  });
});

describe('a mirror gap', () => {
  const r = rule({ metric: 'mirror_gap', direction: 'either', percent: 20 });
  const importer = (value: number | null, product = '85051110'): MirrorSeries => ({
    key: { ...KEY, reporter: 'US', partner: 'CN', flow: 'import', classification: 'HS8', product },
    valuation: 'CIF',
    months: new Map(value === null ? [] : [[202506, value]]),
  });
  const gap = (exporter: number | null, mirror: MirrorSeries | null): Judgement =>
    judge(r, series(exporter === null ? [] : [['2025-06', exporter]], { mirror }), month(202506));

  test('is what the importer states above or below what the exporter states', () => {
    expect(gap(100, importer(120))).toMatchObject({ crossing: 'above', reading: { figures: { current: 120, base: 100, percent: 20 } } });
    expect(inWords(gap(100, importer(80)))).toBe('above');
    expect(inWords(gap(100, importer(119.999)))).toBe('below');
  });

  test('is unknown without a comparable other side', () => {
    expect(inWords(gap(100, null))).toBe('mirror_unknown');
    expect(inWords(gap(100, importer(null)))).toBe('mirror_unknown');
    expect(inWords(gap(null, importer(120)))).toBe('mirror_unknown');
    expect(inWords(gap(0, importer(120)))).toBe('mirror_unknown');
    // Parts of one heading in two nomenclatures are not known to be the same goods.
    expect(inWords(gap(100, importer(120, '85051190')))).toBe('mirror_unknown');
  });

  test('is unknown between two editions of the Harmonized System', () => {
    const sent = { ...series([['2025-06', 100]]).key, classification: 'HS2017', product: '854231' };
    const came = (classification: string): MirrorSeries => {
      const side = importer(900);
      return { ...side, key: { ...side.key, classification, product: '854231' } };
    };
    const judged = (mirror: MirrorSeries): string =>
      inWords(judge(r, { ...series([['2025-06', 100]], { mirror }), key: sent }, month(202506)));
    expect([judged(came('HS2017')), judged(came('HS2022')), judged(came('HS'))]).toEqual(['above', 'mirror_unknown', 'mirror_unknown']);
  });
});

describe('several periods in a row', () => {
  const three = rule(rise(25), { streak: 3 });
  const growing = (percents: readonly (number | null)[], from: number): FigureEntry[] => [
    ...months(
      2024,
      percents.map(() => 100),
      from,
    ),
    ...months(
      2025,
      percents.map((p) => (p === null ? null : 100 + p)),
      from,
    ),
  ];

  test.each<[string, readonly (number | null)[], string]>([
    ['all beyond it', [30, 26, 25], 'above'],
    ['the first is not', [10, 26, 25], 'below'],
    ['the last is not', [30, 26, 10], 'below'],
    ['one between is near', [30, 24, 25], 'near'],
    ['the last is near', [30, 26, 24], 'near'],
    ['one between is not known', [30, null, 25], 'no_current'],
    ['one is not known and one below: below is known', [10, null, 25], 'below'],
  ])('%s', (_, percents, expected) => {
    expect(inWords(judge({ ...three, hysteresis: 2 }, series(growing(percents, 4)), month(202506)))).toBe(expected);
  });

  test('what is not known is named', () => {
    expect(judge(three, series(growing([30, null, 25], 4)), month(202506))).toMatchObject({
      detail: 'the rule wants 3 periods in a row, and of 2025-05 the current period needs 2025-05, which is not known',
    });
  });

  test('January-February stands for both where the months are not there', () => {
    const over = (both: number, ...more: FigureEntry[]) =>
      series([
        ['2023-12', 100],
        ['2024-01/2024-02', 200, 'combined'],
        ['2024-03', 100],
        ['2024-12', 130],
        ['2025-01/2025-02', both, 'combined'],
        ['2025-03', 130],
        ...more,
      ]);
    expect(inWords(judge(three, over(260), month(202503)))).toBe('above');
    expect(streakOf(three, over(260), month(202503))).toBe(3);
    expect(inWords(judge(three, over(210), month(202503)))).toBe('below');
    expect(inWords(judge(three, over(260), janFeb(2025)))).toBe('no_current');
    // A month that is published beside it counts by itself.
    expect(inWords(judge(three, over(260, ['2024-02', 100], ['2025-02', 90]), month(202503)))).toBe('below');
  });

  test('of cumulative figures the one that ends a month earlier is the one before', () => {
    const cumulative: Rule = { ...three, when: { metric: 'ytd_yoy', direction: 'rise', percent: 25 }, streak: 2 };
    const of = series([...months(2024, [100, 100, 100]), ...months(2025, [100, 150, 150])]);
    expect(
      subjectsOf(cumulative, of)
        .slice(-3)
        .map((p) => inWords(judge(cumulative, of, p))),
    ).toEqual(['below', 'below', 'above']);
    const steeper = series([...months(2024, [100, 100, 100]), ...months(2025, [130, 150, 150])]);
    expect(inWords(judge(cumulative, steeper, ytd(202503)))).toBe('above');
  });

  test('counts how many there are, and none for a period that does not cross itself', () => {
    expect(streakOf(rule(rise(25)), series(growing([10, 30, 26, 25], 3)), month(202506))).toBe(3);
    expect(streakOf(rule(rise(25)), series(growing([30, 10], 5)), month(202506))).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import {
  type AlertMemory,
  type AlertState,
  type Belief,
  beliefAfter,
  correction,
  digestOf,
  fingerprint,
  MOST_TURNS,
  messageId,
  type Occasion,
  type Transition,
  transition,
} from '../../src/domain/alert.ts';
import { type Judgement, judge } from '../../src/domain/judgement.ts';
import { janFeb, month, ytd } from '../../src/domain/period.ts';
import type { Rule } from '../../src/domain/rule.ts';
import type { Status } from '../../src/domain/series.ts';
import type { AlertFigures } from '../../src/domain/threshold.ts';
import { ruleOf } from '../support/rules.ts';
import { figures, KEY } from '../support/store.ts';

const RULE = ruleOf({
  what: { partners: ['WORLD'] },
  when: { metric: 'yoy', direction: 'rise', percent: 25 },
  hysteresis: 2,
  escalation: [{ from: 50, severity: 'critical' }],
});

/** June 2025 against 100 in June 2024. */
const now = (value: number | null, rule: Rule = RULE, status: Status = 'A'): Judgement =>
  judge(
    rule,
    {
      key: KEY,
      figures: figures([['2024-06', 100], ...(value === null ? [] : [['2025-06', value, 'month', status] as const])]),
      firstValues: new Map(),
      mirror: null,
    },
    month(202506),
  );

const at = (current: number): AlertFigures => ({ current, base: 100, percent: current - 100 });
/** As told and as known: 130 against 100, a warning. */
const memory = (state: AlertState, more: Partial<AlertMemory> = {}): AlertMemory => ({
  state,
  figures: at(130),
  told: at(130),
  severity: 'warning',
  sequence: 1,
  sightings: 1,
  turns: 0,
  ...more,
});

const inWords = (next: Transition | null): string => {
  if (next === null) return '-';
  const telling = next.event === null || next.event === 'recorded' || next.telling === 'message' ? '' : ` (${next.telling})`;
  return `${next.event ?? 'quietly'} > ${next.state}${telling}`;
};

/** What the figures are now, where 130 was known and told. */
const CROSSINGS: Readonly<Record<string, number | null>> = {
  'above, the same': 130,
  'above, moved a little': 130.9,
  'above, moved by the material change': 131,
  'above, of another severity': 150,
  'near, within the hysteresis': 123,
  'below the hysteresis': 122.999,
  'not known': null,
};

/** Every state and every crossing, as news, as history and under a changed rule; `-` is nothing to record. */
const TABLE: Readonly<
  Record<AlertState | 'clear', Readonly<Record<keyof typeof CROSSINGS, readonly [news: string, history: string, changed: string]>>>
> = {
  clear: {
    'above, the same': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'above, moved a little': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'above, moved by the material change': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'above, of another severity': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'near, within the hysteresis': ['-', '-', '-'],
    'below the hysteresis': ['-', '-', '-'],
    'not known': ['-', '-', '-'],
  },
  pending: {
    'above, the same': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'above, moved a little': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'above, moved by the material change': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'above, of another severity': ['raised > firing', 'raised > historical (digest)', 'raised > historical (digest)'],
    'near, within the hysteresis': ['quietly > clear', 'quietly > clear', 'quietly > clear'],
    'below the hysteresis': ['quietly > clear', 'quietly > clear', 'quietly > clear'],
    'not known': ['quietly > clear', 'quietly > clear', 'quietly > clear'],
  },
  firing: {
    'above, the same': ['-', '-', 'quietly > firing'],
    'above, moved a little': ['recorded > firing', 'recorded > firing', 'quietly > firing'],
    'above, moved by the material change': ['updated > firing', 'updated > firing', 'quietly > firing'],
    'above, of another severity': ['updated > firing', 'updated > firing', 'updated > firing (digest)'],
    'near, within the hysteresis': ['updated > firing', 'updated > firing', 'quietly > firing'],
    'below the hysteresis': ['retracted > retracted', 'retracted > retracted', 'ended > ended (digest)'],
    'not known': ['withdrawn > suspended', 'withdrawn > suspended', 'ended > ended (digest)'],
  },
  historical: {
    'above, the same': ['-', '-', 'quietly > historical'],
    'above, moved a little': ['recorded > historical', 'recorded > historical', 'quietly > historical'],
    'above, moved by the material change': ['updated > historical', 'updated > historical', 'quietly > historical'],
    'above, of another severity': ['updated > historical', 'updated > historical', 'updated > historical (digest)'],
    'near, within the hysteresis': ['updated > historical', 'updated > historical', 'quietly > historical'],
    'below the hysteresis': ['retracted > retracted', 'retracted > retracted', 'ended > ended (digest)'],
    'not known': ['withdrawn > suspended', 'withdrawn > suspended', 'ended > ended (digest)'],
  },
  retracted: {
    'above, the same': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'above, moved a little': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'above, moved by the material change': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'above, of another severity': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'near, within the hysteresis': ['-', '-', '-'],
    'below the hysteresis': ['-', '-', '-'],
    'not known': ['-', '-', '-'],
  },
  suspended: {
    'above, the same': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'above, moved a little': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'above, moved by the material change': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'above, of another severity': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'near, within the hysteresis': ['reinstated > firing', 'reinstated > firing', 'reinstated > firing (digest)'],
    'below the hysteresis': ['retracted > retracted', 'retracted > retracted', 'retracted > retracted (digest)'],
    'not known': ['-', '-', '-'],
  },
  ended: {
    'above, the same': ['reinstated > firing', 'reinstated > historical (digest)', 'reinstated > historical (digest)'],
    'above, moved a little': ['reinstated > firing', 'reinstated > historical (digest)', 'reinstated > historical (digest)'],
    'above, moved by the material change': ['reinstated > firing', 'reinstated > historical (digest)', 'reinstated > historical (digest)'],
    'above, of another severity': ['reinstated > firing', 'reinstated > historical (digest)', 'reinstated > historical (digest)'],
    'near, within the hysteresis': ['-', '-', '-'],
    'below the hysteresis': ['-', '-', '-'],
    'not known': ['-', '-', '-'],
  },
};

describe('what becomes of an alert', () => {
  const cells = Object.entries(TABLE).flatMap(([state, row]) =>
    Object.entries(row).flatMap(([crossing, [news, history, changed]]) => [
      { state, crossing, occasion: 'news' as const, expected: news },
      { state, crossing, occasion: 'history' as const, expected: history },
      { state, crossing, occasion: 'rule_changed' as const, expected: changed },
    ]),
  );

  test.each(cells)('$state, now $crossing ($occasion): $expected', ({ state, crossing, occasion, expected }) => {
    const before = state === 'clear' ? null : memory(state as AlertState);
    const next = transition(RULE, before, now(CROSSINGS[crossing] ?? null), { occasion, stated: true });
    expect(inWords(next)).toBe(expected);
    if (next === null || next.event === null) return;
    // What is told has its figures, its severity and its reason; what ends says what it said.
    const unknown = next.event === 'ended' ? before?.figures : null;
    expect(next.figures).toEqual(
      CROSSINGS[crossing] === null ? unknown : expect.objectContaining({ current: CROSSINGS[crossing], base: 100 }),
    );
    if (next.state === 'firing' || next.state === 'historical')
      expect(next.severity).toBe(CROSSINGS[crossing] === 150 ? 'critical' : 'warning');
    if (['updated', 'retracted', 'withdrawn', 'ended', 'recorded'].includes(next.event)) expect(next.reason).not.toBeNull();
  });

  test('the table states every state, every crossing and every occasion', () => {
    expect(cells).toHaveLength(7 * 7 * 3);
  });

  test('many small moves are held against what was told, not against the last of them', () => {
    const small = memory('firing', { figures: at(130.8) });
    expect(inWords(transition(RULE, small, now(131), { occasion: 'news', stated: true }))).toBe('updated > firing');
    expect(inWords(transition(RULE, small, now(130), { occasion: 'news', stated: true }))).toBe('recorded > firing');
  });

  test('a figure that goes back over the threshold from within the hysteresis is told again, however little it moved', () => {
    const near = memory('firing', { figures: at(124.9), told: at(124.9) });
    expect(inWords(transition(RULE, near, now(125), { occasion: 'news', stated: true }))).toBe('updated > firing');
  });

  test('falls are mirrored', () => {
    const fall: Rule = { ...RULE, when: { metric: 'yoy', direction: 'fall', percent: 25 } };
    const told = memory('firing', { figures: at(70), told: at(70) });
    const next = (value: number) => inWords(transition(fall, told, now(value, fall), { occasion: 'news', stated: true }));
    expect([70, 70.9, 69, 50, 77, 77.001].map(next)).toEqual([
      '-',
      'recorded > firing',
      'updated > firing',
      'updated > firing',
      'updated > firing',
      'retracted > retracted',
    ]);
  });

  test('the next month below the threshold is another statement, not an end of this one', () => {
    const july = judge(
      RULE,
      {
        key: KEY,
        figures: figures([
          ['2024-06', 100],
          ['2025-06', 130],
          ['2024-07', 100],
          ['2025-07', 90],
        ]),
        firstValues: new Map(),
        mirror: null,
      },
      month(202507),
    );
    expect(transition(RULE, null, july, { occasion: 'news', stated: true })).toBeNull();
  });
});

describe('waiting for a confirmation', () => {
  const twice: Rule = { ...RULE, confirm: { vintages: 2 } };
  const final: Rule = { ...RULE, confirm: 'final' };
  const of = (rule: Rule, before: AlertMemory | null, value: number | null, occasion: Occasion, stated: boolean, status: Status = 'A') => {
    const next = transition(rule, before, now(value, rule, status), { occasion, stated });
    return next === null ? '-' : `${inWords(next)}, seen ${next.sightings}`;
  };

  test.each<[string, Rule, AlertMemory | null, number | null, Occasion, boolean, Status, string]>([
    ['of two publications: the first', twice, null, 130, 'news', true, 'A', 'quietly > pending, seen 1'],
    ['of two: the second that states it', twice, memory('pending'), 130, 'news', true, 'A', 'raised > firing, seen 2'],
    ['of two: a second that does not state the period', twice, memory('pending'), 130, 'news', false, 'A', 'quietly > pending, seen 1'],
    ['of two: the second denies it', twice, memory('pending'), 110, 'news', true, 'A', 'quietly > clear, seen 1'],
    ['of two: the second is only near', twice, memory('pending'), 124, 'news', true, 'A', 'quietly > clear, seen 1'],
    ['of two: then not known', twice, memory('pending'), null, 'news', true, 'A', 'quietly > clear, seen 1'],
    ['of two: history counts at once', twice, null, 130, 'history', true, 'A', 'raised > historical (digest), seen 1'],
    ['of two: a new rule counts at once', twice, null, 130, 'rule_changed', true, 'A', 'raised > historical (digest), seen 1'],
    ['final: provisional', final, null, 130, 'news', true, 'P', 'quietly > pending, seen 1'],
    ['final: estimated', final, null, 130, 'news', true, 'E', 'quietly > pending, seen 1'],
    ['final: still provisional', final, memory('pending'), 135, 'news', true, 'P', 'quietly > pending, seen 2'],
    ['final: provisional in a first load', final, null, 130, 'history', true, 'P', 'quietly > pending, seen 1'],
    ['final: now final', final, memory('pending'), 130, 'news', true, 'A', 'raised > firing, seen 2'],
    ['final: final and below', final, memory('pending'), 110, 'news', true, 'A', 'quietly > clear, seen 1'],
    ['immediate: provisional', RULE, null, 130, 'news', true, 'P', 'raised > firing, seen 1'],
  ])('%s', (_, rule, before, value, occasion, stated, status, expected) => {
    expect(of(rule, before, value, occasion, stated, status)).toBe(expected);
  });

  test('what stands does not wait again: a provisional revision is told', () => {
    expect(inWords(transition(final, memory('firing'), now(140, final, 'P'), { occasion: 'news', stated: true }))).toBe('updated > firing');
    expect(inWords(transition(twice, memory('retracted'), now(140, twice), { occasion: 'news', stated: true }))).toBe(
      'reinstated > firing',
    );
  });
});

describe('a figure that goes to and fro', () => {
  test('is called unstable once, at the fourth turn, and told by the month from then on', () => {
    let before = memory('firing');
    const told: string[] = [];
    for (const value of [110, 130, 110, 130, 110, 130, 140]) {
      const next = transition(RULE, before, now(value), { occasion: 'news', stated: true });
      if (next === null || next.state === 'clear') throw new Error('nothing happened');
      told.push(inWords(next));
      const known = next.figures ?? before.figures;
      before = { ...before, state: next.state, figures: known, told: known, severity: next.severity, turns: next.turns };
    }
    expect(told).toEqual([
      'retracted > retracted',
      'reinstated > firing',
      'retracted > retracted',
      'unstable > firing',
      'retracted > retracted (monthly)',
      'reinstated > firing (monthly)',
      'updated > firing (monthly)',
    ]);
  });

  test.each<[string, AlertState, number | null, number, string]>([
    ['an update is no turn', 'firing', 135, 3, 'updated > firing'],
    ['a small move is no turn', 'firing', 130.5, 9, 'recorded > firing'],
    ['a suspension is a turn', 'firing', null, 3, 'unstable > suspended'],
    ['what was suspended and is retracted has turned before', 'suspended', 110, 3, 'retracted > retracted'],
    ['a return is a turn', 'suspended', 130, 3, 'unstable > firing'],
  ])('%s', (_, state, value, turns, expected) => {
    expect(inWords(transition(RULE, memory(state, { turns }), now(value), { occasion: 'news', stated: true }))).toBe(expected);
  });

  test('what a changed rule does is told in its digest all the same', () => {
    expect(inWords(transition(RULE, memory('firing', { turns: MOST_TURNS }), now(110), { occasion: 'rule_changed', stated: true }))).toBe(
      'ended > ended (digest)',
    );
  });
});

describe('what a receiver has to be told', () => {
  const told = (state: Belief['state'], current = 130, severity: Belief['severity'] = 'warning'): Belief => ({
    state,
    figures: state === 'withdrawn' ? null : at(current),
    severity,
  });
  const truth = (state: AlertState, current = 130) => ({ state, figures: at(current), severity: 'warning' as const });

  test.each<[Belief | null, ReturnType<typeof truth>, string | null]>([
    [null, truth('pending'), null],
    [null, truth('firing'), 'raised'],
    [null, truth('historical'), 'raised'],
    [null, truth('retracted'), null],
    [null, truth('suspended'), null],
    [null, truth('ended'), null],
    [told('stands'), truth('firing'), null],
    [told('stands'), truth('firing', 130.9), null],
    [told('stands'), truth('firing', 131), 'updated'],
    [told('stands'), truth('firing', 124), 'updated'],
    [told('stands', 130, 'critical'), truth('firing'), 'updated'],
    [told('stands'), truth('retracted', 110), 'retracted'],
    [told('stands'), truth('suspended'), 'withdrawn'],
    [told('stands'), truth('ended'), 'ended'],
    [told('withdrawn'), truth('firing'), 'reinstated'],
    [told('withdrawn'), truth('retracted', 110), 'retracted'],
    [told('withdrawn'), truth('suspended'), null],
    [told('withdrawn'), truth('ended'), 'ended'],
    [told('does_not_stand', 110), truth('firing'), 'reinstated'],
    [told('does_not_stand', 110), truth('retracted', 110), null],
    [told('does_not_stand', 110), truth('retracted', 90), null],
    [told('does_not_stand', 110), truth('suspended'), null],
    [told('does_not_stand', 110), truth('ended'), null],
  ])('believing %j where %j is true: %s', (belief, is, expected) => {
    expect(correction(RULE, belief, is)).toBe(expected);
  });

  test('is told anew when its rule compares what it did not compare before, though the figure is the same', () => {
    const level: Belief = { state: 'stands', figures: { current: 124, base: null, percent: null }, severity: 'warning' };
    expect(correction(RULE, level, truth('firing', 124))).toBe('updated');
  });

  test('of what was only counted nothing is told, whatever becomes of it, but that it is more severe', () => {
    const { figures, severity } = truth('firing');
    const after = beliefAfter({ kind: 'raised', figures, severity, stands: true, isListed: false });
    for (const is of [truth('firing', 200), truth('retracted', 90), truth('suspended'), truth('ended')]) {
      expect(correction(RULE, after, is)).toBeNull();
      expect(correction(RULE, after, { ...is, severity: 'info' })).toBeNull();
      expect(correction(RULE, after, { ...is, severity: 'critical' })).toBe(is.state === 'firing' ? 'raised' : null);
    }
  });

  test('having been told it, it need not be told again', () => {
    for (const is of [truth('firing'), truth('retracted', 110), truth('suspended'), truth('ended')]) {
      for (const belief of [null, told('stands'), told('withdrawn'), told('does_not_stand', 110)]) {
        const kind = correction(RULE, belief, is);
        if (kind === null) continue;
        const { figures, severity } = is;
        const after = beliefAfter({ kind, figures, severity, stands: is.state === 'firing', isListed: true });
        expect(correction(RULE, after, is)).toBeNull();
      }
    }
  });
});

describe('identity', () => {
  test('is of rule, series and period alone, and differs by kind of period', () => {
    const key = 'china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg';
    const prints = [
      fingerprint('magnets', key, month(202502)),
      fingerprint('magnets', key, janFeb(2025)),
      fingerprint('magnets', key, ytd(202502)),
      fingerprint('other', key, month(202502)),
    ];
    expect(new Set(prints).size).toBe(4);
    expect(prints[0]).toBe(fingerprint('magnets', key, month(202502)));
    expect(messageId(prints[0] as string, 1, 'desk')).not.toBe(messageId(prints[0] as string, 2, 'desk'));
  });

  test('does not confuse parts that read alike when joined', () => {
    expect(digestOf('ab', 'c')).not.toBe(digestOf('a', 'bc'));
  });
});

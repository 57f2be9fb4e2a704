import { describe, expect, test } from 'vitest';
import {
  type AlertMemory,
  decide,
  digestOf,
  fingerprint,
  type Judgement,
  judge,
  messageId,
  type Occasion,
} from '../../src/domain/alert.ts';
import { growth } from '../../src/domain/growth.ts';
import { janFeb, month, ytd } from '../../src/domain/period.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { figures } from '../support/store.ts';

const RULE: Rule = {
  id: 'magnets',
  title: null,
  what: {
    pipelines: null,
    product: 'HS8:85051110',
    flow: 'export',
    reporter: 'CN',
    partners: ['WORLD'],
    measure: 'net_weight',
    unit: null,
  },
  when: { metric: 'yoy', direction: 'rise', percent: 25 },
  minimumBase: 0,
  minimumChange: 0,
  hysteresis: 2,
  materialChange: 1,
  severity: 'warning',
  receivers: ['desk'],
};

/** June 2025 against 100 in June 2024. */
const now = (value: number | null, rule: Rule = RULE): Judgement =>
  judge(rule, growth(figures([['2024-06', 100], ...(value === null ? [] : [['2025-06', value] as const])]), month(202506), 'yoy'));

const told = (state: AlertMemory['state'], current: number): AlertMemory => ({
  state,
  told: { current, base: 100, percent: current - 100 },
  sequence: 1,
});

describe('holding a growth against a rule', () => {
  test.each([
    [125, 'above'],
    [124.999, 'near'],
    [123, 'near'],
    [122.999, 'below'],
    [60, 'below'],
  ])('%d against 100 at a threshold of 25 %% with hysteresis 2 is %s', (value, crossing) => {
    expect(now(value).crossing).toBe(crossing);
  });

  test('mirrors falls, and takes both sides when asked', () => {
    const fall: Rule = { ...RULE, when: { ...RULE.when, direction: 'fall' } };
    const either: Rule = { ...RULE, when: { ...RULE.when, direction: 'either' } };
    expect(now(75, fall).crossing).toBe('above');
    expect(now(76, fall).crossing).toBe('near');
    expect(now(200, fall).crossing).toBe('below');
    expect([now(75, either).crossing, now(125, either).crossing, now(100, either).crossing]).toEqual(['above', 'above', 'below']);
  });

  test('does not judge what is unknown, nor a base or a change that is too small', () => {
    expect(now(null)).toMatchObject({ crossing: 'insufficient', reason: 'no_current' });
    expect(now(200, { ...RULE, minimumBase: 101 })).toMatchObject({ crossing: 'insufficient', reason: 'base_zero_or_small' });
    expect(now(130, { ...RULE, minimumChange: 31 }).crossing).toBe('below');
  });
});

describe('what becomes of an alert', () => {
  const outcomeOf = (before: AlertMemory | null, value: number | null, occasion: Occasion = 'news') => {
    const decision = decide(RULE, before, now(value), occasion);
    return decision === null ? null : `${decision.event} -> ${decision.state}${decision.digest ? ' (digest)' : ''}`;
  };

  test.each<[string, AlertMemory | null, number | null, string | null]>([
    ['clear, at the threshold', null, 125, 'raised -> firing'],
    ['clear, below', null, 124.9, null],
    ['clear, unknown', null, null, null],
    ['firing, the same figures', told('firing', 130), 130, null],
    ['firing, moved a little', told('firing', 130), 130.9, null],
    ['firing, moved by the material change', told('firing', 130), 131, 'updated -> firing'],
    ['firing, now within the hysteresis', told('firing', 130), 124, 'updated -> firing'],
    ['firing, now below the hysteresis', told('firing', 130), 122, 'retracted -> retracted'],
    ['firing, now unknown', told('firing', 130), null, 'withdrawn -> suspended'],
    ['retracted, above again', told('retracted', 122), 126, 'reinstated -> firing'],
    ['retracted, still below', told('retracted', 122), 124, null],
    ['retracted, now unknown', told('retracted', 122), null, null],
    ['suspended, back above', told('suspended', 130), 130, 'reinstated -> firing'],
    ['suspended, back below', told('suspended', 130), 110, 'retracted -> retracted'],
    ['suspended, still unknown', told('suspended', 130), null, null],
    ['historical, revised below', told('historical', 130), 110, 'retracted -> retracted'],
  ])('%s', (_, before, value, expected) => {
    expect(outcomeOf(before, value)).toBe(expected);
  });

  test('first seen in a first load, it goes into a digest', () => {
    expect(outcomeOf(null, 160, 'history')).toBe('raised -> historical (digest)');
  });

  test.each<[string, AlertMemory, number | null, string]>([
    ['firing, no longer crossing', told('firing', 120), 120, 'retracted -> retracted (digest)'],
    ['firing, the base now too small', told('firing', 130), null, 'retracted -> retracted (digest)'],
    ['firing, crossing as before', told('firing', 130), 130, 'null -> firing (digest)'],
    ['retracted, crossing now', told('retracted', 130), 130, 'reinstated -> firing (digest)'],
  ])('when its rule was changed: %s', (_, before, value, expected) => {
    expect(outcomeOf(before, value, 'rule_changed')).toBe(expected);
  });

  test('the next month below the threshold is another statement, not an end of this one', () => {
    const july = judge(
      RULE,
      growth(
        figures([
          ['2024-06', 100],
          ['2025-06', 130],
          ['2024-07', 100],
          ['2025-07', 90],
        ]),
        month(202507),
        'yoy',
      ),
    );
    expect(decide(RULE, null, july, 'news')).toBeNull();
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

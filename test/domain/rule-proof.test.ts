import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition, Rule } from '../../src/domain/rule.ts';
import { exampleOf, proofOf } from '../../src/domain/rule-proof.ts';
import { isCrossing, thresholdOf } from '../../src/domain/threshold.ts';
import { ruleOf } from '../support/rules.ts';

const RULE = ruleOf({
  what: { product: 'HS:850511', partners: ['WORLD', 'US'] },
  when: { metric: 'yoy', direction: 'rise', percent: 25 },
  minimumBase: 1000,
  hysteresis: 1,
  receivers: [],
});

const anyWay = fc.constantFrom('rise', 'fall', 'either') as fc.Arbitrary<'rise' | 'fall' | 'either'>;
const oneWay = fc.constantFrom('rise', 'fall') as fc.Arbitrary<'rise' | 'fall'>;
const percent = fc.double({ min: 0.5, max: 99, noNaN: true });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    metric: fc.constantFrom('yoy', 'mom', 'qoq', 'ytd_yoy', 'rolling_3m_yoy', 'revision', 'mirror_gap'),
    direction: anyWay,
    percent,
  }) as fc.Arbitrary<Condition>,
  fc.record({ metric: fc.constant('level' as const), direction: oneWay, value: fc.double({ min: 1, max: 1e9, noNaN: true }) }),
  fc.record({ metric: fc.constant('record' as const), direction: oneWay, months: fc.integer({ min: 12, max: 120 }) }),
);

describe('the proof that a rule can fire', () => {
  test('is found for every rule that makes sense, and its figures do cross', () => {
    fc.assert(
      fc.property(
        condition,
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom<Rule['confirm'][]>('immediate', 'final', { vintages: 3 }),
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        fc.constantFrom('HS:850511', 'HS8:8505*', 'CN:*'),
        fc.constantFrom('CN', null),
        (when, streak, confirm, minimumBase, minimumChange, product, reporter) => {
          const what = { ...RULE.what, product, reporter };
          const rule = { ...RULE, what, when, streak: when.metric === 'revision' ? 1 : streak, confirm, minimumBase, minimumChange };
          const proof = proofOf(rule);
          expect(proof).toMatchObject({ fires: true });
          if (proof.fires) expect(isCrossing(thresholdOf(rule), proof.figures)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('is found for what can vanish', () => {
    expect(proofOf({ ...RULE, when: { metric: 'yoy', direction: 'fall', percent: 100 } })).toMatchObject({
      fires: true,
      figures: { current: 0 },
    });
  });

  test('shows its figures', () => {
    const proof = proofOf(RULE);
    expect(proof.fires && exampleOf(proof)).toMatch(/^2025-06: \d{1,3}(,\d{3})*(\.\d+)? kg against \d{1,3}(,\d{3})*(\.\d+)? kg$/);
  });

  test.each<[string, Partial<Rule>, string]>([
    ['a weight in a currency', { what: { ...RULE.what, unit: 'USD' } }, 'net weight is in kg, got "USD"'],
    [
      'a gap to the world',
      { when: { metric: 'mirror_gap', direction: 'either', percent: 10 }, what: { ...RULE.what, partners: ['WORLD'] } },
      'WORLD states no imports: name partners, or "partners: all"',
    ],
    [
      'a gap of a national code, which no importer has',
      {
        when: { metric: 'mirror_gap', direction: 'either', percent: 10 },
        what: { ...RULE.what, product: 'HS8:85051110', partners: ['US'] },
      },
      'no importer states the same goods as HS8:85051110, which is only part of a heading; use the heading: "850511"',
    ],
    [
      'a gap of a line that is no HS code',
      {
        when: { metric: 'mirror_gap', direction: 'either', percent: 10 },
        what: { ...RULE.what, product: 'GACC:rare-earth', partners: ['US'] },
      },
      'only HS codes of six or more digits have another side',
    ],
    ['a fall by more than all there is', { when: { metric: 'yoy', direction: 'fall', percent: 120 } }, 'nothing falls by more than 100 %'],
  ])('is refused for %s', (_, more, why) => {
    expect(proofOf({ ...RULE, ...more })).toEqual({ fires: false, why });
  });
});

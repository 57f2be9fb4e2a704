import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Rule, ruleIndex, watches, watchesOtherSide } from '../../src/domain/rule.ts';
import type { SeriesKey } from '../../src/domain/series.ts';
import { ruleOf } from '../support/rules.ts';

const PRODUCTS = ['HS:850511', 'HS8:85051110', 'CN:85051110'];
const NAMED = [...PRODUCTS, 'HS:85*', 'HS8:8505*', 'CN:85051110*', 'CN:*', 'CN:9*'];
const AREAS = ['CN', 'US', 'DE'];

const rule = fc
  .record({
    metric: fc.constantFrom('yoy' as const, 'mirror_gap' as const),
    product: fc.constantFrom(...NAMED),
    flow: fc.constantFrom('export' as const, 'import' as const),
    reporter: fc.constantFrom(null, ...AREAS),
    partners: fc.option(fc.uniqueArray(fc.constantFrom(...AREAS), { minLength: 1 }), { nil: null }),
    measure: fc.constantFrom('value' as const, 'net_weight' as const),
    unit: fc.constantFrom(null, 'USD'),
    pipelines: fc.constantFrom(null, ['one']),
  })
  .map(
    ({ metric, ...what }): Rule => ({
      ...{
        id: 'rule',
        title: null,
        what,
        when: { metric, direction: 'rise', percent: 25 },
        minimumBase: 0,
        minimumChange: 0,
        hysteresis: 0,
      },
      ...{ materialChange: 1, confirm: 'immediate', streak: 1, severity: 'warning', escalation: [], receivers: [] },
    }),
  );

const KEYS = ['one', 'two'].flatMap((pipeline) =>
  PRODUCTS.flatMap((text) =>
    AREAS.flatMap((reporter) =>
      AREAS.flatMap((partner) =>
        (['export', 'import'] as const).flatMap((flow) =>
          (['value', 'net_weight'] as const).map((measure): SeriesKey => {
            const [classification = '', product = ''] = text.split(':');
            return { pipeline, reporter, partner, flow, classification, product, measure, unit: measure === 'value' ? 'USD' : 'kg' };
          }),
        ),
      ),
    ),
  ),
);

test('the rules that look at a series are those that asking each would find, in their order', () => {
  let found = 0;
  let denied = 0;
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), (rules) => {
      const index = ruleIndex(rules);
      for (const key of KEYS) {
        const asked = rules.filter((one) => watches(one, key) || watchesOtherSide(one, key));
        const indexed = index.on(key);
        found += indexed.length;
        expect(indexed.length).toBe(asked.length);
        const near = index.near(key);
        expect(near.filter((one) => asked.includes(one))).toEqual(asked);
        denied += near.length === 0 ? 1 : 0;
        expect(indexed.every((one, index) => one === asked[index])).toBe(true);
      }
    }),
  );
  expect(found).toBeGreaterThan(500);
  expect(denied).toBeGreaterThan(500);
});

const growth = (product: string, reporter: string | null): Rule => ruleOf({ what: { product, reporter, measure: 'value' } });
const exportOf = (classification: string, product: string, reporter = 'DE'): SeriesKey => ({
  ...{ pipeline: 'one', reporter, partner: 'US', flow: 'export', classification, product, measure: 'value', unit: 'EUR' },
});

test('a rule is found once, whatever other rules begin with', () => {
  const rules = [growth('HS:850511*', null), growth('CN:85051110*', null), growth('CN:*', null)];
  expect(ruleIndex(rules).on(exportOf('HS', '850511'))).toEqual([rules[0]]);
});

test.each([
  ['CN:2846*', 'CN', '28461000', true],
  ['CN:2846*', 'CN', '28470000', false],
  ['CN:2846*', 'HS8', '28461000', false],
  ['CN:2846*', 'CN', '2846', true],
  ['CN:2846*', 'CN', '284', false],
  ['CN:*', 'CN', '01012100', true],
  ['CN:*', 'CN2', '01012100', false],
  ['CN:2846', 'CN', '28461000', false],
])('a rule on %s watches %s:%s: %s', (named, classification, product, expected) => {
  for (const reporter of ['DE', null]) {
    const rule = growth(named, reporter);
    expect(watches(rule, exportOf(classification, product))).toBe(expected);
    expect(ruleIndex([rule]).on(exportOf(classification, product))).toEqual(expected ? [rule] : []);
  }
  expect(watches(growth(named, 'FR'), exportOf(classification, product))).toBe(false);
});

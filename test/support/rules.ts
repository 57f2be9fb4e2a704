import type { Rule } from '../../src/domain/rule.ts';

/**
 * A rule on China's exports of rare-earth magnets by weight, to each partner: 25 % either way on a year before, told to `desk` as it stands,
 * once and without a threshold of size.
 */
export const ruleOf = ({ what, ...more }: Partial<Omit<Rule, 'what'>> & { readonly what?: Partial<Rule['what']> } = {}): Rule => ({
  id: 'magnets',
  title: null,
  what: {
    ...{ pipelines: null, product: 'HS8:85051110', flow: 'export', reporter: 'CN', partners: null, measure: 'net_weight', unit: null },
    ...what,
  },
  when: { metric: 'yoy', direction: 'either', percent: 25 },
  minimumBase: 0,
  minimumChange: 0,
  hysteresis: 0,
  materialChange: 1,
  confirm: 'immediate',
  streak: 1,
  severity: 'warning',
  escalation: [],
  receivers: ['desk'],
  ...more,
});

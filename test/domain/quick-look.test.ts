import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { figuresOf } from '../../src/domain/figures.ts';
import { BASES, growth, type MonthRange } from '../../src/domain/growth.ts';
import { judge, subjectsOf } from '../../src/domain/judgement.ts';
import { decidesAlone, mayCross } from '../../src/domain/quick-look.ts';
import { DIRECTIONS, type Rule } from '../../src/domain/rule.ts';
import type { WatchedSeries } from '../../src/domain/rule-reading.ts';
import { type Drawn, entries, figuresOfOneSeries } from '../support/drawn-series.ts';
import { ruleOf } from '../support/rules.ts';
import { KEY, observations } from '../support/store.ts';

const rule = (metric: (typeof BASES)[number], direction: (typeof DIRECTIONS)[number], percent: number, streak = 1): Rule =>
  ruleOf({ when: { metric, direction, percent }, streak, receivers: [] });

/** A series; what a rule asks of it; the month from which on, and so many behind it. */
const QUESTION = [
  figuresOfOneSeries,
  fc.constantFrom(...BASES),
  fc.constantFrom(...DIRECTIONS),
  fc.integer({ min: 1, max: 200 }),
  fc.constantFrom(0, 1, 2, 11),
  fc.constantFrom(0, 1, 5, 30),
] as const;

const isAsked = ({ end }: Drawn, { from, without }: MonthRange): boolean =>
  end >= from && (without === null || end < without.from || end > without.to);

test('a quick look never denies a crossing, from the months alone that it asks for', () => {
  const said = { denied: 0, crossed: 0, atTheMark: 0 };
  fc.assert(
    fc.property(...QUESTION, fc.boolean(), (drawn, metric, direction, percent, month, beyond, atMark) => {
      const all = figuresOf(observations(entries(drawn)));
      const from = 202401 + month;
      // The threshold is often exactly the rate of some period.
      const rates = drawn
        .map(({ kind, end }) => growth(all, { kind, end }, metric))
        .flatMap((rate) => (rate.known ? [Math.abs(rate.percent)] : []));
      const mark = atMark ? (rates.find((rate) => rate > 0) ?? percent) : percent;
      const asked = rule(metric, direction, mark);
      const series: WatchedSeries = { key: KEY, figures: all, firstValues: new Map(), mirror: null };
      const crossing = subjectsOf(asked, series, from).filter((subject) => judge(asked, series, subject).crossing === 'above');
      const read = (months: MonthRange) => figuresOf(observations(entries(drawn.filter((one) => isAsked(one, months)))));
      const may = mayCross(asked, read, { from, to: Math.min(from + beyond, 202412) });
      if (crossing.length > 0) expect(may).toBe(true);
      said.denied += may ? 0 : 1;
      said.crossed += crossing.length > 0 ? 1 : 0;
      said.atTheMark += crossing.length > 0 && atMark ? 1 : 0;
    }),
    { numRuns: 4000 },
  );
  expect(Math.min(said.denied, said.crossed, said.atTheMark)).toBeGreaterThan(50);
});

test('what crosses by the figures of a quick look crosses by all figures, and reads the same, where these decide alone', () => {
  const said = { decided: 0, left: 0, crossed: 0 };
  fc.assert(
    fc.property(...QUESTION, fc.constantFrom(1, 1, 1, 2), (drawn, metric, direction, percent, month, beyond, streak) => {
      const months = { from: 202401 + month, to: Math.min(202401 + month + beyond, 202412) };
      const asked = rule(metric, direction, percent, streak);
      const all = figuresOf(observations(entries(drawn)));
      let seen = all;
      mayCross(
        asked,
        (needed) => {
          seen = figuresOf(observations(entries(drawn.filter((one) => isAsked(one, needed)))));
          return seen;
        },
        months,
      );
      if (!decidesAlone(asked, seen, months)) {
        said.left += 1;
        return;
      }
      const crossings = (figures: typeof all) => {
        const series: WatchedSeries = { key: KEY, figures, firstValues: new Map(), mirror: null };
        return subjectsOf(asked, series, months.from).flatMap((subject) => {
          const judged = judge(asked, series, subject);
          return judged.crossing === 'above' ? [{ subject, judged }] : [];
        });
      };
      expect(crossings(seen)).toEqual(crossings(all));
      said.decided += 1;
      said.crossed += crossings(seen).length;
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(said.decided, said.left, said.crossed)).toBeGreaterThan(100);
});

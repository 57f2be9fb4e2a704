import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BASES } from '../../src/domain/growth.ts';
import { DIRECTIONS, type Rule } from '../../src/domain/rule.ts';
import type { Observation } from '../../src/domain/series.ts';
import { createDetector } from '../../src/stages/detect.ts';
import type { Detector } from '../../src/store/store.ts';
import { type Drawn, entries, figuresOfOneSeries } from '../support/drawn-series.ts';
import { observations, publish, temporaryStore } from '../support/store.ts';

const condition: fc.Arbitrary<Rule['when']> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      metric: fc.constantFrom(...BASES),
      direction: fc.constantFrom(...DIRECTIONS),
      percent: fc.integer({ min: 10, max: 150 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      metric: fc.constantFrom('revision' as const, 'mirror_gap' as const),
      direction: fc.constantFrom(...DIRECTIONS),
      percent: fc.integer({ min: 10, max: 150 }),
    }),
  },
  fc.record({ metric: fc.constant('level' as const), direction: fc.constantFrom('rise', 'fall'), value: fc.integer({ min: 5, max: 55 }) }),
  fc.record({ metric: fc.constant('record' as const), direction: fc.constantFrom('rise', 'fall'), months: fc.constantFrom(3, 12) }),
);

const rule: fc.Arbitrary<Rule> = fc
  .record({
    when: condition,
    streak: fc.constantFrom(1, 1, 2),
    confirm: fc.constantFrom<Rule['confirm'][]>('immediate', 'final', { vintages: 2 }),
    minimumBase: fc.constantFrom(0, 20),
  })
  .map(({ when, ...judging }) => ({
    ...{ id: Object.values(when).join('-'), title: null, minimumChange: 0, hysteresis: 0, materialChange: 1 },
    what: { pipelines: null, product: 'HS8:85051110', flow: 'export', reporter: 'CN', partners: null, measure: 'net_weight', unit: null },
    when,
    ...judging,
    ...{ severity: 'warning', escalation: [], receivers: ['desk'] },
  }));

/** Looks closely at every series, whatever a quick look would say. */
const closely = (detector: Detector): Detector => ({
  ...detector,
  wants: (key) => detector.wants(key),
  detect: (changed, ...rest) =>
    detector.detect(
      changed.map((one) => ({
        series: one.series,
        firstChanged: one.firstChanged,
        lastStated: one.lastStated,
        isNew: one.isNew,
        states: (end) => one.states(end),
        hasAlerts: true,
        latest: null,
      })),
      ...rest,
    ),
});

/** A first load up to a month, and then by month with a revision here and there, whatever is combined or missing. */
const publications = (drawn: readonly Drawn[], revised: readonly number[]): Drawn[][] => {
  const first = drawn.filter(({ end }) => end <= 202402);
  const later = [202403, 202404, 202412].map((until, index, all) => {
    const fresh = drawn.filter(({ end }) => end > (all[index - 1] ?? 202402) && end <= until);
    const chosen = first.filter((_, at) => revised.includes(at * 3 + index));
    return [...chosen.map((one) => ({ ...one, value: one.value === null ? null : one.value * 2 + 1 })), ...fresh];
  });
  return [first, ...later];
};

/** All that rules left in a database after publications, three months apart. */
async function stored(detector: Detector, list: readonly Observation[][]): Promise<unknown[][]> {
  const { store, file } = temporaryStore();
  for (const [index, figures] of list.entries()) {
    const at = new Date(Date.UTC(2024, 2 + index * 3, 18));
    await publish(store, at.toISOString(), figures, { detector });
  }
  store.close();
  const db = new Database(file, { readonly: true });
  const rows = ['alert', 'alert_event', 'outbox', 'outbox_alert'].map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all());
  db.close();
  return rows;
}

test('a series that a quick look passes over has nothing to tell: alerts, events and messages are those of a close look', {
  timeout: 120_000,
}, async () => {
  let alerts = 0;
  await fc.assert(
    fc.asyncProperty(
      figuresOfOneSeries,
      figuresOfOneSeries,
      fc.uniqueArray(rule, { minLength: 3, maxLength: 6, selector: ({ id }) => id }),
      fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 20 }),
      async (one, other, rules, revised) => {
        const detector = createDetector({ rules, channels: new Map([['desk', 'email']]), sources: new Map() });
        const seen = publications(one, revised);
        const beside = publications(other, []);
        const list = seen.map((figures, index) => [
          ...observations(entries(figures)),
          ...observations(entries(beside[index] ?? []), { partner: 'US' }),
          // The other side of what CN exports to the US.
          ...observations(entries(figures), { reporter: 'US', partner: 'CN', flow: 'import' }),
        ]);
        const told = await Promise.all([stored(detector, list), stored(closely(detector), list)]);
        expect(told[0]).toEqual(told[1]);
        alerts += told[0]?.[0]?.length ?? 0;
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
  expect(alerts).toBeGreaterThan(100);
});

/** A first load, then months one by one, some of which are revised before the next. */
const monthByMonth = (drawn: readonly Drawn[], revised: readonly number[]): Drawn[][] => {
  const months = drawn.filter(({ kind }) => kind === 'month');
  const next = months
    .filter(({ end }) => end > 202402)
    .flatMap((one, index) =>
      one.value !== null && revised.includes(index) ? [[one], [{ ...one, value: 60 - one.value }], [one]] : [[one]],
    );
  return [months.filter(({ end }) => end <= 202402), ...next];
};

test('what the newest figure alone decides in the merge is what a close look says, with alerts on the series and without', {
  timeout: 120_000,
}, async () => {
  let alerts = 0;
  let listed = 0;
  let published = 0;
  await fc.assert(
    fc.asyncProperty(
      figuresOfOneSeries,
      fc.uniqueArray(rule, { minLength: 1, maxLength: 2, selector: ({ id }) => id }),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
      async (drawn, others, revised) => {
        const yoy = others.map((one): Rule => ({ ...one, id: `${one.id}-yoy`, when: { metric: 'yoy', direction: 'either', percent: 60 } }));
        const detector = createDetector({ rules: yoy, channels: new Map([['desk', 'email']]), sources: new Map() });
        const counted: Detector = {
          ...detector,
          detect(changed, ...rest) {
            listed += changed.length;
            return detector.detect(changed, ...rest);
          },
        };
        const list = monthByMonth(drawn, revised).map((figures) => observations(entries(figures)));
        // Side by side, so that the publications of both have the same names.
        const told = await Promise.all([stored(counted, list), stored(closely(detector), list)]);
        expect(told[0]).toEqual(told[1]);
        alerts += told[0]?.[0]?.length ?? 0;
        published += list.length;
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
  expect(alerts).toBeGreaterThan(50);
  // Some were passed over before a rule was asked.
  expect(listed).toBeLessThan(published);
});

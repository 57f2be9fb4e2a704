import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPeriod } from '../../src/domain/period.ts';
import { formatSeriesKey } from '../../src/domain/series.ts';
import { backtest } from '../../src/stages/backtest.ts';
import { createDetector } from '../../src/stages/detect.ts';
import type { PastSeries } from '../../src/stages/past.ts';
import type { Store } from '../../src/store/store.ts';
import { ruleOf } from '../support/rules.ts';
import { observations, publish, temporaryStore } from '../support/store.ts';

const RULE = ruleOf({ id: 'magnets-yoy', what: { partners: ['WORLD'] }, hysteresis: 2 });

const detector = createDetector({ rules: [RULE], channels: new Map([['desk', 'email']]), sources: new Map() });
const on = (day: number): string => new Date(Date.UTC(2025, 0, 1 + day, 10)).toISOString();

async function recorded(store: Store): Promise<PastSeries[]> {
  return Promise.all(
    (await store.series()).map(async ({ key, valuation, productName }) => {
      const { pipeline, reporter, partner, flow } = key;
      const found = await store.versions([{ pipeline, reporter, partner, flow, product: `${key.classification}:${key.product}` }]);
      const versions = found.find((series) => formatSeriesKey(series.key) === formatSeriesKey(key))?.versions ?? [];
      return { key, valuation, productName, versions };
    }),
  );
}

/** What was told at the time, delivered at once. */
async function deliverAll(store: Store, at: string): Promise<string[]> {
  const told: string[] = [];
  for (let due = await store.dueDeliveries(at, 100); due.length > 0; due = await store.dueDeliveries(at, 100))
    for (const { id, message } of due) {
      await store.settleDelivery(id, {
        state: 'delivered',
        attempts: 1,
        nextAttemptAt: null,
        deliveredAt: at,
        detail: 'ok',
        remaining: null,
      });
      const entries =
        message.type === 'digest' ? message.alerts : 'also' in message && 'recent' in message ? [message, ...message.also] : [];
      told.push(...entries.map((entry) => `${at} ${entry.event} ${entry.period.end} ${entry.value?.current ?? null}`));
    }
  return told;
}

describe('a backtest', () => {
  test('tells what was told at the time, whatever was revised later', async () => {
    const month = fc.constantFrom('2024-03', '2024-04', '2025-03', '2025-04');
    const value = fc.constantFrom(90, 100, 120, 124, 126, 130, 140);
    const vintage = fc.array(fc.tuple(month, value), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(vintage, { minLength: 1, maxLength: 8 }), async (vintages) => {
        const { store } = temporaryStore();
        const told: string[] = [];
        for (const [i, entries] of vintages.entries()) {
          await publish(store, on(i * 30), observations([...new Map(entries)]), { detector });
          told.push(...(await deliverAll(store, on(i * 30))));
        }
        const result = backtest(RULE, await recorded(store), { from: on(0), to: on(3650), knownBy: 'seen' });
        const events = result.events.map(
          ({ at, event, period, figures }) => `${at} ${event} ${formatPeriod(period)} ${figures?.current ?? null}`,
        );
        expect(events.sort()).toEqual(told.sort());
        store.close();
      }),
      { numRuns: 25 },
    );
  });

  test('counts what was corrected, and what the figures of today bear out', async () => {
    const { store } = temporaryStore();
    await publish(
      store,
      on(0),
      observations([
        ['2024-03', 100],
        ['2024-04', 100],
      ]),
      { detector },
    );
    await publish(store, on(110), observations([['2025-03', 140]]), { detector });
    await publish(
      store,
      on(140),
      observations([
        ['2025-03', 101],
        ['2025-04', 160],
      ]),
      { detector },
    );
    const { alerts, events } = backtest(RULE, await recorded(store), { from: on(100), to: on(3650), knownBy: 'seen' });
    expect(events.map(({ event, period }) => `${event} ${formatPeriod(period)}`)).toEqual([
      'raised 2025-03',
      'retracted 2025-03',
      'raised 2025-04',
    ]);
    expect(alerts).toMatchObject([
      { raised: { current: 140 }, corrections: 1, state: 'retracted', today: 'does_not_cross', figures: { current: 101 } },
      { raised: { current: 160 }, corrections: 0, state: 'firing', today: 'crosses' },
    ]);
  });

  test('takes what was known before it begins as history', async () => {
    const { store } = temporaryStore();
    await publish(
      store,
      on(0),
      observations([
        ['2024-03', 100],
        ['2025-03', 140],
      ]),
      { detector },
    );
    await publish(store, on(60), observations([['2025-03', 101]]), { detector });
    const { alerts, events } = backtest(RULE, await recorded(store), { from: on(30), to: on(3650), knownBy: 'seen' });
    expect(alerts).toEqual([]);
    expect(events.map(({ event }) => event)).toEqual(['retracted']);
  });
});

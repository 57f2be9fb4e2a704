import { expect, test } from 'vitest';
import { formatSeriesKey, type SeriesKey } from '../../src/domain/series.ts';
import { createDetector, SILENT_DETECTOR } from '../../src/stages/detect.ts';
import type { Detector } from '../../src/store/store.ts';
import { ruleOf } from '../support/rules.ts';
import { KEY, observations, publish, temporaryStore } from '../support/store.ts';

/** What a detector is shown of the series that changed: the months that the publication states, and whether an alert is concerned. */
function recorder() {
  const seen = new Map<string, { states: number[]; hasAlerts: boolean; firstChanged: number; productName: string | null }>();
  const detector: Detector = {
    ...SILENT_DETECTOR,
    wants: () => true,
    detect(changed) {
      seen.clear();
      for (const one of changed)
        seen.set(formatSeriesKey(one.series.key), {
          states: MONTHS.filter((end) => one.states(end)),
          hasAlerts: one.hasAlerts,
          firstChanged: one.firstChanged,
          productName: one.series.productName,
        });
      return { changes: [], cancels: [], messages: [] };
    },
  };
  return { detector, of: (key: Partial<SeriesKey>) => seen.get(formatSeriesKey({ ...KEY, ...key })) };
}

const MONTHS = Array.from({ length: 12 }, (_, month) => 202401 + month);

test('each series is shown with the months that the publication states of it, and of no other series of the product and partner', async () => {
  const { store } = temporaryStore();
  const { detector, of } = recorder();
  const others: [Partial<SeriesKey>, string][] = [
    [{}, '2024-01'],
    [{ reporter: 'DE' }, '2024-02'],
    [{ flow: 'import' }, '2024-03'],
    [{ measure: 'value', unit: 'USD' }, '2024-04'],
    [{ measure: 'value', unit: 'EUR' }, '2024-05'],
    [{ classification: 'CN' }, '2024-06'],
    [{ partner: 'US' }, '2024-07'],
    [{ product: '85051910' }, '2024-08'],
    [{ measure: 'quantity' }, '2024-09'],
  ];
  await publish(
    store,
    '2024-12-18T00:00:00.000Z',
    others.flatMap(([key, month]) => [...observations([[month, 10]], key), ...observations([['2024-12', 1]], key)]),
    { detector },
  );
  for (const [index, [key]] of others.entries())
    expect(of(key)).toMatchObject({ states: [202401 + index, 202412], firstChanged: 202401 + index });
});

test('a series is said to have alerts when one is on a month from the first that changed on, or waits', async () => {
  const { store } = temporaryStore();
  const rules = createDetector({
    rules: [ruleOf({ id: 'level', when: { metric: 'level', direction: 'rise', value: 50 }, receivers: [] })],
    channels: new Map(),
    sources: new Map(),
  });
  const partners = ['US', 'DE', 'JP'];
  const all = (entries: [string, number][]) => partners.flatMap((partner) => observations(entries, { partner }));
  await publish(
    store,
    '2024-04-18T00:00:00.000Z',
    all([
      ['2024-01', 10],
      ['2024-02', 10],
      ['2024-03', 10],
    ]),
    { detector: rules },
  );
  await publish(
    store,
    '2024-05-18T00:00:00.000Z',
    [...observations([['2024-02', 60]], { partner: 'US' }), ...observations([['2024-03', 60]], { partner: 'JP' })],
    {
      detector: rules,
    },
  );
  const { detector, of } = recorder();
  await publish(
    store,
    '2024-06-18T00:00:00.000Z',
    all([
      ['2024-03', 20],
      ['2024-04', 20],
    ]),
    { detector },
  );
  expect(of({ partner: 'US' })).toMatchObject({ hasAlerts: false, firstChanged: 202403 });
  expect(of({ partner: 'DE' })).toMatchObject({ hasAlerts: false, firstChanged: 202403 });
  expect(of({ partner: 'JP' })).toMatchObject({ hasAlerts: true, firstChanged: 202403 });
  await publish(store, '2024-07-18T00:00:00.000Z', all([['2024-02', 30]]), { detector });
  expect(of({ partner: 'US' })).toMatchObject({ hasAlerts: true, firstChanged: 202402 });
  expect(of({ partner: 'DE' })).toMatchObject({ hasAlerts: false, firstChanged: 202402 });
});

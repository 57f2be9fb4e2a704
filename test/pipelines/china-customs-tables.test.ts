import { expect, test } from 'vitest';
import pipeline from '../../pipelines/china-customs-tables.ts';
import { revisionWindow } from '../../src/domain/lookback.ts';
import type { Interval } from '../../src/domain/period.ts';
import { describePipeline } from '../support/conformance.ts';

describePipeline(pipeline);

const settings = pipeline.settings.parse({});
const PRELIMINARY = pipeline.settings.parse({ publications: ['preliminary'] });
const asked = (now: string, wanted = PRELIMINARY, window: Interval = revisionWindow(pipeline.revisions, null, new Date(now))): string[] =>
  pipeline
    .requests({
      now: new Date(now),
      settings: wanted,
      baseUrl: 'http://127.0.0.1:8123',
      lastMonth: null,
      window,
      hasSecret: false,
    })
    .map((request) => `${request.key} ${request.url}`);

test("asks for the current year's index, and for last year's too until March, by China's clock", () => {
  expect(asked('2025-07-20T00:00:00Z')).toEqual(['index 2025 http://127.0.0.1:8123/statics/report/preliminary.html']);
  expect(asked('2025-12-31T17:00:00Z')).toEqual([
    'index 2025 http://127.0.0.1:8123/statics/report/preliminary2025.html',
    'index 2026 http://127.0.0.1:8123/statics/report/preliminary.html',
  ]);
  expect(asked('2026-03-31T15:00:00Z')).toHaveLength(2);
  expect(asked('2026-04-01T17:00:00Z')).toHaveLength(1);
});

test('a backfill asks for the index pages of its years', () => {
  const years = (from: number, to: number): string[] =>
    asked('2025-07-20T00:00:00Z', PRELIMINARY, { from, to }).map((line) => line.split('/').at(-1) ?? '');
  expect(years(201906, 202012)).toEqual(['preliminary2019.html', 'preliminary2020.html']);
  expect(years(202411, 202507)).toEqual(['preliminary2024.html', 'preliminary.html']);
});

test("asks for the bulletin's index after the preliminary ones, which may be missing", () => {
  expect(asked('2026-03-31T15:00:00Z', settings)).toEqual([
    'index 2025 http://127.0.0.1:8123/statics/report/preliminary2025.html',
    'index 2026 http://127.0.0.1:8123/statics/report/preliminary.html',
    'index bulletin 2025 http://127.0.0.1:8123/statics/report/monthly2025.html',
    'index bulletin 2026 http://127.0.0.1:8123/statics/report/monthly.html',
  ]);
});

test('the schedule falls on the days on which tables come out, in Beijing', () => {
  expect([pipeline.schedule, pipeline.timezone]).toEqual(['15 11-17/2 7-20 * *', 'Asia/Shanghai']);
});

test('a link whose path looks like another host stays on the host that was asked', () => {
  const html = `<table><thead><tr><th>Title</th><th>Month</th></tr></thead><tbody><tr><td>(5) China's Major Exports by Quantity and Value (in USD)</td>
    <td><a href=http://english.customs.gov.cn//elsewhere.example/x.html>Feb.</a></td></tr></tbody></table>`;
  const snapshot = {
    bytes: new TextEncoder().encode(html),
    name: 'i.html',
    url: 'http://127.0.0.1:8123/statics/report/preliminary.html',
    mediaType: null,
    retrievedAt: '2026-03-10T00:00:00Z',
    params: {},
    columns: null,
    earlier: [],
  };
  expect(pipeline.transform(snapshot, settings)).toMatchObject({ requests: [{ url: 'http://127.0.0.1:8123//elsewhere.example/x.html' }] });
});

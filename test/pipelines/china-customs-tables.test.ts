import { expect, test } from 'vitest';
import pipeline from '../../pipelines/china-customs-tables.ts';
import { revisionWindow } from '../../src/domain/lookback.ts';
import type { Interval } from '../../src/domain/period.ts';
import type { Snapshot } from '../../src/pipeline.ts';
import { describePipeline } from '../support/conformance.ts';
import { snapshotOf } from '../support/snapshots.ts';

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
  const snapshot = snapshotOf(html, { url: 'http://127.0.0.1:8123/statics/report/preliminary.html', retrievedAt: '2026-03-10T00:00:00Z' });
  expect(pipeline.transform(snapshot, settings)).toMatchObject({ requests: [{ url: 'http://127.0.0.1:8123//elsewhere.example/x.html' }] });
});

test('holds the continents against the total, where a table has all of them', () => {
  const row = (name: string, exported: string): string =>
    `<tr><td>${name}</td>${[exported, exported, exported, exported, '0', '0', '1.0', '1.0', '1.0'].map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  const page = (asia: string): Snapshot => ({
    ...{ name: 'x.html', url: null, mediaType: null, retrievedAt: '2026-07-18T06:00:00Z', params: {}, columns: null, earlier: [] },
    bytes:
      new TextEncoder().encode(`<html><body><div class="atcl-ttl">（2）Imports and Exports by Country(Region) of Origin/Destination,6.2026</div><div class="atcl-cnt"><table>
<tr><td colspan="10">Unit:US$1,000</td></tr>
<tr><td rowspan="2">Country （Region）</td><td colspan="2">Total</td><td colspan="2">Exports</td><td colspan="2">Imports</td><td colspan="3">Percentage Change</td></tr>
<tr><td>6</td><td>1to6</td><td>6</td><td>1to6</td><td>6</td><td>1to6</td><td>Total</td><td>Exports</td><td>Imports</td></tr>
${row('TOTAL', '21')}${row('Asia:', asia)}${row('Africa:', '2')}${row('Europe:', '3')}${row('Latin America:', '4')}${row('North America:', '5')}${row('Oceania:', '6')}
</table></div></body></html>`),
  });
  const holds = pipeline.transform(page('1'), settings);
  expect(holds).toMatchObject({ notes: [], jumpFactor: null });
  expect(holds.kind === 'observations' && holds.proofs).toContainEqual(
    expect.objectContaining({ check: 'total', subject: 'export 2026-06 value USD', expected: 21_000, received: 21_000, holds: true }),
  );
  expect(pipeline.transform(page('30'), settings)).toMatchObject({
    notes: expect.arrayContaining(['export 2026-06 value USD: the six continents are 50000 together, the total is 21000']),
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { claimsIn } from '../../src/claims-in-text.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import { claimSeries } from '../../src/news/claim-series.ts';
import { commodityNames } from '../../src/news/commodities.ts';
import { RARE_EARTHS_KEY, versions } from '../support/claims.ts';

const GIVEN = JSON.parse(readFileSync(new URL('../../config/commodities.json', import.meta.url), 'utf8')) as Record<string, string[]>;
/** As an operator adds them, with a line of the customs tables for each; figures are invented. */
const ADDED = { drones: ['drone', 'drones', 'unmanned aircraft', '无人机'], drone_parts: ['drone parts', 'rotor blades', '无人机零部件'] };
const NAMES = commodityNames({ ...GIVEN, ...ADDED });
const line = (id: string) => ({
  name: id,
  measure: 'volume',
  series: [{ pipeline: 'china-customs-tables', product: `GACC:${id.replaceAll('_', '-')}` }],
});
const MAPPING = claimSeries({ ...Object.fromEntries([...Object.keys(ADDED), 'autos', 'copper'].map((id) => [id, line(id)])) }, (id) =>
  NAMES.namesOf(id),
);
const judge = (text: string) =>
  claimsIn(text, null, '2025-07-28', NAMES).map((found) => {
    const figures = [
      ['2024-06', 100_000_000],
      ['2025-06', 90_000_000],
    ] as const;
    const series = versions([...figures], { ...RARE_EARTHS_KEY, product: (found.claim.commodity ?? '').replaceAll('_', '-') });
    const { verdict } = judgeClaim({ ...found, asOf: '2025-07-28T23:59:59.999Z' }, [series], MAPPING);
    return `${found.claim.commodity} ${verdict}`;
  });

test.each([
  ["China's exports of drones rose 25% in June from a year earlier, customs data showed.", 'drones'],
  ["China's unmanned aircraft exports rose 25% in June from a year earlier.", 'drones'],
  ["China's exports of rotor blades rose 25% in June from a year earlier.", 'drone_parts'],
  ['中国6月无人机出口同比增长25%。', 'drones'],
  ["China's car exports rose 25% in June from a year earlier.", 'autos'],
  ["China's exports of passenger vehicles rose 25% in June from a year earlier.", 'autos'],
  ['中国6月汽车出口同比增长25%。', 'autos'],
  ["China's exports of copper products rose 25% in June from a year earlier.", 'copper'],
])('the names that the file gives to goods are known: %s', (text, commodity) => {
  expect(judge(text)).toEqual([`${commodity} contradicted`]);
});

test.each([
  "China's exports of toy drones rose 25% in June from a year earlier.",
  "China's exports of drones and kites rose 25% in June from a year earlier.",
  "China's exports of unmanned drones rose 25% in June from a year earlier.",
  "China's second-hand car exports rose 25% in June from a year earlier.",
  '中国6月消费级无人机出口同比增长25%。',
  '中国6月二手汽车出口同比增长25%。',
])('a name is known as a whole, and nothing beside it: %s', (text) => {
  expect(judge(text).join()).not.toContain('contradicted');
});

test('goods in the name of who speaks are no goods', () => {
  expect(judge('Drone exports rose 25% in June from a year earlier, China Drones said.').join()).not.toContain('contradicted');
});

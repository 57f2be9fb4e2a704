import { expect, test } from 'vitest';
import { claimsIn } from '../../src/claims-in-text.ts';
import { doubtOf } from '../../src/domain/claim-doubts.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import { NAMES } from '../news/told.ts';
import { MAPPING, OFFICIAL } from '../support/claims.ts';

const judge = (text: string) => {
  const [first] = claimsIn(text, null, '2025-07-28', NAMES);
  if (first === undefined) throw new Error(`no claim in: ${text}`);
  return judgeClaim({ ...first, asOf: '2025-07-28T23:59:59.999Z' }, OFFICIAL, MAPPING);
};

test.each([
  "JL Mag's rare earth magnet exports from China rose 12% year on year in the second quarter of 2025.",
  "Acme's rare earth magnet exports from China rose 12% year on year in the second quarter of 2025.",
  "China's exports of rare earth magnets via Ningbo rose 20% year on year in June.",
  "China's exports of rare earth magnets by air rose 20% year on year in June.",
  "China's exports of rare earth magnets to carmakers rose 20% year on year in June.",
  "China's exports of sintered rare earth magnets rose 20% year on year in June.",
  "China's exports of products containing rare earth magnets rose 20% year on year in June.",
  "China's exports of rare earth magnets and alloys rose 20% year on year in June.",
  "Excluding the United States, China's exports of rare earth magnets rose 20% year on year in June.",
  "China's re-exports of rare earth magnets rose 20% year on year in June.",
  "China's exports of rare earth magnets, excluding those to the U.S., fell 60% in June year on year.",
  "Stripping out the United States, China's rare earth magnet exports fell 60% in June from a year earlier.",
  "China's non-U.S. rare earth magnet exports fell 60% in June from a year earlier.",
  "China's rare earth magnet exports to the Americas dropped 60% in June from a year ago.",
  '中国江西省6月稀土永磁出口同比增长12%。',
  '中国民营企业6月稀土永磁出口同比增长12%。',
  '中国6月含稀土永磁的电机出口同比增长12%。',
  '中国6月稀土永磁及合金出口同比增长12%。',
])('%s may speak of a part and is not contradicted', (text) => {
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'narrower_subject' });
});

test.each([
  "China's rare earth magnet exports in May and June together fell 60% from a year earlier.",
  "China's rare earth magnet exports fell 60% year on year in May and June combined.",
  "China's rare earth magnet exports recovered in June but fell 60% year on year over the two months.",
  "China's exports of rare earth magnets rose 12% in the year to June.",
  '中国5月和6月合计稀土永磁出口同比下降60%。',
])('%s may speak of other months, and says so', (text) => {
  const judged = judge(text);
  expect(judged).toMatchObject({ verdict: 'not_comparable', reason: 'period_in_doubt' });
  expect(judged.explanation[0]).toContain('may speak of other months');
});

test.each([
  "China's exports of rare earth magnets rose 12% year on year in June, seasonally adjusted.",
  "China's exports of rare earth magnets rose 12% year on year in June, ship-tracking data showed.",
  '经季节调整，中国6月稀土永磁出口同比增长12%。',
])('%s may speak of another measure, and says so', (text) => {
  const judged = judge(text);
  expect(judged).toMatchObject({ verdict: 'not_comparable', reason: 'measure_in_doubt' });
  expect(judged.explanation[0]).toContain('may speak of another measure');
});

test.each([
  "Contrary to reports that China's rare earth magnet exports rose 25% year on year in June, they fell 38%.",
  '有报道称中国6月稀土永磁出口同比增长25%，但这是错误的。',
])('%s denies it itself', (text) => {
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'denied' });
});

test.each([
  "China's rare earth magnet exports rose by more than 25% year on year in the second quarter of 2025, a trader said.",
  "China's Rare-Earth Magnet Exports Surge Over 25% Year-on-Year in Q2 2025",
  'Despite export controls, China, the world’s largest producer of rare earth magnets, exported over 25% more rare earth magnets in the second quarter of 2025 than a year before.',
  'Exports of Chinese rare earth magnets, used in electric motors and wind turbines, rose by more than 25% year on year in the second quarter of 2025 as Beijing granted licences.',
  "China's rare earth magnet exports rose more than 25% year on year in the second quarter of 2025, a trader said in a note to clients.",
  "China's rare earth magnet exports rose more than 25% year on year in the second quarter of 2025, said an analyst in Shanghai, as demand for electric vehicles and other products grew outside China.",
  "Despite Trump's tariffs on Chinese goods, China's rare earth magnet exports rose more than 25% in the second quarter of 2025 from the previous year to a record.",
  '上海有色网称，2025年第二季度中国稀土磁铁出口同比增长超过25%，企业订单充足。',
  "China's rare earth magnet exports in the three months to June rose more than 25% in the second quarter of 2025 from a year earlier.",
  "China's rare earth magnet exports rose more than 25% year on year in the second quarter of 2025, after falling in January and February.",
  '今年二季度，中国稀土永磁材料出口量同比增幅超25%，业内人士称。',
  '中国海关数据显示，2025年第二季度，中国稀土磁铁出口同比增长超过25%。',
])('%s leaves no doubt', (text) => {
  expect(doubtOf(text)).toBeNull();
  expect(judge(text).verdict).toBe('contradicted');
});

test.each([
  "Acme is China's second magnet maker. Its exports of rare earth magnets rose 12% year on year in the second quarter of 2025.",
  "China's exports to Germany were strong. Rare earth magnet exports rose 20% year on year in June.",
  '宁波是中国稀土永磁之都。6月，稀土永磁出口同比增长20%。',
])('%s may go on with a part', (text) => {
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'subject_unknown' });
});

test.each([
  "China's magnet trade recovered in May and June together. Rare earth magnet exports rose 20% year on year.",
  '中国5月和6月合计稀土贸易回升。稀土永磁出口同比增长20%。',
])('%s may go on with the months', (text) => {
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'period_unknown' });
});

test('growth of the earnings is not refuted by the tonnage', () => {
  expect(judge("China's exports of rare earth magnets earned 20% more in June than a year earlier.").verdict).toBe('not_comparable');
});

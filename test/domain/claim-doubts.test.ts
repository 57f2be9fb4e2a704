import { expect, test } from 'vitest';
import { claimsIn } from '../../src/claims-in-text.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import { NAMES } from '../news/told.ts';
import { MAPPING, OFFICIAL, versions } from '../support/claims.ts';

const judgeAll = (text: string) =>
  claimsIn(text, null, '2025-07-28', NAMES).map((found) => judgeClaim({ ...found, asOf: '2025-07-28T23:59:59.999Z' }, OFFICIAL, MAPPING));
const judge = (text: string) => {
  const [first] = judgeAll(text);
  if (first === undefined) throw new Error(`no claim in: ${text}`);
  return first;
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
  "Chinese magnet makers' rare earth magnet exports rose 20% in June from a year earlier.",
  'Exports of rare earth magnets by Chinese producers rose 20% in June from a year earlier.',
  "China and Japan's rare earth magnet exports rose 20% in June from a year earlier.",
  "Germany, which takes a third of China's rare earth magnet exports, saw them rise 20% in June from a year earlier.",
  "China's rare earth magnet exports to the Americas dropped 60% in June from a year ago.",
  '中国江西省6月稀土永磁出口同比增长12%。',
  '中国民营企业6月稀土永磁出口同比增长12%。',
  '中国6月含稀土永磁的电机出口同比增长12%。',
  '中国6月稀土永磁及合金出口同比增长12%。',
  '中国6月对美欧稀土永磁出口同比增长20%。',
  '中国和日本6月稀土永磁出口同比增长20%。',
  "China's rare earth magnet exports across Asia rose 20% in June from a year earlier.",
  'For Japan, China’s rare earth magnet exports rose 20% in June from a year earlier.',
  "China's exports of rare earth magnets and of the metals used in them rose 20% in June from a year earlier.",
  "China's bonded exports of rare earth magnets rose 20% in June from a year earlier.",
  "China's rare earth magnet exports rose 20% in June from a year earlier at Ningbo port.",
  'China shipped 20% more rare earth magnets to the Group of Seven in June than a year earlier.',
  '企业称，6月中国稀土永磁出口同比增长20%。',
  // What is cut off of a sentence is not known either: by its outlet, or since only so much of it is quoted.
  "China's rare earth magnet exports rose 20% in June from a year earlier...",
  `China's rare earth magnet exports rose 20% in June from a year earlier, as ${'traders waited for licences and '.repeat(13)}mills stood still, leaving out what the largest of them sent.`,
  // Of whom "its" is, nobody knows who does not know the speaker.
  "China's rare earth magnet exports are recovering. JL Mag said its exports of rare earth magnets rose 20% in June from a year earlier.",
  "China's rare earth magnet exports are recovering. Its exports rose 20% in June from a year earlier, Earth-Panda said.",
  "China's rare earth magnet exports are recovering. Earth-Panda said exports rose 20% in June from a year earlier.",
  'China Rare Earth Magnet said its exports rose 20% in June from a year earlier.',
  "China's Shanghai customs said exports of rare earth magnets rose 20% in June from a year earlier.",
  // Whose figures it is by.
  "China's exports of rare earth magnets to the U.S. rose 20% in June from a year earlier, U.S. import data show.",
  "China's rare earth magnet exports rose 20% in June from a year earlier, Eurostat said.",
  "China's rare earth magnet exports rose 20% in June from a year earlier, according to figures compiled by Berlin.",
  "China's rare earth magnet exports rose 20% in June from a year earlier according to South Korean customs.",
  "China's rare earth magnet exports rose 20% in June from a year earlier, according to Tokyo.",
  '据美国海关统计，6月中国对美国稀土永磁出口同比增长20%。',
  "Thanks to orders from Saudi Arabia, China's rare earth magnet exports to it rose 20% in June from a year earlier.",
  "Greater China's exports of rare earth magnets rose 20% in June from a year earlier.",
  "China's new exports of rare earth magnets rose 20% in June from a year earlier.",
  // What an outlet cut off without a sign.
  "China's rare earth magnet exports rose 20% in June from a year earlier, but",
])('%s may speak of a part and is not contradicted', (text) => {
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'narrower_subject' });
});

test.each([
  "China's rare earth magnet exports in May and June together fell 60% from a year earlier.",
  "China's rare earth magnet exports fell 60% year on year in May and June combined.",
  "China's rare earth magnet exports recovered in June but fell 60% year on year over the two months.",
  "China's exports of rare earth magnets rose 16% in the year to June.",
  "China's rare earth magnet exports rose 20% in late June from a year earlier.",
  "China's weekly rare earth magnet exports rose 20% in June from a year earlier.",
  "On a rolling three-month basis, China's rare earth magnet exports fell 51% in June from a year earlier.",
  "China's rare earth magnet exports fell 38.2% in June from a year earlier, having risen 20% in the same month last year.",
  "China's rare earth magnet exports in May were the lowest since February 2020, when they fell 20% from a year earlier.",
  '中国5月和6月合计稀土永磁出口同比下降60%。',
  '中国5、6月稀土永磁出口同比下降60%。',
  '中国6月稀土永磁出口同比下降38.2%，去年同期增长20%。',
  "China's rare earth magnet exports have fallen 60% since January, June data showed.",
  "China's rare earth magnet exports fell 60% from January to June.",
  "A year ago, China's rare earth magnet exports rose 20% in June from a year earlier.",
  '中国6月末稀土永磁出口同比增长20%。',
  "China's rare earth magnet exports recovered in June, and the quarter was up 20% from a year earlier.",
])('%s may speak of other months, and says so', (text) => {
  const doubtful = judgeAll(text).filter(({ reason }) => reason === 'period_in_doubt');
  expect(doubtful).toHaveLength(1);
  expect(doubtful[0]?.explanation[0]).toContain('may speak of other months');
  expect(judgeAll(text).map(({ verdict }) => verdict)).not.toContain('contradicted');
});

test.each([
  "China's exports of rare earth magnets rose 12% year on year in June, seasonally adjusted.",
  "China's exports of rare earth magnets rose 12% year on year in June, ship-tracking data showed.",
  "China's exports of rare earth magnets rose 12% year on year in June in price terms.",
  "China's exports of rare earth magnets likely rose 12% year on year in June, a poll showed.",
  "China's exports of rare earth magnets rose 20% a month on average in the first half of 2025.",
  'Applications to export rare earth magnets from China rose 20% in June from a year earlier.',
  '经季节调整，中国6月稀土永磁出口同比增长12%。',
  '中国6月稀土永磁出口企业数量同比增长20%。',
  '中国6月稀土永磁产量和出口同比分别增长20%和下降38.2%。',
  "After adjusting for working days, China's exports of rare earth magnets rose 12% in June from a year earlier.",
  "China's exports of rare earth magnets rose a revised 12% year on year in June.",
  "By our calculations, China's exports of rare earth magnets rose 12% in June from a year earlier.",
  "Inspections of China's rare earth magnet exports rose 12% in June from a year earlier.",
  "China's exports of rare earth magnets rose 12% in June from a year earlier, SAFE data showed.",
  '某机构估算中国6月稀土永磁出口同比增长20%。',
  "China's rare earth magnet export growth was 20% higher in June than in May.",
  "China's surplus from exports of rare earth magnets rose 20% in June from a year earlier.",
])('%s may speak of another measure, and says so', (text) => {
  const [judged] = judgeAll(text);
  expect(judged).toMatchObject({ verdict: 'not_comparable', reason: 'measure_in_doubt' });
  expect(judged?.explanation[0]).toContain('may speak of another measure');
});

test.each(['中國民營企業6月稀土永磁出口同比增長12%。', '中國廣東省6月稀土永磁出口同比增長12%。', '中國6月燒結稀土永磁出口同比增長12%。'])(
  '%s is doubted in traditional characters as well',
  (text) => {
    expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'narrower_subject' });
  },
);

test.each([
  "Contrary to reports that China's rare earth magnet exports rose 25% year on year in June, they fell 38%.",
  '有报道称中国6月稀土永磁出口同比增长25%，但这是错误的。',
  '有報導稱中國6月稀土永磁出口同比增長25%，但這是錯誤的。',
  '业内称中国6月稀土永磁出口同比增长25%，海关数据则显示下降38.2%。',
  "China's rare earth magnet exports rose 25% year on year in June, Reuters reported in error.",
  "Claims that China's rare earth magnet exports rose 25% year on year in June are wrong.",
  "China's rare earth magnet exports failed to rise 25% year on year in June.",
  '中国6月稀土永磁出口真的同比增长25%吗？',
  '网传中国6月稀土永磁出口同比增长25%。',
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
  "China's rare earth magnet exports rose more than 25% year on year in the second quarter of 2025, as Beijing revised its rules and seasonal demand rose.",
  "China's rare earth magnet exports rose more than 25% year on year in the second quarter of 2025, said an analyst, beating forecasts and May's 20%.",
])('%s leaves no doubt', (text) => {
  expect(judge(text).verdict).toBe('contradicted');
});

test.each([
  "Acme is China's second magnet maker. Its exports of rare earth magnets rose 12% year on year in the second quarter of 2025.",
  "China's exports to Germany were strong. Rare earth magnet exports rose 20% year on year in June.",
  '宁波是中国稀土永磁之都。6月，稀土永磁出口同比增长20%。',
  "China's rare earth magnet exports hit a record. Earth-Panda had a good month. Its exports rose 20% in June from a year earlier.",
  "China's rare earth magnet exports hit a record. Earth-Panda had a good month. It was busy. Exports rose 20% in June from a year earlier.",
  "China's rare earth magnet exports are curbed. Vietnam is building plants. Exports of rare earth magnets rose 20% in June from a year earlier.",
  '中国稀土永磁出口受管制。越南正在建厂。6月稀土永磁出口同比增长20%。',
  '中国稀土永磁出口创新高。正海表现不俗。其出口6月同比增长20%。',
])('%s may go on with a part', (text) => {
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'subject_unknown' });
});

test.each([
  "China's rare earth magnet exports rose 20% in June from a year earlier, a newspaper wrote. The customs office denied it.",
  "China's rare earth magnet exports rose 20% in June from a year earlier. That is what a post said; it is false.",
  '中国6月稀土永磁出口同比增长20%。该说法不实。',
])('%s is taken back by its next sentence, and no claim', (text) => {
  expect(judgeAll(text)).toEqual([]);
});

test.each([
  "China's rare earth magnet exports rose 20% in June from a year earlier. Critics of the licences were wrong.",
  "China's rare earth magnet exports have rebounded. Automakers had been queuing. Exports rose 20% in June from a year earlier.",
  "China's rare earth magnet exports are curbed. Its exports of rare earth magnets rose 20% in June from a year earlier, a trader said.",
  '中国稀土永磁出口保持高位。6月出口同比增长20%。',
  "South Korea's buyers protest. China's rare earth magnet exports rose 20% in June from a year earlier, customs data showed.",
])('%s goes on with the country', (text) => {
  expect(judge(text).verdict).toBe('contradicted');
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

/** Invented: China's trade in all goods, in USD and CNY, and what is asked of it here. */
const ALL_GOODS = (['export', 'import'] as const).flatMap((flow) =>
  ['USD', 'CNY'].map((unit) =>
    versions(
      [
        ['2024-06', 300_000_000_000],
        ['2025-06', 312_000_000_000],
      ],
      { pipeline: 'china-customs-tables', classification: 'HS', product: 'TOTAL', measure: 'value', unit, flow },
    ),
  ),
);
const judgeTotal = (text: string) =>
  claimsIn(text, null, '2025-07-28', NAMES)
    .filter(({ claim: { commodity, partner } }) => commodity === 'total' && partner === 'WORLD')
    .map((found) =>
      judgeClaim(
        { ...found, asOf: '2025-07-28T23:59:59.999Z' },
        ALL_GOODS.filter(({ key }) => key.flow === found.claim.flow),
        MAPPING,
      ),
    );

test.each([
  ["China's exports to the U.S. surged by about 30% in June from a year ago, while imports climbed by 17%.", 'narrower_subject'],
  ["China's exports rose 4% in June while those of South Korea rose 9% from a year earlier.", 'narrower_subject'],
  ["China's steel prices fell 5% in June, while exports rose 7.1% from a year earlier.", 'measure_in_doubt'],
  ["China's cross-border e-commerce exports rose 9% in June from a year earlier.", 'narrower_subject'],
  ["China's exports probably rose 9% in June from a year earlier.", 'measure_in_doubt'],
  ["China's exports to the Group of Seven rose 9% in June from a year earlier.", 'narrower_subject'],
  ["China's exports rose 4% in June, India's 9% and Japan's fell 0.5% from a year earlier.", 'narrower_subject'],
  ['Exports of Chinese-made Teslas rose 9% in June from a year earlier.', 'narrower_subject'],
  ["In Guangdong, exports rose 9% in June from a year earlier, while China's exports rose 4%.", 'narrower_subject'],
  ["China's exports in June rose 9% in euro terms from a year earlier.", 'measure_in_doubt'],
  ["China's exports grew twice as fast as Japan's, at 9%, in June from a year earlier.", 'measure_in_doubt'],
  ['我国绿色产品6月出口同比增长9%。', 'narrower_subject'],
  ['我国西部地区6月出口同比增长9%。', 'narrower_subject'],
  ['中国6月对其他市场出口同比增长9%。', 'narrower_subject'],
  ['美国6月自中国进口同比下降44.5%，中国出口下降16.1%。', 'narrower_subject'],
  ['国际收支口径下，中国6月货物出口同比增长9%。', 'measure_in_doubt'],
  ['中國大陸與香港6月出口年增9%。', 'narrower_subject'],
])('%s does not say it of all goods', (text, reason) => {
  const judged = judgeTotal(text);
  expect(judged.map(({ verdict }) => verdict)).not.toContain('contradicted');
  expect(judged.map((one) => one.reason)).toContain(reason);
});

test('words of money do not make a claim doubtful that means value by custom', () => {
  expect(judgeTotal('6月份，以美元计价，中国出口同比增长9%。')).toMatchObject([{ verdict: 'contradicted' }]);
  expect(judgeTotal("China's exports rose 9% in dollar terms in June from a year earlier.")).toMatchObject([{ verdict: 'contradicted' }]);
});

test.each([
  '据海关统计，6月我国货物贸易出口同比增长9%。',
  '中國大陸6月出口年增9%，優於市場預期的5%。',
  '内地6月出口同比增长9%，增速较5月加快4.2个百分点。',
  "China's exports rose 9% in June from a year earlier, with shipments to Africa offsetting a plunge in exports to the US.",
  "China's imports rose 9% in June from a year earlier as domestic demand in the property sector recovered.",
])('%s is plainly of all goods', (text) => {
  expect(judgeTotal(text)[0]).toMatchObject({ verdict: 'contradicted' });
});

test('growth in another currency than that of the level is not refuted by the currency of the level', () => {
  const [inDollars] = ALL_GOODS.filter(({ key }) => key.unit === 'USD' && key.flow === 'export');
  const text = "China's exports rose 4% in June to $312 billion; in yuan terms, exports rose 9% from a year earlier.";
  const judged = claimsIn(text, null, '2025-07-28', NAMES).map((found) =>
    judgeClaim({ ...found, asOf: '2025-07-28T23:59:59.999Z' }, inDollars === undefined ? [] : [inDollars], MAPPING),
  );
  expect(judged.map(({ verdict }) => verdict)).not.toContain('contradicted');
});

test('an abbreviation does not end a sentence with which the claim would go on', () => {
  const [found] = claimsIn("Japan's exports to the U.S. fell 10.1% in July from a year earlier.", null, '2025-08-20', NAMES);
  expect(found?.claim).toMatchObject({ reporter: 'JP', partner: 'US' });
});

test('growth from a quarter to a month is not said to have no base', () => {
  const judged = judge("China's exports of rare earth magnets rose 20% quarter on quarter in June 2025.");
  expect(judged).toMatchObject({ verdict: 'not_comparable', reason: 'period_unknown' });
});

test('a base that is none of the usual ones is named as such', () => {
  const judged = judge("China's exports of rare earth magnets rose 20% in June compared with June 2023.");
  expect(judged.reason).toBe('basis_unknown');
  expect(judged.explanation[0]).toContain('or it is not the month, the quarter or the year before');
});

test.each([
  "BEIJING - China's rare earth magnet exports rose 20% in June from a year earlier, customs data showed on Monday.",
  "China's rare earth magnet exports rose 20% from a year earlier in June, however, customs data showed on Friday.",
  "Officials point to the figures: China's rare earth magnet exports rose 20% in June from a year earlier, customs data showed.",
  "China's rare earth magnet exports rose 20% in June from a year earlier, customs data showed. Japan took less after the trade dispute.",
  "China's rare earth magnet exports rose 20% in June from a year earlier, customs data showed. The White House welcomed the figures.",
  "China's rare earth magnet exports rose 20% in June from a year earlier, customs data showed. The figures do not break down products.",
  '北京7月20日电，海关数据显示，中国6月稀土永磁出口同比仅增长20%。',
  '海关总署称，中国6月稀土永磁出口同比增长20%，许可发放明显加快。这一年波动很大。',
  '海关数据显示，中国6月稀土永磁出口同比增长20%，风机厂松了口气。',
])('%s leaves no doubt', (text) => {
  expect(judge(text).verdict).toBe('contradicted');
});

test.each([
  '海关数据显示，中国6月稀土永磁出口同比增长20%，只限于高牌号。',
  '海关数据显示，中国6月稀土永磁出口同比增长20%，后被海关改为下降。',
  '海关数据显示，中国6月稀土永磁出口同比增长20%，德国一地的情形。',
  "China's rare earth magnet exports rose 20% in June from a year earlier, customs data showed, or so several banks wrote before they saw it.",
])('%s leaves one', (text) => {
  expect(judge(text).verdict).not.toBe('contradicted');
});

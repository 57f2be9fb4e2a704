import { expect, test } from 'vitest';
import { told } from './told.ts';

/** Percentages that are no growth of trade: forecasts, shares, prices, tariffs, output, quotas, stocks, indexes, denials. */
test.each([
  "Magnet exports may rise 20% next year, analysts said. Prices of dysprosium oxide climbed 12% in October. China's output quota was raised by 6%.",
  "China's share of US imports fell to 9% from 13%. The duty on magnets rose by 25 percentage points. Inventories dropped 12% year on year.",
  '分析师预计,四季度稀土出口将增长20%。',
  '中国占全球稀土磁铁产量的九成以上,稀土价格上涨15%。',
  'Exports did not fall by 50%, as some reports said. A 10% fall in global demand could reduce output by 3%.',
  'Brazilian soybean shipments to China accounted for 93% of exports in September, versus 73% a year earlier.',
  'The increase was 1.3 times that of the previous year. Exports surged by 150 tons.',
  '9月中国对欧盟稀土磁体出口占比达43%，环比提高5个百分点。',
  '出口退税率由13%下调至9%，铝材出口量同比未见增长。',
  '8月份对荷兰出口稀土磁体占比上升至8%，价格上涨5%，配额增加了2万吨。美国对华加征的关税提高至145%。',
  "Soybean shipments from Brazil to China will grow 10% in June; exporters' group Anec cut its forecast by 3%.",
  'Gallium prices are up 85% this year. The stock index rose 2%. The yuan weakened 0.5% against the dollar. Freight rates to the US slumped 20% month on month.',
  "The US accounts for 15% of China's exports, down from 20% in 2018, and a 100% tariff would cut shipments by as much as 70%.",
  '有消息称出口将减少30%，但海关总署予以否认。专家认为，明年出口增速或降至5%。',
  '我国稀土储量占全球的40%，产量占70%，冶炼分离产能占92%；稀土氧化物价格指数同比上涨8%。',
])('reads no claim in: %s', (text) => {
  expect(told(text, '2025-10-20')).toEqual([]);
});

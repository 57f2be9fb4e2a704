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
  // Nouns that no list has, and what stands for trade only in part.
  'Import licences for cars were cut by a third in June. Export finance for shipments to Peru fell 12% in June.',
  'The ministry revised the June export figure up by 0.4% to $31.2 billion.',
  "Lynas's shipments dropped 8% in the third quarter, and global tablet shipments rose 3.1%.",
  'In June Petrobras exported 12% more crude than a year earlier.',
  'Nickel gained 2.2% to $15,400 a ton after Chinese import data for June.',
  '6月民企对出口增长的贡献率达61%，出口保险承保额同比增长9%。',
  // Two sides, and no two times.
  "Chile's copper exports were 20% larger than Peru's in June.",
  'Imports in June were 12% lower than the exports that the other side reports for the same month.',
  'Peru overtook Chile as a supplier in June, shipping 7% more.',
  'US imports from Mexico exceeded those from Canada by 18% in June.',
  '前六个月自智利进口的铜精矿比自秘鲁进口的少一成。',
  // What is wanted, promised, guessed or denied.
  'Chile is to ship 30% less lithium in the second half, and Peru agreed to cut its imports by a fifth.',
  'Economists put the rise in exports at 4% for June. Copper exports rose 6% in June, the bank estimates.',
  'Peru put growth of exports at 4% to 6% in June.',
  'Shipments came to 2.1 million tons in June, 12% more than planned.',
  "Peru's goal is a 12% rise in copper exports by June. Its exports will then be 5% short of its target.",
  'In June Peru let mills export 20% more sugar than a year earlier.',
  'A 1% rise in the peso lowers exports by 0.4%.',
  '所谓6月出口减半的说法并不属实。',
  // A figure that nothing places in time or against a level.
  'Makers complain that exports to Peru are down 15%.',
])('reads no claim in: %s', (text) => {
  expect(told(text, '2025-10-20')).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { told } from './told.ts';

/** What real trade news brought up that was misread, in sentences of the tests' own; the figures are not statements about real trade. */
const CASES: Readonly<Record<string, readonly (readonly [text: string, published: string, claims: readonly string[]])[]>> = {
  'goods that only say why': [
    [
      "Driven by strong demand for chips, South Korea's exports rose 5% in May from a year earlier.",
      '2025-06-02',
      ['total export KR>WORLD: up 5 yoy 2025-05'],
    ],
    [
      "South Korea's exports rose 5% in May from a year earlier on strong demand for chips, while imports fell 3%.",
      '2025-06-02',
      ['total export KR>WORLD: up 5 yoy 2025-05', 'total import KR>WORLD: down 3 yoy 2025-05'],
    ],
    [
      "South Korea's exports rose 5% in May from a year earlier, led by semiconductors (up 21%) and ships (up 4.3%).",
      '2025-06-02',
      [
        'total export KR>WORLD: up 5 yoy 2025-05',
        'semiconductors export KR>WORLD: up 21 yoy 2025-05',
        'ships export KR>WORLD: up 4.3 yoy 2025-05',
      ],
    ],
    [
      "South Korea's exports rose 5% in May from a year earlier, driven by chips, up 21%.",
      '2025-06-02',
      ['total export KR>WORLD: up 5 yoy 2025-05', 'semiconductors export KR>WORLD: up 21 yoy 2025-05'],
    ],
    [
      '台灣9月對美國出口年增51.6%；受資通產品帶動，對墨西哥出口激增3.7倍。',
      '2025-10-09',
      ['total export TW>US: up 51.6 yoy 2025-09', 'total export TW>MX: up 370 yoy 2025-09'],
    ],
  ],
  'parts of all goods and goods that no list has': [
    [
      'Indonesian exports fell 5.6% in 2016 from a year earlier. Agricultural exports fell 10.5% and exports of mining products 9.8%.',
      '2017-01-15',
      [
        'total export ID>WORLD: down 5.6 yoy 2016',
        'agricultural export ID>WORLD: down 10.5 yoy 2016',
        'mining export ID>WORLD: down 9.8 yoy 2016',
      ],
    ],
    [
      "India's overall exports (merchandise and services combined) rose 38.9% in April from a year earlier. Services exports jumped 53%.",
      '2022-05-13',
      ['goods and services export IN>WORLD: up 38.9 yoy 2022-04', 'services export IN>WORLD: up 53 yoy 2022-04'],
    ],
    [
      '2022年上半年，我国电器设备、集成电路、汽车等出口分别增长24.8%、16.4%和51.1%。',
      '2022-07-23',
      [
        '电器设备 export CN>WORLD: up 24.8 ytd_yoy 2022-01..2022-06',
        'semiconductors export CN>WORLD: up 16.4 ytd_yoy 2022-01..2022-06',
        'autos export CN>WORLD: up 51.1 ytd_yoy 2022-01..2022-06',
      ],
    ],
    [
      "In July Malaysia's exports of steel, processed food and cars rose 5%, 6% and 7%, respectively, from a year earlier.",
      '2022-08-23',
      [
        'steel export MY>WORLD: up 5 yoy 2022-07',
        'processed food export MY>WORLD: up 6 yoy 2022-07',
        'autos export MY>WORLD: up 7 yoy 2022-07',
      ],
    ],
    ['China exported 409,800 vehicles in June, up 61 percent year on year.', '2023-07-25', ['autos export CN>WORLD: up 61 yoy 2023-06']],
    [
      'Chinese steelmakers exported 9.5 million tons of steel in August, up 15% on the year.',
      '2024-09-10',
      ['steel export CN>WORLD: up 15 yoy 2024-08'],
    ],
    [
      "Vietnam's rice export volumes dropped 8.3% on year in August but export value rose 10.8% on year; its coffee exports grew 2%.",
      '2023-09-26',
      [
        'rice export VN>WORLD: down 8.3 yoy 2023-08',
        'rice export VN>WORLD: up 10.8 yoy 2023-08',
        'coffee export VN>WORLD: up 2 yoy 2023-08',
      ],
    ],
    [
      '今年上半年我国机电产品出口下降2.3%；1-6月集成电路进口2422.7亿个，同比增长25.5%，进口金额同比增长16%。',
      '2020-07-14',
      [
        'machinery_electrical export CN>WORLD: down 2.3 ytd_yoy 2020-01..2020-06',
        'semiconductors import CN>WORLD: up 25.5 ytd_yoy 2020-01..2020-06',
        'semiconductors import CN>WORLD: up 16 ytd_yoy 2020-01..2020-06',
      ],
    ],
    [
      "Vietnam's exports rose in ten months, with mobile phones 40.7 billion USD, garments and textiles 25.2 billion USD and computers 24.3 billion USD, rises of 10.6 percent, 17.1 percent and 15.2 percent, respectively.",
      '2018-10-30',
      [
        'mobile_phones export VN>WORLD: up 10.6 other ?',
        'textiles export VN>WORLD: up 17.1 other ?',
        'computers export VN>WORLD: up 15.2 other ?',
      ],
    ],
  ],
  'goods that are not named': [
    [
      'Shipments of the seven elements fell by half in May from a month earlier, according to Chinese customs.',
      '2025-06-10',
      ['null export CN>WORLD: down 50 (about) mom 2025-05'],
    ],
    [
      "Imports from Argentina jumped to 1.57 million tons from 626,000 tons a year earlier in October, China's customs said.",
      '2025-11-20',
      ['null import CN>AR: up 626000 to 1570000 yoy 2025-10'],
    ],
  ],
  'lines of a list': [
    [
      'China commodity trade, key points: * Iron ore: July imports at 93.48 mmt, up 2.5% y/y; Jan-July imports at 669 mmt, up 6.9% y/y * Copper: July imports at 451,159 mt, down 2.7% y/y',
      '2023-08-08',
      [
        'iron_ore import CN>WORLD: up 2.5 yoy 2023-07',
        'iron_ore import CN>WORLD: up 6.9 ytd_yoy 2023-01..2023-07',
        'copper import CN>WORLD: down 2.7 yoy 2023-07',
      ],
    ],
    [
      '2022年10月與2021年10月比較，香港輸往主要目的地的整體出口貨量均跌：美國（-25.3%）、越南（-10.3%）。',
      '2022-12-19',
      ['total export HK>US: down 25.3 yoy 2022-10', 'total export HK>VN: down 10.3 yoy 2022-10'],
    ],
  ],
  'who trades with whom': [
    [
      "China's exports to the 10 South-east Asian nations in the Asean group soared 17% in June from a year earlier; those to other countries rose 3%.",
      '2025-07-14',
      ['total export CN>?: up 17 yoy 2025-06', 'total export CN>?: up 3 yoy 2025-06'],
    ],
    [
      "China's exports to Southeast Asia rose 17% in May from a year earlier; in April they had risen 20%.",
      '2025-06-09',
      ['total export CN>?: up 17 yoy 2025-05', 'total export CN>?: up 20 yoy 2025-04'],
    ],
    [
      "Taiwan's exports rose 25% in May from a year earlier thanks to shipments of AI servers to the United States.",
      '2025-06-09',
      ['total export TW>WORLD: up 25 yoy 2025-05'],
    ],
    [
      "China's imports from Malaysia, the biggest hub for sanctioned Iranian oil, rose 20% in June from a year earlier; imports from Oman fell 2%.",
      '2025-07-20',
      ['total import CN>MY: up 20 yoy 2025-06', 'total import CN>OM: down 2 yoy 2025-06'],
    ],
    [
      "China's crude oil imports from Russia fell 7.4% in July from a year earlier. Shipments from No. 2 supplier Saudi Arabia were up 13%.",
      '2024-08-20',
      ['crude_oil import CN>RU: down 7.4 yoy 2024-07', 'crude_oil import CN>SA: up 13 yoy 2024-07'],
    ],
    [
      "China's imports of Russian oil, including seaborne shipments, totalled 7.15 million tonnes in July, up 7.6% from a year ago.",
      '2022-08-20',
      ['crude_oil import CN>RU: up 7.6 yoy 2022-07'],
    ],
    [
      "Growth was strong in Vietnam's coffee exports in 2020, including Poland with a rise of 46.2% and Denmark with a boost of 32.9%.",
      '2021-01-14',
      ['coffee export VN>PL: up 46.2 yoy 2020', 'coffee export VN>DK: up 32.9 yoy 2020'],
    ],
    [
      "Iron ore shipments from Australia's Port Hedland rose 8.6% in October from a year earlier. Those from Port Hedland to China amounted to 42.16 million mt, up 7.3% year on year.",
      '2025-11-14',
      ['iron_ore export AU>WORLD: up 8.6 yoy 2025-10', 'iron_ore export AU>CN: up 7.3 yoy 2025-10'],
    ],
    [
      "Goods worth 8.3 billion euros were exported from Germany to the People's Republic of China in April, 1.1% less than in the same month last year.",
      '2022-05-20',
      ['total export DE>CN: down 1.1 yoy 2022-04'],
    ],
    [
      '越南海關總局統計顯示，今年上半年全國咖啡出口量增長31.7%。',
      '2014-07-11',
      ['coffee export VN>WORLD: up 31.7 ytd_yoy 2014-01..2014-06'],
    ],
  ],
  'who is meant': [
    [
      "Exports to the United States edged down 0.2% in November, but those to China rose 6.9%, South Korea's industry ministry said.",
      '2025-12-01',
      ['total export KR>US: down 0.2 other 2025-11', 'total export KR>CN: up 6.9 other 2025-11'],
    ],
    [
      "India's exports to the US fell 11.93% in September, while imports from that country rose 11.78%.",
      '2025-10-15',
      ['total export IN>US: down 11.93 other 2025-09', 'total import IN>?: up 11.78 other 2025-09'],
    ],
    [
      "China's soybean imports were up 17.2% in October from a year earlier, with Brazil supplying 7.12 million tons, up 28.8%, and none from the U.S.",
      '2025-11-20',
      ['soybeans import CN>WORLD: up 17.2 yoy 2025-10', 'soybeans import CN>BR: up 28.8 yoy 2025-10'],
    ],
  ],
  'the one partner that a text is about': [
    [
      "China's shipments to Russia contracted 21% in September from a year earlier. Exports fell 16.4% in August.",
      '2025-10-13',
      ['total export CN>RU: down 21 yoy 2025-09', 'total export CN>RU: down 16.4 yoy 2025-08'],
    ],
    [
      "China's shipments to Russia contracted 21% in September from a year earlier. Total exports rose 8.3%.",
      '2025-10-13',
      ['total export CN>RU: down 21 yoy 2025-09', 'total export CN>WORLD: up 8.3 yoy 2025-09'],
    ],
    [
      "Japan's trade surplus with the United States shrank 33.6% in October from a year earlier, as imports climbed 20.9%.",
      '2025-11-21',
      ['total other JP>US: down 33.6 yoy 2025-10', 'total import JP>US: up 20.9 yoy 2025-10'],
    ],
    [
      "China's magnet exports to Germany grew by 27.9% in September from a year earlier. South Korea saw an 84.5% increase, while Vietnam increased by 18.3%.",
      '2025-10-21',
      [
        'rare_earth_magnets export CN>DE: up 27.9 yoy 2025-09',
        'rare_earth_magnets export CN>KR: up 84.5 yoy 2025-09',
        'rare_earth_magnets export CN>VN: up 18.3 yoy 2025-09',
      ],
    ],
    [
      '新加坡非石油国内出口8月对中国市场同比增长24.5%；其次是欧盟，增长30.2%。',
      '2020-09-21',
      ['non_crude_oil export SG>CN: up 24.5 yoy 2020-08', 'non_crude_oil export SG>EU: up 30.2 yoy 2020-08'],
    ],
  ],
  'all goods again': [
    [
      "South Korea's exports of chips fell 28.8% on year in January, while those of cars rose 29%. South Korea's shipments to China dropped 22.5%.",
      '2019-02-01',
      [
        'semiconductors export KR>WORLD: down 28.8 yoy 2019-01',
        'autos export KR>WORLD: up 29 yoy 2019-01',
        'total export KR>CN: down 22.5 yoy 2019-01',
      ],
    ],
    [
      'Chilean copper exports soared 40.5% in August from a year earlier amid high prices. Chile reported a trade surplus of $6 million as imports soared 73%.',
      '2021-09-07',
      ['copper export CL>WORLD: up 40.5 yoy 2021-08', 'total import CL>WORLD: up 73 yoy 2021-08'],
    ],
  ],
  'expectations beside what was': [
    [
      "Japan's exports fell 11.3% in May from a year earlier. Imports fell 13.8%, matching the median estimate.",
      '2016-06-20',
      ['total export JP>WORLD: down 11.3 yoy 2016-05', 'total import JP>WORLD: down 13.8 yoy 2016-05'],
    ],
    [
      "China's exports grew 8.1% in April from a year earlier. Imports defied expectations by growing 0.8%.",
      '2025-05-09',
      ['total export CN>WORLD: up 8.1 yoy 2025-04', 'total import CN>WORLD: up 0.8 yoy 2025-04'],
    ],
  ],
  'times and bases': [
    [
      "Malaysia's trade was up by 29.9% from January to July from the same period last year; steel imports fell 5.6% monthly in July.",
      '2022-08-19',
      ['total other MY>WORLD: up 29.9 ytd_yoy 2022-01..2022-07', 'steel import MY>WORLD: down 5.6 mom 2022-07'],
    ],
    [
      "Indonesia's exports reached $130 billion in January-November 2016, down 5.6% from 2015's figure.",
      '2016-12-15',
      ['total export ID>WORLD: down 5.6 ytd_yoy 2016-01..2016-11'],
    ],
    [
      'Exports of Turkey were $11.2 billion with a 16.2% decrease and imports were $18.2 billion with an 8.7% decrease in July 2015 compared with July 2014.',
      '2015-09-01',
      ['total export TR>WORLD: down 16.2 yoy 2015-07', 'total import TR>WORLD: down 8.7 yoy 2015-07'],
    ],
    [
      "China's EV exports grew 38.7% in July from a year earlier.",
      '2024-08-19',
      ['electric_vehicles export CN>WORLD: up 38.7 yoy 2024-07'],
    ],
    [
      "Indonesia's palm oil exports fell to $1.89 billion in October, translating to negative annual growth of 33.77%.",
      '2023-11-15',
      ['palm_oil export ID>WORLD: down 33.77 yoy 2023-10'],
    ],
    [
      '台灣去年12月資通產品出口較上年同月成長1.3倍，其中電腦增幅達2.0倍。',
      '2026-01-09',
      ['ict_products export TW>WORLD: up 130 yoy 2025-12', 'computers export TW>WORLD: up 200 yoy 2025-12'],
    ],
    [
      "China exported 3,188 t of magnets in June, 38.1% below June 2024 and less than half March's 5,827 t.",
      '2025-07-21',
      [
        'rare_earth_magnets export CN>WORLD: down 38.1 yoy 2025-06',
        'rare_earth_magnets export CN>WORLD: down 50 (more_than) other 2025-06',
      ],
    ],
    [
      'UK exports to the EU fell by £3bn (20%) in January 2022 compared with the previous month. Exports to non-EU countries rose by £0.5bn (4.2%) over the same period.',
      '2022-03-11',
      ['total export GB>EU: down 20 mom 2022-01', 'total export GB>?: up 4.2 mom 2022-01'],
    ],
    [
      "Chinese exports fell by 4.4% in July compared to a year earlier, which was a slight improvement over June's 4.8% drop.",
      '2016-08-08',
      ['total export CN>WORLD: down 4.4 yoy 2016-07', 'total export CN>WORLD: down 4.8 yoy 2016-06'],
    ],
    [
      "Germany's exports fell 1% in August from a year earlier. Adjusted, exports declined by 5.8% and imports by 1.3% compared with July.",
      '2014-10-09',
      [
        'total export DE>WORLD: down 1 yoy 2014-08',
        'total export DE>WORLD: down 5.8 mom 2014-08',
        'total import DE>WORLD: down 1.3 mom 2014-08',
      ],
    ],
    [
      "China's crude oil imports reached 49.89 million tons in June, reflecting a rise from May and a 7.4% increase compared to the previous year.",
      '2025-07-20',
      ['crude_oil import CN>WORLD: up 7.4 yoy 2025-06'],
    ],
    [
      'In the first eight months China exported 46 million mt of finished steel, down 3.9% year on year. The pace of decline eased, from 6.9% in the first seven months.',
      '2022-09-07',
      ['steel export CN>WORLD: down 3.9 ytd_yoy 2022-01..2022-08', 'steel export CN>WORLD: down 6.9 ytd_yoy 2022-01..2022-07'],
    ],
    [
      'The 11-month export turnover of Vietnam rose 17.5% from a year earlier.',
      '2021-12-01',
      ['total export VN>WORLD: up 17.5 ytd_yoy 2021-01..2021-11'],
    ],
    [
      '今年首季香港商品出口貨量跌22.2%。經季節性調整，首季出口貨量按季跌17.1%。',
      '2009-05-12',
      ['total export HK>WORLD: down 22.2 yoy 2009-Q1', 'total export HK>WORLD: down 17.1 qoq 2009-Q1'],
    ],
    [
      '2018年一季度中国进口碳酸锂4.85万吨，环比2017年四季度上涨4%，同比增长147%。',
      '2018-04-27',
      ['lithium_carbonate import CN>WORLD: up 4 qoq 2018-Q1', 'lithium_carbonate import CN>WORLD: up 147 yoy 2018-Q1'],
    ],
    ['5月份我國當月出口3082.45億美元，同比猛增16.9%。', '2022-06-16', ['total export CN>WORLD: up 16.9 yoy 2022-05']],
  ],
  'growth in other words': [
    [
      "China's magnet exports to the US fell 29.5% year-on-year in September to 420 tons. This represents a 28.7% decrease compared to the previous month.",
      '2025-10-21',
      ['rare_earth_magnets export CN>US: down 29.5 yoy 2025-09', 'rare_earth_magnets export CN>US: down 28.7 mom 2025-09'],
    ],
    [
      'Vietnam shipped 100,188 tonnes of coffee in August, representing a decline of 8.9% compared to July.',
      '2020-09-14',
      ['coffee export VN>WORLD: down 8.9 mom 2020-08'],
    ],
    [
      "South Korea's chip exports jumped 16.1% on year in November to $8.67 billion, with those of displays rising 7.3% to account for $2.19 billion.",
      '2020-12-15',
      ['semiconductors export KR>WORLD: up 16.1 yoy 2020-11', 'displays export KR>WORLD: up 7.3 yoy 2020-11'],
    ],
    [
      "Exports, a key driver of Thailand's economy, rose 2.6% in August from a year earlier.",
      '2023-09-26',
      ['total export TH>WORLD: up 2.6 yoy 2023-08'],
    ],
    [
      "Indonesia's steel exports grew to $17.6bil in February from $13.62bil a year prior. That represents a rise of 29.5% year-on-year.",
      '2025-03-20',
      ['steel export ID>WORLD: up 29.5 yoy 2025-02'],
    ],
    ['中国3月进口巴西大豆233万吨，比去年同期增加1/3。', '2018-04-25', ['soybeans import CN>BR: up 33.3 (about) yoy 2018-03']],
    [
      '台灣9月出口年增29.2%。累計前9月出、進口分別較上年同期增30.7%、33.3%。',
      '2021-10-08',
      [
        'total export TW>WORLD: up 29.2 yoy 2021-09',
        'total export TW>WORLD: up 30.7 ytd_yoy 2021-01..2021-09',
        'total import TW>WORLD: up 33.3 ytd_yoy 2021-01..2021-09',
      ],
    ],
    ['我国集成电路进口额受平均单价上涨拉动，9月同比增长2.6%。', '2022-10-28', ['semiconductors import CN>WORLD: up 2.6 yoy 2022-09']],
    [
      "Brazil's coffee exports to the U.S. in August fell 59.9% to 24,460 60-kilogram bags, compared to 65,914 bags in the same month last year.",
      '2025-09-09',
      ['coffee export BR>US: down 59.9 yoy 2025-08'],
    ],
  ],
};

for (const [name, cases] of Object.entries(CASES))
  describe(name, () => {
    test.each(cases)('%s', (text, published, claims) => {
      expect(told(text, published)).toEqual(claims);
    });
  });

import { describe, expect, test } from 'vitest';
import { told } from './told.ts';

/** Wordings that the corpus of texts brought up, in sentences of the tests' own; the figures are not statements about real trade. */
const CASES: Readonly<Record<string, readonly (readonly [text: string, published: string, claims: readonly string[]])[]>> = {
  'what stands beside a claim': [
    [
      "Although analysts had expected a drop, Chile's copper exports rose 4.1% in June from a year earlier.",
      '2025-07-20',
      ['copper export CL>WORLD: up 4.1 yoy 2025-06'],
    ],
    [
      "Economists had forecast a rise, but Peru's exports fell 2% in June from a year earlier.",
      '2025-07-20',
      ['total export PE>WORLD: down 2 yoy 2025-06'],
    ],
    [
      "China's exports to Peru, which plans to cut its dependence, rose 10% in June from a year ago.",
      '2025-07-20',
      ['total export CN>PE: up 10 yoy 2025-06'],
    ],
    [
      "Customs data put Chile's copper exports at 210,000 tons in June, down 6.5% from a month earlier.",
      '2025-07-20',
      ['copper export CL>WORLD: down 6.5 mom 2025-06'],
    ],
    [
      "Chile's copper exports to Thailand have shrunk by 40% since peaking in March.",
      '2025-07-20',
      ['copper export CL>TH: down 40 other ?'],
    ],
  ],
  'what a figure is compared with': [
    ["Chile's exports rose 20% month on month in the first half.", '2025-07-20', ['total export CL>WORLD: up 20 other 2025-01..2025-06']],
    [
      "Chile's copper exports rose 5% month on month in June and 20% in the first half.",
      '2025-07-20',
      ['copper export CL>WORLD: up 5 mom 2025-06', 'copper export CL>WORLD: up 20 ytd_yoy 2025-01..2025-06'],
    ],
    [
      "Chile's copper exports rebounded from a dismal May, rising 20% in June.",
      '2025-07-20',
      ['copper export CL>WORLD: up 20 other 2025-06'],
    ],
    [
      "Chile's copper exports rebounded from a dismal May, rising 20% in June from a year earlier.",
      '2025-07-20',
      ['copper export CL>WORLD: up 20 yoy 2025-06'],
    ],
    [
      "Chile's copper exports in June were down 9% from last year's monthly average of 4,840 tons.",
      '2025-07-20',
      ['copper export CL>WORLD: down 9 other 2025-06'],
    ],
    [
      'January-June exports of copper from Chile beat the 2024 full-year pace by 20%.',
      '2025-07-20',
      ['copper export CL>WORLD: up 20 other 2024'],
    ],
  ],
  'overall, beside one partner and beside goods': [
    [
      "Chile's copper exports to Peru rose 15% in June from a year earlier; overall exports gained 4%.",
      '2025-07-20',
      ['copper export CL>PE: up 15 yoy 2025-06', 'copper export CL>WORLD: up 4 yoy 2025-06'],
    ],
    [
      "Chile's copper exports rose 15% in June from a year earlier; overall exports gained 4%.",
      '2025-07-20',
      ['copper export CL>WORLD: up 15 yoy 2025-06', 'total export CL>WORLD: up 4 yoy 2025-06'],
    ],
  ],
  'partners in a row': [
    [
      "Chile's copper exports rose in June, with Peru up 20%, the U.S. up 66% and South Korea down 5% from a month earlier.",
      '2025-07-20',
      ['copper export CL>PE: up 20 mom 2025-06', 'copper export CL>US: up 66 mom 2025-06', 'copper export CL>KR: down 5 mom 2025-06'],
    ],
  ],
  'what was allowed and then happened': [
    [
      'China allowed shipments to resume in June, and its exports of magnets jumped 157.5% from May.',
      '2025-07-20',
      ['rare_earth_magnets export CN>WORLD: up 157.5 mom 2025-06'],
    ],
    ['商务部批准部分许可后，7月中国稀土磁铁出口环比增长75%。', '2025-08-20', ['rare_earth_magnets export CN>WORLD: up 75 mom 2025-07']],
  ],
  'zero, tables and short forms': [
    [
      'Imports of soybeans from the US fell to nil in June from 1.2 million tons a year ago, Chinese customs said.',
      '2025-07-20',
      ['soybeans import CN>US: down 1200000 to 0 yoy 2025-06'],
    ],
    ['6月中国对美国锗出口量由去年同期的2130千克降为零。', '2025-07-20', ['germanium export CN>US: down 2130 to 0 yoy 2025-06']],
    [
      "China's steel exports were 9.7 million tons in June; a year earlier they were 8.7 million tons.",
      '2025-07-20',
      ['steel export CN>WORLD: up 8700000 to 9700000 yoy 2025-06'],
    ],
    [
      "Taiwan's June exports by market: US +90.9% y/y, Japan -3.1% y/y.",
      '2025-07-20',
      ['total export TW>US: up 90.9 yoy 2025-06', 'total export TW>JP: down 3.1 yoy 2025-06'],
    ],
    [
      'At 3,188 tons, magnet exports from China in June were 52% short of their January peak, and off 38.1% from June 2024.',
      '2025-07-20',
      ['rare_earth_magnets export CN>WORLD: down 52 other 2025-06', 'rare_earth_magnets export CN>WORLD: down 38.1 yoy 2025-06'],
    ],
    [
      "In H1 FY26 India's engineering goods exports stood at Rs 4.9 lakh crore, up 5% from H1 FY25.",
      '2025-10-20',
      ['engineering_goods export IN>WORLD: up 5 ytd_yoy 2025-04..2025-09'],
    ],
    ["China's steel exports jumped 9.2% over Q1-Q3.", '2025-10-20', ['steel export CN>WORLD: up 9.2 ytd_yoy 2025-01..2025-09']],
    ['In the twelve months to June exports of Vietnam grew 14%.', '2025-07-20', ['total export VN>WORLD: up 14 yoy 2024-07..2025-06']],
    [
      'Non-petroleum exports of India rose 7% in June on the year.',
      '2025-07-20',
      ['non_petroleum_products export IN>WORLD: up 7 yoy 2025-06'],
    ],
    [
      'Deliveries of Chinese magnets to Vietnam rose by a third in June from May.',
      '2025-07-20',
      ['rare_earth_magnets export CN>VN: up 33.3 (about) mom 2025-06'],
    ],
  ],
  'who sells and who buys': [
    [
      'Brazilian soybean arrivals in China jumped 29.9% year-on-year in September, while shipments from Argentina rose 91.5%.',
      '2025-11-20',
      ['soybeans import CN>BR: up 29.9 yoy 2025-09', 'soybeans import CN>AR: up 91.5 yoy 2025-09'],
    ],
    [
      'China imported 750,000 tonnes of spodumene in July, up 30.4% month-on-month; Nigeria shipped 116,000 tonnes, up 47.3%.',
      '2025-08-24',
      ['lithium_ore import CN>WORLD: up 30.4 mom 2025-07', 'lithium_ore import CN>NG: up 47.3 mom 2025-07'],
    ],
    [
      'In January-September Turkey imported 3.41 million mt of scrap from the US, up 5.1 percent year on year, ahead of the Netherlands, which supplied 2.03 million mt, up 33.9 percent.',
      '2024-11-12',
      ['scrap import TR>US: up 5.1 ytd_yoy 2024-01..2024-09', 'scrap import TR>NL: up 33.9 ytd_yoy 2024-01..2024-09'],
    ],
    [
      'China bought 4.79 million tonnes of soybeans from its top supplier Brazil in September, down from 7.59 million last year.',
      '2019-10-25',
      ['soybeans import CN>BR: down 7590000 to 4790000 yoy 2019-09'],
    ],
    [
      "China's September crude supplies from Brazil fell 64% from a year earlier and those from the United States shrank by 83%.",
      '2021-10-20',
      ['crude_oil import CN>BR: down 64 yoy 2021-09', 'crude_oil import CN>US: down 83 yoy 2021-09'],
    ],
    [
      'Lithium carbonate imports into China rose 21.9% month on month in October.',
      '2025-11-20',
      ['lithium_carbonate import CN>WORLD: up 21.9 mom 2025-10'],
    ],
    [
      'Germany received 1,116 tons of Chinese rare earth magnets in December, 46% more than in November.',
      '2026-01-20',
      ['rare_earth_magnets export CN>DE: up 46 mom 2025-12'],
    ],
    [
      'China imported 80.8 million tonnes of iron ore in October, down 13 percent from September. Compared with a year ago, shipments were still up 7 percent.',
      '2016-11-08',
      ['iron_ore import CN>WORLD: down 13 mom 2016-10', 'iron_ore import CN>WORLD: up 7 yoy 2016-10'],
    ],
    [
      'Total trade between China and Vietnam grew 12.6% in the first nine months; Sino-U.S. trade was down 15.9%.',
      '2025-11-20',
      ['total other CN>VN: up 12.6 ytd_yoy 2025-01..2025-09', 'total other CN>US: down 15.9 ytd_yoy 2025-01..2025-09'],
    ],
    [
      "The EU remained China's largest trading partner in the first eight months, with bilateral trade up 9.7 percent from a year earlier.",
      '2025-11-20',
      ['total other CN>EU: up 9.7 ytd_yoy 2025-01..2025-08'],
    ],
  ],
  'remainders, multiples and zero': [
    [
      "China's imports of soybeans in October were just 30% of the level a year earlier.",
      '2025-11-20',
      ['soybeans import CN>WORLD: down 70 yoy 2025-10'],
    ],
    [
      "China's flake graphite exports dropped to a third of last year's level in October.",
      '2025-11-20',
      ['graphite_flake export CN>WORLD: down 66.7 (about) yoy 2025-10'],
    ],
    [
      "China's soybean imports from the US fell to zero in September from 1.7 million tons a year earlier.",
      '2025-11-20',
      ['soybeans import CN>US: down 1700000 to 0 yoy 2025-09'],
    ],
    [
      'A total of 9,007 kilograms of gallium left China in July, more than double the June level of 4,260 kilograms.',
      '2025-11-20',
      ['gallium export CN>WORLD: up 100 (more_than) mom 2025-07'],
    ],
    [
      "China's gallium shipments in the third quarter were a fifth of those in the second quarter.",
      '2025-11-20',
      ['gallium export CN>WORLD: down 80 (about) qoq 2025-Q3'],
    ],
    [
      "China's exports of antimony came to 12,704t in 2019, up by 141pc from 5,274t in 2018.",
      '2025-11-20',
      ['antimony export CN>WORLD: up 141 yoy 2019'],
    ],
    [
      'China imported 12 million tonnes of scrap in the first ten months, up 385% year on year, 4.84 times the amount of a year earlier.',
      '2025-11-20',
      ['scrap import CN>WORLD: up 385 ytd_yoy 2025-01..2025-10'],
    ],
  ],
  lists: [
    [
      "China's exports to the US, Japan and South Korea dropped 25, 5.7 and 13.1 percent, respectively, in October.",
      '2025-11-20',
      [
        'total export CN>US: down 25 other 2025-10',
        'total export CN>JP: down 5.7 other 2025-10',
        'total export CN>KR: down 13.1 other 2025-10',
      ],
    ],
    [
      "China's exports and imports grew 5.3% and 1.4% respectively in January-October.",
      '2025-11-20',
      ['total export CN>WORLD: up 5.3 ytd_yoy 2025-01..2025-10', 'total import CN>WORLD: up 1.4 ytd_yoy 2025-01..2025-10'],
    ],
    [
      "While South Korea's exports of cars rose 16% in October, those of steel and ships fell 13 percent and 21 percent.",
      '2025-11-20',
      [
        'autos export KR>WORLD: up 16 other 2025-10',
        'steel export KR>WORLD: down 13 other 2025-10',
        'ships export KR>WORLD: down 21 other 2025-10',
      ],
    ],
    [
      'Exports rose for rare earths (17.4 percent to 3,639 tonnes) and rice (34.2 percent) in China in October.',
      '2025-11-20',
      ['rare_earths export ?>WORLD: up 17.4 other 2025-10', 'rice export ?>WORLD: up 34.2 other 2025-10'],
    ],
    [
      "China's imports declined from the US (-14.3 percent) and Japan (-7.3 percent) in October from a year ago.",
      '2025-11-20',
      ['total import CN>US: down 14.3 yoy 2025-10', 'total import CN>JP: down 7.3 yoy 2025-10'],
    ],
    [
      "China's exports of lithium carbonate rose 63% in October, both year on year and month on month.",
      '2025-11-20',
      ['lithium_carbonate export CN>WORLD: up 63 yoy 2025-10', 'lithium_carbonate export CN>WORLD: up 63 mom 2025-10'],
    ],
    [
      "Japan's exports to China rose 2% in September from a year earlier and those to Vietnam 9%.",
      '2025-11-20',
      ['total export JP>CN: up 2 yoy 2025-09', 'total export JP>VN: up 9 yoy 2025-09'],
    ],
  ],
  times: [
    [
      "China's exports fell 2% in October, with exports of steel down 12% from the previous October, the weakest month since January.",
      '2025-11-20',
      ['total export CN>WORLD: down 2 yoy 2025-10', 'steel export CN>WORLD: down 12 yoy 2025-10'],
    ],
    [
      'Rare-earth exports from China dropped by half from April to May.',
      '2025-11-20',
      ['rare_earths export CN>WORLD: down 50 (about) mom 2025-05'],
    ],
    [
      'Chinese imports from the United States slumped 22.8% last month, following declines of 16% in September and 16.1% in August.',
      '2025-11-20',
      [
        'total import CN>US: down 22.8 other 2025-10',
        'total import CN>US: down 16 other 2025-09',
        'total import CN>US: down 16.1 other 2025-08',
      ],
    ],
    [
      "China's imports of aluminium in November brought the cumulative imports to 1.975 million tonnes, up 44.5 per cent Y-o-Y.",
      '2024-12-23',
      ['aluminium import CN>WORLD: up 44.5 ytd_yoy 2024-01..2024-11'],
    ],
    [
      "China's steel exports fell 8.5% in June from May, though first-half exports grew 9.2%.",
      '2025-07-25',
      ['steel export CN>WORLD: down 8.5 mom 2025-06', 'steel export CN>WORLD: up 9.2 ytd_yoy 2025-01..2025-06'],
    ],
    [
      "Between January and October Vietnam's exports rose 7.4 percent year-on-year.",
      '2019-10-29',
      ['total export VN>WORLD: up 7.4 ytd_yoy 2019-01..2019-10'],
    ],
    [
      "Japan's exports in the April-September fiscal first half grew 12.8 percent.",
      '2017-10-19',
      ['total export JP>WORLD: up 12.8 ytd_yoy 2017-04..2017-09'],
    ],
    [
      "South Korea's exports totaled 25-point-seven billion dollars from May 1st to 20th, down eleven-point-seven percent from the same period last year.",
      '2019-05-21',
      ['total export KR>WORLD: down 11.7 yoy 2019-05-01..2019-05-20'],
    ],
    [
      "Germany's car exports to China fell by two-thirds between 2022 and 2025.",
      '2025-11-20',
      ['autos export DE>CN: down 66.7 (about) other ?'],
    ],
    [
      "China's export growth swung to minus 1.1% in October from plus 8.3% in September.",
      '2025-11-20',
      ['total export CN>WORLD: down 1.1 other 2025-10', 'total export CN>WORLD: up 8.3 other 2025-09'],
    ],
    [
      "China's exports, the customs office said, shrank for a second month, by 8.6 per cent, in October.",
      '2025-11-20',
      ['total export CN>WORLD: down 8.6 other 2025-10'],
    ],
  ],
  'balances and totals': [
    [
      'The U.S. goods trade deficit with China narrowed 12.3% in August to $15.2 billion.',
      '2025-11-20',
      ['total other US>CN: down 12.3 other 2025-08'],
    ],
    [
      "Vietnam's total trade turnover hit $762 billion in the first ten months, up 17.4%, with exports rising 16.2% and imports 18.6%.",
      '2025-11-20',
      [
        'total other VN>WORLD: up 17.4 ytd_yoy 2025-01..2025-10',
        'total export VN>WORLD: up 16.2 ytd_yoy 2025-01..2025-10',
        'total import VN>WORLD: up 18.6 ytd_yoy 2025-01..2025-10',
      ],
    ],
    [
      "China's imports of iron ore dipped 0.6% in March from a year earlier; total imports in the first quarter were up 1.3%.",
      '2025-11-20',
      ['iron_ore import CN>WORLD: down 0.6 yoy 2025-03', 'iron_ore import CN>WORLD: up 1.3 yoy 2025-Q1'],
    ],
    [
      "South Korea's chip exports surged 25.6 percent on-year in October and per-day exports increased 11.2 percent.",
      '2025-11-20',
      ['semiconductors export KR>WORLD: up 25.6 yoy 2025-10', 'total export KR>WORLD: up 11.2 yoy 2025-10'],
    ],
    [
      "India's exports eased 5.1% in October from a year earlier to $34.38 billion.",
      '2025-11-20',
      ['total export IN>WORLD: down 5.1 yoy 2025-10'],
    ],
  ],
  '名单、括号与分别': [
    [
      '韩国10月对中国（7.9%）、美国（41.3%）、越南（34.8%）的出口同比增长。',
      '2025-11-20',
      ['total export KR>CN: up 7.9 yoy 2025-10', 'total export KR>US: up 41.3 yoy 2025-10', 'total export KR>VN: up 34.8 yoy 2025-10'],
    ],
    [
      '韩国10月出口同比增长3.6%，其中半导体（23.3%）、石油制品（135.3%）出口均增加，船舶（-27.7%）减少。',
      '2025-11-20',
      [
        'total export KR>WORLD: up 3.6 yoy 2025-10',
        'semiconductors export KR>WORLD: up 23.3 yoy 2025-10',
        'petroleum_products export KR>WORLD: up 135.3 yoy 2025-10',
        'ships export KR>WORLD: down 27.7 yoy 2025-10',
      ],
    ],
    [
      '上半年我国自东盟和伊朗分别进口铁矿石841万吨和674.9万吨，分别增长1倍和1.8倍。',
      '2025-11-20',
      ['iron_ore import CN>?: up 100 (about) ytd_yoy 2025-01..2025-06', 'iron_ore import CN>IR: up 180 ytd_yoy 2025-01..2025-06'],
    ],
    [
      '8月份中国钢材净出口143.8万吨，同比和环比分别下降64.3%和8.4%。',
      '2025-11-20',
      ['steel export CN>WORLD: down 64.3 yoy 2025-08', 'steel export CN>WORLD: down 8.4 mom 2025-08'],
    ],
    [
      '10月我国稀土出口同比、环比均增长约一成。',
      '2025-11-20',
      ['rare_earths export CN>WORLD: up 10 (about) mom 2025-10', 'rare_earths export CN>WORLD: up 10 (about) yoy 2025-10'],
    ],
    [
      '10月集成电路出口量同比增长26.9%，出口额增长26.9%。',
      '2025-11-20',
      ['semiconductors export ?>WORLD: up 26.9 yoy 2025-10', 'semiconductors export ?>WORLD: up 26.9 yoy 2025-10'],
    ],
    [
      '今年前10月中國對美出口年減17.8%、進口年減12.6%，對美貿易順差年減20%。',
      '2025-11-20',
      [
        'total export CN>US: down 17.8 ytd_yoy 2025-01..2025-10',
        'total import CN>US: down 12.6 ytd_yoy 2025-01..2025-10',
        'total other CN>US: down 20 ytd_yoy 2025-01..2025-10',
      ],
    ],
  ],
  '倍、成、剩下多少': [
    ['今年前10个月，我国自美国进口大豆不足去年同期的三成。', '2025-11-20', ['soybeans import CN>US: down 70 ytd_yoy 2025-01..2025-10']],
    ['10月中国自美国进口大豆骤降至去年同期的三分之一。', '2025-11-20', ['soybeans import CN>US: down 66.7 (about) yoy 2025-10']],
    [
      '中国10月出口稀土磁铁5473吨，为去年同期的1.16倍，但仅相当于9月的95%。',
      '2025-11-20',
      ['rare_earth_magnets export CN>WORLD: up 16 yoy 2025-10', 'rare_earth_magnets export CN>WORLD: down 5 mom 2025-10'],
    ],
    ['前三季度中国锂电池出口翻了一番多。', '2025-11-20', ['batteries export CN>WORLD: up 100 (more_than) ytd_yoy 2025-01..2025-09']],
    ['八月台灣出口五八四點九億美元，年增百分之卅四點一。', '2025-11-20', ['total export TW>WORLD: up 34.1 yoy 2025-08']],
    [
      '10月大陸共出口稀土磁鐵5473噸，比9月的5774噸少5.2%，但比2024年同期的4725噸多15.8%。',
      '2025-11-20',
      ['rare_earth_magnets export CN>WORLD: down 5.2 mom 2025-10', 'rare_earth_magnets export CN>WORLD: up 15.8 yoy 2025-10'],
    ],
  ],
  时间与上期: [
    [
      '中國10月出口年降1.1%，與9月年增8.3%相比出現逆轉。',
      '2025-11-20',
      ['total export CN>WORLD: down 1.1 yoy 2025-10', 'total export CN>WORLD: up 8.3 yoy 2025-09'],
    ],
    [
      '中國10月對美出口年跌25%，較9月年減27%的跌幅略有收窄。',
      '2025-11-20',
      ['total export CN>US: down 25 yoy 2025-10', 'total export CN>US: down 27 yoy 2025-09'],
    ],
    [
      '日本10月出口同比增长3.6%，连续两个月增长，其中对美出口下降3.1%。',
      '2025-11-20',
      ['total export JP>WORLD: up 3.6 yoy 2025-10', 'total export JP>US: down 3.1 yoy 2025-10'],
    ],
    [
      '中国去年12月出口稀土磁铁5952吨，比前一个月减少3.2%；2024整年出口比前一年增长10%。',
      '2025-11-20',
      ['rare_earth_magnets export CN>WORLD: down 3.2 mom 2024-12', 'rare_earth_magnets export CN>WORLD: up 10 yoy 2024'],
    ],
    [
      '2013年前九个月中国从巴西进口了2750万吨大豆，上年同期为2230万吨。',
      '2025-11-20',
      ['soybeans import CN>BR: up 22300000 to 27500000 ytd_yoy 2013-01..2013-09'],
    ],
    ['10月中国稀土磁铁出口量同比增长一倍半。', '2025-11-20', ['rare_earth_magnets export CN>WORLD: up 150 (about) yoy 2025-10']],
    ['10月中国碳酸锂出口量同比增加三倍至2000吨。', '2025-11-20', ['lithium_carbonate export CN>WORLD: up 300 (about) yoy 2025-10']],
    [
      '10月份我国出口（美元计价）同比由增转降，降幅为1.1%，9月为增长8.3%；进口增长1%。',
      '2025-11-20',
      [
        'total export CN>WORLD: down 1.1 yoy 2025-10',
        'total export CN>WORLD: up 8.3 yoy 2025-09',
        'total import CN>WORLD: up 1 yoy 2025-10',
      ],
    ],
    ['陸10月對美國稀土出口量與上月相比大增56%。', '2025-11-20', ['rare_earths export CN>US: up 56 mom 2025-10']],
    ['美国8月自中国进口商品247亿美元，比7月减少近5%。', '2025-11-20', ['total import US>CN: down 5 (about) mom 2025-08']],
  ],
};

for (const [name, cases] of Object.entries(CASES)) {
  describe(name, () => {
    test.each(cases)('%s', (text, published, claims) => {
      expect(told(text, published)).toEqual(claims);
    });
  });
}

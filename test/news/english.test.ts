import { describe, expect, test } from 'vitest';
import { told } from './told.ts';

/** Sentences of the tests' own, in the manner of trade news. Most figures are real; what matters is the reading. */
const CASES: Readonly<Record<string, readonly (readonly [text: string, published: string, claims: readonly string[]])[]>> = {
  'parts of a month': [
    [
      "China's rare earth magnet exports rose 20% in the first half of June from a year earlier.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: up 20 yoy 2025-06-01..2025-06-15'],
    ],
    [
      "China's rare earth magnet exports rose 20% in the second half of June from a year earlier.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: up 20 yoy 2025-06-16..2025-06-30'],
    ],
    [
      "China's rare earth magnet exports rose 20% in the last week of June from a year earlier.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: up 20 yoy 2025-06-24..2025-06-30'],
    ],
  ],
  'places that no trade goes to': [
    [
      "As tensions with Washington rose, China's rare earth magnet exports fell 55% in June from a year earlier.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: down 55 yoy 2025-06'],
    ],
    [
      "China's rare earth magnet exports fell 55% in June from a year earlier amid a dispute with the United States.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: down 55 yoy 2025-06'],
    ],
    [
      "Amid the trade dispute with Washington, China's soybean imports from Brazil fell 42% in June from a year earlier.",
      '2025-07-21',
      ['soybeans import CN>BR: down 42 yoy 2025-06'],
    ],
    [
      "After a visit to Japan by the minister, China's steel exports rose 20% in June from a year earlier.",
      '2025-07-21',
      ['steel export CN>WORLD: up 20 yoy 2025-06'],
    ],
    [
      "China's steel exports rose 20% in June from a year earlier according to South Korean customs.",
      '2025-07-21',
      ['steel export CN>WORLD: up 20 yoy 2025-06'],
    ],
    [
      "Despite a weak month, China's trade with Japan rose 20% in June from a year earlier.",
      '2025-07-21',
      ['total other CN>JP: up 20 yoy 2025-06'],
    ],
  ],
  'more of what was sold': [
    [
      'China sold 27% more rare earth magnets to the United States in June than a year earlier.',
      '2025-07-21',
      ['rare_earth_magnets export CN>US: up 27 yoy 2025-06'],
    ],
    [
      'China delivered about a third fewer rare earth magnets to Japan in June than a year earlier.',
      '2025-07-21',
      ['rare_earth_magnets export CN>JP: down 33.3 (about) yoy 2025-06'],
    ],
    ['China sold 20% of its rare earth magnets to Germany in June.', '2025-07-21', []],
  ],
  'goods that were made before they were exported': [
    [
      "China's rare earth magnet output rose 20% in June, while exports fell 38.2% from a year earlier.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: down 38.2 yoy 2025-06'],
    ],
    [
      "Steel output fell 5% in June, while China's exports rose 5.8% from a year earlier.",
      '2025-07-14',
      ['total export CN>WORLD: up 5.8 yoy 2025-06'],
    ],
  ],
  'a quarter from the one before': [
    [
      "China's rare earth magnet exports fell 54% in the second quarter from the first.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: down 54 qoq 2025-Q2'],
    ],
    [
      "China's rare earth magnet exports were 54% lower in the second quarter than in the first.",
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: down 54 qoq 2025-Q2'],
    ],
  ],
  levels: [
    [
      "China's steel exports in September totalled 10.47 million tonnes, up 10.1% from August and 3.1% from a year earlier. For the first nine months exports rose 9.2% to 87.96 million tonnes.",
      '2025-10-14',
      [
        'steel export CN>WORLD: up 10.1 mom 2025-09',
        'steel export CN>WORLD: up 3.1 yoy 2025-09',
        'steel export CN>WORLD: up 9.2 ytd_yoy 2025-01..2025-09',
      ],
    ],
    [
      "Brazil's soybean exports to China in November were 3.9 million tons versus 2.1 million tons a year ago.",
      '2025-12-09',
      ['soybeans export BR>CN: up 2100000 to 3900000 yoy 2025-11'],
    ],
    [
      'Exports of rare earth magnets fell from 6,146 tons in August to 5,774 tons in September, a 6.1% drop.',
      '2025-10-20',
      ['rare_earth_magnets export ?>WORLD: down 6.1 mom 2025-09'],
    ],
    [
      "Exports of magnets more than doubled from May's 1,238 tons, though at 3,188 tons they were still two-thirds of the level seen a year before.",
      '2025-07-21',
      [
        'rare_earth_magnets export ?>WORLD: up 100 (more_than) mom 2025-06',
        'rare_earth_magnets export ?>WORLD: down 33.3 (about) yoy 2025-06',
      ],
    ],
    [
      "Last month's rare earth magnet exports from China were 38% lower than in June last year, but more than twice those of May.",
      '2025-07-22',
      ['rare_earth_magnets export CN>WORLD: down 38 yoy 2025-06', 'rare_earth_magnets export CN>WORLD: up 100 (more_than) mom 2025-06'],
    ],
    [
      "China's rare earth magnet exports fell 38% in June from a year earlier but were almost triple the level seen in May.",
      '2025-07-22',
      ['rare_earth_magnets export CN>WORLD: down 38 yoy 2025-06', 'rare_earth_magnets export CN>WORLD: up 200 (about) mom 2025-06'],
    ],
    [
      'Brazil exported 6.5 million tonnes of soybeans in September versus 6.1 million a year earlier, according to Secex.',
      '2025-10-31',
      ['soybeans export BR>WORLD: up 6100000 to 6500000 yoy 2025-09'],
    ],
    [
      "India's engineering goods exports rose 2.93% to $10.11 billion in September 2025 as against $9.82 billion in September 2024.",
      '2025-10-15',
      ['engineering_goods export IN>WORLD: up 2.93 yoy 2025-09'],
    ],
    [
      "India's merchandise exports declined 11.8% to $34.38 billion in October from $38.98 billion in the year-ago month, while imports surged 16.6% to $76.06 billion. During April-October, exports inched up 0.63%.",
      '2025-11-17',
      [
        'total export IN>WORLD: down 11.8 yoy 2025-10',
        'total import IN>WORLD: up 16.6 yoy 2025-10',
        'total export IN>WORLD: up 0.63 ytd_yoy 2025-04..2025-10',
      ],
    ],
  ],
  'multiples and fractions': [
    [
      "China's exports of rare earth magnets to the United States more than doubled in October from a month earlier, while shipments to Germany slumped by nearly a third.",
      '2025-11-20',
      ['rare_earth_magnets export CN>US: up 100 (more_than) mom 2025-10', 'rare_earth_magnets export CN>DE: down 33.3 (about) mom 2025-10'],
    ],
    [
      "Magnet shipments to the US rocketed to 353 tons in June, a surge of 660% from May, while Germany received 764 tons, more than triple May's volume.",
      '2025-07-21',
      ['rare_earth_magnets export ?>US: up 660 mom 2025-06', 'rare_earth_magnets export ?>DE: up 200 (more_than) mom 2025-06'],
    ],
    [
      'Year on year, exports of dysprosium were down 85%; month on month they were up a third.',
      '2025-06-10',
      ['dysprosium export ?>WORLD: down 85 yoy ?', 'dysprosium export ?>WORLD: up 33.3 (about) mom ?'],
    ],
    [
      "China's gallium exports to Germany halved in June from May. Germanium exports were a tenth of what they were a year earlier.",
      '2025-07-20',
      ['gallium export CN>DE: down 50 (about) mom 2025-06', 'germanium export CN>WORLD: down 90 (about) yoy 2025-06'],
    ],
    [
      'Customs data showed that China exported 7,742 metric tons of rare earths in June, the highest since 2009, up 32% from 5,865 tons in May and about 60% from a year earlier.',
      '2025-08-25',
      ['rare_earths export CN>WORLD: up 32 mom 2025-06', 'rare_earths export CN>WORLD: up 60 (about) yoy 2025-06'],
    ],
  ],
  'opposite signs and parallel clauses': [
    [
      "Japan's exports to the U.S. dropped 13.3 percent in September, with automobile shipments down 24.2 percent, while exports to China gained 5.8 percent. Overall exports rose 4.2 percent year on year, the Ministry of Finance said.",
      '2025-10-22',
      [
        'total export JP>US: down 13.3 yoy 2025-09',
        'autos export JP>US: down 24.2 yoy 2025-09',
        'total export JP>CN: up 5.8 yoy 2025-09',
        'total export JP>WORLD: up 4.2 yoy 2025-09',
      ],
    ],
    [
      "India's trade deficit narrowed to $24.53 billion in November from $41.68 billion in October as exports surged 19.37% year-on-year to $38.13 billion and imports contracted 1.88% to $62.66 billion.",
      '2025-12-15',
      [
        'total other IN>WORLD: down 41680000000 to 24530000000 mom 2025-11',
        'total export IN>WORLD: up 19.37 yoy 2025-11',
        'total import IN>WORLD: down 1.88 yoy 2025-11',
      ],
    ],
    [
      "In 2025 as a whole, China's exports of rare earths rose 12.9% to 62,585 tons, the most since at least 2014. December exports totalled 4,392 tons, a 20% fall from November's 5,494 tons but still 32% more than in December 2024.",
      '2026-01-20',
      [
        'rare_earths export CN>WORLD: up 12.9 yoy 2025',
        'rare_earths export CN>WORLD: down 20 mom 2025-12',
        'rare_earths export CN>WORLD: up 32 yoy 2025-12',
      ],
    ],
    [
      'Exports to China fell 2.7 percent to $10.4 billion, and those to the U.S. edged down 0.5 percent to $11.24 billion, while shipments to the European Union surged 14.7 percent to an all-time monthly high of $5.8 billion.',
      '2025-07-01',
      ['total export ?>CN: down 2.7 other ?', 'total export ?>US: down 0.5 other ?', 'total export ?>EU: up 14.7 other ?'],
    ],
    [
      "Vietnam's export turnover hit $42.3 billion in July, up 7% month on month and 16% year on year, bringing the seven-month total to $262.4 billion, up 14.8%.",
      '2025-08-01',
      [
        'total export VN>WORLD: up 7 mom 2025-07',
        'total export VN>WORLD: up 16 yoy 2025-07',
        'total export VN>WORLD: up 14.8 ytd_yoy 2025-01..2025-07',
      ],
    ],
    [
      "Germany's exports rose 1.4% on the month in September, more than the 0.5% expected. Shipments to the U.S. increased 11.9% from August but were 14.0% lower than in September 2024.",
      '2025-11-11',
      ['total export DE>WORLD: up 1.4 mom 2025-09', 'total export DE>US: up 11.9 mom 2025-09', 'total export DE>US: down 14 yoy 2025-09'],
    ],
    [
      'In June, the US imported 353 tons of Chinese magnets. That is a 660% rise on May, but a 52% drop on June last year.',
      '2025-08-08',
      ['rare_earth_magnets import US>CN: up 660 mom 2025-06', 'rare_earth_magnets import US>CN: down 52 yoy 2025-06'],
    ],
  ],
  'respectively and lists': [
    [
      'Chip exports surged 27.1% to $15.1 billion, ships 11.8% and cars 8.6%, while exports of petrochemicals and steel fell 18.7% and 15.4%, respectively.',
      '2025-09-01',
      [
        'semiconductors export ?>WORLD: up 27.1 other ?',
        'ships export ?>WORLD: up 11.8 other ?',
        'autos export ?>WORLD: up 8.6 other ?',
        'petrochemicals export ?>WORLD: down 18.7 other ?',
        'steel export ?>WORLD: down 15.4 other ?',
      ],
    ],
    [
      'Outbound shipments of rare earth magnets to the U.S. tumbled 28.7% month-on-month, while those to the Netherlands and Vietnam rose 25% and 57.5%, respectively.',
      '2025-10-20',
      [
        'rare_earth_magnets export ?>US: down 28.7 mom ?',
        'rare_earth_magnets export ?>NL: up 25 mom ?',
        'rare_earth_magnets export ?>VN: up 57.5 mom ?',
      ],
    ],
    [
      'Korean exports fell 1.3 percent on-year to $57.2 billion in May, the first drop in four months, with outbound shipments to the U.S. and China tumbling 8.1 percent and 8.4 percent, respectively.',
      '2025-07-01',
      [
        'total export KR>WORLD: down 1.3 yoy 2025-05',
        'total export KR>US: down 8.1 yoy 2025-05',
        'total export KR>CN: down 8.4 yoy 2025-05',
      ],
    ],
    [
      'Exports to China dropped 3.4 percent, while those to the United States and the European Union fell 14.3 percent and rose 13.8 percent, respectively.',
      '2025-04-21',
      ['total export ?>CN: down 3.4 other ?', 'total export ?>US: down 14.3 other ?', 'total export ?>EU: up 13.8 other ?'],
    ],
    [
      'Magnet exports to South Korea (+12%), Japan (-4%) and Vietnam (+57.5%) diverged month on month in September.',
      '2025-10-22',
      [
        'rare_earth_magnets export ?>KR: up 12 mom 2025-09',
        'rare_earth_magnets export ?>JP: down 4 mom 2025-09',
        'rare_earth_magnets export ?>VN: up 57.5 mom 2025-09',
      ],
    ],
    [
      "Korea's car exports fell for a second month, dropping 3.5% in June to $6.3 billion. Shipments to North America plunged 19.7%, while those to the EU jumped 32.4%.",
      '2025-09-20',
      [
        'autos export KR>WORLD: down 3.5 other 2025-06',
        'autos export KR>?: down 19.7 other 2025-06',
        'autos export KR>EU: up 32.4 other 2025-06',
      ],
    ],
  ],
  'earlier rates': [
    [
      "Exports grew 4.4% year on year in August, slowing from July's 7.2% increase and missing a forecast of 5% in a Reuters poll. Imports rose 1.3%, after a 4.1% gain the previous month.",
      '2025-09-09',
      [
        'total export ?>WORLD: up 4.4 yoy 2025-08',
        'total export ?>WORLD: up 7.2 yoy 2025-07',
        'total import ?>WORLD: up 1.3 yoy 2025-08',
        'total import ?>WORLD: up 4.1 yoy 2025-07',
      ],
    ],
    [
      "In dollar terms, China's exports rose 5.8% in June from a year earlier, compared with a 4.8% increase in May. Imports climbed 1.1%, reversing a 3.4% decline the month before. The trade surplus widened to $114.77 billion from $103.22 billion in May.",
      '2025-07-14',
      [
        'total export CN>WORLD: up 5.8 yoy 2025-06',
        'total export CN>WORLD: up 4.8 yoy 2025-05',
        'total import CN>WORLD: up 1.1 yoy 2025-06',
        'total import CN>WORLD: down 3.4 yoy 2025-05',
        'total other CN>WORLD: up 103220000000 to 114770000000 mom 2025-06',
      ],
    ],
    [
      "China's exports unexpectedly contracted 1.1% last month from a year earlier, reversing from an 8.3% increase in September.",
      '2025-11-07',
      ['total export CN>WORLD: down 1.1 yoy 2025-10', 'total export CN>WORLD: up 8.3 yoy 2025-09'],
    ],
    [
      "China's exports grew 10.7% in December in dollar terms, quickening from 6.7% in November and topping the 7.3% increase forecast in a Reuters poll of economists.",
      '2025-01-13',
      ['total export CN>WORLD: up 10.7 other 2024-12', 'total export CN>WORLD: up 6.7 other 2024-11'],
    ],
    [
      'Nov 3 - South Korean exports rose 3.6% in October, faster than the 1.3% expected and following a 12.6% jump in September.',
      '2025-11-03',
      ['total export KR>WORLD: up 3.6 other 2025-10', 'total export KR>WORLD: up 12.6 other 2025-09'],
    ],
    [
      "China's exports in the January-February period rose 2.3 per cent year on year, well short of December's 10.7 per cent pace, while imports shrank 8.4 per cent.",
      '2025-03-08',
      [
        'total export CN>WORLD: up 2.3 ytd_yoy 2025-01..2025-02',
        'total export CN>WORLD: up 10.7 yoy 2024-12',
        'total import CN>WORLD: down 8.4 ytd_yoy 2025-01..2025-02',
      ],
    ],
  ],
  'month on month beside year on year': [
    [
      'China exported 5,994 tons of rare earths in July, down 23% from June (7,742 tons), General Administration of Customs data showed on Thursday. Exports were nonetheless up 21.4% on the year.',
      '2025-08-07',
      ['rare_earths export CN>WORLD: down 23 mom 2025-07', 'rare_earths export CN>WORLD: up 21.4 yoy 2025-07'],
    ],
    [
      "China's shipments of rare earths in August came in at 5,792 tons, 3.4% lower than July's 5,994.3 tons, but 22.6% above the same month a year prior.",
      '2025-09-08',
      ['rare_earths export CN>WORLD: down 3.4 mom 2025-08', 'rare_earths export CN>WORLD: up 22.6 yoy 2025-08'],
    ],
    [
      "China's rare earth magnet exports in the first quarter of 2026 came to 16,600 tons, or 10.4% more than a year ago; in March alone they were up 8.1% year on year and down 4.3% month on month.",
      '2026-04-20',
      [
        'rare_earth_magnets export CN>WORLD: up 10.4 yoy 2026-Q1',
        'rare_earth_magnets export CN>WORLD: up 8.1 yoy 2026-03',
        'rare_earth_magnets export CN>WORLD: down 4.3 mom 2026-03',
      ],
    ],
    [
      'Chinese customs data put October gallium exports at 4.1 tons, a 30% increase month on month. Year on year, however, the figure was down by two-thirds.',
      '2025-11-12',
      ['gallium export CN>WORLD: up 30 mom 2025-10', 'gallium export CN>WORLD: down 66.7 (about) yoy 2025-10'],
    ],
    [
      'Exports of germanium products tallied 5.6 tonnes in May, down 66 per cent year-on-year and 50 per cent below April. Gallium exports: 1.2 t, -83% y/y, +12% m/m.',
      '2025-07-18',
      [
        'germanium export ?>WORLD: down 66 yoy 2025-05',
        'germanium export ?>WORLD: down 50 mom 2025-05',
        'gallium export ?>WORLD: down 83 yoy 2025-05',
        'gallium export ?>WORLD: up 12 mom 2025-05',
      ],
    ],
    [
      'Imports of crude oil: 47.2 million tons in July, +11.5% y/y; iron ore: 104.62 million tons, -1.3% m/m.',
      '2025-08-07',
      ['crude_oil import ?>WORLD: up 11.5 yoy 2025-07', 'iron_ore import ?>WORLD: down 1.3 mom 2025-07'],
    ],
    [
      'Crude oil imports averaged 11.11 million barrels per day in July, up 11.5% from a year earlier but down 5.4% from June.',
      '2025-08-15',
      ['crude_oil import ?>WORLD: up 11.5 yoy 2025-07', 'crude_oil import ?>WORLD: down 5.4 mom 2025-07'],
    ],
  ],
  'year to date in its wordings': [
    [
      'Rare earth exports rose 23% in May from the prior month, despite curbs, the data showed. But exports for the first five months of the year were up just 2.3%.',
      '2025-06-09',
      ['rare_earths export ?>WORLD: up 23 mom 2025-05', 'rare_earths export ?>WORLD: up 2.3 ytd_yoy 2025-01..2025-05'],
    ],
    [
      'Year-to-date exports through September reached 87.96 million tons, 9.2% more than in the same period a year ago.',
      '2025-10-09',
      ['total export ?>WORLD: up 9.2 ytd_yoy 2025-01..2025-09'],
    ],
    [
      "Between January and June, Brazil's soy exports rose 2.1% compared to the first half of 2023, reaching 64.1 million tons. China bought 71% of the total, up from 69%.",
      '2024-07-25',
      ['soybeans export BR>WORLD: up 2.1 ytd_yoy 2024-01..2024-06'],
    ],
    [
      'Exports are down by a fifth so far this year, according to customs; lithium carbonate imports over the same period have doubled.',
      '2025-06-30',
      [
        'total export ?>WORLD: down 20 (about) ytd_yoy 2025-01..2025-05',
        'lithium_carbonate import ?>WORLD: up 100 (about) ytd_yoy 2025-01..2025-05',
      ],
    ],
    [
      "China's soybean imports in July jumped 18.5 percent to a record for the month, while January-July arrivals were up 4.6 percent from the same period a year ago at 61.04 million tonnes.",
      '2025-08-08',
      ['soybeans import CN>WORLD: up 18.5 yoy 2025-07', 'soybeans import CN>WORLD: up 4.6 ytd_yoy 2025-01..2025-07'],
    ],
    [
      'Antimony exports from China plunged 97% in the first half compared with the same period of 2024, customs data showed. Shipments of germanium fell by about 55%.',
      '2025-08-07',
      ['antimony export CN>WORLD: down 97 ytd_yoy 2025-01..2025-06', 'germanium export CN>WORLD: down 55 (about) ytd_yoy 2025-01..2025-06'],
    ],
  ],
  'quarters, fiscal years, partial months': [
    [
      "China's rare earth magnet exports rose by more than 25% year on year in the second quarter of 2025, analysts at the bank wrote.",
      '2025-08-05',
      ['rare_earth_magnets export CN>WORLD: up 25 (more_than) yoy 2025-Q2'],
    ],
    [
      'In the fourth quarter, U.S. imports of Chinese rare earth magnets rose 18% from the third quarter but were 9% lower than the same quarter of 2024.',
      '2026-01-28',
      ['rare_earth_magnets import US>CN: up 18 qoq 2025-Q4', 'rare_earth_magnets import US>CN: down 9 yoy 2025-Q4'],
    ],
    [
      "India's exports to the US rose 23.5% to USD 8.3 billion in June, whereas imports dipped 10.6% to USD 4 billion. In Q1 FY26, exports to the US grew 22.2%.",
      '2025-07-16',
      [
        'total export IN>US: up 23.5 other 2025-06',
        'total import IN>WORLD: down 10.6 other 2025-06',
        'total export IN>US: up 22.2 yoy 2025-Q2',
      ],
    ],
    [
      "For the fiscal year ended March 2025, India's merchandise exports grew a meagre 0.08% to $437.42 billion; engineering goods exports for FY25 rose 6.74%.",
      '2025-05-15',
      ['total export IN>WORLD: up 0.08 yoy 2024-04..2025-03', 'engineering_goods export IN>WORLD: up 6.74 yoy 2024-04..2025-03'],
    ],
    [
      "Japan's exports for fiscal 2024 climbed 5.9% to 108.9 trillion yen, with those to the U.S. up 3.8%.",
      '2025-04-17',
      ['total export JP>WORLD: up 5.9 yoy 2024-04..2025-03', 'total export JP>US: up 3.8 yoy 2024-04..2025-03'],
    ],
    [
      'Between 1 and 10 September, outbound shipments from South Korea edged up 3.8% from a year earlier, though the daily average fell 8.4%.',
      '2025-09-10',
      ['total export KR>WORLD: up 3.8 yoy 2025-09-01..2025-09-10', 'total export KR>WORLD: down 8.4 yoy 2025-09-01..2025-09-10'],
    ],
    [
      "South Korea's exports for the first 20 days of February increased 16 percent on year to $35.3 billion, the Korea Customs Service said. Daily average exports fell 2.7 percent.",
      '2025-02-21',
      ['total export KR>WORLD: up 16 yoy 2025-02-01..2025-02-20', 'total export KR>WORLD: down 2.7 yoy 2025-02-01..2025-02-20'],
    ],
    [
      "China's imports of rare earth ores from Myanmar dropped by about half in the first quarter compared with the final three months of 2024.",
      '2025-08-15',
      ['rare_earths import CN>MM: down 50 (about) qoq 2025-Q1'],
    ],
  ],
  'volume and value': [
    [
      'In calendar 2024, Australia exported 5% less lithium concentrate than in 2023 by volume, and 61% less by value.',
      '2025-01-31',
      ['lithium_ore export AU>WORLD: down 5 yoy 2024', 'lithium_ore export AU>WORLD: down 61 yoy 2024'],
    ],
    [
      'Between January and September, Vietnam shipped 7 million tonnes of rice, earning $3.55 billion, down 0.1% in volume and 18.5% in value.',
      '2025-10-31',
      ['rice export VN>WORLD: down 0.1 ytd_yoy 2025-01..2025-09', 'rice export VN>WORLD: down 18.5 ytd_yoy 2025-01..2025-09'],
    ],
    [
      'Exports of solar panels fell 17 per cent in volume but only 2 per cent in value in the first ten months, according to customs.',
      '2025-11-30',
      ['solar_panels export ?>WORLD: down 17 ytd_yoy 2025-01..2025-10', 'solar_panels export ?>WORLD: down 2 ytd_yoy 2025-01..2025-10'],
    ],
  ],
  'expected figures beside real ones': [
    [
      "South Korea's exports gained 3.1% in March, beating the median forecast of 2.9% in a Reuters survey and up from a revised 0.7% rise in February.",
      '2025-04-01',
      ['total export KR>WORLD: up 3.1 other 2025-03', 'total export KR>WORLD: up 0.7 other 2025-02'],
    ],
    [
      'Steel exports are expected to reach a record this year after climbing 9.2% to 87.96 million tons in the January-September period.',
      '2025-10-18',
      ['steel export ?>WORLD: up 9.2 ytd_yoy 2025-01..2025-09'],
    ],
    [
      'Exports may have risen 6% in September, a Reuters poll of 22 economists showed, after growing 4.4% in August.',
      '2025-10-10',
      ['total export ?>WORLD: up 4.4 other 2025-08'],
    ],
    [
      'Exports in March surged 12.4% from a year before, far exceeding the 4.6% rise expected by economists, after falling 3% in February.',
      '2025-04-14',
      ['total export ?>WORLD: up 12.4 yoy 2025-03', 'total export ?>WORLD: down 3 yoy 2025-02'],
    ],
    [
      'Exports, which rose 8.3% in September, will likely slow to 3% in the fourth quarter.',
      '2025-10-18',
      ['total export ?>WORLD: up 8.3 other 2025-09'],
    ],
  ],
  headlines: [
    [
      'China magnet exports up 13% in Nov from Oct, hit second-highest on record',
      '2025-12-01',
      ['rare_earth_magnets export CN>WORLD: up 13 mom 2025-11'],
    ],
    ['China Sept rare earth exports -30.9% m/m', '2025-10-20', ['rare_earths export CN>WORLD: down 30.9 mom 2025-09']],
    [
      "China's rare earth magnet exports to US jump sevenfold in June",
      '2025-07-21',
      ['rare_earth_magnets export CN>US: up 600 (about) other 2025-06'],
    ],
  ],
  importers: [
    [
      'US imports of Chinese goods fell 43% in May from the same month in 2024, the steepest drop since 2020.',
      '2025-06-30',
      ['total import US>CN: down 43 yoy 2025-05'],
    ],
    [
      'China imported 751,000 tonnes of lithium concentrate in July, 30.4% more than a month earlier, of which 427,000 tonnes came from Australia, up 67%.',
      '2025-08-20',
      ['lithium_ore import CN>WORLD: up 30.4 mom 2025-07', 'lithium_ore import CN>AU: up 67 mom 2025-07'],
    ],
    [
      'Exports of lithium carbonate from Chile to China fell 11% on the month and 40% on the year to 10,900 tonnes in August.',
      '2025-09-30',
      ['lithium_carbonate export CL>CN: down 11 mom 2025-08', 'lithium_carbonate export CL>CN: down 40 yoy 2025-08'],
    ],
  ],
};

for (const [name, cases] of Object.entries(CASES))
  describe(name, () => {
    test.each(cases)('%s', (text, published, claims) => {
      expect(told(text, published)).toEqual(claims);
    });
  });

import { describe, expect, test } from 'vitest';
import { told } from './told.ts';

/** Sentences of the tests' own, in the manner of trade news. Most figures are real; what matters is the reading. */
const CASES: Readonly<Record<string, readonly (readonly [text: string, published: string, claims: readonly string[]])[]>> = {
  半月与周: [
    ['中国6月上半月稀土永磁出口同比增长20%。', '2025-07-21', ['rare_earth_magnets export CN>WORLD: up 20 yoy 2025-06-01..2025-06-15']],
    ['中国6月第一周稀土永磁出口同比增长20%。', '2025-07-21', ['rare_earth_magnets export CN>WORLD: up 20 yoy 2025-06-01..2025-06-07']],
  ],
  产量之后的出口: [
    ['中国6月稀土永磁产量同比增长20%，出口同比下降38.2%。', '2025-07-21', ['rare_earth_magnets export CN>WORLD: down 38.2 yoy 2025-06']],
  ],
  单月与累计: [
    [
      '据海关数据,5月中国稀土磁体出口量环比大降53%至1238吨,同比下降约74%。1-5月累计出口1.91万吨,同比减少14.5%。',
      '2025-06-20',
      [
        'rare_earth_magnets export CN>WORLD: down 53 mom 2025-05',
        'rare_earth_magnets export CN>WORLD: down 74 (about) yoy 2025-05',
        'rare_earth_magnets export CN>WORLD: down 14.5 ytd_yoy 2025-01..2025-05',
      ],
    ],
    [
      '海关总署14日公布数据显示,上半年我国货物贸易进出口总值21.79万亿元人民币,同比增长2.9%。其中,出口13万亿元,增长7.2%;进口8.79万亿元,下降2.7%。',
      '2025-07-14',
      [
        'total other CN>WORLD: up 2.9 ytd_yoy 2025-01..2025-06',
        'total export CN>WORLD: up 7.2 ytd_yoy 2025-01..2025-06',
        'total import CN>WORLD: down 2.7 ytd_yoy 2025-01..2025-06',
      ],
    ],
    [
      '9月份钢材出口1046.5万吨，比上月增加95.5万吨，环比增长10.0%；1-9月累计出口钢材8795.5万吨，同比增长9.2%。',
      '2025-10-14',
      ['steel export ?>WORLD: up 10 mom 2025-09', 'steel export ?>WORLD: up 9.2 ytd_yoy 2025-01..2025-09'],
    ],
    [
      '今年前10个月，我国外贸进出口总值达37.31万亿元，同比增长3.6%，其中10月份进出口3.7万亿元，微增0.1%。',
      '2025-11-07',
      ['total other CN>WORLD: up 3.6 ytd_yoy 2025-01..2025-10', 'total other CN>WORLD: up 0.1 yoy 2025-10'],
    ],
    [
      '前10个月机电产品出口13.43万亿元,增长8.7%,占我国出口总值的60.7%。',
      '2025-11-05',
      ['machinery_electrical export ?>WORLD: up 8.7 ytd_yoy 2025-01..2025-10'],
    ],
    [
      '据统计，今年前三季度，我国货物贸易进出口33.61万亿元，同比增长4%。其中，三季度进出口同比增长6%，连续8个季度保持增长。',
      '2025-10-21',
      ['total other CN>WORLD: up 4 ytd_yoy 2025-01..2025-09', 'total other CN>WORLD: up 6 yoy 2025-Q3'],
    ],
    [
      '一季度，以人民币计价，中国出口同比增长6.9%，进口下降6%。3月当月出口增长13.5%。',
      '2025-04-14',
      [
        'total export CN>WORLD: up 6.9 yoy 2025-Q1',
        'total import CN>WORLD: down 6 yoy 2025-Q1',
        'total export CN>WORLD: up 13.5 yoy 2025-03',
      ],
    ],
    [
      '海关总署数据显示，11月份中国大豆进口量为810.7万吨，较上年同期增长13.3%，环比下降14.5%。1至11月大豆进口量累计为1.0379亿吨，同比增长6.9%，已接近去年全年的1.0503亿吨。',
      '2025-12-20',
      [
        'soybeans import CN>WORLD: up 13.3 yoy 2025-11',
        'soybeans import CN>WORLD: down 14.5 mom 2025-11',
        'soybeans import CN>WORLD: up 6.9 ytd_yoy 2025-01..2025-11',
      ],
    ],
  ],
  '倍、成、翻番、腰斩': [
    [
      '中國10月對美鎵出口激增近七倍,鍺出口量僅為去年同期的三分之二。',
      '2025-11-03',
      ['gallium export CN>US: up 700 (about) yoy 2025-10', 'germanium export CN>WORLD: down 33.3 (about) yoy 2025-10'],
    ],
    [
      '據中國海關總署數據,11月對日本出口稀土磁鐵304吨,較10月增加35%;對歐盟出口量則減少一成。',
      '2025-12-21',
      ['rare_earth_magnets export CN>JP: up 35 mom 2025-11', 'rare_earth_magnets export CN>EU: down 10 mom 2025-11'],
    ],
    [
      '今年5月,中国锑出口量几近归零,同比锐减九成;氧化锑出口约为去年同期的一半。',
      '2025-06-21',
      ['antimony export CN>WORLD: down 90 yoy 2025-05', 'antimony_oxide export CN>WORLD: down 50 (about) yoy 2025-05'],
    ],
    [
      '6月份,中国稀土磁体出口由5月的1238吨增至3188吨,环比增长1.57倍,但仍比2024年6月的5158吨低38.1%。',
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: up 157 mom 2025-06', 'rare_earth_magnets export CN>WORLD: down 38.1 yoy 2025-06'],
    ],
    [
      '鎵的出口量翻了一番,鍺的出口則腰斬。',
      '2025-08-10',
      ['gallium export ?>WORLD: up 100 (about) other ?', 'germanium export ?>WORLD: down 50 (about) other ?'],
    ],
    [
      '據統計，中國對美稀土磁鐵出貨量6月暴增逾6倍，總出口量也較5月成長1.6倍。',
      '2025-07-11',
      ['rare_earth_magnets export CN>US: up 600 (more_than) mom 2025-06', 'rare_earth_magnets export CN>WORLD: up 160 mom 2025-06'],
    ],
    [
      '5月镓出口为零，而上年同期为7.6吨。锗出口同比下降近八成，环比增长一倍。',
      '2025-06-25',
      ['germanium export ?>WORLD: down 80 (about) yoy 2025-05', 'germanium export ?>WORLD: up 100 (about) mom 2025-05'],
    ],
    [
      '海关数据显示，中国7月从缅甸进口的稀土矿较上月减少两成以上。',
      '2025-08-20',
      ['rare_earths import CN>MM: down 20 (more_than) mom 2025-07'],
    ],
  ],
  对手方: [
    [
      '受关税影响,9月中国对美出口同比下降27%,连续六个月两位数下滑,但对东盟出口增长15.6%,对欧盟增长14%,对非洲飙升56%。',
      '2025-11-11',
      [
        'total export CN>US: down 27 yoy 2025-09',
        'total export CN>?: up 15.6 yoy 2025-09',
        'total export CN>EU: up 14 yoy 2025-09',
        'total export CN>?: up 56 yoy 2025-09',
      ],
    ],
    [
      '2025年,我国与东盟贸易额7.55万亿元,增长8%;中美贸易额4.01万亿元,下降16.9%;对“一带一路”国家进出口增长6.3%。',
      '2026-01-14',
      ['total other CN>?: up 8 yoy 2025', 'total other CN>US: down 16.9 yoy 2025', 'total other CN>?: up 6.3 yoy 2025'],
    ],
    [
      '日本10月对美出口连续第七个月下降,同比减少3.1%至1.64万亿日元,对华出口增长2.1%。',
      '2025-12-10',
      ['total export JP>US: down 3.1 yoy 2025-10', 'total export JP>CN: up 2.1 yoy 2025-10'],
    ],
    [
      '前11个月，东盟为我国第一大贸易伙伴，我国与东盟贸易总值6.82万亿元，增长8.5%，占我国外贸总值的16.6%；对美国进出口3.69万亿元，下降16.9%。',
      '2025-12-09',
      ['total other CN>?: up 8.5 ytd_yoy 2025-01..2025-11', 'total other CN>US: down 16.9 ytd_yoy 2025-01..2025-11'],
    ],
    [
      '韩国9月对美出口同比下降1.4%，为102.7亿美元；对华出口微增0.5%，为116.8亿美元。半导体出口额达166.1亿美元，同比大增22%，刷新历史纪录。',
      '2025-10-01',
      [
        'total export KR>US: down 1.4 yoy 2025-09',
        'total export KR>CN: up 0.5 yoy 2025-09',
        'semiconductors export KR>WORLD: up 22 yoy 2025-09',
      ],
    ],
    [
      '台湾7月外销订单年增15.2%;出口566.8亿美元,月增6.2%、年增42%,其中对美国出口年增62.8%,对大陆及香港出口年增16.9%。',
      '2025-08-21',
      [
        'total export TW>WORLD: up 6.2 mom 2025-07',
        'total export TW>WORLD: up 42 yoy 2025-07',
        'total export TW>US: up 62.8 yoy 2025-07',
        'total export TW>?: up 16.9 yoy 2025-07',
      ],
    ],
    [
      '中国7月自美国进口大豆42万吨,同比减少11.5%,而自巴西进口1039万吨,同比增13.9%,占总进口量的89%。',
      '2025-08-20',
      ['soybeans import CN>US: down 11.5 yoy 2025-07', 'soybeans import CN>BR: up 13.9 yoy 2025-07'],
    ],
  ],
  分别: [
    [
      '6月，我国出口、进口同比分别增长5.8%和1.1%。',
      '2025-07-17',
      ['total export CN>WORLD: up 5.8 yoy 2025-06', 'total import CN>WORLD: up 1.1 yoy 2025-06'],
    ],
    [
      '6月稀土出口量、出口额同比分别增长60.3%、-47.5%。',
      '2025-07-17',
      ['rare_earths export ?>WORLD: up 60.3 yoy 2025-06', 'rare_earths export ?>WORLD: down 47.5 yoy 2025-06'],
    ],
  ],
  收窄与上期: [
    [
      '继5月同比大跌74%之后，6月稀土磁体出口同比跌幅收窄至38.1%。',
      '2025-07-21',
      ['rare_earth_magnets export ?>WORLD: down 38.1 yoy 2025-06', 'rare_earth_magnets export ?>WORLD: down 74 yoy 2025-05'],
    ],
    [
      '出口的下滑幅度由4月的5%扩大到5月的近9%，印度自华进口则不降反升，同比增长21%。',
      '2025-06-08',
      [
        'total export ?>WORLD: down 9 (about) yoy 2025-05',
        'total export ?>WORLD: down 5 yoy 2025-04',
        'total import IN>CN: up 21 yoy 2025-05',
      ],
    ],
    [
      '出口同比增幅由上月的8.3%转为下降1.1%。',
      '2025-12-10',
      ['total export ?>WORLD: down 1.1 yoy ?', 'total export ?>WORLD: up 8.3 yoy ?'],
    ],
    [
      '中国10月出口意外同比下降1.1%，不及市场预期的增长3%，9月为增长8.3%。',
      '2025-11-07',
      ['total export CN>WORLD: down 1.1 yoy 2025-10', 'total export CN>WORLD: up 8.3 yoy 2025-09'],
    ],
  ],
  带符号的数字: [
    [
      '出口量方面，9月对美国出口量421吨，环比-28.7%，同比-29.5%；对德国出口1200吨，环比+10%。',
      '2025-10-21',
      ['null export ?>US: down 28.7 mom 2025-09', 'null export ?>US: down 29.5 yoy 2025-09', 'null export ?>DE: up 10 mom 2025-09'],
    ],
    [
      '稀土永磁：9月出口5774吨，同比+17.5%，环比-6.1%；1-9月累计出口39816吨，同比-5.8%。',
      '2025-10-21',
      [
        'rare_earth_magnets export ?>WORLD: up 17.5 yoy 2025-09',
        'rare_earth_magnets export ?>WORLD: down 6.1 mom 2025-09',
        'rare_earth_magnets export ?>WORLD: down 5.8 ytd_yoy 2025-01..2025-09',
      ],
    ],
  ],
  繁體: [
    [
      '韓國11月出口610.4億美元，年增8.4%，連續6個月成長；半導體出口年增38.6%，達172.6億美元，創單月新高。進口年增1.2%。',
      '2025-12-01',
      [
        'total export KR>WORLD: up 8.4 yoy 2025-11',
        'semiconductors export KR>WORLD: up 38.6 yoy 2025-11',
        'total import KR>WORLD: up 1.2 yoy 2025-11',
      ],
    ],
    [
      '日本財務省公佈，6月對美出口年減11.4%，連續3個月下滑，其中汽車出口額大減26.7%。',
      '2025-07-17',
      ['total export JP>US: down 11.4 yoy 2025-06', 'autos export JP>US: down 26.7 yoy 2025-06'],
    ],
    [
      '韓國7月前20日出口361億美元，年減2.2%。按產品看，半導體增16.5%，船舶增169.7%，汽車減1.5%。對美出口減2.1%，對越南增3.0%。',
      '2025-07-21',
      [
        'total export KR>WORLD: down 2.2 yoy 2025-07-01..2025-07-20',
        'semiconductors export KR>WORLD: up 16.5 yoy 2025-07-01..2025-07-20',
        'ships export KR>WORLD: up 169.7 yoy 2025-07-01..2025-07-20',
        'autos export KR>WORLD: down 1.5 yoy 2025-07-01..2025-07-20',
        'total export KR>US: down 2.1 yoy 2025-07-01..2025-07-20',
        'total export KR>VN: up 3 yoy 2025-07-01..2025-07-20',
      ],
    ],
    [
      '台灣第二季出口1540億美元,季增18.3%,年增34.1%,優於主計總處5月預測的12%。',
      '2025-07-31',
      ['total export TW>WORLD: up 18.3 qoq 2025-Q2', 'total export TW>WORLD: up 34.1 yoy 2025-Q2'],
    ],
    [
      '中国8月稀土磁铁出口量增至6146公吨，创七个月新高，较去年同期增加15.4%，较7月的5577公吨也上升10.2%。',
      '2025-09-20',
      ['rare_earth_magnets export CN>WORLD: up 15.4 yoy 2025-08', 'rare_earth_magnets export CN>WORLD: up 10.2 mom 2025-08'],
    ],
    [
      '累計前11月出口5783.8億美元，較上年同期增加34.1%。對美國出口年增1.8倍，創史上最大增幅。',
      '2025-12-09',
      ['total export ?>WORLD: up 34.1 ytd_yoy 2025-01..2025-11', 'total export ?>US: up 180 ytd_yoy 2025-01..2025-11'],
    ],
  ],
  基期不是主语: [
    [
      '中国9月稀土出口量为4000.3吨,较8月的5791.8吨下降30.9%,为连续第三个月下滑。',
      '2025-10-20',
      ['rare_earths export CN>WORLD: down 30.9 mom 2025-09'],
    ],
    [
      '7月对美稀土磁铁出口619吨,比6月激增75.5%,与去年同期相比则增加4.8%。',
      '2025-08-21',
      ['rare_earth_magnets export ?>US: up 75.5 mom 2025-07', 'rare_earth_magnets export ?>US: up 4.8 yoy 2025-07'],
    ],
    [
      '2024年全年，中国稀土出口量为55431吨，比2023年增长6%，创下自2014年以来的新高；出口额则下降36%至4.89亿美元。',
      '2025-01-21',
      ['rare_earths export CN>WORLD: up 6 yoy 2024', 'rare_earths export CN>WORLD: down 36 yoy 2024'],
    ],
    [
      '中国稀土磁体出口9月份较上月的七个月高点回落6.1%,但较去年同期增长17.5%。',
      '2025-10-20',
      ['rare_earth_magnets export CN>WORLD: down 6.1 mom 2025-09', 'rare_earth_magnets export CN>WORLD: up 17.5 yoy 2025-09'],
    ],
    [
      '2025年上半年中国稀土磁铁出口22319吨，较去年同期27500吨下滑18.9%。',
      '2025-07-21',
      ['rare_earth_magnets export CN>WORLD: down 18.9 ytd_yoy 2025-01..2025-06'],
    ],
  ],
  量与额: [
    [
      '7月，我国稀土出口量环比下降23%至5994.3吨，出口额环比增长超过50%。',
      '2025-08-07',
      ['rare_earths export CN>WORLD: down 23 mom 2025-07', 'rare_earths export CN>WORLD: up 50 (more_than) mom 2025-07'],
    ],
    [
      '从出口量看,11月稀土永磁出口6150吨,环比增加12%,同比增加28%;从出口额看,环比增加8.1%。',
      '2025-12-07',
      [
        'rare_earth_magnets export ?>WORLD: up 12 mom 2025-11',
        'rare_earth_magnets export ?>WORLD: up 28 yoy 2025-11',
        'rare_earth_magnets export ?>WORLD: up 8.1 mom 2025-11',
      ],
    ],
    [
      '越南今年上半年水产品出口51亿美元,同比增长19%。大米出口量490万吨,增加7.6%,但金额减少12.2%至25.4亿美元。',
      '2025-07-01',
      [
        'seafood export VN>WORLD: up 19 ytd_yoy 2025-01..2025-06',
        'rice export VN>WORLD: up 7.6 ytd_yoy 2025-01..2025-06',
        'rice export VN>WORLD: down 12.2 ytd_yoy 2025-01..2025-06',
      ],
    ],
    [
      '一季度，中国进口铁矿石2.85亿吨，同比下降7.8%，均价为每吨100.8美元，下降17.8%；出口钢材2742.9万吨，增长6.3%。',
      '2025-04-20',
      ['iron_ore import CN>WORLD: down 7.8 yoy 2025-Q1', 'steel export CN>WORLD: up 6.3 yoy 2025-Q1'],
    ],
    [
      '5月，我国出口钢材1057.8万吨，同比增长9.8%，环比增长1.1%；均价697.7美元/吨，环比下跌1.2%；进口钢材48.1万吨，同比下降24.5%。',
      '2025-06-10',
      [
        'steel export CN>WORLD: up 9.8 yoy 2025-05',
        'steel export CN>WORLD: up 1.1 mom 2025-05',
        'steel import CN>WORLD: down 24.5 yoy 2025-05',
      ],
    ],
  ],
};

for (const [name, cases] of Object.entries(CASES))
  describe(name, () => {
    test.each(cases)('%s', (text, published, claims) => {
      expect(told(text, published)).toEqual(claims);
    });
  });

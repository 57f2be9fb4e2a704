import type { ClaimMeasure, Direction, Qualifier } from '../domain/claim.ts';
import { A_FALL, A_RISE, FALLS, RISES } from '../domain/growth-words.ts';
import { PhraseTrie } from './phrase-trie.ts';
import { addPlaces } from './places.ts';
import type { BasisWord, Meaning, RejectReason } from './token.ts';

/** What words mean, English and simplified Chinese, apart from times, amounts and commodities. Made once. */
const trie: PhraseTrie<Meaning> = new PhraseTrie();

const put = (meaning: Meaning, words: string): void => {
  for (const word of words.trim().split(/\s+/)) trie.add(word.replaceAll('_', ' '), meaning);
};
const directions = (direction: Direction, form: 'verb' | 'noun' | 'adjective', words: string): void =>
  put({ kind: 'direction', direction, form }, words);
const based = (direction: Direction, basis: BasisWord, words: string): void =>
  put({ kind: 'direction', direction, form: 'verb', basis }, words);
const rejects = (reason: RejectReason, form: 'noun' | 'verb' | 'after', words: string): void =>
  put({ kind: 'reject', reason, form }, words);
const flows = (flow: 'export' | 'import' | 'other', verb: boolean, words: string, measure?: ClaimMeasure): void =>
  put({ kind: 'flow', flow, verb, ...(measure === undefined ? {} : { measure }) }, words);
const qualifiers = (qualifier: Qualifier, words: string, after = false): void => put({ kind: 'qualifier', qualifier, after }, words);

addPlaces(trie);

directions('up', 'verb', RISES);
directions('down', 'verb', FALLS);
directions('up', 'noun', A_RISE);
directions('down', 'noun', A_FALL);
directions('up', 'noun', 'upward_trajectory');
directions('down', 'noun', 'downward_trajectory');
directions('up', 'adjective', 'higher more greater larger bigger');
put({ kind: 'comparator', weak: true, word: 'above' }, 'above short_of shy_of well_short_of ahead_of');
directions('down', 'adjective', 'lower less fewer below smaller');
based('up', 'yoy', '年增 年增长 年成长 年涨');
based('down', 'yoy', '年减 年减少 年跌 年降 年衰退');
put({ kind: 'direction', direction: 'up', form: 'noun', basis: 'yoy' }, '年增率 年增长率 年增幅 年成长率');
put({ kind: 'direction', direction: 'down', form: 'noun', basis: 'yoy' }, '年减率 年减幅');
based('up', 'mom', '月增 月增长');
based('down', 'mom', '月减 月减少 月跌');
based('up', 'qoq', '季增 季增长');
based('down', 'qoq', '季减 季减少');

put(
  { kind: 'rate' },
  'narrow narrows narrowed narrowing slow slows slowed slowing slowdown slowing_down slowed_down moderated moderating cooled cooling decelerated decelerating 收窄 放缓 趋缓',
);
put(
  { kind: 'rate' },
  'ease eases eased easing accelerate accelerates accelerated accelerating quickened quickening deepened deepening pace rate 加快 加速 减速 加深 扩增至',
);

put(
  { kind: 'basis', basis: 'yoy' },
  'year-on-year yoy y-o-y y/y y.o.y. on-year year-over-year year_on_year_basis over_the_year on_a_year on_the_year on_an_annual_basis on_a_yearly_basis on_an_annualized_basis on_a_y-o-y_basis on_a_yoy_basis on_an_on-year_basis on_a_year-to-year_basis yearly in_annual_terms annually annual on_an_annual_comparison 同比 按年 年比 较同期 比同期 与同期相比',
);
put(
  { kind: 'basis', basis: 'mom' },
  'month-on-month mom m-o-m m/m m.o.m. on-month month-over-month on_a_monthly_basis on_a_sequential_basis on_a_m-o-m_basis on_a_month-on-month_basis on_the_month sequentially month-to-month 环比 按月 月比',
);
put({ kind: 'basis', basis: 'qoq' }, 'quarter-on-quarter qoq q-o-q q/q on-quarter quarter-over-quarter on_a_quarterly_basis 按季 季比');
put(
  { kind: 'comparator', weak: false, word: 'than' },
  'from than versus vs vs. compared_with compared_to in_comparison_with in_comparison_to relative_to as_against compared_against as_compared_with as_compared_to 较 比 相比 比起 对比 较之 相较 相较于 高于 低于 多于 少于 优于 逊于 不如 与 跟',
);
put({ kind: 'comparator', weak: false, word: '从' }, '从 由 自');
put(
  { kind: 'comparator', weak: true, word: 'after' },
  'after following over on against since reversing reversed extending follows followed exceeding outpacing topping beating 继 逆转 扭转 快于 慢于 不及 远超',
);
put({ kind: 'unusual' }, 'average peak high low record trough all-time 平均 均值 峰值 高点 低点 高位 低位 最高 最低 纪录 新高 新低');

flows(
  'export',
  false,
  'export exports exported_volume export_volume export_volumes export_value export_values export_sales export_income export_earnings export_revenue export_revenues shipment shipments outbound_shipments overseas_shipments overseas_sales outbound_sales foreign_sales sales_abroad shipments_abroad exporting export_turnover 出口 出口额 出口量 出口总额 出口值 出口总值 出口数量 出口金额 出口货值 出口商品 出口商品总值 出口商品总额 出口贸易 出口规模 出货 出货量 外销 对外出口 外销量 外销额 出口贸易额 出口收入 出口创汇',
);
flows('export', false, 'destination export_destination export_market buyer recipient 目的地 出口目的地 出口市场 买家');
flows('export', true, '输往 销往 流向 运往 发往 输出');
flows('export', true, 'exported ships shipped shipped_out sold_abroad sold_overseas exporting');
flows(
  'import',
  false,
  'import imports import_volume import_volumes import_value import_values inbound_shipments purchases arrivals intake inflows importing import_turnover 进口 进口额 进口量 进口总额 进口值 进口总值 进口数量 进口金额 进口货值 进口商品 进口商品总值 进口商品总额 进口贸易 进口规模 进口贸易额 购自 到港量 采购量',
);
flows('import', true, 'imported bought purchased brought_in imported_in buying buys buy purchasing took_in');
const KINDS_OF_TRADE = ['total', 'two-way', 'bilateral', 'foreign', 'overall', 'merchandise', 'goods', 'external', 'combined', 'mutual'];
flows(
  'other',
  false,
  [
    '',
    ...KINDS_OF_TRADE.map((kind) => `${kind}_`),
    'total_foreign_',
    'total_goods_',
    'total_merchandise_',
    'total_bilateral_',
    'bilateral_goods_',
  ]
    .flatMap((kind) => ['trade', 'trade_volume', 'trade_value', 'trade_turnover'].map((noun) => kind + noun))
    .join(' '),
  'total_trade',
);
flows(
  'other',
  false,
  'trade_in_goods total_trade_value two-way_trade_in_goods total_import_and_export_value import_and_export_value total_value_of_imports_and_exports total_imports_and_exports imports_and_exports exports_and_imports import_and_export import-export_turnover import_export_turnover import-export_value export-import_turnover combined_imports_and_exports 进出口 进出口总值 进出口总额 外贸 外贸进出口 贸易总额 贸易额 贸易总值 双边贸易 双边贸易额 货物贸易 进出口额 进出口值 进出口贸易 对外贸易 货物进出口 货物进出口总值 货物贸易进出口 货物贸易进出口总值 外贸进出口总值 外贸进出口总额 双边货物贸易额 货物进出口总额 进出口贸易总值 进出口贸易总额 外贸总值 外贸总额 进出口规模 外贸规模 贸易总量 贸易规模 双边贸易总额 进出口总量',
  'total_trade',
);
flows(
  'other',
  false,
  'trade_surplus surplus trade_deficit deficit trade_balance trade_gap goods_deficit merchandise_trade_deficit goods_trade_deficit 顺差 逆差 贸易顺差 贸易逆差 出超 入超',
  'balance',
);

put(
  { kind: 'measure', measure: 'value' },
  'in_terms_of_export_value in_terms_of_import_value by_export_value in_value_terms by_value in_value value in_dollar_terms in_us_dollar_terms in_terms_of_value in_yuan_terms in_terms_of_dollars worth 按美元计 按美元计价 以美元计 以美元计价 按人民币计 按人民币计价 以人民币计 以人民币计价 美元计价 人民币计价 美元计 人民币计 美元口径 人民币口径 美元值 人民币值 金额 货值 总值',
);
put(
  { kind: 'measure', measure: 'volume' },
  'in_terms_of_export_volume in_terms_of_import_volume in_export_volume by_export_volume by_volume in_volume in_volume_terms in_terms_of_volume volume volumes tonnage in_tonnage_terms quantity by_weight 数量',
);
put(
  { kind: 'measure', measure: 'daily_average' },
  'daily_average average_daily per_day per_working_day daily_average_exports daily 日均 日均出口 日均出口额 平均每日',
);
flows('other', false, '出、进口 进、出口', 'total_trade');
trie.add('日均出口', { kind: 'flow', flow: 'export', verb: false, measure: 'daily_average' });
trie.add('日均出口额', { kind: 'flow', flow: 'export', verb: false, measure: 'daily_average' });
trie.add('daily average exports', { kind: 'flow', flow: 'export', verb: false, measure: 'daily_average' });
trie.add('average daily exports', { kind: 'flow', flow: 'export', verb: false, measure: 'daily_average' });
trie.add('per day exports', { kind: 'flow', flow: 'export', verb: false, measure: 'daily_average' });
trie.add('daily exports', { kind: 'flow', flow: 'export', verb: false, measure: 'daily_average' });
trie.add('daily average shipments', { kind: 'flow', flow: 'export', verb: false, measure: 'daily_average' });

qualifiers(
  'about',
  'nearly about around almost roughly approximately approx approx. some close_to circa just_under just_about just_below just_shy_of virtually an_estimated 约 近 大约 将近 约为 接近 大概 左右近 几乎',
);
qualifiers(
  'more_than',
  'more_than over at_least upwards_of in_excess_of just_over well_over exceeding a_little_over slightly_over slightly_more_than upward_of north_of no_less_than surpassing 逾 超 超过 超逾 超出 高达逾 多达逾 不少于 突破 大于 逾越 至少',
);
qualifiers('less_than', 'less_than under fewer_than below at_most up_to as_much_as no_more_than 不到 不足 低于 至多 未达');
qualifiers('about', '左右 上下 or_so', true);
qualifiers('more_than', '以上 多 有余 or_more', true);
qualifiers('less_than', '以下', true);

rejects(
  'forecast',
  'verb',
  'pencil_in pencils_in pencilling_in pencilled_in penciled_in look_for looks_for looking_for looked_for bet_on bets_on betting_on count_on counting_on hope_for hopes_for hoping_for brace_for braced_for bracing_for think thinks believe believes assume assumes assumed assuming suggests suggest modelled modeled simulated nowcast shaves knocks dents  sees is_seen are_seen was_seen were_seen reckons must need_to needs_to needed_to hopes_to hoped_to wants_to intends_to seeks_to calls_for called_for ordered foresees foresaw pegs pegged envisages poised_to slated_to on_track_to on_course_to bound_to looks_set expected_to forecast_to forecast_that projected_to predicted_to predicted predicts predict likely_to set_to may might could would will should expects_to expects expect forecasts projects estimates_that anticipates anticipated anticipate is_expected are_expected is_forecast are_forecast is_projected are_projected was_expected were_expected had_expected had_forecast economists_expected analysts_expected forecast_a expecting if aims aims_to aim target targets targeting targeted plans planned threatened vowed 预计 预料 预期 预测 预估 有望 或将 将会 将 或降 或增 或升 或达 或跌 可能 估计 市场预期 料将 目标 预计将 拟 计划 若 如果 假如 看好 推估 测算 假设 力争 力拼 争取 承诺 批准 允许 准许 上看 可望 上修 下修 恐将 恐减 恐降 恐跌',
);
rejects('negated', 'after', '说法 传言 传闻 谣言 不实 不属实');
trie.add('analysts expect', { kind: 'reject', reason: 'forecast', form: 'verb' });
rejects(
  'forecast',
  'noun',
  "goal goals objective ambition guidance forecast forecasts expectation expectations consensus poll survey surveys projection projections estimate estimates economists'_forecast outlook expected market_expectations 预期值 预测值 市场预测 前值 预期目标",
);
rejects(
  'negated',
  'verb',
  'did_not do_not does_not not never neither rather_than instead_of denied denies no_longer without 没有 并未 未能 未见 并非 而非 不是 否认 不会',
);
rejects(
  'share',
  'noun',
  'share shares portion slice account accounts accounted accounting accounted_for accounts_for accounting_for made_up makes_up make_up making_up market_share proportion dependence reliance contribution contribute contributes contributed contributing constitute constitutes constituted represent represents represented representing comprise comprised captures dominates dominated controls controlled ratio 占 占比 比重 份额 占全球 占了 占据 占到 占总 依存度 依赖度 市场份额 占有率 比例 贡献 拉动 拖累',
);
rejects(
  'price',
  'noun',
  'the_yen the_yuan the_dollar the_won the_rupee the_euro the_baht the_rouble the_ruble the_ringgit the_rupiah the_peso the_greenback the_renminbi the_pound per_ton per_tonne per_kilo per_kilogram per_unit a_ton_more a_ton_less discount discounts spread spreads margin margins rent rents fee fees fare fares hire_rates charter_rates valuation valuations offers export_offers offer_prices bids quotes price prices price_index priced pricing average_value average_values value_of_a_ton value_per_ton unit_value unit_values unit_price unit_prices average_price average_prices export_price export_prices import_price import_prices average_export_price average_import_price average_unit_price cost costs futures premium premiums inflation yuan_weakened exchange_rate currency 价格 毛利 利差 价差 费用 运费 折价 溢价 升值 贬值 均价 单价 平均价格 出口均价 进口均价 出口价格 进口价格 平均单价 价 成本 运价 汇率 期货 股价 物价 通胀',
);
rejects(
  'tariff',
  'noun',
  'tariff tariffs duty duties levy levies surcharge import_duty import_duties import_tariff import_tariffs export_duty export_tax export_taxes tax taxes vat rebate rebates export_rebate export_rebates interest interest_rate interest_rates tariff_rate 关税 税率 税 加征 关税税率 退税 退税率 出口退税率 利率',
);
rejects(
  'production',
  'noun',
  'production output capacity mining mined manufacturing processing produced produces smelting refining crush crushing crush_volume crush_volumes factory_output industrial_output manufacturing_output operating_rate operating_rates utilization gdp economy retail_sales investment profit profits revenue revenues income earnings sales orders jobs employment headcount workforce staff wages turnover_of salaries spending capex shipbuilding_orders 产量 生产 产能 开工率 加工 冶炼 开采 增加值 投资 利润 净利润 营收 收入 销量 销售 销售额 消费品 订单 订单量 外销订单 产值 压榨 压榨量 交付量 交付 销量占 海外销量 海外销售 海外销售额 海外营收 海外收入',
);
rejects(
  'stock',
  'noun',
  'inventory inventories stock stocks stockpile stockpiles stockpiling reserves consumption demand quota quotas licences licenses license approvals applications demand_for 库存 储量 消费 消费量 需求 需求量 配额 许可 指标 表观消费量',
);
rejects(
  'index',
  'noun',
  'terms_of_trade kospi kosdaq nikkei topix sensex nifty hang_seng csi_300 stoxx nasdaq index indexes indices pmi sub-index shares_rose shares_fell stock_price 恒指 沪指 上证 日经 台股 股市 指数 采购经理指数 景气指数 运费 freight_rates freight freight_rate throughput 吞吐量 货柜量 集装箱吞吐量 拥堵',
);

put({ kind: 'commodity', commodity: 'goods and services' }, 'goods_and_services merchandise_and_services 货物和服务 商品和服务 货物与服务');
put({ kind: 'whole' }, 'total overall aggregate all merchandise goods global headline outbound 总 整体 货物 商品 合计 全部 总体');
put(
  { kind: 'conjunction', hard: true },
  'but while whereas though although yet as_well_as meanwhile however which as 但 而 而是 同时 并且 不过 然而 此外',
);
put({ kind: 'conjunction', hard: false }, 'and or & plus 和 及 以及 、');
put({ kind: 'respectively' }, 'respectively 分别 各自');
put({ kind: 'breakdown' }, '其中 of_which including among_them 当中');
for (const word of 'to of by in for at with among between during towards toward into through 对 向 至 到 往 输 赴 为 达 在 于 是 的 来自 相当于 对于 出口至 出口到 进口自'.split(
  ' ',
))
  put({ kind: 'preposition', word }, word);

put({ kind: 'measure', measure: 'value' }, '价值');
for (const word of ['cumulative', 'cumulatively', 'accumulated', '累计']) trie.add(word, { kind: 'word', word });
put({ kind: 'basis', basis: 'mom' }, 'monthly');
for (const phrase of 'trans-shipment;trans-shipments;transshipment;transshipments;such as;as of;as part of;export controls;export control;export curbs;export restrictions;export licences;export licenses;export ban;export bans;export quota;export quotas;export orders;trade war;trade data;trade deal;trade ministry;trade minister;trade tensions;trade truce;trade talks;trade policy;出口管制;出口限制;出口商;出口许可;出口许可证;进口商;出口配额;出口保险;出口信用保险;出口信贷;出口融资;贸易战;外贸企业;出口企业;价格优势;比特币;比亚迪'.split(
  ';',
))
  trie.add(phrase, { kind: 'word', word: phrase });

/** Words that hold the figure themselves. */
for (const [percent, direction, words] of [
  [100, 'up', 'doubled doubles doubling 翻番 翻倍 翻一番 翻了一番 翻了一倍 翻了一翻 倍增'],
  [200, 'up', 'tripled triples tripling trebled trebling 翻了两倍 增至三倍 增至3倍'],
  [300, 'up', 'quadrupled quadruples quadrupling 翻两番 翻了两番'],
  [400, 'up', 'quintupled quintupling'],
  [50, 'down', 'halved halves halving 腰斩 减半 砍半 拦腰斩'],
] as const)
  put({ kind: 'change', percent, direction }, words);

export const VOCABULARY: PhraseTrie<Meaning> = trie;

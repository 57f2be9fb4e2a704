/**
 * The Chinese words of which it is known that they leave a statement of trade what it is, and those that open a part of a sentence in
 * which anything may be told. Lists alone, in simplified characters: chinese-sentence.ts says what is done with them.
 */
import { A_FALL, A_RISE, FALLS, RISES } from './growth-words.ts';

/** Each a pattern of two characters or more; spaces part them. */
const STATEMENT = `
  [向对]?全球 [向对]?全世界 [出进]口贸易 进出口 [出进]口 总额 总值 总量 外销 出货 外贸 对外 贸易 货物 商品 产品 总体 整体 总计 总共 数量 金额 货值 价值 规模 顺差 逆差
  年增(?:长?率|幅)? 年成长率? 年[涨跌降升] 年减(?:率|幅|少)? 年衰退 月增[长率]? 月减[少率]? 月[跌比] 季[增减][长少]? 同比 环比 按[年月季] 年比
  (?:相?较|比|与|和|同|跟|对比|比起)(?:去年|上年|前年|20\\d\\d年|前一年|一年前)(?:的)?(?:同期|同月|同季|\\d{1,2}月)?(?:水平)? (?:相?较|比|与|和|同|跟)(?:上个?月|上一?个?季度?|前一?个?月|前[月季]|同期) (?:去|上)年同期[则仅]?为 同期(?=[出进]口) 相较于?
  相比 今年 本年 去年 全年 整年 上年 上个?月 [本当单]月 [上下]半年 第?[一二三四1-4]季度? 前[一二三]季度? 首季 [Qq][1-4] 前[一二两三四五六七八九十\\d]+个?月 \\d{4}年 \\d{1,2}月份? (?:\\d{1,2}月)?\\d{1,2}日 [本上]?周[一二三四五六日天] 星期. 日前 近日 [今昨][天日]
  大[幅增降涨跌] 明显 显著 急剧 小幅 轻微 强劲 仍然 依[然旧] 继续 持续 进一步 再[度次] 再(?=[创增降升]) 却[是] 已经 令人意外 意外 出人意料 出乎意料 罕见 快速 迅速 稳步 反而 逆[势市] 恢复 重新 由[升增降减跌]转[降跌减升增] 转[正负] 实现 录得 取得 呈现? 出现 保持 双双 双?创新[高低] 远[高低]于 收[敛窄]至? 不降反升 不升反降
  [一二两三四五六七八九]成半 过半 [一二三四五六七八九十]{1,2}月份? (?<![年月日周季平])均(?=为|[增降下上]) 百分之 翻了?[一两]?[番倍] 翻[番倍] 腰斩 [约近逾超]过 达到 [高多]达 至少 不[到足] 左右 以上 将近 接近 大约 公[斤吨] 千克 美元 人民币 日[元圆] 有余 为零
  [以按](?:美元|人民币|日[元圆])(?:计价?|计算|口径|值计?|算)? (?:美元|人民币)(?:计价?|口径) 仅(?=[增减升降下上]|为|微) [以按](?:数量|重量|吨位|金额|价值|货值)(?:计算?|看)? 以及 方面 期间 这个 分别 与此同时 同时 但是 不过 此外 另外 其中 相比之下`;
const SOURCES = `
  (?:北京|上海|香港|伦敦|纽约|华盛顿|东京|法兰克福|布鲁塞尔|新加坡)(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日[电讯] 海关总署 海关 总署 财务省 关税厅 产业通商资源部 (?:\\p{Script=Han}{2,4}[社网]|路透|彭博)\\p{Script=Han}{0,4}(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日[电讯] 统计局 国家 官方 数据 统计 资料 数字 显示 公布 发布 公告 表示 指出 报[道导] 消息 最新 商务部 财政部 工信部 发改委 政府 部门 新闻 发布会 记者会 通[报告] 初步 介绍 披露 透露 写道 提到 认为 援引 引述 发言人 副?[署部司局]长 主任 主席 总裁 官[员网] 网站 报告 声明 简报 采访 接受 受访时
  (?:分析师|经济学家|研究员|专家|发言人|部长|交易员)\\p{Script=Han}{2,3}(?=表示|称|指出|说|认为) 分析(?:师|人士|员|家) 业内(?:人士)? 业者 专家 学者 研究员 贸易商 交易[商员] 经济学家 拿数[字据]说话 首席 高级 资深 (?:消息|知情|市场|行业)人士 市场消息 一[位名] [外官]媒 媒体 记者 路透社? 彭博社? 新华社 央视 财联社 澎湃 第一财经 财新 日经 [中法]新社 美联社 \\p{Script=Han}{2,6}(?:网|报|社|通讯社|日报|时报|晚报|电视台|新闻|周刊)(?=称|报道|报导|讯|消息|援引|指|\\d)`;
/** Of what is told behind a statement, in words of its own. */
const COMMENTS = `
  这也?是 松了?一?口气 令人意外 通关 延误 局面 得到 反倾销 开工率 装[船运] 发运 天气 台风 假期 春节 国庆 [高低]?基数 基建 房地产 制造业 电动车 新能源 汽车 风电 机器人 芯片 军工 [油矿]价 价格 成本 利润 经济 贸易商 出口商 消费 投资 政策 措施 协议 磋商 会谈 摩擦 局势 全球 美国 欧洲 欧盟 日本 中美 双方 北京 华盛顿 特朗普 进展 提前 延迟 推迟 集中 释放 积压 短缺 过剩 饱和 竞争 替代 转移 抑制 打压 拖累 冲击 承压 企稳 反弹 复苏 放量
  创[下出]? 刷新 历史 [纪记]录 新[高低] [高低][位点] [今本]年以来 年内 个月来 以来 首[次度] 连续 第?[一二两三四五六七八九十\\d]+个?[月季年度]+ 最[高低大小快慢强弱好差] 水平 增[速幅长势] [降涨跌升]幅 加[快速] 放缓 收[窄敛] 扩大 势头 趋势 态势 此前 之前 扭转 结束 终结 延续 逆转 下滑 回[升落] 改善 恶化
  市场 预[期测估] [好优高低逊弱强]于 不[及如] 超出 超过 远[超高低] 大超 偏离 百分点 前值 需求 供[应给] 强劲 疲[弱软] 低迷 旺盛 紧张 缓解 企业 订单 充[足裕] 海外 国内 外部 [内外]需 买家 客户 [下上]游 厂商 [工钢炼]厂 车企 库存 补库 备货 增多 增加 减少 检修 [减停复]产 开工 采购 许可证? 发放 审批 管制 放[松宽] 收紧 关税 贸易战 休战 谈判 影响 因素 [带推拉]动 支撑 提振 刺激 引发 导致 造成 反映 显示出 表明 意味着 凸显 说明 担忧 忧虑 信心 压力 风险 不确定性? 令人 感到 超预期 然而 对此 大势 相悖 看到 [供产][应业]链 产能 走势 表现 亮眼 [升降]温 主要 部分 由于 随着`;
/** Signs that stand alone, when all words are taken out. */
const PARTICLES =
  '的了和与为由自低高少多骤是在于及其从到至比较有上中时共略微猛剧激劲仍又也则已暴飙急陡回约近逾超达余称指说讯电据根依某个前吨元斤总额量值总但而并且却对';
const IN_COMMENTS = '令使让受因势强弱好差增减之期内来转正连超后将';

const patternOf = (...lists: readonly string[]): RegExp =>
  new RegExp(
    lists
      .join(' ')
      .trim()
      .split(/\s+/)
      .sort((a, b) => b.length - a.length)
      .join('|'),
    'gu',
  );
const GROWTH = [RISES, FALLS, A_RISE, A_FALL].join(' ').split(/\s+/).filter((word) => /^\p{Script=Han}+$/u.test(word)); // biome-ignore format: one line
const GROWTH_WORDS = GROWTH.filter((word) => word.length > 1).join(' ');
const GROWTH_SIGNS = GROWTH.filter((word) => word.length === 1).join('');
const NUMERALS = '一二两三四五六七八九十百千万亿兆点成倍\\d.%+·\\s~\\-';

/** Taken out one behind the other, they leave nothing of a part that states growth of trade. */
export const IN_STATEMENT: readonly RegExp[] = [
  patternOf(GROWTH_WORDS, STATEMENT, SOURCES),
  new RegExp(`[${NUMERALS}${GROWTH_SIGNS}${PARTICLES}]+`, 'gu'),
];
/** Of a part without figure and trade, behind a statement or before it. */
export const IN_COMMENT: readonly RegExp[] = [
  patternOf(GROWTH_WORDS, STATEMENT, SOURCES, COMMENTS),
  new RegExp(`[${NUMERALS}${GROWTH_SIGNS}${PARTICLES}${IN_COMMENTS}]+`, 'gu'),
];

/** A part that begins so tells why, or under what circumstances. */
export const CAUSE =
  /^(?:(?:.{0,8}(?:认为|表示|称|指出))?这?(?:主要?|部分)?(?:得益于|受益于|归因于|因为|由于)|尽管|虽然?|即使|即便|随着|由于|因(?:为|应)?|主?要?受(?:惠于|益于|.*(?:影响|带动|推动|提振|支撑|拖累|冲击|刺激|拉动)$)|得益于|鉴于|伴随|面对|缘于|主要?因|原因|拜|在.*(?:影响|背景|推动|带动|支持|支撑|提振|刺激|拉动|冲击|压力)之?下?$|.*之际$)/u;
/** Opens a clause of its own. */
export const CLAUSE = /^(?:而|但|同时|与此同时|此外|另外|另|其中|不过|相比之下|反之|然而)/u;
/** Behind the figure: what it means. */
export const COMMENT =
  /^(?:(?:意味着|表明|反映|凸显|显示出|令|使|导致|引发|缓解|加剧|提振|打击)|创|刷新|再创|续创|连续?|为.*(?:画上句号|收[官尾]|以来|纪录|新高|新低|首次|最[高低大快慢])|(?:大幅|远)?(?:好于|优于|高于|低于|多过|不及|逊于|弱于|强于|超出|超过)|市场|分析|业内|占)(?!.*数据)/u;
/** Of a part behind the figure: signs by which it may narrow the statement, measure it otherwise, or take it back. */
export const MAY_BEAR_ON_IT =
  /[但不未非否除含计算仅只限若如假设预估测价均剔扣合累类种项型级品月周旬初终修订误错传谣其该此这那则却而占比较按以据指称者被改后实属系或疑应增减升降涨跌高低多少大小]|同期|[去前当]年|[对向往从自销输运用]|来[自源]|可能|也许|口径|口岸|数[据字量]|统计|报[道告]|说法|包括|认为|表示|部分|主要|一半|为主|[省市州区县港]|公司|集团|国企|民企|外企|央企|企业|渠道|方面|方式|牌号|规格|而已|罢了|玩笑|海关|官方|官网/;

/**
 * The words that stand before "exports" in a Chinese clause without goods: 我国绿色产品6月出口, 我国西部地区6月出口. A reader that knows
 * neither takes the figure for that of all goods. Pure.
 */

/** What leaves 出口 that of all goods: owners of statistics, times, words of trade, of money, of saying and of grammar. */
const PLAIN =
  /中国|我国|全国|中华人民共和国|大陆|国内|内地|日本|[\d一二三四五六七八九十两]+个?(?:年|月|日|季度|季|周)?|[上下]半年|[今去本上当全]年|[本上当单]月|同期|累计|月份|季度|年度|[第首前初至到份年月日季—-]|货物|商品|产品总|进出口|[出进]口|贸易|外贸|对外|总体|整体|规模|海关|总署|数据|统计|显示|公布|表示|美元|人民币|日元|口径|计价|同比|环比|实现|方面|其中|分别|[总额量值计按以用的在据称由其而但则且并和与及从看我,陆中]/gu;

/** 对美国, 自澳大利亚: whether that is the partner of the claim is asked elsewhere. */
const WITH_A_PARTNER = /[对自从向]\p{Script=Han}{1,5}$/u;

/** Whether every word of trade in a clause has something before it that all goods do not have. */
export function narrowsAllGoods(clause: string): boolean {
  const heads = [...clause.matchAll(/([\p{L}\p{N}-]*?)[出进]口/gu)].map(([, head = '']) => head);
  return heads.length > 0 && heads.every((head) => head.replace(WITH_A_PARTNER, '').replaceAll(PLAIN, '') !== '');
}

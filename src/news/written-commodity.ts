import { is, isChinese, type Token } from './token.ts';

/** Words before or behind "exports" that say nothing of the goods. */
const NOT_GOODS =
  /^(?:goods|products?|merchandise|monthly|annual|outbound|inbound|combined|direct|dollar|yuan|seasonally|adjusted|denominated|record|strong|weak|robust|key|main|major|such|its|their|his|these|those|this|that|more|most|many|some|new|same|other|first|last|year|month|quarter|week|country|nation|region|s|customs|official|data|and|net|actual|cumulative|preliminary|monthly|value|volume|shipments|material|materials|critical|countries|a|an|the|all|rising|falling|to)$/;
const NOT_CHINESE_GOODS =
  /累计|称|消息|显示|表示|认为|说|同时|此外|另外|因此|由于|不过|随着|而|据|预计|月|年|连续|占|贡献|带动|成为|这|该|去|今|来|对|从|向|国|省|市(?!场)|期|比|较|为|是|货物|商品|总|单月|实现|完成|合计|整体|企业|一般贸易|对外|方面|数据|显示|统计|同期|上|其|的|则|仍|又|也|已|全部|主要|当月|金额|规模|期间|外贸|市场|^产品$/;
const MOST_WORDS = 3;

/** Goods that no list knows, as they are written: "Vietnam's coffee exports", "exports of toys", 越南咖啡出口. */
export function writtenCommodity(tokens: readonly Token[], flowAt: number): string | null {
  return isChinese(tokens[flowAt]) ? chineseBefore(tokens, flowAt) : (englishBehind(tokens, flowAt) ?? englishBefore(tokens, flowAt));
}

function englishBehind(tokens: readonly Token[], flowAt: number): string | null {
  if (tokens[flowAt + 1]?.text !== 'of') return null;
  const words: string[] = [];
  for (let at = flowAt + 2; words.length < MOST_WORDS; at += 1) {
    const token = tokens[at];
    if (!is(token, 'word') || !/^[a-z]{3,}$/.test(token.text)) break;
    words.push(token.text);
  }
  return words.length === 0 || words.some((word) => NOT_GOODS.test(word)) ? null : words.join(' ');
}

/** Only between a possessive or an adjective of a country and the word of trade, where an adjective like "strong" would stand too. */
function englishBefore(tokens: readonly Token[], flowAt: number): string | null {
  const word = tokens[flowAt - 1];
  const flow = tokens[flowAt];
  if (is(flow, 'flow') && flow.verb) return null;
  if (!is(word, 'word') || !/^[a-z]{2,}$/.test(word.text) || NOT_GOODS.test(word.text) || /(?:ly|ed|ing|al|ous|ive)$/.test(word.text))
    return null;
  const before = tokens[flowAt - 2];
  const owned = (is(before, 'word') && before.text === 's') || (is(before, 'place') && before.adjective) || is(before, 'period');
  return owned ? word.text : null;
}

function chineseBefore(tokens: readonly Token[], flowAt: number): string | null {
  let at = flowAt - 1;
  while (is(tokens[at], 'word') && isChinese(tokens[at])) at -= 1;
  const name = tokens
    .slice(at + 1, flowAt)
    .map((token) => token.text)
    .join('');
  if (name.length < 2 || name.length > 8 || NOT_CHINESE_GOODS.test(name)) return null;
  const before = tokens[at];
  return before === undefined || is(before, 'place', 'period', 'mark', 'breakdown') ? name : null;
}

import type { Piece } from './clauses.ts';
import type { Comparison } from './comparisons.ts';
import type { Subject } from './subject.ts';
import { is, isChinese, type Token } from './token.ts';

type Role = 'reporter' | 'partner' | 'none';

export interface Roles {
  readonly reporter: string | undefined;
  readonly partner: string | null | undefined;
}

const TOWARDS = /^(?:to|towards?|into|with|对|向|至|到|往|输|赴|输往|销往|流向|运往|与|对于|出口至|出口到)$/;
const OUT_OF = /^(?:from|来自|自|从|由|进口自)$/;
const SKIPPED = /^(?:the|its|s|'|"|other|both|neighbou?ring|所)$/;

/** Whose statistics, and with whom: by the words before and behind each place. `sellerAt`: the place that is known to sell. */
export function rolesOf(
  tokens: readonly Token[],
  owners: readonly (Comparison | null)[],
  ordered: readonly Piece[],
  flow: Token<'flow'> | null,
  sellerAt: number | null,
  old: Subject,
): Roles {
  let reporter: string | undefined;
  const seller = sellerAt === null ? undefined : tokens[sellerAt];
  let partner = is(seller, 'place') ? seller.place : undefined;
  let agency: string | undefined;
  const direction = flow?.flow ?? old.flow;
  for (const piece of ordered) {
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = tokens[at];
      if (owners[at] !== null) continue;
      if (is(token, 'agency')) agency ??= token.place;
      if (is(token, 'place') && token.place !== null && isOffice(tokens, at)) {
        agency ??= token.place;
        continue;
      }
      if (!is(token, 'place') || at === sellerAt || isPossessedWorld(tokens, at)) continue;
      if (isAside(tokens, piece, at) || (token.text === '全国' && ownsCountry(tokens, at, old))) continue;
      const role: Role =
        token.place === 'WORLD' || (flow === null && isNextPartner(tokens, piece, at, old))
          ? 'partner'
          : roleOf(tokens, at, direction, reporter ?? old.reporter, old);
      if (role === 'partner' && partner === undefined && token.place !== (reporter ?? old.reporter))
        partner = isOneOfSeveral(tokens, owners, at) ? null : token.place;
      if (role === 'reporter' && reporter === undefined && token.place !== null) reporter = token.place;
    }
  }
  return { reporter: reporter ?? (old.reporter === undefined ? agency : undefined), partner };
}

/** 越南海关总局统计，全国咖啡出口: the whole of the country that the text is about. */
const ownsCountry = (tokens: readonly Token[], at: number, old: Subject): boolean =>
  old.reporter !== undefined || tokens.slice(0, at).some((token) => is(token, 'place') && token.place !== null);

/** "Exports to Germany grew by 27.9%. South Korea saw an 84.5% increase, while Vietnam increased by 18.3%": the next of the partners. */
function isNextPartner(tokens: readonly Token[], piece: Piece, at: number, old: Subject): boolean {
  const token = tokens[at] as Token<'place'>;
  // 对中国市场增长24.5%；其次是欧盟，增长30.2%
  if (isChinese(token) && /^[是为]$/.test(tokens[at - 1]?.text ?? '') && tokens[at - 2]?.text === '次')
    return old.partner != null && old.partner !== 'WORLD';
  const alone = !token.adjective && !isPossessive(tokens, at) && !isChinese(token) && token.place !== old.reporter;
  const next = tokens[at + 1];
  const subject = is(next, 'direction') ? next.form === 'verb' : /^(?:,|saw|posted|recorded|registered)$/.test(next?.text ?? '');
  return alone && at === piece.from && subject && old.reporter !== undefined && old.partner != null && old.partner !== 'WORLD';
}

const OFFICE = /^(?:ministry|customs|bureau|agency|office|authority|department)$/;

/** ", South Korea's industry ministry said": whose figures they are when nothing else says so. */
function isOffice(tokens: readonly Token[], at: number): boolean {
  const from = isPossessive(tokens, at) ? at + 3 : at + 1;
  for (let next = from; next < from + 4; next += 1) {
    if (OFFICE.test(tokens[next]?.text ?? ''))
      return /^(?:said|says|showed|shows|reported|announced|data|figures|statistics)$/.test(tokens[next + 1]?.text ?? '');
    if (!is(tokens[next], 'word')) return false;
  }
  return false;
}

/** Nouns of trade that no figure is told of. */
const DEALINGS = /^(?:business|commerce|dealings|goods)$/;
const CIRCUMSTANCE = /^(?:amid|amidst|despite|because|thanks|owing|due|following|after|under|ahead)$/;

/**
 * "tensions with Washington", "according to Japanese customs", "after a visit to Japan": a preposition that hangs on a noun of something
 * else. One before which trade stands, or what belongs to it, tells a partner.
 */
function isAside(tokens: readonly Token[], piece: Piece, at: number): boolean {
  if (isReason(tokens, piece, at)) return true;
  let link = at - 1;
  while (link > piece.from && SKIPPED.test(tokens[link]?.text ?? '')) link -= 1;
  const noun = tokens[link - 1];
  const word = tokens[link]?.text ?? '';
  if (!/^(?:with|to|from)$/.test(word) || link <= piece.from || !is(noun, 'word') || !/^[a-z]/i.test(noun.text)) return false;
  if (noun.text === 'according' || (word === 'with' && !DEALINGS.test(noun.text))) return true;
  let opens = link - 1;
  while (opens > piece.from && !is(tokens[opens], 'flow', 'percent') && !CIRCUMSTANCE.test(tokens[opens]?.text ?? '')) opens -= 1;
  return CIRCUMSTANCE.test(tokens[opens]?.text ?? '');
}

/** "rose 25% thanks to shipments of servers to the United States": behind the figure, a circumstance with no figure of its own. */
function isReason(tokens: readonly Token[], piece: Piece, at: number): boolean {
  const figure = tokens.findLastIndex((token, i) => i >= piece.from && i < at && is(token, 'percent'));
  return (
    figure >= 0 &&
    tokens.slice(figure, at).some((token) => CIRCUMSTANCE.test(token.text)) &&
    !tokens.slice(at, piece.to).some((token) => is(token, 'percent', 'level'))
  );
}

/** "the world's largest producer" names no partner. */
const isPossessedWorld = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at];
  return (
    is(token, 'place') &&
    token.place === 'WORLD' &&
    (tokens[at + 1]?.text === "'" || /^(?:最大|第|首|主要|最)/.test(tokens[at + 1]?.text ?? '') || is(tokens[at + 1], 'unusual'))
  );
};

function roleOf(
  tokens: readonly Token[],
  at: number,
  flow: 'export' | 'import' | 'other' | undefined,
  reporter: string | undefined,
  old: Subject,
): Role {
  const token = tokens[at] as Token<'place'>;
  if (token.bound) return 'partner';
  let back = at - 1;
  while (back >= 0 && SKIPPED.test(tokens[back]?.text ?? '')) back -= 1;
  back = headOfApposition(tokens, back);
  const before = tokens[back];
  const after = tokens[at + 1];
  const word = before?.text ?? '';
  // "to South Korea (+12%), Japan (-4%)", "to China 2%, Vietnam 5%", "with Germany up 20%, Japan down 4%": the next member of a list of partners.
  const moved = is(after, 'direction') && is(tokens[at + 2], 'percent', 'multiple', 'qualifier');
  const counted = moved || after?.text === '(' || is(after, 'percent', 'level', 'number');
  if (counted && /^(?:,|，|、|and|和|及)$/.test(word) && old.partner !== 'WORLD' && old.partner != null && token.place !== reporter)
    return 'partner';
  // "including Poland with a rise of 46.2% and Denmark with a boost of 32.9%"
  if (
    after?.text === 'with' &&
    is(tokens[at - 1], 'breakdown', 'conjunction', 'mark') &&
    tokens.slice(at + 2, at + 4).some((next) => is(next, 'direction'))
  )
    return 'partner';
  const figure = after?.text === '(' ? tokens[at + 2] : after;
  if (is(figure, 'percent') && figure.sign !== null && isBelowHead(tokens, at)) return 'partner';
  // "Amid a dispute with Washington, China's exports rose": a new statement and no list.
  const owns = is(before, 'mark') && (token.adjective || isPossessive(tokens, at)) && isHead(tokens, at);
  const listed = owns ? null : listedAfter(tokens, back);
  if (listed !== null && /^(?:和|及|与|and)$/.test(word) && !TOWARDS.test(tokens[listed - 1]?.text ?? '') && flow === 'other')
    return 'partner';
  if (listed !== null) return roleOf(tokens, listed, flow, reporter, old);
  // "Sino-U.S. trade", "China-Vietnam trade"
  if (flow === 'other' && tokens[at - 1]?.text === '-' && is(tokens[at - 2], 'place')) return 'partner';
  // "imports into China": who imports.
  if (word === 'into' && flow === 'import') return 'reporter';
  if (/^(?:in|to)$/.test(word) && flow === 'import' && is(tokens[back - 1], 'flow') && tokens[back - 1]?.text.startsWith('import'))
    return 'reporter';
  if (TOWARDS.test(word)) return 'partner';
  if (OUT_OF.test(word)) return flow === 'export' ? 'reporter' : 'partner';
  if (isDestination(tokens, at)) return 'partner';
  if (word === 'by') return 'reporter';
  if (/^(?:in|into)$/.test(word) && is(tokens[back - 1], 'flow') && flow === 'import') return 'reporter';
  if (
    /^(?:arrivals|cargoes)$/.test(flowBehind(tokens, at)) &&
    old.flow === 'import' &&
    old.reporter !== undefined &&
    token.place !== old.reporter
  )
    return 'partner';
  // "imports from the US surged; U.S. imports were also up": the partner that was just named.
  if (
    old.flow === 'import' &&
    token.place === old.partner &&
    (flowBehind(tokens, at) === 'imports' || is(after, 'measure')) &&
    after?.text !== "'"
  )
    return 'partner';
  // "bought 5 tons of Brazilian beans", "32% fewer US soybeans": goods of that origin.
  const ofOrigin = word === 'of' ? token.adjective || is(after, 'commodity') : is(before, 'direction') && before.form === 'adjective';
  if (ofOrigin) return flow === 'import' ? 'partner' : 'reporter';
  // "imported no US soybeans"
  const verb = /^(?:no|any|some|few|more|fewer|less)$/.test(word) ? tokens[back - 1] : before;
  if (is(verb, 'flow') && verb.verb && verb.flow === 'import' && is(after, 'commodity')) return 'partner';
  if (word === 'in' && (isPossessive(tokens, at) || isHead(tokens, at))) return 'reporter';
  if (word === 'in' || word === 'between') return word === 'between' ? 'reporter' : 'none';
  if (is(before, 'flow') && /[\u4e00-\u9fff]/.test(before.text)) return 'partner';
  // "U.S. shipments" beside China's exports: shipments to the United States.
  if (
    reporter !== undefined &&
    old.reporter !== undefined &&
    token.place !== reporter &&
    old.flow === 'export' &&
    after?.text === 'shipments'
  )
    return 'partner';
  if (/^(?:took|received|absorbed)$/.test(after?.text ?? '')) return 'partner';
  return isHead(tokens, at) || old.flow === undefined ? 'reporter' : 'none';
}

/** "Taiwan's exports by market: US +51.6%, Japan -4.3%", 香港輸往各地的出口貨量均跌：美國（-25.3%）、越南（-10.3%）: the head of the table says whose they are. */
function isBelowHead(tokens: readonly Token[], at: number): boolean {
  const own = tokens[at] as Token<'place'>;
  const colon = tokens.slice(0, at).findIndex((token) => is(token, 'mark') && token.mark === ':');
  const head = tokens.slice(0, Math.max(colon, 0));
  return head.some((token) => is(token, 'flow')) && head.some((token) => is(token, 'place') && token.place !== own.place);
}

/** The word of trade that stands behind a place, with nothing but goods between. */
function flowBehind(tokens: readonly Token[], at: number): string {
  let next = at + 1;
  while (is(tokens[next], 'commodity')) next += 1;
  const flow = tokens[next];
  return is(flow, 'flow') ? flow.text : '';
}

const PARTNER_NOUN =
  /^(?:supplier|source|partner|market|buyer|customer|destination|neighbou?r|ally|rival|purchaser|consumer|伴|家|地|场|国)$/;
const LONGEST_APPOSITION = 8;

/** "from its top supplier Brazil", 对第一大贸易伙伴东盟: the preposition before the noun that the place explains. */
function headOfApposition(tokens: readonly Token[], back: number): number {
  if (!PARTNER_NOUN.test(tokens[back]?.text ?? '')) return back;
  for (let at = back - 1; at >= back - LONGEST_APPOSITION; at -= 1) {
    const token = tokens[at];
    if (is(token, 'preposition', 'comparator') && (TOWARDS.test(token.text) || OUT_OF.test(token.text))) return at;
    if (!is(token, 'word', 'flow', 'number', 'unusual')) return back;
  }
  return back;
}

const isPossessive = (tokens: readonly Token[], at: number): boolean => tokens[at + 1]?.text === "'" && tokens[at + 2]?.text === 's';

/** The place before "and" or "、" at `back`: members of a list have one role. */
function listedAfter(tokens: readonly Token[], back: number): number | null {
  const link = tokens[back];
  if (!(is(link, 'conjunction') && !link.hard) && !(is(link, 'mark') && /[,，]/.test(link.mark))) return null;
  const before = is(link, 'conjunction') && tokens[back - 1]?.text === ',' ? back - 2 : back - 1;
  return is(tokens[before], 'place') ? before : null;
}

/** "to the US and the EU" together is no single partner. */
function isOneOfSeveral(tokens: readonly Token[], owners: readonly (Comparison | null)[], at: number): boolean {
  let next = at + 1;
  if (!is(tokens[next], 'conjunction') || owners[next + 1] !== null) return false;
  next += 1;
  while (SKIPPED.test(tokens[next]?.text ?? '')) next += 1;
  return (
    is(tokens[next], 'place') &&
    owners[next] === null &&
    (isChinese(tokens[next]) || !is(tokens[next + 1], 'flow')) &&
    tokens[next + 1]?.text !== "'"
  );
}

/** "Germany remained the largest destination for Chinese magnets". */
function isDestination(tokens: readonly Token[], at: number): boolean {
  if (isPossessive(tokens, at)) return false;
  for (let ahead = at + 1; ahead <= at + 7; ahead += 1) {
    const token = tokens[ahead];
    if (is(token, 'flow')) return /destination|market|buyer|recipient|目的地|市场|买家/.test(token.text);
    if (token?.text === 'partner') return true;
    // "the EU remained China's largest trading partner"
    if (is(token, 'place') && isPossessive(tokens, ahead)) continue;
    if (token === undefined || is(token, 'place', 'commodity', 'percent', 'level') || (is(token, 'mark') && /[,，;]/.test(token.mark)))
      return false;
  }
  return false;
}

/** A place that a noun, a verb or a time of trade follows: its statistics. */
function isHead(tokens: readonly Token[], at: number): boolean {
  // "the Emirates increased their imports": a verb that has trade for its object.
  if (is(tokens[at + 1], 'direction') && tokens.slice(at + 2, at + 4).some((token) => is(token, 'flow'))) return true;
  for (let ahead = at + 1; ahead <= at + 8; ahead += 1) {
    const token = tokens[ahead];
    if (is(token, 'flow', 'commodity', 'measure')) return true;
    if (is(token, 'preposition') && /^[对向至往]$/.test(token.word)) return true;
    if (is(token, 'comparator') && /^[自从由]$/.test(token.word)) return true;
    if (token === undefined || is(token, 'direction', 'percent', 'conjunction') || (is(token, 'mark') && !/['"-]/.test(token.mark)))
      return false;
  }
  return false;
}

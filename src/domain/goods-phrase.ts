/**
 * The words that stand right beside the goods in an English sentence, "stainless steel exports", "imports of iron ore
 * pellets": a reader that knows steel and iron ore leaves them out, and they may make the goods fewer or others. Pure.
 */

const FLOW = /^(?:exports?|imports?|shipments?|sales|purchases|deliveries|arrivals|inflows|outflows)$/;
/** Goods by words of their own, where those of the id are not all. */
const WORDS_OF: Readonly<Record<string, string>> = {
  rare_earth_magnets: 'rare earth earths permanent magnet magnets magnetic',
  rare_earths: 'rare earth earths metal metals mineral minerals element elements',
  soybeans: 'soybean soybeans soya soy bean beans',
  crude_oil: 'crude oil',
  petroleum_products: 'refined petroleum oil fuel product products',
  steel: 'finished steel',
  iron_ore: 'iron ore ores',
  rice: 'rice',
};
/** Words that leave goods what they are: "products", and those of the size of their trade. */
const ANY_GOODS = /^(?:products?|materials?|goods|commodit(?:y|ies)|volumes?|values?|merchandise)$/;

const PLAIN = new Set(
  // Words of grammar, of saying, of growth and of mood, and the owners of statistics.
  `the a an its their his her our this that these those of to in on at by for from with and but or as if while whereas when after before since
  although though because amid despite than then so yet both all any more less fewer most some total overall whole combined aggregate own
  said says saying show shows showed shown reported report reports data figures saw see sees seen had has have having with lifted drove pushed
  sent cut raised kept left made put rise rose fall fell drop dropped jump jumped surge surged slump slumped gain gained grew grow growing
  rising falling declining increasing soaring surging slumping shrinking booming rebounding recovering higher lower strong stronger weak weaker
  robust resilient sluggish solid brisk healthy buoyant record key critical crucial vital strategic important sensitive controlled restricted
  prized coveted vital outbound inbound overseas foreign external global worldwide world international official customs latest recent recently
  last next previous first second third fourth annual annually yearly monthly quarterly year month quarter half years months quarters
  china chinese prc beijing mainland eu european europe uk british britain us u.s u.s. usa american america japan japanese brazil brazilian
  korea korean south germany german india indian vietnam vietnamese mexico mexican taiwan taiwanese however meanwhile overall where which who
  about around nearly almost roughly approximately over close
  is are was were be been being not no only just even still also again now down up`.split(/\s+/),
);
const TIME =
  /^(?:q[1-4]|h[12]|\d.*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:\.|uary|ruary|ch|il|e|y|ust|tember|ober|ember)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*-[a-z]+|.*-(?:quarter|half|month|year|bound|denominated))$/;
/** Forms of goods that stand after their name. */
const FORM =
  /^(?:plates?|coils?|billets?|slabs?|pipes?|tubes?|rebars?|wires?|rods?|sheets?|scrap|pellets?|fines?|lumps?|meal|futures|alloys?|powders?|oxides?|concentrates?|orders?|licen[cs]es?|permits?|prices?|quotas?|components?|motors?)$/;

interface Word {
  readonly text: string;
  /** Stands right after a mark, or at the beginning. */
  readonly first: boolean;
}

/** The words of a text, "rare-earth" as two where both are names of the goods. */
function wordsOf(text: string, own: ReadonlySet<string>): Word[] {
  const found = text.matchAll(/(^|[^\s\p{L}\d])?\s*([\p{L}\d](?:[\p{L}\d]|[.,](?=[\p{L}\d])|\.(?=-))*(?:[-’'][\p{L}\d]+)*['’]?)/gu);
  return [...found].flatMap(([, mark, whole = '']) => {
    const parts = whole.toLowerCase().split('-');
    const texts = parts.every((part) => own.has(part)) ? parts : [parts.join('-')];
    return texts.map((word, i) => ({ text: word, first: mark !== undefined && i === 0 }));
  });
}

const isPlain = ({ text }: Word): boolean => PLAIN.has(text) || TIME.test(text) || /['’]s?$/.test(text);

/**
 * Whether the goods of a claim never stand beside a word of trade without a word more, of which it is not known what it does.
 * @param commodity an id of config/commodities.json; `total` for all goods.
 */
export function narrowsGoods(text: string, commodity: string): boolean {
  const all = commodity === 'total';
  const own = new Set(all ? [] : (WORDS_OF[commodity] ?? commodity.replaceAll('_', ' ')).split(' '));
  const words = wordsOf(text, own);
  const isGoods = (word: Word | undefined): boolean => word !== undefined && (own.has(word.text) || ANY_GOODS.test(word.text));
  const isBound = (at: number): boolean => words[at] === undefined || words[at]?.first === true;

  /** Whether nothing, or only plain words, lead to the goods that begin here; of "refined and crude oil" both count. */
  const leads = (from: number): boolean => {
    if (isBound(from) || words[from - 1] === undefined) return true;
    const joined = /^(?:and|or)$/.test(words[from - 1]?.text ?? '') && !isBound(from - 1) ? words[from - 2] : undefined;
    return isPlain(words[from - 1] as Word) && (joined === undefined || isPlain(joined));
  };
  /** "stainless steel exports", "crude and condensate imports", "iron ore pellet imports", "steel exports of coil": what stands before the goods, or before the word of trade itself where all goods are meant. */
  const before = (at: number): boolean[] => {
    let from = at;
    const form = !isBound(at) && FORM.test(words[at - 1]?.text ?? '');
    if (form) from -= 1;
    while (!isBound(from) && isGoods(words[from - 1])) from -= 1;
    const ofOthers = words[at + 1]?.text === 'of' && words[at + 2] !== undefined && !isPlain(words[at + 2] as Word);
    if (all && words[at + 1]?.text !== 'of') return [leads(from)];
    if (all) return ofOthers && !isGoods(words[at + 2]) ? [false] : [];
    const named = words.slice(from, at).some(({ text: one }) => own.has(one));
    const joined = /^(?:and|or)$/.test(words[at - 2]?.text ?? '') && own.has(words[at - 3]?.text ?? '');
    return named ? [!form && !ofOthers && leads(from)] : joined ? [false] : [];
  };
  /** "seaborne imports of crude", "exports of hot-rolled steel", "exports of steel plate", "exports of steel and coal". */
  const behind = (at: number): boolean[] => {
    if (words[at + 1]?.text !== 'of') return [];
    const from = words.findIndex((word, i) => i > at + 1 && i <= at + 1 + MOST_BETWEEN && isGoods(word));
    if (from < 0) return [];
    let to = from + 1;
    while (!isBound(to) && isGoods(words[to])) to += 1;
    const more = /^(?:and|or)$/.test(words[to]?.text ?? '') ? words[to + 1] : undefined;
    const whole = isBound(to) || !FORM.test(words[to]?.text ?? '');
    return [leads(at) && words.slice(at + 2, from).every(isPlain) && whole && (more === undefined || isBound(to) || isPlain(more))];
  };
  const phrases = words.flatMap(({ text: word }, at) => (FLOW.test(word) ? [...before(at), ...behind(at)] : []));
  return phrases.length > 0 && !phrases.includes(true);
}

/** Words between "exports of" and the goods. */
const MOST_BETWEEN = 4;

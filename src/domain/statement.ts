/**
 * Which parts of a sentence state the claim, and which may be left to themselves: other statements, causes, remarks, and clauses that tell
 * of something else. Pure.
 */
import type { Language, Leave, Own, Part } from './sentence.ts';

interface Understood {
  readonly text: string;
  readonly leave: Leave;
  /** It is of the statement, and not beside it. */
  readonly states: boolean;
}

const NO_LEAVE: Leave = { places: false, months: false, comments: false, names: 'any' };

/** What of a sentence must be understood. */
export interface Statement {
  /** With what they may have that is not the claim's own. */
  readonly parts: readonly Understood[];
  /** The name of a country of the claim that stands in the sentence, and not where it tells of trade: in a cause, or as somebody's home. */
  readonly beside: string | null;
}

export function statementIn(language: Language, parts: readonly Part[], own: Own): Statement {
  const figure = figureIn(language, parts, own);
  const at = Math.max(
    0,
    parts.findLastIndex(({ text }) => figure.test(text)),
  );
  const leaning = leanedOn(language, parts, at, own);
  const stating = parts.filter(({ text }, i) => i === at || leaning.leant.includes(i) || figure.test(text));
  const open = parts.filter((part) => stating.includes(part) || !part.cause);
  const nameBeside = (code: string | null, telling: readonly Part[]): string | undefined =>
    telling.some(({ text }) => language.placeIn(text, code) !== undefined)
      ? undefined
      : parts.map(({ text }) => language.placeIn(text, code)).find((name) => name !== undefined);
  const ofTrade = open.filter((part) => stating.includes(part) || language.trade.test(part.text));
  const ofOwner = open.filter(({ text }) => !language.speaks(text));
  return {
    parts: toBeUnderstood(language, parts, own, { figure, at, ...leaning }),
    beside: nameBeside(own.partner, ofTrade) ?? nameBeside(own.reporter, ofOwner) ?? null,
  };
}

interface Found extends Leaning {
  readonly figure: RegExp;
  /** The part with the figure. */
  readonly at: number;
}

function toBeUnderstood(language: Language, parts: readonly Part[], own: Own, { figure, at, leant, isWhole, goods }: Found): Understood[] {
  const begins = Math.min(at, ...leant);
  const names = namesBeside(
    language,
    [at, ...leant].map((i) => parts[i]?.text ?? ''),
    own,
  );
  const home = parts[at]?.clause;
  const homes = [home, ...leant.map((i) => parts[i]?.clause)];
  const clauseOf = (number: number): string => parts.flatMap(({ text, clause }) => (clause === number ? [text] : [])).join(', ');
  const isLeft = ({ text, clause, cause }: Part, i: number): boolean =>
    !language.comesBack.test(text) &&
    (language.growth.test(text) ||
      language.isRemark(text, i > begins) ||
      (i > at && language.isAside(text, own)) ||
      (clause !== home && cause) ||
      (!homes.includes(clause) && (i > at || isWhole) && language.tellsOfElse(clauseOf(clause))));
  return parts.flatMap((part, i): Understood[] => {
    const { text } = part;
    if (i === at || figure.test(text)) return [{ text, leave: NO_LEAVE, states: true }];
    if (leant.includes(i)) {
      const leave = leaveOf(language, parts, [at, ...leant.filter((one) => one > i)], own);
      return [{ text, leave: { ...leave, names: i === goods ? 'none' : names }, states: true }];
    }
    return isLeft(part, i) ? [] : [{ text, leave: { ...NO_LEAVE, comments: i > begins, names }, states: false }];
  });
}

/** Whose names may stand beside a statement: of trade that it does not call a country's, the speaker may tell as of his own. */
function namesBeside(language: Language, stating: readonly string[], { reporter }: Own): Leave['names'] {
  if (stating.some((text) => language.goesBack(text, reporter))) return 'none';
  return stating.some((text) => language.namesPlace(text, reporter) && !language.speaks(text)) ? 'any' : 'of_speakers';
}

/** What the part that states the claim is known by: its figure, or a figure in words, or a word of trade. */
function figureIn(language: Language, parts: readonly Part[], { percent }: Own): RegExp {
  const ways = [...(percent === null ? [] : [language.figure(percent)]), language.multiple];
  return ways.find((way) => parts.some(({ text }) => way.test(text))) ?? language.trade;
}

interface Leaning {
  /** Parts from which the stating part takes over what it does not name itself. */
  readonly leant: readonly number[];
  /** The one of them that names the goods. */
  readonly goods: number | null;
  /** All that makes a statement is named in them: what else stands before is another one. */
  readonly isWhole: boolean;
}

function leanedOn(language: Language, parts: readonly Part[], at: number, own: Own): Leaning {
  const text = parts[at]?.text ?? '';
  const before = parts.slice(0, at);
  const hasGoods = own.commodity !== 'total';
  const lacks = [
    (one: string) => !language.trade.test(one),
    (one: string) => hasGoods && !language.namesGoods(one, own),
    (one: string) => !language.namesPlace(one, own.reporter),
  ];
  const [trade, goods, reporter] = lacks.map((lack) => lack(text));
  // Trade that is named with its goods or its owner takes over nothing but the partner that was told of before.
  if (trade === false && goods === false && (hasGoods || reporter === false)) {
    const isOpen = own.partner === null && !language.overall.test(text);
    const isOwned = reporter === false || before.some((part) => language.namesPlace(part.text, own.reporter));
    return { leant: isOpen ? withPartner(language, before, own) : [], goods: null, isWhole: isOwned };
  }
  const leant: number[] = [];
  let named: number | null = null;
  let wanting = lacks.filter((lack) => lack(text));
  for (let i = at - 1; i >= 0 && wanting.length > 0; i -= 1) {
    const still = wanting.filter((lack) => lack(parts[i]?.text ?? ''));
    if (still.length < wanting.length) leant.push(i);
    if (lacks[1] !== undefined && wanting.includes(lacks[1]) && !still.includes(lacks[1])) named = i;
    wanting = still;
  }
  return { leant, goods: hasGoods ? named : null, isWhole: false };
}

const withPartner = (language: Language, before: readonly Part[], own: Own): number[] =>
  before.flatMap(({ text }, i) =>
    language.trade.test(text) && language.namesElsewhere(text, own) && language.namesPlace(text, own.reporter) ? [i] : [],
  );

/** What a part that is leant on may have of its own: what the parts nearer to the figure name themselves. */
function leaveOf(language: Language, parts: readonly Part[], nearer: readonly number[], { partner }: Own): Leave {
  const texts = nearer.map((i) => parts[i]?.text ?? '');
  return {
    places: texts.some((text) => (partner !== null && language.namesPlace(text, partner)) || language.overall.test(text)),
    months: texts.some((text) => language.namesMonth(text)),
    comments: false,
    names: 'any',
  };
}

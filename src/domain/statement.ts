/**
 * Which parts of a sentence state the claim, and which may be left to themselves: other statements, causes, remarks, and clauses that tell
 * of something else. Pure.
 */
import type { Language, Leave, Own, Part } from './sentence.ts';

interface Understood {
  readonly text: string;
  readonly leave: Leave;
}

const NO_LEAVE: Leave = { places: false, months: false, comments: false };

/** The parts of a sentence that must be understood, with what they may have that is not the claim's own. */
export function toBeUnderstood(language: Language, parts: readonly Part[], own: Own): Understood[] {
  const figure = figureIn(language, parts, own);
  const at = Math.max(
    0,
    parts.findLastIndex(({ text }) => figure.test(text)),
  );
  const { leant, isWhole } = leanedOn(language, parts, at, own);
  const begins = Math.min(at, ...leant);
  const home = parts[at]?.clause;
  const homes = [home, ...leant.map((i) => parts[i]?.clause)];
  const clauseOf = (number: number): string => parts.flatMap(({ text, clause }) => (clause === number ? [text] : [])).join(', ');
  const isLeft = ({ text, clause, cause }: Part, i: number): boolean =>
    !language.comesBack.test(text) &&
    (language.growth.test(text) ||
      language.isRemark(text, i > begins) ||
      (clause !== home && cause) ||
      (!homes.includes(clause) && (i > at || isWhole) && language.tellsOfElse(clauseOf(clause))));
  return parts.flatMap((part, i) => {
    const { text } = part;
    if (i === at || figure.test(text)) return [{ text, leave: NO_LEAVE }];
    if (leant.includes(i)) return [{ text, leave: leaveOf(language, parts, [at, ...leant.filter((one) => one > i)], own) }];
    return isLeft(part, i) ? [] : [{ text, leave: { ...NO_LEAVE, comments: i > begins } }];
  });
}

/** What the part that states the claim is known by: its figure, or a figure in words, or a word of trade. */
function figureIn(language: Language, parts: readonly Part[], { percent }: Own): RegExp {
  const ways = [...(percent === null ? [] : [language.figure(percent)]), language.multiple];
  return ways.find((way) => parts.some(({ text }) => way.test(text))) ?? language.trade;
}

interface Leaning {
  /** Parts from which the stating part takes over what it does not name itself. */
  readonly leant: readonly number[];
  /** All that makes a statement is named in them: what else stands before is another one. */
  readonly isWhole: boolean;
}

function leanedOn(language: Language, parts: readonly Part[], at: number, own: Own): Leaning {
  const text = parts[at]?.text ?? '';
  const before = parts.slice(0, at);
  const hasGoods = own.commodity !== 'total';
  const lacks = [
    (one: string) => !language.trade.test(one),
    (one: string) => hasGoods && !language.namesGoods(one, own.commodity),
    (one: string) => !language.namesPlace(one, own.reporter),
  ];
  const [trade, goods, reporter] = lacks.map((lack) => lack(text));
  // Trade that is named with its goods or its owner takes over nothing but the partner that was told of before.
  if (trade === false && goods === false && (hasGoods || reporter === false)) {
    const isOpen = own.partner === null && !language.overall.test(text);
    const isOwned = reporter === false || before.some((part) => language.namesPlace(part.text, own.reporter));
    return { leant: isOpen ? withPartner(language, before, own) : [], isWhole: isOwned };
  }
  const leant: number[] = [];
  let wanting = lacks.filter((lack) => lack(text));
  for (let i = at - 1; i >= 0 && wanting.length > 0; i -= 1) {
    const still = wanting.filter((lack) => lack(parts[i]?.text ?? ''));
    if (still.length < wanting.length) leant.push(i);
    wanting = still;
  }
  return { leant, isWhole: false };
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
  };
}

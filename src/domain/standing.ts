/**
 * Why a text that has a sentence would be taken to say it. A sentence is held against its text when it is vouched for: it leads the text, it
 * names who says it, or official figures were named before it and nothing else since. What stands before may make it a supposition, a
 * forecast, a report of another day, or something that is told to be taken back; the sentence behind it may take it back. Pure.
 */
import type { Claim } from './claim.ts';
import { type DoubtedClaim, languageOf, ownOf, plain } from './claim-doubts.ts';
import { leftOpen } from './left-open.ts';
import type { Doubt } from './sentence.ts';
import {
  BEGINS_OFFICIAL,
  BEGINS_WITH_ANOTHER,
  DAYLINE,
  FRAMES,
  type Frame,
  HARMLESS_HEAD,
  IS_DATED,
  IS_NOW,
  isOfTheText,
  isStatement,
  isTakenBack,
  monthsNamedIn,
  NAMES_DAY,
  NOT_TOLD_HERE,
  OF_ALL_GOODS,
  OF_MARKETS,
  OFFICIAL,
  opposes,
  qualifies,
  SAYS_DAY,
  SAYS_OF_ANOTHER,
  SPEAKS,
  TRADE,
  TRADE_OF,
  takesUp,
} from './standing-words.ts';

/** A sentence of a text, or a line that is none. */
export interface Sentence {
  readonly text: string;
  /** The number of its line. */
  readonly line: number;
}

/** What a sentence finds when its turn comes. */
interface Standing {
  /** Nothing but titles and statements of trade stands before it; the text began as a report on trade; official figures were named; or neither. */
  readonly by: 'lead' | 'report' | 'official' | 'nobody';
  readonly frame: Held | null;
}
interface Held extends Frame {
  readonly at: number;
  readonly line: number;
  /** How far it reaches: to the end of its line; as a line of its own over those that follow; as the day of a report up to another day. */
  readonly over: 'line' | 'lines_below' | 'report';
}

const liftedAt = (frame: Held | null, at: number): boolean =>
  frame !== null && (frame.lifts === 'always' || (frame.lifts === 'apart' && at > frame.at + 1));

/** How long after its day a report is still the news of it, in months. */
const OLD_AFTER_MONTHS = 3;
/** How many sentences before it may say of what goods a sentence is. */
const FARTHEST_BACK = 8;
/** How many before it may say what it leaves open. */
const FARTHEST_OPEN = 3;
/** How much of a sentence is looked at. */
const LONGEST_LOOK = 500;
const LONGEST_WORDS = 80;
/** A sentence that goes on with the one before it. */
const GOES_ON_WITH = /^(?:it|its|they|their|these|that|this|you|he|she|today|now)\b|^[它其这那他她]/i;
const ITEM = /^(?:[-–—•·*]|\(?[\da-z]{1,2}[.)、]|[一二三四五六七八九十][、.])\s?/i;
const ENDS = /[.!?。…]["”)」』]?$/;

/**
 * For the claims of one text.
 * @param namesGoods whether a text names goods.
 * @param namesOf how texts name a commodity.
 * @param published the day of the text, as far as it is known: `2025-07-28`, `2025-07`, `2025`.
 */
export function standingIn(
  sentences: readonly Sentence[],
  published: string | null,
  namesGoods: (text: string) => boolean,
  namesOf: (commodity: string) => readonly string[],
): (at: number, quote: string, claim: DoubtedClaim & Pick<Claim, 'direction'>) => Doubt | null {
  const plainTexts: string[] = [];
  const textOf = (at: number): string => (plainTexts[at] ??= plain((sentences[at]?.text ?? '').slice(0, LONGEST_LOOK)).trim());
  const standings: Standing[] = [{ by: 'lead', frame: null }];
  /** Of the sentence at `at`: each is looked at once, however many claims come behind it. */
  const standingOf = (at: number): Standing => {
    for (let i = standings.length; i <= at; i += 1) standings.push(behind(standings[i - 1] as Standing, i - 1));
    return standings[at] as Standing;
  };

  function behind(standing: Standing, at: number): Standing {
    const text = textOf(at);
    const before = lastingTo(standing, at);
    const frame = frameOf(at);
    // What official figures showed is told, whatever was forecast beside it.
    const isTold = frame?.lifts === 'always' && OFFICIAL.test(text) && isStatement(text);
    if (frame !== null && !isTold) return { by: before.by, frame };
    if (OFFICIAL.test(text) && !NOT_TOLD_HERE.test(text) && !text.endsWith('?'))
      return { by: 'official', frame: liftedAt(before.frame, at) ? null : before.frame };
    if (isStatement(text) || isTitle(at) || HARMLESS_HEAD.test(text.replace(ITEM, ''))) return before;
    // What stands below a head is said as the head has it.
    if (isHead(at)) return { ...before, by: 'nobody' };
    return before.by === 'lead' ? { ...before, by: TRADE.test(text) && !text.endsWith('?') ? 'report' : 'nobody' } : before;
  }

  /** A line of its own reaches over the next one and over the items of a list. */
  function lastingTo({ by, frame }: Standing, at: number): Standing {
    const line = lineOf(at);
    if (frame === null || line === frame.line) return { by, frame };
    const lasts =
      frame.over === 'report'
        ? !NAMES_DAY.test(dayline(at))
        : frame.over === 'lines_below' && (line === frame.line + 1 || ITEM.test(textOf(at)));
    return lasts ? { by, frame } : { by: by === 'lead' ? 'nobody' : by, frame: null };
  }

  function frameOf(at: number): Held | null {
    const text = textOf(at);
    const line = lineOf(at);
    const day = oldDayIn(dayline(at));
    if (day !== undefined) return { reason: 'period_in_doubt', words: day, lifts: 'never', at, line, over: 'report' };
    for (const { pattern, ...frame } of FRAMES) {
      if (pattern.test(text)) return { ...frame, words: shortened(text), at, line, over: isWithin(at) ? 'line' : 'lines_below' };
    }
    return null;
  }

  /** What of a sentence says on what day it is told: what stands before it, or all of it where it tells nothing else. */
  function dayline(at: number): string {
    const text = textOf(at);
    const opening = DAYLINE.exec(text)?.[0];
    return opening ?? (!isStatement(text) && (!ENDS.test(text) || SAYS_DAY.test(text)) ? text : '');
  }

  /** The name of a day that is long over on the day of publication. */
  function oldDayIn(text: string): string | undefined {
    if (published === null) return undefined;
    const [year = 0, month = 12] = published.split('-').map(Number);
    return monthsNamedIn(text).find(({ at }) => year * 12 + month - at > OLD_AFTER_MONTHS)?.words;
  }

  /** A year that was over long before: what is told of it goes on where nothing says that it does not. */
  function oldYearIn(text: string): string | undefined {
    const year = published === null ? undefined : Number(published.slice(0, 4));
    if (year === undefined || IS_NOW.test(text)) return undefined;
    return text.match(/(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)/g)?.find((one) => Number(one) < year - 1);
  }

  const lineOf = (at: number): number => sentences[at]?.line ?? -1;
  const isWithin = (at: number): boolean => lineOf(at) === lineOf(at - 1) || lineOf(at) === lineOf(at + 1);
  const isHead = (at: number): boolean => !isWithin(at) && !ENDS.test(textOf(at)) && (/:$/.test(textOf(at)) || ITEM.test(textOf(at + 1)));
  const isTitle = (at: number): boolean => at === 0 && !isWithin(at) && !isHead(at) && !ENDS.test(textOf(at));

  /** "China's exports" behind a sentence on goods may be those of these goods. */
  function goodsBefore(at: number): string | undefined {
    for (let i = at - 1; i >= at - FARTHEST_BACK && lineOf(i) === lineOf(at); i -= 1) {
      const text = textOf(i);
      if (!OF_MARKETS.test(text) && (TRADE_OF.test(text) || namesGoods(text))) return text;
    }
    return undefined;
  }

  /** What stands before a sentence, and opens it. */
  function doubtBefore(at: number, own: string, claim: DoubtedClaim): Doubt | null {
    const { by, frame } = lastingTo(standingOf(at), at);
    const official = OFFICIAL.test(own);
    if (frame !== null && !(official && liftedAt(frame, at))) return { reason: frame.reason, words: frame.words };
    const before = lineOf(at - 1) === lineOf(at) ? textOf(at - 1) : '';
    const day = oldDayIn(dayline(at)) ?? (IS_DATED.test(own) ? undefined : oldYearIn(before));
    if (day !== undefined) return { reason: 'period_in_doubt', words: day };
    const told = official || SPEAKS.test(own);
    const isOfAnother = at > 0 && BEGINS_WITH_ANOTHER.test(own) && !BEGINS_OFFICIAL.test(textOf(at - 1));
    if (isOfAnother || (by === 'nobody' && !told) || (by !== 'official' && SAYS_OF_ANOTHER.test(own)) || (!told && isOfTheText(before)))
      return { reason: 'context_in_doubt', words: shortened(textOf(at - 1)) };
    const open = openBefore(at, own, claim);
    if (open !== null) return open;
    if (claim.commodity !== 'total') return null;
    // Of all goods and all partners nobody says that they are all: what they are of may have been said before.
    const part = opensElsewhere(before, claim) ? before : OF_ALL_GOODS.test(own) ? undefined : goodsBefore(at);
    return part === undefined ? null : { reason: 'narrower_subject', words: shortened(part) };
  }

  /** What the sentences before it in its paragraph, back to the last statement, or the title leave over to what it leaves open. */
  function openBefore(at: number, text: string, claim: DoubtedClaim): Doubt | null {
    const stated = { text, own: ownOf(claim, namesOf(claim.commodity ?? '')), language: languageOf(text) };
    for (let i = at - 1; i >= Math.max(0, at - FARTHEST_OPEN) && (lineOf(i) === lineOf(at) || isTitle(i)); i -= 1) {
      const before = textOf(i);
      if (isStatement(before)) return null;
      const topic = i < at - 1 || isTitle(i) ? null : GOES_ON_WITH.test(before) ? `${textOf(i - 1)} ${before}` : before;
      const doubt = leftOpen(before, topic, stated);
      if (doubt !== null) return { reason: doubt.reason, words: shortened(doubt.words) };
    }
    return null;
  }

  function doubtBehind(at: number, own: string, direction: 'up' | 'down'): Doubt | null {
    const [next, later] = [textOf(at + 1), textOf(at + 2)];
    const told = OFFICIAL.test(own) || SPEAKS.test(own) || isStatement(next);
    if (!told && isOfTheText(next)) return { reason: 'context_in_doubt', words: shortened(next) };
    if (takesUp(next) || qualifies(next) || opposes(next, direction)) return { reason: 'denied', words: shortened(next) };
    return isTakenBack(later) ? { reason: 'denied', words: shortened(later) } : null;
  }

  return (at, quote, claim) => {
    const own = plain(quote).trim();
    return doubtBefore(at, own, claim) ?? doubtBehind(at, own, claim.direction);
  };
}

const opensElsewhere = (sentence: string, claim: DoubtedClaim): boolean =>
  claim.partner === 'WORLD' && languageOf(sentence).opensElsewhere(sentence, ownOf(claim, []));

const shortened = (text: string): string => (text.length <= LONGEST_WORDS ? text : `${text.slice(0, LONGEST_WORDS)}...`);

import type { Direction, Qualifier } from '../domain/claim.ts';
import type { FoundDirection } from './directions.ts';
import { clean } from './numbers.ts';
import { is, type Token } from './token.ts';

/** A figure as growth: how much, which way, how firmly. */
export interface Growth {
  readonly percent: number;
  readonly direction: Direction;
  readonly qualifier: Qualifier;
  /** Told as a multiple of the earlier value. */
  readonly multiple?: boolean;
}

const round = (percent: number): number => clean(Math.round(percent * 10) / 10);

/** The growth that the figure at `at` states. `compared`: it stands against a base ("2.4 times the level a year earlier"). */
export function growthOf(tokens: readonly Token[], at: number, direction: FoundDirection | null, compared: boolean): Growth | null {
  const token = tokens[at];
  if (is(token, 'change')) return { percent: token.percent, direction: token.direction, qualifier: hedge(tokens, at) ?? 'about' };
  if (is(token, 'percent')) {
    if (direction === null) return null;
    return {
      percent: token.percent,
      direction: direction.direction,
      qualifier: hedge(tokens, at) ?? (token.high === null ? 'exact' : 'about'),
    };
  }
  if (!is(token, 'multiple')) return null;
  const { factor, form } = token;
  // "1.3倍" is as exact as 130 %; "threefold" and "a third" are round.
  const qualifier =
    hedge(tokens, at) ??
    (form === 'part' || (Number.isInteger(factor) && !token.text.includes('.')) || token.text.endsWith('半') ? 'about' : 'exact');
  if (form === 'rest') return { percent: round((1 - factor) * 100), direction: 'down', qualifier: turned(hedge(tokens, at) ?? 'exact') };
  const before = is(tokens[at - 1], 'qualifier') ? tokens[at - 2] : tokens[at - 1];
  if (form === 'part') {
    if (direction !== null && !remains(tokens, at)) return { percent: round(factor * 100), direction: direction.direction, qualifier };
    return compared ? { percent: round((1 - factor) * 100), direction: 'down', qualifier: turned(qualifier) } : null;
  }
  if (form === 'bei') {
    // 增幅达2倍 is how much it grew, 增长达到2倍 how much there is.
    const rate = direction === null ? undefined : tokens[direction.at];
    const isRate = is(rate, 'direction') && rate.form === 'noun';
    const level = (!isRate && /[至到为是达的]$/.test(before?.text ?? '')) || (direction === null && compared);
    if (direction?.direction === 'down') return null;
    if (direction === null && !compared) return null;
    return growing(level ? factor - 1 : factor, qualifier);
  }
  if (direction?.direction === 'down' || (direction === null && !compared)) return null;
  return growing(factor - 1, qualifier);
}

/** "Less than a third of the level" is a fall of more than two thirds. */
const turned = (qualifier: Qualifier): Qualifier =>
  qualifier === 'more_than' ? 'less_than' : qualifier === 'less_than' ? 'more_than' : qualifier;

const growing = (part: number, qualifier: Qualifier): Growth | null =>
  part === 0 ? null : { percent: round(Math.abs(part) * 100), direction: part > 0 ? 'up' : 'down', qualifier, multiple: true };

/** "two-thirds of the level", "half the volume": what is left, not what was lost. */
function remains(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  const before = is(tokens[at - 1], 'qualifier') ? at - 2 : at - 1;
  if (tokens[before]?.text === '的' && is(tokens[before - 1], 'period')) return true;
  return next?.text === 'of' || next?.text === 'the' || next?.text === 'that' || (tokens[before]?.text === 'to' && is(next, 'period'));
}

/** The words that hedge a figure: "nearly 75 %", 逾7倍, 5%左右. */
export function hedge(tokens: readonly Token[], at: number): Qualifier | null {
  for (let back = at - 1; back >= at - 3 && back >= 0; back -= 1) {
    const token = tokens[back];
    if (is(token, 'qualifier') && !token.after) return token.qualifier;
    if (!is(token, 'preposition', 'word') || (is(token, 'word') && !/^(?:a|an|the|by|whopping|staggering|massive|of)$/.test(token.text)))
      break;
  }
  const after = tokens[at + 1];
  return is(after, 'qualifier') && after.after ? after.qualifier : null;
}

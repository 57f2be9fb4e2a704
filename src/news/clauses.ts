import type { Comparison } from './comparisons.ts';
import { is, isChinese, isQuantity, type Token } from './token.ts';

/** A stretch of a sentence between two boundaries: token indexes, `to` exclusive. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** The sign or word before it: ",", ";", "(", "but", "and", or "" at the beginning. */
  readonly opener: string;
}

/** One figure's clause with the loose clauses that go with it. */
export interface Unit {
  readonly core: Piece;
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

const BOUNDARIES = new Set([',', '，', ';', ':', '—', '(', ')', '、']);

/** A sentence that is longer is no prose: it is cut, so that the work stays in proportion to the text. */
const MOST_TOKENS = 400;

/** Tokens of each sentence, without the stops. */
export function sentencesOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const sentences: Token[][] = [[]];
  for (const token of tokens) {
    if (is(token, 'stop') || (sentences.at(-1)?.length ?? 0) >= MOST_TOKENS) sentences.push([]);
    if (!is(token, 'stop')) sentences.at(-1)?.push(token);
  }
  return sentences.filter((sentence) => sentence.length > 0);
}

export const isFigureToken = (token: Token | undefined): boolean => isQuantity(token) || is(token, 'points');

/** The comparison that each token lies in, or null. */
export function ownersOf(tokens: readonly Token[], comparisons: readonly Comparison[]): readonly (Comparison | null)[] {
  const owners: (Comparison | null)[] = tokens.map(() => null);
  for (const comparison of comparisons) for (let at = comparison.from; at <= comparison.to; at += 1) owners[at] = comparison;
  return owners;
}

export function piecesOf(tokens: readonly Token[], owners: readonly (Comparison | null)[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let opener = '';
  const close = (to: number): void => {
    if (to > from) pieces.push(...split(tokens, owners, { from, to, opener }));
  };
  tokens.forEach((token, at) => {
    if (owners[at] !== null) return;
    // "37%: drop in imports" is one clause.
    const labels = token.text === ':' && isQuantity(tokens[at - 1]);
    const mark = is(token, 'mark') && BOUNDARIES.has(token.mark) && !labels ? token.mark : null;
    const hard =
      (is(token, 'conjunction') && token.hard) || isOpeningWith(tokens, at) || is(token, 'breakdown') || isNextSubject(tokens, from, at);
    if (mark === null && !hard) return;
    close(at);
    from = at + 1;
    opener = mark ?? (token.text === 'with' || is(token, 'breakdown') ? 'with' : 'but');
  });
  close(tokens.length);
  return pieces;
}

/** "exports were 11.2 billion with a 16.2% decrease and imports were 18.2 billion": a new subject with a verb of its own. */
const isNextSubject = (tokens: readonly Token[], from: number, at: number): boolean =>
  is(tokens[at], 'conjunction') &&
  is(tokens[at + 1], 'flow') &&
  /^(?:were|was|stood|totall?ed|came|reached|amounted)$/.test(tokens[at + 2]?.text ?? '') &&
  tokens.slice(from, at).some(isFigureToken);

/** "with the annual fall narrowing to 15%" opens a clause; "trade with Japan" does not. */
function isOpeningWith(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!is(token, 'preposition') || token.word !== 'with' || is(tokens[at - 1], 'flow')) return false;
  // "including Poland with a rise of 46.2% and Denmark with a boost of 32.9%"
  if (is(tokens[at - 1], 'place') && is(tokens[at - 2], 'breakdown', 'conjunction', 'mark')) return false;
  for (let ahead = at + 1; ahead < at + 10; ahead += 1) {
    const next = tokens[ahead];
    if (next === undefined || (is(next, 'mark') && BOUNDARIES.has(next.mark))) return false;
    if (isFigureToken(next)) return true;
  }
  return false;
}

/** A piece with several figures is cut between them: at the last "and", else behind what belongs to the first. */
function split(tokens: readonly Token[], owners: readonly (Comparison | null)[], piece: Piece): readonly Piece[] {
  const figures: number[] = [];
  for (let at = piece.from; at < piece.to; at += 1) {
    const owner = owners[at] ?? null;
    if (owner === null ? isFigureToken(tokens[at]) : owner.percent === at) figures.push(at);
  }
  const pieces: Piece[] = [];
  let { from, opener } = piece;
  for (let i = 0; i + 1 < figures.length; i += 1) {
    const first = figures[i] ?? 0;
    const second = figures[i + 1] ?? 0;
    let cut = -1;
    for (let at = second - 1; at > first; at -= 1) if (owners[at] === null && is(tokens[at], 'conjunction')) cut = at;
    if (cut >= 0) {
      pieces.push({ from, to: cut, opener });
      from = cut + 1;
      opener = 'and';
      continue;
    }
    if (owners[first] !== null || owners[second] !== null) continue;
    cut = first + 1;
    while (cut < second && belongsBehind(tokens, owners, cut)) cut += 1;
    pieces.push({ from, to: cut, opener });
    from = cut;
    opener = '';
  }
  pieces.push({ from, to: piece.to, opener });
  return pieces;
}

/** "5% year-on-year increase from May": words that go with the figure before them. Chinese puts its 同比 in front. */
function belongsBehind(tokens: readonly Token[], owners: readonly (Comparison | null)[], at: number): boolean {
  const token = tokens[at];
  if (owners[at] !== null)
    return is(tokens[owners[at]?.from ?? at], 'comparator') && (tokens[owners[at]?.from ?? at] as Token<'comparator'>).word === 'than';
  if (is(token, 'basis')) return token.end - token.start > 2;
  if (is(token, 'flow', 'commodity', 'whole', 'measure') || (is(token, 'reject') && token.form === 'noun')) return !isChinese(token);
  return (
    is(token, 'direction', 'period', 'level') ||
    (is(token, 'preposition') && /^(?:的|in|to|至|of|for)$/.test(token.word)) ||
    (is(token, 'word') && /^[a-z]/i.test(token.word))
  );
}

/** Joins each loose piece to the figure that it goes with. */
export function unitsOf(tokens: readonly Token[], owners: readonly (Comparison | null)[], pieces: readonly Piece[]): readonly Unit[] {
  const cores = pieces.map((piece) => holdsFigure(tokens, owners, piece));
  const units: { core: Piece; before: Piece[]; after: Piece[] }[] = [];
  let waiting: Piece[] = [];
  pieces.forEach((piece, i) => {
    if (cores[i]) {
      units.push({ core: piece, before: waiting, after: [] });
      waiting = [];
      return;
    }
    const last = units.at(-1);
    const next = cores.indexOf(true, i);
    if (last !== undefined && piece.opener === ')' && !is(tokens[piece.from], 'conjunction')) {
      for (const unit of units) if (unit.core.opener === '(') unit.after.push(piece);
      if (next >= 0 && last.core.opener !== '(') waiting.push(piece);
    } else if (last !== undefined && waiting.length === 0 && (next < 0 || leansBack(tokens, owners, piece, pieces[i + 1]?.opener ?? ''))) {
      const apart = next < 0 && (piece.opener === 'but' || piece.opener === ';' || opensSubject(tokens, owners, piece));
      if (!apart) last.after.push(piece);
    } else waiting.push(piece);
  });
  return units;
}

function holdsFigure(tokens: readonly Token[], owners: readonly (Comparison | null)[], piece: Piece): boolean {
  for (let at = piece.from; at < piece.to; at += 1) {
    const owner = owners[at] ?? null;
    if (owner === null ? isFigureToken(tokens[at]) : owner.percent !== null || owner.level !== null) return true;
  }
  return false;
}

/** A piece that speaks of goods or flows of its own, with no figure of growth: "贸易顺差1023.3亿美元". */
const opensSubject = (tokens: readonly Token[], owners: readonly (Comparison | null)[], piece: Piece): boolean =>
  tokens.slice(piece.from, piece.to).some((token, i) => is(token, 'flow', 'commodity', 'breakdown') && owners[piece.from + i] === null);

/** A piece that only completes the figure before it: a base, a level, a basis, "respectively". */
function leansBack(tokens: readonly Token[], owners: readonly (Comparison | null)[], piece: Piece, follower: string): boolean {
  if (piece.opener !== ',' && piece.opener !== '，' && piece.opener !== '(') return false;
  const inside = tokens.slice(piece.from, piece.to);
  if (is(inside[0], 'respectively', 'basis')) return inside.length <= 2;
  if (opensSubject(tokens, owners, piece) || inside.some((token) => is(token, 'reject'))) return false;
  // 与去年同期相比减少7.64万吨，降幅16.59%: how much it grew goes with the percentage behind it.
  if (isChinese(inside[0]) && inside.some((token) => is(token, 'direction')) && inside.some((token) => is(token, 'level'))) return false;
  if (owners[piece.from] !== null) return true;
  if (inside.length <= 3 && is(inside[0], 'preposition') && inside.some((token) => is(token, 'period')) && /^(?:;|but|—)$/.test(follower))
    return true;
  return inside.some((token) => is(token, 'level')) && !inside.some((token) => is(token, 'place', 'period'));
}

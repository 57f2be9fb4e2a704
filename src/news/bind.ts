import type { Anchor, ResolvedPeriod } from './anchor.ts';
import { resolve } from './anchor.ts';
import { type BasisFamily, familyOf, resolveBase, yearFromBase } from './bases.ts';
import { isFigureToken, ownersOf, type Piece, piecesOf, type Unit, unitsOf } from './clauses.ts';
import { type Comparison, findComparisons } from './comparisons.ts';
import { directionOf } from './directions.ts';
import { computed, type Draft, isMoney, type Level } from './draft.ts';
import { type Growth, growthOf } from './growth.ts';
import type { PeriodMention } from './period-mention.ts';
import { foretells, isRejected, subjectOf } from './reject.ts';
import { type Share, sharesOf } from './respectively.ts';
import { NO_SUBJECT, type Subject, type SubjectContext, subjectAt } from './subject.ts';
import { is, isChinese, type Token } from './token.ts';

/** What the text has said so far; later clauses inherit from it. */
export interface Discourse {
  context: SubjectContext;
  period: ResolvedPeriod | null;
  vague: boolean;
  family: BasisFamily | null;
  /** The last word of subject was no trade (prices, output): figures without a subject of their own are about that. */
  rejected: boolean;
  textYear: number | null;
  level: { readonly of: string; readonly level: Level } | null;
  readonly published: Anchor['published'];
}

export const newDiscourse = (published: Anchor['published']): Discourse => ({
  context: NO_SUBJECT,
  period: null,
  vague: false,
  family: null,
  rejected: false,
  textYear: null,
  level: null,
  published,
});

type Owners = readonly (Comparison | null)[];

/** Reads one sentence: finds its figures, binds to each what its clause says, and takes the rest from the discourse. */
export function bindSentence(tokens: readonly Token[], discourse: Discourse, sentence: number): readonly Draft[] {
  const comparisons = findComparisons(tokens);
  const owners = ownersOf(tokens, comparisons);
  const units = unitsOf(tokens, owners, piecesOf(tokens, owners));
  const shares = sharesOf(tokens, owners, units);
  const drafts: Draft[] = [];
  units.forEach((unit, i) => {
    new UnitReader(tokens, owners, comparisons, unit, pairedWith(tokens, units[i + 1]), shares, discourse, drafts, sentence).read();
  });
  if (units.length === 0) settle(tokens, owners, discourse);
  return drafts;
}

/** A sentence without figures still says what the text is about. */
function settle(tokens: readonly Token[], owners: Owners, discourse: Discourse): void {
  const whole: Piece = { from: 0, to: tokens.length, opener: '' };
  if (!tokens.some((token) => is(token, 'flow', 'commodity'))) return;
  discourse.context = subjectAt(tokens, owners, [whole], whole, tokens.length, discourse.context);
  discourse.rejected = false;
  const time = tokens.findIndex(
    (token, at) => is(token, 'period') && owners[at] === null && token.period.form !== 'back' && !isAside(tokens, at),
  );
  const mention = tokens[time];
  if (!is(mention, 'period')) return;
  discourse.vague = mention.period.form === 'vague';
  discourse.period = resolve(mention.period, { published: discourse.published, textYear: discourse.textYear, current: discourse.period });
}

/** The next unit, when it is a bare figure joined by "and": what stands behind it goes with both. */
function pairedWith(tokens: readonly Token[], next: Unit | undefined): Unit | null {
  if (next === undefined || next.core.opener !== 'and' || next.before.length > 0) return null;
  const { from, to } = next.core;
  return tokens.slice(from, to).some((token) => is(token, 'flow', 'commodity', 'direction', 'comparator')) ? null : next;
}

class UnitReader {
  readonly #tokens: readonly Token[];
  readonly #owners: Owners;
  readonly #comparisons: readonly Comparison[];
  readonly #unit: Unit;
  /** The next figure when it only completes this one: "4.3 percent and 23.5 percent on-year in May". */
  readonly #paired: Unit | null;
  readonly #pieces: readonly Piece[];
  readonly #figure: number | null;
  readonly #discourse: Discourse;
  readonly #drafts: Draft[];
  readonly #sentence: number;
  readonly #all: readonly Comparison[];

  constructor(
    tokens: readonly Token[],
    owners: Owners,
    comparisons: readonly Comparison[],
    unit: Unit,
    partner: Unit | null,
    shares: ReadonlyMap<number, Share>,
    discourse: Discourse,
    drafts: Draft[],
    sentence: number,
  ) {
    const figure = findFigure(tokens, owners, unit.core);
    const share = figure === null ? undefined : shares.get(figure);
    this.#tokens = tokens;
    this.#owners = share === undefined ? owners : owners.map((owner, at) => (share.hidden.has(at) ? HIDDEN : owner));
    this.#all = comparisons;
    this.#comparisons = comparisons.filter((comparison) =>
      [unit.core, ...unit.before, ...unit.after].some((piece) => lies(comparison, piece)),
    );
    this.#unit = unit;
    this.#paired = partner;
    this.#pieces = [...(share === undefined ? [] : [share.list]), ...unit.before, unit.core, ...unit.after];
    this.#figure = figure;
    this.#discourse = discourse;
    this.#drafts = drafts;
    this.#sentence = sentence;
  }

  read(): void {
    const { core, before } = this.#unit;
    const discourse = this.#discourse;
    const anchor = this.#figure ?? this.#firstComparison()?.from ?? core.to;
    const time = this.#readPeriod(anchor);
    const { period } = time;
    const said = [...before]
      .reverse()
      .map((piece) => subjectOf(this.#tokens, this.#owners, piece))
      .find((subject) => subject !== 'none');
    const inherited = said === undefined ? discourse.rejected : said === 'other';
    const rejected =
      isRejected(this.#tokens, this.#owners, core, anchor, inherited) ||
      before.some((piece) => piece.to > 0 && foretells(this.#tokens, piece));
    const own = subjectOf(this.#tokens, this.#owners, { ...core, to: Math.min(core.to, anchor) });
    discourse.rejected = own === 'none' ? inherited : own === 'other';
    if (own === 'other') time.keep();
    if (rejected || is(this.#tokens[anchor], 'points')) {
      this.#keepReporter(anchor);
      return;
    }
    const context = subjectAt(this.#tokens, this.#owners, this.#pieces, core, anchor, discourse.context);
    const { subject } = context;
    if (!isTrade(subject)) return;
    const growth = this.#figure === null ? null : this.#growth(this.#figure);
    if (this.#figure !== null && growth === null) return;
    time.keep();
    discourse.context = context;
    discourse.rejected = false;
    const family = this.#family(period, anchor) ?? discourse.family;
    if (growth === null) this.#compareLevels(subject, period);
    else {
      const base = this.#comparisons.find((comparison) => comparison.percent === null && comparison.level !== null);
      this.#add({ subject, family, period, growth, level: this.#level(subject, period), base: levelOf(base?.level ?? null) });
      if (family !== null) discourse.family = family;
    }
    this.#priorRates(subject, family, period, growth);
  }

  #firstComparison(): Comparison | undefined {
    return this.#comparisons.find((comparison) => lies(comparison, this.#unit.core));
  }

  #growth(figure: number): Growth | null {
    const direction = directionOf(this.#tokens, this.#owners, this.#unit.core, figure);
    const compared = this.#comparesMultiple(figure);
    const growth = growthOf(this.#tokens, figure, direction, compared);
    if (growth !== null || direction !== null) return growth;
    const last = this.#drafts.at(-1);
    if (last === undefined || !is(this.#tokens[figure], 'percent') || !this.#isListed(figure)) return null;
    return growthOf(this.#tokens, figure, { direction: last.direction, at: figure, basis: null }, compared);
  }

  /** "2.4 times the level a year earlier": a multiple stands against an earlier time of the same series, not against another one. */
  #comparesMultiple(figure: number): boolean {
    for (let at = figure + 1; at < this.#unit.core.to; at += 1) {
      const token = this.#tokens[at];
      if (is(token, 'place', 'flow', 'commodity') && this.#owners[at] === null) return false;
      if (is(token, 'period')) return true;
    }
    for (let at = figure - 1; at >= this.#unit.core.from; at -= 1) if (is(this.#tokens[at], 'period') && this.#isBase(at)) return true;
    return false;
  }

  #isBase(at: number): boolean {
    const token = this.#tokens[at];
    return is(token, 'period') && token.period.form === 'back';
  }

  /** "ships 5 percent and autos 3 percent": a member of a list takes the direction of the member before it. */
  #isListed(figure: number): boolean {
    if (!/^(?:and|,|，|、|)$/.test(this.#unit.core.opener)) return false;
    for (let at = this.#unit.core.from; at < figure; at += 1) {
      const token = this.#tokens[at];
      if (this.#owners[at] !== null) continue;
      if (
        !is(token, 'conjunction', 'place', 'commodity', 'preposition', 'qualifier', 'basis', 'mark', 'flow', 'period') &&
        !(is(token, 'word') && /^(?:the|a|an|by|those|s)$/.test(token.text))
      )
        return false;
    }
    return true;
  }

  /** The figure's time; `keep` makes it the one that later figures inherit. */
  #readPeriod(anchor: number): { readonly period: ResolvedPeriod | null; readonly keep: () => void } {
    const discourse = this.#discourse;
    const mention = this.#ownPeriod(anchor);
    if (mention === null) return { period: discourse.vague ? null : discourse.period, keep: () => undefined };
    const stated = 'year' in mention && typeof mention.year === 'number' ? mention.year : null;
    const at: Anchor = { ...this.#anchor(), textYear: stated ?? discourse.textYear };
    let resolved = resolve(mention, at);
    if (resolved === null) for (const comparison of this.#all) resolved ??= resolve(yearFromBase(mention, comparison), at);
    const keep = (): void => {
      discourse.textYear = stated ?? discourse.textYear ?? (resolved === null ? null : Math.trunc(resolved.last / 12));
      discourse.vague = mention.form === 'vague';
      discourse.period = resolved;
    };
    return { period: resolved, keep };
  }

  /** Prices and output say whose figures these are, too. */
  #keepReporter(anchor: number): void {
    const { context } = this.#discourse;
    if (context.subject.reporter !== undefined) return;
    const { reporter } = subjectAt(this.#tokens, this.#owners, this.#pieces, this.#unit.core, anchor, context).subject;
    this.#discourse.context = { ...context, subject: { ...context.subject, reporter } };
  }

  /** The time nearest to the figure in its clause, else in the loose clauses with it. */
  #ownPeriod(anchor: number): PeriodMention | null {
    const { core, before, after } = this.#unit;
    for (const piece of [core, ...after, ...[...before].reverse(), ...this.#pieces, ...this.#pairedPieces()]) {
      const times = this.#timesIn(piece).sort((a, b) => Math.abs(a.at - anchor) - Math.abs(b.at - anchor));
      const nearest = times[0]?.period;
      if (nearest === undefined) continue;
      return cumulativeOf(times.map((time) => time.period)) ?? nearest;
    }
    return null;
  }

  /** The times in a piece that are neither bases nor asides. */
  #timesIn(piece: Piece): { readonly at: number; readonly period: PeriodMention }[] {
    const times: { at: number; period: PeriodMention }[] = [];
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = this.#tokens[at];
      if (this.#owners[at] !== null || !is(token, 'period') || isAside(this.#tokens, at)) continue;
      if (token.period.form !== 'back' || token.period.here) times.push({ at, period: token.period });
    }
    return times;
  }

  #family(period: ResolvedPeriod | null, anchor: number): BasisFamily | null {
    const { core, before, after } = this.#unit;
    for (const piece of [core, ...after, ...[...before].reverse(), ...this.#pairedPieces()]) {
      const word = this.#basisWord(piece, anchor);
      if (word !== null) return word;
      for (const comparison of this.#comparisons) {
        if (!lies(comparison, piece) || comparison.percent !== null || comparison.forecast) continue;
        const family = familyOf(comparison, period, this.#anchor());
        if (family !== null) return family;
      }
      if (piece === core) for (let at = piece.from; at < piece.to; at += 1) if (this.#owners[at] === null && this.#isBase(at)) return 'yoy';
    }
    return null;
  }

  #pairedPieces(): readonly Piece[] {
    return this.#paired === null ? [] : [this.#paired.core, ...this.#paired.after];
  }

  #anchor(): Anchor {
    return { published: this.#discourse.published, textYear: this.#discourse.textYear, current: this.#discourse.period };
  }

  #basisWord(piece: Piece, anchor: number): BasisFamily | null {
    let best: { basis: BasisFamily; distance: number } | null = null;
    for (let at = piece.from; at < piece.to; at += 1) {
      const token = this.#tokens[at];
      if (this.#owners[at] !== null) continue;
      const basis = is(token, 'basis') || is(token, 'direction') ? token.basis : undefined;
      if (basis === undefined) continue;
      const distance = Math.abs(at - anchor);
      if (best === null || distance < best.distance) best = { basis, distance };
    }
    return best?.basis ?? null;
  }

  /** The level of the figure's own period: in the clause, else in the loose ones that do not name another time, else the one told before. */
  #level(subject: Subject, period: ResolvedPeriod | null): Level | null {
    const { core, before, after } = this.#unit;
    const key = levelKey(subject, period);
    for (const piece of [core, ...after, ...[...before].reverse()]) {
      if (piece !== core && this.#namesOtherTime(piece)) continue;
      for (let at = piece.from; at < piece.to; at += 1) {
        const token = this.#tokens[at];
        if (this.#owners[at] !== null || !is(token, 'level')) continue;
        const level = { value: token.value, unit: token.unit };
        this.#discourse.level = { of: key, level };
        return level;
      }
    }
    const told = this.#discourse.level;
    if (told === null || told.of !== key) return null;
    return (subject.measure === 'value' && !isMoney(told.level.unit)) || (subject.measure === 'volume' && isMoney(told.level.unit))
      ? null
      : told.level;
  }

  #namesOtherTime(piece: Piece): boolean {
    const chosen = this.#ownPeriod(this.#figure ?? this.#unit.core.from);
    return this.#timesIn(piece).some((time) => time.period !== chosen);
  }

  /** "3,326 tons, down from 4,416 tons in November": two levels and no percentage. */
  #compareLevels(subject: Subject, period: ResolvedPeriod | null): void {
    const level = this.#level(subject, period);
    for (const comparison of this.#comparisons) {
      const base = levelOf(comparison.level);
      const percent = computed(level, base);
      if (level === null || base === null || percent === null || percent === 0 || comparison.forecast) continue;
      const family = familyOf(comparison, period, this.#anchor()) ?? this.#basisWord(this.#unit.core, comparison.from);
      const direction = percent > 0 ? 'up' : 'down';
      const twin = this.#drafts.find(
        (draft) =>
          draft.period === period &&
          draft.direction === direction &&
          draft.base === null &&
          draft.percent !== null &&
          Math.abs(Math.abs(percent) - draft.percent) < 1,
      );
      if (twin !== undefined) {
        twin.base = base;
        if (twin.family === null) twin.family = family;
        continue;
      }
      this.#add({ subject, family, period, growth: { percent: null, direction, qualifier: 'exact' }, level, base });
      if (family !== null) this.#discourse.family = family;
    }
  }

  /** "after June's 0.5% decline", "from 18.9% for the first half": an earlier rate is a claim about its own time. */
  #priorRates(subject: Subject, family: BasisFamily | null, period: ResolvedPeriod | null, growth: Growth | null): void {
    for (const comparison of this.#comparisons) {
      const at = comparison.percent;
      const token = at === null ? undefined : this.#tokens[at];
      if (at === null || !is(token, 'percent') || comparison.forecast || comparison.period === null || this.#tokens[at + 1]?.text === 'of')
        continue;
      const inside = this.#tokens.slice(comparison.from, comparison.to + 1);
      if (inside.some((t) => is(t, 'reject'))) continue;
      const named = inside.find((t) => is(t, 'direction'));
      const basis = inside.find((t) => is(t, 'basis'));
      const rate = this.#tokens.slice(this.#unit.core.from, comparison.from).find((t) => is(t, 'direction') && t.form === 'noun');
      const direction = is(named, 'direction') ? named.direction : is(rate, 'direction') ? rate.direction : growth?.direction;
      const base = resolveBase(comparison.period.period, period, this.#anchor());
      if (direction === undefined) continue;
      const own = is(basis, 'basis') ? basis.basis : family;
      const prior: Growth = { percent: token.percent, direction, qualifier: 'exact' };
      this.#add({ subject, family: own, period: base, growth: prior, level: null, base: null }, comparison);
    }
  }

  #add(
    made: {
      readonly subject: Subject;
      readonly family: BasisFamily | null;
      readonly period: ResolvedPeriod | null;
      readonly growth: Omit<Growth, 'percent'> & { readonly percent: number | null };
      readonly level: Level | null;
      readonly base: Level | null;
    },
    place?: Comparison,
  ): void {
    const { subject, family, period, growth, level, base } = made;
    const twin = this.#drafts.find(
      (draft) =>
        draft.percent === null &&
        growth.percent !== null &&
        draft.period === period &&
        draft.direction === growth.direction &&
        Math.abs(Math.abs(computed(draft.level, draft.base) ?? 1e9) - growth.percent) < 1,
    );
    if (twin !== undefined) {
      twin.percent = growth.percent;
      twin.qualifier = growth.qualifier;
      return;
    }
    const from = place?.from ?? this.#unit.core.from;
    const to = place === undefined ? this.#unit.core.to - 1 : place.to;
    this.#drafts.push({
      subject,
      family,
      period,
      vague: this.#discourse.vague,
      direction: growth.direction,
      percent: growth.percent,
      qualifier: growth.qualifier,
      level,
      base,
      sentence: this.#sentence,
      start: this.#tokens[from]?.start ?? 0,
      end: this.#tokens[to]?.end ?? 0,
    });
  }
}

/** "the most since 2014", 创今年新高: a time that only says how rare the figure is. */
function isAside(tokens: readonly Token[], at: number): boolean {
  for (let back = at - 1; back >= at - 4 && back >= 0; back -= 1)
    if (/^(?:since|自|创|创下|为)$/.test(tokens[back]?.text ?? ''))
      return back === at - 1 || isChinese(tokens[at]) === isChinese(tokens[back]);
  const next = tokens[at + 1];
  return isChinese(tokens[at]) && (is(next, 'unusual') || next?.text === '以');
}

/** "Year-to-date exports through September": until that month. */
function cumulativeOf(times: readonly PeriodMention[]): PeriodMention | null {
  const open = times.find((time) => time.form === 'to_date' && time.last === null);
  const month = times.find((time) => time.form === 'span' && time.shape === 'month');
  return open?.form === 'to_date' && month?.form === 'span' ? { form: 'to_date', last: month.last, year: month.year ?? open.year } : null;
}

/** Stands for a member of a list that goes with another figure. */
const HIDDEN: Comparison = { from: -1, to: -1, period: null, level: null, percent: null, unusual: false, forecast: false };

const lies = (comparison: Comparison, piece: Piece): boolean => comparison.from >= piece.from && comparison.to < piece.to;
const levelOf = (token: Token<'level'> | null): Level | null => (token === null ? null : { value: token.value, unit: token.unit });

/** Someone's statistics or a flow must have been named, and a volume of goods counts as trade where its reporter is known. */
const isTrade = (subject: Subject): boolean =>
  subject.flow !== undefined || (subject.reporter !== undefined && subject.commodity !== undefined && subject.measure !== undefined);

const levelKey = (subject: Subject, period: ResolvedPeriod | null): string =>
  JSON.stringify([subject.commodity, subject.flow, subject.reporter, subject.partner, period?.first, period?.last, period?.days]);

function findFigure(tokens: readonly Token[], owners: Owners, core: Piece): number | null {
  for (let at = core.from; at < core.to; at += 1) if (owners[at] === null && isFigureToken(tokens[at])) return at;
  return null;
}

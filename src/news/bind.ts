import { type ResolvedPeriod, resolve } from './anchor.ts';
import { type Clause, clauseOf, lies } from './clause.ts';
import { familyAt, secondBasis } from './clause-basis.ts';
import { growthAt } from './clause-figure.ts';
import { compareLevels, levelOf } from './clause-levels.ts';
import { isAside, timeOf } from './clause-times.ts';
import { ownersOf, type Piece, piecesOf, unitsOf } from './clauses.ts';
import { type Comparison, findComparisons } from './comparisons.ts';
import { anchorOf, type Discourse } from './discourse.ts';
import { addDraft, asLevel, type Draft } from './draft.ts';
import {
  continuesForecast,
  depends,
  endsAsGuess,
  foretells,
  isRuleOfThumb,
  isYetToCome,
  leadsAsForecast,
  namesSurvey,
} from './foretold.ts';
import { priorRates } from './prior-rates.ts';
import { isRejected, isShare, subjectOf } from './reject.ts';
import { sharesOf } from './respectively.ts';
import { type Subject, subjectAt } from './subject.ts';
import { is, type Token } from './token.ts';

/** Reads one sentence: finds its figures, binds to each what its clause says, and takes the rest from the discourse. */
export function bindSentence(tokens: readonly Token[], discourse: Discourse, sentence: number): readonly Draft[] {
  const comparisons = findComparisons(tokens);
  const owners = ownersOf(tokens, comparisons);
  const units = unitsOf(tokens, owners, piecesOf(tokens, owners));
  const drafts: Draft[] = [];
  const parts = { tokens, owners, comparisons, shares: sharesOf(tokens, owners, units), drafts, sentence };
  let passedOn: readonly Piece[] = [];
  readLabel(tokens, discourse);
  units.forEach((found, i) => {
    const unit = { ...found, before: [...passedOn, ...found.before] };
    const outcome = readUnit(clauseOf(parts, unit, units[i + 1]), discourse);
    passedOn = outcome === 'used' ? [] : outcome === 'aside' ? [...unit.before, unit.core] : unit.before;
  });
  if (units.length === 0) settle(tokens, owners, discourse);
  return drafts;
}

const LONGEST_LABEL = 5;

/** "Iron ore: July imports ...; Jan-July imports ...": a head says what its line is of, and bare words mean that alone. */
function readLabel(tokens: readonly Token[], discourse: Discourse): void {
  const colon = tokens.findIndex((token) => token.text === ':');
  const head = tokens.slice(0, Math.max(colon, 0));
  const goods = head.find((token) => is(token, 'commodity'));
  const flow = tokens.slice(colon + 1, colon + 1 + LONGEST_LABEL).some((token) => is(token, 'flow'));
  if (head.length > LONGEST_LABEL || !is(goods, 'commodity') || !head.every((token) => is(token, 'commodity', 'word', 'mark')) || !flow)
    return;
  const { subject } = discourse.context;
  discourse.context = {
    subject: { ...subject, commodity: goods.commodity },
    topic: goods.commodity,
    several: false,
    sole: discourse.context.sole,
  };
}

/** A sentence without figures still says what the text is about. */
function settle(tokens: readonly Token[], owners: readonly (Comparison | null)[], discourse: Discourse): void {
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
  discourse.period = resolve(mention.period, anchorOf(discourse));
}

/**
 * What became of the unit's clauses. `left`: the loose ones go on to the next figure. `aside`: all do, for the figure
 * was a mere share ("which account for a third of the total").
 */
function readUnit(clause: Clause, discourse: Discourse): 'used' | 'left' | 'aside' {
  const { core, before } = clause.unit;
  const anchor = clause.figure ?? firstComparison(clause)?.from ?? core.to;
  const time = timeOf(clause, discourse, anchor);
  const { period } = time;
  const said = [...before]
    .reverse()
    .filter((piece) => !isInsert(clause.tokens, piece))
    .map((piece) => subjectOf(clause.tokens, clause.owners, piece))
    .find((subject) => subject !== 'none');
  const inherited = said === undefined ? discourse.rejected : said === 'other';
  const rejected =
    isRejected(clause.tokens, clause.owners, core, anchor, inherited) ||
    (!/^(?:;|but)$/.test(core.opener) && before.some((piece) => piece.to > 0 && leadsAsForecast(clause.tokens, piece))) ||
    isYetToCome(period, discourse.published) ||
    endsAsGuess(clause.tokens) ||
    isRuleOfThumb(clause.tokens) ||
    depends(clause.tokens, core) ||
    (discourse.foretold === clause.sentence && continuesForecast(clause.tokens, core));
  const own = subjectOf(clause.tokens, clause.owners, { ...core, to: Math.min(core.to, anchor) });
  discourse.rejected = own === 'none' ? inherited : own === 'other';
  if (own === 'other') time.keep();
  discourse.foretold =
    rejected && [...before, core].some((piece) => foretells(clause.tokens, piece) || namesSurvey(clause.tokens, piece))
      ? clause.sentence
      : null;
  if (rejected || is(clause.tokens[anchor], 'points')) {
    keepSubject(clause, discourse, anchor);
    if (isShare(clause.tokens, anchor)) return 'aside';
    return own === 'other' || is(clause.tokens[anchor], 'points') ? 'used' : 'left';
  }
  const made = subjectAt(clause.tokens, clause.owners, clause.pieces, core, anchor, discourse.context);
  const context = clause.unlisted === null ? made : { ...made, subject: { ...made.subject, commodity: clause.unlisted } };
  const { subject } = context;
  if (!isTrade(subject)) return clause.figure === null ? 'aside' : 'left';
  const growth = clause.figure === null ? null : growthAt(clause, clause.figure);
  if (clause.figure !== null && growth === null) return 'aside';
  if (!isGlanceBack(clause, discourse, period)) time.keep();
  discourse.context = context;
  discourse.rejected = false;
  const family = familyAt(clause, discourse, period, anchor) ?? discourse.family;
  if (growth === null) compareLevels(clause, discourse, subject, period);
  else {
    const base = clause.comparisons.find((comparison) => comparison.percent === null && comparison.level !== null);
    const level = levelOf(clause, discourse, subject, period);
    const own = family ?? (isSinceThen(clause) ? 'other' : null);
    const statement = { subject, family: own, period, growth, level, base: asLevel(base?.level ?? null) };
    addDraft(clause, discourse.vague, statement);
    const second = secondBasis(clause, family);
    if (second !== null) addDraft(clause, discourse.vague, { ...statement, family: second });
    if (family !== null) discourse.family = family;
  }
  priorRates(clause, discourse, subject, family, period, growth);
  return 'used';
}

/** ，9月为增长8.3%: an earlier time told in passing, with no subject of its own; what follows is of the time before it. */
const isGlanceBack = (clause: Clause, discourse: Discourse, period: ResolvedPeriod | null): boolean =>
  period !== null &&
  discourse.period !== null &&
  period.last < discourse.period.last &&
  period.shape === discourse.period.shape &&
  !clause.pieces.some((piece) => clause.tokens.slice(piece.from, piece.to).some((token) => is(token, 'flow', 'commodity', 'place')));

/** "..., which plans to cut its dependence, ...", "..., a fifth of them shipped from China, ...": says nothing of what the sentence is about. */
function isInsert(tokens: readonly Token[], piece: Piece): boolean {
  if (/^(?:which|who|whose|where)$/.test(tokens[piece.from - 1]?.text ?? '')) return true;
  if (isApposition(tokens, piece)) return true;
  const part = is(tokens[piece.from], 'qualifier') ? piece.from + 1 : piece.from;
  return is(tokens[part], 'percent', 'multiple') && tokens[part + 1]?.text === 'of';
}

/** "Exports, a key driver of the economy, rose 2.6%": a name for the trade before it. */
const isApposition = (tokens: readonly Token[], piece: Piece): boolean =>
  /^(?:a|an|the)$/.test(tokens[piece.from]?.text ?? '') &&
  is(tokens[piece.from - 2], 'flow') &&
  tokens[piece.from - 1]?.text === ',' &&
  tokens[piece.to]?.text === ',' &&
  is(tokens[piece.to + 1], 'direction');

/** "down 90% since peaking in April". */
function isSinceThen(clause: Clause): boolean {
  const { core } = clause.unit;
  const since = clause.tokens.findIndex((token, at) => at >= core.from && at < core.to && token.text === 'since');
  return since >= 0 && clause.tokens.slice(since, core.to).some((token) => is(token, 'period'));
}

function firstComparison(clause: Clause): Comparison | undefined {
  return clause.comparisons.find((comparison) => lies(comparison, clause.unit.core));
}

/** Prices, output and shares say whose figures these are, too. */
function keepSubject(clause: Clause, discourse: Discourse, anchor: number): void {
  const { context } = discourse;
  if (context.subject.reporter !== undefined) return;
  const made = subjectAt(clause.tokens, clause.owners, clause.pieces, clause.unit.core, anchor, context);
  if (made.subject.flow !== undefined) discourse.context = made;
  else {
    // "Its magnet output rose, but exports fell": exports of what was made.
    const goods = isMaking(clause) ? made.subject.commodity : context.subject.commodity;
    discourse.context = { ...context, subject: { ...context.subject, reporter: made.subject.reporter, commodity: goods } };
  }
}

/** Someone's statistics or a flow must have been named, and a volume of goods counts as trade where its reporter is known. */
const isTrade = (subject: Subject): boolean =>
  subject.flow !== undefined || (subject.reporter !== undefined && subject.commodity !== undefined && subject.measure !== undefined);

const isMaking = ({ tokens, unit: { core } }: Clause): boolean =>
  tokens.slice(core.from, core.to).some((token) => is(token, 'reject') && token.reason === 'production');

/**
 * What becomes of an alert when figures come and are revised, and what each receiver is told of it. A figure for June stays
 * a statement about June: the next month below the threshold does not end it, a revision of June does. Pure; see docs/alerts.md.
 */
import { hash } from 'node:crypto';
import type { Judgement } from './judgement.ts';
import { formatMonth, type Period, startOf } from './period.ts';
import { type Rule, SEVERITIES, type Severity } from './rule.ts';
import { type AlertFigures, isCrossing, thresholdOf } from './threshold.ts';

/**
 * States that are kept; clear and insufficient follow from the figures and are not stored.
 * `pending` crossed and waits for its confirmation; `historical` stands like `firing` and was told in a digest; `ended` is
 * not asked for any more.
 */
export const ALERT_STATES = ['pending', 'firing', 'historical', 'retracted', 'suspended', 'ended'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Those in which an alert stands: what it says is so, as far as is known. */
export const STANDING_STATES: readonly AlertState[] = ['firing', 'historical'];

/** What a rule, and so an alert, can be about: series, what a source publishes, claims of the news. */
export const ALERT_MATTERS = ['figures', 'publications', 'claims'] as const;
export type AlertMatter = (typeof ALERT_MATTERS)[number];

export const EVENT_KINDS = ['raised', 'updated', 'retracted', 'reinstated', 'withdrawn', 'unstable', 'ended', 'recorded'] as const;
/** `recorded`: the figures moved and nobody is told, because they moved less than the rule calls material. */
export type AlertEventKind = (typeof EVENT_KINDS)[number];

/** What is known of one (rule, series, period) before new figures come. */
export interface AlertMemory {
  readonly state: AlertState;
  /** As last known; of a suspended alert the last before it was. */
  readonly figures: AlertFigures;
  /** As of the last event that was told. */
  readonly told: AlertFigures;
  readonly severity: Severity;
  readonly sequence: number;
  /** Publications in a row that stated the crossing, while it is pending. */
  readonly sightings: number;
  /** How often it was ended, suspended and brought back. */
  readonly turns: number;
}

/**
 * How figures come: as news; as history (first load, new series, long past), of which one digest tells; or to a rule
 * that is new or was changed and judges the data at hand, of which one digest tells as well.
 */
export type Occasion = 'news' | 'history' | 'rule_changed';

export interface Circumstances {
  readonly occasion: Occasion;
  /** Whether the publication at hand states the period itself, and not only another that it is compared with. */
  readonly stated: boolean;
}

/** How an event is told: in a message of its own; in one digest with others; in the digest of the month. */
export type Telling = 'message' | 'digest' | 'monthly';

export interface Transition {
  /** `clear`: nothing is kept of it. */
  readonly state: AlertState | 'clear';
  /** Null: the figures are no longer known, and the last ones are kept. */
  readonly figures: AlertFigures | null;
  readonly severity: Severity;
  /** Null: what is kept changes, and nothing happened. */
  readonly event: AlertEventKind | null;
  readonly telling: Telling;
  readonly reason: string | null;
  readonly sightings: number;
  readonly turns: number;
}

/** From this many turns on, an alert is called unstable once, and what becomes of it is told by the month. */
export const MOST_TURNS = 4;

export const RULE_CHANGED = 'the rule was changed';
export const RULE_ASKS_OTHERWISE = `${RULE_CHANGED} and no longer asks for this`;
export const RULE_GONE = 'the rule was removed';
const NEAR = 'revised, now below the threshold but within its hysteresis';

export const isStanding = (state: AlertState): boolean => STANDING_STATES.includes(state);

/**
 * The table of states: what is known, what the figures now say, and what happened.
 * @returns null when there is nothing to record.
 */
export function transition(rule: Rule, before: AlertMemory | null, now: Judgement, { occasion, stated }: Circumstances): Transition | null {
  if (before === null || before.state === 'pending') return first(rule, before, now, occasion, stated);
  const next = isStanding(before.state) ? standing(rule, before, now, occasion) : dormant(before, now, occasion);
  return next === null ? null : steadied(before, next);
}

/** What has not been told: it is raised once it crosses and is confirmed. */
function first(rule: Rule, before: AlertMemory | null, now: Judgement, occasion: Occasion, stated: boolean): Transition | null {
  if (now.crossing !== 'above') return before === null ? null : made(before, { state: 'clear', event: null });
  const { reading, severity } = now;
  const sightings = (before?.sightings ?? 0) + (stated ? 1 : 0);
  const figures = reading.figures;
  const quiet = occasion !== 'news';
  if (!isConfirmed(rule, now, sightings, quiet))
    return { state: 'pending', figures, severity, event: null, telling: 'message', reason: null, sightings, turns: 0 };
  return {
    state: quiet ? 'historical' : 'firing',
    figures,
    severity,
    event: 'raised',
    telling: quiet ? 'digest' : 'message',
    reason: null,
    sightings,
    turns: 0,
  };
}

/** Of figures that come as history nobody counts how often they were stated. */
function isConfirmed(
  { confirm }: Rule,
  now: Extract<Judgement, { crossing: 'above' | 'near' }>,
  sightings: number,
  quiet: boolean,
): boolean {
  if (confirm === 'immediate') return true;
  if (confirm === 'final') return !now.reading.statuses.some((status) => status === 'P' || status === 'E');
  return quiet || sightings >= confirm.vintages;
}

function standing(rule: Rule, before: AlertMemory, now: Judgement, occasion: Occasion): Transition | null {
  const telling = occasion === 'rule_changed' ? 'digest' : 'message';
  if (now.crossing === 'insufficient') {
    if (occasion === 'rule_changed')
      return made(before, { state: 'ended', figures: before.figures, event: 'ended', telling, reason: `${RULE_CHANGED}: ${now.detail}` });
    return made(before, { state: 'suspended', event: 'withdrawn', reason: now.detail });
  }
  const { figures } = now.reading;
  if (now.crossing === 'below') {
    if (occasion === 'rule_changed') return made(before, { state: 'ended', figures, event: 'ended', telling, reason: RULE_CHANGED });
    return made(before, { state: 'retracted', figures, event: 'retracted', reason: 'revised below the threshold' });
  }
  const stands = { state: before.state, figures, severity: now.severity, telling } as const;
  if (occasion === 'rule_changed') {
    const tells = now.severity !== before.severity;
    return made(before, { ...stands, event: tells ? 'updated' : null, reason: tells ? RULE_CHANGED : null });
  }
  if (isMaterial(rule, before.told, before.severity, figures, now.severity)) {
    return made(before, { ...stands, event: 'updated', reason: now.crossing === 'near' ? NEAR : 'revised' });
  }
  if (sameFigures(figures, before.figures)) return null;
  return made(before, { ...stands, event: 'recorded', reason: 'revised' });
}

/** Retracted, suspended or ended: it comes back when the figures cross again. */
function dormant(before: AlertMemory, now: Judgement, occasion: Occasion): Transition | null {
  const changed = occasion === 'rule_changed';
  const telling = changed || (before.state === 'ended' && occasion === 'history') ? 'digest' : 'message';
  if (now.crossing === 'above') {
    const { reading, severity } = now;
    // Nobody had been told that it did not hold: it was only not asked for.
    const state = before.state === 'ended' && occasion !== 'news' ? 'historical' : 'firing';
    return made(before, { state, figures: reading.figures, severity, event: 'reinstated', telling, reason: changed ? RULE_CHANGED : null });
  }
  if (before.state !== 'suspended' || now.crossing === 'insufficient') return null;
  // Within the hysteresis an alert that stood goes on standing.
  const { figures } = now.reading;
  if (now.crossing === 'near')
    return made(before, { state: 'firing', figures, severity: now.severity, event: 'reinstated', telling, reason: NEAR });
  return made(before, { state: 'retracted', figures, event: 'retracted', telling, reason: 'the figure came back below the threshold' });
}

/** What becomes of an alert whose rule was changed and does not ask for its series or its kind of period any more. */
export function unasked(before: AlertMemory): Transition | null {
  if (before.state === 'pending') return made(before, { state: 'clear', event: null });
  if (!isStanding(before.state) && before.state !== 'suspended') return null;
  const figures = before.state === 'suspended' ? null : before.figures;
  return made(before, { state: 'ended', figures, event: 'ended', telling: 'digest', reason: RULE_ASKS_OTHERWISE });
}

/** Ends, suspensions and returns are counted; with too many, the alert is told by the month. */
function steadied(before: AlertMemory, next: Transition): Transition {
  const turned = next.event !== null && isStanding(before.state) !== (next.state !== 'clear' && isStanding(next.state));
  const turns = before.turns + (turned ? 1 : 0);
  if (turns < MOST_TURNS || next.event === null || next.telling === 'digest') return { ...next, turns };
  if (turned && turns === MOST_TURNS) {
    const reason = `this figure was revised across the threshold ${turns} times; further changes are reported monthly`;
    return { ...next, turns, event: 'unstable', reason };
  }
  return { ...next, turns, telling: 'monthly' };
}

const made = (before: AlertMemory, change: Pick<Transition, 'state' | 'event'> & Partial<Transition>): Transition => ({
  figures: null,
  severity: before.severity,
  telling: 'message',
  reason: null,
  sightings: before.sightings,
  turns: before.turns,
  ...change,
});

export const sameFigures = (a: AlertFigures, b: AlertFigures): boolean => a.current === b.current && a.base === b.base;

/** Whether figures say something else than those that were told: another side of the threshold, another severity, or far enough away. */
export function isMaterial(rule: Rule, told: AlertFigures, toldSeverity: Severity, now: AlertFigures, severity: Severity): boolean {
  if (sameFigures(told, now)) return toldSeverity !== severity;
  if (toldSeverity !== severity || isCrossing(thresholdOf(rule), told) !== isCrossing(thresholdOf(rule), now)) return true;
  // The rule asks by another metric than it did: what was told is another statement.
  if ((told.base === null) !== (now.base === null)) return true;
  return distance(rule, told, now) >= rule.materialChange;
}

function distance({ when: { metric } }: Rule, a: AlertFigures, b: AlertFigures): number {
  if (metric !== 'level' && metric !== 'record' && a.percent !== null && b.percent !== null) return Math.abs(a.percent - b.percent);
  return a.current === 0 ? Number.POSITIVE_INFINITY : Math.abs((100 * (b.current - a.current)) / a.current);
}

/** What a receiver believes of an alert, from the messages that reached it or may have; `counted`: it is one of many that were not named. */
export interface Belief {
  readonly state: 'stands' | 'withdrawn' | 'does_not_stand' | 'counted';
  readonly figures: AlertFigures | null;
  readonly severity: Severity;
}

/** What a receiver has to be told so that it believes what is true; null: nothing. */
export function correction(
  rule: Rule | null,
  belief: Belief | null,
  truth: Pick<AlertMemory, 'state' | 'figures' | 'severity'>,
): Exclude<AlertEventKind, 'recorded' | 'unstable'> | null {
  // Nobody can rely on what was not named; that it has become more severe is news.
  if (belief?.state === 'counted')
    return isStanding(truth.state) && SEVERITIES.indexOf(truth.severity) > SEVERITIES.indexOf(belief.severity) ? 'raised' : null;
  if (isStanding(truth.state)) {
    if (belief === null) return 'raised';
    if (belief.state !== 'stands') return 'reinstated';
    if (belief.figures === null || rule === null) return null;
    return isMaterial(rule, belief.figures, belief.severity, truth.figures, truth.severity) ? 'updated' : null;
  }
  if (belief === null || belief.state === 'does_not_stand') return null;
  switch (truth.state) {
    case 'suspended':
      return belief.state === 'stands' ? 'withdrawn' : null;
    case 'ended':
      return 'ended';
    default:
      return 'retracted';
  }
}

/** What one message tells its receiver of one alert. */
export interface Told {
  readonly fingerprint: string;
  readonly sequence: number;
  readonly kind: Exclude<AlertEventKind, 'recorded'>;
  readonly stands: boolean;
  readonly figures: AlertFigures | null;
  readonly severity: Severity;
  /** Whether the message lists it, or only counts it among others. */
  readonly isListed: boolean;
}

/** What a message makes its receiver believe of an alert. */
export function beliefAfter({ kind, figures, severity, stands, isListed }: Omit<Told, 'fingerprint' | 'sequence'>): Belief {
  const state = !isListed ? 'counted' : kind === 'withdrawn' ? 'withdrawn' : stands ? 'stands' : 'does_not_stand';
  return { state, figures, severity };
}

/** Identity of an alert over all its messages: rule, what it speaks of and period, and nothing that can change. */
export function fingerprint(ruleId: string, subject: string, p: Period): string {
  return digestOf(ruleId, subject, p.kind, formatMonth(startOf(p)), formatMonth(p.end));
}

/** The same over retries: webhook-id, idempotency key, left part of the mail's Message-ID. */
export const messageId = (print: string, sequence: number, receiver: string): string => digestOf(print, String(sequence), receiver);

/** 32 hexadecimal digits of SHA-256 over length-prefixed parts, so that no two lists of parts read alike. */
export const digestOf = (...parts: readonly string[]): string =>
  hash('sha256', parts.map((part) => `${part.length}:${part}`).join(''), 'hex').slice(0, 32);

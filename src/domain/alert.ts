/**
 * What becomes of an alert when figures come and are revised. A figure for June stays a statement about June: the
 * next month below the threshold does not end it, a revision of June does. Pure; see docs/alerts.md.
 */
import { createHash } from 'node:crypto';
import type { Growth, KnownGrowth, UnknownReason } from './growth.ts';
import { formatMonth, type Period, startOf } from './period.ts';
import { compareGrowth } from './quantity.ts';
import type { Rule, Severity } from './rule.ts';

/** States that are kept; clear and insufficient follow from the figures and are not stored. */
export const ALERT_STATES = ['firing', 'historical', 'retracted', 'suspended'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const EVENT_KINDS = ['raised', 'updated', 'retracted', 'reinstated', 'withdrawn'] as const;
export type AlertEventKind = (typeof EVENT_KINDS)[number];

/** The figures an alert speaks of. */
export interface AlertFigures {
  readonly current: number;
  readonly base: number;
  readonly percent: number;
}

/** What is known of one (rule, series, period) before new figures come. */
export interface AlertMemory {
  readonly state: AlertState;
  /** The figures that people were last told. */
  readonly told: AlertFigures;
  readonly sequence: number;
}

export interface AlertDecision {
  readonly state: AlertState;
  readonly figures: AlertFigures | null;
  /** Null: what is kept of the alert changes (its threshold), nothing happened to it and nobody is told. */
  readonly event: AlertEventKind | null;
  /** True: told in one digest with others, not as a message of its own. */
  readonly digest: boolean;
  readonly reason: string | null;
}

/** Why a crossing is not judged, or the growth that is. */
export type Judgement =
  | { readonly crossing: 'above' | 'near' | 'below'; readonly growth: KnownGrowth }
  | { readonly crossing: 'insufficient'; readonly reason: UnknownReason; readonly detail: string };

/** Holds a growth against a rule's threshold, exactly: no rounded percentage takes part. */
export function judge(rule: Rule, growth: Growth): Judgement {
  if (!growth.known) return { crossing: 'insufficient', reason: growth.reason, detail: growth.detail };
  const { value: current } = growth.current;
  const { value: base } = growth.base;
  if (base < rule.minimumBase) {
    return {
      crossing: 'insufficient',
      reason: 'base_zero_or_small',
      detail: `the base ${base} is below the rule's minimum of ${rule.minimumBase}`,
    };
  }
  // Too small a change is no crossing, however many percent it is.
  if (Math.abs(current - base) < rule.minimumChange) return { crossing: 'below', growth };
  const beyond = (threshold: number): boolean => {
    const rise = rule.when.direction !== 'fall' && compareGrowth(current, base, threshold) >= 0;
    const fall = rule.when.direction !== 'rise' && compareGrowth(current, base, -threshold) <= 0;
    return rise || fall;
  };
  if (beyond(rule.when.percent)) return { crossing: 'above', growth };
  return { crossing: rule.hysteresis > 0 && beyond(rule.when.percent - rule.hysteresis) ? 'near' : 'below', growth };
}

/**
 * How a figure comes: as news; as history (first load, new series, long past), of which one digest tells; or to a rule
 * that is new or was changed and judges the data at hand, of which one digest tells as well.
 */
export type Occasion = 'news' | 'history' | 'rule_changed';

/**
 * The table of states: what is known, what the figures now say, and what is told.
 * @returns null when there is nothing to record.
 */
export function decide(rule: Rule, before: AlertMemory | null, now: Judgement, occasion: Occasion): AlertDecision | null {
  const digest = occasion === 'rule_changed';
  if (before === null) {
    if (now.crossing !== 'above') return null;
    const quiet = occasion !== 'news';
    return { state: quiet ? 'historical' : 'firing', figures: figuresOfGrowth(now.growth), event: 'raised', digest: quiet, reason: null };
  }
  const standing = before.state === 'firing' || before.state === 'historical';
  if (now.crossing === 'insufficient') {
    if (!standing) return null;
    if (digest) return { state: 'retracted', figures: null, event: 'retracted', digest, reason: `${RULE_CHANGED}: ${now.detail}` };
    return { state: 'suspended', figures: null, event: 'withdrawn', digest, reason: now.detail };
  }
  const figures = figuresOfGrowth(now.growth);
  if (!standing) {
    if (now.crossing === 'above') return { state: 'firing', figures, event: 'reinstated', digest, reason: digest ? RULE_CHANGED : null };
    if (before.state === 'retracted') return null;
    return { state: 'retracted', figures, event: 'retracted', digest, reason: 'the figure came back below the threshold' };
  }
  if (digest) {
    if (now.crossing === 'below') return { state: 'retracted', figures, event: 'retracted', digest, reason: RULE_CHANGED };
    return { state: before.state, figures: before.told, event: null, digest, reason: null };
  }
  if (figures.current === before.told.current && figures.base === before.told.base) return null;
  if (now.crossing === 'below') return { state: 'retracted', figures, event: 'retracted', digest, reason: 'revised below the threshold' };
  if (now.crossing === 'near') {
    const reason = 'revised, now below the threshold but within its hysteresis';
    return { state: before.state, figures, event: 'updated', digest, reason };
  }
  const moved = Math.abs(figures.percent - before.told.percent) >= rule.materialChange;
  return moved ? { state: before.state, figures, event: 'updated', digest, reason: 'revised' } : null;
}

const RULE_CHANGED = 'the rule was changed';

const figuresOfGrowth = (g: KnownGrowth): AlertFigures => ({ current: g.current.value, base: g.base.value, percent: g.percent });

/** Identity of an alert over all its messages: rule, series and period, and nothing that can change. */
export function fingerprint(ruleId: string, seriesKey: string, p: Period): string {
  return digestOf(ruleId, seriesKey, p.kind, formatMonth(startOf(p)), formatMonth(p.end));
}

/** The same over retries: webhook-id, idempotency key, left part of the mail's Message-ID. */
export const messageId = (print: string, sequence: number, receiver: string): string => digestOf(print, String(sequence), receiver);

/** 32 hexadecimal digits of SHA-256 over length-prefixed parts, so that no two lists of parts read alike. */
export const digestOf = (...parts: readonly string[]): string =>
  createHash('sha256')
    .update(parts.map((part) => `${part.length}:${part}`).join(''))
    .digest('hex')
    .slice(0, 32);

/** What is sent about one alert; version 1 of the schema in docs/alerts.md. */
export interface AlertMessage {
  readonly version: 1;
  readonly type: `alert.${AlertEventKind}`;
  readonly id: string;
  readonly fingerprint: string;
  readonly sequence: number;
  /** Ids of the earlier messages on this alert to the same receiver, oldest first. */
  readonly references: readonly string[];
  readonly created_at: string;
  readonly rule: {
    readonly id: string;
    readonly title: string | null;
    readonly metric: string;
    readonly direction: string;
    readonly percent: number;
  };
  readonly series: {
    readonly key: string;
    readonly pipeline: string;
    readonly reporter: string;
    readonly partner: string;
    readonly flow: string;
    readonly product: string;
    readonly product_name: string | null;
    readonly measure: string;
    readonly unit: string;
  };
  readonly period: { readonly kind: string; readonly start: string; readonly end: string };
  readonly base_period: { readonly start: string; readonly end: string } | null;
  readonly value: {
    readonly current: number;
    readonly base: number;
    readonly change: number;
    readonly percent: number;
    readonly unit: string;
  } | null;
  /** What was told before, when this corrects it. */
  readonly previous: { readonly current: number; readonly base: number; readonly percent: number } | null;
  readonly status: 'provisional' | 'estimated' | 'published';
  readonly source: {
    readonly title: string;
    readonly publisher: string;
    readonly url: string | null;
    readonly file: string | null;
    readonly published_at: string | null;
    readonly retrieved_at: string;
    readonly sha256: string;
  };
  readonly reason: string | null;
  readonly severity: Severity;
  /** How a person checks it. */
  readonly check: { readonly sql: string; readonly command: string };
  /** The last 25 months of the series, oldest first; null is unknown. For the picture and the table in a mail. */
  readonly recent: readonly { readonly period: string; readonly value: number | null }[];
  /** Figures of January and February as one within these months; absent when there are none. */
  readonly recent_combined?: readonly { readonly start: string; readonly end: string; readonly value: number | null }[];
}

/** Many crossings at once (a first load, a new rule): one message, nothing dropped. */
export interface DigestMessage {
  readonly version: 1;
  readonly type: 'digest';
  readonly id: string;
  readonly created_at: string;
  /** Why these came together, in one sentence. */
  readonly reason: string;
  readonly source: AlertMessage['source'] | null;
  readonly alerts: readonly DigestEntry[];
}

export type DigestEntry = Pick<AlertMessage, 'fingerprint' | 'rule' | 'series' | 'period' | 'base_period' | 'value' | 'severity'> & {
  readonly event: AlertEventKind;
};

/** Asked for by a person: `alerts test RECEIVER`. */
export interface TestMessage {
  readonly version: 1;
  readonly type: 'test';
  readonly id: string;
  readonly created_at: string;
  readonly reason: string;
}

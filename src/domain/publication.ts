/**
 * What is wrong with a source's publications themselves: a release that did not come, a month that came in part, a source that
 * cannot be looked at. Three things, and none of them is another: a source that fails is not late, since nobody knows whether
 * its month is out. Pure; see docs/alerts.md.
 */
import { monthOfDate, type Period, type YearMonth } from './period.ts';
import type { Notice, ReleaseOutcome } from './release-watch.ts';
import type { Severity } from './rule.ts';

export const DATA_RULE_KINDS = ['release_late', 'partial_release', 'pipeline_failed'] as const;
export type DataRuleKind = (typeof DATA_RULE_KINDS)[number];

/** A question about sources: tell me when this happens to one of them. */
export interface DataRule {
  readonly id: string;
  readonly title: string | null;
  readonly kind: DataRuleKind;
  /** Ids; null for all. */
  readonly pipelines: readonly string[] | null;
  /** For how long a source has to fail before it is told; null where the kind does not ask. */
  readonly afterHours: number | null;
  readonly severity: Severity;
  /** Ids of receivers. */
  readonly receivers: readonly string[];
}

/** An expected release of which something was noticed. Times are ISO 8601 in UTC. */
export interface ReleaseFact {
  readonly period: Period;
  readonly expectedAt: string;
  readonly deadlineAt: string;
  readonly outcome: ReleaseOutcome | null;
  readonly arrivedAt: string | null;
  readonly notice: Notice | null;
  readonly noticedAt: string | null;
  /** Figures of it came and wait for a second sight. */
  readonly held: boolean;
}

/** A month that came in part. */
export interface PartialFact {
  readonly period: Period;
  /** How many figures of it wait. */
  readonly waiting: number;
  readonly since: string;
  /** As load found it. */
  readonly reason: string;
  /** When the last of it was settled, and to what; null while something waits. */
  readonly settledAt: string | null;
  readonly settledAs: readonly string[];
}

/** Runs by the schedule or by hand since the last one in which every question was answered, or in which a key was asked for. */
export interface AttemptsFact {
  /** The first of them that failed; null: none did. */
  readonly firstFailedAt: string | null;
  readonly lastFailedAt: string | null;
  readonly failures: number;
  readonly error: string | null;
  /** The run before them; null: there never was one. */
  readonly lastAnswerAt: string | null;
  readonly lastAnswer: 'answered' | 'wants_key' | null;
}

/** Everything that is durably known of a source's publications. */
export interface SourceFacts {
  readonly pipeline: string;
  readonly title: string;
  readonly publisher: string;
  readonly releases: readonly ReleaseFact[];
  readonly partial: readonly PartialFact[];
  readonly attempts: AttemptsFact;
  /** The database was restored from an older copy, and the source has not answered since: what is found may have been told before. */
  readonly restored: boolean;
  /** The number behind which the first event of an alert on it comes. */
  readonly numberedBehind: number;
}

/** Something that stands. */
export interface DataFinding {
  readonly period: Period;
  /** When it was noticed, or began. */
  readonly since: string;
  readonly expectedAt: string | null;
  readonly deadlineAt: string | null;
  readonly notice: 'late' | 'stale' | null;
  /** How many figures wait. */
  readonly held: number | null;
  /** How many runs in a row failed. */
  readonly attempts: number | null;
  readonly lastAnswerAt: string | null;
  /** What the source answered, or why figures are held. */
  readonly detail: string | null;
}

/** How something ended that stood. */
export interface DataEnding {
  readonly outcome: 'arrived' | 'suppressed' | 'skipped' | 'held' | 'not_expected' | 'settled' | 'answered' | 'wants_key' | 'not_asked';
  readonly at: string | null;
  readonly reason: string;
}

export const asksAbout = (rule: DataRule, pipeline: string): boolean => rule.pipelines === null || rule.pipelines.includes(pipeline);

const HOUR_MS = 3_600_000;
const NOTHING = { expectedAt: null, deadlineAt: null, notice: null, held: null, attempts: null, lastAnswerAt: null, detail: null } as const;

/** What a rule finds of a source at an instant. */
export function standingNow(rule: DataRule, facts: SourceFacts, at: string): DataFinding[] {
  switch (rule.kind) {
    case 'release_late':
      return facts.releases.filter(isLate).map(({ period, expectedAt, deadlineAt, notice, noticedAt }) => ({
        ...NOTHING,
        period,
        since: noticedAt ?? deadlineAt,
        expectedAt,
        deadlineAt,
        notice: notice === 'stale' ? 'stale' : 'late',
      }));
    case 'partial_release':
      return facts.partial
        .filter(({ waiting }) => waiting > 0)
        .map(({ period, waiting, since, reason }) => ({ ...NOTHING, period, since, held: waiting, detail: reason }));
    case 'pipeline_failed':
      return outageOf(rule, facts.attempts, at);
  }
}

/** A file that nobody dropped is not late: the source was not looked at. What came and is held is not late either. */
const isLate = ({ outcome, notice, held }: ReleaseFact): boolean => outcome === null && !held && (notice === 'late' || notice === 'stale');

/** One attempt that failed may be bad luck: a source that is asked once a week has twice the time. */
function outageOf({ afterHours }: DataRule, { firstFailedAt, failures, lastAnswerAt, error }: AttemptsFact, at: string): DataFinding[] {
  if (firstFailedAt === null) return [];
  const hours = (Date.parse(at) - Date.parse(firstFailedAt)) / HOUR_MS;
  if (hours < (afterHours ?? 0) * (failures > 1 ? 1 : 2)) return [];
  const period: Period = { kind: 'month', end: monthOfDate(new Date(firstFailedAt)) };
  return [{ ...NOTHING, period, since: firstFailedAt, attempts: failures, lastAnswerAt, detail: error }];
}

const ENDINGS: Readonly<Record<ReleaseOutcome, string>> = {
  arrived: 'the month came',
  suppressed: 'the month came, but with confidential figures only',
  skipped: 'a newer month came, and this one was left out',
};

/**
 * Why something no longer stands of which the rule finds nothing any more.
 * @param facts null: the source is turned off.
 * @param month the last month of its period.
 */
export function endingOf(kind: DataRuleKind, facts: SourceFacts | null, month: YearMonth): DataEnding {
  if (facts === null) return { outcome: 'not_asked', at: null, reason: 'the source is turned off' };
  switch (kind) {
    case 'release_late': {
      const release = facts.releases.find(({ period }) => period.end === month);
      if (release === undefined) return { outcome: 'not_expected', at: null, reason: 'the calendar no longer expects it' };
      if (release.outcome !== null) return { outcome: release.outcome, at: release.arrivedAt, reason: ENDINGS[release.outcome] };
      if (release.held) return { outcome: 'held', at: null, reason: 'the month came, and its figures are held until they are seen again' };
      return {
        outcome: 'not_expected',
        at: null,
        reason: 'the calendar or the clock was changed: by the date that applies now, it is not late',
      };
    }
    case 'partial_release': {
      const found = facts.partial.find(({ period }) => period.end === month);
      const words = (found?.settledAs ?? []).map((outcome) => SETTLED[outcome] ?? outcome);
      return {
        outcome: 'settled',
        at: found?.settledAt ?? null,
        reason: words.length === 0 ? 'none of it is held any more' : words.join('; '),
      };
    }
    case 'pipeline_failed': {
      const { lastAnswer, lastAnswerAt, firstFailedAt } = facts.attempts;
      if (firstFailedAt !== null) return { outcome: 'answered', at: lastAnswerAt, reason: 'it answered, but has failed again since' };
      if (lastAnswer === 'wants_key') return { outcome: 'wants_key', at: lastAnswerAt, reason: 'it answers, but needs a key' };
      if (lastAnswer === null) return { outcome: 'not_asked', at: null, reason: 'the source is no longer asked' };
      return { outcome: 'answered', at: lastAnswerAt, reason: 'every question was answered' };
    }
  }
}

const SETTLED: Readonly<Record<string, string>> = {
  confirmed: 'a later publication said the same, and the figures are loaded',
  accepted: 'a person accepted the figures',
  replaced: 'the rest came, or other figures, and these are loaded',
  rejected: 'a person rejected the figures',
};

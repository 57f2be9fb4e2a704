/** Once a month, what was looked at and what was found: silence alone does not say whether anybody looked. Pure. */
import type { AlertEntry } from './alert-message.ts';
import { instantAt } from './calendar.ts';
import { addMonths, formatMonth, monthOf, monthOfDate, type Period, startOf, type YearMonth, yearOf } from './period.ts';
import type { Silence } from './silence.ts';

/** When it comes, and to whom. */
export interface HeartbeatPlan {
  /** 1 to 28. */
  readonly day: number;
  readonly hour: number;
  readonly timezone: string;
  /** Ids of receivers. */
  readonly receivers: readonly string[];
}

export interface HeartbeatSource {
  readonly pipeline: string;
  readonly title: string;
  /** The last months in the data, `2025-06` or `2025-01/2025-02`; null: none. */
  readonly last_period: string | null;
  readonly last_published_at: string | null;
  readonly last_success_at: string | null;
  readonly state: string;
  readonly next_expected_at: string | null;
  readonly last_error: string | null;
}

/** How often something happened to a rule's alerts since the last heartbeat, and how many stand. */
export interface RuleCount {
  readonly rule: string;
  readonly stand: number;
  readonly raised: number;
  readonly corrected: number;
}

/** An alert that stands, as far as streaks ask. */
export interface StandingAlert {
  readonly rule: string;
  readonly subject: string;
  readonly period: Period;
  readonly raisedAt: string;
}

/** Periods in a row on which alerts of one rule and subject stand. */
export interface Streak {
  readonly rule: string;
  readonly subject: string;
  readonly count: number;
  readonly start: string;
  readonly end: string;
}

/** What the database says for a heartbeat. */
export interface HeartbeatFacts {
  readonly since: string;
  readonly sources: readonly HeartbeatSource[];
  readonly series: number;
  readonly figures: number;
  /** Since the last heartbeat, as all counts but those of what stands. */
  readonly runs: number;
  readonly counts: readonly RuleCount[];
  readonly standing: readonly StandingAlert[];
  readonly late: HeartbeatMessage['late'];
  readonly partial: HeartbeatMessage['partial'];
  readonly silences: readonly Silence[];
  readonly unstable: readonly AlertEntry[];
  readonly given_up: HeartbeatMessage['given_up'];
  readonly waiting: number;
  readonly claims: HeartbeatMessage['claims'];
}

/** Version 1 of the schema in docs/alerts.md. */
export interface HeartbeatMessage {
  readonly version: 1;
  readonly type: 'heartbeat';
  readonly id: string;
  readonly created_at: string;
  /** All that happened between this and `created_at` is counted. */
  readonly since: string;
  readonly sources: readonly HeartbeatSource[];
  readonly series: number;
  readonly figures: number;
  readonly runs: number;
  /** Each rule, those that found nothing too. */
  readonly rules: readonly (RuleCount & { readonly title: string | null })[];
  /** Those that grew since the last heartbeat, the longest first. */
  readonly streaks: readonly Streak[];
  readonly late: readonly {
    readonly pipeline: string;
    readonly period: string;
    readonly expected_at: string;
    readonly notice: 'late' | 'stale' | 'waiting_for_file';
  }[];
  readonly partial: readonly { readonly pipeline: string; readonly period: string; readonly held: number; readonly since: string }[];
  readonly silences: readonly Silence[];
  /** Alerts that were revised across the threshold so often that they are told by the month, as they are now. */
  readonly unstable: readonly AlertEntry[];
  /** Messages that could not be delivered. */
  readonly given_up: readonly {
    readonly receiver: string;
    readonly kind: string;
    readonly created_at: string;
    readonly detail: string | null;
  }[];
  /** Messages that wait to be delivered. */
  readonly waiting: number;
  readonly claims: { readonly judged: number; readonly contradicted: number };
}

/** The month of the last heartbeat that is due at an instant. */
export function dueMonth({ day, hour, timezone }: HeartbeatPlan, now: Date): YearMonth {
  const here = monthOfDate(now);
  const isOver = (month: YearMonth): boolean =>
    instantAt(Date.UTC(yearOf(month), monthOf(month) - 1, day), hour * 60, timezone).getTime() <= now.getTime();
  // Clocks are up to 14 hours ahead of UTC: there the next month may have begun.
  return [addMonths(here, 1), here].find(isOver) ?? addMonths(here, -1);
}

/** The streaks that end with an alert raised at or after an instant, of two periods or more, the longest first. */
export function streaksOf(standing: readonly StandingAlert[], since: string): Streak[] {
  const bySubject = new Map<string, StandingAlert[]>();
  for (const alert of standing) {
    const key = JSON.stringify([alert.rule, alert.subject, alert.period.kind === 'combined' ? 'month' : alert.period.kind]);
    bySubject.set(key, [...(bySubject.get(key) ?? []), alert]);
  }
  const streaks = [...bySubject.values()].flatMap((alerts): Streak[] => {
    const ordered = alerts.toSorted((a, b) => b.period.end - a.period.end);
    const [last] = ordered as [StandingAlert];
    let first = last;
    let count = 1;
    for (const earlier of ordered.slice(1)) {
      if (earlier.period.end !== before(first.period)) break;
      first = earlier;
      count += 1;
    }
    if (count < 2 || last.raisedAt < since) return [];
    return [
      { rule: last.rule, subject: last.subject, count, start: formatMonth(startOf(first.period)), end: formatMonth(last.period.end) },
    ];
  });
  return streaks.toSorted((a, b) => b.count - a.count);
}

/** The last month of the period just before one; year to date goes on by the month. */
const before = (period: Period): YearMonth => addMonths(period.kind === 'ytd' ? period.end : startOf(period), -1);

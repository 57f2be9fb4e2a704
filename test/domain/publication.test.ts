import { describe, expect, test } from 'vitest';
import { month } from '../../src/domain/period.ts';
import {
  type AttemptsFact,
  type DataRule,
  endingOf,
  type ReleaseFact,
  type SourceFacts,
  standingNow,
} from '../../src/domain/publication.ts';

const RULE: DataRule = {
  id: 'r',
  title: null,
  kind: 'release_late',
  pipelines: null,
  afterHours: null,
  severity: 'warning',
  receivers: [],
};
const FAILED: DataRule = { ...RULE, kind: 'pipeline_failed', afterHours: 24 };

const RELEASE: ReleaseFact = {
  period: month(202506),
  expectedAt: '2025-07-18T10:00:00.000Z',
  deadlineAt: '2025-07-20T10:00:00.000Z',
  outcome: null,
  arrivedAt: null,
  notice: 'late',
  noticedAt: '2025-07-20T11:00:00.000Z',
  held: false,
};
const ANSWERS: AttemptsFact = {
  firstFailedAt: null,
  lastFailedAt: null,
  failures: 0,
  error: null,
  lastAnswerAt: '2025-07-19T06:00:00.000Z',
  lastAnswer: 'answered',
};
const facts = (change: Partial<SourceFacts>): SourceFacts => ({
  pipeline: 'monthly',
  title: 'Monthly',
  publisher: 'P',
  releases: [],
  partial: [],
  attempts: ANSWERS,
  restored: false,
  numberedBehind: 0,
  ...change,
});
const late = (change: Partial<ReleaseFact>): boolean => standingNow(RULE, facts({ releases: [{ ...RELEASE, ...change }] }), '').length > 0;
const failing = (hours: number, failures: number, rule = FAILED): boolean => {
  const first = Date.parse('2025-07-20T06:00:00.000Z');
  const attempts = { ...ANSWERS, firstFailedAt: new Date(first).toISOString(), failures, error: 'HTTP 503' };
  return standingNow(rule, facts({ attempts }), new Date(first + hours * 3_600_000).toISOString()).length > 0;
};

describe('a release is late', () => {
  test('when the source was looked at and says that there is nothing, or what it said before', () => {
    expect(late({})).toBe(true);
    expect(late({ notice: 'stale' })).toBe(true);
  });

  test('and not when nobody looked, when a file was not dropped, when it came, or came and is held', () => {
    expect(late({ notice: null, noticedAt: null })).toBe(false);
    expect(late({ notice: 'waiting_for_file' })).toBe(false);
    expect(late({ held: true })).toBe(false);
    for (const outcome of ['arrived', 'suppressed', 'skipped'] as const) expect(late({ outcome }), outcome).toBe(false);
  });

  test('a source that fails is not late, and one that is late does not fail', () => {
    const attempts = { ...ANSWERS, firstFailedAt: '2025-07-01T00:00:00.000Z', failures: 9, error: 'HTTP 503' };
    const at = '2025-07-25T00:00:00.000Z';
    expect(standingNow(RULE, facts({ attempts, releases: [{ ...RELEASE, notice: null, noticedAt: null }] }), at)).toEqual([]);
    expect(standingNow(FAILED, facts({ releases: [RELEASE] }), at)).toEqual([]);
  });

  test.each([
    [{ outcome: 'arrived', arrivedAt: '2025-07-22T10:00:00.000Z' }, 'arrived'],
    [{ outcome: 'suppressed' }, 'suppressed'],
    [{ outcome: 'skipped' }, 'skipped'],
    [{ held: true }, 'held'],
    [{ notice: null, noticedAt: null }, 'not_expected'],
  ] as const)('%o ends it as %s', (change, outcome) => {
    expect(endingOf('release_late', facts({ releases: [{ ...RELEASE, ...change }] }), 202506).outcome).toBe(outcome);
  });

  test('it ends when the calendar no longer has it, or the source is turned off', () => {
    expect(endingOf('release_late', facts({}), 202506).outcome).toBe('not_expected');
    expect(endingOf('release_late', null, 202506).outcome).toBe('not_asked');
  });
});

describe('a source fails', () => {
  test('after so many hours when two runs or more failed, after twice as many when one did', () => {
    expect([failing(23.9, 5), failing(24, 2), failing(24, 1), failing(47.9, 1), failing(48, 1)]).toEqual([false, true, false, false, true]);
    expect(failing(24, 2, { ...FAILED, afterHours: 72 })).toBe(false);
  });

  test('in the month in which that began', () => {
    const attempts = { ...ANSWERS, firstFailedAt: '2025-06-30T23:00:00.000Z', failures: 40, error: 'HTTP 503' };
    expect(standingNow(FAILED, facts({ attempts }), '2025-08-01T00:00:00.000Z')).toMatchObject([{ period: month(202506), attempts: 40 }]);
  });

  test('and ends with an answer, or with the word that a key is wanted', () => {
    expect(endingOf('pipeline_failed', facts({}), 202507).outcome).toBe('answered');
    expect(endingOf('pipeline_failed', facts({ attempts: { ...ANSWERS, lastAnswer: 'wants_key' } }), 202507).outcome).toBe('wants_key');
  });
});

describe('a month that came in part', () => {
  const part = {
    period: month(202506),
    waiting: 3,
    since: '2025-07-20T10:00:00.000Z',
    reason: 'US is missing',
    settledAt: null,
    settledAs: [],
  };
  const rule: DataRule = { ...RULE, kind: 'partial_release' };

  test('stands while figures wait', () => {
    expect(standingNow(rule, facts({ partial: [part] }), '')).toMatchObject([{ held: 3, detail: 'US is missing' }]);
    expect(standingNow(rule, facts({ partial: [{ ...part, waiting: 0 }] }), '')).toEqual([]);
  });

  test('ends with what was decided, each in words', () => {
    const settled = { ...part, waiting: 0, settledAt: '2025-07-25T10:00:00.000Z' };
    for (const outcome of ['confirmed', 'accepted', 'replaced', 'rejected']) {
      const ending = endingOf('partial_release', facts({ partial: [{ ...settled, settledAs: [outcome] }] }), 202506);
      expect(ending).toMatchObject({ outcome: 'settled', at: settled.settledAt });
      expect(ending.reason).not.toBe(outcome);
    }
  });
});

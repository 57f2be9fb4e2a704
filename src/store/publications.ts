import type { AlertState } from '../domain/alert.ts';
import type { DataEntry } from '../domain/data-message.ts';
import type { PeriodKind } from '../domain/period.ts';
import type { AttemptsFact, PartialFact, ReleaseFact, SourceFacts } from '../domain/publication.ts';
import type { Notice, ReleaseOutcome } from '../domain/release-watch.ts';
import { stands } from './alert-states.ts';
import { tellingReader } from './alerts.ts';
import type { Sqlite } from './database.ts';
import { messageWriter } from './enqueue.ts';
import type { KnownDataAlert, PublicationDetection, PublicationStore } from './publication-store.ts';
import { numberReader, restoredReader } from './restored.ts';
import { silenceReader } from './silences.ts';
import type { Detector } from './store.ts';

const ALERTS = 'publication_alert p JOIN alert a ON a.fingerprint = p.fingerprint';
const STANDING = stands('a');

interface ReleaseRow {
  readonly pipeline: string;
  readonly period: number;
  readonly period_kind: PeriodKind;
  readonly expected_at: string;
  readonly deadline_at: string;
  readonly outcome: ReleaseOutcome | null;
  readonly arrived_at: string | null;
  readonly notice: Notice | null;
  readonly noticed_at: string | null;
  readonly held: number;
}

interface PartialRow {
  readonly pipeline: string;
  readonly period: number;
  readonly kinds: string;
  readonly waiting: number;
  readonly since: string;
  readonly reason: string;
  readonly settled_at: string | null;
  readonly settled_as: string | null;
}

/** A run that asked by the schedule or by hand, and came to its end. */
const ASKED = "r.trigger IN ('schedule', 'run') AND r.outcome IS NOT NULL AND NOT r.interrupted";
/** Every question was answered: what is held or does not fit the ledger of corrections was, too. */
const ANSWERED = "(r.outcome = 'ok' OR (r.outcome = 'partial' AND r.errors = 0))";

/** What is durably known of the publications of all sources that are turned on. */
export function publicationReader(db: Sqlite): (at: string) => SourceFacts[] {
  const sources = db.prepare('SELECT pipeline, title, publisher FROM source ORDER BY pipeline');
  const releases =
    db.prepare(`SELECT r.*, EXISTS (SELECT 1 FROM held_figure h WHERE h.pipeline = r.pipeline AND h.outcome IS NULL AND h.period = r.period) AS held
    FROM release r WHERE (r.outcome IS NULL AND r.notice IN ('late', 'stale'))
      OR EXISTS (SELECT 1 FROM ${ALERTS} WHERE ${STANDING} AND a.metric = 'release_late' AND p.pipeline = r.pipeline AND a.period = r.period) ORDER BY r.period`);
  const partial = db.prepare(`SELECT h.pipeline, h.period, GROUP_CONCAT(DISTINCT h.period_kind) AS kinds, SUM(h.outcome IS NULL) AS waiting,
      COALESCE(MIN(CASE WHEN h.outcome IS NULL THEN h.held_at END), MIN(h.held_at)) AS since,
      COALESCE(MAX(CASE WHEN h.outcome IS NULL THEN h.reason END), MAX(h.reason)) AS reason,
      MAX(h.settled_at) AS settled_at, GROUP_CONCAT(DISTINCT h.outcome) AS settled_as
    FROM (SELECT DISTINCT pipeline, period FROM held_figure WHERE outcome IS NULL AND cause = 'partial_release'
      UNION SELECT p.pipeline, a.period FROM ${ALERTS} WHERE ${STANDING} AND a.metric = 'partial_release') m
      JOIN held_figure h ON h.pipeline = m.pipeline AND h.period = m.period AND h.cause = 'partial_release' GROUP BY h.pipeline, h.period`);
  const lastAnswer = db.prepare(
    `SELECT r.run_id AS id, r.finished_at AS at, r.outcome FROM run r WHERE r.pipeline = ? AND ${ASKED} AND (${ANSWERED} OR r.outcome = 'waiting') ORDER BY r.run_id DESC LIMIT 1`,
  );
  const failures = db.prepare(
    `SELECT r.started_at AS at, r.error FROM run r WHERE r.pipeline = @pipeline AND r.run_id > @after AND ${ASKED} AND NOT ${ANSWERED} AND r.outcome <> 'waiting' ORDER BY r.run_id`,
  );
  const restored = restoredReader(db);
  const numberedBehind = numberReader(db);

  const attemptsOf = (pipeline: string): AttemptsFact => {
    const last = lastAnswer.get(pipeline) as { id: number; at: string; outcome: string } | undefined;
    const failed = failures.all({ pipeline, after: last?.id ?? 0 }) as { at: string; error: string | null }[];
    return {
      firstFailedAt: failed[0]?.at ?? null,
      lastFailedAt: failed.at(-1)?.at ?? null,
      failures: failed.length,
      error: failed.at(-1)?.error ?? null,
      lastAnswerAt: last?.at ?? null,
      lastAnswer: last === undefined ? null : last.outcome === 'waiting' ? 'wants_key' : 'answered',
    };
  };
  return () => {
    const late = releases.all() as ReleaseRow[];
    const short = partial.all() as PartialRow[];
    return (sources.all() as { pipeline: string; title: string; publisher: string }[]).map((source) => ({
      ...source,
      releases: late.filter((row) => row.pipeline === source.pipeline).map(releaseOf),
      partial: short.filter((row) => row.pipeline === source.pipeline).map(partialOf),
      attempts: attemptsOf(source.pipeline),
      restored: restored(source.pipeline),
      numberedBehind: numberedBehind(),
    }));
  };
}

const releaseOf = (row: ReleaseRow): ReleaseFact => ({
  period: { kind: row.period_kind, end: row.period },
  expectedAt: row.expected_at,
  deadlineAt: row.deadline_at,
  outcome: row.outcome,
  arrivedAt: row.arrived_at,
  notice: row.notice,
  noticedAt: row.noticed_at,
  held: row.held === 1,
});

function partialOf(row: PartialRow): PartialFact {
  const kinds = row.kinds.split(',') as PeriodKind[];
  // A publication that gives the month and the months since January holds back both.
  const kind = kinds.includes('month') ? 'month' : kinds.includes('combined') ? 'combined' : (kinds[0] as PeriodKind);
  return {
    period: { kind, end: row.period },
    waiting: row.waiting,
    since: row.since,
    reason: row.reason,
    settledAt: row.waiting > 0 ? null : row.settled_at,
    settledAs: row.settled_as?.split(',').sort() ?? [],
  };
}

export function publicationStore(db: Sqlite): PublicationStore {
  const judgeNow = publicationJudging(db);
  const judge = db.transaction(judgeNow);
  return {
    async judgePublications(detector, at) {
      return judge.immediate(detector, at);
    },
  };
}

/** Reads the facts, has them judged and writes what comes of it, inside the caller's transaction. */
export function publicationJudging(db: Sqlite): (detector: Pick<Detector, 'publications'>, at: string) => number {
  const facts = publicationReader(db);
  const silences = silenceReader(db);
  const known = knownReader(db);
  const write = detectionWriter(db);
  return ({ publications }, at) => (publications === undefined ? 0 : write(publications.judge(facts(at), known(at), silences(at), at), at));
}

/** What ended longer ago comes back no more: its months are over, and whoever was told of it was told of its end. Each minute reads the others. */
const COMES_BACK_WITHIN_MS = 2 * 366 * 86_400_000;

function knownReader(db: Sqlite): (at: string) => KnownDataAlert[] {
  const recent = db.prepare(
    `SELECT a.fingerprint, a.state, a.sequence, a.period_kind AS kind, a.period AS "end", p.entry FROM publication_alert p CROSS JOIN alert a ON a.fingerprint = p.fingerprint
      WHERE ${STANDING} OR a.last_event_at > ? ORDER BY a.fingerprint`,
  );
  const tellings = tellingReader(db);
  return (at) =>
    (
      recent.all(new Date(Date.parse(at) - COMES_BACK_WITHIN_MS).toISOString()) as {
        fingerprint: string;
        state: AlertState;
        sequence: number;
        kind: PeriodKind;
        end: number;
        entry: string;
      }[]
    ).map(({ kind, end, entry, ...row }) => ({
      ...row,
      period: { kind, end },
      entry: JSON.parse(entry) as DataEntry,
      tellings: tellings(row.fingerprint),
    }));
}

function detectionWriter(db: Sqlite): (detection: PublicationDetection, at: string) => number {
  const upsert =
    db.prepare(`INSERT INTO alert (fingerprint, rule_id, period_kind, period, state, severity, metric, sequence, raised_at, last_event_at)
    VALUES (@fingerprint, @ruleId, @kind, @end, @state, @severity, @metric, @sequence, @at, @at)
    ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, severity = excluded.severity, sequence = excluded.sequence,
      last_event_at = excluded.last_event_at`);
  const say = db.prepare(
    'INSERT INTO publication_alert (fingerprint, pipeline, entry) VALUES (?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET entry = excluded.entry',
  );
  const addEvent = db.prepare('INSERT INTO alert_event (fingerprint, sequence, kind, at, reason) VALUES (?, ?, ?, ?, ?)');
  const { enqueue, cancel } = messageWriter(db);
  return ({ changes, cancels, messages }, at) => {
    for (const { fingerprint, state, sequence, period, entry, reason } of changes) {
      const { rule, pipeline, severity } = entry;
      upsert.run({ fingerprint, ruleId: rule.id, ...period, state, severity, metric: rule.kind, sequence, at });
      say.run(fingerprint, pipeline, JSON.stringify(entry));
      addEvent.run(fingerprint, sequence, entry.event, at, reason);
    }
    for (const one of cancels) cancel(one);
    for (const out of messages) enqueue(out, null, at, out.tells);
    return changes.length;
  };
}

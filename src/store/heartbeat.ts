import { MOST_TURNS } from '../domain/alert.ts';
import type { HeartbeatFacts, HeartbeatSource, RuleCount, StandingAlert } from '../domain/heartbeat.ts';
import type { PeriodKind } from '../domain/period.ts';
import { ALERTS, SUBJECT, storedEntry, TOLD_COLUMNS, type ToldRow } from './alert-record.ts';
import { claimStands, stands } from './alert-states.ts';
import type { Sqlite } from './database.ts';
import { messageWriter } from './enqueue.ts';
import type { HeartbeatStore } from './heartbeat-store.ts';
import { silenceReader } from './silences.ts';
import { periodText } from './views-period.ts';

/** A message is given up within four days: one that was written just before the last heartbeat may have been given up after it. */
const GIVEN_UP_WITHIN_MS = 4 * 86_400_000;

export function heartbeatStore(db: Sqlite): HeartbeatStore {
  const last = db.prepare('SELECT month, written_at AS at FROM heartbeat WHERE month <= ? ORDER BY month DESC LIMIT 1');
  const note = db.prepare('INSERT INTO heartbeat (month, written_at) VALUES (?, ?)');
  const { enqueue } = messageWriter(db);
  const facts = factsReader(db);
  // One of a later month was written under a clock that was ahead.
  const lastUpTo = (month: number) => last.get(month) as { month: number; at: string } | undefined;

  const write = db.transaction((...[month, at, compose]: Parameters<HeartbeatStore['writeHeartbeat']>): boolean => {
    const before = lastUpTo(month);
    if (before === undefined || before.month === month) return false;
    for (const out of compose(facts(before.at, at))) enqueue(out, null, at);
    note.run(month, at);
    return true;
  });
  return {
    async heartbeatIsDue(month, at) {
      const before = lastUpTo(month);
      if (before === undefined) note.run(month, at);
      return before !== undefined && before.month !== month;
    },
    async writeHeartbeat(...args) {
      return write.immediate(...args);
    },
  };
}

function factsReader(db: Sqlite): (since: string, at: string) => HeartbeatFacts {
  const sources = db.prepare(
    'SELECT pipeline, title, last_period, last_published_at, last_success_at, state, next_expected_at, last_error FROM v_source ORDER BY pipeline',
  );
  const size = db.prepare(`SELECT (SELECT COUNT(*) FROM series_key) AS series, (SELECT COUNT(*) FROM observation) AS figures,
    (SELECT COUNT(*) FROM run WHERE started_at >= @since AND trigger <> 'replay') AS runs,
    (SELECT COUNT(*) FROM outbox WHERE state = 'waiting') AS waiting,
    (SELECT COUNT(DISTINCT claim_id) FROM verdict WHERE judged_at >= @since) AS judged,
    (SELECT COUNT(DISTINCT claim_id) FROM verdict WHERE judged_at >= @since AND verdict = 'contradicted') AS contradicted`);
  const counts = db.prepare(`SELECT rule, SUM(stands) AS stand, SUM(raised) AS raised, SUM(corrected) AS corrected FROM (
      SELECT a.rule_id AS rule, ${stands('a')} AS stands, 0 AS raised, 0 AS corrected FROM alert a
      UNION ALL SELECT l.rule_id, ${claimStands('l')}, 0, 0 FROM claim_alert l
      UNION ALL SELECT a.rule_id, 0, e.kind IN ('raised', 'reinstated'), e.kind IN ('updated', 'retracted', 'withdrawn', 'unstable', 'ended')
        FROM alert_event e JOIN alert a ON a.fingerprint = e.fingerprint WHERE e.at >= @since
      UNION ALL SELECT a.rule_id, 0, e.kind = 'contradicted', e.kind = 'changed'
        FROM claim_event e JOIN claim_alert a ON a.fingerprint = e.fingerprint WHERE e.at >= @since)
    GROUP BY rule ORDER BY rule`);
  const standing = db.prepare(
    `SELECT a.rule_id AS rule, ${SUBJECT} AS subject, a.period_kind AS kind, a.period AS "end", a.raised_at AS raisedAt FROM ${ALERTS} WHERE ${stands('a')} AND a.key_id IS NOT NULL`,
  );
  const late = db.prepare(`SELECT pipeline, ${periodText('period_kind', 'period')} AS period, expected_at, notice FROM release
    WHERE outcome IS NULL AND notice IS NOT NULL ORDER BY pipeline, release.period`);
  const partial =
    db.prepare(`SELECT pipeline, ${periodText("CASE WHEN period_kind = 'ytd' THEN 'month' ELSE period_kind END", 'period')} AS period, COUNT(*) AS held, MIN(held_at) AS since
    FROM held_figure WHERE outcome IS NULL AND cause = 'partial_release' GROUP BY pipeline, held_figure.period ORDER BY pipeline, held_figure.period`);
  const unstable = db.prepare(
    `SELECT ${TOLD_COLUMNS} FROM ${ALERTS} WHERE a.turns >= ? AND a.key_id IS NOT NULL ORDER BY k.key, m.key, a.period`,
  );
  const dead = db.prepare(
    "SELECT receiver, kind, created_at, detail FROM outbox WHERE state = 'dead' AND created_at >= ? ORDER BY outbox_id",
  );
  const silences = silenceReader(db);

  return (since, at) => {
    const { judged, contradicted, ...counted } = size.get({ since }) as Record<
      'series' | 'figures' | 'runs' | 'waiting' | 'judged' | 'contradicted',
      number
    >;
    return {
      since,
      ...counted,
      claims: { judged, contradicted },
      sources: sources.all() as HeartbeatSource[],
      counts: counts.all({ since }) as RuleCount[],
      standing: (standing.all() as (Omit<StandingAlert, 'period'> & { kind: PeriodKind; end: number })[]).map(
        ({ kind, end, ...alert }) => ({
          ...alert,
          period: { kind, end },
        }),
      ),
      late: late.all() as HeartbeatFacts['late'],
      partial: partial.all() as HeartbeatFacts['partial'],
      silences: silences(at),
      unstable: (unstable.all(MOST_TURNS) as ToldRow[]).map((row) => storedEntry(row)),
      given_up: dead.all(new Date(Date.parse(since) - GIVEN_UP_WITHIN_MS).toISOString()) as HeartbeatFacts['given_up'],
    };
  };
}

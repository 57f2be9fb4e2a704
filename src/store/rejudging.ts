import { retirement } from './alert-writer.ts';
import type { BackfillStore } from './backfill-store.ts';
import { claimReader, verdictWriter } from './claims.ts';
import type { Sqlite } from './database.ts';
import { detecting } from './detecting.ts';
import { inBatches } from './in-batches.ts';
import { publicationJudging } from './publications.ts';
import { endedSilences } from './silences.ts';
import type { ChangedSeries, Detector, LoadStore, ReconcileReason } from './store.ts';
import { versionReader } from './versions.ts';

/** Their figures and alerts are in memory at once. */
const SERIES_AT_ONCE = 1000;

/** What is judged without a publication: after a change of rules, at the end of a backfill or of a silence. */
export function rejudgingStore(db: Sqlite): Pick<LoadStore, 'adoptRules' | 'reconcile'> & Pick<BackfillStore, 'finishBackfill'> {
  const { states, changes, reader, allAlerts, sourceOf, writeDetection } = detecting(db);
  const ended = endedSilences(db);
  const judgePublications = publicationJudging(db);
  const retire = retirement(db);
  const knownClaims = claimReader(db);
  const writeVerdicts = verdictWriter(db);
  const readVersions = versionReader(db);
  // What the runs of a backfill brought and is still current: by series, with the newest publication that it is from.
  const backfilled = db.prepare(`SELECT s.key_id, MIN(o.period) AS first, MAX(v.snapshot_id) AS snapshot_id
    FROM observation o JOIN vintage v ON v.vintage_id = o.vintage_id JOIN snapshot n ON n.snapshot_id = v.snapshot_id
      JOIN backfill_run b ON b.run_id = n.run_id JOIN series s ON s.series_id = o.series_id
    WHERE b.backfill_id = ? GROUP BY s.key_id ORDER BY snapshot_id, s.key_id`);
  const lastRun = db.prepare('SELECT MAX(run_id) FROM backfill_run WHERE backfill_id = ?').pluck();
  const closeBackfill = db.prepare('UPDATE backfill SET finished_at = ?, resume_at = NULL WHERE backfill_id = ?');
  // A rule that is taken out and comes back later is new again: what crossed meanwhile is judged then.
  const forgetRules = db.prepare('DELETE FROM rule_state WHERE rule_id NOT IN (SELECT value FROM json_each(?))');
  const ruleStates = db.prepare('SELECT rule_id, version FROM rule_state');
  // What a changed rule no longer watches may have alerts of it.
  const keysOfRules = db
    .prepare('SELECT DISTINCT key_id FROM alert WHERE key_id IS NOT NULL AND rule_id IN (SELECT value FROM json_each(?))')
    .pluck();
  const adopt = db.prepare(
    'INSERT INTO rule_state (rule_id, version, adopted_at) VALUES (?, ?, ?) ON CONFLICT (rule_id) DO UPDATE SET version = excluded.version, adopted_at = excluded.adopted_at',
  );

  const readAgain = db.prepare('INSERT OR IGNORE INTO article_to_read SELECT article_id FROM article');
  const toldUnder = db.prepare('SELECT told_under FROM progress').pluck();
  const tellUnder = db.prepare('UPDATE progress SET told_under = ?');

  const adoptRules = db.transaction(
    (rules: Parameters<LoadStore['adoptRules']>[0], detectorFor: Parameters<LoadStore['adoptRules']>[1], at: string) => {
      const ids = rules.map((rule) => rule.id);
      const gone = forgetRules.run(JSON.stringify(ids)).changes;
      retire(ids, at);
      const known = new Map((ruleStates.all() as { rule_id: string; version: string }[]).map((row) => [row.rule_id, row.version]));
      const fresh = rules.filter((rule) => known.get(rule.id) !== rule.version);
      const freshIds = fresh.map((rule) => rule.id);
      const detector = detectorFor(new Set(freshIds));
      const told = new Set(keysOfRules.all(JSON.stringify(freshIds)) as number[]);
      for (const rule of fresh) adopt.run(rule.id, rule.version, at);
      if (fresh.some(({ readsArticles }) => readsArticles === true)) readAgain.run();
      // Whatever was told last: receivers are yet to be told of this, also when a process that died left it to the next one.
      if (fresh.length > 0 || gone > 0) tellUnder.run(null);
      // Every start comes here, and mostly with nothing new: then no series is looked at.
      const concerned = (fresh.length === 0 ? [] : states.keys()).filter((row) => detector.wants(row) || told.has(row.key_id));
      let events = 0;
      for (const rows of inBatches(concerned, SERIES_AT_ONCE)) {
        const found = detector.detect(
          rows.map((row) => changes.from(row, 0)),
          reader,
          null,
          at,
        );
        // What comes of it is told below, in one digest with all else that receivers do not know.
        events += writeDetection({ ...found, cancels: [], messages: [] }, null, null, at);
      }
      const { claims } = detector;
      if (claims !== null) writeVerdicts(claims.unasked(knownClaims.standingFor(ids, freshIds), at), null, null, at);
      if (claims?.isNew === true) {
        const judged = claims.judge(knownClaims.all(), readVersions(), 'rule_changed', at, reader.silences(at));
        writeVerdicts(judged, null, null, at);
      }
      return { adopted: freshIds, events: events + judgePublications(detector, at) };
    },
  );

  const finishBackfill = db.transaction((backfillId: number, detector: Detector, at: string) => {
    const bySnapshot = new Map<number, ChangedSeries[]>();
    for (const row of backfilled.all(backfillId) as { key_id: number; first: number; snapshot_id: number }[]) {
      const key = states.key(row.key_id);
      if (!detector.wants(key)) continue;
      const list = bySnapshot.get(row.snapshot_id) ?? [];
      list.push(changes.from(key, row.first));
      bySnapshot.set(row.snapshot_id, list);
    }
    // Under one run, so that the digests to a receiver are one.
    const runId = lastRun.get(backfillId) as number | null;
    let events = 0;
    for (const [snapshotId, changed] of bySnapshot) {
      events += writeDetection(detector.detect(changed, reader, { ...sourceOf(snapshotId), publishedAt: null }, at), null, runId, at);
    }
    closeBackfill.run(at, backfillId);
    return events;
  });

  const reconcile = db.transaction((detector: Detector, why: ReconcileReason, at: string, under: string | undefined) => {
    if (under !== undefined && toldUnder.get() === under) return 0;
    const over = why === 'silence_over' ? ended(at) : [];
    if (why === 'silence_over' && over.length === 0) return 0;
    const detection = detector.reconcile(allAlerts(), reader.silences(at), why, at);
    writeDetection(detection, null, null, at);
    if (under !== undefined) tellUnder.run(under);
    if (over.length === 0 || detector.claims === null) return detection.messages.length;
    const since = over.map(({ from }) => from).sort()[0] as string;
    const held = detector.claims.afterSilence(knownClaims.contradictedSince(since), over, reader.silences(at), at);
    writeVerdicts(held, null, null, at);
    return detection.messages.length + held.messages.length;
  });

  return {
    async adoptRules(rules, detectorFor, at) {
      return adoptRules.immediate(rules, detectorFor, at);
    },
    async reconcile(detector, why, at, under) {
      return reconcile.immediate(detector, why, at, under);
    },
    async finishBackfill(backfillId, detector, at) {
      return finishBackfill.immediate(backfillId, detector, at);
    },
  };
}

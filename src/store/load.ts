import { setImmediate } from 'node:timers/promises';
import { checkCumulative } from '../domain/cumulative.ts';
import type { ObservationTable } from '../domain/observation-table.ts';
import { addMonths, formatMonth, type Interval } from '../domain/period.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { Proof } from '../pipeline.ts';
import { alertReader, detectionWriter, retirement } from './alerts.ts';
import { type ArticleCounts, articleWriter } from './articles.ts';
import type { BackfillStore } from './backfill-store.ts';
import { keyOf, type TableBatch, tableBatch } from './batch.ts';
import { changeReader } from './changed-series.ts';
import { claimReader, verdictWriter } from './claims.ts';
import { proofWriter } from './completeness.ts';
import { sightingWriter } from './corrections.ts';
import type { Sqlite } from './database.ts';
import { holder } from './hold.ts';
import { contradictedFigures } from './late.ts';
import { type Merged, type MergedSeries, merger } from './merge.ts';
import { publicationJudging } from './publications.ts';
import { restoredReader } from './restored.ts';
import { seriesReader } from './series-state.ts';
import { endedSilences, silenceReader } from './silences.ts';
import { snapshotSettler } from './snapshots.ts';
import type {
  ChangedSeries,
  Detector,
  DetectReader,
  LoadBatch,
  LoadResult,
  LoadStore,
  ReconcileReason,
  SnapshotOutcome,
  VintageSource,
} from './store.ts';
import { versionReader } from './versions.ts';

/**
 * Articles of one transaction. Each stands for itself, so that a feed cut off between two transactions is only read again, and
 * 10,000 of them do not keep everything else waiting for seconds.
 */
const ARTICLES_AT_ONCE = 200;

/** Figures of a publication from which it counts what each of them costs. */
const UNCHECKED_FROM = 100_000;

/** No reading of a claim looks at figures further than this after the claim's own period. */
const CLAIM_REACH_MONTHS = 12;

export function loadStore(db: Sqlite): LoadStore & Pick<BackfillStore, 'finishBackfill'> {
  const merge = merger(db);
  const hold = holder(db);
  const writeProofs = proofWriter(db);
  const contradicted = contradictedFigures(db);
  const knownAlerts = alertReader(db);
  const states = seriesReader(db);
  const changes = changeReader(db, states);
  const silences = silenceReader(db);
  const ended = endedSilences(db);
  const restored = restoredReader(db);
  const judgePublications = publicationJudging(db);
  const reader: DetectReader = {
    alerts: knownAlerts.ofSeries,
    firstValues: states.firstValues,
    counterparts: states.counterparts,
    silences,
  };
  const writeDetection = detectionWriter(db);
  const retire = retirement(db);
  const knownClaims = claimReader(db);
  const writeVerdicts = verdictWriter(db);
  const readVersions = versionReader(db);
  const writeArticles = articleWriter(db);
  const settle = snapshotSettler(db);
  const writeSightings = sightingWriter(db);
  // Never narrower than before: figures that an earlier reading of the same bytes brought may stand.
  const setExtent = db.prepare(`UPDATE snapshot SET first_period = MIN(COALESCE(first_period, @from), @from),
    last_period = MAX(COALESCE(last_period, @to), @to), figures = @figures WHERE snapshot_id = @snapshotId`);
  const addProduct = db.prepare(`INSERT INTO product (pipeline, classification, product, name) VALUES (?, ?, ?, ?)
    ON CONFLICT (pipeline, classification, product) DO UPDATE SET name = excluded.name WHERE name <> excluded.name`);
  const sourceOf = db.prepare(
    'SELECT pipeline, url, name AS file, retrieved_at AS retrievedAt, sha256 FROM snapshot WHERE snapshot_id = ?',
  );
  const isBackfill = db.prepare('SELECT 1 FROM backfill_run WHERE run_id = ?');
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

  const load = db.transaction((batch: TableBatch, later: readonly LoadBatch[], detector: Detector): LoadResult => {
    const judge = hold.judge(batch);
    const concerns = concernsOf(detector, batch);
    const { vintageId, counts, series: own } = merge(batch, judge, concerns);
    const { held, settled, turnedDown, proofs: judged } = judge.verdict();
    const notes = turnedDown === 0 ? batch.notes : [...batch.notes, leftOut(turnedDown)];
    const series = mergeLater(own, later, concerns);
    const extent = extentOf(batch.observations);
    if (extent !== null) setExtent.run({ ...extent, figures: batch.observations.length, snapshotId: batch.snapshotId });
    for (const one of [batch, ...later]) writeSightings(one.sightings ?? [], one.snapshotId, one.retrievedAt);
    for (const p of batch.products) addProduct.run(batch.pipeline, p.classification, p.product, p.name);
    // A backfill is told of when it is finished.
    const quiet = isBackfill.get(batch.runId) !== undefined;
    const changed = quiet ? [] : changes.of(batch, series, extent?.to ?? 0);
    let events = 0;
    if (changed.length > 0) {
      const snapshot = sourceOf.get(batch.snapshotId) as Omit<VintageSource, 'publishedAt'>;
      const detection = detector.detect(
        changed,
        reader,
        { ...snapshot, publishedAt: batch.publishedAt, restored: restored(batch.pipeline) },
        batch.loadedAt,
      );
      events = writeDetection(detection, vintageId, batch.runId, batch.loadedAt);
    }
    judgeClaims(series, detector, vintageId, batch);
    const proofs = [...batch.proofs, ...judged, ...cumulativeProofs(batch, own)];
    writeProofs(batch.snapshotId, proofs, batch.loadedAt);
    const outcome = outcomeOf(batch, held.length, vintageId);
    settle(batch.snapshotId, outcome, batch.refused ?? [], notes);
    return { outcome, vintageId, ...counts, held, settled, notes, proofs, events };
  });

  /** Claims that the changed series decide are judged again; those about periods too long before the change are not touched. */
  function judgeClaims(
    series: readonly MergedSeries[],
    { claims }: Detector,
    vintageId: number | null,
    { pipeline, runId, loadedAt }: LoadBatch,
  ): void {
    if (claims === null) return;
    const deciding = series.flatMap((s) => {
      const commodities = claims.decides(s.key);
      return commodities.length === 0 ? [] : [{ ...s, commodities }];
    });
    if (deciding.length === 0) return;
    const from = addMonths(
      deciding.reduce((first, s) => Math.min(first, s.firstChanged), Number.POSITIVE_INFINITY),
      -CLAIM_REACH_MONTHS,
    );
    const known = knownClaims.decidedBy([...new Set(deciding.flatMap((s) => s.commodities))], from);
    if (known.length === 0) return;
    const occasion = deciding.every((s) => s.isNew) || restored(pipeline) ? 'history' : 'news';
    writeVerdicts(claims.judge(known, readVersions(), occasion, loadedAt, silences(loadedAt)), vintageId, runId, loadedAt);
  }

  /** Where a publication prints a month and the cumulative, and the cumulative of before is known: whether they add up. */
  function cumulativeProofs({ pipeline, observations }: TableBatch, series: readonly MergedSeries[]): Proof[] {
    const ends = new Map<string, readonly number[]>();
    for (const figures of observations.bySeries()) {
      if (figures.kind !== 'ytd') continue;
      const own = Array.from({ length: figures.length }, (_, index) => figures.end(index));
      ends.set(formatSeriesKey(keyOf(pipeline, figures)), [...new Set(own)]);
    }
    if (ends.size === 0) return [];
    return series.flatMap(({ key, keyId }) => {
      const text = formatSeriesKey(key);
      const own = ends.get(text);
      if (own === undefined) return [];
      const figures = states.figures(keyId);
      return own.flatMap((end): Proof[] => {
        const check = checkCumulative(figures, end, key.unit);
        return check === null ? [] : [{ check: 'cumulative', subject: `${text} ${formatMonth(end)}`, ...check }];
      });
    });
  }

  /** The series that one or other batch changed, each once. */
  function mergeLater(
    own: readonly MergedSeries[],
    later: readonly LoadBatch[],
    concerns: (key: SeriesKey) => boolean,
  ): readonly MergedSeries[] {
    if (later.length === 0) return own;
    const all = new Map(own.map((s) => [s.keyId, s]));
    const mergePast = (given: LoadBatch): Merged => {
      const batch = tableBatch(given);
      return merge(batch, hold.past(batch), concerns);
    };
    for (const s of later.flatMap((batch) => mergePast(batch).series)) {
      const before = all.get(s.keyId);
      all.set(s.keyId, before === undefined ? s : { ...before, firstChanged: Math.min(before.firstChanged, s.firstChanged) });
    }
    return [...all.values()];
  }

  const loadSomeArticles = db.transaction(writeArticles);

  const adoptRules = db.transaction(
    (rules: Parameters<LoadStore['adoptRules']>[0], detectorFor: Parameters<LoadStore['adoptRules']>[1], at: string) => {
      const ids = rules.map((rule) => rule.id);
      forgetRules.run(JSON.stringify(ids));
      retire(ids, at);
      const known = new Map((ruleStates.all() as { rule_id: string; version: string }[]).map((row) => [row.rule_id, row.version]));
      const fresh = rules.filter((rule) => known.get(rule.id) !== rule.version);
      const freshIds = fresh.map((rule) => rule.id);
      const detector = detectorFor(new Set(freshIds));
      const told = new Set(keysOfRules.all(JSON.stringify(freshIds)) as number[]);
      for (const rule of fresh) adopt.run(rule.id, rule.version, at);
      // Every start comes here, and mostly with nothing new: then no series is looked at.
      const all = (fresh.length === 0 ? [] : states.keys())
        .filter((row) => detector.wants(row) || told.has(row.key_id))
        .map((row) => changes.from(row, 0));
      // What comes of it is told below, in one digest with all else that receivers do not know.
      const found = detector.detect(all, reader, null, at);
      const events = writeDetection({ ...found, cancels: [], messages: [] }, null, null, at);
      if (detector.claims !== null) {
        const judged = detector.claims.judge(knownClaims.all(), readVersions(), 'rule_changed', at, silences(at));
        writeVerdicts(judged, null, null, at);
      }
      return { adopted: fresh.length, events: events + judgePublications(detector, at) };
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
      const snapshot = sourceOf.get(snapshotId) as Omit<VintageSource, 'publishedAt'>;
      events += writeDetection(detector.detect(changed, reader, { ...snapshot, publishedAt: null }, at), null, runId, at);
    }
    closeBackfill.run(at, backfillId);
    return events;
  });

  const reconcile = db.transaction((detector: Detector, why: ReconcileReason, at: string) => {
    const over = why === 'silence_over' ? ended(at) : [];
    if (why === 'silence_over' && over.length === 0) return 0;
    const detection = detector.reconcile(knownAlerts.all(), silences(at), why, at);
    writeDetection(detection, null, null, at);
    if (over.length === 0 || detector.claims === null) return detection.messages.length;
    const since = over.map(({ from }) => from).sort()[0] as string;
    const held = detector.claims.afterSilence(knownClaims.contradictedSince(since), over, silences(at), at);
    writeVerdicts(held, null, null, at);
    return detection.messages.length + held.messages.length;
  });

  /**
   * Without looking up for each figure whether its series and its vintage exist, which takes a third of the time of a large load:
   * the load itself has found or made both.
   */
  function unchecked<T>(work: () => T): T {
    db.pragma('foreign_keys = OFF');
    try {
      return work();
    } finally {
      db.pragma('foreign_keys = ON');
    }
  }

  return {
    async reconcile(detector, why, at) {
      return reconcile.immediate(detector, why, at);
    },
    async finishBackfill(backfillId, detector, at) {
      return finishBackfill.immediate(backfillId, detector, at);
    },
    async load(batch, later, detector) {
      const whole = tableBatch(batch);
      return whole.observations.length > UNCHECKED_FROM
        ? unchecked(() => load.immediate(whole, later, detector))
        : load.immediate(whole, later, detector);
    },
    async contradicted(batch) {
      return contradicted(batch);
    },
    async loadArticles(batch) {
      const counts: ArticleCounts = { inserted: 0, revised: 0, unchanged: 0 };
      for (let at = 0; at < batch.articles.length; at += ARTICLES_AT_ONCE) {
        const some = batch.articles.slice(at, at + ARTICLES_AT_ONCE);
        const { inserted, revised, unchanged } = loadSomeArticles.immediate(some, batch.snapshotId, batch.seenAt);
        counts.inserted += inserted;
        counts.revised += revised;
        counts.unchanged += unchanged;
        await setImmediate();
      }
      settle(batch.snapshotId, 'articles', batch.refused, []);
      return counts;
    },
    async adoptRules(rules, detectorFor, at) {
      return adoptRules.immediate(rules, detectorFor, at);
    },
  };
}

/** Whether rules, claims or cumulatives have to do with a series: of millions of figures few are asked about. */
function concernsOf({ wants, claims }: Detector, { observations }: TableBatch): (key: SeriesKey) => boolean {
  if (observations.series.kinds.has('ytd')) return () => true;
  return (key) => wants(key) || (claims !== null && claims.decides(key).length > 0);
}

/** The months of the first and the last figure; null when there is none. */
function extentOf(observations: ObservationTable): Interval | null {
  let extent: Interval | null = null;
  for (const figures of observations.bySeries()) {
    const [first, last] = [figures.end(0), figures.end(figures.length - 1)];
    extent = extent === null ? { from: first, to: last } : { from: Math.min(extent.from, first), to: Math.max(extent.to, last) };
  }
  return extent;
}

/** Whether all figures are marks that say so. */
function isSuppressed(observations: ObservationTable): boolean {
  for (const figures of observations.bySeries())
    for (let index = 0; index < figures.length; index += 1) if (figures.status(index) !== 'Q') return false;
  return true;
}

const leftOut = (count: number): string =>
  `${count} ${count === 1 ? 'figure is' : 'figures are'} left out: turned down before with "tradewatch held reject" (--accept-jump or --accept-partial takes them)`;

/** Held comes first: somebody or the next vintage has to say the last word. A publication of marks alone is suppressed. */
function outcomeOf({ observations }: TableBatch, held: number, vintageId: number | null): SnapshotOutcome {
  if (held > 0) return 'held';
  if (observations.length > 0 && isSuppressed(observations)) return 'suppressed';
  return vintageId === null ? 'unchanged' : 'loaded';
}

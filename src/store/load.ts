import { setImmediate } from 'node:timers/promises';
import { checkCumulative } from '../domain/cumulative.ts';
import type { ObservationTable } from '../domain/observation-table.ts';
import { addMonths, formatMonth, type Interval } from '../domain/period.ts';
import type { Proof } from '../domain/proof.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { type ArticleCounts, articleWriter } from './articles.ts';
import { keyOf, type TableBatch, tableBatch } from './batch.ts';
import type { AlertsOn } from './changed-series.ts';
import { claimReader, verdictWriter } from './claims.ts';
import { proofWriter } from './completeness.ts';
import { sightingWriter } from './corrections.ts';
import type { Sqlite } from './database.ts';
import { detecting } from './detecting.ts';
import { holder } from './hold.ts';
import { contradictedFigures } from './late.ts';
import { type Concerns, type Merged, type MergedSeries, merger } from './merge.ts';
import { restoredReader } from './restored.ts';
import { snapshotSettler } from './snapshots.ts';
import { type Detector, type LoadBatch, type LoadResult, type LoadStore, type SnapshotOutcome, WITH_FIGURES } from './store.ts';
import { unstated } from './unstated.ts';
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

export function loadStore(db: Sqlite): Pick<LoadStore, 'load' | 'contradicted' | 'loadArticles'> {
  const merge = merger(db);
  const hold = holder(db);
  const writeProofs = proofWriter(db);
  const contradicted = contradictedFigures(db);
  const { states, changes, reader, sourceOf, writeDetection } = detecting(db);
  const restored = restoredReader(db);
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
  const addUnknownProduct = db.prepare(
    'INSERT INTO product (pipeline, classification, product, name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const isBehind = db
    .prepare(`SELECT EXISTS (SELECT 1 FROM snapshot WHERE pipeline = @pipeline AND snapshot_id <> @snapshotId AND last_seen_at > @retrievedAt
        AND outcome IN (SELECT value FROM json_each(@withFigures)))
      OR (@publishedAt IS NOT NULL AND EXISTS (SELECT 1 FROM vintage v JOIN snapshot n ON n.snapshot_id = v.snapshot_id
        WHERE n.pipeline = @pipeline AND v.published_at > @publishedAt))`)
    .pluck();
  const unstatedIn = unstated(db);
  const isBackfill = db.prepare('SELECT 1 FROM backfill_run WHERE run_id = ?');

  const load = db.transaction((batch: TableBatch, later: readonly LoadBatch[], detector: Detector): LoadResult => {
    const judge = hold.judge(batch);
    const alertsOn = changes.alertsOn();
    const concerns = concernsOf(detector, batch, alertsOn);
    const { vintageId, counts, series: own, notes: withdrawn, noted } = merge(batch, judge, concerns);
    const { held, settled, turnedDown, proofs: judged } = judge.verdict();
    const extent = extentOf(batch.observations);
    const lost = [...withdrawn, ...unstatedIn(batch, extent, noted)];
    const notes = [...batch.notes, ...lost, ...(turnedDown === 0 ? [] : [leftOut(turnedDown)])];
    const series = mergeLater(own, later, concerns);
    if (extent !== null) setExtent.run({ ...extent, figures: batch.observations.length, snapshotId: batch.snapshotId });
    for (const one of [batch, ...later]) writeSightings(one.sightings ?? [], one.snapshotId, one.retrievedAt);
    nameProducts(batch);
    // A backfill is told of when it is finished.
    const quiet = isBackfill.get(batch.runId) !== undefined;
    const changed = quiet ? [] : changes.of(batch, series, extent?.to ?? 0, alertsOn);
    let events = 0;
    if (changed.length > 0) {
      const detection = detector.detect(
        changed,
        reader,
        { ...sourceOf(batch.snapshotId), publishedAt: batch.publishedAt, restored: restored(batch.pipeline) },
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

  /** Names are those of the newest publication: one that was obtained, or published, before another only names what has no name yet. */
  function nameProducts({ pipeline, snapshotId, retrievedAt, publishedAt, products }: TableBatch): void {
    if (products.length === 0) return;
    const behind = isBehind.get({ pipeline, snapshotId, retrievedAt, publishedAt, withFigures: JSON.stringify(WITH_FIGURES) }) === 1;
    const add = behind ? addUnknownProduct : addProduct;
    for (const { classification, product, name } of products) add.run(pipeline, classification, product, name);
  }

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
    writeVerdicts(claims.judge(known, readVersions(), occasion, loadedAt, reader.silences(loadedAt)), vintageId, runId, loadedAt);
  }

  /** Where a publication prints a month and the cumulative, and the cumulative of before is known: whether they add up. */
  function cumulativeProofs({ pipeline, observations }: TableBatch, series: readonly MergedSeries[]): Proof[] {
    if (!observations.series.kinds.has('ytd')) return [];
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
  function mergeLater(own: readonly MergedSeries[], later: readonly LoadBatch[], concerns: Concerns): readonly MergedSeries[] {
    if (later.length === 0) return own;
    const all = new Map(own.map((s) => [s.keyId, s]));
    const mergePast = (given: LoadBatch): Merged => {
      const batch = tableBatch(given);
      return merge(batch, hold.past(batch), concerns);
    };
    for (const s of later.flatMap((batch) => mergePast(batch).series)) {
      const before = all.get(s.keyId);
      all.set(s.keyId, before === undefined ? s : { ...before, firstChanged: Math.min(before.firstChanged, s.firstChanged), latest: null });
    }
    return [...all.values()];
  }

  const loadSomeArticles = db.transaction(writeArticles);

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
  };
}

/** Whether rules, claims or cumulatives have to do with a change: of millions of figures few are asked about. */
function concernsOf({ wants, claims }: Detector, { observations }: TableBatch, alertsOn: AlertsOn): Concerns {
  if (observations.series.kinds.has('ytd')) return () => true;
  return (key, keyId, change) =>
    wants(key, change) || (alertsOn(keyId, change.firstChanged) && wants(key)) || (claims !== null && claims.decides(key).length > 0);
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

import { createHash } from 'node:crypto';
import type { PeriodKind } from '../domain/period.ts';
import type { Observation, SeriesKey } from '../domain/series.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { RefusedError } from '../errors.ts';
import type { Sqlite } from './database.ts';
import type { Keeper } from './hold.ts';
import type { LoadBatch } from './store.ts';

/** One series of a batch, found or made in the dictionary. */
export interface MergedSeries {
  readonly keyId: number;
  readonly key: SeriesKey;
  /** The earliest period whose current value was inserted or revised. */
  readonly firstChanged: number;
  /** The source had nothing under this key until its first load, which is under way. */
  readonly isNew: boolean;
}

export interface MergeCounts {
  inserted: number;
  revised: number;
  unchanged: number;
}

export interface Merged {
  readonly vintageId: number | null;
  readonly counts: MergeCounts;
  readonly series: readonly MergedSeries[];
}

/** A figure that the database has. */
interface Known {
  readonly period: number;
  readonly value: number | null;
  readonly status: string;
  readonly vintage_id: number;
  readonly known_from: string;
  readonly published_at: string | null;
}

interface Group {
  readonly key: SeriesKey;
  readonly kind: PeriodKind;
  readonly observations: Observation[];
}

/**
 * Merges observations into what is held: a new value is a new row, a changed one moves the old to history, an equal
 * one writes nothing. A file that was obtained before what is held (ingested late) is put into its place in the past.
 * What the keeper keeps back is as if the publication did not have it.
 */
export function merger(db: Sqlite) {
  const sql = {
    findKey: db.prepare(
      'SELECT k.key_id, k.valuation, r.started_at FROM series_key k JOIN run r ON r.run_id = k.first_run_id WHERE k.key = ?',
    ),
    addKey: db.prepare(
      'INSERT INTO series_key (pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id) VALUES (@pipeline, @reporter, @partner, @flow, @classification, @product, @measure, @unit, @valuation, @runId)',
    ),
    findSeries: db.prepare('SELECT series_id, fingerprint FROM series WHERE key_id = ? AND period_kind = ?'),
    addSeries: db.prepare('INSERT INTO series (key_id, period_kind) VALUES (?, ?)'),
    setFingerprint: db.prepare('UPDATE series SET fingerprint = ? WHERE series_id = ?'),
    held: db.prepare(
      'SELECT o.period, o.value, o.status, o.vintage_id, v.known_from, v.published_at FROM observation o JOIN vintage v ON v.vintage_id = o.vintage_id WHERE o.series_id = ? ORDER BY o.period',
    ),
    insert: db.prepare('INSERT INTO observation (series_id, period, value, status, vintage_id) VALUES (?, ?, ?, ?, ?)'),
    update: db.prepare('UPDATE observation SET value = ?, status = ?, vintage_id = ? WHERE series_id = ? AND period = ?'),
    archive: db.prepare(
      'INSERT INTO observation_history (series_id, period, vintage_id, value, status, replaced_by) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    past: db.prepare(
      `SELECT h.period, h.value, h.status, h.vintage_id, v.known_from, v.published_at FROM observation_history h JOIN vintage v ON v.vintage_id = h.vintage_id WHERE h.series_id = ? AND h.period = ? ORDER BY v.known_from, v.vintage_id`,
    ),
    replacedBy: db.prepare('UPDATE observation_history SET replaced_by = ? WHERE series_id = ? AND period = ? AND vintage_id = ?'),
    moveHistory: db.prepare('UPDATE observation_history SET vintage_id = ? WHERE series_id = ? AND period = ? AND vintage_id = ?'),
    corrected: db.prepare('SELECT period, vintage_id, published_value FROM corrected WHERE series_id = ?'),
    addCorrected: db.prepare(
      `INSERT INTO corrected (series_id, period, vintage_id, published_value, correction_id)
       SELECT ?, ?, ?, ?, correction_id FROM correction WHERE digest = ? ON CONFLICT DO NOTHING`,
    ),
    moveCurrent: db.prepare('UPDATE observation SET vintage_id = ? WHERE series_id = ? AND period = ?'),
    addVintage: db.prepare('INSERT INTO vintage (snapshot_id, known_from, published_at, loaded_at) VALUES (?, ?, ?, ?)'),
  };

  return function merge(batch: LoadBatch, keeper: Keeper): Merged {
    const counts: MergeCounts = { inserted: 0, revised: 0, unchanged: 0 };
    const merged = new Map<number, MergedSeries>();
    const vintages = new Map<string, number>();
    const vintage = (seenAt: string): number => {
      const made =
        vintages.get(seenAt) ?? Number(sql.addVintage.run(batch.snapshotId, seenAt, batch.publishedAt, batch.loadedAt).lastInsertRowid);
      vintages.set(seenAt, made);
      return made;
    };

    for (const group of groupBySeries(batch)) {
      const { keyId, isNew: newKey } = findOrAddKey(group);
      const before = merged.get(keyId);
      const isNew = before?.isNew ?? newKey;
      const firstChanged = mergeGroup(keyId, group);
      if (firstChanged === null) continue;
      merged.set(keyId, { keyId, key: group.key, isNew, firstChanged: Math.min(firstChanged, before?.firstChanged ?? firstChanged) });
    }
    return { vintageId: [...vintages.values()].at(-1) ?? null, counts, series: [...merged.values()] };

    function findOrAddKey(group: Group): { keyId: number; isNew: boolean } {
      const first = group.observations[0] as Observation;
      const text = formatSeriesKey(group.key);
      const found = sql.findKey.get(text) as { key_id: number; valuation: string | null; started_at: string } | undefined;
      if (found === undefined)
        return {
          keyId: Number(sql.addKey.run({ ...group.key, valuation: first.valuation, runId: batch.runId }).lastInsertRowid),
          isNew: true,
        };
      const other = group.observations.find((o) => o.valuation !== found.valuation);
      if (other !== undefined) {
        throw new RefusedError({
          where: text,
          reason: `the series is valued ${found.valuation ?? 'without FOB or CIF'}, this file says ${other.valuation ?? 'neither FOB nor CIF'}`,
        });
      }
      return { keyId: found.key_id, isNew: Date.parse(batch.loadedAt) - Date.parse(found.started_at) < FIRST_LOAD_MS };
    }

    function mergeGroup(keyId: number, group: Group): number | null {
      const found = sql.findSeries.get(keyId, group.kind) as { series_id: number; fingerprint: string | null } | undefined;
      const seriesId = found?.series_id ?? Number(sql.addSeries.run(keyId, group.kind).lastInsertRowid);
      const known = new Map((sql.held.all(seriesId) as Known[]).map((row) => [row.period, row]));
      const published = publishedValues(seriesId);
      const print = contentFingerprint(group.observations);
      if (found?.fingerprint === print && [...known.values()].every((row) => row.known_from <= batch.retrievedAt && !isNewer(row))) {
        counts.unchanged += group.observations.length;
        return null;
      }
      const keptBack = keeper.keepBack(group.key, group.observations, known);
      let firstChanged: number | null = null;
      let late = keptBack.size > 0;
      for (const observation of group.observations) {
        if (keptBack.has(observation)) continue;
        const period = observation.period.end;
        const current = known.get(period);
        // What was published before the figure that is held cannot replace it, whenever it is obtained.
        const seenAt = current !== undefined && isNewer(current) ? publicationDay(batch) : batch.retrievedAt;
        if (current !== undefined && (current.known_from > seenAt || isNewer(current))) {
          late = true;
          if (current.known_from > seenAt && insertPast(seriesId, observation, current, seenAt, published)) counts.revised += 1;
          else counts.unchanged += 1;
          continue;
        }
        if (current !== undefined && saysTheSame(observation, current, published)) {
          counts.unchanged += 1;
          continue;
        }
        if (current === undefined) {
          sql.insert.run(seriesId, period, observation.value, observation.status, vintage(seenAt));
          counts.inserted += 1;
        } else {
          sql.archive.run(seriesId, period, current.vintage_id, current.value, current.status, vintage(seenAt));
          sql.update.run(observation.value, observation.status, vintage(seenAt), seriesId, period);
          counts.revised += 1;
        }
        noteCorrected(seriesId, observation, seenAt);
        if (firstChanged === null || period < firstChanged) firstChanged = period;
      }
      // What came late or was held back does not say how the series stands now, so it must not be taken for its last content.
      sql.setFingerprint.run(late ? null : print, seriesId);
      return firstChanged;
    }

    /** What was published where the ledger of corrections put another value, by period and vintage. */
    function publishedValues(seriesId: number): ReadonlyMap<string, number> {
      const rows = sql.corrected.all(seriesId) as { period: number; vintage_id: number; published_value: number }[];
      return new Map(rows.map((row) => [`${row.period} ${row.vintage_id}`, row.published_value]));
    }

    function noteCorrected(seriesId: number, { period, corrected }: Observation, seenAt: string): void {
      if (corrected !== undefined) sql.addCorrected.run(seriesId, period.end, vintage(seenAt), corrected.published, corrected.digest);
    }

    function isNewer(row: Known): boolean {
      return row.published_at !== null && batch.publishedAt !== null && row.published_at > batch.publishedAt;
    }

    /** @returns whether the past now says something that it did not say before. */
    function insertPast(
      seriesId: number,
      observation: Observation,
      current: Known,
      seenAt: string,
      published: ReadonlyMap<string, number>,
    ): boolean {
      const period = observation.period.end;
      const past = sql.past.all(seriesId, period) as Known[];
      const timeline = [...past, current];
      const at = timeline.findIndex((row) => row.known_from > seenAt);
      const next = timeline[at] as Known;
      const previous = timeline[at - 1];
      const same = (row: Known): boolean => saysTheSame(observation, row, published);
      if (previous !== undefined && same(previous)) return false;
      noteCorrected(seriesId, observation, seenAt);
      if (same(next)) {
        if (next === current) sql.moveCurrent.run(vintage(seenAt), seriesId, period);
        else sql.moveHistory.run(vintage(seenAt), seriesId, period, next.vintage_id);
      } else {
        sql.archive.run(seriesId, period, vintage(seenAt), observation.value, observation.status, next.vintage_id);
      }
      if (previous !== undefined) sql.replacedBy.run(vintage(seenAt), seriesId, period, previous.vintage_id);
      return true;
    }
  };
}

/** A first load may take several runs, some of them cut off: what comes within a day of the first belongs to it. */
const FIRST_LOAD_MS = 24 * 3_600_000;

/** Value and status, and what was published in their place where they are corrected. */
const saysTheSame = (o: Observation, row: Known, published: ReadonlyMap<string, number>): boolean =>
  row.value === o.value && row.status === o.status && published.get(`${row.period} ${row.vintage_id}`) === o.corrected?.published;

/** The end of the day on which a batch was published, or when it was obtained if that was earlier. */
function publicationDay({ publishedAt, retrievedAt }: LoadBatch): string {
  const day = `${(publishedAt ?? retrievedAt).slice(0, 10)}T23:59:59.999Z`;
  return day < retrievedAt ? day : retrievedAt;
}

function groupBySeries(batch: LoadBatch): Group[] {
  const groups = new Map<string, Group>();
  for (const o of batch.observations) {
    const key: SeriesKey = {
      pipeline: batch.pipeline,
      reporter: o.reporter,
      partner: o.partner,
      flow: o.flow,
      classification: o.classification,
      product: o.product,
      measure: o.measure,
      unit: o.unit,
    };
    const id = `${formatSeriesKey(key)}|${o.period.kind}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { key, kind: o.period.kind, observations: [o] });
    else group.observations.push(o);
  }
  for (const group of groups.values()) group.observations.sort((a, b) => a.period.end - b.period.end);
  return [...groups.values()];
}

/** Says that a series comes as it came last time, so that an unchanged one costs one comparison. */
const contentFingerprint = (observations: readonly Observation[]): string =>
  createHash('sha256')
    .update(
      observations
        .map((o) => `${o.period.end}=${o.value}${o.status}${o.corrected === undefined ? '' : `<${o.corrected.published}`}`)
        .join(';'),
    )
    .digest('hex')
    .slice(0, 16);

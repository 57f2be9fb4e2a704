import { createHash } from 'node:crypto';
import { formatPeriod, type PeriodKind } from '../domain/period.ts';
import type { Observation, SeriesKey } from '../domain/series.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { RefusedError } from '../errors.ts';
import type { Sqlite } from './database.ts';
import type { LoadBatch } from './store.ts';

/** One series of a batch, found or made in the dictionary. */
export interface MergedSeries {
  readonly keyId: number;
  readonly key: SeriesKey;
  /** The earliest period whose current value was inserted or revised. */
  readonly firstChanged: number;
  /** The source had nothing under this key before this run. */
  readonly isNew: boolean;
}

export interface MergeCounts {
  inserted: number;
  revised: number;
  unchanged: number;
}

interface Held {
  readonly period: number;
  readonly value: number | null;
  readonly status: string;
  readonly vintage_id: number;
  readonly known_from: string;
}

interface Group {
  readonly key: SeriesKey;
  readonly kind: PeriodKind;
  readonly observations: Observation[];
}

/**
 * Merges observations into what is held: a new value is a new row, a changed one moves the old to history, an equal
 * one writes nothing. A file that was obtained before what is held (ingested late) is put into its place in the past.
 */
export function merger(db: Sqlite) {
  const sql = {
    findKey: db.prepare('SELECT key_id, valuation, first_run_id FROM series_key WHERE key = ?'),
    addKey: db.prepare(
      'INSERT INTO series_key (pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id) VALUES (@pipeline, @reporter, @partner, @flow, @classification, @product, @measure, @unit, @valuation, @runId)',
    ),
    findSeries: db.prepare('SELECT series_id, fingerprint FROM series WHERE key_id = ? AND period_kind = ?'),
    addSeries: db.prepare('INSERT INTO series (key_id, period_kind) VALUES (?, ?)'),
    setFingerprint: db.prepare('UPDATE series SET fingerprint = ? WHERE series_id = ?'),
    held: db.prepare(
      'SELECT o.period, o.value, o.status, o.vintage_id, v.known_from FROM observation o JOIN vintage v ON v.vintage_id = o.vintage_id WHERE o.series_id = ? ORDER BY o.period',
    ),
    insert: db.prepare('INSERT INTO observation (series_id, period, value, status, vintage_id) VALUES (?, ?, ?, ?, ?)'),
    update: db.prepare('UPDATE observation SET value = ?, status = ?, vintage_id = ? WHERE series_id = ? AND period = ?'),
    archive: db.prepare(
      'INSERT INTO observation_history (series_id, period, vintage_id, value, status, replaced_by) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    past: db.prepare(
      `SELECT h.period, h.value, h.status, h.vintage_id, v.known_from FROM observation_history h JOIN vintage v ON v.vintage_id = h.vintage_id WHERE h.series_id = ? AND h.period = ? ORDER BY v.known_from, v.vintage_id`,
    ),
    replacedBy: db.prepare('UPDATE observation_history SET replaced_by = ? WHERE series_id = ? AND period = ? AND vintage_id = ?'),
    moveHistory: db.prepare('UPDATE observation_history SET vintage_id = ? WHERE series_id = ? AND period = ? AND vintage_id = ?'),
    moveCurrent: db.prepare('UPDATE observation SET vintage_id = ? WHERE series_id = ? AND period = ?'),
    addVintage: db.prepare('INSERT INTO vintage (snapshot_id, known_from, published_at, loaded_at) VALUES (?, ?, ?, ?)'),
  };

  return function merge(batch: LoadBatch): { vintageId: number | null; counts: MergeCounts; series: MergedSeries[] } {
    const counts: MergeCounts = { inserted: 0, revised: 0, unchanged: 0 };
    const merged = new Map<number, MergedSeries>();
    let made: number | null = null;
    const vintage = (): number => {
      made ??= Number(sql.addVintage.run(batch.snapshotId, batch.retrievedAt, batch.publishedAt, batch.loadedAt).lastInsertRowid);
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
    return { vintageId: made, counts, series: [...merged.values()] };

    function findOrAddKey(group: Group): { keyId: number; isNew: boolean } {
      const first = group.observations[0] as Observation;
      const text = formatSeriesKey(group.key);
      const found = sql.findKey.get(text) as { key_id: number; valuation: string | null; first_run_id: number } | undefined;
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
      return { keyId: found.key_id, isNew: found.first_run_id === batch.runId };
    }

    function mergeGroup(keyId: number, group: Group): number | null {
      const found = sql.findSeries.get(keyId, group.kind) as { series_id: number; fingerprint: string | null } | undefined;
      const seriesId = found?.series_id ?? Number(sql.addSeries.run(keyId, group.kind).lastInsertRowid);
      const held = new Map((sql.held.all(seriesId) as Held[]).map((row) => [row.period, row]));
      const print = contentFingerprint(group.observations);
      if (found?.fingerprint === print && [...held.values()].every((row) => row.known_from <= batch.retrievedAt)) {
        counts.unchanged += group.observations.length;
        return null;
      }
      if (batch.jumpFactor !== null) holdJumps(group, held, batch.jumpFactor);
      let firstChanged: number | null = null;
      let late = false;
      for (const observation of group.observations) {
        const period = observation.period.end;
        const current = held.get(period);
        if (current !== undefined && current.known_from > batch.retrievedAt) {
          late = true;
          if (insertPast(seriesId, observation, current)) counts.revised += 1;
          else counts.unchanged += 1;
          continue;
        }
        if (current !== undefined && current.value === observation.value && current.status === observation.status) {
          counts.unchanged += 1;
          continue;
        }
        if (current === undefined) {
          sql.insert.run(seriesId, period, observation.value, observation.status, vintage());
          counts.inserted += 1;
        } else {
          sql.archive.run(seriesId, period, current.vintage_id, current.value, current.status, vintage());
          sql.update.run(observation.value, observation.status, vintage(), seriesId, period);
          counts.revised += 1;
        }
        if (firstChanged === null || period < firstChanged) firstChanged = period;
      }
      // What came late does not say how the series stands now, so it must not be taken for its last content.
      sql.setFingerprint.run(late ? null : print, seriesId);
      return firstChanged;
    }

    /** @returns whether the past now says something that it did not say before. */
    function insertPast(seriesId: number, observation: Observation, current: Held): boolean {
      const period = observation.period.end;
      const past = sql.past.all(seriesId, period) as Held[];
      const timeline = [...past, current];
      const at = timeline.findIndex((row) => row.known_from > batch.retrievedAt);
      const next = timeline[at] as Held;
      const previous = timeline[at - 1];
      const same = (row: Held): boolean => row.value === observation.value && row.status === observation.status;
      if (previous !== undefined && same(previous)) return false;
      if (same(next)) {
        if (next === current) sql.moveCurrent.run(vintage(), seriesId, period);
        else sql.moveHistory.run(vintage(), seriesId, period, next.vintage_id);
      } else {
        sql.archive.run(seriesId, period, vintage(), observation.value, observation.status, next.vintage_id);
      }
      if (previous !== undefined) sql.replacedBy.run(vintage(), seriesId, period, previous.vintage_id);
      return true;
    }
  };
}

const RECENT = 12;

/**
 * A printed unit can be wrong by a factor of 10,000 while every check within the page agrees; only history shows it.
 * @throws RefusedError when a new figure is `factor` times above or below the middle of the series' last twelve.
 */
function holdJumps(group: Group, held: ReadonlyMap<number, Held>, factor: number): void {
  for (const o of group.observations) {
    const earlier = [...held.values()].filter((row) => row.period < o.period.end && row.value !== null && row.value > 0).slice(-RECENT);
    const middle = earlier.map((row) => row.value as number).sort((a, b) => a - b)[Math.trunc(earlier.length / 2)];
    if (middle === undefined || o.value === null || o.value <= 0) continue;
    if (o.value >= middle * factor || o.value * factor <= middle) {
      const where = `${formatSeriesKey(group.key)} ${formatPeriod(o.period)}`;
      throw new RefusedError({
        where,
        reason: `${o.value} ${o.unit} is ${factor} times or more away from ${middle} ${o.unit}, the middle of the ${earlier.length} figures before it: held as a possible unit error`,
      });
    }
  }
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
    .update(observations.map((o) => `${o.period.end}=${o.value}${o.status}`).join(';'))
    .digest('hex')
    .slice(0, 16);

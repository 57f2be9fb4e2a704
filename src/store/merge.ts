import { type Neighbour, REACH_MONTHS } from '../domain/jump.ts';
import { type Latest, latestOfMonths } from '../domain/latest.ts';
import { addMonths, type YearMonth } from '../domain/period.ts';
import type { SeriesChange } from '../domain/quick-look.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import { refused } from '../errors.ts';
import { keyOf, publicationDay, type TableBatch } from './batch.ts';
import type { Sqlite } from './database.ts';
import { dictionaryWriter } from './dictionary-writer.ts';
import type { Keeper } from './hold.ts';
import { latestLookups, latestValues } from './latest.ts';
import { type Known, knownReader, mergeStatements } from './merge-statements.ts';
import { observationWriter } from './observation-writer.ts';
import { type PublishedValues, publishedValues, saysTheSame } from './published-values.ts';
import { type FoundSeries, seriesFinder } from './series-finder.ts';
import { batchVintages, type Vintage } from './vintages.ts';
import { type Withdrawals, withdrawals } from './withdrawals.ts';

/** One series of a batch, found or made in the dictionary. */
export interface MergedSeries extends SeriesChange {
  readonly keyId: number;
  readonly key: SeriesKey;
  /** The source had nothing under this key until its first load, which is under way. */
  readonly isNew: boolean;
}

/** @param change of what was merged so far. */
export type Concerns = (key: SeriesKey, keyId: number, change: SeriesChange) => boolean;

export interface MergeCounts {
  inserted: number;
  revised: number;
  unchanged: number;
}

export interface Merged {
  readonly vintageId: number | null;
  readonly counts: MergeCounts;
  /** Those that changed and that somebody asks about. */
  readonly series: readonly MergedSeries[];
  /** What is to be said of figures that are not stated any more, and of how many that is. */
  readonly notes: readonly string[];
  readonly noted: number;
}

/** A figure that the database has or had. */
interface Version extends Known, Vintage {}

/**
 * Merges observations into what is held: a new value is a new row, a changed one moves the old to history, an equal
 * one writes nothing. A file that was obtained before what is held (ingested late) is put into its place in the past.
 * What the keeper keeps back is as if the publication did not have it. What is held and no longer stated, where a publication states
 * all that there is, is held as missing.
 */
export function merger(db: Sqlite) {
  const sql = mergeStatements(db);
  const readKnown = knownReader(db);
  const newWriter = observationWriter(db);
  const newDictionary = dictionaryWriter(db);
  const newLookups = latestLookups(db);
  const newFinder = seriesFinder(db);
  const newWithdrawals = withdrawals(db, sql);

  /** @param concerns whether somebody asks about a series that changed; the others are merged and not listed. */
  return function merge(batch: TableBatch, keeper: Keeper, concerns: Concerns): Merged {
    const counts: MergeCounts = { inserted: 0, revised: 0, unchanged: 0 };
    const merged = new Map<number, MergedSeries>();
    const writer = newWriter();
    const dictionary = newDictionary({ ...batch.observations.series.common, pipeline: batch.pipeline, firstRunId: batch.runId });
    const latest = newLookups();
    const find = newFinder();
    const vintages = batchVintages(sql, batch);
    const { made: vintage, read: vintageOf } = vintages;
    const newest = sql.newest.get(batch.pipeline) as { known_from: string | null; published_at: string | null };
    /** Nothing that is held was seen or published after the batch: what is equal to it need not be looked at. */
    const isNewest = (newest.known_from ?? '') <= batch.retrievedAt && !isPublishedLater(newest.published_at);
    const mayBeFound = batch.observations.series.kinds.size > 1 || sql.hasKeys.get(batch.pipeline) === 1;
    const hasCorrected = sql.hasCorrected.get() === 1;
    const publishedOf = publishedValues(sql, hasCorrected);
    const withdrawn = newWithdrawals(batch, isNewest);
    /** Whether what was first seen in a run belongs to the first load. */
    const firstLoads = new Map<number, boolean>();

    for (const figures of batch.observations.bySeries()) {
      const key = keyOf(batch.pipeline, figures);
      const { found, isNew: newKey } = findOrAddKey(key, figures);
      const [keyId] = found;
      const before = merged.get(keyId);
      const isNew = before?.isNew ?? newKey;
      const change = mergeSeries(found, key, figures);
      if (change === null) continue;
      const isWhole = latest.changed(keyId, figures.kind) && batch.observations.series.kinds.size === 1;
      if (isWhole && before === undefined) list(keyId, key, isNew, change);
      else listFrom(change.firstChanged, keyId, key, isNew);
    }
    dictionary.flush();
    writer.flush();
    const { notes, noted } = withdrawn === null ? { notes: [], noted: 0 } : withdraw(withdrawn);
    latest.write();
    return { vintageId: vintages.last(), counts, series: [...merged.values()], notes, noted };

    function list(keyId: number, key: SeriesKey, isNew: boolean, change: SeriesChange): void {
      if (merged.has(keyId) || concerns(key, keyId, change)) merged.set(keyId, { keyId, key, isNew, ...change });
    }

    /** Of a series whose last figure does not say all of its change. */
    function listFrom(firstChanged: YearMonth, keyId: number, key: SeriesKey, isNew: boolean): void {
      const before = merged.get(keyId);
      list(keyId, key, isNew, { firstChanged: Math.min(firstChanged, before?.firstChanged ?? firstChanged), latest: null });
    }

    function withdraw(all: Withdrawals): Pick<Merged, 'notes' | 'noted'> {
      const { series, count, notes, noted } = all.write(() => vintage(batch.retrievedAt));
      for (const { found, key, figures } of series) {
        const [keyId, , firstRunId] = found;
        latest.lookUp(keyId);
        listFrom((figures[0] as Known).period, keyId, key, isOfFirstLoad(firstRunId));
      }
      counts.revised += count;
      return { notes, noted };
    }

    function findOrAddKey(key: SeriesKey, figures: SeriesFigures): { found: FoundSeries; isNew: boolean } {
      const { kind, valuation } = figures;
      if (mayBeFound) dictionary.flush();
      const found = mayBeFound ? find(kind, formatSeriesKey(key)) : undefined;
      if (found === undefined) {
        const keyId = dictionary.addKey(key, valuation, batch.runId);
        return { found: [keyId, valuation, batch.runId, null, null, null], isNew: true };
      }
      const [, held, firstRunId] = found;
      const other = figures.valuedOtherwise(held);
      if (other !== null) {
        throw refused(
          formatSeriesKey(key),
          `the series is valued ${held ?? 'without FOB or CIF'}, this file says ${other.valuation ?? 'neither FOB nor CIF'}`,
        );
      }
      return { found, isNew: isOfFirstLoad(firstRunId) };
    }

    function isOfFirstLoad(runId: number): boolean {
      const is = firstLoads.get(runId) ?? Date.parse(batch.loadedAt) - Date.parse(sql.startOfRun.get(runId) as string) < FIRST_LOAD_MS;
      firstLoads.set(runId, is);
      return is;
    }

    function mergeSeries(series: FoundSeries, key: SeriesKey, figures: SeriesFigures): SeriesChange | null {
      const [keyId, , , foundId, lastPrint, lastPeriod] = series;
      const print = figures.fingerprint();
      const isSame = lastPrint === print;
      if (foundId !== null && isSame && isNewest && withdrawn?.mayEndEarly(figures, lastPeriod) !== true) {
        counts.unchanged += figures.length;
        return null;
      }
      if (foundId !== null && isNewest && !hasCorrected && hasOneMore(foundId, lastPrint, figures)) {
        return addLast(foundId, print, key, figures);
      }
      const held = foundId === null ? [] : knownOf(foundId, figures, lastPeriod);
      withdrawn?.compare(series, key, figures, held);
      if (isSame && held.every((row) => vintageOf(row.vintage_id).known_from <= batch.retrievedAt && !isNewer(row))) {
        counts.unchanged += figures.length;
        return null;
      }
      const keptBack = keeper.keepBack(key, figures, held);
      const end = latestOfMonths(figures, held);
      if (foundId === null && keptBack.size === 0) return addAll(dictionary.addSeries(keyId, figures.kind, print, end), figures, end);
      const seriesId = foundId ?? dictionary.addSeries(keyId, figures.kind, null, null);
      dictionary.flush();
      const published = publishedOf(seriesId);
      let firstChanged: number | null = null;
      let late = keptBack.size > 0;
      let next = 0;
      for (let index = 0; index < figures.length; index += 1) {
        const period = figures.end(index);
        while (next < held.length && (held[next] as Known).period < period) next += 1;
        const current = held[next]?.period === period ? held[next] : undefined;
        if (keptBack.has(period)) continue;
        if (current === undefined) {
          writer.add(seriesId, period, figures.value(index), figures.status(index), vintage(batch.retrievedAt));
          counts.inserted += 1;
          noteCorrected(seriesId, figures, index, batch.retrievedAt);
          firstChanged ??= period;
          continue;
        }
        // What was published before the figure that is held cannot replace it, whenever it is obtained.
        const isOlder = !isNewest && isNewer(current);
        const seenAt = isOlder ? publicationDay(batch) : batch.retrievedAt;
        if (!isNewest && (vintageOf(current.vintage_id).known_from > seenAt || isOlder)) {
          late = true;
          const isPast = vintageOf(current.vintage_id).known_from > seenAt && !(isOlder && batch.isReadAgain === true);
          if (isPast && insertPast(seriesId, figures, index, current, seenAt, published)) counts.revised += 1;
          else counts.unchanged += 1;
          continue;
        }
        if (saysTheSame(figures, index, current, published)) {
          counts.unchanged += 1;
          continue;
        }
        sql.archive.run(seriesId, period, current.vintage_id, current.value, current.status, vintage(seenAt));
        sql.update.run(figures.value(index), figures.status(index), vintage(seenAt), seriesId, period);
        counts.revised += 1;
        noteCorrected(seriesId, figures, index, seenAt);
        firstChanged ??= period;
      }
      // What came late or was held back does not say how the series stands now, so it must not be taken for its last content.
      const isEnd = !late && figures.last >= (lastPeriod ?? 0);
      if (firstChanged !== null && isEnd) sql.setEnd.run(print, ...latestValues(end), seriesId);
      else sql.setFingerprint.run(late ? null : print, seriesId);
      if (firstChanged !== null && !isEnd) latest.lookUp(keyId);
      return firstChanged === null ? null : { firstChanged, latest: isEnd ? end : null };
    }

    function addAll(seriesId: number, figures: SeriesFigures, end: Latest): SeriesChange {
      writer.addAll(seriesId, figures, vintage(batch.retrievedAt));
      counts.inserted += figures.length;
      if (figures.isCorrected)
        for (let index = 0; index < figures.length; index += 1) noteCorrected(seriesId, figures, index, batch.retrievedAt);
      return { firstChanged: figures.end(0), latest: end };
    }

    /** What is held of a series that may matter to some figures: at their periods, behind them, and as far before as a jump is looked for. */
    function knownOf(seriesId: number, figures: SeriesFigures, lastPeriod: YearMonth | null): Known[] {
      const until = Math.max(addMonths(figures.last, REACH_MONTHS), withdrawn === null ? 0 : (lastPeriod ?? 0));
      return readKnown(seriesId, addMonths(figures.end(0), -REACH_MONTHS), until);
    }

    /** Whether the figures are those that are held, all of them and no other, and one behind them: most series of most releases. */
    function hasOneMore(seriesId: number, fingerprint: number | null, figures: SeriesFigures): boolean {
      const before = figures.length - 1;
      return before > 0 && fingerprint === figures.fingerprint(before) && sql.count.get(seriesId) === before;
    }

    function addLast(seriesId: number, print: number, key: SeriesKey, figures: SeriesFigures): SeriesChange | null {
      const last = figures.length - 1;
      const held = Array.from({ length: last }, (_, index): Neighbour => ({ period: figures.end(index), value: figures.value(index) }));
      const keptBack = keeper.keepBack(key, figures, held);
      const isKeptBack = keptBack.has(figures.last);
      counts.unchanged += last - keptBack.size + (isKeptBack ? 1 : 0);
      if (isKeptBack) {
        sql.setFingerprint.run(null, seriesId);
        return null;
      }
      const end = latestOfMonths(figures, []);
      sql.setEnd.run(keptBack.size > 0 ? null : print, ...latestValues(end), seriesId);
      noteCorrected(seriesId, figures, last, batch.retrievedAt);
      writer.add(seriesId, figures.last, figures.value(last), figures.status(last), vintage(batch.retrievedAt));
      counts.inserted += 1;
      return { firstChanged: figures.last, latest: end };
    }

    function noteCorrected(seriesId: number, figures: SeriesFigures, index: number, seenAt: string): void {
      const corrected = figures.corrected(index);
      if (corrected !== undefined)
        sql.addCorrected.run(seriesId, figures.end(index), vintage(seenAt), corrected.published, corrected.digest);
    }

    function isNewer(row: Known): boolean {
      return isPublishedLater(vintageOf(row.vintage_id).published_at);
    }

    function isPublishedLater(publishedAt: string | null): boolean {
      return publishedAt !== null && batch.publishedAt !== null && publishedAt > batch.publishedAt;
    }

    /** @returns whether the past now says something that it did not say before. */
    function insertPast(
      seriesId: number,
      figures: SeriesFigures,
      index: number,
      current: Known,
      seenAt: string,
      published: PublishedValues,
    ): boolean {
      const period = figures.end(index);
      const past = sql.past.all(seriesId, period) as Version[];
      const timeline = [...past, { ...current, ...vintageOf(current.vintage_id) }];
      const at = timeline.findIndex((row) => row.known_from > seenAt);
      const next = timeline[at] as Version;
      const previous = timeline[at - 1];
      const same = (row: Known): boolean => saysTheSame(figures, index, row, published);
      if (previous !== undefined && same(previous)) return false;
      noteCorrected(seriesId, figures, index, seenAt);
      if (same(next)) {
        if (next.vintage_id === current.vintage_id) sql.moveCurrent.run(vintage(seenAt), seriesId, period);
        else sql.moveHistory.run(vintage(seenAt), seriesId, period, next.vintage_id);
      } else {
        sql.archive.run(seriesId, period, vintage(seenAt), figures.value(index), figures.status(index), next.vintage_id);
      }
      if (previous !== undefined) sql.replacedBy.run(vintage(seenAt), seriesId, period, previous.vintage_id);
      return true;
    }
  };
}

/** A first load may take several runs, some of them cut off: what comes within a day of the first belongs to it. */
const FIRST_LOAD_MS = 24 * 3_600_000;

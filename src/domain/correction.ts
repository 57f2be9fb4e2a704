/**
 * Known errors of publishers, declared by a person in a ledger, and what they make of a publication. Pure; see
 * docs/operate.md, "Corrections".
 */
import { createHash } from 'node:crypto';
import { ObservationTable } from './observation-table.ts';
import { formatPeriod, type Period } from './period.ts';
import { formatSeriesKey, type Observation } from './series.ts';
import type { TableSeries } from './series-list.ts';

export const CORRECTION_ACTIONS = ['replace', 'remove'] as const;
export type CorrectionAction = (typeof CORRECTION_ACTIONS)[number];

/** One entry of the ledger: what a publication says wrongly, and what holds instead. */
export interface Correction {
  /** The same as long as what it does is the same; the reason, the source and the line may change. */
  readonly digest: string;
  readonly seriesKey: string;
  readonly period: Period;
  /** replace: `value` holds. remove: the figure counts as missing. */
  readonly action: CorrectionAction;
  /** Null when it is removed. */
  readonly value: number | null;
  /** The wrong value, exactly as it is published, in the unit of the series. Any other is not touched. */
  readonly expect: number;
  readonly reason: string;
  /** Where it is said that the published value is wrong. */
  readonly source: string;
  /** The day on which it was added. */
  readonly added: string;
  /** `config/corrections.yaml:12` */
  readonly place: string;
}

/** A publication spoke of a figure that the ledger names. */
export interface Sighting {
  readonly digest: string;
  /** As published; null where it was marked as missing or suppressed. */
  readonly value: number | null;
}

export interface CorrectedBatch {
  readonly observations: ObservationTable;
  readonly sightings: readonly Sighting[];
  /** Entries that no longer fit: upstream repaired the figure, or says a third value, which is left out. */
  readonly outdated: readonly { readonly where: string; readonly reason: string }[];
}

/** Identity of an entry by what it does. */
export const correctionDigest = (entry: Pick<Correction, 'seriesKey' | 'period' | 'action' | 'value' | 'expect'>): string =>
  createHash('sha256')
    .update(JSON.stringify([entry.seriesKey, entry.period.kind, entry.period.end, entry.action, entry.value, entry.expect]))
    .digest('hex')
    .slice(0, 16);

/** One figure of one series, as text. */
export const figureId = (seriesKey: string, period: Period): string => `${seriesKey} ${period.kind} ${period.end}`;

/**
 * Applies the entries to what a publication says: only where it says exactly what is expected.
 * @param pipeline the source of the observations.
 */
export function applyCorrections(pipeline: string, observations: ObservationTable, ledger: readonly Correction[]): CorrectedBatch {
  const sightings: Sighting[] = [];
  const outdated: { where: string; reason: string }[] = [];
  const keys = new Set(ledger.map((entry) => entry.seriesKey));
  if (keys.size === 0 || !isAnyOf(observations.series, (series) => keys.has(formatSeriesKey({ ...series, pipeline }))))
    return { observations, sightings, outdated };
  const entries = new Map(ledger.map((entry) => [figureId(entry.seriesKey, entry.period), entry]));
  const correct = (o: Observation, key: string): Observation | null => {
    const entry = entries.get(figureId(key, o.period));
    if (entry === undefined) return o;
    sightings.push({ digest: entry.digest, value: o.value });
    if (o.value === entry.expect) {
      const status = entry.action === 'remove' ? 'M' : o.status;
      return { ...o, value: entry.value, status, corrected: { digest: entry.digest, published: o.value } };
    }
    outdated.push({ where: entry.place, reason: outdatedReason(entry, o.value) });
    return o.value === entry.value ? o : null;
  };
  const taken = new ObservationTable();
  for (const figures of observations.bySeries()) {
    const key = formatSeriesKey({ ...figures.series, pipeline });
    for (let index = 0; index < figures.length; index += 1) {
      const o = figures.observation(index);
      const corrected = keys.has(key) ? correct(o, key) : o;
      if (corrected !== null) taken.add(corrected);
    }
  }
  return { observations: taken, sightings, outdated };
}

function isAnyOf(list: Iterable<TableSeries>, isMeant: (series: TableSeries) => boolean): boolean {
  for (const series of list) if (isMeant(series)) return true;
  return false;
}

/** Why an entry no longer fits what is published. */
export function outdatedReason(
  entry: Pick<Correction, 'seriesKey' | 'period' | 'action' | 'value' | 'expect'>,
  published: number | null,
): string {
  const figure = `${entry.seriesKey} ${formatPeriod(entry.period)} (${entry.period.kind})`;
  const says = published === null ? 'is now marked as missing' : `is now published as ${published}`;
  if (published === entry.value) return `${figure} ${says}: upstream repaired it; remove the entry`;
  const wanted = entry.value === null ? 'missing' : String(entry.value);
  return `${figure} ${says}, neither the wrong ${entry.expect} nor ${wanted}: the new figure is held; change or remove the entry`;
}

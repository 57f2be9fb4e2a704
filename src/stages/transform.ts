import { partsOf } from '../domain/codes/parts.ts';
import { applyCorrections, type CorrectedBatch, type Correction } from '../domain/correction.ts';
import { ObservationTable } from '../domain/observation-table.ts';
import { checkTotals } from '../domain/parts.ts';
import { formatMonth, formatPeriod, monthOfDate } from '../domain/period.ts';
import type { Proof } from '../domain/proof.ts';
import { keyFault, observationFault, type SeriesDimensions } from '../domain/series.ts';
import type { SeriesFigures } from '../domain/series-figures.ts';
import { type Refusal, RefusedError, refused, WaitingError } from '../errors.ts';
import type { Pipeline, Publication, Snapshot, Transformed } from '../pipeline.ts';
import { transformInWorker } from './worker.ts';

/** Figures that passed, as a table however the pipeline gave them. */
export type Figures = Publication & CorrectedBatch & { readonly kind: 'observations' };
export type Checked = Exclude<Transformed, { kind: 'observations' | 'table' }> | Figures;

/**
 * Bytes to observations by the pipeline, corrected by the ledger, and the checks that hold for every pipeline: valid codes, no
 * figure without a unit, none twice (a total and its details under one key, or parts that were not summed), none of a month
 * that has not begun. What the world's figures make beside those of the countries is added as proofs.
 * @throws RefusedError for anything that the snapshot should not be; a fault of the parser counts as one, so that
 * one page can never stop the others.
 */
export async function transform(
  pipeline: Pipeline,
  snapshot: Snapshot,
  settings: unknown,
  ledger: readonly Correction[] = [],
): Promise<Checked> {
  let result: Transformed;
  try {
    result =
      pipeline.worker === undefined
        ? pipeline.transform(snapshot, pipeline.settings.parse(settings))
        : await transformInWorker(pipeline.worker, snapshot, settings);
  } catch (error) {
    if (error instanceof RefusedError || error instanceof WaitingError) throw error;
    throw new RefusedError(
      { where: snapshot.name, reason: `the ${pipeline.id} parser failed: ${error instanceof Error ? error.message : String(error)}` },
      { cause: error },
    );
  }
  if (result.kind === 'rates') {
    const known = snapshot.retrievedAt.slice(0, 10);
    const future = result.rates.find(({ period }) => period > known.slice(0, period.length));
    if (future !== undefined)
      throw refused(`${snapshot.name} ${future.currency} ${future.period}`, `a rate of the future: it was obtained on ${known}`);
  }
  if (result.kind !== 'observations' && result.kind !== 'table') return result;
  const { table, ...publication } = inColumns(result);
  const refusals = faultsOf(table, snapshot.retrievedAt);
  if (refusals.length > 0) throw new RefusedError(refusals);
  table.forgetPlaces();
  const totals: Proof[] = [];
  for (const { proof } of checkTotals(table, partsOf(pipeline.id))) totals.push(proof);
  return {
    ...publication,
    kind: 'observations',
    ...applyCorrections(pipeline.id, table, ledger),
    proofs: [...(publication.proofs ?? []), ...totals],
  };
}

/** A publication with its figures as a table. */
function inColumns(result: Extract<Transformed, { kind: 'observations' | 'table' }>): Publication & { readonly table: ObservationTable } {
  if (result.kind === 'table') return result;
  const { observations, ...publication } = result;
  return { ...publication, table: ObservationTable.of(observations) };
}

/** In the order in which the figures came. */
function faultsOf(table: ObservationTable, retrievedAt: string): Refusal[] {
  const thisMonth = monthOfDate(new Date(retrievedAt));
  const found: { readonly place: number; readonly refusal: Refusal }[] = [];
  let sound: SeriesDimensions | null = null;
  for (const figures of table.bySeries()) {
    const wrongKey = keyFault(figures.series, sound) !== null;
    if (!wrongKey) sound = figures.series;
    if (!wrongKey && figures.areSound(thisMonth)) continue;
    for (let index = 0; index < figures.length; index += 1) {
      const twice = index > 0 && figures.end(index) === figures.end(index - 1);
      const future = figures.end(index) > thisMonth;
      if (!wrongKey && !twice && !future && isSound(figures, index)) continue;
      const place = figures.place(index);
      for (const refusal of refusalsOf(figures, index, twice, future ? thisMonth : null)) found.push({ place, refusal });
    }
  }
  return found.sort((a, b) => a.place - b.place).map(({ refusal }) => refusal);
}

/** Whether value and status of a figure go together: what `observationFault` looks at beside the key. */
function isSound(figures: SeriesFigures, index: number): boolean {
  const value = figures.value(index);
  const status = figures.status(index);
  return (value === null) === (status === 'M' || status === 'Q') && (value === null || Number.isFinite(value));
}

function refusalsOf(figures: SeriesFigures, index: number, twice: boolean, future: number | null): Refusal[] {
  const o = figures.observation(index);
  const where = `${o.reporter}.${o.partner}.${o.flow}.${o.classification}:${o.product}.${o.measure}.${o.unit} ${formatPeriod(o.period)} (${o.period.kind})`;
  const fault = observationFault(o);
  const refusals: Refusal[] = fault === null ? [] : [{ where, reason: fault }];
  if (twice) {
    const reason = `stands twice in one publication, as ${figures.value(index - 1)} and ${o.value}: a total beside its details, or parts that are not summed`;
    refusals.push({ where, reason });
  }
  if (future !== null) refusals.push({ where, reason: `a figure of the future: it was obtained in ${formatMonth(future)}` });
  return refusals;
}

import { applyCorrections, type CorrectedBatch, type Correction } from '../domain/correction.ts';
import { formatMonth, formatPeriod, monthOfDate } from '../domain/period.ts';
import { type Observation, observationFault } from '../domain/series.ts';
import { type Refusal, RefusedError, WaitingError } from '../errors.ts';
import type { Pipeline, Snapshot, Transformed } from '../pipeline.ts';
import { transformInWorker } from './worker.ts';

type Observations = Extract<Transformed, { kind: 'observations' }>;
export type Corrected<T> = T extends Observations ? T & CorrectedBatch : T;

/**
 * Bytes to observations by the pipeline, corrected by the ledger, and the checks that hold for every pipeline: valid codes, no figure without a
 * unit, none twice, none of a month that has not begun.
 * @throws RefusedError for anything that the snapshot should not be; a fault of the parser counts as one, so that
 * one page can never stop the others.
 */
export async function transform(
  pipeline: Pipeline,
  snapshot: Snapshot,
  settings: unknown,
  ledger: readonly Correction[] = [],
): Promise<Corrected<Transformed>> {
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
      throw new RefusedError({
        where: `${snapshot.name} ${future.currency} ${future.period}`,
        reason: `a rate of the future: it was obtained on ${known}`,
      });
  }
  if (result.kind !== 'observations') return result;
  const refusals = faultsOf(result.observations, snapshot.retrievedAt);
  if (refusals.length > 0) throw new RefusedError(refusals);
  return { ...result, ...applyCorrections(pipeline.id, result.observations, ledger) };
}

function faultsOf(observations: readonly Observation[], retrievedAt: string): Refusal[] {
  const refusals: Refusal[] = [];
  const seen = new Set<string>();
  const thisMonth = monthOfDate(new Date(retrievedAt));
  for (const o of observations) {
    const where = `${o.reporter}.${o.partner}.${o.flow}.${o.classification}:${o.product}.${o.measure}.${o.unit} ${formatPeriod(o.period)} (${o.period.kind})`;
    const fault = observationFault(o);
    if (fault !== null) refusals.push({ where, reason: fault });
    if (seen.has(where)) refusals.push({ where, reason: 'stands twice in one publication' });
    seen.add(where);
    if (o.period.end > thisMonth) refusals.push({ where, reason: `a figure of the future: it was obtained in ${formatMonth(thisMonth)}` });
  }
  return refusals;
}

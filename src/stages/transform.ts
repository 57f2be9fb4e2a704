import { applyCorrections, type CorrectedBatch, type Correction } from '../domain/correction.ts';
import { checkTotals } from '../domain/parts.ts';
import { formatMonth, formatPeriod, monthOfDate } from '../domain/period.ts';
import { type Observation, observationFault } from '../domain/series.ts';
import { type Refusal, RefusedError, WaitingError } from '../errors.ts';
import type { Pipeline, Proof, Snapshot, Transformed } from '../pipeline.ts';
import { transformInWorker } from './worker.ts';

type Observations = Extract<Transformed, { kind: 'observations' }>;
export type Corrected<T> = T extends Observations ? T & CorrectedBatch : T;

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
  const totals = checkTotals(result.observations).map(
    ({ subject, expected, received, holds, detail }): Proof => ({ check: 'total', subject, expected, received, holds, detail }),
  );
  return { ...result, ...applyCorrections(pipeline.id, result.observations, ledger), proofs: [...(result.proofs ?? []), ...totals] };
}

function faultsOf(observations: readonly Observation[], retrievedAt: string): Refusal[] {
  const refusals: Refusal[] = [];
  const seen = new Map<string, number | null>();
  const thisMonth = monthOfDate(new Date(retrievedAt));
  for (const o of observations) {
    const where = `${o.reporter}.${o.partner}.${o.flow}.${o.classification}:${o.product}.${o.measure}.${o.unit} ${formatPeriod(o.period)} (${o.period.kind})`;
    const fault = observationFault(o);
    if (fault !== null) refusals.push({ where, reason: fault });
    const before = seen.get(where);
    if (before !== undefined) {
      const reason = `stands twice in one publication, as ${before} and ${o.value}: a total beside its details, or parts that are not summed`;
      refusals.push({ where, reason });
    }
    seen.set(where, o.value);
    if (o.period.end > thisMonth) refusals.push({ where, reason: `a figure of the future: it was obtained in ${formatMonth(thisMonth)}` });
  }
  return refusals;
}

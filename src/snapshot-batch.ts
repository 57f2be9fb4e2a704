/** What of a publication is loaded: figures or rates, and what was seen after it and has to be heard again behind it. */
import { figureId } from './domain/correction.ts';
import { JUMP_FACTOR } from './domain/jump.ts';
import { ObservationTable } from './domain/observation-table.ts';
import type { ExchangeRate } from './domain/rate.ts';
import { Retelling } from './domain/retelling.ts';
import { formatSeriesKey, type Observation } from './domain/series.ts';
import type { Pipeline } from './pipeline.ts';
import { readArchived } from './reading.ts';
import type { Services } from './services.ts';
import type { Checked, Figures } from './stages/transform.ts';
import type { Decision, HoldCause, LoadBatch, RateBatch, SnapshotRecord } from './store/store.ts';

/** Parameters of a file whose held figures a person has looked at, by what they would be held for. */
export const TAKES: Readonly<Record<HoldCause, string>> = { jump: 'accept_jump', partial_release: 'accept_partial' };
/** Parameter of bytes that are read again for what waits of them: `accept` or `reject`. */
export const DECISION = 'held';

function decisionOf({ params }: SnapshotRecord): Decision | null {
  const decided = params[DECISION];
  if (decided === 'accept' || decided === 'reject') return { kind: decided };
  const causes = (Object.keys(TAKES) as HoldCause[]).filter((cause) => params[TAKES[cause]] !== undefined);
  return causes.length === 0 ? null : { kind: 'take', causes };
}

/** Set where a publication is read again after the ledger of corrections changed: the figures to take from it, one a line. */
export const CORRECTED_FIGURES = 'corrected_figures';

/** Parameter of a file that was obtained before something that its source had said already: `yes`. */
export const LATE = 'late';

/** A publication that was read, with its figures as a table. */
type ReadBatch = LoadBatch & { readonly observations: ObservationTable };

export const batchOf = (
  pipeline: Pipeline,
  record: SnapshotRecord,
  seenAt: string,
  result: Figures,
  loadedAt: string,
  statesAllMonths: boolean,
): ReadBatch => ({
  pipeline: pipeline.id,
  snapshotId: record.id,
  runId: record.runId,
  retrievedAt: seenAt,
  publishedAt: result.publishedAt ?? null,
  loadedAt,
  observations: chosen(pipeline, record, result),
  sightings: result.sightings,
  refused: result.outdated,
  // What is read again for some figures has named its products before; they may have been renamed since.
  products: [CORRECTED_FIGURES, DECISION].some((name) => record.params[name] !== undefined) ? [] : (result.products ?? []),
  notes: result.notes ?? [],
  proofs: result.proofs ?? [],
  jumpFactor: [result.jumpFactor, pipeline.jumpFactor, JUMP_FACTOR].find((factor) => factor !== undefined) ?? null,
  decision: decisionOf(record),
  ...(pipeline.statesAllMonths === true && { statesAllMonths }),
  ...(record.params[CORRECTED_FIGURES] !== undefined && { isReadAgain: true }),
});

/**
 * Whether what a publication of a source that states all months does not state was taken away. Not of one that is read again for some of its figures,
 * that was obtained late, or of which figures are left out.
 */
export function statesAllMonths({ params }: SnapshotRecord, { outdated, statesAllMonths: isWhole }: Figures): boolean {
  return [CORRECTED_FIGURES, DECISION, LATE].every((name) => params[name] === undefined) && outdated.length === 0 && isWhole !== false;
}

/** All figures, or those for which a publication is read again: the rest of it may be out of date by now. */
function chosen(pipeline: Pipeline, record: SnapshotRecord, { observations }: Figures): ObservationTable {
  const figures = record.params[CORRECTED_FIGURES]?.split('\n');
  if (figures === undefined) return observations;
  const isChosen = (o: Observation): boolean => figures.includes(figureId(formatSeriesKey({ ...o, pipeline: pipeline.id }), o.period));
  return ObservationTable.of(filtered(observations, isChosen));
}

function* filtered(observations: Iterable<Observation>, isWanted: (o: Observation) => boolean): Generator<Observation> {
  for (const o of observations) if (isWanted(o)) yield o;
}

/** What was seen after a snapshot; only a file that is ingested late has any. */
const snapshotsAfter = async (
  { store }: Pick<Services, 'store'>,
  { id, pipeline, retrievedAt }: SnapshotRecord,
): Promise<SnapshotRecord[]> => (await store.snapshotsSeenAfter(pipeline, retrievedAt)).filter((other) => other.id !== id);

/**
 * What was loaded before this snapshot although it was seen after it, and has to be merged again behind it: only a file that
 * is ingested late has any. Publications are read one by one until each figure that the file contradicts has been said
 * again, so that a long row of old files costs what the files cost. Those with held figures are always read: what comes
 * late may be what makes them credible.
 */
export async function seenLater(
  services: Pick<Services, 'store' | 'archive' | 'now'>,
  pipeline: Pipeline,
  record: SnapshotRecord,
  batch: ReadBatch,
): Promise<LoadBatch[]> {
  const later = await snapshotsAfter(services, record);
  if (later.length === 0) return [];
  const retelling = new Retelling(pipeline.id, await services.store.contradicted(batch));
  const batches: LoadBatch[] = [];
  for (const one of later) {
    const withHeld = one.outcome === 'held';
    if (!withHeld && !retelling.mayHear(one.extent)) continue;
    const result = await (await readArchived(services.archive, pipeline, one))();
    if (result.kind !== 'observations') continue;
    const whole = batchOf(pipeline, one, one.lastSeenAt, result, services.now().toISOString(), false);
    const again = [...filtered(whole.observations, (o) => retelling.hears(o))];
    if (withHeld) batches.push(whole);
    else if (again.length > 0) batches.push({ ...whole, observations: again });
  }
  return batches;
}

type Rates = Extract<Checked, { readonly kind: 'rates' }>;

export const rateBatchOf = (
  { id, pipeline }: SnapshotRecord,
  retrievedAt: string,
  { publishedAt, notes }: Rates,
  rates: readonly ExchangeRate[],
): RateBatch => ({ pipeline, snapshotId: id, retrievedAt, publishedAt: publishedAt ?? null, rates, notes: notes ?? [] });

/** The same of rates: those that the snapshot has, as publications said them that were seen after it. */
export async function ratesSeenLater(
  services: Pick<Services, 'store' | 'archive'>,
  pipeline: Pipeline,
  record: SnapshotRecord,
  rates: readonly ExchangeRate[],
): Promise<RateBatch[]> {
  const nameOf = ({ currency, frequency, period }: ExchangeRate): string => `${currency} ${frequency} ${period}`;
  const wanted = new Set(rates.map(nameOf));
  const batches: RateBatch[] = [];
  for (const one of await snapshotsAfter(services, record)) {
    const result = await (await readArchived(services.archive, pipeline, one))();
    if (result.kind !== 'rates') continue;
    const again = result.rates.filter((rate) => wanted.has(nameOf(rate)));
    if (again.length > 0) batches.push(rateBatchOf(one, one.lastSeenAt, result, again));
  }
  return batches;
}

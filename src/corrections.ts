import { type Correction, figureId } from './domain/correction.ts';
import type { Log } from './log.ts';
import { obtainedNow } from './obtained.ts';
import type { Pipeline } from './pipeline.ts';
import { readArchived } from './reading.ts';
import { noCounts, type Services, wordOf } from './services.ts';
import { pending, takeRead } from './snapshot.ts';
import { CORRECTED_FIGURES, DECISION, TAKES } from './snapshot-batch.ts';
import type { Rereading } from './store/correction-store.ts';
import type { NewSnapshot } from './store/store.ts';

type LedgerServices = Pick<Services, 'store' | 'archive' | 'detector' | 'now'> & { readonly log: Log };

/**
 * Makes a ledger of corrections the active one. Figures that are held already and that it touches are read again from
 * the archive, as a new vintage: an entry that came corrects them, one that went gives back what is published. Killed
 * in between, it is done again at the next start.
 */
export async function activateLedger(
  services: LedgerServices,
  pipelines: ReadonlyMap<string, Pipeline>,
  ledger: readonly Correction[],
): Promise<void> {
  for (const rereading of await services.store.rereadings(ledger)) {
    const pipeline = pipelines.get(rereading.snapshot.pipeline);
    if (pipeline !== undefined) await readAgain(services, pipeline, rereading, ledger);
  }
  await services.store.activateCorrections(ledger);
}

async function readAgain(
  { store, archive, detector, now, log }: LedgerServices,
  pipeline: Pipeline,
  { snapshot, figures }: Rereading,
  ledger: readonly Correction[],
): Promise<void> {
  const about = { pipeline: pipeline.id, figures };
  const at = await obtainedNow({ store, now }, pipeline.id);
  const asked = {
    ...snapshot,
    // Not the request's own key: what the source answered last stays what it answered last.
    requestKey: snapshot.requestKey.startsWith(KEY) ? snapshot.requestKey : KEY + snapshot.requestKey,
    retrievedAt: at,
    etag: null,
    lastModified: null,
    params: { ...asAccepted(snapshot.params), [CORRECTED_FIGURES]: figures.join('\n'), [TAKES.jump]: TAKEN_BY },
    corrections: ledger.filter((entry) => figures.includes(figureId(entry.seriesKey, entry.period))),
  };
  let read: Awaited<ReturnType<typeof readArchived>>;
  try {
    read = await readArchived(archive, pipeline, asked);
  } catch (error) {
    log.error('a publication cannot be read again for the ledger of corrections; its figures stay as they are', { ...about, error });
    return;
  }
  const runId = await store.beginRun(pipeline.id, 'replay', at);
  const again: NewSnapshot = { ...asked, runId };
  const record = pending(again, await store.addSnapshot(again));
  const taken = await takeRead({ store, archive, detector, now }, pipeline, record, read);
  const { inserted, revised, unchanged, refused, outcome } = taken;
  const counts = { ...noCounts(), snapshots: 1, inserted, revised, unchanged, refused: outcome === 'refused' ? 1 : 0 };
  counts[wordOf(outcome)] += 1;
  const error = refused.length === 0 ? null : refused.map(({ where, reason }) => `${where}: ${reason}`).join('; ');
  await store.finishRun(runId, at, error === null ? 'ok' : 'partial', counts, error);
  log.info('the ledger of corrections changed; a publication was read again', { ...about, revised });
}

const KEY = 'corrections:';
const TAKEN_BY = 'the ledger of corrections';

/** What waited of a publication and was accepted waits no more: of what is read again it is taken as of one that was accepted when it came. */
function asAccepted(params: NewSnapshot['params']): NewSnapshot['params'] {
  if (params[DECISION] !== 'accept') return params;
  const { [DECISION]: _, ...others } = params;
  return { ...others, [TAKES.partial_release]: TAKEN_BY };
}

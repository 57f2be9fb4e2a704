import { basename } from 'node:path';
import { HeldError, RefusedError, refused } from './errors.ts';
import { obtainedNow } from './obtained.ts';
import type { SourceRequest } from './pipeline.ts';
import { requestCounter } from './quota.ts';
import { type FollowUp, linksOf, saysNothingYet } from './reading.ts';
import { type Counts, type Services, type Source, wordOf } from './services.ts';
import { isBeside, pending, type Taken, takeArchived, takeSnapshot } from './snapshot.ts';
import { type Extracted, extract } from './stages/extract.ts';
import { type NewSnapshot, type SnapshotRecord, WITH_FIGURES } from './store/store.ts';

/** An answer that never changes in place but was refused is asked for again after this long: publishers do mend pages. */
const ASK_REFUSED_AGAIN_MS = 24 * 3_600_000;

/** One request: fetched if it must be, archived, processed. Returns what an index page leads to. */
export async function take(
  services: Services,
  source: Source,
  request: FollowUp,
  runId: number,
  counts: Counts,
): Promise<readonly FollowUp[]> {
  const { store, archive, client, now } = services;
  const { pipeline } = source;
  const last = await store.latestSnapshot(pipeline.id, request.key);
  const earlierPages = request.earlierPages ?? [];
  // A page says the same only after the same pages.
  const comparable = last !== null && isSame(last.earlierPages, earlierPages);
  // An answer that never changes in place is asked for again until it is there, and after it was refused.
  if (request.once === true && last !== null && last.outcome !== 'not_yet_published' && !askAgain(last, now())) {
    if (last.outcome === 'refused' && request.crawl !== true) throw new RefusedError(last.refused);
    return leadsOn(last) ? linksOf(services, source, asAskedNow(last, request)) : [];
  }
  counts.requests += 1;
  const answer = await extract(client, request, {
    // Without an address of its own (feeds), a source may lead anywhere that is public.
    pipelineHosts: source.baseUrl === null ? [] : [new URL(source.baseUrl).hostname],
    paceMs: Math.max(pipeline.paceMs, request.afterMs ?? 0),
    secret: source.secret,
    conditional: !comparable ? null : { etag: last.etag, lastModified: last.lastModified },
    ...(services.signal === undefined ? {} : { signal: services.signal }),
    ...beforeSending(services, source),
  });
  // "204 No content" is no page of an answer that goes on, and no answer of months that are long out.
  if (answer.kind === 'no_content') {
    if (request.crawl === true) throw refused(request.url, 'an answer without content');
    if (earlierPages.length > 0)
      throw refused(
        request.key,
        `no content (HTTP 204) in the place of page ${earlierPages.length + 1}: the short page that ends the answer is missing`,
      );
    if (request.expectsData === true)
      throw refused(
        request.key,
        'no content (HTTP 204) for months that were published long ago: a code is wrong, or there was no such trade',
      );
  }
  // Else it is recorded as the empty answer that it is: see takeSnapshot.
  const bytes = answer.kind === 'answered' ? answer.bytes : new Uint8Array();
  const kept = answer.kind === 'not_modified' ? null : await archive.keep(pipeline.id, bytes);
  if (answer.kind === 'not_modified' || kept === null || (comparable && last.sha256 === kept.sha256 && last.outcome !== null)) {
    return last === null ? [] : seenAgain(services, source, last, request, runId, counts);
  }
  const snapshot: NewSnapshot = {
    runId,
    pipeline: pipeline.id,
    requestKey: request.key,
    name: basename(new URL(request.url).pathname) || pipeline.id,
    ...(answer.kind === 'answered' ? answerOf(answer) : { url: request.url, mediaType: null, etag: null, lastModified: null }),
    sha256: kept.sha256,
    extension: kept.extension,
    bytes: kept.bytes,
    retrievedAt: await obtainedNow(services, pipeline.id),
    params: { ...request.params, ...(answer.kind === 'answered' ? servedCharset(answer.charset) : {}) },
    columns: null,
    settings: source.settings,
    earlierPages,
    corrections: source.corrections ?? [],
  };
  return record(services, source, snapshot, bytes, counts);
}

/** What says UTF-8 says what undeclared bytes are anyway. */
const servedCharset = (charset: string | null): { charset?: string } => (charset === null || /^utf-?8$/.test(charset) ? {} : { charset });

function beforeSending(services: Services, source: Source): { beforeSending?: () => Promise<void> } {
  const counter = requestCounter(services, source);
  return counter === null ? {} : { beforeSending: counter };
}
const answerOf = ({ url, mediaType, etag, lastModified }: Extract<Extracted, { kind: 'answered' }>) => ({
  url,
  mediaType,
  etag,
  lastModified,
});

async function record(
  services: Services,
  source: Source,
  snapshot: NewSnapshot,
  bytes: Uint8Array,
  counts: Counts,
): Promise<readonly FollowUp[]> {
  const id = await services.store.addSnapshot(snapshot);
  counts.snapshots += 1;
  return account(services, snapshot, await takeSnapshot(services, source.pipeline, pending(snapshot, id), bytes), counts);
}

/** The source says what it said before. */
async function seenAgain(
  services: Services,
  source: Source,
  last: SnapshotRecord,
  request: SourceRequest,
  runId: number,
  counts: Counts,
): Promise<readonly FollowUp[]> {
  const { store, archive } = services;
  const at = await obtainedNow(services, last.pipeline);
  const corrections = source.corrections ?? [];
  const anew = { ...last, corrections, runId, retrievedAt: at, params: request.params ?? {}, settings: source.settings };
  if (last.outcome === 'not_yet_published' && !(await saysNothingYet(services, source.pipeline, anew)))
    return record(services, source, anew, await archive.read(last.pipeline, last.sha256), counts);
  if (last.outcome !== null && WITH_FIGURES.includes(last.outcome)) {
    // A file that a person gave meanwhile, or a backfill, may say otherwise: what the source says now is newer.
    const meanwhile = (await store.snapshotsSeenAfter(last.pipeline, last.lastSeenAt)).some((other) => isBeside(other.requestKey));
    // After the ledger of corrections changed, it is read with the new one.
    const corrected = !isSame(
      last.corrections.map((entry) => entry.digest),
      corrections.map((entry) => entry.digest),
    );
    if (meanwhile || corrected)
      return record(
        services,
        source,
        { ...last, corrections, runId, retrievedAt: at },
        await archive.read(last.pipeline, last.sha256),
        counts,
      );
  }
  await store.seeSnapshotAgain(last.id, at);
  if (last.outcome !== null && last.outcome !== 'refused') counts[wordOf(last.outcome)] += 1;
  // A feed that did not change still leads to the pages that are not read yet.
  if (leadsOn(last) || last.outcome === 'articles') return linksOf(services, source, asAskedNow(last, request));
  if (last.outcome !== 'refused') return [];
  // Read again: the parser may have been mended since. Refused again, the source stays in the state of failing.
  return account(services, last, await takeArchived(services, source.pipeline, last), counts);
}

/**
 * @throws RefusedError when the snapshot was refused.
 * @throws HeldError when some of its figures were held back: that makes a run partial, too.
 * @throws WaitingError when it says that a key is wanted.
 */
function account({ log }: Services, { pipeline, requestKey }: NewSnapshot, taken: Taken, counts: Counts): readonly FollowUp[] {
  counts.inserted += taken.inserted;
  counts.revised += taken.revised;
  counts.unchanged += taken.unchanged;
  if (taken.waiting !== null) throw taken.waiting;
  if (taken.outcome === 'refused') {
    counts.refused += 1;
    throw new RefusedError(taken.refused);
  }
  counts[wordOf(taken.outcome)] += 1;
  if (taken.outcome === 'suppressed' || taken.outcome === 'not_yet_published')
    log.info(taken.outcome.replaceAll('_', ' '), { pipeline, request: requestKey, reason: taken.notes[0] ?? null });
  // Single figures that the ledger of corrections no longer fits. What is left out of a feed stops nothing.
  if (taken.refused.length > 0 && taken.articles === 0) throw new RefusedError(taken.refused);
  if (taken.held.length > 0) throw new HeldError(taken.held);
  return taken.links;
}

const leadsOn = (last: SnapshotRecord): boolean => last.outcome === 'links' || last.outcome === 'page';

/** The same bytes lead to what is wanted now: the months to ask for move on, a key may have been set. */
const asAskedNow = (last: SnapshotRecord, request: SourceRequest): SnapshotRecord => ({ ...last, params: request.params ?? {} });

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((page, at) => page === b[at]);

const askAgain = (last: SnapshotRecord, now: Date): boolean =>
  last.outcome === 'refused' && now.getTime() - Date.parse(last.lastSeenAt) >= ASK_REFUSED_AGAIN_MS;

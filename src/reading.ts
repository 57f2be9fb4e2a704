/** What archived snapshots say: their bytes through the pipeline, nothing loaded. */
import { RefusedError, WaitingError } from './errors.ts';
import type { Pipeline, Snapshot, SourceRequest } from './pipeline.ts';
import type { Services, Source } from './services.ts';
import type { Archive } from './stages/archive.ts';
import { type Content, contentOf, HELD_BYTES } from './stages/content.ts';
import { type Checked, transform } from './stages/transform.ts';
import type { NewSnapshot, SnapshotRecord } from './store/store.ts';

/** What an answer leads to: a request, with the pages that were read before it. */
export interface FollowUp extends SourceRequest {
  readonly earlierPages?: readonly string[];
}

/**
 * Reads archived bytes, in pieces when they are many.
 * @returns what gives what they say, or throws what is wrong with them.
 * @throws Error of the archive.
 */
export async function readArchived(
  archive: Archive,
  pipeline: Pipeline,
  record: Asked & Pick<SnapshotRecord, 'sha256' | 'bytes'>,
): Promise<() => Promise<Checked>> {
  const read = async (content: Content): Promise<() => Promise<Checked>> => {
    const reading = readSnapshot(archive, pipeline, record, content);
    await reading.catch(() => null);
    return () => reading;
  };
  if (pipeline.inPieces === true && record.bytes > HELD_BYTES) return archive.unpacked(record.pipeline, record.sha256, read);
  return read(contentOf(await archive.read(record.pipeline, record.sha256)));
}

/** What is known of bytes before they are archived. */
type Asked = Omit<NewSnapshot, 'sha256' | 'extension' | 'bytes'>;

/** What a snapshot says, by its pipeline: pure, so that it may be read while its bytes are archived. */
export const readSnapshot = async (archive: Archive, pipeline: Pipeline, record: Asked, content: Content): Promise<Checked> =>
  transform(pipeline, await snapshotFor(archive, record, content), record.settings, record.corrections);

/** "204 No content", or 404 where what is asked for may be missing, is how publishers say: nothing there yet. No other answer, and no file that is read, is empty. */
export const saysNothing = (record: SnapshotRecord): boolean => record.bytes === 0 && !record.requestKey.startsWith('file:');
export const NO_CONTENT = 'no content: the publisher has nothing for this question yet';

/** What an archived index page, a feed, or a page of several leads to. */
export async function linksOf(services: Services, source: Source, last: SnapshotRecord): Promise<readonly FollowUp[]> {
  const bytes = await services.archive.read(last.pipeline, last.sha256);
  const result = await transform(source.pipeline, await snapshotFor(services.archive, last, contentOf(bytes)), source.settings);
  if (result.kind === 'page') return [followingPage(last, result.next)];
  return result.kind === 'links' || result.kind === 'articles' ? (result.requests ?? []) : [];
}

/** Whether an answer still says that there is nothing yet: what is wanted, and the time by which it must be there, move on. */
export async function saysNothingYet(services: Pick<Services, 'archive'>, pipeline: Pipeline, record: SnapshotRecord): Promise<boolean> {
  if (saysNothing(record)) return true;
  try {
    const bytes = await services.archive.read(record.pipeline, record.sha256);
    const result = await transform(pipeline, await snapshotFor(services.archive, record, contentOf(bytes)), record.settings);
    return result.kind === 'not_yet_published';
  } catch (error) {
    if (error instanceof RefusedError || error instanceof WaitingError) return false;
    throw error;
  }
}

export const followingPage = (page: SnapshotRecord, next: SourceRequest): FollowUp => ({
  ...next,
  earlierPages: [...page.earlierPages, page.sha256],
});

const snapshotFor = async (archive: Archive, record: Asked, content: Content): Promise<Snapshot> => ({
  get bytes() {
    return content.bytes();
  },
  ...(content.chunks === null ? {} : { chunks: content.chunks }),
  name: record.name,
  url: record.url,
  mediaType: record.mediaType,
  retrievedAt: record.retrievedAt,
  params: record.params,
  columns: record.columns,
  earlier: await Promise.all(record.earlierPages.map((sha256) => archive.read(record.pipeline, sha256))),
});

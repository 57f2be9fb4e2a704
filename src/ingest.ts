import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readClaims } from './claims.ts';
import { describeError } from './errors.ts';
import { obtainedNow } from './obtained.ts';
import type { Pipeline } from './pipeline.ts';
import { readSnapshot } from './reading.ts';
import { settleReleases } from './releases.ts';
import { noCounts, type Services, type Source, wordOf } from './services.ts';
import { type Brought, NOTHING, pending, recover, takeRead } from './snapshot.ts';
import { LATE } from './snapshot-batch.ts';
import { type Content, contentOf, contentOfFile, type FileContent, HELD_BYTES } from './stages/content.ts';
import type { Packer } from './stages/packer.ts';
import type { NewSnapshot, SnapshotRecord } from './store/store.ts';

/** What a file brought; what is held is among what was refused. */
export interface FileReport extends Brought {
  readonly file: string;
  readonly snapshot: string;
  readonly outcome: 'loaded' | 'unchanged' | 'refused';
}

export interface GivenFiles {
  readonly trigger: 'ingest' | 'inbox';
  /** When they were obtained; null for now. */
  readonly retrievedAt: string | null;
  readonly url: string | null;
  readonly columns: readonly string[] | null;
  readonly params: Readonly<Record<string, string>>;
  /** Reads the first of the files since the program started. */
  readonly packer?: Packer | undefined;
}

/**
 * Files that a person obtained, through the same archive, transform and load, as one run. A file that brings nothing
 * new leaves no trace, so that the same file given twice leaves the database as it was.
 * @param taken called after each file, when all of it is durable.
 */
export async function ingestFiles(
  services: Services,
  source: Source,
  files: readonly string[],
  given: GivenFiles,
  taken: (report: FileReport) => Promise<void> | void,
): Promise<void> {
  const { store, now } = services;
  await recover(services, source);
  const wasCutOff = await store.wasCutOff(source.pipeline.id);
  const startedAt = now().toISOString();
  let begun: Promise<number> | null = null;
  // A file that is known needs no run: nothing is written.
  const begin: Begin = () => {
    begun ??= store.beginRun(source.pipeline.id, given.trigger, startedAt);
    return begun;
  };
  const counts = noCounts();
  const faults: string[] = [];
  let looked = 0;
  for (const [at, file] of files.entries()) {
    if (services.signal?.aborted === true) break;
    const packer = at === 0 ? given.packer : undefined;
    const { report, word, forgotten } = await ingestFile(services, source, file, begin, given, packer).catch((error: unknown) =>
      unreadable(file, error),
    );
    if (!forgotten) {
      counts.snapshots += 1;
      counts.inserted += report.inserted;
      counts.revised += report.revised;
      counts.unchanged += report.unchanged;
      if (word === 'errors') counts.refused += 1;
      counts[word] += 1;
      if (report.refused.length > 0 && report.articles === 0) faults.push(describeRefusals(basename(file), report));
    }
    packer?.stop();
    looked += 1;
    await taken(report);
  }
  await readClaims(services, counts.snapshots === 0 ? null : await begin());
  // After a run that was cut off, one that finds all in place stays: it says that the source is well again.
  if (counts.snapshots > 0 || (looked > 0 && wasCutOff))
    await store.finishRun(
      await begin(),
      now().toISOString(),
      faults.length === 0 ? 'ok' : counts.refused < counts.snapshots ? 'partial' : 'failed',
      counts,
      faults.length === 0 ? null : faults.join('; '),
    );
  else if (begun !== null) await store.forgetRun(await begun);
  await settleReleases(services, source);
  await store.judgePublications(services.detector, now().toISOString());
}

/** Begins the run of these files, with the first that needs one. @returns its number. */
type Begin = () => Promise<number>;

interface Ingested {
  readonly report: FileReport;
  /** What the file came to, as it is counted. */
  readonly word: ReturnType<typeof wordOf>;
  readonly forgotten: boolean;
}

/** A file that cannot be read stops nothing else. Faults of the database or of the archive's disk do. */
function unreadable(file: string, error: unknown): Ingested {
  if (!(error instanceof UnreadableError)) throw error;
  const refused = [{ where: basename(file), reason: error.message }];
  return { report: { file, snapshot: '', outcome: 'refused', ...NOTHING, refused }, word: 'errors', forgotten: false };
}

class UnreadableError extends Error {}

/** Beyond this no publication is one file of figures, and reading it would take the memory of the server. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** Of what is read in pieces: 40 million rows. */
const MAX_FILE_BYTES_IN_PIECES = 4 * 1024 ** 3;

async function readGiven({ inPieces = false }: Pipeline, file: string): Promise<Content | FileContent> {
  try {
    const { size } = await stat(file);
    const most = inPieces ? MAX_FILE_BYTES_IN_PIECES : MAX_FILE_BYTES;
    if (size > most) throw new Error(`${size} bytes; at most ${most} are read`);
    return inPieces && size > HELD_BYTES ? contentOfFile(file) : contentOf(readFileSync(file));
  } catch (error) {
    throw new UnreadableError(`cannot be read: ${describeError(error)}`, { cause: error });
  }
}

async function ingestFile(
  services: Services,
  source: Source,
  file: string,
  begin: Begin,
  given: GivenFiles,
  packer: Packer | undefined,
): Promise<Ingested> {
  const { store, archive } = services;
  const { pipeline } = source;
  const content = await readGiven(pipeline, file);
  const name = basename(file);
  const question = {
    pipeline: pipeline.id,
    requestKey: `file:${name}`,
    name,
    url: given.url,
    mediaType: null,
    retrievedAt: given.retrievedAt ?? (await obtainedNow(services, pipeline.id)),
    etag: null,
    lastModified: null,
    params: await paramsOf(store, pipeline, given),
    columns: given.columns,
    settings: source.settings,
    earlierPages: [],
    fileState: 'state' in content ? content.lastingState : null,
    corrections: source.corrections ?? [],
  };
  const before = await store.latestSnapshot(pipeline.id, question.requestKey);
  if ('state' in content && before !== null && (given.retrievedAt ?? before.retrievedAt) === before.retrievedAt) {
    const hash = async (): Promise<string> => (packer === undefined ? content.sha256() : packer.hash(content.state));
    if (await isAllLoaded(services, before, content, question, hash))
      return { report: reportOfLoaded(file, before), word: 'answered', forgotten: true };
  }
  const asked = { ...question, runId: await begin() };
  // Bytes are archived while they are parsed: nothing is recorded or loaded before they are on the disk.
  const keeping = 'state' in content ? archive.keepFile(pipeline.id, content, packer) : archive.keep(pipeline.id, content.bytes());
  const reading = readSnapshot(archive, pipeline, asked, content);
  const [kept] = await Promise.all([keeping, reading.catch(() => null)]);
  const snapshot: NewSnapshot = { ...asked, sha256: kept.sha256, extension: kept.extension, bytes: kept.bytes };
  const id = await store.addSnapshot(snapshot);
  const taken = await takeRead(services, pipeline, pending(snapshot, id), () => reading);
  const dated = given.retrievedAt !== null && before?.retrievedAt !== given.retrievedAt;
  const forgotten =
    before !== null &&
    before.sha256 === kept.sha256 &&
    before.outcome !== null &&
    !dated &&
    taken.inserted + taken.revised + taken.settled === 0;
  if (forgotten) await store.forgetSnapshot(id, before.id);
  const { observations, articles, inserted, revised, unchanged, held, notes } = taken;
  const refused = [...taken.refused, ...held];
  const nothing = taken.outcome === 'refused' || (refused.length > 0 && articles === 0 && inserted + revised + unchanged === 0);
  const outcome = nothing ? 'refused' : inserted + revised > 0 ? 'loaded' : 'unchanged';
  return {
    report: { file, snapshot: kept.sha256, outcome, observations, articles, inserted, revised, unchanged, refused, held, notes },
    word: wordOf(taken.outcome),
    forgotten,
  };
}

/** With a mark on what was obtained before something that the source had said by now: what it does not state says nothing. */
async function paramsOf(
  store: Services['store'],
  { id, statesAllMonths }: Pipeline,
  { params, retrievedAt }: GivenFiles,
): Promise<GivenFiles['params']> {
  if (statesAllMonths !== true || retrievedAt === null) return params;
  return (await store.snapshotsSeenAfter(id, retrievedAt)).length > 0 ? { ...params, [LATE]: 'yes' } : params;
}

/** What a file says as long as its bytes, what is asked of it and what is corrected stay the same. */
type Asked = Pick<NewSnapshot, 'pipeline' | 'params' | 'columns' | 'settings' | 'corrections'>;

/**
 * Whether a large file is, byte for byte, what was loaded last from this source, and would be read as it was then: reading it again
 * could change nothing. After an upgrade of the parser it is "tradewatch replay" that reads it again.
 */
async function isAllLoaded(
  { store, archive }: Services,
  before: SnapshotRecord,
  file: FileContent,
  asked: Asked,
  hash: () => Promise<string>,
): Promise<boolean> {
  const saidBy = ({ params, columns, settings, corrections }: Asked): string =>
    JSON.stringify([params, columns, settings, (corrections ?? []).map((entry) => entry.digest)]);
  if (before.bytes !== file.size || before.figures === null || before.refused.length > 0) return false;
  if (before.outcome !== 'loaded' && before.outcome !== 'unchanged') return false;
  if (saidBy(before) !== saidBy(asked)) return false;
  const isSameFile = before.fileState === file.state;
  if (!isSameFile && before.sha256 !== (await hash())) return false;
  const justBefore = new Date(Date.parse(before.retrievedAt) - 1).toISOString();
  const since = await store.snapshotsSeenAfter(asked.pipeline, justBefore);
  if (since.some((other) => other.id !== before.id) || (await store.waiting(asked.pipeline)).length > 0) return false;
  return archive.has(asked.pipeline, before.sha256, file.size);
}

const reportOfLoaded = (file: string, { sha256, figures, notes }: SnapshotRecord): FileReport => ({
  file,
  snapshot: sha256,
  outcome: 'unchanged',
  ...NOTHING,
  observations: figures ?? 0,
  unchanged: figures ?? 0,
  notes,
});

const describeRefusals = (name: string, { refused, held }: FileReport): string =>
  `${name} ${held.length > 0 ? 'held' : 'refused'}: ${refused
    .slice(0, 3)
    .map((r) => `${r.where}: ${r.reason}`)
    .join('; ')}${refused.length > 3 ? ` (and ${refused.length - 3} more)` : ''}`;

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { figuresOf } from '../../src/domain/figures.ts';
import { type PeriodKind, parsePeriod } from '../../src/domain/period.ts';
import type { Observation, ProductName, SeriesKey } from '../../src/domain/series.ts';
import { SILENT_DETECTOR } from '../../src/stages/detect.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Decision, Detector, LoadBatch, LoadResult, Store } from '../../src/store/store.ts';

/** A folder of this test's own, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tradewatch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let empty: Buffer | undefined;

/** An empty database, made once for each process: to make one takes longer than most tests do with it. */
function emptyDatabase(): Buffer {
  if (empty !== undefined) return empty;
  const folder = mkdtempSync(join(tmpdir(), 'tradewatch-'));
  try {
    const file = join(folder, 'empty.db');
    openStore(file).close();
    empty = readFileSync(file);
    return empty;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `openStore` gives, of a file that is there or of a new one. */
export function openTestStore(file: string): Store {
  if (!existsSync(file)) writeFileSync(file, emptyDatabase(), { mode: 0o640 });
  return openStore(file);
}

/** A real store in a file of this test's own. */
export function temporaryStore(): { store: Store; file: string } {
  const file = join(temporaryFolder(), 'test.db');
  const store = openTestStore(file);
  onTestFinished(() => store.close());
  return { store, file };
}

/** An invented series for tests of what does not depend on real figures. */
export const KEY: SeriesKey = {
  pipeline: 'china-customs-query',
  reporter: 'CN',
  partner: 'WORLD',
  flow: 'export',
  classification: 'HS8',
  product: '85051110',
  measure: 'net_weight',
  unit: 'kg',
};

export type FigureEntry = readonly [period: string, value: number | null, kind?: PeriodKind, status?: Observation['status']];

export function observations(entries: readonly FigureEntry[], key: Partial<SeriesKey> = {}): Observation[] {
  const { pipeline: _, ...dimensions } = { ...KEY, ...key };
  return entries.map(([text, value, kind, status]) => ({
    ...dimensions,
    valuation: 'FOB',
    period: parsePeriod(text, kind),
    value,
    status: status ?? (value === null ? 'M' : 'A'),
  }));
}

export const figures = (entries: readonly FigureEntry[]) => figuresOf(observations(entries));

let made = 0;
const published = new WeakMap<Store, LoadBatch[]>();

/** A run with an archived snapshot of its own, of which nothing is loaded yet. */
export async function recordSnapshot(
  store: Store,
  pipeline: string,
  seenAt: string,
  ofRun?: number,
): Promise<{ runId: number; snapshotId: number }> {
  made += 1;
  const runId = ofRun ?? (await store.beginRun(pipeline, 'run', seenAt));
  const snapshotId = await store.addSnapshot({
    runId,
    pipeline,
    requestKey: `test:${made}`,
    name: `publication-${made}.csv`,
    url: 'https://example.org/publication.csv',
    mediaType: 'text/csv',
    sha256: made.toString(16).padStart(64, '0'),
    extension: 'csv',
    bytes: 1,
    retrievedAt: seenAt,
    etag: null,
    lastModified: null,
    params: {},
    columns: null,
    settings: {},
    earlierPages: [],
  });
  return { runId, snapshotId };
}

/** As the program merges a publication again behind a late one: nothing is concluded from what it does not state. */
export function mergedAgain(batch: LoadBatch): LoadBatch {
  return batch.statesAllMonths === undefined ? batch : { ...batch, statesAllMonths: false };
}

/** Loads observations as a publication seen at an instant, early or late. */
export async function publish(
  store: Store,
  seenAt: string,
  list: readonly Observation[],
  options: {
    detector?: Detector;
    pipeline?: string;
    jumpFactor?: number;
    loadedAt?: string;
    publishedAt?: string;
    decision?: Decision;
    statesAllMonths?: boolean;
    products?: readonly ProductName[];
    /** One run may bring several publications; without it each has its own. */
    runId?: number;
  } = {},
): Promise<LoadResult> {
  const pipeline = options.pipeline ?? KEY.pipeline;
  const { runId, snapshotId } = await recordSnapshot(store, pipeline, seenAt, options.runId);
  const batch: LoadBatch = {
    pipeline,
    snapshotId,
    runId,
    retrievedAt: seenAt,
    publishedAt: options.publishedAt ?? null,
    loadedAt: options.loadedAt ?? seenAt,
    observations: list,
    products: options.products ?? [],
    notes: [],
    proofs: [],
    jumpFactor: options.jumpFactor ?? null,
    decision: options.decision ?? null,
    ...(options.statesAllMonths !== undefined && { statesAllMonths: options.statesAllMonths }),
  };
  const earlier = published.get(store) ?? [];
  const later = earlier
    .filter((b) => b.pipeline === pipeline && b.retrievedAt > seenAt)
    .sort((a, b) => (a.retrievedAt < b.retrievedAt ? -1 : 1))
    // What is merged again is written when the late one is.
    .map((b) => ({ ...mergedAgain(b), loadedAt: batch.loadedAt }));
  const result = await store.load(batch, later, options.detector ?? SILENT_DETECTOR);
  published.set(store, [...earlier, batch]);
  return result;
}

import type { Snapshot } from '../../src/pipeline.ts';

/** A publication as a pipeline gets it, given as a file of the name `answer` in June 2026. */
export const snapshotOf = (content: string | Uint8Array, change: Partial<Snapshot> = {}): Snapshot => ({
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  name: 'answer',
  url: null,
  mediaType: null,
  retrievedAt: '2026-06-30T00:00:00Z',
  params: {},
  columns: null,
  earlier: [],
  ...change,
});

/** What a pipeline without a key asks with in March 2025, for the two years before. */
export const ASKING = {
  now: new Date('2025-03-10T00:00:00Z'),
  baseUrl: 'http://127.0.0.1:9',
  lastMonth: null,
  window: { from: 202303, to: 202503 },
  hasSecret: false,
};

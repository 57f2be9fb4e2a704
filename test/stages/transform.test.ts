import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Proof } from '../../src/domain/proof.ts';
import type { Observation } from '../../src/domain/series.ts';
import { definePipeline } from '../../src/pipeline.ts';
import { transform } from '../../src/stages/transform.ts';
import { snapshotOf } from '../support/snapshots.ts';
import { observations } from '../support/store.ts';

const pipelineOf = (list: readonly Observation[], proofs?: readonly Proof[]) =>
  definePipeline({
    id: 'fixed',
    title: 'Fixed',
    publisher: 'Tests',
    licence: 'none',
    documentation: 'https://example.org/',
    schedule: null,
    timezone: 'UTC',
    baseUrl: null,
    paceMs: 0,
    releases: null,
    revisions: null,
    settings: z.object({}),
    requests: () => [],
    transform: () => ({ kind: 'observations', observations: list, ...(proofs === undefined ? {} : { proofs }) }),
  });

const SNAPSHOT = snapshotOf('', { name: 'a.csv', retrievedAt: '2025-08-01T00:00:00Z' });

const of = (partner: string, value: number): Observation[] => observations([['2025-06', value]], { partner });

describe('the checks that hold for every pipeline', () => {
  test('refuse a total beside its details under one key, and parts that were not summed', async () => {
    await expect(transform(pipelineOf([...of('US', 7), ...of('DE', 3), ...of('US', 5)]), SNAPSHOT, {})).rejects.toThrow(
      'CN.US.export.HS8:85051110.net_weight.kg 2025-06 (month): stands twice in one publication, as 7 and 5',
    );
  });

  test('add what the countries make of the world to the proofs of the pipeline, and let it pass when it does not hold', async () => {
    const own: Proof = { check: 'row_count', subject: 'rows', expected: 4, received: 4, holds: true };
    const result = await transform(pipelineOf([...of('WORLD', 10), ...of('US', 11), ...of('DE', 13), ...of('JP', 7)], [own]), SNAPSHOT, {});
    expect(result.kind === 'observations' ? result.proofs : []).toMatchObject([
      own,
      { check: 'total', expected: 10, received: 31, holds: false },
    ]);
  });
});

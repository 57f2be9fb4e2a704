import { describe, expect, test } from 'vitest';
import { openForReading } from '../../src/store/existing.ts';
import { lookupStore } from '../../src/store/lookups.ts';
import { mirrorStore } from '../../src/store/mirror.ts';
import { versionReader } from '../../src/store/versions.ts';
import { planned } from '../support/plans.ts';
import { KEY, observations, publish, temporaryStore } from '../support/store.ts';

describe('what pages look up', () => {
  test('no question reads all figures', async () => {
    const { store, file } = temporaryStore();
    await publish(store, '2025-07-20T10:00:00.000Z', observations([['2025-06', 1]]));
    const db = openForReading(file);
    const { db: watched, plans } = planned(db);
    const lookups = lookupStore(watched);
    await lookups.searchSeries({
      terms: [
        { parties: ['CN'], products: ['HS8:85051110'] },
        { parties: [], products: ['HS8:85051110'] },
      ],
      pipeline: KEY.pipeline,
      measure: 'net_weight',
      flow: 'export',
      limit: 10,
      offset: 0,
    });
    mirrorStore(watched);
    versionReader(watched);
    const all = plans();
    expect(all.filter((step) => /^SEARCH o\b/.test(step)).length).toBeGreaterThan(5);
    expect(all.filter((step) => /^SCAN (?:o|h|observation|observation_history)\b|MATERIALIZE/.test(step))).toEqual([]);
    db.close();
  });

  test('the catalog follows what is loaded, here and by others', async () => {
    const { store, file } = temporaryStore();
    await publish(store, '2025-07-20T10:00:00.000Z', observations([['2025-06', 1]]), {
      products: [{ classification: 'HS8', product: '85051110', name: '稀土永磁铁' }],
    });
    const db = openForReading(file);
    const reader = lookupStore(db);
    const codes = async () => (await reader.catalog()).map(({ product, names }) => [product, names]);
    expect(await codes()).toEqual([['85051110', ['稀土永磁铁']]]);
    await publish(store, '2025-07-21T10:00:00.000Z', observations([['2025-06', 1]], { product: '28053000' }));
    expect(await codes()).toEqual([
      ['28053000', []],
      ['85051110', ['稀土永磁铁']],
    ]);
    expect((await store.catalog()).length).toBe(2);
    db.close();
  });

  test('pages of results follow each other without a series twice or left out', async () => {
    const { store } = temporaryStore();
    const partners = ['WORLD', 'US', 'DE', 'JP', 'KR'];
    await publish(
      store,
      '2025-07-20T10:00:00.000Z',
      partners.flatMap((partner) => observations([['2025-06', 1]], { partner })),
    );
    const page = async (offset: number) => {
      const asked = { terms: [], pipeline: null, measure: null, flow: null, limit: 2, offset };
      const { total, found } = await store.searchSeries(asked);
      return { total, partners: found.map(({ key }) => key.partner) };
    };
    expect([await page(0), await page(2), await page(4)]).toEqual([
      { total: 5, partners: ['WORLD', 'DE'] },
      { total: 5, partners: ['JP', 'KR'] },
      { total: 5, partners: ['US'] },
    ]);
  });
});

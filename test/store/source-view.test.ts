import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FigureEntry, KEY, observations, publish, temporaryStore } from '../support/store.ts';

const at = (day: number): string => new Date(Date.UTC(2025, 0, day)).toISOString();

async function described() {
  const { store, file } = temporaryStore();
  const { pipeline } = KEY;
  await store.describeSources([
    { pipeline, title: 'T', publisher: 'P', licence: 'L', schedule: null, timezone: 'Etc/UTC' },
    { pipeline: 'un-comtrade', title: 'T', publisher: 'P', licence: 'L', schedule: null, timezone: 'Etc/UTC' },
  ]);
  const lastPeriod = async () => (await store.sources()).find((source) => source.pipeline === pipeline)?.lastPeriod;
  return { store, file, lastPeriod };
}

/** The newest figure of all, by looking at each of them: of one end a month before what covers several. */
const PLAIN = `SELECT CASE s.period_kind
    WHEN 'month' THEN printf('%d-%02d', o.period / 100, o.period % 100)
    ELSE printf('%d-01/%d-%02d', o.period / 100, o.period / 100, o.period % 100) END
  FROM observation o JOIN series s ON s.series_id = o.series_id JOIN series_key k ON k.key_id = s.key_id WHERE k.pipeline = ?
  ORDER BY o.period DESC, s.period_kind <> 'month', s.period_kind <> 'combined' LIMIT 1`;

const entry = fc
  .tuple(fc.integer({ min: 2, max: 8 }), fc.constantFrom('month' as const, 'ytd' as const, 'combined' as const))
  .map(([month, kind]): FigureEntry => {
    if (kind === 'combined') return ['2024-01/2024-02', 1, 'combined'];
    return kind === 'month' ? [`2024-0${month}`, 1, 'month'] : [`2024-01/2024-0${month}`, 1, 'ytd'];
  });
const publication = fc.tuple(
  fc.constantFrom('85051110', '85051190', '28053010'),
  fc.uniqueArray(entry, { minLength: 1, maxLength: 4, selector: ([period, , kind]) => `${kind} ${period}` }),
);

test('the newest period of a source is that of the newest figure, however the figures came', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(publication, { maxLength: 5 }), fc.boolean(), async (publications, isOld) => {
      const { store, file, lastPeriod } = await described();
      for (const [day, [product, entries]] of publications.entries()) await publish(store, at(day + 1), observations(entries, { product }));
      // Another source never counts.
      await publish(store, at(20), observations([['2025-01', 1]]), { pipeline: 'un-comtrade' });
      const db = new Database(file);
      // Snapshots of earlier versions do not say what they cover.
      if (isOld) db.exec('UPDATE snapshot SET first_period = NULL, last_period = NULL WHERE snapshot_id % 2 = 1');
      const plain = db.prepare(PLAIN).pluck().get(KEY.pipeline) as string | undefined;
      db.close();
      expect(await lastPeriod()).toBe(plain ?? null);
      expect(await store.lastMonth(KEY.pipeline)).toBe(plain === undefined ? null : Number(plain.slice(-7).replace('-', '')));
    }),
    { numRuns: 60 },
  );
});

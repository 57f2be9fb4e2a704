import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { dictionaryWriter } from '../../src/store/dictionary-writer.ts';
import { KEY, temporaryFolder } from '../support/store.ts';

/** Some more than whole statements of the writer. */
const COUNT = 123;
const { product: _, ...SAME } = { ...KEY, unit: "kg or 'items'" };
const LATEST = { end: 202601, status: 'A', base: null, baseStatus: null, yoyPercent: null } as const;

test.each([
  ['ON', 'all', { ...SAME, kind: 'month' }],
  ['OFF', 'all', { ...SAME, kind: 'month' }],
  ['OFF', 'nothing', {}],
])('what is added with foreign_keys = %s and %s in common stands under the numbers that were said', (foreignKeys, _, common) => {
  const db = openDatabase(join(temporaryFolder(), 'test.db'));
  onTestFinished(() => void db.close());
  db.exec("INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'a', 'ingest', '2026-02-17T00:00:00.000Z')");
  db.pragma(`foreign_keys = ${foreignKeys}`);
  const newWriter = dictionaryWriter(db);
  const said: unknown[] = [];
  const add = (from: number, to: number): void => {
    const writer = newWriter({ ...common, firstRunId: 1 });
    for (let at = from; at < to; at += 1) {
      const keyId = writer.addKey({ ...SAME, product: String(at) }, at % 2 === 0 ? 'FOB' : null, 1);
      const seriesId = writer.addSeries(keyId, 'month', at, at % 3 === 0 ? null : { ...LATEST, value: at / 4 });
      said.push([keyId, seriesId, String(at), at % 2 === 0 ? 'FOB' : null, at, at % 3 === 0 ? null : at / 4]);
      if (at % 70 === 7) writer.flush();
    }
    writer.flush();
  };
  const stored = () =>
    db
      .prepare(
        'SELECT k.key_id, s.series_id, product, valuation, fingerprint, last_value FROM series_key k JOIN series s USING (key_id) ORDER BY 1',
      )
      .raw()
      .all();
  db.transaction(() => {
    add(0, COUNT);
    add(COUNT, 2 * COUNT);
  })();
  expect(stored()).toEqual(said);
  expect(said).toHaveLength(2 * COUNT);
  const same = db
    .prepare(
      'SELECT DISTINCT pipeline, reporter, partner, flow, classification, measure, unit, first_run_id, period_kind FROM series_key JOIN series USING (key_id)',
    )
    .all();
  expect(same).toEqual([{ ...SAME, first_run_id: 1, period_kind: 'month' }]);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(() => db.transaction(() => add(COUNT, COUNT + 60))()).toThrow('UNIQUE');
  expect(stored()).toHaveLength(2 * COUNT);
});

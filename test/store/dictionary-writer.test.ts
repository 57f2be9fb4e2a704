import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { dictionaryWriter } from '../../src/store/dictionary-writer.ts';
import { KEY, temporaryFolder } from '../support/store.ts';

/** Some more than whole statements of the writer. */
const COUNT = 123;
const LATEST = { end: 202601, status: 'A', base: null, baseStatus: null, yoyPercent: null } as const;

test.each(['ON', 'OFF'])('what is added with foreign_keys = %s stands under the numbers that were said', (foreignKeys) => {
  const db = openDatabase(join(temporaryFolder(), 'test.db'));
  onTestFinished(() => void db.close());
  db.exec("INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'a', 'ingest', '2026-02-17T00:00:00.000Z')");
  db.pragma(`foreign_keys = ${foreignKeys}`);
  const newWriter = dictionaryWriter(db);
  const said: unknown[] = [];
  const add = (from: number, to: number): void => {
    const writer = newWriter();
    for (let at = from; at < to; at += 1) {
      const keyId = writer.addKey({ ...KEY, product: String(at) }, at % 2 === 0 ? 'FOB' : null, 1);
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
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(() => db.transaction(() => add(COUNT, COUNT + 60))()).toThrow('UNIQUE');
  expect(stored()).toHaveLength(2 * COUNT);
});

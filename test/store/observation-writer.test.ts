import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { observationWriter } from '../../src/store/observation-writer.ts';
import { temporaryFolder } from '../support/store.ts';

/** Invented figures: some more than a whole statement of the writer, of two statuses in turn. */
const MONTHS = Array.from({ length: 720 }, (_, at) => ({
  period: 100 * (1950 + Math.trunc(at / 12)) + (at % 12) + 1,
  value: at / 4,
  status: at % 3 === 0 ? ('E' as const) : ('A' as const),
}));

function opened() {
  const db = openDatabase(join(temporaryFolder(), 'test.db'));
  onTestFinished(() => void db.close());
  db.pragma('foreign_keys = OFF');
  const newWriter = observationWriter(db);
  const write = db.transaction((figures: typeof MONTHS) => {
    const writer = newWriter();
    for (const { period, value, status } of figures) writer.add(1, period, value, status, 1);
    writer.flush();
  });
  const stored = () => db.prepare('SELECT period, value, status FROM observation WHERE series_id = 1 ORDER BY period').all();
  return { write, stored };
}

test('figures of several statuses are written, those of statements that are not full too', () => {
  const { write, stored } = opened();
  write(MONTHS);
  expect(stored()).toEqual(MONTHS);
});

test.each([
  ['stands twice', { ...MONTHS[9], value: 7 }, 'UNIQUE'],
  ['has no value where its status has one', { period: 202601, value: null, status: 'A' }, 'CHECK'],
])('a figure that %s takes all of its transaction with it', (_, wrong, said) => {
  const { write, stored } = opened();
  expect(() => write([...MONTHS, wrong as (typeof MONTHS)[number]])).toThrow(said);
  expect(stored()).toEqual([]);
});

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
  const names = () =>
    db.prepare('SELECT period, period_kind, text FROM period_name ORDER BY 1, 2').raw().all() as [number, string, string][];
  return { write, stored, names };
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

test('a month that has a figure has the names of all periods that end in it, once', () => {
  const { write, names } = opened();
  write(MONTHS.slice(0, 12));
  write([{ period: 195101, value: 1, status: 'A' }]);
  const named = names();
  expect(named.slice(0, 7)).toEqual([
    [195001, 'month', '1950-01'],
    [195001, 'ytd', '1950-01'],
    [195002, 'combined', '1950-01/1950-02'],
    [195002, 'month', '1950-02'],
    [195002, 'ytd', '1950-01/1950-02'],
    [195003, 'month', '1950-03'],
    [195003, 'quarter', '1950-01/1950-03'],
  ]);
  expect(named.filter(([period]) => period >= 195012)).toEqual([
    [195012, 'month', '1950-12'],
    [195012, 'quarter', '1950-10/1950-12'],
    [195012, 'year', '1950-01/1950-12'],
    [195012, 'ytd', '1950-01/1950-12'],
    [195101, 'month', '1951-01'],
    [195101, 'ytd', '1951-01'],
  ]);
});

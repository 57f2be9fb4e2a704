// A peer: csv-parse with named columns, as its documentation shows it, and one upsert for each row, in one transaction: node bench/upsert.mjs FILE DATABASE.
import { createReadStream } from 'node:fs';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse';

const [file, database] = process.argv.slice(2);
const db = new Database(database);
db.exec(
  'CREATE TABLE flat (reporter, partner, product, flow, indicator, period, value, flag, PRIMARY KEY (reporter, partner, product, flow, indicator, period))',
);
const upsert = db.prepare(
  'INSERT INTO flat VALUES (@reporter, @partner, @product, @flow, @indicators, @TIME_PERIOD, @OBS_VALUE, @OBS_FLAG) ON CONFLICT DO UPDATE SET value = excluded.value, flag = excluded.flag WHERE value <> excluded.value',
);
db.exec('BEGIN');
for await (const row of createReadStream(file).pipe(parse({ columns: true }))) upsert.run(row);
db.exec('COMMIT');
db.close();

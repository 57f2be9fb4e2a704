import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { observations, publish, temporaryStore } from '../support/store.ts';

test('v_latest has the row of v_growth for the last period of each series and kind', async () => {
  const { store, file } = temporaryStore();
  const months = observations([
    ['2024-05', 100],
    ['2024-06', 80],
    ['2025-05', 120],
    ['2025-06', 100],
    ['2024-01/2024-02', 150, 'combined'],
    ['2025-01/2025-02', 160, 'combined'],
    ['2024-01/2024-06', 600, 'ytd'],
    ['2025-01/2025-06', 650, 'ytd'],
  ]);
  const ended = observations([['2024-03', 5]], { partner: 'US' });
  const withheld = observations(
    [
      ['2024-06', 5],
      ['2025-06', null, 'month', 'Q'],
    ],
    { partner: 'JP' },
  );
  await publish(store, '2025-07-20T00:00:00.000Z', [...months, ...ended, ...withheld]);
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const last = `SELECT * FROM v_growth g WHERE period = (SELECT MAX(period) FROM v_growth o WHERE o.key = g.key AND o.period_kind = g.period_kind) ORDER BY key, period_kind`;
  const latest = db.prepare('SELECT * FROM v_latest ORDER BY key, period_kind').all();
  expect(latest).toEqual(db.prepare(last).all());
  expect(latest.map((row) => (row as { yoy_percent: number | null }).yoy_percent)).toEqual([
    null,
    null,
    (100 * 10) / 150,
    25,
    (100 * 50) / 600,
  ]);
});

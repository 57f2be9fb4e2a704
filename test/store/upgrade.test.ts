import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { periodNames } from '../../src/store/period-names.ts';
import { MIGRATIONS } from '../../src/store/schema.ts';
import { VIEWS } from '../../src/store/views.ts';
import { oldDatabase } from '../support/old-database.ts';
import { temporaryFolder } from '../support/store.ts';

test('a database of each earlier version is brought to this one, its articles wait to be read', () => {
  for (let version = 1; version < MIGRATIONS.length; version += 1) {
    const file = oldDatabase(version, (old) =>
      old.exec(`INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'trade-news', 'run', '2025-07-22T00:00:00.000Z');
      INSERT INTO snapshot (snapshot_id, run_id, pipeline, request_key, name, sha256, extension, bytes, retrieved_at, last_seen_at, params, settings)
        VALUES (1, 1, 'trade-news', 'feed', 'feed.xml', '${'0'.repeat(64)}', 'xml', 1, '2025-07-22T00:00:00.000Z', '2025-07-22T00:00:00.000Z', '{}', '{}');
      INSERT INTO article (url, title, title_key, publisher, first_seen_at, snapshot_id)
        VALUES ('https://example.org/a', 'A', 'a', 'Example', '2025-07-22T00:00:00.000Z', 1);`),
    );
    const db = openDatabase(file);
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    const waiting = 'SELECT COUNT(*) FROM article_to_read';
    expect(db.prepare(waiting).pluck().get()).toBe(1);
    expect(db.prepare('SELECT COUNT(*) FROM v_claim').pluck().get()).toBe(0);
    db.close();
  }
});

test('articles that were read before what stands around a claim was kept are read again', () => {
  const file = oldDatabase(21, (old) =>
    old.exec(`INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'trade-news', 'run', '2025-07-22T00:00:00.000Z');
    INSERT INTO snapshot (snapshot_id, run_id, pipeline, request_key, name, sha256, extension, bytes, retrieved_at, last_seen_at, params, settings)
      VALUES (1, 1, 'trade-news', 'feed', 'feed.xml', '${'0'.repeat(64)}', 'xml', 1, '2025-07-22T00:00:00.000Z', '2025-07-22T00:00:00.000Z', '{}', '{}');
    INSERT INTO article (article_id, url, title, title_key, publisher, first_seen_at, snapshot_id)
      VALUES (1, 'https://example.org/a', 'A', 'a', 'Example', '2025-07-22T00:00:00.000Z', 1);
    INSERT INTO claim (claim_id, article_id, identity, quote, basis, direction, percent, qualifier, span_start, span_end, first_read_at)
      VALUES (1, 1, 'i', 'Exports rose 5%.', 'yoy', 'up', 5, 'exact', 0, 16, '2025-07-22T00:00:00.000Z');
    INSERT INTO article_reading (article_id, read_at) VALUES (1, '2025-07-22T00:00:00.000Z');`),
  );
  const db = openDatabase(file);
  expect(db.prepare('SELECT article_id FROM article_to_read').pluck().all()).toEqual([1]);
  expect(db.prepare('SELECT claim_id, doubt FROM claim').raw().all()).toEqual([[1, null]]);
  db.close();
});

test('messages of the first version are kept with their links; one that was tried may have arrived', () => {
  const file = oldDatabase(1, (old) =>
    old.exec(`INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'p', 'run', 't');
    INSERT INTO series_key (key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, first_run_id)
      VALUES (1, 'p', 'CN', 'US', 'export', 'HS', '1', 'value', 'USD', 1);
    INSERT INTO alert (fingerprint, rule_id, key_id, period_kind, period, state, severity, threshold, current, base, percent, sequence, raised_at, last_event_at)
      VALUES ('a', 'r', 1, 'month', 202506, 'firing', 'warning', 25, 1, 1, 0, 1, '', '');
    INSERT INTO outbox (message_id, receiver, channel, kind, message, state, attempts, created_at, next_attempt_at, detail)
      VALUES ('new', 'hook', 'webhook', 'alert.raised', '{}', 'waiting', 0, 't', 't', NULL), ('tried', 'hook', 'webhook', 'alert.raised', '{}', 'waiting', 2, 't', 't', 'HTTP 500'),
        ('dead', 'hook', 'webhook', 'alert.raised', '{}', 'dead', 11, 't', NULL, 'HTTP 500');
    INSERT INTO outbox_alert (outbox_id, fingerprint) VALUES (1, 'a'), (2, 'a'), (3, 'a');`),
  );
  const db = openDatabase(file);
  expect(
    db.prepare('SELECT message_id, state, in_doubt, detail FROM v_delivery WHERE alert = ? ORDER BY message_id').raw().all('a'),
  ).toEqual([
    ['dead', 'dead', 0, 'HTTP 500'],
    ['new', 'waiting', 0, null],
    ['tried', 'waiting', 1, 'HTTP 500'],
  ]);
  db.close();
});

/** What is written past the writer of figures has no names yet. */
const nameMonth = (db: ReturnType<typeof openDatabase>) => periodNames(db)();

test('months of which figures are held, or were, have the names that new ones get', () => {
  const months = Array.from({ length: 14 }, (_, at) => (at < 12 ? 202501 + at : 202601 + at - 12));
  const upgraded = openDatabase(
    oldDatabase(26, (old) => {
      old.exec(FIGURES);
      const add = old.prepare("INSERT OR IGNORE INTO observation VALUES (1, ?, 1, 'A', 1)");
      for (const month of months.slice(1)) add.run(month);
      old.exec("INSERT INTO observation_history VALUES (1, 202412, 1, 7, 'A', 2)");
    }),
  );
  const fresh = openDatabase(join(temporaryFolder(), 'fresh.db'));
  const name = nameMonth(fresh);
  for (const month of [202412, ...months]) name(month);
  const namesOf = (db: ReturnType<typeof openDatabase>) => db.prepare('SELECT * FROM period_name').raw().all();
  expect(namesOf(upgraded)).toEqual(namesOf(fresh));
  expect(namesOf(upgraded)).toHaveLength(2 * 15 + 5 + 2 + 2);
  upgraded.close();
  fresh.close();
});

/** Invented figures of two series, one of them revised. */
const FIGURES = `INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'un-comtrade', 'ingest', '2026-02-17T00:00:00.000Z');
  INSERT INTO snapshot (snapshot_id, run_id, pipeline, request_key, name, sha256, extension, bytes, retrieved_at, last_seen_at, params, settings)
    VALUES (1, 1, 'un-comtrade', 'file:a.json', 'a.json', '${'0'.repeat(64)}', 'json', 1, '2026-02-17T00:00:00.000Z', '2026-02-17T00:00:00.000Z', '{}', '{}');
  INSERT INTO vintage (vintage_id, snapshot_id, known_from, loaded_at)
    VALUES (1, 1, '2026-02-17T00:00:00.000Z', '2026-02-17T00:00:00.000Z'), (2, 1, '2026-03-17T00:00:00.000Z', '2026-03-17T00:00:00.000Z');
  INSERT INTO series_key (key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, valuation, first_run_id)
    VALUES (3, 'un-comtrade', 'CN', 'US', 'export', 'HS', '850511', 'value', 'USD', 'FOB', 1), (7, 'un-comtrade', 'CN', 'WORLD', 'export', 'HS', '850511', 'net_weight', 'kg', NULL, 1);
  INSERT INTO series (series_id, key_id, period_kind, fingerprint, last_period, last_value, last_yoy_percent) VALUES (1, 7, 'month', NULL, 202601, 30, 50), (2, 3, 'month', NULL, 202601, 5, NULL);
  INSERT INTO observation (series_id, period, value, status, vintage_id) VALUES (1, 202501, 20, 'A', 1), (1, 202601, 30, 'A', 2), (2, 202601, 5, 'A', 1);
  INSERT INTO observation_history (series_id, period, value, status, vintage_id, replaced_by) VALUES (1, 202601, 29, 'A', 1, 2);`;
/** An alert on one of them, as it was kept until version 18 and since. */
const ALERT_COLUMNS =
  'fingerprint, rule_id, key_id, period_kind, period, state, severity, metric, threshold, current, base, percent, sequence, raised_at, last_event_at';
const ALERT =
  "'a', 'r', 7, 'month', 202601, 'firing', 'warning', 'yoy', 25, 30, 20, 50, 1, '2026-02-17T00:00:00.000Z', '2026-02-17T00:00:00.000Z'";
const WITH_ENTRY = `INSERT INTO alert (${ALERT_COLUMNS}, subject, entry) VALUES (${ALERT}, 'un-comtrade/CN.WORLD.export.HS:850511.net_weight.kg', '{}')`;
const STATED = `INSERT INTO alert (${ALERT_COLUMNS}, rule_version, direction) VALUES (${ALERT}, '', 'rise')`;

test('a database that made the texts of keys as they were read has them in its rows, and its views say the same', () => {
  const rowsOf = (db: ReturnType<typeof openDatabase>) => {
    db.exec('CREATE VIEW mine AS SELECT key FROM series_key ORDER BY key_id');
    return Object.fromEntries([...Object.keys(VIEWS), 'mine'].map((view) => [view, db.prepare(`SELECT * FROM ${view}`).all()]));
  };
  const upgraded = openDatabase(
    oldDatabase(16, (old) => {
      old.exec(FIGURES);
      old.exec(WITH_ENTRY);
    }),
  );
  const fresh = openDatabase(join(temporaryFolder(), 'fresh.db'));
  fresh.exec(FIGURES);
  for (const month of [202501, 202601]) nameMonth(fresh)(month);
  fresh.exec(STATED);
  const rows = rowsOf(upgraded);
  expect(rows).toEqual(rowsOf(fresh));
  expect(rows['mine']).toEqual([
    { key: 'un-comtrade/CN.US.export.HS:850511.value.USD' },
    { key: 'un-comtrade/CN.WORLD.export.HS:850511.net_weight.kg' },
  ]);
  expect(['v_observation', 'v_vintage', 'v_growth', 'v_latest', 'v_alert'].map((view) => rows[view]?.length)).toEqual([3, 4, 3, 2, 1]);
  expect([upgraded.pragma('foreign_key_check'), upgraded.pragma('integrity_check', { simple: true })]).toEqual([[], 'ok']);
  upgraded.exec("UPDATE series_key SET partner = 'DE' WHERE key_id = 3");
  expect(upgraded.prepare('SELECT series_key FROM v_observation WHERE partner = ?').pluck().all('DE')).toEqual([
    'un-comtrade/CN.DE.export.HS:850511.value.USD',
  ]);
  upgraded.close();
  fresh.close();
});

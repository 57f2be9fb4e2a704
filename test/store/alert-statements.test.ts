import type Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AlertEntry } from '../../src/domain/alert-message.ts';
import type { DataEntry } from '../../src/domain/data-message.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { oldDatabase } from '../support/old-database.ts';

const EXPORTER = 'china-customs-query/CN.US.export.HS8:85051110.value.USD';
const IMPORTER = 'us-census/US.CN.import.HS10:8505110000.value.USD';
const AT = '2025-07-20T08:00:00.000Z';

/** The entry of an alert as version 18 kept it; of invented figures. */
function entry(fingerprint: string, more: Partial<AlertEntry>): AlertEntry {
  return {
    fingerprint,
    sequence: 1,
    event: 'raised',
    rule: { id: 'magnets', title: 'Magnets', version: '0123456789ab', metric: 'yoy', direction: 'rise', threshold: 25 },
    series: {
      ...{ key: EXPORTER, pipeline: 'china-customs-query', reporter: 'CN', partner: 'US', flow: 'export', product: 'HS8:85051110' },
      ...{ product_name: 'Permanent magnets', measure: 'value', unit: 'USD' },
    },
    mirror_key: null,
    period: { kind: 'month', start: '2025-06', end: '2025-06' },
    base_period: { start: '2024-06', end: '2024-06' },
    value: { current: 130.3, base: 100.1, percent: (100 * (130.3 - 100.1)) / 100.1, change: 30.2, unit: 'USD' },
    stands: true,
    severity: 'warning',
    ...more,
  };
}

const rule = (more: Partial<AlertEntry['rule']>): AlertEntry['rule'] => ({ ...entry('', {}).rule, ...more });

const ENTRIES: readonly (readonly [state: string, entry: AlertEntry])[] = [
  ['firing', entry('month', {})],
  [
    'historical',
    entry('rolling', {
      rule: rule({ metric: 'rolling_3m_yoy' }),
      period: { kind: 'month', start: '2025-04', end: '2025-06' },
      base_period: { start: '2024-04', end: '2024-06' },
    }),
  ],
  [
    'firing',
    entry('to-date', {
      rule: rule({ metric: 'ytd_yoy', title: null, direction: 'fall' }),
      period: { kind: 'ytd', start: '2025-01', end: '2025-06' },
      base_period: { start: '2024-01', end: '2024-06' },
    }),
  ],
  [
    'firing',
    entry('combined', {
      period: { kind: 'combined', start: '2025-01', end: '2025-02' },
      base_period: { start: '2024-01', end: '2024-02' },
    }),
  ],
  [
    'firing',
    entry('revised', {
      rule: rule({ metric: 'revision', direction: 'either' }),
      period: { kind: 'year', start: '2024-01', end: '2024-12' },
      base_period: null,
    }),
  ],
  [
    'firing',
    entry('quarter', {
      rule: rule({ metric: 'qoq' }),
      period: { kind: 'quarter', start: '2025-01', end: '2025-03' },
      base_period: { start: '2024-10', end: '2024-12' },
    }),
  ],
  ['firing', entry('record', { rule: rule({ metric: 'record', threshold: null }), base_period: { start: '2023-11', end: '2023-11' } })],
  [
    'firing',
    entry('level', {
      rule: rule({ metric: 'level', threshold: 120 }),
      base_period: null,
      value: { current: 130.3, base: null, percent: null, change: null, unit: 'USD' },
    }),
  ],
  [
    'retracted',
    entry('gap', {
      sequence: 3,
      event: 'retracted',
      rule: rule({ metric: 'mirror_gap' }),
      mirror_key: IMPORTER,
      base_period: { start: '2025-06', end: '2025-06' },
      stands: false,
    }),
  ],
  ['suspended', entry('suspended', { sequence: 2, event: 'withdrawn', base_period: null, value: null, stands: false })],
  ['ended', entry('ended', { sequence: 4, event: 'ended', stands: false, severity: 'critical' })],
];

const PUBLICATION: DataEntry = {
  fingerprint: 'late',
  sequence: 1,
  event: 'raised',
  rule: { id: 'late-releases', title: null, kind: 'release_late' },
  ...{ severity: 'info', pipeline: 'us-census', source_title: 'US imports', publisher: 'U.S. Census Bureau' },
  period: { kind: 'month', start: '2025-05', end: '2025-05' },
  ...{ stands: true, since: AT, expected_at: AT, deadline_at: AT, notice: 'late', held: null, attempts: null, last_answer_at: null },
  ...{ detail: null, ending: null },
};

/** Of an alert without figures in its text those of before are kept beside it, with the metric and the threshold that judged them. */
const LAST = { metric: 'yoy', threshold: 25, current: 130.3, base: 100.1, percent: 30.17 };

function addAlert(db: Database.Database, state: string, one: AlertEntry, beside: Partial<typeof LAST> = {}): void {
  const { metric, threshold } = one.rule;
  const { current, base, percent } = one.value ?? LAST;
  db.prepare(`INSERT INTO alert (fingerprint, rule_id, key_id, subject, period_kind, period, state, severity, metric, threshold, current, base, percent,
      told_current, told_base, told_percent, sequence, entry, raised_at, last_event_at)
    VALUES (@fingerprint, @rule, 4, @subject, @kind, @period, @state, @severity, @metric, @threshold, @current, @base, @percent, @current, @base, @percent,
      @sequence, @entry, '${AT}', '${AT}')`).run({
    ...{ fingerprint: one.fingerprint, rule: one.rule.id, state, severity: one.severity },
    subject: one.mirror_key === null ? one.series.key : `${one.series.key} ~ ${one.mirror_key}`,
    ...{ kind: one.period.kind, period: Number(one.period.end.replace('-', '')), sequence: one.sequence },
    ...{ metric, threshold, current, base, percent, entry: JSON.stringify(one), ...beside },
  });
}

const addEvent = (db: Database.Database, fingerprint: string, sequence: number, kind: string, current: number | null): void =>
  void db
    .prepare('INSERT INTO alert_event (fingerprint, sequence, kind, at, current) VALUES (?, ?, ?, ?, ?)')
    .run(fingerprint, sequence, kind, AT, current);

/** A database of version 18 with two series and the name of the goods, as it is opened now. */
function opened(fill: (db: Database.Database) => void): Store {
  const file = oldDatabase(18, (db) => {
    db.exec(`INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'china-customs-query', 'run', '${AT}');
      INSERT INTO product (pipeline, classification, product, name) VALUES ('china-customs-query', 'HS8', '85051110', 'Permanent magnets');
      INSERT INTO series_key (key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, first_run_id)
        VALUES (4, 'china-customs-query', 'CN', 'US', 'export', 'HS8', '85051110', 'value', 'USD', 1),
          (9, 'us-census', 'US', 'CN', 'import', 'HS10', '8505110000', 'value', 'USD', 1);`);
    fill(db);
  });
  const store = openStore(file);
  onTestFinished(() => store.close());
  return store;
}

async function entriesOf(store: Store): Promise<ReadonlyMap<string, unknown>> {
  const { alerts } = await store.findAlerts({}, { limit: 50, offset: 0 });
  return new Map(alerts.map((alert) => [alert.fingerprint, alert.about === 'claims' ? null : alert.entry]));
}

test('what an alert of version 18 kept as text is read from what is kept of it now', async () => {
  const store = opened((db) => {
    for (const [state, one] of ENTRIES) {
      addAlert(db, state, one);
      addEvent(db, one.fingerprint, one.sequence, one.event, null);
    }
    db.prepare(`INSERT INTO alert (fingerprint, rule_id, subject, period_kind, period, state, severity, metric, sequence, entry, raised_at, last_event_at)
      VALUES ('late', 'late-releases', 'us-census', 'month', 202505, 'firing', 'info', 'release_late', 1, ?, '${AT}', '${AT}')`).run(
      JSON.stringify(PUBLICATION),
    );
    addEvent(db, 'late', 1, 'raised', null);
  });
  const read = await entriesOf(store);
  expect(read.size).toBe(ENTRIES.length + 1);
  for (const [, one] of ENTRIES) expect(read.get(one.fingerprint)).toEqual(one);
  expect(read.get('late')).toEqual(PUBLICATION);
  const subjects = (await store.alerts({ rule: 'magnets' })).map(({ fingerprint, subject }) => [fingerprint, subject]);
  expect(subjects).toContainEqual(['gap', `${EXPORTER} ~ ${IMPORTER}`]);
  expect(subjects).toContainEqual(['month', EXPORTER]);
  for (const [text, found] of [
    ['permanent', ENTRIES.length],
    ['8505110000', 1],
    ['us imports', 1],
    ['late-rel', 1],
  ] as const)
    expect((await store.findAlerts({ text }, { limit: 50, offset: 0 })).total, text).toBe(found);
});

describe('an alert of version 18 that ended without figures', () => {
  const unsaid = (more: Partial<AlertEntry>): AlertEntry =>
    entry('it', { sequence: 3, event: 'ended', base_period: null, value: null, stands: false, ...more });

  test.each<[metric: 'yoy' | 'mom' | 'qoq', period: AlertEntry['period'], base: AlertEntry['base_period']]>([
    ['yoy', { kind: 'month', start: '2025-06', end: '2025-06' }, { start: '2024-06', end: '2024-06' }],
    ['mom', { kind: 'month', start: '2025-01', end: '2025-01' }, { start: '2024-12', end: '2024-12' }],
    ['qoq', { kind: 'quarter', start: '2025-01', end: '2025-03' }, { start: '2024-10', end: '2024-12' }],
  ])('since its rule was changed says what the rule before found: %s', async (metric, period, base) => {
    // By now the rule asks about a fall to a level.
    const kept = unsaid({ period, rule: rule({ version: 'abcdefabcdef', metric: 'level', direction: 'fall', threshold: 120 }) });
    const store = opened((db) => {
      addAlert(db, 'ended', kept, { metric, threshold: 25 });
      addEvent(db, 'it', 1, 'raised', 130.3);
      addEvent(db, 'it', 3, 'ended', null);
    });
    expect((await entriesOf(store)).get('it')).toEqual({
      ...kept,
      rule: rule({ version: '', metric, direction: 'rise', threshold: 25 }),
      base_period: base,
      value: { current: 130.3, base: 100.1, percent: 30.17, change: 30.2, unit: 'USD' },
    });
  });

  test('since its rule was taken out while they were not known goes on without them', async () => {
    const kept = unsaid({ rule: rule({ direction: 'either' }) });
    const store = opened((db) => {
      addAlert(db, 'ended', kept);
      addEvent(db, 'it', 1, 'raised', 130.3);
      addEvent(db, 'it', 2, 'withdrawn', null);
      addEvent(db, 'it', 3, 'ended', 130.3);
    });
    expect((await entriesOf(store)).get('it')).toEqual(kept);
  });
});

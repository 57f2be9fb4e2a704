import { expect, onTestFinished, test } from 'vitest';
import type { AlertEntry } from '../../src/domain/alert-message.ts';
import type { DataEntry } from '../../src/domain/data-message.ts';
import { openStore } from '../../src/store/sqlite.ts';
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

test('what an alert of version 18 kept as text is read from what is kept of it now', async () => {
  const file = oldDatabase(18, (db) => {
    db.exec(`INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'china-customs-query', 'run', '${AT}');
      INSERT INTO product (pipeline, classification, product, name) VALUES ('china-customs-query', 'HS8', '85051110', 'Permanent magnets');
      INSERT INTO series_key (key_id, pipeline, reporter, partner, flow, classification, product, measure, unit, first_run_id)
        VALUES (4, 'china-customs-query', 'CN', 'US', 'export', 'HS8', '85051110', 'value', 'USD', 1),
          (9, 'us-census', 'US', 'CN', 'import', 'HS10', '8505110000', 'value', 'USD', 1);`);
    const alert =
      db.prepare(`INSERT INTO alert (fingerprint, rule_id, key_id, subject, period_kind, period, state, severity, metric, threshold, current, base, percent,
        told_current, told_base, told_percent, sequence, entry, raised_at, last_event_at)
      VALUES (@fingerprint, @rule, @key, @subject, @kind, @period, @state, @severity, @metric, @threshold, @current, @base, @percent, @current, @base, @percent,
        @sequence, @entry, '${AT}', '${AT}')`);
    const event = db.prepare('INSERT INTO alert_event (fingerprint, sequence, kind, at) VALUES (?, ?, ?, ?)');
    for (const [state, one] of ENTRIES) {
      // Of a suspended alert the figures of before are kept beside the text.
      const { current, base, percent } = one.value ?? { current: 130.3, base: 100.1, percent: 30.17 };
      const subject = one.mirror_key === null ? one.series.key : `${one.series.key} ~ ${one.mirror_key}`;
      alert.run({
        ...{
          fingerprint: one.fingerprint,
          rule: one.rule.id,
          key: 4,
          subject,
          kind: one.period.kind,
          period: Number(one.period.end.replace('-', '')),
        },
        ...{ state, severity: one.severity, metric: one.rule.metric, threshold: one.rule.threshold, current, base, percent },
        ...{ sequence: one.sequence, entry: JSON.stringify(one) },
      });
      event.run(one.fingerprint, one.sequence, one.event, AT);
    }
    alert.run({
      ...{
        fingerprint: 'late',
        rule: 'late-releases',
        key: null,
        subject: 'us-census',
        kind: 'month',
        period: 202505,
        state: 'firing',
        severity: 'info',
      },
      ...{
        metric: 'release_late',
        threshold: null,
        current: null,
        base: null,
        percent: null,
        sequence: 1,
        entry: JSON.stringify(PUBLICATION),
      },
    });
    event.run('late', 1, 'raised', AT);
  });
  const store = openStore(file);
  onTestFinished(() => store.close());
  const { alerts, total } = await store.findAlerts({}, { limit: 50, offset: 0 });
  expect(total).toBe(ENTRIES.length + 1);
  const read = new Map(alerts.map((alert) => [alert.fingerprint, alert.about === 'claims' ? null : alert.entry]));
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

import { digestOf, fingerprint, messageId } from '../../src/domain/alert.ts';
import type { DataDigestMessage, DataEntry, DataMessage } from '../../src/domain/data-message.ts';
import type { HeartbeatMessage } from '../../src/domain/heartbeat.ts';
import { month } from '../../src/domain/period.ts';

/** Messages on publications. All instants and states are invented; the sources are real. */
const PRINT = fingerprint('releases', 'un-comtrade', month(202506));

const LATE_ENTRY: DataEntry = {
  fingerprint: PRINT,
  sequence: 1,
  event: 'raised',
  rule: { id: 'releases', title: 'Releases that do not come', kind: 'release_late' },
  severity: 'warning',
  pipeline: 'un-comtrade',
  source_title: 'UN Comtrade: monthly trade by six-digit heading',
  publisher: 'United Nations Statistics Division',
  period: { kind: 'month', start: '2025-06', end: '2025-06' },
  stands: true,
  since: '2025-10-15T10:00:00.000Z',
  expected_at: '2025-09-30T10:00:00.000Z',
  deadline_at: '2025-10-14T10:00:00.000Z',
  notice: 'stale',
  held: null,
  attempts: null,
  last_answer_at: null,
  detail: null,
  ending: null,
};

const message = (type: DataMessage['type'], entry: DataEntry, more: Partial<DataMessage> = {}): DataMessage => ({
  version: 1,
  type,
  id: messageId(entry.fingerprint, entry.sequence, 'desk'),
  references: [],
  created_at: '2025-10-15T10:00:02.000Z',
  ...entry,
  check: {
    sql: "SELECT period, expected_at, deadline_at, state, notice, noticed_at, arrived_at FROM v_release WHERE pipeline = 'un-comtrade' AND period LIKE '%2025-06'",
    command: 'tradewatch sources list',
  },
  also: [],
  ...more,
});

export const LATE = message('data.late', LATE_ENTRY);

export const ARRIVED = message(
  'data.arrived',
  {
    ...LATE_ENTRY,
    sequence: 2,
    event: 'retracted',
    stands: false,
    ending: { outcome: 'arrived', at: '2025-10-20T10:00:00.000Z', reason: 'the month came' },
  },
  { references: [LATE.id], created_at: '2025-10-20T10:00:02.000Z' },
);

const PARTIAL_ENTRY: DataEntry = {
  ...LATE_ENTRY,
  fingerprint: fingerprint('parts', 'un-comtrade', month(202507)),
  rule: { id: 'parts', title: null, kind: 'partial_release' },
  period: { kind: 'month', start: '2025-07', end: '2025-07' },
  expected_at: null,
  deadline_at: null,
  notice: null,
  held: 42,
  detail:
    '60.0 % of what the months before had in the 24 partners or products that all of them have; missing: US 21.3 %; the month is held as incomplete until the next vintage says the same',
};
export const PARTIAL = message('data.partial', PARTIAL_ENTRY);

const FAILED_ENTRY: DataEntry = {
  ...LATE_ENTRY,
  fingerprint: fingerprint('outages', 'us-census', month(202510)),
  rule: { id: 'outages', title: null, kind: 'pipeline_failed' },
  severity: 'critical',
  pipeline: 'us-census',
  source_title: 'US Census: monthly imports by country',
  publisher: 'US Census Bureau',
  period: { kind: 'month', start: '2025-10', end: '2025-10' },
  expected_at: null,
  deadline_at: null,
  notice: null,
  attempts: 3,
  last_answer_at: '2025-10-12T12:30:00.000Z',
  detail: 'GET https://api.census.gov/data/timeseries/intltrade/imports/hs: HTTP 503',
};
export const FAILED = message('pipeline.failed', FAILED_ENTRY);

export const DATA_DIGEST: DataDigestMessage = {
  version: 1,
  type: 'data.digest',
  id: digestOf('data.digest', 'desk', '2025-10-15'),
  created_at: '2025-10-15T10:00:02.000Z',
  reason:
    'This is the current state of the sources. It is reported together because a rule or a receiver is new, a silence is over, or the database was restored.',
  entries: [LATE_ENTRY, PARTIAL_ENTRY, FAILED_ENTRY],
};

export const HEARTBEAT: HeartbeatMessage = {
  version: 1,
  type: 'heartbeat',
  id: digestOf('heartbeat', 'desk', '2025-11'),
  created_at: '2025-11-01T08:00:30.000Z',
  since: '2025-10-01T08:00:12.000Z',
  sources: [
    {
      pipeline: 'china-customs-query',
      title: 'China Customs: online query, eight digits, by partner',
      last_period: '2025-09',
      last_published_at: '2025-10-20',
      last_success_at: '2025-10-20T09:12:00.000Z',
      state: 'ok',
      next_expected_at: '2025-11-20T02:00:00.000Z',
      last_error: null,
    },
    {
      pipeline: 'us-census',
      title: 'US Census: monthly imports by country',
      last_period: null,
      last_published_at: null,
      last_success_at: '2025-10-12T12:30:00.000Z',
      state: 'failing',
      next_expected_at: null,
      last_error: 'HTTP 503',
    },
  ],
  series: 412,
  figures: 51_204,
  runs: 118,
  rules: [
    { rule: 'us-magnets', title: 'Magnets to the United States', stand: 7, raised: 1, corrected: 1 },
    { rule: 'parts', title: null, stand: 0, raised: 0, corrected: 0 },
  ],
  streaks: [
    {
      rule: 'us-magnets',
      subject: 'china-customs-query/CN.US.export.HS8:85051110.net_weight.kg',
      count: 4,
      start: '2025-06',
      end: '2025-09',
    },
  ],
  late: [{ pipeline: 'un-comtrade', period: '2025-06', expected_at: '2025-09-30T10:00:00.000Z', notice: 'stale' }],
  partial: [{ pipeline: 'un-comtrade', period: '2025-07', held: 42, since: '2025-10-15T10:00:00.000Z' }],
  silences: [
    {
      id: 3,
      rule: 'parts',
      series: null,
      receiver: null,
      reason: 'the publisher has told us',
      author: 'desk',
      from: '2025-10-16T09:00:00.000Z',
      until: '2025-11-10T00:00:00.000Z',
    },
  ],
  unstable: [],
  given_up: [
    {
      receiver: 'hook',
      kind: 'alert.raised',
      created_at: '2025-10-20T09:12:01.000Z',
      detail: 'HTTP 410 Gone: the receiver asks for no more messages',
    },
  ],
  waiting: 0,
  claims: { judged: 31, contradicted: 2 },
};

/** Nothing was found, and all is well. */
export const QUIET_HEARTBEAT: HeartbeatMessage = {
  ...HEARTBEAT,
  sources: HEARTBEAT.sources.slice(0, 1),
  rules: HEARTBEAT.rules.map((rule) => ({ ...rule, stand: 0, raised: 0, corrected: 0 })),
  ...{ streaks: [], late: [], partial: [], silences: [], given_up: [] },
  claims: { judged: 0, contradicted: 0 },
};

export const DATA_GOLDEN = {
  'data-late': LATE,
  'data-arrived': ARRIVED,
  'data-partial': PARTIAL,
  'pipeline-failed': FAILED,
  'data-digest': DATA_DIGEST,
  heartbeat: HEARTBEAT,
  'heartbeat-quiet': QUIET_HEARTBEAT,
} as const;

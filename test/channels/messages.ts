import { readFileSync } from 'node:fs';
import { remedyFor } from '../../src/channels/remedy.ts';
import { digestOf, fingerprint, messageId } from '../../src/domain/alert.ts';
import type { AlertEntry, AlertMessage, DigestMessage, TestMessage } from '../../src/domain/alert-message.ts';
import {
  type ClaimDigestMessage,
  type ClaimEntry,
  type ClaimMessage,
  claimFingerprint,
  claimIdentity,
  verdictSources,
  verdictWords,
} from '../../src/domain/claim-alert.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import type { Message } from '../../src/domain/message.ts';
import { parsePeriod } from '../../src/domain/period.ts';
import { fallbackId, type ReceiverMessage } from '../../src/domain/receiver.ts';
import { claim, FOUNDING, figure, MAGNETS, MAPPING, OFFICIAL } from '../support/claims.ts';

/**
 * Messages with published figures of China's exports of rare-earth magnets (HS 85051110), in kg; months that no page
 * states are unknown. The corrections are invented: China Customs did not revise June 2025.
 */
const US_KG: Readonly<Record<string, number>> = {
  '2024-05': 689_000,
  '2024-06': 735_000,
  '2024-07': 591_000,
  '2024-08': 669_000,
  '2024-09': 596_000,
  '2024-10': 628_000,
  '2024-11': 638_000,
  '2025-03': 585_000,
  '2025-04': 242_000,
  '2025-05': 46_000,
  '2025-06': 353_000,
};
/** To the world; data/recorded/figures/magnets.csv says where each is published. */
const WORLD_KG: Readonly<Record<string, number>> = {
  '2023-07': 4_755_000,
  '2023-08': 4_226_000,
  '2023-09': 4_463_000,
  '2023-10': 3_905_000,
  '2023-12': 4_360_000,
  '2024-02': 3_326_000,
  '2024-05': 4_762_000,
  '2024-06': 5_157_000,
  '2024-07': 5_278_000,
  '2024-08': 5_325_000,
  '2024-09': 4_915_000,
  '2024-10': 4_725_000,
  '2024-11': 4_794_000,
  '2024-12': 5_580_000,
  '2025-01': 6_357_000,
  '2025-02': 3_590_000,
  '2025-03': 5_323_000,
  '2025-04': 2_628_000,
  '2025-05': 1_238_000,
  '2025-06': 3_188_000,
};

const KEY = 'china-customs-query/CN.US.export.HS8:85051110.net_weight.kg';

export const US_SERIES: AlertMessage['series'] = {
  key: KEY,
  pipeline: 'china-customs-query',
  reporter: 'CN',
  partner: 'US',
  flow: 'export',
  product: 'HS8:85051110',
  product_name: '稀土永磁铁及稀土永磁体',
  measure: 'net_weight',
  unit: 'kg',
};

const RULE: AlertMessage['rule'] = {
  id: 'us-magnets',
  title: 'Magnets to the United States',
  metric: 'yoy',
  version: '0123456789ab',
  direction: 'fall',
  threshold: 25,
};
const PRINT = fingerprint('us-magnets', KEY, parsePeriod('2025-06'));

export const figuresOf = (current: number, base: number) => ({ current, base, percent: (100 * (current - base)) / base });

const months = (last: string, known = US_KG): AlertMessage['recent'] => {
  const year = Number(last.slice(0, 4));
  const month = Number(last.slice(5));
  return Array.from({ length: 25 }, (_, i) => {
    const index = year * 12 + month - 1 - 24 + i;
    const period = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
    return { period, value: known[period] ?? null };
  });
};

const SOURCE: AlertMessage['source'] = {
  title: 'China Customs: online query, eight digits, by partner',
  publisher: 'General Administration of Customs of China (GACC)',
  url: null,
  file: '2025-06_us_export.csv',
  published_at: '2025-07-20',
  retrieved_at: '2025-07-20T08:15:00.000Z',
  sha256: '3f6a1c0e9d5b7a48c2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9',
};

export function alertMessage(
  kind: AlertEntry['event'],
  current: number | null,
  previous: number | null,
  sequence: number,
  more: Partial<AlertMessage> = {},
): AlertMessage {
  const base = 735_000;
  return {
    version: 1,
    type: kind === 'withdrawn' ? 'data.withdrawn' : `alert.${kind}`,
    event: kind,
    id: messageId(PRINT, sequence, 'desk'),
    fingerprint: PRINT,
    sequence,
    references: Array.from({ length: sequence - 1 }, (_, i) => messageId(PRINT, i + 1, 'desk')),
    created_at: '2025-07-20T08:15:02.000Z',
    rule: RULE,
    series: US_SERIES,
    mirror_key: null,
    period: { kind: 'month', start: '2025-06', end: '2025-06' },
    base_period: current === null ? null : { start: '2024-06', end: '2024-06' },
    value: current === null ? null : { ...figuresOf(current, base), change: current - base, unit: 'kg' },
    previous: previous === null ? null : { ...figuresOf(previous, base), said_at: '2025-07-20T08:15:02.000Z' },
    stands: kind === 'raised' || kind === 'updated' || kind === 'reinstated',
    streak: kind === 'raised' || kind === 'reinstated' ? 1 : 0,
    status: 'published',
    source: SOURCE,
    reason: null,
    severity: 'warning',
    check: {
      sql: `SELECT period, value, yoy_base, yoy_percent FROM v_growth WHERE key = '${KEY}' AND period LIKE '%2025-06'`,
      command: `tradewatch growth ${KEY} --basis yoy --as-of 2025-07-20T08:15:00.000Z`,
      replay: 'tradewatch replay china-customs-query --into check.db',
    },
    recent: months('2025-06').map((month) => (month.period === '2025-06' ? { ...month, value: current } : month)),
    also: [],
    ...more,
  };
}

export const RAISED = alertMessage('raised', 353_000, null, 1);
export const UPDATED = alertMessage('updated', 551_700, 353_000, 2, {
  reason: 'revised, now below the threshold but within its hysteresis',
});
export const RETRACTED = alertMessage('retracted', 640_250, 551_700, 3, { reason: 'revised below the threshold', status: 'provisional' });
export const REINSTATED = alertMessage('reinstated', 353_000, 640_250, 4);
export const WITHDRAWN = alertMessage('withdrawn', null, 353_000, 5, { reason: 'the current period needs 2025-06, which is not known' });

export const entry = (period: string, current: number, base: number, more: Partial<AlertEntry> = {}): AlertEntry => ({
  fingerprint: digestOf(more.series?.key ?? KEY, period),
  sequence: 1,
  event: 'raised',
  rule: RULE,
  series: US_SERIES,
  mirror_key: null,
  period: { kind: 'month', start: period, end: period },
  base_period: { start: `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`, end: `${Number(period.slice(0, 4)) - 1}${period.slice(4)}` },
  value: { ...figuresOf(current, base), change: current - base, unit: 'kg' },
  stands: true,
  severity: 'warning',
  ...more,
});

const WORLD_SERIES = { ...US_SERIES, key: KEY.replace('.US.', '.WORLD.'), partner: 'WORLD' };
const checkOf = (key: string, basis: string): AlertMessage['check'] => ({
  ...RAISED.check,
  sql: `SELECT period, value, ${basis}_percent FROM v_growth WHERE key = '${key}' AND period LIKE '%2025-06'`,
  command: `tradewatch growth ${key} --basis ${basis} --as-of ${SOURCE.retrieved_at}`,
});

/** The total, its partner and the year to date of one release. */
const WORLD_PRINT = fingerprint('magnets', WORLD_SERIES.key, parsePeriod('2025-06'));
const WORLD_RAISED = alertMessage('raised', 3_188_000, null, 1, {
  id: messageId(WORLD_PRINT, 1, 'desk'),
  fingerprint: WORLD_PRINT,
  rule: { ...RULE, id: 'magnets', title: 'Magnets' },
  series: WORLD_SERIES,
  check: checkOf(WORLD_SERIES.key, 'yoy'),
  recent: months('2025-06', WORLD_KG),
  value: { ...figuresOf(3_188_000, 5_157_000), change: -1_969_000, unit: 'kg' },
});
const YTD_PRINT = fingerprint('magnets-ytd', WORLD_SERIES.key, parsePeriod('2025-01/2025-06', 'ytd'));
export const RELEASE: AlertMessage = {
  ...WORLD_RAISED,
  severity: 'critical',
  streak: 2,
  also: [
    RAISED,
    alertMessage('raised', 22_319_000, null, 1, {
      id: messageId(YTD_PRINT, 1, 'desk'),
      fingerprint: YTD_PRINT,
      rule: { ...RULE, id: 'magnets-ytd', metric: 'ytd_yoy', threshold: 15 },
      series: WORLD_SERIES,
      period: { kind: 'ytd', start: '2025-01', end: '2025-06' },
      base_period: { start: '2024-01', end: '2024-06' },
      value: { ...figuresOf(22_319_000, 27_534_000), change: -5_215_000, unit: 'kg' },
      check: checkOf(WORLD_SERIES.key, 'ytd_yoy'),
      recent: months('2025-06', WORLD_KG),
    }),
  ],
};
/** One of each metric beside growth; the thresholds are invented. */
export const LEVEL = alertMessage('raised', 353_000, null, 1, {
  rule: { ...RULE, metric: 'level', direction: 'fall', threshold: 400_000 },
  base_period: null,
  value: { current: 353_000, base: null, percent: null, change: null, unit: 'kg' },
});
export const RECORD = alertMessage('raised', 46_000, null, 1, {
  rule: { ...RULE, metric: 'record', direction: 'fall', threshold: null },
  period: { kind: 'month', start: '2025-05', end: '2025-05' },
  base_period: { start: '2025-04', end: '2025-04' },
  recent: months('2025-05'),
  value: { ...figuresOf(46_000, 242_000), change: -196_000, unit: 'kg' },
});
export const REVISION = alertMessage('raised', 395_000, null, 1, {
  rule: { ...RULE, metric: 'revision', direction: 'either', threshold: 10 },
  base_period: null,
  value: { ...figuresOf(395_000, 353_000), change: 42_000, unit: 'kg' },
});
export const MIRROR_GAP = alertMessage('raised', 420_000, null, 1, {
  rule: { ...RULE, metric: 'mirror_gap', direction: 'either', threshold: 10 },
  mirror_key: 'us-census/US.CN.import.HTS:8505111000.net_weight.kg',
  base_period: { start: '2025-06', end: '2025-06' },
  value: { ...figuresOf(420_000, 353_000), change: 67_000, unit: 'kg' },
  // Of the exporter: the importer's figure is not among them, and is invented.
  recent: months('2025-06'),
});
export const UNSTABLE = alertMessage('unstable', 353_000, 640_250, 6, {
  reason: 'this figure was revised across the threshold 4 times; further changes are reported monthly',
  stands: true,
});
export const ENDED = alertMessage('ended', 353_000, 353_000, 7, { reason: 'the rule was changed' });

export const DIGEST: DigestMessage = {
  version: 1,
  type: 'digest',
  id: digestOf('digest', 'desk', '2025-07-20'),
  created_at: '2025-07-20T08:15:02.000Z',
  reason: 'These figures are new to tradewatch, or are about periods long past. They are recorded as history and reported once.',
  source: SOURCE,
  alerts: [
    entry('2025-05', 1_238_000, 4_762_000, { series: WORLD_SERIES }),
    entry('2025-06', 3_188_000, 5_157_000, { series: WORLD_SERIES }),
    entry('2025-05', 46_000, 689_000),
    entry('2025-06', 353_000, 735_000),
    entry('2025-09', 420_500, 596_000),
  ],
};

export const TEST: TestMessage = {
  version: 1,
  type: 'test',
  id: digestOf('test', 'desk', '2025-07-20'),
  created_at: '2025-07-20T08:15:02.000Z',
  reason: 'Asked for on the command line for the receiver desk.',
};

const ARTICLE: ClaimEntry['article'] = {
  url: 'https://trade-daily.example.org/2025-07-22/magnets-second-quarter',
  publisher: 'Example Trade Daily (invented)',
  published_at: '2025-07-22T09:00:00.000Z',
};
const QUOTE = "China's rare earth magnet exports rose more than 25 % year on year in Q2 2025";
const AS_OF = '2025-07-22T23:59:59.999Z';
const FOUND = judgeClaim({ claim: FOUNDING, quote: QUOTE, asOf: AS_OF }, OFFICIAL, MAPPING);
/** Invented: the months of the quarter were never revised like this. */
const REVISED = judgeClaim(
  { claim: FOUNDING, quote: QUOTE, asOf: AS_OF },
  [{ ...MAGNETS, versions: [...MAGNETS.versions.filter((v) => v.period.end !== 202404), figure('2024-04/2024-06', 5_000_000, 'quarter')] }],
  MAPPING,
);

const claimEntry = <E extends ClaimEntry['event']>(judged: typeof FOUND, event: E): ClaimEntry & { readonly event: E } => {
  const { span: _, ...says } = FOUNDING;
  return {
    fingerprint: claimFingerprint('magnet-claims', ARTICLE.url, claimIdentity(FOUNDING)),
    event,
    rule: { id: 'magnet-claims', title: 'What the news says of magnets' },
    severity: 'warning',
    article: ARTICLE,
    quote: QUOTE,
    claim: says,
    verdict: verdictWords(judged),
  };
};

export const CLAIM_CONTRADICTED: ClaimMessage = {
  version: 1,
  type: 'claim.contradicted',
  id: messageId(claimEntry(FOUND, 'contradicted').fingerprint, 1, 'desk'),
  sequence: 1,
  references: [],
  created_at: '2025-07-22T09:30:01.000Z',
  ...claimEntry(FOUND, 'contradicted'),
  previous: null,
  reason: null,
  sources: verdictSources(FOUND),
  check: {
    sql: 'SELECT quote, verdict, reading, official_percent, official_value, official_base FROM v_claim WHERE id = 7',
    command: `tradewatch series show ${FOUND.official?.series}`,
  },
};

export const CLAIM_CHANGED: ClaimMessage = {
  ...CLAIM_CONTRADICTED,
  type: 'claim.changed',
  id: messageId(CLAIM_CONTRADICTED.fingerprint, 2, 'desk'),
  sequence: 2,
  references: [CLAIM_CONTRADICTED.id],
  created_at: '2025-09-20T08:15:02.000Z',
  ...claimEntry(REVISED, 'changed'),
  previous: { ...verdictWords(FOUND), said_at: CLAIM_CONTRADICTED.created_at },
  reason: 'the figures were revised; the claim is now supported',
  sources: verdictSources(REVISED),
};

export const CLAIM_DIGEST: ClaimDigestMessage = {
  version: 1,
  type: 'claim.digest',
  id: digestOf('claim.digest', 'desk', '2025-07-22'),
  created_at: '2025-07-22T09:30:01.000Z',
  reason: 'These articles, or the figures that decide them, are new to tradewatch. They are recorded as history and reported once.',
  claims: [
    claimEntry(FOUND, 'contradicted'),
    {
      ...claimEntry(judgeClaim({ claim: claim({ percent: 38 }), quote: '', asOf: AS_OF }, OFFICIAL, MAPPING), 'contradicted'),
      fingerprint: digestOf('another claim'),
      quote: '6月中国稀土磁铁出口同比增长38%。',
      claim: { ...claimEntry(FOUND, 'contradicted').claim, period: '2025-06', percent: 38, qualifier: 'exact' },
    },
  ],
};

export const CLAIMS_ENDED: ClaimDigestMessage = {
  version: 1,
  type: 'claim.digest',
  id: digestOf('claim.digest', 'desk', '2025-10-01'),
  created_at: '2025-10-01T08:15:02.000Z',
  reason: 'A rule was removed or changed, and no longer watches these claims. What was said about them is neither confirmed nor retracted.',
  claims: [{ ...claimEntry(FOUND, 'ended'), rule: { id: 'magnet-claims', title: null } }],
};

export const FAILING: ReceiverMessage = {
  version: 1,
  type: 'receiver.failing',
  id: digestOf('receiver.failing', 'hook', 'desk'),
  created_at: '2025-07-20T08:16:00.000Z',
  receiver: 'hook',
  channel: 'webhook',
  since: '2025-07-20T08:16:00.000Z',
  detail: 'HTTP 401 Unauthorized',
  waiting: 3,
  remedy: `${remedyFor('HTTP 401 Unauthorized')} Then run "tradewatch alerts test hook".`,
};

export const DISABLED: ReceiverMessage = {
  ...FAILING,
  type: 'receiver.disabled',
  id: digestOf('receiver.disabled', 'hook', 'desk'),
  detail: 'HTTP 410 Gone: the receiver asks for no more messages',
  waiting: 1,
  remedy: `${remedyFor('HTTP 410 Gone')} Then run "tradewatch alerts test hook".`,
};

/** What the receiver hook did not take, on its way to the desk. */
export const UNDELIVERED: Message = {
  ...RAISED,
  id: fallbackId(RAISED.id, 'desk'),
  undelivered: { receiver: 'hook', since: '2025-07-20T08:15:02.000Z', detail: DISABLED.detail },
};

export const GOLDEN = {
  raised: RAISED,
  updated: UPDATED,
  retracted: RETRACTED,
  reinstated: REINSTATED,
  withdrawn: WITHDRAWN,
  unstable: UNSTABLE,
  ended: ENDED,
  release: RELEASE,
  level: LEVEL,
  record: RECORD,
  revision: REVISION,
  'mirror-gap': MIRROR_GAP,
  digest: DIGEST,
  'claim-contradicted': CLAIM_CONTRADICTED,
  'claim-changed': CLAIM_CHANGED,
  'claim-digest': CLAIM_DIGEST,
  'claims-ended': CLAIMS_ENDED,
  'receiver-failing': FAILING,
  'receiver-disabled': DISABLED,
  undelivered: UNDELIVERED,
  test: TEST,
} as const;

export const goldenFile = (name: string): string => new URL(`../golden/${name}`, import.meta.url).pathname;
export const readGolden = (name: string): string => readFileSync(goldenFile(name), 'utf8');

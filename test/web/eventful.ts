import { createDetector } from '../../src/stages/detect.ts';
import type { SourceFacts } from '../../src/web/deployment.ts';
import type { SiteOptions } from '../../src/web/site.ts';
import { ruleOf } from '../support/rules.ts';
import { observations, publish, recordSnapshot, temporaryStore } from '../support/store.ts';

/** What a stranger may write where a name or a reason is expected. */
export const HOSTILE = `</td><script>document.title='pwned'</script><img src=x onerror="document.title='pwned'">\u202e'"&`;

const QUERY = 'china-customs-query';
/** Permanent magnets other than of metal; the messages have no everyday name for it, so they print the source's. */
const PRODUCT = '85051900';
const magnets = (month: string, value: number) => observations([[month, value]], { product: PRODUCT });

const day = (date: string): string => `${date}T02:00:00.000Z`;

export const RULE = ruleOf({
  id: 'magnets-yoy',
  title: 'Magnet exports, year on year',
  what: { product: `HS8:${PRODUCT}` },
  receivers: ['desk', 'hook'],
});

const detector = createDetector({
  rules: [RULE],
  channels: new Map([
    ['desk', 'email'],
    ['hook', 'webhook'],
  ]),
  sources: new Map([[QUERY, { title: 'China customs, online query', publisher: 'GACC' }]]),
});

const facts = (id: string, more: Partial<SourceFacts>): SourceFacts => ({
  ...{ id, title: id, publisher: 'Somebody', licence: 'open', documentation: 'https://example.org/about' },
  ...{ address: null, schedule: null, timezone: 'Asia/Shanghai', calendar: null, settings: {}, key: null, requestsPerDay: null },
  ...more,
});

const SOURCES: readonly SourceFacts[] = [
  facts(QUERY, {
    title: 'China customs, online query',
    publisher: HOSTILE,
    calendar: { day: { dayOfNextMonth: 20 }, time: '10:00', graceDays: 0 },
    settings: { flow: 'export', note: HOSTILE },
  }),
  facts('us-census', {
    title: 'US Census Bureau',
    schedule: '30 10 * * *',
    address: 'https://api.census.gov',
    key: { name: 'CENSUS_API_KEY', isSet: false, isOptional: false },
    requestsPerDay: 500,
  }),
  facts('un-comtrade', { title: 'UN Comtrade', schedule: '0 6 * * *', timezone: 'Etc/UTC' }),
  facts('japan-customs', { title: 'Japan customs', timezone: 'Asia/Tokyo' }),
];

/** The clock of the site over {@link eventful}. */
export const NOW = new Date('2025-09-21T12:00:00.000Z');

/**
 * A database in which something happened: an alert was raised and, after a revision, taken back; one receiver fails; a
 * source is late, one failed, one waits for its key and one for a file; a figure is held and a publication was refused.
 * All figures are invented.
 */
export async function eventful(): Promise<{ file: string; options: Partial<SiteOptions>; alert: string }> {
  const { store, file } = temporaryStore();
  await store.describeSources(
    SOURCES.map(({ id, title, publisher, licence, schedule, timezone }) => ({
      pipeline: id,
      title,
      publisher,
      licence,
      schedule,
      timezone,
    })),
  );
  const products = [{ classification: 'HS8', product: PRODUCT, name: HOSTILE }];
  await publish(store, day('2024-07-20'), magnets('2024-06', 1_000_000), { detector, products });
  await publish(store, day('2025-07-20'), magnets('2025-06', 640_000), { detector, products, publishedAt: '2025-07-20' });
  await deliver(store, day('2025-07-20'));
  await publish(store, day('2025-09-20'), magnets('2025-06', 790_000), { detector, products, publishedAt: '2025-09-20' });
  await deliver(store, day('2025-09-20'));
  const counts = {
    requests: 3,
    snapshots: 1,
    inserted: 1,
    revised: 1,
    unchanged: 0,
    refused: 0,
    answered: 2,
    notYetPublished: 1,
    suppressed: 0,
    held: 0,
    errors: 0,
  };
  for (const { id } of await store.runs(10)) await store.finishRun(id, '2025-09-20T02:00:12.500Z', 'ok', counts, null);
  await held(store);
  await refused(store);
  const waiting = await store.beginRun('us-census', 'schedule', day('2025-09-21'));
  await store.finishRun(
    waiting,
    day('2025-09-21'),
    'waiting',
    { ...counts, snapshots: 0, inserted: 0, revised: 0, errors: 1 },
    'a key is wanted',
  );
  await store.saveReleases(QUERY, [
    { ...release(202506, '2025-07-20'), outcome: 'arrived', arrivedAt: day('2025-07-20') },
    { ...release(202508, '2025-09-20'), notice: 'late', noticedAt: day('2025-09-21') },
    release(202509, '2025-10-20'),
  ]);
  const [alert] = (await store.findAlerts({}, { limit: 1, offset: 0 })).alerts;
  if (alert === undefined) throw new Error('the fixture raised no alert');
  return {
    file,
    alert: alert.fingerprint,
    options: { now: () => NOW, deployment: { sources: SOURCES, inbox: '/srv/inbox', receivers: ['desk', 'hook'] } },
  };
}

type Store = ReturnType<typeof temporaryStore>['store'];

const release = (period: number, expected: string) => ({
  ...{ period: { kind: 'month' as const, end: period }, expectedAt: day(expected), deadlineAt: day(expected) },
  ...{ outcome: null, arrivedAt: null, publishedAt: null, missingAt: null, notice: null, noticedAt: null },
});

/** The desk takes everything; the hook fails in the end, and one of its messages is given up. */
async function deliver(store: Store, at: string): Promise<void> {
  for (const item of await store.dueDeliveries('2030-01-01T00:00:00.000Z', 100)) {
    const settled = { attempts: 1, nextAttemptAt: null, deliveredAt: at, remaining: null };
    if (item.receiver === 'desk' || at < '2025-08')
      await store.settleDelivery(item.id, { ...settled, state: 'delivered', detail: '250 OK' });
    else {
      const detail = `HTTP 500: ${HOSTILE}`;
      const outage = {
        receiver: 'hook',
        since: at,
        attempts: 4,
        nextAttemptAt: '2025-09-22T00:00:00.000Z',
        detail,
        toldAt: null,
        version: 'v1',
      };
      await store.settleDelivery(
        item.id,
        { ...settled, state: 'dead', attempts: 4, deliveredAt: null, detail },
        { at, outage, fallback: null, notice: null },
      );
    }
  }
}

/** A jump that waits for a second sight, from a source that was asked. */
async function held(store: Store): Promise<void> {
  const key = { pipeline: 'un-comtrade' };
  const months = (value: number, count: number) =>
    Array.from({ length: count }, (_, i): readonly [string, number] => [`2024-${String(i + 1).padStart(2, '0')}`, value + i]);
  await publish(store, day('2025-03-01'), observations(months(100, 11), key), { pipeline: 'un-comtrade', jumpFactor: 50 });
  await publish(store, day('2025-09-19'), observations([['2024-12', 1_000_000]], key), { pipeline: 'un-comtrade', jumpFactor: 50 });
}

async function refused(store: Store): Promise<void> {
  const { runId, snapshotId } = await recordSnapshot(store, 'un-comtrade', day('2025-09-19'));
  await store.settleSnapshot(snapshotId, 'refused', [{ where: 'row 2', reason: `expected a number, got "${HOSTILE}"` }], []);
  const counts = {
    requests: 1,
    snapshots: 1,
    inserted: 0,
    revised: 0,
    unchanged: 0,
    refused: 1,
    answered: 0,
    notYetPublished: 0,
    suppressed: 0,
    held: 0,
    errors: 1,
  };
  await store.finishRun(runId, '2025-09-19T02:00:01.000Z', 'failed', counts, `row 2: expected a number, got "${HOSTILE}"`);
}

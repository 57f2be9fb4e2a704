import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DataDigestMessage, DataMessage } from '../src/domain/data-message.ts';
import type { DataRule } from '../src/domain/publication.ts';
import type { ReleaseCalendar } from '../src/domain/release.ts';
import { decideHeld } from '../src/held.ts';
import { createHttpClient } from '../src/http/client.ts';
import { silentLog } from '../src/log.ts';
import { commodityNames } from '../src/news/commodities.ts';
import { settleReleases } from '../src/releases.ts';
import { runPipeline } from '../src/run.ts';
import type { Services, Source } from '../src/services.ts';
import { openArchive } from '../src/stages/archive.ts';
import { createDetector } from '../src/stages/detect.ts';
import { createPublicationJudge } from '../src/stages/judge-publications.ts';
import type { OutboxItem } from '../src/store/store.ts';
import { observations, openTestStore, publish, temporaryFolder, temporaryStore } from './support/store.ts';
import { type Answer, openYearPublisher, yearPipeline } from './support/year-publisher.ts';

/** On the 18th of the following month at ten in UTC, two days of grace. */
const RELEASES: ReleaseCalendar = { day: { dayOfNextMonth: 18 }, time: '10:00', graceDays: 2 };
const PIPELINE = yearPipeline({ id: 'monthly', schedule: '0 6 * * *', timezone: 'Etc/UTC', releases: RELEASES });

const LATE: DataRule = {
  ...{ id: 'late', title: 'Releases', kind: 'release_late', pipelines: null, afterHours: null, severity: 'warning' },
  receivers: ['desk'],
};
const FAILED: DataRule = { ...LATE, id: 'failed', kind: 'pipeline_failed', afterHours: 24 };
const PARTIAL: DataRule = { ...LATE, id: 'partial', kind: 'partial_release' };
const CHANNELS = new Map([
  ['desk', 'email'],
  ['hook', 'webhook'],
]);
const detectorOf = (rules: readonly DataRule[], fresh: readonly string[] = []) =>
  createDetector({
    rules: [],
    channels: CHANNELS,
    sources: new Map(),
    publications: createPublicationJudge({ rules, fresh: new Set(fresh), channels: CHANNELS }),
  });

const MAY: Answer = { figures: new Map([['2025-05', 5]]) };
const MAY_JUNE: Answer = { figures: new Map([...MAY.figures, ['2025-06', 6]]) };
const AFTER_GRACE = '07-20T10:00';

/** A source whose publisher answers as the test says, on a clock that the test sets; May 2025 is there at the beginning. */
async function setUp(...rules: DataRule[]) {
  const folder = temporaryFolder();
  const file = join(folder, 'test.db');
  const store = openTestStore(file);
  const world: { now: Date; answer: Answer } = { now: new Date('2025-06-30T00:00:00Z'), answer: MAY };
  const site = await openYearPublisher(
    () => world.now,
    () => world.answer,
  );
  const client = createHttpClient({ allowedPrivateOrigins: [site.url], attempts: 1, sleep: async () => {} });
  onTestFinished(() => {
    client.close();
    store.close();
  });
  const services: Services = {
    store,
    archive: openArchive(join(folder, 'raw')),
    commodities: commodityNames({}),
    client,
    detector: detectorOf(rules),
    log: silentLog,
    now: () => world.now,
  };
  const source: Source = {
    ...{ pipeline: PIPELINE, baseUrl: site.url, schedule: PIPELINE.schedule, releases: RELEASES },
    ...{ revisions: null, settings: {}, secret: null },
  };
  await store.describeSources([
    { pipeline: 'monthly', title: 'Monthly figures', publisher: 'P', licence: 'L', schedule: source.schedule, timezone: 'Etc/UTC' },
  ]);
  const at = (time: string): void => {
    world.now = new Date(`2025-${time}:00Z`);
  };
  const made = {
    store,
    file,
    services,
    source,
    at,
    async run(time: string, answer: Answer, changed: Partial<Source> = {}) {
      at(time);
      world.answer = answer;
      await runPipeline(services, { ...source, ...changed }, 'schedule');
    },
    judge(time: string, judged: readonly DataRule[] = rules, fresh: readonly string[] = []) {
      at(time);
      return store.judgePublications(detectorOf(judged, fresh), world.now.toISOString());
    },
    waiting: () => store.dueDeliveries('2030-01-01T00:00:00.000Z', 100),
    /** What is delivered now. */
    async told(): Promise<(DataMessage | DataDigestMessage)[]> {
      const all: OutboxItem[] = [];
      for (let due = await made.waiting(); due.length > 0; due = await made.waiting()) {
        for (const item of due)
          await store.settleDelivery(item.id, {
            ...{ state: 'delivered', attempts: 1, nextAttemptAt: null, detail: 'ok', remaining: null },
            deliveredAt: world.now.toISOString(),
          });
        all.push(...due);
      }
      return all.map((item) => item.message as DataMessage | DataDigestMessage);
    },
    sql: (text: string): unknown[][] => {
      const db = new Database(file);
      try {
        if (text.startsWith('SELECT')) return db.prepare(text).raw().all() as unknown[][];
        db.prepare(text).run();
        return [];
      } finally {
        db.close();
      }
    },
  };
  await made.run('06-30T00:00', MAY);
  return made;
}

const types = (messages: readonly { readonly type: string }[]): string[] => messages.map(({ type }) => type);

describe('release_late', () => {
  test('is told once, and its arrival in the same thread', async () => {
    const w = await setUp(LATE);
    await w.run('07-20T09:59', MAY);
    expect(await w.told()).toEqual([]);
    await w.run(AFTER_GRACE, MAY);
    await w.run('07-21T10:00', MAY);
    const [late, ...more] = (await w.told()) as DataMessage[];
    expect(more).toEqual([]);
    expect(late).toMatchObject({
      ...{ type: 'data.late', event: 'raised', stands: true, pipeline: 'monthly', notice: 'stale', references: [], ending: null },
      ...{ period: { kind: 'month', start: '2025-06', end: '2025-06' }, expected_at: '2025-07-18T10:00:00.000Z' },
    });
    await w.run('07-22T10:00', MAY_JUNE);
    expect(await w.told()).toMatchObject([
      { type: 'data.arrived', stands: false, references: [late?.id], ending: { outcome: 'arrived', at: '2025-07-22T10:00:00.000Z' } },
    ]);
    expect(w.sql('SELECT rule, series_key, period, state, metric, threshold, percent, events FROM v_alert')).toEqual([
      ['late', 'monthly', '2025-06', 'retracted', 'release_late', null, null, 2],
    ]);
    expect(w.sql('SELECT kind, state FROM v_delivery')).toEqual([
      ['data.late', 'delivered'],
      ['data.arrived', 'delivered'],
    ]);
  });

  test('judged again and again, by a tick each minute, writes nothing more', async () => {
    const w = await setUp(LATE);
    await w.run(AFTER_GRACE, MAY);
    const before = w.sql('SELECT COUNT(*) FROM outbox');
    for (let minute = 10; minute < 40; minute++) expect(await w.judge(`07-20T10:${minute}`)).toBe(0);
    expect(w.sql('SELECT COUNT(*) FROM outbox')).toEqual(before);
  });

  test('not delivered before the month came, it and its end cancel out', async () => {
    const w = await setUp(LATE);
    await w.run(AFTER_GRACE, 'no content');
    expect(types((await w.waiting()).map(({ message }) => message))).toEqual(['data.late']);
    await w.run('07-22T10:00', MAY_JUNE);
    expect(await w.waiting()).toEqual([]);
    expect(w.sql('SELECT state FROM outbox')).toEqual([['superseded']]);
  });

  test('that may have been delivered is followed by its end', async () => {
    const w = await setUp(LATE);
    await w.run(AFTER_GRACE, 'no content');
    w.sql('UPDATE outbox SET in_doubt = 1');
    await w.run('07-22T10:00', MAY_JUNE);
    expect(types(await w.told())).toEqual(['data.late', 'data.arrived']);
  });

  test('is no failure: a source that cannot be looked at is not late', async () => {
    const w = await setUp(LATE);
    for (const day of ['20', '21', '25']) await w.run(`07-${day}T10:00`, 'unreachable');
    expect(await w.told()).toEqual([]);
  });

  test('a file that nobody dropped is not late', async () => {
    const w = await setUp(LATE);
    w.at('07-25T10:00');
    await settleReleases(w.services, { ...w.source, schedule: null, baseUrl: null });
    expect(w.sql("SELECT notice FROM v_release WHERE period = '2025-06'")).toEqual([['waiting_for_file']]);
    expect(await w.judge('07-25T10:00')).toBe(0);
  });

  test('ends when the calendar is changed, and when the rule is taken out: told to those who were told', async () => {
    const w = await setUp(LATE);
    await w.run(AFTER_GRACE, MAY);
    await w.told();
    await w.run('07-21T10:00', MAY, { releases: { ...RELEASES, dates: { '2025-06': '2025-07-28' } } });
    expect(await w.told()).toMatchObject([{ type: 'data.arrived', ending: { outcome: 'not_expected' } }]);
    await w.run('07-31T10:00', MAY, { releases: { ...RELEASES, dates: { '2025-06': '2025-07-28' } } });
    expect(await w.told()).toMatchObject([{ type: 'data.late', event: 'reinstated', sequence: 3 }]);
    await w.judge('08-01T10:00', []);
    expect(await w.told()).toMatchObject([{ type: 'data.digest', entries: [{ event: 'ended', stands: false }] }]);
    expect(w.sql('SELECT state FROM v_alert')).toEqual([['ended']]);
  });

  test('what was late before the rule is told once, in a digest', async () => {
    const w = await setUp();
    await w.run(AFTER_GRACE, MAY);
    expect(await w.told()).toEqual([]);
    await w.judge('07-21T10:00', [LATE], ['late']);
    await w.judge('07-21T10:01', [LATE]);
    expect(await w.told()).toMatchObject([{ type: 'data.digest', entries: [{ event: 'raised', notice: 'stale' }] }]);
    expect(w.sql('SELECT state FROM v_alert')).toEqual([['historical']]);
  });

  test('a receiver that comes later is told in a digest; one that leaves is told of the end', async () => {
    const w = await setUp(LATE);
    await w.run(AFTER_GRACE, MAY);
    await w.told();
    await w.judge('07-21T10:00', [{ ...LATE, receivers: ['hook'] }]);
    expect(types(await w.told())).toEqual(['data.digest']);
    await w.run('07-22T10:00', MAY_JUNE);
    expect(types(await w.told())).toEqual(['data.arrived', 'data.arrived']);
  });

  test('silenced, it is told when the silence is over; its end, when it was told before, is told in any case', async () => {
    const w = await setUp(LATE);
    const silence = { rule: null, series: 'monthly/*', receiver: null, reason: 'known', author: 'test' };
    await w.store.addSilence({ ...silence, from: '2025-07-01T00:00:00.000Z', until: '2025-07-25T00:00:00.000Z' });
    await w.run(AFTER_GRACE, MAY);
    expect(await w.told()).toEqual([]);
    await w.judge('07-24T23:59');
    expect(await w.told()).toEqual([]);
    await w.judge('07-25T00:00');
    await w.judge('07-25T00:01');
    expect(types(await w.told())).toEqual(['data.digest']);
    await w.store.addSilence({ ...silence, from: '2025-07-25T00:00:00.000Z', until: '2025-08-25T00:00:00.000Z' });
    await w.run('07-26T10:00', MAY_JUNE);
    expect(types(await w.told())).toEqual(['data.arrived']);
  });
});

describe('pipeline_failed', () => {
  test('is told when a second run failed a day after the first, and its end with the first answer', async () => {
    const w = await setUp(FAILED);
    await w.run('07-01T06:00', 'unreachable');
    expect(await w.judge('07-02T05:59')).toBe(0);
    await w.run('07-02T06:00', 'unreachable');
    const [failed] = (await w.told()) as DataMessage[];
    expect(failed).toMatchObject({
      ...{ type: 'pipeline.failed', attempts: 2, since: '2025-07-01T06:00:00.000Z', last_answer_at: '2025-06-30T00:00:00.000Z' },
      period: { start: '2025-07', end: '2025-07' },
    });
    await w.run('07-03T06:00', 'row limit');
    expect(await w.told()).toEqual([]);
    await w.run('07-04T06:00', MAY);
    expect(await w.told()).toMatchObject([{ type: 'pipeline.recovered', references: [failed?.id], ending: { outcome: 'answered' } }]);
  });

  test('a second time in one month is the same thread', async () => {
    const w = await setUp(FAILED);
    for (const day of ['01', '02']) await w.run(`07-${day}T06:00`, 'unreachable');
    await w.run('07-03T06:00', MAY);
    for (const day of ['04', '05']) await w.run(`07-${day}T06:00`, 'unreachable');
    const [first, , again] = (await w.told()) as DataMessage[];
    // Nothing of the first was delivered before it was over.
    expect([first?.type, again]).toEqual(['pipeline.failed', undefined]);
    expect(first).toMatchObject({ sequence: 3, since: '2025-07-04T06:00:00.000Z' });
  });

  test('one failed run is told after twice the time, by the tick', async () => {
    const w = await setUp(FAILED);
    await w.run('07-01T06:00', 'unreachable');
    expect(await w.judge('07-03T05:59')).toBe(0);
    expect(await w.judge('07-03T06:00')).toBe(1);
    expect(await w.judge('07-03T06:01')).toBe(0);
  });

  test('a month that is late, and a run that was cut off, are no failure', async () => {
    const w = await setUp(FAILED);
    await w.run(AFTER_GRACE, MAY);
    await w.store.beginRun('monthly', 'schedule', '2025-07-21T06:00:00.000Z');
    await w.store.beginRun('monthly', 'schedule', '2025-07-22T06:00:00.000Z');
    expect(await w.judge('07-30T06:00')).toBe(0);
  });
});

describe('partial_release', () => {
  const PARTNERS = ['US', 'DE', 'JP', 'KR', 'FR', 'IT', 'VN', 'TH', 'IN', 'NL'];
  const monthOf = (at: string, partners: readonly string[]) => partners.flatMap((partner) => observations([[at, 100]], { partner }));
  const PIPELINE_ID = 'china-customs-query';

  /** Three months of ten partners, then a month of which six came. */
  async function partial() {
    const { store, file } = temporaryStore();
    await store.describeSources([
      { pipeline: PIPELINE_ID, title: 'Query', publisher: 'P', licence: 'L', schedule: null, timezone: 'Etc/UTC' },
    ]);
    for (const at of ['2025-03', '2025-04', '2025-05']) await publish(store, `${at}-28T00:00:00.000Z`, monthOf(at, PARTNERS));
    const result = await publish(store, '2025-07-20T00:00:00.000Z', monthOf('2025-06', PARTNERS.slice(0, 6)));
    expect(result.held.length).toBeGreaterThan(0);
    const judge = (at: string) => store.judgePublications(detectorOf([PARTIAL]), at);
    const waiting = async () =>
      (await store.dueDeliveries('2030-01-01T00:00:00.000Z', 10)).map(({ id, message }) => ({ id, message: message as DataMessage }));
    expect(await judge('2025-07-20T00:00:01.000Z')).toBe(1);
    const [first] = await waiting();
    expect(first?.message).toMatchObject({ type: 'data.partial', held: 6, period: { kind: 'month', end: '2025-06' } });
    await store.settleDelivery(first?.id ?? 0, {
      ...{ state: 'delivered', attempts: 1, nextAttemptAt: null, detail: 'ok', remaining: null },
      deliveredAt: '2025-07-20T00:00:02.000Z',
    });
    return { store, file, judge, waiting };
  }

  test('ends when the rest comes', async () => {
    const { store, judge, waiting } = await partial();
    await publish(store, '2025-07-25T00:00:00.000Z', monthOf('2025-06', PARTNERS));
    expect(await judge('2025-07-25T00:00:01.000Z')).toBe(1);
    expect((await waiting()).map(({ message }) => message)).toMatchObject([
      { type: 'data.completed', ending: { outcome: 'settled', at: '2025-07-25T00:00:00.000Z' } },
    ]);
  });

  test('goes on while a little more of it comes', async () => {
    const { store, judge, waiting } = await partial();
    await publish(store, '2025-07-22T00:00:00.000Z', monthOf('2025-06', PARTNERS.slice(0, 7)));
    expect(await judge('2025-07-22T00:00:01.000Z')).toBe(0);
    expect(await waiting()).toEqual([]);
  });
});

test('a person who takes what is held of a late month ends nothing twice', async () => {
  const w = await setUp(LATE, PARTIAL);
  await w.run(AFTER_GRACE, MAY);
  await w.told();
  const odd: Answer = { figures: new Map([...MAY.figures, ['2025-06', 6000]]) };
  await w.run('07-21T10:00', odd);
  expect(await w.told()).toMatchObject([{ type: 'data.arrived', ending: { outcome: 'held' } }]);
  w.at('07-22T10:00');
  await decideHeld(w.services, w.source, 'accept');
  await w.run('07-23T10:00', odd);
  expect(await w.told()).toEqual([]);
});

describe('what a receiver believes', () => {
  type Step = 'late' | 'arrive' | 'deliver' | 'doubt' | 'silence' | 'unsilence' | 'tick';
  const step = fc.constantFrom<Step>('late', 'arrive', 'deliver', 'doubt', 'silence', 'unsilence', 'tick');

  test('is what is true, whatever comes between', { timeout: 120_000 }, async () => {
    const { store, file } = temporaryStore();
    const db = new Database(file);
    onTestFinished(() => void db.close());
    const release = db.prepare(
      `INSERT OR REPLACE INTO release (pipeline, period, period_kind, expected_at, deadline_at, outcome, arrived_at, notice, noticed_at)
       VALUES (@pipeline, 202506, 'month', '2025-07-18T10:00:00.000Z', '2025-07-20T10:00:00.000Z', @outcome, @arrived, 'late', '2025-07-20T11:00:00.000Z')`,
    );
    const doubt = db.prepare("UPDATE outbox SET in_doubt = 1 WHERE state = 'waiting'");
    let clock = Date.parse('2025-07-21T00:00:00.000Z');
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        runs += 1;
        const pipeline = `source-${runs}`;
        await store.describeSources([{ pipeline, title: 'T', publisher: 'P', licence: 'L', schedule: null, timezone: 'Etc/UTC' }]);
        const rule = { ...LATE, id: `late-${runs}` };
        const believed = new Map<string, boolean>();
        const silences: number[] = [];
        let late = false;
        const judge = () => store.judgePublications(detectorOf([rule]), new Date(clock).toISOString());
        const deliver = async () => {
          for (
            let due = await store.dueDeliveries('2030-01-01T00:00:00.000Z', 100);
            due.length > 0;
            due = await store.dueDeliveries('2030-01-01T00:00:00.000Z', 100)
          )
            for (const { id, receiver, message } of due) {
              await store.settleDelivery(id, {
                ...{ state: 'delivered', attempts: 1, nextAttemptAt: null, detail: 'ok', remaining: null },
                deliveredAt: new Date(clock).toISOString(),
              });
              for (const entry of 'entries' in message ? message.entries : [message as DataMessage])
                if (entry.rule.id === rule.id) believed.set(receiver, entry.stands);
            }
        };
        const unsilence = async () => {
          for (const id of silences.splice(0)) await store.endSilence(id, new Date(clock).toISOString());
        };
        for (const one of steps) {
          clock += 60_000;
          const at = new Date(clock).toISOString();
          if (one === 'late' || one === 'arrive') {
            late = one === 'late';
            release.run({ pipeline, outcome: late ? null : 'arrived', arrived: late ? null : at });
          } else if (one === 'deliver') await deliver();
          else if (one === 'doubt') doubt.run();
          else if (one === 'silence')
            silences.push(
              await store.addSilence({
                rule: rule.id,
                series: null,
                receiver: null,
                reason: 'r',
                author: 'a',
                from: at,
                until: '2030-01-01T00:00:00.000Z',
              }),
            );
          else if (one === 'unsilence') await unsilence();
          await judge();
        }
        clock += 60_000;
        await unsilence();
        await judge();
        await deliver();
        expect(believed.get('desk') ?? false).toBe(late);
        expect(await judge()).toBe(0);
        expect(await store.dueDeliveries('2030-01-01T00:00:00.000Z', 1)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

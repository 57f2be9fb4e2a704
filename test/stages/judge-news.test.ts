import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Claim } from '../../src/domain/claim.ts';
import type { ClaimDigestMessage, ClaimMessage, ClaimRule } from '../../src/domain/claim-alert.ts';
import type { Doubt } from '../../src/domain/sentence.ts';
import { createDetector } from '../../src/stages/detect.ts';
import { createClaimJudge } from '../../src/stages/judge-news.ts';
import type { ClaimJudge } from '../../src/store/claim-store.ts';
import { openForReading } from '../../src/store/existing.ts';
import type { OutboxItem, Store } from '../../src/store/store.ts';
import { claim, FOUNDING, MAPPING } from '../support/claims.ts';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';

const RULE: ClaimRule = {
  id: 'magnet-claims',
  title: 'Claims about magnets',
  commodities: ['rare_earth_magnets'],
  reporters: null,
  publishers: null,
  severity: 'warning',
  receivers: ['desk', 'hook'],
};
const CHANNELS = new Map([
  ['desk', 'email'],
  ['hook', 'webhook'],
]);
const judgeOf = (...rules: ClaimRule[]) =>
  createClaimJudge({ rules: rules.length === 0 ? [RULE] : rules, mapping: MAPPING, channels: CHANNELS });
const detectorOf = (...rules: ClaimRule[]) =>
  createDetector({ rules: [], channels: CHANNELS, sources: new Map(), claims: judgeOf(...rules) });

const at = (day: string): string => `${day}T10:00:00.000Z`;
const URL_OF = 'https://trade-daily.example.org/second-quarter';
const FIGURES: readonly FigureEntry[] = [
  ['2024-05', 4_762_000],
  ['2024-06', 5_157_000],
  ['2025-04', 2_628_000],
  ['2025-05', 1_238_000],
  ['2025-06', 3_188_000],
];

const take = (store: Store, day: string, entries: readonly FigureEntry[], rules: readonly ClaimRule[] = []) =>
  publish(store, at(day), observations(entries), { detector: detectorOf(...rules) });

/** Puts an article into the store, as a feed brings it. */
async function bring(
  store: Store,
  day: string,
  article: { url?: string; title?: string; publisher?: string; feedDate?: string | null } = {},
  ofRun?: number,
): Promise<number> {
  const runId = ofRun ?? (await store.beginRun('trade-news', 'run', at(day)));
  const snapshotId = await store.addSnapshot({
    runId,
    pipeline: 'trade-news',
    requestKey: `feed ${day} ${article.url ?? ''}${article.title ?? ''}`,
    name: 'feed.xml',
    url: 'https://trade-daily.example.org/feed.xml',
    mediaType: null,
    sha256: 'b'.repeat(64),
    extension: 'xml',
    bytes: 1,
    retrievedAt: at(day),
    etag: null,
    lastModified: null,
    params: {},
    columns: null,
    settings: {},
    earlierPages: [],
  });
  await store.loadArticles({
    pipeline: 'trade-news',
    snapshotId,
    seenAt: at(day),
    refused: [],
    articles: [
      {
        url: article.url ?? URL_OF,
        title: article.title ?? 'Magnets in the second quarter',
        publisher: article.publisher ?? 'Example Trade Daily',
        feedDate: article.feedDate === undefined ? day : article.feedDate,
        pageDate: null,
        language: 'en',
        summary: null,
        body: null,
      },
    ],
  });
  return runId;
}

/** The claims of the articles that wait to be read. */
async function say(store: Store, day: string, claims: readonly Claim[], rules: readonly ClaimRule[] = []) {
  const waiting = await store.articlesToRead(100);
  const readings = waiting.map(({ id }) => ({
    articleId: id,
    claims: claims.map((one) => ({ claim: one, quote: 'Exports rose more than 25 %.', doubt: null })),
  }));
  return store.takeClaims(readings, judgeOf(...rules), null, at(day));
}

/** A store whose first articles of all have been read: what comes now is news. */
async function established(): Promise<{ store: Store; file: string }> {
  const made = temporaryStore();
  await take(made.store, '2025-07-20', FIGURES);
  await bring(made.store, '2025-07-01', { url: 'https://trade-daily.example.org/first', title: 'The first article' });
  await say(made.store, '2025-07-01', []);
  return made;
}

async function sent(store: Store): Promise<OutboxItem[]> {
  const all: OutboxItem[] = [];
  const now = '2030-01-01T00:00:00.000Z';
  for (let due = await store.dueDeliveries(now, 100); due.length > 0; due = await store.dueDeliveries(now, 100)) {
    for (const item of due)
      await store.settleDelivery(item.id, {
        state: 'delivered',
        attempts: 1,
        nextAttemptAt: null,
        deliveredAt: now,
        detail: 'ok',
        remaining: null,
      });
    all.push(...due);
  }
  return all;
}
/** A detector of exactly these rules; of them only the fresh ones judge what is at hand. */
const judging = (rules: readonly ClaimRule[], fresh?: ReadonlySet<string>) =>
  createDetector({
    rules: [],
    channels: CHANNELS,
    sources: new Map(),
    claims: createClaimJudge({ rules, mapping: MAPPING, channels: CHANNELS, ...(fresh === undefined ? {} : { fresh }) }),
  });
/** As each start of the program does it. */
const adopt = (store: Store, day: string, rules: readonly ClaimRule[] = [RULE]) =>
  store.adoptRules(
    rules.map((rule) => ({ id: rule.id, version: JSON.stringify(rule) })),
    (fresh) => judging(rules, fresh),
    at(day),
  );

const messagesTo = (items: readonly OutboxItem[], receiver: string): ClaimMessage[] =>
  items.filter((item) => item.receiver === receiver).map((item) => item.message as ClaimMessage);
const verdictsOf = async (store: Store): Promise<string[]> => (await store.claims()).map(({ judged }) => judged.verdict);

function rows(file: string, sql: string): unknown[] {
  const db = openForReading(file);
  onTestFinished(() => void db.close());
  return db.prepare(sql).all();
}

/** An attempt was begun, and it is not known that it failed. */
function doubt(file: string): void {
  const db = new Database(file);
  db.prepare("UPDATE outbox SET in_doubt = 1 WHERE state = 'waiting'").run();
  db.close();
}

const SILENCE = { rule: null, series: null, receiver: 'desk', reason: 'on holiday', author: 'test' } as const;

describe('a contradicted claim', () => {
  test('is told to each receiver of the rule, with the quotation, the figures and their sources', async () => {
    const { store } = await established();
    await bring(store, '2025-07-22');
    expect(await say(store, '2025-07-22', [FOUNDING])).toEqual({ claims: 1, verdicts: 1 });
    const items = await sent(store);
    expect(items.map((item) => [item.receiver, item.message.type])).toEqual([
      ['desk', 'claim.contradicted'],
      ['hook', 'claim.contradicted'],
    ]);
    expect(messagesTo(items, 'desk')[0]).toMatchObject({
      article: { url: URL_OF, publisher: 'Example Trade Daily', published_at: '2025-07-22' },
      quote: 'Exports rose more than 25 %.',
      claim: { period: '2025-Q2', percent: 25, qualifier: 'more_than' },
      verdict: { verdict: 'contradicted', official_bound: 'at_most', official_value: 7_054_000, official_base: 9_919_000 },
      previous: null,
      references: [],
      sources: [{ period: '2025-04' }, { period: '2025-05' }, { period: '2025-06' }, { period: '2024-05' }, { period: '2024-06' }],
    });
  });

  test('is told once: the same article read again says nothing new', async () => {
    const { store } = await established();
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [FOUNDING]);
    await sent(store);
    expect(await store.articlesToRead(10)).toEqual([]);
    await bring(store, '2025-07-23', { title: 'Magnets in the second quarter, corrected', feedDate: '2025-07-22' });
    expect(await say(store, '2025-07-23', [FOUNDING])).toEqual({ claims: 1, verdicts: 0 });
    expect(await sent(store)).toEqual([]);
  });

  test('is not believed where the text around it may not say it, and is as soon as the text does', async () => {
    const { store } = await established();
    const read = async (day: string, doubt: Doubt | null) => {
      const waiting = await store.articlesToRead(10);
      const said = { claim: FOUNDING, quote: 'Exports rose more than 25 %.', doubt };
      await store.takeClaims(
        waiting.map(({ id }) => ({ articleId: id, claims: [said] })),
        judgeOf(),
        null,
        at(day),
      );
    };
    await bring(store, '2025-07-22');
    await read('2025-07-22', { reason: 'context_in_doubt', words: 'Citi published its forecasts.' });
    const [doubted] = await store.claims();
    expect(doubted?.judged).toMatchObject({ verdict: 'not_comparable', reason: 'context_in_doubt' });
    expect(doubted?.judged.explanation[1]).toBe('Around it: "Citi published its forecasts.".');
    expect(await sent(store)).toEqual([]);
    await bring(store, '2025-07-23', { title: 'Magnets in the second quarter, corrected', feedDate: '2025-07-22' });
    await read('2025-07-23', null);
    expect(await verdictsOf(store)).toEqual(['contradicted']);
    expect(await sent(store)).not.toEqual([]);
  });

  test('that waits for its figures is told when they come, in the transaction that loads them', async () => {
    const { store } = await established();
    const third = claim({ period: '2025-07', percent: 60 });
    await bring(store, '2025-08-10');
    await say(store, '2025-08-10', [third]);
    expect(await verdictsOf(store)).toEqual(['not_comparable']);
    await take(store, '2025-08-20', [...FIGURES, ['2024-07', 5_278_000], ['2025-07', 5_577_000]]);
    expect(await verdictsOf(store)).toEqual(['contradicted']);
    expect((await sent(store)).map((item) => item.message.type)).toEqual(['claim.contradicted', 'claim.contradicted']);
  });

  test('is told to nobody by a rule that asks for other commodities, reporters or outlets', async () => {
    const { store } = await established();
    await bring(store, '2025-07-22');
    const others = [
      { ...RULE, commodities: ['rare_earths'] },
      { ...RULE, reporters: ['US'] },
      { ...RULE, publishers: ['Another Paper'] },
    ];
    await say(store, '2025-07-22', [FOUNDING], others);
    expect(await sent(store)).toEqual([]);
    expect(await verdictsOf(store)).toEqual(['contradicted']);
  });
});

describe('copies of one text', () => {
  const OUTLETS = ['Harbour Post', 'Metal Courier', 'Trade Gazette'];
  const copied = async () => {
    const made = await established();
    for (const [i, publisher] of OUTLETS.entries())
      await bring(made.store, '2025-07-22', {
        url: `https://outlet-${i}.example.org/story`,
        publisher,
        title: 'Magnet exports rose in the quarter',
      });
    await say(made.store, '2025-07-22', [claim({ percent: 10 })]);
    return { ...made, told: await sent(made.store) };
  };

  test('that come at once are told in one message that names the outlets', async () => {
    const { told, file } = await copied();
    expect(messagesTo(told, 'desk')).toMatchObject([
      {
        article: { publisher: 'Harbour Post' },
        also_in: [{ article: { publisher: 'Metal Courier' } }, { article: { publisher: 'Trade Gazette' } }],
      },
    ]);
    expect(rows(file, "SELECT COUNT(*) AS n FROM claim_alert WHERE state = 'contradicted'")).toEqual([{ n: 3 }]);
  });

  test('are corrected in one message, in the thread', async () => {
    const { store, told } = await copied();
    await take(store, '2025-09-20', [...FIGURES.slice(0, -1), ['2025-06', 5_672_700]]);
    const [changed, ...more] = messagesTo(await sent(store), 'desk');
    expect(more).toEqual([]);
    expect(changed).toMatchObject({ type: 'claim.changed', references: [messagesTo(told, 'desk')[0]?.id], also_in: [{}, {}] });
  });

  test('are told apart when they say different things', async () => {
    const { store } = await established();
    for (const i of [0, 1])
      await bring(store, '2025-07-22', {
        url: `https://outlet-${i}.example.org/story`,
        publisher: `Outlet ${i}`,
        title: 'Magnet exports rose in the quarter',
      });
    const waiting = await store.articlesToRead(10);
    const readings = waiting.map(({ id }, i) => ({
      articleId: id,
      claims: [{ claim: claim({ percent: 10 + 50 * i }), quote: 'It rose.', doubt: null }],
    }));
    await store.takeClaims(readings, judgeOf(), null, at('2025-07-22'));
    expect(messagesTo(await sent(store), 'desk')).toHaveLength(2);
  });
});

describe('a verdict that flips', () => {
  const told = async () => {
    const made = await established();
    await bring(made.store, '2025-07-22');
    await say(made.store, '2025-07-22', [claim({ percent: 10, span: [3, 9] })]);
    const [first] = messagesTo(await sent(made.store), 'desk');
    return { ...made, first: first as ClaimMessage };
  };
  const REVISED = [...FIGURES.slice(0, -1), ['2025-06', 5_672_700] as const];

  test('is told to those who were told, in the thread, with both verdicts and why', async () => {
    const { store, first } = await told();
    await take(store, '2025-09-20', REVISED);
    const items = await sent(store);
    expect(items.map((item) => item.message.type)).toEqual(['claim.changed', 'claim.changed']);
    expect(messagesTo(items, 'desk')[0]).toMatchObject({
      fingerprint: first.fingerprint,
      sequence: 2,
      references: [first.id],
      verdict: { verdict: 'supported', official_value: 5_672_700 },
      previous: { verdict: 'contradicted', official_value: 3_188_000, said_at: first.created_at },
      reason: 'the figures were revised; the claim is now supported',
    });
    await take(store, '2025-10-20', FIGURES);
    expect(messagesTo(await sent(store), 'desk')[0]).toMatchObject({
      type: 'claim.changed',
      sequence: 3,
      verdict: { verdict: 'contradicted' },
      reason: 'the figures contradict it again',
    });
  });

  test('goes out although a silence holds', async () => {
    const { store } = await told();
    await store.addSilence({ ...SILENCE, from: '2025-09-01T00:00:00.000Z', until: '2025-10-01T00:00:00.000Z' });
    await take(store, '2025-09-20', REVISED);
    expect((await sent(store)).map((item) => item.receiver).sort()).toEqual(['desk', 'hook']);
  });

  test('goes to those who were told, whoever the rule names by now', async () => {
    const { store } = await told();
    await take(store, '2025-09-20', REVISED, [{ ...RULE, receivers: ['hook'] }]);
    expect((await sent(store)).map((item) => item.receiver).sort()).toEqual(['desk', 'hook']);
  });

  test('keeps the history of its verdicts, each with the vintage that brought it', async () => {
    const { store, file } = await told();
    await take(store, '2025-09-20', REVISED);
    expect(
      rows(file, 'SELECT sequence, verdict, value, judged_at, vintage_id IS NOT NULL AS by_vintage FROM verdict ORDER BY sequence'),
    ).toEqual([
      { sequence: 1, verdict: 'contradicted', value: 3_188_000, judged_at: at('2025-07-22'), by_vintage: 0 },
      { sequence: 2, verdict: 'supported', value: 5_672_700, judged_at: at('2025-09-20'), by_vintage: 1 },
    ]);
    expect(rows(file, 'SELECT kind, verdict FROM claim_event ORDER BY sequence')).toEqual([
      { kind: 'contradicted', verdict: 'contradicted' },
      { kind: 'changed', verdict: 'supported' },
    ]);
    expect(rows(file, 'SELECT article_url, publisher, quote, verdict, official_value, verdicts FROM v_claim')).toEqual([
      {
        article_url: URL_OF,
        publisher: 'Example Trade Daily',
        quote: 'Exports rose more than 25 %.',
        verdict: 'supported',
        official_value: 5_672_700,
        verdicts: 2,
      },
    ]);
    expect(rows(file, 'SELECT DISTINCT kind FROM v_delivery WHERE alert IS NOT NULL ORDER BY kind')).toEqual([
      { kind: 'claim.changed' },
      { kind: 'claim.contradicted' },
    ]);
  });

  test('is not touched by figures of another series, nor by ones that change nothing', async () => {
    const { store, file } = await told();
    await publish(store, at('2025-09-20'), observations([['2025-06', 1]], { partner: 'DE' }), { detector: detectorOf() });
    await take(store, '2025-09-21', FIGURES);
    expect(await sent(store)).toEqual([]);
    expect(rows(file, 'SELECT COUNT(*) AS n FROM verdict')).toEqual([{ n: 1 }]);
  });

  test('is told when the article no longer says it, and the claim leaves v_claim', async () => {
    const { store, file } = await told();
    await bring(store, '2025-07-24', { title: 'Magnets in June, corrected', feedDate: '2025-07-22' });
    await say(store, '2025-07-24', []);
    expect(messagesTo(await sent(store), 'desk')[0]).toMatchObject({
      type: 'claim.changed',
      verdict: { verdict: 'not_comparable', reason: 'withdrawn' },
    });
    expect(rows(file, 'SELECT COUNT(*) AS n FROM v_claim')).toEqual([{ n: 0 }]);
  });

  test('is not told where nothing was sent: the message and its correction cancel out, and what comes later is told anew', async () => {
    const { store, file } = await established();
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [claim({ percent: 10 })]);
    await take(store, '2025-09-20', REVISED);
    expect(await sent(store)).toEqual([]);
    expect(rows(file, 'SELECT DISTINCT kind, state FROM v_delivery WHERE alert IS NOT NULL')).toContainEqual({
      kind: 'claim.contradicted',
      state: 'superseded',
    });
    await take(store, '2025-10-20', FIGURES);
    expect(messagesTo(await sent(store), 'desk')).toMatchObject([
      { type: 'claim.contradicted', sequence: 3, references: [], previous: null },
    ]);
  });

  test('reaches a receiver in order where the first message may have arrived: the correction waits for it', async () => {
    const { store, file } = await established();
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [claim({ percent: 10 })]);
    doubt(file);
    await take(store, '2025-09-20', REVISED);
    const due = await store.dueDeliveries('2030-01-01T00:00:00.000Z', 100);
    expect(due.map((item) => item.message.type)).toEqual(['claim.contradicted', 'claim.contradicted']);
  });
});

describe('a silence', () => {
  test('holds back what is new; what stands is told in one digest when it is over', async () => {
    const { store } = await established();
    await store.addSilence({ ...SILENCE, from: '2025-07-21T00:00:00.000Z', until: '2025-08-01T00:00:00.000Z' });
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [claim({ percent: 10 })]);
    expect((await sent(store)).map((item) => item.receiver)).toEqual(['hook']);
    const detector = detectorOf();
    expect(await store.reconcile(detector, 'silence_over', '2025-07-31T23:59:59.000Z')).toBe(0);
    expect(await store.reconcile(detector, 'silence_over', '2025-08-01T00:00:00.000Z')).toBe(1);
    expect(await store.reconcile(detector, 'silence_over', '2025-08-02T00:00:00.000Z')).toBe(0);
    expect((await sent(store)).map((item) => [item.receiver, item.message.type])).toEqual([['desk', 'claim.digest']]);
  });

  test('by a series holds back no claim: a claim is no series', async () => {
    const { store } = await established();
    await store.addSilence({
      ...SILENCE,
      receiver: null,
      series: '*',
      from: '2025-07-21T00:00:00.000Z',
      until: '2025-08-01T00:00:00.000Z',
    });
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [claim({ percent: 10 })]);
    expect(await sent(store)).toHaveLength(2);
  });
});

describe('quiet when it should be', () => {
  const digestIn = (items: readonly OutboxItem[]): ClaimDigestMessage[] =>
    items.filter((item) => item.receiver === 'desk').map((item) => item.message as ClaimDigestMessage);

  test('the first articles of all are told in a digest', async () => {
    const { store } = temporaryStore();
    await take(store, '2025-07-20', FIGURES);
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [FOUNDING]);
    expect(digestIn(await sent(store))).toMatchObject([{ type: 'claim.digest', claims: [{ event: 'contradicted' }] }]);
  });

  test('the first articles of all are told in one digest, when they are more than are read in one go', async () => {
    const { store } = temporaryStore();
    await take(store, '2025-07-20', FIGURES);
    const runs: number[] = [];
    for (const name of ['one', 'two', 'three'])
      runs.push(await bring(store, '2025-07-22', { url: `https://trade-daily.example.org/${name}`, title: name }, runs[0]));
    for (let left = 3; left > 0; left -= 1) {
      const [next] = await store.articlesToRead(1);
      const readings = [{ articleId: next?.id ?? 0, claims: [{ claim: FOUNDING, quote: 'Exports rose more than 25 %.', doubt: null }] }];
      await store.takeClaims(readings, judgeOf(), runs[0] ?? null, at('2025-07-22'));
    }
    expect(digestIn(await sent(store))).toMatchObject([{ type: 'claim.digest', claims: [{}, {}, {}] }]);
  });

  test('an article that is older than two months is told in a digest', async () => {
    const { store } = await established();
    await bring(store, '2025-10-01', { feedDate: '2025-07-22' });
    await say(store, '2025-10-01', [FOUNDING]);
    expect(digestIn(await sent(store))).toMatchObject([{ type: 'claim.digest' }]);
  });

  test('figures that come for the first time are told in a digest', async () => {
    const { store } = temporaryStore();
    await bring(store, '2025-07-01', { url: 'https://trade-daily.example.org/first', title: 'The first article' });
    await say(store, '2025-07-01', []);
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [FOUNDING]);
    expect(await sent(store)).toEqual([]);
    await take(store, '2025-07-23', FIGURES);
    expect(digestIn(await sent(store))).toMatchObject([{ type: 'claim.digest', claims: [{ verdict: { verdict: 'contradicted' } }] }]);
  });

  test('more than ten at once are one digest, and none is dropped', async () => {
    const { store } = await established();
    await bring(store, '2025-07-22');
    await say(
      store,
      '2025-07-22',
      Array.from({ length: 11 }, (_, i) => claim({ percent: 50 + i })),
    );
    const items = await sent(store);
    expect(digestIn(items)).toMatchObject([{ type: 'claim.digest' }]);
    expect(digestIn(items)[0]?.claims).toHaveLength(11);
  });

  test('a rule that is new says in one digest what it finds, and corrections of it follow', async () => {
    const { store } = temporaryStore();
    await take(store, '2025-07-20', FIGURES);
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [claim({ percent: 10 })], [{ ...RULE, id: 'other', commodities: ['rare_earths'] }]);
    const adopted = await store.adoptRules([{ id: RULE.id, version: '1' }], () => detectorOf(), at('2025-07-23'));
    expect(adopted.adopted).toEqual([RULE.id]);
    expect(digestIn(await sent(store))).toMatchObject([{ type: 'claim.digest', reason: expect.stringContaining('rule is new') }]);
    await take(store, '2025-09-20', [...FIGURES.slice(0, -1), ['2025-06', 5_672_700]]);
    expect((await sent(store)).map((item) => item.message.type)).toEqual(['claim.changed', 'claim.changed']);
  });

  test('a rule that is taken out ends what stands, once, for those who were told; one that comes back says what stands then', async () => {
    const { store, file } = await established();
    await adopt(store, '2025-07-01');
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [FOUNDING]);
    expect((await sent(store)).map((item) => item.message.type)).toEqual(['claim.contradicted', 'claim.contradicted']);
    await adopt(store, '2025-07-23');
    expect(await sent(store)).toEqual([]);

    await adopt(store, '2025-08-01', []);
    const ends = await sent(store);
    expect(ends.map(({ receiver }) => receiver)).toEqual(['desk', 'hook']);
    for (const { message } of ends)
      expect(message).toMatchObject({
        reason: expect.stringContaining('A rule was removed'),
        claims: [{ event: 'ended', rule: { id: RULE.id, title: null }, severity: 'warning', verdict: { verdict: 'contradicted' } }],
      });
    const id = digestIn(ends)[0]?.claims[0]?.fingerprint as string;
    expect(await store.alertThread(id)).toMatchObject({
      alert: { state: 'ended', events: 2 },
      events: [{ kind: 'contradicted' }, { kind: 'ended', reason: 'the rule was removed' }],
    });
    expect(await store.standingAlerts()).toEqual({ figures: 0, publications: 0, claims: 0 });
    expect(await store.findAlerts({ state: 'ended' }, { limit: 10, offset: 0 })).toMatchObject({ total: 1 });
    expect((await store.alertHappenings(10)).map(({ kind }) => kind)).toEqual(['ended', 'contradicted']);
    await adopt(store, '2025-08-02', []);
    await publish(store, at('2025-08-20'), observations([['2025-06', 5_672_700]]), { detector: judging([]) });
    await publish(store, at('2025-08-21'), observations([['2025-06', 3_188_000]]), { detector: judging([]) });
    expect([await sent(store), await verdictsOf(store)]).toEqual([[], ['contradicted']]);

    await adopt(store, '2025-09-01');
    expect(digestIn(await sent(store))).toMatchObject([
      { claims: [{ fingerprint: id, event: 'changed', verdict: { verdict: 'contradicted' } }] },
    ]);
    expect(rows(file, 'SELECT state, sequence FROM claim_alert')).toEqual([{ state: 'contradicted', sequence: 3 }]);
    expect((await store.alertThread(id))?.events.at(-1)).toMatchObject({ kind: 'changed', reason: 'a rule asks for it again' });
  });

  test('after a restore what becomes of it is numbered behind all that was told: no id comes twice', async () => {
    const { store } = await established();
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [FOUNDING]);
    const before = await sent(store);
    const { database, counter } = await store.progress();
    // The database of which this is a copy had come further, and had told a correction.
    await store.noticeRestore({ database, counter: counter + 5 }, at('2025-08-01'));
    await take(store, '2025-09-20', [
      ['2025-04', 2_628_000],
      ['2025-05', 1_238_000],
      ['2025-06', 33_188_000],
    ]);
    const after = messagesTo(await sent(store), 'desk');
    expect(after).toMatchObject([{ type: 'claim.changed' }]);
    expect(after[0]?.sequence).toBeGreaterThan(counter + 5);
    expect(before).toHaveLength(2);
  });

  test('a rule that was changed ends what it does not ask for any more; a message that was not sent is not sent', async () => {
    const { store } = await established();
    await adopt(store, '2025-07-01');
    await bring(store, '2025-07-22');
    await say(store, '2025-07-22', [FOUNDING]);
    await adopt(store, '2025-07-23', [{ ...RULE, publishers: ['Another Outlet'] }]);
    expect(await sent(store)).toEqual([]);
    const { alerts } = await store.findAlerts({}, { limit: 10, offset: 0 });
    expect(alerts).toMatchObject([{ state: 'ended' }]);
    expect((await store.alertThread(alerts[0]?.fingerprint ?? ''))?.events.at(-1)).toMatchObject({
      reason: 'the rule was changed and no longer asks for this',
    });
  });

  test('a verdict that an upgrade gives another reason is judged again at the start, and nobody is told', async () => {
    const { store, file } = await established();
    await bring(store, '2025-07-22');
    const [article] = await store.articlesToRead(1);
    const quote = 'Exports of magnets fell 60 % in May and June.';
    const said = claim({ period: '2025-05', direction: 'down', percent: 60 });
    await store.takeClaims(
      [{ articleId: article?.id ?? 0, claims: [{ claim: said, quote, doubt: null }] }],
      judgeOf(),
      null,
      at('2025-07-22'),
    );
    const db = new Database(file);
    db.exec("UPDATE verdict SET reason = 'narrower_subject', judged = json_set(judged, '$.reason', 'narrower_subject')");
    db.close();
    await store.adoptRules([{ id: 'claim-series.json', version: '2' }], () => detectorOf(), at('2025-07-23'));
    expect(rows(file, 'SELECT verdict, reason, verdicts FROM v_claim')).toEqual([
      { verdict: 'not_comparable', reason: 'period_in_doubt', verdicts: 2 },
    ]);
    expect(await sent(store)).toEqual([]);
  });
});

type Step =
  | { readonly kind: 'figure'; readonly month: string; readonly tonnes: number }
  | { readonly kind: 'article'; readonly number: number; readonly percents: readonly number[] }
  | { readonly kind: 'rules'; readonly asked: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('figure' as const),
    month: fc.constantFrom('2024-05', '2024-06', '2025-05', '2025-06'),
    tonnes: fc.constantFrom(1000, 1500, 2000, 3000),
  }),
  fc.record({
    kind: fc.constant('article' as const),
    number: fc.integer({ min: 1, max: 3 }),
    percents: fc.uniqueArray(fc.constantFrom(10, 50, 100, 200), { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('rules' as const), asked: fc.boolean() }),
);

/** What a receiver holds for contradicted, from the messages in the order in which they came. */
function beliefOf(items: readonly OutboxItem[], receiver: string): string[] {
  const held = new Set<string>();
  for (const { message } of items.filter((item) => item.receiver === receiver)) {
    const entries = message.type === 'claim.digest' ? message.claims : [message as ClaimMessage];
    for (const { fingerprint, event, verdict, also_in = [] } of entries)
      for (const told of [fingerprint, ...also_in.map((copy) => copy.fingerprint)])
        if (verdict.verdict === 'contradicted' && event !== 'ended') held.add(told);
        else held.delete(told);
  }
  return [...held].sort();
}

test('what a receiver was told is what the database says, after any sequence of figures, articles and rules', {
  timeout: 120_000,
}, async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.boolean(), async (steps, quiet) => {
      const { store, file } = quiet ? temporaryStore() : await established();
      const items: OutboxItem[] = [];
      let rules: readonly ClaimRule[] = [RULE];
      await adopt(store, '2025-07-01');
      for (const [i, one] of steps.entries()) {
        const day = `2025-07-${String(2 + i * 2).padStart(2, '0')}`;
        if (one.kind === 'rules') {
          rules = one.asked ? [RULE] : [];
          await adopt(store, day, rules);
        } else if (one.kind === 'figure') {
          await publish(store, at(day), observations([[one.month, one.tonnes * 1_000_003]]), { detector: judging(rules) });
        } else {
          await bring(store, day, {
            url: `https://trade-daily.example.org/${one.number}`,
            title: i % 3 === 0 ? 'Magnet exports rose in the quarter' : `Story ${one.number}, text ${i}`,
            feedDate: '2025-07-01',
          });
          const quote = 'Exports rose more than 25 %.';
          const claims = one.percents.map((percent) => ({ claim: claim({ percent }), quote, doubt: null }));
          const waiting = await store.articlesToRead(100);
          const readings = waiting.map(({ id }) => ({ articleId: id, claims }));
          await store.takeClaims(readings, judging(rules).claims as ClaimJudge, null, at(day));
        }
        items.push(...(await sent(store)));
        if (rules.length === 0) expect(beliefOf(items, 'desk')).toEqual([]);
      }
      await adopt(store, '2025-08-01');
      items.push(...(await sent(store)));
      const standing = rows(file, "SELECT fingerprint FROM claim_alert WHERE state = 'contradicted' ORDER BY fingerprint") as {
        fingerprint: string;
      }[];
      expect(beliefOf(items, 'desk')).toEqual(standing.map((row) => row.fingerprint));
      const said = rows(
        file,
        `SELECT COUNT(*) AS n FROM claim c JOIN verdict v ON v.claim_id = c.claim_id AND v.sequence = (SELECT MAX(n.sequence) FROM verdict n WHERE n.claim_id = c.claim_id)
          LEFT JOIN claim_alert a ON a.claim_id = c.claim_id WHERE (v.verdict = 'contradicted') <> (COALESCE(a.state, '') = 'contradicted')`,
      );
      expect(said).toEqual([{ n: 0 }]);
      told += items.length;
    }),
    { numRuns: 40 },
  );
  expect(told).toBeGreaterThan(40);
});

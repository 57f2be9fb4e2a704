import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { sourceIsDue } from '../src/commands/run.ts';
import { createHttpClient } from '../src/http/client.ts';
import { silentLog } from '../src/log.ts';
import { commodityNames } from '../src/news/commodities.ts';
import type { Pipeline } from '../src/pipeline.ts';
import { runPipeline } from '../src/run.ts';
import type { Services, Source } from '../src/services.ts';
import { openArchive } from '../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../src/stages/detect.ts';
import { openStore } from '../src/store/sqlite.ts';
import { temporaryFolder } from './support/store.ts';
import { type Answer, openYearPublisher, yearPipeline } from './support/year-publisher.ts';

/** From here to there the clock goes in steps: of ten minutes on the days of releases, of half an hour or an hour on others. */
const START = '2024-01-01T00:00';
const END = '2025-01-31T00:00';
const MINUTE_MS = 60_000;

/** In New York: asked each morning at 6:00; each month expected on the 10th of the next at 8:30, with two days of grace. */
const MONTHLY = yearPipeline({
  id: 'monthly',
  schedule: '0 6 * * *',
  timezone: 'America/New_York',
  releases: { day: { dayOfNextMonth: 10 }, time: '08:30', graceDays: 2 },
});
/** In Shanghai: an index with one page for each month, and one for January and February, expected on the 14th at 11:00. */
const PAGES = yearPipeline({
  id: 'pages',
  schedule: '0 12 * * 1',
  timezone: 'Asia/Shanghai',
  releases: { day: { dayOfNextMonth: 14 }, time: '11:00', januaryWithFebruary: true, dates: { '2024-04': '2024-05-09' }, graceDays: 3 },
});

/** When each month is published in New York (UTC), and what stands in the way of it. */
const PUBLISHED: readonly (readonly [month: string, at: string])[] = [
  ['2023-10', '2023-11-10T13:30'],
  ['2023-11', '2023-12-10T13:30'],
  ['2023-12', '2024-01-10T13:30'], // to the minute
  ['2024-01', '2024-02-08T20:00'], // early
  ['2024-02', '2024-03-10T12:55'], // on the day on which clocks are put forward, 25 minutes after the time
  ['2024-03', '2024-04-14T15:00'], // late: four days, and the publisher says that there is nothing
  ['2024-04', '2024-05-13T09:00'], // frozen: the bytes of the month before until then
  ['2024-05', '2024-06-10T12:30'], // cut for a day
  ['2024-06', '2024-07-10T12:30'], // at the row limit for three days, over the end of the grace
  ['2024-07', '2024-08-10T12:30'], // not reachable for five days, over the end of the grace
  ['2024-08', '2024-09-10T12:30'], // together with revisions
  ['2024-09', '2024-10-10T12:30'], // slept over
  ['2024-10', '2024-11-18T00:00'], // frozen, and the end of the grace is slept over
  ['2024-11', '2024-12-10T16:30'], // three hours late; the process dies while it asks
  ['2024-12', '2025-01-15T00:00'], // other bytes on 9 January, and still nothing of December
];

/** Revisions of months that are out: when, which, and the value. */
const REVISED: readonly (readonly [at: string, month: string, value: number])[] = [
  ['2024-09-10T12:30', '2024-06', 1061],
  ['2024-09-10T12:30', '2024-07', 1071],
  ['2024-09-20T00:00', '2024-06', 1062],
  ['2024-12-31T12:00', '2024-01', 1011],
  ['2025-01-09T00:00', '2024-11', 1111],
];

/** What is answered instead of the figures. */
const INSTEAD: readonly (readonly [from: string, to: string, answer: Answer])[] = [
  ['2024-04-10T12:30', '2024-04-14T15:00', 'no content'],
  ['2024-06-10T12:30', '2024-06-10T14:00', 'cut on the wire'],
  ['2024-06-10T14:00', '2024-06-11T12:00', 'cut in the file'],
  ['2024-07-10T12:30', '2024-07-13T00:00', 'row limit'],
  ['2024-08-09T12:00', '2024-08-14T00:00', 'unreachable'],
];

const SLEPT: readonly (readonly [from: string, to: string])[] = [
  ['2024-10-05T00:00', '2024-10-20T00:00'],
  ['2024-11-08T00:00', '2024-11-15T00:00'],
];
const RESTARTS = ['2024-03-10T12:40', '2024-06-10T13:00', '2024-09-15T00:00', '2024-12-10T13:30'];

/** The pages of the index and when they are put on it; April was announced for 9 May, May comes five days late. */
const PAGES_OUT: readonly (readonly [path: string, at: string, line: string])[] = [
  ['/pages/2023-11', '2023-12-14T03:00', '2023-11 499'],
  ['/pages/2023-12', '2024-01-14T03:00', '2023-12 500'],
  ['/pages/2024-02', '2024-03-14T03:00', '2024-01/2024-02 900'],
  ['/pages/2024-03', '2024-04-14T03:05', '2024-03 503'],
  ['/pages/2024-04', '2024-05-09T03:00', '2024-04 504'],
  ['/pages/2024-05', '2024-06-19T03:00', '2024-05 505'],
  ...['06', '07', '08', '09', '10', '11'].map(
    (m, i) => [`/pages/2024-${m}`, `2024-${String(i + 7).padStart(2, '0')}-14T03:00`, `2024-${m} 5${m}`] as const,
  ),
  ['/pages/2024-12', '2025-01-14T03:00', '2024-12 512'],
];

/** 2023-12 is 920, 2024-03 is 1030. */
const firstValue = (month: string): number => (month.startsWith('2023') ? 800 : 1000) + 10 * Number(month.slice(5));
const minute = (date: Date): string => date.toISOString().slice(0, 16);

function answerTo(path: string, now: Date): Answer {
  const at = minute(now);
  if (path === '/pages') return { index: PAGES_OUT.filter(([, out]) => out <= at).map(([page]) => page) };
  const page = PAGES_OUT.find(([name]) => name === path);
  if (page !== undefined) return { figures: new Map([page[2].split(' ')].map(([month = '', value]) => [month, Number(value)])) };
  const instead = INSTEAD.find(([from, to]) => from <= at && at < to);
  if (instead !== undefined) return instead[2];
  const figures = new Map(PUBLISHED.filter(([, out]) => out <= at).map(([month]) => [month, firstValue(month)]));
  for (const [from, month, value] of REVISED) if (from <= at) figures.set(month, value);
  return { figures };
}

/** Clocks in New York were four hours behind UTC between these instants of 2024, else five. */
const inSummer = (at: string): boolean => at >= '2024-03-10T07:00' && at < '2024-11-03T06:00';

const instantOf = (at: string): number => Date.parse(`${at}Z`);
const DAYS = Array.from({ length: (instantOf(END) - instantOf(START)) / (1440 * MINUTE_MS) }, (_, i) =>
  minute(new Date(instantOf(START) + i * 1440 * MINUTE_MS)).slice(0, 10),
);

/** When the two sources are to be asked by their schedules, and when they expect a month, worked out by hand. */
const MORNINGS = DAYS.map((date) => `${date}T${inSummer(`${date}T10:00`) ? '10' : '11'}:00`);
const MONDAYS = DAYS.filter((date) => new Date(date).getUTCDay() === 1).map((date) => `${date}T04:00`);
const following = (month: string, day: number): string =>
  minute(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), day))).slice(0, 10);
function expectedMonthly(month: string): string {
  const date = following(month, 10);
  return `${date}T${inSummer(`${date}T12:30`) ? '12' : '13'}:30`;
}
const expectedPage = (month: string): string => (month === '2024-04' ? '2024-05-09T03:00' : `${following(month.slice(-7), 14)}T03:00`);

/** The start, each slot, and from each expected time on the closer looks until the month came; what was slept over, once, on waking. */
function timesToAsk(slots: readonly string[], arrivals: readonly string[], expected: (month: string) => string): string[] {
  const times = [START, ...slots];
  const minutes = [0, 10, 20, 40, 60, 120, 240, 480, ...Array.from({ length: 30 }, (_, i) => (i + 1) * 1440)];
  for (const [month = '', arrival = ''] of arrivals.map((line) => line.split(' '))) {
    const looks = minutes.map((after) => minute(new Date(instantOf(expected(month)) + after * MINUTE_MS)));
    times.push(...looks.filter((at) => at <= arrival));
  }
  const awake = times.map((at) => SLEPT.find(([from, to]) => from <= at && at < to)?.[1] ?? at);
  return [...new Set(awake)].sort();
}

test('in a year of releases that are early, late, frozen, cut, unreachable and revised nothing is missed, asked twice, or said wrongly', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'year.db');
  let clock = new Date(`${START}Z`);
  const now = (): Date => clock;
  const site = await openYearPublisher(now, answerTo);
  const client = createHttpClient({ allowedPrivateOrigins: [site.url], attempts: 1, sleep: async () => {} });
  const logged: { at: string; pipeline: unknown; period: unknown; notice: unknown }[] = [];
  const log = {
    ...silentLog,
    warn: (message: string, facts?: Readonly<Record<string, unknown>>) => {
      if (message === 'a release did not come') logged.push({ at: minute(clock), ...pick(facts) });
    },
  };
  let store = openStore(file);
  onTestFinished(() => {
    client.close();
    store.close();
  });
  const sources = [MONTHLY, PAGES].map((pipeline): Source => sourceOf(pipeline, site.url));
  const states: string[] = [];
  await store.describeSources(sources.map(({ pipeline }) => described(pipeline)));

  for (; minute(clock) < END; clock = next(clock)) {
    if (RESTARTS.includes(minute(clock))) {
      // Killed while it asked: a run that has no end.
      await store.beginRun('monthly', 'schedule', clock.toISOString());
      store.close();
      store = openStore(file);
    }
    const archive = openArchive(join(folder, 'raw'));
    const services: Services = { store, archive, client, detector: SILENT_DETECTOR, commodities: commodityNames({}), log, now };
    for (const source of sources) {
      if (!(await sourceIsDue({ services }, source))) continue;
      await runPipeline(services, source, 'schedule');
      const state = (await store.sources()).find((s) => s.pipeline === source.pipeline.id)?.state;
      const line = `${source.pipeline.id} ${state}`;
      if (states.findLast((s) => s.startsWith(source.pipeline.id))?.endsWith(line) !== true)
        states.push(`${source.pipeline.id} ${minute(clock)} ${line}`);
    }
  }

  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const all = (sql: string): string[] => (db.prepare(sql).raw().all() as unknown[][]).map((row) => row.join(' '));

  // Every observation, with its newest value.
  const newest = new Map(PUBLISHED.map(([month]) => [month, firstValue(month)]));
  for (const [, month, value] of REVISED) newest.set(month, value);
  expect(all("SELECT period, value FROM v_observation WHERE pipeline = 'monthly' ORDER BY period")).toEqual(
    [...newest].map((row) => row.join(' ')),
  );
  expect(all("SELECT period, value FROM v_observation WHERE pipeline = 'pages' ORDER BY period")).toEqual(
    PAGES_OUT.map(([, , line]) => line).sort(),
  );

  // Every vintage, and when it was known.
  expect(
    all(
      "SELECT period, value, substr(known_from, 1, 16), COALESCE(substr(known_to, 1, 16), 'now') FROM v_vintage WHERE pipeline = 'monthly' AND period IN ('2024-01', '2024-06', '2024-07', '2024-11') ORDER BY period, known_from",
    ),
  ).toEqual([
    '2024-01 1010 2024-02-09T11:00 2025-01-01T11:00',
    '2024-01 1011 2025-01-01T11:00 now',
    '2024-06 1060 2024-07-13T10:00 2024-09-10T12:30',
    '2024-06 1061 2024-09-10T12:30 2024-09-20T10:00',
    '2024-06 1062 2024-09-20T10:00 now',
    '2024-07 1070 2024-08-14T10:00 2024-09-10T12:30',
    '2024-07 1071 2024-09-10T12:30 now',
    '2024-11 1110 2024-12-10T17:30 2025-01-09T11:00',
    '2024-11 1111 2025-01-09T11:00 now',
  ]);
  expect(all("SELECT COUNT(*) FROM v_vintage WHERE pipeline = 'monthly'")).toEqual([String(PUBLISHED.length + REVISED.length)]);

  // Every lateness and staleness on its day, and no other; each written and logged once.
  const noticed = all(
    'SELECT pipeline, period, notice, substr(noticed_at, 1, 16) FROM v_release WHERE notice IS NOT NULL ORDER BY noticed_at',
  );
  expect(noticed).toEqual([
    'monthly 2024-03 late 2024-04-12T12:30',
    'monthly 2024-04 stale 2024-05-12T12:30',
    'pages 2024-05 late 2024-06-17T03:00',
    'monthly 2024-10 stale 2024-11-15T00:00',
    'monthly 2024-12 stale 2025-01-12T13:30',
  ]);
  expect(logged.map(({ at, pipeline, period, notice }) => [pipeline, period, notice, at].join(' '))).toEqual(noticed);

  // Every release came, when it could be seen first.
  const arrived = all(
    "SELECT period, substr(arrived_at, 1, 16) FROM v_release WHERE pipeline = 'monthly' AND state = 'arrived' ORDER BY period",
  );
  expect(arrived).toEqual([
    '2023-12 2024-01-10T13:30',
    '2024-01 2024-02-09T11:00',
    '2024-02 2024-03-10T13:10',
    '2024-03 2024-04-15T10:00',
    '2024-04 2024-05-13T10:00',
    '2024-05 2024-06-11T12:30',
    '2024-06 2024-07-13T10:00',
    '2024-07 2024-08-14T10:00',
    '2024-08 2024-09-10T12:30',
    '2024-09 2024-10-20T00:00',
    '2024-10 2024-11-18T11:00',
    '2024-11 2024-12-10T17:30',
    '2024-12 2025-01-15T11:00',
  ]);
  const pages = all(
    "SELECT period, substr(arrived_at, 1, 16) FROM v_release WHERE pipeline = 'pages' AND state = 'arrived' ORDER BY period",
  );
  expect(pages).toHaveLength(PAGES_OUT.length - 1);
  expect(pages.slice(0, 5)).toEqual([
    '2023-12 2024-01-14T03:00',
    '2024-01/2024-02 2024-03-14T03:00',
    '2024-03 2024-04-14T03:10',
    '2024-04 2024-05-09T03:00',
    '2024-05 2024-06-19T03:00',
  ]);
  expect(all("SELECT pipeline, period, substr(expected_at, 1, 16) FROM v_release WHERE state <> 'arrived' ORDER BY pipeline")).toEqual([
    'monthly 2025-01 2025-02-10T13:30',
    'pages 2025-01/2025-02 2025-03-14T03:00',
  ]);

  // Each due time once, none left out, none besides.
  const asked = (path: string): string[] => site.asked.filter((request) => request.path === path).map(({ at }) => at);
  expect(asked('/monthly')).toEqual(timesToAsk(MORNINGS, arrived, expectedMonthly));
  expect(asked('/pages')).toEqual(timesToAsk(MONDAYS, pages, expectedPage));
  for (const [path] of PAGES_OUT) expect(asked(path), path).toHaveLength(1);

  // What an operator saw.
  expect(
    states.map((line) =>
      line
        .split(' ')
        .filter((_, i) => i !== 2)
        .join(' '),
    ),
  ).toEqual([
    'monthly 2024-01-01T00:00 ok',
    'pages 2024-01-01T00:00 ok',
    'monthly 2024-04-12T12:30 late',
    'monthly 2024-04-15T10:00 ok',
    'monthly 2024-05-12T12:30 stale',
    'monthly 2024-05-13T10:00 ok',
    'monthly 2024-06-10T12:30 failing',
    'monthly 2024-06-11T12:30 ok',
    'pages 2024-06-17T03:00 late',
    'pages 2024-06-19T03:00 ok',
    'monthly 2024-07-10T12:30 failing',
    'monthly 2024-07-13T10:00 ok',
    'monthly 2024-08-10T10:00 failing',
    'monthly 2024-08-14T10:00 ok',
    'monthly 2024-11-15T00:00 stale',
    'monthly 2024-11-18T11:00 ok',
    'monthly 2025-01-12T13:30 stale',
    'monthly 2025-01-15T11:00 ok',
  ]);
}, 120_000);

function next(at: Date): Date {
  const day = at.getUTCDate();
  const minutes = [9, 10, 14].includes(day) ? 10 : day >= 8 && day <= 20 ? 30 : 60;
  const step = new Date(at.getTime() + minutes * MINUTE_MS);
  const sleep = SLEPT.find(([from, to]) => from <= minute(step) && minute(step) < to);
  return sleep === undefined ? step : new Date(`${sleep[1]}Z`);
}

const pick = (facts: Readonly<Record<string, unknown>> = {}) => ({
  pipeline: facts['pipeline'],
  period: facts['period'],
  notice: facts['notice'],
});

const sourceOf = (pipeline: Pipeline, baseUrl: string): Source => ({
  pipeline,
  baseUrl,
  schedule: pipeline.schedule,
  releases: pipeline.releases,
  revisions: null,
  settings: {},
  secret: null,
});

const described = ({ id, title, publisher, licence, schedule, timezone }: Pipeline) => ({
  pipeline: id,
  title,
  publisher,
  licence,
  schedule,
  timezone,
});

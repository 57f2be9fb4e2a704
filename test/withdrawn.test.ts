import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import eurostat from '../pipelines/eurostat-comext.ts';
import { render } from '../src/channels/render.ts';
import { activateLedger } from '../src/corrections.ts';
import type { AlertMessage } from '../src/domain/alert-message.ts';
import { type Correction, correctionDigest } from '../src/domain/correction.ts';
import { addMonths, formatMonth, formatPeriod, month, parseMonth } from '../src/domain/period.ts';
import { type FileReport, ingestFiles } from '../src/ingest.ts';
import type { Pipeline } from '../src/pipeline.ts';
import { replay } from '../src/replay.ts';
import { runPipeline } from '../src/run.ts';
import { openStore } from '../src/store/sqlite.ts';
import { dump } from './support/dump.ts';
import { sourceAt, type World, world, YEARS_KEY, yearsPipeline, yearsPublisher } from './support/years.ts';

/** A source of the tests' own with lines such as `US 2025-06 100`; all figures here are invented. */
const partnersPipeline = (statesAllMonths: boolean): Pipeline =>
  yearsPipeline({
    ...(statesAllMonths ? { statesAllMonths } : {}),
    transform(snapshot) {
      const lines = new TextDecoder().decode(snapshot.bytes).trim().split('\n');
      return {
        kind: 'observations',
        // A line that cannot be read is left out, as some publishers' are.
        statesAllMonths: !lines.some((line) => line.endsWith('?')),
        observations: lines
          .filter((line) => !line.endsWith('?'))
          .map((line) => {
            const [partner = '', at = '', value = ''] = line.split(' ');
            return {
              ...{ reporter: 'CN', partner, flow: 'export', classification: 'HS8', product: '85051110' },
              ...{ measure: 'net_weight', unit: 'kg', valuation: 'FOB' },
              ...{ period: month(parseMonth(at)), value: Number(value), status: 'A' },
            } as const;
          }),
      };
    },
  });
const WHOLE = partnersPipeline(true);
const key = (partner: string): string => YEARS_KEY.replace('WORLD', partner);

/** Lines of months from one on, by value; null for a month that is not stated. */
function lines(partner: string, from: number, values: readonly (number | null)[]): string[] {
  return values.flatMap((value, index) => (value === null ? [] : [`${partner} ${formatMonth(addMonths(from, index))} ${value}`]));
}
/** 24 months of 100, with others where they are given. */
const flat = (partner: string, others: Readonly<Record<number, number | null>> = {}): string[] => {
  const values = Array.from({ length: 24 }, (_, index) => addMonths(202307, index));
  return lines(
    partner,
    202307,
    values.map((end) => (end in others ? (others[end] as number | null) : 100)),
  );
};
const JUNE = 202506;

async function give(
  w: World,
  day: string,
  text: readonly string[],
  pipeline = WHOLE,
  options: { params?: Record<string, string>; ledger?: readonly Correction[] } = {},
): Promise<FileReport> {
  const file = join(w.folder, `${day}.txt`);
  writeFileSync(file, `${text.join('\n')}\n`);
  const reports: FileReport[] = [];
  const given = { trigger: 'ingest', retrievedAt: `${day}T08:00:00.000Z`, url: null, columns: null, params: options.params ?? {} } as const;
  w.at(given.retrievedAt);
  await ingestFiles(w.services, sourceAt(null, pipeline, options.ledger ?? []), [file], given, (one) => void reports.push(one));
  return reports[0] as FileReport;
}

/** Figures without a value, as `US 2025-06`. */
const missing = ({ file }: World): string[] =>
  (dump(file, 'v_observation')['v_observation'] as Record<string, unknown>[])
    .filter(({ value, status }) => value === null && status === 'M')
    .map(({ partner, period }) => `${partner} ${period}`)
    .sort();

const messages = ({ file }: World): AlertMessage[] =>
  (dump(file, 'outbox')['outbox'] as { message: string }[]).map(({ message }) => JSON.parse(message) as AlertMessage);
const alerts = async (w: World): Promise<string[]> =>
  (await w.services.store.alerts()).map(({ subject, period, state }) => `${subject.split('.')[1]} ${formatPeriod(period)} ${state}`).sort();

const rowsOf = (file: string, view: string): string[] => (dump(file, view)[view] as object[]).map((row) => JSON.stringify(row)).sort();

async function replayed({ services, folder, file }: World, pipeline = WHOLE): Promise<void> {
  const again = join(folder, `again-${Math.random()}.db`);
  const into = openStore(again);
  await replay(services.store, into, services.archive, new Map([[pipeline.id, pipeline]]), null);
  expect(await into.check()).toEqual([]);
  into.close();
  for (const view of ['v_vintage', 'v_observation', 'v_latest']) expect(rowsOf(again, view)).toEqual(rowsOf(file, view));
}

/** Two partners, of which the United States' June stands at half more than a year before. */
async function fired(): Promise<World> {
  const w = world('http://127.0.0.1:1');
  await give(w, '2025-06-18', [...flat('US', { [JUNE]: null }), ...flat('DE', { [JUNE]: null })]);
  await give(w, '2025-07-18', [...flat('US', { [JUNE]: 150 }), ...flat('DE')]);
  expect(await alerts(w)).toEqual(['US 2025-06 firing']);
  return w;
}

describe('a figure that its publisher took away', () => {
  test('suspends the alert on it, is told with the reason, and stands again when it comes back', async () => {
    const w = await fired();
    const report = await give(w, '2025-07-25', [...flat('US', { [JUNE]: null }), ...flat('DE')]);
    expect(report).toMatchObject({ outcome: 'loaded', inserted: 0, revised: 1, unchanged: 47, refused: [] });
    expect(report.notes).toEqual([`1 figure that was known is no longer stated: ${key('US')} 2025-06`]);
    expect(missing(w)).toEqual(['US 2025-06']);
    expect(await alerts(w)).toEqual(['US 2025-06 suspended']);
    await replayed(w);
    // The raise was not delivered, so that it and what takes it back cancel out; a receiver that knows of it is told.
    expect(messages(w)).toHaveLength(1);
    await give(w, '2025-08-18', [...flat('US', { [JUNE]: 150 }), ...flat('DE')]);
    expect(missing(w)).toEqual([]);
    expect(await alerts(w)).toEqual(['US 2025-06 firing']);
    const history = (dump(w.file, 'v_vintage')['v_vintage'] as Record<string, unknown>[])
      .filter(({ partner, period }) => partner === 'US' && period === '2025-06')
      .map(({ value, status, known_from }) => [value, status, String(known_from).slice(0, 10)]);
    expect(history.sort((a, b) => (String(a[2]) < String(b[2]) ? -1 : 1))).toEqual([
      [150, 'A', '2025-07-18'],
      [null, 'M', '2025-07-25'],
      [150, 'A', '2025-08-18'],
    ]);
    expect(await w.services.store.check()).toEqual([]);
    await replayed(w);
  });

  test('is told to who was told of it: withdrawn with the reason in the mail, then reinstated', async () => {
    const w = await fired();
    const deliver = async (): Promise<AlertMessage[]> => {
      const due = await w.services.store.dueDeliveries('2030-01-01T00:00:00.000Z', 100);
      const settled = {
        state: 'delivered',
        attempts: 1,
        nextAttemptAt: null,
        deliveredAt: '2025-07-18T09:00:00.000Z',
        detail: 'ok',
        remaining: null,
      } as const;
      for (const { id } of due) await w.services.store.settleDelivery(id, settled);
      return due.map(({ message }) => message as AlertMessage);
    };
    expect((await deliver()).map(({ type }) => type)).toEqual(['alert.raised']);
    await give(w, '2025-07-25', [...flat('US', { [JUNE]: null }), ...flat('DE')]);
    const [told, ...others] = await deliver();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ type: 'data.withdrawn', stands: false, value: null, period: { end: '2025-06' } });
    const { subject, text } = render(told as AlertMessage);
    expect(subject).toMatch(/^\[Withdrawn\]/);
    expect(text.replaceAll('\n', ' ')).toContain('The source no longer gives the figures that this alert is based on.');
    expect(text.replaceAll('\n', ' ')).toContain('Why: the current period needs 2025-06, which is not known.');
    await give(w, '2025-08-18', [...flat('US', { [JUNE]: 160 }), ...flat('DE')]);
    expect((await deliver()).map(({ type, value }) => [type, value?.current])).toEqual([['alert.reinstated', 160]]);
  });

  test('suspends an alert whose base it was, and no other', async () => {
    const w = await fired();
    await give(w, '2025-07-25', [...flat('US', { 202406: null, [JUNE]: 150 }), ...flat('DE')]);
    expect(missing(w)).toEqual(['US 2024-06']);
    expect(await alerts(w)).toEqual(['US 2025-06 suspended']);
    expect(dump(w.file, 'v_latest')['v_latest']).toContainEqual(
      expect.objectContaining({ key: key('US'), yoy_percent: null, yoy_reason: 'no_base' }),
    );
    await replayed(w);
  });

  test('is noticed although nothing else of its series changed since it was given by another file', async () => {
    const w = world('http://127.0.0.1:1');
    const before = [...flat('US', { [JUNE]: null }), ...flat('DE', { [JUNE]: null })];
    await give(w, '2025-06-18', before);
    await give(w, '2025-07-01', lines('US', JUNE, [100]));
    await give(w, '2025-07-02', before);
    expect(missing(w)).toEqual([]);
    await give(w, '2025-07-18', [...flat('US', { [JUNE]: null }), ...flat('DE')]);
    expect(missing(w)).toEqual(['US 2025-06']);
    await replayed(w);
  });

  test('is noticed by the next publication where the one before came in part, changed or not', async () => {
    const w = world('http://127.0.0.1:1');
    await give(w, '2025-07-18', [...flat('US'), ...flat('DE'), ...flat('KR')]);
    const lacking = flat('US', { 202501: null, 202502: null });
    const part = await give(w, '2025-07-19', [...lacking, ...flat('DE', { 202501: null, 202502: null })]);
    expect(part.notes).toEqual([
      expect.stringMatching(/^4 figures that were known are no longer stated: .*2025-01.* and 1 more\. More than 5 %/),
    ]);
    expect(part).toMatchObject({ outcome: 'unchanged', revised: 0 });
    expect(missing(w)).toEqual([]);
    await give(w, '2025-07-20', [...lacking, ...flat('DE'), ...flat('KR')]);
    expect(missing(w)).toEqual(['US 2025-01', 'US 2025-02']);
    await replayed(w);
  });

  test('is noticed when the source is asked by the schedule, and when a run was killed before it could load the answer', async () => {
    const site = await yearsPublisher();
    const w = world(site.url);
    const run = (at: string, lacks: number | null, services = w.services) => {
      w.at(at);
      const all = [...flat('US', lacks === null ? {} : { [lacks]: null }), ...flat('DE')];
      for (const year of [2023, 2024, 2025]) site.pages.set(`/${year}`, all.filter((line) => line.includes(` ${year}-`)).join('\n'));
      return runPipeline(services, sourceAt(site.url, WHOLE), 'run');
    };
    await run('2025-07-18T08:00:00Z', null);
    expect(await run('2025-07-19T08:00:00Z', 202505)).toMatchObject({ outcome: 'ok', counts: { revised: 1 } });
    expect(missing(w)).toEqual(['US 2025-05']);
    expect(await run('2025-07-20T08:00:00Z', null)).toMatchObject({ outcome: 'ok', counts: { revised: 1 } });
    expect(missing(w)).toEqual([]);
    const killed = { ...w.services, store: { ...w.services.store, load: () => Promise.reject(new Error('killed')) } };
    await run('2025-07-21T08:00:00Z', 202504, killed).catch(() => null);
    expect(missing(w)).toEqual([]);
    await run('2025-07-22T08:00:00Z', 202504);
    expect(missing(w)).toEqual(['US 2025-04']);
    const known = (dump(w.file, 'v_vintage')['v_vintage'] as Record<string, unknown>[]).find(
      ({ value, known_to }) => value === null && known_to === null,
    );
    expect(known?.['known_from']).toBe('2025-07-21T08:00:00.000Z');
    await replayed(w);
  });

  test('is said, and not withdrawn, where a whole series or the newest month is not stated that the answer before had', async () => {
    const site = await yearsPublisher();
    const w = world(site.url);
    const notes = async (at: string, text: readonly string[]): Promise<readonly string[]> => {
      w.at(at);
      for (const year of [2023, 2024, 2025]) site.pages.set(`/${year}`, text.filter((line) => line.includes(` ${year}-`)).join('\n'));
      const { runId, counts } = await runPipeline(w.services, sourceAt(site.url, WHOLE), 'run');
      expect(counts).toMatchObject({ revised: 0 });
      return (await w.services.store.run(runId))?.snapshots.flatMap((snapshot) => snapshot.notes) ?? [];
    };
    const all = [...flat('US'), ...flat('DE'), ...flat('JP')];
    expect(await notes('2025-07-18T08:00:00Z', all)).toEqual([]);
    // Of the answers to the questions of three years those of two are as before.
    const unknown = 'Whether they were taken away is not known, and nothing is withdrawn';
    expect(
      await notes('2025-07-19T08:00:00Z', [...flat('US'), ...flat('DE'), ...flat('JP').filter((line) => !line.includes(' 2025-'))]),
    ).toEqual([
      `the answer before to the same question had 18 figures of 2025-01 to 2025-06, this one has 12 of 2025-01 to 2025-06; 1 series that it had is not stated: ${key('JP')}. ${unknown}`,
    ]);
    expect(await notes('2025-07-20T08:00:00Z', all)).toEqual([]);
    expect(
      await notes(
        '2025-07-21T08:00:00Z',
        all.filter((line) => !line.includes(' 2025-06')),
      ),
    ).toEqual([
      `the answer before to the same question had 18 figures of 2025-01 to 2025-06, this one has 15 of 2025-01 to 2025-05. ${unknown}`,
    ]);
    expect(await notes('2025-07-22T08:00:00Z', all)).toEqual([]);
    expect(
      await notes(
        '2025-07-23T08:00:00Z',
        all.filter((line) => !line.includes(' 2025-01')),
      ),
    ).toEqual([
      `the answer before to the same question had 18 figures of 2025-01 to 2025-06, this one has 15 of 2025-02 to 2025-06. ${unknown}`,
    ]);
    expect(missing(w)).toEqual([]);
    expect(await w.services.store.check()).toEqual([]);
  });

  test('and much else with it is withdrawn once a person takes the publication', async () => {
    const w = world('http://127.0.0.1:1');
    await give(w, '2025-07-18', flat('US'));
    const lacking = flat('US', { 202501: null, 202503: null, 202505: null });
    expect(await give(w, '2025-07-19', lacking)).toMatchObject({ revised: 0 });
    expect(await give(w, '2025-07-20', lacking, WHOLE, { params: { accept_partial: 'yes' } })).toMatchObject({ revised: 3 });
    expect(missing(w)).toEqual(['US 2025-01', 'US 2025-03', 'US 2025-05']);
    await replayed(w);
  });

  test('is not stated again when an entry of the ledger on it goes', async () => {
    const w = world('http://127.0.0.1:1');
    const what = { seriesKey: key('US'), period: month(202501), action: 'replace', value: 100, expect: 10 } as const;
    const about = { reason: 'the unit is wrong', source: 'https://example.org/', added: '2025-07-20', place: 'config/corrections.yaml:3' };
    const ledger: readonly Correction[] = [{ ...what, digest: correctionDigest(what), ...about }];
    const start = (entries: readonly Correction[]) => activateLedger(w.services, new Map([[WHOLE.id, WHOLE]]), entries);
    await start(ledger);
    await give(w, '2025-07-18', [...flat('US', { 202501: 10 }), ...flat('DE')], WHOLE, { ledger });
    await give(w, '2025-07-19', [...flat('US', { 202501: null }), ...flat('DE')], WHOLE, { ledger });
    expect(missing(w)).toEqual(['US 2025-01']);
    w.at('2025-07-20T08:00:00Z');
    await start([]);
    expect(missing(w)).toEqual(['US 2025-01']);
    await replayed(w);
  });
});

describe('nothing is withdrawn', () => {
  const BEFORE = [...flat('US'), ...flat('DE')];
  const LACKING = [...flat('US', { 202501: null }), ...flat('DE')];

  /** What is missing once a publication came behind one that has all months. */
  async function missingAfter(text: readonly string[], pipeline = WHOLE, options: Parameters<typeof give>[4] = {}): Promise<string[]> {
    const w = world('http://127.0.0.1:1');
    await give(w, '2025-07-18', BEFORE, pipeline);
    await give(w, '2025-07-25', text, pipeline, options);
    await replayed(w, pipeline);
    return missing(w);
  }

  test('but what lies within a publication of a source that states all months', async () => {
    expect(await missingAfter(LACKING)).toEqual(['US 2025-01']);
  });

  test('by a table that prints a month and that of the year before, or any source that does not say so', async () => {
    expect(await missingAfter(LACKING, partnersPipeline(false))).toEqual([]);
    expect(await missingAfter([...lines('US', 202405, [100]), ...lines('US', 202505, [130])], partnersPipeline(false))).toEqual([]);
  });

  test('by a window of the last twelve months, or of one', async () => {
    const last = (partner: string, count: number): string[] => flat(partner).slice(-count);
    expect(await missingAfter([...last('US', 12), ...last('DE', 12)])).toEqual([]);
    expect(await missingAfter([...last('US', 1), ...last('DE', 12)])).toEqual([]);
    // Of a month beside that of the year before too much would be missing.
    expect(await missingAfter(lines('US', 202406, [100, ...Array<null>(11).fill(null), 100]))).toEqual([]);
  });

  test('of series that a publication does not have', async () => {
    expect(await missingAfter(flat('DE'))).toEqual([]);
  });

  test('where rows were left out', async () => {
    expect(await missingAfter([...LACKING, 'US 2025-01 ?'])).toEqual([]);
  });

  test('where the ledger puts another value, takes a figure out or no longer fits', async () => {
    for (const [action, expected, printed] of [
      ['replace', 10, 10],
      ['remove', 10, 10],
      ['replace', 11, 10],
    ] as const) {
      // biome-ignore format: one line
      const what = { seriesKey: key('US'), period: month(202502), action, value: action === 'remove' ? null : 100, expect: expected } as const;
      const about = { reason: 'wrong', source: 'https://example.org/', added: '2025-07-20', place: 'config/corrections.yaml:3' };
      const ledger = [{ ...what, digest: correctionDigest(what), ...about }];
      const stated = [...flat('US', { 202502: printed }), ...flat('DE')];
      expect(await missingAfter(stated, WHOLE, { ledger })).toEqual(action === 'remove' ? ['US 2025-02'] : []);
    }
  });

  test('of a figure that is held back', async () => {
    const w = world('http://127.0.0.1:1');
    await give(w, '2025-07-18', BEFORE);
    const report = await give(w, '2025-07-25', [...flat('US', { 202501: 1_000_000 }), ...flat('DE')]);
    expect(report.held).toHaveLength(1);
    expect(missing(w)).toEqual([]);
  });

  test('by a file that was obtained before what its source said by now', async () => {
    const w = world('http://127.0.0.1:1');
    await give(w, '2025-07-18', BEFORE);
    await give(
      w,
      '2025-07-25',
      LACKING.map((line) => line.replace(/100$/, '101')),
    );
    expect(missing(w)).toEqual(['US 2025-01']);
    await give(w, '2025-07-20', [...flat('US'), ...flat('DE', { 202502: null })]);
    expect(missing(w)).toEqual(['US 2025-01']);
    await replayed(w);
  });

  test('by a file that was obtained before its source was heard to say the same as ever', async () => {
    const site = await yearsPublisher();
    const w = world(site.url);
    const run = (at: string) => {
      w.at(at);
      for (const year of [2023, 2024]) site.pages.set(`/${year}`, BEFORE.filter((line) => line.includes(` ${year}-`)).join('\n'));
      site.pages.set('/2025', [...flat('US'), ...flat('DE')].filter((line) => line.includes(' 2025-')).join('\n'));
      return runPipeline(w.services, sourceAt(site.url, WHOLE), 'run');
    };
    expect(await run('2025-07-18T08:00:00Z')).toMatchObject({ outcome: 'ok' });
    expect(await run('2025-07-25T08:00:00Z')).toMatchObject({ outcome: 'ok' });
    await give(w, '2025-07-20', LACKING);
    expect(missing(w)).toEqual([]);
    await replayed(w);
  });

  test('by one of two publications of one instant', async () => {
    const w = world('http://127.0.0.1:1');
    await give(w, '2025-07-18', BEFORE);
    await give(w, '2025-07-25', [...flat('US', { 202412: 101 }), ...flat('DE')]);
    await give(w, '2025-07-25', LACKING);
    expect(missing(w)).toEqual([]);
    await replayed(w);
  });
});

test('a file of Comext without a month of one series withdraws it; one with an empty cell, or without that month of any, nothing', async () => {
  type Cells = readonly [partner: string, period: string, indicator: string, value: string];
  const csv = (rows: readonly Cells[]): string[] => [
    'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE,OBS_FLAG',
    ...rows.map(
      ([partner, at, indicator, value]) =>
        `ESTAT:DS-045409(1.0),16/07/25 11:00:00,M,EU27_2020,${partner},85051110,1,${indicator},${at},${value},`,
    ),
  ];
  const all = ['CN', 'JP'].flatMap((partner) =>
    ['VALUE_IN_EUROS', 'QUANTITY_IN_100KG'].flatMap((indicator) =>
      Array.from({ length: 12 }, (_, index) => [partner, formatMonth(addMonths(202406, index)), indicator, '1000'] as const),
    ),
  );
  const january = ([partner, at]: Cells): boolean => partner === 'CN' && at === '2025-01';
  const w = world('http://127.0.0.1:1');
  const pipeline = eurostat as Pipeline;
  await give(w, '2025-07-18', csv(all), pipeline);
  const empty = all.map((cells) => (january(cells) ? ([...cells.slice(0, 3), ''] as unknown as Cells) : cells));
  expect(await give(w, '2025-07-19', csv(empty), pipeline)).toMatchObject({ revised: 0 });
  expect(await give(w, '2025-07-20', csv(all.filter(([, at]) => at !== '2025-01')), pipeline)).toMatchObject({ revised: 0, notes: [] });
  expect(await give(w, '2025-07-21', csv(all.filter((cells) => !january(cells))), pipeline)).toMatchObject({ revised: 2 });
  expect(missing(w)).toEqual(['CN 2025-01', 'CN 2025-01']);
});

test('whatever a source that states all months publishes, in order and late, a replay comes to the same, and so does a database without fingerprints', {
  timeout: 240_000,
}, async () => {
  const stated = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    until: fc.integer({ min: 22, max: 24 }),
    from: fc.constantFrom(0, 0, 6, 12),
    lacks: fc.uniqueArray(fc.tuple(fc.constantFrom('US', 'DE', 'KR'), fc.integer({ min: 0, max: 23 })), { maxLength: 9, size: 'max' }),
    others: fc.uniqueArray(fc.tuple(fc.constantFrom('US', 'DE', 'KR'), fc.integer({ min: 0, max: 23 }), fc.constantFrom(90, 150)), {
      maxLength: 2,
    }),
    leftOut: fc.constantFrom(false, false, false, false, true),
  });
  const seen = { withdrawn: 0, returned: 0, parts: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(stated, { minLength: 3, maxLength: 8, size: 'max' }), async (list) => {
      const [w, plain] = [world('http://127.0.0.1:1'), world('http://127.0.0.1:1')];
      const forget = new Database(plain.file);
      for (const { day, from, until, lacks, others, leftOut } of list) {
        const text = ['US', 'DE', 'KR'].flatMap((partner) =>
          lines(
            partner,
            addMonths(202307, from),
            Array.from({ length: until - from }, (_, at) =>
              lacks.some(([who, index]) => who === partner && index === from + at)
                ? null
                : (others.find(([who, index]) => who === partner && index === from + at)?.[2] ?? 100),
            ),
          ),
        );
        const [on, printed] = [`2025-07-${String(day).padStart(2, '0')}`, leftOut ? [...text, 'US 2025-01 ?'] : text];
        const report = await give(w, on, printed);
        forget.exec('UPDATE series SET fingerprint = NULL');
        await give(plain, on, printed);
        seen.parts += report.notes.filter((note) => note.includes('came in part')).length;
        expect(await w.services.store.check()).toEqual([]);
      }
      const all = dump(w.file, 'v_vintage')['v_vintage'] as Record<string, unknown>[];
      seen.withdrawn += all.filter(({ value }) => value === null).length;
      seen.returned += all.filter(({ value, known_to }) => value === null && known_to !== null).length;
      forget.close();
      await replayed(w);
      expect(rowsOf(plain.file, 'v_vintage')).toEqual(rowsOf(w.file, 'v_vintage'));
    }),
    { numRuns: 40, endOnFailure: true },
  );
  for (const [what, count] of Object.entries(seen)) expect([what, count > 0]).toEqual([what, true]);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { activateLedger } from '../src/corrections.ts';
import { type Correction, correctionDigest } from '../src/domain/correction.ts';
import { month } from '../src/domain/period.ts';
import { decideHeld } from '../src/held.ts';
import { ingestFiles } from '../src/ingest.ts';
import { replay } from '../src/replay.ts';
import { runPipeline } from '../src/run.ts';
import { openStore } from '../src/store/sqlite.ts';
import { dump } from './support/dump.ts';
import { sourceAt, type World, world, YEARS_KEY, yearsPipeline, yearsPublisher } from './support/years.ts';

const PIPELINE = yearsPipeline();
const REGISTRY = new Map([['years', PIPELINE]]);

/** June 2025 is printed 10,000 times too small. */
function entry(change: Partial<Correction> = {}): Correction {
  const what = { seriesKey: YEARS_KEY, period: month(202506), action: 'replace', value: 150_000, expect: 15, ...change } as const;
  const about = { reason: 'the unit is wrong', source: 'https://example.org/', added: '2025-07-20', place: 'config/corrections.yaml:3' };
  return { ...what, digest: correctionDigest(what), ...about, ...change };
}

const june = (file: string, view = 'v_observation') =>
  (
    dump(file, view)[view] as {
      period: string;
      value: number | null;
      published_value: number | null;
      correction: string | null;
      known_from: string;
    }[]
  )
    .filter((row) => row.period === '2025-06')
    .map(({ value, published_value, correction }) => [value, published_value, correction]);
const states = (file: string) =>
  (dump(file, 'v_correction')['v_correction'] as { state: string; published_value: number | null }[]).map((row) => [
    row.state,
    row.published_value,
  ]);

async function setUp() {
  const site = await yearsPublisher();
  const w = world(site.url);
  const run = async (ledger: readonly Correction[], at: string, june2025: number, more = '') => {
    w.at(at);
    site.pages.set('/2023', { status: 204 });
    site.pages.set('/2024', '2024-05 120000\n2024-06 100000\n');
    site.pages.set('/2025', `2025-05 110000\n2025-06 ${june2025}\n${more}`);
    return runPipeline(w.services, sourceAt(site.url, PIPELINE, ledger), 'run');
  };
  const start = async (ledger: readonly Correction[], at: string) => {
    w.at(at);
    await activateLedger(w.services, REGISTRY, ledger);
  };
  return { site, w, run, start };
}

async function replayed({ services, folder, file }: World): Promise<void> {
  const again = join(folder, `again-${Date.now()}.db`);
  const into = openStore(again);
  await replay(services.store, into, services.archive, REGISTRY, null);
  into.close();
  const rows = (name: string, view: string) =>
    (dump(name, view)[view] as Record<string, unknown>[]).map((row) => JSON.stringify(row)).sort();
  for (const view of ['v_vintage', 'v_observation', 'v_latest']) expect(rows(again, view)).toEqual(rows(file, view));
  expect(states(again)).toEqual(states(file));
}

describe('an entry of the ledger', () => {
  test('replaces exactly the value that it expects, which stays to be seen; no jump, and alerts judge the corrected value', async () => {
    const { w, run, start } = await setUp();
    const ledger = [entry()];
    await start(ledger, '2025-07-19T00:00:00Z');
    expect(states(w.file)).toEqual([['waiting', null]]);
    expect(await run(ledger, '2025-07-20T00:00:00Z', 15)).toMatchObject({ outcome: 'ok', error: null });
    expect(june(w.file)).toEqual([[150_000, 15, ledger[0]?.digest]]);
    expect(states(w.file)).toEqual([['applied', 15]]);
    expect((await w.services.store.alerts()).map(({ percent }) => percent)).toEqual([50]);
    await replayed(w);
  });

  test('removes a figure: it counts as missing', async () => {
    const { w, run, start } = await setUp();
    const ledger = [entry({ action: 'remove', value: null, expect: 130_000 })];
    await start(ledger, '2025-07-19T00:00:00Z');
    await run(ledger, '2025-07-20T00:00:00Z', 130_000);
    expect(june(w.file)).toEqual([[null, 130_000, ledger[0]?.digest]]);
    expect(dump(w.file, 'v_observation')['v_observation']).toContainEqual(expect.objectContaining({ period: '2025-06', status: 'M' }));
    await replayed(w);
  });

  test('makes every run partial once upstream repaired the figure, and names its line until it is removed', async () => {
    const { w, run, start } = await setUp();
    const ledger = [entry()];
    await start(ledger, '2025-07-19T00:00:00Z');
    await run(ledger, '2025-07-20T00:00:00Z', 15);
    const repaired = await run(ledger, '2025-08-20T00:00:00Z', 150_000);
    const sentence = `config/corrections.yaml:3: ${YEARS_KEY} 2025-06 (month) is now published as 150000: upstream repaired it; remove the entry`;
    expect(repaired).toMatchObject({ outcome: 'partial', error: sentence });
    expect(june(w.file)).toEqual([[150_000, null, null]]);
    expect(june(w.file, 'v_vintage')).toHaveLength(2);
    expect(states(w.file)).toEqual([['outdated', 150_000]]);
    // The page did not change, and it is still told.
    expect(await run(ledger, '2025-08-21T00:00:00Z', 150_000)).toMatchObject({ outcome: 'partial', error: sentence });
    await replayed(w);
    await start([], '2025-08-22T00:00:00Z');
    expect(await run([], '2025-08-22T00:00:00Z', 150_000)).toMatchObject({ outcome: 'ok', error: null });
    expect(june(w.file, 'v_vintage')).toHaveLength(2);
    await replayed(w);
  });

  test('holds a third value for that figure alone, and gives it back when the entry is gone', async () => {
    const { w, run, start } = await setUp();
    const ledger = [entry()];
    await start(ledger, '2025-07-19T00:00:00Z');
    await run(ledger, '2025-07-20T00:00:00Z', 15);
    const third = await run(ledger, '2025-08-20T00:00:00Z', 151_000, '2025-07 140000\n');
    expect(third).toMatchObject({ outcome: 'partial', counts: { inserted: 1 } });
    expect(third.error).toBe(
      `config/corrections.yaml:3: ${YEARS_KEY} 2025-06 (month) is now published as 151000, neither the wrong 15 nor 150000: the new figure is held; change or remove the entry`,
    );
    expect(june(w.file)).toEqual([[150_000, 15, ledger[0]?.digest]]);
    expect(states(w.file)).toEqual([['outdated', 151_000]]);
    await start([], '2025-08-21T00:00:00Z');
    expect(june(w.file)).toEqual([[151_000, null, null]]);
    await replayed(w);
  });

  test('that is added later corrects what is held from then on, tells of it, and removed gives back what is published', async () => {
    const { w, run, start, site } = await setUp();
    await run([], '2025-07-20T00:00:00Z', 60_000);
    const wrong = entry({ value: 101_000, expect: 60_000 });
    const raised = await w.services.store.alerts();
    expect(raised.map(({ state, percent }) => [state, percent])).toEqual([['historical', -40]]);
    site.asked.length = 0;
    await start([wrong], '2025-07-25T00:00:00Z');
    expect(site.asked).toEqual([]);
    expect(june(w.file)).toEqual([[101_000, 60_000, wrong.digest]]);
    expect(
      (dump(w.file, 'v_vintage')['v_vintage'] as { period: string; known_from: string; value: number }[])
        .filter((v) => v.period === '2025-06')
        .map((v) => [v.known_from, v.value]),
    ).toEqual(
      expect.arrayContaining([
        ['2025-07-20T00:00:00.000Z', 60_000],
        ['2025-07-25T00:00:00.000Z', 101_000],
      ]),
    );
    expect((await w.services.store.alerts()).map(({ state }) => state)).toEqual(['retracted']);
    expect(await w.services.store.runs(1)).toMatchObject([{ trigger: 'replay', revised: 1 }]);
    // Started again, and asked again while the page stands as it is: nothing more happens.
    await start([wrong], '2025-07-26T00:00:00Z');
    expect(await run([wrong], '2025-07-26T01:00:00Z', 60_000)).toMatchObject({ outcome: 'ok', counts: { revised: 0, inserted: 0 } });
    await start([wrong], '2025-07-27T00:00:00Z');
    await run([wrong], '2025-07-27T01:00:00Z', 60_000);
    expect(june(w.file, 'v_vintage')).toHaveLength(2);
    await replayed(w);
    await start([], '2025-07-28T00:00:00Z');
    expect(june(w.file)).toEqual([[60_000, null, null]]);
    expect(june(w.file, 'v_vintage')).toHaveLength(3);
    expect(await run([], '2025-07-29T00:00:00Z', 60_000)).toMatchObject({ outcome: 'ok', counts: { revised: 0 } });
    await replayed(w);
  });

  test('that is changed reads the newest publication again, which the old one had held back', async () => {
    const { w, run, start } = await setUp();
    await start([entry()], '2025-07-19T00:00:00Z');
    await run([entry()], '2025-07-20T00:00:00Z', 15);
    await run([entry()], '2025-08-20T00:00:00Z', 16);
    const next = entry({ expect: 16, value: 160_000 });
    await start([next], '2025-08-21T00:00:00Z');
    expect(june(w.file)).toEqual([[160_000, 16, next.digest]]);
    expect(states(w.file)).toEqual([['applied', 16]]);
    await replayed(w);
  });

  test('touches no other figure of an old publication that is read again', async () => {
    const { w, run, start, site } = await setUp();
    await run([], '2025-07-20T00:00:00Z', 60_000);
    site.pages.set('/2025', '2025-05 99000\n');
    w.at('2025-08-20T00:00:00Z');
    await runPipeline(w.services, sourceAt(site.url, PIPELINE), 'run');
    await start([entry({ value: 101_000, expect: 60_000 })], '2025-08-21T00:00:00Z');
    const may = (dump(w.file, 'v_observation')['v_observation'] as { period: string; value: number }[]).find(
      (row) => row.period === '2025-05',
    );
    expect(may?.value).toBe(99_000);
    expect(june(w.file)[0]?.[0]).toBe(101_000);
    await replayed(w);
  });

  test('holds for a file that is ingested late as well, and a later page stays corrected behind it', async () => {
    const { w, run, start } = await setUp();
    await run([], '2025-07-20T00:00:00Z', 15);
    const ledger = [entry()];
    await start(ledger, '2025-07-25T00:00:00Z');
    await run(ledger, '2025-07-26T00:00:00Z', 15);
    const file = join(w.folder, 'late.txt');
    writeFileSync(file, '2025-06 14\n');
    const given = {
      trigger: 'ingest',
      retrievedAt: '2025-07-22T00:00:00.000Z',
      url: null,
      columns: null,
      params: { accept_jump: 'yes' },
    } as const;
    const reports: unknown[] = [];
    await ingestFiles(w.services, sourceAt(null, PIPELINE, ledger), [file], given, (report) => void reports.push(report));
    expect(reports).toMatchObject([{ outcome: 'refused', refused: [{ where: 'config/corrections.yaml:3' }] }]);
    expect(june(w.file)).toEqual([[150_000, 15, ledger[0]?.digest]]);
    expect(states(w.file)).toEqual([['applied', 15]]);
    await replayed(w);
  });

  test.each([
    ['replace', 150_000],
    ['remove', null],
  ] as const)('to %s a figure that a person accepted corrects it at once, as it does what came by itself', async (action, value) => {
    const { w, run, start, site } = await setUp();
    const before = ['01', '02', '03', '04'].map((month) => `2025-${month} 100000\n`).join('');
    await run([], '2025-07-20T00:00:00Z', 100_000, before);
    await run([], '2025-08-20T00:00:00Z', 100_000, `${before}2025-07 90000000\n`);
    expect(await w.services.store.waiting('years')).toHaveLength(1);
    w.at('2025-08-21T00:00:00Z');
    await decideHeld(w.services, sourceAt(site.url, PIPELINE), 'accept');
    const july = (view: string) =>
      (dump(w.file, view)[view] as { period: string; known_from: string; value: number | null }[]).filter(
        (row) => row.period === '2025-07',
      );
    expect(july('v_observation')).toMatchObject([{ value: 90_000_000 }]);
    const wrong = entry({ period: month(202507), action, value, expect: 90_000_000 });
    await start([wrong], '2025-08-25T00:00:00Z');
    expect(july('v_observation')).toMatchObject([{ value, published_value: 90_000_000, correction: wrong.digest }]);
    expect(july('v_vintage').map((row) => [row.known_from, row.value])).toEqual(
      expect.arrayContaining([
        ['2025-08-21T00:00:00.000Z', 90_000_000],
        ['2025-08-25T00:00:00.000Z', value],
      ]),
    );
    expect(states(w.file)).toEqual([['applied', 90_000_000]]);
    await replayed(w);
    await start([], '2025-08-28T00:00:00Z');
    expect(july('v_observation')).toMatchObject([{ value: 90_000_000 }]);
    await replayed(w);
  });

  test('is not known from the day of the publication that it corrects, when a later one was obtained before it', async () => {
    const { w } = await setUp();
    /** Begins with the day of its publication. */
    const dated = yearsPipeline({
      transform(snapshot, ...others) {
        const text = new TextDecoder().decode(snapshot.bytes);
        const read = PIPELINE.transform({ ...snapshot, bytes: new TextEncoder().encode(text.slice(11)) }, ...others);
        return { ...(read as Extract<typeof read, { kind: 'observations' }>), publishedAt: text.slice(0, 10) };
      },
    });
    const file = join(w.folder, 'dated.txt');
    const ingest = async (text: string, retrievedAt: string, entries: readonly Correction[] = []): Promise<void> => {
      writeFileSync(file, text);
      const given = { trigger: 'ingest', retrievedAt, url: null, columns: null, params: {} } as const;
      await ingestFiles(w.services, sourceAt(null, dated, entries), [file], given, () => {});
    };
    w.at('2025-11-27T00:00:00Z');
    await ingest('2025-07-16\n2025-06 15\n', '2025-07-30T00:00:00.000Z');
    const ledger = [entry()];
    await activateLedger(w.services, new Map([['years', dated]]), ledger);
    await ingest('2025-08-16\n2025-06 15\n', '2025-08-20T00:00:00.000Z', ledger);
    const vintages = dump(w.file, 'v_vintage')['v_vintage'] as { known_from: string; known_to: string | null; value: number }[];
    expect(vintages.map((v) => [v.known_from, v.known_to, v.value]).sort()).toEqual([
      ['2025-07-30T00:00:00.000Z', '2025-08-20T00:00:00.000Z', 15],
      ['2025-08-20T00:00:00.000Z', null, 150_000],
    ]);
  });

  test('is still applied after the file that it corrects was given again and has nothing new', async () => {
    const { w, start } = await setUp();
    const file = join(w.folder, 'by-hand.txt');
    writeFileSync(file, '2025-05 110000\n2025-06 15\n');
    const ledger = [entry()];
    const given = { trigger: 'ingest', retrievedAt: null, url: null, columns: null, params: { accept_jump: 'yes' } } as const;
    const ingest = async (entries: readonly Correction[], at: string): Promise<unknown[]> => {
      w.at(at);
      const reports: unknown[] = [];
      await ingestFiles(w.services, sourceAt(null, PIPELINE, entries), [file], given, (report) => void reports.push(report));
      return reports;
    };
    await ingest([], '2025-07-20T00:00:00Z');
    await start(ledger, '2025-07-25T00:00:00Z');
    expect(await ingest(ledger, '2025-07-26T00:00:00Z')).toMatchObject([{ outcome: 'unchanged', revised: 0 }]);
    expect(june(w.file)).toEqual([[150_000, 15, ledger[0]?.digest]]);
    expect(states(w.file)).toEqual([['applied', 15]]);
    expect(await w.services.store.snapshots({})).toHaveLength(2);
    await start([], '2025-07-28T00:00:00Z');
    expect(june(w.file)).toEqual([[15, null, null]]);
    await replayed(w);
  });
});

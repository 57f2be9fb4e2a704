/**
 * What every pipeline has to hold, run by its three-line test: golden pairs, purity, valid codes and periods, whole or
 * not at all, and no other error than RefusedError for any bytes. See docs/add-a-source.md.
 *
 * A case is `test/fixtures/<pipeline>/<case>.<ext>` beside `<case>.expected.json`, with `<case>.snapshot.json`
 * (name, url, retrievedAt, mediaType, params, columns, settings) where transform has to know more than the bytes.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatPeriod, startOf } from '../../src/domain/period.ts';
import { type Observation, observationFault } from '../../src/domain/series.ts';
import { type Refusal, RefusedError } from '../../src/errors.ts';
import type { Article, Pipeline, Snapshot, Transformed } from '../../src/pipeline.ts';
import { changedColumns, LEFT_OUT_AT_WILL } from './columns.ts';
import { cutPoints, disturbed, isLineEnd, MALFORMED, pseudoRandom, withNul, withShortRow } from './damage.ts';
import { snapshotOf } from './snapshots.ts';

/** reporter, partner, flow, classification, product, measure, unit, period, kind, value, status, valuation */
type GoldenRow = readonly [string, string, string, string, string, string, string, string, string, number | null, string, string | null];

type Golden =
  | {
      readonly observations: readonly GoldenRow[];
      readonly products?: readonly unknown[];
      readonly publishedAt?: string | null;
      readonly notes?: readonly string[];
      readonly statesAllMonths?: boolean;
    }
  /** currency, month or day, period, units per euro as printed, status */
  | { readonly rates: readonly (readonly [string, string, string, string | null, string])[] }
  | { readonly articles: readonly Article[]; readonly refusedItems?: readonly Partial<Refusal>[]; readonly pages?: readonly string[] }
  | { readonly links: readonly string[] }
  /** A full page of several: the address of the next one. */
  | { readonly nextPage: string }
  | { readonly notYetPublished: string }
  | { readonly suppressed: string }
  | { readonly refused: readonly Partial<Refusal>[] };

interface Case {
  readonly name: string;
  readonly extension: string;
  readonly snapshot: Snapshot;
  readonly settings: unknown;
  readonly golden: Golden;
}

interface SnapshotFile extends Partial<Omit<Snapshot, 'bytes'>> {
  readonly settings?: unknown;
}

const DISTURBED_ROUNDS = 25;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Registers the shared tests of a pipeline. */
export function describePipeline<Settings>(pipeline: Pipeline<Settings>): void {
  describe(pipeline.id, () => {
    const cases = casesOf(pipeline.id);

    test('has the name of its file as its id', async () => {
      const path = `${ROOT}pipelines/${pipeline.id}.ts`;
      expect(existsSync(path), `${path} exists`).toBe(true);
      const module = (await import(path)) as { default: unknown };
      expect(module.default).toBe(pipeline);
    });

    test('takes its settings from defaults when none are given', () => {
      expect(pipeline.settings.safeParse({}).success).toBe(true);
    });

    test('asks the same questions for the same context, each once and at its base URL', () => {
      const settings = pipeline.settings.parse({});
      const context = {
        now: new Date('2025-07-20T02:00:00Z'),
        settings,
        baseUrl: 'http://127.0.0.1:9',
        lastMonth: 202505,
        window: { from: 202307, to: 202507 },
        hasSecret: false,
      };
      const asked = pipeline.requests(context);
      expect(pipeline.requests({ ...context, now: new Date('2025-07-20T02:00:00Z') })).toEqual(asked);
      expect(context.now.toISOString()).toBe('2025-07-20T02:00:00.000Z');
      expect(new Set(asked.map((request) => request.key)).size).toBe(asked.length);
      if (pipeline.baseUrl === null) expect(asked).toEqual([]);
    });

    test('has fixtures', () => expect(cases.length).toBeGreaterThan(0));

    for (const each of cases) describeCase(pipeline, each);

    describe('given bytes that are no publication', () => {
      for (const [title, bytes] of MALFORMED) {
        test(`reads nothing from ${title}, and fails in no other way than by refusing`, () => {
          expectNothingRead(attempt(pipeline, snapshotOf(bytes), pipeline.settings.parse({})));
        });
      }
    });
  });
}

function describeCase<Settings>(pipeline: Pipeline<Settings>, each: Case): void {
  const settings = pipeline.settings.parse(each.settings);
  const run = (bytes: Uint8Array = each.snapshot.bytes): Transformed | RefusedError =>
    attempt(pipeline, { ...each.snapshot, bytes }, settings);

  test(`${each.name}: gives its golden result`, () => expectGolden(run(), each.golden));

  test(`${each.name}: gives it again for the same bytes, and leaves the bytes alone`, () => {
    const before = Uint8Array.from(each.snapshot.bytes);
    const first = run();
    expect(run()).toEqual(first);
    expect(Buffer.from(each.snapshot.bytes).equals(Buffer.from(before))).toBe(true);
  });

  test(`${each.name}: fails in no other way than by refusing, and gives nothing invalid, when bytes are disturbed`, () => {
    const random = pseudoRandom(each.snapshot.bytes.length);
    for (let round = 0; round < DISTURBED_ROUNDS; round += 1) {
      const result = run(disturbed(each.snapshot.bytes, random));
      if (result instanceof RefusedError || result.kind !== 'observations') continue;
      for (const observation of result.observations) expect(observationFault(observation)).toBeNull();
    }
  });

  if (!('observations' in each.golden)) return;
  const golden = rowsOf(run());

  test(`${each.name}: has valid codes and periods, and each figure once`, () => {
    const result = run();
    if (result instanceof RefusedError || result.kind !== 'observations') throw new Error('expected observations');
    for (const observation of result.observations) expect(observationFault(observation)).toBeNull();
    const identities = result.observations.map((o) => JSON.stringify([...keyOf(o), o.period.kind, o.period.end]));
    expect(new Set(identities).size).toBe(identities.length);
  });

  test(`${each.name}: is refused, not read in part, when it is cut`, () => {
    for (const at of cutPoints(each.snapshot.bytes)) {
      const cut = each.snapshot.bytes.subarray(0, at);
      const result = run(cut);
      if (result instanceof RefusedError) continue;
      // Between two lines of a CSV a cut leaves a shorter but proper file: that the rows grew fewer is for load to see.
      if (each.extension === 'csv' && isLineEnd(each.snapshot.bytes, at)) continue;
      expect(rowsOf(result), `cut at byte ${at} of ${each.snapshot.bytes.length}`).toEqual(golden);
    }
  });

  test(`${each.name}: is refused with a NUL in it`, () => {
    expect(run(withNul(each.snapshot.bytes))).toBeInstanceOf(RefusedError);
  });

  const short = withShortRow(each.snapshot.bytes, each.extension);
  if (short !== null) {
    test(`${each.name}: is refused when a row lacks its last cell`, () => {
      const result = run(short);
      if (!(result instanceof RefusedError)) expect(rowsOf(result)).toEqual(golden);
    });
  }

  if (each.snapshot.columns === null)
    test(`${each.name}: gives the same, or is refused by the name of the column, when a column or field is renamed, removed, doubled, moved or added`, () => {
      expect(wrongReadings(pipeline.id, each, golden, run)).toEqual([]);
    });

  test(`${each.name}: is not read from a challenge page in its place`, () => {
    for (const [, bytes] of MALFORMED.slice(0, 8)) expectNothingRead(run(bytes));
  });
}

/** Each change of the columns that was read otherwise than as it was, or refused without a word of which column. */
function wrongReadings(
  id: string,
  each: Case,
  golden: readonly string[],
  run: (bytes: Uint8Array) => Transformed | RefusedError,
): string[] {
  const atWill = LEFT_OUT_AT_WILL[id] ?? [];
  return changedColumns(each.snapshot.bytes, each.extension).flatMap(({ title, names, removed, bytes }) => {
    const result = run(bytes);
    if (result instanceof RefusedError) {
      // Without the column that tells them apart rows stand twice: then the rows are what can be named.
      const twice = removed !== null && /the same .* as /.test(result.message);
      const named =
        twice || names.some((name) => result.message.includes(name)) || /columns? (?:\d+|with the code|\(.+ \| )/.test(result.message);
      return named ? [] : [`${title}: refused without naming it: ${result.message}`];
    }
    if (result.kind !== 'observations') return [`${title}: ${result.kind}`];
    const rows = rowsOf(result);
    if (rows.join('\n') === golden.join('\n')) return [];
    if (removed !== null && atWill.includes(removed) && rows.every((row) => golden.some((other) => isFigureOf(row, other)))) return [];
    if (removed === 'Country' && atWill.includes(removed) && rows.every((row) => row.includes('"WORLD"'))) return [];
    return [`${title}: read otherwise: ${rows.find((row) => !golden.includes(row)) ?? `${golden.length - rows.length} figures less`}`];
  });
}

/** The same figure, whatever its status says. */
const isFigureOf = (row: string, other: string): boolean => {
  const [a, b] = [JSON.parse(row), JSON.parse(other)] as [unknown[], unknown[]];
  return a.every((cell, at) => at === STATUS || cell === b[at]);
};
const STATUS = 10;

function expectGolden(result: Transformed | RefusedError, golden: Golden): void {
  if ('refused' in golden) {
    if (!(result instanceof RefusedError)) throw new Error(`expected a refusal, got ${result.kind}`);
    expectRefusals(result.refusals, golden.refused);
    return;
  }
  if (result instanceof RefusedError) throw result;
  if ('observations' in golden) {
    expect(rowsOf(result)).toEqual(sorted(golden.observations.map((row) => JSON.stringify(row))));
    if (result.kind !== 'observations') return;
    if (golden.publishedAt !== undefined) expect(result.publishedAt ?? null).toBe(golden.publishedAt);
    if (golden.products !== undefined)
      expect(sorted((result.products ?? []).map((p) => JSON.stringify(p)))).toEqual(sorted(golden.products.map((p) => JSON.stringify(p))));
    if (golden.statesAllMonths !== undefined) expect(result.statesAllMonths ?? true).toBe(golden.statesAllMonths);
    for (const note of golden.notes ?? []) expect(result.notes?.join('\n') ?? '').toContain(note);
  } else if ('articles' in golden) {
    if (result.kind !== 'articles') throw new Error(`expected articles, got ${result.kind}`);
    const byUrl = (a: Article, b: Article): number => (a.url < b.url ? -1 : 1);
    expect([...result.articles].sort(byUrl)).toEqual([...golden.articles].sort(byUrl));
    expectRefusals(result.refused, golden.refusedItems ?? []);
    if (golden.pages !== undefined) expect((result.requests ?? []).map((request) => request.url)).toEqual(golden.pages);
  } else if ('rates' in golden) {
    if (result.kind !== 'rates') throw new Error(`expected rates, got ${result.kind}`);
    expect(result.rates.map((r) => [r.currency, r.frequency, r.period, r.perEur, r.status])).toEqual(golden.rates);
  } else if ('nextPage' in golden) {
    if (result.kind !== 'page') throw new Error(`expected a page of several, got ${result.kind}`);
    expect(result.next.url).toBe(golden.nextPage);
  } else if ('links' in golden) {
    if (result.kind !== 'links') throw new Error(`expected links, got ${result.kind}`);
    expect(sorted(result.requests.map((request) => request.url))).toEqual(sorted(golden.links));
    expect(new Set(result.requests.map((request) => request.key)).size).toBe(result.requests.length);
  } else if ('suppressed' in golden) {
    if (result.kind !== 'suppressed') throw new Error(`expected suppressed, got ${result.kind}`);
    expect(result.reason).toContain(golden.suppressed);
  } else {
    if (result.kind !== 'not_yet_published') throw new Error(`expected not_yet_published, got ${result.kind}`);
    expect(result.reason).toContain(golden.notYetPublished);
  }
}

/** As many refusals as expected, each with the words that are expected of it. */
function expectRefusals(refusals: readonly Refusal[], expected: readonly Partial<Refusal>[]): void {
  expect(refusals.map((r) => `${r.where}: ${r.reason}`)).toHaveLength(expected.length);
  for (const [index, one] of expected.entries()) {
    expect(refusals[index]?.where).toContain(one.where ?? '');
    expect(refusals[index]?.reason).toContain(one.reason ?? '');
  }
}

function expectNothingRead(result: Transformed | RefusedError): void {
  if (result instanceof RefusedError) {
    expect(result.refusals.length).toBeGreaterThan(0);
    for (const refusal of result.refusals) expect(refusal.where !== '' && refusal.reason !== '').toBe(true);
  } else if (result.kind === 'articles') expect(result.articles).toEqual([]);
  else expect(result.kind).toBe('not_yet_published');
}

/** Anything but RefusedError is a fault of the pipeline and fails the test. */
function attempt<Settings>(pipeline: Pipeline<Settings>, snapshot: Snapshot, settings: Settings): Transformed | RefusedError {
  try {
    return pipeline.transform(snapshot, settings);
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
}

const keyOf = (o: Observation): string[] => [o.reporter, o.partner, o.flow, o.classification, o.product, o.measure, o.unit];
const sorted = (texts: readonly string[]): string[] => [...texts].sort();

/** The observations in the form of expected.json, in a fixed order. */
function goldenRows(observations: readonly Observation[]): string[] {
  return sorted(observations.map((o) => JSON.stringify([...keyOf(o), periodText(o), o.period.kind, o.value, o.status, o.valuation])));
}

/** January to January of a cumulative series is written as that month. */
const periodText = (o: Observation): string =>
  startOf(o.period) === o.period.end ? formatPeriod({ kind: 'month', end: o.period.end }) : formatPeriod(o.period);

function rowsOf(result: Transformed | RefusedError): string[] {
  if (result instanceof RefusedError) throw result;
  if (result.kind !== 'observations') throw new Error(`expected observations, got ${result.kind}`);
  return goldenRows(result.observations);
}

function casesOf(id: string): Case[] {
  const folder = `${ROOT}test/fixtures/${id}/`;
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).sort();
  const expected = files.filter((file) => file.endsWith('.expected.json'));
  return expected.map((file) => {
    const name = file.slice(0, -'.expected.json'.length);
    const data = files.filter((other) => other.startsWith(`${name}.`) && other !== file && other !== `${name}.snapshot.json`);
    if (data.length !== 1)
      throw new Error(`${folder}${file}: expected one file ${name}.<ext> beside it, found ${data.join(', ') || 'none'}`);
    const dataFile = data[0] as string;
    const meta = (
      files.includes(`${name}.snapshot.json`) ? JSON.parse(readFileSync(`${folder}${name}.snapshot.json`, 'utf8')) : {}
    ) as SnapshotFile;
    const { settings, ...rest } = meta;
    return {
      name,
      extension: dataFile.slice(dataFile.lastIndexOf('.') + 1),
      settings: settings ?? {},
      golden: JSON.parse(readFileSync(folder + file, 'utf8')) as Golden,
      snapshot: snapshotOf(readFileSync(folder + dataFile), { name: dataFile, ...rest }),
    };
  });
}

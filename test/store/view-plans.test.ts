import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryStore } from '../support/store.ts';

/** A question about one series, product or partner is answered from indexes: what docs/data-model.md promises of the views of figures. */
function planOf(sql: string): string[] {
  const { store, file } = temporaryStore();
  store.close();
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
  return plan.map(({ detail }) => detail.trim());
}

const FIGURES = [
  'v_observation',
  'v_vintage',
  'v_growth',
  'v_latest',
  'v_observation_usd',
  'v_contribution',
  'v_unit_value',
  'v_seasonal_range',
  'v_record',
  'v_rolling_year',
];
const FILTERS = [
  "series_key = 'a/b'",
  "product = '85051110'",
  "partner = 'US'",
  "reporter = 'CN'",
  "product = '85051110' AND reporter = 'CN' AND partner = 'US'",
  "partner = 'US' AND reporter = 'CN' AND period = '2025-06'",
];
/** A table or view made whole, or an index made for the occasion; results of inner SELECTs are walked through. */
const WHOLE = /^MATERIALIZE|^SCAN (?!\(subquery|q$|v_|CONSTANT ROW)|AUTOMATIC/;

test.each(FIGURES.flatMap((view) => FILTERS.map((filter) => [view, filter] as const)))('%s WHERE %s', (view, filter) => {
  const where = view === 'v_growth' || view === 'v_latest' ? filter.replace('series_key', 'key') : filter;
  const plan = planOf(`SELECT * FROM ${view} WHERE ${where}`);
  expect(plan.join('\n')).toContain('SEARCH k USING INDEX series_key_by_');
  expect(
    plan.filter((step) => WHOLE.test(step)),
    plan.join('\n'),
  ).toEqual([]);
});

/** v_latest goes through the series, v_vintage through the past values. */
test.each(FIGURES.filter((view) => view !== 'v_latest' && view !== 'v_vintage'))(
  '%s WHERE series_key GLOB ...: the beginning of a key is looked up',
  (view) => {
    const where = `${view === 'v_growth' ? 'key' : 'series_key'} GLOB 'un-comtrade/CN.*'`;
    const plan = planOf(`SELECT * FROM ${view} WHERE ${where}`);
    expect(plan.join('\n')).toContain('SEARCH k USING INDEX series_key_by_text (key>? AND key<?)');
    expect(plan.filter((step) => WHOLE.test(step))).toEqual([]);
  },
);

/** Of v_latest the month is read with the series. */
const BY_MONTH = FIGURES.filter((view) => view !== 'v_latest');
/** The text of these is made for each row. */
const BY_NUMBER_ALONE = ['v_contribution', 'v_record', 'v_rolling_year'];

test.each([
  ...BY_MONTH.map((view) => [view, 'yyyymm = 202506'] as const),
  ...BY_MONTH.filter((view) => !BY_NUMBER_ALONE.includes(view)).map((view) => [view, "period = '2025-06'"] as const),
])('%s WHERE partner = ... AND %s: one figure of each series is read', (view, month) => {
  const plan = planOf(`SELECT * FROM ${view} WHERE partner = 'US' AND ${month}`).join('\n');
  expect(plan).toMatch(/^SEARCH o USING PRIMARY KEY \(series_id=\? AND period=\?\)/m);
  expect(plan).not.toMatch(/^SEARCH o USING PRIMARY KEY \(series_id=\?\)/m);
});

test.each([
  "key > '' AND key IN ('a/b', 'a/c')",
  "key > '' AND key GLOB 'un-comtrade/CN.*'",
  "product > '' AND product IN ('850511', '854231')",
])('v_latest WHERE %s: the second condition alone would go through all series', (where) => {
  const plan = planOf(`SELECT * FROM v_latest WHERE ${where}`);
  expect(plan.join('\n')).toContain('SEARCH k USING INDEX series_key_by_');
  expect(plan.filter((step) => WHOLE.test(step))).toEqual([]);
});

const PAIR = ['SEARCH e USING INDEX series_key_by_partner', 'SEARCH i USING INDEX series_key_by_'];

test.each([
  ["product = '850511' AND exporter = 'CN' AND importer = 'US'", PAIR],
  ["importer = 'US'", PAIR],
  // No index is of the first six digits: the keys are walked through, the figures of those that fit are looked up.
  ["product = '850511'", ['SCAN e', PAIR[1]]],
  ["exporter = 'CN'", ['SEARCH e USING INDEX series_key_by_reporter', PAIR[1]]],
])('v_mirror WHERE %s', (where, keys) => {
  const plan = planOf(`SELECT * FROM v_mirror WHERE ${where}`);
  const text = plan.join('\n');
  for (const step of keys) expect(text).toContain(step);
  for (const figures of ['o', 'x', 'y']) expect(text).toMatch(new RegExp(`^SEARCH ${figures} USING PRIMARY KEY`, 'm'));
  expect(
    plan.filter((step) => WHOLE.test(step) && step !== 'SCAN e'),
    text,
  ).toEqual([]);
});

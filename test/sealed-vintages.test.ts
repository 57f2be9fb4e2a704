import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { demo } from '../src/commands/demo.ts';
import { loadConfig } from '../src/config.ts';
import { type PeriodKind, parsePeriod } from '../src/domain/period.ts';
import type { Status, Valuation } from '../src/domain/series.ts';
import { loadRegistry } from '../src/registry.ts';
import { createDetector } from '../src/stages/detect.ts';
import { publish, temporaryStore } from './support/store.ts';

/**
 * Every event of every alert, worked out again from the vintages alone: what the view v_vintage says was known at each instant, and a
 * rule of three. Nothing of the program takes part in it but the reading of a period's text.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface AskedRule {
  readonly id: string;
  readonly what: { readonly product: string; readonly partners: readonly string[]; readonly measure: string; readonly unit?: string };
  readonly when: { readonly percent: number };
  readonly minimum_base: number;
  readonly hysteresis: number;
}
/** Year on year, either way; what they leave out is by default. */
const RULES = (parse(readFileSync(join(ROOT, 'config/demo.yaml'), 'utf8')) as { rules: AskedRule[] }).rules.filter(
  (rule) => 'when' in rule,
);
const MATERIAL = 1;

interface Row {
  readonly pipeline: string;
  readonly series_key: string;
  readonly reporter: string;
  readonly partner: string;
  readonly classification: string;
  readonly product: string;
  readonly measure: string;
  readonly unit: string;
  readonly valuation: Valuation | null;
  readonly period: string;
  readonly period_kind: PeriodKind;
  readonly known_from: string;
  readonly known_to: string | null;
  readonly value: number | null;
  readonly status: Status;
}

const vintagesOf = (db: Database.Database): readonly Row[] =>
  db.prepare("SELECT * FROM v_vintage WHERE flow = 'export' AND reporter = 'CN' ORDER BY known_from, series_key, period").all() as Row[];
const concerns = (rule: AskedRule, row: Row): boolean =>
  rule.what.product === `${row.classification}:${row.product}` &&
  rule.what.partners.includes(row.partner) &&
  rule.what.measure === row.measure &&
  (rule.what.unit ?? row.unit) === row.unit;

/** What was known of one series at an instant: value by `first month-last month`. */
function knownAt(rows: readonly Row[], at: string): Map<string, number | null> {
  const known = new Map<string, number | null>();
  for (const row of rows) {
    if (row.known_from > at || (row.known_to !== null && row.known_to <= at)) continue;
    const { end } = parsePeriod(row.period, row.period_kind);
    const first = row.period_kind === 'month' ? end : Math.trunc(end / 100) * 100 + 1;
    // Of two kinds that cover the same months the one with a value decides.
    const id = `${first}-${end}`;
    if (known.get(id) == null) known.set(id, row.value);
  }
  return known;
}

/** A month, or January and February: printed as one figure, or both months. */
function totalOf(known: ReadonlyMap<string, number | null>, first: number, last: number): number | null {
  if (known.has(`${first}-${last}`)) return known.get(`${first}-${last}`) ?? null;
  if (first === last) return null;
  const [january, february] = [known.get(`${first}-${first}`) ?? null, known.get(`${last}-${last}`) ?? null];
  return january === null || february === null ? null : january + february;
}

/** The events of all alerts, as `rule series first-last: raised 130/100, ...`, at the instants of the vintages. */
function recomputed(vintages: readonly Row[]): string[] {
  return RULES.flatMap((rule) => {
    const own = vintages.filter((row) => concerns(rule, row));
    return [...new Set(own.map((row) => row.series_key))].flatMap((key) => {
      const rows = own.filter((row) => row.series_key === key);
      const instants = [...new Set(rows.map((row) => row.known_from))].sort();
      const subjects = new Set(
        rows
          .filter((row) => row.period_kind !== 'ytd')
          .map((row) => {
            const { kind, end } = parsePeriod(row.period, row.period_kind);
            return `${kind === 'combined' ? end - 1 : end}-${end}`;
          }),
      );
      return [...subjects].flatMap((subject) => {
        const events = eventsOf(rule, rows, instants, subject);
        return events.length === 0 ? [] : [`${rule.id} ${key} ${subject}: ${events.join(', ')}`];
      });
    });
  }).sort();
}

function eventsOf(rule: AskedRule, rows: readonly Row[], instants: readonly string[], subject: string): string[] {
  const [first = 0, last = 0] = subject.split('-').map(Number);
  const events: string[] = [];
  let turned = 0;
  let state: 'clear' | 'stands' | 'over' | 'suspended' = 'clear';
  let told: readonly [number, number] = [0, 0];
  let before: readonly [number, number] = [0, 0];
  for (const at of instants) {
    const known = knownAt(rows, at);
    const [current, base] = [totalOf(known, first, last), totalOf(known, first - 100, last - 100)];
    const note = (event: 'raised' | 'updated' | 'recorded' | 'retracted' | 'reinstated' | 'withdrawn', turns = 0): void => {
      turned += turns;
      // The fourth turn is called by another name.
      const name = turns > 0 && turned === 4 ? 'unstable' : event;
      events.push(`${at} ${name}${event === 'withdrawn' ? '' : ` ${current}/${base}`}`);
      if (event !== 'withdrawn' && event !== 'recorded' && current !== null && base !== null) told = [current, base];
    };
    if (current === null || base === null || base <= 0 || base < rule.minimum_base) {
      if (state === 'stands') {
        note('withdrawn', 1);
        state = 'suspended';
      }
      continue;
    }
    const growth = (of: readonly [number, number]): number => (of[0] * 100) / of[1] - 100;
    const beyond = (of: readonly [number, number], percent: number): boolean =>
      100 * of[0] >= (100 + percent) * of[1] || 100 * of[0] <= (100 - percent) * of[1];
    const now = [current, base] as const;
    const { percent } = rule.when;
    if (beyond(now, percent) || ((state === 'stands' || state === 'suspended') && beyond(now, percent - rule.hysteresis))) {
      if (state === 'clear') note('raised');
      else if (state !== 'stands') note('reinstated', 1);
      else if (now[0] !== before[0] || now[1] !== before[1]) {
        const material = Math.abs(growth(now) - growth(told)) >= MATERIAL || beyond(now, percent) !== beyond(told, percent);
        note(material ? 'updated' : 'recorded');
      }
      state = 'stands';
      before = now;
    } else if (state === 'stands' || state === 'suspended') {
      note('retracted', state === 'stands' ? 1 : 0);
      state = 'over';
    }
  }
  return events;
}

/** The events that the database has, in the same words. */
function recorded(db: Database.Database): string[] {
  const rows = db
    .prepare(
      `SELECT a.rule_id || ' ' || k.key || ' ' || CASE a.period_kind WHEN 'combined' THEN a.period - 1 ELSE a.period END || '-' || a.period AS alert,
        (SELECT known_from FROM vintage v WHERE v.vintage_id = e.vintage_id) AS at, e.kind, e.current, e.base
      FROM alert_event e JOIN alert a ON a.fingerprint = e.fingerprint JOIN series_key k ON k.key_id = a.key_id ORDER BY e.fingerprint, e.sequence`,
    )
    .all() as { alert: string; at: string; kind: string; current: number | null; base: number | null }[];
  const byAlert = new Map<string, string[]>();
  for (const { alert, at, kind, current, base } of rows) {
    const event = `${at} ${kind}${current === null ? '' : ` ${current}/${base}`}`;
    byAlert.set(alert, [...(byAlert.get(alert) ?? []), event]);
  }
  return [...byAlert].map(([alert, events]) => `${alert}: ${events.join(', ')}`).sort();
}

describe('alerts on the recorded publications, against the vintages', { timeout: 300_000 }, () => {
  let folder = '';
  let db: Database.Database;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tradewatch-sealed-'));
    const io = { stdout: () => {}, stderr: () => {}, env: {}, cwd: folder, isTTY: false, now: () => new Date() };
    expect(await demo(io, { out: 'demo', quiet: true })).toBe(0);
    db = new Database(join(folder, 'demo', 'tradewatch.db'), { readonly: true });
  }, 300_000);
  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('each alert of the demo, and no other', () => {
    const expected = recomputed(vintagesOf(db));
    expect(expected.length).toBeGreaterThan(40);
    expect(recorded(db)).toEqual(expected);
  });

  test('the same publications with revisions between them: each event, and no other', async () => {
    const { rules } = loadConfig(join(ROOT, 'config/demo.yaml'), {
      cwd: ROOT,
      pipelines: [...(await loadRegistry()).values()],
      overrides: {},
    });
    const detector = createDetector({ rules, channels: new Map(), sources: new Map() });
    const sealed = vintagesOf(db).filter((row) => RULES.some((rule) => concerns(rule, row)));
    const { store, file } = temporaryStore();
    let minute = 0;
    const load = async (rows: readonly Row[]): Promise<void> => {
      minute += 1;
      // A day and a minute apart, so that nothing but the first is a first load, and no two vintages have one instant.
      const at = new Date(Date.parse('2026-05-01T00:00:00Z') + minute * 87_000_000).toISOString();
      const list = rows.map(({ reporter, partner, classification, product, measure, unit, valuation, value, status, ...row }) => ({
        reporter,
        partner,
        flow: 'export' as const,
        classification,
        product,
        measure: measure as 'value',
        unit,
        valuation,
        value,
        status,
        period: parsePeriod(row.period, row.period_kind),
      }));
      await publish(store, at, list, { detector, pipeline: rows[0]?.pipeline ?? '' });
    };
    // Invented revisions: some over a threshold, some within its hysteresis, some by next to nothing, some taken back or away.
    const factors = [0.7, 0.76, 0.9, 0.995, 1.003, 1.02, 1.1, 1.24, 1.3, 1, 1, null];
    let random = 1;
    const next = (below: number): number => {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((random / 2_147_483_648) * below);
    };
    const batches = new Map<string, Row[]>();
    for (const row of sealed) {
      const id = `${row.known_from} ${row.pipeline}`;
      batches.set(id, [...(batches.get(id) ?? []), row]);
    }
    const seen: Row[] = [];
    for (const batch of batches.values()) {
      await load(batch);
      seen.push(...batch);
      for (let i = 0; i < 4; i++) {
        const row = seen[next(seen.length)];
        const factor = factors[next(factors.length)];
        if (row === undefined || row.value === null || factor === undefined) continue;
        await load([
          { ...row, value: factor === null ? null : Math.round(row.value * factor), status: factor === null ? 'Q' : row.status },
        ]);
      }
    }
    const revised = new Database(file, { readonly: true });
    const [found, expected] = [recorded(revised), recomputed(vintagesOf(revised))];
    revised.close();
    expect(found).toEqual(expected);
    for (const kind of ['raised', 'updated', 'recorded', 'retracted', 'reinstated', 'withdrawn', 'unstable'])
      expect(found.filter((line) => line.includes(kind)).length, kind).toBeGreaterThan(0);
  });
});

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Rule, ruleVersion } from '../../src/domain/rule.ts';
import type { Observation } from '../../src/domain/series.ts';
import { createDetector } from '../../src/stages/detect.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Detector, ReconcileReason, Store } from '../../src/store/store.ts';
import { KEY, observations, publish } from '../support/store.ts';
import { believedWrongly, recordedWrongly } from './check.ts';
import { Oracle, type OracleRule, type Printed } from './oracle.ts';
import { type Mode, Receiver } from './receiver.ts';
import { sendRound } from './sending.ts';

export const RECEIVERS = ['desk', 'hook', 'third'] as const;
export type ReceiverId = (typeof RECEIVERS)[number];

/** In memory where there is such a folder: thousands of databases are made. */
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const SECOND_MS = 1000;
const DAY_MS = 86_400_000;

/** A folder with an empty database that each world begins with a copy of. */
export function prepared(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(PARENT, 'tradewatch-belief-'));
  openStore(join(folder, 'empty.db')).close();
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const ruleOf = (rule: OracleRule): Rule => ({
  id: rule.id,
  title: null,
  what: {
    pipelines: null,
    product: 'HS8:85051110',
    flow: 'export',
    reporter: 'CN',
    partners: rule.partners,
    measure: 'net_weight',
    unit: null,
  },
  when:
    rule.metric === 'level'
      ? { metric: 'level', direction: rule.direction === 'fall' ? 'fall' : 'rise', value: rule.threshold }
      : rule.metric === 'record'
        ? { metric: 'record', direction: 'rise', months: rule.threshold }
        : { metric: rule.metric, direction: rule.direction, percent: rule.threshold },
  minimumBase: rule.minimumBase,
  minimumChange: rule.minimumChange,
  hysteresis: rule.hysteresis,
  materialChange: rule.material,
  confirm: typeof rule.confirm === 'number' ? { vintages: rule.confirm } : rule.confirm,
  streak: 1,
  severity: 'warning',
  escalation: rule.critical === null ? [] : [{ from: rule.critical, severity: 'critical' }],
  receivers: rule.receivers,
});

export interface SilenceOrder {
  readonly rule: string | null;
  readonly partner: string | null;
  readonly receiver: ReceiverId | null;
  readonly days: number;
}

/** A program with its database, its receivers, and beside them the oracle that sees the same publications and rules. */
export class World {
  readonly oracle = new Oracle();
  readonly receivers = new Map(RECEIVERS.map((id) => [id as string, new Receiver()]));
  readonly #silences: SilenceOrder[] = [];
  readonly #file: string;
  readonly #spoil: (detector: Detector) => Detector;
  #store: Store;
  #sql: Database.Database;
  #now = Date.parse('2025-05-20T08:00:00Z');

  constructor(folder: string, spoil: (detector: Detector) => Detector = (detector) => detector) {
    this.#file = join(folder, `${Math.random().toString(36).slice(2)}.db`);
    copyFileSync(join(folder, 'empty.db'), this.#file);
    this.#spoil = spoil;
    [this.#store, this.#sql] = this.#open();
  }

  close(): void {
    this.#store.close();
    this.#sql.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${this.#file}${suffix}`, { force: true });
  }

  pass(days: number): void {
    this.#now += days * DAY_MS;
  }

  /** One run with its publications; one that fetches history is told of when it is finished. */
  async publish(lists: readonly (readonly Printed[])[], backfill = false): Promise<void> {
    const runId = await this.#store.beginRun(KEY.pipeline, 'run', this.#tick());
    const history = backfill ? await this.#store.openBackfill(KEY.pipeline, { from: 202304, to: 202504 }, this.#tick()) : null;
    if (history !== null) await this.#store.addBackfillRun(history.id, runId);
    for (const list of lists) {
      const found = list.flatMap(observationsOf);
      await publish(this.#store, this.#tick(), found, { detector: this.#detector(), runId, statesAllMonths: false });
      this.oracle.publish(list, this.#now, backfill);
    }
    if (history === null) return;
    await this.#store.finishBackfill(history.id, this.#detector(), this.#tick());
    this.oracle.finishBackfill(this.#now);
  }

  /** All that is known is said again, with some figures in the place of others and without those at some places: their publisher took them away. */
  async publishWhole(others: readonly Printed[], without: readonly number[]): Promise<void> {
    const idOf = ({ partner, kind, end }: Printed): string => `${partner} ${kind} ${end}`;
    const all = [...new Map([...this.oracle.known(), ...others].map((one) => [idOf(one), one])).values()];
    const gone = new Set(without.map((place) => place % all.length));
    const list = all.filter((_, place) => !gone.has(place));
    if (list.length === 0) return;
    const runId = await this.#store.beginRun(KEY.pipeline, 'run', this.#tick());
    const found = list.flatMap(observationsOf);
    const taken = { statesAllMonths: true, decision: { kind: 'take', causes: ['partial_release'] } } as const;
    await publish(this.#store, this.#tick(), found, { detector: this.#detector(), runId, ...taken });
    this.oracle.publish(list, this.#now, false, true);
  }

  /** @param killed dies between judging by the rules and telling of it, and is started again. */
  async adopt(rules: readonly OracleRule[], killed: boolean): Promise<void> {
    this.oracle.adopt(rules);
    await this.#judgeByRules();
    if (killed) this.#restart();
    if (killed) await this.#judgeByRules();
    await this.reconcile('rules');
  }

  async start(): Promise<void> {
    this.#restart();
    await this.#judgeByRules();
    await this.reconcile('rules');
  }

  async reconcile(why: ReconcileReason): Promise<void> {
    await this.#store.reconcile(this.#detector(), why, this.#tick());
  }

  silence(order: SilenceOrder): void {
    const at = this.#tick();
    this.#silences.push(order);
    this.#sql
      .prepare(
        'INSERT INTO silence (rule, series, receiver, reason, author, from_at, until_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        order.rule,
        order.partner === null ? null : `*/CN.${order.partner}.*`,
        order.receiver,
        'holidays',
        'desk',
        at,
        new Date(this.#now + order.days * DAY_MS).toISOString(),
        at,
      );
  }

  /** One round of sending. @param killedAfter dies after so many attempts, before it can note what came of the last. */
  async deliver(killedAfter: number | null, meanwhile: readonly Printed[] = []): Promise<void> {
    const killed = await sendRound({
      store: this.#store,
      receivers: this.receivers,
      now: () => new Date(Date.parse(this.#tick())),
      killedAfter,
      meanwhile: meanwhile.length === 0 ? null : () => this.publish([meanwhile]),
    });
    if (killed) await this.start();
  }

  setMode(receiver: ReceiverId, mode: Mode): void {
    this.#receiver(receiver).mode = mode;
  }

  /**
   * Everything is let through: receivers take what comes, what was given up is sent once more, silences end, the digest of the month is made.
   * @returns in words where a receiver believes something else than is true, or the database says something else than the oracle.
   */
  async mismatches(): Promise<readonly string[]> {
    const found = [...recordedWrongly(this.#sql, this.oracle), ...(await this.#store.check())];
    for (const receiver of this.receivers.values()) {
      receiver.mode = 'takes';
      receiver.resent = true;
    }
    await this.#letThrough();
    found.push(...believedWrongly(this.receivers, this.oracle, (id, key) => !this.#isMonthly(key) && !this.#wasSilenced(id, key)));
    this.pass(100);
    await this.reconcile('silence_over');
    await this.#letThrough();
    found.push(...believedWrongly(this.receivers, this.oracle, (_, key) => !this.#isMonthly(key)));
    await this.reconcile('monthly');
    await this.#letThrough();
    found.push(...believedWrongly(this.receivers, this.oracle, () => true));
    for (const [id, { faults }] of this.receivers) found.push(...faults.map((fault) => `${id}: ${fault}`));
    return found;
  }

  async #letThrough(): Promise<void> {
    for (;;) {
      // As a person does who sends again what was given up.
      this.#sql.exec(`UPDATE outbox SET state = 'waiting', attempts = 0, next_attempt_at = '2025-01-01T00:00:00.000Z' WHERE state = 'dead'
        AND EXISTS (SELECT 1 FROM outbox_alert x WHERE x.outbox_id = outbox.outbox_id AND NOT x.cancelled)`);
      await this.deliver(null);
      const next = await this.#store.nextDelivery();
      if (next === null) return;
      this.#now = Math.max(this.#now, Date.parse(next));
    }
  }

  #wasSilenced(receiver: string, key: string): boolean {
    const [rule, partner] = key.split('|');
    return this.#silences.some(
      (s) => (s.receiver ?? receiver) === receiver && (s.rule ?? rule) === rule && (s.partner ?? partner) === partner,
    );
  }

  #isMonthly(key: string): boolean {
    const [rule, partner, kind, end] = key.split('|');
    const turns = this.#sql
      .prepare(
        'SELECT a.turns FROM alert a JOIN series_key k ON k.key_id = a.key_id WHERE a.rule_id = ? AND k.partner = ? AND a.period_kind = ? AND a.period = ?',
      )
      .pluck()
      .get(rule, partner, kind, Number(end)) as number | undefined;
    return (turns ?? 0) >= 4;
  }

  #detector(rules = this.oracle.rules): Detector {
    const channels = new Map(RECEIVERS.map((id) => [id as string, 'webhook']));
    return this.#spoil(createDetector({ rules: rules.map(ruleOf), channels, sources: new Map() }));
  }

  async #judgeByRules(): Promise<void> {
    const versions = this.oracle.rules.map((rule) => ({ id: rule.id, version: ruleVersion(ruleOf(rule)) }));
    await this.#store.adoptRules(versions, (fresh) => this.#detector(this.oracle.rules.filter((rule) => fresh.has(rule.id))), this.#tick());
  }

  #receiver(id: ReceiverId): Receiver {
    const found = this.receivers.get(id);
    if (found === undefined) throw new Error(`no receiver ${id}`);
    return found;
  }

  #tick(): string {
    this.#now += SECOND_MS;
    return new Date(this.#now).toISOString();
  }

  #open(): [Store, Database.Database] {
    return [openStore(this.#file), new Database(this.#file)];
  }

  #restart(): void {
    this.#store.close();
    this.#sql.close();
    [this.#store, this.#sql] = this.#open();
  }
}

const observationsOf = ({ partner, kind, end, value, status }: Printed): Observation[] =>
  observations([[textOf(kind, end), value, kind, status]], { partner });

const textOf = (kind: Printed['kind'], end: number): string => {
  const year = Math.trunc(end / 100);
  const last = `${year}-${String(end % 100).padStart(2, '0')}`;
  return kind === 'month' ? last : `${year}-01/${last}`;
};

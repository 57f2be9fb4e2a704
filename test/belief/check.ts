import type Database from 'better-sqlite3';
import { differs, type Oracle, type Truth } from './oracle.ts';
import type { Receiver } from './receiver.ts';

const STATES: Readonly<Record<string, Truth['state']>> = {
  pending: 'pending',
  firing: 'stands',
  historical: 'stands',
  retracted: 'over',
  suspended: 'suspended',
  ended: 'ended',
};

/** Where the database says something else than the oracle. */
export function* recordedWrongly(sql: Database.Database, oracle: Oracle): Generator<string> {
  const rows = sql
    .prepare(
      `SELECT a.rule_id || '|' || k.partner || '|' || a.period_kind || '|' || a.period AS key, a.state, a.current, a.base, a.severity
        FROM alert a JOIN series_key k ON k.key_id = a.key_id`,
    )
    .all() as { key: string; state: string; current: number; base: number | null; severity: string }[];
  const recorded = new Map(rows.map((row) => [row.key, row]));
  for (const key of new Set([...recorded.keys(), ...oracle.alerts.keys()])) {
    const row = recorded.get(key);
    const truth = oracle.alerts.get(key);
    const [is, should] = [row === undefined ? 'nothing' : STATES[row.state], truth?.state ?? 'nothing'];
    if (is !== should) yield `${key} is recorded as ${row?.state ?? 'nothing'}, and should be ${should}`;
    else if (row !== undefined && truth?.state === 'stands') {
      const told = `${row.current} against ${row.base}, ${row.severity}`;
      const wanted = `${truth.current} against ${truth.base}, ${truth.severe ? 'critical' : 'warning'}`;
      if (told !== wanted) yield `${key} is recorded with ${told}, and should be ${wanted}`;
    }
  }
}

/** Where a receiver believes something else than the oracle says is true. A receiver that is not named any more may know less. */
export function* believedWrongly(
  receivers: ReadonlyMap<string, Receiver>,
  oracle: Oracle,
  looksAt: (receiver: string, key: string) => boolean,
): Generator<string> {
  for (const [id, { believes }] of receivers) {
    for (const key of new Set([...believes.keys(), ...oracle.alerts.keys()])) {
      if (!looksAt(id, key)) continue;
      const rule = oracle.rules.find((one) => one.id === key.split('|')[0]);
      const truth = oracle.alerts.get(key);
      const belief = believes.get(key);
      const named = rule?.receivers.includes(id) === true;
      const wrong =
        truth?.state === 'stands'
          ? belief?.state === 'stands'
            ? belief.current === null || (rule !== undefined && differs(rule, { ...belief, current: belief.current }, truth))
            : named || belief !== undefined
          : belief?.state === 'stands' || (belief?.state === 'withdrawn' && truth?.state !== 'suspended');
      if (wrong) yield `${id} believes of ${key} ${JSON.stringify(belief)}, and true is ${JSON.stringify(truth)}`;
    }
  }
}

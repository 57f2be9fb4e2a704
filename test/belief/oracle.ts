/**
 * What should stand, worked out a second time and in another way: one fold over the publications and the changes of rules that a
 * test made itself. Nothing of src/domain takes part.
 */

/** A rule as far as the oracle knows rules. Thresholds in percent (of a level: in the series' unit). */
export interface OracleRule {
  readonly id: string;
  readonly metric: 'yoy' | 'ytd_yoy' | 'level' | 'revision' | 'record';
  readonly direction: 'rise' | 'fall' | 'either';
  readonly threshold: number;
  readonly hysteresis: number;
  readonly material: number;
  readonly minimumBase: number;
  readonly minimumChange: number;
  readonly confirm: 'immediate' | 'final' | number;
  readonly critical: number | null;
  readonly partners: readonly string[] | null;
  readonly receivers: readonly string[];
}

export type Kind = 'month' | 'combined' | 'ytd';

export interface Printed {
  readonly partner: string;
  readonly kind: Kind;
  readonly end: number;
  readonly value: number | null;
  readonly status: 'A' | 'P' | 'M' | 'Q';
}

export interface Truth {
  state: 'pending' | 'stands' | 'suspended' | 'over' | 'ended';
  current: number;
  base: number | null;
  severe: boolean;
  sightings: number;
}

interface Reading {
  readonly current: number;
  readonly base: number | null;
  readonly provisional: boolean;
}
type Verdict = { readonly side: 'above' | 'near' | 'below'; readonly reading: Reading } | null;

const DAY_MS = 24 * 3_600_000;
/** Figures have three decimals and percentages one, so whole numbers decide. */
const milli = (value: number): number => Math.round(value * 1000);
const atLeast = (current: number, base: number, percent: number): boolean =>
  1000 * (milli(current) - milli(base)) >= Math.round(10 * percent) * milli(base);
const atMost = (current: number, base: number, percent: number): boolean =>
  1000 * (milli(current) - milli(base)) <= -Math.round(10 * percent) * milli(base);

const beyond = (rule: OracleRule, { current, base }: Pick<Reading, 'current' | 'base'>, slack: number): boolean => {
  const [mark, percent] =
    rule.metric === 'level' ? [rule.threshold, -slack] : rule.metric === 'record' ? [base, -slack] : [base, rule.threshold - slack];
  if (mark === null || (rule.metric === 'record' && slack === 0 && current === mark)) return false;
  return (rule.direction !== 'fall' && atLeast(current, mark, percent)) || (rule.direction !== 'rise' && atMost(current, mark, percent));
};

/** Whether a receiver that was told one figure has to be told another. */
export function differs(
  rule: OracleRule,
  told: { readonly current: number; readonly base: number | null; readonly severe: boolean },
  now: { readonly current: number; readonly base: number | null; readonly severe: boolean },
): boolean {
  if (told.severe !== now.severe) return true;
  if (told.current === now.current && told.base === now.base) return false;
  if (beyond(rule, told, 0) !== beyond(rule, now, 0)) return true;
  const percent = (f: { current: number; base: number | null }): number => (100 * (f.current - (f.base ?? 0))) / (f.base ?? 1);
  const moved =
    rule.metric === 'level' || rule.metric === 'record'
      ? Math.abs((100 * (now.current - told.current)) / told.current)
      : Math.abs(percent(now) - percent(told));
  // What lies on the mark within the last bits of a double may be told or not.
  return moved > rule.material + 1e-9;
}

export class Oracle {
  /** By `rule|partner|kind|end`. */
  readonly alerts = new Map<string, Truth>();
  rules: readonly OracleRule[] = [];
  readonly #printed = new Map<string, Printed>();
  readonly #first = new Map<string, number>();
  readonly #began = new Map<string, number>();
  /** The first month that a backfill changed, by partner. */
  readonly #fetched = new Map<string, number>();

  /** The figures that are known now. */
  known(): Printed[] {
    return [...this.#printed.values()].filter((one) => one.value !== null);
  }

  /**
   * One publication at an instant; one of a backfill is judged when that is finished.
   * @param whole it states all months that there are of its series: others that are known between them are known no more.
   */
  publish(list: readonly Printed[], at: number, backfill = false, whole = false): void {
    const gone = whole ? this.#gone(list) : [];
    const changed = new Map<string, number>();
    const stated = new Map<string, Set<number>>();
    for (const one of list) {
      const id = `${one.partner}|${one.kind}|${one.end}`;
      const before = this.#printed.get(id);
      stated.set(one.partner, (stated.get(one.partner) ?? new Set()).add(one.end));
      if (!this.#began.has(one.partner)) this.#began.set(one.partner, at);
      if (before?.value === one.value && before.status === one.status) continue;
      this.#printed.set(id, one);
      if (one.value !== null && !this.#first.has(id)) this.#first.set(id, one.value);
      changed.set(one.partner, Math.min(changed.get(one.partner) ?? one.end, one.end));
    }
    for (const { partner, kind, end } of gone) {
      this.#printed.set(`${partner}|${kind}|${end}`, { partner, kind, end, value: null, status: 'M' });
      changed.set(partner, Math.min(changed.get(partner) ?? end, end));
    }
    if (backfill) {
      for (const [partner, end] of changed) this.#fetched.set(partner, Math.min(this.#fetched.get(partner) ?? end, end));
      return;
    }
    for (const [partner, ends] of stated) {
      const isNew = at - (this.#began.get(partner) ?? at) < DAY_MS && changed.has(partner);
      this.#look(partner, changed.get(partner) ?? Number.POSITIVE_INFINITY, isNew, at, (end) => ends.has(end));
    }
  }

  /** Behind the first month that is printed of the same partner and kind, and before the last, or where half of the partners have the month. */
  #gone(list: readonly Printed[]): Printed[] {
    return this.known().filter(({ partner, kind, end }) => {
      const alike = list.filter((one) => one.kind === kind);
      const own = alike.filter((one) => one.partner === partner).map((one) => one.end);
      if (own.length === 0 || own.includes(end) || end < Math.min(...own)) return false;
      const having = alike.filter((one) => one.end === end).length;
      return end < Math.max(...own) || (having > 0 && having >= new Set(alike.map((one) => one.partner)).size / 2);
    });
  }

  finishBackfill(at: number): void {
    for (const [partner, from] of this.#fetched) this.#look(partner, from, true, at, () => true);
    this.#fetched.clear();
  }

  #look(partner: string, from: number, isNew: boolean, at: number, states: (end: number) => boolean): void {
    for (const rule of this.rules)
      for (const [kind, end] of this.#asked(rule, partner)) {
        const id = `${rule.id}|${partner}|${kind}|${end}`;
        if (end < from && !(this.alerts.get(id)?.state === 'pending' && states(end))) continue;
        const quiet = isNew || (rule.metric !== 'revision' && monthsUntil(end, at) > 12);
        this.#judge(rule, id, partner, kind, end, quiet, states(end), false);
      }
  }

  /** Other rules from now on; those whose question is another judge everything anew. */
  adopt(rules: readonly OracleRule[]): void {
    const asks = ({ receivers: _, ...question }: OracleRule): string => JSON.stringify(question);
    const fresh = rules.filter((rule) => !this.rules.some((old) => old.id === rule.id && asks(old) === asks(rule)));
    this.rules = rules;
    const asked = new Set<string>();
    for (const rule of fresh) {
      for (const partner of this.#began.keys())
        for (const [kind, end] of this.#asked(rule, partner)) {
          const id = `${rule.id}|${partner}|${kind}|${end}`;
          asked.add(id);
          this.#judge(rule, id, partner, kind, end, true, true, true);
        }
    }
    for (const [id, alert] of this.alerts) {
      const rule = id.split('|')[0];
      const left = !rules.some((r) => r.id === rule) || (fresh.some((r) => r.id === rule) && !asked.has(id));
      if (!left) continue;
      if (alert.state === 'pending') this.alerts.delete(id);
      else if (alert.state !== 'over') alert.state = 'ended';
    }
  }

  #asked(rule: OracleRule, partner: string): (readonly [Kind, number])[] {
    if (rule.partners !== null && !rule.partners.includes(partner)) return [];
    const printed = [...this.#printed.values()].filter((one) => one.partner === partner);
    const all = printed.map(({ kind, end }) => [kind, end] as const);
    switch (rule.metric) {
      case 'revision':
        return all;
      case 'yoy':
        return all.filter(([kind]) => kind !== 'ytd');
      case 'ytd_yoy':
        return [...new Set(printed.map(({ end }) => end))].map((end) => ['ytd', end] as const);
      default:
        return all.filter(([kind]) => kind === 'month');
    }
  }

  #judge(rule: OracleRule, id: string, partner: string, kind: Kind, end: number, quiet: boolean, stated: boolean, changed: boolean): void {
    const verdict = this.#verdict(rule, partner, kind, end);
    const before = this.alerts.get(id);
    const stands = (state: Truth['state'], reading: Reading): void => {
      const { current, base } = reading;
      const severe = rule.critical !== null && beyond({ ...rule, threshold: rule.critical }, reading, 0);
      this.alerts.set(id, { state, current, base, severe, sightings: (before?.sightings ?? 0) + (stated ? 1 : 0) });
    };
    if (before === undefined || before.state === 'pending') {
      if (verdict?.side !== 'above') {
        this.alerts.delete(id);
        return;
      }
      const confirmed =
        rule.confirm === 'immediate' ||
        (rule.confirm === 'final' ? !verdict.reading.provisional : quiet || (before?.sightings ?? 0) + (stated ? 1 : 0) >= rule.confirm);
      stands(confirmed ? 'stands' : 'pending', verdict.reading);
      return;
    }
    const upright = before.state === 'stands' || before.state === 'suspended';
    if (verdict === null) {
      if (before.state === 'stands') before.state = changed ? 'ended' : 'suspended';
    } else if (verdict.side === 'above' || (verdict.side === 'near' && upright)) stands('stands', verdict.reading);
    else if (upright) before.state = changed && before.state === 'stands' ? 'ended' : 'over';
  }

  #verdict(rule: OracleRule, partner: string, kind: Kind, end: number): Verdict {
    const reading = this.#read(rule, partner, kind, end);
    if (reading === null) return null;
    const { base, current } = reading;
    if (base !== null && rule.metric !== 'record' && base < rule.minimumBase) return null;
    if (base !== null && milli(Math.abs(current - base)) < milli(rule.minimumChange)) return { side: 'below', reading };
    if (beyond(rule, reading, 0)) return { side: 'above', reading };
    return { side: rule.hysteresis > 0 && beyond(rule, reading, rule.hysteresis) ? 'near' : 'below', reading };
  }

  #read(rule: OracleRule, partner: string, kind: Kind, end: number): Reading | null {
    const own = this.#printed.get(`${partner}|${kind}|${end}`);
    switch (rule.metric) {
      case 'level':
        return own?.value == null ? null : { current: own.value, base: null, provisional: own.status === 'P' };
      case 'revision': {
        const base = this.#first.get(`${partner}|${kind}|${end}`);
        return own?.value == null || base === undefined || base <= 0 ? null : { current: own.value, base, provisional: own.status === 'P' };
      }
      case 'record':
        return own?.value == null ? null : this.#record(rule, partner, end, own.value, own.status === 'P');
      default: {
        const from = kind === 'month' ? end : end - (end % 100) + 1;
        const [now, then] = [this.#total(partner, from, end), this.#total(partner, from - 100, end - 100)];
        if (now === null || then === null || then.value <= 0) return null;
        return { current: now.value, base: then.value, provisional: now.provisional || then.provisional };
      }
    }
  }

  #record(rule: OracleRule, partner: string, end: number, current: number, provisional: boolean): Reading | null {
    const months = [...this.#printed.values()].filter((one) => one.partner === partner && one.kind === 'month' && one.end < end);
    const known = months.filter((one) => one.value !== null);
    if (known.length < rule.threshold) return null;
    const base = Math.max(...known.map((one) => one.value as number));
    const first = Math.min(...months.map((one) => one.end));
    // Only of what would be a record it matters whether an unknown month was as high; two months lie below what is above both.
    for (let at = first; current > base && at < end; at += at % 100 === 12 ? 89 : 1) {
      const pair = at % 100 <= 2 ? this.#printed.get(`${partner}|combined|${at - (at % 100) + 2}`)?.value : null;
      if (this.#printed.get(`${partner}|month|${at}`)?.value == null && (pair == null || pair >= current)) return null;
    }
    const holders = known.filter((one) => one.value === base).sort((a, b) => a.end - b.end);
    return { current, base, provisional: provisional || holders[0]?.status === 'P' };
  }

  /** The total of some months: printed as one figure, else the sum of months and of January-February. */
  #total(partner: string, from: number, to: number): { readonly value: number; readonly provisional: boolean } | null {
    const at = (kind: Kind, end: number): Printed | undefined => this.#printed.get(`${partner}|${kind}|${end}`);
    const exact = [
      from === to ? at('month', to) : undefined,
      from % 100 === 1 && to % 100 === 2 ? at('combined', to) : undefined,
      from % 100 === 1 ? at('ytd', to) : undefined,
    ].filter((one) => one !== undefined);
    const printed = exact.find((one) => one.value !== null);
    if (printed !== undefined) return { value: printed.value as number, provisional: printed.status === 'P' };
    if (exact.length > 0 || from === to) return null;
    let sum = 0;
    let provisional = false;
    for (let m = from; m <= to; ) {
      const pair = m % 100 === 1 && m < to ? at('combined', m + 1) : undefined;
      const both = at('month', m)?.value != null && at('month', m + 1)?.value != null;
      const part = pair?.value != null && !both ? pair : at('month', m);
      if (part?.value == null) return null;
      sum += milli(part.value);
      provisional ||= part.status === 'P';
      m += part === pair ? 2 : 1;
    }
    return { value: sum / 1000, provisional };
  }
}

const monthsUntil = (end: number, at: number): number => {
  const now = new Date(at);
  return now.getUTCFullYear() * 12 + now.getUTCMonth() + 1 - (Math.trunc(end / 100) * 12 + (end % 100));
};

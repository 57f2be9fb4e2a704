/**
 * What one digest tells of many alerts. The newest and heaviest are listed; the rest is counted, for nobody reads ten thousand lines. What was
 * only counted is told, but nobody can rely on it: no correction of it is sent. Pure; see docs/decisions/050.
 */
import { isStanding, type Told } from './alert.ts';
import type { AlertEntry, DigestMessage } from './alert-message.ts';
import { type AlertCondition, type AlertStatement, entryOf } from './alert-statement.ts';
import type { YearMonth } from './period.ts';
import { SEVERITIES } from './rule.ts';

/** So many alerts a digest lists: ten years of forty series, some 3 MB of JSON and a mail of 1 MB. */
export const MOST_LISTED = 5000;

/** An alert as one receiver is to be told of it. */
export interface ToTell {
  readonly statement: AlertStatement;
  readonly condition: AlertCondition;
  readonly event: Told['kind'];
  /** As the source calls the goods today. */
  readonly productName: string | null;
}

/** What a digest says of alerts, and what its receiver is told of each. */
export function listed(all: readonly ToTell[]): Pick<DigestMessage, 'alerts' | 'not_listed'> & { readonly tells: readonly Told[] } {
  if (all.length <= MOST_LISTED) return { alerts: all.map(entryFor), tells: all.map((one) => toldOf(one)) };
  const ranked = newestFirst(all);
  return {
    alerts: ranked.slice(0, MOST_LISTED).map(entryFor),
    not_listed: ranked.length - MOST_LISTED,
    tells: ranked.map((one, index) => toldOf(one, index < MOST_LISTED)),
  };
}

/** By period, and as far as they are listed by weight. */
function newestFirst(all: readonly ToTell[]): readonly ToTell[] {
  const byEnd = new Map<YearMonth, ToTell[]>();
  for (const one of all) {
    const { end } = one.statement.period;
    const list = byEnd.get(end) ?? [];
    list.push(one);
    byEnd.set(end, list);
  }
  let before = 0;
  return [...byEnd]
    .sort(([a], [b]) => b - a)
    .flatMap(([, list]) => {
      const isListed = before < MOST_LISTED;
      before += list.length;
      return isListed ? list.sort(byWeight) : list;
    });
}

/** The alert as its receiver is told it. */
export const entryFor = ({ statement, condition, event, productName }: ToTell): AlertEntry =>
  entryOf(statement, condition, event, productName);

export const toldOf = ({ statement, condition, event }: ToTell, isListed = true): Told => ({
  fingerprint: statement.fingerprint,
  sequence: condition.sequence,
  kind: event,
  stands: isStanding(condition.state),
  figures: condition.isKnown ? condition.figures : null,
  severity: condition.severity,
  isListed,
});

/** The more severe first, then the total before its partners, a month before the year to date, the larger before the smaller. */
export const byWeight = (a: ToTell, b: ToTell): number =>
  SEVERITIES.indexOf(b.condition.severity) - SEVERITIES.indexOf(a.condition.severity) ||
  Number(a.statement.seriesKey.partner !== 'WORLD') - Number(b.statement.seriesKey.partner !== 'WORLD') ||
  Number(a.statement.period.kind === 'ytd') - Number(b.statement.period.kind === 'ytd') ||
  sizeOf(b) - sizeOf(a);

const sizeOf = ({ condition: { figures } }: ToTell): number => Math.max(figures.base ?? 0, figures.current);

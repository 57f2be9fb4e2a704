import { correction, digestOf, MOST_TURNS } from '../domain/alert.ts';
import type { AlertEntry, DigestMessage } from '../domain/alert-message.ts';
import { entryOf } from '../domain/alert-statement.ts';
import { isSilenced, type Silence } from '../domain/silence.ts';
import type { AlertOutgoing, Cancelled, KnownAlert, ReconcileReason } from '../store/store.ts';
import { aboutOf, audience, beliefOf, cancelOf, isOpen, isTrue, type Messages, type TellContext, toldBy } from './tell.ts';

const RECONCILE_REASONS: Readonly<Record<ReconcileReason, string>> = {
  rules:
    'Rules or receivers are new or were changed: these are the alerts as they stand now. Those listed as raised are recorded as history.',
  silence_over: 'A silence is over: this is what it held back and still stands.',
  monthly: 'These figures are revised so often that they are reported monthly: this is how they stand now.',
};

/** One digest for each receiver whose belief differs from what is true; what waits and says so is left to be sent. */
export function reconciled(
  context: TellContext,
  alerts: readonly KnownAlert[],
  silences: readonly Silence[],
  why: ReconcileReason,
  at: string,
): Messages {
  const rules = new Map(context.rules.map((rule) => [rule.id, rule]));
  const cancels: Cancelled[] = [];
  const messages = [...context.channels].flatMap(([receiver, channel]): AlertOutgoing[] => {
    const entries = alerts.flatMap((alert): AlertEntry[] => {
      const rule = rules.get(alert.rule.id) ?? null;
      if (!audience(rule?.receivers ?? [], alert).includes(receiver)) return [];
      const tellings = alert.tellings.filter((told) => told.receiver === receiver);
      // Told by the month.
      if (alert.turns >= MOST_TURNS && why !== 'monthly' && tellings.length > 0) return [];
      const open = tellings.filter(isOpen);
      const last = tellings.at(-1);
      // What is on its way, or could not be delivered, says what is true.
      if (last !== undefined && isOpen(last) && isTrue(rule, last, alert)) return [];
      cancels.push(...open.map(cancelOf(alert.fingerprint)));
      const kind = correction(rule, beliefOf(tellings), alert);
      if (kind === null) return [];
      const ends = kind === 'retracted' || kind === 'ended';
      if (!ends && isSilenced(silences, aboutOf(alert), receiver, at)) return [];
      return [entryOf(alert, alert, kind, alert.productName)];
    });
    if (entries.length === 0) return [];
    const message: DigestMessage = {
      version: 1,
      type: 'digest',
      id: digestOf('digest', receiver, at, ...entries.map((entry) => `${entry.fingerprint} ${entry.sequence}`)),
      created_at: at,
      reason: RECONCILE_REASONS[why],
      source: null,
      alerts: entries,
    };
    return [{ receiver, channel, message, tells: entries.map(toldBy) }];
  });
  return { cancels, messages };
}

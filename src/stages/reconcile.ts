import { correction, MOST_TURNS } from '../domain/alert.ts';
import { listed, type ToTell } from '../domain/alert-digest.ts';
import type { DigestMessage } from '../domain/alert-message.ts';
import { isSilenced, type Silence } from '../domain/silence.ts';
import type { AlertOutgoing, Cancelled, KnownAlert, ReconcileReason } from '../store/store.ts';
import { aboutOf, audience, beliefOf, cancelOf, digestId, isOpen, isTrue, type Messages, type TellContext } from './tell.ts';

const RECONCILE_REASONS: Readonly<Record<ReconcileReason, string>> = {
  rules:
    'Rules or receivers are new or were changed: these are the alerts as they stand now. Those listed as raised are recorded as history.',
  silence_over: 'A silence is over: this is what it held back and still stands.',
  monthly: 'These figures are revised so often that they are reported monthly: this is how they stand now.',
};

/** One digest for each receiver whose belief differs from what is true; what waits and says so is left to be sent. */
export function reconciled(
  context: TellContext,
  alerts: Iterable<KnownAlert>,
  silences: readonly Silence[],
  why: ReconcileReason,
  at: string,
): Messages {
  const rules = new Map(context.rules.map((rule) => [rule.id, rule]));
  const cancels: Cancelled[] = [];
  const toTell = new Map<string, ToTell[]>();
  for (const alert of alerts) {
    const rule = rules.get(alert.rule.id) ?? null;
    for (const receiver of audience(rule?.receivers ?? [], alert)) {
      if (!context.channels.has(receiver)) continue;
      const tellings = alert.tellings.filter((told) => told.receiver === receiver);
      // Told by the month.
      if (alert.turns >= MOST_TURNS && why !== 'monthly' && tellings.length > 0) continue;
      const open = tellings.filter(isOpen);
      const last = tellings.at(-1);
      // What is on its way, or could not be delivered, says what is true.
      if (last !== undefined && isOpen(last) && isTrue(rule, last, alert)) continue;
      cancels.push(...open.map(cancelOf(alert.fingerprint)));
      const kind = correction(rule, beliefOf(tellings), alert);
      if (kind === null) continue;
      const ends = kind === 'retracted' || kind === 'ended';
      if (!ends && isSilenced(silences, aboutOf(alert), receiver, at)) continue;
      const list = toTell.get(receiver) ?? [];
      list.push({ statement: alert, condition: alert, event: kind, productName: alert.productName });
      toTell.set(receiver, list);
    }
  }
  const messages = [...context.channels].flatMap(([receiver, channel]): AlertOutgoing[] => {
    const due = toTell.get(receiver);
    if (due === undefined) return [];
    const { tells, ...list } = listed(due);
    const message: DigestMessage = {
      version: 1,
      type: 'digest',
      id: digestId(receiver, at, list.alerts),
      created_at: at,
      reason: RECONCILE_REASONS[why],
      source: null,
      ...list,
    };
    return [{ receiver, channel, message, tells }];
  });
  return { cancels, messages };
}

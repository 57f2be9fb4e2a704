import { isDisabled } from '../domain/outage.ts';
import { resendPlan } from '../domain/resend.ts';
import { UsageError } from '../errors.ts';
import type { DeadDelivery, OutboxStore } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { printable } from './printable.ts';
import { minuteOf, renderJson, renderTable } from './table.ts';

export interface ResendOptions {
  readonly receiver?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const SHORT_ID = 10;
/** Shorter ones name too much by chance. */
const SHORTEST_ID = 4;

const LEFT = {
  movedOn: 'the receiver has been or will be told something newer about the same alert',
  disabled: 'the receiver is disabled: fix it and run "tradewatch alerts test" first',
} as const;

/** Messages that were given up wait again, in order. What no longer holds is left alone. */
export async function alertsResend(
  io: CommandIo,
  store: Pick<OutboxStore, 'deadDeliveries' | 'outages' | 'resendDeliveries'>,
  id: string | undefined,
  options: ResendOptions,
): Promise<number> {
  if (id !== undefined && id.length < SHORTEST_ID)
    throw new UsageError(`expected at least ${SHORTEST_ID} characters of the id of a message or an alert, got "${id}"`);
  const dead = await store.deadDeliveries();
  const disabled = new Set((await store.outages()).filter(isDisabled).map(({ receiver }) => receiver));
  const { receiver = null } = options;
  const plan = resendPlan(dead, { id: id ?? null, receiver }, disabled);
  const { resent } = plan;
  const left = (['movedOn', 'disabled'] as const).flatMap((why) => plan[why].map((one) => ({ ...one, reason: LEFT[why] })));
  if (resent.length + left.length === 0 && (id !== undefined || receiver !== null))
    throw new UsageError(
      `no message that was given up ${id === undefined ? '' : `has an id or is on an alert that begins with "${id}" `}${receiver === null ? '' : `was for the receiver "${receiver}"`}`.trimEnd(),
    );
  if (options.dryRun !== true && resent.length > 0)
    await store.resendDeliveries(
      resent.map((one) => one.id),
      io.now().toISOString(),
    );
  if (options.json === true) {
    io.stdout(
      renderJson({
        dry_run: options.dryRun === true,
        resent: resent.map(json),
        left: left.map((one) => ({ ...json(one), reason: one.reason })),
      }),
    );
    return 0;
  }
  if (resent.length + left.length === 0) io.stdout('no message was given up\n');
  if (resent.length > 0) {
    io.stdout(options.dryRun === true ? 'would wait again:\n' : 'queued again and sent in the next round:\n');
    io.stdout(renderTable(COLUMNS, resent.map(cells)));
  }
  if (left.length > 0) {
    io.stdout('left alone:\n');
    io.stdout(
      renderTable(
        [...COLUMNS, 'because'],
        left.map((one) => [...cells(one), one.reason]),
      ),
    );
  }
  return 0;
}

const COLUMNS = ['message', 'receiver', 'kind', 'written', 'alerts'];
const cells = (one: DeadDelivery): string[] => [
  one.messageId.slice(0, SHORT_ID),
  printable(one.receiver),
  one.kind,
  minuteOf(one.createdAt),
  one.fingerprints.length === 1 ? String(one.fingerprints[0]).slice(0, SHORT_ID) : String(one.fingerprints.length),
];

const json = (one: DeadDelivery) => ({
  message_id: one.messageId,
  receiver: one.receiver,
  kind: one.kind,
  created_at: one.createdAt,
  detail: one.detail,
  alerts: one.fingerprints,
});

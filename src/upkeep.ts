import { dueMonth, type HeartbeatPlan } from './domain/heartbeat.ts';
import type { Services } from './services.ts';
import { type HeartbeatContext, heartbeatMessages } from './stages/heartbeat.ts';

export interface UpkeepOptions extends Omit<HeartbeatContext, 'receivers'> {
  readonly heartbeat: HeartbeatPlan;
}

/**
 * What time alone brings about: silences end, sources fail for long enough to be told, a month's heartbeat is due. The database
 * decides, so it may be called at any time and as often as one likes.
 */
export async function keepUp(
  { store, detector, now, log }: Pick<Services, 'store' | 'detector' | 'now' | 'log'>,
  options: UpkeepOptions,
): Promise<void> {
  const at = now().toISOString();
  const told = await store.reconcile(detector, 'silence_over', at);
  if (told > 0) log.info('a silence is over; what it held back and still holds is told', { digests: told });
  await store.judgePublications(detector, at);
  const month = dueMonth(options.heartbeat, now());
  if (!(await store.heartbeatIsDue(month, at))) return;
  await store.reconcile(detector, 'monthly', at);
  const context = { ...options, receivers: options.heartbeat.receivers };
  await store.writeHeartbeat(month, at, (facts) => heartbeatMessages(context, month, facts, at));
  log.info('the heartbeat of the month is written', { receivers: options.heartbeat.receivers });
}

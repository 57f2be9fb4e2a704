import { openChannels } from '../channels/open.ts';
import { type Config, openSecrets } from '../config.ts';
import { digestOf } from '../domain/alert.ts';
import type { TestMessage } from '../domain/alert-message.ts';
import { UsageError } from '../errors.ts';
import type { CommandIo } from './command.ts';
import { renderJson } from './table.ts';

const ATTEMPT_MS = 30_000;

/** Sends a test message to a receiver, past the outbox, and says what came back. */
export async function alertsTest(io: CommandIo, config: Config, receiverId: string, options: { json?: boolean }): Promise<number> {
  const receiver = config.receivers.find((r) => r.id === receiverId);
  if (receiver === undefined) {
    const known = config.receivers.map((r) => r.id).join(', ');
    throw new UsageError(
      `there is no receiver "${receiverId}" in ${config.file}; ${known === '' ? 'none is configured' : `there are ${known}`}`,
    );
  }
  const at = io.now();
  const message: TestMessage = {
    version: 1,
    type: 'test',
    id: digestOf('test', receiverId, at.toISOString()),
    created_at: at.toISOString(),
    reason: 'A person asked tradewatch to send this test message.',
  };
  const channel = openChannels([receiver], config.smtp, openSecrets(io.env)).get(receiverId);
  if (channel === undefined) throw new UsageError(`receiver "${receiverId}" has no channel`);
  const attempt = await channel.send(message, { remaining: null, signal: AbortSignal.timeout(ATTEMPT_MS), now: at });
  const result = { receiver: receiverId, channel: receiver.channel, outcome: attempt.outcome, detail: attempt.detail };
  io.stdout(
    options.json === true
      ? renderJson(result)
      : `${receiverId} (${receiver.channel}): ${attempt.outcome === 'delivered' ? 'delivered' : 'not delivered'}: ${attempt.detail}\n`,
  );
  return attempt.outcome === 'delivered' ? 0 : 1;
}

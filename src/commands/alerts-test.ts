import { existsSync } from 'node:fs';
import type { AttemptStep } from '../channels/channel.ts';
import { openChannels } from '../channels/open.ts';
import { explain } from '../channels/remedy.ts';
import { type Config, openSecrets } from '../config.ts';
import { digestOf } from '../domain/alert.ts';
import type { TestMessage } from '../domain/alert-message.ts';
import { suggestion } from '../domain/nearest.ts';
import { UsageError } from '../errors.ts';
import { openOutboxBeside } from '../store/sqlite.ts';
import type { CommandIo } from './command.ts';
import { printable } from './printable.ts';
import { renderJson } from './table.ts';

const ATTEMPT_MS = 30_000;

/**
 * Sends a test message to a receiver, past the outbox, and says what came back, step by step. When it is taken, the
 * receiver counts as mended: what waits for it goes out at the next round.
 */
export async function alertsTest(io: CommandIo, config: Config, receiverId: string, options: { json?: boolean }): Promise<number> {
  const receiver = config.receivers.find((r) => r.id === receiverId);
  if (receiver === undefined) {
    const known = config.receivers.map((r) => r.id);
    throw new UsageError(
      `there is no receiver "${receiverId}" in ${config.file}${known.length === 0 ? '; none is configured' : suggestion(receiverId, known)}`,
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
  const steps: AttemptStep[] = [];
  const attempt = await channel.send(message, {
    remaining: null,
    signal: AbortSignal.timeout(ATTEMPT_MS),
    now: at,
    onStep: (step) => void steps.push(step),
  });
  const milliseconds = io.now().getTime() - at.getTime();
  const { meaning, remedy } = explain(attempt.detail);
  const delivered = attempt.outcome === 'delivered';
  const mended = delivered && (await markMended(config.database, receiverId));
  if (options.json === true) {
    const { outcome, detail } = attempt;
    io.stdout(
      renderJson({ receiver: receiverId, channel: receiver.channel, outcome, detail, milliseconds, meaning, remedy, steps, mended }),
    );
    return delivered ? 0 : 1;
  }
  for (const { name, says } of steps) io.stdout(`  ${printable(name)}: ${printable(says)}\n`);
  io.stdout(
    `${receiverId} (${receiver.channel}): ${delivered ? 'delivered' : 'not delivered'} after ${(milliseconds / 1000).toFixed(1)} s: ${printable(attempt.detail)}\n`,
  );
  io.stdout(delivered ? `${meaning}\n` : `${meaning} ${remedy}\n`);
  if (mended) io.stdout('The receiver counts as working again: messages waiting for it are sent in the next round.\n');
  return delivered ? 0 : 1;
}

/** @returns whether it was failing or disabled. */
async function markMended(database: string, receiver: string): Promise<boolean> {
  if (!existsSync(database)) return false;
  const outbox = openOutboxBeside(database);
  try {
    return await outbox.forgetOutage(receiver);
  } finally {
    outbox.close();
  }
}

import type Database from 'better-sqlite3';
import type { Attempt, Channel } from '../../src/channels/channel.ts';
import { deliver } from '../../src/stages/deliver.ts';
import type { OutboxStore } from '../../src/store/store.ts';
import type { Receiver } from './receiver.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

class Killed extends Error {}

export interface Round {
  readonly store: Pick<OutboxStore, 'dueDeliveries' | 'settleDelivery'>;
  readonly sql: Database.Database;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly now: () => Date;
  /** Dies after so many attempts, before it can note what came of the last; null: it lives. */
  readonly killedAfter: number | null;
  /** What comes while the first message is under way. */
  readonly meanwhile: (() => Promise<void>) | null;
}

/**
 * One round of the real delivery to receivers in memory. What the outbox knows of attempts whose end is not known is noted here.
 * @returns whether it was killed.
 */
export async function sendRound({ store, sql, receivers, now, killedAfter, meanwhile }: Round): Promise<boolean> {
  let attempts = 0;
  let arriving = meanwhile;
  // deliver() takes what a channel throws for a failed attempt; a process that dies sends and settles nothing any more.
  const killed = (): boolean => killedAfter !== null && attempts > killedAfter;
  const channel = (receiver: Receiver): Channel => ({
    send: async (message): Promise<Attempt> => {
      if (killed()) throw new Killed();
      attempts += 1;
      const doubted = begin(sql, message.id);
      if (arriving !== null) {
        const arrive = arriving;
        arriving = null;
        // What is told now may refer to the message under way, whatever comes of it.
        receiver.mayHave(message);
        await arrive();
      }
      const came = receiver.offer(message);
      if (killed()) {
        receiver.mayHave(message);
        throw new Killed();
      }
      if (came === 'delivered') return { outcome: 'delivered', detail: 'ok' };
      // What an earlier attempt left in doubt stays so.
      if (came !== 'unknown' && !doubted) sql.prepare('UPDATE outbox SET in_doubt = 0 WHERE message_id = ?').run(message.id);
      return came === 'gone' ? { outcome: 'dead', detail: 'gone' } : { outcome: 'retry', detail: came };
    },
  });
  // Each message is read right before its attempt, so that nothing is sent that was taken back meanwhile.
  const tried = new Set<number>();
  const outbox: Round['store'] = {
    dueDeliveries: async (at, limit) => {
      const next = killed() ? undefined : (await store.dueDeliveries(at, limit + tried.size)).find(({ id }) => !tried.has(id));
      if (next !== undefined) tried.add(next.id);
      return next === undefined ? [] : [next];
    },
    settleDelivery: async (id, settlement) => (killed() ? undefined : store.settleDelivery(id, settlement)),
  };
  const channels = new Map([...receivers].map(([id, receiver]) => [id, channel(receiver)]));
  await deliver({ store: outbox, channels, now, random: () => 0, log: silent });
  return killed();
}

/** An attempt begins: from here on it may have arrived. @returns whether it might have before. */
function begin(sql: Database.Database, messageId: string): boolean {
  const doubted = sql.prepare('SELECT in_doubt FROM outbox WHERE message_id = ?').pluck().get(messageId) === 1;
  sql.prepare('UPDATE outbox SET in_doubt = 1 WHERE message_id = ?').run(messageId);
  return doubted;
}

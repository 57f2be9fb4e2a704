import type { Attempt, Channel } from '../../src/channels/channel.ts';
import { type DeliverOptions, deliver } from '../../src/stages/deliver.ts';
import type { OutboxStore } from '../../src/store/store.ts';
import type { Receiver } from './receiver.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

class Killed extends Error {}

export interface Round {
  readonly store: OutboxStore;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly now: () => Date;
  /** Dies after so many attempts, before it can note what came of the last; null: it lives. */
  readonly killedAfter: number | null;
  /** What comes while the first message is under way. */
  readonly meanwhile: (() => Promise<void>) | null;
}

/**
 * One round of the real delivery to receivers in memory.
 * @returns whether it was killed.
 */
export async function sendRound({ store, receivers, now, killedAfter, meanwhile }: Round): Promise<boolean> {
  let attempts = 0;
  let arriving = meanwhile;
  // deliver() takes what a channel throws for a failed attempt; a process that dies sends and settles nothing any more.
  const killed = (): boolean => killedAfter !== null && attempts > killedAfter;
  const channel = (receiver: Receiver): Channel => ({
    send: async (message): Promise<Attempt> => {
      if (killed()) throw new Killed();
      attempts += 1;
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
      // Not the receiver is gone: this message is refused for good.
      if (came === 'gone') return { outcome: 'dead', detail: 'gone', aboutMessage: true };
      return { outcome: 'retry', detail: came, mayHaveArrived: came === 'unknown' };
    },
  });
  const outbox: DeliverOptions['store'] = {
    ...store,
    waitingReceivers: async () => (killed() ? [] : store.waitingReceivers()),
    dueDeliveries: async (...asked) => (killed() ? [] : store.dueDeliveries(...asked)),
    claimDelivery: async (...claim) => (killed() ? null : store.claimDelivery(...claim)),
    settleDelivery: async (...settled) => (killed() ? undefined : store.settleDelivery(...settled)),
    giveUpDeliveries: async (...given) => (killed() ? 0 : store.giveUpDeliveries(...given)),
  };
  const channels = new Map([...receivers].map(([id, receiver]) => [id, channel(receiver)]));
  const destinations = new Map([...receivers.keys()].map((id) => [id, { channel: 'webhook', fallback: null, version: 'v1' }]));
  await deliver({ store: outbox, channels, destinations, now, random: () => 0, log: silent });
  return killed();
}

import { describe, expect, it } from 'vitest';
import type { Attempt, Channel, SendOptions } from '../../src/channels/channel.ts';
import type { TestMessage } from '../../src/domain/alert-message.ts';
import type { Message } from '../../src/domain/message.ts';
import { silentLog } from '../../src/log.ts';
import { deliver } from '../../src/stages/deliver.ts';
import { MOST_ATTEMPTS, retryPlan } from '../../src/stages/retry-plan.ts';
import type { DeliverySettlement, OutboxItem } from '../../src/store/store.ts';

const START = Date.parse('2025-07-20T08:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Row {
  readonly id: number;
  readonly receiver: string;
  /** Messages of one alert go out in order. */
  readonly alert: string;
  settlement: DeliverySettlement;
}

const messageOf = (id: number): TestMessage => ({
  version: 1,
  type: 'test',
  id: `m${id}`,
  created_at: new Date(START).toISOString(),
  reason: 'test',
});

/** An outbox as the store keeps it: what is due, oldest first, and per receiver and alert only the oldest undelivered. */
function outbox(items: readonly { readonly receiver: string; readonly alert: string }[]) {
  const rows: Row[] = items.map((item, i) => ({
    ...item,
    id: i + 1,
    settlement: {
      state: 'waiting',
      attempts: 0,
      nextAttemptAt: new Date(START).toISOString(),
      deliveredAt: null,
      detail: '',
      remaining: null,
    },
  }));
  const waiting = (row: Row): boolean => row.settlement.state === 'waiting';
  return {
    rows,
    async dueDeliveries(now: string, limit: number): Promise<readonly OutboxItem[]> {
      return rows
        .filter((row) => waiting(row) && (row.settlement.nextAttemptAt ?? '') <= now)
        .filter(
          (row) =>
            !rows.some((other) => other.id < row.id && waiting(other) && other.receiver === row.receiver && other.alert === row.alert),
        )
        .slice(0, limit)
        .map((row) => ({
          id: row.id,
          messageId: `m${row.id}`,
          receiver: row.receiver,
          channel: 'webhook',
          message: messageOf(row.id),
          attempts: row.settlement.attempts,
          createdAt: new Date(START).toISOString(),
          remaining: row.settlement.remaining,
        }));
    },
    async settleDelivery(id: number, settlement: DeliverySettlement): Promise<void> {
      const row = rows.find((one) => one.id === id);
      if (row !== undefined) row.settlement = settlement;
    },
  };
}

const DELIVERED: Attempt = { outcome: 'delivered', detail: 'HTTP 204' };
const FAILED: Attempt = { outcome: 'retry', detail: 'HTTP 500' };

const channelOf = (answer: (message: Message, options: SendOptions) => Attempt | Promise<Attempt>): Channel => ({
  send: async (message, options) => answer(message, options),
});

/** Rounds every minute of simulated time, as the schedule makes them. */
async function simulate(items: Parameters<typeof outbox>[0], downMs: number, hours: number, random: () => number) {
  const store = outbox(items);
  let now = START;
  const taken: string[] = [];
  const attempts = new Map<string, number>();
  const channel = channelOf((message) => {
    attempts.set(message.id, (attempts.get(message.id) ?? 0) + 1);
    if (now < START + downMs) return FAILED;
    taken.push(message.id);
    return DELIVERED;
  });
  const channels = new Map(items.map(({ receiver }) => [receiver, channel]));
  for (; now < START + hours * HOUR; now += MINUTE) await deliver({ store, channels, now: () => new Date(now), random, log: silentLog });
  return { store, taken, attempts };
}

const ONE_ALERT = Array.from({ length: 5 }, () => ({ receiver: 'hook', alert: 'a' }));

describe('the schedule of attempts', () => {
  const at = (attempts: number, random: number, retryAfterMs?: number): number | undefined => {
    const next = retryPlan(attempts, retryAfterMs, new Date(START), () => random);
    return next === null ? undefined : next.getTime() - START;
  };

  it('is 0, 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, and then no more', () => {
    const pauses = Array.from({ length: 11 }, (_, i) => at(i + 1, 0));
    expect(pauses).toEqual([0, 5000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR, undefined]);
    expect(MOST_ATTEMPTS).toBe(11);
  });

  it('spans 72 hours whatever the jitter is, and less than 80', () => {
    for (const random of [0, 0.5, 0.999]) {
      const span = Array.from({ length: 10 }, (_, i) => at(i + 1, random) ?? 0).reduce((sum, pause) => sum + pause, 0);
      expect(span).toBeGreaterThan(72 * HOUR);
      expect(span).toBeLessThan(80 * HOUR);
    }
  });

  it('is made slower by what the receiver asks for, never faster', () => {
    expect(at(2, 0, HOUR)).toBe(HOUR);
    expect(at(6, 0, 1000)).toBe(5 * HOUR);
    expect(at(11, 0, 1000)).toBeUndefined();
  });
});

describe('a receiver that is down', () => {
  for (const random of [0, 0.999]) {
    it(`for 72 hours gets everything afterwards, in order, with at most 11 attempts each (jitter ${random})`, async () => {
      const { store, taken, attempts } = await simulate(ONE_ALERT, 72 * HOUR, 90, () => random);
      expect(taken).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
      expect(store.rows.map((row) => row.settlement.state)).toEqual(Array.from({ length: 5 }, () => 'delivered'));
      expect(Math.max(...attempts.values())).toBeLessThanOrEqual(11);
    });
  }

  it('for 80 hours is given up on after 11 attempts, and the next message has its turn', async () => {
    const { store, taken, attempts } = await simulate(ONE_ALERT.slice(0, 2), 80 * HOUR, 170, () => 0.999);
    expect(store.rows[0]?.settlement).toMatchObject({ state: 'dead', attempts: 11, detail: 'given up after 11 attempts: HTTP 500' });
    expect(attempts.get('m1')).toBe(11);
    expect(taken).toEqual(['m2']);
  });

  it('is tried once in a round, whatever waits for it, and does not hold up the others', async () => {
    const items = Array.from({ length: 200 }, (_, i) => ({ receiver: i === 199 ? 'well' : 'down', alert: `a${i}` }));
    const store = outbox(items);
    let tries = 0;
    const channels = new Map([
      [
        'down',
        channelOf(() => {
          tries += 1;
          return FAILED;
        }),
      ],
      ['well', channelOf(() => DELIVERED)],
    ]);
    const result = await deliver({ store, channels, now: () => new Date(START), log: silentLog });
    expect(result).toEqual({ delivered: 1, retried: 1, dead: 0 });
    expect(tries).toBe(1);
    expect(store.rows[199]?.settlement.state).toBe('delivered');
    expect(store.rows[1]?.settlement.attempts).toBe(0);
  });
});

describe('a round', () => {
  it('sends all that is due, oldest first, over more than one batch', async () => {
    const store = outbox(Array.from({ length: 120 }, () => ({ receiver: 'hook', alert: 'a' })));
    const taken: string[] = [];
    const channel = channelOf((message) => {
      taken.push(message.id);
      return DELIVERED;
    });
    expect(await deliver({ store, channels: new Map([['hook', channel]]), now: () => new Date(START), log: silentLog })).toEqual({
      delivered: 120,
      retried: 0,
      dead: 0,
    });
    expect(taken).toEqual(Array.from({ length: 120 }, (_, i) => `m${i + 1}`));
  });

  it('gives up at once on a receiver that says 410, and tries again for one that is missing from the configuration', async () => {
    const store = outbox([
      { receiver: 'gone', alert: 'a' },
      { receiver: 'unknown', alert: 'b' },
    ]);
    const channels = new Map([['gone', channelOf(() => ({ outcome: 'dead', detail: 'HTTP 410 Gone' }))]]);
    expect(await deliver({ store, channels, now: () => new Date(START), log: silentLog })).toEqual({ delivered: 0, retried: 1, dead: 1 });
    expect(store.rows.map((row) => row.settlement)).toMatchObject([
      { state: 'dead', attempts: 1, detail: 'HTTP 410 Gone', nextAttemptAt: null },
      { state: 'waiting', attempts: 1, detail: 'the receiver unknown is not configured' },
    ]);
  });

  it('keeps who has not taken a mail yet, and offers it to them alone', async () => {
    const store = outbox([{ receiver: 'desk', alert: 'a' }]);
    const offered: (readonly string[] | null)[] = [];
    const answers: Attempt[] = [
      { outcome: 'retry', detail: 'one refused', remaining: ['b@example.org'] },
      { outcome: 'retry', detail: 'no connection' },
      DELIVERED,
    ];
    const channel = channelOf((_message, { remaining }) => {
      offered.push(remaining);
      return answers.shift() ?? DELIVERED;
    });
    for (const minute of [0, 1, 2])
      await deliver({
        store,
        channels: new Map([['desk', channel]]),
        now: () => new Date(START + minute * MINUTE),
        random: () => 0,
        log: silentLog,
      });
    expect(offered).toEqual([null, ['b@example.org'], ['b@example.org']]);
    expect(store.rows[0]?.settlement).toMatchObject({ state: 'delivered', attempts: 3, remaining: null });
  });

  it('sends the same id again after the process died between sending and settling', async () => {
    const store = outbox([{ receiver: 'hook', alert: 'a' }]);
    const taken: string[] = [];
    const channels = new Map([
      [
        'hook',
        channelOf((message) => {
          taken.push(message.id);
          return DELIVERED;
        }),
      ],
    ]);
    const dying = {
      ...store,
      settleDelivery: async () => {
        throw new Error('killed');
      },
    };
    await expect(deliver({ store: dying, channels, now: () => new Date(START), log: silentLog })).rejects.toThrow('killed');
    await deliver({ store, channels, now: () => new Date(START), log: silentLog });
    expect(taken).toEqual(['m1', 'm1']);
  });

  it('outlives a channel that throws', async () => {
    const store = outbox([{ receiver: 'hook', alert: 'a' }]);
    const channels = new Map([
      [
        'hook',
        channelOf(() => {
          throw new Error('a fault of ours');
        }),
      ],
    ]);
    expect(await deliver({ store, channels, now: () => new Date(START), log: silentLog })).toEqual({ delivered: 0, retried: 1, dead: 0 });
    expect(store.rows[0]?.settlement.detail).toContain('a fault of ours');
  });

  it('ends each attempt by its deadline', async () => {
    const store = outbox([{ receiver: 'hook', alert: 'a' }]);
    const channel = channelOf((_message, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(FAILED))));
    expect(
      await deliver({ store, channels: new Map([['hook', channel]]), now: () => new Date(START), log: silentLog, deadlineMs: 20 }),
    ).toMatchObject({ retried: 1 });
  });

  it('that is ended leaves what was under way due, without counting an attempt', async () => {
    const store = outbox([
      { receiver: 'hook', alert: 'a' },
      { receiver: 'hook', alert: 'b' },
    ]);
    const stop = new AbortController();
    const channel = channelOf(
      (_message, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(FAILED));
          stop.abort();
        }),
    );
    expect(
      await deliver({ store, channels: new Map([['hook', channel]]), now: () => new Date(START), log: silentLog, signal: stop.signal }),
    ).toEqual({ delivered: 0, retried: 0, dead: 0 });
    expect(store.rows.map((row) => row.settlement.attempts)).toEqual([0, 0]);
  });

  it('logs as an error what a person has to mend', async () => {
    const store = outbox([{ receiver: 'hook', alert: 'a' }]);
    const errors: string[] = [];
    const log = { ...silentLog, error: (message: string) => void errors.push(message) };
    await deliver({
      store,
      channels: new Map([['hook', channelOf(() => ({ ...FAILED, ownerShouldKnow: true }) as Attempt)]]),
      now: () => new Date(START),
      log,
    });
    expect(errors).toEqual(['message not delivered: a person has to mend the receiver']);
  });
});

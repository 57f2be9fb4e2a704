import { describe, expect, it } from 'vitest';
import type { Attempt, Channel, SendOptions } from '../../src/channels/channel.ts';
import type { AlertMessage, TestMessage } from '../../src/domain/alert-message.ts';
import type { Message } from '../../src/domain/message.ts';
import { fallbackId, type ReceiverMessage } from '../../src/domain/receiver.ts';
import { silentLog } from '../../src/log.ts';
import { MOST_ATTEMPTS, retryPlan, SPAN_MS } from '../../src/stages/retry-plan.ts';
import { RAISED, RETRACTED, UPDATED } from '../channels/messages.ts';
import { at, HOUR, MINUTE, outbox, START } from '../support/outbox.ts';

const messageOf = (id: string): TestMessage => ({
  version: 1,
  type: 'test',
  id,
  created_at: at(Number(id.replaceAll(/\D/g, ''))),
  reason: 'test',
});

const DELIVERED: Attempt = { outcome: 'delivered', detail: 'HTTP 204 No Content' };
const FAILED: Attempt = { outcome: 'retry', detail: 'HTTP 500 Internal Server Error' };
const REFUSED: Attempt = { outcome: 'retry', detail: 'HTTP 422 Unprocessable Entity', aboutMessage: true };
const FORBIDDEN: Attempt = { outcome: 'retry', detail: 'HTTP 401 Unauthorized', ownerShouldKnow: true };
const GONE: Attempt = { outcome: 'dead', detail: 'HTTP 410 Gone' };

/** A channel that answers as told and keeps what it was given. */
function answering(
  answer: (message: Message, options: SendOptions) => Attempt | Promise<Attempt>,
): Channel & { readonly sent: string[]; readonly taken: string[] } {
  const sent: string[] = [];
  const taken: string[] = [];
  return {
    sent,
    taken,
    async send(message, options) {
      sent.push(message.id);
      const attempt = await answer(message, options);
      if (attempt.outcome === 'delivered') taken.push(message.id);
      return attempt;
    },
  };
}

const isAlert = (row: { readonly kind: string }): boolean => !row.kind.startsWith('receiver.');
const states = (rows: readonly { readonly state: string }[]): string[] => rows.map(({ state }) => state);
const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `m${i + 1}`);

describe('the schedule of attempts', () => {
  const next = (attempts: number, random: number, retryAfterMs?: number): number | undefined => {
    const due = retryPlan(attempts, retryAfterMs, new Date(START), () => random);
    return due === null ? undefined : due.getTime() - START;
  };

  it('is 0, 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, and then no more', () => {
    const pauses = Array.from({ length: 11 }, (_, i) => next(i + 1, 0));
    expect(pauses).toEqual([0, 5000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR, undefined]);
    expect(MOST_ATTEMPTS).toBe(11);
  });

  it('spans 72 hours whatever the jitter is, and less than 80', () => {
    for (const random of [0, 0.5, 0.999]) {
      const span = Array.from({ length: 10 }, (_, i) => next(i + 1, random) ?? 0).reduce((sum, pause) => sum + pause, 0);
      expect(span).toBeGreaterThanOrEqual(SPAN_MS);
      expect(span).toBeLessThan(80 * HOUR);
    }
    expect(SPAN_MS).toBeGreaterThan(72 * HOUR);
  });

  it('is made slower by what the receiver asks for, never faster', () => {
    expect(next(2, 0, HOUR)).toBe(HOUR);
    expect(next(6, 0, 1000)).toBe(5 * HOUR);
    expect(next(11, 0, 1000)).toBeUndefined();
  });
});

describe('a clock that was days ahead', () => {
  it('holds back neither what was written then nor a receiver that failed then', async () => {
    const world = outbox({ hook: {}, desk: {} });
    let isDown = true;
    const hook = answering(() => (isDown ? FAILED : DELIVERED));
    const desk = answering(() => DELIVERED);
    world.channels.set('hook', hook).set('desk', desk);
    world.now = START + 30 * 24 * HOUR;
    world.add('hook', messageOf('m1'));
    await world.round();
    world.add('desk', messageOf('m2'));
    world.now = START;
    isDown = false;
    await world.round();
    expect([hook.taken, desk.taken]).toEqual([['m1'], ['m2']]);
  });

  it('lets a pause of a day be kept', async () => {
    const world = outbox();
    const hook = answering(() => ({ ...FAILED, retryAfterMs: 24 * HOUR }));
    world.channels.set('hook', hook);
    world.add('hook', messageOf('m1'));
    await world.round({ random: () => 0.999 });
    world.now += 25 * HOUR;
    await world.round();
    expect(hook.sent).toEqual(['m1']);
  });
});

describe('a receiver that is down', () => {
  const downFor = (world: ReturnType<typeof outbox>, hours: number) => {
    const channel = answering(() => (world.now < START + hours * HOUR ? FAILED : DELIVERED));
    world.channels.set('hook', channel);
    return channel;
  };

  for (const random of [0, 0.999]) {
    it(`for 72 hours gets everything afterwards, in order, with a restart in the middle (jitter ${random})`, async () => {
      const world = outbox();
      world.random = () => random;
      const channel = downFor(world, 72);
      for (const id of numbered(40)) world.add('hook', messageOf(id), [`alert ${Number(id.slice(1)) % 3}`]);
      await world.rounds(30);
      world.restart();
      for (const id of ['late1', 'late2']) world.add('hook', messageOf(id), ['alert 0']);
      await world.rounds(52);
      expect(channel.taken).toEqual([...numbered(40), 'late1', 'late2']);
      expect(new Set(states(world.rows()))).toEqual(new Set(['delivered']));
      expect(channel.sent.length - channel.taken.length).toBeLessThan(MOST_ATTEMPTS);
      expect(await world.store.outages()).toEqual([]);
    });
  }

  it('for 80 hours is given up on, and what came later has its own time', async () => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: {} });
    world.random = () => 0.999;
    const channel = downFor(world, 110);
    const desk = answering(() => DELIVERED);
    world.channels.set('desk', desk);
    for (const id of ['m1', 'm2']) world.add('hook', messageOf(id), ['a']);
    await world.rounds(40);
    world.add('hook', messageOf('later'), ['b']);
    await world.rounds(40);
    const rows = world.rows('hook');
    expect(states(rows)).toEqual(['dead', 'dead', 'waiting']);
    expect(rows.map((row) => row.detail?.slice(0, 59))).toEqual([
      'given up: 11 attempts to reach the receiver since 2025-07-2',
      'given up: 11 attempts to reach the receiver since 2025-07-2',
      rows[2]?.detail ?? undefined,
    ]);
    expect(rows[1]).toMatchObject({ attempts: 0, detail: expect.stringContaining('HTTP 500') });
    expect(desk.taken).toEqual([fallbackId('m1', 'desk'), fallbackId('m2', 'desk')]);
    await world.rounds(45);
    expect(channel.taken).toEqual(['later']);
  });

  it('loses what has waited for 75 to 80 hours, though it was passed over each time', async () => {
    const world = outbox();
    downFor(world, 1000);
    world.add('hook', messageOf('m1'));
    await world.rounds(20);
    world.add('hook', messageOf('m2'));
    await world.rounds(75);
    expect(states(world.rows())).toEqual(['dead', 'waiting']);
    await world.rounds(1);
    expect(states(world.rows())).toEqual(['dead', 'dead']);
  });

  it('costs no more attempts with 1,000 messages than with one', async () => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: {} });
    const channel = downFor(world, 1000);
    const desk = answering(() => DELIVERED);
    world.channels.set('desk', desk);
    world.raw.transaction(() => {
      for (const id of numbered(1000)) world.add('hook', messageOf(id), [id]);
    })();
    await world.rounds(81);
    expect(channel.sent).toEqual(Array.from({ length: MOST_ATTEMPTS }, () => 'm1'));
    expect(new Set(states(world.rows('hook')))).toEqual(new Set(['dead']));
    expect(desk.taken).toEqual(numbered(1000).map((id) => fallbackId(id, 'desk')));
  });

  it('is not given up on by a machine that was off for days', async () => {
    const world = outbox();
    const channel = downFor(world, 202);
    world.add('hook', messageOf('m1'));
    await world.rounds(1);
    world.now += 200 * HOUR;
    await world.round();
    expect(states(world.rows())).toEqual(['waiting']);
    await world.rounds(10);
    expect(channel.taken).toEqual(['m1']);
  });

  it('is tried no sooner than it asks for', async () => {
    const world = outbox();
    const times: number[] = [];
    world.channels.set(
      'hook',
      answering(() => {
        times.push(world.now - START);
        return { ...FAILED, retryAfterMs: 3 * HOUR };
      }),
    );
    for (const id of ['m1', 'm2']) world.add('hook', messageOf(id));
    await world.rounds(7);
    expect(times).toEqual([0, 3 * HOUR, 6 * HOUR]);
  });

  it('does not hold up the others', async () => {
    const world = outbox({ down: {}, well: {} });
    const down = answering(() => FAILED);
    const well = answering(() => DELIVERED);
    world.channels.set('down', down).set('well', well);
    for (const id of numbered(200)) world.add('down', messageOf(id));
    world.add('well', messageOf('other'));
    expect(await world.round()).toEqual({ delivered: 1, retried: 1, dead: 0 });
    expect([down.sent, well.taken]).toEqual([['m1'], ['other']]);
  });

  it('has its messages sent at once when it is configured anew', async () => {
    const world = outbox();
    let answer: Attempt = FAILED;
    const channel = answering(() => answer);
    world.channels.set('hook', channel);
    for (const id of ['m1', 'm2']) world.add('hook', messageOf(id));
    await world.rounds(3);
    const tries = channel.sent.length;
    answer = DELIVERED;
    await world.round();
    expect(channel.sent).toHaveLength(tries);
    world.destinations.set('hook', { channel: 'webhook', fallback: null, version: 'v2' });
    await world.round();
    expect(channel.taken).toEqual(['m1', 'm2']);
  });
});

describe('a message that its receiver refuses', () => {
  it('holds back what comes later on its alert, and nothing else, and is given up after 11 attempts', async () => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: {} });
    const channel = answering((message) => (message.id === 'm1' ? REFUSED : DELIVERED));
    const desk = answering(() => DELIVERED);
    world.channels.set('hook', channel).set('desk', desk);
    world.add('hook', messageOf('m1'), ['a']);
    world.add('hook', messageOf('m2'), ['a']);
    world.add('hook', messageOf('m3'), ['b']);
    await world.round();
    expect(channel.taken).toEqual(['m3']);
    expect(await world.store.outages()).toEqual([]);
    await world.rounds(80);
    expect(channel.sent.filter((id) => id === 'm1')).toHaveLength(MOST_ATTEMPTS);
    expect(world.rows()[0]).toMatchObject({
      state: 'dead',
      detail: 'given up after 11 attempts: HTTP 422 Unprocessable Entity',
      in_doubt: 0,
    });
    expect(channel.taken).toEqual(['m3', 'm2']);
    expect(desk.taken).toEqual([fallbackId('m1', 'desk'), fallbackId('m2', 'desk')]);
  });

  it('shows that the receiver works again', async () => {
    const world = outbox();
    const answers = [FAILED, REFUSED];
    const channel = answering(() => answers.shift() ?? DELIVERED);
    world.channels.set('hook', channel);
    for (const id of ['m1', 'm2', 'm3']) world.add('hook', messageOf(id));
    await world.round();
    await world.round();
    expect(channel.taken).toEqual(['m2', 'm3']);
  });
});

describe('doubt', () => {
  const doubtOf = async (...answers: Attempt[]): Promise<number[]> => {
    const world = outbox();
    world.channels.set(
      'hook',
      answering(() => answers.shift() ?? DELIVERED),
    );
    world.add('hook', messageOf('m1'));
    const seen: number[] = [];
    while (answers.length > 0) {
      await world.round();
      seen.push(world.rows()[0]?.in_doubt ?? -1);
      world.now += 12 * HOUR;
    }
    return seen;
  };

  it('is cleared by a certain refusal, unless an earlier attempt left it', async () => {
    expect(await doubtOf(FAILED, FAILED)).toEqual([0, 0]);
    expect(await doubtOf(FAILED, { ...FAILED, mayHaveArrived: true }, FAILED)).toEqual([0, 1, 1]);
  });

  it('is written down before the attempt, so that a crash leaves it, and the same id is sent again', async () => {
    const world = outbox();
    const during: number[] = [];
    const channel = answering(() => {
      during.push(world.rows()[0]?.in_doubt ?? -1);
      return DELIVERED;
    });
    world.channels.set('hook', channel);
    world.add('hook', messageOf('m1'));
    const dying = {
      ...world.store,
      settleDelivery: async () => {
        throw new Error('killed');
      },
    };
    await expect(world.round({ store: dying })).rejects.toThrow('killed');
    world.restart();
    expect(world.rows()).toMatchObject([{ state: 'waiting', in_doubt: 1, attempts: 1 }]);
    await world.round();
    expect(channel.taken).toEqual(['m1', 'm1']);
    expect(during).toEqual([1, 1]);
    expect(world.rows()).toMatchObject([{ state: 'delivered', in_doubt: 0, attempts: 2 }]);
  });

  it('is sent again by the schedule, not in each round, while the end of an attempt cannot be written', async () => {
    const world = outbox();
    const channel = answering(() => DELIVERED);
    world.channels.set('hook', channel);
    world.add('hook', messageOf('m1'));
    const full = {
      ...world.store,
      settleDelivery: async () => {
        throw new Error('database or disk is full');
      },
    };
    for (let minute = 0; minute < 8 * 60; minute += 1) {
      await world.round({ store: full }).catch(() => undefined);
      world.now += MINUTE;
    }
    // At once, at once, after 5 seconds, 5 minutes, half an hour, 2 and 5 hours.
    expect(channel.sent).toHaveLength(7);
  });

  it('keeps an attempt from beginning for a message that was superseded meanwhile', async () => {
    const world = outbox();
    const channel = answering(() => DELIVERED);
    world.channels.set('hook', channel);
    world.add('hook', messageOf('m1'));
    const late = {
      ...world.store,
      dueDeliveries: async (...args: Parameters<typeof world.store.dueDeliveries>) => {
        const due = await world.store.dueDeliveries(...args);
        world.raw.exec("UPDATE outbox SET state = 'superseded'");
        return due;
      },
    };
    await world.round({ store: late });
    expect(channel.sent).toEqual([]);
  });
});

describe('the fallback', () => {
  const dead = async (message: Message, alerts: readonly string[], prepare: (world: ReturnType<typeof outbox>) => void = () => {}) => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: { channel: 'email' } });
    world.channels
      .set(
        'hook',
        answering(() => GONE),
      )
      .set(
        'desk',
        answering(() => FAILED),
      );
    prepare(world);
    world.add('hook', message, alerts);
    await world.round();
    return world;
  };

  it('gets the message with an id of its own, why, and the links that bring it the corrections', async () => {
    const world = await dead(RAISED, ['a', 'b']);
    const copy = world.rows('desk').find(isAlert);
    expect(copy).toMatchObject({ message_id: fallbackId(RAISED.id, 'desk'), channel: 'email', kind: 'alert.raised', state: 'waiting' });
    expect(JSON.parse(copy?.message ?? '')).toEqual({
      ...RAISED,
      id: fallbackId(RAISED.id, 'desk'),
      undelivered: { receiver: 'hook', since: at(0), detail: 'HTTP 410 Gone' },
    });
    const links = world.raw
      .prepare('SELECT x.fingerprint FROM outbox_alert x JOIN outbox b USING (outbox_id) WHERE b.receiver = ?')
      .pluck();
    expect(links.all('desk')).toEqual(['a', 'b']);
    await world.round();
    expect(world.rows('desk').filter(isAlert)).toHaveLength(1);
  });

  it('has later copies in the thread of the first', async () => {
    const world = await dead(RAISED, ['a']);
    world.add('hook', UPDATED, ['a']);
    await world.round();
    const [first, second] = world.rows('desk').filter(isAlert);
    const { references, previous } = JSON.parse(second?.message ?? '') as AlertMessage;
    expect(references).toEqual([first?.message_id]);
    // When the fallback was told, not when the receiver was that it stands for.
    expect(previous).toEqual({ ...UPDATED.previous, said_at: at(0) });
  });

  it('is not sent twice what it was sent itself', async () => {
    const own = { ...RETRACTED, id: 'own' };
    const world = await dead(RETRACTED, ['a'], (before) => before.add('desk', own, ['a']));
    expect(
      world
        .rows('desk')
        .filter(isAlert)
        .map((row) => row.message_id),
    ).toEqual(['own']);
    const earlier = { ...own, created_at: '2025-07-01T00:00:00.000Z' };
    const other = await dead(RETRACTED, ['a'], (before) => before.add('desk', earlier, ['a']));
    expect(other.rows('desk').filter(isAlert)).toHaveLength(2);
    const later = await dead(UPDATED, ['a'], (before) => before.add('desk', own, ['a']));
    expect(later.rows('desk').filter(isAlert)).toHaveLength(1);
  });

  it('is sent with it what waits on the same alert, and never what was corrected since', async () => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: {} });
    const desk = answering(() => DELIVERED);
    world.channels
      .set(
        'hook',
        answering(() => FAILED),
      )
      .set('desk', desk);
    world.add('hook', RAISED, ['a']);
    await world.rounds(70);
    world.add('hook', UPDATED, ['a']);
    world.add('hook', { ...RAISED, id: 'other' }, ['b']);
    await world.rounds(10);
    expect(states(world.rows('hook'))).toEqual(['dead', 'waiting', 'waiting']);
    expect(desk.taken).toEqual([fallbackId(RAISED.id, 'desk'), fallbackId(UPDATED.id, 'desk')]);
    // Detection sends the correction to all who were told.
    world.add('hook', RETRACTED, ['a']);
    world.add('desk', { ...RETRACTED, id: 'own' }, ['a']);
    await world.rounds(100);
    expect(states(world.rows('hook'))).toEqual(['dead', 'dead', 'dead', 'dead']);
    expect(desk.taken).toEqual([fallbackId(RAISED.id, 'desk'), fallbackId(UPDATED.id, 'desk'), 'own', fallbackId('other', 'desk')]);
  });

  it('hears once of an outage that a person has to end, over a restart, and again of the next', async () => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: {} });
    let answer: Attempt = FORBIDDEN;
    const desk = answering(() => DELIVERED);
    world.channels
      .set(
        'hook',
        answering(() => answer),
      )
      .set('desk', desk);
    for (const id of ['m1', 'm2', 'm3']) world.add('hook', messageOf(id));
    await world.rounds(10);
    world.restart();
    await world.rounds(10);
    expect(desk.taken).toHaveLength(1);
    const told = JSON.parse(world.rows('desk')[0]?.message ?? '') as ReceiverMessage;
    expect(told).toMatchObject({
      type: 'receiver.failing',
      receiver: 'hook',
      channel: 'webhook',
      since: at(0),
      detail: 'HTTP 401 Unauthorized',
      waiting: 3,
    });
    expect(told.remedy).toMatch(/secret.*alerts test hook/);
    answer = DELIVERED;
    await world.rounds(24);
    answer = FORBIDDEN;
    world.add('hook', messageOf('m4'));
    await world.rounds(1);
    expect(desk.taken).toHaveLength(2);
  });

  it('hears nothing of failures that pass by themselves', async () => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: {} });
    world.channels
      .set(
        'hook',
        answering(() => FAILED),
      )
      .set(
        'desk',
        answering(() => DELIVERED),
      );
    world.add('hook', messageOf('m1'));
    await world.rounds(24);
    expect(world.rows('desk')).toEqual([]);
  });
});

describe('a receiver that says 410', () => {
  it('is disabled: what waits and what comes goes to the fallback, until it is configured anew', async () => {
    const world = outbox({ hook: { fallback: 'desk' }, desk: {} });
    let answer: Attempt = GONE;
    const channel = answering(() => answer);
    const desk = answering(() => DELIVERED);
    world.channels.set('hook', channel).set('desk', desk);
    for (const id of ['m1', 'm2', 'm3']) world.add('hook', messageOf(id));
    expect(await world.round()).toEqual({ delivered: 4, retried: 0, dead: 3 });
    world.restart();
    world.add('hook', messageOf('m4'));
    await world.round();
    expect(channel.sent).toEqual(['m1']);
    expect(world.rows('hook')).toMatchObject([
      { state: 'dead', detail: 'HTTP 410 Gone' },
      ...['m2', 'm3', 'm4'].map(() => ({ state: 'dead', detail: `the receiver is disabled since ${at(0)}: HTTP 410 Gone` })),
    ]);
    expect(
      world
        .rows('desk')
        .map((row) => row.kind)
        .toSorted(),
    ).toEqual(['receiver.disabled', 'test', 'test', 'test', 'test']);
    answer = DELIVERED;
    world.destinations.set('hook', { channel: 'webhook', fallback: 'desk', version: 'v2' });
    world.add('hook', messageOf('m5'));
    await world.round();
    expect(channel.taken).toEqual(['m5']);
  });

  it('without fallback: nothing is lost but what it refused', async () => {
    const world = outbox();
    world.channels.set(
      'hook',
      answering(() => GONE),
    );
    const errors: unknown[] = [];
    world.log = { ...silentLog, error: (...args) => void errors.push(args) };
    for (const id of ['m1', 'm2']) world.add('hook', messageOf(id));
    await world.round();
    expect((await world.store.deadDeliveries()).map(({ messageId }) => messageId)).toEqual(['m1', 'm2']);
    expect(errors).toMatchObject([
      ['message will not be delivered', {}],
      ['messages will not be delivered', { messages: 1, fallback: null }],
    ]);
  });
});

describe('a mail that some of its recipients refuse', () => {
  const partly = (remaining: readonly string[]): Attempt => ({
    outcome: 'retry',
    detail: 'taken for 1 of 2',
    remaining,
    mayHaveArrived: true,
    aboutMessage: true,
  });

  it('is offered to those who lack it, over a restart', async () => {
    const world = outbox();
    const offered: (readonly string[] | null)[] = [];
    const answers: Attempt[] = [partly(['b@example.org']), { outcome: 'retry', detail: 'no connection' }, DELIVERED];
    world.channels.set(
      'hook',
      answering((_message, { remaining }) => {
        offered.push(remaining);
        return answers.shift() ?? DELIVERED;
      }),
    );
    world.add('hook', messageOf('m1'));
    await world.round();
    world.restart();
    await world.rounds(1);
    expect(offered).toEqual([null, ['b@example.org'], ['b@example.org']]);
    expect(world.rows()).toMatchObject([{ state: 'delivered', attempts: 3, remaining: null, in_doubt: 0 }]);
  });

  it('does not keep the correction from those who took it, and is not sent after it', async () => {
    const world = outbox();
    let mended = false;
    const channel = answering((message) => (message.id === RAISED.id && !mended ? partly(['b@example.org']) : DELIVERED));
    world.channels.set('hook', channel);
    world.add('hook', RAISED, ['a']);
    await world.rounds(1);
    world.add('hook', RETRACTED, ['a']);
    await world.round();
    expect(channel.taken).toEqual([RETRACTED.id]);
    mended = true;
    await world.rounds(48);
    expect(channel.taken).toEqual([RETRACTED.id]);
    expect(world.rows()[0]).toMatchObject({
      state: 'delivered',
      detail: 'taken for 1 of 2; not tried again: all were sent a later message',
    });
  });
});

describe('messages that were given up', () => {
  it('wait again from the first attempt on, and the receiver is tried at once', async () => {
    const world = outbox();
    let answer: Attempt = FAILED;
    const channel = answering(() => answer);
    world.channels.set('hook', channel);
    for (const id of ['m1', 'm2']) world.add('hook', messageOf(id), ['a']);
    await world.rounds(90);
    expect(states(world.rows())).toEqual(['dead', 'dead']);
    const dead = await world.store.deadDeliveries();
    await world.store.resendDeliveries(
      dead.map(({ id }) => id),
      new Date(world.now).toISOString(),
    );
    const tries = channel.sent.length;
    await world.round();
    expect([channel.sent.length - tries, states(world.rows())]).toEqual([1, ['waiting', 'waiting']]);
    answer = DELIVERED;
    await world.round();
    expect(channel.taken).toEqual(['m1', 'm2']);
  });

  it('are known to have moved on when the receiver was told something later', async () => {
    const world = outbox();
    let answer: Attempt = GONE;
    world.channels.set(
      'hook',
      answering(() => answer),
    );
    world.add('hook', RAISED, ['a']);
    world.add('hook', messageOf('other'), ['b']);
    await world.round();
    answer = DELIVERED;
    await world.store.forgetOutage('hook');
    world.add('hook', RETRACTED, ['a']);
    await world.round();
    expect((await world.store.deadDeliveries()).map(({ movedOn, fingerprints }) => [fingerprints, movedOn])).toEqual([
      [['a'], true],
      [['b'], false],
    ]);
  });
});

describe('a round', () => {
  it('sends all that is due, oldest first, also where one waits for another', async () => {
    const world = outbox();
    const channel = answering(() => DELIVERED);
    world.channels.set('hook', channel);
    for (const id of numbered(120)) world.add('hook', messageOf(id), [`alert ${Number(id.slice(1)) % 7}`]);
    expect(await world.round()).toEqual({ delivered: 120, retried: 0, dead: 0 });
    expect(channel.taken).toEqual(numbered(120));
  });

  it('tries again for a receiver that is missing from the configuration', async () => {
    const world = outbox({});
    world.add('unknown', messageOf('m1'));
    expect(await world.round()).toEqual({ delivered: 0, retried: 1, dead: 0 });
    expect(world.rows()).toMatchObject([{ state: 'waiting', attempts: 1, detail: 'the receiver unknown is not configured' }]);
  });

  it('outlives a channel that throws, and sends the others on', async () => {
    const world = outbox();
    const channel = answering((message) => {
      if (message.id === 'm1') throw new Error('a fault of ours');
      return DELIVERED;
    });
    world.channels.set('hook', channel);
    for (const id of ['m1', 'm2', 'm3']) world.add('hook', messageOf(id), [id === 'm2' ? 'b' : 'a']);
    expect(await world.round()).toEqual({ delivered: 1, retried: 1, dead: 0 });
    expect(channel.taken).toEqual(['m2']);
    expect(world.rows()[0]).toMatchObject({ detail: expect.stringContaining('a fault of ours'), in_doubt: 1, partly_taken: 0 });
  });

  it('ends each attempt by its deadline', async () => {
    const world = outbox();
    world.channels.set(
      'hook',
      answering((_message, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(FAILED)))),
    );
    world.add('hook', messageOf('m1'));
    expect(await world.round({ deadlineMs: 20 })).toMatchObject({ retried: 1 });
  });

  it('that is ended leaves what was under way due and in doubt, without counting an attempt', async () => {
    const world = outbox();
    const stop = new AbortController();
    world.channels.set(
      'hook',
      answering(
        (_message, { signal }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => resolve(FAILED));
            stop.abort();
          }),
      ),
    );
    for (const id of ['m1', 'm2']) world.add('hook', messageOf(id));
    expect(await world.round({ signal: stop.signal })).toEqual({ delivered: 0, retried: 0, dead: 0 });
    expect(world.rows().map((row) => [row.attempts, row.in_doubt])).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  it('that is ended before it begins sends nothing', async () => {
    const world = outbox();
    const channel = answering(() => DELIVERED);
    world.channels.set('hook', channel);
    world.add('hook', messageOf('m1'));
    await world.round({ signal: AbortSignal.abort() });
    expect([channel.sent, world.rows()[0]?.in_doubt]).toEqual([[], 0]);
  });

  it('logs as an error what a person has to mend', async () => {
    const world = outbox();
    const errors: string[] = [];
    world.log = { ...silentLog, error: (message) => void errors.push(message) };
    world.channels.set(
      'hook',
      answering(() => FORBIDDEN),
    );
    world.add('hook', messageOf('m1'));
    await world.round();
    expect(errors).toEqual(['message not delivered: a person has to mend the receiver']);
  });
});

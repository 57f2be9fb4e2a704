import { describe, expect, test } from 'vitest';
import { createPace } from '../../src/http/pace.ts';
import { clientFor, serve } from './server.ts';

/** A clock that only sleeping moves. */
function clockwork() {
  let now = 1_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    sleep: async (ms: number) => {
      slept.push(ms);
      now += ms;
    },
  };
}

describe('the pace of a host', () => {
  test('leaves at least the pause between starts, whatever the requests take', async () => {
    const clock = clockwork();
    const pace = createPace(clock.sleep, clock.now);
    const starts: number[] = [];
    const turns = [0, 300, 2_000, 0].map((takes) =>
      pace.turn('a', 1_000, undefined, async () => {
        starts.push(clock.now());
        clock.pass(takes);
      }),
    );
    await Promise.all(turns);
    const gaps = starts.slice(1).map((at, i) => at - (starts[i] ?? 0));
    expect(gaps).toEqual([1_001, 1_001, 2_000]);
  });

  test('is one request at a time, and hosts do not wait for each other', async () => {
    const pace = createPace(
      async () => {},
      () => performance.now(),
    );
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, 10));
      running--;
    };
    await Promise.all([1, 2, 3].map(() => pace.turn('a', 0, undefined, work)));
    expect(most).toBe(1);
    await Promise.all(['a', 'b', 'c'].map((host) => pace.turn(host, 0, undefined, work)));
    expect(most).toBe(3);
  });

  test('is kept after a failure, and a failure holds nobody up', async () => {
    const clock = clockwork();
    const pace = createPace(clock.sleep, clock.now);
    await expect(pace.turn('a', 500, undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await pace.turn('a', 500, undefined, async () => {});
    expect(clock.slept).toEqual([501]);
  });

  test('is not waited for by a request that was given up', async () => {
    const pace = createPace(
      () => new Promise(() => {}),
      () => 1_000,
    );
    await pace.turn('a', 500, undefined, async () => {});
    const controller = new AbortController();
    const waiting = pace.turn('a', 500, controller.signal, async () => {});
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });

  test('forgets hosts that rest when there are many', async () => {
    const clock = clockwork();
    const pace = createPace(clock.sleep, clock.now);
    for (let i = 0; i < 2_000; i++) {
      await pace.turn(`h${i}`, 100, undefined, async () => {});
      clock.pass(60_000);
    }
    await pace.turn('h1999', 100_000, undefined, async () => {});
    expect(clock.slept).toEqual([40_001]);
  });

  test('is seen by a real server, over redirects too', async () => {
    const clock = clockwork();
    const seen: (readonly [path: string | undefined, at: number])[] = [];
    const server = await serve(({ url }, response) => {
      seen.push([url, clock.now()]);
      if (url === '/2') response.writeHead(302, { Location: '/b' }).end();
      else response.end('x');
    });
    const client = clientFor([server], { clock: clock.now, sleep: clock.sleep });
    await Promise.all(['/1', '/2', '/3'].map((path) => client.fetch({ url: server.origin + path, paceMs: 100 })));
    expect(seen.map(([, at]) => at)).toEqual([1_000, 1_101, 1_202, 1_303]);
    expect(seen.map(([path]) => path).toSorted()).toEqual(['/1', '/2', '/3', '/b']);
  });
});

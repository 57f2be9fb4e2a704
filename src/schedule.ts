import { createTask, type ScheduledTask } from 'node-cron';
import type { Log } from './log.ts';

/** Why a pipeline is woken: the program started, its cron expression matched, or the minute's look at everything. */
export type WakeTrigger = 'start' | 'cron' | 'minute';

export interface ScheduleOptions {
  /** With the schedule that holds after configuration; null is never woken. */
  readonly pipelines: Iterable<{ readonly id: string; readonly schedule: string | null; readonly timezone: string }>;
  /**
   * Asks the database whether the pipeline is due (`isDue` with the start of its last run) and runs it if so; returns
   * at once otherwise. Called for every pipeline every minute, so a slot that was slept through costs nothing.
   */
  readonly wake: (pipelineId: string, trigger: WakeTrigger, signal: AbortSignal) => Promise<void>;
  /** The inbox and the deliveries. */
  readonly everyMinute: (signal: AbortSignal) => Promise<void>;
  /** Everything that waited was done. */
  readonly atRest: () => void;
  readonly now: () => Date;
  readonly log: Log;
}

export interface Schedule {
  /** Starts nothing more, aborts the signal, and waits for what runs, 10 s at most. Safe to call twice. */
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
/** A minute's beat that comes this late or early by the wall clock is worth a line in the log. */
const NOTABLE_DRIFT_MS = 90_000;

/**
 * Wakes pipelines at their publishers' times. It only wakes: what is due is decided by `wake` from the database, so
 * missed ticks, sleep, restarts and changes of the clock lose nothing and double nothing. One thing runs at a time over
 * all pipelines; wakes of one pipeline that wait are one.
 */
export function startSchedule(options: ScheduleOptions): Schedule {
  const { wake, everyMinute, atRest, now, log } = options;
  const scheduled = [...options.pipelines].filter((pipeline) => pipeline.schedule !== null);
  const abort = new AbortController();
  const line = oneAtATime((name, error) => log.error(`${name} failed`, { error }), atRest);

  const wakeSoon = (id: string, trigger: WakeTrigger): void => line.add(id, () => wake(id, trigger, abort.signal));
  const lookAtAll = (trigger: WakeTrigger): void => {
    // `:` is in no pipeline's id.
    line.add('minute:', () => everyMinute(abort.signal));
    for (const { id } of scheduled) wakeSoon(id, trigger);
  };

  const tasks = scheduled.map(({ id, schedule, timezone }) => startTask(schedule ?? '', timezone, log, () => wakeSoon(id, 'cron')));
  // A plain timer, not a cron task: after the clock is put back, node-cron's waits until the wall clock has caught up.
  let beatAt = now().getTime();
  const beat = setInterval(() => {
    const drift = now().getTime() - beatAt - MINUTE_MS;
    beatAt += MINUTE_MS + drift;
    if (Math.abs(drift) >= NOTABLE_DRIFT_MS)
      log.warn('the clock jumped, or this process stood still; looking at what is due', { seconds: Math.round(drift / 1000) });
    lookAtAll('minute');
  }, MINUTE_MS);
  lookAtAll('start');

  let stopped: Promise<void> | null = null;
  return {
    stop() {
      stopped ??= (async () => {
        clearInterval(beat);
        for (const task of tasks) await task.destroy();
        abort.abort(new Error('the schedule was stopped'));
        const running = line.close();
        if (!(await settlesWithin(running, STOP_WITHIN_MS)))
          log.warn('stopped while something still ran; it will be taken up again at the next start');
      })();
      return stopped;
    },
  };
}

function startTask(schedule: string, timezone: string, log: Log, tick: () => void): ScheduledTask {
  const task = createTask(schedule, tick, {
    timezone,
    // node-cron would print a line of its own for every missed slot.
    suppressMissedWarning: true,
    logger: {
      info: (message) => log.debug(message),
      warn: (message) => log.warn(message),
      error: (message, error) => log.error(String(message), { error: error ?? message }),
      debug: (message) => log.debug(String(message)),
    },
  });
  // Late by more than a second, node-cron reports a slot as missed and does not call: it is woken for all the same.
  task.on('execution:missed', tick);
  void task.start();
  return task;
}

interface Line {
  /** Runs the work after what waits; does nothing when work of that name waits already. What runs may be added again. */
  add(name: string, work: () => Promise<void>): void;
  /** Forgets what waits and resolves when what runs has ended. */
  close(): Promise<void>;
}

/** Runs named work one after the other, in the order in which it came, and says when all is done. */
function oneAtATime(failed: (name: string, error: unknown) => void, done: () => void): Line {
  const waiting = new Map<string, () => Promise<void>>();
  let running: Promise<void> | null = null;
  let closed = false;

  const drain = async (): Promise<void> => {
    for (let next = first(waiting); next !== null; next = first(waiting)) {
      const [name, work] = next;
      waiting.delete(name);
      try {
        await work();
      } catch (error) {
        failed(name.replace(/:$/, ''), error);
      }
    }
    running = null;
    if (!closed) done();
  };

  return {
    add(name, work) {
      if (closed || waiting.has(name)) return;
      waiting.set(name, work);
      // Begun in a later turn, so that whoever starts the schedule holds it before anything runs.
      running ??= Promise.resolve().then(drain);
    },
    async close() {
      closed = true;
      waiting.clear();
      await running;
    },
  };
}

const first = <K, V>(map: ReadonlyMap<K, V>): [K, V] | null => map.entries().next().value ?? null;

/** Whether a promise settles in time; its timer does not keep the process alive. */
async function settlesWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The dead-man ping: a service elsewhere (healthchecks.io, or what speaks like it) hears when a run begins and how it
 * ended, and raises the alarm when it hears nothing. See https://healthchecks.io/docs/http_api/.
 */
import { randomUUID } from 'node:crypto';
import { describeError, UsageError } from './errors.ts';
import { clientOnDemand } from './http/on-demand.ts';
import type { Log } from './log.ts';
import type { RunReport } from './run.ts';

export interface Ping {
  /**
   * Does the work between two pings. What goes wrong with them is logged and changes nothing.
   * @param signal when it fires, the work is cut off by a stop, which is no failure: nothing more is said.
   */
  around(pipeline: string, work: () => Promise<RunReport>, signal?: AbortSignal): Promise<RunReport>;
  /**
   * Says that the job works although nothing was due; nothing when a ping was sent within the hour.
   * @param isWell asked only when something would be said: the service takes it as the end of whatever failed before.
   */
  alive(isWell: () => Promise<boolean>): Promise<void>;
  close(): void;
}

const DEADLINE_MS = 10_000;
const ATTEMPTS = 2;
/** The service keeps 100 kB and shows some lines. */
const MOST_CHARACTERS = 2000;
/** The service may be told to expect a ping each hour, and some minutes of grace. */
const QUIET_MS = 3_600_000;

export const NO_PING: Ping = { around: (_pipeline, work) => work(), alive: async () => {}, close: () => {} };

/**
 * @param address of the check, a secret.
 * @throws UsageError when it is no address of the web; the message does not show it.
 */
export function openPing(
  address: string,
  options: { readonly userAgent: string; readonly log: Pick<Log, 'warn'>; readonly elapsedMs?: () => number },
): Ping {
  // Of the process, not of the wall: a clock that is put back does not keep it quiet.
  const elapsedMs = options.elapsedMs ?? (() => performance.now());
  let saidAt = Number.NEGATIVE_INFINITY;
  const base = address.trim().replace(/\/+$/, '');
  if (!/^https?:\/\/[^\s?#]+$/.test(base) || !URL.canParse(base))
    throw new UsageError(
      'the secret of ping.url_secret: expected an address such as https://hc-ping.com/ and the id of a check, without a query',
    );
  // A client of its own: its log would show the address, and a publisher's pace has nothing to do with it.
  const client = clientOnDemand({
    userAgent: options.userAgent,
    deadlineMs: DEADLINE_MS,
    attempts: ATTEMPTS,
    // A person configured it: it may be on a private network.
    allowedPrivateOrigins: [new URL(base).origin],
  });
  const send = async (path: string, attempt: string, body: string): Promise<void> => {
    saidAt = elapsedMs();
    try {
      await client.fetch({
        url: `${base}${path}?rid=${attempt}`,
        method: 'POST',
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
        body: body.slice(0, MOST_CHARACTERS),
      });
    } catch (error) {
      options.log.warn('the ping was not taken', { host: new URL(base).host, reason: withoutAddress(describeError(error), base) });
    }
  };
  return {
    async around(pipeline, work, signal) {
      const attempt = randomUUID();
      // The run does not wait for it; what is said at the end does, so that the two come in order.
      const begun = send('/start', attempt, `${pipeline}: a run begins`);
      const end = async (path: string, body: string): Promise<void> => {
        await begun;
        await send(path, attempt, body);
      };
      let report: RunReport;
      try {
        report = await work();
      } catch (error) {
        if (signal?.aborted !== true) await end('/fail', `${pipeline}: the run broke off: ${describeError(error)}`);
        throw error;
      }
      await end(isWell(report) ? '' : '/fail', summary(report));
      return report;
    },
    async alive(isWell) {
      if (elapsedMs() - saidAt < QUIET_MS || !(await isWell())) return;
      await send('', randomUUID(), 'nothing was due');
    },
    close: () => client.close(),
  };
}

/** A source that waits for its key waits for a person, who is told elsewhere; the job itself works. */
const isWell = ({ outcome }: RunReport): boolean => outcome === 'ok' || outcome === 'waiting';

const summary = ({ runId, pipeline, outcome, counts, error }: RunReport): string =>
  `run ${runId} of ${pipeline}: ${outcome}, ${counts.inserted} new figures, ${counts.revised} revised, ${counts.refused} refused${error === null ? '' : `\n${error}`}`;

/** Errors of the network name host and path. */
function withoutAddress(text: string, base: string): string {
  const { host, pathname } = new URL(base);
  return text.replaceAll(`${host}${pathname}`, host).replaceAll(pathname === '/' ? base : pathname, '');
}

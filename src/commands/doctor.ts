import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { dirname } from 'node:path';
import { remedyFor } from '../channels/remedy.ts';
import { type Config, loadConfig, openSecrets, type Receiver } from '../config.ts';
import { isDisabled } from '../domain/receiver.ts';
import { describeError, LockedError } from '../errors.ts';
import { copyState, sentenceOfCopy } from '../publish.ts';
import { loadRegistry } from '../registry.ts';
import { acquireLock } from '../store/lock.ts';
import { readProgress } from '../store/progress-file.ts';
import { isOlder } from '../store/restored.ts';
import { openStoreForReading } from '../store/sqlite.ts';
import type { Progress, Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { deadLine, undelivered } from './status.ts';
import { renderJson, renderTable } from './table.ts';

type Verdict = 'ok' | 'note' | 'fault';
interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  /** What was found, and what to do about it. */
  readonly says: string;
}

const GIB = 2 ** 30;
const LEAST_FREE_GIB = 1;
const CONNECT_MS = 3000;
/** Node 20's end of life; see https://nodejs.org/en/about/previous-releases. */
const NODE_END_OF_LIFE: Readonly<Record<number, string>> = { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' };

/** Checks what an operator forgets; exit code 1 when something would keep the program from its work. */
export async function doctor(io: CommandIo, options: { config?: string; db?: string; json?: boolean }): Promise<number> {
  const findings: Finding[] = [checkNode(io.now()), checkTimezones()];
  const config = await readConfig(io, options, findings);
  if (config !== null) {
    findings.push(
      checkDisk(config),
      ...(await checkDatabase(config)),
      ...(await checkCopy(config)),
      ...(await checkSources(io, config)),
      ...checkReceivers(io, config),
      await checkMailServer(config),
    );
  }
  if (options.json === true) io.stdout(renderJson(findings));
  else
    io.stdout(
      renderTable(
        ['', 'check', ''],
        findings.map((f) => [f.verdict === 'ok' ? '●' : f.verdict === 'note' ? '◌' : '✗', f.check, f.says]),
      ),
    );
  return findings.some((f) => f.verdict === 'fault') ? 1 : 0;
}

function checkNode(now: Date): Finding {
  const end = NODE_END_OF_LIFE[Number(process.versions.node.split('.')[0])];
  const over = end !== undefined && now.toISOString().slice(0, 10) > end;
  return {
    check: 'Node',
    verdict: over ? 'note' : 'ok',
    says: `${process.versions.node}${over ? `: this line has had no security fixes since ${end}; move to a newer one` : ''}`,
  };
}

/** The schedules need the zones of the publishers, which a small container image may lack. */
function checkTimezones(): Finding {
  const shanghai = new Intl.DateTimeFormat('en', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    hour12: false,
    timeZoneName: 'longOffset',
  }).format(new Date(0));
  return shanghai.includes('GMT+08')
    ? { check: 'time zones', verdict: 'ok', says: 'known' }
    : { check: 'time zones', verdict: 'fault', says: 'Node does not know Asia/Shanghai: install a build with full ICU data' };
}

async function readConfig(io: CommandIo, options: { config?: string; db?: string }, findings: Finding[]): Promise<Config | null> {
  try {
    const registry = await loadRegistry();
    const config = loadConfig(options.config ?? null, {
      cwd: io.cwd,
      pipelines: [...registry.values()],
      ...(options.db === undefined ? {} : { database: options.db }),
    });
    findings.push({
      check: 'configuration',
      verdict: 'ok',
      says: `${config.file}: ${config.rules.length + config.claimRules.length + config.dataRules.length} rules, ${config.receivers.length} receivers`,
    });
    return config;
  } catch (error) {
    findings.push({ check: 'configuration', verdict: 'fault', says: describeError(error) });
    return null;
  }
}

function checkDisk(config: Config): Finding {
  let folder = dirname(config.database);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return { check: 'disk', verdict: 'fault', says: `${folder} cannot be written: give it to the user that runs tradewatch` };
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = (Number(bavail) * Number(bsize)) / GIB;
  return {
    check: 'disk',
    verdict: free < LEAST_FREE_GIB ? 'fault' : 'ok',
    says: `${free.toFixed(1)} GiB free at ${folder}${free < LEAST_FREE_GIB ? ': make room, every write is durable and a full disk stops the runs' : ''}`,
  };
}

async function checkDatabase(config: Config): Promise<Finding[]> {
  if (!existsSync(config.database))
    return [
      { check: 'database', verdict: 'note', says: `${config.database} is not there yet: "tradewatch run" or "tradewatch ingest" makes it` },
    ];
  const findings: Finding[] = [];
  try {
    const store = openStoreForReading(config.database);
    try {
      findings.push(
        { check: 'database', verdict: 'ok', says: config.database },
        ...(await checkDelivery(store)),
        ...restoredFinding(readProgress(config.database), await store.progress(), await store.restored()),
      );
    } finally {
      store.close();
    }
  } catch (error) {
    findings.push({ check: 'database', verdict: 'fault', says: describeError(error) });
  }
  try {
    acquireLock(config.database, 'doctor').release();
    findings.push({ check: 'lock', verdict: 'ok', says: 'free: no server is running on this database' });
  } catch (error) {
    findings.push({ check: 'lock', verdict: error instanceof LockedError ? 'ok' : 'fault', says: describeError(error) });
  }
  return findings;
}

/** What receivers do not take. */
async function checkDelivery(store: Pick<Store, 'outages' | 'deadDeliveries'>): Promise<Finding[]> {
  const dead = await undelivered(store);
  const outages = (await store.outages()).map((outage): Finding => {
    const { receiver, since, detail } = outage;
    const says = `${isDisabled(outage) ? 'disabled' : 'failing'} since ${since}: ${detail}. ${remedyFor(detail)} "tradewatch alerts test ${receiver}" tries it`;
    return { check: `delivery to ${receiver}`, verdict: 'fault', says };
  });
  return dead === 0 ? outages : [...outages, { check: 'messages', verdict: 'note', says: deadLine(dead).trimEnd() }];
}

/** Where people copy the database from. */
async function checkCopy({ publish, database }: Config): Promise<Finding[]> {
  if (publish === null || !existsSync(database)) return [];
  const check = 'published copy';
  const folder = dirname(publish.file);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return [
      {
        check,
        verdict: 'fault',
        says: `${folder} is not there or cannot be written: mount the share, or give it to the user that runs tradewatch`,
      },
    ];
  }
  let store: Store;
  try {
    store = openStoreForReading(database);
  } catch {
    // The database is told of above.
    return [];
  }
  try {
    const copy = await copyState(store, publish.file);
    const says = `${publish.file}: ${sentenceOfCopy(copy)}`;
    if (copy.state === 'current') return [{ check, verdict: 'ok', says }];
    return [{ check, verdict: 'note', says: `${says}; the next run replaces it, or the log says why it cannot` }];
  } finally {
    store.close();
  }
}

/** Whether the database is an older copy of the one that was here. */
function restoredFinding(known: Progress | null, found: Progress, restored: Awaited<ReturnType<Store['restored']>>): Finding[] {
  if (known !== null && isOlder(found, known))
    return [
      {
        check: 'restored',
        verdict: 'note',
        says: 'the database is an older copy of the one that was here: at the next start what crosses is told as history until each source has answered',
      },
    ];
  if (restored === null) return [];
  const says = `from an older copy, ${restored.at}: what crosses is told as history until these have answered: ${restored.sources.join(', ')}`;
  return [{ check: 'restored', verdict: 'note', says }];
}

async function checkSources(io: CommandIo, config: Config): Promise<Finding[]> {
  const secrets = openSecrets(io.env);
  return [...(await loadRegistry()).values()]
    .filter((pipeline) => config.pipelines[pipeline.id]?.enabled !== false && pipeline.secret !== undefined)
    .map((pipeline) => {
      const set = secrets.find(pipeline.secret ?? '') !== null;
      return {
        check: `key of ${pipeline.id}`,
        verdict: set ? ('ok' as const) : ('note' as const),
        says: set
          ? 'set'
          : `${pipeline.secret} is not set: this source ${pipeline.secretOptional === true ? 'gives less without a key' : 'waits for its key'}`,
      };
    });
}

function checkReceivers(io: CommandIo, config: Config): Finding[] {
  if (config.receivers.length === 0)
    return [
      {
        check: 'receivers',
        verdict: 'note',
        says: `none: alerts are kept in the database and nobody is told; add receivers to ${config.file}`,
      },
    ];
  const secrets = openSecrets(io.env);
  return config.receivers.map((receiver) => {
    const missing = secretsOf(receiver, config).filter((name) => secrets.find(name) === null);
    const check = `receiver ${receiver.id}`;
    return missing.length === 0
      ? { check, verdict: 'ok' as const, says: `${receiver.channel}; "tradewatch alerts test ${receiver.id}" sends a test message` }
      : {
          check,
          verdict: 'fault' as const,
          says: `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set: give it in the environment, in a file (${missing[0]}_FILE), or as a systemd credential`,
        };
  });
}

function secretsOf(receiver: Receiver, config: Config): string[] {
  if (receiver.channel === 'email') return config.smtp?.password == null ? [] : [config.smtp.password];
  if (receiver.channel !== 'webhook') return [receiver.url];
  return [...('secret' in receiver.url ? [receiver.url.secret] : []), ...receiver.secrets];
}

async function checkMailServer(config: Config): Promise<Finding> {
  const { smtp } = config;
  if (smtp === null) return { check: 'mail server', verdict: 'ok', says: 'none configured, none needed' };
  const reached = await new Promise<string | null>((resolve) => {
    const socket = connectTcp({ host: smtp.host, port: smtp.port, timeout: CONNECT_MS });
    const end = (fault: string | null): void => {
      socket.destroy();
      resolve(fault);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`no answer within ${CONNECT_MS / 1000} s`));
    socket.once('error', (error) => end(error.message));
  });
  const where = `${smtp.host}:${smtp.port}`;
  return reached === null
    ? { check: 'mail server', verdict: 'ok', says: `${where} answers` }
    : { check: 'mail server', verdict: 'fault', says: `${where}: ${reached}` };
}

import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { remedyFor } from '../channels/remedy.ts';
import { deadLine, undelivered } from '../commands/status.ts';
import type { Config } from '../config.ts';
import { isDisabled } from '../domain/outage.ts';
import { describeError, LockedError } from '../errors.ts';
import { copyState, sentenceOfCopy } from '../publish.ts';
import { lastBackup } from '../store/last-backup.ts';
import { acquireLock } from '../store/lock.ts';
import { readProgress } from '../store/progress-file.ts';
import { isOlder } from '../store/restored.ts';
import { openStoreForReading } from '../store/sqlite.ts';
import type { Progress, Store } from '../store/store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MIB = 2 ** 20;
/** The log is taken into the file after 4 MiB; more means that a reader has kept its place for long. */
const MOST_WAL_BYTES = 256 * MIB;
const OLDEST_BACKUP_DAYS = 8;
const SILENCE_NOTICE_MS = 24 * HOUR_MS;

/** The file, who holds it, and what in it waits for a person. */
export async function checkDatabase(config: Config, now: Date): Promise<Finding[]> {
  const { database } = config;
  if (!existsSync(database))
    return [warn('database', `${database} does not exist yet`, '"tradewatch run" or "tradewatch ingest" creates it')];
  return [
    ...(await checkContents(config, now)),
    checkLock(database),
    checkWal(database),
    checkBackup(database, now),
    ...(await checkCopy(config)),
  ];
}

async function checkContents({ database, pipelines }: Config, now: Date): Promise<Finding[]> {
  try {
    const store = openStoreForReading(database);
    try {
      const { sqliteVersion, faults } = await store.health();
      return [
        faults.length === 0
          ? ok('database', `${database}: SQLite ${sqliteVersion} finds no damage`)
          : fail(
              'database',
              `${database} is damaged: ${faults.slice(0, 3).join('; ')}`,
              'stop the server, keep the file, and restore the last backup',
            ),
        ...(await checkSources(store, (id) => pipelines[id]?.enabled !== false)),
        ...(await checkDelivery(store)),
        ...(await checkSilences(store, now)),
        ...checkRestored(readProgress(database), await store.progress(), await store.restored()),
      ];
    } finally {
      store.close();
    }
  } catch (error) {
    return [fail('database', describeError(error), 'do what the message says, then run doctor again')];
  }
}

async function checkSources(store: Pick<Store, 'sources' | 'waiting'>, enabled: (pipeline: string) => boolean): Promise<Finding[]> {
  const sources = (await store.sources()).filter((source) => enabled(source.pipeline));
  const findings = sources.flatMap(({ pipeline, state, schedule, lastSuccessAt, lastError, nothingToAsk }) => {
    const check = `source ${pipeline}`;
    if (state === 'failing')
      return [warn(check, `failing: ${lastError ?? 'see its last run'}`, `"tradewatch runs list --pipeline ${pipeline}" shows its runs`)];
    if (state === 'late' || state === 'stale')
      return [
        warn(
          check,
          `${state}: a release did not come`,
          'look at the publisher\'s page; "tradewatch sources list" shows when it was expected',
        ),
      ];
    if (nothingToAsk)
      return [warn(check, 'its settings leave nothing to ask', 'see "Settings of the sources" in docs/operate.md, or turn the source off')];
    if (lastSuccessAt !== null) return [];
    return [
      schedule === null
        ? warn(
            check,
            'never got a file',
            `drop one into its folder in the inbox, run "tradewatch ingest ${pipeline} FILE", or turn the source off`,
          )
        : warn(check, 'never brought anything', `run "tradewatch run ${pipeline}" to ask it now, or turn the source off`),
    ];
  });
  if (findings.length === 0 && sources.length > 0) findings.push(ok('sources', `all ${sources.length} have succeeded`));
  const held = (await store.waiting()).length;
  if (held > 0)
    findings.push(
      warn(
        'held figures',
        `${held} held until they are confirmed`,
        '"tradewatch held list" shows them; "tradewatch held accept" loads them',
      ),
    );
  return findings;
}

/** What receivers do not take. */
async function checkDelivery(store: Pick<Store, 'outages' | 'deadDeliveries'>): Promise<Finding[]> {
  const dead = await undelivered(store);
  const outages = (await store.outages()).map((outage) => {
    const { receiver, since, detail } = outage;
    return fail(
      `delivery to ${receiver}`,
      `${isDisabled(outage) ? 'disabled' : 'failing'} since ${since}: ${detail}`,
      `${remedyFor(detail)} "tradewatch alerts test ${receiver}" tries it`,
    );
  });
  if (dead === 0) return outages;
  const [says = '', todo = ''] = deadLine(dead).trimEnd().split(': ');
  return [...outages, warn('messages', says, todo)];
}

async function checkSilences(store: Pick<Store, 'silencesAt'>, now: Date): Promise<Finding[]> {
  const soon = new Date(now.getTime() + SILENCE_NOTICE_MS).toISOString();
  return (await store.silencesAt(now.toISOString())).map(({ id, rule, series, receiver, author, until }) => {
    const what = [
      rule === null ? '' : `rule ${rule}`,
      series === null ? '' : `series ${series}`,
      receiver === null ? '' : `receiver ${receiver}`,
    ]
      .filter((part) => part !== '')
      .join(', ');
    const check = `silence ${id}`;
    const says = `${what === '' ? 'everything' : what}, by ${author}, until ${until}`;
    return until <= soon
      ? warn(check, `ends soon: ${says}`, 'what it holds back and still stands is reported then; to prevent that, add a new silence')
      : ok(check, says);
  });
}

function checkLock(database: string): Finding {
  try {
    acquireLock(database, 'doctor').release();
    return ok('lock', 'free: no server is running on this database');
  } catch (error) {
    if (error instanceof LockedError) return ok('lock', describeError(error));
    return fail('lock', describeError(error), `make the user that runs tradewatch the owner of ${database}.lock`);
  }
}

function checkWal(database: string): Finding {
  const bytes = statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const says = `${(bytes / MIB).toFixed(1)} MiB to be moved into the database file`;
  return bytes > MOST_WAL_BYTES
    ? warn('write-ahead log', says, 'close programs that keep the file open for long, such as an SQL shell')
    : ok('write-ahead log', says);
}

function checkBackup(database: string, now: Date): Finding {
  const last = lastBackup(database);
  const todo = '"tradewatch db backup FILE" makes one, preferably on another disk';
  if (last === null) return warn('backup', 'none has been made by "tradewatch db backup"', todo);
  const days = Math.floor((now.getTime() - Date.parse(last.at)) / DAY_MS);
  const says = `${last.file}, ${last.at.slice(0, 16).replace('T', ' ')} UTC`;
  return days >= OLDEST_BACKUP_DAYS ? warn('backup', `${days} days old: ${says}`, todo) : ok('backup', says);
}

/** Where people copy the database from. */
async function checkCopy({ publish, database }: Config): Promise<Finding[]> {
  if (publish === null) return [];
  const check = 'published copy';
  const folder = dirname(publish.file);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return [
      fail(check, `${folder} does not exist or cannot be written`, 'mount the share, or let the user that runs tradewatch write to it'),
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
    return [copy.state === 'current' ? ok(check, says) : warn(check, says, 'the next run replaces it; if it cannot, the log says why')];
  } finally {
    store.close();
  }
}

/** Whether the database is an older copy of the one that was here. */
function checkRestored(known: Progress | null, found: Progress, restored: Awaited<ReturnType<Store['restored']>>): Finding[] {
  const [check, todo] = ['restored', 'nothing, if this was intended; until then, crossings are reported as history'];
  if (known !== null && isOlder(found, known))
    return [
      warn(
        check,
        'the database is an older copy of the one that was here: crossings will be reported as history until each source has answered',
        todo,
      ),
    ];
  if (restored === null) return [];
  return [warn(check, `from an older copy, ${restored.at}; these have not answered since: ${restored.sources.join(', ')}`, todo)];
}

import type { Channel } from './channels/channel.ts';
import { openChannels } from './channels/open.ts';
import { READING_VERSION } from './claims.ts';
import type { CommandIo } from './commands/command.ts';
import { type CommodityData, loadCommodityData } from './commodity-data.ts';
import { type Config, openSecrets, type Secrets } from './config.ts';
import { activateLedger } from './corrections.ts';
import { digestOf } from './domain/alert.ts';
import { JUDGING_VERSION } from './domain/judge-claim.ts';
import { ruleVersion, versionOf } from './domain/rule.ts';
import type { HttpClientOptions } from './http/client.ts';
import { clientOnDemand } from './http/on-demand.ts';
import { type Log, logLevel, openLog } from './log.ts';
import { NO_PING, openPing, type Ping } from './ping.ts';
import type { Pipeline } from './pipeline.ts';
import { createPublisher } from './publish.ts';
import { destinationsOf } from './receivers.ts';
import { settleReleases } from './releases.ts';
import type { Services, Source } from './services.ts';
import { sourcesOf } from './sources.ts';
import { type Archive, openArchive } from './stages/archive.ts';
import { type Delivered, deliver } from './stages/deliver.ts';
import { createDetector, type DetectContext } from './stages/detect.ts';
import { createClaimJudge } from './stages/judge-news.ts';
import { createPublicationJudge } from './stages/judge-publications.ts';
import { acquireLock, type Lock } from './store/lock.ts';
import { readProgress, writeProgress } from './store/progress-file.ts';
import { openStore } from './store/sqlite.ts';
import type { Detector, RuleVersion, Store } from './store/store.ts';
import { keepUp } from './upkeep.ts';
import { VERSION } from './version.ts';

/** Everything that a command which writes works with; one at a time per database. */
export interface App {
  readonly config: Config;
  readonly services: Services;
  readonly sources: ReadonlyMap<string, Source>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly secrets: Secrets;
  /** Tells a service elsewhere of runs, where one is configured. */
  readonly ping: Pick<Ping, 'around'>;
  /** Tells it that the job works, when nothing was due for long and no source fails. */
  sayAlive(): Promise<void>;
  /** How many requests to publishers were sent again so far. */
  retries(): number;
  /** Sends what is due from the outbox. */
  deliver(signal?: AbortSignal): Promise<Delivered>;
  /** Puts the published copy in its place, where one is configured and a run has ended since; never throws. */
  publish(): Promise<void>;
  /** What time alone brings about: silences that end, sources that fail for long enough, the month's heartbeat. */
  keepUp(): Promise<void>;
  /** Writes beside the database how far it has come, so that an older copy in its place is seen to be one. */
  noteProgress(): Promise<void>;
  close(): void;
}

export interface AppFlags {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** No pauses between requests: the publisher is ours. */
  readonly noWaiting?: boolean;
}

/**
 * Wires the program: lock, database, archive, network, rules, channels. Rules that are new are judged at once on the
 * data at hand, quietly.
 * @throws LockedError when another process writes this database.
 */
export async function openApp(
  io: CommandIo,
  config: Config,
  registry: ReadonlyMap<string, Pipeline>,
  purpose: string,
  flags: AppFlags = {},
): Promise<App> {
  const log = openCommandLog(io, config, flags);
  const secrets = openSecrets(io.env, { found: log.redact, warn: log.warn });
  const lock = acquireLock(config.database, purpose);
  let store: Store | null = null;
  try {
    store = openStore(config.database);
    return await wire({ io, config, registry, flags, log, secrets, lock, store });
  } catch (error) {
    store?.close();
    lock.release();
    throw error;
  }
}

interface Opened {
  readonly io: CommandIo;
  readonly config: Config;
  readonly registry: ReadonlyMap<string, Pipeline>;
  readonly flags: AppFlags;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly lock: Lock;
  readonly store: Store;
}

async function wire(opened: Opened): Promise<App> {
  const { io, config, registry, flags, log, secrets, lock, store } = opened;
  const sources = sourcesOf(config, registry, secrets);
  await describe(store, sources);
  await store.endCutOffRuns(io.now().toISOString());
  if (await store.noticeRestore(readProgress(config.database), io.now().toISOString()))
    log.warn(
      'the database is an older copy of the one that was here: what crosses is told as history until each source has answered again',
      { database: config.database },
    );
  // The calendar may have changed, in the program or in the configuration.
  for (const source of sources.values()) await settleReleases({ store, now: io.now, log }, source);
  const archive = openArchive(config.archive);
  const commodities = loadCommodityData();
  const receivers = new Map(config.receivers.map((r) => [r.id, r.channel]));
  const detector = await judgeByRules(opened, sources, archive, commodities, receivers);
  let retries = 0;
  const client = clientOnDemand({
    onRetry: () => {
      retries += 1;
    },
    userAgent: config.userAgent,
    allowedPrivateOrigins: configuredOrigins(config),
    ...(await holdsOf(store, io.now)),
    log,
    ...(flags.noWaiting === true ? { sleep: async () => {} } : {}),
  });
  const channels = openChannels(config.receivers, config.smtp, secrets);
  const destinations = destinationsOf(config);
  const ping = pingOf(config, secrets, log);
  const services: Services = { store, archive, client, detector, commodities: commodities.names, log, now: io.now };
  const upkeep = { heartbeat: config.heartbeat, channels: receivers, rules: [...config.rules, ...config.claimRules, ...config.dataRules] };
  return {
    config,
    services,
    sources,
    channels,
    secrets,
    publish: config.publish === null ? async () => {} : createPublisher(store, config.publish.file, log),
    ping,
    sayAlive: () => ping.alive(async () => (await store.sources()).every((s) => s.state !== 'failing' || !sources.has(s.pipeline))),
    retries: () => retries,
    deliver: (signal) => deliver({ store, channels, destinations, now: io.now, log, ...(signal === undefined ? {} : { signal }) }),
    keepUp: () => keepUp(services, upkeep),
    async noteProgress() {
      const progress = await store.progress();
      try {
        writeProgress(config.database, progress);
      } catch (error) {
        log.warn('how far the database has come could not be written beside it', { error });
      }
    },
    close() {
      client.close();
      ping.close();
      store.close();
      lock.release();
    },
  };
}

/** Brings what is stored up to the rules and the ledger of corrections of this configuration. @returns what judges by them from now on. */
async function judgeByRules(
  { io, config, registry, log, store }: Opened,
  sources: ReadonlyMap<string, Source>,
  archive: Archive,
  commodities: CommodityData,
  channels: ReadonlyMap<string, string>,
): Promise<Detector> {
  const titles = new Map([...sources.values()].map(({ pipeline: p }) => [p.id, { title: p.title, publisher: p.publisher }]));
  const context = { channels, sources: titles };
  const detector = createDetector({
    ...context,
    rules: config.rules,
    claims: createClaimJudge({ rules: config.claimRules, mapping: commodities.series, channels }),
    publications: createPublicationJudge({ rules: config.dataRules, channels }),
  });
  await activateLedger({ store, archive, detector, now: io.now, log }, registry, config.corrections);
  for (const { id, commodities: ids } of config.claimRules)
    for (const commodity of ids ?? [])
      if (!Object.hasOwn(commodities.series, commodity))
        log.warn('a rule names a commodity that no official series decides; it never finds anything about it', { rule: id, commodity });
  await store.reconcile(detector, 'silence_over', io.now().toISOString());
  const versions = versionsOf(config, commodities);
  const adopted = await adoptRules(store, config, versions, commodities, context, io.now());
  const changedRules = adopted.filter((id) => id !== CLAIM_SERIES && id !== CLAIM_NAMES).length;
  if (changedRules > 0) log.info('rules are new or changed; the data at hand was judged by them', { rules: changedRules });
  if (adopted.includes(CLAIM_SERIES)) log.info('how claims are judged is new or changed; the claims at hand were judged anew');
  if (adopted.includes(CLAIM_NAMES)) log.info('how claims are read is new or changed; the next run reads the articles at hand anew');
  await store.reconcile(detector, 'rules', io.now().toISOString(), askedAndTold(versions, config, channels));
  return detector;
}

function openCommandLog(io: CommandIo, config: Config, flags: AppFlags): Log {
  return openLog({
    level: logLevel(config.log.level, flags),
    format: io.isTTY ? 'text' : 'json',
    colors: io.isTTY && io.env['NO_COLOR'] === undefined,
    now: io.now,
    write: io.stderr,
  });
}

/** What cannot be pinged is said, and stops no run. */
function pingOf({ ping: name, userAgent }: Config, secrets: Secrets, log: Log): Ping {
  if (name === null) return NO_PING;
  try {
    const address = secrets.find(name);
    if (address !== null) return openPing(address, { userAgent, log });
    log.error(`no ping is sent: the secret ${name} is not set`);
  } catch (error) {
    log.error('no ping is sent', { secret: name, error });
  }
  return NO_PING;
}

async function describe(store: Store, sources: ReadonlyMap<string, Source>): Promise<void> {
  await store.describeSources(
    [...sources.values()].map(({ pipeline, schedule }) => ({
      pipeline: pipeline.id,
      title: pipeline.title,
      publisher: pipeline.publisher,
      licence: pipeline.licence,
      schedule,
      timezone: pipeline.timezone,
    })),
  );
}

/** Which series decide claims, and how, is adopted like a rule, and is none; so is how claims are read. No rule can have these ids. */
const CLAIM_SERIES = 'claim-series.json';
const CLAIM_NAMES = 'commodities.json';

const versionsOf = ({ rules, claimRules, dataRules }: Config, { series, namesVersion }: CommodityData): readonly RuleVersion[] => [
  ...rules.map((rule) => ({ id: rule.id, version: versionOf(rule) })),
  ...[...claimRules, ...dataRules].map((rule) => ({ id: rule.id, version: ruleVersion(rule) })),
  { id: CLAIM_SERIES, version: judgingVersionOf(series) },
  { id: CLAIM_NAMES, version: digestOf(String(READING_VERSION), namesVersion), readsArticles: true },
];

/** What is asked, who is told of it, and by which program: while that stays as it is, receivers are told of each change as it comes. */
const askedAndTold = (
  versions: readonly RuleVersion[],
  { rules, claimRules, dataRules }: Config,
  channels: ReadonlyMap<string, string>,
): string =>
  digestOf(JSON.stringify([VERSION, versions, [...rules, ...claimRules, ...dataRules].map(({ receivers }) => receivers), [...channels]]));

/** Whatever verdicts depend on beside the figures: how commodities are named counts, too. */
const judgingVersionOf = (series: CommodityData['series']): string =>
  digestOf(JSON.stringify([JUDGING_VERSION, Object.entries(series).map(([id, one]) => [id, one, one.names()])]));

async function adoptRules(
  store: Store,
  { rules, claimRules, dataRules }: Config,
  versions: readonly RuleVersion[],
  commodities: CommodityData,
  context: Omit<DetectContext, 'rules' | 'claims'>,
  now: Date,
): Promise<readonly string[]> {
  const { adopted } = await store.adoptRules(
    versions,
    (ids) => {
      const asked = { rules: claimRules, mapping: commodities.series, channels: context.channels };
      return createDetector({
        ...context,
        rules: rules.filter((rule) => ids.has(rule.id)),
        claims: createClaimJudge(ids.has(CLAIM_SERIES) ? asked : { ...asked, fresh: ids }),
        publications: createPublicationJudge({ rules: dataRules, fresh: ids, channels: context.channels }),
      });
    },
    now.toISOString(),
  );
  return adopted;
}

/** No publisher's Retry-After binds longer, so neither does one that was kept while the clock was wrong. */
const LONGEST_HOLD_MS = 24 * 3_600_000;

/** Hosts that asked to be left alone stay so over a restart. */
async function holdsOf(store: Store, now: () => Date): Promise<Pick<HttpClientOptions, 'held' | 'onHold'>> {
  const at = now();
  const held = await store.heldHosts(at.toISOString());
  return {
    held: held.map(({ host, until }) => [host, Math.min(Date.parse(until) - at.getTime(), LONGEST_HOLD_MS)] as const),
    onHold: async (host, ms) => store.holdHost(host, new Date(now().getTime() + ms).toISOString()),
  };
}

/** An address that a person configured may be private: a proxy, or a recorded publisher on loopback. */
const configuredOrigins = (config: Config): string[] =>
  Object.values(config.pipelines).flatMap((p) => (p.baseUrl === null ? [] : [new URL(p.baseUrl).origin]));

import type { App } from '../app.ts';
import type { CommandIo } from '../commands/command.ts';
import type { Places } from '../config/places.ts';
import type { Config } from '../config.ts';
import { keepHeapSmall } from '../heap.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Planner } from '../sources.ts';
import type { Part, PartsOf } from '../store/parts.ts';
import type { Reader } from '../store/query.ts';
import type { SilenceStore, Store } from '../store/store.ts';
import type { GlobalOptions } from './cli.ts';

/** What commands run in: a database that is written, read or asked. Everything is imported when it is needed. */
export async function loadRegistryAndConfig(
  io: CommandIo,
  options: GlobalOptions,
): Promise<{ registry: ReadonlyMap<string, Pipeline>; config: Config }> {
  const [{ loadRegistry }, { loadConfig }] = await Promise.all([import('../registry.ts'), import('../config.ts')]);
  const registry = await loadRegistry();
  const config = loadConfig(options.config ?? null, {
    cwd: io.cwd,
    pipelines: [...registry.values()],
    ...(options.db === undefined ? {} : { database: options.db }),
  });
  return { registry, config };
}

/** @throws UsageError for a pipeline that there is not, or that the configuration has turned off. */
async function assertOn(config: Config, registry: ReadonlyMap<string, Pipeline>, named: readonly string[]): Promise<void> {
  const [{ assertKnown }, { UsageError }] = await Promise.all([import('../commands/known.ts'), import('../errors.ts')]);
  for (const id of named) {
    assertKnown('pipeline', id, [...registry.keys()]);
    if (config.pipelines[id]?.enabled === false)
      throw new UsageError(`the pipeline "${id}" is turned off: ${config.file} has pipelines.${id}.enabled: false`);
  }
}

/** The database that is named, or the configured one with its published copy. @throws ConfigError when the configuration does not say. */
export async function placesOf(io: CommandIo, options: GlobalOptions): Promise<Places> {
  if (options.db !== undefined) return { database: options.db, copy: null };
  const { findPlaces } = await import('../config/places.ts');
  const found = await findPlaces(options.config ?? null, io.cwd);
  if (found !== null) return found;
  const { config } = await loadRegistryAndConfig(io, options);
  return { database: config.database, copy: config.publish?.file ?? null };
}

/** Runs a command that writes. @param named the pipelines that it is about: checked before anything is written. */
export const writing = (
  io: CommandIo,
  options: GlobalOptions,
  purpose: string,
  work: (app: App) => Promise<number>,
  named: readonly string[] = [],
): Promise<number> =>
  withApp(io, options, purpose, named, (app) => {
    keepHeapSmall();
    return work(app);
  });

/** Runs the server, which sees to its heap itself. */
export const serving = (io: CommandIo, options: GlobalOptions, work: (app: App) => Promise<number>): Promise<number> =>
  withApp(io, options, 'start', [], work);

async function withApp(
  io: CommandIo,
  options: GlobalOptions,
  purpose: string,
  named: readonly string[],
  work: (app: App) => Promise<number>,
): Promise<number> {
  const [{ registry, config }, { openApp }] = await Promise.all([loadRegistryAndConfig(io, options), import('../app.ts')]);
  await assertOn(config, registry, named);
  const app = await openApp(io, config, registry, purpose, options);
  try {
    const code = await work(app);
    await app.noteProgress();
    await app.publish();
    return code;
  } finally {
    app.close();
  }
}

/** Runs a command that says what would be asked: no lock is taken, and the database, or that there is none, stays as it is. */
export async function planning(
  io: CommandIo,
  options: GlobalOptions,
  work: (planner: Planner) => Promise<number>,
  named: readonly string[],
): Promise<number> {
  const [{ registry, config }, { openSecrets }, { sourcesOf }, { openStoreToPlan }] = await Promise.all([
    loadRegistryAndConfig(io, options),
    import('../config.ts'),
    import('../sources.ts'),
    import('../store/sqlite.ts'),
  ]);
  await assertOn(config, registry, named);
  const sources = sourcesOf(config, registry, openSecrets(io.env));
  const store = openStoreToPlan(config.database);
  return work({ services: { store, now: io.now }, sources }).finally(() => store.close());
}

/** Runs a command that reads parts of the store; a server may be writing beside it. */
export async function readingParts<P extends Part>(
  io: CommandIo,
  options: GlobalOptions,
  parts: readonly P[],
  work: (store: PartsOf<P>) => Promise<number>,
): Promise<number> {
  const { database } = await placesOf(io, options);
  const { partsOpener } = await import('../store/parts.ts');
  const open = await partsOpener(parts);
  const store = openedWhenAsked(() => open(database));
  return work(store).finally(() => store.close());
}

/**
 * Runs a command that reads the whole store.
 * @param when 'at_once': one that writes something of its own before it asks for anything.
 */
export async function reading(
  io: CommandIo,
  options: GlobalOptions,
  work: (store: Store) => Promise<number>,
  when: 'asked' | 'at_once' = 'asked',
): Promise<number> {
  const { database } = await placesOf(io, options);
  const { openStoreForReading } = await import('../store/sqlite.ts');
  const open = (): Store => openStoreForReading(database);
  const store = when === 'asked' ? openedWhenAsked(open) : open();
  keepHeapSmall();
  return work(store).finally(() => store.close());
}

/** A database that is opened when it is asked something for the first time: before that a command checks what it was given. */
function openedWhenAsked<T extends { close(): void }>(open: () => T): T {
  let opened: T | undefined;
  const close = (): void => opened?.close();
  return new Proxy({} as T, {
    get(_, name) {
      if (name === 'close') return close;
      opened ??= open();
      return Reflect.get(opened, name);
    },
  });
}

/** Runs a command that asks the file in SQL. */
export async function questioning(
  io: CommandIo,
  options: GlobalOptions,
  work: (reader: Reader, file: string) => Promise<number>,
): Promise<number> {
  const { database: file } = await placesOf(io, options);
  const { openForQuery } = await import('../store/query.ts');
  const reader = openedWhenAsked(() => openForQuery(file));
  keepHeapSmall();
  return work(reader, file).finally(() => reader.close());
}

/** Runs a command that writes one row beside a server. */
export async function silencing(
  io: CommandIo,
  options: GlobalOptions,
  work: (store: SilenceStore, config: Config) => Promise<number>,
): Promise<number> {
  const { config } = await loadRegistryAndConfig(io, options);
  const { openSilencesBeside } = await import('../store/sqlite.ts');
  const store = openedWhenAsked(() => openSilencesBeside(config.database));
  return work(store, config).finally(() => store.close());
}

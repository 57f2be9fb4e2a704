/**
 * The configuration: YAML with checks, and secrets from the environment. Nothing else reads either. Paths in the file
 * are relative to the project's folder: the one that holds `config/`, or the file's own where it lies elsewhere.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parseCorrections } from './config/corrections.ts';
import { DEFAULT_CONFIG_FILE } from './config/default-file.ts';
import { explainAll, valueAt } from './config/explain.ts';
import { ConfigError, type ConfigFault } from './config/fault.ts';
import { type ConfigurablePipeline, fileSchema } from './config/file-schema.ts';
import { applyOverrides, type ConfigOverrides } from './config/overrides.ts';
import { rootOf } from './config/places.ts';
import { crossFaults } from './config/references.ts';
import { deepFreeze, resolveConfig } from './config/resolve.ts';
import { parseConfigSource } from './config/source.ts';
import type { Config } from './config/types.ts';
import { UsageError } from './errors.ts';

export { ConfigError, type ConfigFault } from './config/fault.ts';
export { type ConfigurablePipeline, configJsonSchema } from './config/file-schema.ts';
export type { ConfigOverrides } from './config/overrides.ts';
export { openSecrets, type SecretsOptions } from './config/secrets.ts';
export type {
  Config,
  EmailReceiver,
  PipelineConfig,
  Receiver,
  SecretName,
  SecretOr,
  Secrets,
  SmtpConfig,
  WebhookReceiver,
} from './config/types.ts';

const CORRECTIONS_FILE = 'corrections.yaml';
const START_FROM = '. "tradewatch init" asks a few questions and writes one; --config FILE names another';

export interface LoadOptions {
  /** What a relative file name is relative to. */
  readonly cwd: string;
  /** All that there are: their settings are checked with their own schemas. */
  readonly pipelines: Iterable<ConfigurablePipeline>;
  /** Another database file, relative to `cwd` (the option --db). */
  readonly database?: string | undefined;
  /** Laid over the file before it is checked, in its own form (base_url, not baseUrl); paths are best absolute. */
  readonly overrides?: ConfigOverrides | undefined;
}

/**
 * Reads and checks a configuration file.
 * @param file null for {@link DEFAULT_CONFIG_FILE}.
 * @throws ConfigError with every fault, each as `file:line:column path: what is wrong and what would be right`.
 * @throws UsageError when there is no such file or it cannot be read.
 */
export function loadConfig(file: string | null, options: LoadOptions): Config {
  const absolute = resolve(options.cwd, file ?? DEFAULT_CONFIG_FILE);
  const label = labelOf(options.cwd, absolute);
  const source = parseConfigSource(readText(absolute, label, START_FROM), label);
  const database = options.database === undefined ? {} : { database: resolve(options.cwd, options.database) };
  const data = applyOverrides(source.data ?? {}, { ...options.overrides, ...database });

  const folder = dirname(absolute);
  const root = rootOf(absolute);
  const pipelines = [...options.pipelines];
  const schema = fileSchema(pipelines);
  const result = schema.safeParse(data);
  const faults = [
    ...crossFaults(
      data,
      source,
      pipelines.map((pipeline) => pipeline.id),
      root,
    ),
    ...explainAll(result.error?.issues ?? [], { schema, data, source }),
  ];
  if (!result.success || faults.length > 0) throw new ConfigError(label, onePerPlace(faults));

  const corrections = readCorrections(result.data.corrections, { root, folder, cwd: options.cwd, pipelines: pipelines.map((p) => p.id) });
  const resolved = resolveConfig(absolute, root, result.data, (id) => valueAt(data, ['pipelines', id, 'settings']) ?? {}, corrections);
  // Another database for one command is not what people look for on the share.
  return deepFreeze(options.database === undefined ? resolved : { ...resolved, publish: null });
}

/** The ledger that is named, or the one beside the configuration where there is one. */
function readCorrections(
  named: string | undefined,
  where: { readonly root: string; readonly folder: string; readonly cwd: string; readonly pipelines: readonly string[] },
): Config['corrections'] {
  const file = named === undefined ? join(where.folder, CORRECTIONS_FILE) : resolve(where.root, named);
  if (named === undefined && !existsSync(file)) return [];
  const label = labelOf(where.cwd, file);
  return parseCorrections(readText(file, label), label, where.pipelines);
}

/** How a file is called in messages. */
function labelOf(cwd: string, file: string): string {
  const inside = relative(cwd, file);
  return inside.startsWith('..') ? file : inside;
}

/** @param advice what to do when there is no such file. */
function readText(file: string, label: string, advice = ''): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new UsageError(`${label}: cannot be read: ${message}`, { cause: error });
    throw new UsageError(`${label}: no such file${advice}`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${label}: expected UTF-8`, { cause: error });
  }
}

/** Of several faults of one value the first is told: a secret in the wrong place is that, not a malformed name. */
function onePerPlace(faults: readonly ConfigFault[]): ConfigFault[] {
  const seen = new Set<string>();
  return faults.filter((fault) => !seen.has(fault.path) && seen.add(fault.path));
}

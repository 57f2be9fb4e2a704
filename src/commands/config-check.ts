import { existsSync } from 'node:fs';
import { type Config, ConfigError, loadConfig } from '../config.ts';
import { asksAbout, type DataRule } from '../domain/publication.ts';
import { type Rule, watches } from '../domain/rule.ts';
import { exampleOf, proofOf } from '../domain/rule-proof.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import { UsageError } from '../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import { loadRegistry } from '../registry.ts';
import { openStoreForReading } from '../store/sqlite.ts';
import type { CommandIo } from './command.ts';

export interface ConfigCheckOptions {
  /** Default: config/tradewatch.yaml. */
  readonly config?: string;
  /** Instead of the configured database. */
  readonly db?: string;
  readonly json?: boolean;
}

const USAGE_EXIT_CODE = 2;

/** What a rule comes to: invented figures that make it fire, or why none can; and the series that it matches now. */
interface RuleCheck {
  readonly id: string;
  readonly fires: boolean;
  readonly example: string | null;
  readonly why: string | null;
  /** Null where there is no database yet. */
  readonly series: readonly string[] | null;
}

/**
 * `config check`: what the configuration asks for, with a proof for each rule that it can fire, or all its faults with their
 * lines and exit code 2.
 */
export async function configCheck(io: CommandIo, options: ConfigCheckOptions = {}): Promise<number> {
  try {
    const registry = await loadRegistry();
    const config = loadConfig(options.config ?? null, {
      cwd: io.cwd,
      pipelines: registry.values(),
      ...(options.db === undefined ? {} : { database: options.db }),
    });
    const keys = await keysOf(config.database);
    const rules = config.rules.map((rule) => checked(rule, keys));
    const sourceRules = config.dataRules.map((rule) => checkedSources(rule, config, registry));
    const dead = [...rules, ...sourceRules].filter((rule) => !rule.fires);
    if (options.json === true)
      io.stdout(`${JSON.stringify({ ok: dead.length === 0, ...summary(config), checked: rules, sources: sourceRules })}\n`);
    else {
      for (const line of [...rules.map(told), ...sourceRules.map(toldSources)]) io.stdout(`${line}\n`);
      if (dead.length === 0) io.stdout(`ok: ${counts(config)}\n`);
      if (config.receivers.length === 0)
        io.stderr('no receivers: alerts are recorded ("tradewatch alerts list" shows them), but no one is told\n');
    }
    return dead.length === 0 ? 0 : USAGE_EXIT_CODE;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (options.json === true) {
      const faults =
        error instanceof ConfigError ? error.faults.map((fault) => ({ file: error.file, ...fault })) : [{ message: error.message }];
      io.stdout(`${JSON.stringify({ ok: false, faults })}\n`);
    } else {
      io.stderr(`${error.message}\n`);
    }
    return USAGE_EXIT_CODE;
  }
}

async function keysOf(database: string): Promise<readonly SeriesKey[] | null> {
  if (!existsSync(database)) return null;
  const store = openStoreForReading(database);
  try {
    return (await store.series()).map((series) => series.key);
  } finally {
    store.close();
  }
}

function checked(rule: Rule, keys: readonly SeriesKey[] | null): RuleCheck {
  const proof = proofOf(rule);
  return {
    id: rule.id,
    fires: proof.fires,
    example: proof.fires ? exampleOf(proof) : null,
    why: proof.fires ? null : proof.why,
    series: keys?.filter((key) => watches(rule, key)).map(formatSeriesKey) ?? null,
  };
}

/** Which sources a rule on publications can ever find something of. */
export function checkedSources(rule: DataRule, { pipelines }: Config, registry: ReadonlyMap<string, Pipeline>) {
  const sources = [...registry.values()].filter(({ id, schedule, releases }) => {
    const wanted = pipelines[id];
    if (wanted?.enabled === false || !asksAbout(rule, id)) return false;
    // Files that are dropped by hand are never late, and nothing is asked that could fail.
    const asked = (wanted?.schedule ?? schedule) !== null;
    const expected = releases !== null && wanted?.releases?.expected !== false;
    return rule.kind === 'partial_release' || (asked && (rule.kind === 'pipeline_failed' || expected));
  });
  const why = rule.kind === 'release_late' ? 'has both a schedule and a release calendar' : 'is turned on and has a schedule';
  return {
    id: rule.id,
    fires: sources.length > 0,
    sources: sources.map(({ id }) => id),
    why: sources.length > 0 ? null : `none of its sources ${why}: turn one on, or remove the rule`,
  };
}

const toldSources = ({ id, fires, sources, why }: ReturnType<typeof checkedSources>): string =>
  fires ? `rule ${id} covers ${count(sources.length, 'source')}: ${sources.join(', ')}` : `rule ${id} can never fire: ${why}`;

const SHOWN = 3;

function told({ id, fires, example, why, series }: RuleCheck): string {
  if (!fires) return `rule ${id} can never fire: ${why}`;
  const matches =
    series === null
      ? 'no database yet'
      : series.length === 0
        ? 'no series in the database matches yet'
        : `matches ${count(series.length, 'series', 'series')}: ${series.slice(0, SHOWN).join(', ')}${series.length > SHOWN ? ', ...' : ''}`;
  return `rule ${id} fires on invented figures (${example}); ${matches}`;
}

const summary = (config: Config) => ({
  file: config.file,
  pipelines: Object.values(config.pipelines).filter((pipeline) => pipeline.enabled).length,
  rules: config.rules.length + config.claimRules.length + config.dataRules.length,
  receivers: config.receivers.length,
  corrections: config.corrections.length,
});

function counts(config: Config): string {
  const { pipelines, rules, receivers, corrections } = summary(config);
  const parts = [count(pipelines, 'pipeline'), count(rules, 'rule'), count(receivers, 'receiver')];
  return [...parts, ...(corrections === 0 ? [] : [count(corrections, 'correction')])].join(', ');
}

const count = (n: number, noun: string, many = `${noun}s`): string => `${n} ${n === 1 ? noun : many}`;

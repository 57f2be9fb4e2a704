import pc from 'picocolors';
import { type Config, loadConfig } from '../config.ts';
import { checkDatabase } from '../doctor/database.ts';
import { checkEditions } from '../doctor/editions.ts';
import { type Finding, fail, ok, warn } from '../doctor/finding.ts';
import { checkClock, checkFolders, checkNode, checkTimezones } from '../doctor/machine.ts';
import { checkSecrets } from '../doctor/receivers.ts';
import { proofOf } from '../domain/rule-proof.ts';
import { UsageError } from '../errors.ts';
import { serverTime } from '../http/clock.ts';
import type { Pipeline } from '../pipeline.ts';
import { loadRegistry } from '../registry.ts';
import type { CommandIo } from './command.ts';
import { checkedSources } from './config-check.ts';
import { printable } from './printable.ts';
import { renderJson } from './table.ts';

interface DoctorOptions {
  readonly config?: string;
  readonly db?: string;
  readonly json?: boolean;
  /** The clock is held against that of a publisher, too. */
  readonly online?: boolean;
}

/** Checks what an operator forgets; exit code 1 when something would keep the program from its work. */
export async function doctor(io: CommandIo, options: DoctorOptions): Promise<number> {
  const findings = await examine(io, options);
  if (options.json === true) io.stdout(renderJson(findings));
  else io.stdout(linesOf(io, findings));
  return findings.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}

async function examine(io: CommandIo, options: DoctorOptions): Promise<Finding[]> {
  const findings: Finding[] = [checkNode(process.versions.node, io.now()), checkTimezones()];
  let config: Config;
  let registry: ReadonlyMap<string, Pipeline>;
  try {
    registry = await loadRegistry();
    config = loadConfig(options.config ?? null, {
      cwd: io.cwd,
      pipelines: registry.values(),
      ...(options.db === undefined ? {} : { database: options.db }),
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [...findings, fail('configuration', error.message.replaceAll(/\s+/g, ' '), 'fix it, or start with "tradewatch init"')];
  }
  return [
    ...findings,
    ...(options.online === true ? [await checkOnline(io, config, registry)] : []),
    checkConfig(config, registry),
    checkEditions(config, io.now()),
    ...checkFolders(config),
    ...(await checkDatabase(config, io.now())),
    ...(await checkSecrets(config, registry, io.env)),
  ];
}

function checkConfig(config: Config, registry: ReadonlyMap<string, Pipeline>): Finding {
  const { file, rules, claimRules, dataRules, receivers } = config;
  const proofs = [
    ...rules.map((rule) => ({ id: rule.id, ...proofOf(rule) })),
    ...dataRules.map((rule) => checkedSources(rule, config, registry)),
  ];
  const dead = proofs.flatMap((proof) => (proof.fires ? [] : [`rule ${proof.id} can never fire: ${proof.why}`]));
  if (dead.length > 0) return fail('configuration', dead.join('; '), '"tradewatch config check" says what would be right');
  const count = rules.length + claimRules.length + dataRules.length;
  return count === 0
    ? warn('configuration', `${file}: no rules, so no one is told anything`, 'add rules: docs/operate.md has examples')
    : ok(
        'configuration',
        `${file}: ${count} ${count === 1 ? 'rule' : 'rules'} that can fire, ${receivers.length} ${receivers.length === 1 ? 'receiver' : 'receivers'}`,
      );
}

/** By the first source that has an address. */
async function checkOnline(io: CommandIo, config: Config, registry: ReadonlyMap<string, Pipeline>): Promise<Finding> {
  const addresses = [...registry.values()]
    .filter(({ id }) => config.pipelines[id]?.enabled !== false)
    .map((pipeline) => config.pipelines[pipeline.id]?.baseUrl ?? pipeline.baseUrl)
    .filter((address) => address !== null);
  const address = addresses[0];
  if (address === undefined) return warn('clock', 'no source has an address to ask', 'compare the clock by hand');
  const asked = io.now().getTime();
  const time = await serverTime(address, config.userAgent);
  return checkClock(new URL(address).host, new Date((asked + io.now().getTime()) / 2), time);
}

const SIGNS = { ok: '●', warn: '◌', fail: '✗' } as const;

/** A line for each check; what to do stands beneath. What is well comes last: a person reads from the top. */
function linesOf(io: CommandIo, findings: readonly Finding[]): string {
  const colors = pc.createColors(io.columns !== undefined && io.env['NO_COLOR'] === undefined);
  const paint = { ok: colors.green, warn: colors.yellow, fail: colors.red };
  const ordered = (['fail', 'warn', 'ok'] as const).flatMap((verdict) => findings.filter((finding) => finding.verdict === verdict));
  const lines = ordered.map(({ check, verdict, says, todo }) => {
    const head = `${paint[verdict](`${SIGNS[verdict]} ${verdict.padEnd(4)}`)}  ${check}: ${printable(says)}\n`;
    return todo === null ? head : `${head}        ${colors.bold('→')} ${printable(todo)}\n`;
  });
  const count = (verdict: Finding['verdict']): number => findings.filter((finding) => finding.verdict === verdict).length;
  return `${lines.join('')}\n${count('fail')} failed, ${count('warn')} with warnings, ${count('ok')} ok\n`;
}

import { ConfigError, loadConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { loadRegistry } from '../registry.ts';
import type { CommandIo } from './command.ts';

export interface ConfigCheckOptions {
  /** Default: config/tradewatch.yaml. */
  readonly config?: string;
  readonly json?: boolean;
}

const USAGE_EXIT_CODE = 2;

/** `config check`: what the configuration asks for, or all its faults with their lines and exit code 2. */
export async function configCheck(io: CommandIo, options: ConfigCheckOptions = {}): Promise<number> {
  try {
    const registry = await loadRegistry();
    const config = loadConfig(options.config ?? null, { cwd: io.cwd, pipelines: registry.values() });
    const enabled = Object.values(config.pipelines).filter((pipeline) => pipeline.enabled).length;
    if (options.json === true) {
      io.stdout(
        `${JSON.stringify({ ok: true, file: config.file, pipelines: enabled, rules: config.rules.length + config.claimRules.length, receivers: config.receivers.length, corrections: config.corrections.length })}\n`,
      );
      return 0;
    }
    io.stdout(
      `ok: ${count(enabled, 'pipeline')}, ${count(config.rules.length + config.claimRules.length, 'rule')}, ${count(config.receivers.length, 'receiver')}${config.corrections.length === 0 ? '' : `, ${count(config.corrections.length, 'correction')}`}\n`,
    );
    if (config.receivers.length === 0) io.stderr('no receivers: alerts are recorded (see alerts list), nobody is told\n');
    return 0;
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

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

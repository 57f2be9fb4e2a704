import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { SECRET_NAME } from './secrecy.ts';
import type { Secrets } from './types.ts';

export interface SecretsOptions {
  /** Told when a file with a secret can be read by everybody; once per file. */
  readonly warn?: (message: string) => void;
  /** Told of every secret that is found, so that the log can blank it out. */
  readonly found?: (value: string) => void;
}

const READABLE_BY_OTHERS = 0o004;
const MAX_BYTES = 64 * 1024;

/**
 * Secrets by name: `NAME` in the environment, the file that `NAME_FILE` names, or systemd's `$CREDENTIALS_DIRECTORY/NAME`,
 * in this order; files without the newline at their end. An empty one counts as not set. Files are read each time, so
 * that a rotated key holds without a restart.
 */
export function openSecrets(env: NodeJS.ProcessEnv, options: SecretsOptions = {}): Secrets {
  const warned = new Set<string>();

  const read = (file: string, mustExist: boolean): string | null => {
    try {
      const { mode, size } = statSync(file);
      if (size > MAX_BYTES) throw new UsageError(`${file} has ${size} bytes: expected a secret of at most ${MAX_BYTES}`);
      if ((mode & READABLE_BY_OTHERS) !== 0 && !warned.has(file)) {
        warned.add(file);
        options.warn?.(`${file} holds a secret and can be read by everybody on this machine: chmod 600 ${file}`);
      }
      return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      if (error instanceof UsageError) throw error;
      if (!mustExist && (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new UsageError(`a secret cannot be read from ${file}: ${(error as Error).message}`, { cause: error });
    }
  };

  return {
    find(name) {
      if (!SECRET_NAME.test(name))
        throw new UsageError(`expected the NAME of a secret in capitals, got a text of ${name.length} characters`);
      const file = env[`${name}_FILE`];
      const folder = env['CREDENTIALS_DIRECTORY'];
      const value = env[name] || (file ? read(file, true) : folder ? read(join(folder, name), false) : null);
      if (!value) return null;
      options.found?.(value);
      return value;
    },
  };
}

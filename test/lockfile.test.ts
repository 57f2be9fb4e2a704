import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Entry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as { packages: Record<string, Entry> };

describe('the lockfile', () => {
  test('names the packages of every platform, so that npm ci takes it (.ci/complete-lockfile.mjs adds what is missing)', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) => !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
  });

  test('holds no address of a registry', () => {
    expect(Object.values(lock.packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
  });

  test('lets one package run a script at installation: the one that compiles SQLite', () => {
    const scripts = Object.keys(lock.packages).filter(
      (path) => lock.packages[path]?.hasInstallScript === true && path !== '' && !path.includes('fsevents'),
    );
    expect(scripts).toEqual(['node_modules/better-sqlite3']);
  });
});

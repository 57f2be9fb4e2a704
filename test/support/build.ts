import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line is tested as people run it: built, from the sources as they are. */
export default function build(): void {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  if (spawnSync(process.execPath, ['build.mjs', 'is-current'], { cwd }).status === 0) return;
  execFileSync('npm', ['run', '--silent', 'build'], { cwd, stdio: 'inherit' });
}

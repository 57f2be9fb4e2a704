import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line is tested as people run it: built. */
export default function build(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}

import { expect, test } from 'vitest';
import { loadRegistry } from '../src/registry.ts';
import { cli, project } from './support/cli.ts';
import { temporaryFolder } from './support/store.ts';

test('a source whose settings name nothing to ask is run, and is no success', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const others = [...(await loadRegistry()).keys()].filter((id) => id !== 'trade-news').map((id) => `  ${id}: { enabled: false }\n`);
  project(folder, `pipelines:\n${others.join('')}`);
  const source = async () =>
    (JSON.parse((await cli(['status', '--json'], { cwd: folder })).stdout) as { sources: Record<string, unknown>[] }).sources[0];
  expect((await cli(['held', 'reject', 'trade-news'], { cwd: folder })).code).toBe(0);
  expect((await cli(['status'], { cwd: folder })).stdout).toMatch(/trade-news +○ not asked yet/);
  expect((await cli(['run', 'trade-news', '--quiet'], { cwd: folder })).code).toBe(0);
  expect(await source()).toMatchObject({ pipeline: 'trade-news', state: 'ok', last_success_at: null });
  expect((await cli(['status'], { cwd: folder })).stdout).toMatch(/trade-news +○ nothing to ask +— +— /);
  expect((await cli(['doctor'], { cwd: folder })).stdout).toContain('source trade-news: its settings leave nothing to ask\n');
});

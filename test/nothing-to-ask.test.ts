import { expect, test } from 'vitest';
import { sourceIsDue } from '../src/commands/run.ts';
import type { Pipeline } from '../src/pipeline.ts';
import { loadRegistry } from '../src/registry.ts';
import { noCounts, type Source } from '../src/services.ts';
import { cli, project } from './support/cli.ts';
import { temporaryFolder, temporaryStore } from './support/store.ts';

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

test('is asked again by its schedule once its settings name something, and not before', async () => {
  const { store } = temporaryStore();
  const pipeline = (await loadRegistry()).get('trade-news') as Pipeline;
  const services = { store, now: () => new Date('2026-05-04T12:00:00Z') };
  const of = (settings: object): Source => ({
    ...{ pipeline, baseUrl: null, schedule: pipeline.schedule, releases: null, revisions: null, secret: null },
    settings: pipeline.settings.parse(settings),
  });
  const named = of({ feeds: [{ url: 'https://trade-daily.example.org/feed.xml' }] });
  const due = async (source: Source): Promise<boolean> => sourceIsDue({ services }, source);
  expect([await due(of({})), await due(named)]).toEqual([true, true]);
  const run = await store.beginRun('trade-news', 'schedule', '2026-05-04T11:00:00Z');
  await store.finishRun(run, '2026-05-04T11:00:01Z', 'ok', { ...noCounts() }, null);
  expect([await due(of({})), await due(named)]).toEqual([false, true]);
  const asked = await store.beginRun('trade-news', 'schedule', '2026-05-04T11:10:00Z');
  await store.finishRun(asked, '2026-05-04T11:10:01Z', 'ok', { ...noCounts(), requests: 1 }, null);
  // That the feeds were taken out again has not been said yet.
  expect([await due(of({})), await due(named)]).toEqual([true, true]);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import tradeNews from '../../pipelines/trade-news.ts';
import { RefusedError } from '../../src/errors.ts';
import { definePipeline, type Pipeline, type Snapshot } from '../../src/pipeline.ts';
import { transform } from '../../src/stages/transform.ts';
import { snapshotOf } from '../support/snapshots.ts';
import { temporaryFolder } from '../support/store.ts';

const snapshot = (text: string, more: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(text, { name: 'page.html', url: 'https://a.example/1', mediaType: 'text/html', ...more });

/** A pipeline whose transform, in the thread, is the given code. */
function pipelineOf(code: string, deadlineMs: number): Pipeline {
  const file = join(temporaryFolder(), 'pipeline.mjs');
  writeFileSync(file, `export default { settings: { parse: (value) => value }, transform(snapshot) { ${code} } };`);
  return definePipeline({
    id: 'threaded',
    title: 'Threaded',
    publisher: 'Tests',
    licence: 'none',
    documentation: 'https://example.org/',
    schedule: null,
    timezone: 'UTC',
    baseUrl: null,
    paceMs: 0,
    releases: null,
    revisions: null,
    worker: { module: pathToFileURL(file).href, deadlineMs },
    settings: z.object({}),
    requests: () => [],
    transform: () => {
      throw new Error('this one runs in the thread of the program');
    },
  }) as Pipeline;
}

test('what never ends is stopped at the deadline and refused, while the program goes on; the next job has a thread again', async () => {
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 20);
  const stuck = transform(pipelineOf('for (;;);', 400), snapshot(''), {});
  await expect(stuck).rejects.toThrow('page.html: reading it took longer than 0.4 s and was stopped');
  await expect(stuck).rejects.toBeInstanceOf(RefusedError);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
  const after = await transform(pipelineOf("return { kind: 'not_yet_published', reason: snapshot.name }", 5000), snapshot(''), {});
  expect(after).toEqual({ kind: 'not_yet_published', reason: 'page.html' });
});

test.each([
  ["const all = []; for (;;) all.push(new Array(100_000).fill('x'));", 'reading it took more than 300 MB'],
  ["throw new Error('a fault')", 'the threaded parser failed: a fault'],
  ['process.exit(3)', 'the threaded parser failed: the worker thread ended'],
  ['const f = () => f() + 1; f()', 'the threaded parser failed: Maximum call stack'],
])('a transform that does %j refuses its snapshot and no more', async (code, reason) => {
  await expect(transform(pipelineOf(code, 60_000), snapshot(''), {})).rejects.toThrow(reason);
  expect(await transform(pipelineOf("return { kind: 'not_yet_published', reason: '' }", 5000), snapshot(''), {})).toMatchObject({
    reason: '',
  });
});

test('the thread has none of the environment, where secrets may stand', async () => {
  const read = "return { kind: 'not_yet_published', reason: Object.keys(process.env).join() }";
  expect(await transform(pipelineOf(read, 5000), snapshot(''), {})).toEqual({ kind: 'not_yet_published', reason: '' });
});

test('the thread gives what the program itself would, refusals included', async () => {
  const feed =
    '<rss version="2.0"><channel><title>T</title><item><title>Magnets</title><link>https://a.example/1</link></item><item/></channel></rss>';
  const pipeline = tradeNews as Pipeline;
  const here = pipeline.transform(snapshot(feed), pipeline.settings.parse({}));
  expect(await transform(pipeline, snapshot(feed), {})).toEqual(here);
  await expect(transform(pipeline, snapshot('<html>'), {})).rejects.toThrow('an HTML page where a feed was expected');
});

test.each([
  ['nested 50,000 deep', `<html><body>${'<div>'.repeat(50_000)}x`],
  ['of 8,000 open formatting elements', `<body>${Array.from({ length: 8000 }, (_, i) => `<b id=${i}>`).join('')}${'<p>'.repeat(3000)}`],
  ['of nothing but brackets', `<p>${'<'.repeat(3_000_000)}`],
  ['of 100,000 paragraphs', '<p>a, b'.repeat(100_000)],
  ['of comments without end', '<!--'.repeat(500_000)],
  ['of scripts without end', '<script>'.repeat(300_000)],
])('a page %s is told to have no text, the same each time, before any parser sees it', async (_what, html) => {
  const read = await transform(tradeNews as Pipeline, snapshot(html, { params: { article: 'https://a.example/1' } }), {});
  expect(read).toMatchObject({
    kind: 'articles',
    articles: [{ body: null, page: { noBody: expect.stringMatching(/^(a page|no article)/) } }],
  });
});

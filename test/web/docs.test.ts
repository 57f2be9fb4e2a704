import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { siteOver } from './browser.ts';
import { eventful } from './eventful.ts';

const DOCUMENT = readFileSync(new URL('../../docs/web.md', import.meta.url), 'utf8');
const EXAMPLES = [
  ...DOCUMENT.matchAll(/^```sh\ncurl -s '(http:\/\/127\.0\.0\.1:8484)(\S+)'\n```\n\n```(json|text)\n([\s\S]*?)^```$/gm),
].map((match) => ({ path: match[2] as string, form: match[3] as string, answer: match[4] as string }));

const VITALS = { at: '2025-09-21T11:59:58.000Z', loopDelay: { mean: 0.011, max: 0.25 }, retries: 3, fault: null };

async function documented(): Promise<string> {
  const { file, options } = await eventful();
  return siteOver(file, { ...options, vitals: () => VITALS });
}

describe('docs/web.md', () => {
  test('has an example for each endpoint', () => {
    const paths = EXAMPLES.map(({ path }) => path.replace(/\?.*/, ''));
    for (const wanted of ['/api/v1', '/api/v1/alerts', '/api/v1/runs', '/alerts.atom', '/releases.ics', '/healthz', '/readyz', '/metrics'])
      expect(paths).toContain(wanted);
    expect(DOCUMENT.match(/^```sh$/gm)).toHaveLength(EXAMPLES.length);
  });

  test.each(EXAMPLES.map((example) => [example.path, example] as const))(
    'curl of %s gives what it says',
    async (path, { form, answer }) => {
      const { stdout } = await promisify(execFile)('curl', ['-s', (await documented()) + path]);
      if (form === 'json') expect(JSON.parse(stdout)).toMatchObject(JSON.parse(answer) as object);
      else {
        const lines = stdout.split(/\r?\n/);
        const places = answer
          .trimEnd()
          .split('\n')
          .map((line) => [line, lines.indexOf(line)] as const);
        expect(places.filter(([, place]) => place === -1)).toEqual([]);
        expect(places.map(([, place]) => place)).toEqual(places.map(([, place]) => place).sort((a, b) => a - b));
      }
    },
  );

  test('has all metrics, and no other', async () => {
    const text = await (await fetch(`${await documented()}/metrics`)).text();
    const served = [...text.matchAll(/^# TYPE (\S+) /gm)].map((match) => match[1] as string);
    const named = DOCUMENT.split('\n').filter((line) => line.startsWith('| `tradewatch_'));
    expect(named.flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1])).sort()).toEqual(
      served.sort(),
    );
  });
});

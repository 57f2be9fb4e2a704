import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { siteOver } from './browser.ts';
import { MAGNETS, pathOf, withMirror, withNews } from './figures.ts';

const DOCS = readFileSync(new URL('../../docs/web-figures.md', import.meta.url), 'utf8');

/** The names in the first column of the tables beneath a heading, table by table. */
function fieldsOf(heading: string): string[][] {
  const section = DOCS.split(`### \`${heading}\`\n`)[1]?.split(/^##/m)[0] ?? '';
  return section
    .split('| Field | Meaning |')
    .slice(1)
    .map((table) =>
      [...table.matchAll(/^\| (.+?) \|/gm)]
        .flatMap(([, names = '']) => [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name))
        .sort(),
    );
}

const keysOf = (value: unknown): string[] => Object.keys(value as object).sort();

async function ask(file: string, path: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${await siteOver(file)}/api/v1${path}`);
  expect(answer.headers.get('etag')).toMatch(/^"/);
  return (await answer.json()) as Record<string, unknown>;
}

describe('the documented answers', () => {
  test('have exactly the fields that are documented', async () => {
    const { file } = await withNews();
    const search = await ask(file, '/series?q=magnet');
    expect([keysOf(search), keysOf((search['series'] as unknown[])[0])]).toEqual(fieldsOf('/api/v1/series'));
    const series = await ask(file, pathOf(MAGNETS));
    const revised = (series['figures'] as { values?: unknown }[]).find(({ values }) => values !== undefined);
    expect([keysOf(series), keysOf(revised)]).toEqual(fieldsOf('/api/v1/series/KEY'));
    expect([keysOf(await ask(file, '/news'))]).toEqual(fieldsOf('/api/v1/news'));
    expect([keysOf(await ask(await withMirror(), '/mirror'))]).toEqual(fieldsOf('/api/v1/mirror'));
  });

  test('are named without capitals', async () => {
    const { file } = await withNews();
    const names = new Set<string>();
    const collect = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return;
      for (const [name, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) names.add(name);
        collect(inner);
      }
    };
    for (const path of ['/series', pathOf(MAGNETS), `${pathOf(MAGNETS)}/2025-05`, '/news', '/news/1', '/mirror'])
      collect(await ask(file, path));
    expect([...names].filter((name) => !/^[a-z][a-z0-9_]*$/.test(name))).toEqual([]);
    expect(names.size).toBeGreaterThan(60);
  });
});

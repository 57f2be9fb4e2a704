import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { demo } from '../src/commands/demo.ts';
import { nameOf } from '../src/commands/help.ts';
import { queryTable } from '../src/commands/query.ts';
import { configJsonSchema, loadConfig } from '../src/config.ts';
import { REASONS } from '../src/domain/verdict.ts';
import { loadRegistry } from '../src/registry.ts';
import { openForQuery } from '../src/store/query.ts';
import { openStore } from '../src/store/sqlite.ts';
import { VIEWS } from '../src/store/views.ts';
import { leaves, program } from './support/program.ts';
import { observations, publish, temporaryFolder, temporaryStore } from './support/store.ts';
import { withViewTables } from './support/view-tables.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** README.md (once it is there) and everything in docs/. */
const DOCUMENTS: readonly string[] = [
  ...(existsSync(join(ROOT, 'README.md')) ? ['README.md'] : []),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .sort(),
];
const ALL_TEXT = DOCUMENTS.map(read).join('\n');

interface Block {
  /** `docs/operate.md:12`, for the name of a test. */
  readonly where: string;
  /** The whole info string: `sql`, `ts fragment`. */
  readonly language: string;
  readonly text: string;
  /** The block that follows with nothing between. */
  readonly next: Block | null;
  /** The text before the block, back to the first empty line. */
  readonly paragraph: string;
}

function blocksOf(document: string): Block[] {
  const text = read(document);
  const found = [...text.matchAll(/^```([^\n`]+)\n([\s\S]*?)^```$/gm)];
  const blocks: Block[] = [];
  for (const [index, match] of found.toReversed().entries()) {
    const end = match.index + match[0].length;
    const following = found.at(found.length - index);
    const adjacent = following !== undefined && text.slice(end, following.index).trim() === '';
    const above = text.slice(0, match.index);
    blocks.unshift({
      where: `${document}:${above.split('\n').length}`,
      language: (match[1] as string).trim(),
      text: match[2] as string,
      next: adjacent ? (blocks[0] ?? null) : null,
      paragraph: above.trimEnd().split('\n\n').at(-1) ?? '',
    });
  }
  return blocks;
}

const COOKBOOK = 'docs/cookbook.md';
/** A question in SQL with its answer beneath, after the paragraph that says what is asked of which database. */
const QUESTION = /^(?<asked>(?:.+\n)+)\n```sql\n(?<sql>[\s\S]*?)```\n\n```text\n[\s\S]*?```/gm;
const questions = (): string[] => [...read(COOKBOOK).matchAll(QUESTION)].map((match) => match.groups?.['sql'] ?? '');
const ILLUSTRATION = 'data/demo/revision/tradewatch.db';

const BLOCKS = DOCUMENTS.flatMap(blocksOf);
const blocks = (language: string): Block[] => BLOCKS.filter((block) => block.language === language);
const named = (list: readonly Block[]): [string, Block][] => list.map((block) => [block.where, block]);

describe('the SQL of the documents, on the database of the demo', () => {
  const shell = spawnSync('sqlite3', ['--version']).status === 0;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tradewatch-docs-'));
    const said: string[] = [];
    const io = {
      stdout: (text: string) => void said.push(text),
      stderr: (text: string) => void said.push(text),
      env: {},
      cwd: folder,
      isTTY: false,
      now: () => new Date(),
    };
    const code = await demo(io, { out: 'demo', quiet: true });
    expect(code, said.join('')).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (): string => join(folder, 'demo', 'tradewatch.db');

  test('there is SQL to run', () => expect(blocks('sql').length).toBeGreaterThan(5));

  test.each(named(blocks('sql')))('%s runs', (_where, block) => {
    const db = new Database(file(), { readonly: true });
    onTestFinished(() => void db.close());
    expect(Array.isArray(db.prepare(block.text).all())).toBe(true);
  });

  test('docs/cookbook.md: fifteen questions, each with the answer that "tradewatch query" gives (after a change: npx vitest run test/docs.test.ts -u)', async () => {
    expect(questions()).toHaveLength(15);
    const recorded = openForQuery(file());
    const illustration = openForQuery(join(folder, 'demo', 'revision', 'tradewatch.db'));
    onTestFinished(() => {
      recorded.close();
      illustration.close();
    });
    const answered = read(COOKBOOK).replaceAll(QUESTION, (_all, asked: string, sql: string) => {
      const { columns, rows } = (asked.includes(ILLUSTRATION) ? illustration : recorded).query(sql);
      return `${asked}\n\`\`\`sql\n${sql}\`\`\`\n\n\`\`\`text\n${queryTable(columns, [...rows])}\`\`\``;
    });
    expect(answered.split(ILLUSTRATION)).toHaveLength(4);
    await expect(answered).toMatchFileSnapshot('../docs/cookbook.md');
  });

  const answerOf = (number: number, file: string, change = (sql: string): string => sql): unknown[][] => {
    const reader = openForQuery(file);
    onTestFinished(() => reader.close());
    return [...reader.query(change(questions()[number - 1] ?? '')).rows].map((row) => [...row]);
  };

  test('the question of the cookbook that the recorded figures leave without an answer finds one in invented figures', async () => {
    const { store, file: invented } = temporaryStore();
    const both = { classification: 'HS', product: '850511' };
    const sent = observations([['2025-09', 500]], { ...both, partner: 'US' });
    await publish(store, '2025-12-02T00:00:00.000Z', sent, { pipeline: 'un-comtrade' });
    const came = observations([['2025-09', 400]], { ...both, reporter: 'US', partner: 'CN', flow: 'import' });
    await publish(store, '2025-12-03T00:00:00.000Z', came, { pipeline: 'us-census' });
    expect(answerOf(9, invented)).toEqual([['2025-09', 500, 400, 'kg', -20, 'same', null]]);
  });

  test('a first release whose figure was taken away since stays in the answer', async () => {
    const { store, file: invented } = temporaryStore();
    const product = { product: '99999999' };
    await publish(
      store,
      '2025-07-20T00:00:00.000Z',
      observations(
        [
          ['2025-05', 5],
          ['2025-06', 640],
        ],
        product,
      ),
    );
    await publish(
      store,
      '2025-08-20T00:00:00.000Z',
      observations(
        [
          ['2025-05', 6],
          ['2025-06', null],
        ],
        product,
      ),
    );
    expect(answerOf(6, invented)).toEqual([
      ['2025-05', '2025-07-20', 5, 6, 20],
      ['2025-06', '2025-07-20', 640, null, null],
    ]);
  });

  test('the concentration of a period that only the world publishes is that of the months of its partners', async () => {
    const { store, file: invented } = temporaryStore();
    const goods = { classification: 'GACC', product: 'TOTAL', measure: 'value', unit: 'CNY' } as const;
    const given = [
      ...observations([['2026-01/2026-03', 1000, 'ytd']], { ...goods, partner: 'WORLD' }),
      ...['2026-01', '2026-02', '2026-03'].flatMap((at) => observations([[at, 200]], { ...goods, partner: 'US' })),
      ...observations([['2026-01/2026-03', 300, 'ytd']], { ...goods, partner: 'JP' }),
    ];
    await publish(store, '2026-04-20T00:00:00.000Z', given, { pipeline: 'china-customs-tables' });
    const cumulative = (sql: string): string => sql.replace("period_kind = 'month' AND period = '2026-03'", "period = '2026-01/2026-03'");
    expect(answerOf(4, invented, cumulative)).toEqual([['export', '2026-01/2026-03', 60 ** 2 + 30 ** 2, 60 ** 2 + 30 ** 2 + 10 ** 2, 90]]);
  });

  test('the concentration takes no withheld trade for a partner, and says what it could be at most', async () => {
    const { store, file: invented } = temporaryStore();
    const goods = { classification: 'GACC', product: 'TOTAL', measure: 'value', unit: 'CNY' } as const;
    const figures = { WORLD: 100, US: 40, JP: 10, UNSPECIFIED: 40 };
    const given = Object.entries(figures).flatMap(([partner, value]) => observations([['2026-03', value]], { ...goods, partner }));
    await publish(store, '2026-04-20T00:00:00.000Z', given, { pipeline: 'china-customs-tables' });
    // All of it may have gone to the United States, or to nobody twice.
    expect(answerOf(4, invented)).toEqual([['export', '2026-03', 40 ** 2 + 10 ** 2, 80 ** 2 + 10 ** 2 + 10 ** 2, 50]]);
  });

  test.skipIf(!shell).each(named(blocks('sql')))('%s runs in the sqlite3 shell, too (needs it)', (_where, block) => {
    const ran = spawnSync('sqlite3', ['-readonly', '-bail', file(), block.text], { encoding: 'utf8' });
    expect([ran.stderr, ran.status]).toEqual(['', 0]);
  });

  const withOutput = blocks('sql').filter((block) => block.next?.language === 'text' && !block.where.startsWith(COOKBOOK));
  test.skipIf(!shell).each(named(withOutput))('%s gives the output that stands under it (needs the sqlite3 shell)', (_where, block) => {
    const outputs = ['-list', '-column'].map((mode) => {
      const ran = spawnSync('sqlite3', ['-readonly', '-header', mode, file(), block.text], { encoding: 'utf8' });
      expect(ran.stderr).toBe('');
      return ran.stdout.replaceAll(/ +$/gm, '');
    });
    expect(outputs).toContain(block.next?.text);
  });
});

test.each(REASONS)('docs/claims.md says what the reason %s means', (reason) => {
  expect(read('docs/claims.md')).toMatch(new RegExp(`^\\| (?:\`\\w+\`, )*\`${reason}\`.* \\| [A-Z].+\\. \\|$`, 'm'));
});

describe('what is said of the views', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradewatch-docs-'));
  openStore(join(folder, 'empty.db')).close();
  const db = new Database(join(folder, 'empty.db'), { readonly: true });
  afterAll(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('docs/data-model.md has the tables of src/store/view-docs.ts (after a change: npx vitest run test/docs.test.ts -u)', async () => {
    await expect(withViewTables(read('docs/data-model.md'))).toMatchFileSnapshot('../docs/data-model.md');
  });

  test.each(Object.keys(VIEWS))('%s is explained in the file: itself, and every column in order and no other', (view) => {
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(view);
    expect(db.prepare('SELECT name FROM docs_column WHERE view = ? ORDER BY position').pluck().all(view)).toEqual(columns);
    const said = db.prepare('SELECT meaning, grain, example FROM docs_view WHERE view = ?').get(view) as Record<string, string>;
    expect(said).toEqual({
      meaning: expect.stringMatching(/^[A-Z].+\.$/s),
      grain: expect.stringMatching(/^One row for .+\.$/s),
      example: expect.any(String),
    });
    expect(said['example']).toContain(view);
    expect(Array.isArray(db.prepare(said['example'] ?? '').all())).toBe(true);
  });

  test('no text stands against a table, which would be read as a row of it, and no section begins with one sentence twice', () => {
    const glued = DOCUMENTS.flatMap((document) =>
      [
        ...read(document)
          .replaceAll(/^```[\s\S]*?^```$/gm, '')
          .matchAll(/^\|.*\n(?![|\n]).+|.+\n## .+/gm),
      ].map(([lines]) => `${document}: ${lines}`),
    );
    expect(glued).toEqual([]);
    const twice = read('docs/data-model.md').match(/^(One row for each \w+).*\n\1.*/gm);
    expect(twice).toBeNull();
  });

  test.each(Object.keys(VIEWS))('%s has its section in docs/data-model.md', (view) => {
    expect(read('docs/data-model.md')).toMatch(new RegExp(`^## ${view}: [\\s\\S]*?^\\| column \\|`, 'm'));
  });

  test.each(Object.keys(VIEWS))('a name in backticks in the unit of a column of %s is another column of it', (view) => {
    const rows = db.prepare('SELECT name, unit FROM docs_column WHERE view = ?').all(view) as { name: string; unit: string | null }[];
    const named = rows.flatMap(({ unit }) => [...(unit ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]));
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });
});

describe('the command line', () => {
  const visible = leaves(program()).filter((command) => !command.name().startsWith('__'));
  const commands = visible.map(nameOf);
  const options = [...new Set(visible.flatMap((command) => command.options.flatMap(({ long }) => long ?? [])))];

  test('there are commands and options to look for', () => {
    expect(commands).toEqual(expect.arrayContaining(['start', 'ingest', 'series show', 'db backup', 'demo']));
    expect(options).toEqual(expect.arrayContaining(['--as-of', '--db']));
  });

  test.each(commands)('"tradewatch %s" is in README.md or docs/', (command) => {
    expect(ALL_TEXT).toMatch(new RegExp(`\\btradewatch ${command}\\b`));
  });

  test.each(options.filter((option) => option !== '--help'))('the option %s is in README.md or docs/', (option) => {
    expect(ALL_TEXT).toMatch(new RegExp(`${option}(?![a-z-])`));
  });
});

describe('the configuration', () => {
  interface Node {
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Node>>;
    readonly items?: Node;
  }

  /** Every key with its path, and whether the schema says what it means. */
  function keysOf(node: Node, path: readonly string[]): { path: string; key: string; described: boolean }[] {
    const own = Object.entries(node.properties ?? {}).flatMap(([key, value]) => [
      { path: [...path, key].join('.'), key, described: (value.description ?? '') !== '' },
      ...keysOf(value, [...path, key]),
    ]);
    return node.items === undefined ? own : [...own, ...keysOf(node.items, [...path, '0'])];
  }

  test('every key has a description in the schema, or is explained in README.md or docs/', async () => {
    const keys = keysOf(configJsonSchema((await loadRegistry()).values()), []);
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter(({ key, described }) => !described && !ALL_TEXT.includes(`\`${key}\``)).map(({ path }) => path)).toEqual([]);
  });

  test('every setting of a source is in the table of docs/operate.md', async () => {
    const text = read('docs/operate.md');
    const table = text.slice(text.indexOf('### Settings of the sources'), text.indexOf('### Secrets'));
    for (const pipeline of (await loadRegistry()).values()) {
      const keys = keysOf(configJsonSchema([pipeline]), []).filter(({ path }) => path.startsWith(`pipelines.${pipeline.id}.settings.`));
      const rows = table.slice(table.indexOf(`| \`${pipeline.id}\``)).split(/\n(?=\| `[a-z]+-)/)[0] ?? '';
      for (const { path, key } of keys) expect(rows, `${path} in docs/operate.md`).toContain(`\`${key}\``);
    }
  });

  test.each(named(blocks('yaml')))('%s is YAML, and as a whole configuration it loads', async (_where, block) => {
    const data = parseYaml(block.text) as Readonly<Record<string, unknown>>;
    const registry = await loadRegistry();
    const known = Object.keys((configJsonSchema(registry.values()) as Node).properties ?? {});
    const whole = Object.keys(data).every((key) => known.includes(key)) && (!('rules' in data) || 'receivers' in data);
    if (!whole) return;
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'config'));
    writeFileSync(join(folder, 'config', 'tradewatch.yaml'), block.text);
    expect(loadConfig(null, { cwd: folder, pipelines: registry.values() }).database).toContain('tradewatch.db');
  });
});

describe('the example of docs/add-a-source.md', () => {
  const run = promisify(execFile);
  const node = (cwd: string, ...args: string[]): Promise<unknown> =>
    run(process.execPath, args, { cwd, timeout: 60_000, env: { PATH: process.env['PATH'] ?? '' } });

  const failed = (error: { stdout?: string; stderr?: string }): never =>
    expect.fail(`${error.stdout ?? ''}${error.stderr ?? ''}` || String(error));

  /** A checkout of its own with the files of the document in their places; inside this one, so that packages are found. */
  function checkout(): string {
    const folder = mkdtempSync(join(ROOT, 'data', 'docs-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(ROOT, 'test', 'support'), join(folder, 'test', 'support'), { recursive: true });
    symlinkSync(join(ROOT, 'src'), join(folder, 'src'));
    // Its own, or vitest would find ours above it.
    writeFileSync(join(folder, 'vitest.config.mjs'), 'export default {};\n');
    for (const block of blocksOf('docs/add-a-source.md')) {
      const path =
        block.language === 'ts'
          ? /^\/\/ (\S+\.ts)\n/.exec(block.text)?.[1]
          : block.language === 'json'
            ? /`(test\/fixtures\/\S+?\.json)`/.exec(block.paragraph)?.[1]
            : undefined;
      if (path === undefined) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), block.text);
    }
    return folder;
  }

  test('is a pipeline that the registry takes', async () => {
    const folder = checkout();
    expect([...(await loadRegistry(join(folder, 'pipelines'))).keys()]).toEqual(['meridia-trade']);
  });

  test('has no type errors, its test neither', async () => {
    const folder = checkout();
    const config = { extends: relative(folder, join(ROOT, 'tsconfig.json')), include: ['pipelines', 'test/pipelines'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    await node(folder, join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder).catch(failed);
  }, 60_000);

  test('passes its own three-line test with the fixtures of the document', async () => {
    const folder = checkout();
    await node(folder, join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder).catch(failed);
  }, 60_000);
});

describe('all documents', () => {
  test.each(DOCUMENTS)('%s links to files that are there', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => match[1] as string);
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([]);
  });

  test('the decisions are numbered without gaps, and each says context, choice and cost', () => {
    const files = readdirSync(join(ROOT, 'docs/decisions')).sort();
    expect(files.map((name) => name.slice(0, 4))).toEqual(files.map((_, index) => `${String(index + 1).padStart(3, '0')}-`));
    for (const name of files)
      expect(read(join('docs/decisions', name)), name).toMatch(
        /^# \d{3} .+\n[\s\S]*^## Context\n[\s\S]+^## Choice\n[\s\S]+^## What it costs\n/m,
      );
  });
});

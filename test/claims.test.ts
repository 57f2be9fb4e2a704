import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimsCheck } from '../src/commands/claims-check.ts';
import { claimsList } from '../src/commands/claims-list.ts';
import { demo } from '../src/commands/demo.ts';
import { loadCommodityData } from '../src/commodity-data.ts';
import { openStoreForReading } from '../src/store/sqlite.ts';
import { cli } from './support/cli.ts';
import { temporaryFolder } from './support/store.ts';

const DOCS = readFileSync(new URL('../docs/claims.md', import.meta.url), 'utf8');
const block = (language: string): string => new RegExp(`^\`\`\`text ${language}\\n([^]*?)^\`\`\`$`, 'm').exec(DOCS)?.[1] ?? '';

/** https://schema.org/ClaimReview and the types in it: the properties that each may have (with those that it inherits). */
const VOCABULARY: Readonly<Record<string, readonly string[]>> = {
  ClaimReview: ['datePublished', 'author', 'claimReviewed', 'itemReviewed', 'reviewRating', 'reviewBody', 'citation', 'url'],
  Claim: ['text', 'author', 'datePublished', 'appearance'],
  NewsArticle: ['url', 'publisher', 'datePublished'],
  Organization: ['name', 'url'],
  Rating: ['ratingValue', 'bestRating', 'worstRating', 'alternateName', 'ratingExplanation'],
};

/** What is no type of the vocabulary, or no property of its type. */
function foreignProperties(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(foreignProperties);
  if (typeof value !== 'object' || value === null) return [];
  const { '@type': type, ...properties } = value as Record<string, unknown>;
  const known = VOCABULARY[String(type)] ?? [];
  return Object.entries(properties).flatMap(([name, inner]) => [
    ...(known.includes(name) ? [] : [`${type}.${name}`]),
    ...foreignProperties(inner),
  ]);
}

interface Checked {
  readonly quote: string;
  readonly verdict: string;
  readonly reading: string | null;
  readonly reason: string | null;
  readonly official_percent: number | null;
  readonly official_bound: string | null;
  readonly explanation: readonly string[];
  readonly sources: readonly unknown[];
}

describe('claims in the news, with the database of the demo', { timeout: 60_000 }, () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tradewatch-claims-'));
    const said: string[] = [];
    const io = {
      stdout: (text: string) => void said.push(text),
      stderr: () => {},
      env: {},
      cwd: folder,
      isTTY: false,
      now: () => new Date(),
    };
    expect(await demo(io, { out: 'demo', quiet: true })).toBe(0);
    writeFileSync(join(folder, 'demo.txt'), said.join(''));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function check(
    text: string,
    options: { published?: string; json?: boolean; format?: string; name?: string } = {},
  ): Promise<string> {
    const cwd = temporaryFolder();
    const name = options.name ?? 'article.txt';
    writeFileSync(join(cwd, name), text);
    const store = openStoreForReading(join(folder, 'demo', 'tradewatch.db'));
    const out: string[] = [];
    const io = {
      stdout: (t: string) => void out.push(t),
      stderr: () => {},
      env: {},
      cwd,
      isTTY: false,
      now: () => new Date('2026-05-01T00:00:00Z'),
    };
    try {
      expect(await claimsCheck(io, store, loadCommodityData(), [name], options)).toBe(0);
    } finally {
      store.close();
    }
    return out.join('');
  }
  const claimsOf = async (text: string, options: Parameters<typeof check>[1] = {}): Promise<Checked[]> =>
    (JSON.parse(await check(text, { json: true, ...options })) as { files: { claims: Checked[] }[] }).files[0]?.claims ?? [];

  test('the article of docs/claims.md gives what stands under it', async () => {
    expect(await check(block('article'), { name: 'article.md', published: '2025-07-22' })).toBe(block('verdict'));
  });

  test.each([
    'Official data show that China exported over 25% more rare earth magnets in the second quarter of 2025 than a year earlier.',
    "China's rare earth magnet exports rose more than 25 % year on year in Q2 2025.",
    '2025年第二季度，中国稀土磁铁出口同比增长超过25%。',
  ])('the founding claim is contradicted as "%s"', async (text) => {
    const [found] = await claimsOf(text, { published: '2025-07-25' });
    expect(found).toMatchObject({ verdict: 'contradicted', reading: null, official_bound: 'at_most' });
    expect(found?.official_percent).toBeCloseTo(-28.88, 2);
    expect(found?.explanation.join(' ')).toContain('+17.8 % (18,391.6 t against 15,612 t)');
    expect(found?.sources).toHaveLength(5);
  });

  test.each([
    [
      "China's October 2025 exports of rare earth magnets came to 4,343.5 metric tons, an 8.62% decline on October 2024.",
      'rare_earth_line',
    ],
    ['Exports of rare earth magnets from China to the United States rose 660% year on year in June 2025.', 'month_on_month'],
    ["China's rare earth magnet exports jumped 257% month on month in June 2025.", 'ratio_as_growth'],
  ])('a figure that is wrong in kind is named: %s', async (text, reading) => {
    expect(await claimsOf(text, { published: '2025-12-01' })).toMatchObject([{ verdict: 'supported_under_other_reading', reading }]);
  });

  test('a page says its own day, address and outlet, and its ClaimReview has them', async () => {
    const html = `<!doctype html><html><head><meta charset="utf-8"><title>Magnets</title>
      <link rel="canonical" href="https://trade-daily.example.org/q2"><meta property="og:site_name" content="Example Trade Daily">
      <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-07-22T09:00:00Z"}</script></head>
      <body><nav><p>Exports rose 99% year on year in June 2025.</p></nav>
      <article><h1>Magnets</h1><p>China's exports of rare earth magnets rose more than 25% year on year in the second quarter.</p></article></body></html>`;
    const document = JSON.parse(await check(html, { name: 'page.html', format: 'claimreview' })) as { '@graph': unknown[] };
    expect(document).toMatchObject({
      '@context': 'https://schema.org',
      '@graph': [
        {
          '@type': 'ClaimReview',
          datePublished: '2026-05-01',
          author: { '@type': 'Organization', name: 'tradewatch' },
          claimReviewed: "China's exports of rare earth magnets rose more than 25% year on year in the second quarter.",
          itemReviewed: {
            '@type': 'Claim',
            author: { name: 'Example Trade Daily' },
            datePublished: '2025-07-22T09:00:00Z',
            appearance: { '@type': 'NewsArticle', url: 'https://trade-daily.example.org/q2' },
          },
          reviewRating: {
            '@type': 'Rating',
            ratingValue: 1,
            bestRating: 5,
            worstRating: 1,
            alternateName: 'Contradicted by the official figures',
          },
        },
      ],
    });
    expect(document['@graph']).toHaveLength(1);
    expect(foreignProperties(document['@graph'])).toEqual([]);
  });

  test('what stands in an article moves no terminal', async () => {
    const escapeCode = String.fromCharCode(27);
    const shown = await check(`China's ${escapeCode}[2J\u202e exports of rare earth magnets rose 99% year on year in June 2025.`, {
      published: '2025-07-22',
    });
    expect(shown).toContain('rare earth magnets rose 99%');
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  });

  test.each(['2025-07-22', '2025-07-22T09:00:00Z', '2025-08', '2025'])('--published %s is when the article is from', async (published) => {
    const [found] = await claimsOf("China's rare earth magnet exports fell 74% year on year in May 2025.", { published });
    expect(found?.verdict).toBe('supported');
  });

  test('a review can stand in a page: no quotation ends its script', async () => {
    const file = join(folder, 'script.txt');
    writeFileSync(file, "</script><script>China's rare earth magnet exports fell 38.1 % year on year in June 2025.");
    const { stdout } = await cli([
      'claims',
      'check',
      file,
      '--db',
      join(folder, 'demo', 'tradewatch.db'),
      '--published',
      '2025-07-22',
      '--format',
      'claimreview',
    ]);
    expect(stdout).not.toContain('<');
    expect(JSON.parse(stdout)).toMatchObject({
      '@graph': [{ reviewRating: { ratingValue: 4, alternateName: 'Right but for its rounding' } }],
    });
  });

  test('a text without claims says so', async () => {
    expect(await check('Nothing to see here.')).toBe(
      'article.txt, day of publication unknown (give it with --published): no claim about growth was found\n',
    );
  });

  test('the contradicted article of the feed reaches both receivers, once each, and nobody is told of another', async () => {
    const mails = await Promise.all(
      readdirSync(join(folder, 'demo', 'mails')).map((name) => simpleParser(readFileSync(join(folder, 'demo', 'mails', name)))),
    );
    const told = mails.filter((mail) => mail.subject?.startsWith('Claim contradicted'));
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('https://trade-daily.example.org/2025-07-22/magnets-second-quarter');
    expect(told[0]?.date?.toISOString().slice(0, 10)).toBe('2025-07-22');
    expect(readdirSync(join(folder, 'demo', 'webhooks')).filter((name) => name.includes('claim.'))).toEqual([
      expect.stringMatching(/claim\.contradicted/),
    ]);
  });

  test('the report of the demo shows it, and no recorded article is contradicted that is true', async () => {
    const report = readFileSync(join(folder, 'demo.txt'), 'utf8');
    expect(report).toMatch(/Claims in the news\n[\s\S]*2025-07-22 .*contradicted .*≤ −28\.9 %/);
    const store = openStoreForReading(join(folder, 'demo', 'tradewatch.db'));
    const out: string[] = [];
    const io = { stdout: (t: string) => void out.push(t), stderr: () => {}, env: {}, cwd: folder, isTTY: false, now: () => new Date() };
    await claimsList(io, store, { verdict: 'contradicted', json: true });
    store.close();
    expect(JSON.parse(out.join(''))).toMatchObject([
      { article_url: 'https://trade-daily.example.org/2025-07-22/magnets-second-quarter', verdict: 'contradicted' },
    ]);
  });

  test('the list is searched by the words of headlines and texts, in any order, and Chinese without spaces', async () => {
    const list = (...words: string[]) => cli(['claims', 'list', '--db', join(folder, 'demo', 'tradewatch.db'), ...words]);
    const found = await list('--search', '"second quarter" MAGNET', '--json');
    expect(JSON.parse(found.stdout)).toMatchObject([{ verdict: 'contradicted', period: '2025-Q2' }]);
    const table = await list('--search', '25 second quarter', '--verdict', 'contradicted');
    expect(table.stdout).toContain('https://trade-daily.example.org/2025-07-22/magnets-second-quarter');
    expect(await list('--search', 'magnet NOT zebra')).toMatchObject({ code: 0, stdout: '(none)\n' });
    expect(await list('--search', '"*', '--json')).toMatchObject({ code: 2, stdout: '' });
    const chinese = JSON.parse((await list('--search', '稀土', '--json')).stdout) as { quote: string }[];
    expect(chinese.length).toBeGreaterThan(0);
    for (const { quote } of chinese) expect(quote).toMatch(/\p{Script=Han}/u);
  });

  test('the command line has both commands, with the exit codes of the contract', async () => {
    const db = ['--db', join(folder, 'demo', 'tradewatch.db')];
    const file = join(folder, 'article.txt');
    writeFileSync(file, "China's rare earth magnet exports rose more than 25 % year on year in Q2 2025.");
    expect((await cli(['claims', 'check', file, '--published', '2025-07-22', ...db])).stdout).toContain('verdict   contradicted');
    expect((await cli(['claims', 'list', '--verdict', 'contradicted', ...db])).code).toBe(0);
    const wrong = [
      ['claims', 'check', join(folder, 'missing.txt'), ...db],
      ['claims', 'check', file, '--published', '22 July', ...db],
      ['claims', 'check', file, '--format', 'rdf', ...db],
      ['claims', 'check', ...db],
      ['claims', 'list', '--verdict', 'wrong', ...db],
    ];
    writeFileSync(join(folder, 'picture.txt'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255]));
    const mixed = await cli(['claims', 'check', join(folder, 'picture.txt'), file, '--json', ...db]);
    expect(mixed.code).toBe(4);
    expect(mixed.stderr).toContain('picture.txt');
    expect((JSON.parse(mixed.stdout) as { files: unknown[] }).files).toHaveLength(1);
    for (const args of wrong) expect((await cli(args)).code, args.join(' ')).toBe(2);
  });
});

import { expect } from 'vitest';
import type { Claim } from '../../src/domain/claim.ts';
import { createDetector } from '../../src/stages/detect.ts';
import { createClaimJudge } from '../../src/stages/judge-news.ts';
import type { Store } from '../../src/store/store.ts';
import { claim, FOUNDING, MAPPING } from '../support/claims.ts';
import { KEY, observations, publish, temporaryStore } from '../support/store.ts';
import { axeFindings, siteOver, type useBrowser } from './browser.ts';

export const MAGNETS = 'china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg';
export const RARE_EARTH = 'china-customs-tables/CN.WORLD.export.GACC:rare-earth.net_weight.kg';
export const pathOf = (key: string): string => `/series/${encodeURIComponent(key)}`;

const judge = createClaimJudge({ rules: [], mapping: MAPPING, channels: new Map() });
const detector = createDetector({ rules: [], channels: new Map(), sources: new Map(), claims: judge });

/** A title that would act if it were not text, and turn the line around it. */
export const HOSTILE = '<script>document.title = "taken"</script><img src=x onerror=alert(1)> \u202egnp.exe "Magnets" & more';

/** Figures with a revision, a gap, and January and February as one; the months of 2024 and 2025 are real, the revision is invented. */
export async function withFigures(): Promise<{ store: Store; file: string }> {
  const { store, file } = temporaryStore();
  const source = (pipeline: string, publisher: string) => ({
    pipeline,
    title: pipeline,
    publisher,
    licence: 'open',
    schedule: null,
    timezone: 'Etc/UTC',
  });
  await store.describeSources([
    source('china-customs-query', 'General Administration of Customs of China (GACC)'),
    source('china-customs-tables', 'General Administration of Customs of China (GACC)'),
    source('us-census', 'US Census Bureau'),
  ]);
  const magnets = [{ classification: 'HS8', product: '85051110', name: '稀土永磁铁及稀土永磁体' }];
  await publish(
    store,
    '2025-06-20T10:00:00.000Z',
    observations([
      ['2024-05', 4_762_000],
      ['2024-06', 5_157_000],
      ['2025-04', 2_628_000],
      ['2025-05', 1_200_000],
    ]),
    { products: magnets, detector },
  );
  await publish(
    store,
    '2025-07-20T10:00:00.000Z',
    observations([
      ['2025-05', 1_238_000],
      ['2025-06', 3_188_000],
      ['2025-01/2025-06', 22_319_000],
    ]),
    { products: magnets, publishedAt: '2025-07-20', detector },
  );
  await publish(
    store,
    '2025-07-20T11:00:00.000Z',
    observations(
      [
        ['2024-06', 735_000],
        ['2025-06', 353_000],
      ],
      { partner: 'US' },
    ),
    {
      products: magnets,
    },
  );
  const table = { pipeline: 'china-customs-tables', classification: 'GACC', product: 'rare-earth' };
  await publish(
    store,
    '2025-07-14T10:00:00.000Z',
    observations(
      [
        ['2024-01/2024-02', 8_771_000, 'combined'],
        ['2025-01/2025-02', 8_511_000, 'combined'],
        ['2025-03', 5_666_000],
      ],
      table,
    ),
    { pipeline: table.pipeline, products: [{ classification: 'GACC', product: 'rare-earth', name: 'Rare earth' }] },
  );
  return { store, file };
}

/** Both sides of one trade in the same goods; invented. */
export async function withMirror(): Promise<string> {
  const { store, file } = await withFigures();
  const exporter = { classification: 'HS', product: '850511' };
  await publish(
    store,
    '2025-07-21T10:00:00.000Z',
    [
      ...observations(
        [
          ['2024-05', 400_000],
          ['2024-06', 700_000],
          ['2025-05', 50_000],
        ],
        { ...exporter, partner: 'US' },
      ),
      ...observations(
        [
          ['2024-05', 800_000],
          ['2024-06', 1_400_000],
        ],
        exporter,
      ),
    ],
    { pipeline: KEY.pipeline },
  );
  const importer = { ...exporter, pipeline: 'us-census', reporter: 'US', partner: 'CN', flow: 'import' } as const;
  const imported = observations(
    [
      ['2024-05', 440_000],
      ['2024-06', 630_000],
      ['2025-05', 66_000],
      ['2025-06', 315_000],
    ],
    importer,
  );
  await publish(
    store,
    '2025-07-22T10:00:00.000Z',
    imported.map((one) => ({ ...one, valuation: 'CIF' as const })),
    { pipeline: 'us-census' },
  );
  return file;
}

/** Claims on the figures, one of them in an article that means harm. */
export async function withNews(): Promise<{ store: Store; file: string }> {
  const made = await withFigures();
  const { store } = made;
  await say(
    store,
    'https://trade-daily.example.org/second-quarter',
    'Magnets in the second quarter',
    'Exports rose more than 25 % in the quarter.',
    FOUNDING,
  );
  await say(
    store,
    'javascript:alert(document.domain)//',
    HOSTILE,
    `Exports ${HOSTILE} fell 38.2 %.`,
    claim({ direction: 'down', percent: 38.2 }),
  );
  return made;
}

/** An article that says one thing, judged at once. */
export async function say(
  store: Store,
  url: string,
  title: string,
  quote: string,
  says: Claim,
  judged = judge,
  at = '2025-07-22T09:00:00.000Z',
): Promise<void> {
  const runId = await store.beginRun('trade-news', 'run', at);
  const snapshotId = await store.addSnapshot({
    runId,
    pipeline: 'trade-news',
    requestKey: url,
    name: 'feed.xml',
    url: 'https://trade-daily.example.org/feed.xml',
    mediaType: null,
    sha256: 'b'.repeat(64),
    extension: 'xml',
    bytes: 1,
    retrievedAt: at,
    etag: null,
    lastModified: null,
    params: {},
    columns: null,
    settings: {},
    earlierPages: [],
  });
  const article = {
    url,
    title,
    publisher: `Daily ${title.slice(0, 8).trim()}`,
    feedDate: '2025-07-22',
    pageDate: null,
    language: 'en',
    summary: null,
    body: null,
  };
  await store.loadArticles({ pipeline: 'trade-news', snapshotId, seenAt: at, refused: [], articles: [article] });
  const readings = (await store.articlesToRead(10)).map(({ id }) => ({ articleId: id, claims: [{ claim: says, quote, doubt: null }] }));
  await store.takeClaims(readings, judged, null, at);
}

/** The looks in which each page is tried. */
export const LOOKS = [
  ['light', 1200],
  ['dark', 1200],
  ['light', 360],
  ['dark', 360],
] as const;

/** A page in one look: no serious finding, nothing wider than the window; and the same words without scripts. */
export async function expectFit(
  open: ReturnType<typeof useBrowser>,
  file: string,
  path: string,
  [colorScheme, width]: (typeof LOOKS)[number],
  words: readonly (string | RegExp)[],
): Promise<void> {
  const site = await siteOver(file);
  const page = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
  await page.goto(site + path);
  await page.waitForLoadState('networkidle');
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  const pictures = await page.evaluate('[...document.images].map((image) => [image.complete && image.naturalWidth > 0, image.currentSrc])');
  for (const [isDrawn, source] of pictures as [boolean, string][]) {
    expect(isDrawn).toBe(true);
    expect(source).toContain(`theme=${colorScheme}`);
  }
  const plain = await open({ javaScriptEnabled: false, colorScheme, viewport: { width, height: 800 } });
  await plain.goto(site + path);
  const text = (await plain.textContent('main')) ?? '';
  for (const word of words) expect(text).toMatch(word);
}

import { describe, expect, test } from 'vitest';
import tradeNews from '../../pipelines/trade-news.ts';
import { describePipeline } from '../support/conformance.ts';
import { snapshotOf } from '../support/snapshots.ts';

describePipeline(tradeNews);

const transform = (feed: string | Uint8Array, options: { settings?: unknown; params?: Record<string, string> } = {}) =>
  tradeNews.transform(
    snapshotOf(feed, { name: 'feed.xml', params: options.params ?? {} }),
    tradeNews.settings.parse(options.settings ?? {}),
  );

test('asks each feed at its own address, under which it knows the answer again', () => {
  const feeds = [{ url: 'https://a.example/feed' }, { url: 'http://b.example/rss?q=1', publisher: 'B', language: 'en' }];
  const asked = tradeNews.requests({
    now: new Date(0),
    baseUrl: '',
    lastMonth: null,
    window: { from: 197001, to: 197001 },
    hasSecret: false,
    settings: tradeNews.settings.parse({ feeds }),
  });
  expect(asked).toEqual(feeds.map(({ url }) => ({ key: url, url, params: { feed: url } })));
});

test('refuses settings with a feed listed twice, or with an address that is not http', () => {
  expect(tradeNews.settings.safeParse({ feeds: [{ url: 'https://a.example/' }, { url: 'https://a.example/' }] }).success).toBe(false);
  expect(tradeNews.settings.safeParse({ feeds: [{ url: 'file:///etc/passwd' }] }).success).toBe(false);
});

describe('a feed without end', () => {
  const items = (count: number): string =>
    `<rss version="2.0"><channel><title>T</title>${Array.from({ length: count }, (_, index) => `<item><title>Headline ${index} &amp;amp; more</title><link>https://x.example/${index}</link><description>&lt;p&gt;Text ${index}&lt;/p&gt;</description></item>`).join('')}</channel></rss>`;

  test('is read up to 10,000 items, and says how many it left', () => {
    const result = transform(items(10_050));
    if (result.kind !== 'articles') throw new Error(result.kind);
    expect(result.articles).toHaveLength(10_000);
    expect(result.articles[9999]?.title).toBe('Headline 9999 & more');
    expect(result.refused).toEqual([{ where: 'feed.xml item 10001', reason: '50 more items are not read; at most 10000 are' }]);
  });
});

test.each([
  ['euc-kr', Uint8Array.of(0xb0, 0xa1), '가'],
  ['GB2312', Uint8Array.of(0xcf, 0xa1, 0xcd, 0xc1), '稀土'],
  ['utf-8', Uint8Array.of(0xe9), 'é'],
  ['no-such', Uint8Array.of(0xe9), 'é'],
])('a feed that declares no encoding is read as the server says (%s), where that can be', (charset, title, read) => {
  const [before, after] = [
    '<rss version="2.0"><channel><title>T</title><item><title>',
    '</title><link>https://x.example/1</link></item></channel></rss>',
  ].map((part) => new TextEncoder().encode(part));
  const bytes = Uint8Array.from([...(before ?? []), ...title, ...(after ?? [])]);
  expect(transform(bytes, { params: { charset } })).toMatchObject({ articles: [{ title: read }] });
});

test('refuses a subject that is meant as a commodity and is none', () => {
  expect(tradeNews.settings.safeParse({ subjects: ['rare_earth_magnets', 'port strike', '大豆'] }).success).toBe(true);
  expect(tradeNews.settings.safeParse({ subjects: ['rare_earth_magnet'] }).success).toBe(false);
});

describe('the pages that are asked next', () => {
  const asked = (titles: readonly string[], subjects?: readonly string[]): string[] => {
    const items = titles.map((title, index) => `<item><title>${title}</title><link>https://x.example/${index}</link></item>`).join('');
    const feed = `<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;
    const result = transform(feed, { settings: subjects === undefined ? {} : { subjects } });
    return result.kind === 'articles' ? (result.requests ?? []).map(({ params }) => params?.['title'] ?? '') : [];
  };

  test('are those of articles that name a commodity, in English, simplified or traditional characters', () => {
    const named = ['Rare-earth MAGNETS soar', '稀土出口', '釹鐵硼磁體價格', 'SOYBEANS: a report'];
    expect(asked([...named, 'Magnetism between people', 'A football result'])).toEqual(named);
  });

  test('are those of the subjects in the settings, Latin words whole', () => {
    expect(asked(['A port strike ends', 'Port-strike ends', 'The sport striker', 'Magnets', '港口罢工'], ['port strike', '罢工'])).toEqual([
      'A port strike ends',
      'Port-strike ends',
      '港口罢工',
    ]);
    expect(asked(['Magnets', 'Soybeans'], ['soybeans', 'a+b'])).toEqual(['Soybeans']);
    expect(asked(['Magnets'], [])).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import tradeNews from '../../pipelines/trade-news.ts';
import { describePipeline } from '../support/conformance.ts';

describePipeline(tradeNews);

const transform = (text: string) =>
  tradeNews.transform(
    {
      bytes: new TextEncoder().encode(text),
      name: 'feed.xml',
      url: null,
      mediaType: null,
      retrievedAt: '2026-06-30T00:00:00Z',
      params: {},
      columns: null,
      earlier: [],
    },
    tradeNews.settings.parse({}),
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

  test('is read up to 10,000 items in two seconds, and says how many it left', () => {
    const started = performance.now();
    const result = transform(items(10_050));
    expect(performance.now() - started).toBeLessThan(2000);
    if (result.kind !== 'articles') throw new Error(result.kind);
    expect(result.articles).toHaveLength(10_000);
    expect(result.articles[9999]?.title).toBe('Headline 9999 & more');
    expect(result.refused).toEqual([{ where: 'feed.xml item 10001', reason: '50 more items are not read; at most 10000 are' }]);
  });
});

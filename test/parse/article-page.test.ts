import { describe, expect, test } from 'vitest';
import { readArticlePage } from '../../src/parse/article-page.ts';
import { pageFault } from '../../src/parse/page-bounds.ts';

const PARAGRAPH =
  'The harbour office of the invented port of Meridia said on Friday that shipments fell to 1,204 tons in May, which is 12.5 % less than in April.';
const ARTICLE = `<article><p>${PARAGRAPH}</p><p>${PARAGRAPH}</p></article>`;

const read = (html: string, more: { address?: string; mediaType?: string } = {}) =>
  readArticlePage(new TextEncoder().encode(html), {
    where: 'page.html',
    address: more.address ?? 'https://news.example/2026/a?utm_source=x',
    mediaType: more.mediaType ?? null,
    retrievedAt: '2026-06-30T12:00:00.000Z',
  });
const withHead = (head: string, body = ARTICLE) => read(`<!doctype html><html><head>${head}</head><body>${body}</body></html>`);
const linked = (data: unknown): string => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;

describe('the date of a page', () => {
  test.each([
    [
      'is that of the structured data first',
      `${linked({ '@type': 'NewsArticle', datePublished: '2026-05-12' })}<meta property="article:published_time" content="2026-06-01">`,
      '',
      '2026-05-12',
    ],
    [
      'is looked for in lists and graphs',
      linked([
        { '@type': 'WebSite' },
        { '@graph': [{ '@type': ['Thing', 'ReportageNewsArticle'], datePublished: '2026-05-13T08:00:00+08:00' }] },
      ]),
      '',
      '2026-05-13T00:00:00Z',
    ],
    [
      'is that of the meta elements next',
      '<meta itemprop="datePublished" content="2026-06-02">',
      '<time datetime="2026-06-03">x</time>',
      '2026-06-02',
    ],
    ['is that of a time element next', '', '<time datetime="2026-06-03T10:00:00Z">yesterday</time>', '2026-06-03T10:00:00Z'],
    ['is a visible one last, in English', '', '<div class="article-date">Published: Aug. 20th, 2025, 10:45 am</div>', '2025-08-20'],
    ['is a visible one last, in English with the day first', '', '<span id="pubdate">20 August 2025</span>', '2025-08-20'],
    ['is a visible one last, in Chinese', '', '<span class="pubtime">2025年6月1日 10:22</span>', '2025-06-01'],
    [
      'is not one of a sentence',
      '',
      '<p class="update">What began on 20 August 2025 with a ship in the harbour of Meridia has now come to its end at last.</p>',
      null,
    ],
    [
      'passes over what is impossible',
      linked({ '@type': 'NewsArticle', datePublished: '2026-02-30' }),
      '<time>2026-06-04</time>',
      '2026-06-04',
    ],
    ['passes over what lies in the future', '<meta name="date" content="2027-01-01">', '<time>2026-06-05</time>', '2026-06-05'],
    ['passes over a placeholder', '<meta name="date" content="1970-01-01T00:00:00Z">', '', null],
    [
      'survives structured data that is damaged',
      '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":</script><meta name="date" content="2026-06-06">',
      '',
      '2026-06-06',
    ],
    [
      'survives structured data that is hostile',
      `<script type="application/ld+json">${'['.repeat(100_000)}</script>${linked({ __proto__: 1, '@graph': 4, '@type': 7 })}`,
      '',
      null,
    ],
  ])('%s', (_what, head, body, date) => {
    expect(withHead(head, body + ARTICLE).date).toBe(date);
  });
});

describe('the address that a page names', () => {
  test.each([
    ['<link rel="canonical" href="/2026/b?utm_campaign=x#top">', 'https://news.example/2026/b'],
    ['<link rel="canonical" href="https://origin.example/b">', 'https://origin.example/b'],
    [
      '<link rel="canonical" href="https://news.example/"><meta property="og:url" content="https://news.example/c">',
      'https://news.example/c',
    ],
    ['<link rel="canonical" href="javascript:alert(1)">', null],
    ['', null],
  ])('%s', (head, canonical) => expect(withHead(head).canonical).toBe(canonical));
});

describe('the text', () => {
  test('has a line for each paragraph, without menus, scripts and what cannot be seen', () => {
    const body = `<nav><a href="/">Home</a></nav><article><h1>T</h1><p>${PARAGRAPH}<script>x()</script><p>One<br>two<b>three</b>&nbsp;\u202Efour\u200B<style>p{}</style></p><ul><li>first</li><li>second</li></ul><p>${PARAGRAPH}</p></article>`;
    expect(withHead('<title>T</title>', body).body?.split('\n')).toEqual([PARAGRAPH, 'One', 'twothree four', 'first', 'second', PARAGRAPH]);
  });

  test('keeps the cells of a table apart', () => {
    const table = '<table><tr><th>Month<th>Tons<tr><td>May<td>1,204<tr><td>June<td>1,500</table>';
    expect(withHead('', `<article><p>${PARAGRAPH}</p>${table}<p>${PARAGRAPH}</p></article>`).body).toContain(
      'Month Tons\nMay 1,204\nJune 1,500',
    );
  });

  test('is found where a page leaves out what the standard lets it leave out', () => {
    expect(read(`<!doctype html><title>T</title><p>${PARAGRAPH}<p>${PARAGRAPH}`).body).toBe(`${PARAGRAPH}\n${PARAGRAPH}`);
  });

  test.each(['<p>', ARTICLE.slice(0, 100), '<html></html>', '{"a":1}', 'plain text', '<svg><text>x</text></svg>'])(
    'is not made up from %j',
    (html) => {
      const { body, noBody } = read(html);
      expect(body).toBeNull();
      expect(noBody).toMatch(/not HTML|no article text/);
    },
  );

  test('is refused with the encoding, not garbled', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('<html><meta charset="x-unknown"><p>'), 0xff]);
    expect(
      readArticlePage(bytes, { where: 'p', address: null, mediaType: 'text/html', retrievedAt: '2026-06-30T12:00:00.000Z' }).noBody,
    ).toContain('declares the encoding "x-unknown"');
  });
});

test('an article about captchas and subscriptions is an article', () => {
  const long = `<article>${`<p>${PARAGRAPH} Subscribers only had to solve a captcha.</p>`.repeat(20)}</article>`;
  expect(withHead('<title>Are you a robot?</title>', long)).toMatchObject({ noBody: null });
});

test.each(['订阅后可继续阅读', 'Subscribe to continue reading', 'This article is exclusive to subscribers'])(
  'a short text with "%s" is behind a paywall',
  (notice) => {
    expect(withHead('', `${ARTICLE}<div>${notice}</div>`).noBody).toContain('paywall');
  },
);

test('an article is not behind a paywall because the menu or the foot of its page speaks of one, or when the page says that it is free', () => {
  const foot = '<footer><p>Subscribers only: our letter.</p></footer>';
  const five = `<article>${`<p>${PARAGRAPH}</p>`.repeat(5)}</article>`;
  expect(withHead('', `<header>Already a subscriber? Log in.</header>${five}${foot}`).noBody).toBeNull();
  expect(withHead('', `${ARTICLE}${foot}`).noBody).toContain('paywall');
  expect(withHead(linked({ '@type': 'NewsArticle', isAccessibleForFree: true }), `${ARTICLE}${foot}`).noBody).toBeNull();
});

describe('the bounds', () => {
  test('let pass what real pages have: unclosed paragraphs and list items, drawings, scripts full of tags', () => {
    const page = `<html><script>${'"<div>"'.repeat(3000)}</script>${'<p>a<li>b<br>'.repeat(3000)}<svg>${'<path d="M0"/>'.repeat(2000)}</svg><!-- ${'<div>'.repeat(1000)} -->`;
    expect(pageFault(page)).toBeNull();
  });

  test('stop what no article has', () => {
    expect(pageFault('<div>'.repeat(501))).toContain('more than 500 elements within each other');
    expect(pageFault('<i></i>'.repeat(20_001))).toContain('more than 40000 tags');
    expect(pageFault('x'.repeat(4_000_001))).toContain('4000001 characters');
    expect(pageFault('<'.repeat(200_001))).toContain('200000 times "<"');
  });
});

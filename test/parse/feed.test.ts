import { describe, expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { readFeed } from '../../src/parse/feed.ts';
import { readFeedDate } from '../../src/parse/feed-date.ts';
import { textOfMarkup } from '../../src/parse/markup.ts';

const read = (text: string | Uint8Array) => readFeed(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'feed.xml');
const rss = (inner: string, version = '2.0'): string => `<rss version="${version}"><channel><title>T</title>${inner}</channel></rss>`;
const ITEM = '<item><title>One</title><link>https://x.example/1</link></item>';

describe('forms of feeds', () => {
  test.each([
    ['RSS 0.91', rss(ITEM, '0.91')],
    ['RSS 0.92 without a title of its own', `<rss version="0.92"><channel>${ITEM}</channel></rss>`],
    ['RSS in capitals', `<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>One</TITLE><LINK>https://x.example/1</LINK></ITEM></CHANNEL></RSS>`],
    [
      'RSS 1.0',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>T</title></channel>${ITEM}</rdf:RDF>`,
    ],
    [
      'Atom',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>One</title><link href="https://x.example/1"/></entry></feed>',
    ],
    [
      'Atom with a prefix',
      '<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry><atom:title>One</atom:title><atom:link href="https://x.example/1"/></atom:entry></atom:feed>',
    ],
    [
      'a comment and a document type before it',
      `<?xml version="1.0"?><!-- c --><!DOCTYPE rss [<!ENTITY a "]">]>\n${rss(ITEM)}`.replace('"]"', '"a"'),
    ],
    ['comments after it', `${rss(ITEM)}\n<!-- served by cache --><!-- 0.2 s -->\n`],
    ['a byte order mark before it', `\uFEFF${rss(ITEM)}`],
  ])('reads %s', (_, text) => {
    expect(read(text).items).toMatchObject([{ title: 'One', link: 'https://x.example/1' }]);
  });

  test('reads a feed in UTF-16, as its byte order mark says', () => {
    expect(read(new Uint8Array(Buffer.from(`\uFEFF${rss(ITEM)}`, 'utf16le'))).items).toHaveLength(1);
  });

  test('reads a feed that has no items as empty', () => {
    expect(read(rss('')).items).toEqual([]);
  });

  test('takes the page, not the enclosure or the feed itself, for the link of an Atom entry', () => {
    const links =
      '<link rel="self" href="https://x.example/self"/><link rel="alternate" type="application/pdf" href="https://x.example/pdf"/><link rel="alternate" type="text/html" href="https://x.example/page"/>';
    expect(read(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>${links}</entry></feed>`).items[0]?.link).toBe(
      'https://x.example/page',
    );
  });

  test('takes a guid for the link only where it is one', () => {
    const items = read(
      rss(
        '<item><title>a</title><guid>https://x.example/1</guid></item><item><title>b</title><guid isPermaLink="false">https://x.example/2</guid></item><item><title>c</title><guid>7</guid></item>',
      ),
    ).items;
    expect(items.map((item) => item.link)).toEqual(['https://x.example/1', null, null]);
  });
});

describe('encodings', () => {
  const cafe = (declaration: string): string =>
    `${declaration}${rss('<item><title>Café – “été”</title><link>https://x.example/1</link></item>')}`;
  const latin = (text: string): Uint8Array => {
    const codes: Record<string, number> = { '–': 0x96, '“': 0x93, '”': 0x94 };
    return Uint8Array.from([...text].map((character) => codes[character] ?? character.charCodeAt(0)));
  };

  test.each([
    ['UTF-8 without declaration', new TextEncoder().encode(cafe(''))],
    ['UTF-8 that declares ISO-8859-1', new TextEncoder().encode(cafe('<?xml version="1.0" encoding="ISO-8859-1"?>'))],
    ['windows-1252 without declaration', latin(cafe(''))],
    ['windows-1252 that declares ISO-8859-1', latin(cafe("<?xml version='1.0' encoding='iso-8859-1'?>"))],
    ['windows-1252 that declares UTF-8', latin(cafe('<?xml version="1.0" encoding="utf-8"?>'))],
  ])('reads %s', (_, bytes) => expect(read(bytes).items[0]?.title).toBe('Café – “été”'));

  test('refuses UTF-8 that is damaged rather than read other letters', () => {
    const bytes = new TextEncoder().encode(rss('<item><title>稀土永磁出口下降</title><link>https://x.example/1</link></item>'));
    bytes[bytes.indexOf(0xe7)] = 0x41;
    expect(() => read(bytes)).toThrow(/not valid utf-8/);
  });

  test('refuses an encoding that it does not know', () => {
    expect(() => read(`<?xml version="1.0" encoding="EBCDIC-CP-US"?>${rss(ITEM)}`)).toThrow(/declares the encoding "ebcdic-cp-us"/);
  });
});

describe('what is no feed', () => {
  test.each([
    ['an HTML page', '<!DOCTYPE html><html></html>', /an HTML page where a feed was expected/],
    ['an HTML page without document type', '<HTML><body></body></HTML>', /an HTML page where a feed was expected/],
    ['XHTML', '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html></html>', /an HTML page/],
    ['JSON', '{"items":[]}', /JSON where a feed was expected/],
    ['text', 'Forbidden', /text where a feed was expected/],
    ['a SOAP envelope', '<soap:Envelope></soap:Envelope>', /the root element is <soap:envelope>/],
    ['nothing', ' \n', /the text is empty/],
    ['an rss element without channel', '<rss version="2.0"></rss>', /without a channel|not a feed/],
    ['a feed cut in an item', rss(ITEM).slice(0, -30), /the feed is cut/],
    ['a feed cut before its last character', rss(ITEM).slice(0, -1), /the feed is cut/],
  ])('%s is refused', (_, text, message) => expect(() => read(text)).toThrow(message));

  test('a feed is refused wherever it is cut', () => {
    const text = rss(ITEM);
    for (let at = 0; at < text.length; at += 1) expect(() => read(text.slice(0, at)), text.slice(0, at)).toThrow(RefusedError);
  });
});

describe('entities', () => {
  const bomb = `<!DOCTYPE rss [<!ENTITY a "${'a'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY x SYSTEM "file:///etc/passwd">]>`;

  test('that a document defines are neither expanded nor fetched', () => {
    const feed = read(bomb + rss('<item><title>&b; &x; &amp; &eacute;</title><link>https://x.example/1</link></item>'));
    expect(feed.items[0]?.title).toBe('&b; &x; & é');
  });
});

// So much that a reading which grows with the square of the length would outlast the test.
describe('hostile text costs no more than its length', () => {
  test.each([
    ['half a million levels of elements', rss('<a>'.repeat(500_000) + '</a>'.repeat(500_000)), 'not well-formed XML'],
    ['half a million opening brackets', rss('<'.repeat(500_000)), 0],
    ['half a million comments that do not end', rss('<!--'.repeat(500_000)), 'not well-formed XML'],
    ['half a million processing instructions before the root', '<?a?>'.repeat(500_000) + rss(ITEM), 1],
    ['half a million comments after the root', rss(ITEM) + '<!---->'.repeat(500_000), 1],
    ['a name of half a million letters', `<rss ${'w'.repeat(500_000)}></rss>`, 'not a feed: Unrecognized feed format'],
  ])('%s', (_, text, answer) => {
    if (typeof answer === 'number') expect(read(text).items).toHaveLength(answer);
    else expect(() => read(text)).toThrow(new RefusedError({ where: 'feed.xml', reason: answer }));
  });
});

describe('the text of markup', () => {
  test.each([
    ['<p>One</p><p>Two</p>', 'One Two'],
    ['a <b>b</b>c', 'a bc'],
    ['<script>alert(1)</script>Title<style>x{}</style>', 'Title'],
    ['<SCRIPT SRC=//evil.example></SCRIPT>x', 'x'],
    ['&lt;img src=x onerror=alert(1)&gt;y', 'y'],
    ['&amp;lt;b&amp;gt;z', 'z'],
    ['<img src=x onerror=alert(1)//', 'img src=x onerror=alert(1)//'],
    ['<!-- a <b> c -->d', 'd'],
    ['5 < 6 and a<3', '5 < 6 and a<3'],
    ['AT&T &copy; &#8217;s &nbsp; x', 'AT&T © ’s x'],
    ['one\r\ntwo\tthree\u0000\u202E\u200B', 'one two three'],
    ['', ''],
  ])('of %j is %j', (markup, text) => expect(textOfMarkup(markup, 200)).toBe(text));

  test('is cut with an ellipsis, never inside a character', () => {
    expect(textOfMarkup('abcdef', 4)).toBe('abc…');
    expect(textOfMarkup('ab😀cdef', 4)).toBe('ab…');
  });
});

describe('dates of feeds', () => {
  test.each([
    ['Tue, 22 Sep 2026 14:35:00 GMT', '2026-09-22T14:35:00Z'],
    ['Tue, 15 Sep 2026 18:26:02 +0000', '2026-09-15T18:26:02Z'],
    ['1 Jul 25 08:00 EST', '2025-07-01T13:00:00Z'],
    ['Wednesday, 02-Jul-2025 23:30:00 -0700', '2025-07-03T06:30:00Z'],
    ['Tue, 1 July 2025 10:00:00 +0800 (CST)', '2025-07-01T02:00:00Z'],
    ['Tue, 1 Jul 2025 10:00:00 XYZ', '2025-07-01'],
    ['1 Jul 2025', '2025-07-01'],
    ['2025-06-15T10:29:47-07:00', '2025-06-15T17:29:47Z'],
    ['2025-06-15T10:29:47.123456Z', '2025-06-15T10:29:47Z'],
    ['2026-09-15 21:04:02', '2026-09-15T21:04:02Z'],
    ['2025-06-15', '2025-06-15'],
    ['2025/6/5 7:08', '2025-06-05T07:08:00Z'],
    ['2025年6月1日', '2025-06-01'],
    ['2025年6月1日 星期日 09:30', '2025-06-01T09:30:00Z'],
    ['2024-02-29', '2024-02-29'],
    ['Sun, 30 Jun 2025 23:59:60 GMT', '2025-06-30T23:59:59Z'],
  ])('%s is %s', (printed, iso) => expect(readFeedDate(printed)).toBe(iso));

  test.each([
    'Tue, 30 Feb 2025 10:00:00 GMT',
    '2025-02-29',
    '2025-13-01',
    '2025-06-15T25:00:00Z',
    '2025-06-15T10:60:00Z',
    'Tue, 1 Foo 2025',
    '0001-01-01T00:00:00Z',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'yesterday',
    '',
    '6/5/2025',
    '1'.repeat(200),
  ])('%s is no date', (printed) => expect(readFeedDate(printed)).toBeNull());
});

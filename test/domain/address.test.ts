import { describe, expect, test } from 'vitest';
import { canonicalAddress, hostOf, isGoogleNews } from '../../src/domain/address.ts';

describe('the canonical address', () => {
  test.each([
    ['https://WWW.Example.org/A/b', 'https://www.example.org/A/b'],
    ['https://example.org', 'https://example.org/'],
    ['https://example.org:443/a#comments', 'https://example.org/a'],
    ['http://user:secret@example.org/a', 'http://example.org/a'],
    ['https://example.org/a?utm_source=x&id=7&UTM_medium=y&page=2&gclid=z', 'https://example.org/a?id=7&page=2'],
    ['https://example.org/a?utm_source=x', 'https://example.org/a'],
    ['https://example.org/a?b=%20c+d&e', 'https://example.org/a?b=%20c+d&e'],
    [' https://example.org/稀土 ', 'https://example.org/%E7%A8%80%E5%9C%9F'],
  ])('of %s is %s', (raw, canonical) => expect(canonicalAddress(raw)).toBe(canonical));

  test('is the same for what it gives back', () => {
    const once = canonicalAddress('https://EXAMPLE.org/a?x=1&fbclid=2#b') ?? '';
    expect(canonicalAddress(once)).toBe(once);
  });

  test('of a Google News redirect is the redirect, character for character', () => {
    const redirect = 'https://news.google.com/rss/articles/CBMiX0?oc=5&utm_source=a';
    expect(canonicalAddress(redirect)).toBe(redirect);
    expect(isGoogleNews(redirect)).toBe(true);
    expect(isGoogleNews('https://news.google.com/search?q=x')).toBe(false);
  });

  test('of a relative address needs the address that it is relative to', () => {
    expect(canonicalAddress('/a', 'https://example.org/feed/')).toBe('https://example.org/a');
    expect(canonicalAddress('/a')).toBeNull();
  });

  test.each([
    '',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'mailto:a@example.org',
    'https://',
    `https://example.org/${'a'.repeat(5000)}`,
  ])('of %j is none', (raw) => expect(canonicalAddress(raw)).toBeNull());
});

test('names the host without www', () => {
  expect(hostOf('https://www.mining.com/feed')).toBe('mining.com');
  expect(hostOf('no address')).toBeNull();
});

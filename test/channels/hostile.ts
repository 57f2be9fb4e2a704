/** Messages as strangers would like them, and as large as they get. All of it is invented. */
import type { AlertMessage, DigestMessage } from '../../src/domain/alert-message.ts';
import type { Message } from '../../src/domain/message.ts';
import { alertMessage, CLAIM_CHANGED, CLAIM_CONTRADICTED, CLAIM_DIGEST, DIGEST, entry, RAISED, RETRACTED, US_SERIES } from './messages.ts';

/** Mentions, links, formatting, templates and controls of every service; a bidirectional override, a zero width space. */
export const HOSTILE =
  '<!channel> <!here> <@U012AB3CD> <#C012|x> <https://evil.example|click> @everyone @here <@123> <@&5> </go:1> <t:0:R> <:e:1> :smile: [click](https://evil.example) https://evil.example **bold** _it_ ~~no~~ `code` ```block``` ||hidden|| # h > q - l 1. x <at>All</at> {{DATE(2017-02-14T06:08:39Z, SHORT)}} &amp; &lt; <script>alert(1)</script> \\ \u202e\u200b\r\n- l\n# h';
const EVIL_URL = 'https://evil.example/a|b)?x=<!channel>&y=`@everyone`#[z](https://evil.example)';

/** The same everywhere that a stranger's text can be. */
export function hostileMessages(text: string, url = EVIL_URL): Readonly<Record<string, Message>> {
  const series = { ...US_SERIES, product: 'HS8:12345678', product_name: text };
  const rule = { ...RAISED.rule, title: text };
  const source = { ...RAISED.source, title: text, publisher: text, url, file: text };
  const claimOf = (message: typeof CLAIM_CONTRADICTED): typeof CLAIM_CONTRADICTED => ({
    ...message,
    quote: text,
    reason: text,
    rule: { id: message.rule.id, title: text },
    article: { url, publisher: text, published_at: text },
    also_in: [{ fingerprint: 'f', article: { url, publisher: text, published_at: null } }],
    claim: { ...message.claim, commodity: text, reporter: text, partner: text, period: text },
    verdict: { ...message.verdict, series_key: text, explanation: [text, text] },
    sources: [{ period: text, known_from: text, published_at: null, url, sha256: text }],
  });
  const digest: DigestMessage = { ...DIGEST, reason: text, source, alerts: [entry('2025-05', 46_000, 689_000, { series })] };
  return {
    raised: alertMessage('raised', 353_000, null, 1, { series, rule, source, reason: text }),
    retracted: alertMessage('retracted', 640_250, 353_000, 2, { series, rule, source, reason: text }),
    withdrawn: alertMessage('withdrawn', null, 353_000, 2, { series, rule, source, reason: text }),
    release: { ...alertMessage('raised', 353_000, null, 1, { series, rule, source }), also: release(3, text) },
    digest,
    'claim contradicted': claimOf(CLAIM_CONTRADICTED),
    'claim changed': claimOf(CLAIM_CHANGED),
    'claim digest': { ...CLAIM_DIGEST, reason: text, claims: [claimOf(CLAIM_CONTRADICTED)] },
  };
}

/** 2,000 characters: Chinese, emoji with skin tones, and flags, which are two code points each. */
export const LONG_NAME = '稀土永磁铁👍🏽🇨🇳'.repeat(200).slice(0, 2000);
const FLAGS = '🇨🇳'.repeat(500);
const AMPERSANDS = '&*<_'.repeat(500);

const many = (count: number, product_name: string): DigestMessage => ({
  ...DIGEST,
  alerts: Array.from({ length: count }, (_, i) =>
    entry('2025-05', 46_000 + i, 689_000, {
      series: { ...US_SERIES, product: `HS8:${10_000_000 + i}`, key: `china-customs-query/series-${i}`, product_name },
    }),
  ),
});

/** Further alerts of one release; a release that ends more than ten has up to nine of them, each with its own thread. */
const release = (count: number, product_name: string): readonly AlertMessage[] =>
  Array.from({ length: count }, (_, i) =>
    alertMessage('retracted', 640_250, 353_000, 2, {
      fingerprint: String(i),
      references: [`${i}`.padStart(32, 'a')],
      series: { ...US_SERIES, product: `HS8:${10_000_000 + i}`, product_name },
    }),
  );

/** As large as messages get, and larger. */
export const LARGEST: Readonly<Record<string, Message>> = {
  'a digest of 1,000 alerts': many(1000, LONG_NAME),
  'a digest of 1,000 alerts with names that are escaped': many(1000, AMPERSANDS),
  'a digest of 1,000 alerts on one series': {
    ...DIGEST,
    alerts: Array.from({ length: 1000 }, (_, i) => entry('2025-05', 46_000 + i, 689_000)),
  },
  'a release of 1,000 retractions': { ...RETRACTED, also: release(1000, LONG_NAME) },
  'a release of 1,000 retractions with names that are escaped': { ...RETRACTED, also: release(1000, AMPERSANDS) },
  'a digest of 1,000 claims': {
    ...CLAIM_DIGEST,
    claims: Array.from({ length: 1000 }, (_, i) => ({ ...CLAIM_CONTRADICTED, fingerprint: String(i), quote: LONG_NAME })),
  },
  'a claim in 1,000 outlets': {
    ...CLAIM_CONTRADICTED,
    quote: LONG_NAME,
    also_in: Array.from({ length: 1000 }, (_, i) => ({
      fingerprint: String(i),
      article: { url: `https://example.org/${'a'.repeat(1000)}/${i}`, publisher: LONG_NAME, published_at: null },
    })),
    verdict: { ...CLAIM_CONTRADICTED.verdict, explanation: Array.from({ length: 6 }, () => LONG_NAME) },
    sources: Array.from({ length: 100 }, () => ({
      period: '2025-06',
      known_from: '2025-07-20',
      published_at: null,
      url: null,
      sha256: 'a'.repeat(64),
    })),
    check: { sql: LONG_NAME, command: LONG_NAME },
  },
  ...Object.fromEntries(
    [LONG_NAME, FLAGS, AMPERSANDS].flatMap((name) =>
      Object.entries(hostileMessages(name, `https://example.org/${'b'.repeat(3000)}`)).map(([kind, message]) => [
        `${kind} with ${name.slice(0, 4)}`,
        message,
      ]),
    ),
  ),
  'commands that are too long': alertMessage('retracted', 640_250, 353_000, 2, {
    check: {
      sql: `SELECT ${'`a`, '.repeat(500)}`,
      command: `tradewatch ${'<&> '.repeat(400)}`,
      replay: `tradewatch ${'<&> '.repeat(400)}`,
    },
  }),
};

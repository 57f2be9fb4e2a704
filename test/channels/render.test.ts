import { describe, expect, it } from 'vitest';
import { formatChange } from '../../src/channels/figures.ts';
import { render } from '../../src/channels/render.ts';
import { webhookBody } from '../../src/channels/webhook-body.ts';
import { seriesTitle } from '../../src/channels/wording.ts';
import type { AlertEntry, DigestMessage } from '../../src/domain/alert-message.ts';
import { compareGrowth } from '../../src/domain/quantity.ts';
import {
  alertMessage,
  CLAIM_CHANGED,
  CLAIM_CONTRADICTED,
  CLAIM_DIGEST,
  DIGEST,
  entry,
  figuresOf,
  GOLDEN,
  RAISED,
  RETRACTED,
  UPDATED,
  US_SERIES,
} from './messages.ts';

const HOSTILE =
  'Magnets</td><script>alert(1)</script><img src=x onerror=alert(2)>" onload="x\r\nBcc: victim@example.org\u202egnp.exe\u0000';

describe('a rendered message', () => {
  for (const [name, message] of Object.entries(GOLDEN)) {
    it(`equals the golden text, HTML and JSON for ${name}`, async () => {
      const { subject, text, html } = render(message);
      await expect(`Subject: ${subject}\n\n${text}`).toMatchFileSnapshot(`../golden/${name}.txt`);
      await expect(html).toMatchFileSnapshot(`../golden/${name}.html`);
      await expect(`${JSON.stringify(JSON.parse(webhookBody(message)), null, 2)}\n`).toMatchFileSnapshot(`../golden/${name}.json`);
    });
  }

  it('says in its first sentence what happened, with both figures, units and periods', () => {
    expect(render(RAISED).text.replaceAll('\n', ' ')).toContain(
      "China's exports of rare-earth magnets to the United States in June 2025 were 353,000 kg, 52.0 % less than in June 2024 (735,000 kg).",
    );
  });

  it('words imports, values, groups, quarters, year to date and January-February', () => {
    const lead = (more: Parameters<typeof alertMessage>[4]): string =>
      render(alertMessage('raised', 1, null, 1, more))
        .text.split('\n\n')[0]
        ?.replaceAll('\n', ' ') ?? '';
    const value = { ...figuresOf(26_740_000, 20_000_000), change: 6_740_000, unit: 'USD' };
    const usd = { ...US_SERIES, reporter: 'US', partner: 'CN', flow: 'import', measure: 'value', unit: 'USD' };
    expect(lead({ series: usd, value })).toBe(
      "The United States' imports of rare-earth magnets from China in June 2025 were worth USD 26,740,000, 33.7 % more than in June 2024 (USD 20,000,000).",
    );
    const eu = { ...US_SERIES, partner: 'EU', product: 'HS:TOTAL', product_name: null };
    expect(
      lead({
        series: eu,
        period: { kind: 'combined', start: '2025-01', end: '2025-02' },
        base_period: { start: '2024-01', end: '2024-02' },
      }),
    ).toContain("China's exports of all goods to the European Union in January-February 2025 were");
    expect(
      lead({ period: { kind: 'quarter', start: '2025-04', end: '2025-06' }, base_period: { start: '2025-01', end: '2025-03' } }),
    ).toContain('in the second quarter of 2025 were 1 kg, 100.0 % less than in the first quarter of 2025');
    expect(
      lead({ period: { kind: 'ytd', start: '2025-01', end: '2025-07' }, base_period: { start: '2024-01', end: '2024-07' } }),
    ).toContain('in January-July 2025');
    expect(lead({ series: { ...US_SERIES, partner: 'WORLD', product: 'HS8:12019011', product_name: '非转基因黄大豆' } })).toContain(
      'exports of 非转基因黄大豆 (HS8 12019011, under "Soya beans") to the world',
    );
    expect(seriesTitle({ ...US_SERIES, partner: 'WORLD', product: 'HS8:12019011', product_name: '非转基因黄大豆' })).toBe(
      'China → world: 非转基因黄大豆 (HS8 12019011) exports (kg)',
    );
    expect(lead({ series: { ...US_SERIES, partner: 'WORLD', product: 'GACC:soya', product_name: '大豆' } })).toContain(
      'exports of 大豆 (GACC soya) to the world',
    );
  });

  it('says why it comes now, how to rebuild the figures and how to silence it', () => {
    const { text } = render(RAISED);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Why now the publication obtained 2025-07-20 08:15 UTC took the figures past the threshold',
    );
    expect(text).toContain('\n    tradewatch replay china-customs-query --into check.db\n');
    expect(text).toContain(
      `Silence it:\n    tradewatch alerts silence --rule us-magnets --series ${US_SERIES.key} --until 2025-08-19 --reason "..."\n`,
    );
    expect(render(RETRACTED).text).toMatch(/^Figures {4}revised; provisional/m);
    expect(render(CLAIM_CONTRADICTED).text).toContain(
      'Silence it:\n    tradewatch alerts silence --rule magnet-claims --until 2025-08-21 --reason "..."\n',
    );
    expect(render(DIGEST).text).not.toContain('Silence it');
  });

  it('shows unknown months as gaps and never as 0', () => {
    const { text, html } = render(RAISED);
    expect(text).toMatch(/Dec 2024 +· +· +·/);
    expect(text).toContain('Jun 2023 ···········█');
    expect(text).not.toMatch(/ 0 /);
    expect(html).toContain('>·</td>');
  });

  it('says what was said before and why in a correction', () => {
    const { subject, text } = render(UPDATED);
    expect(subject).toBe('[Updated] China → United States: rare-earth magnets exports (kg) -24.9 % year on year, June 2025');
    const flat = text.replaceAll('\n', ' ');
    expect(flat).toContain('Before, this alert said: 353,000 kg, 52.0 % less than 735,000 kg.');
    expect(flat).toContain('They now fall short of the threshold (a fall of 25 % or more year on year)');
    expect(flat).toContain('Why: revised, now below the threshold but within its hysteresis.');
  });
});

describe('a percentage in a message', () => {
  it('has as many decimals as it takes to agree with the verdict', () => {
    expect(formatChange(figuresOf(75_040, 100_000), [25])).toBe('-24.96 %');
    expect(formatChange(figuresOf(75_000, 100_000), [25])).toBe('-25.0 %');
    expect(formatChange(figuresOf(74_999, 100_000), [25])).toBe('-25.001 %');
    expect(formatChange(figuresOf(124_999_999_999, 100_000_000_000), [25])).toBe('+24.999999999 %');
    expect(formatChange(figuresOf(100_001, 100_000), [25])).toBe('+0.001 %');
    expect(formatChange(figuresOf(100_000, 100_000), [25])).toBe('0.0 %');
    expect(formatChange(figuresOf(2_345_600, 100_000), [25])).toBe('+2,245.6 %');
  });

  it('never stands on the other side of the threshold than the figures do', () => {
    for (let i = 0; i < 3000; i++) {
      const base = 1 + ((i * 7919) % 900_000);
      const current = Math.round(base * (0.7 + ((i * 104_729) % 10_000) / 10_000));
      const text = formatChange(figuresOf(current, base), [25]);
      const shown = Number(text.replaceAll(/[ %,]/g, ''));
      for (const mark of [25, -25, 0])
        expect(Math.sign(shown - mark), `${current} / ${base}: ${text}`).toBe(Math.sign(compareGrowth(current, base, mark)));
    }
  });
});

describe('hostile text', () => {
  const series = { ...US_SERIES, product: 'HS8:12345678', product_name: HOSTILE };
  const hostile = alertMessage('raised', 353_000, null, 1, {
    series,
    rule: { ...RAISED.rule, title: HOSTILE },
    source: { ...RAISED.source, title: HOSTILE, publisher: HOSTILE, url: 'javascript:alert(1)', file: HOSTILE },
    reason: HOSTILE,
  });
  const digest: DigestMessage = { ...DIGEST, reason: HOSTILE, alerts: [entry('2025-05', 46_000, 689_000, { series })] };

  const claimOf = (message: typeof CLAIM_CONTRADICTED): typeof CLAIM_CONTRADICTED => ({
    ...message,
    quote: HOSTILE,
    reason: HOSTILE,
    rule: { id: message.rule.id, title: HOSTILE },
    article: { url: 'javascript:alert(1)', publisher: HOSTILE, published_at: HOSTILE },
    claim: { ...message.claim, commodity: HOSTILE, reporter: HOSTILE, partner: HOSTILE, period: HOSTILE },
    verdict: { ...message.verdict, series_key: HOSTILE, explanation: [HOSTILE, HOSTILE] },
    sources: [{ period: HOSTILE, known_from: HOSTILE, published_at: HOSTILE, url: 'data:text/html,<script>', sha256: HOSTILE }],
  });
  const claims = { ...CLAIM_DIGEST, reason: HOSTILE, claims: [claimOf(CLAIM_CONTRADICTED)] };

  for (const message of [hostile, digest, claimOf(CLAIM_CONTRADICTED), claimOf(CLAIM_CHANGED), claims]) {
    it(`is inert in the subject, text and HTML of a ${message.type} message`, () => {
      const { subject, text, html } = render(message);
      expect(subject).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      expect(html).not.toMatch(/<script|<img|onload="|href="javascript/i);
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    });
  }

  it('fetches nothing: no image, style sheet or font is named', () => {
    for (const message of Object.values(GOLDEN)) expect(render(message).html).not.toMatch(/<(img|link|script|iframe)|url\(|@import|src=/i);
  });
});

describe('a message on a claim', () => {
  const flat = (message: Parameters<typeof render>[0]): string => render(message).text.replaceAll('\n', ' ');

  it('has the verdict, the quotation, the months and the remark on the other line', () => {
    const { subject } = render(CLAIM_CONTRADICTED);
    expect(subject).toBe(
      "Claim contradicted: China's exports of rare earth magnets to the world, 2025-Q2, said more than +25 % year on year; official -28.9 % or less",
    );
    const text = flat(CLAIM_CONTRADICTED);
    expect(text).toContain(`Example Trade Daily (invented) writes: "${CLAIM_CONTRADICTED.quote}"`);
    expect(text).toContain('at least 9,919 t = May 2024 4,762 t + Jun 2024 5,157 t; the other months are not known');
    expect(text).toContain('Rare earths are another line: there it was +17.8 % (18,391.6 t against 15,612 t).');
  });

  it('says in a correction what was said before, what holds now and why', () => {
    expect(render(CLAIM_CHANGED).subject).toMatch(/^\[Changed\] Claim now supported: /);
    const text = flat(CLAIM_CHANGED);
    expect(text).toContain('The verdict on a claim changed: it was contradicted, it is now supported.');
    expect(text).toContain('Why: the figures were revised; the claim is now supported.');
  });

  it('holds none of the article but the quoted sentence and the link', () => {
    expect(Object.keys(CLAIM_CONTRADICTED.article)).toEqual(['url', 'publisher', 'published_at']);
  });
});

describe('a digest', () => {
  it('keeps every alert, totals first, then the largest changes, and states the count', () => {
    const { subject, text } = render(DIGEST);
    expect(subject).toBe('[Digest] 5 alerts on 2 series');
    const changes = [...text.matchAll(/-(\d+\.\d+) % year on year/g)].map((match) => Number(match[1]));
    expect(changes).toEqual([74.0, 38.2, 93.3, 52.0, 29.4]);
  });

  it('stays of a sane size with ten years of fifty series, and drops none', () => {
    const alerts = Array.from({ length: 50 }, (_, s) =>
      Array.from({ length: 120 }, (_, m): AlertEntry => {
        const period = `${2015 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`;
        return entry(period, 400_000 + m, 800_000 + s, { series: { ...US_SERIES, key: `china-customs-query/series-${s}` } });
      }),
    ).flat();
    const { text, html } = render({ ...DIGEST, alerts });
    expect(text.split('year on year').length - 1).toBe(6000);
    expect(html.split('year on year').length - 1).toBe(6000);
    expect(html.length).toBeLessThan(1_500_000);
  });
});

it('A single alert is a mail of less than 30 kB', () => {
  const { text, html } = render(RAISED);
  expect(Buffer.byteLength(text) + Buffer.byteLength(html)).toBeLessThan(30_000);
});

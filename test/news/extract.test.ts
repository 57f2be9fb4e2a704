import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commodityNames } from '../../src/news/commodities.ts';
import { extractClaims } from '../../src/news/extract.ts';

const NAMES = commodityNames(JSON.parse(readFileSync(new URL('../../config/commodities.json', import.meta.url), 'utf8')));
const read = (text: string, lang: string | null = 'en', published = '2025-08-20') => extractClaims(text, { lang, published }, NAMES);

/** Sentences of the tests' own; the figures are real where data/recorded states them. */
describe('reading claims', () => {
  test('reads a fall on the year before, with its product, period and level', () => {
    expect(read('China exported 3,188 tons of rare earth magnets in June 2025, down 38.1% from a year earlier.')).toMatchObject([
      {
        commodity: 'rare_earth_magnets',
        flow: 'export',
        reporter: 'CN',
        basis: 'yoy',
        period: '2025-06',
        direction: 'down',
        percent: 38.1,
        qualifier: 'exact',
      },
    ]);
  });

  test('reads Chinese, simplified and traditional, alike', () => {
    const simplified = read('2025年6月，中国稀土磁铁出口量同比下降38.1%。', 'zh');
    const traditional = read('2025年6月，中國稀土磁鐵出口量同比下降38.1%。', 'zh');
    expect(simplified).toMatchObject([
      { commodity: 'rare_earth_magnets', basis: 'yoy', period: '2025-06', direction: 'down', percent: 38.1 },
    ]);
    expect(traditional).toMatchObject([
      { commodity: 'rare_earth_magnets', basis: 'yoy', period: '2025-06', direction: 'down', percent: 38.1 },
    ]);
  });

  test.each([
    'Ministers expect rare earth exports to rise 20% next year.',
    "China mines about 70% of the world's rare earths.",
    'The tariff on magnets was raised by 25 percentage points.',
  ])('reads no claim in: %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  test('gives spans inside the text, and never fails, whatever the text is', () => {
    const words = fc.constantFrom(
      'China',
      'exports',
      'rare earth magnets',
      'rose',
      'fell',
      '25%',
      '3,188 tons',
      'in June',
      'year on year',
      '同比',
      '增长',
      '三成',
      '，',
      '。',
      '. ',
      'from',
      'to',
      '中国',
      '出口',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 200 }),
          fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
        ),
        (text) => {
          for (const { span } of read(text, null)) {
            expect(span[0]).toBeGreaterThanOrEqual(0);
            expect(span[1]).toBeGreaterThan(span[0]);
            expect(span[1]).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractClaims } from '../../src/news/extract.ts';
import { NAMES } from './told.ts';

const read = (text: string, published: string | null = '2025-08-20') => extractClaims(text, { published }, NAMES);

const reporters = fc.constantFrom(['China', 'CN'], ['Japan', 'JP'], ['South Korea', 'KR'], ['India', 'IN'], ['Brazil', 'BR']);
const goods = fc.constantFrom(
  ['rare earth magnets', 'rare_earth_magnets'],
  ['steel', 'steel'],
  ['soybeans', 'soybeans'],
  ['gallium', 'gallium'],
);
const partners = fc.constantFrom(['the United States', 'US'], ['Germany', 'DE'], ['Vietnam', 'VN'], ['the European Union', 'EU']);
const verbs = fc.constantFrom(['rose', 'up'], ['jumped', 'up'], ['fell', 'down'], ['slumped', 'down']);
const bases = fc.constantFrom(
  ['from a year earlier', 'yoy'],
  ['year on year', 'yoy'],
  ['from the previous month', 'mom'],
  ['month on month', 'mom'],
);
const months = fc.constantFrom(
  ['January', '2025-01'],
  ['May', '2025-05'],
  ['July', '2025-07'],
  ['September', '2024-09'],
  ['December', '2024-12'],
);
const percents = fc.integer({ min: 1, max: 9999 }).map((tenths) => tenths / 10);

describe('reading any sentence of a plain form', () => {
  test('gives each part its field', () => {
    fc.assert(
      fc.property(
        reporters,
        goods,
        partners,
        verbs,
        bases,
        months,
        percents,
        (
          [who = '', reporter],
          [what = '', commodity],
          [where = '', partner],
          [verb = '', direction],
          [versus = '', basis],
          [when = '', period],
          percent,
        ) => {
          const text = `${who}'s exports of ${what} to ${where} ${verb} ${percent}% in ${when} ${versus}.`;
          expect(read(text)).toMatchObject([
            { reporter, commodity, partner, direction, basis, period, percent, flow: 'export', qualifier: 'exact' },
          ]);
        },
      ),
    );
  });

  test('gives a span that holds the percentage', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), percents, (noise, percent) => {
        const text = `${noise}\nChina's exports of steel fell ${percent}% year on year in June, customs said.`;
        const claim = read(text).find((c) => c.percent === percent);
        expect(claim === undefined ? null : text.slice(...claim.span)).toContain(`${percent}%`);
      }),
    );
  });
});

describe('reading anything', () => {
  test('never fails, gives spans inside the text, and the same claims twice', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(null, '2025', '2025-08', '2025-08-20', 'soon'),
        (text, published) => {
          const claims = read(text, published);
          for (const { span } of claims) {
            expect(span[0]).toBeGreaterThanOrEqual(0);
            expect(span[1]).toBeGreaterThanOrEqual(span[0]);
            expect(span[1]).toBeLessThanOrEqual(text.length);
          }
          expect(read(text, published)).toEqual(claims);
        },
      ),
    );
  });

  test('points into the text as it was given, whatever its form', () => {
    const text = '据报道：７月，中國稀土磁鐵出口量同比增長５．７％。';
    const [claim] = read(text);
    expect(claim).toMatchObject({ percent: 5.7, period: '2025-07', commodity: 'rare_earth_magnets' });
    expect(text.slice(...(claim?.span ?? [0, 0]))).toBe('中國稀土磁鐵出口量同比增長５．７％');
  });
});

/** Pieces of text that a pattern could go over again and again: numbers, spaces, marks, beginnings of times, lists and clauses. */
const REPEATED = [
  '1,', '1.', '1 ', ' ', '-', '.', '一', '百分之', '三成', '1倍', '（1%）', '1%', '1% and ', '$', 'in January ', 'from January to ', 'the previous ',
  'twenty-one hundred ', 'of the year 2025 ', '前1个月', '同比增长5%，', 'exports rose 5% and ', 'from 1 tons in May ', 'respectively ',
]; // biome-ignore format: a list

describe('a text of one piece, repeated', () => {
  // Work that grows with the square of the length does not come back before the test runner gives up.
  test.each(REPEATED)('is read through: %j', (piece) => {
    const text = piece.repeat(Math.ceil(40_000 / piece.length));
    for (const { span } of read(text)) expect(span[1]).toBeLessThanOrEqual(text.length);
  });
});

import { describe, expect, test } from 'vitest';
import { bandsOf, type Sketch, sketchOf, tellOneStory } from '../../src/domain/story.ts';

const TITLE = 'Magnet shipments from Meridia fall in May';
const TEXT = `Shipments of permanent magnets from the invented port of Meridia fell to 1,204 tons in May, the harbour office said on
 Friday. That is 12.5 % less than in April, and the lowest amount of a month since the office began to count. A spokesman named a new
 form that each exporter has to fill in as the reason. The office expects 1,500 tons for June, and told shipping lines to plan with 38.5 days.`;
const CHINESE_TITLE = '五月梅里迪亚港永磁出口环比下降';
const CHINESE =
  '据虚构的梅里迪亚港务局周五公布的数据，五月稀土永磁出口量为1204吨，环比下降12.5%，为该局开始统计以来的最低月度水平。出口企业表示，新的许可表格需要三周才能办完，客户不得不等待。';

/** Both as the store asks: they have to be found, too. */
const together = (a: Sketch, b: Sketch): boolean => tellOneStory(a, b) && bandsOf(a).some((band) => bandsOf(b).includes(band));

describe('one story', () => {
  test.each<[string, Sketch, Sketch]>([
    ['an outlet that prints the agency under its own headline', sketchOf(TITLE, TEXT), sketchOf('Fewer magnets leave the harbour', TEXT)],
    ['a shortened copy', sketchOf(TITLE, TEXT), sketchOf('Fewer magnets leave', TEXT.slice(0, -90))],
    [
      'a copy with a line of the outlet before and after it',
      sketchOf(TITLE, TEXT),
      sketchOf('Harbour news', `MERIDIA (Example Wire). ${TEXT} Follow us for more.`),
    ],
    [
      'a text told in other words with the same figures',
      sketchOf(TITLE, TEXT),
      sketchOf(
        'Magnet trade of Meridia at a low',
        'Shipments of permanent magnets from the invented port of Meridia came to 1,204 tons in May. The harbour office said that was down 12.5 % and the lowest amount of a month since the office began to count; it expects 1,500 tons for June, and 38.5 days.',
      ),
    ],
    ['the headline alone, as an aggregator has it', sketchOf(TITLE, TEXT), sketchOf(`${TITLE}!`, '')],
    ['a number in two spellings', sketchOf(TITLE, TEXT), sketchOf(TITLE, TEXT.replace('1,204', '1204').replace('12.5', '12.50'))],
    ['a Chinese copy', sketchOf(CHINESE_TITLE, CHINESE), sketchOf('梅里迪亚港：出口走低', CHINESE.replace('周五', '日前'))],
    ['a Chinese headline', sketchOf(CHINESE_TITLE, CHINESE), sketchOf(CHINESE_TITLE, '')],
  ])('%s', (_what, a, b) => {
    expect(together(a, b)).toBe(true);
    expect(together(b, a)).toBe(true);
  });
});

describe('two stories', () => {
  test.each<[string, Sketch, Sketch]>([
    ['texts that are equal but for one figure', sketchOf(TITLE, TEXT), sketchOf(TITLE, TEXT.replace('1,204', '1,304'))],
    ['texts that are equal but for one percentage', sketchOf(TITLE, TEXT), sketchOf(TITLE, TEXT.replace('12.5', '21.5'))],
    ['texts that are equal but for the month', sketchOf(TITLE, TEXT), sketchOf(TITLE, TEXT.replace('for June', 'for July'))],
    [
      'texts that are equal but for a number in words',
      sketchOf(TITLE, `${TEXT} Prices doubled.`),
      sketchOf(TITLE, `${TEXT} Prices tripled.`),
    ],
    [
      'Chinese texts that are equal but for a number in words',
      sketchOf(CHINESE_TITLE, `${CHINESE}价格上涨三成。`),
      sketchOf(CHINESE_TITLE, `${CHINESE}价格上涨五成。`),
    ],
    [
      'texts of which one has a figure in the place of another that both have',
      sketchOf(TITLE, TEXT),
      sketchOf(TITLE, TEXT.replace('38.5', '12.5')),
    ],
    [
      'headlines that are equal but for the figure',
      sketchOf('Magnet exports fall 12 % in spring', ''),
      sketchOf('Magnet exports fall 21 % in spring', ''),
    ],
    [
      'headlines of which one rises and one falls',
      sketchOf('Magnet exports fall in spring again', TEXT),
      sketchOf('Magnet exports rise in spring again', TEXT),
    ],
    [
      'Chinese texts that are equal but for one figure',
      sketchOf(CHINESE_TITLE, CHINESE),
      sketchOf(CHINESE_TITLE, CHINESE.replace('1204', '1240')),
    ],
    ['Chinese headlines of opposite direction', sketchOf('五月永磁出口环比下降', CHINESE), sketchOf('五月永磁出口环比上升', CHINESE)],
    ['a short headline that many have', sketchOf('Market wrap', 'Copper rose.'), sketchOf('Market wrap', 'Nothing happened.')],
    [
      'other texts on the same subject',
      sketchOf(TITLE, TEXT),
      sketchOf(
        'Harbour of Meridia gets a crane',
        'The crane lifts 900 tons, the harbour office said on Friday, and was paid by exporters of permanent magnets.',
      ),
    ],
  ])('%s', (_what, a, b) => {
    expect(together(a, b)).toBe(false);
    expect(together(b, a)).toBe(false);
  });
});

test('a text is like itself, whatever it is made of, and a long one takes no long', () => {
  for (const text of ['', '1', '稀土', '\u{1F600}'.repeat(100), `${'word '.repeat(20_000)}5`, '9'.repeat(100_000)]) {
    const sketch = sketchOf('A headline of some words', text);
    expect(tellOneStory(sketch, sketch)).toBe(true);
    expect(bandsOf(sketch).length).toBeLessThan(20);
  }
});

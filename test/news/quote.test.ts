import { expect, test } from 'vitest';
import { sentencesBefore } from '../../src/news/quote.ts';

const before = (text: string): readonly string[] => [...sentencesBefore(text, text.indexOf('@'))];

test.each([
  ['Acme makes magnets. Exports @ rose.', ['Acme makes magnets.']],
  ['Acme makes magnets.\n\nExports @ rose.', ['Acme makes magnets.']],
  ['Magnets\nAcme makes them. It is busy. Exports @ rose.', ['It is busy.', 'Acme makes them.', 'Magnets']],
  ['宁波是稀土永磁之都。6月@，出口增长20%。', ['宁波是稀土永磁之都。']],
  ['Trade was weak. Exports to the U.S. in @ June rose.', ['Trade was weak.']],
  ['Over Feb. 1-20 exports @ rose.', []],
  ['@', []],
  [`${'so it went on '.repeat(10_000)}. Exports @ rose.`, [expect.stringMatching(/^[a-z ]{1,2000}\.$/)]],
])('the sentences before the one of %s', (text, expected) => {
  expect(before(text)).toEqual(expected);
});

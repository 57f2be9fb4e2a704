import { expect, test } from 'vitest';
import { describeAll } from '../src/crawl.ts';

test('an error that came more than once is told once, with how often; of several, three are told and the others counted', () => {
  const [key, cut] = [new Error('the key is not accepted'), new Error('cut')];
  expect(describeAll([key])).toBe('the key is not accepted');
  expect(describeAll([key, key, cut, key])).toBe('the key is not accepted (3 times); cut');
  expect(describeAll([cut, key, new Error('a'), new Error('b'), new Error('b')])).toBe('cut; the key is not accepted; a (and 2 more)');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteIndex } from '../../src/parse/byte-index.ts';

test('gives each text one number, in the order in which they first came, wherever it stands', () => {
  const text = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('', 'DE,CN,1', 'DE,CN,2', 'DE,CN,', 'é', '国'));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 300 }), fc.nat({ max: 9 }), (texts, before) => {
      const index = new ByteIndex();
      const known = new Map<string, number>();
      // Twice, as a file has its series month by month.
      for (const one of [...texts, ...texts]) {
        if (!known.has(one)) known.set(one, known.size);
        const own = Buffer.from(one);
        const bytes = Buffer.concat([Buffer.alloc(before, 'x'), own, Buffer.from('y')]);
        expect(index.numberOf(bytes, before, before + own.length)).toBe(known.get(one));
        expect(index.length).toBe(known.size);
      }
    }),
  );
});

test('finds each of many texts again, in another order, too', () => {
  const index = new ByteIndex();
  const numberOf = (text: string): number => index.numberOf(Buffer.from(text), 0, text.length);
  const texts = Array.from({ length: 20_000 }, (_, number) => `DE,CN,${number * 37},1,VALUE_IN_EUROS`);
  expect(texts.every((text, number) => numberOf(text) === number)).toBe(true);
  expect(texts.every((text, number) => numberOf(text) === number)).toBe(true);
  expect(texts.toReversed().every((text, number) => numberOf(text) === texts.length - 1 - number)).toBe(true);
  expect(index.length).toBe(20_000);
});

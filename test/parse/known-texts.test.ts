import { describe, expect, it } from 'vitest';
import { KnownTexts } from '../../src/parse/known-texts.ts';

describe('texts that are known', () => {
  const read = (texts: KnownTexts, printed: string) => texts.valueOf(Buffer.from(printed), 0, Buffer.byteLength(printed));

  it.each(['""', '"202401"', '"\\u0041\\n"', '"Ålan"', '"longer than sixteen bytes"', '12.5', '-3', 'true', 'null'])(
    '%s is what JSON says, each time',
    (printed) => {
      const texts = new KnownTexts();
      expect([read(texts, printed), read(texts, printed)]).toEqual([JSON.parse(printed), JSON.parse(printed)]);
    },
  );

  it('are right after more of them came than are kept', () => {
    const texts = new KnownTexts();
    const printed = Array.from({ length: 10_000 }, (_, index) => `"${index}"`);
    for (let round = 0; round < 2; round += 1)
      expect(printed.map((one) => read(texts, one))).toEqual(printed.map((one) => JSON.parse(one)));
  });
});

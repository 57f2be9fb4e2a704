import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSealed } from '../../src/export/sealed-file.ts';
import { temporaryFolder } from '../support/store.ts';

describe('a file that is sealed', () => {
  test('holds what was written in its order, texts and bytes, in pieces of any size, and knows its size and checksum', async () => {
    const text = fc
      .tuple(fc.stringMatching(/^[a-z,磁鉄é😀\r\n]{1,9}$/u), fc.constantFrom(1, 7, 1000, 100_000, 400_000))
      .map(([part, times]) => part.repeat(times));
    const part = fc.oneof(text, fc.uint8Array({ maxLength: 5000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
        const folder = temporaryFolder();
        const sealed = await writeSealed(folder, 'to/a.bin', async (file) => {
          for (const one of parts) await (typeof one === 'string' ? file.writeText(one) : file.write(one));
        });
        const expected = Buffer.concat(parts.map((one) => (typeof one === 'string' ? Buffer.from(one) : one)));
        expect(readFileSync(join(folder, 'to/a.bin')).equals(expected)).toBe(true);
        expect(sealed).toEqual({ path: 'to/a.bin', bytes: expected.length, sha256: createHash('sha256').update(expected).digest('hex') });
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test('is not made over another', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.csv'), 'mine');
    await expect(writeSealed(folder, 'a.csv', (file) => file.writeText('yours'))).rejects.toThrow('EEXIST');
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toBe('mine');
  });
});

import { describe, expect, test } from 'vitest';
import { itemsOf, score } from './score.ts';

const BATCHES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map((number) => `batch-${number}.jsonl`);

/**
 * What the reader reaches on texts that its rules were made with: less means that a change has broken one of them. What it reaches
 * on texts that it has not seen is in docs/claims.md.
 */
describe('the corpus of texts with their claims', () => {
  const items = BATCHES.flatMap(itemsOf);
  const english = score(items.filter((item) => item.lang === 'en'));
  const chinese = score(items.filter((item) => item.lang === 'zh'));

  test('has both languages, and texts without a claim', () => {
    expect(items).toHaveLength(1171);
    expect(items.filter((item) => item.lang === 'zh').length).toBeGreaterThan(310);
    expect(items.filter((item) => item.claims.length === 0).length).toBeGreaterThan(370);
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
  });

  test.each([
    ['English', english],
    ['Chinese', chinese],
  ])('is read as it was annotated: %s', (_language, reached) => {
    expect(reached.precision, reached.misses.join('\n')).toBeGreaterThanOrEqual(0.99);
    expect(reached.recall, reached.misses.join('\n')).toBeGreaterThanOrEqual(0.98);
    expect(reached.right, reached.misses.join('\n')).toBeGreaterThanOrEqual(0.955);
    expect(reached.decoysClean, reached.misses.join('\n')).toBeGreaterThanOrEqual(0.97);
  });

  test('is read no worse in Chinese', () => {
    for (const measure of ['precision', 'recall', 'right', 'decoysClean'] as const)
      expect(chinese[measure], measure).toBeGreaterThanOrEqual(english[measure] - 0.05);
  });

  test('has no claim in its decoys', () => {
    const { misses } = score(itemsOf('decoys.jsonl'));
    expect(misses).toEqual([]);
  });
});

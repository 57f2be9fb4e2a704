import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { READING_VERSION } from '../../src/claims.ts';
import { claimsIn } from '../../src/claims-in-text.ts';
import { type Item, itemsOf } from './score.ts';
import { NAMES } from './told.ts';

const GOLDEN = new URL('../golden/reading-version.json', import.meta.url);
const FIXTURES = new URL('../fixtures/claims/', import.meta.url);

const digestOf = (values: readonly unknown[]): string => hash('sha256', JSON.stringify(values));
const namesText = readFileSync(new URL('../../config/commodities.json', import.meta.url), 'utf8');

test('another reading of the same texts has another version, so that stored articles are read again', async () => {
  const texts: readonly Item[] = readdirSync(FIXTURES)
    .filter((name) => /^batch-\d+\.jsonl$|^decoys\.jsonl$/.test(name))
    .sort()
    .flatMap(itemsOf);
  expect(texts.length).toBeGreaterThan(1000);
  const now = {
    version: READING_VERSION,
    texts: digestOf([namesText, texts.map(({ text, lang, published }) => [text, lang, published])]),
    claims: digestOf(texts.map(({ text, lang, published }) => claimsIn(text, lang, published, NAMES))),
  };
  const before = JSON.parse(readFileSync(GOLDEN, 'utf8')) as typeof now;
  if (before.texts === now.texts && before.claims !== now.claims)
    expect(now.version, 'texts are read otherwise: count up READING_VERSION in src/claims.ts').toBeGreaterThan(before.version);
  await expect(`${JSON.stringify(now, null, 2)}\n`, 'renew it with vitest -u').toMatchFileSnapshot(fileURLToPath(GOLDEN));
});

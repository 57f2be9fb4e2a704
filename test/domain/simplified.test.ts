import { readFileSync } from 'node:fs';
import { Converter } from 'opencc-js/t2cn';
import { expect, test } from 'vitest';
import { simplified } from '../../src/domain/simplified.ts';

const [FIRST_HAN, LAST_HAN] = [0x3400, 0x9fff];

test('every traditional form of a character that doubts look for is known', () => {
  const source = [
    'claim-doubts',
    'going-on',
    'standing-words',
    'left-open',
    'left-open-words',
    'chinese-sentence',
    'known-chinese',
    'growth-words',
    'codes/spoken-names',
  ]
    .map((name) => readFileSync(new URL(`../../src/domain/${name}.ts`, import.meta.url), 'utf8'))
    .join('');
  const wanted = new Set(source.match(/\p{Script=Han}/gu));
  expect(wanted.size).toBeGreaterThan(200);
  const convert = Converter({ from: 't', to: 'cn' });
  const forms = Array.from({ length: LAST_HAN - FIRST_HAN + 1 }, (_, i) => String.fromCodePoint(FIRST_HAN + i))
    .map((character) => [character, convert(character)] as const)
    .filter(([character, form]) => form !== character && wanted.has(form));
  expect(forms.length).toBeGreaterThan(100);
  expect(
    forms
      .filter(([character, form]) => simplified(character) !== form)
      .flat()
      .join(''),
  ).toBe('');
});

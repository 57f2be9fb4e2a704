import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgeAgainstFalling, judgeText } from '../support/claims.ts';

interface Sentence {
  readonly set: string;
  readonly text: string;
  readonly published: string;
}
const sentencesOf = (name: string): readonly Sentence[] =>
  readFileSync(new URL(`../fixtures/claims/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sentence);
const isContradicted = ({ text, published }: Omit<Sentence, 'set'>): boolean =>
  judgeText(text, published).some(({ verdict }) => verdict === 'contradicted');

test('what is plainly refuted is contradicted, however it is worded', () => {
  const sentences = sentencesOf('refuted');
  expect(sentences.length).toBeGreaterThan(770);
  expect(sentences.filter((sentence) => !isContradicted(sentence)).map(({ text }) => text)).toEqual([]);
});

test('what it costs: plain refutations that are in doubt', () => {
  const sentences = sentencesOf('refuted-in-doubt');
  expect(sentences.length).toBeLessThan(sentencesOf('refuted').length / 20);
  expect(sentences.filter(isContradicted).map(({ text }) => text)).toEqual([]);
});

test('what is told right in an article is supported, whatever stands around it', () => {
  const sentences = sentencesOf('supported');
  expect(sentences.length).toBeGreaterThan(95);
  const missed = sentences.filter(
    ({ text, published }) => !judgeText(text, published).some(({ verdict }) => verdict.startsWith('supported')),
  );
  expect(missed.map(({ text }) => text)).toEqual([]);
});

test('what speaks of something else, or does not say it itself, is not contradicted', () => {
  const sentences = sentencesOf('not-as-read');
  expect(sentences.length).toBeGreaterThan(1570);
  expect(sentences.filter(isContradicted).map(({ text }) => text)).toEqual([]);
});

test('nor is it where there are figures of all that could be meant, and all of them say something else', () => {
  const sentences = sentencesOf('not-as-read').filter(({ set }) => set >= 'h' && set <= 'n');
  expect(sentences.length).toBeGreaterThan(580);
  const wrong = sentences.filter(({ text, published }) =>
    judgeAgainstFalling(text, published).some(({ verdict }) => verdict === 'contradicted'),
  );
  expect(wrong.map(({ text }) => text)).toEqual([]);
});

const PUBLISHED = '2025-07-28';

test.each([
  "China's rare earth magnet exports rose 18% in June from a year earlier, customs data showed.",
  "In June, China's exports of steel rose 25% on the year.",
  'According to customs, exports of rare earth magnets from China to the United States rose 34% in June from a year earlier.',
])('a word that is not known leaves a doubt wherever it stands in: %s', (text) => {
  expect(isContradicted({ text, published: PUBLISHED })).toBe(true);
  const words = text.split(' ');
  const wrong = words
    .map((_, at) => [...words.slice(0, at), 'zorbled', ...words.slice(at)].join(' '))
    .filter((one) => isContradicted({ text: one, published: PUBLISHED }));
  expect(wrong).toEqual([]);
});

test.each(['海关数据显示，中国6月稀土永磁出口同比增长18%。', '以美元计，中国6月出口同比增长9.5%。'])('so does a sign in: %s', (text) => {
  expect(isContradicted({ text, published: PUBLISHED })).toBe(true);
  const wrong = Array.from(text, (_, at) => `${text.slice(0, at)}犇${text.slice(at)}`).filter((one) =>
    isContradicted({ text: one, published: PUBLISHED }),
  );
  expect(wrong).toEqual([]);
});

test('the words that are not understood are told', () => {
  const [judged] = judgeText("China's exports rose 12% in June from a year earlier in Hong Kong dollars.", PUBLISHED);
  expect(judged).toMatchObject({ verdict: 'not_comparable', reason: 'measure_in_doubt' });
  expect(judged?.explanation[1]).toBe('Not understood: "Hong Kong".');
});

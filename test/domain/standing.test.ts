import { expect, test } from 'vitest';
import { claimsIn } from '../../src/claims-in-text.ts';
import { NAMES } from '../news/told.ts';
import { judgeText } from '../support/claims.ts';

/** Figures are invented; the claim is refuted by those of test/support/claims.ts. */
const BARE = "China's exports of rare earth magnets rose 25% in June from a year earlier.";
const TOLD = "China's exports of rare earth magnets rose 25% in June from a year earlier, customs data showed.";
const judge = (text: string) => judgeText(text, '2025-07-28')[0];

test.each(['In this exercise, assume the following.', 'Citi published its forecasts.', 'Trade talks are over.'])(
  'what a sentence that names nobody stands behind is told: %s',
  (before) => {
    expect(judge(`${before} ${BARE}`)).toMatchObject({ verdict: 'not_comparable', reason: 'context_in_doubt' });
    expect(judge(`${before} ${BARE}`)?.explanation[1]).toBe(`Around it: "${before}".`);
  },
);

test.each([
  ['the lead', BARE],
  ['below a title', `Magnets are back\n${BARE}`],
  ['behind official figures', `Customs data showed a rise. Trade talks are over. ${BARE}`],
  ['with who publishes it', `Trade talks are over. ${TOLD}`],
  ['with who publishes it, behind a forecast', `Citi published its forecasts. ${TOLD}`],
  ['in a list below a plain head', `Key points:\n- ${BARE}\n- Talks go on.`],
  ['behind a year that is over, with its day', `Licences began in 2023. ${TOLD.replace('showed', 'showed on Sunday')}`],
])("a sentence is its text's own as %s", (_, text) => {
  expect(judge(text)?.verdict).toBe('contradicted');
});

test.each([
  ['period_in_doubt', `BEIJING, July 20, 2021 (Reuters) - ${TOLD}`],
  ['period_in_doubt', `Beijing, 20 July 2018\n${TOLD}`],
  ['period_in_doubt', `Licences began in 2013. ${TOLD}`],
  ['denied', `An earlier version of this article had it wrong. ${TOLD}`],
  ['denied', `${BARE} So goes the story in chat groups.`],
  ['denied', `${BARE} Customs figures show a steep fall.`],
  ['denied', `${TOLD} The figure was later revised to a fall.`],
  ['measure_in_doubt', `The data that follow are seasonally adjusted. ${TOLD}`],
  ['narrower_subject', "Stainless steel is a story of its own. China's exports rose 25% in June from a year earlier, customs data showed."],
  ['context_in_doubt', `Imagine a better world. ${TOLD}`],
  ['context_in_doubt', `What we heard:\n- ${BARE}`],
  ['context_in_doubt', `A reader asks. ${BARE} Is it so?`],
])('%s: %s', (reason, text) => {
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason });
});

test('an old day in a dateline is of the sentences below it, too', () => {
  const text = "BEIJING, July 14, 2021 (Reuters) - China's exports rose 32% in June from a year earlier.\nIts imports rose 37%.";
  expect(claimsIn(text, null, '2025-07-28', NAMES).map(({ doubt }) => doubt?.reason)).toEqual(['period_in_doubt', 'period_in_doubt']);
  expect(claimsIn(text, null, '2021-07-14', NAMES).map(({ doubt }) => doubt)).toEqual([null, null]);
});

test('the work grows in proportion to the length of the text', () => {
  const text = Array.from({ length: 1200 }, (_, i) => `China's exports rose ${i + 1}.1% in June from a year earlier. It rained.`).join(' ');
  const started = performance.now();
  expect(claimsIn(text.slice(0, 60_000), null, '2025-07-28', NAMES).length).toBeGreaterThan(700);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test.each([
  ['narrower_subject', 'another country', 'Mexico supplies half of the seat motors.'],
  [
    'narrower_subject',
    'another country, two sentences before',
    'The Netherlands is the gateway. Rotterdam handled more containers of them.',
  ],
  ['narrower_subject', 'one city of the country', 'It was a good month for Baotou.'],
  ['narrower_subject', 'goods with a word that is not known', 'Small magnets are exempt.'],
  ['narrower_subject', 'trade with a word that is not known', 'Shipments by rail are new.'],
  ['narrower_subject', 'a part of the goods', 'Dysprosium is the odd one out.'],
  ['measure_in_doubt', 'a measure', 'Measured in dollars, the rise was larger.'],
  ['measure_in_doubt', 'what the rest is seen by', 'Under the old scheme, the recovery was faster.'],
  ['context_in_doubt', 'something else', 'The Fed meets on Wednesday.'],
])('%s: what a sentence leaves open may be that of %s before it', (reason, _, before) => {
  expect(judge(`${before} ${TOLD}`)).toMatchObject({ verdict: 'not_comparable', reason });
});

test.each([
  'The European Union has pressed Beijing to ease its curbs.',
  'Vietnam and Japan make magnets too.',
  'Chinese carmakers are expanding in Brazil.',
  'Prices of neodymium oxide have risen by a third.',
  "China's magnet trade is back from the dead.",
  'The commerce ministry has promised faster approvals.',
  'Economists had expected a decline. It was not one.',
])('a sentence leaves nothing over: %s', (before) => {
  expect(judge(`${before} ${TOLD}`)?.verdict).toBe('contradicted');
});

test('a month that stands behind the figure is not that of the claim when the sentence before is of more', () => {
  const text = '上半年管制留下深痕。海关数据显示，中国对美国稀土永磁出口同比下降41%，6月单月则好于5月。';
  expect(judge(text)).toMatchObject({ verdict: 'not_comparable', reason: 'period_in_doubt' });
});

test.each([
  [`${TOLD} All in all they fell 38.2% in June from a year earlier.`, 'All in all they fell 38.2% in June from a year earlier.'],
  ["China's exports of rare earth magnets fell 50% in June from a year earlier. China's exports of rare earth magnets fell 38.2% in June from a year earlier, customs data showed.", "China's exports of rare earth magnets fell 38.2% in June from a year earlier, customs data showed."], // biome-ignore format: one line
])('of a text that has two figures for one growth none is contradicted: %s', (text, other) => {
  const [first] = judgeText(text, '2025-07-28');
  expect(first).toMatchObject({ verdict: 'not_comparable', reason: 'denied' });
  expect(first?.explanation[1]).toContain(other.slice(0, 60));
});

test('what "it" shows is what the sentence before is about', () => {
  const shows = `It shows that ${TOLD.replace(', customs data showed', '')}`;
  expect(judge(`The survey is not to be mixed up with customs data. ${shows}`)?.verdict).toBe('not_comparable');
});

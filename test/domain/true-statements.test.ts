import { expect, test } from 'vitest';
import { claimsIn } from '../../src/claims-in-text.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import { addMonths, formatMonth, monthOf, yearOf } from '../../src/domain/period.ts';
import type { SeriesVersions } from '../../src/domain/series.ts';
import { NAMES } from '../news/told.ts';
import { MAGNETS, MAPPING, OFFICIAL, RARE_EARTHS, US_MAGNETS } from '../support/claims.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

interface Growth {
  readonly goods: { readonly en: string; readonly zh: string };
  readonly to: { readonly en: string; readonly zh: string };
  readonly month: number;
  readonly basis: 'yoy' | 'mom';
  readonly current: number;
  readonly base: number;
}

/** Every growth of a month on the one before and on the year before that the official figures give. */
function growths(series: SeriesVersions, goods: Growth['goods'], to: Growth['to']): Growth[] {
  const months = new Map(
    series.versions.flatMap(({ period, value }) => (period.kind === 'month' && value !== null ? [[period.end, value]] : [])),
  );
  return [...months].flatMap(([month, current]) =>
    (
      [
        ['yoy', -12],
        ['mom', -1],
      ] as const
    ).flatMap(([basis, back]) => {
      const base = months.get(addMonths(month, back));
      return base === undefined ? [] : [{ goods, to, month, basis, current, base }];
    }),
  );
}

/** The percentage in the ways that newsrooms print it: English, Chinese. */
function printed(percent: number): [en: string, zh: string][] {
  const size = Math.abs(percent);
  const [floor, ceiling, five] = [Math.floor(size), Math.ceil(size), Math.round(size / 5) * 5];
  return [
    [`${size.toFixed(1)}%`, `${size.toFixed(1)}%`],
    [`${size.toFixed(2)} percent`, `百分之${size.toFixed(2)}`],
    ...(size >= 0.5 ? ([[`${size.toFixed(0)} per cent`, `${size.toFixed(0)}%`]] as [string, string][]) : []),
    ...(floor > 0
      ? ([
          [`more than ${floor}%`, `超过${floor}%`],
          [`at least ${floor}%`, `至少${floor}%`],
        ] as [string, string][])
      : []),
    ...(ceiling > size && size > 2
      ? ([
          [`nearly ${ceiling}%`, `近${ceiling}%`],
          [`less than ${ceiling}%`, `不到${ceiling}%`],
        ] as [string, string][])
      : []),
    ...(five >= 10 ? ([[`about ${five}%`, `约${five}%`]] as [string, string][]) : []),
  ];
}

function statements({ goods, to, month, basis, current, base }: Growth): string[] {
  const percent = (100 * (current - base)) / base;
  const up = percent > 0;
  const [year, name, before] = [yearOf(month), MONTHS[monthOf(month) - 1], MONTHS[monthOf(addMonths(month, -1)) - 1]];
  const versus =
    basis === 'yoy'
      ? ['from a year earlier', 'year on year', 'a year earlier']
      : [`from ${before}`, 'month on month', 'in the month before'];
  const tonnes = (kg: number): string => (kg / 1000).toLocaleString('en-US', { maximumFractionDigits: 1 });
  const zh = `${year}年${monthOf(month)}月`;
  const multiple = current / base;
  return [
    ...printed(percent).flatMap(([en, han]) => [
      `China's exports of ${goods.en}${to.en} ${up ? 'rose' : 'fell'} ${en} ${versus[0]} in ${name} ${year}.`,
      `In ${name}, exports of ${goods.en} from China${to.en} were ${tonnes(current)} tons, ${up ? 'up' : 'down'} ${en} ${versus[1]}, customs data showed.`,
      `China shipped ${tonnes(current)} tonnes of ${goods.en}${to.en} in ${name} ${year}, ${en} ${up ? 'more' : 'less'} than ${versus[2]}.`,
      `${zh}，中国${to.zh}${goods.zh}出口量为${(current / 1000).toFixed(1)}吨，${basis === 'yoy' ? '同比' : '环比'}${up ? '增长' : '下降'}${han}。`,
      `中国${zh}${to.zh}出口${goods.zh}${(current / 1e7).toFixed(2)}万吨，${basis === 'yoy' ? '较去年同期' : '比上个月'}${up ? '增加' : '减少'}${han}。`,
    ]),
    `China's exports of ${goods.en}${to.en} ${up ? 'rose' : 'fell'} to ${tonnes(current)} tons in ${name} from ${tonnes(base)} tons ${basis === 'yoy' ? 'a year earlier' : `in ${before}`}.`,
    ...(multiple < 1.8
      ? []
      : [
          `China's exports of ${goods.en}${to.en} jumped ${multiple.toFixed(1)}-fold ${versus[0]} in ${name} ${year}.`,
          `${zh}中国${to.zh}${goods.zh}出口量${basis === 'yoy' ? '同比' : '环比'}增长${(multiple - 1).toFixed(1)}倍。`,
        ]),
  ];
}

const WORLD = { en: '', zh: '' };
const ALL = [
  ...growths(MAGNETS, { en: 'rare earth magnets', zh: '稀土磁铁' }, WORLD),
  ...growths(US_MAGNETS, { en: 'rare earth magnets', zh: '稀土永磁' }, { en: ' to the United States', zh: '对美国' }),
  ...growths(RARE_EARTHS, { en: 'rare earths', zh: '稀土' }, WORLD),
];

test('no sentence that the official figures bear out is contradicted, however they are rounded and hedged', { timeout: 60_000 }, () => {
  const said = ALL.flatMap((growth) => {
    const published = `${formatMonth(addMonths(growth.month, 1))}-22`;
    return statements(growth).flatMap((text) =>
      claimsIn(text, null, published, NAMES).map((found) => ({
        text,
        verdict: judgeClaim({ ...found, asOf: `${published}T23:59:59.999Z` }, OFFICIAL, MAPPING).verdict,
      })),
    );
  });
  expect(said.length).toBeGreaterThan(1000);
  expect(said.filter(({ verdict }) => verdict === 'contradicted').map(({ text }) => text)).toEqual([]);
  const supported = said.filter(({ verdict }) => verdict === 'supported').length;
  expect(supported / said.length).toBeGreaterThan(0.95);
});

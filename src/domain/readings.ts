/** Other readings under which a claim that is not right as stated may be right: each changes one thing of it. */
import type { Claim } from './claim.ts';
import { baseOfClaim, cutInterval, narrowInterval, percentInterval } from './claim-figures.ts';
import { type ClaimSeries, type CommoditySeries, commodityOf, WORLD_PARTNER } from './claim-series.ts';

import { addMonths, type Interval, monthOf, monthsBetween, yearOf } from './period.ts';
import type { Question } from './question.ts';

export interface Reading {
  /** Stable: it stands in the database and in messages. */
  readonly id: string;
  /** Ends the sentence "It is right as ...". */
  readonly says: string;
  readonly question: Question;
}

/** What the text says is determined here; null where it is not. */
export interface Stated {
  readonly claim: Claim;
  readonly quote: string;
  readonly commodity: CommoditySeries;
  readonly measure: 'volume' | 'value' | null;
  readonly unit: string | null;
  readonly months: Interval;
}

const ALL_BASES = ['yoy', 'mom', 'qoq'] as const;

/** The question that the text asks; null when its basis is not one that figures answer. */
export function statedQuestion(stated: Stated): Question | null {
  const { claim, quote, months } = stated;
  const base = baseOfClaim(months, claim.basis);
  if (base === null) return null;
  const percent = claim.percent === null ? directionOnly(claim) : percentInterval(claim.percent, claim.direction, claim.qualifier, quote);
  return { ...questionOn(stated, months, base), percent };
}

/** All other readings, the likeliest first; for a claim whose basis is not stated, the usual ones. */
export function otherReadings(stated: Stated, mapping: ClaimSeries): readonly Reading[] {
  const { claim, quote, months, commodity } = stated;
  const readings: Reading[] = [];
  const add = (id: string, says: string, question: Question | null): void =>
    void (question !== null && readings.push({ id, says, question }));
  const base = baseOfClaim(months, claim.basis);
  if (base !== null) {
    const plain = questionOn(stated, months, base);
    if (claim.percent !== null) {
      const { percent, direction } = claim;
      if (claim.qualifier !== 'exact')
        add('rounded', 'a rounded figure, its hedge left aside', {
          ...plain,
          percent: percentInterval(percent, direction, 'exact', quote),
        });
      add('cut_off', 'a figure that is cut off after its last digit, not rounded', {
        ...plain,
        percent: cutInterval(percent, direction, quote),
      });
    }
    const other = commodityOf(mapping, commodity.takenFor);
    if (other !== null && other.line !== null)
      add(other.line, `the figure of ${other.name}, not of ${commodity.name}`, { ...plain, lines: other.lines });
    if (stated.measure !== null) {
      const measure = stated.measure === 'volume' ? 'value' : 'volume';
      add(measure, measure === 'value' ? 'growth of the value, not of the volume' : 'growth of the volume, not of the value', {
        ...plain,
        measure,
        unit: null,
      });
    }
    if (stated.measure !== 'volume' && stated.unit !== null)
      add('other_currency', `growth in another currency than ${stated.unit}`, { ...plain, unit: null });
    const wider = commodity.lines.filter((line) => line.wider);
    if (wider.length > 0) add('wider_line', `the figure of a wider line than ${commodity.name}`, { ...plain, lines: wider });
  }
  for (const basis of ALL_BASES) {
    if (basis === claim.basis || (basis === 'yoy' && claim.basis === 'ytd_yoy')) continue;
    const against = baseOfClaim(months, basis);
    add(BASIS_IDS[basis], `growth on ${BASIS_WORDS[basis]}`, against === null ? null : questionOn(stated, months, against));
  }
  for (const [id, says, period] of otherPeriods(months)) {
    const against = baseOfClaim(period, claim.basis === 'other' ? 'yoy' : claim.basis);
    add(id, says, against === null ? null : questionOn(stated, period, against));
  }
  if (base !== null) {
    if (claim.partner !== null && claim.partner !== WORLD_PARTNER)
      add('world', 'the figure of all partners together', { ...questionOn(stated, months, base), partner: WORLD_PARTNER });
    if (claim.percent !== null && claim.direction === 'up' && claim.percent > 100)
      add('ratio_as_growth', 'the new figure in percent of the old one, told as growth', ratioQuestion(stated, months, base));
    for (const [id, years] of [
      ['year_before', -12],
      ['year_after', 12],
    ] as const) {
      const shifted = (i: Interval): Interval => ({ from: addMonths(i.from, years), to: addMonths(i.to, years) });
      add(id, `growth of the same period a year ${years < 0 ? 'earlier' : 'later'}`, questionOn(stated, shifted(months), shifted(base)));
    }
  }
  return readings;
}

const BASIS_IDS = { yoy: 'year_on_year', mom: 'month_on_month', qoq: 'quarter_on_quarter' } as const;
const BASIS_WORDS = { yoy: 'the year before', mom: 'the month before', qoq: 'the quarter before' } as const;

/** Periods that are mixed up with the stated one. */
function otherPeriods(months: Interval): [id: string, says: string, period: Interval][] {
  const { from, to } = months;
  const length = monthsBetween(from, to) + 1;
  const january = yearOf(to) * 100 + 1;
  const quarter = addMonths(to, -((monthOf(to) - 1) % 3));
  const all: [string, string, Interval][] = [
    ['year_to_date', 'growth of the year to date', { from: january, to }],
    ...(to === january
      ? [['january_february', 'growth of January and February together', { from: january, to: january + 1 }] as [string, string, Interval]]
      : []),
    ['month_alone', 'growth of the last month alone', { from: to, to }],
    ['quarter', 'growth of the quarter', { from: quarter, to: addMonths(quarter, 2) }],
    ['previous_period', 'growth of the period before', { from: addMonths(from, -length), to: addMonths(to, -length) }],
    ['next_period', 'growth of the period after', { from: addMonths(from, length), to: addMonths(to, length) }],
  ];
  return all.filter(
    ([id, , i]) => !(i.from === from && i.to === to) && !((id === 'previous_period' || id === 'next_period') && length >= 12),
  );
}

function questionOn(stated: Stated, current: Interval, base: Interval): Question {
  const { claim, quote, commodity, measure, unit } = stated;
  return {
    lines: commodity.lines.filter((line) => !line.wider),
    partner: claim.partner ?? WORLD_PARTNER,
    measure,
    unit,
    current,
    base,
    percent: claim.percent === null ? directionOnly(claim) : narrowInterval(claim.percent, claim.direction, claim.qualifier, quote),
    levels: claim,
  };
}

/** 257 % of the old figure is a growth of 157 %. */
function ratioQuestion(stated: Stated, current: Interval, base: Interval): Question {
  const question = questionOn(stated, current, base);
  const less = (value: number | null): number | null => (value === null ? null : Number((value - 100).toFixed(9)));
  return { ...question, percent: { ...question.percent, low: less(question.percent.low), high: less(question.percent.high) } };
}

const directionOnly = ({ direction }: Claim): Question['percent'] =>
  direction === 'up'
    ? { low: 0, lowIncluded: false, high: null, highIncluded: false }
    : { low: null, lowIncluded: false, high: 0, highIncluded: false };

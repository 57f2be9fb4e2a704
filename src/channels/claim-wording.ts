/** How claims of the news and verdicts on them are said. */
import type { Claim } from '../domain/claim.ts';
import { formatNumber } from '../domain/number-words.ts';
import type { Judged, VerdictKind } from '../domain/verdict.ts';
import { inert } from './inert.ts';
import { metricName, partyName, possessive } from './names.ts';

export const VERDICT_NAMES: Readonly<Record<VerdictKind, string>> = {
  supported: 'supported',
  contradicted: 'contradicted',
  supported_under_other_reading: 'right under another reading',
  not_comparable: 'not comparable',
};

/** `China's exports of rare earth magnets to the world` */
export function claimMatter({ flow, commodity, reporter, partner }: Omit<Claim, 'span'>): string {
  const what = inert((commodity ?? 'goods').replaceAll('_', ' '), 80);
  const whose = reporter === null ? '' : `${possessive(partyName(reporter))} `;
  const side = partner === null ? '' : ` ${flow === 'import' ? 'from' : 'to'} ${partyName(partner)}`;
  return `${whose}${flow === 'import' ? 'imports' : 'exports'} of ${what}${side}`;
}

const HEDGES: Readonly<Record<Claim['qualifier'], string>> = {
  exact: '',
  about: 'about ',
  more_than: 'more than ',
  less_than: 'less than ',
};

/** `more than +25 % year on year` */
export function claimSaid({ basis, percent, direction, qualifier }: Omit<Claim, 'span'>): string {
  const on = basis === 'other' ? '' : ` ${metricName(basis)}`;
  if (percent === null) return `a ${direction === 'up' ? 'rise' : 'fall'}${on}`;
  return `${HEDGES[qualifier]}${direction === 'up' ? '+' : '-'}${formatNumber(percent)} %${on}`;
}

/** The percentage as the verdict's first sentence prints it: it stands on the right side of what is claimed. */
export function officialSaid({ explanation }: Pick<Judged, 'explanation'>): string {
  const printed = /[+-]?[\d,.]+ %(?: or (?:less|more))?/.exec(explanation[0] ?? '')?.[0];
  return printed === undefined ? 'no official growth' : `official ${printed}`;
}

/** How claims of the news and verdicts are said on pages. */
import { html } from 'hono/html';
import { formatNumber } from '../channels/figures.ts';
import { inert } from '../channels/inert.ts';
import { metricName, partyName, possessive } from '../channels/names.ts';
import type { Claim } from '../domain/claim.ts';
import type { VerdictKind } from '../domain/verdict.ts';
import type { Html } from './page.ts';

const VERDICT_WORDS: Readonly<Record<VerdictKind, readonly [mark: string, tone: string, words: string]>> = {
  supported: ['●', 'good', 'supported'],
  contradicted: ['✕', 'bad', 'contradicted'],
  supported_under_other_reading: ['◐', 'wait', 'right under another reading'],
  not_comparable: ['○', 'soft', 'not comparable'],
};

export const verdictWords = (verdict: VerdictKind): string => VERDICT_WORDS[verdict][2];

/** A verdict by word, colour and shape. */
export function verdictMark(verdict: VerdictKind): Html {
  const [mark, tone, words] = VERDICT_WORDS[verdict];
  return html`<span class="verdict ${tone}"><span aria-hidden="true">${mark}</span> ${words}</span>`;
}

const HEDGES: Readonly<Record<Claim['qualifier'], string>> = {
  exact: '',
  about: 'about ',
  more_than: 'more than ',
  less_than: 'less than ',
};

/** `more than +25 % year on year` */
export function claimSaid({ basis, percent, direction, qualifier }: Claim): string {
  const on = basis === 'other' ? '' : ` ${metricName(basis)}`;
  if (percent === null) return `a ${direction === 'up' ? 'rise' : 'fall'}${on}`;
  return `${HEDGES[qualifier]}${direction === 'up' ? '+' : '-'}${formatNumber(percent)} %${on}`;
}

/** `China's exports of rare earth magnets to the world` */
export function claimSubject({ flow, commodity, reporter, partner }: Claim): string {
  const what = inert((commodity ?? 'goods').replaceAll('_', ' '), 80);
  const whose = reporter === null ? '' : `${possessive(partyName(reporter))} `;
  const side = partner === null ? '' : ` ${flow === 'import' ? 'from' : 'to'} ${partyName(partner)}`;
  const text = `${whose}${flow === 'import' ? 'imports' : 'exports'} of ${what}${side}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

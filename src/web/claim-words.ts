/** How verdicts are shown on pages. */
import { html } from 'hono/html';
import { claimMatter, VERDICT_NAMES } from '../channels/claim-wording.ts';
import { capitalized } from '../domain/capitalized.ts';
import type { Claim } from '../domain/claim.ts';
import type { VerdictKind } from '../domain/verdict.ts';
import type { Html } from './page.ts';

const MARKS: Readonly<Record<VerdictKind, readonly [mark: string, tone: string]>> = {
  supported: ['●', 'good'],
  contradicted: ['✕', 'bad'],
  supported_under_other_reading: ['◐', 'wait'],
  not_comparable: ['○', 'soft'],
};

/** A verdict by word, colour and shape. */
export function verdictMark(verdict: VerdictKind): Html {
  const [mark, tone] = MARKS[verdict];
  return html`<span class="verdict ${tone}"><span aria-hidden="true">${mark}</span> ${VERDICT_NAMES[verdict]}</span>`;
}

/** What a claim is about, standing alone. */
export const claimSubject = (claim: Claim): string => capitalized(claimMatter(claim));

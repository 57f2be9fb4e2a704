/** What an alert of any kind says, in the words of the messages. */
import { claimSaid, officialSaid } from '../channels/claim-wording.ts';
import { inert } from '../channels/inert.ts';
import { findingOf, titleOf } from '../channels/publication-wording.ts';
import { type AlertMatter, isStanding } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import { STANDING_CLAIM_STATE } from '../domain/claim-alert.ts';
import { formatPeriod } from '../domain/period.ts';
import type { Computation, Side } from '../domain/verdict.ts';
import { amount, monthsName } from '../domain/verdict-words.ts';
import type { AnyAlert } from '../store/store.ts';
import { claimSubject } from './claim-words.ts';
import type { AlertWords } from './deployment.ts';
import { seriesHref } from './series-words.ts';

export interface Said {
  /** What it is about, without a verdict. */
  readonly matter: string;
  /** What was found: a growth; what is the matter with a publication, or how that ended; what was claimed, and what is official. */
  readonly finding: string;
  /** The figure with the one that it was compared with; null where there are none. */
  readonly figures: string | null;
  /** `2025-06`; of a claim as it states it; null where it states none. */
  readonly period: string | null;
  /** The page where it can be checked. */
  readonly check: { readonly href: string; readonly name: string };
}

export function saidOf(alert: AnyAlert, words: AlertWords): Said {
  switch (alert.about) {
    case 'figures': {
      const { entry, period } = alert;
      return {
        ...{ matter: words.matter(entry), finding: words.finding(entry), figures: bothFigures(entry, words), period: formatPeriod(period) },
        check: { href: seriesHref(entry.series.key), name: 'Its series' },
      };
    }
    case 'publications': {
      const { entry, period } = alert;
      return {
        ...{ matter: titleOf(entry), finding: findingOf(entry), figures: null, period: formatPeriod(period) },
        check: { href: `/sources/${entry.pipeline}`, name: 'Its source' },
      };
    }
    case 'claims': {
      const { claim, judged, publisher, id } = alert.claim;
      return {
        matter: claimSubject(claim),
        finding: `${inert(publisher, 80)} said ${claimSaid(claim)}; ${officialSaid(judged)}`,
        figures: judged.official === null ? null : bothSides(judged.official),
        period: claim.period === null ? null : inert(claim.period, 40),
        check: { href: `/news/${id}`, name: 'Its claim' },
      };
    }
  }
}

/** `353,000 kg; June 2024: 735,000 kg`; null where the figures are not known any more. */
export function bothFigures(entry: AlertEntry, words: AlertWords): string | null {
  const { value } = entry;
  if (value === null) return null;
  const base = value.base === null ? '' : `; ${words.basePeriod(entry)}: ${words.amount(value.base, value.unit)}`;
  return `${words.amount(value.current, value.unit)}${base}`;
}

/** `7,054 t; Apr-Jun 2024: at least 9,919 t` */
export function bothSides({ current, base, unit }: Computation): string {
  const known = ({ value, complete, pieces }: Side): string =>
    pieces.length === 0 ? 'not known' : `${complete ? '' : 'at least '}${amount(value, unit)}`;
  return `${known(current)}; ${monthsName(base.period)}: ${known(base)}`;
}

/** Whether it holds now. */
export const stands = ({ about, state }: AnyAlert): boolean => (about === 'claims' ? state === STANDING_CLAIM_STATE : isStanding(state));

/** What an alert is on, as a row says it. */
export const MATTERS: Readonly<Record<AlertMatter, string>> = { figures: 'figures', publications: 'a publication', claims: 'a claim' };

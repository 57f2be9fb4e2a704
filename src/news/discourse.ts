import type { Anchor, ResolvedPeriod } from './anchor.ts';
import type { BasisFamily } from './bases.ts';
import type { Level } from './draft.ts';
import { NO_SUBJECT, type SubjectContext } from './subject.ts';

/** What the text has said so far; later clauses inherit from it. */
export interface Discourse {
  context: SubjectContext;
  period: ResolvedPeriod | null;
  vague: boolean;
  family: BasisFamily | null;
  /** The last word of subject was no trade (prices, output): figures without a subject of their own are about that. */
  rejected: boolean;
  /** The sentence whose last figure was a forecast. */
  foretold: number | null;
  textYear: number | null;
  level: { readonly of: string; readonly level: Level } | null;
  readonly published: Anchor['published'];
}

export const newDiscourse = (published: Anchor['published']): Discourse => ({
  context: NO_SUBJECT,
  period: null,
  vague: false,
  family: null,
  rejected: false,
  foretold: null,
  textYear: null,
  level: null,
  published,
});

/** What times are resolved against at this place of the text. */
export const anchorOf = (discourse: Discourse): Anchor => ({
  published: discourse.published,
  textYear: discourse.textYear,
  current: discourse.period,
});

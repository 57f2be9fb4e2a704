import type { ClaimMeasure, Direction, Qualifier } from '../domain/claim.ts';
import type { PeriodMention } from './period-mention.ts';

/** A comparison that is named by an adverb: 同比, month-on-month, quarter-on-quarter. */
export type BasisWord = 'yoy' | 'mom' | 'qoq';

/** Why a figure beside such a word is no claim. */
export type RejectReason = 'forecast' | 'negated' | 'share' | 'price' | 'tariff' | 'production' | 'stock' | 'index' | 'elsewhere';

/** What a stretch of text means, before anything is bound to anything. */
export type Meaning =
  | { readonly kind: 'period'; readonly period: PeriodMention }
  | { readonly kind: 'percent'; readonly percent: number; readonly high: number | null; readonly sign: Direction | null }
  | { readonly kind: 'points' }
  /** The new value as a multiple of the old one, in the form in which it is written; `rest` is a percentage that is left. */
  | { readonly kind: 'multiple'; readonly factor: number; readonly form: 'times' | 'fold' | 'part' | 'bei' | 'rest' }
  /** A verb that holds its own figure: doubled, halved, 翻番. */
  | { readonly kind: 'change'; readonly percent: number; readonly direction: Direction }
  | { readonly kind: 'level'; readonly value: number; readonly unit: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'direction'; readonly direction: Direction; readonly form: 'verb' | 'noun' | 'adjective'; readonly basis?: BasisWord }
  /** Change of a rate (narrowed, slowed): says nothing of the direction of trade itself. */
  | { readonly kind: 'rate' }
  | { readonly kind: 'basis'; readonly basis: BasisWord }
  | { readonly kind: 'comparator'; readonly weak: boolean; readonly word: string }
  | { readonly kind: 'unusual' }
  | { readonly kind: 'flow'; readonly flow: 'export' | 'import' | 'other'; readonly measure?: ClaimMeasure; readonly verb: boolean }
  | { readonly kind: 'measure'; readonly measure: ClaimMeasure }
  | { readonly kind: 'commodity'; readonly commodity: string }
  | { readonly kind: 'place'; readonly place: string | null; readonly adjective: boolean; readonly bound: boolean }
  | { readonly kind: 'agency'; readonly place: string }
  | { readonly kind: 'qualifier'; readonly qualifier: Qualifier; readonly after: boolean }
  | { readonly kind: 'reject'; readonly reason: RejectReason; readonly form: 'noun' | 'verb' | 'after' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'conjunction'; readonly hard: boolean }
  | { readonly kind: 'respectively' }
  | { readonly kind: 'breakdown' }
  | { readonly kind: 'preposition'; readonly word: string }
  | { readonly kind: 'mark'; readonly mark: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'word'; readonly word: string };

export type Kind = Meaning['kind'];

export type Token<K extends Kind = Kind> = Extract<Meaning, { readonly kind: K }> & {
  /** Places in the normalised text. */
  readonly start: number;
  readonly end: number;
  /** The normalised words, in lower case. */
  readonly text: string;
};

const HAN = /\p{Script=Han}/u;
export const isChinese = (token: Token | undefined): boolean => token !== undefined && HAN.test(token.text);

export const is = <K extends Kind>(token: Token | undefined, ...kinds: readonly K[]): token is Token<K> =>
  token !== undefined && (kinds as readonly Kind[]).includes(token.kind);

/** A figure that may become a claim of its own. */
export const isQuantity = (token: Token | undefined): token is Token<'percent' | 'multiple' | 'change'> =>
  is(token, 'percent', 'multiple', 'change');

import type { ChartDescription } from '../chart/description.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import type { ClaimEventKind } from '../domain/claim-alert.ts';
import type { Severity } from '../domain/rule.ts';

/** What a message says, before it is laid out as text, HTML or a card. All texts are inert: one line, no control characters. */
export interface Letter {
  readonly subject: string;
  readonly kind: AlertEntry['event'] | ClaimEventKind | 'digest' | 'failing' | 'disabled' | 'test';
  /** One word or two for the kind: `Retracted`. */
  readonly label: string;
  readonly severity: Severity | null;
  /** What it is about, without a verdict. */
  readonly title: string;
  /** Sentences; the first says what happened. */
  readonly paragraphs: readonly string[];
  readonly figures: readonly FigureRow[];
  readonly facts: readonly Fact[];
  /** How a person checks it: to be pasted, so never wrapped. */
  readonly checks: readonly Fact[];
  /** The command that keeps messages like this one away for a while; absent when there is none. */
  readonly silence?: string;
  readonly months: MonthTable | null;
  /** What a picture shows, for channels that carry pictures; the message is complete without it. */
  readonly chart?: LetterChart | null;
  readonly groups: readonly DigestGroup[];
  readonly footer: string;
  /** The first digits of the message's id: by these a later message names it where there are no threads. */
  readonly shortId: string;
  /** `This corrects message 3f6a1c0e of 20 July 2025.`, for channels without threads; null when it corrects none. */
  readonly corrects: string | null;
  /** The command that shows all of it, for channels that have to leave something out. */
  readonly rest: string;
}

export interface FigureRow {
  readonly label: string;
  readonly value: string;
  readonly note: string | null;
}

export interface Fact {
  readonly label: string;
  readonly text: string;
  /** An http or https address, or null. */
  readonly href: string | null;
}

export interface LetterChart {
  readonly description: ChartDescription;
  /** The finding in words, for those who do not see it. */
  readonly alt: string;
}

export interface MonthTable {
  readonly title: string;
  /** Oldest first; null is unknown. */
  readonly rows: readonly MonthRow[];
  readonly line: {
    readonly from: string;
    readonly to: string;
    readonly blocks: string;
    /** What the line shows, where it stands without the table. */
    readonly title: string;
  };
}

export interface MonthRow {
  readonly month: string;
  readonly value: string;
  readonly before: string;
  readonly change: string;
  /** Part of the largest value shown, 0 to 1; null is unknown. */
  readonly share: number | null;
  /** The month belongs to the period of the alert. */
  readonly marked: boolean;
}

export interface DigestGroup {
  /** What several groups have in common: `Also in this release`. */
  readonly heading?: string;
  readonly title: string;
  readonly rows: readonly { readonly period: string; readonly change: string; readonly figures: string; readonly rule: string }[];
  /** As of the letter: of its single row. */
  readonly corrects?: string | null;
}

/** `Also in this release: China → Japan: ...` */
export const groupTitle = ({ heading, title }: DigestGroup): string => (heading === undefined ? title : `${heading}: ${title}`);

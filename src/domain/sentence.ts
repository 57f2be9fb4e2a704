/** What claim-doubts.ts asks of a sentence, whatever its language. */
import type { Interval } from './period.ts';

export type DoubtReason = 'denied' | 'narrower_subject' | 'period_in_doubt' | 'measure_in_doubt' | 'context_in_doubt';

export interface Doubt {
  readonly reason: DoubtReason;
  /** As the sentence has them, in plain signs and simplified characters. */
  readonly words: string;
}

/** What of a sentence is the claim's own. */
export interface Own {
  readonly commodity: string;
  /** How texts name it. */
  readonly names: readonly string[];
  readonly reporter: string | null;
  /** Null for all partners. */
  readonly partner: string | null;
  readonly period: Interval | null;
  /** 1 to 12: of the period and of what it is compared with. */
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly percent: number | null;
}

/** A stretch of a sentence between two marks, or up to a word that opens another one. */
export interface Part {
  readonly text: string;
  /** Parts of one clause have one number. */
  readonly clause: number;
  /** Begins with a word behind which a cause or a circumstance is told, whatever it is. */
  readonly cause: boolean;
}

/** What a part may have that is not the claim's own. */
export interface Leave {
  /** Other countries and times: of another statement, from which the claim takes over something else. */
  readonly places: boolean;
  readonly months: boolean;
  /** Words that tell what a figure means: behind it. */
  readonly comments: boolean;
  /** Names of who says it: of anybody, of analysts and the like, or of nobody, as it may be their own trade. */
  readonly names: 'any' | 'of_speakers' | 'none';
}

/** A name as a pattern that finds it. */
export const escaped = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

export interface Language {
  partsOf(text: string): readonly Part[];
  /** Finds the figure of a claim. */
  figure(percent: number): RegExp;
  /** A figure in words: "doubled", 三成. */
  readonly multiple: RegExp;
  /** A figure of growth, whichever. */
  readonly growth: RegExp;
  readonly trade: RegExp;
  /** All partners together are named. */
  readonly overall: RegExp;
  /** Whether a part tells who says it, and that is no office of a country. */
  speaks(part: string): boolean;
  /** Whether "its", "they" in a part go back to something that the part does not name itself. */
  goesBack(part: string, reporter: string | null): boolean;
  /** Speaks of the figure itself: "that number", 该数据. */
  readonly comesBack: RegExp;
  /** Whether a clause tells of something else. */
  tellsOfElse(clause: string): boolean;
  /** Whether a part says what a figure means, or who somebody is, in any words. */
  isRemark(part: string, behind: boolean): boolean;
  /** Whether a part behind the figure tells of something else, in any words. */
  isAside(part: string, own: Own): boolean;
  namesPlace(part: string, code: string | null): boolean;
  /** The country's name as the part has it. */
  placeIn(part: string, code: string | null): string | undefined;
  /** Whether a sentence names somebody or something that the next one may go on with, beside the claim's own. */
  namesAnother(sentence: string, own: Own): boolean;
  namesElsewhere(part: string, own: Own): boolean;
  /** Whether a sentence begins with another country: it is of that. */
  opensElsewhere(sentence: string, own: Own): boolean;
  namesGoods(part: string, own: Own): boolean;
  namesMonth(part: string): boolean;
  /** The first words of which it is not known that they leave a statement what it is. */
  unknownIn(part: string, own: Own, leave: Leave): Doubt | null;
}

import { hash } from 'node:crypto';
import type { Basis } from './growth.ts';
import { headingOf } from './mirror.ts';
import type { Flow, Measure, SeriesKey } from './series.ts';

export const DIRECTIONS = ['rise', 'fall', 'either'] as const;
export type Direction = (typeof DIRECTIONS)[number];
/** From the least to the greatest. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What has to happen to a series. Percentages are above 0: a fall of 25 % is written as 25 with direction fall. */
export type Condition =
  /** Growth on another period. */
  | { readonly metric: Basis; readonly direction: Direction; readonly percent: number }
  /** The figure of a month reaches a level from below (rise) or from above (fall), in the series' unit. */
  | { readonly metric: 'level'; readonly direction: 'rise' | 'fall'; readonly value: number }
  /** A month above (rise) or below (fall) every month before it, of which at least so many are known. */
  | { readonly metric: 'record'; readonly direction: 'rise' | 'fall'; readonly months: number }
  /** A figure now, against the value with which it was first published. */
  | { readonly metric: 'revision'; readonly direction: Direction; readonly percent: number }
  /** What importers state of a month, against what the exporter states of it. */
  | { readonly metric: 'mirror_gap'; readonly direction: Direction; readonly percent: number };

export type Metric = Condition['metric'];

/**
 * When a crossing is told: with the first figure that shows it, when so many publications in a row have stated it, or when
 * none of its figures is provisional or estimated any more.
 */
export type Confirmation = 'immediate' | 'final' | { readonly vintages: number };

/** A question that someone asked: tell me when this happens to these series. */
export interface Rule {
  readonly id: string;
  readonly title: string | null;
  readonly what: {
    /** Sources to look at; null for all. */
    readonly pipelines: readonly string[] | null;
    /** `classification:product`, e.g. HS8:85051110. */
    readonly product: string;
    readonly flow: Flow;
    readonly reporter: string;
    /** Partner codes; null for all. */
    readonly partners: readonly string[] | null;
    readonly measure: Measure;
    /** A currency or unit, when the measure comes in several; null for all. */
    readonly unit: string | null;
  };
  readonly when: Condition;
  /** A base below this (in the series' unit) is too small to speak of growth. */
  readonly minimumBase: number;
  /** The least absolute change, in the series' unit. */
  readonly minimumChange: number;
  /** How far behind the threshold a revised figure does not end the alert: percentage points; of a level or record, percent of it. */
  readonly hysteresis: number;
  /** How far a revision must move an alert's figure to be told: percentage points; of a level or record, percent of the figure. */
  readonly materialChange: number;
  readonly confirm: Confirmation;
  /** So many periods in a row have to cross; 1 for each by itself. */
  readonly streak: number;
  readonly severity: Severity;
  /** From these marks on (in the terms of the threshold) it is more severe; ascending. */
  readonly escalation: readonly { readonly from: number; readonly severity: Severity }[];
  /** Ids of receivers. */
  readonly receivers: readonly string[];
}

/** Whether a rule watches a series. */
export function watches(rule: Rule, key: SeriesKey): boolean {
  const w = rule.what;
  return (
    key.flow === w.flow &&
    key.measure === w.measure &&
    key.reporter === w.reporter &&
    isProduct(w.product, key) &&
    (w.unit === null || key.unit === w.unit) &&
    (w.partners === null || w.partners.includes(key.partner)) &&
    (w.pipelines === null || w.pipelines.includes(key.pipeline))
  );
}

/** Whether a text is `classification:product` of a series; millions of times asked, so that no text is made for it. */
const isProduct = (text: string, { classification, product }: SeriesKey): boolean =>
  text.length === classification.length + 1 + product.length &&
  text.endsWith(product) &&
  text.startsWith(classification) &&
  text[classification.length] === ':';

/** Whether a series is the importer's side of what a rule on mirror gaps watches. */
export function watchesOtherSide({ what, when }: Rule, key: SeriesKey): boolean {
  return (
    when.metric === 'mirror_gap' &&
    key.flow === 'import' &&
    key.partner === what.reporter &&
    key.measure === what.measure &&
    headingOf(key.product) === headingOf(what.product.split(':')[1] ?? '') &&
    (what.unit === null || key.unit === what.unit) &&
    (what.partners === null || what.partners.includes(key.reporter))
  );
}

/** Finds the rules that look at a series. */
export interface RuleIndex {
  /** Those that look at it, in their order. */
  on(key: SeriesKey): readonly Rule[];
  /** Those that may look at it: asked for each series of a publication, of which most are often nobody's. */
  near(key: SeriesKey): readonly Rule[];
}

/**
 * Those that watch a series are found by the product and the reporter that they name, so that many rules over many series cost no
 * more than a few; of mirror gaps, whose other side may have another code, each is asked.
 */
export function ruleIndex(rules: readonly Rule[]): RuleIndex {
  const places = new Map(rules.map((rule, at) => [rule, at]));
  const placeOf = (rule: Rule): number => places.get(rule) as number;
  const mirrorRules = rules.filter(({ when }) => when.metric === 'mirror_gap');
  const isMirror = (rule: Rule, key: SeriesKey): boolean => watches(rule, key) || watchesOtherSide(rule, key);
  const byProduct = new Map<string, Map<string, Rule[]>>();
  for (const rule of rules) {
    if (rule.when.metric === 'mirror_gap') continue;
    const [, product = ''] = rule.what.product.split(':');
    const byReporter = byProduct.get(product) ?? new Map<string, Rule[]>();
    byProduct.set(product, byReporter);
    const named = byReporter.get(rule.what.reporter) ?? [];
    byReporter.set(rule.what.reporter, named);
    named.push(rule);
  }
  const naming = ({ product, reporter }: SeriesKey): readonly Rule[] => byProduct.get(product)?.get(reporter) ?? NO_RULES;
  const withMirrors = (named: readonly Rule[], key: SeriesKey): readonly Rule[] => {
    const mirrored = mirrorRules.length === 0 ? NO_RULES : mirrorRules.filter((rule) => isMirror(rule, key));
    return mirrored.length === 0 ? named : [...named, ...mirrored].sort((a, b) => placeOf(a) - placeOf(b));
  };
  return {
    on(key) {
      const named = naming(key);
      return withMirrors(named.every((rule) => watches(rule, key)) ? named : named.filter((rule) => watches(rule, key)), key);
    },
    near: (key) => withMirrors(naming(key), key),
  };
}
const NO_RULES: readonly Rule[] = [];

/** A rule is another rule when what it asks changes; who is told may change without judging anew. */
export function ruleVersion({ receivers: _, title: __, ...asked }: { readonly receivers: unknown; readonly title: unknown }): string {
  return hash('sha256', JSON.stringify(asked), 'hex').slice(0, 12);
}

/** {@link ruleVersion} of a rule that many alerts name; whoever adopts rules has asked for it already. */
export function versionOf(rule: Rule): string {
  const known = versions.get(rule) ?? ruleVersion(rule);
  versions.set(rule, known);
  return known;
}
const versions = new WeakMap<Rule, string>();

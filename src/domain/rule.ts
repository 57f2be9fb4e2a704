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
    /** `classification:product`, e.g. HS8:85051110; with a `*` at its end each code of that list that begins so, e.g. CN:2846*. */
    readonly product: string;
    readonly flow: Flow;
    /** Whose customs reported; null for all. */
    readonly reporter: string | null;
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
    (w.reporter === null || key.reporter === w.reporter) &&
    isProduct(w.product, key) &&
    (w.unit === null || key.unit === w.unit) &&
    (w.partners === null || w.partners.includes(key.partner)) &&
    (w.pipelines === null || w.pipelines.includes(key.pipeline))
  );
}

/** Whether a text names the product of a series; asked millions of times, so that of one code no text is made. */
const isProduct = (text: string, { classification, product }: SeriesKey): boolean =>
  text.startsWith(classification) &&
  text[classification.length] === ':' &&
  (text.endsWith(EACH)
    ? product.startsWith(text.slice(classification.length + 1, -EACH.length))
    : text.length === classification.length + 1 + product.length && text.endsWith(product));

/** Stands for the rest of a code. */
export const EACH = '*';

/** The code that a rule names, or how the codes begin that it names. */
export function codeOf({ product }: Rule['what']): { readonly code: string; readonly isWhole: boolean } {
  const [, text = ''] = product.split(':');
  const isWhole = !text.endsWith(EACH);
  return { code: isWhole ? text : text.slice(0, -EACH.length), isWhole };
}

/** Whether a series is the importer's side of what a rule on mirror gaps watches. */
export function watchesOtherSide({ what, when }: Rule, key: SeriesKey): boolean {
  return (
    when.metric === 'mirror_gap' &&
    key.flow === 'import' &&
    (what.reporter === null || key.partner === what.reporter) &&
    key.measure === what.measure &&
    sharesHeading(key.product, what) &&
    (what.unit === null || key.unit === what.unit) &&
    (what.partners === null || what.partners.includes(key.reporter))
  );
}

/** Whether a code is of a heading of which a rule names goods. */
function sharesHeading(product: string, what: Rule['what']): boolean {
  const { code, isWhole } = codeOf(what);
  const heading = headingOf(product);
  return heading === headingOf(code) || (!isWhole && heading?.startsWith(code) === true);
}

/** Finds the rules that look at a series. */
export interface RuleIndex {
  /** Those that look at it, in their order. */
  on(key: SeriesKey): readonly Rule[];
  /** Those that may look at it: asked for each series of a publication, of which most are often nobody's. */
  near(key: SeriesKey): readonly Rule[];
}

/**
 * Those that name one product of one reporter are found by both, and those that name more by how its code begins, so that many rules over
 * many series cost no more than a few; of mirror gaps, whose other side may have another code, each is asked.
 */
export function ruleIndex(rules: readonly Rule[]): RuleIndex {
  const places = new Map(rules.map((rule, at) => [rule, at]));
  const placeOf = (rule: Rule): number => places.get(rule) as number;
  const mirrorRules = rules.filter(({ when }) => when.metric === 'mirror_gap');
  const isMirror = (rule: Rule, key: SeriesKey): boolean => watches(rule, key) || watchesOtherSide(rule, key);
  const byProduct = new Map<string, Map<string, Rule[]>>();
  const byStart = new Map<string, Rule[]>();
  for (const rule of rules) {
    if (rule.when.metric === 'mirror_gap') continue;
    const { code, isWhole } = codeOf(rule.what);
    const { reporter } = rule.what;
    if (isWhole && reporter !== null) listIn(mapIn(byProduct, code), reporter).push(rule);
    else listIn(byStart, code).push(rule);
  }
  const starts = [...new Set([...byStart.keys()].map((start) => start.length))];
  const naming = ({ product, reporter }: SeriesKey): readonly Rule[] => byProduct.get(product)?.get(reporter) ?? NO_RULES;
  const wide = (key: SeriesKey): readonly Rule[] =>
    starts
      .filter((length) => length <= key.product.length)
      .flatMap((length) => byStart.get(key.product.slice(0, length))?.filter((rule) => watches(rule, key)) ?? NO_RULES);
  const withOthers = (named: readonly Rule[], key: SeriesKey): readonly Rule[] => {
    const others = [
      ...(starts.length === 0 ? NO_RULES : wide(key)),
      ...(mirrorRules.length === 0 ? NO_RULES : mirrorRules.filter((rule) => isMirror(rule, key))),
    ];
    return others.length === 0 ? named : [...named, ...others].sort((a, b) => placeOf(a) - placeOf(b));
  };
  return {
    on(key) {
      const named = naming(key);
      return withOthers(named.every((rule) => watches(rule, key)) ? named : named.filter((rule) => watches(rule, key)), key);
    },
    near: (key) => withOthers(naming(key), key),
  };
}

function mapIn<K, V>(maps: Map<string, Map<K, V>>, name: string): Map<K, V> {
  const found = maps.get(name) ?? new Map<K, V>();
  maps.set(name, found);
  return found;
}

function listIn<V>(lists: Map<string, V[]>, name: string): V[] {
  const found = lists.get(name) ?? [];
  lists.set(name, found);
  return found;
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

/**
 * Proves that a rule can fire: invented figures, judged by the same code that judges published ones. A rule that nothing can
 * make fire is silent for ever, and nobody would notice. Pure.
 */
import { type AlertMemory, transition } from './alert.ts';
import { figuresOf } from './figures.ts';
import { judge, subjectsOf } from './judgement.ts';
import { headingOf, type MirrorSeries, mirrorScope } from './mirror.ts';
import { formatAllDigits } from './number-words.ts';
import { addMonths, formatPeriod, month, type Period } from './period.ts';
import { codeOf, type Rule, watches } from './rule.ts';
import { figureId, type WatchedSeries } from './rule-reading.ts';
import { type Figure, keyFault, type Measure, type SeriesKey } from './series.ts';
import type { AlertFigures } from './threshold.ts';

export type RuleProof =
  | { readonly fires: true; readonly period: Period; readonly figures: AlertFigures; readonly unit: string }
  | { readonly fires: false; readonly why: string };

const LAST = 202506;
/** For a rule that names none. */
const ANY_REPORTER = 'CN';
const HEADING_DIGITS = 6;
const UNITS: Readonly<Record<Measure, string>> = { net_weight: 'kg', value: 'USD', quantity: 'items' };

export function proofOf(rule: Rule): RuleProof {
  const key = keyOf(rule);
  const fault = keyFault(key);
  if (fault !== null) return { fires: false, why: fault };
  if (!watches(rule, key)) return { fires: false, why: 'it watches no series that could exist' };
  if (rule.when.direction === 'fall' && 'percent' in rule.when && rule.when.percent > 100)
    return { fires: false, why: 'nothing falls by more than 100 %' };
  const mirror = mirrorOf(rule, key);
  if (typeof mirror === 'string') return { fires: false, why: mirror };
  const series = inventedFor(rule, key, mirror);
  const subject = subjectsOf(rule, series).at(-1) ?? month(LAST);
  const judged = judge(rule, series, subject);
  if (judged.crossing !== 'above')
    return { fires: false, why: judged.crossing === 'insufficient' ? judged.detail : 'none of the figures tried reaches its threshold' };
  let memory: AlertMemory | null = null;
  const publications = typeof rule.confirm === 'object' ? rule.confirm.vintages : 1;
  for (let publication = 1; publication <= publications; publication++) {
    const next = transition(rule, memory, judged, { occasion: 'news', stated: true });
    if (next?.event === 'raised') return { fires: true, period: subject, figures: judged.reading.figures, unit: key.unit };
    if (next === null || next.state === 'clear') break;
    const { state, severity, sightings, turns } = next;
    const figures = judged.reading.figures;
    memory = { state, figures, told: figures, severity, sequence: 0, sightings, turns };
  }
  return { fires: false, why: 'its confirmation never comes' };
}

/** A series that the rule names. */
function keyOf({ what, when }: Rule): SeriesKey {
  const [classification = ''] = what.product.split(':');
  const { code, isWhole } = codeOf(what);
  const partners = what.partners ?? (when.metric === 'mirror_gap' ? ['US'] : ['WORLD']);
  return {
    pipeline: what.pipelines?.[0] ?? 'any-source',
    reporter: what.reporter ?? ANY_REPORTER,
    partner: partners.find((partner) => when.metric !== 'mirror_gap' || partner !== 'WORLD') ?? 'WORLD',
    flow: what.flow,
    classification,
    product: isWhole ? code : code.padEnd(HEADING_DIGITS, '0'),
    measure: what.measure,
    unit: what.unit ?? UNITS[what.measure],
  };
}

/** The other side of a mirror gap, without figures; a sentence where there can be none. */
function mirrorOf({ when }: Rule, key: SeriesKey): MirrorSeries | null | string {
  if (when.metric !== 'mirror_gap') return null;
  if (key.flow !== 'export') return "a mirror gap needs exports (flow: export); the partner's imports are the other side";
  if (key.partner === 'WORLD') return 'WORLD states no imports: name partners, or "partners: all"';
  const heading = headingOf(key.product);
  if (heading === null) return 'only HS codes of six or more digits have another side';
  const classification = key.product === heading ? key.classification : 'HTS';
  if (mirrorScope(key, { classification, product: heading }, LAST) !== 'same')
    return `no importer states the same goods as ${key.classification}:${key.product}, which is only part of a heading; use the heading: "${heading}"`;
  return {
    key: {
      ...key,
      pipeline: 'other-source',
      reporter: key.partner,
      partner: key.reporter,
      flow: 'import',
      classification,
      product: heading,
    },
    valuation: null,
    months: new Map(),
  };
}

/** Months that change by the same factor, so that every kind of growth crosses, for as many periods as the rule wants in a row. */
function inventedFor(rule: Rule, key: SeriesKey, mirror: MirrorSeries | null): WatchedSeries {
  const { when } = rule;
  const percent = 'percent' in when ? when.percent : 1;
  // A little beyond the threshold, for no product of such numbers is exact; a fall is never more than the whole.
  const beyond = when.direction === 'fall' ? Math.max(0, 1 - (percent / 100) * SLIGHTLY_MORE) : 1 + (percent / 100) * SLIGHTLY_MORE;
  const shape = shapeOf(rule, beyond);
  const least = Math.min(...shape.filter((value) => value > 0));
  // What the change of the smallest of them is, as a part of it.
  const part = when.metric === 'record' ? STEP : Math.min(Math.abs(beyond - 1), beyond === 0 ? 1 : Math.abs(1 - 1 / beyond));
  const scale = (2 * Math.max(rule.minimumBase, rule.minimumChange / part, 1000)) / least;
  const figures = shape.map(
    (value, i): Figure => ({
      period: month(addMonths(LAST, i - shape.length + 1)),
      value: when.metric === 'level' ? when.value : value * scale,
      status: 'A',
    }),
  );
  // What was first published, and what the importer states, is as far away as the rule asks.
  return {
    key,
    figures: figuresOf(figures),
    firstValues: new Map(when.metric === 'revision' ? figures.map((f) => [figureId(f.period), (f.value ?? 0) / (beyond || 1)]) : []),
    mirror: mirror === null ? null : { ...mirror, months: new Map(figures.map((f) => [f.period.end, (f.value ?? 0) * beyond])) },
  };
}

const SLIGHTLY_MORE = 1.000001;
/** By which records follow one another. */
const STEP = 0.01;

function shapeOf({ when, streak }: Rule, beyond: number): number[] {
  const { metric, direction } = when;
  const count = streak * 3 + 30 + (metric === 'record' ? when.months : 0);
  if (metric === 'level' || metric === 'revision' || metric === 'mirror_gap') return Array.from({ length: count }, () => 1);
  // All of it is gone: nothing after that can fall again.
  if (beyond === 0) return Array.from({ length: count }, (_, i) => (i < count - Math.max(streak, 3) ? 1 : 0));
  const apart = metric === 'mom' ? 1 : metric === 'qoq' ? 3 : 12;
  const factor = metric === 'record' ? 1 + (direction === 'fall' ? -STEP : STEP) : beyond ** (1 / apart);
  return Array.from({ length: count }, (_, i) => factor ** i);
}

/** `2025-06: 1,250 kg against 1,000 kg` in plain digits, for people who check a configuration. */
export function exampleOf({ period, figures, unit }: Extract<RuleProof, { fires: true }>): string {
  const shown = (value: number): string => `${formatAllDigits(Number(value.toPrecision(6)))} ${unit}`;
  const against = figures.base === null ? '' : ` against ${shown(figures.base)}`;
  return `${formatPeriod(period)}: ${shown(figures.current)}${against}`;
}

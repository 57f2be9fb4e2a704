import { fingerprint, isStanding, type Occasion, type Transition, transition, unasked } from '../domain/alert.ts';
import type { AlertEntry } from '../domain/alert-message.ts';
import { judge, mayCross, type Reading, streakOf, subjectsOf, thresholdOf, type WatchedSeries } from '../domain/judgement.ts';
import { type MirrorSeries, mirrorSeries } from '../domain/mirror.ts';
import { formatMonth, monthOfDate, monthsBetween, type Period, parseMonth, startOf } from '../domain/period.ts';
import { type Rule, ruleIndex, ruleVersion, watches, watchesOtherSide } from '../domain/rule.ts';
import { formatSeriesKey } from '../domain/series.ts';
import type { ClaimJudge } from '../store/claim-store.ts';
import type { PublicationJudge } from '../store/publication-store.ts';
import type { ChangedSeries, Detector, DetectReader, KnownAlert, SeriesState, VintageSource } from '../store/store.ts';
import { reconciled } from './reconcile.ts';
import { compose, type TellContext } from './tell.ts';

/** What detection knows of the world beside the figures. */
export interface DetectContext extends TellContext {
  readonly rules: readonly Rule[];
  /** Judges claims in the news by the figures that change; without it claims are left alone. */
  readonly claims?: ClaimJudge;
  /** Judges what is wrong with publications themselves; without it that is left alone. */
  readonly publications?: PublicationJudge;
}

/** A crossing about a month longer ago than this is history, not news: it goes to a digest. */
const NEWS_MONTHS = 12;

/** Watches nothing: for rebuilding a database, where nobody is to be told. */
export const SILENT_DETECTOR: Detector = {
  claims: null,
  wants: () => false,
  detect: () => ({ changes: [], cancels: [], messages: [] }),
  reconcile: () => ({ changes: [], cancels: [], messages: [] }),
};

/** The rules' detector; pure. */
export function createDetector(context: DetectContext): Detector {
  const { rules } = context;
  const rulesOn = ruleIndex(rules);
  /** A changed rule ends alerts on what it does not watch any more. */
  const rulesFor = ({ series, hasAlerts }: ChangedSeries, source: VintageSource | null): readonly Rule[] =>
    source === null && hasAlerts ? rules : rulesOn(series.key);
  return {
    claims: context.claims ?? null,
    ...(context.publications === undefined ? {} : { publications: context.publications }),
    wants: (key) => rulesOn(key).length > 0,
    detect(changed, reader, source, at) {
      // A pair of series that both changed is judged from either side; what comes for the first time makes it history.
      const newFirst = [...changed].sort((a, b) => Number(b.isNew) - Number(a.isNew));
      const found = once(newFirst.flatMap((one) => rulesFor(one, source).flatMap((rule) => changesOf(rule, one, reader, source, at))));
      return { changes: found.map((f) => f.change), ...compose(context, found, reader.silences(at), source, at) };
    },
    reconcile: (alerts, silences, why, at) => ({ changes: [], ...reconciled(context, alerts, silences, why, at) }),
  };
}

/** A change of one alert, with what the message on it needs. */
export interface Found {
  readonly change: ReturnType<Detector['detect']>['changes'][number];
  readonly rule: Rule;
  readonly series: Pick<SeriesState, 'figures'>;
  readonly reading: Reading | null;
  readonly streak: number;
  readonly before: KnownAlert | null;
}

/** One series that a rule looks at, with its other side where the rule compares two. */
interface Watched {
  readonly rule: Rule;
  readonly series: SeriesState;
  readonly mirror: MirrorSeries | null;
}

const once = (found: readonly Found[]): Found[] => {
  const seen = new Set<string>();
  return found.filter(({ change }) => !seen.has(change.fingerprint) && seen.add(change.fingerprint));
};

function changesOf(rule: Rule, changed: ChangedSeries, reader: DetectReader, source: VintageSource | null, at: string): Found[] {
  const { series, firstChanged } = changed;
  const months = { from: firstChanged, to: changed.lastStated };
  if (!changed.hasAlerts && !mayCross(rule, (needed) => series.figuresOf(needed), months)) return [];
  const today = monthOfDate(new Date(at));
  const asked = new Set<string>();
  const found = watchedBy(rule, series, reader).flatMap((watched) => {
    const view: WatchedSeries = {
      key: watched.series.key,
      figures: watched.series.figures,
      firstValues: rule.when.metric === 'revision' ? reader.firstValues(watched.series.key) : new Map(),
      mirror: watched.mirror,
    };
    const alerts = new Map(reader.alerts(watched.series.key).map((alert) => [alert.fingerprint, alert]));
    const anyPending = [...alerts.values()].some((alert) => alert.state === 'pending');
    return subjectsOf(rule, view, anyPending ? 0 : firstChanged).flatMap((subject): Found[] => {
      const unchanged = subject.end < firstChanged;
      const print = fingerprint(rule.id, subjectText(watched), subject);
      asked.add(print);
      const before = alerts.get(print) ?? null;
      const stated = changed.states(subject.end);
      // A crossing that waits for its confirmation is looked at whenever it is stated, changed or not.
      if (unchanged && !(before?.state === 'pending' && stated)) return [];
      const now = judge(rule, view, subject);
      const occasion = occasionOf(rule, changed, subject, source, today);
      const decided = transition(rule, before, now, { occasion, stated });
      if (decided === null) return [];
      // A first load or a backfill revises what a digest told: that is told in a digest, too. What was told as news is not.
      const next: Transition = isToldTogether(changed, source, before, decided) ? { ...decided, telling: 'digest' } : decided;
      const sequence = (before?.sequence ?? 0) + (next.event === null ? 0 : 1);
      const reading = now.crossing === 'insufficient' ? null : now.reading;
      return [
        {
          change: {
            fingerprint: print,
            ruleId: rule.id,
            seriesKey: watched.series.key,
            period: subject,
            threshold: thresholdOf(rule).threshold,
            transition: next,
            sequence,
            entry: entryOf(watched, subject, next, sequence, print, reading, before),
          },
          rule,
          series: watched.series,
          reading,
          streak: next.event !== null && now.crossing === 'above' ? streakOf(rule, view, subject) : 0,
          before,
        },
      ];
    });
  });
  return source === null ? [...found, ...endsOf(rule, series, reader, asked)] : found;
}

/** The alerts of a changed rule that it does not ask for any more: another kind of period, or a series that it no longer watches. */
function endsOf(rule: Rule, series: SeriesState, reader: DetectReader, asked: ReadonlySet<string>): Found[] {
  const left = reader.alerts(series.key).filter((alert) => alert.ruleId === rule.id && !asked.has(alert.fingerprint));
  return left.flatMap((before): Found[] => {
    const next = unasked(before);
    if (next === null) return [];
    const { kind, end } = before.entry.period;
    const sequence = before.sequence + (next.event === null ? 0 : 1);
    const change = {
      fingerprint: before.fingerprint,
      ruleId: rule.id,
      seriesKey: series.key,
      period: { kind, end: parseMonth(end) },
      threshold: before.entry.rule.threshold,
      transition: next,
      sequence,
      entry: { ...before.entry, sequence, event: 'ended' as const, stands: false },
    };
    return [{ change, rule, series, reading: null, streak: 0, before }];
  });
}

function isToldTogether(
  { isNew }: ChangedSeries,
  source: VintageSource | null,
  before: KnownAlert | null,
  { event, telling }: Transition,
): boolean {
  if (isNew && before?.state === 'historical') return true;
  // It may have been told already; that something does not hold is told in any case.
  return source?.restored === true && telling === 'message' && event !== 'retracted';
}

function watchedBy(rule: Rule, series: SeriesState, reader: DetectReader): Watched[] {
  if (rule.when.metric !== 'mirror_gap') return watches(rule, series.key) ? [{ rule, series, mirror: null }] : [];
  if (watches(rule, series.key))
    return reader.counterparts(series.key).map((importer) => ({ rule, series, mirror: mirrorSeries(importer) }));
  if (!watchesOtherSide(rule, series.key)) return [];
  return reader
    .counterparts(series.key)
    .filter((exporter) => watches(rule, exporter.key))
    .map((exporter) => ({ rule, series: exporter, mirror: mirrorSeries(series) }));
}

const subjectText = ({ series, mirror }: Watched): string =>
  mirror === null ? formatSeriesKey(series.key) : `${formatSeriesKey(series.key)} ~ ${formatSeriesKey(mirror.key)}`;

function occasionOf(rule: Rule, { isNew }: ChangedSeries, subject: Period, source: VintageSource | null, today: number): Occasion {
  if (source === null) return 'rule_changed';
  if (isNew || source.restored === true) return 'history';
  // That a figure of long ago is revised is news.
  return rule.when.metric !== 'revision' && monthsBetween(subject.end, today) > NEWS_MONTHS ? 'history' : 'news';
}

function entryOf(
  { rule, series, mirror }: Watched,
  subject: Period,
  next: Transition,
  sequence: number,
  print: string,
  reading: Reading | null,
  before: KnownAlert | null,
): AlertEntry {
  const { key } = series;
  const figures = next.figures;
  const interval = (i: { from: number; to: number }) => ({ start: formatMonth(i.from), end: formatMonth(i.to) });
  return {
    fingerprint: print,
    sequence,
    event: next.event === null || next.event === 'recorded' ? (before?.entry.event ?? 'raised') : next.event,
    rule: {
      id: rule.id,
      title: rule.title,
      version: ruleVersion(rule),
      ...thresholdOf(rule),
    },
    series: {
      key: formatSeriesKey(key),
      pipeline: key.pipeline,
      reporter: key.reporter,
      partner: key.partner,
      flow: key.flow,
      product: `${key.classification}:${key.product}`,
      product_name: series.productName,
      measure: key.measure,
      unit: key.unit,
    },
    mirror_key: mirror === null ? null : formatSeriesKey(mirror.key),
    period: {
      kind: subject.kind,
      ...(reading === null ? interval({ from: startOf(subject), to: subject.end }) : interval(reading.currentInterval)),
    },
    base_period: reading?.baseInterval == null ? null : interval(reading.baseInterval),
    value:
      figures === null
        ? null
        : {
            ...figures,
            change: figures.base === null ? null : Number((figures.current - figures.base).toPrecision(15)),
            unit: key.unit,
          },
    stands: next.state !== 'clear' && isStanding(next.state),
    severity: next.severity,
  };
}

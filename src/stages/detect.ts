import { fingerprint, type Occasion, type Transition, transition, unasked } from '../domain/alert.ts';
import type { AlertMessage } from '../domain/alert-message.ts';
import { statedRule } from '../domain/alert-statement.ts';
import type { Figures } from '../domain/figures.ts';
import type { MonthRange } from '../domain/growth.ts';
import { judge, streakOf, subjectsOf } from '../domain/judgement.ts';
import { type MirrorSeries, mirrorSeries } from '../domain/mirror.ts';
import { monthOfDate, monthsBetween, type Period, type YearMonth } from '../domain/period.ts';
import { decidesAlone, mayCross, newestFigures, newestStaysWithin } from '../domain/quick-look.ts';
import { type Rule, ruleIndex, watches, watchesOtherSide } from '../domain/rule.ts';
import type { Reading, WatchedSeries } from '../domain/rule-reading.ts';
import { formatSeriesKey } from '../domain/series.ts';
import type { ClaimJudge } from '../store/claim-store.ts';
import type { PublicationJudge } from '../store/publication-store.ts';
import type { ChangedSeries, DetectedChange, Detector, DetectReader, KnownAlert, SeriesState, VintageSource } from '../store/store.ts';
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
  const index = ruleIndex(rules);
  /** A changed rule ends alerts on what it does not watch any more. */
  const rulesFor = (one: ChangedSeries, source: VintageSource | null): readonly Rule[] =>
    source === null && one.hasAlerts ? rules : index.on(one.series.key);
  return {
    claims: context.claims ?? null,
    ...(context.publications === undefined ? {} : { publications: context.publications }),
    wants: (key, change) => index.near(key).some((rule) => change === undefined || !newestStaysWithin(rule, change)),
    detect(changed, reader, source, at) {
      // A pair of series that both changed is judged from either side; what comes for the first time makes it history.
      const newFirst = [...changed.filter((one) => one.isNew), ...changed.filter((one) => !one.isNew)];
      const moment = { source, today: monthOfDate(new Date(at)), numberedBehind: reader.numberedBehind() };
      const all: Found[] = [];
      for (const one of newFirst) for (const rule of rulesFor(one, source)) all.push(...changesOf(rule, one, reader, moment));
      const found = once(all);
      return { changes: found.map((f) => f.change), ...compose(context, found, reader.silences(at), source, at) };
    },
    reconcile: (alerts, silences, why, at) => ({ changes: [], ...reconciled(context, alerts, silences, why, at) }),
  };
}

/** A change of one alert, with what the message on it needs. */
export interface Found {
  readonly change: DetectedChange;
  readonly rule: Rule;
  readonly series: Pick<SeriesState, 'figures' | 'productName'>;
  readonly status: AlertMessage['status'];
  /** How many periods in a row cross; counted for who tells it. */
  readonly streak: () => number;
  readonly before: KnownAlert | null;
}

/** What is the same for all that one publication, or one change of rules, changes. */
interface Moment {
  readonly source: VintageSource | null;
  readonly today: YearMonth;
  /** As {@link DetectReader.numberedBehind} says. */
  readonly numberedBehind: number;
}

/** One series that a rule looks at, with its other side where the rule compares two. */
interface Watched {
  readonly rule: Rule;
  readonly series: SeriesState;
  readonly mirror: MirrorSeries | null;
  /** What its alerts speak of: the series, or both. */
  readonly subject: string;
}

const once = (found: readonly Found[]): Found[] => {
  const seen = new Set<string>();
  return found.filter(({ change }) => !seen.has(change.fingerprint) && seen.add(change.fingerprint));
};

function changesOf(rule: Rule, changed: ChangedSeries, reader: DetectReader, moment: Moment): Found[] {
  const { series, firstChanged } = changed;
  const figures = changed.hasAlerts ? series.figures : figuresToJudge(rule, changed);
  if (figures === null) return [];
  const asked = new Set<string>();
  const found = watchedBy(rule, series, reader).flatMap((watched) => {
    const isOwn = watched.series === series;
    const view = viewOf(watched, isOwn ? figures : watched.series.figures, reader);
    const known = isOwn && !changed.hasAlerts ? [] : reader.alerts(watched.series.key);
    const alerts = known.length === 0 ? NO_ALERTS : new Map(known.map((alert) => [alert.fingerprint, alert]));
    const anyPending = known.some((alert) => alert.state === 'pending');
    return subjectsOf(rule, view, anyPending ? 0 : firstChanged).flatMap((subject): Found[] => {
      const unchanged = subject.end < firstChanged;
      const print = fingerprint(rule.id, watched.subject, subject);
      asked.add(print);
      const before = alerts.get(print) ?? null;
      const stated = changed.states(subject.end);
      // A crossing that waits for its confirmation is looked at whenever it is stated, changed or not.
      if (unchanged && !(before?.state === 'pending' && stated)) return [];
      const now = judge(rule, view, subject);
      const occasion = occasionOf(rule, changed, subject, moment);
      const decided = transition(rule, before, now, { occasion, stated });
      if (decided === null) return [];
      // A first load or a backfill revises what a digest told: that is told in a digest, too. What was told as news is not.
      const next: Transition = isToldTogether(changed, moment.source, before, decided) ? { ...decided, telling: 'digest' } : decided;
      const sequence = (before?.sequence ?? moment.numberedBehind) + (next.event === null ? 0 : 1);
      const reading = now.crossing === 'insufficient' ? null : now.reading;
      return [
        {
          // Without a reading nothing else is stated: what was said is suspended, or over.
          change:
            before !== null && reading === null
              ? unrestated(before, watched.series.keyId, next, sequence)
              : {
                  fingerprint: print,
                  rule: statedRule(rule),
                  seriesKey: watched.series.key,
                  mirrorKey: watched.mirror?.key ?? null,
                  period: subject,
                  baseEnd: reading?.baseEnd ?? null,
                  keyId: watched.series.keyId,
                  transition: next,
                  sequence,
                },
          rule,
          series: watched.series,
          status: statusOf(reading),
          streak: next.event !== null && now.crossing === 'above' ? streakLater(watched, reader, subject) : NO_STREAK,
          before,
        },
      ];
    });
  });
  return moment.source === null ? [...found, ...endsOf(rule, series, reader, asked)] : found;
}

function statusOf(reading: Reading | null): Found['status'] {
  if (reading?.statuses.includes('P') === true) return 'provisional';
  return reading?.statuses.includes('E') === true ? 'estimated' : 'published';
}

const NO_STREAK = () => 0;

/** Most alerts of a large publication are told in a digest, which does not count. */
const streakLater =
  (watched: Watched, reader: DetectReader, subject: Period): Found['streak'] =>
  () =>
    streakOf(watched.rule, viewOf(watched, watched.series.figures, reader), subject);

const viewOf = ({ rule, series, mirror }: Watched, figures: Figures, reader: DetectReader): WatchedSeries => ({
  key: series.key,
  figures,
  firstValues: rule.when.metric === 'revision' ? reader.firstValues(series.key) : NO_VALUES,
  mirror,
});
const NO_VALUES: ReadonlyMap<string, number> = new Map();
const NO_ALERTS: ReadonlyMap<string, KnownAlert> = new Map();

/**
 * A series without alerts is looked at quickly first. What crosses is judged by the figures of that look where they decide it.
 * @returns null when nothing crosses.
 */
function figuresToJudge(rule: Rule, changed: ChangedSeries): Figures | null {
  const { series, firstChanged, lastStated } = changed;
  if (newestStaysWithin(rule, changed)) return null;
  const newest = newestFigures(rule, changed);
  if (newest !== null) return newest;
  const months = { from: firstChanged, to: lastStated };
  let seen: Figures | null = null;
  const look = (needed: MonthRange): Figures => {
    seen = series.figuresOf(needed);
    return seen;
  };
  if (!mayCross(rule, look, months)) return null;
  return seen !== null && decidesAlone(rule, seen, months) ? seen : series.figures;
}

/** A change of an alert that goes on saying of its figures what it said. */
const unrestated = (
  { fingerprint, rule, seriesKey, mirrorKey, period, baseEnd }: KnownAlert,
  keyId: number,
  transition: Transition,
  sequence: number,
): DetectedChange => ({ fingerprint, rule, seriesKey, mirrorKey, period, baseEnd, keyId, transition, sequence });

/** The alerts of a changed rule that it does not ask for any more: another kind of period, or a series that it no longer watches. */
function endsOf(rule: Rule, series: SeriesState, reader: DetectReader, asked: ReadonlySet<string>): Found[] {
  const left = reader.alerts(series.key).filter((alert) => alert.rule.id === rule.id && !asked.has(alert.fingerprint));
  return left.flatMap((before): Found[] => {
    const next = unasked(before);
    if (next === null) return [];
    const change = unrestated(before, series.keyId, next, before.sequence + (next.event === null ? 0 : 1));
    return [{ change, rule, series, status: statusOf(null), streak: NO_STREAK, before }];
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
  if (rule.when.metric !== 'mirror_gap') return watches(rule, series.key) ? [watchedAs(rule, series, null)] : [];
  if (watches(rule, series.key)) return reader.counterparts(series.key).map((importer) => watchedAs(rule, series, mirrorSeries(importer)));
  if (!watchesOtherSide(rule, series.key)) return [];
  return reader
    .counterparts(series.key)
    .filter((exporter) => watches(rule, exporter.key))
    .map((exporter) => watchedAs(rule, exporter, mirrorSeries(series)));
}

function watchedAs(rule: Rule, series: SeriesState, mirror: MirrorSeries | null): Watched {
  const key = formatSeriesKey(series.key);
  return { rule, series, mirror, subject: mirror === null ? key : `${key} ~ ${formatSeriesKey(mirror.key)}` };
}

function occasionOf(rule: Rule, { isNew }: ChangedSeries, subject: Period, { source, today }: Moment): Occasion {
  if (source === null) return 'rule_changed';
  if (isNew || source.restored === true) return 'history';
  // That a figure of long ago is revised is news.
  return rule.when.metric !== 'revision' && monthsBetween(subject.end, today) > NEWS_MONTHS ? 'history' : 'news';
}

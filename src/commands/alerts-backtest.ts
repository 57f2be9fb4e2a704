import type { Config } from '../config.ts';
import type { SeriesFilter } from '../domain/claim-series.ts';
import { suggestion } from '../domain/nearest.ts';
import { counted, formatAllDigits } from '../domain/number-words.ts';
import { formatPeriod, parseMonth } from '../domain/period.ts';
import { type Rule, watches, watchesOtherSide } from '../domain/rule.ts';
import { formatSeriesKey, type SeriesKey } from '../domain/series.ts';
import { UsageError } from '../errors.ts';
import { type Backtest, type BacktestAlert, type BacktestEvent, backtest } from '../stages/backtest.ts';
import type { PastSeries } from '../stages/past.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { formatPercent, renderJson, renderTable } from './table.ts';

export interface BacktestFlags {
  readonly rule: string;
  /** A month: 2024-01. */
  readonly from: string;
  readonly to?: string;
  readonly as?: 'seen' | 'published';
  readonly json?: boolean;
}

/**
 * `alerts backtest`: what a rule of the configuration would have told since a month, had it been watched then, and what of it
 * the figures of today bear out. Writes nothing.
 * @throws UsageError for a rule that is not there.
 */
export async function alertsBacktest(io: CommandIo, store: Store, config: Config, flags: BacktestFlags): Promise<number> {
  const rule = config.rules.find(({ id }) => id === flags.rule);
  if (rule === undefined) {
    const ids = config.rules.map(({ id }) => id);
    throw new UsageError(`--rule: no rule on figures has the id "${flags.rule}"${suggestion(flags.rule, ids)}`);
  }
  const from = startOf(flags.from, '--from');
  const to = flags.to === undefined ? io.now().toISOString() : startOf(flags.to, '--to');
  const result = backtest(rule, await seriesFor(store, rule), { from, to, knownBy: flags.as ?? 'seen' });
  if (flags.json === true) {
    io.stdout(renderJson(json(rule, from, to, result)));
    return 0;
  }
  if (result.series.length === 0) {
    io.stdout(`The rule ${rule.id} matches no series in this database.\n`);
    return 0;
  }
  io.stdout(
    `The rule ${rule.id} on ${counted(result.series.length, 'series', 'series')}, from ${from.slice(0, 10)} to ${to.slice(0, 10)}: `,
  );
  io.stdout(`${counted(result.instants, 'moment')} at which figures became known; each used only what was known then.\n\n`);
  io.stdout(renderTable(['on', 'event', 'period', 'change', 'figure', 'base', 'series'], result.events.map(eventRow), ALIGN));
  io.stdout(`\n${verdict(result)}`);
  if (result.instants <= 1)
    io.stdout(
      'All figures became known here at once, so there is little to replay; --as published uses the dates that the publishers printed.\n',
    );
  return 0;
}

const ALIGN = ['left', 'left', 'left', 'right', 'right', 'right'] as const;

function startOf(text: string, option: string): string {
  try {
    const month = parseMonth(text);
    return new Date(Date.UTC(Math.trunc(month / 100), (month % 100) - 1)).toISOString();
  } catch {
    throw new UsageError(`${option}: expected a month such as 2024-01, got "${text}"`);
  }
}

/** The series of a rule, and of a mirror gap the other sides. */
async function seriesFor(store: Store, rule: Rule): Promise<readonly PastSeries[]> {
  const wanted = (await store.series()).filter(({ key }) => watches(rule, key) || watchesOtherSide(rule, key));
  return Promise.all(
    wanted.map(async ({ key, valuation, productName }) => {
      const found = await store.versions([filterOf(key)]);
      const text = formatSeriesKey(key);
      return { key, valuation, productName, versions: found.find((series) => formatSeriesKey(series.key) === text)?.versions ?? [] };
    }),
  );
}

const filterOf = ({ pipeline, classification, product, reporter, partner, flow }: SeriesKey): SeriesFilter => ({
  pipeline,
  product: `${classification}:${product}`,
  reporter,
  partner,
  flow,
});

const eventRow = ({ at, event, digest, period, figures, series }: BacktestEvent): string[] => [
  at.slice(0, 10),
  digest ? `${event} (digest)` : event,
  formatPeriod(period),
  figures?.percent == null ? '—' : formatPercent(figures.percent, 2),
  figures === null ? '—' : formatAllDigits(figures.current),
  figures?.base == null ? '—' : formatAllDigits(figures.base),
  series,
];

/** How many alerts would have been raised, corrected, and are borne out by the figures of today. */
function verdict(result: Backtest): string {
  const tally = tallyOf(result.alerts);
  const rows = [
    ['alerts raised', String(tally.raised)],
    ['of them corrected later', String(tally.corrected)],
    ['retracted or suspended by now', String(tally.takenBack)],
    ["confirmed by today's figures", String(tally.crosses)],
    ["not confirmed by today's figures", String(tally.doesNotCross)],
    ['today unknown', String(tally.unknown)],
    ["precision against today's figures", tally.precision === null ? 'unknown' : `${tally.precision.toFixed(1)} %`],
    ['messages to each receiver', String(result.messages)],
  ];
  return renderTable(['of this rule', ''], rows, ['left', 'right']);
}

function tallyOf(alerts: readonly BacktestAlert[]) {
  const of = (today: BacktestAlert['today']): number => alerts.filter((alert) => alert.today === today).length;
  const known = of('crosses') + of('does_not_cross');
  return {
    raised: alerts.length,
    corrected: alerts.filter((alert) => alert.corrections > 0).length,
    takenBack: alerts.filter((alert) => alert.state === 'retracted' || alert.state === 'suspended').length,
    crosses: of('crosses'),
    doesNotCross: of('does_not_cross'),
    unknown: of('unknown'),
    /** Percent; null where nothing can be said. */
    precision: known === 0 ? null : (100 * of('crosses')) / known,
  };
}

const json = (rule: Rule, from: string, to: string, { series, instants, messages, events, alerts }: Backtest) => ({
  rule: rule.id,
  from,
  to,
  series,
  instants,
  messages,
  summary: tallyOf(alerts),
  events: events.map(({ period, ...event }) => ({ ...event, period: formatPeriod(period), period_kind: period.kind })),
  alerts: alerts.map(({ period, ...alert }) => ({ ...alert, period: formatPeriod(period), period_kind: period.kind })),
});

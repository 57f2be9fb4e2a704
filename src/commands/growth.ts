import { figuresOf } from '../domain/figures.ts';
import { BASES, formatInterval, type Growth, growth, isBasis, subjects, type Total } from '../domain/growth.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { formatPeriod } from '../domain/period.ts';
import { formatSeriesKey } from '../domain/series.ts';
import { UsageError } from '../errors.ts';
import type { PartsOf } from '../store/parts.ts';
import { asOfInstant } from './as-of.ts';
import type { CommandIo } from './command.ts';
import { readSeries } from './series.ts';
import { formatPercent, renderJson, renderTable } from './table.ts';

/** Growth of one series on one basis, each with both figures and both periods, or the reason why it is unknown. */
export async function showGrowth(
  io: CommandIo,
  store: PartsOf<'series'>,
  keyText: string,
  options: { json?: boolean; basis: string; asOf?: string },
): Promise<number> {
  const { basis } = options;
  if (!isBasis(basis)) throw new UsageError(`--basis: expected one of ${BASES.join(', ')}, got "${basis}"`);
  const { key, figures } = await readSeries(store, keyText, asOfInstant(options.asOf));
  const held = figuresOf(figures);
  const rates = subjects(held, basis).map((subject) => ({ subject, rate: growth(held, subject, basis) }));
  if (options.json === true) {
    io.stdout(
      renderJson({
        key: formatSeriesKey(key),
        basis,
        unit: key.unit,
        as_of: options.asOf ?? null,
        growth: rates.map(({ subject, rate }) => ({ period: formatPeriod(subject), period_kind: subject.kind, ...jsonOf(rate) })),
      }),
    );
    return 0;
  }
  io.stdout(`${formatSeriesKey(key)}, ${basis}, ${key.unit}${options.asOf === undefined ? '' : `, as known at ${options.asOf}`}\n`);
  io.stdout(
    renderTable(
      ['period', 'growth', 'figure', 'base', 'base period', 'why unknown'],
      rates.map(({ subject, rate }) =>
        rate.known
          ? [
              formatPeriod(subject),
              formatPercent(rate.percent),
              formatAllDigits(rate.current.value),
              formatAllDigits(rate.base.value),
              formatInterval(rate.baseInterval),
              '',
            ]
          : [formatPeriod(subject), '—', '', '', '', `${rate.reason}: ${rate.detail}`],
      ),
      ['left', 'right', 'right', 'right'],
      { columns: io.columns, cut: [5] },
    ),
  );
  return 0;
}

const totalJson = (total: Total, interval: string) => ({
  value: total.value,
  period: interval,
  parts: total.parts.map((part) => ({
    period: formatPeriod(part.period),
    period_kind: part.period.kind,
    value: part.value,
    status: part.status,
  })),
});

function jsonOf(rate: Growth): Record<string, unknown> {
  if (!rate.known) return { percent: null, reason: rate.reason, detail: rate.detail };
  return {
    percent: rate.percent,
    reason: null,
    current: totalJson(rate.current, formatInterval(rate.currentInterval)),
    base: totalJson(rate.base, formatInterval(rate.baseInterval)),
  };
}

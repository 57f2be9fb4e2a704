import { nearestOf } from '../domain/nearest.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { formatMonth, formatPeriod } from '../domain/period.ts';
import { formatSeriesKey, parseSeriesKey, type SeriesKey, type TracedFigure } from '../domain/series.ts';
import { UsageError } from '../errors.ts';
import type { PartsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';
import { asOfInstant } from './as-of.ts';
import type { CommandIo } from './command.ts';
import { assertSource } from './known.ts';
import { monthLine } from './month-line.ts';
import { csvLine, renderJson, renderTable } from './table.ts';

export async function seriesList(
  io: CommandIo,
  store: PartsOf<'series'>,
  options: { json?: boolean; pipeline?: string; product?: string },
): Promise<number> {
  const found = await store.series({
    ...(options.pipeline === undefined ? {} : { pipeline: options.pipeline }),
    ...(options.product === undefined ? {} : { product: options.product }),
  });
  if (found.length === 0 && options.pipeline !== undefined) await assertSource(store, options.pipeline);
  if (options.json === true) {
    io.stdout(
      renderJson(
        found.map((s) => ({
          key: formatSeriesKey(s.key),
          ...s.key,
          valuation: s.valuation,
          product_name: s.productName,
          period_kinds: s.kinds,
          first: formatPeriod(s.first),
          last: formatPeriod(s.last),
          count: s.count,
        })),
      ),
    );
    return 0;
  }
  io.stdout(
    renderTable(
      ['series', 'product', 'first', 'last', 'figures', 'kinds'],
      found.map((s) => [
        formatSeriesKey(s.key),
        io.columns === undefined ? shorten(s.productName ?? '', 32) : (s.productName ?? ''),
        // Who looks has little room, and sees by the kinds what begins in January.
        io.columns === undefined ? formatPeriod(s.first) : formatMonth(s.first.end),
        io.columns === undefined ? formatPeriod(s.last) : formatMonth(s.last.end),
        String(s.count),
        s.kinds.join(' '),
      ]),
      ['left', 'left', 'left', 'left', 'right'],
      { columns: io.columns, cut: [1], drop: [5, 1, 2, 4] },
    ),
  );
  return 0;
}

export async function seriesShow(
  io: CommandIo,
  store: PartsOf<'series' | 'lookups'>,
  keyText: string,
  options: { json?: boolean; csv?: boolean; asOf?: string; png?: string; svg?: string },
): Promise<number> {
  const { key, figures } = await readSeries(store, keyText, asOfInstant(options.asOf));
  if (options.png !== undefined || options.svg !== undefined) {
    await (await import('./series-chart.ts')).writeSeriesChart(io, store, { key, figures }, options);
    return 0;
  }
  if (options.csv === true) {
    io.stdout(csvLine(['period', 'period_kind', 'value', 'unit', 'status', 'known_from', 'published_at', 'sha256', 'url']));
    for (const f of figures)
      io.stdout(csvLine([formatPeriod(f.period), f.period.kind, f.value, key.unit, f.status, f.knownFrom, f.publishedAt, f.sha256, f.url]));
    return 0;
  }
  if (options.json === true) {
    io.stdout(
      renderJson({
        key: formatSeriesKey(key),
        as_of: options.asOf ?? null,
        figures: figures.map((f) => ({
          period: formatPeriod(f.period),
          period_kind: f.period.kind,
          value: f.value,
          unit: key.unit,
          status: f.status,
          known_from: f.knownFrom,
          published_at: f.publishedAt,
          sha256: f.sha256,
          url: f.url,
        })),
      }),
    );
    return 0;
  }
  io.stdout(`${formatSeriesKey(key)}${options.asOf === undefined ? '' : `, as known at ${options.asOf}`}\n`);
  if (io.columns !== undefined) io.stdout(lineText(figures, io.columns));
  io.stdout(
    renderTable(
      ['period', 'kind', key.unit, 'status', 'known from', 'source'],
      figures.map((f) => [
        formatPeriod(f.period),
        f.period.kind,
        f.value === null ? '—' : formatAllDigits(f.value),
        f.status,
        f.knownFrom.slice(0, 10),
        `${f.sha256.slice(0, 12)} ${f.url ?? ''}`.trim(),
      ]),
      ['left', 'left', 'right'],
      { columns: io.columns, cut: [5] },
    ),
  );
  return 0;
}

/**
 * @throws UsageError when the key is malformed or there is no such series; says which are near.
 */
export async function readSeries(
  store: Pick<Store, 'figures' | 'seriesKeys'>,
  keyText: string,
  asOf: string | null,
): Promise<{ key: SeriesKey; figures: readonly TracedFigure[] }> {
  let key: SeriesKey;
  try {
    key = parseSeriesKey(keyText);
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}${await nearTo(store, keyText)}`, { cause: error });
  }
  const figures = await store.figures(key, asOf);
  if (figures === null) throw new UsageError(`there is no series ${keyText}${await nearTo(store, keyText)}`);
  return { key, figures };
}

const LEAST_MONTHS = 12;
const WORDS_BESIDE_LINE = 45;
const SUGGESTED = 3;
/** Comparing with more would take seconds. */
const MOST_COMPARED = 20_000;

/** The keys that are nearest to a mistyped one, the source before it left out or not. */
async function nearTo(store: Pick<Store, 'seriesKeys'>, keyText: string): Promise<string> {
  const keys = await store.seriesKeys('', MOST_COMPARED);
  const near = keyText.includes('/')
    ? nearestOf(keyText, keys, SUGGESTED)
    : keys.filter((key) => nearestOf(keyText, [key.slice(key.indexOf('/') + 1)], 1).length > 0).slice(0, SUGGESTED);
  const all = '"tradewatch series list" shows all';
  return near.length === 0 ? `; ${all}` : `\ndid you mean\n${near.map((one) => `  ${one}`).join('\n')}\n${all}`;
}

const shorten = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

/** Where a person looks; as many months as the terminal has room for. */
function lineText(figures: readonly TracedFigure[], columns: number): string {
  const line = monthLine(figures, Math.max(LEAST_MONTHS, columns - WORDS_BESIDE_LINE));
  if (line === null) return '';
  return `${line.bars}  months ${formatMonth(line.first)} to ${formatMonth(line.last)}, · is unknown\n`;
}

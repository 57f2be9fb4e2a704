import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { seriesChart } from '../channels/series-chart.ts';
import { formatSeriesKey, type SeriesKey, type TracedFigure } from '../domain/series.ts';
import { describeError, UsageError } from '../errors.ts';
import { loadRegistry } from '../registry.ts';
import type { Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';

/**
 * Draws the last 24 months of a series with their change on a year before.
 * @throws UsageError when the series has no monthly figures, or a file cannot be written.
 */
export async function writeSeriesChart(
  io: CommandIo,
  store: Pick<Store, 'seriesEntry'>,
  series: { readonly key: SeriesKey; readonly figures: readonly TracedFigure[] },
  files: { readonly png?: string; readonly svg?: string },
): Promise<void> {
  const { key, figures } = series;
  const entry = await store.seriesEntry(key);
  const publisher = (await loadRegistry()).get(key.pipeline)?.publisher ?? key.pipeline;
  const description = seriesChart(key, entry?.productName ?? null, figures, publisher);
  if (description === null)
    throw new UsageError(`${formatSeriesKey(key)} has no monthly figures: a chart shows months, or January and February as one`);
  const options = { theme: 'light', growth: true } as const;
  if (files.svg !== undefined) write(io, files.svg, await (await import('../chart/svg.ts')).chartSvg(description, options));
  if (files.png !== undefined) write(io, files.png, (await (await import('../chart/png.ts')).chartPng(description, options)).png);
}

function write(io: CommandIo, file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(resolve(io.cwd, file), content);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${describeError(error)}`, { cause: error });
  }
  io.stderr(`wrote ${file}\n`);
}

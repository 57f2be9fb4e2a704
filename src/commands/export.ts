import { resolve } from 'node:path';
import { formatAllDigits } from '../domain/number-words.ts';
import { parseMonth } from '../domain/period.ts';
import { UsageError } from '../errors.ts';
import { writeExport } from '../export/export.ts';
import { replaceFolder } from '../export/folder.ts';
import type { Format } from '../export/format.ts';
import type { ExportSelection, ExportTable, Store } from '../store/store.ts';
import { instantOf } from './as-of.ts';
import type { CommandIo } from './command.ts';
import { assertSource } from './known.ts';
import { openProgress } from './progress.ts';
import { renderJson } from './table.ts';

/** Each is imported when it is asked for. */
const FORMATS: Readonly<Record<string, () => Promise<Format>>> = {
  csv: async () => (await import('../export/csv.ts')).CSV,
  parquet: async () => (await import('../export/parquet.ts')).PARQUET,
  'sdmx-csv': async () => (await import('../export/sdmx-csv.ts')).SDMX_CSV,
};

export interface ExportOptions {
  readonly format: string;
  readonly out: string;
  readonly pipeline?: readonly string[];
  readonly product?: readonly string[];
  readonly reporter?: readonly string[];
  readonly partner?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly changedSince?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Writes figures for other programs into a folder, all of one moment; an earlier export there is replaced. */
export async function exportFigures(io: CommandIo, store: Store, options: ExportOptions): Promise<number> {
  const format = FORMATS[options.format];
  if (format === undefined) throw new UsageError(`--format: expected ${Object.keys(FORMATS).join(', ')}, got "${options.format}"`);
  const selection = selectionOf(options);
  const out = resolve(io.cwd, options.out);
  const created = io.now().toISOString();
  const progress = openProgress(io, { noun: 'rows', quiet: options.quiet });
  let rows = 0;
  const wrote = (more: number): void => {
    rows += more;
    progress.step(rows, null, out);
  };
  const summary = await store.exportMoment(selection, async (moment) => {
    if (moment.sources.length === 0 && isNarrowed(selection)) {
      for (const id of selection.pipelines) await assertSource(store, id);
      throw new UsageError('no series matches these pipelines, products, reporters and partners; "tradewatch series list" shows all');
    }
    try {
      const writing = await format();
      const exported = await replaceFolder(out, (folder) => writeExport(moment, selection, writing, folder, created, wrote));
      const rowsOf = (table: ExportTable): number =>
        exported.written.filter((file) => file.table === table).reduce((sum, file) => sum + file.rows, 0);
      return {
        out,
        format: options.format,
        created,
        changed_since: selection.changedSince,
        next_changed_since: moment.nextChangedSince,
        observations: rowsOf('observations'),
        vintages: rowsOf('vintages'),
        files: exported.written.length,
        bytes: exported.bytes,
      };
    } finally {
      progress.end();
    }
  });
  if (options.json === true) io.stdout(renderJson(summary));
  else
    io.stderr(
      `${out}: ${formatAllDigits(summary.observations)} observations, ${formatAllDigits(summary.vintages)} vintages, ${formatAllDigits(summary.bytes)} bytes\n`,
    );
  return 0;
}

/** @throws UsageError when a month or a time is none. */
function selectionOf(options: ExportOptions): ExportSelection {
  const [from, to] = [monthOf('--from', options.from), monthOf('--to', options.to)];
  if (from !== null && to !== null && from > to) throw new UsageError(`--from ${options.from} is after --to ${options.to}`);
  return {
    pipelines: options.pipeline ?? [],
    products: options.product ?? [],
    reporters: options.reporter ?? [],
    partners: options.partner ?? [],
    from,
    to,
    changedSince: options.changedSince === undefined ? null : markOf(options.changedSince),
  };
}

/** A time alone, or the `next_changed_since` of an export, which has the number of what was loaded last behind it. */
function markOf(text: string): string {
  const [, time = text, number] = /^(.*?)(\/[1-9]\d{0,14})?$/.exec(text) ?? [];
  return `${instantOf(time, '--changed-since')}${number ?? ''}`;
}

const isNarrowed = ({ pipelines, products, reporters, partners }: ExportSelection): boolean =>
  [pipelines, products, reporters, partners].some((list) => list.length > 0);

function monthOf(option: string, text: string | undefined): number | null {
  try {
    return text === undefined ? null : parseMonth(text);
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Comext's SDMX-CSV, of up to tens of millions of rows, to a table of observations in one pass. */
import { ObservationTable } from '../domain/observation-table.ts';
import { addMonths, formatMonth, monthOfDate, type Period, type YearMonth } from '../domain/period.ts';
import { refused } from '../errors.ts';
import { comextPeriodOf, comextPeriods, lackOfYear, MONTHS_TO_A_FULL_YEAR } from './comext-period.ts';
import { comextReader, NO_VALUE } from './comext-row.ts';
import { openCsv } from './csv.ts';
import { utf8Chunks } from './encoding.ts';
import { newestUpdate, type SingleRow, sdmxColumns } from './sdmx-csv.ts';

export interface ComextTable {
  readonly table: ObservationTable;
  /** All rows of the file, those that were left out too. */
  readonly rows: number;
  /** The newest day that the file names as its last update. */
  readonly publishedAt: string | null;
  /** How many rows were left out, by reason. */
  readonly left: ReadonlyMap<string, number>;
  /** No row was left out that is of a series that is read. */
  readonly isWhole: boolean;
  /** It has rows of each month from its first to its last. */
  readonly monthsFollow: boolean;
}

/**
 * @param obtained the month in which the file was obtained: nothing in it is later, when it names no day of its own.
 * @throws RefusedError for what is no such file, a row that cannot be read, a figure of the future, and one that stands twice.
 */
export function readComextTable(chunks: Iterable<Uint8Array>, where: string, obtained: YearMonth): ComextTable {
  const { header, rows } = openCsv(utf8Chunks(chunks, { where }), { where });
  const columns = sdmxColumns(header, `${where} line 1`);
  const update = newestUpdate(columns, where);
  const periodOf = comextPeriods(columns, where);
  const table = new ObservationTable();
  const reader = comextReader(columns, where, table);
  const lines = new Lines();
  const left = new Map<string, number>();
  /** Years that a later row may show to be whole. */
  const undecided: SingleRow[] = [];
  /** For each period that lies after the newest update so far the first line that has it. */
  const ahead = new Map<YearMonth, number>();
  let count = 0;
  const newest = (): YearMonth => monthOf(update.day()) ?? obtained;
  const take = (line: number, lack: string | null): void => {
    if (lack === null) lines.add(line);
    else left.set(lack, (left.get(lack) ?? 0) + 1);
  };
  const months = new MonthsSeen();
  let day: string | null = null;
  let until = 0;
  while (rows.next()) {
    count += 1;
    update.see(rows);
    if (update.day() !== day || until === 0) {
      day = update.day();
      until = newest();
    }
    const period = periodOf(rows);
    if (period.kind === 'year' && until < addMonths(period.end, MONTHS_TO_A_FULL_YEAR)) {
      undecided.push(singleRow(rows.line, rows.cells()));
      reader.pass();
      continue;
    }
    if (period.end > until && !ahead.has(period.end)) ahead.set(period.end, rows.line);
    months.add(period.end);
    take(rows.line, reader.read(rows, period));
  }
  const last = newest();
  for (const [end, line] of ahead) refuseLater({ kind: 'month', end }, last, `${where} line ${line}`);
  for (const row of undecided) {
    const period = comextPeriodOf(row, columns, where);
    const lack = lackOfYear(period, last);
    if (lack === null) refuseLater(period, last, `${where} line ${row.line}`);
    take(row.line, lack ?? reader.readSingle(row, period));
  }
  refuseTwice(table, lines, where);
  return { table, rows: count, publishedAt: update.day(), left, isWhole: !left.has(NO_VALUE), monthsFollow: months.follow() };
}

const singleRow = (line: number, cells: readonly string[]): SingleRow => ({ line, cell: (column) => cells[column] ?? '' });

const monthOf = (day: string | null): YearMonth | null => (day === null ? null : monthOfDate(new Date(day)));

function refuseLater({ end }: Period, newest: YearMonth, where: string): void {
  if (end > newest) throw refused(where, `${formatMonth(end)} lies after the publication (${formatMonth(newest)})`);
}

/** Says of the first row that repeats one which. */
function refuseTwice(table: ObservationTable, lines: Lines, where: string): void {
  let first: { readonly place: number; readonly before: number } | null = null;
  for (const figures of table.bySeries())
    for (let index = 1; index < figures.length; index += 1) {
      if (figures.end(index) !== figures.end(index - 1)) continue;
      const place = figures.place(index);
      if (first === null || place < first.place) first = { place, before: figures.place(index - 1) };
    }
  if (first !== null)
    throw refused(`${where} line ${lines.of(first.place)}`, `the same series and period as line ${lines.of(first.before)}`);
}

const LAST_MONTH: YearMonth = 219_912;

/** Asked of each row: a set of them would take longer than the row. */
class MonthsSeen {
  readonly #seen = new Uint8Array(LAST_MONTH + 1);

  add(month: YearMonth): void {
    this.#seen[month] = 1;
  }

  /** Whether no month lies between them that was not seen. */
  follow(): boolean {
    const last = this.#seen.lastIndexOf(1);
    let month = this.#seen.indexOf(1);
    while (month < last && this.#seen[month] === 1) month = addMonths(month, 1);
    return month === last;
  }
}

/** On which line each row of the table stands: most follow each other, so only where they do not is kept. */
class Lines {
  readonly #from: number[] = [];
  readonly #offsets: number[] = [];
  #offset = 0;
  #count = 0;

  add(line: number): void {
    const offset = line - this.#count;
    if (offset !== this.#offset) {
      this.#from.push(this.#count);
      this.#offsets.push(offset);
      this.#offset = offset;
    }
    this.#count += 1;
  }

  of(place: number): number {
    const at = this.#from.findLastIndex((from) => from <= place);
    return place + (this.#offsets[at] ?? 0);
  }
}

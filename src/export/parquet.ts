import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ExportedFigure, ExportMoment, ExportPart, FigureTable, Origin } from '../store/store.ts';
import { type Cell, type Column, type Field, figureTables, type OfRow, PRODUCT_FIELDS } from './fields.ts';
import type { ExportedFile, Format, Table, Target } from './format.ts';
import { onceFor } from './once.ts';
import { elementOf, ParquetColumn } from './parquet-column.ts';
import { type FileWriter, writeSealed } from './sealed-file.ts';

/** Readers take row groups side by side and skip them by their statistics; this many are what is in memory at once. */
const ROW_GROUP = 50_000;
/** In bytes. The package cuts the least and the greatest text at 16, where all keys of a source are alike; keys have some 50, the longest about 150. */
const STATISTICS = 160;

/** A file as it grows, row group by row group. */
class GrowingTable {
  readonly #fields: readonly Field[];
  readonly #parquet: ParquetWriter;
  #columns: readonly ParquetColumn[] = [];
  #rows = 0;

  constructor(file: FileWriter, fields: readonly Field[]) {
    const bytes = new ByteWriter();
    const flush = async (): Promise<void> => {
      await file.write(bytes.getBytes().slice());
      bytes.index = 0;
    };
    const writer = Object.assign(bytes, { flush, finish: flush });
    const schema: SchemaElement[] = [{ name: 'root', num_children: fields.length }, ...fields.map(elementOf)];
    this.#fields = fields;
    this.#parquet = new ParquetWriter({ writer, schema, createdBy: 'tradewatch', statisticsTruncateLength: STATISTICS });
  }

  /** @param add puts rows into the columns, from one to another; what does not fit into a row group comes in the next. */
  async add(rows: number, add: (columns: readonly ParquetColumn[], from: number, to: number) => void): Promise<void> {
    for (let from = 0; from < rows; ) {
      if (this.#rows === 0) this.#columns = this.#fields.map((field) => new ParquetColumn(field));
      const to = Math.min(rows, from + ROW_GROUP - this.#rows);
      add(this.#columns, from, to);
      this.#rows += to - from;
      from = to;
      if (this.#rows === ROW_GROUP) await this.#endRowGroup();
    }
  }

  async finish(): Promise<void> {
    if (this.#rows > 0) await this.#endRowGroup();
    await this.#parquet.finish();
  }

  /** As {@link ParquetWriter.write}, of columns that are encoded. */
  async #endRowGroup(): Promise<void> {
    const began = this.#parquet.writer.offset;
    const columns = this.#columns.map((column) => column.write(this.#parquet));
    const rows = BigInt(this.#rows);
    this.#parquet.num_rows += rows;
    this.#parquet.row_groups.push({
      columns,
      num_rows: rows,
      total_byte_size: columns.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      total_compressed_size: BigInt(this.#parquet.writer.offset - began),
    });
    this.#rows = 0;
    await this.#parquet.writer.flush?.();
  }
}

async function writeTable(
  target: Target,
  { table, fields }: Table,
  path: string,
  write: (to: GrowingTable, wrote: (rows: number) => void) => Promise<void>,
): Promise<ExportedFile> {
  let rows = 0;
  const sealed = await writeSealed(target.folder, path, async (file) => {
    const growing = new GrowingTable(file, fields);
    await write(growing, (more) => {
      rows += more;
      target.wrote(more);
    });
    await growing.finish();
  });
  return { ...sealed, table, rows };
}

function writeFigures(
  moment: ExportMoment,
  target: Target,
  table: FigureTable,
  fields: readonly Column[],
  part: ExportPart,
): Promise<ExportedFile> {
  const path = `${table}/pipeline=${part.pipeline}/year=${part.year}/part-0.parquet`;
  const cells = fields.map((field) => onceFor(field.cells.from, field.cells.of));
  return writeTable(target, { table, fields }, path, async (to, wrote) => {
    for await (const { all, origins } of moment.figures(table, part)) {
      let rows = 0;
      for (const { series, figures } of all) {
        const of = figures.map((figure) => origins.get(figure.vintageId) as Origin);
        await to.add(figures.length, (columns, from, end) =>
          columns.forEach((column, at) => {
            const cellOf = cells[at] as OfRow<Cell>;
            for (let row = from; row < end; row += 1) column.add(cellOf(series, figures[row] as ExportedFigure, of[row] as Origin));
          }),
        );
        rows += figures.length;
      }
      wrote(rows);
    }
  });
}

const writeProducts = (moment: ExportMoment, target: Target): Promise<ExportedFile> =>
  writeTable(target, { table: 'products', fields: PRODUCT_FIELDS }, 'products.parquet', async (to, wrote) => {
    for await (const batch of moment.products()) {
      await to.add(batch.length, (columns, from, end) =>
        PRODUCT_FIELDS.forEach(({ name }, at) => {
          for (const product of batch.slice(from, end)) columns[at]?.add(product[name]);
        }),
      );
      wrote(batch.length);
    }
  });

/** In the folders of Hive the name of the source is in the path, and not in the file. */
const tablesOfParts = (increment: boolean) =>
  figureTables(increment).map(({ table, fields }) => ({ table, fields: fields.filter((field) => field.name !== 'pipeline') }));

export const PARQUET: Format = {
  format: 'parquet',
  mediatype: 'application/vnd.apache.parquet',
  encoding: null,
  documents: () => ({}),
  tables: (increment) => [...tablesOfParts(increment), { table: 'products', fields: PRODUCT_FIELDS }],
  async write(moment, target) {
    const parts = await moment.parts();
    const written: ExportedFile[] = [];
    for (const { table, fields } of tablesOfParts(target.increment))
      for (const part of parts) written.push(await writeFigures(moment, target, table, fields, part));
    return [...written, await writeProducts(moment, target)];
  },
};

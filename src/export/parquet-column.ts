import type { ColumnChunk, Encoding, SchemaElement, Statistics } from 'hyparquet';
import type { ParquetWriter } from 'hyparquet-writer';
import { writeDataPageV2 } from 'hyparquet-writer/src/datapage.js';
import { writeDictionaryPage } from 'hyparquet-writer/src/dictionary.js';
import type { Cell, Field, FieldKind } from './fields.ts';

const TYPES: Readonly<Record<FieldKind, Omit<SchemaElement, 'name' | 'repetition_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  number: { type: 'DOUBLE' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  day: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
};

export const elementOf = ({ name, kind, required }: Field): SchemaElement => ({
  name,
  repetition_type: required ? 'REQUIRED' : 'OPTIONAL',
  ...TYPES[kind],
});

/** As it lies in the file: text in UTF-8, an instant in milliseconds and a day in days since 1970. */
type Stored = Buffer | bigint | number;

const DAY_MS = 86_400_000;

function storedOf(cell: string, kind: FieldKind): Stored {
  if (kind === 'instant') return BigInt(Date.parse(cell));
  return kind === 'day' ? Date.parse(cell) / DAY_MS : Buffer.from(cell);
}

/**
 * A column of a row group. The writer of the package looks each cell up, holds it against the least and the greatest, and encodes it; of figures
 * most cells are the one above, so that here it is done for each distinct text, and the package writes the pages.
 */
export class ParquetColumn {
  readonly #field: Field;
  readonly #element: SchemaElement;
  /** Numbers as they are; of a text, a time or a day the place of it among those that are distinct. */
  readonly #rows: (number | null)[] = [];
  readonly #distinct: Stored[] = [];
  readonly #places = new Map<string, number>();
  #last: Cell = null;
  #lastRow: number | null = null;

  constructor(field: Field) {
    this.#field = field;
    this.#element = elementOf(field);
  }

  add(cell: Cell): void {
    if (cell !== this.#last) {
      this.#last = cell;
      this.#lastRow = typeof cell === 'string' ? this.#placeOf(cell) : cell;
    }
    this.#rows.push(this.#lastRow);
  }

  #placeOf(cell: string): number {
    let place = this.#places.get(cell);
    if (place === undefined) {
      place = this.#distinct.length;
      this.#places.set(cell, place);
      this.#distinct.push(storedOf(cell, this.#field.kind));
    }
    return place;
  }

  /** A dictionary, where anything is in it, and one page. */
  write(to: ParquetWriter): ColumnChunk {
    const { writer, codec, compressors } = to;
    const [element, rows] = [this.#element, this.#rows];
    const { type } = element;
    if (type === undefined) throw new Error(`${element.name} has no type`);
    const column = {
      columnName: element.name,
      element,
      schemaPath: [...to.schema.slice(0, 1), element],
      codec,
      compressors: { SNAPPY: compressors.SNAPPY },
      stats: true,
      pageSize: 0,
      columnIndex: false,
      offsetIndex: false,
    };
    const began = writer.offset;
    const hasDictionary = this.#distinct.length > 0;
    const encoding: Encoding = hasDictionary ? 'RLE_DICTIONARY' : 'PLAIN';
    const ofDictionary = hasDictionary ? writeDictionaryPage(writer, column, this.#distinct) : 0;
    const pageAt = writer.offset;
    const definitionLevels = this.#field.required ? [] : rows.map((row) => (row === null ? 0 : 1));
    const pageData = { values: rows, definitionLevels, repetitionLevels: [], maxDefinitionLevel: this.#field.required ? 0 : 1 };
    const ofPage = writeDataPageV2({ writer, column, encoding, pageData });
    return {
      meta_data: {
        type,
        encodings: hasDictionary ? ['PLAIN', encoding] : [encoding],
        path_in_schema: [element.name],
        codec,
        num_values: BigInt(rows.length),
        total_compressed_size: BigInt(writer.offset - began),
        total_uncompressed_size: BigInt(ofDictionary + ofPage),
        data_page_offset: BigInt(pageAt),
        ...(hasDictionary ? { dictionary_page_offset: BigInt(began) } : {}),
        statistics: this.#statistics(),
        encoding_stats: [
          ...(hasDictionary ? [{ page_type: 'DICTIONARY_PAGE' as const, encoding: 'PLAIN' as const, count: 1 }] : []),
          { page_type: 'DATA_PAGE_V2', encoding, count: 1 },
        ],
      },
      file_offset: BigInt(began),
    };
  }

  #statistics(): Statistics {
    const stored: Iterable<Stored | null> = this.#field.kind === 'number' ? this.#rows : this.#distinct;
    let least: Stored | undefined;
    let greatest: Stored | undefined;
    for (const one of stored) {
      if (one === null) continue;
      if (least === undefined || isLess(one, least)) least = one;
      if (greatest === undefined || isLess(greatest, one)) greatest = one;
    }
    const nulls = this.#field.required ? 0 : this.#rows.reduce<number>((count, row) => count + (row === null ? 1 : 0), 0);
    // Of zero the sign is not known: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift, ColumnOrder.
    const bounds =
      least === undefined || greatest === undefined
        ? {}
        : { min_value: least === 0 ? -0 : least, max_value: greatest === 0 ? 0 : greatest };
    return { ...bounds, null_count: BigInt(nulls) };
  }
}

/** Texts by their bytes, as Parquet orders them. */
const isLess = (a: Stored, b: Stored): boolean => (a instanceof Buffer && b instanceof Buffer ? Buffer.compare(a, b) < 0 : a < b);

/** Records of CSV with quotes, lone carriage returns or an unfinished end, by csv-parse; csv-records.ts splits what has none of these. */
import { CsvError, parse } from 'csv-parse/sync';
import { refused } from '../errors.ts';

export const MAX_RECORD_BYTES = 1_000_000;

export interface QuotedRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** @param first the line of the file on which the text begins. */
export function readQuoted(
  text: string,
  delimiter: string,
  where: string,
  first: number,
): { readonly records: readonly QuotedRecord[]; readonly nextLine: number } {
  try {
    const parsed = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      max_record_size: MAX_RECORD_BYTES,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as { info: { lines: number }; record: string[] }[];
    // csv-parse counts the line on which a record ends; the next one begins on the line after it.
    let line = 1;
    const records: QuotedRecord[] = [];
    for (const { info, record } of parsed) {
      // A line without any character is no row (one column cannot be told from it, and no source has one column).
      if (record.length > 1 || record[0] !== '') records.push({ line: first - 1 + line, cells: record });
      line = Math.max(line, info.lines) + 1;
    }
    return { records, nextLine: first - 1 + line };
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = (cause as { lines?: unknown }).lines;
    const at = typeof line === 'number' ? `${where} line ${first - 1 + line}` : where;
    throw refused(at, quoteReason(cause), { cause });
  }
}

export const TOO_LONG = `a row is longer than ${MAX_RECORD_BYTES} bytes`;

function quoteReason(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed: the file is cut or damaged';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'text stands after a closing quote; a quote inside a field is written twice';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands inside a field that does not begin with one';
    case 'CSV_MAX_RECORD_SIZE':
      return TOO_LONG;
    default:
      return `not CSV: ${error.message.slice(0, 200)}`;
  }
}

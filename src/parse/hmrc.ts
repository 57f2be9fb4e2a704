/** Answers of HMRC's OData service: the envelope, and the fields of a row. https://www.uktradeinfo.com/api-documentation/ */
import { refused } from '../errors.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import type { DecimalText } from './number.ts';

/** One answer of several that may belong together. */
export interface HmrcPage {
  readonly rows: readonly JsonValue[];
  /** How many rows the whole answer has, where it says so. */
  readonly count: number | null;
}

/**
 * The rows of the envelope `{"@odata.context", "value": [...]}`.
 * @throws RefusedError for an error, and for a list that goes on elsewhere.
 */
export function hmrcPage(json: JsonValue, where: string): HmrcPage {
  if (!isJsonObject(json)) throw refused(where, 'expected the object {"@odata.context", "value"} that HMRC answers');
  const { error } = json;
  if (error !== undefined) {
    const message = isJsonObject(error) ? (error['message'] ?? error) : error;
    throw refused(where, `HMRC answered with an error: ${(typeof message === 'string' ? message : JSON.stringify(message)).slice(0, 200)}`);
  }
  const rows = json['value'];
  if (!isJsonArray(rows)) throw refused(where, 'no list "value": not an answer of HMRC');
  if (json['@odata.nextLink'] !== undefined)
    throw refused(where, `${rows.length} rows and a link to more (@odata.nextLink): one page of several`);
  const count = json['@odata.count'] ?? null;
  if (count !== null && (typeof count !== 'number' || !Number.isInteger(count)))
    throw refused(where, `@odata.count is ${JSON.stringify(count).slice(0, 20)}; expected a number of rows`);
  return { rows, count };
}

/** A code or count. @throws RefusedError when it is no whole number. */
export function integerOf(row: JsonObject, field: string, where: string): number {
  const value = row[field];
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw refused(
    where,
    value === undefined ? `no field "${field}"` : `${field} is ${JSON.stringify(value).slice(0, 40)}; expected a whole number`,
  );
}

/** Seven or eight digits are a code of eight digits without its zero; fewer are a chapter, heading or subheading. */
const LEAST_CN8 = 1_000_000;

/**
 * The commodity code of a row, of eight digits with its leading zeros; or the reason why the row is of none: what is
 * not given by commodity has a negative id, or the two digits of its chapter, of which it is a part and not the total.
 * Without `$expand=Commodity` the id is the code: that is how HMRC numbers its commodities.
 * @throws RefusedError for a code that is none.
 */
export function commodityOf(row: JsonObject, where: string): { readonly code: string } | { readonly reason: string } {
  const id = row['CommodityId'] === undefined ? null : integerOf(row, 'CommodityId', where);
  if (id !== null && id < 0) return { reason: 'residuals (a negative CommodityId): trade that is not given by commodity' };
  const commodity = row['Commodity'] ?? null;
  const printed = isJsonObject(commodity) ? commodity['Cn8Code'] : commodity;
  const code = printed === null && id !== null && id >= LEAST_CN8 ? String(id).padStart(8, '0') : printed;
  if (typeof code !== 'string' || !/^(?:\d{2}){1,4}$/.test(code)) {
    const shown = JSON.stringify(code ?? null).slice(0, 40);
    const absent = id === null ? 'no field "CommodityId", and ' : '';
    throw refused(where, `${absent}commodity ${shown}; expected Cn8Code of eight digits, as $expand=Commodity gives it`);
  }
  return code.length === 8 ? { code } : { reason: 'trade that is given by chapter or heading only: a part of it, not its total' };
}

/**
 * A figure of one port, or null where there is none.
 * @throws RefusedError for anything else, a negative number included.
 */
export function readPart(row: JsonObject, field: string, where: string): DecimalText | null {
  const value = row[field];
  if (value === null) return null;
  if (typeof value === 'number' && /^\d{1,15}(?:\.\d{1,15})?$/.test(String(value))) return String(value);
  throw refused(
    where,
    value === undefined ? `no field "${field}"` : `${field} is ${JSON.stringify(value).slice(0, 40)}; expected a number from 0, or null`,
  );
}

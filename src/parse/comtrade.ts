/** UN Comtrade's answer to rows with their codes resolved. The fields: https://uncomtrade.org/docs/ (47 of them, most unused here). */
import { partnerOfComtradeCode } from '../domain/codes/partners.ts';
import { formatMonth, month, type Period, period, type YearMonth, yearMonth } from '../domain/period.ts';
import { CLASSIFICATION_CODES, classificationOf } from '../domain/product.ts';
import type { Flow } from '../domain/series.ts';
import { RefusedError } from '../errors.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** The values under which a row is the total over transport modes, customs procedures and second partners. */
export const PINNED = { motCode: '0', customsCode: 'C00', partner2Code: '0' } as const;

/** Without these nobody can tell a 0 from a null, nor an estimate from a count: a row that lacks one is not read. */
const FLAGS = ['isReported', 'isQtyEstimated', 'isNetWgtEstimated'] as const;

const FLOWS: Readonly<Record<string, Flow>> = { X: 'export', M: 'import', RX: 're-export' };

/**
 * The rows of the envelope `{elapsedTime, count, data, error}`.
 * @throws RefusedError for an error message, a list of bulk files, and a count that is not the number of rows.
 */
export function comtradeRows(json: JsonValue, where: string): readonly JsonValue[] {
  if (!isJsonObject(json)) throw refused(where, 'expected the object {elapsedTime, count, data, error} that UN Comtrade answers');
  const message = [json['error'], json['message']].find((text) => text !== undefined && text !== null && text !== '');
  if (message !== undefined)
    throw refused(
      where,
      `UN Comtrade answered with an error: ${(typeof message === 'string' ? message : JSON.stringify(message)).slice(0, 200)}`,
    );
  const { data, count } = json;
  if (!isJsonArray(data)) throw refused(where, 'no list "data": not an answer of UN Comtrade');
  if (count !== data.length)
    throw refused(where, `"count" is ${JSON.stringify(count ?? null)}, but "data" has ${data.length} rows: rows are missing or too many`);
  const first = data[0];
  if (isJsonObject(first) && 'fileUrl' in first) {
    throw refused(
      where,
      'a list of bulk files (fileUrl), without figures; expected the answer of /preview or /data, or download the files themselves',
    );
  }
  return data;
}

/** One row with what identifies it resolved; figures stay in `fields` until it is known that the row is taken. */
export interface ComtradeRow {
  readonly where: string;
  readonly fields: JsonObject;
  /** Null: a flow that is left out. */
  readonly flow: Flow | null;
  readonly flowCode: string;
  readonly reporter: string;
  readonly partner: string;
  readonly classification: string;
  readonly product: string;
  readonly period: Period;
  /** Whether it is the total over modes of transport, customs procedures and second partners. */
  readonly pinned: boolean;
}

/**
 * Resolves what identifies a row.
 * @param newest the month of the download; nothing later can be in it.
 * @throws RefusedError for a missing field, an unknown code, and a period that contradicts itself.
 */
export function readComtradeRow(value: JsonValue, where: string, newest: YearMonth): ComtradeRow {
  if (!isJsonObject(value)) throw refused(where, 'expected an object');
  const typeCode = readCode(value, 'typeCode', where);
  if (typeCode !== 'C') throw refused(where, `typeCode "${typeCode}"; expected C (commodities), services are not read`);
  const product = readCode(value, 'cmdCode', where);
  if (!/^(?:TOTAL|\d{2,6})$/.test(product)) throw refused(where, `cmdCode "${product}"; expected two to six digits, or TOTAL`);
  const classificationCode = readCode(value, 'classificationCode', where);
  const classification = classificationOf(classificationCode, product);
  if (classification === null)
    throw refused(where, `classificationCode "${classificationCode}"; known are ${CLASSIFICATION_CODES.join(', ')}`);
  const flag = FLAGS.find((name) => typeof value[name] !== 'boolean' && value[name] !== null);
  if (flag !== undefined)
    throw refused(
      where,
      value[flag] === undefined ? `no field "${flag}"` : `${flag} is ${JSON.stringify(value[flag]).slice(0, 40)}; expected true or false`,
    );
  const flowCode = readCode(value, 'flowCode', where);
  return {
    where,
    fields: value,
    flowCode,
    flow: Object.hasOwn(FLOWS, flowCode) ? (FLOWS[flowCode] ?? null) : null,
    reporter: areaOf(value, 'reporterCode', where),
    partner: areaOf(value, 'partnerCode', where),
    classification,
    product,
    period: periodOf(value, where, newest),
    pinned: Object.entries(PINNED).every(([name, total]) => readCode(value, name, where) === total),
  };
}

/** The numeric codes are read, not reporterISO and partnerISO: those may be null in a preview. */
function areaOf(fields: JsonObject, name: string, where: string): string {
  const printed = readCode(fields, name, where);
  const partner = /^\d{1,4}$/.test(printed) ? partnerOfComtradeCode(Number(printed)) : null;
  if (partner !== null) return partner;
  const described = fields[name.replace('Code', 'Desc')];
  throw refused(
    where,
    `unknown ${name} ${printed}${typeof described === 'string' ? ` (${described.slice(0, 60)})` : ''}; new codes go to config/codes/partners-comtrade.json`,
  );
}

/** `period` is 202201 or 2022; `refYear` and `refMonth` (52 for a year) must say the same. */
function periodOf(fields: JsonObject, where: string, newest: YearMonth): Period {
  const frequency = readCode(fields, 'freqCode', where);
  const printed = readCode(fields, 'period', where);
  const match = (frequency === 'M' ? /^(\d{4})(\d{2})$/ : frequency === 'A' ? /^(\d{4})$/ : null)?.exec(printed);
  if (match === null || match === undefined)
    throw refused(where, `freqCode "${frequency}" with period "${printed}"; expected M with yyyymm or A with yyyy`);
  const refMonth = frequency === 'A' ? '52' : String(Number(match[2]));
  if (readCode(fields, 'refYear', where) !== match[1] || readCode(fields, 'refMonth', where) !== refMonth) {
    throw refused(
      where,
      `period "${printed}", but refYear and refMonth say ${readCode(fields, 'refYear', where)} and ${readCode(fields, 'refMonth', where)}`,
    );
  }
  let found: Period;
  try {
    found = frequency === 'A' ? period('year', yearMonth(Number(match[1]), 12)) : month(yearMonth(Number(match[1]), Number(match[2])));
  } catch (cause) {
    throw new RefusedError({ where, reason: `there is no period ${printed}` }, { cause });
  }
  if (found.end > newest) throw refused(where, `${formatMonth(found.end)} lies after the download (${formatMonth(newest)})`);
  return found;
}

/** A code, printed as text or as a whole number. @throws RefusedError when it is neither. */
export function readCode(fields: JsonObject, name: string, where: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' && Number.isInteger(value)) return String(value);
  throw refused(where, value === undefined ? `no field "${name}"` : `${name} is ${JSON.stringify(value).slice(0, 40)}; expected a code`);
}

/** A figure, or null where there is none. @throws RefusedError for anything else, a negative number included. */
export function readFigure(fields: JsonObject, name: string, where: string): number | null {
  const value = fields[name];
  if (value === null) return null;
  if (typeof value !== 'number')
    throw refused(
      where,
      value === undefined ? `no field "${name}"` : `${name} is ${JSON.stringify(value).slice(0, 40)}; expected a number or null`,
    );
  if (value < 0) throw refused(where, `${name} is ${value}; customs count no negative trade`);
  return value === 0 ? 0 : value;
}

const refused = (where: string, reason: string): RefusedError => new RefusedError({ where, reason });

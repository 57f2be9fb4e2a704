/** UN Comtrade's answer to rows with their codes resolved. The fields: https://uncomtrade.org/docs/ (47 of them, most unused here). */
import { partnerOfComtradeCode } from '../domain/codes/partners.ts';
import { formatMonth, month, type Period, period, type YearMonth, yearMonth } from '../domain/period.ts';
import { CLASSIFICATION_CODES, classificationOf } from '../domain/product.ts';
import type { Flow } from '../domain/series.ts';
import { refused } from '../errors.ts';
import { isJsonObject, type JsonValue } from './json.ts';
import { readListedJson } from './json-list.ts';

/** Without these nobody can tell a 0 from a null, nor an estimate from a count: a row that lacks one is not read. */
const FLAGS = ['isReported', 'isQtyEstimated', 'isNetWgtEstimated'] as const;
/** All that is read of a row. */
const FIELDS = [
  ...['typeCode', 'freqCode', 'reporterCode', 'flowCode', 'partnerCode', 'partner2Code'],
  ...['classificationCode', 'cmdCode', 'customsCode', 'motCode'],
  ...FLAGS,
  ...['refYear', 'refMonth', 'period', 'reporterDesc', 'partnerDesc', 'cmdDesc'],
  ...['qtyUnitCode', 'qtyUnitAbbr', 'qty', 'netWgt', 'cifvalue', 'fobvalue', 'primaryValue'],
  // Of answers that have no figures.
  ...['fileUrl', 'firstReleased', 'lastReleased'],
] as const;

/** A row as it is printed. */
export type ComtradeFields = { readonly [name in (typeof FIELDS)[number]]?: JsonValue | undefined };

/** The values under which a row is the total over transport modes, customs procedures and second partners. */
export const PINNED = { motCode: '0', customsCode: 'C00', partner2Code: '0' } as const;

const FLOWS: Readonly<Record<string, Flow>> = { X: 'export', M: 'import', RX: 're-export' };

/**
 * Goes through the rows of the envelope `{elapsedTime, count, data, error}`.
 * @param take told each row, before it is known that the answer is whole; its fields are overwritten by the next.
 * @returns how many rows there are.
 * @throws RefusedError for an error message, a list of bulk files, and a count that is not the number of rows.
 */
export function readComtradeRows(chunks: Iterable<Uint8Array>, where: string, take: (row: JsonValue, index: number) => void): number {
  let hasFiles = false;
  const answer = readListedJson(chunks, { where, list: 'data', wanted: FIELDS }, (row, index) => {
    if (index === 0) hasFiles = isJsonObject(row) && 'fileUrl' in row;
    take(row, index);
  });
  if (answer === null) throw refused(where, 'expected the object {elapsedTime, count, data, error} that UN Comtrade answers');
  const { members, length } = answer;
  const message = [members['error'], members['message']].find((text) => text !== undefined && text !== null && text !== '');
  if (message !== undefined)
    throw refused(
      where,
      `UN Comtrade answered with an error: ${(typeof message === 'string' ? message : JSON.stringify(message)).slice(0, 200)}`,
    );
  if (length === null) throw refused(where, 'no list "data": not an answer of UN Comtrade');
  const { count } = members;
  if (count !== length)
    throw refused(where, `"count" is ${JSON.stringify(count ?? null)}, but "data" has ${length} rows: rows are missing or too many`);
  if (hasFiles) {
    throw refused(
      where,
      'a list of bulk files (fileUrl), without figures; expected the answer of /preview or /data, or download the files themselves',
    );
  }
  return length;
}

/** What identifies a row, but for its period, resolved. */
export interface ComtradeIdentity {
  /** Null: a flow that is left out. */
  readonly flow: Flow | null;
  readonly flowCode: string;
  readonly reporter: string;
  readonly partner: string;
  readonly classification: string;
  readonly product: string;
  /** Whether it is the total over modes of transport, customs procedures and second partners. */
  readonly pinned: boolean;
}

/** Says where a row stands; asked for once something is wrong with it. */
export type Where = () => string;

/** One row with what identifies it resolved; figures stay in `fields` until it is known that the row is taken. */
export interface ComtradeRow {
  readonly fields: ComtradeFields;
  /** The same object for rows that follow each other with the same. */
  readonly identity: ComtradeIdentity;
  readonly period: Period;
}

/**
 * Resolves what identifies one row after the other.
 * @param newest the month of the download; nothing later can be in it.
 * @returns a function that throws RefusedError for a missing field, an unknown code, and a period that contradicts itself.
 */
export function comtradeReader(newest: YearMonth): (value: JsonValue, where: Where) => ComtradeRow {
  let before: { readonly fields: ComtradeFields; readonly identity: ComtradeIdentity } | null = null;
  /** By `period`: few that are different. */
  const periods = new Map<JsonValue | undefined, ReadPeriod>();

  const knownPeriod = (fields: ComtradeFields, where: Where): Period => {
    const { period: printed, refYear, refMonth, freqCode } = fields;
    const known = periods.get(printed);
    const isKnown = known !== undefined && known.refYear === refYear && known.refMonth === refMonth && known.freqCode === freqCode;
    if (isKnown) return known.period;
    const period = periodOf(fields, where, newest);
    periods.set(printed, { refYear, refMonth, freqCode, period });
    return period;
  };

  return (value, where) => {
    if (!isJsonObject(value)) throw refused(where(), 'expected an object');
    const fields: ComtradeFields = value;
    if (before !== null && areOfOneIdentity(fields, before.fields)) {
      readFlags(fields, where);
      return { fields, identity: before.identity, period: knownPeriod(fields, where) };
    }
    before = null;
    const row = readRow(fields, where, knownPeriod);
    before = { fields: { ...fields }, identity: row.identity };
    return row;
  };
}

/** Whether two rows differ in nothing that identifies them but the period. */
const areOfOneIdentity = (a: ComtradeFields, b: ComtradeFields): boolean =>
  a.cmdCode === b.cmdCode &&
  a.partnerCode === b.partnerCode &&
  a.flowCode === b.flowCode &&
  a.reporterCode === b.reporterCode &&
  a.motCode === b.motCode &&
  a.customsCode === b.customsCode &&
  a.partner2Code === b.partner2Code &&
  a.classificationCode === b.classificationCode &&
  a.freqCode === b.freqCode &&
  a.typeCode === b.typeCode;

interface ReadPeriod {
  readonly refYear: JsonValue | undefined;
  readonly refMonth: JsonValue | undefined;
  readonly freqCode: JsonValue | undefined;
  readonly period: Period;
}

function readRow(fields: ComtradeFields, where: Where, periodIn: (fields: ComtradeFields, where: Where) => Period): ComtradeRow {
  const typeCode = readCode(fields, 'typeCode', where);
  if (typeCode !== 'C') throw refused(where(), `typeCode "${typeCode}"; expected C (commodities), services are not read`);
  const product = readCode(fields, 'cmdCode', where);
  if (!/^(?:TOTAL|\d{2,6})$/.test(product)) throw refused(where(), `cmdCode "${product}"; expected two to six digits, or TOTAL`);
  const classificationCode = readCode(fields, 'classificationCode', where);
  const classification = classificationOf(classificationCode, product);
  if (classification === null)
    throw refused(where(), `classificationCode "${classificationCode}"; known are ${CLASSIFICATION_CODES.join(', ')}`);
  readFlags(fields, where);
  const flowCode = readCode(fields, 'flowCode', where);
  const flow = Object.hasOwn(FLOWS, flowCode) ? (FLOWS[flowCode] ?? null) : null;
  const reporter = areaOf(fields, 'reporter', where);
  const partner = areaOf(fields, 'partner', where);
  const period = periodIn(fields, where);
  const pinned = (Object.keys(PINNED) as (keyof typeof PINNED)[]).every((name) => readCode(fields, name, where) === PINNED[name]);
  return { fields, identity: { flow, flowCode, reporter, partner, classification, product, pinned }, period };
}

function readFlags(fields: ComtradeFields, where: Where): void {
  if (isFlag(fields.isReported) && isFlag(fields.isQtyEstimated) && isFlag(fields.isNetWgtEstimated)) return;
  const flag = FLAGS.find((name) => !isFlag(fields[name]));
  if (flag === undefined) return;
  throw refused(
    where(),
    fields[flag] === undefined ? `no field "${flag}"` : `${flag} is ${JSON.stringify(fields[flag]).slice(0, 40)}; expected true or false`,
  );
}

const isFlag = (value: JsonValue | undefined): boolean => typeof value === 'boolean' || value === null;

/** The numeric codes are read, not reporterISO and partnerISO: those may be null in a preview. */
function areaOf(fields: ComtradeFields, of: 'reporter' | 'partner', where: Where): string {
  const name = `${of}Code` as const;
  const printed = readCode(fields, name, where);
  const partner = /^\d{1,4}$/.test(printed) ? partnerOfComtradeCode(Number(printed)) : null;
  if (partner !== null) return partner;
  const described = fields[`${of}Desc`];
  throw refused(
    where(),
    `unknown ${name} ${printed}${typeof described === 'string' ? ` (${described.slice(0, 60)})` : ''}; new codes go to config/codes/partners-comtrade.json`,
  );
}

/** `period` is 202201 or 2022; `refYear` and `refMonth` (52 for a year) must say the same. */
function periodOf(fields: ComtradeFields, where: Where, newest: YearMonth): Period {
  const frequency = readCode(fields, 'freqCode', where);
  const printed = readCode(fields, 'period', where);
  const match = (frequency === 'M' ? /^(\d{4})(\d{2})$/ : frequency === 'A' ? /^(\d{4})$/ : null)?.exec(printed);
  if (match === null || match === undefined)
    throw refused(where(), `freqCode "${frequency}" with period "${printed}"; expected M with yyyymm or A with yyyy`);
  const refMonth = frequency === 'A' ? '52' : String(Number(match[2]));
  if (readCode(fields, 'refYear', where) !== match[1] || readCode(fields, 'refMonth', where) !== refMonth) {
    throw refused(
      where(),
      `period "${printed}", but refYear and refMonth say ${readCode(fields, 'refYear', where)} and ${readCode(fields, 'refMonth', where)}`,
    );
  }
  let found: Period;
  try {
    found = frequency === 'A' ? period('year', yearMonth(Number(match[1]), 12)) : month(yearMonth(Number(match[1]), Number(match[2])));
  } catch (cause) {
    throw refused(where(), `there is no period ${printed}`, { cause });
  }
  if (found.end > newest) throw refused(where(), `${formatMonth(found.end)} lies after the download (${formatMonth(newest)})`);
  return found;
}

/** A code, printed as text or as a whole number. @throws RefusedError when it is neither. */
export function readCode(fields: ComtradeFields, name: keyof ComtradeFields, where: Where): string {
  const value = fields[name];
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' && Number.isInteger(value)) return String(value);
  throw refused(where(), value === undefined ? `no field "${name}"` : `${name} is ${JSON.stringify(value).slice(0, 40)}; expected a code`);
}

/** A figure, or null where there is none. @throws RefusedError for anything else, a negative number included. */
export function readFigure(value: JsonValue | undefined, name: keyof ComtradeFields, where: Where): number | null {
  if (value === null) return null;
  if (typeof value !== 'number')
    throw refused(
      where(),
      value === undefined ? `no field "${name}"` : `${name} is ${JSON.stringify(value).slice(0, 40)}; expected a number or null`,
    );
  if (value < 0) throw refused(where(), `${name} is ${value}; customs count no negative trade`);
  return value === 0 ? 0 : value;
}

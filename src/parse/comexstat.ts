/** Answers of Brazil's Comex Stat API to `POST /general`: the envelope, and a row with its codes resolved. https://api-comexstat.mdic.gov.br/docs */
import { partnerOfBrazilianName } from '../domain/codes/partners.ts';
import { month, type Period, parseMonth } from '../domain/period.ts';
import { scaleDecimal } from '../domain/quantity.ts';
import { refused } from '../errors.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { readDecimal } from './number.ts';

/** Details that are read: a row of any other (state, customs office, mode of transport) is a part of a figure. */
const NEEDED = ['year', 'monthNumber', 'country', 'coNcm', 'metricFOB'] as const;
const OTHERS = ['ncm', 'metricKG'];
/** Quantities whose unit is not in the answer, and what only imports have. */
const NOT_READ = ['metricStatistic'];
const IMPORTS_ONLY = ['metricFreight', 'metricInsurance', 'metricCIF'];
const KNOWN: ReadonlySet<string> = new Set([...NEEDED, ...OTHERS, ...NOT_READ, ...IMPORTS_ONLY]);

/**
 * The rows of the envelope `{data: {list}, success, message, processo_info, language}`.
 * @throws RefusedError for a failure, and for another language than Portuguese: countries are given by their names.
 */
export function comexStatRows(json: JsonValue, where: string): readonly JsonValue[] {
  if (!isJsonObject(json)) throw refused(where, 'expected the object {data, success, message} that Comex Stat answers');
  if (json['success'] !== true) {
    const said = json['message'] ?? json['error'] ?? null;
    throw refused(where, `Comex Stat answered without success${said === null ? '' : `: ${textOf(said)}`}`);
  }
  const language = json['language'] ?? 'pt';
  if (language !== 'pt') throw refused(where, `language ${textOf(language)}; expected pt, in which the names of countries are known`);
  const { data } = json;
  const list = isJsonObject(data) ? data['list'] : undefined;
  if (!isJsonArray(list)) throw refused(where, 'no list "data.list": not an answer of Comex Stat to /general');
  return list;
}

export interface ComexStatRow {
  readonly where: string;
  /** The names of the fields, sorted: all rows of an answer have the same. */
  readonly fields: string;
  readonly period: Period;
  readonly partner: string;
  /** Eight digits of the NCM. */
  readonly product: string;
  /** In Portuguese. */
  readonly name: string | null;
  /** US dollars, FOB. */
  readonly value: number | null;
  /** Kilograms. */
  readonly netWeight: number | null;
  /** Whether it has what Comex Stat gives for imports only. */
  readonly importsOnly: boolean;
}

/** @throws RefusedError for a field that is unknown or missing, an unknown country, and a figure that is none. */
export function readComexStatRow(row: JsonValue, where: string): ComexStatRow {
  if (!isJsonObject(row)) throw refused(where, 'expected an object');
  const names = Object.keys(row).sort();
  const unknown = names.find((name) => !KNOWN.has(name));
  if (unknown !== undefined)
    throw refused(where, `unknown field "${unknown.slice(0, 40)}"; asked for are the details country and ncm, by month`);
  const missing = NEEDED.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw refused(where, `no field "${missing}"; ask with monthDetail, the details country and ncm, and metricFOB`);
  const product = row['coNcm'];
  if (typeof product !== 'string' || !/^\d{8}$/.test(product)) throw refused(where, `coNcm ${textOf(product)}; expected eight digits`);
  const { ncm } = row;
  return {
    where,
    fields: names.join(', '),
    period: periodOf(row, where),
    partner: partnerOf(row, where),
    product,
    name: typeof ncm === 'string' && ncm !== '' ? ncm : null,
    value: metric(row, 'metricFOB', where),
    netWeight: row['metricKG'] === undefined ? null : metric(row, 'metricKG', where),
    importsOnly: IMPORTS_ONLY.some((name) => names.includes(name)),
  };
}

function periodOf({ year, monthNumber }: JsonObject, where: string): Period {
  const printed = `${textOf(year)}-${textOf(monthNumber)}`;
  try {
    return month(parseMonth(printed));
  } catch (cause) {
    throw refused(where, `there is no month ${printed}; expected year "2025" and monthNumber "06"`, { cause });
  }
}

function partnerOf({ country }: JsonObject, where: string): string {
  const partner = typeof country === 'string' ? partnerOfBrazilianName(country) : null;
  if (partner !== null) return partner;
  throw refused(where, `unknown country "${textOf(country)}"; new names go to config/codes/partners-brazil.json`);
}

/** A figure, printed as text; null where there is none. */
function metric(row: JsonObject, name: string, where: string): number | null {
  const printed = row[name] ?? '';
  const text = typeof printed === 'string' || typeof printed === 'number' ? readDecimal(String(printed), `${where} ${name}`) : undefined;
  if (text === undefined) throw refused(where, `${name} is ${textOf(printed)}; expected a number as text`);
  if (text === null) return null;
  if (text.startsWith('-')) throw refused(where, `${name} ${text} is negative; customs count no negative trade`);
  const value = scaleDecimal(text, 0);
  if (value > Number.MAX_SAFE_INTEGER) throw refused(where, `${name} ${text} is larger than can be held exactly`);
  return value;
}

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null)).slice(0, 200);

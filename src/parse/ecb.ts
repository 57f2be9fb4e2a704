/**
 * Euro reference rates of the European Central Bank, in its four forms: csvdata and SDMX-JSON of the data portal
 * (https://data.ecb.europa.eu/help/api/data), XML and CSV of the daily page
 * (https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates).
 */

import { MONTH_NAMES } from '../domain/month-names.ts';
import { parseMonth } from '../domain/period.ts';
import type { ExchangeRate } from '../domain/rate.ts';
import type { Status } from '../domain/series.ts';
import { refused } from '../errors.ts';
import { readCsv } from './csv.ts';
import { decodeText } from './encoding.ts';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, readJson } from './json.ts';
import { type DecimalText, readDecimal } from './number.ts';
import { readXml } from './xml.ts';

/**
 * Rates in any of the four forms, in the order of the publication. Empty when an answer has a header and no rows.
 * @throws RefusedError for anything that is not as published: another series than the spot average against the euro, a rate
 * that is no number above 0, a period that does not exist, a rate that stands twice.
 */
export function readExchangeRates(bytes: Uint8Array, where: string): ExchangeRate[] {
  const { text } = decodeText(bytes, { where });
  const start = text.trimStart();
  const rates = start.startsWith('<')
    ? readDailyXml(bytes, where)
    : start.startsWith('{')
      ? readSdmxJson(text, where)
      : /^Date *,/.test(start)
        ? readDailyCsv(text, where)
        : readCsvData(text, where);
  const seen = new Set<string>();
  for (const { currency, period } of rates) {
    if (seen.has(`${currency} ${period}`)) throw refused(where, `the rate of ${currency} for ${period} stands twice`);
    seen.add(`${currency} ${period}`);
  }
  return rates;
}

/** The series that are read: average (A) of the spot rate (SP00) against the euro. EXR_SUFFIX E would be the end of the month. */
const DIMENSIONS: Readonly<Record<string, string>> = { CURRENCY_DENOM: 'EUR', EXR_TYPE: 'SP00', EXR_SUFFIX: 'A' };
const NEEDED = ['FREQ', 'CURRENCY', 'CURRENCY_DENOM', 'EXR_TYPE', 'EXR_SUFFIX', 'TIME_PERIOD', 'OBS_VALUE'];

function readCsvData(text: string, where: string): ExchangeRate[] {
  const table = readCsv(text, { where });
  const missing = NEEDED.find((name) => !table.header.includes(name));
  if (missing !== undefined) throw refused(`${where} line 1`, `the column "${missing}" is missing; expected csvdata of the dataset EXR`);
  return table.rows.map((row) => {
    const at = `${where} line ${row.line}`;
    const fields = new Map(table.header.map((name, index) => [name, row.cells[index]?.trim() ?? '']));
    const key = fields.get('KEY');
    const rate = rateOf(fields, at);
    if (key !== undefined && key !== `EXR.${fields.get('FREQ')}.${rate.currency}.EUR.SP00.A`)
      throw refused(at, `KEY "${key.slice(0, 60)}" is not the series of the other columns`);
    return rate;
  });
}

/** One observation from its SDMX names, however they were written. */
function rateOf(fields: ReadonlyMap<string, string>, where: string): ExchangeRate {
  for (const [name, value] of Object.entries(DIMENSIONS)) {
    if (fields.get(name) !== value) throw refused(where, `${name} "${fields.get(name)?.slice(0, 20)}"; read is ${value}`);
  }
  const multiplier = fields.get('UNIT_MULT') ?? '';
  if (multiplier !== '' && multiplier !== '0') throw refused(where, `UNIT_MULT "${multiplier.slice(0, 20)}"; expected 0 (units)`);
  const currency = currencyOf(fields.get('CURRENCY') ?? '', where);
  const frequency = fields.get('FREQ');
  if (frequency !== 'M' && frequency !== 'D') throw refused(where, `FREQ "${frequency?.slice(0, 20)}"; read are M (monthly) and D (daily)`);
  const printed = fields.get('TIME_PERIOD') ?? '';
  const figure = figureOf(fields.get('OBS_VALUE') ?? '', fields.get('OBS_STATUS') ?? '', where);
  if (frequency === 'M') return { currency, frequency: 'month', period: monthOf(printed, where), ...figure };
  return { currency, frequency: 'day', period: dayOf(printed, where), ...figure };
}

/** SDMX OBS_STATUS as the ECB uses it: H a holiday, L not collected. https://data-api.ecb.europa.eu/service/codelist/ECB/CL_OBS_STATUS */
const STATUSES: Readonly<Record<string, Status>> = { '': 'A', A: 'A', B: 'B', E: 'E', P: 'P', M: 'M', H: 'M', L: 'M', Q: 'Q' };

function figureOf(printed: string, flag: string, where: string): Pick<ExchangeRate, 'perEur' | 'status'> {
  const status = Object.hasOwn(STATUSES, flag) ? STATUSES[flag] : undefined;
  if (status === undefined)
    throw refused(where, `OBS_STATUS "${flag.slice(0, 20)}"; known are ${Object.keys(STATUSES).filter(Boolean).join(', ')}`);
  const none = printed === '' || printed === 'NaN';
  if (none !== (status === 'M' || status === 'Q'))
    throw refused(where, none ? `no rate, but OBS_STATUS is "${flag}"` : `a rate, but OBS_STATUS is ${flag}`);
  return { perEur: none ? null : decimalOf(printed, where), status };
}

function decimalOf(printed: string, where: string): DecimalText {
  const text = /^\d{1,12}(?:\.\d{1,24})?$/.test(printed) ? readDecimal(printed, where) : null;
  if (text === null || !/[1-9]/.test(text))
    throw refused(where, `the rate "${printed.slice(0, 40)}"; expected a number above 0 such as 8.2149`);
  return text;
}

/** `format=jsondata`: rates by the position of their series and of their period in the lists of `structure`. */
function readSdmxJson(text: string, where: string): ExchangeRate[] {
  readJson(text, where);
  const answer = readJson(numbersAsText(text), where);
  const structure = objectAt(answer, 'structure', where);
  const dimensions = objectAt(structure, 'dimensions', `${where} structure`);
  const attributes = objectAt(structure, 'attributes', `${where} structure`);
  const seriesDimensions = namedLists(dimensions['series'], `${where} structure.dimensions.series`);
  const periods = namedLists(dimensions['observation'], `${where} structure.dimensions.observation`)[0];
  const seriesAttributes = namedLists(attributes['series'], `${where} structure.attributes.series`);
  const statusAt = namedLists(attributes['observation'], `${where} structure.attributes.observation`).findIndex(
    (list) => list.id === 'OBS_STATUS',
  );
  const statuses = namedLists(attributes['observation'], where)[statusAt];
  if (periods?.id !== 'TIME_PERIOD' || statuses === undefined)
    throw refused(where, 'expected the dimension TIME_PERIOD and the attribute OBS_STATUS of each observation');
  const dataSets = isJsonObject(answer) ? answer['dataSets'] : undefined;
  if (!isJsonArray(dataSets) || dataSets.length !== 1) throw refused(where, 'expected one entry in dataSets');
  return Object.entries(objectAt(dataSets[0], 'series', `${where} dataSets[0]`)).flatMap(([key, series]) => {
    const at = `${where} series ${key.slice(0, 40)}`;
    const positions = key.split(':');
    if (positions.length !== seriesDimensions.length)
      throw refused(at, `${positions.length} positions; expected ${seriesDimensions.length}`);
    const own = isJsonObject(series) && isJsonArray(series['attributes']) ? series['attributes'] : [];
    const fields = new Map([
      ...seriesDimensions.map((list, index): [string, string] => [list.id, pick(list, positions[index], at)]),
      ...seriesAttributes.flatMap((list, index): [string, string][] =>
        list.id === 'UNIT_MULT' && typeof own[index] === 'string' ? [[list.id, pick(list, own[index], at)]] : [],
      ),
    ]);
    return Object.entries(objectAt(series, 'observations', at)).map(([position, cells]) => {
      const [value, ...flags] = isJsonArray(cells) ? cells : [];
      const flag = flags[statusAt];
      if (value === undefined || (value !== null && typeof value !== 'string'))
        throw refused(at, `observation ${position.slice(0, 20)} has no value`);
      const period = pick(periods, position, at);
      const own = new Map([
        ...fields,
        ['TIME_PERIOD', period],
        ['OBS_VALUE', value ?? ''],
        ['OBS_STATUS', typeof flag === 'string' ? pick(statuses, flag, at) : ''],
      ]);
      return rateOf(own, `${at} ${period}`);
    });
  });
}

/** Numbers of a valid JSON text in quotes: a double holds 15 digits of a rate for certain, and the ECB prints 16 and more. */
const numbersAsText = (json: string): string =>
  json.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => (token.startsWith('"') ? token : `"${token}"`));

interface NamedList {
  readonly id: string;
  readonly values: readonly string[];
}

function namedLists(value: JsonValue | undefined, where: string): NamedList[] {
  if (!isJsonArray(value)) throw refused(where, 'expected a list');
  return value.map((list) => {
    if (!isJsonObject(list) || typeof list['id'] !== 'string' || !isJsonArray(list['values']))
      throw refused(where, 'expected entries with id and values');
    return { id: list['id'], values: list['values'].map((each) => (isJsonObject(each) ? String(each['id'] ?? each['name'] ?? '') : '')) };
  });
}

function pick(list: NamedList, position: string | undefined, where: string): string {
  const value = /^\d{1,6}$/.test(position ?? '') ? list.values[Number(position)] : undefined;
  if (value === undefined || value === '') throw refused(where, `${list.id} has no entry ${position?.slice(0, 20)}`);
  return value;
}

function objectAt(value: JsonValue | undefined, name: string, where: string): JsonObject {
  const found = isJsonObject(value) ? value[name] : undefined;
  if (isJsonObject(found)) return found;
  throw refused(where, `expected an object "${name}", as SDMX-JSON has it`);
}

/** eurofxref-daily.xml, and the same form over 90 days and since 1999: a Cube for each day with a Cube for each currency. */
function readDailyXml(bytes: Uint8Array, where: string): ExchangeRate[] {
  const $ = readXml(bytes, where);
  const days = $('gesmes\\:Envelope > Cube > Cube').toArray();
  if (days.length === 0) throw refused(where, 'no <Cube time="..."> in a gesmes:Envelope; expected the reference rates of the ECB');
  return days.flatMap((day) => {
    const period = dayOf($(day).attr('time') ?? '', where);
    const rates = $(day).children().toArray();
    if (rates.length === 0) throw refused(`${where} ${period}`, 'a day without rates');
    return rates.map((cube): ExchangeRate => {
      const currency = currencyOf($(cube).attr('currency') ?? '', `${where} ${period}`);
      return {
        currency,
        frequency: 'day',
        period,
        perEur: decimalOf($(cube).attr('rate') ?? '', `${where} ${period} ${currency}`),
        status: 'A',
      };
    });
  });
}

/** eurofxref.csv ("13 April 2026", a comma and a space at the end) and eurofxref-hist.csv ("2026-04-13", N/A before a currency was quoted). */
function readDailyCsv(text: string, where: string): ExchangeRate[] {
  // Both end each line with a comma, the daily file with a space after it.
  const table = readCsv(text.replaceAll(/, *(?=\r?\n|$)/g, ','), { where, trailingDelimiter: true });
  if (table.rows.length === 0) throw refused(where, 'a header and no rows');
  return table.rows.flatMap((row) => {
    const at = `${where} line ${row.line}`;
    const period = dayOf(row.cells[0]?.trim() ?? '', at);
    return row.cells.slice(1).flatMap((cell, index): ExchangeRate[] => {
      const currency = currencyOf(table.header[index + 1] ?? '', `${where} line 1`);
      return cell.trim() === 'N/A'
        ? []
        : [{ currency, frequency: 'day', period, perEur: decimalOf(cell.trim(), `${at} ${currency}`), status: 'A' }];
    });
  });
}

/** `2026-04-13` or `13 April 2026`, to the former. */
function dayOf(printed: string, where: string): string {
  const words = /^(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})$/.exec(printed);
  const day =
    words === null
      ? printed
      : `${words[3]}-${String(MONTH_NAMES.indexOf(words[2] ?? '') + 1).padStart(2, '0')}-${words[1]?.padStart(2, '0')}`;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : null;
  if (date !== null && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)) return day;
  throw refused(where, `there is no day "${printed.slice(0, 20)}"; expected one such as 2026-04-13 or 13 April 2026`);
}

function monthOf(printed: string, where: string): string {
  try {
    parseMonth(printed);
    return printed;
  } catch (cause) {
    throw refused(where, `there is no month "${printed.slice(0, 20)}"; expected one such as 2025-10`, { cause });
  }
}

function currencyOf(printed: string, where: string): string {
  if (/^[A-Z]{3}$/.test(printed)) return printed;
  throw refused(where, `currency "${printed.slice(0, 20)}"; expected three letters such as CNY`);
}

/**
 * Answers of Korea Customs on data.go.kr: XML always, whatever is asked for, and an error may come with status 200.
 * https://www.data.go.kr/data/15100475/openapi.do (품목별 국가별 수출입실적)
 */
import type { CheerioAPI } from 'cheerio';
import { refused, WaitingError } from '../errors.ts';
import { readXml } from './xml.ts';

/** Figures are whole numbers: US dollars and kilograms. */
const NUMBERS = ['expDlr', 'expWgt', 'impDlr', 'impWgt', 'balPayments'] as const;
const WORDS = ['year', 'hsCd', 'statCd', 'statKor'] as const;
type Field = (typeof NUMBERS)[number] | (typeof WORDS)[number];

/** One `<item>`, its texts trimmed. */
export interface KoreaRow {
  /** File and number of the item, from 1. */
  readonly where: string;
  readonly fields: Readonly<Record<Field, string>>;
  /** The row that sums all others: 총계, total, or "-" in the place of a month, code or country. */
  readonly isTotal: boolean;
}

/** How the total row is marked. */
const TOTAL_MARKS: readonly string[] = ['총계', '합계', 'total', '-'];

/** What a person has to mend, by the words of the answer (https://www.data.go.kr, guide of each API: 공공데이터포털 에러코드). */
const KEY_FAULTS: Readonly<Record<string, string>> = {
  20: 'SERVICE_ACCESS_DENIED_ERROR',
  30: 'SERVICE_KEY_IS_NOT_REGISTERED_ERROR',
  31: 'DEADLINE_HAS_EXPIRED_ERROR',
  32: 'UNREGISTERED_IP_ERROR',
  33: 'UNSIGNED_CALL_ERROR',
};
const QUOTA_FAULT = 'LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR';
const NO_DATA = 'NODATA_ERROR';
const NO_DATA_CODE = '03';
const QUOTA_CODE = '22';

/**
 * The rows of an answer; none when the publisher says that it has no data.
 * @throws WaitingError when the key is missing, not registered, expired or bound to another address.
 * @throws RefusedError for any other error, and for XML that is not as published.
 */
export function koreaRows(bytes: Uint8Array, where: string): KoreaRow[] {
  const $ = readXml(bytes, where);
  const root = $.root().children().first().prop('tagName')?.toLowerCase();
  if (root !== 'response' && root !== 'openapi_serviceresponse')
    throw refused(where, `the root element is <${root?.slice(0, 40)}>; expected <response>`);
  if (!isAnswered($, where)) return [];
  const items = $('response > body > items');
  if (items.length !== 1) throw refused(where, `${items.length} elements <items>; expected one in response/body`);
  const rows = items
    .contents()
    .toArray()
    .filter((node) => node.type !== 'text' || $(node).text().trim() !== '')
    .map((node, index) => {
      const at = `${where} item ${index + 1}`;
      if (node.type !== 'tag' || node.name !== 'item') throw refused(at, 'expected an <item>');
      const children = $(node).children().toArray();
      return rowOf(
        children.map((child) => ({ name: child.name, text: $(child).text().trim(), nested: $(child).children().length > 0 })),
        at,
      );
    });
  refuseShort($, rows, where);
  return rows;
}

/** Whether the answer is one: false when it says that there is no data. */
function isAnswered($: CheerioAPI, where: string): boolean {
  const text = (name: string): string => $(name).first().text().trim();
  const code = text('resultCode') || text('returnReasonCode');
  const message = text('returnAuthMsg') || text('resultMsg') || text('errMsg');
  const name = message
    .toUpperCase()
    .replaceAll(/[ _.]+/g, '_')
    .replace(/_$/, '');
  const said = `${code} ${message}`.trim().slice(0, 120);
  const fault = Object.values(KEY_FAULTS).find((known) => name.includes(known)) ?? KEY_FAULTS[code];
  if (fault !== undefined && (name === '' || name.includes(fault)))
    throw new WaitingError(
      'key',
      `data.go.kr does not accept the key (${said}); set DATA_GO_KR_KEY to the key in its decoded form, for which the use of this API was granted`,
    );
  if (code === QUOTA_CODE || name.includes(QUOTA_FAULT))
    throw refused(where, `data.go.kr: the requests of the day are used up (${said}); the schedule asks again`);
  if (code === NO_DATA_CODE || name.includes(NO_DATA)) return false;
  if (/^0{1,4}$/.test(code)) return true;
  throw refused(where, code === '' ? 'no resultCode in the answer; expected 00' : `data.go.kr answered with an error (${said})`);
}

interface Child {
  readonly name: string;
  readonly text: string;
  /** Whether elements stand in it. */
  readonly nested: boolean;
}

function rowOf(children: readonly Child[], where: string): KoreaRow {
  const found = new Map<string, string>();
  for (const { name, text, nested } of children) {
    if (nested) throw refused(where, `elements inside <${name.slice(0, 40)}>; expected text`);
    if (found.has(name)) throw refused(where, `<${name.slice(0, 40)}> stands twice`);
    found.set(name, text);
  }
  const missing = [...WORDS, ...NUMBERS].find((name) => !found.has(name));
  if (missing !== undefined) throw refused(where, `<${missing}> is missing`);
  const fields = Object.fromEntries([...WORDS, ...NUMBERS].map((name) => [name, found.get(name) ?? ''])) as Record<Field, string>;
  const isTotal = [fields.year, fields.hsCd, fields.statCd].some((text) => TOTAL_MARKS.includes(text.toLowerCase()));
  const balance = Number(figure(fields.expDlr, 'expDlr', where)) - Number(figure(fields.impDlr, 'impDlr', where));
  if (balance !== Number(figure(fields.balPayments, 'balPayments', where)))
    throw refused(where, `balPayments is ${fields.balPayments}, but expDlr - impDlr is ${balance}`);
  for (const name of ['expDlr', 'expWgt', 'impDlr', 'impWgt'] as const) {
    if (figure(fields[name], name, where).startsWith('-'))
      throw refused(where, `${name} is ${fields[name]}; customs count no negative trade`);
  }
  return { where, fields, isTotal };
}

/** @throws RefusedError for anything but a whole number of up to 15 digits. */
function figure(printed: string, name: string, where: string): string {
  if (/^-?\d{1,15}$/.test(printed)) return printed;
  throw refused(where, `${name} is "${printed.slice(0, 40)}"; expected a whole number such as 39378, 0 for none`);
}

/** Where the answer counts its rows (with the total row or without), fewer mean that it is truncated. */
function refuseShort($: CheerioAPI, rows: readonly KoreaRow[], where: string): void {
  const printed = $('response > body > totalCount').text().trim();
  const details = rows.filter((row) => !row.isTotal).length;
  if (printed === '' || [rows.length, details].includes(Number(printed))) return;
  throw refused(where, `${rows.length} items, but totalCount is ${printed.slice(0, 20)}: the answer is truncated`);
}

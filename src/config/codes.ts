/** Shapes of the codes that a configuration names; whether a source has them is known only from its data. */
import { kindOfPartner } from '../domain/codes/countries.ts';
import { partnerOfName } from '../domain/country.ts';
import { EACH } from '../domain/rule.ts';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
/** Nomenclatures whose codes are printed with dots (8505.11) and held without. */
const DOTTED = /^(?:HS|CN|HTS)\d*$/;

/** What is wrong with the product of a rule, such as HS8:85051110, CN:2846* or 8505.11, or null when nothing is. */
export function productFault(text: string): string | null {
  if (text.endsWith(EACH)) return startFault(text);
  const [first = '', second, more] = text.split(':');
  const form = 'expected a product such as "HS8:85051110", "GACC:rare-earth" or the HS code "850511"';
  if (more !== undefined) return form;
  if (second !== undefined) return CODE.test(first) && CODE.test(withoutDots(first, second)) ? null : form;
  const digits = first.replaceAll('.', '');
  if (/^\d{8,10}$/.test(digits))
    return `expected the list that a code of ${digits.length} digits is from: "HS8:${digits}" (China) or "CN:${digits}" (EU)`;
  return first === 'TOTAL' || /^(?:\d{2}){1,3}$/.test(digits) ? null : form;
}

/** The beginning of codes of one list: it is named, or it is that of the Harmonized System. */
function startFault(text: string): string | null {
  const [list = '', start, more] = text.slice(0, -EACH.length).split(':');
  const isStart =
    start === undefined
      ? /^\d{2,6}$/.test(list.replaceAll('.', ''))
      : more === undefined && CODE.test(list) && (start === '' || CODE.test(withoutDots(list, start)));
  return isStart ? null : 'expected the beginning of codes of one list, such as "CN:2846*", or "CN:*" for each of them';
}

/** `classification:product`; a bare code of two, four or six digits is one of the Harmonized System. */
export function productOf(text: string): string {
  const [first = '', second] = text.split(':');
  return second === undefined ? `HS:${first.replaceAll('.', '')}` : `${first}:${withoutDots(first, second)}`;
}

const withoutDots = (classification: string, code: string): string => (DOTTED.test(classification) ? code.replaceAll('.', '') : code);

/** ISO 3166-1 alpha-2, WORLD, or a group by name such as ASEAN or LATIN_AMERICA. */
export const AREA = /^(?:[A-Z]{2}|[A-Z][A-Z0-9_]{2,30})$/;

/** What is wrong with a country or group in its right shape, such as USA, or null when some source may have it. */
export function areaFault(code: string): string | null {
  if (!AREA.test(code) || kindOfPartner(code) !== null) return null;
  const meant = partnerOfName(code);
  return `no country or group has the code "${code}"; ${meant === null ? 'expected ISO 3166-1 alpha-2, such as US, or a group of config/codes/areas.json, such as ASEAN' : `did you mean "${meant}"?`}`;
}

const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text);

/** `desk@example.org` or `Trade desk <desk@example.org>`. */
export function isMailSender(text: string): boolean {
  const named = /^[^<>\r\n"]{1,100} <([^<>\s]+)>$/.exec(text);
  return isMailAddress(named?.[1] ?? text);
}

/** Whether a text is an http(s) address without user, password and fragment. */
export function isWebAddress(text: string): boolean {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
}

/** Whether an address sends what it is told in plain text over a network. */
export function leavesInPlainText(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

/** This machine and no other: where mail may go in plain text. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** Reads what stands in the query of an address. What cannot be read is said, never passed over. */
import { type Asked, Unclear } from './page.ts';

/** One of a list; null when nothing was chosen. */
export function choice<T extends string>(asked: Asked, name: string, among: readonly T[]): T | null {
  const given = asked.query(name) ?? '';
  if (given === '') return null;
  const found = among.find((one) => one === given);
  if (found === undefined) throw new Unclear(`${name}: expected one of ${among.join(', ')}.`);
  return found;
}

/** A day such as 2025-08-01; null when none was given. */
export function day(asked: Asked, name: string): string | null {
  const given = asked.query(name) ?? '';
  if (given === '') return null;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(given))
    throw new Unclear(`${name}: expected a day such as 2025-08-01.`);
  return given;
}

const MOST_PAGES = 10_000;

/** Pages are counted from 1. */
export function pageNumber(asked: Asked): number {
  const given = asked.query('page') ?? '1';
  if (!/^[1-9]\d{0,4}$/.test(given) || Number(given) > MOST_PAGES) throw new Unclear('page: expected a number from 1.');
  return Number(given);
}

const LONGEST_TEXT = 200;

/** Text of a search; empty when none was given. */
export function words(asked: Asked, name: string): string {
  const given = (asked.query(name) ?? '').trim();
  if (given.length > LONGEST_TEXT) throw new Unclear(`${name}: expected at most ${LONGEST_TEXT} characters.`);
  return given;
}

/** An address with the values that are set. */
export function withQuery(path: string, values: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value != null && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

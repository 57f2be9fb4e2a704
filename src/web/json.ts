import { formatPeriod, type Period } from '../domain/period.ts';

/** Data as programs read it: names as in the public views (`last_period`), periods as text (`2025-06`). */
export function asJson(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(asJson);
  if (typeof data !== 'object' || data === null) return data;
  if (isPeriod(data)) return formatPeriod(data);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [snakeCase(key), asJson(value)]));
}

const snakeCase = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isPeriod = (data: object): data is Period =>
  'kind' in data && 'end' in data && typeof data.end === 'number' && Object.keys(data).length === 2;

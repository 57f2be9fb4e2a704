import type { Status } from './series.ts';

/** How many units of a currency one euro was worth, as the European Central Bank publishes it. */
export interface ExchangeRate {
  /** ISO 4217. */
  readonly currency: string;
  /** The average of a month's days, or the rate of one day. */
  readonly frequency: 'month' | 'day';
  /** `2025-10` or `2026-04-13`. */
  readonly period: string;
  /** Units of the currency per euro, a decimal number as printed: no digit is added or lost. Null where the source itself says missing or withheld. */
  readonly perEur: string | null;
  readonly status: Status;
}

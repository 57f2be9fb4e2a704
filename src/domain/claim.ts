/**
 * What a text says about growth of trade: read by src/news, held against official figures elsewhere. A claim is what the
 * text says, not what is true; what the text does not say is null.
 */

/** Which way the figure moved. */
export type Direction = 'up' | 'down';

/**
 * What the new value is compared with: the same months a year before; the month before; the quarter before; the same
 * cumulative months a year before; anything else (a peak, an average, two years back, not stated).
 */
export type ClaimBasis = 'yoy' | 'mom' | 'qoq' | 'ytd_yoy' | 'other';

/** How firmly the text states the figure. An unhedged multiple ("tripled") is `about`. */
export type Qualifier = 'exact' | 'about' | 'more_than' | 'less_than';

/** Whose side the figure is from; total trade and balances are `other`. */
export type ClaimFlow = 'export' | 'import' | 'other';

export type ClaimMeasure = 'volume' | 'value' | 'balance' | 'total_trade' | 'daily_average';

/** One statement of growth. The field names are those of the JSON that `claims extract` prints. */
export interface Claim {
  /** An id of config/commodities.json, `total` for all goods, or the name as written when no list has it. */
  readonly commodity: string | null;
  readonly flow: ClaimFlow | null;
  /** ISO 3166-1 alpha-2 or EU: whose statistics. */
  readonly reporter: string | null;
  /** ISO 3166-1 alpha-2, EU, or WORLD for all partners; null for regions. */
  readonly partner: string | null;
  readonly basis: ClaimBasis;
  /** Of the new value: `2025-06`, `2025-Q2`, `2025-01..2025-07`, `2025`, `2025-06-01..2025-06-20`. */
  readonly period: string | null;
  readonly direction: Direction;
  /** Above 0: the sign is in `direction`. Null when the text gives two levels and no percentage. */
  readonly percent: number | null;
  readonly qualifier: Qualifier;
  /** The value of the claim's own period, in whole units of `level_unit`. */
  readonly level: number | null;
  /** `t`, `kg`, `items`, `bbl` or an ISO 4217 currency. */
  readonly level_unit: string | null;
  /** The value that it is compared with, in the same unit. */
  readonly base_level: number | null;
  readonly measure: ClaimMeasure | null;
  /** Start and end in UTF-16 units of the text as it was given: the clause that states the figure. */
  readonly span: readonly [start: number, end: number];
}

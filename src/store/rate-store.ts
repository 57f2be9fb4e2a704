import type { ExchangeRate } from '../domain/rate.ts';

/** The exchange rates of one publication. */
export interface RateBatch {
  readonly pipeline: string;
  readonly snapshotId: number;
  readonly retrievedAt: string;
  readonly publishedAt: string | null;
  readonly rates: readonly ExchangeRate[];
  readonly notes: readonly string[];
}

export interface RateStore {
  /**
   * New and changed rates, in one transaction; settles the snapshot as well. A changed rate leaves the old one as history.
   * @param later what was loaded before although it was seen after the batch, in the order in which it was seen: it is heard again behind it.
   */
  loadRates(
    batch: RateBatch,
    later: readonly RateBatch[],
  ): Promise<{ readonly inserted: number; readonly revised: number; readonly unchanged: number }>;
}

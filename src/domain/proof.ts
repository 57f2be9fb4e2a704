/**
 * One thing that was counted or added up to show that nothing is missing in a snapshot, kept in `v_completeness`. What does
 * not hold is refused, split or held; what could not be checked is said as well.
 */
export interface Proof {
  /**
   * row_limit: rows received, under the limit of one answer. row_count: rows received, of those that the answer says that it
   * has. pages: pages read up to the short one. total: the sum of the parts, beside the published total. cumulative: month
   * and cumulative before, beside the cumulative. coverage: what came, beside what the months before let expect.
   */
  readonly check: 'row_limit' | 'row_count' | 'pages' | 'total' | 'cumulative' | 'coverage';
  /** What was checked: `export HS:85 2024-12 value USD`. */
  readonly subject: string;
  /** Null where the publisher gives nothing to hold it against. */
  readonly expected: number | null;
  readonly received: number;
  readonly holds: boolean;
  /** What a reader should know: a tolerance, what was left out. */
  readonly detail?: string;
}

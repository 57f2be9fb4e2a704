/** Which series keys k are a source's: keys begin with the pipeline and a slash, which 0 follows. @param pipeline an SQL expression. */
export const isOf = (pipeline: string): string => `k.key > ${pipeline} || '/' AND k.key < ${pipeline} || '0'`;

/**
 * Asks for something of one series s that ends with the newest period that a source ever published. Mostly some series of months
 * does, and the first of them answers without a look at all the others; no row comes when none does, or when that period is not known.
 * @param pipeline an SQL expression.
 */
export const endsWithNewest = (
  pipeline: string,
  what: string,
): string => `SELECT ${what} FROM series_key k CROSS JOIN series s ON s.key_id = k.key_id
      WHERE ${isOf(pipeline)} AND s.period_kind = 'month'
        AND s.last_period = (SELECT CASE WHEN COUNT(*) = COUNT(n.last_period) THEN MAX(n.last_period) END FROM vintage v JOIN snapshot n ON n.snapshot_id = v.snapshot_id
          WHERE n.pipeline = ${pipeline}) LIMIT 1`;

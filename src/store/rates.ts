import type { ExchangeRate } from '../domain/rate.ts';
import type { Sqlite } from './database.ts';
import { snapshotSettler } from './snapshots.ts';
import type { RateBatch, RateStore } from './store.ts';

interface RateRow {
  readonly per_eur: string | null;
  readonly status: string;
  readonly known_from: string;
  readonly known_to: string | null;
}

/** What the rates of a publication came to, and every value that was ever known with when it was. */
export function rateStore(db: Sqlite): RateStore {
  const settle = snapshotSettler(db);
  const inForce = db.prepare(`SELECT per_eur, status, known_from, known_to FROM exchange_rate
    WHERE currency = @currency AND frequency = @frequency AND period = @period AND known_from <= @at ORDER BY known_from DESC LIMIT 1`);
  const next = db.prepare(`SELECT per_eur, status, known_from, known_to FROM exchange_rate
    WHERE currency = @currency AND frequency = @frequency AND period = @period AND known_from > @at ORDER BY known_from LIMIT 1`);
  const end = db.prepare(
    'UPDATE exchange_rate SET known_to = @at WHERE currency = @currency AND frequency = @frequency AND period = @period AND known_from = @from',
  );
  const move = db.prepare(`UPDATE exchange_rate SET known_from = @at, published_at = @publishedAt, snapshot_id = @snapshotId
    WHERE currency = @currency AND frequency = @frequency AND period = @period AND known_from = @from`);
  const write =
    db.prepare(`INSERT INTO exchange_rate (currency, frequency, period, known_from, known_to, per_eur, status, published_at, snapshot_id)
    VALUES (@currency, @frequency, @period, @at, @knownTo, @perEur, @status, @publishedAt, @snapshotId)
    ON CONFLICT (currency, frequency, period, known_from) DO UPDATE SET
      per_eur = excluded.per_eur, status = excluded.status, published_at = excluded.published_at, snapshot_id = excluded.snapshot_id`);

  /** A file that comes late takes its place in the history: what was seen after it stays what is known now. */
  function take(rate: ExchangeRate, batch: RateBatch): 'inserted' | 'revised' | 'unchanged' {
    const key = { currency: rate.currency, frequency: rate.frequency, period: rate.period, at: batch.retrievedAt };
    const before = inForce.get(key) as RateRow | undefined;
    if (before !== undefined && saysTheSame(before, rate)) return 'unchanged';
    const after = next.get(key) as RateRow | undefined;
    if (before !== undefined && before.known_from < batch.retrievedAt) end.run({ ...key, from: before.known_from });
    const { publishedAt, snapshotId } = batch;
    if (after !== undefined && saysTheSame(after, rate) && before?.known_from !== batch.retrievedAt)
      move.run({ ...key, from: after.known_from, publishedAt, snapshotId });
    else
      write.run({
        ...key,
        knownTo: after?.known_from ?? null,
        perEur: rate.perEur,
        status: rate.status,
        publishedAt,
        snapshotId,
      });
    return before === undefined ? 'inserted' : 'revised';
  }

  const load = db.transaction((batch: RateBatch, later: readonly RateBatch[]) => {
    const counts = { inserted: 0, revised: 0, unchanged: 0 };
    for (const rate of batch.rates) counts[take(rate, batch)] += 1;
    for (const one of later) for (const rate of one.rates) take(rate, one);
    settle(batch.snapshotId, counts.inserted + counts.revised > 0 ? 'rates' : 'unchanged', [], batch.notes);
    return counts;
  });

  return {
    async loadRates(batch, later) {
      return load.immediate(batch, later);
    },
  };
}

const saysTheSame = (row: RateRow, rate: ExchangeRate): boolean =>
  row.status === rate.status &&
  (row.per_eur === null ? rate.perEur === null : rate.perEur !== null && shortest(row.per_eur) === shortest(rate.perEur));

/** Two forms of one publication print 1.1 and 1.10000000000000000000. */
const shortest = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

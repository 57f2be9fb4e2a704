import type { MannersStore } from './backfill-store.ts';
import type { Sqlite } from './database.ts';

export function mannersStore(db: Sqlite): MannersStore {
  const forget = db.prepare('DELETE FROM host_hold WHERE until <= ?');
  const held = db.prepare('SELECT host, until FROM host_hold ORDER BY host');
  const hold = db.prepare(
    'INSERT INTO host_hold (host, until) VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET until = MAX(until, excluded.until)',
  );
  const count = db.prepare(
    `INSERT INTO request_count (pipeline, day, requests) SELECT @pipeline, @day, 1 WHERE @limit > 0
     ON CONFLICT (pipeline, day) DO UPDATE SET requests = requests + 1 WHERE requests < @limit`,
  );
  const counted = db.prepare('SELECT requests FROM request_count WHERE pipeline = ? AND day = ?');
  // The counts of earlier days bind nobody any more.
  const forgetDays = db.prepare('DELETE FROM request_count WHERE pipeline = ? AND day < ?');
  return {
    async heldHosts(now) {
      // Also asked for by whoever only reads.
      if (!db.readonly) forget.run(now);
      return held.all() as { host: string; until: string }[];
    },
    async holdHost(host, until) {
      hold.run(host, until);
    },
    async countRequest(pipeline, day, limit) {
      forgetDays.run(pipeline, day);
      return count.run({ pipeline, day, limit }).changes > 0;
    },
    async requestsOn(pipeline, day) {
      return (counted.get(pipeline, day) as { requests: number } | undefined)?.requests ?? 0;
    },
  };
}

import type { Silence } from '../domain/silence.ts';
import type { Sqlite } from './database.ts';

/** The silences that hold at an instant. */
export function silenceReader(db: Sqlite): (at: string) => readonly Silence[] {
  const active = db.prepare(
    'SELECT silence_id AS id, rule, series, receiver, reason, author, from_at AS "from", until_at AS until FROM silence WHERE from_at <= @at AND until_at > @at',
  );
  return (at) => active.all({ at }) as Silence[];
}

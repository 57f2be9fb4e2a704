import type { Silence } from '../domain/silence.ts';
import type { Sqlite } from './database.ts';
import type { SilenceStore } from './silence-store.ts';

const COLUMNS = 'silence_id AS id, rule, series, receiver, reason, author, from_at AS "from", until_at AS until';

/** The silences that hold at an instant. */
export function silenceReader(db: Sqlite): (at: string) => readonly Silence[] {
  const active = db.prepare(`SELECT ${COLUMNS} FROM silence WHERE from_at <= @at AND until_at > @at`);
  return (at) => active.all({ at }) as Silence[];
}

/** Those that ended by an instant and were not handled; they are from now on, inside the caller's transaction. */
export function endedSilences(db: Sqlite): (at: string) => readonly Silence[] {
  const handle = db.prepare(`UPDATE silence SET handled_at = @at WHERE until_at <= @at AND handled_at IS NULL RETURNING ${COLUMNS}`);
  return (at) => handle.all({ at }) as Silence[];
}

export function silenceStore(db: Sqlite): SilenceStore {
  const list = db.prepare(`SELECT ${COLUMNS} FROM silence ORDER BY until_at DESC, silence_id DESC`);
  const one = db.prepare(`SELECT ${COLUMNS} FROM silence WHERE silence_id = ?`);
  const add = db.prepare(
    'INSERT INTO silence (rule, series, receiver, reason, author, from_at, until_at, created_at) VALUES (@rule, @series, @receiver, @reason, @author, @from, @until, @from)',
  );
  // One that ends in the millisecond in which it began held nothing back.
  const end = db.prepare('UPDATE silence SET until_at = @at WHERE silence_id = @id AND from_at < @at AND until_at > @at');
  const remove = db.prepare('DELETE FROM silence WHERE silence_id = @id AND from_at >= @at');
  const finish = db.transaction((id: number, at: string): Silence | null => {
    const before = one.get(id) as Silence | undefined;
    if (before === undefined) return null;
    end.run({ id, at });
    remove.run({ id, at });
    return before;
  });
  return {
    async silences() {
      return list.all() as Silence[];
    },
    async addSilence(silence) {
      return Number(add.run(silence).lastInsertRowid);
    },
    async endSilence(id, at) {
      return finish.immediate(id, at);
    },
  };
}

import type { Sqlite } from './database.ts';
import type { Progress, ProgressStore } from './progress-store.ts';

/** A run, of whatever kind, in which a source answered or a file was taken. */
const ANSWERED = "r.trigger IN ('schedule', 'run', 'ingest', 'inbox') AND (r.outcome = 'ok' OR (r.outcome = 'partial' AND r.errors = 0))";

/** Whether the database was restored from an older copy and a source has not answered since. */
export function restoredReader(db: Sqlite): (pipeline: string) => boolean {
  const since = db.prepare('SELECT restored_at FROM progress').pluck();
  const answered = db.prepare(`SELECT 1 FROM run r WHERE r.pipeline = ? AND r.started_at >= ? AND ${ANSWERED} LIMIT 1`);
  return (pipeline) => {
    const at = since.get() as string | null;
    return at !== null && answered.get(pipeline, at) === undefined;
  };
}

/** Whether a database is a copy of another one that had come further. */
export const isOlder = (found: Progress, known: Progress): boolean => known.database === found.database && known.counter > found.counter;

/** Behind which number events of alerts are numbered: no message of before a restore has this number or a higher one. */
export function numberReader(db: Sqlite): () => number {
  const behind = db.prepare('SELECT numbered_behind FROM progress').pluck();
  return () => behind.get() as number;
}

export function progressStore(db: Sqlite): ProgressStore {
  const counter = db.prepare('SELECT counter FROM progress').pluck();
  const first = db.prepare("SELECT pipeline || ' ' || started_at FROM run ORDER BY run_id LIMIT 1").pluck();
  // An event is counted with the message or the run of it, so no alert had more of them.
  const restore = db.prepare(
    'UPDATE progress SET counter = @counter + 1, restored_at = @now, numbered_behind = @counter, told_under = NULL',
  );
  const renumber = ['alert', 'claim_alert'].map((table) =>
    db.prepare(`UPDATE ${table} SET sequence = MAX(sequence, (SELECT numbered_behind FROM progress))`),
  );
  const doubt = db.prepare("UPDATE outbox SET in_doubt = 1 WHERE state = 'waiting'");
  const at = db.prepare('SELECT restored_at FROM progress').pluck();
  const asked = db.prepare('SELECT DISTINCT pipeline FROM run WHERE pipeline IN (SELECT pipeline FROM source) ORDER BY pipeline').pluck();
  const isRestored = restoredReader(db);
  const progress = (): Progress => ({ database: (first.get() as string | undefined) ?? null, counter: counter.get() as number });
  const notice = db.transaction((known: Progress | null, now: string): boolean => {
    const found = progress();
    if (known === null || !isOlder(found, known)) return false;
    restore.run({ counter: known.counter, now });
    for (const one of renumber) one.run();
    doubt.run();
    return true;
  });
  return {
    async progress() {
      return progress();
    },
    async noticeRestore(known, now) {
      return notice.immediate(known, now);
    },
    async restored() {
      const sources = (asked.all() as string[]).filter(isRestored);
      return sources.length === 0 ? null : { at: at.get() as string, sources };
    },
  };
}

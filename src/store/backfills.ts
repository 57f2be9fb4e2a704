import type { BackfillRecord, BackfillStore } from './backfill-store.ts';
import type { Sqlite } from './database.ts';

interface BackfillRow {
  readonly backfill_id: number;
  readonly pipeline: string;
  readonly first: number;
  readonly last: number;
  readonly started_at: string;
  readonly resume_at: string | null;
  readonly fruitless: number;
}

const recordOf = (row: BackfillRow): BackfillRecord => ({
  id: row.backfill_id,
  pipeline: row.pipeline,
  window: { from: row.first, to: row.last },
  startedAt: row.started_at,
  resumeAt: row.resume_at,
  fruitless: row.fruitless,
});

export function backfillStore(db: Sqlite): Omit<BackfillStore, 'finishBackfill'> {
  const open = db.prepare('SELECT * FROM backfill WHERE finished_at IS NULL ORDER BY backfill_id');
  const add = db.prepare('INSERT INTO backfill (pipeline, first, last, started_at) VALUES (?, ?, ?, ?) RETURNING *');
  const addRun = db.prepare('INSERT INTO backfill_run (run_id, backfill_id) VALUES (?, ?)');
  const answered = db.prepare('INSERT OR IGNORE INTO backfill_answer (backfill_id, request_key) VALUES (?, ?)');
  const answers = db.prepare('SELECT request_key FROM backfill_answer WHERE backfill_id = ?').pluck();
  const pause = db.prepare('UPDATE backfill SET resume_at = ?, fruitless = ? WHERE backfill_id = ?');
  return {
    async openBackfills() {
      return (open.all() as BackfillRow[]).map(recordOf);
    },
    async openBackfill(pipeline, window, at) {
      return recordOf(add.get(pipeline, window.from, window.to, at) as BackfillRow);
    },
    async addBackfillRun(backfillId, runId) {
      addRun.run(runId, backfillId);
    },
    async backfillAnswered(backfillId, requestKey) {
      answered.run(backfillId, requestKey);
    },
    async backfillAnswers(backfillId) {
      return new Set(answers.all(backfillId) as string[]);
    },
    async pauseBackfill(backfillId, resumeAt, fruitless) {
      pause.run(resumeAt, fruitless, backfillId);
    },
  };
}

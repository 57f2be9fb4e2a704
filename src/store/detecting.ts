import { detectionWriter } from './alert-writer.ts';
import { alertReader } from './alerts.ts';
import { changeReader } from './changed-series.ts';
import type { Sqlite } from './database.ts';
import { numberReader } from './restored.ts';
import { seriesReader } from './series-state.ts';
import { silenceReader } from './silences.ts';
import type { DetectReader, VintageSource } from './store.ts';

/** What a detector asks of the database, and how what it decides is written: within the transaction of the caller. */
export function detecting(db: Sqlite) {
  const states = seriesReader(db);
  const alerts = alertReader(db);
  const reader: DetectReader = {
    alerts: alerts.ofSeries,
    firstValues: states.firstValues,
    counterparts: states.counterparts,
    silences: silenceReader(db),
    numberedBehind: numberReader(db),
  };
  const snapshot = db.prepare(
    'SELECT pipeline, url, name AS file, retrieved_at AS retrievedAt, sha256 FROM snapshot WHERE snapshot_id = ?',
  );
  return {
    states,
    changes: changeReader(db, states),
    reader,
    allAlerts: alerts.all,
    /** The publication that messages name. */
    sourceOf: (snapshotId: number) => snapshot.get(snapshotId) as Omit<VintageSource, 'publishedAt'>,
    writeDetection: detectionWriter(db),
  };
}

/** What a server asks each minute, and each run, takes no longer after years of runs, publications, articles and alerts. */
import { expect, test } from 'vitest';
import { claimStore } from '../../src/store/claims.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { KnownDataAlert } from '../../src/store/publication-store.ts';
import { publicationStore } from '../../src/store/publications.ts';
import { runStore } from '../../src/store/runs.ts';
import { snapshotStore } from '../../src/store/snapshots.ts';
import { compiledWhenUsed } from '../../src/store/statements.ts';
import type { Detector, Store } from '../../src/store/store.ts';
import { planned } from '../support/plans.ts';
import { temporaryStore } from '../support/store.ts';

type Asked = Pick<Store, 'lastStart' | 'beginRun' | 'finishedRuns' | 'unsettledSnapshots' | 'articlesToRead'>;

test.each<[string, (store: Asked) => Promise<unknown>]>([
  ['when a source was asked last', (store) => store.lastStart('trade-news', '2025-07-20T10:00:00.000Z')],
  ['the runs that a killed process left', (store) => store.beginRun('trade-news', 'schedule', '2025-07-20T10:00:00.000Z')],
  ['whether a run has ended since the copy was published', (store) => store.finishedRuns()],
  ['the publications that a killed process left', (store) => store.unsettledSnapshots('trade-news')],
  ['the articles whose claims are to be read', (store) => store.articlesToRead(100)],
])('%s: all runs, publications or articles of a source are not looked through for it', async (_, ask) => {
  const { file } = temporaryStore();
  const opened = openDatabase(file);
  const { db, plans } = planned(opened);
  const lazy = compiledWhenUsed(db);
  await ask({ ...runStore(lazy), ...snapshotStore(lazy), ...claimStore(lazy) });
  const steps = plans();
  opened.close();
  expect(steps.length).toBeGreaterThan(0);
  // An index of those alone that are under way is short.
  const long = /^SCAN (?:run|snapshot|article|a)\b(?! USING INDEX run_under_way)|run_by_pipeline|snapshot_by_request/;
  expect(steps.filter((step) => long.test(step))).toEqual([]);
});

test('an alert on a source is known while it stands, however old, and for two years after it ended', async () => {
  const { file } = temporaryStore();
  const db = openDatabase(file);
  const entry = JSON.stringify({ pipeline: 'un-comtrade', rule: { id: 'late', kind: 'release_late' } });
  const add = (fingerprint: string, state: string, period: number, lastEventAt: string): void => {
    db.prepare(
      `INSERT INTO alert (fingerprint, rule_id, period_kind, period, state, severity, metric, sequence, raised_at, last_event_at)
       VALUES (?, 'late', 'month', ?, ?, 'warning', 'release_late', 2, ?, ?)`,
    ).run(fingerprint, period, state, lastEventAt, lastEventAt);
    db.prepare('INSERT INTO publication_alert (fingerprint, pipeline, entry) VALUES (?, ?, ?)').run(fingerprint, 'un-comtrade', entry);
  };
  add('stands', 'firing', 202001, '2020-03-01T00:00:00.000Z');
  add('over', 'retracted', 202001, '2020-03-01T00:00:00.000Z');
  add('over lately', 'retracted', 202401, '2024-03-01T00:00:00.000Z');
  let shown: readonly KnownDataAlert[] = [];
  const detector: Pick<Detector, 'publications'> = {
    publications: {
      judge(_facts, known) {
        shown = known;
        return { changes: [], cancels: [], messages: [] };
      },
    },
  };
  await publicationStore(db).judgePublications(detector, '2025-07-20T10:00:00.000Z');
  db.close();
  expect(shown.map(({ fingerprint }) => fingerprint)).toEqual(['over lately', 'stands']);
});

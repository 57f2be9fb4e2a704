import { UsageError } from '../errors.ts';
import type { RunRecord, Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { renderJson, renderTable } from './table.ts';

const json = (r: RunRecord) => ({
  id: r.id,
  pipeline: r.pipeline,
  trigger: r.trigger,
  started_at: r.startedAt,
  finished_at: r.finishedAt,
  outcome: r.outcome,
  requests: r.requests,
  snapshots: r.snapshots,
  inserted: r.inserted,
  revised: r.revised,
  unchanged: r.unchanged,
  refused: r.refused,
  error: r.error,
  notes: r.notes,
});

const row = (r: RunRecord): string[] => [
  String(r.id),
  r.pipeline,
  r.trigger,
  r.startedAt.slice(0, 19).replace('T', ' '),
  r.outcome ?? 'running',
  String(r.requests),
  String(r.inserted),
  String(r.revised),
  String(r.unchanged),
  String(r.refused),
];
const HEAD = ['run', 'pipeline', 'trigger', 'started (UTC)', 'outcome', 'requests', 'new', 'revised', 'unchanged', 'refused'];
const ALIGN = ['right', 'left', 'left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'] as const;

export async function runsList(
  io: CommandIo,
  store: Store,
  options: { json?: boolean; pipeline?: string; limit: number },
): Promise<number> {
  const found = await store.runs(options.limit, options.pipeline);
  io.stdout(options.json === true ? renderJson(found.map(json)) : renderTable(HEAD, found.map(row), ALIGN));
  return 0;
}

/** One run with each publication that it took: what came of it, and why something was refused. */
export async function runsShow(io: CommandIo, store: Store, id: string, options: { json?: boolean }): Promise<number> {
  const found = /^\d+$/.test(id) ? await store.run(Number(id)) : null;
  if (found === null) throw new UsageError(`there is no run ${id}; "tradewatch runs list" shows the last ones`);
  const { run, snapshots } = found;
  if (options.json === true) {
    io.stdout(
      renderJson({
        ...json(run),
        snapshots: snapshots.map((s) => ({
          request: s.requestKey,
          name: s.name,
          url: s.url,
          sha256: s.sha256,
          bytes: s.bytes,
          retrieved_at: s.retrievedAt,
          outcome: s.outcome,
          refused: s.refused,
          notes: s.notes,
        })),
      }),
    );
    return 0;
  }
  io.stdout(renderTable(HEAD, [row(run)], ALIGN));
  if (run.error !== null) io.stdout(`\n${run.error}\n`);
  for (const note of run.notes) io.stdout(`\n${note}\n`);
  io.stdout('\n');
  io.stdout(
    renderTable(
      ['publication', 'outcome', 'bytes', 'sha256', 'from'],
      snapshots.map((s) => [s.name, s.outcome ?? 'pending', String(s.bytes), s.sha256.slice(0, 12), s.url ?? 'file']),
      ['left', 'left', 'right'],
    ),
  );
  for (const s of snapshots) {
    for (const r of s.refused) io.stdout(`\n${s.name} refused at ${r.where}: ${r.reason}\n`);
    for (const note of s.notes) io.stdout(`\n${s.name}: ${note}\n`);
  }
  return 0;
}

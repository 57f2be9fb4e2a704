import { formatAllDigits } from '../domain/number-words.ts';
import type { Proof } from '../domain/proof.ts';
import { UsageError } from '../errors.ts';
import type { HeldFigure, RunCounts, RunRecord, Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { countOf, heldJson } from './held.ts';
import { assertSource } from './known.ts';
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
  answered: r.answered,
  not_yet_published: r.notYetPublished,
  suppressed: r.suppressed,
  held: r.held,
  errors: r.errors,
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
  store: Pick<Store, 'runs' | 'sources'>,
  options: { json?: boolean; pipeline?: string; limit: number },
): Promise<number> {
  if (!Number.isSafeInteger(options.limit) || options.limit < 1) throw new UsageError('--limit: expected a whole number above 0');
  const found = await store.runs(options.limit, options.pipeline);
  if (found.length === 0 && options.pipeline !== undefined) await assertSource(store, options.pipeline);
  io.stdout(options.json === true ? renderJson(found.map(json)) : renderTable(HEAD, found.map(row), ALIGN));
  return 0;
}

/** One run with each publication that it took: what came of it, and why something was refused. */
export async function runsShow(io: CommandIo, store: Pick<Store, 'run'>, id: string, options: { json?: boolean }): Promise<number> {
  const found = /^\d+$/.test(id) ? await store.run(Number(id)) : null;
  if (found === null) throw new UsageError(`there is no run ${id}; "tradewatch runs list" shows the last ones`);
  const { run, snapshots, proofs, held } = found;
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
          completeness: proofs.filter((p) => p.snapshotId === s.id).map(proofJson),
        })),
        held_figures: held.map(heldJson),
      }),
    );
    return 0;
  }
  io.stdout(renderTable(HEAD, [row(run)], ALIGN));
  io.stdout(`\n${wordsOf(run)}\n`);
  if (run.error !== null) io.stdout(`\n${run.error}\n`);
  for (const note of run.notes) io.stdout(`\n${note}\n`);
  io.stdout('\n');
  io.stdout(
    renderTable(
      ['publication', 'outcome', 'bytes', 'sha256', 'from'],
      snapshots.map((s) => [s.name, s.outcome ?? 'pending', String(s.bytes), s.sha256.slice(0, 12), s.url ?? 'file']),
      ['left', 'left', 'right'],
      { columns: io.columns, cut: [4, 0] },
    ),
  );
  for (const s of snapshots) {
    for (const r of s.refused) io.stdout(`\n${s.name} refused at ${r.where}: ${r.reason}\n`);
    for (const note of s.notes) io.stdout(`\n${s.name}: ${note}\n`);
  }
  io.stdout(completenessText(proofs));
  for (const [reason, figures] of byReason(held)) io.stdout(`\n${countOf(figures.length)} held (${statesOf(figures)}): ${reason}\n`);
  return 0;
}

const proofJson = ({ check, subject, expected, received, holds, detail }: Proof) => ({
  check,
  subject,
  expected,
  received,
  holds,
  detail: detail ?? null,
});

/** What the questions of a run came to: `2 answered, 1 not yet published`. */
export const wordsOf = (r: RunCounts): string =>
  [
    [r.answered, 'answered'],
    [r.notYetPublished, 'not yet published'],
    [r.suppressed, 'suppressed'],
    [r.held, 'held'],
    [r.errors, r.errors === 1 ? 'error' : 'errors'],
  ]
    .flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]))
    .join(', ') || 'nothing was asked';

/** What does not hold is never cut off; a long list of what holds is. */
const SHOWN_PROOFS = 20;

function completenessText(proofs: readonly Proof[]): string {
  if (proofs.length === 0) return '';
  const failing = proofs.filter((p) => !p.holds);
  const shown = [...failing, ...proofs.filter((p) => p.holds).slice(0, SHOWN_PROOFS)];
  const left = proofs.length - shown.length;
  const table = renderTable(
    ['completeness', 'of', 'expected', 'received', 'holds'],
    shown.map((p) => [
      p.check,
      p.subject,
      p.expected === null ? '—' : formatAllDigits(p.expected),
      formatAllDigits(p.received),
      p.holds ? 'yes' : 'NO',
    ]),
    ['left', 'left', 'right', 'right'],
  );
  const details = failing.flatMap((p) => (p.detail === undefined ? [] : [`\n${p.subject}: ${p.detail}\n`]));
  return `\n${table}${left === 0 ? '' : `and ${left} more that hold (--json shows them)\n`}${details.join('')}`;
}

function byReason(held: readonly HeldFigure[]): Map<string, HeldFigure[]> {
  const reasons = new Map<string, HeldFigure[]>();
  for (const figure of held) reasons.set(figure.reason, [...(reasons.get(figure.reason) ?? []), figure]);
  return reasons;
}

const statesOf = (figures: readonly HeldFigure[]): string => [...new Set(figures.map((h) => h.outcome ?? 'waiting'))].join(', ');

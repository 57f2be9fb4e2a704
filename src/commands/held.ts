import type { App } from '../app.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { formatPeriod } from '../domain/period.ts';
import { decideHeld } from '../held.ts';
import type { HeldFigure, Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { findSource } from './ingest.ts';
import { renderJson, renderTable } from './table.ts';

/** `1 figure`, `1,204 figures` */
export const countOf = (figures: number): string => `${formatAllDigits(figures)} ${figures === 1 ? 'figure' : 'figures'}`;

export const heldJson = (h: HeldFigure) => ({
  pipeline: h.pipeline,
  series_key: h.seriesKey,
  period: formatPeriod(h.period),
  period_kind: h.period.kind,
  value: h.value,
  cause: h.cause,
  reason: h.reason,
  held_at: h.heldAt,
  state: h.outcome ?? 'waiting',
  settled_at: h.settledAt,
  snapshot_sha256: h.sha256,
});

export async function heldList(io: CommandIo, store: Pick<Store, 'waiting'>, options: { json?: boolean }): Promise<number> {
  const waiting = await store.waiting();
  if (options.json === true) {
    io.stdout(renderJson(waiting.map(heldJson)));
    return 0;
  }
  if (waiting.length === 0) {
    io.stdout('no figures are held\n');
    return 0;
  }
  io.stdout(
    renderTable(
      ['series', 'period', 'value', 'cause', 'held at', 'from'],
      waiting.map((h) => [
        h.seriesKey,
        formatPeriod(h.period),
        h.value === null ? '—' : formatAllDigits(h.value),
        h.cause,
        h.heldAt.slice(0, 10),
        h.sha256.slice(0, 12),
      ]),
      ['left', 'left', 'right'],
    ),
  );
  for (const reason of new Set(waiting.map((h) => h.reason))) io.stdout(`\n${reason}\n`);
  return 0;
}

/** A person has looked at what waits: it is loaded, or turned down for good. */
export async function heldDecide(
  io: CommandIo,
  app: App,
  pipelineId: string,
  decision: 'accept' | 'reject',
  options: { json?: boolean },
): Promise<number> {
  const report = await decideHeld(app.services, findSource(app, pipelineId), decision);
  if (options.json === true) io.stdout(renderJson(report));
  else if (report.settled === 0) io.stdout(`${pipelineId}: no figures are held\n`);
  else
    io.stdout(
      `${pipelineId}: ${countOf(report.settled)} ${decision}ed${decision === 'accept' ? `: ${formatAllDigits(report.inserted)} new, ${formatAllDigits(report.revised)} revised` : ''}\n`,
    );
  await app.deliver();
  return 0;
}

import pc from 'picocolors';
import type { HeldFigure, SourceRecord, Store } from '../store/store.ts';
import type { CommandIo } from './command.ts';
import { renderJson, renderTable } from './table.ts';

const json = (s: SourceRecord) => ({
  pipeline: s.pipeline,
  last_period: s.lastPeriod,
  last_published_at: s.lastPublishedAt,
  last_success_at: s.lastSuccessAt,
  state: s.state,
  next_expected_at: s.nextExpectedAt,
  last_error: s.lastError,
});

/** What the program knows of each source: the newest month, the last success, what waits. */
export async function status(io: CommandIo, store: Store, options: { json?: boolean }): Promise<number> {
  const [sources, counts, waiting, held] = [await store.sources(), await store.counts(), await store.nextDelivery(), await store.waiting()];
  if (options.json === true) {
    io.stdout(renderJson({ sources: sources.map(json), counts, next_delivery_at: waiting, held: heldBySource(held) }));
    return 0;
  }
  io.stdout(sourceTable(io, sources));
  io.stdout(
    `\n${counts.observations} figures in ${counts.series} series, ${counts.revisions} revisions, ${counts.snapshots} publications archived, ${counts.articles} articles, ${counts.alerts} alerts\n`,
  );
  for (const [pipeline, count] of Object.entries(heldBySource(held)))
    io.stdout(
      `${pipeline}: ${count} ${count === 1 ? 'figure is' : 'figures are'} held until seen again ("tradewatch held list" shows them)\n`,
    );
  if (waiting !== null) io.stdout(`messages wait to be delivered, the next at ${waiting}\n`);
  return 0;
}

function heldBySource(held: readonly HeldFigure[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { pipeline } of held) counts[pipeline] = (counts[pipeline] ?? 0) + 1;
  return counts;
}

export async function sourcesList(io: CommandIo, store: Store, options: { json?: boolean }): Promise<number> {
  const sources = await store.sources();
  io.stdout(options.json === true ? renderJson(sources.map(json)) : sourceTable(io, sources));
  return 0;
}

function sourceTable(io: CommandIo, sources: readonly SourceRecord[]): string {
  const colors = pc.createColors(io.isTTY && io.env['NO_COLOR'] === undefined);
  const paint = ({ state, lastSuccessAt }: SourceRecord): string =>
    state === 'ok' && lastSuccessAt === null
      ? colors.dim('○ not asked yet')
      : state === 'ok'
        ? colors.green(`● ${state}`)
        : state === 'failing'
          ? colors.red(`✗ ${state}`)
          : colors.yellow(`◌ ${state}`);
  return renderTable(
    ['source', 'state', 'last period', 'last success', 'next expected', 'last error'],
    sources.map((s) => [
      s.pipeline,
      paint(s),
      s.lastPeriod ?? '—',
      minutes(s.lastSuccessAt),
      minutes(s.nextExpectedAt),
      shorten(s.lastError ?? '', 80),
    ]),
  );
}

const minutes = (at: string | null): string => (at === null ? '—' : `${at.slice(0, 16).replace('T', ' ')} UTC`);
const shorten = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

import { statSync } from 'node:fs';
import type { App } from '../app.ts';
import { suggestion } from '../domain/nearest.ts';
import { counted, formatAllDigits } from '../domain/number-words.ts';
import { FLOWS } from '../domain/series.ts';
import { type Refusal, UsageError } from '../errors.ts';
import { type FileReport, type GivenFiles, ingestFiles } from '../ingest.ts';
import type { Source } from '../services.ts';
import { CORRECTED_FIGURES, DECISION, TAKES } from '../snapshot-batch.ts';
import { instantOf } from './as-of.ts';
import type { CommandIo } from './command.ts';
import { openProgress } from './progress.ts';

export interface IngestOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly retrievedAt?: string;
  readonly url?: string;
  readonly columns?: string;
  readonly flow?: string;
  /** `name=value`, each. */
  readonly param?: readonly string[];
  readonly acceptJump?: boolean;
  readonly acceptPartial?: boolean;
}

const GATE_REFUSED = 4;
const PARTIAL = 3;

/** What is said with the files, looked at before anything is opened. @throws UsageError for what is not so, and for a file that is not there. */
export function givenWith(io: Pick<CommandIo, 'now'>, files: readonly string[], options: IngestOptions): GivenFiles {
  if (options.flow !== undefined && !(FLOWS as readonly string[]).includes(options.flow))
    throw new UsageError(`--flow: expected one of ${FLOWS.join(', ')}, got "${options.flow}"`);
  const columns = options.columns?.split(',').map((name) => name.trim()) ?? null;
  const retrievedAt = options.retrievedAt === undefined ? null : instantOf(options.retrievedAt, '--retrieved-at');
  if (retrievedAt !== null && Date.parse(retrievedAt) > io.now().getTime())
    throw new UsageError(`--retrieved-at: ${options.retrievedAt} is in the future`);
  const params = paramsOf(options.param ?? []);
  for (const file of files)
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError(`there is no file ${file}`);
  return {
    trigger: 'ingest',
    retrievedAt,
    url: options.url ?? null,
    columns,
    params: {
      ...params,
      ...(options.flow === undefined ? {} : { flow: options.flow }),
      ...(options.acceptJump === true ? { [TAKES.jump]: 'yes' } : {}),
      ...(options.acceptPartial === true ? { [TAKES.partial_release]: 'yes' } : {}),
    },
  };
}

/** Files that a person obtained, through the same archive, transform and load. Exit code 4 when one was refused, 3 when figures of one were held. */
export async function ingest(
  io: CommandIo,
  app: App,
  pipelineId: string,
  files: readonly string[],
  given: GivenFiles,
  options: IngestOptions,
): Promise<number> {
  const source = findSource(app, pipelineId);
  const reports: FileReport[] = [];
  const progress = openProgress(io, { noun: 'files', quiet: options.quiet, log: app.services.log });
  const tell = (): void => progress.step(reports.length, files.length, files[reports.length] ?? 'claims in the news');
  tell();
  await ingestFiles(app.services, source, files, given, (report) => {
    reports.push(report);
    if (options.json !== true) io.stdout(sentence(report));
    tell();
  }).finally(progress.end);
  if (options.json === true) for (const piece of jsonOf(pipelineId, reports)) io.stdout(piece);
  await app.deliver();
  if (reports.some((report) => report.outcome === 'refused')) return GATE_REFUSED;
  return reports.some((report) => report.held.length > 0) ? PARTIAL : 0;
}

/** @throws UsageError for what is not a name and a value, a name given twice, and names that have an option of their own. */
function paramsOf(list: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const text of list) {
    const [, name = '', value = ''] = /^([A-Za-z]\w{0,39})=(.{1,500})$/s.exec(text) ?? [];
    if (name === '') throw new UsageError(`--param: expected name=value such as limit=100000, got "${text.slice(0, 80)}"`);
    if (Object.hasOwn(params, name)) throw new UsageError(`--param: ${name} is given twice`);
    const option = OPTION_OF_PARAM[name];
    if (option !== undefined) throw new UsageError(`--param: for ${name} there is ${option}`);
    params[name] = value;
  }
  return params;
}

const OPTION_OF_PARAM: Readonly<Record<string, string>> = {
  flow: 'the option --flow',
  [TAKES.jump]: 'the option --accept-jump',
  [TAKES.partial_release]: 'the option --accept-partial',
  [DECISION]: 'the command held',
  [CORRECTED_FIGURES]: 'the ledger of corrections',
};

/** @throws UsageError that names the pipelines there are. */
export function findSource(app: Pick<App, 'sources'>, id: string): Source {
  const source = app.sources.get(id);
  if (source === undefined) throw new UsageError(`there is no pipeline "${id}"${suggestion(id, [...app.sources.keys()])}`);
  return source;
}

/** `{"pipeline": ..., "files": [...]}` in pieces: a report that lists a million held figures is longer than a text can be. */
function* jsonOf(pipeline: string, reports: readonly FileReport[]): Generator<string> {
  yield `{"pipeline":${JSON.stringify(pipeline)},"files":[`;
  for (const [index, report] of reports.entries()) {
    yield index === 0 ? '{' : ',{';
    for (const [place, [name, value]] of Object.entries(report).entries()) {
      yield `${place === 0 ? '' : ','}${JSON.stringify(name)}:`;
      yield* Array.isArray(value) ? listOf(value) : [JSON.stringify(value)];
    }
    yield '}';
  }
  yield ']}\n';
}

const IN_A_PIECE = 1000;

function* listOf(values: readonly unknown[]): Generator<string> {
  yield '[';
  for (let from = 0; from < values.length; from += IN_A_PIECE)
    yield `${from === 0 ? '' : ','}${JSON.stringify(values.slice(from, from + IN_A_PIECE)).slice(1, -1)}`;
  yield ']';
}

/** Of how many figures a person is told in words. */
const LISTED = 100;

/** A line for each of the first, and how many there are more. */
function linesOf({ refused, held }: FileReport, line: (one: Refusal) => string): string {
  const more = refused.length - LISTED;
  const where = held.length > 0 ? '"tradewatch held list" shows what is held' : '--json lists all';
  const rest = more > 0 ? `  and ${formatAllDigits(more)} more: ${where}\n` : '';
  return `${refused
    .slice(0, LISTED)
    .map((one) => `  ${line(one)}\n`)
    .join('')}${rest}`;
}

function sentence(report: FileReport): string {
  const notes = report.notes.map((note) => `  note: ${note}\n`).join('');
  const reasonOf = ({ where, reason }: Refusal): string => `${where}: ${reason}`;
  if (report.outcome === 'refused')
    return `${report.file}: ${report.held.length > 0 ? 'held' : 'refused'}, nothing loaded\n${linesOf(report, reasonOf)}`;
  const what = report.articles > 0 ? counted(report.articles, 'article') : counted(report.observations, 'figure');
  const changes =
    report.outcome === 'unchanged'
      ? 'nothing new'
      : `${formatAllDigits(report.inserted)} new, ${formatAllDigits(report.revised)} revised, ${formatAllDigits(report.unchanged)} unchanged`;
  const held = new Set(report.held);
  return `${report.file}: ${what}, ${changes}\n${linesOf(report, (one) => `${held.has(one) ? 'held' : 'left out'} ${reasonOf(one)}`)}${notes}`;
}

import { existsSync } from 'node:fs';
import { readdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { describeError } from './errors.ts';
import { ensureFolder } from './folder.ts';
import { type FileReport, ingestFiles } from './ingest.ts';
import type { Services, Source } from './services.ts';

/** Names under which browsers and copy programs keep what is not whole yet. */
const UNFINISHED = /^\.|\.(part|partial|tmp|crdownload|download|swp)$|~$/i;
/** A file that was written to less than this ago may still grow. */
const SETTLE_MS = 5000;

export interface InboxReport extends FileReport {
  readonly pipeline: string;
  readonly movedTo: string;
}

/** Files that stay in the inbox, since the database, the archive or the folder failed. */
export interface InboxFault {
  readonly pipeline: string;
  readonly reason: string;
}

export interface Swept {
  readonly taken: readonly InboxReport[];
  readonly left: readonly InboxFault[];
}

/**
 * Takes the files that people dropped into `<inbox>/<pipeline>/`: each is ingested, then moved to `done/`, or to
 * `refused/` with the reason in a text file beside it. A file is moved only after it was ingested, so a killed
 * process finds it again. One that cannot be moved stays where it is and stops nothing else.
 */
export async function sweepInbox(services: Services, sources: Iterable<Source>, folder: string, settleMs = SETTLE_MS): Promise<Swept> {
  const taken: InboxReport[] = [];
  const left: InboxFault[] = [];
  for (const source of sources) {
    const inbox = join(folder, source.pipeline.id);
    const files = (await filesIn(inbox, settleMs)).map((name) => join(inbox, name));
    if (files.length === 0) continue;
    const given = { trigger: 'inbox', retrievedAt: null, url: null, columns: null, params: {} } as const;
    const leave = (message: string, error: unknown): void => {
      services.log.error(message, { pipeline: source.pipeline.id, error });
      left.push({ pipeline: source.pipeline.id, reason: describeError(error) });
    };
    const move = async (report: FileReport): Promise<void> => {
      try {
        taken.push(await moveAway(services, source, inbox, report));
      } catch (error) {
        leave('a file of the inbox was read and cannot be moved; it stays there', error);
      }
    };
    try {
      await ingestFiles(services, source, files, given, move);
    } catch (error) {
      leave('a file in the inbox could not be taken; it stays there', error);
    }
  }
  return { taken, left };
}

/** Makes the folders, so that a person sees where to drop files. */
export async function prepareInbox(sources: Iterable<Source>, folder: string): Promise<void> {
  for (const source of sources) ensureFolder(join(folder, source.pipeline.id));
}

async function filesIn(inbox: string, settleMs: number): Promise<string[]> {
  if (!existsSync(inbox)) return [];
  const names: string[] = [];
  for (const name of await readdir(inbox)) {
    if (UNFINISHED.test(name)) continue;
    // A link is the file that it leads to; what has been taken away meanwhile is nothing.
    const found = await stat(join(inbox, name)).catch(() => null);
    // A file's time has parts of a millisecond, the clock has none.
    if (found?.isFile() === true && Date.now() - Math.floor(found.mtimeMs) >= settleMs) names.push(name);
  }
  return names.sort();
}

async function moveAway(services: Services, source: Source, inbox: string, report: FileReport): Promise<InboxReport> {
  const name = basename(report.file);
  const target = join(inbox, report.outcome === 'refused' ? 'refused' : 'done');
  ensureFolder(target);
  const movedTo = freeName(target, name, report.snapshot);
  if (report.outcome === 'refused') await writeFile(`${movedTo}.reason.txt`, reasonText(name, report));
  await rename(report.file, movedTo);
  services.log.info('took a file from the inbox', {
    pipeline: source.pipeline.id,
    file: name,
    outcome: report.outcome,
    inserted: report.inserted,
    revised: report.revised,
  });
  return { ...report, pipeline: source.pipeline.id, movedTo };
}

/** Nothing that was moved there before is overwritten. */
function freeName(folder: string, name: string, sha256: string): string {
  const plain = join(folder, name);
  if (!existsSync(plain)) return plain;
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  const marked = join(folder, `${stem}.${sha256.slice(0, 8)}${extension}`);
  for (let n = 2; ; n++) {
    const candidate = n === 2 ? marked : join(folder, `${stem}.${sha256.slice(0, 8)}-${n}${extension}`);
    if (!existsSync(candidate)) return candidate;
  }
}

const reasonText = (name: string, report: FileReport): string =>
  `${name} was refused; nothing of it was loaded. ${report.snapshot === '' ? 'It could not be read, so its bytes are not archived.' : `Its bytes are archived (sha256 ${report.snapshot}).`}\n\n${report.refused.map((r) => `${r.where}: ${r.reason}`).join('\n')}\n`;

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportMoment, ExportSelection } from '../store/store.ts';
import { DESCRIPTOR, datapackage, LICENCES, licenceText, schemaFile, tableSchema } from './datapackage.ts';
import { seal } from './folder.ts';
import type { ExportedFile, Format } from './format.ts';

export interface Exported {
  readonly written: readonly ExportedFile[];
  readonly bytes: number;
}

/** Writes one moment of the database into a folder: the files of the format, what describes them, and checksums of all. */
export async function writeExport(
  moment: ExportMoment,
  selection: ExportSelection,
  format: Format,
  folder: string,
  created: string,
  wrote: (rows: number) => void,
): Promise<Exported> {
  const increment = selection.changedSince !== null;
  const written = await format.write(moment, { folder, increment, wrote });
  const documents = Object.entries(format.documents(created));
  for (const [path, content] of documents) writeJson(folder, path, content);
  // An increment may have nothing of a table.
  for (const table of format.tables(increment))
    if (written.some((file) => file.table === table.table)) writeJson(folder, schemaFile(table), tableSchema(table));
  writeFileSync(join(folder, LICENCES), licenceText(moment.sources));
  const sealed = [];
  for (const path of [...written.map((file) => file.path), ...documents.map(([path]) => path)]) sealed.push(await seal(folder, path));
  const { nextChangedSince, sources } = moment;
  writeJson(folder, DESCRIPTOR, datapackage({ format, created, selection, nextChangedSince, sources, written, sealed }));
  return { written, bytes: sealed.reduce((sum, file) => sum + file.bytes, 0) };
}

const writeJson = (folder: string, path: string, content: unknown): void =>
  writeFileSync(join(folder, path), `${JSON.stringify(content, null, 2)}\n`, { flush: true });

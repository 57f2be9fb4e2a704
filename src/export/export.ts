import type { ExportMoment, ExportSelection } from '../store/store.ts';
import { CHECKSUMS, checksumText, DESCRIPTOR, datapackage, LICENCES, licenceText, schemaFile, tableSchema } from './datapackage.ts';
import type { ExportedFile, Format } from './format.ts';
import { type SealedFile, writeSealed } from './sealed-file.ts';

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
  const seal = (path: string, text: string): Promise<SealedFile> => writeSealed(folder, path, (file) => file.writeText(text));
  const documents: SealedFile[] = [];
  for (const [path, content] of Object.entries(format.documents(created))) documents.push(await seal(path, jsonText(content)));
  const about: SealedFile[] = [];
  // An increment may have nothing of a table.
  for (const table of format.tables(increment))
    if (written.some((file) => file.table === table.table)) about.push(await seal(schemaFile(table), jsonText(tableSchema(table))));
  const { nextChangedSince, sources } = moment;
  about.push(await seal(LICENCES, licenceText(sources)));
  const descriptor = datapackage({ format, created, selection, nextChangedSince, sources, written, documents });
  about.push(await seal(DESCRIPTOR, jsonText(descriptor)));
  await seal(CHECKSUMS, checksumText([...written, ...documents, ...about]));
  return { written, bytes: [...written, ...documents].reduce((sum, file) => sum + file.bytes, 0) };
}

const jsonText = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`;

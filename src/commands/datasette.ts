import { basename, extname } from 'node:path';
import type { Reader } from '../store/query.ts';
import type { CommandIo } from './command.ts';
import { renderJson } from './table.ts';

/**
 * What Datasette shows beside the tables, as the file itself says it: https://docs.datasette.io/en/stable/metadata.html. The public views
 * with their columns and an example each as a stored query; the private tables are hidden.
 * @param file its name without extension is the name of the database in Datasette.
 */
export async function datasetteMetadata(io: CommandIo, reader: Reader, file: string): Promise<number> {
  const rows = (sql: string): string[][] => [...reader.query(sql).rows].map((row) => row.map((cell) => String(cell ?? '')));
  const views = rows('SELECT view, meaning, grain, example FROM docs_view ORDER BY view');
  const columns = rows('SELECT view, name, type, unit, meaning FROM docs_column ORDER BY view, position');
  const hidden = rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'docs\\_%' ESCAPE '\\' ORDER BY name");
  const licences = rows('SELECT title, publisher, licence FROM v_source ORDER BY pipeline');
  const columnsOf = (view: string): Record<string, string> =>
    Object.fromEntries(
      columns
        .filter(([of]) => of === view)
        .map(([, name = '', type = '', unit = '', meaning = '']) => [name, `${meaning} (${unit === '' ? type : `${type}, ${unit}`})`]),
    );
  io.stdout(
    renderJson({
      title: 'tradewatch',
      description: 'Trade statistics with every vintage. The views whose names begin with v_ are the contract.',
      license: licences.map(([title = '', publisher = '', licence = '']) => `${title} (${publisher}): ${licence}`).join('; '),
      databases: {
        [basename(file, extname(file))]: {
          tables: {
            ...Object.fromEntries(
              views.map(([view = '', meaning = '', grain = '']) => [
                view,
                { description: `${meaning} ${grain}`, columns: columnsOf(view) },
              ]),
            ),
            ...Object.fromEntries(hidden.map(([name = '']) => [name, { hidden: true }])),
          },
          queries: Object.fromEntries(
            views.map(([view = '', meaning = '', , example = '']) => [
              `${view}_example`,
              { sql: example, title: `Example of ${view}`, description: meaning },
            ]),
          ),
        },
      },
    }),
  );
  return 0;
}

/**
 * Writes the recorded publications from the tables in figures/: `node data/recorded/build.mjs [folder]`, by default beside
 * this file. The same tables give the same bytes; test/recorded.test.ts compares them with what is committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildComtrade } from './build/comtrade.mjs';
import { buildNews } from './build/news.mjs';
import { fileTable } from './build/provenance.mjs';
import { buildQuery } from './build/query.mjs';
import { buildTables } from './build/tables.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? here);

const parts = [buildQuery(), buildTables(), buildComtrade(), buildNews()];
const files = new Map(parts.flatMap((part) => [...part.files]));

/** In order of time; what comes at the same moment keeps the order of the parts (a page before the index that names it). */
const entries = parts.flatMap((part) => part.entries).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
files.set('calendar.json', Buffer.from(`[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`));

const template = readFileSync(join(here, 'build', 'PROVENANCE.template.md'), 'utf8');
files.set('PROVENANCE.md', Buffer.from(template.replace('<!-- files -->\n', () => fileTable(entries))));

for (const [name, bytes] of files) {
  const path = join(target, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

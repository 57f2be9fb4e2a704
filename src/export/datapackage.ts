import type { ExportedSource, ExportSelection } from '../store/store.ts';
import { FIGURE_KEY, type Field, type FieldKind } from './fields.ts';
import type { ExportedFile, Format, Table } from './format.ts';
import type { SealedFile } from './sealed-file.ts';

/** The form of what is written, in semantic versions: names of files and columns, and their meaning. */
const LAYOUT_VERSION = '1.1.0';
export const DESCRIPTOR = 'datapackage.json';
export const LICENCES = 'licences.txt';
export const CHECKSUMS = 'SHA256SUMS';

const TYPES: Readonly<Record<FieldKind, string>> = { text: 'string', number: 'number', instant: 'datetime', day: 'date' };

export const schemaFile = ({ table }: Pick<Table, 'table'>): string => `${table}.schema.json`;

/** Table Schema of Data Package v2: https://datapackage.org/standard/table-schema/ */
export function tableSchema({ table, fields }: Table): object {
  const names = fields.map((field) => field.name);
  const key = table === 'products' ? ['pipeline', 'classification', 'product'] : FIGURE_KEY;
  // Two vintages of one figure can have been obtained at the same instant.
  const isKey = table !== 'vintages' && key.every((name) => names.includes(name));
  return {
    $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
    fields: fields.map(fieldSchema),
    missingValues: [''],
    ...(isKey ? { primaryKey: key } : {}),
  };
}

const fieldSchema = ({ name, kind, required, description, values }: Field): object => ({
  name,
  type: TYPES[kind],
  description,
  constraints: { required, ...(values === undefined ? {} : { enum: values }) },
});

/** What a reader of an export has to know of it: Data Package v2, https://datapackage.org/standard/data-package/ */
export function datapackage(facts: {
  readonly format: Format;
  readonly created: string;
  readonly selection: ExportSelection;
  readonly nextChangedSince: string | null;
  readonly sources: readonly ExportedSource[];
  readonly written: readonly ExportedFile[];
  readonly documents: readonly SealedFile[];
}): object {
  const { format, created, selection, sources, written } = facts;
  const increment = selection.changedSince !== null;
  const tables = written.map((file) => ({
    name: resourceName(file.path),
    type: 'table',
    path: file.path,
    format: format.format,
    mediatype: format.mediatype,
    ...(format.encoding === null ? {} : { encoding: format.encoding }),
    ...checksum(file),
    schema: schemaFile(file),
    rows: file.rows,
  }));
  const documents = facts.documents.map((file) => ({
    name: resourceName(file.path),
    path: file.path,
    format: 'json',
    mediatype: 'application/json',
    encoding: 'utf-8',
    ...checksum(file),
  }));
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'tradewatch-export',
    title: increment ? `Trade statistics, changed since ${selection.changedSince}` : 'Trade statistics',
    description:
      'Current figures with their status, the time since which they are known, and the archived publication that each was read from; every value that they ever had; names of products.',
    version: LAYOUT_VERSION,
    created,
    ...(sources.length === 0 ? {} : { sources: sources.map((source) => ({ title: sourceTitle(source) })), licenses: sources.map(licence) }),
    resources: [...tables, ...documents],
    tradewatch: {
      changed_since: selection.changedSince,
      next_changed_since: facts.nextChangedSince,
      pipelines: selection.pipelines,
      products: selection.products,
      reporters: selection.reporters,
      partners: selection.partners,
      from: selection.from,
      to: selection.to,
    },
  };
}

/** `observations/pipeline=un-comtrade/year=2024/part-0.parquet` as `observations-un-comtrade-2024`. */
const resourceName = (path: string): string =>
  path
    .replace(/(\/part-0)?\.\w+$/, '')
    .split('/')
    .map((part) => part.replace(/^\w+=/, ''))
    .join('-');

const checksum = ({ bytes, sha256 }: SealedFile): object => ({ bytes, hash: `sha256:${sha256}` });

const sourceTitle = ({ pipeline, publisher, title }: ExportedSource): string =>
  title === null ? pipeline : `${publisher}: ${title} (${pipeline})`;

const licenceOf = (source: ExportedSource): string => source.licence ?? 'not known: this program does not have the source any more';

/** Publishers state their terms in words of their own, which no list of licences has: they are in a file beside. */
const licence = (source: ExportedSource): object => ({ path: LICENCES, title: `${source.pipeline}: ${licenceOf(source)}` });

export const licenceText = (sources: readonly ExportedSource[]): string =>
  `The figures belong to their publishers. The terms of each source, as its publisher states them:\n${sources
    .map((source) => `\n${sourceTitle(source)}\n  ${licenceOf(source)}\n`)
    .join('')}`;

/** As `sha256sum --check` reads it. */
export const checksumText = (files: readonly SealedFile[]): string => files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');

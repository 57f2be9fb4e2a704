import { writeFigures } from './csv.ts';
import { csvField } from './csv-field.ts';
import { always, type Column, type FieldKind } from './fields.ts';
import type { Format } from './format.ts';
import { ATTRIBUTES, type Component, DIMENSIONS, MEASURE, TIME_DIMENSION } from './sdmx.ts';
import { DATAFLOW_ID, sdmxStructure } from './sdmx-structure.ts';

const KINDS: Readonly<Record<Extract<Component['values'], string>, FieldKind>> = {
  String: 'text',
  Double: 'number',
  Integer: 'number',
  DateTime: 'instant',
};

const columnOf = ({ id, name, values, cells }: Component, required: boolean): Column => ({
  ...(typeof values === 'string'
    ? { name: id, kind: KINDS[values], required, description: name }
    : { name: id, kind: 'text' as const, required, description: name, values: Object.keys(values) }),
  cells,
});

/** One of the columns that every row of SDMX-CSV 2.0 begins with. */
const head = (name: string, cell: string, description: string, values: readonly string[] = [cell]): Column => ({
  name,
  kind: 'text',
  required: true,
  description,
  values,
  cells: always(cell),
});

const columnsOf = (increment: boolean): readonly Column[] => [
  head('STRUCTURE', 'dataflow', 'What the next column names.'),
  head('STRUCTURE_ID', DATAFLOW_ID, 'The dataflow; structure.json has it.'),
  head('ACTION', increment ? 'R' : 'I', 'I for information, in a full export; R for replace, in an increment.', ['I', 'R']),
  ...DIMENSIONS.map((dimension) => columnOf(dimension, true)),
  columnOf({ ...TIME_DIMENSION, values: 'String' }, true),
  columnOf({ ...MEASURE, values: 'Double' }, false),
  ...ATTRIBUTES.map((attribute) => columnOf(attribute, attribute.mandatory)),
];

/**
 * SDMX-CSV 2.0, of the current values. Nothing is ever deleted here: a figure that was withdrawn is replaced by one without a
 * value whose status says why, so ACTION is never D.
 */
export const SDMX_CSV: Format = {
  format: 'csv',
  mediatype: 'application/vnd.sdmx.data+csv; version=2.0.0',
  encoding: 'utf-8',
  documents: (created) => ({ 'structure.json': sdmxStructure(created) }),
  tables: (increment) => [{ table: 'observations', fields: columnsOf(increment) }],
  write: async (moment, target) => [await writeFigures(moment, target, 'observations', columnsOf(target.increment), csvField)],
};

import type { Cell, ExportRow } from '../store/store.ts';
import { writeCsv } from './csv.ts';
import type { Field, FieldKind } from './fields.ts';
import type { Format } from './format.ts';
import { ATTRIBUTES, type Component, DIMENSIONS, MEASURE, TIME_DIMENSION } from './sdmx.ts';
import { DATAFLOW_ID, sdmxStructure } from './sdmx-structure.ts';

/** The columns that every row of SDMX-CSV 2.0 begins with. */
const HEAD: readonly Field[] = [
  { name: 'STRUCTURE', kind: 'text', required: true, description: 'What the next column names.', values: ['dataflow'] },
  { name: 'STRUCTURE_ID', kind: 'text', required: true, description: 'The dataflow; structure.json has it.', values: [DATAFLOW_ID] },
  {
    name: 'ACTION',
    kind: 'text',
    required: true,
    description: 'I for information, in a full export; R for replace, in an increment.',
    values: ['I', 'R'],
  },
];

const KINDS: Readonly<Record<Extract<Component['values'], string>, FieldKind>> = {
  String: 'text',
  Double: 'number',
  Integer: 'number',
  DateTime: 'instant',
};

const fieldOf = ({ id, name, values }: Component, required: boolean): Field =>
  typeof values === 'string'
    ? { name: id, kind: KINDS[values], required, description: name }
    : { name: id, kind: 'text', required, description: name, values: Object.keys(values) };

const FIELDS: readonly Field[] = [
  ...HEAD,
  ...DIMENSIONS.map((dimension) => fieldOf(dimension, true)),
  fieldOf({ ...TIME_DIMENSION, values: 'String' }, true),
  fieldOf({ ...MEASURE, values: 'Double' }, false),
  ...ATTRIBUTES.map((attribute) => fieldOf(attribute, attribute.mandatory)),
];
const COMPONENTS = [...DIMENSIONS, TIME_DIMENSION, MEASURE, ...ATTRIBUTES];

/**
 * SDMX-CSV 2.0, of the current values. Nothing is ever deleted here: a figure that was withdrawn is replaced by one without a
 * value whose status says why, so ACTION is never D.
 */
export const SDMX_CSV: Format = {
  format: 'csv',
  mediatype: 'application/vnd.sdmx.data+csv; version=2.0.0',
  encoding: 'utf-8',
  documents: (created) => ({ 'structure.json': sdmxStructure(created) }),
  tables: () => [{ table: 'observations', fields: FIELDS }],
  async write(moment, target) {
    const head = ['dataflow', DATAFLOW_ID, target.increment ? 'R' : 'I'];
    const header = FIELDS.map((field) => field.name);
    const at = new Map(moment.columns('observations').map((name, index) => [name, index]));
    const cellsOf = (row: ExportRow): Cell[] => {
      const cells = (column: string): Cell => row[at.get(column) ?? -1] ?? null;
      return [...head, ...COMPONENTS.map((component) => component.of(cells))];
    };
    return [await writeCsv(target, 'observations', header, moment.rows('observations'), cellsOf)];
  },
};

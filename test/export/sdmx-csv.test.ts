import { describe, expect, test } from 'vitest';
import { SDMX_CSV } from '../../src/export/sdmx-csv.ts';
import { csvCells, everyKindOfFigure, exportTo, readJson, viewRows } from './figures.ts';

/** What this check reads of an SDMX 3.0 structure message in SDMX-JSON 2.0. */
interface Component {
  readonly id: string;
  readonly conceptIdentity: string;
  readonly localRepresentation: { readonly enumeration?: string; readonly format?: { readonly dataType: string } };
  readonly usage?: 'mandatory' | 'optional';
  readonly attributeRelationship?: { readonly observation?: object; readonly dataflow?: object; readonly dimensions?: readonly string[] };
}
interface Maintained {
  readonly id: string;
  readonly agencyID: string;
  readonly version: string;
}
interface Structure {
  readonly data: {
    readonly dataflows: readonly (Maintained & { readonly structure: string })[];
    readonly dataStructures: readonly (Maintained & {
      readonly dataStructureComponents: {
        readonly dimensionList: {
          readonly dimensions: readonly (Component & { readonly position: number })[];
          readonly timeDimension: Component;
        };
        readonly measureList: { readonly measures: readonly Component[] };
        readonly attributeList: { readonly attributes: readonly Component[] };
      };
    })[];
    readonly conceptSchemes: readonly (Maintained & { readonly concepts: readonly { readonly id: string }[] })[];
    readonly codelists: readonly (Maintained & { readonly codes: readonly { readonly id: string; readonly name: string }[] })[];
  };
}

const ID = /^[A-Za-z0-9_@$-]+$/;
const FORMS: Readonly<Record<string, RegExp>> = {
  String: /^/,
  Double: /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/,
  Integer: /^-?\d+$/,
  DateTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/,
};

/** First and last month of an SDMX period: Gregorian year or month, reporting quarter, or a time range of months. */
function monthsOf(text: string): string {
  const month = (year: number, index: number): string => `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
  const [, year = '', gregorian, quarter, start, duration] =
    /^(\d{4})(?:-(0[1-9]|1[0-2])|-Q([1-4])|-(0[1-9]|1[0-2])-01\/P([1-9]\d*)M)?$/.exec(text) ?? [];
  expect(year, `"${text}" is no period`).not.toBe('');
  const y = Number(year);
  const [from, count] =
    gregorian !== undefined
      ? [Number(gregorian) - 1, 1]
      : quarter !== undefined
        ? [Number(quarter) * 3 - 3, 3]
        : start !== undefined
          ? [Number(start) - 1, Number(duration)]
          : [0, 12];
  return count === 1 ? month(y, from) : `${month(y, from)}/${month(y, from + count - 1)}`;
}

/** Everything in an SDMX-CSV 2.0 file that its own structure does not allow. */
function faultsOf(rows: readonly Readonly<Record<string, string>>[], { data }: Structure): string[] {
  const [structure] = data.dataStructures;
  const [flow] = data.dataflows;
  if (structure === undefined || flow === undefined) return ['no structure'];
  const { dimensionList, measureList, attributeList } = structure.dataStructureComponents;
  const dimensions = [...dimensionList.dimensions, dimensionList.timeDimension];
  const components = [...dimensions, ...measureList.measures, ...attributeList.attributes];
  const urn = (kind: string, { agencyID, id, version }: Maintained): string =>
    `urn:sdmx:org.sdmx.infomodel.${kind}=${agencyID}:${id}(${version})`;
  const lists = new Map(data.codelists.map((list) => [urn('codelist.Codelist', list), new Set(list.codes.map((code) => code.id))]));
  const concepts = new Set(data.conceptSchemes.flatMap((s) => s.concepts.map((c) => `${urn('conceptscheme.Concept', s)}.${c.id}`)));
  const faults: string[] = [];
  const check = (ok: boolean, fault: string): void => void (ok || faults.push(fault));
  check(flow.structure === urn('datastructure.DataStructure', structure), `the dataflow is of ${flow.structure}`);
  for (const { id, conceptIdentity, attributeRelationship } of components) {
    check(ID.test(id), `"${id}" is no id`);
    check(concepts.has(conceptIdentity), `${conceptIdentity} is in no concept scheme`);
    for (const of of attributeRelationship?.dimensions ?? [])
      check(
        dimensions.some((d) => d.id === of),
        `${id} is of ${of}`,
      );
  }
  for (const codes of lists.values()) for (const code of codes) check(ID.test(code), `"${code}" is no id`);
  const header = ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', ...components.map((component) => component.id)];
  const keys = new Set<string>();
  const partial = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const at = `row ${index + 1}`;
    check(JSON.stringify(Object.keys(row)) === JSON.stringify(header), `${at}: the columns are ${Object.keys(row).join()}`);
    check(
      row['STRUCTURE'] === 'dataflow' && row['STRUCTURE_ID'] === `${flow.agencyID}:${flow.id}(${flow.version})`,
      `${at}: of ${row['STRUCTURE_ID']}`,
    );
    check(['I', 'A', 'R', 'D'].includes(row['ACTION'] ?? ''), `${at}: ACTION ${row['ACTION']}`);
    for (const component of components) {
      const value = row[component.id] ?? '';
      const { enumeration, format } = component.localRepresentation;
      const mandatory = dimensions.includes(component) || component.usage === 'mandatory';
      if (value === '') check(!mandatory, `${at}: no ${component.id}`);
      else if (enumeration !== undefined) check(lists.get(enumeration)?.has(value) === true, `${at}: ${component.id} ${value}`);
      else if (format?.dataType !== 'ObservationalTimePeriod')
        check(FORMS[format?.dataType ?? '']?.test(value) === true, `${at}: ${component.id} ${value} is no ${format?.dataType}`);
      const { attributeRelationship: relationship } = component;
      if (relationship === undefined || relationship.observation !== undefined) continue;
      const group = `${component.id} ${(relationship.dimensions ?? []).map((id) => row[id]).join(' ')}`;
      check((partial.get(group) ?? value) === value, `${at}: ${component.id} is ${value} and ${partial.get(group)}`);
      partial.set(group, value);
    }
    const key = dimensions.map((dimension) => row[dimension.id]).join(' ');
    check(!keys.has(key), `${at}: ${key} is there twice`);
    keys.add(key);
  }
  return faults;
}

describe('SDMX-CSV', () => {
  test('has every current figure in the structure that lies beside it', async () => {
    const { store, file } = await everyKindOfFigure();
    const folder = await exportTo(store, SDMX_CSV);
    const rows = csvCells(folder, 'observations.csv');
    expect(faultsOf(rows, readJson<Structure>(folder, 'structure.json'))).toEqual([]);
    const said = rows.map((row) => ({
      pipeline: row['PIPELINE'],
      reporter: row['REF_AREA'],
      partner: row['COUNTERPART_AREA'],
      flow: row['TRADE_FLOW'],
      product: row['PRODUCT'],
      classification: row['CLASSIFICATION'],
      measure: row['MEASURE'],
      unit: row['UNIT_MEASURE'],
      valuation: row['VALUATION'] || null,
      period: monthsOf(row['TIME_PERIOD'] ?? ''),
      period_kind: row['PERIOD_KIND'],
      value: row['OBS_VALUE'] === '' ? null : Number(row['OBS_VALUE']),
      status: row['OBS_STATUS'] === 'O' ? 'M' : row['OBS_STATUS'],
      first_seen_at: row['FIRST_SEEN_AT'],
      vintage_at: row['VINTAGE_AT'],
      snapshot_sha256: row['SNAPSHOT_SHA256'],
      source_url: row['SOURCE_URL'] || null,
      published_value: row['PUBLISHED_VALUE'] === '' ? null : Number(row['PUBLISHED_VALUE']),
      correction: row['CORRECTION'] || null,
    }));
    const expected = viewRows(file, 'v_observation').map(({ product_name, series_key, ...row }) => row);
    const order = (row: object): string => JSON.stringify(Object.entries(row).sort());
    expect(said.map(order).sort()).toEqual(expected.map(order).sort());
  });

  test('writes periods as SDMX has them, and says what is missing, suppressed and final', async () => {
    const { store } = await everyKindOfFigure();
    const rows = csvCells(await exportTo(store, SDMX_CSV), 'observations.csv').filter((row) => row['COUNTERPART_AREA'] === 'WORLD');
    expect(
      rows.map((row) => [row['FREQ'], row['PERIOD_KIND'], row['TIME_PERIOD'], row['OBS_VALUE'], row['OBS_STATUS'], row['CONF_STATUS']]),
    ).toEqual([
      ['A', 'combined', '2025-01-01/P2M', '9007199254740991', 'A', 'F'],
      ['M', 'month', '2024-10', '1.5E+21', 'E', 'F'],
      ['M', 'month', '2024-11', '5E-7', 'P', 'F'],
      ['M', 'month', '2024-12', '', 'Q', 'C'],
      ['M', 'month', '2025-03', '', 'O', 'F'],
      ['M', 'month', '2025-04', '150000', 'A', 'F'],
      ['Q', 'quarter', '2025-Q1', '1234567.89', 'A', 'F'],
      ['A', 'year', '2024', '0', 'A', 'F'],
      ['M', 'ytd', '2025-01-01/P1M', '100', 'A', 'F'],
      ['M', 'ytd', '2025-01-01/P2M', '210.5', 'A', 'F'],
    ]);
    expect(new Set(rows.map((row) => `${row['ACTION']} ${row['UNIT_MULT']}`))).toEqual(new Set(['I 0']));
  });

  test('the check finds what a structure does not allow', async () => {
    const { store } = await everyKindOfFigure();
    const folder = await exportTo(store, SDMX_CSV);
    const structure = readJson<Structure>(folder, 'structure.json');
    const [row = {}] = csvCells(folder, 'observations.csv');
    expect(faultsOf([{ ...row, OBS_STATUS: 'M' }], structure)).toEqual(['row 1: OBS_STATUS M']);
    expect(faultsOf([{ ...row, REF_AREA: '' }], structure)).toEqual(['row 1: no REF_AREA']);
    expect(faultsOf([row, row], structure)).toHaveLength(1);
    expect(faultsOf([row, { ...row, TIME_PERIOD: '2020', VALUATION: 'CIF' }], structure)).toHaveLength(1);
  });
});

/** The part of JSON Schema 2020-12 that docs/webhook-v1.schema.json uses; anything else in it is a fault, too. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

const KNOWN = new Set([
  '$schema',
  '$id',
  '$defs',
  '$ref',
  'title',
  'description',
  'type',
  'const',
  'enum',
  'properties',
  'required',
  'items',
  'oneOf',
  'pattern',
  'minimum',
]);

/** What of a value does not fit, one line each. Stricter than the schema: a field that it does not describe is a fault. */
export function schemaFaults(root: Schema, value: unknown, schema: Schema = root, at = '$'): string[] {
  const faults: string[] = [];
  for (const keyword of Object.keys(schema)) if (!KNOWN.has(keyword)) faults.push(`${at}: this check does not know "${keyword}"`);
  const check = (ok: boolean, why: string): void => void (ok || faults.push(`${at}: ${why}`));
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].replace('#/$defs/', '');
    faults.push(...schemaFaults(root, value, (root['$defs'] as Record<string, Schema>)[name] ?? {}, at));
  }
  if ('const' in schema) check(value === schema['const'], `not ${JSON.stringify(schema['const'])}`);
  if (Array.isArray(schema['enum'])) check(schema['enum'].includes(value), `not one of ${JSON.stringify(schema['enum'])}`);
  if ('type' in schema)
    check(
      [schema['type']].flat().includes(typeOf(value)) || ([schema['type']].flat().includes('number') && typeOf(value) === 'integer'),
      `${typeOf(value)}, not ${JSON.stringify(schema['type'])}`,
    );
  if (typeof schema['pattern'] === 'string' && typeof value === 'string')
    check(new RegExp(schema['pattern'], 'u').test(value), `does not match ${schema['pattern']}`);
  if (typeof schema['minimum'] === 'number' && typeof value === 'number') check(value >= schema['minimum'], `below ${schema['minimum']}`);
  if (Array.isArray(schema['oneOf'])) {
    const results = (schema['oneOf'] as Schema[]).map((one) => schemaFaults(root, value, one, at));
    check(
      results.filter((list) => list.length === 0).length === 1,
      `fits not exactly one: ${results.map((list) => list[0] ?? 'fits').join(' | ')}`,
    );
  }
  if (Array.isArray(value) && schema['items'] !== undefined)
    for (const [i, one] of value.entries()) faults.push(...schemaFaults(root, one, schema['items'] as Schema, `${at}[${i}]`));
  if (typeOf(value) === 'object') {
    const fields = value as Record<string, unknown>;
    const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
    for (const name of (schema['required'] ?? []) as string[]) check(Object.hasOwn(fields, name), `lacks ${name}`);
    for (const [name, one] of Object.entries(fields)) {
      if (Object.hasOwn(properties, name)) faults.push(...schemaFaults(root, one, properties[name], `${at}.${name}`));
      else check(schema['properties'] === undefined, `has ${name}, which is not known`);
    }
  }
  return faults;
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

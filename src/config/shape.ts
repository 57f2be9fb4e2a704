import { z } from 'zod';
import type { Path } from './fault.ts';

// A schema is used once in a process: to write and compile a function for each takes longer than to walk it.
z.config({ jitless: true });

/** What a wrapper such as default() or optional() wraps. */
function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodPipe ||
    inner instanceof z.ZodReadonly
  ) {
    inner = (inner instanceof z.ZodPipe ? inner.in : inner.unwrap()) as z.ZodType;
  }
  return inner;
}

/** The keys that a schema knows at a path; none where it takes any. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  let at = unwrap(schema);
  for (const key of path) {
    // Of several shapes, the first that has the key.
    const shapes = at instanceof z.ZodUnion ? at.options.map((option) => unwrap(option as z.ZodType)) : [at];
    at = shapes.find((shape) => shape instanceof z.ZodObject && String(key) in shape.shape) ?? at;
    const next =
      at instanceof z.ZodObject
        ? at.shape[String(key)]
        : at instanceof z.ZodArray
          ? at.element
          : at instanceof z.ZodRecord
            ? at.valueType
            : undefined;
    if (next === undefined) return [];
    at = unwrap(next as z.ZodType);
  }
  const options = at instanceof z.ZodUnion ? at.options.map((option) => unwrap(option as z.ZodType)) : [at];
  return [...new Set(options.flatMap((option) => (option instanceof z.ZodObject ? Object.keys(option.shape) : [])))];
}

/** The same schema, but a map with keys that it does not know is refused instead of stripped. */
export function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema;
}

/** Values in the form of the file, laid over it: `{ smtp: { port: 2525 }, receivers: { hook: { webhook: { url } } } }`. */
export interface ConfigOverrides {
  readonly [key: string]: unknown;
}

/**
 * Lays overrides over parsed data: maps are merged, items of a list that have an id are named by it, anything else is
 * replaced; undefined leaves what is there.
 */
export function applyOverrides(data: unknown, overrides: unknown): unknown {
  if (overrides === undefined) return data;
  if (!isMap(overrides)) return overrides;
  if (Array.isArray(data)) {
    const known = data.map((item) => (isMap(item) ? item['id'] : undefined));
    const added = Object.entries(overrides).filter(([id]) => !known.includes(id));
    return [
      ...data.map((item, index) => applyOverrides(item, overrides[String(known[index])])),
      ...added.map(([id, item]) => applyOverrides({ id }, item)),
    ];
  }
  const merged: Record<string, unknown> = isMap(data) ? { ...data } : {};
  for (const [key, value] of Object.entries(overrides)) merged[key] = applyOverrides(merged[key], value);
  return merged;
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

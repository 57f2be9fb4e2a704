import { z } from 'zod';
import type { ClaimSeries } from '../domain/claim-series.ts';

const line = z.strictObject({
  pipeline: z.string().min(1),
  product: z.string().regex(/^[A-Za-z0-9-]+:[A-Za-z0-9-]+$/, 'expected classification:product, such as HS8:85051110'),
  wider: z.boolean().default(false),
});

const shape = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*$/, 'an id of config/commodities.json, such as rare_earth_magnets'),
  z.strictObject({
    name: z.string().min(1),
    measure: z.enum(['volume', 'value']).optional(),
    taken_for: z.string().optional(),
    line: z.string().optional(),
    series: z.array(line).min(1),
  }),
);

/**
 * The official lines of each commodity, as config/claim-series.json has them; docs/claims.md says what each key means.
 * @param namesOf how texts name a commodity.
 * @throws Error (zod) that names the key when the data has another shape; Error when a commodity is taken for an unknown one.
 */
export function claimSeries(data: unknown, namesOf: (id: string) => readonly string[] = () => []): ClaimSeries {
  const read = shape.parse(data);
  for (const [id, { taken_for: other }] of Object.entries(read))
    if (other !== undefined && !Object.hasOwn(read, other)) throw new Error(`${id}.taken_for: no commodity "${other}" stands there`);
  return Object.fromEntries(
    Object.entries(read).map(([id, { name, measure, taken_for, line: reading, series }]) => [
      id,
      { name, measure: measure ?? null, takenFor: taken_for ?? null, line: reading ?? null, lines: series, names: () => namesOf(id) },
    ]),
  );
}

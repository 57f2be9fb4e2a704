import { z } from 'zod';
import { CORRECTION_ACTIONS, type Correction, correctionDigest, figureId } from '../domain/correction.ts';
import { suggestion } from '../domain/nearest.ts';
import { PERIOD_KINDS, parsePeriod } from '../domain/period.ts';
import { formatSeriesKey, parseSeriesKey } from '../domain/series.ts';
import { isWebAddress } from './codes.ts';
import { explainAll, fault } from './explain.ts';
import { ConfigError, type ConfigFault } from './fault.ts';
import { parseConfigSource } from './source.ts';

/** Beyond 2^53 the number that is written is not the one that is read. */
const number = z
  .number({ error: 'expected a number' })
  .refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), 'expected a number that is kept exactly (below 2^53)');

const entry = z.strictObject({
  key: z.string({ error: 'expected a series key, as "tradewatch series list" shows it' }),
  period: z.string({ error: 'expected a month such as 2025-06, or 2025-01/2025-02' }),
  kind: z.enum(PERIOD_KINDS).optional(),
  action: z.enum(CORRECTION_ACTIONS),
  value: number.refine((value) => value >= 0, 'expected a number of 0 or above; customs count no negative trade').optional(),
  expect: number,
  reason: z.string({ error: 'expected why the published value is wrong' }).min(1),
  source: z.string({ error: 'expected the address that states it' }).refine(isWebAddress, 'expected an http(s) address'),
  added: z.iso.date({ error: 'expected the day on which it was added, such as 2025-03-20' }),
});
type Entry = z.output<typeof entry>;

const schema = z.strictObject({ corrections: z.array(entry).default([]) });

/**
 * Reads a ledger of corrections.
 * @param label how the file is called in messages.
 * @throws ConfigError with every fault, each with its line and column.
 */
export function parseCorrections(text: string, label: string, pipelines: readonly string[]): readonly Correction[] {
  const source = parseConfigSource(text, label);
  const data = source.data ?? {};
  const result = schema.safeParse(data);
  if (!result.success) throw new ConfigError(label, explainAll(result.error.issues, { schema, data, source }));
  const ledger: Correction[] = [];
  const faults: ConfigFault[] = explainAll([], { schema, data, source });
  const places = new Map<string, string>();
  for (const [index, written] of result.data.corrections.entries()) {
    const report = (name: keyof Entry, message: string): void =>
      void faults.push(fault(source, ['corrections', index, name], 'value', message));
    const place = `${label}:${source.position(['corrections', index], 'value').line}`;
    const correction = correctionOf(written, place, pipelines, report);
    if (correction === null) continue;
    const figure = figureId(correction.seriesKey, correction.period);
    const first = places.get(figure);
    if (first !== undefined) report('period', `the figure has an entry already, at ${first}`);
    places.set(figure, place);
    ledger.push(correction);
  }
  if (faults.length > 0) throw new ConfigError(label, faults);
  return ledger;
}

function correctionOf(
  written: Entry,
  place: string,
  pipelines: readonly string[],
  report: (name: keyof Entry, message: string) => void,
): Correction | null {
  const key = told(
    () => parseSeriesKey(written.key),
    (message) => report('key', message),
  );
  const period = told(
    () => parsePeriod(written.period, written.kind),
    (message) => report('period', message),
  );
  if (key !== null && !pipelines.includes(key.pipeline))
    report('key', `there is no pipeline "${key.pipeline}"${suggestion(key.pipeline, pipelines)}`);
  const { action, value, expect, reason, source, added } = written;
  if (action === 'replace' && value === undefined) report('value', 'missing: expected the right value, in the unit of the series');
  if (action === 'remove' && value !== undefined) report('value', 'expected no value with "remove"');
  if (value === expect) report('value', `expected another value than the wrong one (expect: ${expect})`);
  if (key === null || period === null) return null;
  const what = { seriesKey: formatSeriesKey(key), period, action, value: value ?? null, expect };
  return { ...what, digest: correctionDigest(what), reason, source, added, place };
}

/** What a reader throws, as a fault. */
function told<T>(read: () => T, report: (message: string) => void): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(error.message);
    return null;
  }
}

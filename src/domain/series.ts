import type { Period } from './period.ts';

/** Words of SDMX and of the IMTS manual; see docs/data-model.md. */
export const FLOWS = ['export', 'import', 're-export'] as const;
export type Flow = (typeof FLOWS)[number];

export const MEASURES = ['value', 'net_weight', 'quantity'] as const;
export type Measure = (typeof MEASURES)[number];

export const VALUATIONS = ['FOB', 'CIF'] as const;
export type Valuation = (typeof VALUATIONS)[number];

/** SDMX OBS_STATUS: A normal, P provisional, E estimated, M missing, Q suppressed, B break. */
export const STATUSES = ['A', 'P', 'E', 'M', 'Q', 'B'] as const;
export type Status = (typeof STATUSES)[number];
/** By the code of its letter, as SQLite's unicode() gives it. */
export const STATUS_OF_CODE: ReadonlyMap<number, Status> = new Map(STATUSES.map((status) => [status.charCodeAt(0), status]));

/** What one series measures, without the source that says so. */
export interface SeriesDimensions {
  /** Whose customs reported: ISO 3166-1 alpha-2, or a group by name such as EU. */
  readonly reporter: string;
  /** ISO 3166-1 alpha-2, WORLD for the total, or a group by name such as ASEAN. */
  readonly partner: string;
  readonly flow: Flow;
  /** The nomenclature of the product code: HS, HS2017, HS8 (China's eight digits), CN (the EU's), GACC (its list of major goods). */
  readonly classification: string;
  /** The code as text, leading zeros kept; TOTAL for all goods. */
  readonly product: string;
  readonly measure: Measure;
  /** A currency (ISO 4217), kg, items or another base unit; multipliers are resolved before load. */
  readonly unit: string;
}

/** One series of one source: the identity under which figures are compared with each other. */
export interface SeriesKey extends SeriesDimensions {
  readonly pipeline: string;
}

/** How a source calls a product. */
export interface ProductName extends Pick<SeriesDimensions, 'classification' | 'product'> {
  readonly name: string;
}

/** One published figure. `value` is null only where the source itself says missing (M) or suppressed (Q). */
export interface Observation extends SeriesDimensions {
  readonly period: Period;
  readonly value: number | null;
  readonly status: Status;
  readonly valuation: Valuation | null;
  /** Where the ledger of corrections replaced what was published (see correction.ts). */
  readonly corrected?: { readonly digest: string; readonly published: number };
}

/** A figure as it is held: what a growth rate is computed from. */
export interface Figure {
  readonly period: Period;
  readonly value: number | null;
  readonly status: Status;
}

/** A figure with where it came from: one of the values that it ever had. */
export interface TracedFigure extends Figure {
  /** When this value was first seen. */
  readonly knownFrom: string;
  /** When it was replaced; null while it is current. */
  readonly knownTo: string | null;
  /** The day that the publisher printed on the publication; null when it prints none. */
  readonly publishedAt: string | null;
  /** Of the archived bytes. */
  readonly sha256: string;
  readonly url: string | null;
}

/** A series with every value that its figures ever had. */
export interface SeriesVersions {
  readonly key: SeriesKey;
  readonly versions: readonly TracedFigure[];
}

const PART = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const PARTS = ['reporter', 'partner', 'classification', 'product', 'unit'] as const;

/** `china-customs-query/CN.US.export.HS8:85051110.net_weight.kg` */
export const formatSeriesKey = (k: SeriesKey): string =>
  // Joined, as V8 would keep a text that is put together as its fourteen halves, five times as large.
  [k.pipeline, '/', k.reporter, '.', k.partner, '.', k.flow, '.', k.classification, ':', k.product, '.', k.measure, '.', k.unit].join('');

/**
 * Reads what {@link formatSeriesKey} writes.
 * @throws RangeError that shows the expected form.
 */
export function parseSeriesKey(text: string): SeriesKey {
  const form = 'pipeline/reporter.partner.flow.classification:product.measure.unit';
  const match = /^([^/]+)\/([^.]+)\.([^.]+)\.([^.]+)\.([^.:]+):([^.]+)\.([^.]+)\.([^.]+)$/.exec(text);
  if (!match) throw new RangeError(`expected a series key ${form}, got "${text}"`);
  const [, pipeline, reporter, partner, flow, classification, product, measure, unit] = match as unknown as string[];
  const key = { pipeline, reporter, partner, flow, classification, product, measure, unit } as SeriesKey;
  const fault = keyFault(key);
  if (fault !== null) throw new RangeError(`series key "${text}": ${fault}`);
  return key;
}

/**
 * What is wrong with the codes of a series, or null when nothing is.
 * @param before a series with which nothing is wrong: what they have in common need not be looked at again.
 */
export function keyFault(key: SeriesDimensions, before: SeriesDimensions | null = null): string | null {
  if (!(FLOWS as readonly string[]).includes(key.flow)) return `flow must be one of ${FLOWS.join(', ')}, got "${key.flow}"`;
  if (!(MEASURES as readonly string[]).includes(key.measure)) return `measure must be one of ${MEASURES.join(', ')}, got "${key.measure}"`;
  for (const name of PARTS) {
    if (key[name] !== before?.[name] && !PART.test(key[name])) return `${name} must be letters, digits, "-" or "_", got "${key[name]}"`;
  }
  if (key.measure === 'net_weight' && key.unit !== 'kg') return `net weight is in kg, got "${key.unit}"`;
  if (key.measure === 'value' && !/^[A-Z]{3}$/.test(key.unit)) return `a value is in a currency such as USD, got "${key.unit}"`;
  return null;
}

/** What is wrong with an observation, or null when nothing is. */
export function observationFault(o: Observation): string | null {
  const key = keyFault(o);
  if (key !== null) return key;
  if (o.value === null) return o.status === 'M' || o.status === 'Q' ? null : `no value, but status ${o.status}`;
  if (o.status === 'M' || o.status === 'Q') return `status ${o.status} (missing or suppressed) with the value ${o.value}`;
  return Number.isFinite(o.value) ? null : `value is not a finite number: ${o.value}`;
}

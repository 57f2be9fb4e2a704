import type { ExportPart, ExportSelection } from './export-store.ts';

const amongst = (column: string, list: string): string => `(@${list} = '[]' OR ${column} IN (SELECT value FROM json_each(@${list})))`;

/** Conditions of SQL over the tables, as the views name them: k the key, o an observation or a past one. */
export const SELECTED_SERIES = [
  amongst('k.pipeline', 'pipelines'),
  `(@products = '[]' OR k.product IN (SELECT value FROM json_each(@products)) OR k.classification || ':' || k.product IN (SELECT value FROM json_each(@products)))`,
  amongst('k.reporter', 'reporters'),
  amongst('k.partner', 'partners'),
].join(' AND ');

/** The same of the keys of one source, or of all. */
export const SELECTED_KEYS = `k.key >= @firstKey AND k.key < @endKey AND ${SELECTED_SERIES}`;

/**
 * A vintage writes a value, or ends or dates one that was there. Its number tells what was loaded after what: the clock may have
 * been set back, and a publication that is dated when its load begins is seen only when that has ended.
 */
const CHANGED = `(@since IS NULL OR EXISTS (SELECT 1 FROM observation t WHERE t.series_id = o.series_id AND t.period = o.period AND t.vintage_id >= @since)
  OR EXISTS (SELECT 1 FROM observation_history t WHERE t.series_id = o.series_id AND t.period = o.period AND (t.vintage_id >= @since OR t.replaced_by >= @since)))`;

export const SELECTED_FIGURES = `o.period BETWEEN @from AND @to AND ${CHANGED}`;

/** What an increment says of a current figure. */
export const CHANGE = `CASE WHEN @since IS NULL THEN NULL
  WHEN o.value IS NULL AND EXISTS (SELECT 1 FROM observation_history t WHERE t.series_id = o.series_id AND t.period = o.period AND t.value IS NOT NULL) THEN 'withdrawn'
  WHEN o.vintage_id < @since OR EXISTS (SELECT 1 FROM observation_history t WHERE t.series_id = o.series_id AND t.period = o.period AND t.vintage_id < @since) THEN 'revised'
  ELSE 'new' END`;

/** What these conditions ask for; lists are JSON. */
export interface Bindings {
  readonly pipelines: string;
  readonly products: string;
  readonly reporters: string;
  readonly partners: string;
  /** Where keys begin, and where they have ended. */
  readonly firstKey: string;
  readonly endKey: string;
  readonly from: number;
  readonly to: number;
  /** The number of the first vintage that counts as a change. */
  readonly since: number | null;
}

export const bindings = (selection: ExportSelection, since: number | null): Bindings => ({
  pipelines: JSON.stringify(selection.pipelines),
  products: JSON.stringify(selection.products),
  reporters: JSON.stringify(selection.reporters),
  partners: JSON.stringify(selection.partners),
  firstKey: '',
  endKey: '\u{10ffff}',
  from: selection.from ?? 0,
  to: selection.to ?? 999_912,
  since,
});

/** The keys of a source begin with its name and "/"; "0" comes next. */
export const keysOf = (pipeline: string): Pick<Bindings, 'firstKey' | 'endKey'> => ({ firstKey: `${pipeline}/`, endKey: `${pipeline}0` });

export const within = (asked: Bindings, { pipeline, year }: ExportPart): Bindings => ({
  ...asked,
  ...keysOf(pipeline),
  from: Math.max(asked.from, year * 100 + 1),
  to: Math.min(asked.to, year * 100 + 12),
});

/** What the file itself says of a public view: the source of the tables docs_view and docs_column, and of docs/data-model.md. */
export interface ViewDoc {
  /** What is in it, in a sentence or two. */
  readonly meaning: string;
  /** What one row is. */
  readonly grain: string;
  /** A query that runs on every database. */
  readonly example: string;
  /** In the order of the view, each as `name: type (unit). Meaning.`; see {@link readColumn}. */
  readonly columns: readonly string[];
}

export type ViewDocs = Readonly<Record<string, ViewDoc>>;

export interface ColumnDoc {
  readonly name: string;
  readonly type: string;
  /** What a number counts; a name in backticks is the column that says it. Null where there is none. */
  readonly unit: string | null;
  readonly meaning: string;
}

/**
 * What the types of columns are. SQLite itself knows only text and numbers.
 * `flag` is 1, 0 or null (unknown).
 */
export const COLUMN_TYPES = [
  'text',
  'number',
  'count',
  'flag',
  'period',
  'month',
  'month number',
  'month or day',
  'time',
  'day',
  'time or day',
  'series key',
  'sha256',
  'address',
  'JSON list',
] as const;

/** @throws Error when the text of a column has not the form `name: type (unit). Meaning.` */
export function readColumn(text: string): ColumnDoc {
  const [, name = '', type = '', unit = null, meaning = ''] = /^(\w+): ([^.(]+?)(?: \(([^)]+)\))?\. (.+\.)$/s.exec(text) ?? [];
  if (!(COLUMN_TYPES as readonly string[]).includes(type)) throw new Error(`not "name: type (unit). Meaning.": ${text}`);
  return { name, type, unit: unit ?? null, meaning };
}

/** Columns that many views have, with one meaning. */
const SHARED: ReadonlyMap<string, string> = new Map(
  [
    'pipeline: text. The source.',
    'reporter: text. The country whose customs reported: ISO 3166-1 alpha-2, or a group such as `EU`.',
    'partner: text. The other side: ISO alpha-2, `WORLD` for the total, or a group or area by name (see v_partner). A group is never added to its members.',
    'flow: text. `export`, `import` or `re-export`, seen from the reporter.',
    'product: text. The code, as text with its leading zeros; `TOTAL` for all goods. It means something only with its classification.',
    'classification: text. The list that the code comes from: `HS8`, `CN`, `HTS`, `HS`, `HS2017`, ...',
    'measure: text. `value` (money), `net_weight` (always kg) or `quantity`.',
    'unit: text. The unit of the figures: a currency, `kg`, `items`, ... Whole units, never thousands or millions.',
    'valuation: text. `FOB` (exports) or `CIF` (imports, with freight and insurance); null if the source does not say.',
    'period: period. The months that the figure covers: `2025-06`, or `2025-01/2025-02`.',
    'period_kind: text. `month`, `combined` (January and February printed as one figure), `ytd` (January to a month), `quarter` or `year`.',
    'status: text. SDMX OBS_STATUS: `A` normal, `P` provisional, `E` estimated, `M` missing (so marked, or no longer stated), `Q` suppressed (confidential), `B` break in the series.',
    'snapshot_sha256: sha256. The archived bytes it came from: `data/raw/<pipeline>/<first two digits>/<sha256>.<ext>.gz`.',
    'source_url: address. The address of the publication; null for a file loaded without `--url`.',
    'product_name: text. The name as the source prints it; null if it prints none.',
    'series_key: series key. The series: `pipeline/reporter.partner.flow.classification:product.measure.unit`.',
    'published_value: number (`unit`). What was published, if a correction replaced it; otherwise null.',
    'correction: text. The correction (`id` in v_correction); null if there is none.',
    'note: text. `lunar_new_year` for January alone and February alone if the reporter or the partner closes for the Lunar New Year (CN, HK, KR, MO, SG, TW, VN), which falls in one of the two months: judge both together. Otherwise null.',
    'yyyymm: month number. The last month of the period as a number: 202506 for `2025-06`, and for `2025-01/2025-06`. It finds a month through an index, and the year before is `yyyymm - 100`.',
    'adjustment: text. `unadjusted`: months are compared as they were published, without seasonal or working-day adjustment.',
  ].map((text) => [readColumn(text).name, text]),
);

/** The texts of columns that many views have. */
export const SERIES = (...names: readonly string[]): readonly string[] =>
  names.map((name) => {
    const text = SHARED.get(name);
    if (text === undefined) throw new Error(`no shared column ${name}`);
    return text;
  });

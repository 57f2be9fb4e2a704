import { type Flow, formatSeriesKey, type SeriesKey, type Valuation } from '../domain/series.ts';
import { alertsOfSeries } from './alerts.ts';
import type { Sqlite } from './database.ts';
import type { CatalogProduct, FigureVersion, LookupStore, SearchTerm, SeriesEntry, SeriesSearch, SourceName } from './lookup-store.ts';
import { type FigureRow, figureOf, type VersionRow, versionsOfSeries } from './versions.ts';
import { PRODUCT_NAME } from './views-observation.ts';

interface EntryRow extends SeriesKey {
  readonly key_id: number;
  readonly valuation: Valuation | null;
  readonly product_name: string | null;
}

const KEY_COLUMNS = 'k.key_id, k.pipeline, k.reporter, k.partner, k.flow, k.classification, k.product, k.measure, k.unit, k.valuation';
/** As yyyymm: 202506 less three years is 202206. */
const THREE_YEARS = 300;

export function lookupStore(db: Sqlite): LookupStore {
  const listCatalog =
    db.prepare(`SELECT k.classification, k.product, json_group_array(DISTINCT p.name) FILTER (WHERE p.name IS NOT NULL) AS names
    FROM (SELECT DISTINCT pipeline, classification, product FROM series_key) k
      LEFT JOIN product p ON p.pipeline = k.pipeline AND p.classification = k.classification AND p.product = k.product
    GROUP BY k.classification, k.product`);
  // Changes with what others write, and with what this connection writes.
  const changes = db.prepare('SELECT total_changes()').pluck();
  const state = (): string => `${db.pragma('data_version', { simple: true })} ${changes.get()}`;
  let catalog: { readonly of: string; readonly products: readonly CatalogProduct[] } | null = null;
  const entry = db.prepare(`SELECT ${KEY_COLUMNS}, ${PRODUCT_NAME} AS product_name FROM series_key k WHERE k.key = ?`);
  const extent = db.prepare(
    'SELECT MIN(o.period) AS first, MAX(o.period) AS last, COUNT(*) AS count FROM series s JOIN observation o ON o.series_id = s.series_id WHERE s.key_id = ?',
  );
  const recent = db.prepare(
    'SELECT s.period_kind AS kind, o.period, o.value, o.status FROM series s JOIN observation o ON o.series_id = s.series_id AND o.period > @from WHERE s.key_id = @keyId ORDER BY o.period',
  );
  const versions = db.prepare(
    `${versionsOfSeries(
      ', n.retrieved_at AS retrievedAt, n.name AS file, c.published_value AS published, e.reason, e.source',
      `LEFT JOIN corrected c ON c.series_id = o.series_id AND c.period = o.period AND c.vintage_id = o.vintage_id
      LEFT JOIN correction e ON e.correction_id = c.correction_id`,
    )} ORDER BY 2, 1, 5`,
  );
  const described = db.prepare('SELECT pipeline, title, publisher FROM source ORDER BY pipeline');
  const alerts = alertsOfSeries(db);
  const headings = db
    .prepare(
      "SELECT DISTINCT substr(product, 1, 6) FROM series_key WHERE flow = 'import' AND product GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]*' ORDER BY 1",
    )
    .pluck();
  const sides = db.prepare(
    "SELECT DISTINCT reporter, partner, flow FROM series_key WHERE product >= @heading AND product < @heading || ':' AND flow <> 're-export'",
  );

  const idOf = (key: SeriesKey): number | null => (entry.get(formatSeriesKey(key)) as EntryRow | undefined)?.key_id ?? null;

  return {
    async catalog() {
      const of = state();
      if (catalog?.of !== of) {
        const rows = listCatalog.all() as (Omit<CatalogProduct, 'names'> & { names: string })[];
        catalog = { of, products: rows.map((row) => ({ ...row, names: JSON.parse(row.names) as string[] })) };
      }
      return catalog.products;
    },
    async searchSeries(search) {
      const { from, values } = searchQuery(search);
      const total = db.prepare(`SELECT COUNT(*) ${from}`).pluck().get(values) as number;
      // Names are looked up for the rows that are given, not for all that are sorted.
      const rows = db
        .prepare(`SELECT k.*, ${PRODUCT_NAME} AS product_name FROM (SELECT ${KEY_COLUMNS} ${from}
          ORDER BY k.partner <> 'WORLD', k.product, k.reporter, k.partner, k.flow, k.pipeline, k.measure, k.unit LIMIT @limit OFFSET @offset) k`)
        .all({ ...values, limit: search.limit, offset: search.offset }) as EntryRow[];
      const found = rows.map((row) => {
        const { first, last, count } = extent.get(row.key_id) as { first: number; last: number; count: number };
        return {
          ...entryOf(row),
          first,
          last,
          count,
          recent: (recent.all({ keyId: row.key_id, from: last - THREE_YEARS }) as FigureRow[]).map(figureOf),
        };
      });
      return { total, found };
    },
    async seriesEntry(key) {
      const row = entry.get(formatSeriesKey(key)) as EntryRow | undefined;
      return row === undefined ? null : entryOf(row);
    },
    async figureVersions(key) {
      const keyId = idOf(key);
      if (keyId === null) return [];
      type Row = VersionRow &
        Pick<FigureVersion, 'retrievedAt' | 'file'> & {
          readonly published: number | null;
          readonly reason: string | null;
          readonly source: string | null;
        };
      return (versions.all({ keyId }) as Row[]).map(figureOf).map(({ published, reason, source, ...version }) => ({
        ...version,
        correction: published === null ? null : { published, reason: reason ?? '', source: source ?? '' },
      }));
    },
    async sourceNames() {
      return described.all() as SourceName[];
    },
    async alertsOn(key) {
      const keyId = idOf(key);
      return keyId === null ? [] : alerts(keyId);
    },
    async mirrorHeadings() {
      return headings.all() as string[];
    },
    async mirrorPairs(heading) {
      const held = sides.all({ heading }) as { reporter: string; partner: string; flow: Flow }[];
      const exported = new Set(held.filter(({ flow }) => flow === 'export').map(({ reporter, partner }) => `${reporter} ${partner}`));
      return held
        .filter(({ flow }) => flow === 'import')
        .map(({ reporter, partner }) => ({ exporter: partner, importer: reporter, both: exported.has(`${partner} ${reporter}`) }));
    },
  };
}

/** The keys that fit, without their figures: those are read by key, for what is shown. */
function searchQuery({ terms, pipeline, measure, flow }: SeriesSearch): { from: string; values: Record<string, unknown> } {
  const filters = Object.entries({ pipeline, measure, flow }).filter(([, wanted]) => wanted !== null);
  const values: Record<string, unknown> = Object.fromEntries(filters);
  const conditions = terms.map(({ parties, products }: SearchTerm, at) => {
    values[`parties${at}`] = JSON.stringify(parties);
    values[`products${at}`] = JSON.stringify(products);
    const ofProduct = `k.classification || ':' || k.product IN (SELECT value FROM json_each(@products${at}))`;
    if (parties.length > 0)
      return `(k.reporter IN (SELECT value FROM json_each(@parties${at})) OR k.partner IN (SELECT value FROM json_each(@parties${at})) OR ${ofProduct})`;
    // By the index of products.
    values[`codes${at}`] = JSON.stringify([...new Set(products.map((product) => product.slice(product.indexOf(':') + 1)))]);
    return `k.product IN (SELECT value FROM json_each(@codes${at})) AND ${ofProduct}`;
  });
  const all = [...filters.map(([name]) => `k.${name} = @${name}`), ...conditions];
  return { from: `FROM series_key k ${all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`}`, values };
}

function entryOf({ key_id: _, valuation, product_name: productName, ...key }: EntryRow): SeriesEntry {
  return { key, valuation, productName };
}

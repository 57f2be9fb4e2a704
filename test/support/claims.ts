import { readFileSync } from 'node:fs';
import { claimsIn } from '../../src/claims-in-text.ts';
import type { Claim } from '../../src/domain/claim.ts';
import { type ClaimSeries, seriesWanted } from '../../src/domain/claim-series.ts';
import { judgeClaim } from '../../src/domain/judge-claim.ts';
import { type PeriodKind, parsePeriod } from '../../src/domain/period.ts';
import type { SeriesKey, SeriesVersions, TracedFigure } from '../../src/domain/series.ts';
import type { Judged } from '../../src/domain/verdict.ts';
import { claimSeries } from '../../src/news/claim-series.ts';
import { NAMES } from '../news/told.ts';
import { KEY } from './store.ts';

export const MAPPING: ClaimSeries = claimSeries(
  JSON.parse(readFileSync(new URL('../../config/claim-series.json', import.meta.url), 'utf8')),
  (id) => NAMES.namesOf(id),
);

export const RARE_EARTHS_KEY: SeriesKey = { ...KEY, pipeline: 'china-customs-tables', classification: 'GACC', product: 'rare-earth' };

export type Entry = readonly [period: string, value: number | null, kind?: PeriodKind];

/** Current figures, known since long before any article. */
export const versions = (entries: readonly Entry[], key: Partial<SeriesKey> = {}): SeriesVersions => ({
  key: { ...KEY, ...key },
  versions: entries.map(([text, value, kind]) => figure(text, value, kind)),
});

export const figure = (text: string, value: number | null, kind?: PeriodKind, more: Partial<TracedFigure> = {}): TracedFigure => ({
  period: parsePeriod(text, kind),
  value,
  status: value === null ? 'Q' : 'A',
  knownFrom: '2020-01-01T00:00:00.000Z',
  knownTo: null,
  publishedAt: null,
  sha256: 'a'.repeat(64),
  url: null,
  ...more,
});

/** In tonnes, as in kg in the database. */
const inTonnes = (entries: readonly (readonly [string, number, PeriodKind?])[]): Entry[] =>
  entries.map(([period, tonnes, kind]) =>
    kind === undefined ? [period, Math.round(tonnes * 1000)] : [period, Math.round(tonnes * 1000), kind],
  );

/** China's exports of rare-earth magnets, as in data/recorded/figures/magnets.csv; April 2024 is not known. */
export const MAGNETS = versions(
  inTonnes([
    ['2024-01/2024-06', 27534, 'ytd'],
    ['2024-01/2024-08', 38138, 'ytd'],
    ['2024-01/2024-12', 58152, 'ytd'],
    ['2023-10', 3905],
    ['2024-02', 3326],
    ['2024-05', 4762],
    ['2024-06', 5157],
    ['2024-07', 5278],
    ['2024-08', 5325],
    ['2024-09', 4915],
    ['2024-10', 4725],
    ['2024-11', 4794],
    ['2024-12', 5580],
    ['2025-01/2025-06', 22319, 'ytd'],
    ['2025-01', 6357],
    ['2025-02', 3590],
    ['2025-03', 5323],
    ['2025-04', 2628],
    ['2025-05', 1238],
    ['2025-06', 3188],
    ['2025-07', 5577],
    ['2025-08', 6146],
    ['2025-09', 5774],
    ['2025-10', 5473],
    ['2025-11', 6149.95],
    ['2025-01/2025-12', 57392, 'ytd'],
    ['2025-12', 5952],
    ['2026-01', 6023],
    ['2026-02', 4740],
    ['2026-03', 5238],
  ]),
);
export const US_MAGNETS = versions(
  inTonnes([
    ['2024-05', 689],
    ['2024-06', 735],
    ['2024-07', 591],
    ['2024-08', 669],
    ['2024-09', 596],
    ['2024-10', 628],
    ['2025-05', 46],
    ['2025-06', 353],
    ['2025-07', 619],
    ['2025-08', 590],
    ['2025-09', 420.5],
    ['2025-10', 656.3],
  ]),
  { partner: 'US' },
);
/** The "Rare earth" line, as in data/recorded/figures/rare_earths.csv. */
export const RARE_EARTHS = versions(
  inTonnes([
    ['2024-04', 4566],
    ['2024-05', 6217],
    ['2024-06', 4829],
    ['2024-07', 4937],
    ['2024-08', 4723],
    ['2024-09', 4181],
    ['2024-10', 4753],
    ['2024-11', 4416],
    ['2024-12', 3326],
    ['2024-01/2024-06', 29095, 'ytd'],
    ['2024-01/2024-12', 55431, 'ytd'],
    ['2025-01/2025-06', 32569.2, 'ytd'],
    ['2025-01/2025-12', 62585.2, 'ytd'],
    ['2025-01/2025-02', 8511.3, 'combined'],
    ['2025-04', 4784.8],
    ['2025-05', 5864.6],
    ['2025-06', 7742.2],
    ['2025-07', 5994.3],
    ['2025-08', 5791.8],
    ['2025-09', 4000.3],
    ['2025-10', 4343.5],
    ['2025-11', 5493.9],
    ['2025-12', 4392.1],
    ['2026-01/2026-02', 10460, 'combined'],
  ]),
  RARE_EARTHS_KEY,
);
export const OFFICIAL: readonly SeriesVersions[] = [MAGNETS, US_MAGNETS, RARE_EARTHS];

/** Invented: China's trade in all goods and with the United States, in USD and CNY, and in some goods, in tonnes. */
const TOTAL_KEY: Partial<SeriesKey> = { pipeline: 'china-customs-tables', classification: 'HS', product: 'TOTAL', measure: 'value' };
const allGoods = (before: number, after: number, key: Partial<SeriesKey>): SeriesVersions[] =>
  ['USD', 'CNY'].map((unit) =>
    versions(
      [
        ['2024-06', before],
        ['2025-06', after],
      ],
      { ...TOTAL_KEY, unit, ...key },
    ),
  );
const goods = (product: string, flow: SeriesKey['flow'], entries: readonly (readonly [string, number])[]): SeriesVersions =>
  versions(inTonnes(entries), { ...RARE_EARTHS_KEY, product, flow });
const INVENTED: readonly SeriesVersions[] = [
  ...allGoods(300_000_000_000, 312_000_000_000, {}),
  ...allGoods(200_000_000_000, 202_000_000_000, { flow: 'import' }),
  ...allGoods(45_000_000_000, 38_000_000_000, { partner: 'US' }),
  goods('steel-products', 'export', [
    ['2024-06', 8_745_000],
    ['2025-05', 10_578_000],
    ['2025-06', 9_678_000],
  ]),
  ...(
    [
      ['soya-beans', 11_110_000, 12_260_000],
      ['crude-petroleum-oil', 46_450_000, 49_890_000],
      ['iron-ores-and-concentrates', 97_610_000, 105_950_000],
    ] as const
  ).map(([product, before, after]) =>
    goods(product, 'import', [
      ['2024-06', before],
      ['2025-06', after],
    ]),
  ),
];

/** Invented: a series of each measure that falls by 3 % a year. */
const fallingSeries = (key: Partial<SeriesKey>): SeriesVersions[] =>
  (
    [
      ['net_weight', 'kg'],
      ['value', 'USD'],
      ['value', 'CNY'],
    ] as const
  ).map(([measure, unit]) =>
    versions(
      Array.from({ length: 60 }, (_, i): Entry => {
        const month = `${2021 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`;
        return [month, Math.round(1e9 * 0.97 ** (i / 12))];
      }),
      { ...key, measure, unit },
    ),
  );

/** The claims of a text, held against series of everything that is asked for, all falling by 3 % a year. */
export const judgeAgainstFalling = (text: string, published: string): readonly Judged[] =>
  claimsIn(text, null, published, NAMES).map((found) => {
    const series = seriesWanted(found.claim, MAPPING).flatMap(({ product, ...key }) => {
      const [classification = '', code = ''] = product.split(':');
      return fallingSeries({ ...key, classification, product: code });
    });
    return judgeClaim({ ...found, asOf: `${published}T23:59:59.999Z` }, series, MAPPING);
  });

/** The claims of a text, held against the figures of magnets and rare earths and the invented ones. */
export const judgeText = (text: string, published: string): readonly Judged[] =>
  claimsIn(text, null, published, NAMES).map((found) => {
    const wanted = seriesWanted(found.claim, MAPPING);
    const series = [...OFFICIAL, ...INVENTED].filter(({ key }) =>
      wanted.some(
        ({ pipeline, product, ...rest }) =>
          pipeline === key.pipeline &&
          product === `${key.classification}:${key.product}` &&
          rest.reporter === key.reporter &&
          rest.partner === key.partner &&
          rest.flow === key.flow,
      ),
    );
    return judgeClaim({ ...found, asOf: `${published}T23:59:59.999Z` }, series, MAPPING);
  });

export const claim = (more: Partial<Claim> = {}): Claim => ({
  commodity: 'rare_earth_magnets',
  flow: 'export',
  reporter: 'CN',
  partner: 'WORLD',
  basis: 'yoy',
  period: '2025-06',
  direction: 'up',
  percent: 5,
  qualifier: 'exact',
  level: null,
  level_unit: null,
  base_level: null,
  measure: null,
  span: [0, 0],
  ...more,
});

/** The claim that the project began with. */
export const FOUNDING = claim({ period: '2025-Q2', percent: 25, qualifier: 'more_than' });

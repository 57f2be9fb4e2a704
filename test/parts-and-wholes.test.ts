import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import eurostat from '../pipelines/eurostat-comext.ts';
import { ingestFiles } from '../src/ingest.ts';
import { openLog } from '../src/log.ts';
import type { Services, Source } from '../src/services.ts';
import { openArchive } from '../src/stages/archive.ts';
import { SILENT_DETECTOR } from '../src/stages/detect.ts';
import { openStore } from '../src/store/sqlite.ts';
import { temporaryFolder } from './support/store.ts';

const SOURCE: Source = {
  pipeline: eurostat,
  baseUrl: null,
  schedule: null,
  releases: null,
  settings: eurostat.settings.parse({}),
  revisions: null,
  secret: null,
};

type Figures = Readonly<Record<string, number>>;

/** Invented figures by code of Eurostat, in euros, in its SDMX-CSV. */
const csv = (months: Readonly<Record<string, Figures>>): string =>
  [
    'DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE',
    ...Object.entries(months).flatMap(([month, figures]) =>
      Object.entries(figures).map(
        ([code, value]) => `ESTAT:DS-045409(1.0),13/02/26 11:00:00,M,EU27_2020,${code},85051110,1,VALUE_IN_EUROS,${month},${value}`,
      ),
    ),
    '',
  ].join('\n');

/** The database of one publication that is ingested. */
async function ingested(months: Readonly<Record<string, Figures>>): Promise<Database.Database> {
  const folder = temporaryFolder();
  const store = openStore(join(folder, 'test.db'));
  const services = {
    store,
    archive: openArchive(join(folder, 'raw')),
    detector: SILENT_DETECTOR,
    commodities: { match: () => null },
    log: openLog({ level: 'error', format: 'json', now: () => new Date('2026-02-17T12:00:00Z'), write: () => {} }),
    now: () => new Date('2026-02-17T12:00:00Z'),
  } as unknown as Services;
  writeFileSync(join(folder, 'comext.csv'), csv(months));
  const asked = { trigger: 'ingest', retrievedAt: null, url: null, columns: null, params: {} } as const;
  await ingestFiles(services, SOURCE, [join(folder, 'comext.csv')], asked, (report) => expect(report.outcome).toBe('loaded'));
  store.close();
  const db = new Database(join(folder, 'test.db'), { readonly: true });
  onTestFinished(() => void db.close());
  return db;
}

/** Of one month what adds up, and what is left out with the partner whose part it is. */
function contributionsIn(db: Database.Database, yyyymm: number) {
  const rows = db.prepare('SELECT * FROM v_contribution WHERE yyyymm = ?').all(yyyymm) as {
    partner: string;
    value: number;
    adds_up: number;
    part_of: string | null;
    share_percent: number;
    partners: number | null;
  }[];
  const adding = rows.filter((row) => row.adds_up === 1);
  expect(adding.reduce((sum, row) => sum + row.share_percent, 0)).toBeCloseTo(100, 9);
  return {
    counted: adding
      .filter(({ partners }) => partners === null)
      .map(({ partner }) => partner)
      .sort(),
    notCovered: rows.find(({ partner }) => partner === 'NOT_COVERED')?.value,
    leftOut: Object.fromEntries(rows.flatMap(({ partner, part_of }) => (part_of === null ? [] : [[partner, part_of]]))),
  };
}

const checksOf = (db: Database.Database): unknown[] =>
  db.prepare(`SELECT expected, received, holds FROM v_completeness WHERE "check" = 'total' ORDER BY subject`).raw().all();

/** The United Kingdom as 100, of which 10 are Northern Ireland's; withheld 30, of which 20 within the Union. */
const PARTS = { GB: 100, XI: 10, XU: 90, QX: 30, QY: 20, QZ: 10, CN: 503, US: 70, EXT_EU27_2020: 673, INT_EU27_2020: 30 };

test('a whole and its parts in one publication are counted once, whether the total has the parts beside the whole or in it', async () => {
  const db = await ingested({
    '2025-06': { WORLD: 703, ...PARTS },
    '2025-07': { WORLD: 703 + 100 + 30, ...PARTS },
    '2025-08': { WORLD: 703 + 61, ...PARTS },
  });
  const counted = ['CN', 'GB', 'SECRET', 'US'];
  const leftOut = { NORTHERN_IRELAND: 'GB', GREAT_BRITAIN: 'GB', SECRET_INTRA_EU: 'SECRET', SECRET_EXTRA_EU: 'SECRET' };
  expect(contributionsIn(db, 202506)).toEqual({ counted, leftOut, notCovered: 0 });
  expect(contributionsIn(db, 202507)).toEqual({ counted, leftOut, notCovered: 130 });
  expect(contributionsIn(db, 202508)).toEqual({ counted, leftOut, notCovered: 61 });
  // The last total is made by no choice of wholes and parts, although those before are: something is missing.
  expect(checksOf(db)).toEqual([
    [703, 703, 1],
    [833, 833, 1],
    [764, 703, 0],
  ]);
});

test('parts are counted where their whole has no figure, and where the source has no such parts', async () => {
  const { GB: _, QX: __, ...parts } = PARTS;
  const db = await ingested({
    '2020-06': { WORLD: 803, ...PARTS },
    '2025-06': { WORLD: 703, ...parts },
    '1992-06': { WORLD: 100, SU: 60, RU: 50, UA: 10, US: 40 },
    '1993-06': { WORLD: 100, YU: 20, HR: 10, SI: 20, US: 50 },
    '2005-06': { WORLD: 100, CS: 30, XS: 20, XM: 5, XK: 5, US: 70 },
    '2006-06': { WORLD: 101, XS: 20, XM: 5, XK: 5, US: 71 },
    '2007-06': { WORLD: 101, XS: 20, ME: 5, XK: 5, US: 71 },
  });
  const secret = { SECRET_INTRA_EU: 'SECRET', SECRET_EXTRA_EU: 'SECRET' };
  expect(contributionsIn(db, 202006)).toMatchObject({ leftOut: secret, notCovered: 0 });
  expect(contributionsIn(db, 202506)).toMatchObject({ leftOut: {}, notCovered: 0 });
  expect(contributionsIn(db, 199206)).toMatchObject({ leftOut: { RU: 'USSR', UA: 'USSR' }, notCovered: 0 });
  expect(contributionsIn(db, 199306)).toMatchObject({ leftOut: {}, notCovered: 0 });
  const serbia = 'CZECHOSLOVAKIA_OR_SERBIA_AND_MONTENEGRO';
  expect(contributionsIn(db, 200506)).toMatchObject({ leftOut: { RS: serbia, ME: serbia, XK: serbia }, notCovered: 0 });
  // Growth on 2005 is of the partners that are counted in 2005.
  expect(contributionsIn(db, 200606)).toMatchObject({ leftOut: { RS: serbia, ME: serbia, XK: serbia }, notCovered: 30 });
  expect(contributionsIn(db, 200706)).toMatchObject({ counted: ['ME', 'RS', 'US', 'XK'], notCovered: 0 });
  expect(new Set(checksOf(db).map((check) => (check as unknown[])[2]))).toEqual(new Set([1]));
});

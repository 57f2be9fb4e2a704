/**
 * An illustration with invented figures of an invented product, in a database of its own: one month is revised again and again,
 * and the mails about it are one thread. China Customs revises seldom, so the recorded publications show too little of it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApp } from '../app.ts';
import type { CommandIo } from '../commands/command.ts';
import { loadConfig } from '../config.ts';
import { ingestFiles } from '../ingest.ts';
import type { Pipeline } from '../pipeline.ts';
import type { AlertEventRecord, DeliveryRecord } from '../store/store.ts';
import { openMailSink } from './sinks.ts';

export interface Illustration {
  readonly events: readonly AlertEventRecord[];
  readonly deliveries: readonly DeliveryRecord[];
  readonly mails: readonly string[];
}

/** Invented: kilograms of each month, and then of June 2025, publication by publication. */
const YEAR_BEFORE: readonly number[] = [
  905_000, 640_000, 930_000, 960_000, 985_000, 1_000_000, 1_010_000, 990_000, 1_020_000, 1_005_000, 975_000, 1_040_000,
];
const THIS_YEAR: readonly number[] = [880_000, 655_000, 900_000, 930_000, 905_000];
const JUNE: readonly (readonly [day: string, kilograms: number])[] = [
  ['2025-07-20', 640_000],
  ['2025-08-20', 702_000],
  ['2025-09-20', 790_000],
  ['2025-10-20', 731_000],
];

/** @param out a folder for its database, files and mails. */
export async function illustrateRevision(
  io: CommandIo,
  root: string,
  out: string,
  registry: ReadonlyMap<string, Pipeline>,
): Promise<Illustration> {
  const published = join(out, 'published');
  mkdirSync(published, { recursive: true });
  const mails = await openMailSink(join(out, 'mails'));
  const clock = { now: new Date('2025-06-20T02:00:00Z') };
  try {
    const config = loadConfig(join(root, 'config', 'demo-revision.yaml'), {
      cwd: root,
      pipelines: [...registry.values()],
      overrides: {
        database: join(out, 'tradewatch.db'),
        archive: join(out, 'raw'),
        inbox: join(out, 'inbox'),
        smtp: { port: mails.port },
      },
    });
    const app = await openApp({ ...io, now: () => clock.now }, config, registry, 'demo', { quiet: true, noWaiting: true });
    try {
      const source = app.sources.get('china-customs-query');
      if (source === undefined) throw new Error('the illustration needs the pipeline china-customs-query');
      const months = [...YEAR_BEFORE.map((kg, i) => [202401 + i, kg] as const), ...THIS_YEAR.map((kg, i) => [202501 + i, kg] as const)];
      for (const [day, rows] of [['2025-06-20', months] as const, ...JUNE.map(([at, kg]) => [at, [[202506, kg]]] as const)]) {
        clock.now = new Date(`${day}T02:00:00Z`);
        const file = join(published, `${day}_invented_world_export.csv`);
        writeFileSync(file, csvOf(rows));
        const given = { trigger: 'ingest', retrievedAt: null, url: null, columns: null, params: {} } as const;
        await ingestFiles(app.services, source, [file], given, () => {});
        await app.deliver();
      }
      const id = (await app.services.store.alerts())[0]?.fingerprint ?? '';
      const found = await app.services.store.alertThread(id);
      const events = found?.events.filter((event) => event.about === 'figures') ?? [];
      return { events, deliveries: found?.messages ?? [], mails: mails.files };
    } finally {
      app.close();
    }
  } finally {
    await mails.close();
  }
}

/** In the form of China Customs' online query. */
const csvOf = (rows: readonly (readonly number[])[]): string =>
  [
    '"Date of data","Commodity code","Commodity","Quantity","Unit","Supplimentary Quantity","Supplimentary Unit",',
    ...rows.map(([month, kg]) => `"${month}","99999999","Illustration (invented figures)","${kg}","Kilogram","0","-",`),
    '',
  ].join('\r\n');

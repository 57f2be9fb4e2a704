import type { ClaimRule } from '../../src/domain/claim-alert.ts';
import type { DataRule } from '../../src/domain/publication.ts';
import { createClaimJudge } from '../../src/stages/judge-news.ts';
import { createPublicationJudge } from '../../src/stages/judge-publications.ts';
import type { SiteOptions } from '../../src/web/site.ts';
import { FOUNDING, MAPPING } from '../support/claims.ts';
import { observations, openTestStore, publish } from '../support/store.ts';
import { eventful, HOSTILE } from './eventful.ts';
import { say } from './figures.ts';

const CHANNELS = new Map([['desk', 'email']]);
const LATE: DataRule = {
  ...{ id: 'late', title: null, kind: 'release_late', pipelines: null, afterHours: null, severity: 'warning' },
  receivers: ['desk'],
};
const FAILED: DataRule = { ...LATE, id: 'failed', kind: 'pipeline_failed', afterHours: 1, severity: 'critical' };
const CONTRADICTED: ClaimRule = {
  ...{ id: 'claims', title: null, commodities: null, reporters: null, publishers: null, severity: 'warning' },
  receivers: ['desk'],
};

export const JUDGED_AT = '2025-09-21T03:00:00.000Z';
export const SAID_AT = '2025-09-21T04:00:00.000Z';

export const publications = createPublicationJudge({ rules: [LATE, FAILED], channels: CHANNELS });
export const claimJudge = createClaimJudge({ rules: [CONTRADICTED], mapping: MAPPING, channels: CHANNELS });

/**
 * What {@link eventful} has, and alerts of every kind: a release is late, a source fails, and a claim is contradicted. The figures of
 * 2024 and 2025 that contradict it are real.
 */
export async function everyAlert(): Promise<{ file: string; options: Partial<SiteOptions>; figures: string }> {
  const { file, options, alert } = await eventful();
  const store = openTestStore(file);
  await store.judgePublications({ publications }, JUDGED_AT);
  await publish(
    store,
    '2025-07-20T11:00:00.000Z',
    observations([
      ['2024-05', 4_762_000],
      ['2024-06', 5_157_000],
      ['2025-04', 2_628_000],
      ['2025-05', 1_238_000],
      ['2025-06', 3_188_000],
    ]),
  );
  const quote = 'Exports rose more than 25 % in the quarter.';
  // The first article of all is history.
  await say(store, 'https://trade-daily.example.org/first', 'First', 'Nothing was counted.', { ...FOUNDING, commodity: 'soybeans' });
  await say(store, 'https://trade-daily.example.org/q2', `Magnets ${HOSTILE}`, quote, FOUNDING, claimJudge, SAID_AT);
  store.close();
  return { file, options, figures: alert };
}

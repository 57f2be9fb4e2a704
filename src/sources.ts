import type { Config, PipelineConfig, Secrets } from './config.ts';
import type { RevisionPolicy } from './domain/lookback.ts';
import type { ReleaseCalendar } from './domain/release.ts';
import type { Pipeline } from './pipeline.ts';
import type { Services, Source } from './services.ts';

/** What a plan is made with: of the world it needs the clock, and of the database only what stands there. */
export interface Planner {
  readonly services: Pick<Services, 'store' | 'now'>;
  readonly sources: ReadonlyMap<string, Source>;
}

/** The pipelines that the configuration has not turned off, as it wants them. */
export function sourcesOf(config: Config, registry: ReadonlyMap<string, Pipeline>, secrets: Secrets): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  for (const pipeline of registry.values()) {
    const wanted = config.pipelines[pipeline.id];
    if (wanted?.enabled === false) continue;
    sources.set(pipeline.id, {
      pipeline,
      baseUrl: wanted?.baseUrl ?? pipeline.baseUrl,
      schedule: wanted?.schedule ?? pipeline.schedule,
      releases: releasesOf(pipeline, wanted?.releases ?? null),
      settings: pipeline.settings.parse(wanted?.settings ?? {}),
      revisions: revisionsOf(pipeline.revisions, wanted?.lookbackMonths ?? null),
      secret: pipeline.secret === undefined ? null : secrets.find(pipeline.secret),
      corrections: config.corrections.filter((entry) => entry.seriesKey.startsWith(`${pipeline.id}/`)),
    });
  }
  return sources;
}

/** A listed date of the configuration takes the place of the pipeline's, or is added to them. */
function releasesOf({ releases }: Pipeline, wanted: PipelineConfig['releases']): ReleaseCalendar | null {
  if (releases === null || wanted === null) return releases;
  if (!wanted.expected) return null;
  return { ...releases, dates: { ...releases.dates, ...wanted.dates }, graceDays: wanted.graceDays ?? releases.graceDays };
}

/** How far back is asked again: what the configuration says takes the place of the publisher's policy. */
function revisionsOf(policy: RevisionPolicy | null, lookbackMonths: number | null): RevisionPolicy | null {
  if (policy === null || lookbackMonths === null) return policy;
  return { months: lookbackMonths, ...(policy.firstLoad === undefined ? {} : { firstLoad: policy.firstLoad }) };
}

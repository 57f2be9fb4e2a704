import { html } from 'hono/html';
import { type Punctuality, punctualityOf } from '../../domain/punctuality.ts';
import type { SourceRecord } from '../../store/store.ts';
import { stateWord } from '../attention.ts';
import { asJson } from '../json.ts';
import type { Page } from '../page.ts';
import { short, sourceLink, stateOf, table, time } from '../parts.ts';

interface SourceList {
  readonly sources: readonly (SourceRecord & { readonly title: string | null; readonly punctuality: Punctuality | null })[];
}

/** Two years of monthly releases: enough for a habit. */
export const PUNCTUALITY_RELEASES = 24;

export const sourceList: Page<SourceList> = {
  path: '/sources',
  section: 'runs',
  title: () => 'Sources',
  async data({ store, deployment }) {
    const lags = await store.releaseLags(PUNCTUALITY_RELEASES);
    const titles = new Map(deployment.sources.map(({ id, title }) => [id, title]));
    const sources = await store.sources();
    return {
      sources: sources.map((source) => ({
        ...source,
        title: titles.get(source.pipeline) ?? null,
        punctuality: punctualityOf(lags.get(source.pipeline) ?? []),
      })),
    };
  },
  json: asJson,
  view: ({ sources }) => html`
<p><a href="/runs">Runs</a> · <a href="/releases">Release calendar</a></p>
${table(
  'Sources',
  [
    {
      title: 'Source',
      cell: (s) => html`${sourceLink(s.pipeline)}<span class="note">${short(s.title ?? '', 160)}</span>`,
    },
    { title: 'State', cell: (s) => stateOf(stateWord(s)) },
    { title: 'Last month', cell: (s) => s.lastPeriod ?? '—' },
    {
      title: 'Asked',
      cell: (s) => (s.schedule === null ? 'files by hand' : html`<code>${s.schedule}</code><span class="note">${s.timezone}</span>`),
    },
    { title: 'Next expected', cell: (s) => time(s.nextExpectedAt?.slice(0, 10) ?? null) },
    { title: 'Releases come', cell: (s) => punctualityText(s.punctuality) ?? '—' },
  ],
  sources,
)}`,
};

/** `8 h late, give or take 2 h (12 seen)` */
export function punctualityText(punctuality: Punctuality | null): string | null {
  if (punctuality === null) return null;
  const { medianHours, spreadHours, releases } = punctuality;
  const lag = Math.abs(medianHours) < 0.5 ? 'on time' : `${hours(Math.abs(medianHours))} ${medianHours < 0 ? 'early' : 'late'}`;
  return `${lag}, give or take ${hours(spreadHours)} (${releases} seen)`;
}

const hours = (count: number): string => (count < 48 ? `${Math.round(count)} h` : `${Math.round(count / 24)} d`);

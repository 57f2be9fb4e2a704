import { html } from 'hono/html';
import { formatPeriod } from '../../domain/period.ts';
import type { AlertRecord, HeldFigure, SourceRecord } from '../../store/store.ts';
import type { Page } from '../page.ts';
import { stateOf, table, time } from '../parts.ts';

interface Overview {
  readonly sources: readonly SourceRecord[];
  readonly alerts: readonly AlertRecord[];
  readonly held: readonly HeldFigure[];
  readonly nextDelivery: string | null;
}

const RECENT_ALERTS = 15;

export const overview: Page<Overview> = {
  path: '/',
  section: 'overview',
  title: () => 'Overview',
  async data({ store }) {
    return {
      sources: await store.sources(),
      alerts: (await store.alerts()).filter((alert) => alert.state !== 'historical').slice(0, RECENT_ALERTS),
      held: await store.waiting(),
      nextDelivery: await store.nextDelivery(),
    };
  },
  view: ({ sources, alerts, held }) => html`
<h2>Sources</h2>
${table(
  'Sources',
  [
    { title: 'Source', cell: (s) => s.pipeline },
    { title: 'State', cell: (s) => stateOf(s.state) },
    { title: 'Last month in the data', cell: (s) => s.lastPeriod ?? '—' },
    { title: 'Published', cell: (s) => time(s.lastPublishedAt) },
    { title: 'Last success', cell: (s) => time(s.lastSuccessAt) },
    { title: 'Next expected', cell: (s) => time(s.nextExpectedAt?.slice(0, 10) ?? null) },
  ],
  sources,
)}
<h2>Raised and corrected lately</h2>
${table(
  'Alerts',
  [
    { title: 'Last event', cell: (a) => time(a.lastEventAt) },
    { title: 'State', cell: (a) => a.state },
    { title: 'Period', cell: (a) => formatPeriod(a.period) },
    { title: 'Rule', cell: (a) => html`<a href="/alerts/${a.fingerprint}">${a.ruleId}</a>` },
    { title: 'Series', cell: (a) => html`<code>${a.subject}</code>` },
  ],
  alerts,
  'Nothing was raised yet.',
)}
<h2>Waits for a person</h2>
${table(
  'Held figures',
  [
    { title: 'Source', cell: (h) => h.pipeline },
    { title: 'Why', cell: (h) => h.reason },
  ],
  held,
  'Nothing waits.',
)}`,
};

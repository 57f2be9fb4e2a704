import type { Context, Hono } from 'hono';
import { formatPeriod } from '../domain/period.ts';
import { csvRecord } from '../export/csv.ts';
import { guarded } from '../export/csv-field.ts';
import { mirrorChart, mirrorView } from './mirror-view.ts';
import { askedOf, type SiteContext, Unclear, unlessUnclear } from './page.ts';
import { type SeriesView, seriesView, themeOf } from './series-view.ts';

/** What belongs to pages of figures and is no page: charts as pictures, figures as CSV. All take the choices of their page. */
export function addFigureFiles(site: Hono, context: SiteContext): void {
  site.get('/series/:key/chart.svg', async (c) => {
    const asked = askedOf(c);
    const drawn = await unlessUnclear(
      (async () => {
        const theme = themeOf(asked);
        const view = await seriesView(context, asked, asked.param('key'));
        if (view === null || view.chart === null) return null;
        return (await import('../chart/svg.ts')).chartSvg(view.chart, { theme, growth: true });
      })(),
    );
    return answer(c, drawn, 'image/svg+xml');
  });
  site.get('/mirror/chart.svg', async (c) => {
    const asked = askedOf(c);
    const drawn = await unlessUnclear(
      (async () => {
        const theme = themeOf(asked);
        const view = await mirrorView(context.store, asked);
        const pair = view?.pairs[Number(asked.query('pair') ?? '0')];
        const chart = view === null || pair === undefined ? null : mirrorChart(view, pair);
        return chart === null ? null : (await import('../chart/mirror.ts')).mirrorSvg(chart, theme);
      })(),
    );
    return answer(c, drawn, 'image/svg+xml');
  });
  site.get('/series/:file{[^/]+\\.csv}', async (c) => {
    const asked = askedOf(c);
    const key = asked.param('file').replace(/\.csv$/, '');
    const written = await unlessUnclear(
      (async () => {
        const view = await seriesView(context, asked, key);
        return view === null ? null : csvOf(view);
      })(),
    );
    if (typeof written === 'string') c.header('Content-Disposition', `attachment; filename="${key.replaceAll(/[^\w.-]+/g, '_')}.csv"`);
    return answer(c, written, 'text/csv; charset=utf-8');
  });
}

function answer(c: Context, body: string | null | Unclear, type: string): Response {
  if (body === null) return c.text('There is no such thing.\n', 404);
  if (body instanceof Unclear) return c.text(`${body.message}\n`, 400);
  return c.body(body, 200, { 'Content-Type': type });
}

const HEADER = [
  'period',
  'period_kind',
  'value',
  'unit',
  'status',
  'yoy_percent',
  'yoy_reason',
  'known_from',
  'published_at',
  'retrieved_at',
  'values',
  'sha256',
  'url',
];

const csvOf = ({ shown, entry }: SeriesView): string =>
  [
    csvRecord(HEADER),
    ...shown.map(({ figure, yoy, values }) =>
      csvRecord([
        formatPeriod(figure.period),
        figure.period.kind,
        figure.value,
        entry.key.unit,
        figure.status,
        yoy.known ? yoy.percent : null,
        yoy.known ? null : yoy.reason,
        figure.knownFrom,
        figure.publishedAt,
        figure.retrievedAt,
        values.length,
        figure.sha256,
        figure.url === null ? null : guarded(figure.url),
      ]),
    ),
  ].join('');

import pc from 'picocolors';
import { claimsTable } from '../commands/claims-list.ts';
import { formatPercent, renderJson, renderTable, sparkline } from '../commands/table.ts';
import { figuresOf } from '../domain/figures.ts';
import { growth } from '../domain/growth.ts';
import { formatAllDigits } from '../domain/number-words.ts';
import { addMonths, formatMonth, formatPeriod, monthsBetween } from '../domain/period.ts';
import type { ClaimRecord } from '../store/claim-store.ts';
import type { AlertRecord, SeriesRecord, Store } from '../store/store.ts';
import type { Illustration } from './revision.ts';

export interface DemoFacts {
  readonly out: string;
  readonly mails: readonly string[];
  readonly hooks: readonly string[];
  readonly rejected: number;
  readonly illustration: Illustration;
  readonly seconds: number;
  readonly json: boolean;
  readonly color: boolean;
  /** Of the terminal; undefined when nobody looks. */
  readonly columns: number | undefined;
}

const LINE_MONTHS = 27;
/** A line of fewer months says nothing. */
const LEAST_MONTHS = 4;
const FLAGSHIP = 'HS8:85051110';

/** What a newcomer sees at the end: what was read, the series, the alerts, and what is left behind. */
export async function demoReport(store: Store, facts: DemoFacts): Promise<{ text: string; complete: boolean }> {
  const colors = pc.createColors(facts.color);
  const sources = await store.sources();
  const counts = await store.counts();
  const alerts = await store.alerts();
  const series = (await store.series()).filter((s) => s.kinds.includes('month'));
  const undelivered = await store.nextDelivery();
  const complete =
    counts.observations > 0 &&
    facts.mails.length > 0 &&
    facts.hooks.length > 0 &&
    facts.rejected === 0 &&
    facts.illustration.mails.length === facts.illustration.events.length &&
    undelivered === null &&
    sources.every((s) => s.state !== 'failing');
  if (facts.json)
    return {
      text: renderJson({ counts, mails: facts.mails, webhooks: facts.hooks, alerts: alerts.length, folder: facts.out, complete }),
      complete,
    };

  const heading = (text: string): string => `\n${colors.bold(text)}\n`;
  const parts = [
    colors.bold('tradewatch demo: two years of publications, read in the order in which they came out\n'),
    heading('What was read'),
    await readTable(store, sources),
    heading('The monthly series'),
    await seriesTable(store, series),
    colors.dim('One bar a month, · is a month that no publication states. Unknown is never 0.\n'),
    heading(`Alerts on ${FLAGSHIP} (China's exports of rare-earth magnets) and the other rules`),
    alertTable(
      alerts.filter((a) => a.state !== 'historical'),
      facts.columns,
    ),
    `${alerts.filter((a) => a.state === 'historical').length} more crossings were history when they were first seen; each receiver was told of them in digests.\n`,
    heading('Claims in the news'),
    ...claimsPart(await store.claims(), facts.columns),
    heading('When a figure is revised: an illustration with invented figures, in a database of its own'),
    illustrationTable(facts.illustration),
    'One thread: each mail answers the first, so a mail program shows them together. Try: npx tradewatch alerts list --db ',
    `${facts.out}/revision/tradewatch.db\n`,
    heading('What is left behind'),
    `${facts.out}/tradewatch.db   ${formatAllDigits(counts.observations)} figures in ${counts.series} series, ${counts.revisions} revisions, ${counts.articles} articles\n`,
    `${facts.out}/mails/          ${facts.mails.length} mails as .eml files\n`,
    `${facts.out}/webhooks/       ${facts.hooks.length} webhook calls, every signature checked${facts.rejected > 0 ? colors.red(` (${facts.rejected} did not fit)`) : ''}\n`,
    `${facts.out}/revision/       the illustration: ${facts.illustration.mails.length} mails, its database and the invented publications\n`,
    `${facts.out}/raw/            ${counts.snapshots} publications as they came, by sha256\n`,
    heading('Look further'),
    `npx tradewatch growth china-customs-query/CN.WORLD.export.HS8:85051110.net_weight.kg --db ${facts.out}/tradewatch.db\n`,
    `npx tradewatch alerts list --db ${facts.out}/tradewatch.db\n`,
    `npx tradewatch claims list --db ${facts.out}/tradewatch.db\n`,
    `sqlite3 ${facts.out}/tradewatch.db "SELECT period, value, yoy_percent, yoy_reason FROM v_growth WHERE product = '85051110' AND partner = 'WORLD' AND period_kind = 'month'"\n`,
    colors.dim(
      `\nRecorded publications in the publishers' forms, from real figures; data/recorded/PROVENANCE.md names the page of each. ${facts.seconds.toFixed(1)} s.\n`,
    ),
  ];
  return { text: parts.join(''), complete };
}

async function readTable(store: Store, sources: Awaited<ReturnType<Store['sources']>>): Promise<string> {
  const rows: string[][] = [];
  for (const source of sources) {
    const runs = await store.runs(100_000, source.pipeline);
    const sum = (pick: (run: (typeof runs)[number]) => number): string => formatAllDigits(runs.reduce((acc, run) => acc + pick(run), 0));
    rows.push([
      source.pipeline,
      sum((r) => r.snapshots),
      sum((r) => r.inserted),
      sum((r) => r.revised),
      sum((r) => r.refused),
      source.lastPeriod ?? '',
      source.state,
    ]);
  }
  return renderTable(['source', 'publications', 'figures', 'revised', 'refused', 'last period', 'state'], rows, [
    'left',
    'right',
    'right',
    'right',
    'right',
  ]);
}

/** Each under its name, which has no room beside the bars. */
async function seriesTable(store: Store, series: readonly SeriesRecord[]): Promise<string> {
  const titles: string[] = [];
  const rows: string[][] = [];
  let short = 0;
  for (const s of series) {
    const figures = figuresOf((await store.figures(s.key, null)) ?? []);
    const months = figures.month;
    const ends = months?.ends() ?? [];
    const [start, last] = [ends[0], ends.at(-1)];
    if (months === undefined || start === undefined || last === undefined || ends.length < LEAST_MONTHS) {
      short += 1;
      continue;
    }
    const from = monthsBetween(start, last) >= LINE_MONTHS ? addMonths(last, 1 - LINE_MONTHS) : start;
    const line = Array.from({ length: monthsBetween(from, last) + 1 }, (_, i) => months.get(addMonths(from, i))?.value ?? null);
    const yoy = growth(figures, { kind: 'month', end: last }, 'yoy');
    titles.push(titleOf(s));
    rows.push([
      `${formatMonth(from)} ${sparkline(line)} ${formatMonth(last)}`,
      amount(months.get(last)?.value ?? null, s),
      yoy.known ? formatPercent(yoy.percent) : yoy.reason,
    ]);
  }
  const [head = '', ...lines] = renderTable(['months', 'newest month', 'year on year'], rows, ['left', 'right', 'right']).split('\n');
  const table = `  ${head}\n${titles.map((title, at) => `${title}\n  ${lines[at]}\n`).join('')}`;
  return short === 0 ? table : `${table}and ${short} series of fewer than ${LEAST_MONTHS} months\n`;
}

const titleOf = (s: SeriesRecord): string =>
  `${s.key.reporter} ${s.key.flow} to ${s.key.partner}, ${s.key.classification}:${s.key.product}, ${s.key.measure}`;
const amount = (value: number | null, s: SeriesRecord): string => (value === null ? '—' : `${formatAllDigits(value)} ${s.key.unit}`);

function alertTable(alerts: readonly AlertRecord[], columns: number | undefined): string {
  const ordered = alerts.toSorted((a, b) => b.raisedAt.localeCompare(a.raisedAt));
  return renderTable(
    ['told on', 'period', 'growth', 'figure', 'base', 'state', 'rule', 'series'],
    ordered.map((a) => [
      a.raisedAt.slice(0, 10),
      formatPeriod(a.period),
      a.percent === null ? '—' : formatPercent(a.percent),
      a.current === null ? '—' : formatAllDigits(a.current),
      a.base === null ? '—' : formatAllDigits(a.base),
      a.state,
      a.ruleId,
      shortKey(a.subject),
    ]),
    ['left', 'left', 'right', 'right', 'right'],
    { columns, cut: [6, 7], drop: [4, 3] },
  );
}

/** What was told of one month, publication by publication. */
function illustrationTable({ events, mails }: Illustration): string {
  return renderTable(
    ['on', 'June 2025', 'year on year', 'what the team was told', 'mail'],
    events.map((event, i) => [
      event.at.slice(0, 10),
      event.current === null ? '—' : `${formatAllDigits(event.current)} kg`,
      event.percent === null ? '—' : formatPercent(event.percent),
      `${event.kind}${event.reason === null ? '' : `: ${event.reason}`}`,
      mails[i]?.split('/').slice(-3).join('/') ?? '',
    ]),
    ['left', 'right', 'right'],
  );
}

/** What the news says that is not so as stated, and how many claims are. */
function claimsPart(claims: readonly ClaimRecord[], columns: number | undefined): string[] {
  const wrong = claims.filter(({ judged }) => judged.verdict === 'contradicted' || judged.verdict === 'supported_under_other_reading');
  const count = (verdict: ClaimRecord['judged']['verdict']): number => claims.filter(({ judged }) => judged.verdict === verdict).length;
  const told = claims.find(({ judged }) => judged.verdict === 'contradicted');
  return [
    claimsTable(wrong, { withLinks: false, columns }),
    ...(told === undefined ? [] : ['\n', ...told.judged.explanation.map((line) => `  ${line}\n`), '\n']),
    `${claims.length} claims were read: ${count('supported')} supported, ${count('contradicted')} contradicted, ${count('supported_under_other_reading')} right under another reading, ${count('not_comparable')} not comparable.\n`,
  ];
}

/** Without the source: the rule and the product say it. */
const shortKey = (key: string): string => key.slice(key.indexOf('/') + 1);

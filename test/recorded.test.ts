import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as cheerio from 'cheerio';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const recorded = fileURLToPath(new URL('../data/recorded/', import.meta.url));

interface Figure {
  readonly period: string;
  readonly partner: string;
  readonly measure: string;
  readonly value: string;
  readonly kind: string;
  readonly source: string;
  readonly note?: string;
}

interface Entry {
  readonly at: string;
  readonly pipeline: string;
  readonly how: string;
  readonly path?: string;
  readonly file?: string;
  readonly answer?: string;
  readonly kind?: string;
}

interface NewsItem {
  readonly at: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly figures: readonly { readonly table: string; readonly period: string; readonly partner: string; readonly measure: string }[];
  readonly percents: readonly number[];
  readonly claim?: string;
  /** The paragraphs of its page, where the demo serves one. */
  readonly body?: readonly string[];
}

interface ComtradeAnswer {
  readonly count: number;
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

const readText = (name: string): string => readFileSync(join(recorded, name), 'utf8');
const figures = (name: string): readonly Figure[] => parse(readText(`figures/${name}.csv`), { columns: true });
const magnets = figures('magnets');
const rareEarths = figures('rare_earths');
const byCountry = figures('by_country');
const comtrade = figures('comtrade');
const news = JSON.parse(readText('figures/news.json')) as readonly NewsItem[];
const calendar = JSON.parse(readText('calendar.json')) as readonly Entry[];
const comtradeModule = (await import(new URL('../data/recorded/comtrade.mjs', import.meta.url).href)) as {
  answer(query: URLSearchParams | Record<string, string>, now: Date): ComtradeAnswer;
};
const feedModule = (await import(new URL('../data/recorded/feed.mjs', import.meta.url).href)) as {
  feedAt(now: Date, origin?: string): string;
};

function find(rows: readonly Figure[], period: string, measure: string, partner = 'WORLD'): Figure | undefined {
  return rows.find((row) => row.period === period && row.measure === measure && row.partner === partner);
}

function tonnes(period: string, rows = magnets, partner = 'WORLD'): number {
  const row = find(rows, period, 'quantity', partner);
  if (row === undefined) throw new Error(`no figure for ${period}`);
  return Number(row.value);
}

/** The changes of one figure: those that its page states (in the note) and those that follow from the table. */
function changesOf(
  rows: readonly Figure[],
  ref: { readonly period: string; readonly measure: string; readonly partner: string },
): readonly number[] {
  const row = find(rows, ref.period, ref.measure, ref.partner);
  const stated = [...(row?.note ?? '').matchAll(/(\d+(?:\.\d+)?)\s*%/g)].map((match) => Number(match[1]));
  const yearBefore = ref.period.replaceAll(/\d{4}/g, (year) => String(Number(year) - 1));
  const monthBefore = ref.period.includes('..') ? '' : new Date(Date.parse(`${ref.period}-15`) - 30 * 86_400_000).toISOString().slice(0, 7);
  const computed = [yearBefore, monthBefore].flatMap((period) => {
    const before = find(rows, period, ref.measure, ref.partner);
    return before === undefined ? [] : [growth(Number(row?.value), Number(before.value))];
  });
  return [...stated, ...computed];
}

/** 0.1 for 10.5, 1 for 10: what the last printed digit stands for. */
const printedStep = (value: number): number => 10 ** -(String(value).split('.')[1]?.length ?? 0);

const growth = (now: number, before: number): number => (now / before - 1) * 100;

/** Folders of data/recorded that the generator writes, and the files beside them. */
const FOLDERS = ['china-customs-query', 'china-customs-tables', 'un-comtrade', 'trade-news'];
const filesIn = (root: string): string[] =>
  [
    ...FOLDERS.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)),
    'calendar.json',
    'PROVENANCE.md',
  ].sort();

describe('the generator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradewatch-recorded-'));
  beforeAll(() => {
    execFileSync(process.execPath, [join(recorded, 'build.mjs'), folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('writes the same files, byte for byte, as those that are committed', () => {
    expect(filesIn(folder)).toEqual(filesIn(recorded));
    for (const name of filesIn(recorded)) {
      expect(readFileSync(join(folder, name)).equals(readFileSync(join(recorded, name))), name).toBe(true);
    }
  });

  test('names each written file in the calendar, and no file that is not there', () => {
    const named = new Set(calendar.flatMap((entry) => (entry.file === undefined ? [] : [entry.file])));
    const written = filesIn(recorded).filter((name) => /\.(csv|html)$/.test(name));
    expect([...named].sort()).toEqual(written);
    for (const entry of calendar) if (entry.answer !== undefined) expect(readText(entry.answer)).toContain('export function');
  });
});

describe('the calendar', () => {
  test('is in order of time, from January 2024 to April 2026', () => {
    const times = calendar.map((entry) => Date.parse(entry.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(calendar[0]?.at).toBe('2024-01-01T00:00:00Z');
    expect(calendar.at(-1)?.at.slice(0, 7)).toBe('2026-04');
  });

  test('serves each page that an index page points to at that moment or before', () => {
    const served = new Set<string>();
    for (const entry of calendar.filter((one) => one.pipeline === 'china-customs-tables')) {
      served.add(entry.path ?? '');
      if (entry.path?.startsWith('/statics/report/') !== true) continue;
      const links = cheerio
        .load(readText(entry.file ?? ''))('td a')
        .toArray()
        .map((a) => new URL(a.attribs['href'] ?? '').pathname);
      expect(links.length).toBeGreaterThan(0);
      for (const link of links) expect(served, `${entry.file} points to ${link}`).toContain(link);
    }
  });
});

describe('the tables of figures', () => {
  test('name a source and a kind for each figure, and never load a figure that is known to be wrong', () => {
    for (const row of [...magnets, ...rareEarths, ...byCountry, ...comtrade]) {
      expect(row.source.length, row.period).toBeGreaterThan(10);
      expect(['published', 'derived']).toContain(row.kind);
      expect(Number.isFinite(Number(row.value)), row.value).toBe(true);
      if (row.kind === 'derived') expect(row.note, `arithmetic of ${row.period}`).toMatch(/\d|less|plus/);
      expect(row.note ?? '').not.toContain('WRONG');
    }
  });

  test('give the growth of magnets that the press reported', () => {
    expect(growth(tonnes('2025-05'), tonnes('2024-05'))).toBeCloseTo(-74, 0);
    expect(growth(tonnes('2025-06'), tonnes('2024-06'))).toBeCloseTo(-38.2, 1);
    expect(growth(tonnes('2025-07'), tonnes('2024-07'))).toBeCloseTo(5.7, 1);
    expect(growth(tonnes('2025-08'), tonnes('2024-08'))).toBeCloseTo(15.4, 1);
    expect(growth(tonnes('2025-11'), tonnes('2024-11'))).toBeCloseTo(28.3, 1);
    expect(growth(tonnes('2025-01..2025-07'), tonnes('2024-01..2024-07'))).toBeCloseTo(-15.0, 1);
    expect(find(magnets, '2025-01..2025-07', 'quantity')?.kind).toBe('published');
    expect(find(magnets, '2024-01..2024-07', 'quantity')?.kind).toBe('published');
    expect(find(magnets, '2024-05', 'quantity')?.kind).toBe('derived');
  });

  test('contradict the claim that magnets rose in the second quarter of 2025', () => {
    const quarter = ['2025-04', '2025-05', '2025-06'].reduce((sum, month) => sum + tonnes(month), 0);
    expect(quarter).toBe(7054);
    expect(quarter).toBeLessThan(tonnes('2024-05') + tonnes('2024-06'));
  });

  test('withhold the months that no page states', () => {
    for (const month of ['2024-01', '2024-03', '2024-04', '2023-11']) expect(find(magnets, month, 'quantity'), month).toBeUndefined();
    expect(find(rareEarths, '2026-03', 'quantity')).toBeUndefined();
  });

  test('let month and earlier cumulative figure make the cumulative figure, within their rounding', () => {
    let checked = 0;
    for (const row of rareEarths.filter((one) => one.measure === 'quantity' && !one.period.includes('..'))) {
      const [year, month] = row.period.split('-').map(Number) as [number, number];
      const to = (number: number): Figure | undefined =>
        find(rareEarths, `${year}-01..${year}-${String(number).padStart(2, '0')}`, 'quantity');
      const now = to(month);
      const before = to(month - 1);
      if (now === undefined || before === undefined) continue;
      const rounding = [row, now, before].reduce((sum, one) => sum + (one.value.includes('.') ? 0.05 : 0.5), 0);
      expect(Math.abs(Number(before.value) + Number(row.value) - Number(now.value)), row.period).toBeLessThanOrEqual(rounding + 0.06);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(20);
  });

  test('hold 96 months of the Comtrade series, 31 of them at least 25 % away from the year before', () => {
    expect(comtrade).toHaveLength(96);
    const values = new Map(comtrade.map((row) => [row.period, Number(row.value)]));
    const far = comtrade.filter((row) => {
      const before = values.get(`${Number(row.period.slice(0, 4)) - 1}${row.period.slice(4)}`);
      return before !== undefined && Math.abs(growth(Number(row.value), before)) >= 25;
    });
    expect(far).toHaveLength(31);
  });
});

describe('the query downloads', () => {
  const files = calendar.filter((entry) => entry.pipeline === 'china-customs-query');
  const rowsOf = (file: string): Record<string, string>[] => {
    const bytes = readFileSync(join(recorded, file));
    const text = new TextDecoder('utf-8').decode(bytes).includes('\uFFFD')
      ? new TextDecoder('gb18030').decode(bytes)
      : new TextDecoder('utf-8').decode(bytes);
    expect(text).not.toContain('\r');
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^("[^"]*",)+$/);
    return parse(text, { columns: (header: string[]) => header.map((name) => name || 'nothing') });
  };

  test('print only figures of the table, each in a file of its kind', () => {
    let printed = 0;
    for (const { file = '', kind } of files) {
      expect(kind === 'derived', file).toBe(file.includes('.derived.'));
      for (const row of rowsOf(file)) {
        const period = (row['数据年月'] ?? row['Date of data'] ?? '')
          .replaceAll(/(\d{4})(\d{2})/g, '$1-$2')
          .replace(/-(?=\d{4}-\d{2}$)/, '..');
        const partner = (row['贸易伙伴编码'] ?? row['Trading partner code']) === '502' ? 'US' : 'WORLD';
        const figure = find(magnets, period, 'quantity', partner);
        expect(figure?.kind, `${file} ${period}`).toBe(kind);
        expect(Number(row['第一数量'] ?? row['Quantity']), `${file} ${period}`).toBe(Math.round(Number(figure?.value) * 1000));
        const usd = row['美元'] ?? row['US dollar'];
        if (usd !== undefined) expect(usd.replaceAll(',', '')).toBe(find(magnets, period, 'value', partner)?.value);
        printed += 1;
      }
    }
    expect(printed).toBe(magnets.filter((row) => row.measure === 'quantity').length);
  });

  test('come on the 20th of a month, after the period has ended', () => {
    for (const { at, file = '' } of files) {
      expect(at.slice(8, 13), file).toBe('20T10');
      const last = `${/(\d{4}-\d{2})_(?:world|us)/.exec(file)?.[1] ?? '9999'}-28`;
      expect(at > last, file).toBe(true);
    }
  });
});

describe('the table pages', () => {
  const pages = calendar.filter((entry) => entry.path?.startsWith('/Statics/') === true);
  const cellsOf = (file: string): { title: string; rows: string[][] } => {
    const $ = cheerio.load(readText(file));
    const rows = $('.atcl-cnt tr')
      .toArray()
      .map((tr) =>
        $(tr)
          .find('td')
          .toArray()
          .map((td) => $(td).text().replaceAll('\u00a0', ' ').trim()),
      );
    return { title: $('.atcl-ttl').text(), rows };
  };
  const plain = (text: string | undefined): string | undefined => (text === '-' ? undefined : text?.replaceAll(',', ''));

  test('print in table (5) only figures of the table, and changes that follow from them or are stated', () => {
    for (const { file = '' } of pages.filter((page) => page.file?.includes('table5') === true)) {
      const { title, rows } = cellsOf(file);
      const [, month = '', currency = ''] = /(\d{4}-\d{2})_table5_(cny|usd)/.exec(file) ?? [];
      const year = Number(month.slice(0, 4));
      const combined = month.endsWith('-02');
      expect(title, file).toContain(`(in ${currency.toUpperCase()})`);
      expect(rows[0], file).toEqual([title]);
      const row = rows.find((cells) => cells[0] === 'Rare earth') ?? [];
      expect(row, file).toHaveLength(combined ? 8 : 10);
      const ytd = `${year}-01..${month}`;
      const before = `${year - 1}-01..${year - 1}${month.slice(4)}`;
      const periods = combined ? [ytd, before] : [month, ytd, before];
      for (const [i, period] of periods.entries()) {
        const quantity = plain(row[2 + i * 2]);
        const value = plain(row[3 + i * 2]);
        if (quantity !== undefined) expect(quantity, `${file} ${period}`).toBe(find(rareEarths, period, 'quantity')?.value);
        if (value !== undefined) expect(value, `${file} ${period}`).toBe(find(rareEarths, period, `value_${currency}`)?.value);
      }
      const change = plain(row.at(-2));
      const stated = find(rareEarths, ytd, 'quantity_change')?.value;
      const [now, then] = [find(rareEarths, ytd, 'quantity')?.value, find(rareEarths, before, 'quantity')?.value];
      if (stated !== undefined) expect(change, file).toBe(stated);
      else if (change !== undefined) expect(Number(change), file).toBeCloseTo(growth(Number(now), Number(then)), 1);
      expect(plain(row.at(-1)), file).toBe(find(rareEarths, ytd, `value_${currency}_change`)?.value);
    }
  });

  test('print in table (4) only figures of the table', () => {
    const four = pages.filter((page) => page.file?.includes('table4') === true);
    expect(four).toHaveLength(2);
    for (const { file = '' } of four) {
      const { rows } = cellsOf(file);
      const values = new Set(byCountry.map((row) => `${row.partner} ${Number(row.value)}`));
      const data = rows.filter((cells) => byCountry.some((row) => row.partner === cells[0]));
      expect(data).toHaveLength(8);
      for (const [name, ...cells] of data)
        for (const text of cells) expect(values, `${file} ${name}`).toContain(`${name} ${Number(plain(text))}`);
    }
  });
});

describe('the Comtrade answers', () => {
  const ask = (period: string, day: string): ComtradeAnswer =>
    comtradeModule.answer(
      new URLSearchParams({ reporterCode: '156', cmdCode: '850511', flowCode: 'X', partnerCode: '0', period }),
      new Date(`${day}T00:00:00Z`),
    );

  test('hold a month only from the day on which it is out', () => {
    expect(ask('202309,202310', '2024-01-02').data.map((one) => one['period'])).toEqual(['202309']);
    expect(ask('202412', '2025-04-10').count).toBe(0);
    expect(ask('202412', '2025-04-11').count).toBe(1);
    expect(ask('202501', '2026-04-30').count).toBe(0);
  });

  test('carry the 47 fields of the publisher and the value of the table', () => {
    const all = comtradeModule.answer({}, new Date('2026-04-30T00:00:00Z'));
    expect(all.count).toBe(96);
    for (const record of all.data) {
      expect(Object.keys(record)).toHaveLength(47);
      const period = String(record['period']).replace(/(\d{4})/, '$1-');
      expect(record['primaryValue']).toBe(Number(find(comtrade, period, 'value')?.value));
    }
  });

  test('are empty, without an error, when a parameter asks for another series', () => {
    expect(comtradeModule.answer({ cmdCode: '850519' }, new Date('2026-04-30T00:00:00Z'))).toMatchObject({ count: 0, data: [], error: '' });
  });
});

describe('the news', () => {
  const itemsAt = (day: string): number => cheerio.load(feedModule.feedAt(new Date(day)), { xml: true })('item').length;

  test('show the newest 15 articles that are out, and the false claim among them in summer 2025', () => {
    expect(itemsAt('2024-01-01T00:00:00Z')).toBe(1);
    expect(itemsAt('2026-04-30T00:00:00Z')).toBe(15);
    expect(feedModule.feedAt(new Date('2025-07-22T08:59:59Z'))).not.toContain('Q2 2025');
    expect(feedModule.feedAt(new Date('2025-07-22T09:00:00Z'))).toContain('rose more than 25 % year on year in Q2 2025');
  });

  test('link pages where these are served, each there when the feed names it, with the text of the article', () => {
    const feed = feedModule.feedAt(new Date('2025-07-22T09:00:00Z'), 'http://127.0.0.1:9');
    const paged = news.filter((item) => item.body !== undefined);
    expect(paged.length).toBeGreaterThan(1);
    for (const item of paged) {
      const entry = calendar.find((one) => one.at === item.at && one.path?.startsWith('/trade-news/') && one.file !== undefined);
      expect(feed).toContain(`<link>http://127.0.0.1:9${entry?.path}</link>`);
      const page = cheerio.load(readText(entry?.file ?? ''));
      expect(page('h1').text()).toBe(item.title);
      for (const paragraph of item.body ?? []) expect(page('article').text()).toContain(paragraph);
    }
  });

  test('have invented addresses only', () => {
    for (const item of news) expect(new URL(item.url).hostname, item.url).toMatch(/\.example\.(org|com|net)$/);
    expect(new Set(news.map((item) => item.url)).size).toBe(news.length);
  });

  test('print only tonnes of the tables and percentages that follow from them, but for the false claim', () => {
    const tables: Readonly<Record<string, readonly Figure[]>> = { magnets, rare_earths: rareEarths };
    expect(news.filter((item) => item.claim === 'false')).toHaveLength(1);
    for (const item of news.filter((one) => one.claim !== 'false')) {
      const text = `${item.title} ${item.summary} ${(item.body ?? []).join(' ')}`;
      const known = item.figures.map((ref) => find(tables[ref.table] ?? [], ref.period, ref.measure, ref.partner));
      const values = new Set(known.map((row) => Math.round(Number(row?.value) * 100) / 100));
      const rounded = new Set([...values].map(Math.round));
      for (const [, number = ''] of text.matchAll(/(\d[\d,.]*\d)\s*(?:tons|吨|噸)/g)) {
        const value = Number(number.replaceAll(',', ''));
        expect(values.has(value) || rounded.has(value), `${item.url}: ${number} t`).toBe(true);
      }
      const percents = [...text.matchAll(/(\d+(?:\.\d+)?)\s*%/g)].map((match) => Number(match[1]));
      expect([...new Set(percents)].sort(), item.url).toEqual([...new Set(item.percents)].sort());
      const follow = item.figures.flatMap((ref) => changesOf(tables[ref.table] ?? [], ref));
      for (const percent of item.percents) {
        expect(
          follow.some((change) => Math.abs(Math.abs(change) - percent) <= 0.55 * printedStep(percent)),
          `${item.url}: ${percent} %`,
        ).toBe(true);
      }
      expect(item.source, item.url).toMatch(/^https?:/);
    }
  });
});

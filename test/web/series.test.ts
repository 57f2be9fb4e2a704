import { describe, expect, test } from 'vitest';
import { type FigureEntry, observations, publish, temporaryStore } from '../support/store.ts';
import { axeFindings, inBrowser, siteOver, useBrowser } from './browser.ts';
import { expectFit, LOOKS, MAGNETS, pathOf, RARE_EARTH, withFigures } from './figures.ts';

const open = useBrowser();
const SERIES = pathOf(MAGNETS);

async function get(path: string, options: Parameters<typeof siteOver>[1] = {}): Promise<Response> {
  return fetch(`${await siteOver((await withFigures()).file, options)}${path}`);
}

describe('the search for series', () => {
  inBrowser.each(LOOKS)('fits and says what was found (%s, %d wide)', async (...look) => {
    const { file } = await withFigures();
    await expectFit(open, file, '/series?q=magnet', look, [
      /2 series/,
      /China's exports of rare-earth magnets to the world/,
      /3,188 t/,
      /June 2025/,
      /-38\.2 %/,
    ]);
  });

  test.each([
    ['magnet', 2],
    ['magnets', 2],
    ['磁铁', 2],
    ['8505.11', 2],
    ['HS8:85051110', 2],
    ['United States', 1],
    ['美国', 1],
    ['中国对美国出口磁铁', 1],
    ["China's magnet exports to the United States", 1],
    ['rare earth China', 3],
    ['magnets imports', 0],
    ['unobtainium', 0],
    ['%" OR 1=1 --', 0],
  ])('%s finds %d', async (text, count) => {
    const found = (await (await get(`/api/v1/series?q=${encodeURIComponent(text)}`)).json()) as { total: number };
    expect(found.total).toBe(count);
  });

  test('says what can be done where nothing is found, and what is right where a choice is not one', async () => {
    const nothing = await get('/series?q=unobtainium&flow=import');
    expect(await nothing.text()).toContain('Search without the choices');
    const wrong = await get('/series?measure=colour');
    expect([wrong.status, (await wrong.text()).includes('expected one of value, net_weight, quantity')]).toEqual([400, true]);
    const program = await get('/api/v1/series?page=0');
    expect([program.status, await program.json()]).toEqual([400, { error: 'page: expected a number from 1.' }]);
  });

  inBrowser('is used with the keyboard alone', async () => {
    const site = await siteOver((await withFigures()).file);
    const page = await open();
    await page.goto(`${site}/series`);
    await page.focus('input[name=q]');
    await page.keyboard.type('magnet United States');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=magnet/);
    await page.focus('main a');
    await page.keyboard.press('Enter');
    await page.waitForURL(/CN\.US\.export/);
    expect(await page.title()).toContain("China's exports of rare-earth magnets to the United States, net weight: 353 t in June 2025");
  });
});

describe('the page of a series', () => {
  test.each(['', '.csv', '/chart.svg?theme=light', '/2025-06', '?as-of=2025-07-01'])(
    'is found by the key as it is printed, with its slash: %s',
    async (after) => {
      const [pasted, escaped] = [`/series/${MAGNETS}${after}`, `${SERIES}${after}`];
      for (const api of after.startsWith('/2025') || after === '' ? ['', '/api/v1'] : ['']) {
        const answer = await get(api + pasted);
        expect([answer.status, answer.redirected, new URL(answer.url).pathname]).toEqual([
          200,
          true,
          new URL(api + escaped, answer.url).pathname,
        ]);
      }
      const none = await get(pasted.replace('85051110', '85051119'));
      expect(none.status).toBe(404);
    },
  );

  inBrowser.each(LOOKS)('fits, is drawn and answers what a newcomer asks (%s, %d wide)', async (...look) => {
    const { file } = await withFigures();
    await expectFit(open, file, SERIES, look, [
      /3,188,000 kg/,
      /revised/,
      /1,200,000 kg/,
      /not known: the base period needs 2024-04, which is not known/,
      /General Administration of Customs of China/,
    ]);
  });

  inBrowser('leads to the source of a figure in one click', async () => {
    const site = await siteOver((await withFigures()).file);
    const page = await open({ bypassCSP: true });
    await page.goto(site + SERIES);
    await page.click('[aria-label="Source of May 2025"]');
    expect(await page.textContent('h1')).toContain('May 2025: 1,238,000 kg');
    const text = await page.textContent('main');
    expect(text).toContain('It was revised once: first seen on 2025-06-20 as 1,200,000 kg, and since 2025-07-20 it is 1,238,000 kg.');
    expect(text).toMatch(/[0-9a-f]{64}/);
    expect(text).toContain('tradewatch replay china-customs-query --into check.db');
    expect(await page.getAttribute('main a.address', 'rel')).toBe('noopener noreferrer');
    expect(await axeFindings(page)).toEqual([]);
  });

  test('shows what was known on a day, without what came later', async () => {
    const then = await (await get(`${SERIES}?as-of=2025-07-01`)).text();
    expect(then).toContain('1,200 t in May 2025, -74.8 % on a year earlier, as known on 2025-07-01');
    expect(then).not.toContain('1,238,000');
    expect(then).not.toContain('June 2025');
    const before = (await (await get(`/api/v1${SERIES}?as-of=2025-01-01`)).json()) as { figures: unknown[] };
    expect(before.figures).toEqual([]);
  });

  test('refuses days and years that there are none of', async () => {
    expect((await get(`${SERIES}?as-of=2025-02-30`)).status).toBe(400);
    expect((await get(`${SERIES}?years=3`)).status).toBe(400);
    expect((await get(`${SERIES}/2025-13`)).status).toBe(400);
    expect((await get(`${SERIES}/2019-01`)).status).toBe(404);
    expect((await get('/series/no-series')).status).toBe(404);
  });

  test('takes January and February as one', async () => {
    const page = (await (await get(`/api/v1${pathOf(RARE_EARTH)}`)).json()) as { figures: { period: string; yoy_percent: number }[] };
    expect(page.figures.map(({ period }) => period)).toEqual(['2025-03', '2025-01/2025-02', '2024-01/2024-02']);
    expect(page.figures[1]?.yoy_percent).toBeCloseTo(-2.964, 3);
    const one = await get(`${pathOf(RARE_EARTH)}/${encodeURIComponent('2025-01/2025-02')}`);
    expect(await one.text()).toContain('January-February 2025: 8,511,000 kg');
  });

  test('names every value that a figure had, for programs', async () => {
    const { figures } = (await (await get(`/api/v1${SERIES}`)).json()) as {
      figures: { period: string; period_kind: string; value: number; values?: { value: number; known_to: string | null }[] }[];
    };
    const may = figures.find(({ period }) => period === '2025-05');
    expect(may?.values?.map(({ value, known_to }) => [value, known_to])).toEqual([
      [1_200_000, '2025-07-20T10:00:00.000Z'],
      [1_238_000, null],
    ]);
    expect(figures.map(({ period, period_kind }) => `${period} ${period_kind}`)).toContain('2025-01/2025-06 ytd');
  });

  test('gives as CSV what is seen', async () => {
    const file = await get(`${SERIES}.csv?as-of=2025-07-01`);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, ...rows] = (await file.text()).trim().split('\r\n');
    expect(header).toBe(
      'period,period_kind,value,unit,status,yoy_percent,yoy_reason,known_from,published_at,retrieved_at,values,sha256,url',
    );
    expect(rows[0]).toMatch(/^2025-05,month,1200000,kg,A,-74\.8\d+,,2025-06-20T10:00:00\.000Z,,/);
    expect(rows).toHaveLength(4);
  });

  test('draws the finding, the revision and the gap, in the theme that is asked for', async () => {
    const drawn = await get(`${SERIES}/chart.svg?theme=dark`);
    expect(drawn.headers.get('content-type')).toBe('image/svg+xml');
    const svg = await drawn.text();
    expect(svg).toContain('3,188 t in June 2025, 38.2 % less than in June 2024');
    expect(svg).toContain('before it was revised');
    expect(svg).toContain('not known');
    expect(svg).toContain('fill="#1c2127"');
    expect((await get(`${SERIES}/chart.svg`)).status).toBe(400);
    expect(await (await get(`${SERIES}/chart.svg?theme=light&as-of=2025-07-01`)).text()).toContain('as known on 2025-07-01');
  });

  test('stays small with thirty years of months and totals, all of them revised', async () => {
    const { store, file } = temporaryStore();
    const months = Array.from({ length: 360 }, (_, i) => `${1995 + Math.trunc(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`);
    const figures = (more: number): FigureEntry[] =>
      months.flatMap((month, i): FigureEntry[] => [
        [month, 1_000_000 + i + more],
        [month.endsWith('-01') ? month : `${month.slice(0, 4)}-01/${month}`, 12_000_000 + i + more, 'ytd'],
      ]);
    await publish(store, '2025-01-20T10:00:00.000Z', observations(figures(0)));
    await publish(store, '2025-02-20T10:00:00.000Z', observations(figures(7)));
    const site = await siteOver(file);
    for (const path of [`${SERIES}?years=all`, `${SERIES}/chart.svg?years=all&theme=light`, '/series']) {
      const body = await (await fetch(site + path)).text();
      expect(Buffer.byteLength(body), path).toBeLessThan(300_000);
    }
    const [, ...rows] = (await (await fetch(`${site}${SERIES}.csv?years=all`)).text()).trim().split('\r\n');
    expect(rows).toHaveLength(720);
  });
});

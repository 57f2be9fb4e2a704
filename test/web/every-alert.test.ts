import { type Atom, parseAtomFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/domain/rule.ts';
import { createDetector } from '../../src/stages/detect.ts';
import { createClaimJudge } from '../../src/stages/judge-news.ts';
import { MAPPING } from '../support/claims.ts';
import { type FigureEntry, observations, openTestStore, publish, temporaryStore } from '../support/store.ts';
import { inBrowser, siteOver, useBrowser } from './browser.ts';
import { RULE } from './eventful.ts';
import { claimJudge, everyAlert, publications } from './every-alert.ts';
import { expectFit, LOOKS } from './figures.ts';

const open = useBrowser();

interface Listed {
  readonly total: number;
  readonly standing: Readonly<Record<string, number>>;
  readonly alerts: readonly { readonly id: string; readonly about: string; readonly rule: string; readonly state: string }[];
}

const json = async <T>(base: string, path: string): Promise<T> => (await (await fetch(`${base}/api/v1${path}`)).json()) as T;
const listed = (base: string, query = ''): Promise<Listed> => json(base, `/alerts${query}`);
const idsOf = async (base: string): Promise<Record<string, string>> =>
  Object.fromEntries((await listed(base)).alerts.map(({ rule, id }) => [rule, id]));

const COUNTS = {
  ...{ requests: 1, snapshots: 0, inserted: 0, revised: 0, unchanged: 0, refused: 0, answered: 0, notYetPublished: 0 },
  ...{ suppressed: 0, held: 0, errors: 0 },
};
const AFTER = '2025-09-23T03:00:00.000Z';

/** The release comes, the source answers, and the figures are revised so that nothing can be said against the claim. */
async function settled(file: string): Promise<void> {
  const store = openTestStore(file);
  const [late] = (await store.releases({ pipeline: 'china-customs-query', limit: 10 })).filter(({ notice }) => notice === 'late');
  if (late === undefined) throw new Error('no release is late');
  await store.saveReleases('china-customs-query', [{ ...late, outcome: 'arrived', arrivedAt: '2025-09-23T02:00:00.000Z' }]);
  await store.judgePublications({ publications }, AFTER);
  const detector = createDetector({ rules: [], channels: new Map(), sources: new Map(), claims: claimJudge });
  await publish(store, '2025-09-24T10:00:00.000Z', observations([['2025-06', 13_188_000]]), { detector });
  store.close();
}

describe('the list of alerts', () => {
  inBrowser.each(LOOKS)('has all that stands, of every kind, with the figures or the reason (%s, %d wide)', async (...look) => {
    await expectFit(open, (await everyAlert()).file, '/alerts', look, [
      /3 alerts stand: 2 on publications, 1 on claims\./,
      /August 2025was expected on 2025-09-20 02:00 UTC and has not come/,
      /could not be checked since 2025-09-19 02:00 UTC: 1 run failed/,
      /said more than \+25 % year on year; official -28\.9 % or less: 7,054 t; Apr-Jun 2024: at least 9,919 t/,
      /-21\.0 % year on year: 790,000 kg; June 2024: 1,000,000 kg/,
    ]);
  });

  test('is one list, searched by what alerts are on, by what stands, and by the words of each', async () => {
    const base = await siteOver((await everyAlert()).file);
    const rules = async (query: string): Promise<string[]> => (await listed(base, query)).alerts.map(({ rule }) => rule);
    expect(await rules('')).toEqual(['claims', 'failed', 'late', 'magnets-yoy']);
    expect((await listed(base, '?state=retracted')).standing).toEqual({ figures: 0, publications: 2, claims: 1 });
    expect(await rules('?state=standing')).toEqual(['claims', 'failed', 'late']);
    expect(await rules('?state=standing&about=publications')).toEqual(['failed', 'late']);
    expect(await rules('?state=contradicted')).toEqual(['claims']);
    expect(await rules('?about=figures')).toEqual(['magnets-yoy']);
    expect(await rules('?severity=critical')).toEqual(['failed']);
    expect(await rules('?rule=late')).toEqual(['late']);
    for (const [words, rule] of [
      ['un-comtrade', 'failed'],
      ['ONLINE QUERY', 'late'],
      ['daily magnets', 'claims'],
      ['rare earth magnets', 'claims'],
      ['85051900', 'magnets-yoy'],
    ])
      expect([words, await rules(`?q=${encodeURIComponent(words as string)}`)]).toEqual([words, [rule]]);
    expect(await rules(`?q=${(await idsOf(base))['claims']?.slice(0, 9)}`)).toEqual(['claims']);
  });

  test('leads from each alert to its page and to where it can be checked', async () => {
    const { file, options } = await everyAlert();
    const base = await siteOver(file, options);
    const page = await (await fetch(`${base}/alerts`)).text();
    const links = [...page.matchAll(/href="(\/(?:alerts\/|sources\/|series\/|news\/)[^"]+)"/g)].map(([, href]) => href as string);
    expect(links).toHaveLength(8);
    for (const link of links) expect([link, (await fetch(base + link)).status]).toEqual([link, 200]);
  });
});

describe('the page of an alert', () => {
  inBrowser.each(LOOKS.flatMap((look) => ['late', 'failed', 'claims'].map((rule) => [...look, rule] as const)))(
    'says what is the matter, whom it was told, and how to look further (%s, %d wide, %s)',
    async (colour, width, rule) => {
      const { file } = await everyAlert();
      const id = (await idsOf(await siteOver(file)))[rule];
      const words = {
        late: [/firing\. It stands\./, /Was expected on 2025-09-20 02:00 UTC and has not come/, /tradewatch alerts silence --rule late/],
        failed: [/Last answernone so far/, /1 run failed/, /tradewatch runs list --pipeline un-comtrade/],
        claims: [
          /contradicted\. It stands/,
          /official -28\.9 % or less: 7,054 t; Apr-Jun 2024: at least 9,919 t/,
          /How it was read and judged/,
        ],
      }[rule] as RegExp[];
      await expectFit(open, file, `/alerts/${id}`, [colour, width], [...words, /desk/, /waiting/]);
    },
  );

  test('is found by the beginning of the id, and has its JSON', async () => {
    const base = await siteOver((await everyAlert()).file);
    const ids = await idsOf(base);
    expect(await json(base, `/alerts/${ids['late']?.slice(0, 10)}`)).toMatchObject({
      ...{ about: 'publications', series_key: 'china-customs-query', metric: 'release_late', stands: true, notice: 'late', ending: null },
      thread: [
        { sequence: 1, kind: 'raised', messages: [{ receiver: 'desk', subject: '[Late] China customs, online query, August 2025' }] },
      ],
    });
    expect(await json(base, `/alerts/${ids['claims']}`)).toMatchObject({
      ...{ about: 'claims', state: 'contradicted', claim_id: 2, value: 7_054_000, base: 9_919_000, period: '2025-Q2' },
      thread: [{ sequence: 1, kind: 'contradicted', verdict: 'contradicted', messages: [{ receiver: 'desk', kind: 'claim.digest' }] }],
    });
    expect(await json(base, '/news/2')).toMatchObject({ alerts: [{ id: ids['claims'], rule: 'claims', state: 'contradicted' }] });
  });

  test('says how it ended, and what was found before', async () => {
    const { file, options } = await everyAlert();
    await settled(file);
    const base = await siteOver(file, options);
    const ids = await idsOf(base);
    const late = await (await fetch(`${base}/alerts/${ids['late']}`)).text();
    expect(late).toContain('The month came (2025-09-23 02:00 UTC). It had been late since 2025-09-21 02:00 UTC.');
    expect(late).toContain('Was expected on 2025-09-20 02:00 UTC and has not come');
    expect(await json(base, `/alerts/${ids['claims']}`)).toMatchObject({
      ...{ state: 'corrected', stands: false },
      thread: [{ verdict: 'contradicted' }, { kind: 'changed' }],
    });
    expect((await listed(base)).standing).toEqual({ figures: 0, publications: 1, claims: 0 });
  });

  test('says of a claim that no rule asks for it any more', async () => {
    const { file, options } = await everyAlert();
    const store = openTestStore(file);
    const claims = createClaimJudge({ rules: [], fresh: new Set(), mapping: MAPPING, channels: new Map([['desk', 'email']]) });
    await store.adoptRules([], () => createDetector({ rules: [], channels: new Map(), sources: new Map(), claims }), AFTER);
    store.close();
    const base = await siteOver(file, options);
    const page = await (await fetch(`${base}/alerts/${(await idsOf(base))['claims']}`)).text();
    expect(page).toContain('It is no longer watched.');
    expect(page).toContain('the rule was removed');
    expect(await listed(base, '?state=ended&about=claims')).toMatchObject({ total: 1, standing: { claims: 0 } });
    const feed = await (await fetch(`${base}/alerts.atom`)).text();
    expect(feed).toContain('[Ended] Claim no longer watched:');
  });

  test.each<[metric: string, when: Rule['when'], was: readonly FigureEntry[], is: readonly FigureEntry[], sentence: string, then: string]>([
    [
      'whose figures are withdrawn names the months of what was found before',
      { metric: 'yoy', direction: 'fall', percent: 25 },
      [['2024-06', 1_000_000.1]],
      [['2025-06', null, 'month', 'Q']],
      'The figures were not known.',
      '-36.0 % year on year: 640,000.3 kg (June 2024: 1,000,000.1 kg)',
    ],
    [
      'on a record does not name the record of today beside the record of then',
      { metric: 'record', direction: 'rise', months: 2 },
      [
        ['2025-04', 500_000],
        ['2025-05', 400_000],
      ],
      [['2025-05', 600_000]],
      'record high: 640,000.3 kg (May 2025: 600,000 kg)',
      'record high: 640,000.3 kg (the record until then: 500,000 kg)',
    ],
  ])('%s', async (_, when, was, is, sentence, then) => {
    const { store, file } = temporaryStore();
    const rule: Rule = { ...RULE, id: 'it', when, materialChange: 0 };
    const found = createDetector({ rules: [rule], channels: new Map([['desk', 'email']]), sources: new Map() });
    const come = (at: string, entries: readonly FigureEntry[]) =>
      publish(store, at, observations(entries, { product: '85051900' }), { detector: found });
    await come('2025-07-01T02:00:00.000Z', was);
    await come('2025-07-20T02:00:00.000Z', [['2025-06', 640_000.3]]);
    await come('2025-08-20T02:00:00.000Z', is);
    const base = await siteOver(file);
    const page = (await (await fetch(`${base}/alerts/${(await idsOf(base))['it']}`)).text()).replace(/<[^>]+>/g, '');
    expect(page).toContain(then);
    expect(page).toContain(sentence);
  });

  test('of a text that a message no longer speaks of shows the message without it', async () => {
    const { file, options } = await everyAlert();
    await settled(file);
    const base = await siteOver(file, options);
    const { thread } = await json<{ thread: { messages: { state: string; text: string | null }[] }[] }>(
      base,
      `/alerts/${(await idsOf(base))['late']}`,
    );
    // It was over before it was sent: both cancel out.
    expect(thread[0]?.messages).toMatchObject([{ state: 'superseded' }]);
    for (const { text } of thread[0]?.messages ?? []) expect(text ?? 'August 2025').toContain('August 2025');
  });
});

describe('the feed and the overview', () => {
  const entriesOf = async (base: string): Promise<readonly Partial<Atom.Entry<string>>[]> =>
    parseAtomFeed(await (await fetch(`${base}/alerts.atom`)).text()).entries ?? [];

  test('have an entry for each event of every kind, with the title of the mail', async () => {
    const { file, options } = await everyAlert();
    const base = await siteOver(file, options);
    const entries = await entriesOf(base);
    expect(entries.map(({ categories }) => categories?.map(({ term }) => term).slice(0, 2))).toEqual([
      ['contradicted', 'claims'],
      ['raised', 'publications'],
      ['raised', 'publications'],
      ['retracted', 'figures'],
      ['raised', 'figures'],
    ]);
    expect(entries.slice(0, 3).map(({ title }) => title?.value)).toEqual([
      "Claim contradicted: China's exports of rare earth magnets to the world, 2025-Q2, said more than +25 % year on year; official -28.9 % or less",
      '[Late] China customs, online query, August 2025',
      '[Failing] UN Comtrade',
    ]);
    expect(entries[0]?.content?.value).toContain('Daily Magnets writes: "Exports rose more than 25 % in the quarter.');
    for (const { links } of entries) expect((await fetch(links?.[0]?.href as string)).status).toBe(200);
    const { lately } = await json<{ lately: { title: string }[] }>(base, '');
    expect(lately.map(({ title }) => title)).toEqual(entries.map(({ title }) => title?.value));
  });

  test('tell the ends as entries of their own; what was said before keeps its id', async () => {
    const { file, options } = await everyAlert();
    const before = await entriesOf(await siteOver(file, options));
    await settled(file);
    const entries = await entriesOf(await siteOver(file, options));
    const ids = entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(-before.length).sort()).toEqual(before.map(({ id }) => id).sort());
    const titles = entries.map(({ title }) => title?.value ?? '');
    expect(titles.filter((title) => title.startsWith('[Arrived] China customs, online query, August 2025'))).toHaveLength(1);
    expect(titles.filter((title) => title.startsWith('[Late] China customs, online query, August 2025'))).toHaveLength(1);
    expect(titles.filter((title) => /^\[Changed\] Claim now /.test(title))).toHaveLength(1);
    expect(titles.filter((title) => /^Claim contradicted: .* official -28\.9 % or less$/.test(title))).toHaveLength(1);
  });

  test('say of a time that an alert stood before no more than is known', async () => {
    const { file, options } = await everyAlert();
    const store = openTestStore(file);
    for (const [at, outcome] of [
      ['2025-09-22T02:00:00.000Z', 'ok'],
      ['2025-09-24T02:00:00.000Z', 'failed'],
    ] as const) {
      await store.finishRun(await store.beginRun('un-comtrade', 'schedule', at), at, outcome, COUNTS, null);
      await store.judgePublications({ publications }, `${at.slice(0, 11)}20:00:00.000Z`);
    }
    store.close();
    const entries = (await entriesOf(await siteOver(file, options))).filter(({ title }) => title?.value?.endsWith('UN Comtrade'));
    expect(entries.map(({ title, content }) => [title?.value, content?.value?.split('\n')[0]])).toEqual([
      ['[Failing] UN Comtrade', 'UN Comtrade could not be checked since 2025-09-24 02:00 UTC: 1 run failed. The last: no reason was given'],
      ['[Over] UN Comtrade', 'Why: every question was answered.'],
      ['[Raised] UN Comtrade', 'The alert is now firing. Rule: failed.'],
    ]);
  });
});

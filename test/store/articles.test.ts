import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { Article } from '../../src/pipeline.ts';
import { MIGRATIONS } from '../../src/store/schema.ts';
import { APPLICATION_ID } from '../../src/store/schema-version.ts';
import { openStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { recordSnapshot, temporaryFolder, temporaryStore } from '../support/store.ts';

const TEXT = (tons: string): string =>
  `Shipments of permanent magnets from the invented port of Meridia fell to ${tons} tons in May, the harbour office said on Friday. That is less than in April, and the lowest amount of a month since the office began to count. A spokesman named a new form that each exporter has to fill in as the reason for it all.`;

const article = (url: string, title: string, more: Partial<Article> = {}): Article => ({
  url,
  title,
  publisher: new URL(url).hostname,
  feedDate: '2026-06-20T08:00:00Z',
  pageDate: null,
  language: 'en',
  summary: null,
  body: null,
  ...more,
});
const page = (of: Article, body: string | null, noBody: string | null = null): Article => ({
  ...of,
  summary: null,
  body,
  pageDate: '2026-05-12',
  page: { canonical: `${of.url}/canonical`, title: 'On the page', language: 'en', noBody },
});

async function load(store: Store, articles: readonly Article[], seenAt = '2026-06-20T09:00:00.000Z') {
  const { snapshotId } = await recordSnapshot(store, 'trade-news', seenAt);
  return store.loadArticles({ pipeline: 'trade-news', snapshotId, seenAt, articles, refused: [] });
}

function view(file: string): Record<string, unknown>[] {
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  return db.prepare('SELECT * FROM v_article ORDER BY id').all() as Record<string, unknown>[];
}
const stories = (file: string): unknown[] => view(file).map((row) => row['story_id']);

test('a page adds its date, its address and its text to the article, and leaves what the feed says', async () => {
  const { store, file } = temporaryStore();
  const one = article('https://a.example/1', 'Magnets fall', { summary: 'They fall.', language: null });
  await load(store, [one]);
  expect(await load(store, [page(one, TEXT('1,204'))])).toEqual({ inserted: 0, revised: 1, unchanged: 0 });
  expect(view(file)).toMatchObject([
    {
      title: 'Magnets fall',
      feed_date: '2026-06-20T08:00:00Z',
      page_date: '2026-05-12',
      language: 'en',
      canonical_url: 'https://a.example/1/canonical',
      page_read_at: '2026-06-20T09:00:00.000Z',
      page_reason: null,
      outlets: 1,
    },
  ]);
  // The feed as it was, and the page once more: nothing is written.
  expect(await load(store, [one])).toEqual({ inserted: 0, revised: 0, unchanged: 1 });
  expect(await load(store, [page(one, TEXT('1,204'))])).toEqual({ inserted: 0, revised: 0, unchanged: 1 });
});

test('the text of an article stands in no view, and in no table but the private one that its claims are read from', async () => {
  const { store, file } = temporaryStore();
  const one = article('https://a.example/1', 'Magnets fall');
  await load(store, [one, page(one, TEXT('1,204'))]);
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND sql IS NOT NULL").pluck().all() as string[];
  expect(tables).toContain('article_body');
  for (const table of tables.filter((name) => name !== 'article_body'))
    expect(JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all()), table).not.toContain('harbour office');
});

test('copies of several outlets are one story, and an equal text with another figure is another', async () => {
  const { store, file } = temporaryStore();
  await load(store, [
    article('https://a.example/1', 'Magnets from Meridia fall', { summary: TEXT('1,204') }),
    article('https://b.example/1', 'Fewer magnets leave Meridia', { summary: TEXT('1,204') }),
    article('https://c.example/1', 'Magnets from Meridia fall', { summary: TEXT('1,304') }),
    article('https://news.google.com/rss/articles/x', 'Magnets from Meridia fall', { publisher: 'D' }),
  ]);
  expect(stories(file)).toEqual([1, 1, 3, 1]);
  expect(view(file).map((row) => row['outlets'])).toEqual([3, 3, 1, 3]);
});

test('no third article brings two together that contradict each other', async () => {
  const { store, file } = temporaryStore();
  await load(store, [
    article('https://d.example/1', 'Magnets from Meridia fall'),
    article('https://a.example/1', 'Magnets from Meridia fall', { summary: TEXT('1,204') }),
    article('https://c.example/1', 'Magnets from Meridia fall', { summary: TEXT('1,304') }),
  ]);
  expect(stories(file)).toEqual([1, 1, 3]);
});

test('the text of a page brings copies together under other headlines, and parts what only the headline had together', async () => {
  const { store, file } = temporaryStore();
  const all = ['a', 'b', 'c'].map((host) =>
    article(`https://${host}.example/1`, host === 'c' ? 'From the harbours' : 'Magnets from Meridia fall'),
  );
  const [a, b, c] = all as [Article, Article, Article];
  await load(store, all);
  expect(stories(file)).toEqual([1, 1, 3]);
  await load(store, [page(a, TEXT('1,204')), page(b, TEXT('1,304')), page(c, TEXT('1,304'))]);
  expect(stories(file)).toEqual([1, 2, 2]);
});

test('what was published weeks apart is not one story, even with equal words', async () => {
  const { store, file } = temporaryStore();
  await load(store, [
    article('https://a.example/1', 'Magnets from Meridia fall'),
    article('https://b.example/2', 'Magnets from Meridia fall', { feedDate: '2026-07-20T08:00:00Z' }),
  ]);
  expect(stories(file)).toEqual([1, 2]);
});

test('the same headline of one outlet is one article within days, at whatever address, and another one a year later', async () => {
  const { store, file } = temporaryStore();
  const june = article('https://a.example/1', 'Magnets fall in June');
  const again = { ...june, url: 'https://a.example/1?copy', feedDate: '2026-06-22T08:00:00Z' };
  const next = { ...june, url: 'https://a.example/2', feedDate: '2027-06-20T08:00:00Z' };
  await load(store, [june]);
  expect(await load(store, [again, next])).toEqual({ inserted: 1, revised: 0, unchanged: 1 });
  expect(await load(store, [page(next, TEXT('1,204'))])).toEqual({ inserted: 0, revised: 1, unchanged: 0 });
  expect(view(file).map((row) => [row['url'], row['page_read_at'] !== null, row['story_id']])).toEqual([
    ['https://a.example/1', false, 1],
    ['https://a.example/2', true, 2],
  ]);
});

test('finds articles by words of title, summary and page, in English and Chinese, the changed title too', async () => {
  const { store } = temporaryStore();
  const one = article('https://a.example/1', 'Magnets fall', { summary: 'In the harbour of Méridia.' });
  const two = article('https://b.example/2', '五月中国稀土永磁出口下降', { language: 'zh' });
  await load(store, [one, two]);
  const found = async (text: string): Promise<string[]> => (await store.searchArticles(text)).map((a) => a.url.slice(8, 9));
  expect(await found('magnets')).toEqual(['a']);
  expect(await found('meridia HARBOUR')).toEqual(['a']);
  expect(await found('稀土')).toEqual(['b']);
  expect(await found('土稀')).toEqual([]);
  expect(await found('永磁 下降')).toEqual(['b']);
  expect(await found('spokesman')).toEqual([]);
  await load(store, [page(one, TEXT('1,204')), page(two, '磁铁价格上涨。')]);
  expect(await found('magnets spokesman')).toEqual(['a']);
  expect(await found('"new form" 1,204')).toEqual(['a']);
  expect(await found('"form new"')).toEqual([]);
  expect(await found('磁铁')).toEqual(['b']);
  await load(store, [{ ...one, title: 'Neodymium falls' }]);
  expect(await found('neodymium')).toEqual(['a']);
  expect((await store.searchArticles('五月'))[0]).toEqual({
    id: 2,
    url: two.url,
    title: two.title,
    publisher: 'b.example',
    publishedAt: '2026-05-12',
    storyId: 2,
  });
});

test.each(['', '  ', '*', '"', 'a" OR "b', 'NEAR(a b)', 'text:magnets', "' OR 1=1 --", '-magnets', 'magnets*', '^magnets', '稀\u0000土'])(
  'takes %j as words, whatever it means to the index',
  async (text) => {
    const { store } = temporaryStore();
    await load(store, [article('https://a.example/1', 'Copper')]);
    expect(await store.searchArticles(text)).toEqual([]);
  },
);

test('the articles of an older database can be found, each its own story', async () => {
  const file = `${temporaryFolder()}/old.db`;
  const old = new Database(file);
  old.exec(MIGRATIONS[0] as string);
  old.exec(`INSERT INTO run (run_id, pipeline, trigger, started_at) VALUES (1, 'trade-news', 'run', '2026-01-01T00:00:00.000Z');
    INSERT INTO snapshot (snapshot_id, run_id, pipeline, request_key, name, sha256, extension, bytes, retrieved_at, last_seen_at, params, settings)
      VALUES (1, 1, 'trade-news', 'k', 'n', '${'0'.repeat(64)}', 'xml', 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '{}', '{}');
    INSERT INTO article (url, title, title_key, publisher, summary, first_seen_at, snapshot_id)
      VALUES ('https://a.example/1', '稀土出口', '稀土出口', 'A', NULL, '2026-01-01T00:00:00.000Z', 1)`);
  old.exec('CREATE VIEW v_article AS SELECT title FROM article; CREATE VIEW of_an_analyst AS SELECT title FROM article');
  old.pragma(`application_id = ${APPLICATION_ID}`);
  old.pragma('user_version = 1');
  old.close();
  const store = openStore(file);
  onTestFinished(() => store.close());
  expect(await store.searchArticles('稀土')).toMatchObject([{ url: 'https://a.example/1', storyId: 1 }]);
  expect(await store.check()).toEqual([]);
  expect(view(file)).toMatchObject([{ url: 'https://a.example/1', story_id: 1, outlets: 1 }]);
});

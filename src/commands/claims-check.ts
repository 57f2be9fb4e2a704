import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { claimsIn } from '../claims-in-text.ts';
import type { CommodityData } from '../commodity-data.ts';
import { verdictSources, verdictWords } from '../domain/claim-alert.ts';
import { seriesWanted } from '../domain/claim-series.ts';
import { judgeClaim } from '../domain/judge-claim.ts';
import type { Judged } from '../domain/verdict.ts';
import { RefusedError, UsageError } from '../errors.ts';
import { type ArticleFile, readArticleFile } from '../parse/article-file.ts';
import type { ArticleReading } from '../store/claim-store.ts';
import type { Store } from '../store/store.ts';
import { claimReviews } from './claim-review.ts';
import { saidShort, verdictLabel } from './claims-list.ts';
import type { CommandIo } from './command.ts';
import { printable } from './printable.ts';
import { renderJson } from './table.ts';

const REFUSED = 4;

interface Options {
  readonly published?: string;
  readonly json?: boolean;
  readonly format?: string;
}

type Checked = ArticleReading['claims'][number] & { readonly judged: Judged };

/** Holds the claims of articles in files against the figures at hand; writes nothing. */
export async function claimsCheck(
  io: CommandIo,
  store: Store,
  data: CommodityData,
  files: readonly string[],
  options: Options,
): Promise<number> {
  const given = publishedOf(options.published);
  if (options.format !== undefined && options.format !== 'claimreview')
    throw new UsageError(`--format: expected claimreview, got "${options.format}"`);
  const checked: { file: string; article: ArticleFile; published: string | null; claims: Checked[] }[] = [];
  let refused = false;
  for (const file of files) {
    const article = articleOf(io, resolve(io.cwd, file), file);
    if (article === null) {
      refused = true;
      continue;
    }
    const published = given ?? article.published;
    checked.push({ file, article, published, claims: await check(store, data, article.text, published) });
  }
  if (options.format === 'claimreview') {
    const documents = checked.map(({ article, published, claims }) =>
      claimReviews({ ...article, published }, claims, io.now().toISOString()),
    );
    // It is made to stand in a <script> of a page: no quotation ends that early.
    io.stdout(renderJson(documents.length === 1 ? documents[0] : documents).replaceAll('<', '\\u003c'));
  } else if (options.json === true) {
    io.stdout(
      renderJson({
        files: checked.map(({ file, article, published, claims }) => ({ file, url: article.url, published, claims: claims.map(jsonOf) })),
      }),
    );
  } else {
    for (const { file, published, claims } of checked) io.stdout(wordsOf(file, published, claims));
  }
  return refused ? REFUSED : 0;
}

/** Null when the file is no text, which is said; the others go on. */
function articleOf(io: CommandIo, path: string, file: string): ArticleFile | null {
  try {
    return readArticleFile(bytesOf(path, file), basename(file));
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    io.stderr(`${printable(error.message)}\n`);
    return null;
  }
}

function bytesOf(path: string, file: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** A day, a month or a year, as texts give them; of a time its day counts. */
function publishedOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const day = /^\d{4}(?:-\d{2}(?:-\d{2})?)?(?=$|T)/.exec(text)?.[0];
  const full = day === undefined ? '' : `${day}-01-01`.slice(0, 10);
  if (day !== undefined && !Number.isNaN(Date.parse(full)) && new Date(full).toISOString().startsWith(full)) return day;
  throw new UsageError(`--published: expected a day such as 2025-07-22 (or 2025-07, 2025), got "${text}"`);
}

/** The last moment of a day, month or year, in UTC. */
const endOf = (published: string): string => `${published}${'-12-31'.slice(published.length - 4)}T23:59:59.999Z`;

async function check(store: Store, { names, series: mapping }: CommodityData, text: string, published: string | null): Promise<Checked[]> {
  const asOf = published === null ? null : endOf(published.slice(0, 10));
  const checked: Checked[] = [];
  for (const said of claimsIn(text, null, published, names)) {
    const series = await store.versions(seriesWanted(said.claim, mapping));
    checked.push({ ...said, judged: judgeClaim({ ...said, asOf }, series, mapping) });
  }
  return checked;
}

function jsonOf({ claim, quote, judged }: Checked): Record<string, unknown> {
  return {
    quote,
    claim,
    ...verdictWords(judged),
    official: judged.official,
    stated: judged.stated,
    tried: judged.tried,
    sources: verdictSources(judged),
  };
}

function wordsOf(file: string, published: string | null, claims: readonly Checked[]): string {
  const day = published === null ? 'day of publication unknown (give it with --published)' : `published ${published.slice(0, 10)}`;
  const count = claims.length === 0 ? 'no claim about growth was found' : claims.length === 1 ? '1 claim' : `${claims.length} claims`;
  return `${[`${printable(file)}, ${day}: ${count}`, ...claims.map((claim, i) => linesOf(claim, i + 1).join('\n'))].join('\n\n')}\n`;
}

function linesOf({ claim, quote, judged }: Checked, number: number): string[] {
  const partner = claim.partner === null ? null : `with ${claim.partner}`;
  const subject = [claim.reporter, claim.flow, claim.commodity, partner, claim.measure].filter((part) => part !== null).join(' ');
  const lines = [
    `read as   ${subject}, ${claim.period ?? 'period unknown'}: ${saidShort(claim)}`,
    `verdict   ${verdictLabel(judged)}`,
    ...judged.explanation,
    ...(judged.official === null ? [] : [`series    ${judged.official.series}`]),
    ...verdictSources(judged).map(({ period, known_from, url, sha256 }) => {
      const where = url === null ? 'a file' : url;
      return `source    ${period}: known since ${known_from.slice(0, 10)}, ${where}, sha256 ${sha256.slice(0, 12)}`;
    }),
  ];
  return [`${number}. "${printable(quote)}"`, ...lines.map((line) => `   ${printable(line)}`)];
}

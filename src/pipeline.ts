import type { z } from 'zod';
import type { RevisionPolicy } from './domain/lookback.ts';
import type { ObservationTable } from './domain/observation-table.ts';
import type { Interval, YearMonth } from './domain/period.ts';
import type { Proof } from './domain/proof.ts';
import type { ExchangeRate } from './domain/rate.ts';
import type { ReleaseCalendar } from './domain/release.ts';
import type { Observation, ProductName } from './domain/series.ts';
import type { Refusal } from './errors.ts';

/**
 * The contract of a source. One file in pipelines/ with a default export made by {@link definePipeline}; its file name
 * is its id. `requests` and `transform` are pure: no network, no disk, no clock of their own. The framework fetches,
 * archives, retries, paces, loads and detects.
 */
export interface Pipeline<Settings = unknown> {
  /** The file name without .ts: also the name of the fixture and archive folders and the column `pipeline`. */
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  /** The terms under which the publisher lets the figures be used, in a few words. */
  readonly licence: string;
  /** The publisher's own documentation of the format. */
  readonly documentation: string;
  /**
   * Cron expression of the times at which the source is asked in any case, in `timezone`; `releases` adds closer looks when a
   * month is out. Null: by hand only (files in the inbox).
   */
  readonly schedule: string | null;
  /** IANA zone of the publisher. */
  readonly timezone: string;
  /** When each month is expected for the first time, in `timezone`. Null: there are no months to expect (news). */
  readonly releases: ReleaseCalendar | null;
  /** Where the publisher answers; config may replace it (a proxy, a recorded publisher). Null: by hand only. */
  readonly baseUrl: string | null;
  /** The least pause between two requests to one host, in milliseconds. */
  readonly paceMs: number;
  /** The name of the secret that the source wants, when it wants one (see docs/operate.md). */
  readonly secret?: string;
  /** Without its secret the source gives less, and does not wait for it. */
  readonly secretOptional?: boolean;
  /** A figure so many times above or below those around it is held as a possible unit error: 100 unless said otherwise. Null: none is. */
  readonly jumpFactor?: number | null;
  /**
   * Of each series that a publication has it states all months that the publisher has, from the first that it states to the last of the
   * publication: a month that was known and is not among them was taken away, and is held as missing. Not where a person chooses the months of
   * a file, nor of tables that print a month beside that of the year before, nor where a month without trade or a withheld one looks alike. Absent:
   * nothing is concluded from what is not stated.
   */
  readonly statesAllMonths?: boolean;
  /** How far back published months are revised: so far back every run asks again. Null: `requests` does not go by months. */
  readonly revisions: RevisionPolicy | null;
  /** How many requests a day the publisher allows, when it says so: more wait for the next day. */
  readonly requestsPerDay?: number;
  /** Transform goes through `chunks` of a snapshot: large files are given so, and never held as a whole. */
  readonly inPieces?: boolean;
  /**
   * Transform runs in a worker thread and is stopped at a deadline: for what anybody on the web may have written, over
   * which a parser may sit for minutes. Absent: in the thread of the program.
   */
  readonly worker?: {
    /** The address of the pipeline's own file: `import.meta.url`. */
    readonly module: string;
    /** A last resort: limits that depend on the bytes alone have to come first, so that a replay gives the same rows. */
    readonly deadlineMs: number;
  };
  /** What config may set for this source, with defaults; `{}` must be valid. */
  readonly settings: z.ZodType<Settings>;
  /** What to ask now. Pure: all it knows is in the context. */
  requests(context: RequestContext<Settings>): readonly SourceRequest[];
  /**
   * Bytes to observations. Pure. Taken whole or not at all.
   * @throws RefusedError when anything in the snapshot is not as published: nothing is loaded.
   * @throws WaitingError when the answer says that the key is missing or wrong (some publishers say so with status 200).
   */
  transform(snapshot: Snapshot, settings: Settings): Transformed;
}

export interface RequestContext<Settings> {
  readonly now: Date;
  readonly settings: Settings;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** The newest month that is loaded for this source, or null when there is none. */
  readonly lastMonth: YearMonth | null;
  /** The months to ask for, both included: what is new and what may have been revised; in a backfill, its months. */
  readonly window: Interval;
  /** Whether the source's secret is set: some publishers give more with a key. */
  readonly hasSecret: boolean;
}

export interface SourceRequest {
  /** What is asked, in stable words: two requests with one key are the same question at two times. */
  readonly key: string;
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Carries the pipeline's secret in this header. */
  readonly secretHeader?: string;
  /**
   * Carries the secret in this query parameter, where the publisher takes it no other way. It is put in when the
   * request is sent and stands in no address that is stored, logged or shown.
   */
  readonly secretQuery?: string;
  /** The answer never changes in place: once taken, it is not asked again. */
  readonly once?: boolean;
  /** Statuses with which the publisher explains itself in its own form (a SOAP fault): the body is archived and transformed like an answer. */
  readonly answerStatuses?: readonly number[];
  /** HTTP 404 is no error here: what is asked for may not be there, or not yet. */
  readonly mayBeMissing?: boolean;
  /** These months were published long ago: an answer without content is an error (a wrong code), not "not yet". */
  readonly expectsData?: boolean;
  /** Asked no sooner than this after the last request to the host: an answer that is being made is polled. */
  readonly afterMs?: number;
  /**
   * The address was found in what others published (the article behind a headline). robots.txt of its host is obeyed,
   * any public host may answer, the limits are those of a page, and a failure is noted in the run and does not make the
   * source failing.
   */
  readonly crawl?: boolean;
  /** What transform has to know of the question. */
  readonly params?: Readonly<Record<string, string>>;
}

/** Archived bytes with what is known of where they came from. */
export interface Snapshot {
  /** All of them. */
  readonly bytes: Uint8Array;
  /** The same in pieces, each valid until the next: for what is too large to be held. Absent: they are held anyway. */
  readonly chunks?: Iterable<Uint8Array>;
  /** The file name as it was dropped or given, or the last part of the address. */
  readonly name: string;
  readonly url: string | null;
  /** As the server declared it, without parameters; null for files. */
  readonly mediaType: string | null;
  /** When it was obtained: ISO 8601 in UTC. */
  readonly retrievedAt: string;
  /** Those of the request; with `charset`, where the server declared another one than UTF-8. */
  readonly params: Readonly<Record<string, string>>;
  /** Names of the columns, when a person gave them for a file without header (`ingest --columns`). */
  readonly columns: readonly string[] | null;
  /** The pages before this one, in order, where an answer comes in pages (see `page` of {@link Transformed}). */
  readonly earlier: readonly Uint8Array[];
}

/** What a publication of figures says beside them. */
export interface Publication {
  /** Names of products as the source prints them. */
  readonly products?: readonly ProductName[];
  /** The day that the publisher printed on it, ISO 8601. */
  readonly publishedAt?: string | null;
  /** What a reader should know of how the snapshot was read; shown with the run. */
  readonly notes?: readonly string[];
  /** That nothing is missing, as far as the snapshot itself can show it. */
  readonly proofs?: readonly Proof[];
  /** In the place of the pipeline's: null for a publication of small partners, whose months really differ that much. */
  readonly jumpFactor?: number | null;
  /** Where the pipeline says `statesAllMonths`: false when rows were left out that may be months of its series, or months were not asked for. */
  readonly statesAllMonths?: boolean;
}

export type Transformed =
  | (Publication & { readonly kind: 'observations'; readonly observations: readonly Observation[] })
  /** The same in columns, for a publication that may have millions of figures. */
  | (Publication & { readonly kind: 'table'; readonly table: ObservationTable })
  /** Exchange rates against the euro: no series of trade, but what turns one currency into another. */
  | {
      readonly kind: 'rates';
      readonly rates: readonly ExchangeRate[];
      readonly publishedAt?: string | null;
      readonly notes?: readonly string[];
      readonly proofs?: readonly Proof[];
    }
  | {
      readonly kind: 'articles';
      readonly articles: readonly Article[];
      readonly refused: readonly Refusal[];
      /** The pages of the articles that are to be read, asked next in the same run. */
      readonly requests?: readonly SourceRequest[];
    }
  /** An index page: what it points to, asked next in the same run. */
  | { readonly kind: 'links'; readonly requests: readonly SourceRequest[] }
  /** A full page of several: nothing is read yet. The last one is transformed with all before it in `earlier`. */
  | { readonly kind: 'page'; readonly next: SourceRequest }
  /** A proper answer that says: nothing there yet. */
  | { readonly kind: 'not_yet_published'; readonly reason: string }
  /** A proper answer that says: all of it is confidential. Figures that are marked one by one are observations of status Q. */
  | { readonly kind: 'suppressed'; readonly reason: string };

/** An item of a news feed, or the page behind it. */
export interface Article {
  /** Canonical address: no tracking parameters, no fragment. The identity of the article. */
  readonly url: string;
  readonly title: string;
  /** The outlet, not the aggregator. */
  readonly publisher: string;
  /** When the feed says that it was published: ISO 8601 in UTC, or a day; null when it does not say. */
  readonly feedDate: string | null;
  /** When the page itself says so; null until the page is read. */
  readonly pageDate: string | null;
  /** BCP 47, lower case: en, zh; null when unknown. */
  readonly language: string | null;
  /** Plain text, no markup; null when the feed has none, and from a page. */
  readonly summary: string | null;
  /** The text of the page, plain, one paragraph a line; null until it is read, and where the page gives none. */
  readonly body: string | null;
  /** What the page says beside its text; absent from what comes from a feed. */
  readonly page?: ArticlePage;
}

export interface ArticlePage {
  /** The address that the page itself names as the right one; null when it names none. */
  readonly canonical: string | null;
  /** The headline on the page. */
  readonly title: string | null;
  readonly language: string | null;
  /** Why there is no text; null when there is one. */
  readonly noBody: string | null;
}

/** Checks nothing at run time (the registry does); gives `requests` and `transform` their types. */
export function definePipeline<Settings>(pipeline: Pipeline<Settings>): Pipeline<Settings> {
  return pipeline;
}

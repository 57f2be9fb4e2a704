import { refused, WaitingError } from '../errors.ts';
import type { HttpClient } from '../http/client.ts';
import type { HttpRequest } from '../http/request.ts';
import type { SourceRequest } from '../pipeline.ts';

/** What a source answered to one request. */
export type Extracted =
  | {
      readonly kind: 'answered';
      /** Decompressed; never empty. */
      readonly bytes: Uint8Array;
      /** Where it came from, after redirects. */
      readonly url: string;
      /** As declared, lower case, without parameters. */
      readonly mediaType: string | null;
      /** As declared, lower case. */
      readonly charset: string | null;
      readonly etag: string | null;
      readonly lastModified: string | null;
    }
  | { readonly kind: 'not_modified' }
  | { readonly kind: 'no_content' };

export interface ExtractContext {
  /** The hosts of the pipeline, that of its base address among them. Empty: any public host (feeds that lead everywhere), but then no key is sent. */
  readonly pipelineHosts: readonly string[];
  /** The least pause between the starts of two requests to one host, in milliseconds. */
  readonly paceMs: number;
  /** The value of the pipeline's secret; null when it has none or it is not set. */
  readonly secret: string | null;
  /** What the last answer to the same request said of itself; null asks for the whole answer. */
  readonly conditional: { readonly etag: string | null; readonly lastModified: string | null } | null;
  readonly signal?: AbortSignal;
  /** Called before each request that is really sent: counts it against what the publisher allows. */
  readonly beforeSending?: () => Promise<void>;
}

/**
 * Asks a source. Whether the bytes are what was asked for is decided by transform, after they are archived.
 * @throws WaitingError when the request wants a key and there is none, or the publisher does not accept it.
 * @throws RefusedError when the address is not one of the pipeline's, or the answer is none that another try would better.
 * @throws RetryLaterError when the source does not answer now.
 */
export async function extract(client: HttpClient, request: SourceRequest, context: ExtractContext): Promise<Extracted> {
  const answer = await client.fetch(httpRequestOf(request, context));
  if (answer.kind !== 'answered') return answer;
  const { kind, bytes, url, mediaType, charset, etag, lastModified } = answer;
  return { kind, bytes, url, mediaType, charset, etag, lastModified };
}

/** The decision, pure; throws as {@link extract} does. */
export function httpRequestOf(request: SourceRequest, context: ExtractContext): HttpRequest {
  const { key, url, secretHeader, secretQuery } = request;
  const wantsSecret = secretHeader !== undefined || secretQuery !== undefined;
  const host = URL.canParse(url) ? hostOf(new URL(url).hostname) : null;
  if (host === null) throw refused(key, 'its address is not a valid URL');
  const own = context.pipelineHosts.map(hostOf).includes(host);
  // Addresses of requests may come from pages that the source published: what it links to is not thereby its own.
  if (context.pipelineHosts.length > 0 && !own)
    throw refused(key, `${host} is not a host of this source (${context.pipelineHosts.join(', ')})`);
  if (wantsSecret && context.secret === null)
    throw new WaitingError(
      'key',
      `${host} wants a key (${secretHeader === undefined ? `parameter ${secretQuery}` : `header ${secretHeader}`}) and none is set`,
    );
  if (wantsSecret && !own) throw refused(key, `a key is only sent to hosts named for the source, and ${host} is not`);
  return {
    url,
    hosts: context.pipelineHosts,
    paceMs: context.paceMs,
    ...(request.crawl === undefined ? {} : { crawl: request.crawl }),
    ...(request.method === undefined ? {} : { method: request.method }),
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.mayBeMissing === undefined ? {} : { mayBeMissing: request.mayBeMissing }),
    ...(request.answerStatuses === undefined ? {} : { answerStatuses: request.answerStatuses }),
    ...(secretHeader === undefined || context.secret === null ? {} : { secret: { header: secretHeader, value: context.secret } }),
    ...(secretQuery === undefined || context.secret === null ? {} : { secret: { query: secretQuery, value: context.secret } }),
    ...(context.conditional === null ? {} : { conditional: context.conditional }),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    ...(context.beforeSending === undefined ? {} : { beforeSending: context.beforeSending }),
  };
}

function hostOf(name: string): string {
  return name.toLowerCase().replace(/\.+$/, '');
}

import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import axios from 'axios';
import type { Head } from './answer.ts';
import { failureOf } from './failure.ts';
import { guardedLookup, type Resolve } from './guard.ts';

/** One request and its answer as far as its headers; the body is still to be read. */
export interface Exchange {
  readonly head: Head;
  readonly body: Readable;
  /** An error on the connection that came after the headers, such as bytes beyond Content-Length. */
  readonly lateError: () => unknown;
}

export interface ExchangeRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** A configured publisher: its resolved address is not looked at. */
  readonly exempt: boolean;
}

export interface Exchanger {
  /** @throws RefusedError or AttemptError, never an AxiosError; whatever when the signal fired. */
  exchange(request: ExchangeRequest, signal: AbortSignal): Promise<Exchange>;
  close(): void;
}

/** Idle connections are closed after this; a publisher is asked at most a few times an hour. */
const IDLE_MS = 10_000;
/** Node's default, which NODE_OPTIONS cannot raise here. */
const MAX_HEADER_BYTES = 16 * 1024;

/** @param caCertificates PEM texts trusted beside the public authorities. */
export function createExchanger(caCertificates: readonly string[], resolve?: Resolve): Exchanger {
  const shared = { keepAlive: true, timeout: IDLE_MS };
  const tls = caCertificates.length === 0 ? {} : { ca: [...rootCertificates, ...caCertificates] };
  const lookup = guardedLookup(resolve);
  const guarded = { http: new http.Agent({ ...shared, lookup }), https: new https.Agent({ ...shared, ...tls, lookup }) };
  // Apart, so that no connection that was made without a look at the address is ever used for another origin.
  const exempt = { http: new http.Agent(shared), https: new https.Agent({ ...shared, ...tls }) };

  return {
    async exchange(request, signal) {
      const agents = request.exempt ? exempt : guarded;
      let late: unknown;
      const transport = {
        request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
          const secure = options.protocol === 'https:';
          const sent = (secure ? https : http).request({ ...options, maxHeaderSize: MAX_HEADER_BYTES }, (response) => {
            // Axios emits 'error' on the body when the signal fires, and nobody may be listening yet.
            response.on('error', () => {});
            onResponse(response);
          });
          return sent.on('error', (error) => {
            late ??= error;
          });
        },
      };
      try {
        const answer = await axios.request<Readable>({
          url: request.url.href,
          method: request.method,
          headers: { ...request.headers },
          ...(request.body === null ? {} : { data: Buffer.from(request.body) }),
          adapter: 'http',
          transport,
          httpAgent: agents.http,
          httpsAgent: agents.https,
          // The environment must not decide where requests go.
          proxy: false,
          maxRedirects: 0,
          decompress: false,
          responseType: 'stream',
          validateStatus: () => true,
          transformRequest: [(data: unknown) => data],
          transformResponse: [(data: unknown) => data],
          signal,
        });
        const { headers } = answer;
        const header = (name: string): string | null => {
          const value = headers[name] as unknown;
          return typeof value === 'string' ? value : null;
        };
        return { head: { status: answer.status, header }, body: answer.data, lateError: () => late };
      } catch (error) {
        throw failureOf(error, request.url);
      }
    },
    close() {
      for (const agent of [guarded.http, guarded.https, exempt.http, exempt.https]) agent.destroy();
    },
  };
}

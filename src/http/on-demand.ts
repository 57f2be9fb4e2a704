import type { HttpClient, HttpClientOptions } from './client.ts';

/** A client that is loaded with its first request: commands that read files ask nobody. */
export function clientOnDemand(options: HttpClientOptions): HttpClient {
  let made: Promise<HttpClient> | null = null;
  let ready: HttpClient | null = null;
  const open = async (): Promise<HttpClient> => {
    const { createHttpClient } = await import('./client.ts');
    ready = createHttpClient(options);
    return ready;
  };
  return {
    async fetch(request) {
      made ??= open();
      return (await made).fetch(request);
    },
    close: () => ready?.close(),
  };
}

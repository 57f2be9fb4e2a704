/** Real servers on port 0 that answer as they are told. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach } from 'vitest';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../src/http/client.ts';

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** What was asked, in order. */
  readonly seen: { method: string; url: string; headers: http.IncomingHttpHeaders; body: string; at: number }[];
}

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

export async function serve(handler: Handler, tls?: Certificate): Promise<TestServer> {
  const seen: TestServer['seen'] = [];
  const listener = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const at = performance.now();
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
        at,
      });
      handler(request, response, seen.length);
    });
  };
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  const port = await listen(server);
  endings.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, port, seen };
}

/** A server that speaks bytes: for answers that no HTTP library would give. */
export async function serveRaw(onRequest: (socket: net.Socket, count: number) => void): Promise<TestServer> {
  const seen: TestServer['seen'] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      seen.push({ method: '', url: '', headers: {}, body: data.toString('latin1'), at: performance.now() });
      onRequest(socket, seen.length);
    });
  });
  const port = await listen(server);
  endings.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return { origin: `http://127.0.0.1:${port}`, port, seen };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

export interface TestClient extends HttpClient {
  /** What was slept, in milliseconds. */
  readonly slept: number[];
}

/** A client that may ask the servers, and whose sleep is only written down. */
export function clientFor(servers: readonly (TestServer | string)[], options: HttpClientOptions = {}): TestClient {
  const slept: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    slept.push(ms);
  };
  const client = createHttpClient({ sleep, allowedPrivateOrigins: servers.map((s) => (typeof s === 'string' ? s : s.origin)), ...options });
  endings.push(() => client.close());
  return Object.assign(client, { slept });
}

/** The error that a promise ends in, after looking that nothing of axios is in it. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    (value) => {
      throw new Error(`expected a failure, got ${inspect(value).slice(0, 200)}`);
    },
    (reason: unknown) => reason as Error,
  );
  const all = inspect(error, { depth: 9 });
  if (/AxiosError|config:|_header:|rawPacket/.test(all.replaceAll(/\n\s+at .*/g, ''))) throw new Error(`leaks: ${all.slice(0, 2000)}`);
  return error;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Self-signed, valid between two days (`YYMMDD`). */
export function makeCertificate(names: string, from = '200101', until = '491231'): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'tradewatch-tls-'));
  const openssl = (...args: string[]): unknown => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  try {
    // `req -x509` cannot make a certificate that has expired; `ca` can.
    const extensions = `subjectAltName=${names}\nbasicConstraints=critical,CA:TRUE\n`;
    const config = `[req]\ndistinguished_name=dn\n[dn]\n[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nx509_extensions=x\n[p]\ncommonName=supplied\n[x]\n${extensions}`;
    writeFileSync(join(folder, 'c.cnf'), config);
    writeFileSync(join(folder, 'index'), '');
    writeFileSync(join(folder, 'serial'), '01');
    openssl(
      'req',
      '-new',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-config',
      'c.cnf',
      '-keyout',
      'k.pem',
      '-out',
      'r.pem',
      '-subj',
      '/CN=test',
    );
    openssl(
      'ca',
      '-selfsign',
      '-batch',
      '-config',
      'c.cnf',
      '-keyfile',
      'k.pem',
      '-in',
      'r.pem',
      '-out',
      'c.pem',
      '-notext',
      '-startdate',
      `${from}000000Z`,
      '-enddate',
      `${until}000000Z`,
    );
    return { key: readFileSync(join(folder, 'k.pem'), 'utf8'), cert: readFileSync(join(folder, 'c.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

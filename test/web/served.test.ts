import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { serve } from '../http/server.ts';
import { cli, project, startCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/store.ts';

const HEAD = '"Date of data","Commodity code","Commodity","Quantity","Unit","Supplimentary Quantity","Supplimentary Unit","US dollar",\n';
const row = (month: string, kg: number): string => `"${month}","85051110","Magnets","${kg}","Kilogram","0","-","1,000",\n`;

/** Publishers, a webhook and a ping service in one, which say what they were asked when they refuse it. */
const echo = () =>
  serve((request, response) => {
    response.writeHead(request.url?.startsWith('/ping') ? 200 : 400, { 'content-type': 'text/plain' });
    response.end(`you asked ${request.url} with ${JSON.stringify(request.headers)}`);
  });

async function running() {
  const { origin, seen } = await echo();
  const secrets = {
    CENSUS_API_KEY: 'census-2f6c1e9b7d',
    COMTRADE_KEY: 'comtrade-91aa03c4e2',
    HOOK_URL: `${origin}/hook/hookpath-77b1c0de42`,
    HOOK_SECRET: `whsec_${Buffer.from('a signing key of the test').toString('base64')}`,
    SMTP_PASSWORD: 'smtp-5d0c9e3f18',
    WEB_TOKEN: 'visitor-b8e3a6d054',
    PING_URL: `${origin}/ping/check-c4d5e6f7a8`,
  };
  const folder = temporaryFolder();
  const others = [
    'china-customs-tables',
    'eurostat-comext',
    'trade-news',
    'uk-hmrc',
    'brazil-comexstat',
    'ecb-exchange-rates',
    'korea-customs',
  ];
  project(
    folder,
    `
pipelines:
  us-census: { base_url: "${origin}", schedule: "0 0 1 1 *" }
  un-comtrade: { base_url: "${origin}", schedule: "0 0 1 1 *" }
${others.map((id) => `  ${id}: { enabled: false }`).join('\n')}
rules:
  - id: magnets
    what: { product: "HS8:85051110", partners: [WORLD], measure: net_weight }
    when: { metric: yoy, direction: either, percent: 25 }
    receivers: [hook, desk]
receivers:
  - { id: hook, webhook: { url_secret: HOOK_URL, secrets: [HOOK_SECRET] } }
  - { id: desk, email: { to: [desk@example.org] } }
smtp: { host: 127.0.0.1, port: 1, security: none, user: tradewatch, password_secret: SMTP_PASSWORD, from: tw@example.org }
web: { port: 0, token_secret: WEB_TOKEN }
ping: { url_secret: PING_URL }
`,
  );
  const run = (...args: string[]) => cli(args, { cwd: folder, env: secrets });
  for (const [name, text] of Object.entries({ 'a_export.csv': row('202406', 5000), 'b_export.csv': row('202506', 3000) })) {
    writeFileSync(join(folder, name), HEAD + text);
    expect((await run('ingest', 'china-customs-query', name, '--quiet')).code).toBe(0);
  }
  expect((await run('run', 'us-census', 'un-comtrade')).code).toBe(1);
  const server = startCli(['start'], { cwd: folder, env: secrets });
  onTestFinished(() => void server.kill('SIGKILL'));
  const output = { text: '' };
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
  let address: string | undefined;
  while (address === undefined) {
    await once(server.stderr as NodeJS.ReadableStream, 'data');
    address = /"address":"(http:\/\/127\.0\.0\.1:\d+)\/"/.exec(output.text)?.[1];
  }
  return { address, secrets, server, output, seen, authorization: `Bearer ${secrets.WEB_TOKEN}` };
}

/** Every page that links lead to from the first, with its JSON, and what no page links to. */
async function everything(address: string, authorization: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const queue = ['/', '/healthz', '/readyz', '/metrics', '/alerts.atom', '/releases.ics', '/assets/page.js'];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (found.has(path) || found.size > 300) continue;
    const answer = await fetch(address + path, { headers: { authorization } });
    const text = await answer.text();
    expect([path, answer.status < 500]).toEqual([path, true]);
    found.set(path, `${JSON.stringify([...answer.headers])}\n${text}`);
    if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) continue;
    const links = [...text.matchAll(/ (?:href|src|action)="(\/[^"#]*)"/g)].map((match) => (match[1] as string).replaceAll('&amp;', '&'));
    queue.push(...links, ...(path.startsWith('/api/') ? [] : [path === '/' ? '/api/v1' : `/api/v1${path}`]));
  }
  return found;
}

describe('the server', () => {
  test('serves its pages with no secret on any of them, pings, and ends in good order', { timeout: 120_000 }, async () => {
    const { address, secrets, server, output, seen, authorization } = await running();
    expect((await fetch(`${address}/healthz`)).status).toBe(401);
    const pages = await everything(address, authorization);
    const paths = [...pages.keys()];
    for (const wanted of ['/alerts', '/runs', '/sources/us-census', '/api/v1/sources/us-census', '/releases', '/style.css'])
      expect(
        paths.some((path) => path.endsWith(wanted)),
        wanted,
      ).toBe(true);
    expect(paths.some((path) => /^\/api\/v1\/alerts\/[0-9a-f]{32}$/.test(path))).toBe(true);
    expect(pages.get('/readyz')).toContain('"status":"ready"');
    expect(pages.get('/sources/us-census')).toContain('CENSUS_API_KEY');
    // The receivers failed, and what they answered is shown.
    expect(pages.get('/')).toContain('HTTP 400');
    const forms = Object.values(secrets).flatMap((secret) => {
      const last = secret.split(/[/_]/).at(-1) as string;
      return [last, encodeURIComponent(last), Buffer.from(secret).toString('base64')];
    });
    for (const [path, text] of pages) for (const form of forms) expect(text.includes(form), `a secret on ${path}`).toBe(false);
    for (const form of forms) expect(output.text.includes(form), 'a secret in the log').toBe(false);
    const pings = seen.filter(({ url }) => url.startsWith('/ping')).map(({ url }) => new URL(url, address).pathname);
    expect(pings).toEqual(['/start', '/fail', '/start', '/fail'].map((end) => `/ping/check-c4d5e6f7a8${end}`));
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
  });
});

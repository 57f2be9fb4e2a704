import { timingSafeEqual } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';

export interface MailSink {
  readonly port: number;
  /** Files of the mails that were accepted, in order. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

export interface WebhookSink {
  readonly url: string;
  readonly files: readonly string[];
  /** Calls whose signature was not right. */
  readonly rejected: number;
  close(): Promise<void>;
}

const numbered = (n: number): string => String(n).padStart(3, '0');

/** A mail server on loopback that keeps what it is sent as .eml files. */
export async function openMailSink(folder: string): Promise<MailSink> {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const file = join(folder, `${numbered(files.length + 1)}.eml`);
        writeFileSync(file, Buffer.concat(chunks));
        files.push(file);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { port, files, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/**
 * A webhook receiver on loopback that checks the Standard Webhooks signature of each call and keeps its body. The
 * demo's clock is not today's, so it checks the signature over the time that was sent, not the age of that time.
 */
export async function openWebhookSink(folder: string, secret: string): Promise<WebhookSink> {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  const state = { rejected: 0 };
  const verifier = new Webhook(secret);
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      String(request.headers[name] ?? ''),
    );
    const expected = verifier.sign(id ?? '', new Date(Number(timestamp) * 1000), body);
    if (!sameText(expected, signature ?? '')) {
      state.rejected += 1;
      response.writeHead(401).end('signature does not fit');
      return;
    }
    const { type } = JSON.parse(body) as { type: string };
    const file = join(folder, `${numbered(files.length + 1)}-${type.replaceAll(/[^a-z.]/g, '')}.json`);
    writeFileSync(file, `${JSON.stringify(JSON.parse(body), null, 2)}\n`);
    files.push(file);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    files,
    get rejected() {
      return state.rejected;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const sameText = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Receivers of POSTs on this machine; their addresses have a canary in them. */
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly method: string | undefined;
  readonly path: string | undefined;
}

/** A receiver that keeps what it is sent and answers as told. */
export async function receiver(
  answer: RequestListener = (_request, response) => void response.writeHead(204).end(),
): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks), method: request.method, path: request.url });
      answer(request, response);
    });
  });
  return { url: `${await listening(server)}/hook?token=canary-token`, calls };
}

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers every connection with raw bytes, then closes it or, when told, resets it, stays silent, or sends letters for ever. */
export async function rawReceiver(reply: string, end: 'close' | 'reset' | 'stay' | 'drip' = 'close'): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => {
      if (reply !== '') socket.write(reply);
      if (end === 'close') socket.end();
      else if (end === 'reset') socket.resetAndDestroy();
      else if (end === 'drip') {
        const drip = setInterval(() => socket.write('x'), 20);
        socket.once('close', () => clearInterval(drip));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/canary-path`;
}

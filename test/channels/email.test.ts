import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Attempt, AttemptStep } from '../../src/channels/channel.ts';
import { type EmailOptions, emailChannel } from '../../src/channels/email.ts';
import { drawLight } from '../../src/channels/picture.ts';
import { letterOf, render } from '../../src/channels/render.ts';
import type { Message } from '../../src/domain/message.ts';
import { drawOnce } from './drawn.ts';
import { alertMessage, DIGEST, RAISED, RETRACTED, TEST, UPDATED, US_SERIES } from './messages.ts';

const NOW = new Date('2025-07-20T08:16:00.000Z');
const CANARY = 'canary-p4ssw0rd/+=';
const TO = ['Trade desk <desk@example.org>', 'chief@example.org'];

const certificate = { folder: '', key: '', cert: '' };

beforeAll(() => {
  certificate.folder = mkdtempSync(join(tmpdir(), 'tradewatch-tls-'));
  const file = (name: string): string => join(certificate.folder, name);
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      file('key.pem'),
      '-out',
      file('cert.pem'),
    ],
    { stdio: 'ignore' },
  );
  certificate.key = readFileSync(file('key.pem'), 'utf8');
  certificate.cert = readFileSync(file('cert.pem'), 'utf8');
});
afterAll(() => rmSync(certificate.folder, { recursive: true, force: true }));

interface Taken {
  readonly raw: string;
  readonly mail: ParsedMail;
  readonly to: readonly string[];
  readonly user: unknown;
}

/** A real SMTP server that keeps what it takes. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        void simpleParser(raw).then((mail) => {
          taken.push({ raw, mail, to: session.envelope.rcptTo.map((one) => one.address), user: session.user });
          done();
        });
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, taken };
}

/** A server that answers line by line from a script; `null` drops the connection, an empty string is silence. */
async function scripted(
  answer: (line: string) => string | null,
  greeting = '220 test ESMTP\r\n',
  dropsInBody = false,
): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let inBody = false;
    let rest = '';
    if (greeting !== '') socket.write(greeting);
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        seen.push(line);
        if (inBody && dropsInBody) return void socket.destroy();
        if (inBody && line !== '.') continue;
        const reply = answer(line);
        if (reply === null) return void socket.destroy();
        inBody = reply.startsWith('354');
        if (reply !== '') socket.write(`${reply}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

/** Answers as a server that takes everything, but for the commands named. */
const script =
  (special: Readonly<Record<string, string | null>>) =>
  (line: string): string | null => {
    const key = Object.keys(special).find((prefix) => line.toUpperCase().startsWith(prefix.toUpperCase()));
    if (key !== undefined) return special[key] ?? null;
    if (line.startsWith('EHLO')) return '250 test';
    if (line === 'DATA') return '354 go on';
    return line === 'QUIT' ? '221 bye' : '250 2.0.0 ok';
  };

const options = (port: number, more: Partial<EmailOptions['smtp']> = {}, rest: Partial<EmailOptions> = {}): EmailOptions => ({
  receiver: 'desk',
  to: TO,
  smtp: {
    host: '127.0.0.1',
    port,
    security: 'none',
    user: null,
    password: null,
    from: 'tradewatch <alerts@stats.example.org>',
    caFile: null,
    ...more,
  },
  password: null,
  ca: null,
  draw: drawOnce,
  ...rest,
});

const send = (
  emailOptions: EmailOptions,
  message: Message = RAISED,
  remaining: readonly string[] | null = null,
  signal: AbortSignal = new AbortController().signal,
): Promise<Attempt> => emailChannel(emailOptions).send(message, { remaining, signal, now: NOW });

describe('a mail', () => {
  it('has text and HTML, the time of the attempt, a stable id and the headers of an automatic message', async () => {
    const { port, taken } = await mailServer();
    expect(await send(options(port))).toMatchObject({ outcome: 'delivered' });
    const { mail, raw, to } = taken[0] as Taken;
    expect(to).toEqual(['desk@example.org', 'chief@example.org']);
    expect(mail.subject).toBe('China → United States: rare-earth magnets exports (kg) -52.0 % year on year, June 2025');
    expect(mail.text?.replaceAll('\n', ' ')).toContain('were 353,000 kg, 52.0 % less than in June 2024 (735,000 kg).');
    expect(mail.html).toContain('<table role="presentation"');
    expect(mail.date).toEqual(NOW);
    expect(mail.messageId).toBe(`<${RAISED.id}@stats.example.org>`);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(raw).toMatch(/^List-I[Dd]: "tradewatch alerts" <desk\.tradewatch\.stats\.example\.org>\r$/m);
    expect(raw).toMatch(/^List-Unsubscribe:\s+<mailto:alerts@stats\.example\.org\?subject=unsubscribe%20desk>\r$/m);
    expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect(mail.inReplyTo).toBeUndefined();
    expect(mail.references).toBeUndefined();
  });

  it('is one thread for one alert: corrections refer to the first message', async () => {
    const { port, taken } = await mailServer();
    for (const message of [RAISED, UPDATED, RETRACTED]) await send(options(port), message);
    const root = taken[0]?.mail.messageId;
    for (const { mail } of taken.slice(1)) {
      expect(mail.inReplyTo).toBe(root);
      expect([mail.references].flat()).toEqual([root]);
    }
    expect(new Set(taken.map(({ mail }) => mail.messageId)).size).toBe(3);
  });

  it('keeps its Message-ID over attempts', async () => {
    let refusals = 1;
    const { port, taken } = await mailServer({
      onMailFrom(_address, _session, done) {
        if (refusals-- > 0) done(Object.assign(new Error('later'), { responseCode: 451 }));
        else done();
      },
    });
    const channel = emailChannel(options(port));
    const attempt = { remaining: null, signal: new AbortController().signal };
    expect(await channel.send(RAISED, { ...attempt, now: NOW })).toMatchObject({ outcome: 'retry' });
    await channel.send(RAISED, { ...attempt, now: new Date('2025-07-20T08:21:00.000Z') });
    await channel.send(RAISED, { ...attempt, now: new Date('2025-07-20T08:51:00.000Z') });
    expect(taken.map(({ mail }) => mail.messageId)).toEqual([`<${RAISED.id}@stats.example.org>`, `<${RAISED.id}@stats.example.org>`]);
  });

  it('is sent for digests and tests, too', async () => {
    const { port, taken } = await mailServer();
    for (const message of [DIGEST, TEST]) expect(await send(options(port), message)).toMatchObject({ outcome: 'delivered' });
    expect(taken.map(({ mail }) => mail.subject)).toEqual(['[Digest] 5 alerts on 2 series', 'tradewatch test message']);
  });

  it('gets no header from a hostile product name', async () => {
    const { port, taken } = await mailServer();
    const product_name = 'Magnets\r\nBcc: victim@example.org\r\n\r\n<h1>injected</h1>';
    await send(
      options(port),
      alertMessage('raised', 353_000, null, 1, { series: { ...US_SERIES, product: 'HS8:12345678', product_name } }),
    );
    const { mail, raw, to } = taken[0] as Taken;
    expect(mail.subject).toContain('magnets Bcc: victim@example.org <h1>injected</h1> exports');
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/im);
    expect(to).not.toContain('victim@example.org');
    expect(mail.html).not.toContain('<h1>');
  });

  it('is refused at once when an address is none, several, or holds a line end', () => {
    for (const bad of [
      'desk',
      'a@example.org, b@example.org',
      'a@example.org\r\nBcc: b@example.org',
      'a b@example.org',
      '<a@example.org> <b@example.org>',
      'a@-x.org',
      '',
    ]) {
      expect(() => emailChannel(options(25, {}, { to: [bad] })), bad).toThrow(/mail address/);
    }
    expect(() => emailChannel(options(25, { from: 'nobody' }))).toThrow(/mail address/);
  });
});

describe('the chart of a mail', () => {
  it('is a part of the mail that the HTML names, with the finding in words, and the rest is complete without it', async () => {
    const { port, taken } = await mailServer();
    expect(await send(options(port))).toMatchObject({ outcome: 'delivered', detail: expect.not.stringContaining('chart') });
    const { mail, raw } = taken[0] as Taken;
    expect(mail.attachments).toHaveLength(1);
    const [chart] = mail.attachments;
    expect(chart).toMatchObject({ contentType: 'image/png', contentDisposition: 'inline', related: true, filename: 'chart.png' });
    expect(chart?.cid).toBe(`chart.${RAISED.id}@stats.example.org`);
    expect(chart?.content.subarray(0, 4)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    expect(chart?.content.length).toBeLessThan(60_000);
    const { html } = await simpleParser(raw, { keepCidLinks: true });
    const images = String(html).match(/<img[^>]+>/g) ?? [];
    expect(images).toHaveLength(1);
    expect(images[0]).toContain(`src="cid:${chart?.cid}" width="440"`);
    expect(images[0]).toContain(
      'in June 2025 were 353,000 kg, 52.0 % less than in June 2024 (735,000 kg). Bar chart of the months from Jul 2023 to Jun 2025; 13 of them are not known."',
    );
    expect(mail.html).toContain('353,000 kg');
    expect(mail.text).toContain('Jun 2025  353,000');
    expect(raw).toMatch(/^Content-Type: multipart\/related;/m);
  });

  it('is left out when it cannot be drawn: the mail goes, and the delivery says why', async () => {
    const { port, taken } = await mailServer();
    const draw = () => Promise.reject(new Error('no such letter'));
    expect(await send(options(port, {}, { draw }))).toMatchObject({
      outcome: 'delivered',
      detail: expect.stringMatching(/; without its chart, which could not be drawn: no such letter$/),
    });
    expect(taken[0]?.mail.attachments).toEqual([]);
    expect(taken[0]?.mail.html).not.toContain('<img');
    expect(taken[0]?.mail.html).toContain('353,000 kg');
  });

  it('is the same over attempts', async () => {
    const { port, taken } = await mailServer();
    for (let attempt = 0; attempt < 2; attempt++) await send(options(port, {}, { draw: drawLight }));
    expect(taken[0]?.mail.attachments[0]?.checksum).toBe(taken[1]?.mail.attachments[0]?.checksum);
  });

  it('shows what stood there before a correction', async () => {
    const letter = letterOf(UPDATED);
    expect(letter.chart?.description.title).toBe('Updated: 551.7 t in June 2025, 24.9 % less than in June 2024');
    expect(letter.chart?.description.figures.filter(({ revisedFrom }) => revisedFrom !== undefined)).toEqual([
      { months: { from: 202506, to: 202506 }, value: 551_700, revisedFrom: 353_000 },
    ]);
  });

  it('knows January and February as one, in the chart and in the table', () => {
    const message = alertMessage('raised', 353_000, null, 1, {
      recent_combined: [
        { start: '2024-01', end: '2024-02', value: 1_000_000 },
        { start: '2025-01', end: '2025-02', value: 1_100_000 },
      ],
    });
    const { chart } = letterOf(message);
    expect(chart?.description.figures).toContainEqual({ months: { from: 202501, to: 202502 }, value: 1_100_000 });
    expect(chart?.alt).toContain('9 of them are not known');
    const { text } = render(message);
    expect(text).toMatch(/Dec 2024 +· +· +·\n +Jan-Feb 2025 +1,100,000 +1,000,000 +\+10\.0 %\n +Mar 2025/);
  });

  it('is not there when there is nothing to draw', async () => {
    const { port, taken } = await mailServer();
    const unknown = RAISED.recent.map(({ period }) => ({ period, value: null }));
    for (const message of [DIGEST, TEST, alertMessage('withdrawn', null, 353_000, 2, { recent: unknown })])
      expect(await send(options(port), message)).toMatchObject({ outcome: 'delivered' });
    expect(taken.map(({ mail }) => mail.attachments)).toEqual([[], [], []]);
  });
});

describe('results by recipient', () => {
  const refusing = (address: string, responseCode: number): SMTPServerOptions => ({
    onRcptTo(rcpt, _session, done) {
      if (rcpt.address === address) done(Object.assign(new Error('no such user'), { responseCode }));
      else done();
    },
  });

  for (const code of [450, 550]) {
    it(`hands the mail to one and keeps the other, refused with ${code}, for the next attempt`, async () => {
      const { port, taken } = await mailServer(refusing('chief@example.org', code));
      const attempt = await send(options(port));
      expect(attempt).toMatchObject({
        outcome: 'retry',
        remaining: ['chief@example.org'],
        detail: expect.stringContaining('taken for 1 of 2; refused for chief@example.org'),
      });
      expect(attempt).toMatchObject({ detail: expect.stringContaining(String(code)) });
      expect('ownerShouldKnow' in attempt).toBe(code === 550);
      expect(attempt).toMatchObject({ mayHaveArrived: true, aboutMessage: true });
      // The receiver works: it is the one recipient that does not.
      expect(await send(options(port), RAISED, ['chief@example.org'])).toMatchObject({ outcome: 'retry', aboutMessage: true });
      await send(options(port), RAISED, ['chief@example.org']);
      expect(taken.map(({ to }) => to)).toEqual([['desk@example.org']]);
    });
  }

  it('sends only to those who remain', async () => {
    const { port, taken } = await mailServer();
    expect(await send(options(port), RAISED, ['chief@example.org'])).toMatchObject({ outcome: 'delivered' });
    expect(taken[0]?.to).toEqual(['chief@example.org']);
    expect(await send(options(port), RAISED, ['gone@example.org'])).toMatchObject({ outcome: 'dead' });
  });

  it('knows a recipient again whose domain is written with capitals or accents', async () => {
    const to = ['Desk@Example.ORG', 'chief@bücher.example'];
    const { port } = await scripted(script({ 'RCPT TO': '450 later' }));
    const attempt = await send(options(port, {}, { to }));
    expect(attempt).toMatchObject({ outcome: 'retry', remaining: ['Desk@example.org', 'chief@xn--bcher-kva.example'] });
    const { port: open, taken } = await mailServer();
    const remaining = 'remaining' in attempt ? (attempt.remaining ?? null) : null;
    expect(await send(options(open, {}, { to }), RAISED, remaining)).toMatchObject({ outcome: 'delivered' });
    expect(taken[0]?.to).toHaveLength(2);
  });

  it('tries all again when all are refused', async () => {
    const { port } = await scripted(script({ 'RCPT TO': '550 5.1.1 no such user' }));
    expect(await send(options(port))).toMatchObject({
      outcome: 'retry',
      remaining: ['desk@example.org', 'chief@example.org'],
      ownerShouldKnow: true,
    });
  });
});

describe('a mail server that fails', () => {
  const inDoubt = ['drops the connection after the final dot', 'says 252 to the final dot'];
  const cases: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
    'says 421 to EHLO and HELO': { EHLO: '421 try later', HELO: '421 try later' },
    'says 450 to the sender': { 'MAIL FROM': '450 later' },
    'says 550 to the sender': { 'MAIL FROM': '550 not you' },
    'says 451 to DATA': { DATA: '451 no disk' },
    'drops the connection at DATA': { DATA: null },
    'drops the connection after the final dot': { '.': null },
    'says 451 to the final dot': { '.': '451 cannot store' },
    'says 554 to the final dot': { '.': '554 looks like spam' },
    'says 252 to the final dot': { '.': '252 perhaps' },
    'talks nonsense': { EHLO: 'HTTP/1.1 400 Bad Request', HELO: 'HTTP/1.1 400 Bad Request' },
  };
  for (const [name, special] of Object.entries(cases)) {
    it(`and ${name} has not taken the mail`, async () => {
      const { port } = await scripted(script(special));
      const attempt = await send(options(port));
      expect(attempt).toMatchObject({ outcome: 'retry', remaining: ['desk@example.org', 'chief@example.org'] });
      expect('mayHaveArrived' in attempt).toBe(inDoubt.includes(name));
      expect('aboutMessage' in attempt).toBe(name === 'says 554 to the final dot');
    });
  }

  it('and greets with 421 has not taken the mail', async () => {
    const { port } = await scripted(script({}), '421 too busy\r\n');
    expect(await send(options(port))).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('421') });
  });

  it('and drops the connection before the final dot has not taken the mail', async () => {
    const { port, seen } = await scripted(script({}), '220 test ESMTP\r\n', true);
    expect(await send(options(port))).toMatchObject({ outcome: 'retry', remaining: ['desk@example.org', 'chief@example.org'] });
    expect(seen).toContain('DATA');
    expect(seen).not.toContain('.');
  });

  it('and is not there is tried again', async () => {
    const unused = createServer();
    await new Promise<void>((resolve) => unused.listen(0, '127.0.0.1', () => resolve()));
    const free = (unused.address() as AddressInfo).port;
    await new Promise<void>((resolve) => unused.close(() => resolve()));
    expect(await send(options(free))).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('ECONNREFUSED') });
  });

  for (const [name, special, greeting] of [
    ['never greets', {}, ''],
    ['never answers the final dot', { '.': '' }, '220 test ESMTP\r\n'],
  ] as const) {
    it(`and ${name} is left at the deadline`, async () => {
      const { port } = await scripted(script(special), greeting);
      const attempt = await send(options(port), RAISED, null, AbortSignal.timeout(300));
      expect(attempt).toMatchObject({ outcome: 'retry', detail: expect.stringContaining('deadline') });
      expect('mayHaveArrived' in attempt).toBe(name === 'never answers the final dot');
    });
  }
});

describe('TLS and login', () => {
  const tls = (secure: boolean, more: SMTPServerOptions = {}): SMTPServerOptions => ({
    secure,
    key: certificate.key,
    cert: certificate.cert,
    disabledCommands: secure ? ['STARTTLS'] : [],
    ...more,
  });

  it('speaks implicit TLS and STARTTLS to a server of a configured authority', async () => {
    for (const security of ['tls', 'starttls'] as const) {
      const { port, taken } = await mailServer(tls(security === 'tls'));
      expect(await send(options(port, { security }, { ca: certificate.cert }))).toMatchObject({ outcome: 'delivered' });
      expect(taken).toHaveLength(1);
    }
  });

  it('hands nothing to a server whose certificate it does not trust', async () => {
    for (const security of ['tls', 'starttls'] as const) {
      const { port, taken } = await mailServer(tls(security === 'tls'));
      expect(await send(options(port, { security }))).toMatchObject({
        outcome: 'retry',
        detail: expect.stringContaining('TLS'),
        ownerShouldKnow: true,
      });
      expect(taken).toHaveLength(0);
    }
  });

  it('hands nothing to a server that offers no STARTTLS when it is demanded', async () => {
    const { port, taken } = await mailServer();
    expect(await send(options(port, { security: 'starttls' }, { ca: certificate.cert }))).toMatchObject({
      outcome: 'retry',
      ownerShouldKnow: true,
    });
    expect(taken).toHaveLength(0);
  });

  it('logs in, and never tells the password when that fails', async () => {
    const onAuth: SMTPServerOptions['onAuth'] = (auth, _session, done) =>
      auth.password === CANARY
        ? done(null, { user: auth.username })
        : done(new Error(`wrong password ${auth.password} for ${auth.username}`));
    const { port, taken } = await mailServer(tls(true, { onAuth, authOptional: false }));
    const login = { security: 'tls', user: 'robot', password: 'SMTP_PASSWORD' } as const;
    expect(await send(options(port, login, { ca: certificate.cert, password: CANARY }))).toMatchObject({ outcome: 'delivered' });
    expect(taken[0]?.user).toBe('robot');
    const refused = await send(options(port, login, { ca: certificate.cert, password: `${CANARY}-old` }));
    expect(refused).toMatchObject({ outcome: 'retry', ownerShouldKnow: true, detail: expect.stringContaining('login was refused') });
    expect(JSON.stringify(refused)).not.toContain('canary');
  });

  it('tells a person each step, the certificate too, and no password', async () => {
    const { port } = await mailServer(
      tls(false, { authOptional: false, onAuth: (auth, _session, done) => done(null, { user: auth.username }) }),
    );
    const steps: AttemptStep[] = [];
    const login = { security: 'starttls', user: 'robot', password: 'SMTP_PASSWORD' } as const;
    const channel = emailChannel(options(port, login, { ca: certificate.cert, password: CANARY }));
    const onStep = (step: AttemptStep): void => void steps.push(step);
    expect(await channel.send(TEST, { remaining: null, signal: new AbortController().signal, now: NOW, onStep })).toMatchObject({
      outcome: 'delivered',
    });
    const names = steps.map(({ name }) => name).filter((name, i, all) => name !== all[i - 1]);
    expect(names.slice(0, 10)).toEqual(['DNS', 'greeting', 'EHLO', 'STARTTLS', 'TLS', 'EHLO', 'login', 'MAIL FROM', 'RCPT TO', 'DATA']);
    expect(steps.find(({ name }) => name === 'TLS')?.says).toMatch(
      /^a trusted certificate for localhost, issued by localhost, valid until \d{4}-\d\d-\d\d$/,
    );
    expect(steps.find(({ name }) => name === 'login')?.says).toBe('235');
    expect(steps.find(({ name }) => name === 'the mail')?.says).toMatch(/^250/);
    expect(JSON.stringify(steps)).not.toMatch(/canary|Y2FuYXJ5/);
  });

  it('never tells the password when the server echoes it elsewhere', async () => {
    const { port } = await scripted(script({ 'MAIL FROM': `550 go away ${CANARY} ${Buffer.from(CANARY).toString('base64')}` }));
    const attempt = await send(options(port, { user: 'robot', password: 'SMTP_PASSWORD' }, { password: CANARY }));
    expect(attempt.detail).toContain('[secret]');
    expect(attempt.detail).not.toMatch(/canary|Y2FuYXJ5/);
  });

  it('refuses to leave this machine without TLS', () => {
    expect(() => emailChannel(options(25, { host: 'mail.example.org' }))).toThrow(/this machine/);
  });
});

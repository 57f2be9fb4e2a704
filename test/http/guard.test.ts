import { describe, expect, test } from 'vitest';
import { RefusedError, UsageError } from '../../src/errors.ts';
import { forbiddenAddress, forbiddenHost, guardedLookup, guardTarget, originsOf, type Resolve } from '../../src/http/guard.ts';
import { clientFor, errorOf, serve } from './server.ts';

const REFUSED_HOSTS = [
  // loopback, in every way in which an address can be written
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '2130706433',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '0x7F.1',
  '017700000001',
  '0177.1',
  '127.0.0x0.1',
  '127.255.255.254',
  '%31%32%37.0.0.1',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'localhost.localdomain',
  'printer.local',
  'metadata.google.internal',
  'router.home.arpa',
  'x.onion',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  // unspecified, private, shared, link-local, clouds
  '0',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '0xa.1',
  '100.64.0.1',
  '100.127.255.254',
  '100.100.100.200',
  '168.63.129.16',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.168.257',
  '3232235777',
  '[64:ff9b::10.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[::ffff:169.254.169.254]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  // multicast, documentation, benchmarks, reserved
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '[ff02::1]',
  '[2001:db8::1]',
  '[2001:2::1]',
  '[2001:10::1]',
  '[3fff::1]',
  '[100::1]',
  '[4000::1]',
  '[::ffff:8.8.8.8]',
];

describe('the address guard', () => {
  test(`refuses ${REFUSED_HOSTS.length} forms of addresses that are not public`, () => {
    expect(REFUSED_HOSTS.length).toBeGreaterThan(40);
    for (const host of REFUSED_HOSTS) {
      expect(() => guardTarget(new URL(`http://${host}/`), new Set()), host).toThrow(RefusedError);
    }
  });

  test('lets public addresses and names pass', () => {
    for (const host of [
      '8.8.8.8',
      '1.1.1.1',
      '100.63.255.255',
      '100.128.0.1',
      '172.15.0.1',
      '172.32.0.1',
      '192.0.1.1',
      '198.17.0.1',
      '223.255.255.255',
      '[2606:4700::1111]',
      '[2a00:1450::1]',
      '[64:ff9b::8.8.8.8]',
      'comtradeapi.un.org',
      'localhost.example.com',
      'local.gov.uk',
      'internal.example',
    ]) {
      expect(forbiddenHost(new URL(`https://${host}/`).hostname), host).toBeNull();
    }
  });

  test('refuses a zone, a word and an empty text as addresses', () => {
    expect(forbiddenAddress('fe80::1%eth0')).toBe('link-local');
    expect(forbiddenAddress('localhost')).toBe('not an IP address');
    expect(forbiddenAddress('')).toBe('not an IP address');
  });

  test('refuses schemes other than http and https, and credentials in an address', () => {
    for (const url of [
      'ftp://example.org/',
      'file:///etc/passwd',
      'data:text/plain,x',
      'javascript:1',
      'gopher://example.org/',
      'https://me:pw@example.org/',
      'https://token@example.org/',
    ]) {
      expect(() => guardTarget(new URL(url), new Set()), url).toThrow(RefusedError);
    }
    expect(() => guardTarget(new URL('https://me:hunter2@example.org/'), new Set())).toThrow(/^(?!.*hunter2)/);
  });

  test('exempts an exact origin and nothing beside it', () => {
    const exempt = originsOf(['http://127.0.0.1:8080']);
    expect(guardTarget(new URL('http://127.0.0.1:8080/a'), exempt)).toBe(true);
    expect(guardTarget(new URL('http://0x7f.1:8080/a'), exempt)).toBe(true);
    for (const url of ['http://127.0.0.1:8081/', 'https://127.0.0.1:8080/', 'http://localhost:8080/', 'http://127.0.0.2:8080/']) {
      expect(() => guardTarget(new URL(url), exempt), url).toThrow(RefusedError);
    }
    expect(() => originsOf(['127.0.0.1:8080'])).toThrow(UsageError);
  });
});

describe('the guarded lookup', () => {
  const answering =
    (...addresses: string[]): Resolve =>
    (_name, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  const look = (resolve: Resolve, all: boolean) =>
    new Promise<unknown>((done, fail) =>
      guardedLookup(resolve)('a.example', { all }, (error, address) => (error ? fail(error) : done(address))),
    );

  test('refuses a name when one of its addresses is not public', async () => {
    await expect(look(answering('93.184.216.34', '10.0.0.1'), true)).rejects.toThrow(
      'a.example: the name resolves to an address that is private',
    );
    await expect(look(answering('2606:4700::1111', '::1'), false)).rejects.toThrow('loopback');
    await expect(look(answering('::ffff:127.0.0.1'), false)).rejects.toThrow(RefusedError);
    await expect(look(answering(), true)).rejects.toThrow('no address');
  });

  test('passes public addresses on in both forms that Node asks for', async () => {
    expect(await look(answering('93.184.216.34'), false)).toBe('93.184.216.34');
    expect(await look(answering('93.184.216.34', '2606:4700::1111'), true)).toHaveLength(2);
  });

  test('refuses when the second answer for a name is an inside address (rebinding), and never connects to it', async () => {
    const inside = await serve((_, response) => response.end('secret'));
    let answers = 0;
    const resolve: Resolve = (name, options, done) => answering(answers++ === 0 ? '203.0.114.1' : '127.0.0.1')(name, options, done);
    // A check apart from the connection would see the first answer, and connect by the second.
    await new Promise<void>((done) => resolve('rebind.example', { all: true }, () => done()));
    const error = await errorOf(clientFor([], { resolve }).fetch({ url: `http://rebind.example:${inside.port}/` }));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error.message).toContain('resolves to an address that is loopback');
    expect(inside.seen).toHaveLength(0);
  });

  test('refuses literal addresses in a request without a single connection or retry', async () => {
    const inside = await serve((_, response) => response.end('secret'));
    const client = clientFor([]);
    for (const host of ['127.0.0.1', '2130706433', '0177.1', '[::ffff:127.0.0.1]', 'localhost', '127.1.']) {
      expect(await errorOf(client.fetch({ url: `http://${host}:${inside.port}/` })), host).toBeInstanceOf(RefusedError);
    }
    expect(inside.seen).toHaveLength(0);
    expect(client.slept).toEqual([]);
  });
});

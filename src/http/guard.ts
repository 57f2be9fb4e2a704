import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type RefusedError, refused, UsageError } from '../errors.ts';
import { refuse } from './failure.ts';

/**
 * Addresses that no publisher answers from: IANA's special-purpose registries (RFC 6890 and its successors), which hold
 * everything that a request from inside a server room must not reach.
 */
const FORBIDDEN_IPV4: readonly (readonly [subnet: string, why: string])[] = [
  ['0.0.0.0/8', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared by a carrier (CGNAT)'],
  ['127.0.0.0/8', 'loopback'],
  ['168.63.129.16/32', 'a cloud platform service'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'reserved for protocols'],
  ['192.0.2.0/24', 'for documentation'],
  ['192.31.196.0/24', 'reserved (AS112)'],
  ['192.52.193.0/24', 'reserved (AMT)'],
  ['192.88.99.0/24', 'reserved (6to4 relay)'],
  ['192.168.0.0/16', 'private'],
  ['192.175.48.0/24', 'reserved (AS112)'],
  ['198.18.0.0/15', 'for benchmarks'],
  ['198.51.100.0/24', 'for documentation'],
  ['203.0.113.0/24', 'for documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
];

/** Within global unicast, 2000::/3; whatever lies outside of it is forbidden anyway. */
const FORBIDDEN_IPV6: readonly (readonly [subnet: string, why: string])[] = [
  ['2001::/23', 'reserved for protocols (Teredo, ORCHID, benchmarks)'],
  ['2001:db8::/32', 'for documentation'],
  ['2002::/16', '6to4, which can name any IPv4 address'],
  ['2620:4f:8000::/48', 'reserved (AS112)'],
  ['3ffe::/16', 'reserved (6bone)'],
  ['3fff::/20', 'for documentation'],
];

/** Names that never belong to a publisher, whatever a resolver says of them. */
const LOCAL_NAME = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home\.arpa|onion)$/;

const ipv4Rules = rules(FORBIDDEN_IPV4, 'ipv4');
const ipv6Rules = rules(FORBIDDEN_IPV6, 'ipv6');
const globalUnicast = rules([['2000::/3', '']], 'ipv6');

/** @returns why the address must not be asked ("loopback"), or null when it may. */
export function forbiddenAddress(address: string): string | null {
  const text = address.split('%')[0] ?? '';
  const family = isIP(text);
  if (family === 0) return 'not an IP address';
  if (family === 4) return ipv4Rules.find((rule) => rule.list.check(text, 'ipv4'))?.why ?? null;
  const groups = ipv6Groups(text);
  // NAT64 (RFC 6052), on a host without IPv4, is how public IPv4 addresses look: what it stands for counts.
  if (groups.slice(0, 6).join(':') === '100:65435:0:0:0:0') return forbiddenAddress(ipv4Of(groups[6] ?? 0, groups[7] ?? 0));
  if (!globalUnicast.some((rule) => rule.list.check(text, 'ipv6'))) return ipv6Scope(groups);
  return ipv6Rules.find((rule) => rule.list.check(text, 'ipv6'))?.why ?? null;
}

/**
 * @param hostname of a WHATWG URL, which has already turned octal, hexadecimal, short and full-width forms into dots.
 * @returns why the host must not be asked, or null when it may as far as its name tells.
 */
export function forbiddenHost(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return forbiddenAddress(bare);
  return LOCAL_NAME.test(normalHost(hostname)) ? 'a local name' : null;
}

/** Lower case and without the dot of the root, so that two spellings of one host are equal. */
export function normalHost(hostname: string): string {
  return hostname.toLowerCase().replace(/\.+$/, '');
}

/**
 * Refuses an address that must not be asked.
 * @param exempt origins (`http://127.0.0.1:8080`) that the configuration names as publishers.
 * @returns whether the origin is exempt: its resolved address is then not looked at either.
 * @throws RefusedError
 */
export function guardTarget(url: URL, exempt: ReadonlySet<string>): boolean {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refuse(url, `only http and https are asked, not ${url.protocol.slice(0, 20)}`);
  if (url.username !== '' || url.password !== '') throw refuse(url, 'an address must not carry a user name or password; use a secret');
  if (exempt.has(url.origin)) return true;
  const why = forbiddenHost(url.hostname);
  if (why !== null) throw refuse(url, `the address is ${why}; only public hosts are asked`);
  return false;
}

/** @throws UsageError for anything but scheme, host and port. */
export function originsOf(origins: readonly string[]): ReadonlySet<string> {
  return new Set(
    origins.map((text) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      if (url === null || !/^https?:$/.test(url.protocol))
        throw new UsageError(`expected an origin like http://127.0.0.1:8080, got "${text}"`);
      return url.origin;
    }),
  );
}

export type Resolve = (
  hostname: string,
  options: { all: true; family?: number; hints?: number },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for the agents that passes on only what it has checked. The socket connects to the very addresses that
 * were checked: a name that resolves to something else a moment later (DNS rebinding) gains nothing.
 */
export function guardedLookup(resolve: Resolve = lookup as unknown as Resolve): LookupFunction {
  return (hostname, options, done) => {
    const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
    resolve(hostname, { all: true, family, hints: options.hints ?? 0 }, (error, addresses) => {
      const no = (reason: string): RefusedError => refused(hostname, `the name resolves to ${reason}`);
      const first = addresses?.[0];
      if (error !== null || first === undefined) return done(error ?? no('no address'), '', 0);
      // One forbidden address is enough: no publisher has public and private addresses under one name.
      const why = addresses.map((a) => forbiddenAddress(a.address)).find((reason) => reason !== null);
      if (why !== undefined) return done(no(`an address that is ${why}; only public hosts are asked`), '', 0);
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    });
  };
}

function rules(table: readonly (readonly [string, string])[], family: 'ipv4' | 'ipv6'): { list: BlockList; why: string }[] {
  return table.map(([subnet, why]) => {
    const [net = '', prefix] = subnet.split('/');
    const list = new BlockList();
    list.addSubnet(net, Number(prefix), family);
    return { list, why };
  });
}

function ipv6Scope(groups: readonly number[]): string {
  const first = groups[0] ?? 0;
  if ((first & 0xff00) === 0xff00) return 'multicast';
  if ((first & 0xfe00) === 0xfc00) return 'private (unique local)';
  if ((first & 0xffc0) === 0xfe80) return 'link-local';
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) return 'IPv4 written as IPv6';
  if (groups.slice(0, 7).every((g) => g === 0)) return groups[7] === 1 ? 'loopback' : 'unspecified';
  return 'reserved';
}

/** The eight groups of a valid address; the URL parser writes dotted ends and capitals in one form. */
function ipv6Groups(address: string): number[] {
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const numbers = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const left = numbers(head);
  const right = numbers(tail ?? '');
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function ipv4Of(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

import { lookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { safeLine } from '../../shared/text/index.ts';
import { codeOf } from '../project-root.ts';
import { NOT_PUBLIC } from './failures.ts';

/** An address that a name resolves to. */
export interface Resolved {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a name. Rejects where there are none. */
export type Resolve = (name: string) => Promise<readonly Resolved[]>;

/**
 * What IANA lists as reserved for special purposes, with all that is not global: this host, private use, shared space of
 * providers, loopback, link-local (where clouds keep credentials), documentation, benchmarks, multicast, the rest.
 */
const RESERVED_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 only global unicast is public at all; these parts of it are not, or hold an IPv4 address inside (Teredo, 6to4). */
const GLOBAL_6 = ['2000::', 3] as const;
const RESERVED_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const reserved4 = new BlockList();
for (const [net, bits] of RESERVED_4) reserved4.addSubnet(net, bits, 'ipv4');
const reserved6 = new BlockList();
for (const [net, bits] of RESERVED_6) reserved6.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet(GLOBAL_6[0], GLOBAL_6[1], 'ipv6');

/** Whether an address is one of the public internet. What is no address is none. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !reserved4.check(address, 'ipv4');
    case 6: {
      // A zone (`fe80::1%eth0`) is of a local network by its nature.
      if (address.includes('%')) return false;
      const inside = throughNat64(address);
      if (inside !== undefined) return isPublicAddress(inside);
      return global6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6');
    }
    default:
      return false;
  }
}

/** The IPv4 address inside one of 64:ff9b::/96, by which networks without IPv4 reach it (RFC 6052). */
function throughNat64(address: string): string | undefined {
  const written = new URL(`http://[${address}]/`).hostname;
  const [, high = '0', low = ''] = /^\[64:ff9b::(?:([\da-f]{1,4}):)?([\da-f]{1,4})\]$/.exec(written) ?? [];
  if (low === '') return undefined;
  const [h, l] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [h >> 8, h & 255, l >> 8, l & 255].join('.');
}

const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|onion|arpa)$/;

/**
 * Why a page is not fetched from this address, as far as the address says so itself: pages come by https, from a name of
 * the public internet or a public address, without a password.
 */
export function addressProblem(url: URL, isPublic = isPublicAddress): string | undefined {
  if (url.protocol !== 'https:')
    return `an address of https was expected, not of ${url.protocol.slice(0, 20)}`;
  if (url.username !== '' || url.password !== '')
    return `the address of ${url.host} holds a name or a password`;
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(name) !== 0) return isPublic(name) ? undefined : `${name} is no public address`;
  return !name.includes('.') || LOCAL_NAME.test(name)
    ? `${name} is no name of the public internet`
    : undefined;
}

/**
 * Resolves a name for one connection and gives it nothing but what was looked at: who answers the next question
 * otherwise is not asked. A single address that is not public refuses the name, whichever of them would be taken.
 */
export function publicLookup(resolve: Resolve = resolveAll, isPublic = isPublicAddress): LookupFunction {
  return (name, options, callback) => {
    resolve(name).then(
      found => {
        const bad = found.find(({ address }) => !isPublic(address));
        const [one] = found;
        if (bad)
          callback(
            fault(NOT_PUBLIC, `${safeLine(name)} resolves to ${bad.address}, which is no public address`),
            [],
          );
        else if (!one) callback(fault('ENOTFOUND', `${safeLine(name)} has no address`), []);
        else if (options.all) callback(null, [...found]);
        else callback(null, one.address, one.family);
      },
      (error: unknown) => callback(fault(codeOf(error), `${safeLine(name)} has no address`), []),
    );
  };
}

const resolveAll: Resolve = async name =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

function fault(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}

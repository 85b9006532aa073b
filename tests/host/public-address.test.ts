import { expect, test } from 'vitest';
import { addressProblem, isPublicAddress } from '../../src/host/http/public-address.ts';

/** The first and last of each reserved range, and what lies next to it. */
test.each<[string, readonly string[], readonly string[]]>([
  ['this host', ['0.0.0.0', '0.255.255.255'], ['1.0.0.0']],
  ['private', ['10.0.0.0', '10.255.255.255'], ['9.255.255.255', '11.0.0.0']],
  ['shared by providers', ['100.64.0.0', '100.127.255.255'], ['100.63.255.255', '100.128.0.0']],
  ['loopback', ['127.0.0.0', '127.0.0.1', '127.255.255.255'], ['126.255.255.255', '128.0.0.0']],
  ['link-local', ['169.254.0.0', '169.254.169.254', '169.254.255.255'], ['169.253.255.255', '169.255.0.0']],
  ['private', ['172.16.0.0', '172.31.255.255'], ['172.15.255.255', '172.32.0.0']],
  ['protocols', ['192.0.0.0', '192.0.0.255'], ['191.255.255.255', '192.0.1.0']],
  [
    'documentation',
    ['192.0.2.1', '198.51.100.7', '203.0.113.255'],
    ['192.0.3.0', '198.51.101.0', '203.0.114.0'],
  ],
  ['old 6to4', ['192.88.99.1'], ['192.88.98.255', '192.88.100.0']],
  ['private', ['192.168.0.0', '192.168.255.255'], ['192.167.255.255', '192.169.0.0']],
  ['benchmarks', ['198.18.0.0', '198.19.255.255'], ['198.17.255.255', '198.20.0.0']],
  [
    'multicast and beyond',
    ['224.0.0.1', '239.255.255.255', '240.0.0.0', '255.255.255.255'],
    ['223.255.255.255'],
  ],
  ['loopback of IPv6', ['::1', '0:0:0:0:0:0:0:1'], []],
  ['unspecified', ['::'], []],
  ['mapped IPv4', ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:93.184.216.34'], []],
  ['compatible IPv4', ['::127.0.0.1', '::a00:1'], []],
  ['unique local', ['fc00::1', 'fd00::1', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], []],
  ['link-local of IPv6', ['fe80::1', 'fe80::1%eth0', 'febf::1'], []],
  ['site-local', ['fec0::1'], []],
  ['multicast of IPv6', ['ff02::1'], []],
  ['documentation of IPv6', ['2001:db8::1', '3fff::1', '3fff:fff:ffff::1'], ['2001:db7::1', '3ffe:ffff::1']],
  ['Teredo and other protocols', ['2001::1', '2001:1ff:ffff::1'], ['2001:200::1']],
  ['6to4', ['2002:7f00:1::', '2002:a00:1::1'], ['2003::1']],
  [
    'NAT64 to what is not public',
    ['64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b::', '64:ff9b:1::1'],
    ['64:ff9b::8.8.8.8'],
  ],
  [
    'outside of global unicast',
    ['4000::1', '1fff::1', '100::1'],
    ['2000::1', '2606:2800:220:1:248:1893:25c8:1946'],
  ],
  ['no address', ['', 'localhost', '1.2.3', '010.8.8.8', '8.8.8.8/32', '::g'], []],
  ['none of these', [], ['1.1.1.1', '8.8.8.8', '93.184.216.34', '2606:4700::6810:85e5']],
])('%s', (_, not, well) => {
  expect(not.filter(isPublicAddress)).toEqual([]);
  expect(well.filter(address => !isPublicAddress(address))).toEqual([]);
});

test.each<[string, string | undefined]>([
  ['https://www.rfc-editor.org/rfc/rfc6455#section-10', undefined],
  ['https://docs.example.com:8443/a', undefined],
  ['https://8.8.8.8/', undefined],
  ['https://[2606:4700::1111]/', undefined],
  ['http://www.rfc-editor.org/', 'https was expected'],
  ['file:///etc/passwd', 'https was expected'],
  ['https://user:pw@docs.example.com/', 'holds a name or a password'],
  ['https://127.0.0.1/', 'no public address'],
  ['https://2130706433/', 'no public address'],
  ['https://0x7f.1/', 'no public address'],
  ['https://0177.0.0.1/', 'no public address'],
  ['https://[::1]/', 'no public address'],
  ['https://[::ffff:127.0.0.1]/', 'no public address'],
  ['https://[fd00::1]:9000/', 'no public address'],
  ['https://169.254.169.254/latest/meta-data/', 'no public address'],
  ['https://localhost/', 'no name of the public internet'],
  ['https://localhost./', 'no name of the public internet'],
  ['https://a.LOCALHOST:3000/', 'no name of the public internet'],
  ['https://printer.local/', 'no name of the public internet'],
  ['https://wiki.corp/', 'no name of the public internet'],
  ['https://metadata.google.internal/', 'no name of the public internet'],
  ['https://wiki/', 'no name of the public internet'],
])('%s: %s', (address, problem) => {
  const found = addressProblem(new URL(address));
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});

import { generateKeyPairSync, sign } from 'node:crypto';

/** What `node:https` takes, for servers of tests alone. */
export interface Certified {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

/** A certificate that signs itself, for these names. Made anew for each test, so that no key lies in the repository. */
export function selfSigned(...names: readonly string[]): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = seq(oid('2a8648ce3d040302'));
  const name = seq(der(0x31, seq(oid('550403'), der(0x0c, Buffer.from('planner-tui test')))));
  const tbs = seq(
    der(0xa0, integer(2)),
    integer(1),
    algorithm,
    name,
    seq(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      seq(
        seq(oid('551d13'), der(0x01, Buffer.of(0xff)), der(0x04, seq(der(0x01, Buffer.of(0xff))))),
        seq(oid('551d11'), der(0x04, seq(...names.map(n => der(0x82, Buffer.from(n)))))),
      ),
    ),
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', tbs, privateKey));
  const body = seq(tbs, algorithm, signature)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size =
    body.length < 0x80 ? Buffer.of(body.length) : Buffer.of(0x82, body.length >> 8, body.length & 0xff);
  return Buffer.concat([Buffer.of(tag), size, body]);
}

const seq = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const integer = (n: number): Buffer => der(0x02, Buffer.of(n));

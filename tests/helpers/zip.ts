import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  readonly name: string;
  readonly bytes: Buffer | string;
  /** What the archive says that it unpacks to, where that is a lie. */
  readonly said?: number;
}

/** A zip archive as GitHub packs the logs of a run. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, said } of parts) {
    const data = Buffer.from(bytes);
    const packed = deflateRawSync(data, { level: 9 });
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crcOf(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(said ?? data.length, 18);
    common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, label, packed]);
    const central = Buffer.alloc(46);
    central.write('PK\u0001\u0002', 0, 'latin1');
    central.writeUInt16LE(20, 4);
    common.copy(central, 6, 0, 24);
    central.writeUInt32LE(offset, 42);
    locals.push(local);
    directory.push(central, label);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

/** `zlib.crc32` came with Node 20.15. */
function crcOf(data: Buffer): number {
  return typeof crc32 === 'function' ? crc32(data) : 0;
}

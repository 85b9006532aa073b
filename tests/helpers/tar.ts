import { gzipSync } from 'node:zlib';

export interface TarEntry {
  readonly path: string;
  readonly text?: string;
  /** `0` is a regular file, `5` a folder, `2` a link. */
  readonly type?: string;
  /** What the header says where it lies. */
  readonly size?: string;
}

/** An archive as npm packs one, byte by byte, so that it may lie too. */
function tarOf(...entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, text = '', type = '0', size }) => {
    const body = Buffer.from(text);
    const head = Buffer.alloc(512);
    head.write(path, 0, 100);
    head.write('0000644\0', 100);
    head.write(size ?? `${body.length.toString(8).padStart(11, '0')}\0`, 124);
    head.write(type, 156);
    head.write('ustar\0', 257);
    return [head, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const packed = (...entries: readonly TarEntry[]): Buffer => gzipSync(tarOf(...entries));

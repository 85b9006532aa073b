import { Transform } from 'node:stream';

const LINE_FEED = 0x0a;

/**
 * Passes on whole lines alone. The reader of the SDK joins all it has with each piece that comes and looks for its end from the
 * start again, which takes seconds where a message is long; here the pieces lie side by side until the end comes. A line of more
 * than `mostBytes` is an error.
 */
export function wholeLines(mostBytes: number): Transform {
  let begun: Buffer[] = [];
  let size = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const ended = piece.indexOf(LINE_FEED) + 1;
      size += ended === 0 ? piece.length : ended;
      if (size > mostBytes) {
        done(new Error(`one message exceeded the maximum size of ${mostBytes} bytes`));
        return;
      }
      if (ended === 0) {
        begun.push(piece);
        done();
        return;
      }
      this.push(Buffer.concat([...begun, piece.subarray(0, ended)]));
      const last = piece.lastIndexOf(LINE_FEED) + 1;
      if (last > ended) this.push(piece.subarray(ended, last));
      const rest = piece.subarray(last);
      begun = [rest];
      size = rest.length;
      done();
    },
  });
}

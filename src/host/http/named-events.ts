/** A line's end; a carriage return at the very end may be half of one. */
const LINE_END = /\r\n|\n|\r(?!$)/g;

/**
 * Server-sent events with a name each. Servers of others send data alone, whose JSON says its `type`; the library that
 * reads them passes over what has no name. Lines of the server go on as they came; before the empty line that ends a
 * nameless event its name is added. What is no JSON with a type (`[DONE]`) stays nameless, and so passed over.
 */
export function namedEvents(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  let pending = '';
  let isNamed = false;
  let data: string[] = [];

  /** What has to stand before this line. */
  const before = (line: string): string => {
    if (line !== '') {
      if (/^event(?::|$)/.test(line)) isNamed = true;
      else if (line.startsWith('data:')) data.push(line.slice(5));
      return '';
    }
    const type = isNamed || data.length === 0 ? undefined : typeIn(data.join('\n'));
    isNamed = false;
    data = [];
    return type === undefined ? '' : `event: ${type}\n`;
  };

  const wholeLines = (): string => {
    let out = '';
    let from = 0;
    for (const end of pending.matchAll(LINE_END)) {
      const line = pending.slice(from, end.index);
      out += `${before(line.replace(/^\uFEFF/, ''))}${line}${end[0]}`;
      from = end.index + end[0].length;
    }
    pending = pending.slice(from);
    return out;
  };

  return new TransformStream({
    transform(chunk, controller) {
      const text = decoder.decode(chunk, { stream: true });
      const halved = pending.endsWith('\r');
      pending += text;
      // A long line is looked through once, when its end is there.
      if (!halved && !/[\r\n]/.test(text)) return;
      const out = wholeLines();
      if (out !== '') controller.enqueue(encoder.encode(out));
    },
    flush(controller) {
      pending += decoder.decode();
      // Nothing follows: a carriage return at the end was a whole one.
      const out = `${wholeLines()}${pending.endsWith('\r') ? before(pending.slice(0, -1)) : ''}${pending}`;
      if (out !== '') controller.enqueue(encoder.encode(out));
    },
  });
}

function typeIn(json: string): string | undefined {
  try {
    const read: unknown = JSON.parse(json);
    if (typeof read !== 'object' || read === null || !('type' in read)) return undefined;
    return typeof read.type === 'string' && /^\w{1,60}$/.test(read.type) ? read.type : undefined;
  } catch {
    return undefined;
  }
}

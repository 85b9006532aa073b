import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedEvents } from '../../src/host/http/named-events.ts';

async function through(text: string, cuts: readonly number[] = []): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const stream = namedEvents();
  const writer = stream.writable.getWriter();
  const out = new Response(stream.readable).text();
  const ends = [...cuts.map(c => c % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    await writer.write(bytes.slice(from, end));
    from = end;
  }
  await writer.close();
  return out;
}

const NAMELESS = 'data: {"type":"message_start","x":"ä€😀"}\n\ndata: {"type":"ping"}\n\n';
const NAMED = NAMELESS.replace('}\n\ndata', '}\nevent: message_start\n\ndata').replace(
  '"ping"}\n',
  '"ping"}\nevent: ping\n',
);

describe('server-sent events', () => {
  it('get the name that stands in their data', async () => {
    expect(await through(NAMELESS)).toBe(NAMED);
  });

  it.each([
    ['that have a name', 'event: message_stop\ndata: {"type":"message_stop"}\n\n'],
    ['whose name comes last', 'data: {"type":"message_stop"}\nevent: other\n\n'],
    ['that are no JSON', 'data: [DONE]\n\n'],
    ['whose type is no word', 'data: {"type":"a\\nevent: b"}\n\ndata: {"type":7}\n\n'],
    ['that are comments', ': still here\n\n\n'],
    ['that never end', 'data: {"type":"message_stop"}'],
  ])('%s stay as they came', async (_what, text) => {
    expect(await through(text)).toBe(text);
  });

  it('may have any end of line, and data over several lines', async () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(await through(`data: {"type":${end}data: "ping"}${end}${end}`)).toBe(
        `data: {"type":${end}data: "ping"}${end}event: ping\n${end}`,
      );
  });

  it('may be cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 12 }), fc.boolean(), async (cuts, crlf) => {
        const as = (text: string) => (crlf ? text.replaceAll('\n', '\r\n') : text);
        const named = crlf ? as(NAMED).replace(/(event: \w+)\r\n/g, '$1\n') : NAMED;
        expect(await through(as(NAMELESS), cuts)).toBe(named);
      }),
    );
  });
});

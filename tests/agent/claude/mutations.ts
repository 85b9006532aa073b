/** Numbers in [0, 1), the same for the same seed. */
export function chanceOf(seed: number): () => number {
  let state = (seed ^ 0x9e37_79b9) >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Mutated {
  readonly bytes: Uint8Array;
  /** What was done to it, in order. */
  readonly done: readonly string[];
}

type Frames = string[];
type Change = (frames: Frames, chance: () => number, all: readonly (readonly string[])[]) => void;

const pick = <T>(list: readonly T[], chance: () => number): T => {
  const one = list[Math.floor(chance() * list.length)];
  if (one === undefined) throw new Error('something to pick was expected');
  return one;
};
const place = (frames: Frames, chance: () => number): number => Math.floor(chance() * frames.length);

const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  '',
  'end_turn',
  'tool_use',
  [],
  [1],
  {},
  { a: 1 },
  '\u0000',
];
const TYPES = [
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'ping',
  'error',
  'surprise',
] as const;

/** The data of a frame, changed; a frame without any stays as it is. */
function onData(frame: string, change: (data: Record<string, unknown>) => void): string {
  const line = /^data: (.*)$/m.exec(frame)?.[1];
  if (line === undefined) return frame;
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(line);
  } catch {
    // An earlier change broke it already.
    return frame;
  }
  change(data);
  return frame.replace(/^data: .*$/m, () => `data: ${JSON.stringify(data)}`);
}

/** Some member, at any depth, with the object that holds it. */
function somewhere(
  data: Record<string, unknown>,
  chance: () => number,
): readonly [Record<string, unknown>, string] {
  for (let at = data; ; ) {
    const key = pick(Object.keys(at).length > 0 ? Object.keys(at) : ['type'], chance);
    const inner = at[key];
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner) || chance() < 0.3)
      return [at, key];
    at = inner as Record<string, unknown>;
  }
}

const FRAME_CHANGES: Readonly<Record<string, Change>> = {
  'an event dropped': (frames, chance) => void frames.splice(place(frames, chance), 1),
  'an event doubled': (frames, chance) => {
    const at = place(frames, chance);
    frames.splice(at, 0, frames[at] ?? '');
  },
  'two events swapped': (frames, chance) => {
    const [a, b] = [place(frames, chance), place(frames, chance)];
    [frames[a], frames[b]] = [frames[b] ?? '', frames[a] ?? ''];
  },
  'an event renamed': (frames, chance) => {
    const at = place(frames, chance);
    frames[at] = (frames[at] ?? '').replace(
      /^event: .*$/m,
      chance() < 0.2 ? '' : `event: ${pick(TYPES, chance)}`,
    );
  },
  'an event retyped': (frames, chance) => {
    const at = place(frames, chance);
    const type = pick(TYPES, chance);
    frames[at] = onData(frames[at] ?? '', data => {
      data['type'] = type;
    }).replace(/^event: .*$/m, line => (chance() < 0.5 ? line : `event: ${type}`));
  },
  'a value of another type': (frames, chance) => {
    const at = place(frames, chance);
    frames[at] = onData(frames[at] ?? '', data => {
      const [holder, key] = somewhere(data, chance);
      holder[key] = pick(ODD, chance);
    });
  },
  'a member gone': (frames, chance) => {
    const at = place(frames, chance);
    frames[at] = onData(frames[at] ?? '', data => {
      const [holder, key] = somewhere(data, chance);
      delete holder[key];
    });
  },
  'an index off': (frames, chance) => {
    const indexed = frames.flatMap((f, i) => (/"index":\d/.test(f) ? [i] : []));
    if (indexed.length === 0) return;
    const at = pick(indexed, chance);
    frames[at] = (frames[at] ?? '').replace(
      /"index":(\d+)/,
      () => `"index":${pick([-1, 0, 1, 2, 3, 7, 1.5, 1e6], chance)}`,
    );
  },
  'another message spliced in': (frames, chance, all) => {
    const other = pick(all, chance);
    const from = Math.floor(chance() * other.length);
    frames.splice(place(frames, chance), chance() < 0.5 ? 0 : frames.length, ...other.slice(from));
  },
  'a frame between': (frames, chance) =>
    void frames.splice(
      place(frames, chance),
      0,
      pick(
        [
          ': a comment\n\n',
          'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n',
          'data: {"type":"message_stop"}\n\n',
          'event: message_stop\n\n',
          'event: ping\ndata: {"type":"message_stop"}\n\n',
          'id: 7\nretry: 1\n\n',
          'event: content_block_delta\ndata: [1]\n\n',
          '\n\n\n',
        ],
        chance,
      ),
    ),
};

const encoder = new TextEncoder();

const BYTE_CHANGES: Readonly<Record<string, (bytes: Uint8Array, chance: () => number) => Uint8Array>> = {
  'cut at a byte': (bytes, chance) => bytes.slice(0, Math.floor(chance() * bytes.length)),
  'a bit flipped': (bytes, chance) => {
    const out = bytes.slice();
    const at = Math.floor(chance() * out.length);
    out[at] = (out[at] ?? 0) ^ (1 << Math.floor(chance() * 8));
    return out;
  },
  'bytes taken out': (bytes, chance) => {
    const at = Math.floor(chance() * bytes.length);
    const end = at + 1 + Math.floor(chance() * 40);
    return Buffer.concat([bytes.slice(0, at), bytes.slice(end)]);
  },
  'other ends of lines': (bytes, chance) => {
    const ends = ['\r\n', '\r', '\n', '\n\r'] as const;
    const same = chance() < 0.5 ? pick(ends, chance) : undefined;
    const text = Buffer.from(bytes).toString('latin1');
    return Buffer.from(
      text.replace(/\n/g, () => same ?? pick(ends, chance)),
      'latin1',
    );
  },
};

/** One of the recorded streams with one to three things done to it. */
export function mutate(recorded: readonly (readonly string[])[], chance: () => number): Mutated {
  const frames = [...pick(recorded, chance)];
  const done: string[] = [];
  let bytes: Uint8Array | undefined;
  for (let left = 1 + Math.floor(chance() ** 2 * 3); left > 0; left--) {
    const names = bytes
      ? Object.keys(BYTE_CHANGES)
      : [...Object.keys(FRAME_CHANGES), ...Object.keys(BYTE_CHANGES)];
    const name = pick(names, chance);
    done.push(name);
    const onFrames = FRAME_CHANGES[name];
    if (onFrames) onFrames(frames, chance, recorded);
    else {
      bytes ??= encoder.encode(frames.join(''));
      bytes = BYTE_CHANGES[name]?.(bytes, chance) ?? bytes;
    }
  }
  return { bytes: bytes ?? encoder.encode(frames.join('')), done };
}

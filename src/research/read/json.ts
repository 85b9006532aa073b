/** A JSON value that remembers nothing of its text; `lines` of the document does. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface JsonDocument {
  readonly value: Json;
  /** 1-based line of the key (object member) or value (array element) at this path. */
  line(path: readonly (string | number)[]): number | undefined;
}

export type JsonOutcome =
  | { readonly ok: true; readonly document: JsonDocument }
  | { readonly ok: false; readonly line: number; readonly message: string };

const MAX_DEPTH = 100;
const key = (path: readonly (string | number)[]): string => path.join('\0');

class JsonFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads JSON with the line of every member. Comments and trailing commas are passed over, because tsconfig.json,
 * bun.lock and editors' settings have them. A fault is an outcome with its line, never thrown.
 */
export function readJson(text: string): JsonOutcome {
  const lines = new Map<string, number>();
  let at = 0;
  let line = 1;

  function space(): void {
    for (;;) {
      const char = text[at];
      if (char === '\n') line += 1;
      if (char === ' ' || char === '\t' || char === '\n' || char === '\r') at += 1;
      else if (char === '/' && text[at + 1] === '/') while (at < text.length && text[at] !== '\n') at += 1;
      else if (char === '/' && text[at + 1] === '*') {
        const end = text.indexOf('*/', at + 2);
        const stop = end === -1 ? text.length : end + 2;
        for (; at < stop; at += 1) if (text[at] === '\n') line += 1;
      } else return;
    }
  }

  function string(): string {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '"') {
      if (text[at] === '\n') throw new JsonFault('a string that ends before the line does', start);
      at += text[at] === '\\' ? 2 : 1;
    }
    at += 1;
    try {
      const parsed: unknown = JSON.parse(text.slice(start, at));
      if (typeof parsed === 'string') return parsed;
    } catch {
      // Falls through to the fault below: the text is not a JSON string.
    }
    throw new JsonFault('a complete string', start);
  }

  function value(path: readonly (string | number)[]): Json {
    if (path.length > MAX_DEPTH) throw new JsonFault(`at most ${MAX_DEPTH} levels`, at);
    space();
    const char = text[at];
    if (char === '"') return string();
    if (char === '{') return members(path);
    if (char === '[') return elements(path);
    const literal = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(
      text.slice(at, at + 40),
    )?.[0];
    if (literal === undefined) throw new JsonFault('a value', at);
    at += literal.length;
    return literal === 'true'
      ? true
      : literal === 'false'
        ? false
        : literal === 'null'
          ? null
          : Number(literal);
  }

  function members(path: readonly (string | number)[]): Json {
    const object: Record<string, Json> = Object.create(null);
    at += 1;
    for (;;) {
      space();
      if (text[at] === '}') break;
      if (text[at] !== '"') throw new JsonFault('a quoted member name or `}`', at);
      const memberLine = line;
      const name = string();
      const memberPath = [...path, name];
      lines.set(key(memberPath), memberLine);
      space();
      if (text[at] !== ':') throw new JsonFault('`:` after a member name', at);
      at += 1;
      object[name] = value(memberPath);
      space();
      if (text[at] === ',') at += 1;
      else if (text[at] !== '}') throw new JsonFault('`,` or `}`', at);
    }
    at += 1;
    return object;
  }

  function elements(path: readonly (string | number)[]): Json {
    const list: Json[] = [];
    at += 1;
    for (;;) {
      space();
      if (text[at] === ']') break;
      const elementPath = [...path, list.length];
      lines.set(key(elementPath), line);
      list.push(value(elementPath));
      space();
      if (text[at] === ',') at += 1;
      else if (text[at] !== ']') throw new JsonFault('`,` or `]`', at);
    }
    at += 1;
    return list;
  }

  try {
    const parsed = value([]);
    space();
    if (at < text.length) throw new JsonFault('nothing after the closing bracket', at);
    return { ok: true, document: { value: parsed, line: path => lines.get(key(path)) } };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { ok: false, line, message: `expected ${error.message}` };
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member at a path of names, or undefined where any step is missing or no object. */
export function member(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const name of path) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

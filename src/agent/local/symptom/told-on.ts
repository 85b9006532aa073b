import type { FileCard } from '../../../domain/index.ts';
import type { ReadFile } from '../../../host/port.ts';
import type { PlacedFrame, PlacedTrace } from '../../../research/trace/index.ts';
import type { Symptom, SymptomPorts } from './model.ts';

/**
 * Whether a frame is the line at which an error is made of another one, in the function that met it: that called nothing,
 * and stands in the list a second time.
 */
export function toldOn(trace: PlacedTrace, frame: PlacedFrame): boolean {
  const at = trace.errors.findIndex(e => e.frames.includes(frame));
  if (at < 1 || frame.call === undefined || trace.errors[at]?.frames[0] !== frame) return false;
  return (trace.errors[at - 1]?.frames ?? []).some(
    f => f !== frame && f.file === frame.file && f.call === frame.call,
  );
}

/** Where the project itself makes another error of the root one, in the function that met it. */
export function translatedIn(trace: PlacedTrace, first: PlacedFrame, texts: ReadonlyMap<string, ReadFile>) {
  const at = trace.errors.findIndex(e => e.frames.includes(first));
  const outer = trace.errors[at + 1];
  const frame = outer?.frames[0];
  if (!outer || !frame || frame.path !== first.path || frame.call !== first.call) return undefined;
  if (!toldOn(trace, frame)) return undefined;
  const text = (texts.get(frame.path ?? '')?.text.split('\n')[frame.line - 1] ?? '').trim();
  return MAKES_ERROR.test(text)
    ? { path: frame.path ?? '', line: frame.line, text, type: outer.type.split(/[.:\\]/).at(-1) ?? '' }
    : undefined;
}

const MAKES_ERROR = /^(?:raise|throw)\b/;

/** “because the return value of "shop.Cart.get(String)" is null”: the JVM names what gave nothing. */
const GAVE = /because the return value of "(?:[\w$.]+\.)?([\w$]+)\.(\w+)\([^"]*\)" is null/;

export async function gaveNothing(
  { map, lineHistory }: SymptomPorts,
  trace: PlacedTrace,
  cards: Map<string, FileCard>,
  read: (path: string) => Promise<void>,
): Promise<Symptom['gave']> {
  const m = GAVE.exec(trace.errors[0]?.message ?? '');
  const owner = m?.[1]?.split('$').at(-1);
  const name = m?.[2];
  if (owner === undefined || name === undefined) return undefined;
  const [symbol] = (await map.define(name)).filter(
    s => s.kind === 'method' && (s.container === owner || s.path.endsWith(`/${owner}.java`)),
  );
  if (!symbol) return undefined;
  for (const card of cards.has(symbol.path) ? [] : await map.deepen([symbol.path]))
    cards.set(card.path, card);
  await read(symbol.path);
  const [changed] = (await lineHistory?.lines(symbol.path, symbol.line, symbol.endLine, 1)) ?? [];
  return { symbol, ...(changed ? { changed } : {}) };
}

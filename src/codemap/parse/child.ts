import { mayHoldElements } from '../scan/scanned.ts';
import { loadEngine } from './engines.ts';
import { extract } from './extract.ts';
import type { Parse } from './node.ts';
import { GRAMMARS, type Parsed, type ParseReply, type ParseRequest } from './protocol.ts';
import { Reader } from './reader.ts';
import { TokenUses } from './uses.ts';

/**
 * A process of its own for the grammars: they are native code that reads hostile input, so a crash or a hang must cost
 * one file, not the program. Takes one file a message; ends when the parent goes.
 */
async function serve(): Promise<void> {
  const reply = (message: ParseReply) => process.send?.(message);
  process.on('disconnect', () => process.exit(0));
  const [, , wanted, limit] = process.argv;
  try {
    const ms = Number(limit) || undefined;
    const { engine, parse } = await loadEngine(
      wanted === 'native' || wanted === 'wasm' ? wanted : 'auto',
      ms,
    );
    const reader = new Reader(ms === undefined ? {} : { limit: ms });
    process.on('message', async (request: ParseRequest) => {
      try {
        const grammar = GRAMMARS[request.language];
        const parsed = grammar
          ? readScript(request, parse, grammar)
          : await reader.read(request.language, request.text);
        reply({ kind: 'parsed', id: request.id, parsed });
      } catch (error) {
        reply({ kind: 'failed', id: request.id, message: messageOf(error) });
      }
    });
    reply({ kind: 'ready', engine });
  } catch (error) {
    reply({ kind: 'unable', message: messageOf(error) });
  }
}

let uses: TokenUses | undefined;

function readScript({ text, language }: ParseRequest, parse: Parse, grammar: 'typescript' | 'tsx'): Parsed {
  const { tree, free } = parse(text, grammar);
  try {
    uses ??= new TokenUses();
    return extract(text, tree, mayHoldElements(language, text), uses);
  } finally {
    free();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

void serve();

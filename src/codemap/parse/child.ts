import { mayHoldElements } from '../scan/scanned.ts';
import { loadEngine } from './engines.ts';
import { extract } from './extract.ts';
import { GRAMMARS, type ParseReply, type ParseRequest } from './protocol.ts';

/**
 * A process of its own for the grammars: they are native code that reads hostile input, so a crash or a hang must cost
 * one file, not the program. Takes one file a message; ends when the parent goes.
 */
async function serve(): Promise<void> {
  const reply = (message: ParseReply) => process.send?.(message);
  process.on('disconnect', () => process.exit(0));
  const wanted = process.argv[2];
  try {
    const { engine, parse } = await loadEngine(wanted === 'native' || wanted === 'wasm' ? wanted : 'auto');
    process.on('message', (request: ParseRequest) => {
      try {
        const grammar = GRAMMARS[request.language];
        if (!grammar) throw new Error(`no grammar for ${request.language}`);
        const { tree, free } = parse(request.text, grammar);
        const parsed = extract(request.text, tree, mayHoldElements(request.language, request.text));
        free();
        reply({ kind: 'parsed', id: request.id, parsed });
      } catch (error) {
        reply({
          kind: 'failed',
          id: request.id,
          message: error instanceof Error ? error.message : String(error),
        });
      }
    });
    reply({ kind: 'ready', engine });
  } catch (error) {
    reply({ kind: 'unable', message: error instanceof Error ? error.message : String(error) });
  }
}

void serve();

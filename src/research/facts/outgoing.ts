import type { SourceText } from '../read/source-text.ts';
import type { Hit } from './corpus.ts';
import { absent, at, type Detector, type FactContext, place, present, symbolAt } from './model.ts';

/** Names and ranges by which code tells an address of its own network from one of the world. */
const GUARD =
  /\b(?:_?is_?(?:private|loopback|link_?local|non_?public)\w*|\w*private_?(?:network|ip|address)\w*|bad_?(?:nets|networks|ips)\w*|ssrf\w*)\b|["'`](?:127\.0\.0\.0\/8|169\.254\.)/i;
/** What calls another machine, or makes the client that does. */
const CALL =
  /Net::HTTP|http\.(?:Client|Transport)\b|DialContext|\bfetch\(|\brequests?\.(?:get|post|request|Session)\b|\baxios\b|\bundici\b|\bhttpx\b|\bpycurl\b|\bgetaddrinfo\b|Resolv\.|\bdns\.\w*lookup|HttpClient\b/i;

/** Whether something refuses addresses of private networks before it calls them: what an address of a user goes through. */
export const detectOutgoing: Detector = async context => {
  const hits = (await context.corpus.find(GUARD, { limit: 400 })).filter(hit => CALL.test(hit.file.text));
  const files = new Map<SourceText, Hit[]>();
  for (const hit of hits) files.set(hit.file, [...(files.get(hit.file) ?? []), hit]);
  // Who only switches it on names it once; who does it names it again and again.
  const best = [...files.values()].sort((a, b) => b.length - a.length)[0];
  if (best === undefined || best.length < 2)
    return [
      absent(
        'outgoing',
        `No guard of outgoing calls: none of ${context.corpus.searched} source files compares an address with private ranges before it calls it.`,
        [],
      ),
    ];
  const found = await guardIn(context, best);
  const source = at(context, found.hit);
  const who = found.symbol === undefined ? place(source) : `\`${found.symbol}\` in ${place(source)}`;
  return [
    present('outgoing', `${who} refuses addresses of private networks before it calls them.`, [source], {
      file: source.path,
      line: source.line,
      symbol: found.symbol,
    }),
  ];
};

/** The function or class that compares and calls; where none does both, the first that compares. */
async function guardIn(
  context: FactContext,
  hits: readonly Hit[],
): Promise<{ readonly hit: Hit; readonly symbol: string | undefined }> {
  const card = await context.map.card(hits[0]?.file.path ?? '').catch(() => undefined);
  const homes = (card?.symbols ?? [])
    .filter(s => s.kind === 'class' || s.kind === 'function')
    .flatMap(s => {
      const hit = hits.find(h => s.line <= h.line && h.line <= s.endLine);
      const calls = CALL.test(hit?.file.lines.slice(s.line - 1, s.endLine).join('\n') ?? '');
      return hit && calls
        ? [{ hit: { ...hit, line: s.line }, symbol: s.name, size: s.endLine - s.line }]
        : [];
    });
  const home = homes.sort((a, b) => b.size - a.size)[0];
  if (home) return home;
  const [first] = hits;
  if (first === undefined) throw new Error('a file with hits was expected');
  return { hit: first, symbol: await symbolAt(context, first) };
}

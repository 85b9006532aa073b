import type { CodeSymbol } from '../../../domain/index.ts';
import { at } from '../excerpt.ts';
import { testPathFor } from '../naming.ts';
import type { Survey } from '../survey.ts';
import { type Found, found, NOTHING, placeOf } from './entry.ts';

/** How code reaches what a test cannot hold still, by kind. */
const REACHES: readonly (readonly [string, RegExp])[] = [
  [
    'the clock',
    /\bDate\.now\(|\bnew Date\(\s*\)|\btime\.(?:time|monotonic|sleep)\(|\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|\btime\.(?:Now|Sleep|Since)\(|\bInstant::now\(|\bTime\.(?:now|current)\b/,
  ],
  [
    'chance',
    /\bMath\.random\(|\brandom(?:UUID|Bytes)\(|\brandom\.\w+\(|\buuid\.uuid\d\(|\brand\.\w+\(|\bsecrets\.\w+\(/,
  ],
  [
    'the network',
    /\bfetch\(|\baxios\b[.(]|\brequests\.(?:get|post|put|delete|request|Session)\(|\bhttpx\.\w+\(|\burlopen\(|\bhttp\.(?:Get|Post|Client|request)\b|\bnet\.(?:Dial|createServer|connect)\w*\(|\bsocket\.\w+\(/,
  ],
  [
    'the file system',
    /\bfs\.\w+\(|\b(?:readFile|writeFile)(?:Sync)?\(|(?<![\w.])open\(\s*[\w"'.(]|\bos\.(?:Open|ReadFile|WriteFile|Create|Remove|listdir|remove|makedirs|mkdir|stat)\w*\(|\bPath\([^)]*\)\.(?:read|write|open)|\bshutil\.\w+\(/,
  ],
  [
    'the environment',
    /\bprocess\.env\b|\bfrom_env(?:ironment)?\(|\bos\.environ\b|\bos\.(?:getenv|Getenv)\(|\bENV\[|\benv::var/,
  ],
  [
    'a child process',
    /\bchild_process\b|\b(?:execSync|spawnSync|spawn|execFile)\(|\bsubprocess\.\w+\(|\bexec\.Command\w*\(|\bos\.system\(/,
  ],
  [
    'the database',
    /\b(?:database|db)\.session\(|\b(?:prisma|session|db|conn(?:ection)?|cursor|pool|tx)\.(?:\w+\.)?(?:query|execute|commit|add|find\w*|create\w*|update\w*|delete\w*|scalars?|QueryRow|Exec\w*|Query\w*)\(/,
  ],
  [
    'the terminal',
    /\bprocess\.(?:stdin|stdout)\b|\bconsole\.(?:log|error)\(|(?<![\w.])print\(|\bfmt\.Print(?:ln|f)?\(|\bprintln!\(|\bsys\.(?:stdin|stdout|stderr)\b|(?<![\w.])input\(|\bos\.Std(?:in|out|err)\b/,
  ],
];

/** Lines of a file at which it reaches beyond itself, one for each kind and definition: `what`, `code`, `symbol`. */
export function reachesOf(survey: Survey, path: string): Found {
  const text = survey.texts.get(path)?.text;
  if (text === undefined) return NOTHING;
  const seen = new Set<string>();
  const hits = text.split('\n').flatMap((code, i) => {
    if (/^\s*(?:\/\/|#|\*|import\b|from\b)/.test(code)) return [];
    const line = i + 1;
    const symbol = innermost(survey, path, line);
    return REACHES.flatMap(([what, pattern]) => {
      const key = `${what} ${symbol?.name}`;
      if (!pattern.test(code) || seen.has(key)) return [];
      seen.add(key);
      return [
        {
          path,
          line: String(line),
          at: `${path}:${line}`,
          what,
          code: code.trim().slice(0, 100).replaceAll('`', "'"),
          ...(symbol ? { symbol: symbol.name } : {}),
        },
      ];
    });
  });
  return found(hits, 8);
}

function innermost(survey: Survey, path: string, line: number): CodeSymbol | undefined {
  return survey.cards
    .get(path)
    ?.symbols.filter(
      s => (s.kind === 'function' || s.kind === 'method') && s.line <= line && s.endLine >= line,
    )
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

const BRANCH = /(?<![\w.])(?:if|elif|else if|for|while|case|catch|except|match|switch)\b|\?\?|&&|\|\|| \? /g;

/**
 * Functions of a file that its callers can reach, those with the most ways through them first: `signature`, `branches`,
 * `lines`, `used` (how many places use it, where that is known).
 */
export function facesOf(survey: Survey, path: string): Found {
  const file = survey.texts.get(path);
  const card = survey.cards.get(path);
  if (!file || !card) return NOTHING;
  const lines = file.text.split('\n');
  const callable = card.symbols.filter(
    s =>
      (s.kind === 'function' || s.kind === 'method' || s.kind === 'component') &&
      !/^(?:_(?!_)|#)/.test(s.name) &&
      !/^private\b/.test(s.signature) &&
      s.name !== 'constructor',
  );
  const open = callable.filter(s => s.exported || s.container !== undefined);
  const from = open.length > 0 ? open : callable;
  const once = from.filter(
    (s, i) => from.findIndex(o => o.name === s.name && o.container === s.container) === i,
  );
  return found(
    once
      .map(s => {
        const body = lines.slice(s.line - 1, s.endLine).join('\n');
        const uses = survey.uses.get(at(s));
        return {
          s,
          branches: body.match(BRANCH)?.length ?? 0,
          entry: {
            ...placeOf(s),
            ...(card.tests.length === 0
              ? { newTest: testPathFor(path, survey.roles.get('test') ?? []) }
              : {}),
            signature: s.signature.replace(/\s*[{:]\s*$/, '').replaceAll('`', "'"),
            lines: String(s.endLine - s.line + 1),
            ...(uses ? { used: uses.more ? `at least ${uses.count}` : String(uses.count) } : {}),
          },
        };
      })
      .sort((a, b) => b.branches - a.branches || a.s.line - b.s.line)
      .map(({ entry, branches }) => ({ ...entry, branches: String(branches), ways: String(branches + 1) })),
    6,
  );
}

/** Files that import the target, tests apart: who would notice a change of its face. */
export function callersOf(survey: Survey, path: string): Found {
  const card = survey.cards.get(path);
  const own = (card?.importedBy ?? []).filter(
    p =>
      !/(?:^|\/)(?:tests?|__tests__|specs?)\/|(?:_test\.\w+|[._-](?:test|spec)\.\w+)$|(?:^|\/)test_\w+\.py$/i.test(
        p,
      ),
  );
  return found(own.map(p => ({ path: p, line: '1', at: `${p}:1` })));
}

import type { Hit } from './corpus.ts';
import { absent, at, type Detector, place, present } from './model.ts';

/** Definitions that say by their name that they ask for a role: `IsAdminUser`, `require_moderator`, `hasPermission`. */
const ASKS =
  /(?:\bfunction\s+|\bdef\s+|\bfunc\s+(?:\([^)]*\)\s*)?|\b(?:const|let)\s+|^\s*(?:public\s+|private\s+|protected\s+|static\s+|async\s+)+(?:\w+\s+)?)((?:require|check|has|is|ensure|assert|verify|only|can)_?(?:\w*_)?\w*(?:admin|moderator|roles?|superuser|staff|permissions?)(?:user)?[?!]?)\s*(?:[(=:<]|$)/i;
/** Whether something asks for the role of a caller, and at how many places it is asked. */
export const detectRoleCheck: Detector = async context => {
  const named = new Map<string, Hit>();
  for (const hit of await context.corpus.find(ASKS, { limit: 60 })) {
    const name = hit.match[1] ?? '';
    if (!named.has(name)) named.set(name, hit);
  }
  const counted: { readonly name: string; readonly hit: Hit; readonly uses: number }[] = [];
  for (const [name, hit] of [...named].slice(0, 12)) {
    const word = new RegExp(`\\b${name.replace(/[?!]$/, '')}\\b`);
    const uses = (await context.corpus.find(word, { limit: 300 })).filter(
      use => use.file.path !== hit.file.path || use.line !== hit.line,
    );
    counted.push({ name, hit, uses: uses.length });
  }
  const best = counted.sort((a, b) => b.uses - a.uses)[0];
  if (best === undefined || best.uses === 0)
    return [
      absent(
        'role-check',
        `No check of roles: none of ${context.corpus.searched} source files defines a function that asks for one.`,
        [],
      ),
    ];
  const source = at(context, best.hit);
  const places = `${best.uses} ${best.uses === 1 ? 'place' : 'places'}`;
  return [
    present(
      'role-check',
      `\`${best.name}\` in ${place(source)} asks for the role of a caller, at ${places}.`,
      [source],
      {
        symbol: best.name,
        file: source.path,
        line: source.line,
        users: best.uses,
      },
    ),
  ];
};

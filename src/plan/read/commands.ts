import type { CodeBlock, Step } from '../model.ts';

const INSTALL =
  /^(?:sudo\s+)?(?:npm\s+(?:install|i|add)|(?:yarn|pnpm|bun)\s+(?:add|install)|(?:pip3?|uv\s+pip|python3?\s+-m\s+pip)\s+install|(?:poetry|uv|cargo|bundle|dotnet)\s+add|composer\s+require|gem\s+install|go\s+get)\s+(.+)$/;
const REMOVE =
  /^(?:sudo\s+)?(?:npm\s+(?:uninstall|remove|rm|un)|(?:yarn|pnpm|bun|poetry|uv|cargo|composer)\s+remove|pip3?\s+uninstall)\s+(.+)$/;
const DEV = /(?:^|\s)(?:-D|--save-dev|--dev|--group[= ]dev|-G\s+dev)(?:\s|$)/;
const NPM = /^(?:sudo\s+)?(?:npm|yarn|pnpm|bun)\s/;

/** A package that a command line adds or removes. */
export interface CommandPackage {
  readonly name: string;
  /** What stands behind the name: `8.18.0` of `ws@8.18.0`. Absent for tools other than npm's kind, which write it otherwise. */
  readonly spec?: string;
  readonly dev: boolean;
  readonly action: 'add' | 'remove';
  readonly from: 'npm' | 'elsewhere';
}

/** Packages that the command lines of a block add or remove, in order. */
export function packagesInCommands({
  language,
  code,
}: Pick<CodeBlock, 'language' | 'code'>): readonly CommandPackage[] {
  if (language !== '' && !/^(?:bash|sh|shell|console|zsh|powershell|cmd)$/.test(language)) return [];
  return code.split(/\n|&&|\|\||;/).flatMap(line => {
    const command = line
      .trim()
      .replace(/^[$>]\s+/, '')
      .replace(/\s+#.*$/, '');
    const found = INSTALL.exec(command) ?? REMOVE.exec(command);
    if (!found?.[1]) return [];
    const action = INSTALL.test(command) ? ('add' as const) : ('remove' as const);
    const from = NPM.test(command) ? ('npm' as const) : ('elsewhere' as const);
    const dev = DEV.test(` ${found[1]}`);
    const words = found[1].split(/\s+/).filter(word => !word.startsWith('-') && !/^[./]/.test(word));
    return words.map(word => {
      const { name, spec } = splitSpec(word);
      return { name, dev, action, from, ...(spec && from === 'npm' ? { spec } : {}) };
    });
  });
}

/** The same as a step lists them. */
export function commandPackages(block: Pick<CodeBlock, 'language' | 'code'>): Step['packages'] {
  return packagesInCommands(block).map(({ name, dev, action }) => ({ name, dev, action, note: '' }));
}

/** `ws@8.18.0`, `flask>=3`, `github.com/x/y@v1`: the name, and what stands behind it. */
export function splitSpec(word: string): { readonly name: string; readonly spec?: string } {
  const bare = word.replace(/^(['"])(.*)\1$/, '$2').replace(/^['"]|['"]$/g, '');
  const name = bare.replace(/(?<=.)(?:@|[=<>~!]=?).*$/, '').replace(/\[.*\]$/, '');
  const spec = /^.+?@(.+)$/.exec(bare)?.[1];
  return spec === undefined ? { name } : { name, spec };
}

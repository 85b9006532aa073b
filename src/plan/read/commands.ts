import type { CodeBlock, Step } from '../model.ts';

const INSTALL =
  /^(?:sudo\s+)?(?:npm\s+(?:install|i|add)|(?:yarn|pnpm|bun)\s+(?:add|install)|(?:pip3?|uv\s+pip|python3?\s+-m\s+pip)\s+install|(?:poetry|uv|cargo|bundle|dotnet)\s+add|composer\s+require|gem\s+install|go\s+get)\s+(.+)$/;
const REMOVE =
  /^(?:sudo\s+)?(?:npm\s+(?:uninstall|remove|rm|un)|(?:yarn|pnpm|bun|poetry|uv|cargo|composer)\s+remove|pip3?\s+uninstall)\s+(.+)$/;
const DEV = /(?:^|\s)(?:-D|--save-dev|--dev|--group[= ]dev|-G\s+dev)(?:\s|$)/;

/** Packages that the command lines of a block add or remove, in order. */
export function commandPackages({ language, code }: Pick<CodeBlock, 'language' | 'code'>): Step['packages'] {
  if (language !== '' && !/^(?:bash|sh|shell|console|zsh|powershell|cmd)$/.test(language)) return [];
  return code.split('\n').flatMap(line => {
    const command = line
      .trim()
      .replace(/^[$>]\s+/, '')
      .replace(/\s+#.*$/, '');
    const found = INSTALL.exec(command) ?? REMOVE.exec(command);
    if (!found?.[1]) return [];
    const action = INSTALL.test(command) ? ('add' as const) : ('remove' as const);
    const names = found[1].split(/\s+/).filter(word => !word.startsWith('-') && !/^[./]/.test(word));
    return names.map(word => ({ name: nameOf(word), dev: DEV.test(` ${found[1]}`), action, note: '' }));
  });
}

/** `ws@8.18.0`, `flask>=3`, `github.com/x/y@v1` without the version. */
function nameOf(word: string): string {
  return word
    .replace(/^['"]|['"]$/g, '')
    .replace(/(?<=.)(?:@|[=<>~!]=?).*$/, '')
    .replace(/\[.*\]$/, '');
}

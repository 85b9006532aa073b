import type { ProjectScript } from '../port.ts';
import { baseOf, depth, dirOf, isTest } from '../read/paths.ts';
import type { Reader } from '../read/reader.ts';
import { purposeOf } from './purpose.ts';
import { manifestPaths } from './shared.ts';

/** Targets of Makefile, justfile and tox.ini: what a person types and the first command that it runs. */
export async function readTasks(reader: Reader): Promise<readonly ProjectScript[]> {
  const found: ProjectScript[] = [];
  const all = await manifestPaths(reader, /^(?:GNUmakefile|[Mm]akefile|\.?justfile|Justfile|tox\.ini)$/);
  // `tests/Makefile` runs tests; further down one is what tests read.
  for (const path of all.filter(p => depth(p) <= 2 || !isTest(p)).slice(0, 12)) {
    const file = await reader.read(path, 300_000);
    if (file === undefined) continue;
    const base = baseOf(path).toLowerCase();
    const dir = dirOf(path);
    const tool = base.endsWith('justfile')
      ? dir === ''
        ? 'just'
        : `just -f ${path}`
      : dir === ''
        ? 'make'
        : `make -C ${dir}`;
    for (let at = 0; at < file.lines.length; at += 1) {
      const line = file.lines[at] ?? '';
      if (base === 'tox.ini') {
        const env = /^\[testenv(?::([\w-]+))?\]/.exec(line);
        if (env === null) continue;
        const command = body(file.lines, at, /^\s*commands\s*=\s*(.*)$/);
        if (command === undefined) continue;
        const name = env[1] ?? 'testenv';
        found.push({
          name,
          command,
          run: env[1] === undefined ? 'tox' : `tox -e ${name}`,
          purpose: purposeOf(env[1] ?? 'test', command),
          source: reader.cite(file, at + 1),
        });
        continue;
      }
      const name = base.endsWith('justfile')
        ? /^@?([a-z][\w-]*)(?:\s+[^:=]*)?:(?!=)/.exec(line)?.[1]
        : /^([A-Za-z][\w-]*)\s*:(?![:=])/.exec(line)?.[1];
      if (name === undefined || found.some(item => item.name === name && item.source.path === path)) continue;
      const next = file.lines.slice(at + 1, at + 12);
      const recipe: string[] = [];
      for (const text of next) {
        if (!/^[\t ]+\S/.test(text)) break;
        recipe.push(text.trim().replace(/^[@-]+/, ''));
      }
      const command = recipe.join(' && ') || (line.split(':')[1] ?? '').trim();
      found.push({
        name,
        command,
        run: `${tool} ${name}`,
        purpose: purposeOf(name, command),
        source: reader.cite(file, at + 1),
      });
    }
  }
  return found;
}

/** The value of a setting of an INI section, its indented lines joined. */
function body(lines: readonly string[], start: number, key: RegExp): string | undefined {
  for (let at = start + 1; at < lines.length && !/^\[/.test(lines[at] ?? ''); at += 1) {
    const own = key.exec(lines[at] ?? '')?.[1];
    if (own === undefined) continue;
    const more: string[] = own === '' ? [] : [own.trim()];
    for (let next = at + 1; /^\s+\S/.test(lines[next] ?? ''); next += 1)
      more.push((lines[next] ?? '').trim());
    return more.join(' && ');
  }
  return undefined;
}

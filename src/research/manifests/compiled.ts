import { parse as parseToml } from 'smol-toml';
import type { ProjectDependency } from '../port.ts';
import { isObject, type JsonObject, text } from '../read/json.ts';
import { dirOf, join } from '../read/paths.ts';
import { MANIFEST_BYTES, type Reader } from '../read/reader.ts';
import type { Manifest } from './model.ts';
import { dependencyAt, hasFile, lockedPackages, manifestPaths, tomlLines } from './shared.ts';

/** go.mod: what it requires is what is installed. */
export async function readGo(reader: Reader): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const path of await manifestPaths(reader, /^go\.mod$/)) {
    const file = await reader.read(path);
    if (file === undefined) continue;
    const dependencies: ProjectDependency[] = [];
    let inside = false;
    let module: string | undefined;
    let moduleLine = 1;
    for (let at = 0; at < file.lines.length; at += 1) {
      const line = file.lines[at] ?? '';
      const named = /^module\s+(\S+)/.exec(line)?.[1];
      if (named !== undefined) {
        module = named;
        moduleLine = at + 1;
      }
      if (/^require\s*\(/.test(line)) inside = true;
      else if (inside && /^\)/.test(line)) inside = false;
      const found = (inside ? /^\s+(\S+)\s+(v\S+)(.*)$/ : /^require\s+(\S+)\s+(v\S+)(.*)$/).exec(line);
      // Indirect ones are nobody's choice here.
      if (found?.[1] === undefined || found[2] === undefined || /indirect/.test(found[3] ?? '')) continue;
      dependencies.push(
        dependencyAt(reader, file, at + 1, {
          name: found[1],
          range: found[2],
          dev: false,
          ecosystem: 'go',
          installed: found[2].replace(/^v/, ''),
        }),
      );
    }
    if (module === undefined) {
      reader.note(`${path} has no \`module\` line: expected one such as "module example.org/app".`);
      continue;
    }
    const source = reader.cite(file, moduleLine);
    manifests.push({
      ecosystem: 'go',
      dir: dirOf(path),
      path,
      name:
        module
          .replace(/\/v\d+$/, '')
          .split('/')
          .at(-1) ?? module,
      scripts: [],
      dependencies,
      manager: { name: 'go', source },
      runner: { name: 'go test', source },
    });
  }
  return manifests;
}

/** Cargo.toml of every crate, with versions of Cargo.lock at the root. */
export async function readCargo(reader: Reader): Promise<readonly Manifest[]> {
  const paths = await manifestPaths(reader, /^Cargo\.toml$/);
  if (paths.length === 0) return [];
  const lock = await reader.peek(join(dirOf(paths[0] ?? ''), 'Cargo.lock'), MANIFEST_BYTES);
  const versions = lock === undefined ? new Map<string, string>() : lockedPackages(lock.text, name => name);
  const manifests: Manifest[] = [];
  for (const path of paths) {
    const file = await reader.read(path);
    if (file === undefined) continue;
    let document: unknown;
    try {
      document = parseToml(file.text);
    } catch (error) {
      reader.note(
        `${path} is not valid TOML (${error instanceof Error ? error.message.split('\n')[0] : 'unreadable'}): its dependencies are unknown.`,
      );
      continue;
    }
    const about = isObject(document) && isObject(document.package) ? document.package : undefined;
    const dependencies = new Map<string, ProjectDependency>();
    for (const { table, key, line, text: content } of tomlLines(file)) {
      const section = /(?:^|\.)(dev-|build-)?dependencies(?:\.([\w-]+))?$/.exec(table);
      if (section === null) continue;
      const name = section[2] ?? key.split('.')[0] ?? key;
      if (name === '' || dependencies.has(name)) continue;
      const range = /version\s*=\s*"([^"]+)"/.exec(content)?.[1] ?? /=\s*"([^"]+)"/.exec(content)?.[1] ?? '*';
      dependencies.set(
        name,
        dependencyAt(reader, file, line, {
          name,
          range,
          dev: section[1] === 'dev-',
          ecosystem: 'crates',
          installed: versions.get(name),
        }),
      );
    }
    const name = text(about?.name);
    const description = text(about?.description)?.replace(/\s+/g, ' ').trim();
    const source = reader.cite(file, 1);
    manifests.push({
      ecosystem: 'crates',
      dir: dirOf(path),
      path,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      scripts: [],
      dependencies: [...dependencies.values()],
      manager: { name: 'cargo', source },
      runner: { name: 'cargo test', source },
      testTargets: cargoTargets(document, about, dirOf(path), await reader.list()),
      workspace: dirOf(path) !== '',
    });
  }
  return manifests;
}

/** Integration tests are programs of their own: those that Cargo.toml lists, and each file or folder of `tests/`. */
function cargoTargets(
  document: unknown,
  about: JsonObject | undefined,
  dir: string,
  all: readonly string[],
): readonly { readonly name: string; readonly path: string }[] {
  const listed = isObject(document) && Array.isArray(document.test) ? document.test : [];
  const targets = listed.flatMap(entry => {
    const name = isObject(entry) ? text(entry.name) : undefined;
    if (name === undefined) return [];
    const path = isObject(entry) ? text(entry.path) : undefined;
    return [{ name, path: join(dir, path ?? `tests/${name}.rs`) }];
  });
  if (about?.autotests === false) return targets;
  const start = join(dir, 'tests/');
  for (const path of all) {
    const name = path.startsWith(start)
      ? /^([^/]+)(?:\.rs|\/main\.rs)$/.exec(path.slice(start.length))?.[1]
      : undefined;
    if (name !== undefined && !targets.some(target => target.path === path)) targets.push({ name, path });
  }
  return targets;
}

/** pom.xml and build.gradle(.kts), by their dependency lines; versions where they stand beside the name. */
export async function readJvm(reader: Reader): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const path of await manifestPaths(reader, /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/)) {
    const file = await reader.read(path);
    if (file === undefined) continue;
    const maven = path.endsWith('pom.xml');
    if (maven && !/<project[\s>]/.test(file.text)) {
      reader.note(`${path} has no <project> element: expected a Maven project.`);
      continue;
    }
    const dependencies: ProjectDependency[] = [];
    const add = (line: number, name: string, range: string | undefined, dev: boolean): void => {
      if (dependencies.some(item => item.name === name)) return;
      const exact = range !== undefined && /^[\d.]+[\w.-]*$/.test(range) ? range : undefined;
      dependencies.push(
        dependencyAt(reader, file, line, {
          name,
          range: range ?? '*',
          dev,
          ecosystem: 'maven',
          installed: exact,
        }),
      );
    };
    let group: string | undefined;
    let artifact: { name: string; line: number } | undefined;
    let inside = false;
    let version: string | undefined;
    let dev = false;
    for (let at = 0; at < file.lines.length; at += 1) {
      const line = file.lines[at] ?? '';
      if (maven) {
        if (/<dependency>/.test(line)) {
          inside = true;
          group = undefined;
          artifact = undefined;
          version = undefined;
          dev = false;
        }
        if (!inside) continue;
        group = /<groupId>([^<]+)</.exec(line)?.[1]?.trim() ?? group;
        const named = /<artifactId>([^<]+)</.exec(line)?.[1]?.trim();
        if (named !== undefined && artifact === undefined) artifact = { name: named, line: at + 1 };
        version = /<version>([^<]+)</.exec(line)?.[1]?.trim() ?? version;
        dev ||= /<scope>\s*test/.test(line);
        if (!/<\/dependency>/.test(line)) continue;
        inside = false;
        if (group !== undefined && artifact !== undefined)
          add(artifact.line, `${group}:${artifact.name}`, version, dev);
      } else {
        const found =
          /^\s*(\w*(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[aA]nnotationProcessor))\b[\s(]*(?:platform\()?['"]([\w.-]+:[\w.-]+)(?::([^'"]+))?['"]/.exec(
            line,
          );
        if (found?.[2] !== undefined) add(at + 1, found[2], found[3], /test/i.test(found[1] ?? ''));
      }
    }
    const dir = dirOf(path);
    const name = maven
      ? /<project[\s\S]*?<artifactId>([^<]+)</
          .exec(file.text.replace(/<parent>[\s\S]*?<\/parent>/, ''))?.[1]
          ?.trim()
      : undefined;
    const source = reader.cite(file, 1);
    const wrapper = await hasFile(reader, '', maven ? 'mvnw' : 'gradlew');
    const tool = maven ? (wrapper ? './mvnw' : 'mvn') : wrapper ? './gradlew' : 'gradle';
    manifests.push({
      ecosystem: 'maven',
      dir,
      path,
      ...(name === undefined ? {} : { name }),
      scripts: [],
      dependencies,
      manager: { name: maven ? 'maven' : 'gradle', source },
      runner: { name: `${tool} test`, source },
      workspace: dir !== '',
    });
  }
  return manifests;
}

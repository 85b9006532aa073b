import type { ProjectDependency, ProjectScript } from '../port.ts';
import { isObject, member, readJson, text } from '../read/json.ts';
import { dirOf, join } from '../read/paths.ts';
import { MANIFEST_BYTES, type Reader } from '../read/reader.ts';
import type { Manifest } from './model.ts';
import { purposeOf } from './purpose.ts';
import { dependencyAt, hasFile, manifestPaths } from './shared.ts';

/** Gemfile, with versions of Gemfile.lock. */
export async function readRuby(reader: Reader): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const path of await manifestPaths(reader, /^Gemfile$/)) {
    const file = await reader.read(path);
    if (file === undefined) continue;
    const dir = dirOf(path);
    const lock = await reader.peek(join(dir, 'Gemfile.lock'), MANIFEST_BYTES);
    const versions = new Map<string, string>();
    for (const line of lock?.lines ?? []) {
      const found = /^ {4}([\w.-]+) \(([^)]+)\)$/.exec(line);
      if (found?.[1] !== undefined && found[2] !== undefined) versions.set(found[1], found[2]);
    }
    const dependencies: ProjectDependency[] = [];
    let dev = false;
    for (let at = 0; at < file.lines.length; at += 1) {
      const line = file.lines[at] ?? '';
      if (/^\s*group\b.*\bdo\b/.test(line)) dev = !/production|default/.test(line);
      else if (/^end\b/.test(line)) dev = false;
      const found = /^\s*gem\s+['"]([^'"]+)['"](?:\s*,\s*['"]([^'"]+)['"])?/.exec(line);
      if (found?.[1] === undefined) continue;
      dependencies.push(
        dependencyAt(reader, file, at + 1, {
          name: found[1],
          range: found[2] ?? '*',
          dev: dev || /group:?\s*(?:=>)?\s*:?\[?:?(?:test|development)/.test(line),
          ecosystem: 'rubygems',
          installed: versions.get(found[1]),
        }),
      );
    }
    const names = new Set(dependencies.map(item => item.name));
    const rspec = dependencies.find(item => /^rspec(-rails)?$/.test(item.name));
    const source = reader.cite(file, 1);
    const rails = await hasFile(reader, dir, 'bin/rails');
    const runner =
      rspec !== undefined
        ? { name: 'rspec', source: rspec.source }
        : rails || names.has('rails')
          ? { name: 'rails test', source }
          : { name: 'minitest', source };
    manifests.push({
      ecosystem: 'rubygems',
      dir,
      path,
      scripts: [],
      dependencies,
      manager: { name: 'bundler', source },
      runner,
    });
  }
  return manifests;
}

/** composer.json, with versions of composer.lock. */
export async function readPhp(reader: Reader): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const path of await manifestPaths(reader, /^composer\.json$/)) {
    const file = await reader.read(path);
    if (file === undefined) continue;
    const outcome = readJson(file.text);
    if (!outcome.ok) {
      reader.note(
        `${path} is not valid JSON (${outcome.message} at line ${outcome.line}): its dependencies are unknown.`,
      );
      continue;
    }
    const { document } = outcome;
    const dir = dirOf(path);
    const versions = await composerLock(reader, join(dir, 'composer.lock'));
    const dependencies: ProjectDependency[] = [];
    for (const [section, dev] of [
      ['require', false],
      ['require-dev', true],
    ] as const) {
      const entries = member(document.value, section);
      for (const [name, range] of Object.entries(isObject(entries) ? entries : {})) {
        const line = document.line([section, name]);
        // `php` and `ext-json` are no packages.
        if (typeof range !== 'string' || line === undefined || !name.includes('/')) continue;
        dependencies.push(
          dependencyAt(reader, file, line, {
            name,
            range,
            dev,
            ecosystem: 'packagist',
            installed: versions.get(name),
          }),
        );
      }
    }
    const declared = member(document.value, 'scripts');
    const scripts = Object.entries(isObject(declared) ? declared : {}).flatMap(
      ([name, value]): ProjectScript[] => {
        const line = document.line(['scripts', name]);
        const command =
          typeof value === 'string'
            ? value
            : Array.isArray(value)
              ? value.filter(item => typeof item === 'string').join(' && ')
              : '';
        if (line === undefined || command === '' || /^(pre|post)-/.test(name)) return [];
        return [
          {
            name,
            command,
            run: `composer ${name}`,
            purpose: purposeOf(name, command),
            source: reader.cite(file, line),
          },
        ];
      },
    );
    const named = text(member(document.value, 'name'));
    const description = text(member(document.value, 'description'));
    const test =
      dependencies.find(item => item.name === 'pestphp/pest') ??
      dependencies.find(item => item.name === 'phpunit/phpunit');
    manifests.push({
      ecosystem: 'packagist',
      dir,
      path,
      ...(named === undefined ? {} : { name: named }),
      ...(description === undefined ? {} : { description }),
      scripts,
      dependencies,
      manager: { name: 'composer', source: reader.cite(file, 1) },
      ...(test === undefined
        ? {}
        : { runner: { name: test.name.startsWith('pest') ? 'pest' : 'phpunit', source: test.source } }),
    });
  }
  return manifests;
}

async function composerLock(reader: Reader, path: string): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  const file = await reader.peek(path, MANIFEST_BYTES);
  if (file === undefined) return versions;
  const outcome = readJson(file.text);
  if (!outcome.ok)
    reader.note(
      `${path} is not valid JSON (${outcome.message} at line ${outcome.line}): installed versions are unknown.`,
    );
  for (const section of ['packages', 'packages-dev']) {
    const list = outcome.ok ? member(outcome.document.value, section) : undefined;
    for (const entry of Array.isArray(list) ? list : []) {
      const name = text(member(entry, 'name'));
      const version = text(member(entry, 'version'));
      if (name !== undefined && version !== undefined) versions.set(name, version.replace(/^v/, ''));
    }
  }
  return versions;
}

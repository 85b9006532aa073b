import { parse as parseToml } from 'smol-toml';
import type { FileSource } from '../../domain/index.ts';
import type { ProjectDependency, ProjectScript } from '../port.ts';
import { isObject, readJson, text } from '../read/json.ts';
import { baseOf, dirOf, isAside, join, shallowFirst } from '../read/paths.ts';
import { MANIFEST_BYTES, type Reader } from '../read/reader.ts';
import type { SourceText } from '../read/source-text.ts';
import type { Manifest } from './model.ts';
import { purposeOf } from './purpose.ts';
import { dependencyAt, lockedPackages, tomlLines } from './shared.ts';

/** PEP 503: names differ by case, `-`, `_` and `.` only. */
const normal = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');
const REQUIREMENT = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*((?:[<>=!~]=?|===|@)[^;#]*)?/;
const FILES =
  /^(?:pyproject\.toml|setup\.cfg|setup\.py|Pipfile|requirements[\w.-]*\.(?:txt|in)|(?:dev|test|base|prod|local)[\w-]*\.txt)$/;
const LOCKS = [
  ['poetry.lock', 'poetry'],
  ['uv.lock', 'uv'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
] as const;

/** Python projects: one manifest a folder, put together from pyproject.toml, setup.cfg, setup.py, Pipfile and requirements. */
export async function readPython(reader: Reader): Promise<readonly Manifest[]> {
  const paths = (await reader.list())
    .filter(path => FILES.test(baseOf(path)) && !isAside(path))
    // `dev.txt` is a list of requirements only in a folder of that name.
    .filter(path => /requirements/.test(path) || !/\.txt$/.test(path))
    .sort(shallowFirst)
    .slice(0, 60);
  const byDir = new Map<string, string[]>();
  for (const path of paths) {
    const own = dirOf(path);
    const dir = /(^|\/)requirements$/.test(own) ? dirOf(own) : own;
    byDir.set(dir, [...(byDir.get(dir) ?? []), path]);
  }
  const manifests: Manifest[] = [];
  for (const [dir, files] of byDir) {
    const manifest = await readFolder(reader, dir, files);
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}

async function readFolder(
  reader: Reader,
  dir: string,
  paths: readonly string[],
): Promise<Manifest | undefined> {
  const lock = await readLock(reader, dir);
  const dependencies = new Map<string, ProjectDependency>();
  const scripts: ProjectScript[] = [];
  let name: string | undefined;
  let description: string | undefined;
  let manager = lock?.manager;
  let managerLine = lock?.source;
  let first: SourceText | undefined;
  let published: FileSource | undefined;
  const order = (path: string): number =>
    ['pyproject.toml', 'Pipfile', 'setup.cfg', 'setup.py'].indexOf(baseOf(path)) >>> 0;

  function add(file: SourceText, line: number, requirement: string, dev: boolean): void {
    const found = REQUIREMENT.exec(requirement);
    const wanted = found?.[1];
    if (wanted === undefined || wanted === 'python' || dependencies.has(normal(wanted))) return;
    const range = (found?.[2] ?? '').trim() || '*';
    const exact = /^==\s*([\w.+!-]+)$/.exec(range)?.[1];
    dependencies.set(
      normal(wanted),
      dependencyAt(reader, file, line, {
        name: wanted,
        range,
        dev,
        ecosystem: 'pypi',
        installed: lock?.versions.get(normal(wanted)) ?? exact,
      }),
    );
  }

  for (const path of [...paths].sort((a, b) => order(a) - order(b))) {
    const file = await reader.read(path, 1_000_000);
    if (file === undefined) continue;
    first ??= file;
    const base = baseOf(path);
    if (base === 'pyproject.toml' || base === 'Pipfile') {
      let document: unknown;
      try {
        document = parseToml(file.text);
      } catch (error) {
        const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
        reader.note(`${path} is not valid TOML (${why}): its lines were read one by one.`);
      }
      const project = isObject(document) && isObject(document.project) ? document.project : undefined;
      const poetry =
        isObject(document) && isObject(document.tool) && isObject(document.tool.poetry)
          ? document.tool.poetry
          : undefined;
      name ??= text(project?.name) ?? text(poetry?.name);
      description ??= text(project?.description) ?? text(poetry?.description);
      const isBuilt = isObject(document) && document['build-system'] !== undefined;
      for (const { table, key, line, text: content } of tomlLines(file)) {
        if (isBuilt && key === 'name' && /^(?:project|tool\.poetry)$/.test(table))
          published ??= reader.cite(file, line);
        if (
          base === 'Pipfile'
            ? /^(packages|dev-packages)$/.test(table)
            : /^tool\.poetry(\.group\.[\w-]+)?\.(dev-)?dependencies$/.test(table)
        ) {
          const value = content.slice(content.indexOf('=') + 1).trim();
          const range = /"([^"]*)"/.exec(/version\s*=\s*("[^"]*")/.exec(value)?.[1] ?? value)?.[1] ?? '*';
          const dev = /dev|test|lint|docs/.test(table);
          if (
            key === 'python' ||
            !new RegExp(`^\\s*["']?${key.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}`).test(content)
          )
            continue;
          add(file, line, `${key}${/^[\^~<>=!]/.test(range) ? '' : range === '*' ? '' : '=='}`, dev);
          const made = dependencies.get(normal(key));
          if (made !== undefined && made.source.path === path)
            dependencies.set(normal(key), { ...made, range });
        } else if (
          (table === 'project' && key === 'dependencies') ||
          table === 'project.optional-dependencies' ||
          table === 'dependency-groups' ||
          (table === 'tool.uv' && key === 'dev-dependencies') ||
          table === 'tool.pdm.dev-dependencies'
        ) {
          const dev =
            table !== 'project' &&
            /dev|test|lint|doc|type|check/.test(
              `${key}${table === 'project.optional-dependencies' ? '' : 'dev'}`,
            );
          for (const match of content
            .slice(new RegExp(`^\\s*["']?${key}["']?\\s*=`).test(content) ? content.indexOf('=') + 1 : 0)
            .matchAll(/"([^"]+)"|'([^']+)'/g))
            add(file, line, match[1] ?? match[2] ?? '', dev);
        } else if (
          /^(tool\.poe\.tasks|tool\.taskipy\.tasks|tool\.pdm\.scripts|tool\.hatch\.envs\.[\w-]+\.scripts)$/.test(
            table,
          )
        ) {
          const command =
            /=\s*["'](.+?)["']\s*$/.exec(content)?.[1] ?? /cmd\s*=\s*["']([^"']+)/.exec(content)?.[1];
          if (command === undefined || key === '') continue;
          const tool = table.includes('poe')
            ? 'poe'
            : table.includes('taskipy')
              ? 'task'
              : table.includes('pdm')
                ? 'pdm run'
                : `hatch run ${table.split('.')[3] === 'default' ? '' : `${table.split('.')[3]}:`}`;
          scripts.push({
            name: key,
            command,
            run: tool.endsWith(':') ? `${tool}${key}` : `${tool.trim()} ${key}`,
            purpose: purposeOf(key, command),
            source: reader.cite(file, line),
          });
        }
        if (manager === undefined && /^tool\.(poetry|uv|pdm)\b/.test(table)) {
          manager = table.split('.')[1];
          managerLine = reader.cite(file, Math.max(1, line - 1));
        }
      }
      if (base === 'Pipfile') manager ??= 'pipenv';
    } else if (base === 'setup.cfg' || base === 'setup.py') {
      let inside = false;
      let dev = false;
      for (let at = 0; at < file.lines.length; at += 1) {
        const line = file.lines[at] ?? '';
        name ??= /^\s*name\s*=\s*['"]?([\w.-]+)/.exec(line)?.[1];
        if (/^\s*(install_requires|tests_require|requires)\s*=/.test(line)) {
          inside = true;
          dev = line.includes('tests');
        } else if (/^\[options\.extras_require\]/.test(line)) {
          inside = true;
          dev = true;
          continue;
        } else if (inside && (/^\S/.test(line) || /^\s*\]/.test(line))) inside = /^\w+\s*=/.test(line) && dev;
        if (!inside) continue;
        if (base === 'setup.py')
          for (const match of line.matchAll(/['"]([A-Za-z][^'"]*)['"]/g))
            add(file, at + 1, match[1] ?? '', dev);
        else if (/^\s+\S/.test(line) || /=\s*\S/.test(line))
          add(file, at + 1, line.replace(/^\s*\w+\s*=/, ''), dev);
      }
    } else {
      const dev = /dev|test|lint|doc|ci/.test(baseOf(path));
      for (let at = 0; at < file.lines.length; at += 1) {
        const line = file.lines[at] ?? '';
        if (!/^\s*[-#]/.test(line) && line.trim() !== '' && !/:\/\//.test(line.split('#')[0] ?? ''))
          add(file, at + 1, line, dev);
      }
    }
  }
  if (first === undefined) return undefined;
  const all = await reader.list();
  const configured = await testRunner(reader, dir, dependencies, all);
  return {
    ecosystem: 'pypi',
    dir,
    path: first.path,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    scripts,
    dependencies: [...dependencies.values()],
    manager: { name: manager ?? 'pip', source: managerLine ?? reader.cite(first, 1) },
    ...(configured === undefined ? {} : { runner: configured }),
    ...(published === undefined ? {} : { published }),
  };
}

async function readLock(
  reader: Reader,
  dir: string,
): Promise<{ manager: string; versions: ReadonlyMap<string, string>; source: FileSource } | undefined> {
  for (const [base, manager] of LOCKS) {
    const path = join(dir, base);
    if (!(await reader.has(path))) continue;
    const file = await reader.peek(path, MANIFEST_BYTES);
    if (file === undefined) continue;
    const source = reader.cite(file, 1);
    if (manager !== 'pipenv') return { manager, versions: lockedPackages(file.text, normal), source };
    const outcome = readJson(file.text);
    if (!outcome.ok)
      reader.note(
        `${path} is not valid JSON (${outcome.message} at line ${outcome.line}): installed versions are unknown.`,
      );
    const versions = new Map<string, string>();
    const value = outcome.ok && isObject(outcome.document.value) ? outcome.document.value : {};
    for (const group of [value.default, value.develop]) {
      if (!isObject(group)) continue;
      for (const [name, entry] of Object.entries(group)) {
        const version = isObject(entry) ? text(entry.version)?.replace(/^==/, '') : undefined;
        if (version !== undefined) versions.set(normal(name), version);
      }
    }
    return { manager, versions, source };
  }
  return undefined;
}

async function testRunner(
  reader: Reader,
  dir: string,
  dependencies: ReadonlyMap<string, ProjectDependency>,
  all: readonly string[],
): Promise<Manifest['runner']> {
  const pytest =
    dependencies.get('pytest') ?? dependencies.get('pytest-django') ?? dependencies.get('pytest-cov');
  for (const [base, pattern] of [
    ['pyproject.toml', /^\[tool\.pytest/],
    ['pytest.ini', /^\[pytest\]/],
    ['setup.cfg', /^\[tool:pytest\]/],
    ['tox.ini', /^\[pytest\]|^\s+(?:python -m )?pytest\b/],
  ] as const) {
    if (!(await reader.has(join(dir, base)))) continue;
    const file = await reader.read(join(dir, base));
    const line = file?.lines.findIndex(content => pattern.test(content)) ?? -1;
    if (file !== undefined && line !== -1) return { name: 'pytest', source: reader.cite(file, line + 1) };
  }
  if (pytest !== undefined) return { name: 'pytest', source: pytest.source };
  const manage = await reader.read(join(dir, 'manage.py'));
  if (manage !== undefined) return { name: 'django', source: reader.cite(manage, 1) };
  const conftest = all.find(path => baseOf(path) === 'conftest.py');
  const file = conftest === undefined ? undefined : await reader.read(conftest);
  if (file !== undefined) return { name: 'pytest', source: reader.cite(file, 1) };
  const test = all.find(path => /(^|\/)test_\w+\.py$|(^|\/)\w+_test\.py$/.test(path));
  const own = test === undefined ? undefined : await reader.read(test);
  const line = own?.lines.findIndex(content => /import unittest|from unittest/.test(content)) ?? -1;
  return own !== undefined && line !== -1
    ? { name: 'unittest', source: reader.cite(own, line + 1) }
    : undefined;
}

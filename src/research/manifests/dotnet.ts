import type { ProjectDependency } from '../port.ts';
import { baseOf, dirOf } from '../read/paths.ts';
import type { Reader } from '../read/reader.ts';
import type { Manifest } from './model.ts';
import { dependencyAt, manifestPaths } from './shared.ts';

const TEST_KIT = /^(?:Microsoft\.NET\.Test\.Sdk|xunit(?:\.v3)?|NUnit|MSTest(?:\.TestFramework)?)$/;

/** .csproj of every project, with versions that Directory.Packages.props keeps for all of them. */
export async function readDotnet(reader: Reader): Promise<readonly Manifest[]> {
  const paths = await manifestPaths(reader, /\.(?:cs|fs|vb)proj$/);
  if (paths.length === 0) return [];
  const versions = await centralVersions(reader);
  const solution = (await reader.list())
    .filter(path => /^[^/]+\.slnx?$/.test(path))
    .sort((a, b) => a.length - b.length);
  const manifests: Manifest[] = [];
  for (const path of paths) {
    const file = await reader.read(path, 500_000);
    if (file === undefined) continue;
    if (!/<Project[\s>]/.test(file.text)) {
      reader.note(`${path} has no <Project> element: expected a .NET project.`);
      continue;
    }
    const dependencies: ProjectDependency[] = [];
    for (let at = 0; at < file.lines.length; at += 1) {
      const line = file.lines[at] ?? '';
      const name = /<(?:PackageReference|FrameworkReference)\s[^>]*Include="([^"]+)"/.exec(line)?.[1];
      if (name === undefined || dependencies.some(item => item.name === name)) continue;
      const version =
        /Version="([^"]+)"/.exec(line)?.[1] ??
        /<Version>([^<]+)</.exec(
          file.lines
            .slice(at, at + 3)
            .join('\n')
            .split('</PackageReference>')[0] ?? '',
        )?.[1] ??
        versions.get(name);
      dependencies.push(
        dependencyAt(reader, file, at + 1, {
          name,
          range: version ?? '*',
          dev: false,
          ecosystem: 'nuget',
          installed: version !== undefined && /^\d[\w.+-]*$/.test(version) ? version : undefined,
        }),
      );
    }
    const sdk = file.lines.findIndex(line => /Sdk="Microsoft\.NET\.Sdk\.Web"/.test(line));
    // The web SDK brings its framework in without naming a package.
    if (sdk !== -1)
      dependencies.push(
        dependencyAt(reader, file, sdk + 1, {
          name: 'Microsoft.AspNetCore.App',
          range: /<TargetFramework>net([\d.]+)</.exec(file.text)?.[1] ?? '*',
          dev: false,
          ecosystem: 'nuget',
        }),
      );
    const kit = dependencies.find(item => TEST_KIT.test(item.name));
    manifests.push({
      ecosystem: 'nuget',
      dir: dirOf(path),
      path,
      name: baseOf(path).replace(/\.\w+$/, ''),
      scripts: [],
      dependencies: kit === undefined ? dependencies : dependencies.map(item => ({ ...item, dev: true })),
      manager: { name: 'nuget', source: reader.cite(file, 1) },
      ...(kit === undefined ? {} : { runner: { name: 'dotnet test', source: kit.source } }),
      ...(solution[0] === undefined ? {} : { solution: solution[0] }),
      workspace: true,
    });
  }
  // What serves comes before what it is made of, and tests last.
  const weight = (item: Manifest): number =>
    item.runner !== undefined
      ? 2
      : item.dependencies.some(one => one.name === 'Microsoft.AspNetCore.App')
        ? 0
        : 1;
  return manifests.sort((a, b) => weight(a) - weight(b));
}

async function centralVersions(reader: Reader): Promise<ReadonlyMap<string, string>> {
  const file = (await reader.has('Directory.Packages.props'))
    ? await reader.read('Directory.Packages.props', 500_000)
    : undefined;
  const versions = new Map<string, string>();
  const values = new Map<string, string>();
  for (const line of file?.lines ?? []) {
    const value = /^\s*<(\w+)>([^<]+)<\/\1>/.exec(line);
    if (value?.[1] !== undefined && value[2] !== undefined) values.set(value[1], value[2]);
    const found = /<PackageVersion\s[^>]*Include="([^"]+)"[^>]*Version="([^"]+)"/.exec(line);
    if (found?.[1] !== undefined && found[2] !== undefined)
      versions.set(
        found[1],
        found[2].replace(/^\$\((\w+)\)$/, (whole, name) => values.get(name) ?? whole),
      );
  }
  return versions;
}

import type { Manifest } from '../manifests/model.ts';
import { baseOf, dirOf, join, relativeTo, within } from '../read/paths.ts';
import { prefixOf } from './usual.ts';

/** Command that runs one test file of a language other than JavaScript, from the project's root. */
export function otherTestCommand(manifest: Manifest, testPath: string): string | undefined {
  const path = relativeTo(manifest.dir, testPath);
  const enter = manifest.dir === '' ? '' : `cd ${manifest.dir} && `;
  switch (manifest.ecosystem) {
    case 'pypi':
      return pythonCommand(manifest, path, enter);
    case 'go': {
      const folder = dirOf(path);
      return `go test ${manifest.dir === '' ? '' : `-C ${manifest.dir} `}${folder === '' ? '.' : `./${folder}`}`;
    }
    case 'crates':
      return cargoCommand(manifest, path);
    case 'maven':
      return jvmCommand(manifest, path);
    case 'rubygems':
      if (/_spec\.rb$/.test(path))
        return manifest.runner?.name === 'rspec' ? `${enter}bundle exec rspec ${path}` : undefined;
      return manifest.runner?.name === 'rails test'
        ? `${enter}bin/rails test ${path}`
        : `${enter}bundle exec ruby -Itest ${path}`;
    case 'packagist':
      return manifest.runner === undefined ? undefined : `${enter}vendor/bin/${manifest.runner.name} ${path}`;
    case 'nuget': {
      // A class is named as its file; without a test kit the project next to it holds no tests.
      if (manifest.runner === undefined) return undefined;
      const name = baseOf(path).replace(/\.\w+$/, '');
      return `dotnet test ${manifest.path} --filter FullyQualifiedName~${name}`;
    }
    default:
      return undefined;
  }
}

function pythonCommand(manifest: Manifest, path: string, enter: string): string | undefined {
  const run = `${enter}${prefixOf(manifest)}`;
  const module = path.replace(/\.py$/, '').replaceAll('/', '.');
  switch (manifest.runner?.name) {
    case 'pytest':
      return `${run}pytest ${path}`;
    case 'django':
      return `${run}python manage.py test ${module}`;
    case 'unittest':
      return `${run}python -m unittest ${module}`;
    default:
      return undefined;
  }
}

/** Integration tests are targets of their own, with modules; unit tests live in a module and are chosen by its path. */
function cargoCommand(manifest: Manifest, path: string): string {
  const crate = manifest.dir === '' || manifest.name === undefined ? '' : ` -p ${manifest.name}`;
  const whole = join(manifest.dir, path);
  const targets = manifest.testTargets ?? [];
  const own = targets.find(target => target.path === whole);
  if (own !== undefined) return `cargo test${crate} --test ${own.name}`;
  const around = targets
    .filter(
      target => within(dirOf(target.path), whole) && /(?:^|\/)(?:main|mod|tests?|lib)\.rs$/.test(target.path),
    )
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (around !== undefined)
    return `cargo test${crate} --test ${around.name} ${moduleOf(relativeTo(dirOf(around.path), whole))}::`;
  const fresh = /^tests\/([^/]+)(?:\.rs|\/main\.rs)$/.exec(path)?.[1];
  if (fresh !== undefined) return `cargo test${crate} --test ${fresh}`;
  const module = moduleOf(path.replace(/^src\//, ''));
  return `cargo test${crate}${module === '' ? '' : ` ${module}::`}`;
}

function moduleOf(path: string): string {
  return path
    .replace(/\.rs$/, '')
    .replace(/\/?(?:mod|lib|main)$/, '')
    .replaceAll('/', '::');
}

function jvmCommand(manifest: Manifest, path: string): string {
  const [tool = 'mvn'] = (manifest.runner?.name ?? 'mvn').split(' ');
  const name = baseOf(path).replace(/\.\w+$/, '');
  if (/mvn/.test(tool))
    return `${tool}${manifest.dir === '' ? '' : ` -pl ${manifest.dir}`} -Dtest=${name} test`;
  const project = manifest.dir === '' ? '' : `:${manifest.dir.replaceAll('/', ':')}:`;
  return `${tool} ${project}test --tests ${name}`;
}

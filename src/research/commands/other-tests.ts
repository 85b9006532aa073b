import type { Manifest } from '../manifests/model.ts';
import { baseOf, dirOf, relativeTo } from '../read/paths.ts';

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
      if (/_spec\.rb$/.test(path)) return `${enter}bundle exec rspec ${path}`;
      return manifest.runner?.name === 'rails test'
        ? `${enter}bin/rails test ${path}`
        : `${enter}bundle exec ruby -Itest ${path}`;
    case 'packagist':
      return manifest.runner === undefined ? undefined : `${enter}vendor/bin/${manifest.runner.name} ${path}`;
    default:
      return undefined;
  }
}

const PREFIX: Readonly<Record<string, string>> = {
  poetry: 'poetry run ',
  uv: 'uv run ',
  pdm: 'pdm run ',
  pipenv: 'pipenv run ',
};

function pythonCommand(manifest: Manifest, path: string, enter: string): string | undefined {
  const run = `${enter}${PREFIX[manifest.manager?.name ?? ''] ?? ''}`;
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

/** Integration tests are targets of their own; unit tests live in a module and are chosen by its path. */
function cargoCommand(manifest: Manifest, path: string): string {
  const crate = manifest.dir === '' || manifest.name === undefined ? '' : ` -p ${manifest.name}`;
  const target = /^tests\/([^/]+)(?:\.rs|\/main\.rs)$/.exec(path)?.[1];
  if (target !== undefined) return `cargo test${crate} --test ${target}`;
  const module = path
    .replace(/^src\//, '')
    .replace(/\.rs$/, '')
    .replace(/\/?(?:mod|lib|main)$/, '')
    .replaceAll('/', '::');
  return `cargo test${crate}${module === '' ? '' : ` ${module}::`}`;
}

function jvmCommand(manifest: Manifest, path: string): string {
  const [tool = 'mvn'] = (manifest.runner?.name ?? 'mvn').split(' ');
  const name = baseOf(path).replace(/\.\w+$/, '');
  if (/mvn/.test(tool))
    return `${tool}${manifest.dir === '' ? '' : ` -pl ${manifest.dir}`} -Dtest=${name} test`;
  const project = manifest.dir === '' ? '' : `:${manifest.dir.replaceAll('/', ':')}:`;
  return `${tool} ${project}test --tests ${name}`;
}

import type { Manifest } from '../manifests/model.ts';
import type { ProjectScript } from '../port.ts';

type Usual = Pick<ProjectScript, 'name' | 'run' | 'purpose'>;

/**
 * What a tool offers without a script of its own, where no script of the project does it: the whole suite, and for
 * compiled languages the compiler. The manifest (or the line that names the runner) is the source.
 */
export function usualScripts(
  manifests: readonly Manifest[],
  scripts: readonly ProjectScript[],
): readonly ProjectScript[] {
  const has = (purpose: ProjectScript['purpose']): boolean =>
    scripts.some(script => script.purpose === purpose);
  const main = manifests.find(manifest => manifest.ecosystem !== 'npm' && manifest.runner !== undefined);
  const source = main?.runner?.source;
  if (main === undefined || source === undefined) return [];
  return usual(main)
    .filter(({ purpose }) => !has(purpose) && !(purpose === 'types' && has('build')))
    .map(given => ({ ...given, command: given.run, source }));
}

function usual(manifest: Manifest): readonly Usual[] {
  const { dir, ecosystem } = manifest;
  const runner = manifest.runner?.name ?? '';
  const enter = dir === '' ? '' : `cd ${dir} && `;
  const test = (run: string): Usual => ({ name: 'test', run: `${enter}${run}`, purpose: 'test' });
  switch (ecosystem) {
    case 'go':
      return [test('go test ./...'), { name: 'build', run: `${enter}go build ./...`, purpose: 'build' }];
    case 'crates':
      return [test('cargo test'), { name: 'check', run: `${enter}cargo check`, purpose: 'types' }];
    case 'maven': {
      const compile = /gradle/.test(runner)
        ? runner.replace(/test$/, 'classes')
        : runner.replace(/test$/, 'compile');
      return [test(runner), { name: 'compile', run: `${enter}${compile}`, purpose: 'build' }];
    }
    case 'pypi':
      if (runner === 'pytest') return [test(`${prefixOf(manifest)}pytest`)];
      if (runner === 'django') return [test(`${prefixOf(manifest)}python manage.py test`)];
      return runner === 'unittest' ? [test(`${prefixOf(manifest)}python -m unittest`)] : [];
    case 'rubygems':
      if (runner === 'rspec') return [test('bundle exec rspec')];
      return runner === 'rails test' ? [test('bin/rails test')] : [];
    case 'packagist':
      return [test(`vendor/bin/${runner}`)];
    case 'nuget': {
      const what = manifest.solution === undefined ? manifest.path : manifest.solution;
      return [
        { name: 'test', run: `dotnet test ${what}`, purpose: 'test' },
        { name: 'build', run: `dotnet build ${what}`, purpose: 'build' },
      ];
    }
    default:
      return [];
  }
}

const PREFIX: Readonly<Record<string, string>> = {
  poetry: 'poetry run ',
  uv: 'uv run ',
  pdm: 'pdm run ',
  pipenv: 'pipenv run ',
};

/** How a Python tool is started inside the project's own environment. */
export function prefixOf(manifest: Manifest): string {
  return PREFIX[manifest.manager?.name ?? ''] ?? '';
}

import type { FileChange } from '../../../plan/model.ts';
import {
  code,
  command,
  type Fix,
  type FixContext,
  inWorkflow,
  lineWith,
  list,
  quoted,
  stepName,
  stepPlace,
  whereOf,
} from './context.ts';

interface Lock {
  readonly manifest: string;
  readonly lock: string;
  readonly command: string;
}

const LOCKS: Readonly<Record<string, Lock>> = {
  'lock-npm': { manifest: 'package.json', lock: 'package-lock.json', command: 'npm install' },
  'lock-pnpm': { manifest: 'package.json', lock: 'pnpm-lock.yaml', command: 'pnpm install' },
  'lock-yarn': { manifest: 'package.json', lock: 'yarn.lock', command: 'yarn install' },
  'lock-cargo': { manifest: 'Cargo.toml', lock: 'Cargo.lock', command: 'cargo update --workspace' },
  'lock-bundler': { manifest: 'Gemfile', lock: 'Gemfile.lock', command: 'bundle install' },
  'lock-python': { manifest: 'pyproject.toml', lock: 'poetry.lock', command: 'poetry lock' },
  'go-sum': { manifest: 'go.mod', lock: 'go.sum', command: 'go mod tidy' },
};

/** The lock file is written anew from the manifest, and committed; never the other way round. */
export function lockDrift(c: FixContext): Fix {
  const { first, survey } = c;
  const known = LOCKS[first.family];
  const uv = /uv\.lock/.test(first.message);
  const {
    manifest,
    lock,
    command: run,
  } = uv
    ? { manifest: 'pyproject.toml', lock: 'uv.lock', command: 'uv lock' }
    : (known ?? { manifest: 'package.json', lock: 'package-lock.json', command: 'npm install' });
  const folder = c.ci.failing?.step.workingDirectory?.replace(/^\.\/|\/$/g, '');
  const inFolder = (name: string): string =>
    folder && survey.paths.has(`${folder}/${name}`) ? `${folder}/${name}` : name;
  const subject = first.subject?.slice(0, 60);
  const at = subject ? lineWith(survey, inFolder(manifest), subject) : undefined;
  return {
    title: `Bring ${code(inFolder(lock))} in line with ${code(inFolder(manifest))}`,
    details: [
      `The step refuses to install: ${quoted(first.message)}.`,
      ...(at ? [`${code(subject ?? '')} stands at ${code(at)}; that version is the one that is meant.`] : []),
      `Run ${code(run)}${folder ? ` in ${code(folder)}` : ''}, look at what it changes in ${code(inFolder(lock))}, and commit both files together.`,
    ],
    files: changedOrMade(c, inFolder(lock), `write it anew from ${manifest}`),
    code: [command(`${folder ? `cd ${folder}\n` : ''}${run}\ngit add ${manifest} ${lock}`)],
    prevention: `Whoever changes ${code(inFolder(manifest))} runs ${code(run)} before the commit.`,
  };
}

function changedOrMade({ survey }: FixContext, path: string, what: string): readonly FileChange[] {
  return [{ action: survey.paths.has(path) ? 'modify' : 'create', path, what }];
}

export function peers(c: FixContext): Fix {
  const { first, survey } = c;
  const [, needed = '', range = ''] =
    /^peer (@?[^@\s]+)@"?([^"\s]+(?: [^"\s]+)*?)"? from/.exec(first.message) ?? [];
  const by = first.subject ?? 'another package';
  const at = needed ? lineWith(survey, 'package.json', `"${needed}"`) : undefined;
  return {
    title: `Give ${code(by)} the ${needed ? code(needed) : 'version'} that it asks for`,
    details: [
      `npm finds no set of versions: ${quoted(first.message)}.`,
      `${needed ? `Raise ${code(needed)}${at ? ` at ${code(at)}` : ''} to ${code(range)}` : 'Raise what is asked for'}, or take a version of ${code(by)} that accepts the present one; which of the two is the smaller change, their records of changes say.`,
      `${code('--legacy-peer-deps')} only moves the failure to run time.`,
    ],
    files: [
      { action: 'modify', path: 'package.json', what: `bring ${needed || by} into the range` },
      ...(survey.paths.has('package-lock.json')
        ? [{ action: 'modify' as const, path: 'package-lock.json', what: 'as npm writes it' }]
        : []),
    ].filter(f => survey.paths.has(f.path)) as readonly FileChange[],
    experiments: [
      `${code('npm install')} here with the one change: it ends without ERESOLVE, or names the next package that objects.`,
    ],
    prevention: 'Packages that belong together are raised in one commit.',
  };
}

const MANIFESTS = ['package.json', 'pyproject.toml', 'requirements.txt', 'Cargo.toml', 'Gemfile', 'go.mod'];

export function version(c: FixContext): Fix {
  const { first, survey } = c;
  const name = (first.subject ?? '').replace(/(?<=.)@[^@]*$/, '') || 'the package';
  const manifest = MANIFESTS.find(path => lineWith(survey, path, name) !== undefined);
  const at = manifest && lineWith(survey, manifest, name);
  return {
    title: `Name a version of ${code(name)} that there is`,
    details: [
      `The registry answers ${quoted(first.message)}.`,
      at
        ? `${code(name)} is asked for at ${code(at)}.`
        : `No manifest of this project names ${code(name)}: another package asks for it.`,
      'A private package needs the log-in of its registry in this step; a public one may have been taken back, or the version was never published.',
    ],
    files: manifest
      ? [{ action: 'modify', path: manifest, what: `a version of ${name} that is published` }]
      : [],
    experiments: [
      `${code(`npm view ${name} versions`)}, or the same question to the registry of that language: the version is listed, or it is not.`,
    ],
    prevention: 'A lock file that is committed names only what was once installed.',
  };
}

export function script(c: FixContext): Fix {
  const { first, survey } = c;
  const name = first.subject ?? '';
  const known = survey.brief.scripts.filter(s => s.source.path.endsWith('package.json')).map(s => s.name);
  const near = known
    .filter(k => k.includes(name) || name.includes(k) || k.slice(0, 3) === name.slice(0, 3))
    .slice(0, 3);
  const here = known.includes(name);
  return {
    title: here
      ? `Let the run see the script ${code(name)}`
      : `Give ${code('package.json')} the script ${code(name)}, or call another`,
    details: [
      `${stepPlace(c)} calls ${code(name)}, and the manifest that was checked out has no such script.`,
      here
        ? `It is in ${code('package.json')} now: the run was of an earlier commit, or of another folder.`
        : near.length > 0
          ? `There ${near.length === 1 ? 'is' : 'are'} ${list(near.map(code))}: where one of them was meant, mend the workflow and leave the manifest.`
          : 'Where nothing like it is meant to run, the line goes out of the workflow.',
    ],
    files: here
      ? inWorkflow(c, `run ${name} where its manifest lies`)
      : near.length > 0 && c.ci.job
        ? inWorkflow(c, `call ${near[0]} instead of ${name}`)
        : survey.paths.has('package.json')
          ? [{ action: 'modify', path: 'package.json', what: `add the script ${name}` }]
          : [],
    prevention: 'A script that is renamed is looked for in the workflows, too.',
  };
}

export function missingModule(c: FixContext): Fix {
  const { first, survey, ci } = c;
  const name = first.subject ?? '';
  if (/^[./]/.test(name) || name.startsWith('/')) return missingFile(c, name);
  const pack = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split(/[/.]/)[0] ?? name);
  const declared = survey.brief.dependencies.find(d => d.name.toLowerCase() === pack.toLowerCase());
  const by = ci.place ? code(ci.place.path) : 'The code';
  if (declared) {
    const place = `${declared.source.path}:${declared.source.line}`;
    return {
      title: `Install ${code(pack)} where ${stepName(first)} runs`,
      details: [
        `${by} imports ${code(pack)}, which ${code(place)} declares${declared.dev ? ' for development' : ''}; the step found none.`,
        declared.dev
          ? 'An install without development packages leaves it out: move it to the dependencies, or install all in this job.'
          : 'The job does not install before this step, or in another folder: the install belongs in front of it.',
      ],
      files: declared.dev
        ? [{ action: 'modify', path: declared.source.path, what: `${pack} among the dependencies` }]
        : inWorkflow(c, `install before ${first.step.name}`),
      experiments: [
        `The install line of the job, then ${code(ci.command ?? 'the step')}, in a fresh clone: it fails as in the run, or the runner's cache is to blame.`,
      ],
      prevention: 'A job that starts from a fresh clone shows what is not declared.',
    };
  }
  const install = survey.brief.installCommand([pack], false);
  const manifest = MANIFESTS.find(path => survey.paths.has(path));
  return {
    title: `Declare ${code(pack)}`,
    details: [
      `${by} imports ${code(pack)}, and no manifest here declares it: on the machine of whoever wrote it, another package brought it or it was installed by hand.`,
      `Where the import is a slip, take it out instead of adding the package.`,
    ],
    files: manifest ? [{ action: 'modify', path: manifest, what: `declare ${pack}` }] : [],
    ...(install
      ? {
          code: [command(install)],
          packages: [{ name: pack, dev: false, action: 'add' as const, note: 'imported, and not declared' }],
        }
      : {}),
    prevention: `A rule against imports that no manifest declares finds the next one before the push.`,
  };
}

function missingFile(c: FixContext, name: string): Fix {
  const { survey, ci } = c;
  const base = (name.split('/').at(-1) ?? name).toLowerCase().replace(/\.[cm]?[jt]sx?$/, '');
  const like = [...survey.paths]
    .filter(p => (p.split('/').at(-1) ?? '').toLowerCase().startsWith(`${base}.`))
    .slice(0, 3);
  return {
    title: `Let the import of ${code(name)} find its file`,
    details: [
      `${whereOf(c)} imports ${code(name)}, and the runner has no such file.`,
      like.length > 0
        ? `Here ${like.length === 1 ? 'is' : 'are'} ${list(like.map(code))}: compare letter by letter, since the runner’s disk tells upper and lower case apart and many others do not.`
        : 'It is either made by a step that did not run before, or not committed: `git check-ignore -v` says which rule leaves it out.',
    ],
    files: ci.place
      ? [{ action: 'modify', path: ci.place.path, what: `import ${name} as it is called` }]
      : [],
    experiments: [`${code('git ls-files')} shows whether the file is committed, and how it is spelt there.`],
    prevention: 'A compiler option that insists on the spelling of file names finds it on every machine.',
  };
}

export function unreachable(c: FixContext): Fix {
  const { first, survey } = c;
  const limited = first.family === 'rate-limit';
  const npm = survey.paths.has('package-lock.json');
  return {
    title: limited
      ? `Ask less often, and by name, in ${stepName(first)}`
      : `Let ${stepName(first)} survive a registry that does not answer`,
    details: [
      `${limited ? 'The server turned the step away' : 'The step got no answer'}: ${quoted(first.message)}.`,
      limited
        ? 'Log in before the first pull or call (a log-in has a limit of its own), and cache what is fetched in every run.'
        : `Nothing in the code is wrong. At ${stepPlace(c)}: ${npm ? `${code('npm ci --fetch-retries 5')} tries longer, and ${code('cache: npm')} of the setup action asks the network less` : 'let the tool retry, and keep what it fetched in a cache'}.`,
    ],
    files: inWorkflow(c, limited ? 'log in first, and cache what is fetched' : 'retry and cache the install'),
    experiments: [
      'The job once more without any change: green means that the server was away, red that something between them stays shut.',
      `${c.ci.command ? code(c.ci.command) : 'The step'} here: an answer means that the address is right.`,
    ],
    prevention: 'A cache by the hash of the lock file leaves the network out of most runs.',
  };
}

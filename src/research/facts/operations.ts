import type { FileSource } from '../../domain/index.ts';
import type { StackFact } from '../port.ts';
import { baseOf, dirOf, isAside, isTest } from '../read/paths.ts';
import { absent, at, type Detector, dependency, type FactContext, place, present } from './model.ts';

const CI: readonly (readonly [string, RegExp])[] = [
  ['GitHub Actions', /^\.github\/workflows\/[^/]+\.ya?ml$/],
  ['GitLab CI', /^\.gitlab-ci\.yml$/],
  ['CircleCI', /^\.circleci\/config\.yml$/],
  ['Azure Pipelines', /^azure-pipelines\.ya?ml$/],
  ['Jenkins', /^Jenkinsfile$/],
  ['Travis CI', /^\.travis\.yml$/],
  ['Buildkite', /^\.buildkite\/[^/]+\.ya?ml$/],
  ['Bitbucket Pipelines', /^bitbucket-pipelines\.yml$/],
  ['Drone', /^\.drone\.yml$/],
  ['A CI script', /^\.?ci\/(?:run|ci|test|check|build)[\w-]*(?:\.sh)?$/],
];

const DEPLOY: readonly (readonly [string, RegExp])[] = [
  ['a Helm chart', /(?:^|\/)Chart\.yaml$/],
  ['Kubernetes manifests', /(?:^|\/)(?:k8s|kubernetes|manifests)\/.*\.ya?ml$/],
  ['Fly.io', /^fly\.toml$/],
  ['Render', /^render\.yaml$/],
  ['Heroku', /^(?:Procfile|app\.json)$/],
  ['Vercel', /^vercel\.json$/],
  ['Netlify', /^netlify\.toml$/],
  ['the Serverless Framework', /^serverless\.ya?ml$/],
  ['Terraform', /\.tf$/],
  ['Kamal', /^config\/deploy\.yml$/],
  ['a container image', /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.\w+)?$/],
  ['Docker Compose', /(?:^|\/)(?:docker-)?compose(?:\.[\w-]+)?\.ya?ml$/],
];

/** How the project is checked, built and run: CI, containers, number of processes, migrations. */
export const detectOperations: Detector = async context => [
  await ciFact(context),
  await deploymentFact(context),
  await replicasFact(context),
  await migrationsFact(context),
];

async function firstLine(
  context: FactContext,
  path: string,
  pattern: RegExp,
): Promise<FileSource | undefined> {
  const file = await context.reader.read(path);
  if (file === undefined) return undefined;
  const line = file.lines.findIndex(text => pattern.test(text));
  return context.reader.cite(file, line === -1 ? 1 : line + 1);
}

async function ciFact(context: FactContext): Promise<StackFact> {
  const all = await context.reader.list();
  for (const [label, pattern] of CI) {
    const files = all.filter(path => pattern.test(path));
    if (files.length === 0) continue;
    const order = (path: string): number =>
      /(^|\/)(ci|test|tests|build|main|check)\.ya?ml$/.test(path)
        ? 0
        : /(^|\/)(ci|test|tests|build|main|check)[\w-]*\.ya?ml$/.test(path)
          ? 1
          : 2;
    const tested = (path: string): number =>
      context.survey.ciCommands.some(command => command.source.path === path && command.purpose === 'test')
        ? 0
        : builds(path)
          ? 1
          : 2;
    const builds = (path: string): boolean =>
      context.survey.ciCommands.some(command => command.source.path === path && command.purpose === 'build');
    const main =
      [...files].sort(
        (a, b) => tested(a) - tested(b) || ownTool(context, a) - ownTool(context, b) || order(a) - order(b),
      )[0] ?? '';
    const commands = context.survey.ciCommands.filter(command => command.source.path === main);
    const tests =
      commands.find(command => command.purpose === 'test') ??
      context.survey.ciCommands.find(command => command.purpose === 'test');
    const source = tests?.source ?? (await firstLine(context, main, /^\s*(?:jobs|script|stages|steps):/));
    const checks =
      tests !== undefined ||
      context.survey.ciCommands.some(command => /^(?:test|build|lint|types)$/.test(command.purpose)) ||
      label !== 'GitHub Actions';
    const run =
      tests === undefined ? '' : `; it tests with \`${tests.command.slice(0, 120).replaceAll('`', "'")}\``;
    return present(
      'ci',
      `${label} ${checks ? 'checks every change' : 'runs, without tests or a build,'} in ${files.length === 1 ? `\`${main}\`` : `${files.length} workflows, such as \`${main}\``}${run}.`,
      source === undefined ? [] : [source],
      { label, file: main, line: source?.line, workflows: files.length, command: tests?.command },
    );
  }
  return absent(
    'ci',
    'No CI: neither `.github/workflows`, `.gitlab-ci.yml` nor another pipeline file is in the repository.',
    [],
  );
}

/** 0 where a workflow runs the project's own runner, 1 where it runs another one. */
function ownTool(context: FactContext, path: string): number {
  const main = context.survey.manifests[0];
  const runner = main?.runner?.name ?? (main?.ecosystem === 'npm' ? (main.manager?.name ?? 'npm') : '');
  const own = context.survey.ciCommands.some(
    command =>
      command.source.path === path &&
      runner !== '' &&
      (command.command.includes(runner) ||
        context.survey.scripts.some(
          script =>
            script.purpose === 'test' &&
            script.source.path === main?.path &&
            command.command.includes(script.run),
        )),
  );
  return own ? 0 : 1;
}

async function deploymentFact(context: FactContext): Promise<StackFact> {
  const all = (await context.reader.list()).filter(path => !isAside(path) && !isTest(path));
  const found = DEPLOY.flatMap(([label, pattern]) => {
    const path = all
      .filter(name => pattern.test(name))
      .sort((a, b) => builder(a) - builder(b) || a.split('/').length - b.split('/').length)[0];
    return path === undefined ? [] : [{ label, path }];
  });
  if (found.length === 0)
    return absent(
      'deployment',
      'No deployment: no `Dockerfile`, compose file, chart or platform file is in the repository.',
      [],
    );
  const sources: FileSource[] = [];
  for (const { path } of found.slice(0, 4)) {
    const source = await firstLine(
      context,
      path,
      /^\s*(?:FROM|CMD|ENTRYPOINT|services:|app\s*=|web:|kind:|name:)/,
    );
    if (source !== undefined) sources.push(source);
  }
  const list = found.slice(0, 4).map(({ label, path }) => `${label} (\`${path}\`)`);
  const said = list.length === 1 ? list[0] : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
  const container = found.find(({ label }) => label === 'a container image');
  return present('deployment', `It is run by ${said}.`, sources, {
    kind: found[0]?.label,
    file: found[0]?.path,
    container: container?.path,
    compose: found.find(({ label }) => label === 'Docker Compose')?.path,
    files: found.map(({ path }) => path).join(','),
  });
}

/** Images that build packages or serve development are not what runs. */
function builder(path: string): number {
  return /(?:^|\/)(?:debian|rpm|deb|arch|ci|dev|devcontainer|test|builder)(?:\/|\.|$)|\.(?:dev|test|ci|override)\b/i.test(
    path,
  )
    ? 1
    : 0;
}

const NUMBERS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
};

/** How many processes serve at once: from compose, Kubernetes, process managers, or the documents. */
async function replicasFact(context: FactContext): Promise<StackFact> {
  const all = (await context.reader.list()).filter(path => !isAside(path));
  const files = all
    .filter(
      path =>
        /\.(?:ya?ml|toml|json|tf)$|Procfile$|ecosystem\.config\.[cm]?js$|gunicorn[\w.]*\.py$/.test(path) &&
        /compose|k8s|kube|deploy|chart|manifest|fly|render|Procfile|ecosystem|gunicorn|values|infra/i.test(
          path,
        ) &&
        !/lock/.test(path),
    )
    .slice(0, 80);
  for (const path of files) {
    const file = await context.reader.read(path, 200_000);
    const line =
      file?.lines.findIndex(
        text =>
          /^\s*(?:-\s*)?(?:replicas|replicaCount|min_machines_running|numInstances|instances|minReplicas|desired_count)\s*[:=]\s*['"]?(?:\d+|max)/.test(
            text,
          ) || /--workers?[= ]\d+|\bworkers\s*=\s*\d+/.test(text),
      ) ?? -1;
    if (file === undefined || line === -1) continue;
    const count = /[:=\s]['"]?(\d+|max)/.exec(file.lines[line] ?? '')?.[1] ?? '';
    const source = context.reader.cite(file, line + 1);
    if (count === '1' || count === '0')
      return absent('replicas', `One process serves at a time (${place(source)}).`, [source], {
        count,
        file: path,
        line: line + 1,
      });
    return present('replicas', `${count} processes serve at a time (${place(source)}).`, [source], {
      count,
      file: path,
      line: line + 1,
    });
  }
  const documents = all
    .filter(
      path =>
        /\.(?:md|rst|adoc)$/i.test(path) &&
        !isTest(path) &&
        (/^readme/i.test(path) ||
          /(?:deploy|architecture|operations?|infra\w*|production|hosting|runbook)[^/]*(?:\/|\.\w+$)/i.test(
            path,
          )) &&
        !/change|history|playbooks?\/|plans\/|adr\//i.test(path),
    )
    .slice(0, 80);
  // Documents of a library speak of the programs that use it.
  for (const path of context.library === undefined ? documents : []) {
    const file = await context.reader.read(path, 300_000);
    const pattern =
      /\b(two|three|four|five|six|eight|\d{1,2})\s+(?:\w+\s+){0,2}?(?:replicas|instances|containers|processes|pods|copies)\b/i;
    const line =
      file?.lines.findIndex(
        text =>
          pattern.test(text) &&
          /\b(?:run|runs|running|behind|serve|deploy|api|app|server|service)\w*\b/i.test(text) &&
          // A case that is thought of, or a limit, is not how it runs.
          !/\b(?:if|when|may|might|could|can|would|should|e\.g|example|at least|up to|minimum)\b/i.test(text),
      ) ?? -1;
    if (file === undefined || line === -1) continue;
    const word = pattern.exec(file.lines[line] ?? '')?.[1]?.toLowerCase() ?? '';
    const count = NUMBERS[word] ?? Number(word);
    if (!(count > 1)) continue;
    const source = context.reader.cite(file, line + 1);
    return present('replicas', `${count} processes serve at a time, as ${place(source)} says.`, [source], {
      count,
      file: path,
      line: line + 1,
      kind: 'document',
    });
  }
  return absent(
    'replicas',
    'No file says how many processes serve at a time: neither compose file, chart nor document names replicas.',
    [],
  );
}

const MIGRATIONS: readonly (readonly [string, RegExp])[] = [
  ['Prisma', /^(.*prisma\/migrations)\/[^/]+\/migration\.sql$/],
  ['Django', /^(.*\/migrations)\/\d{4}_\w+\.py$/],
  ['Alembic', /^(.*(?:alembic|migrations)\/versions)\/\w+\.py$/],
  ['Entity Framework', /^(.*Migrations)\/\d{14}_\w+(?<!Designer)\.cs$/],
  ['Rails', /^(db\/migrate)\/\d+_\w+\.rb$/],
  ['Laravel', /^(database\/migrations)\/\d{4}_\w+\.php$/],
  ['Flyway', /^(.*db\/migration)\/V[\d_.]+__\w+\.sql$/],
  ['SQL', /^(.*?migrations?)\/(?:[\w.-]+\/)*[^/]*\d[^/]*\.sql$/],
  ['Drizzle', /^(drizzle)\/\d{4}_\w+\.sql$/],
  ['code', /^(.*migrations?)\/\d{6,}[-_][\w-]+\.[cm]?[jt]s$/],
];

async function migrationsFact(context: FactContext): Promise<StackFact> {
  const all = (await context.reader.list()).filter(path => !isAside(path) && !isTest(path));
  for (const [label, pattern] of MIGRATIONS) {
    const files = all.filter(path => pattern.test(path) && baseOf(path) !== '__init__.py').sort();
    const last = [...files].sort((a, b) => (a.slice(dirOf(a).length) < b.slice(dirOf(b).length) ? -1 : 1));
    const newest = label === 'Prisma' ? files.at(-1) : last.at(-1);
    if (newest === undefined) continue;
    const folders = new Map<string, number>();
    for (const file of files) {
      const own = pattern.exec(file)?.[1] ?? dirOf(file);
      folders.set(own, (folders.get(own) ?? 0) + 1);
    }
    const folder =
      [...folders.entries()].sort((a, b) => b[1] - a[1])[0]?.[0] ??
      pattern.exec(newest)?.[1] ??
      dirOf(newest);
    const inFolder =
      folders.size === 1
        ? `in \`${folder}\``
        : `in ${folders.size} folders, most in \`${folder}\` (${folders.get(folder)})`;
    const source = await firstLine(context, newest, /\S/);
    const script = context.survey.scripts.find(item => item.purpose === 'migrate');
    const run = script === undefined ? '' : `, run by \`${script.run}\``;
    return present(
      'migrations',
      `${files.length} ${label === 'code' ? '' : `${label} `}migrations are ${inFolder}${folders.size === 1 ? `, the newest \`${label === 'Prisma' ? baseOf(dirOf(newest)) : baseOf(newest)}\`` : ''}${run}.`.replace(
        /^1 (.*)migrations are/,
        '1 $1migration is',
      ),
      [...(source === undefined ? [] : [source]), ...(script === undefined ? [] : [script.source])],
      { label, folder, count: files.length, newest, command: script?.run, script: script?.name },
    );
  }
  const coded = all
    .filter(path => /(?:^|\/)migrations?\.(?:go|ts|js|py|rs|kt|java)$/.test(path))
    .sort((a, b) => a.length - b.length)[0];
  const codedSource =
    coded === undefined ? undefined : await firstLine(context, coded, /migrations?\b.*[=({[]/i);
  if (
    coded !== undefined &&
    codedSource !== undefined &&
    /schema|table|sql|database|version/i.test(codedSource.excerpt?.text ?? coded)
  )
    return present(
      'migrations',
      `Migrations are steps in the code of ${place(codedSource)}, not files of their own.`,
      [codedSource],
      { kind: 'code', file: coded, line: codedSource.line, folder: dirOf(coded) },
    );
  const schema = dependency(
    context,
    'alembic',
    'golang-migrate',
    'github.com/golang-migrate/migrate/v4',
    'github.com/pressly/goose/v3',
  );
  if (schema !== undefined)
    return present(
      'migrations',
      `\`${schema.name}\` is there for migrations (${place(schema.source)}), but no migration was found.`,
      [schema.source],
      { library: schema.name },
    );
  const [auto] = await context.corpus.find(
    /\.AutoMigrate\(|synchronize:\s*true|sync\(\{\s*(?:alter|force)|create_all\(/,
    { limit: 3 },
  );
  if (auto !== undefined)
    return present(
      'migrations',
      `The schema is changed at start by \`${auto.match[0].trim()}\` in ${place(at(context, auto))}, without migration files.`,
      [at(context, auto)],
      { kind: 'auto', file: auto.file.path, line: auto.line },
    );
  return absent('migrations', 'No migrations: no folder holds numbered changes of a database schema.', []);
}

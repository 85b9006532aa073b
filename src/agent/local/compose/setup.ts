import type { FileChange, Step } from '../../../plan/model.ts';
import { holds } from '../../../playbooks/condition.ts';
import { fill } from '../../../playbooks/template.ts';
import { estimate } from '../draft/estimate.ts';
import { undo } from '../draft/undo.ts';
import { ecosystemOf } from '../frameworks.ts';
import type { Slot } from '../slots/index.ts';
import type { Composing } from './composing.ts';
import { scopeOf } from './context.ts';
import { wantedPackages } from './packages.ts';
import { told } from './steps.ts';
import { SETUP_STEPS } from './words.ts';

const LOCKS = [
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'poetry.lock',
  'uv.lock',
  'go.sum',
  'Cargo.lock',
  'Gemfile.lock',
  'composer.lock',
];

/** The step that installs what the playbooks need and the project lacks; undefined where nothing is missing. */
export function installStep(c: Composing): Step | undefined {
  const { brief, paths } = c.survey;
  const ecosystem = ecosystemOf(c.survey);
  const packages = wantedPackages(c).map(p => ({ ...p, action: 'add' as const }));
  if (packages.length === 0) return undefined;
  const commands = [false, true].flatMap(dev => {
    const names = packages.filter(p => p.dev === dev).map(p => p.name);
    return names.length > 0 ? (brief.installCommand(names, dev) ?? []) : [];
  });
  const manifest = brief.dependencies.find(d => d.ecosystem === ecosystem)?.source.path;
  const files: FileChange[] = [];
  if (manifest && paths.has(manifest))
    files.push({
      action: 'modify',
      path: manifest,
      what: `add ${packages.map(p => `\`${p.name}\``).join(', ')}`,
    });
  const lock = LOCKS.find(l => paths.has(l));
  if (lock)
    files.push({ action: 'modify', path: lock, what: `lock ${packages.map(p => p.name).join(', ')}` });
  const names = packages.map(p => p.name).join(' ');
  const lists: Readonly<Record<string, string>> = {
    npm: 'npm ls',
    pnpm: 'pnpm ls',
    yarn: 'yarn list --pattern',
  };
  const ls = lists[brief.packageManager?.split('@')[0] ?? ''];
  const remove = brief.removeCommand(packages.map(p => p.name));
  return {
    id: SETUP_STEPS.install,
    title: `Install ${packages.map(p => `\`${p.name}\``).join(', ')}`,
    estimate: estimate(c.survey, { lines: packages.length * 2, files: 1 }),
    serves: [],
    dependsOn: [],
    details: [],
    files,
    functions: [],
    code:
      commands.length > 0
        ? [
            {
              language: 'bash',
              caption: `With ${brief.packageManager ?? 'the package manager'}, as this project does:`,
              code: commands.join('\n'),
              kind: 'command',
            },
          ]
        : [],
    verify: ls
      ? [{ kind: 'command', text: `${ls} ${names}` }]
      : [
          {
            kind: 'observe',
            text: `\`${manifest ?? 'the manifest'}\` names ${names} and the program still starts.`,
          },
        ],
    rollback: remove ? [`\`${remove}\``] : undo(c.survey, files),
    packages,
    part: 'setup',
  };
}

/** The step that adds the settings which the playbooks read from the environment. */
export function settingsStep(c: Composing): Step | undefined {
  const scope = scopeOf(c);
  const env = c.slots.get('env');
  const example = c.slots.get('env-example');
  const known = (env && c.survey.texts.get(env.path)?.text) ?? '';
  const settings = c.matched
    .flatMap(m => m.playbook.env)
    .map(e => ({
      ...e,
      example: fill(e.example, scope) ?? e.example,
      zod: e.zod === undefined ? undefined : fill(e.zod, scope),
    }))
    .filter(
      (e, i, all) =>
        all.findIndex(o => o.name === e.name) === i && holds(e.when, scope.test) && !known.includes(e.name),
    );
  if (settings.length === 0 || (!env && !example)) return undefined;
  const names = settings.map(s => `\`${s.name}\``).join(', ');
  const files: FileChange[] = [
    ...(env ? [{ action: 'modify' as const, path: env.path, what: `read ${names}` }] : []),
    ...(example
      ? [
          {
            action: 'modify' as const,
            path: example.path,
            what: `show ${names} with values for a developer's machine`,
          },
        ]
      : []),
  ];
  const zod = env?.values.zod ? settings.flatMap(s => (s.zod ? [`  ${s.name}: ${s.zod},`] : [])) : [];
  return {
    id: SETUP_STEPS.settings,
    title: `Declare ${names}${env ? ` in \`${env.path}\`` : ''}`,
    estimate: estimate(c.survey, { lines: settings.length * 3, files: files.length }),
    serves: [],
    dependsOn: [],
    details: told(
      settings.map(s => ({ text: `\`${s.name}\`: ${s.what}`, when: undefined })),
      scope,
    ),
    files,
    functions: [],
    code: [
      ...(zod.length > 0
        ? [
            {
              language: 'text',
              caption: `Lines for the schema in \`${env?.path}\`:`,
              code: zod.join('\n'),
              kind: 'schema' as const,
            },
          ]
        : []),
      ...fieldsBlock(env, settings),
      ...(example
        ? [
            {
              language: 'bash',
              caption: `Lines for \`${example.path}\`:`,
              code: settings.map(s => `${s.name}=${s.example}`).join('\n'),
              kind: 'schema' as const,
            },
          ]
        : []),
    ],
    verify: settingsVerify(
      c,
      env?.path,
      settings.map(s => s.name),
    ),
    rollback: undo(c.survey, files),
    packages: [],
    part: 'setup',
  };
}

/** Lines for a Python dataclass of settings that a class method fills from the environment. */
function fieldsBlock(
  env: Slot | undefined,
  settings: readonly { readonly name: string; readonly example: string }[],
): Step['code'] {
  const { lastField, construct, environ } = env?.values ?? {};
  if (!env || !lastField || !construct || !environ) return [];
  const number = (text: string): boolean => /^\d+$/.test(text);
  const field = (s: (typeof settings)[number]): string =>
    `    ${s.name.toLowerCase()}: ${number(s.example) ? `int = ${s.example}` : `str = "${s.example}"`}`;
  const read = (s: (typeof settings)[number]): string => {
    const value = `${environ}.get("${s.name}", "${s.example}")`;
    return `            ${s.name.toLowerCase()}=${number(s.example) ? `int(${value})` : value},`;
  };
  const code = [
    `# after \`${lastField}\`:`,
    ...settings.map(field),
    '',
    `# inside \`${construct}\`:`,
    ...settings.map(read),
  ].join('\n');
  return [{ language: 'python', caption: `In \`${env.path}\`:`, code, kind: 'new' }];
}

function settingsVerify(c: Composing, path: string | undefined, names: readonly string[]): Step['verify'] {
  const test = path
    ? c.survey.cards.get(path)?.tests.find(t => !/conftest|fixture|helper/i.test(t))
    : undefined;
  const command = test ? c.survey.brief.testCommand(test) : undefined;
  const start = c.survey.brief.scripts.find(s => s.name === 'dev' || s.purpose === 'start');
  return [
    ...(command ? [{ kind: 'command' as const, text: command }] : []),
    {
      kind: 'observe' as const,
      text: `${start ? `\`${start.run}\` starts` : 'The program starts'} with ${names.join(', ')} unset and with a wrong value says which one is wrong.`,
    },
  ];
}

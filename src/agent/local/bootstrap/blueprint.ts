import type { Answer, Finding, Source } from '../../../domain/index.ts';
import type { CodeBlock, FileChange, Plan, Requirement, SpecialSection, Step } from '../../../plan/model.ts';
import type { Makes, Stack } from '../../../playbooks/stacks.ts';
import { type Blueprint, emptyBlueprint, said } from '../draft/blueprint.ts';
import { count, estimate } from '../draft/estimate.ts';
import type { DraftRecord } from '../draft/record.ts';
import type { Survey } from '../survey.ts';
import { filled, type NewProject, newProject, strangers } from './wish.ts';

/** The plan of a project that does not exist yet: the stack that the answers choose, with every file in full. */
export function bootstrapBlueprint(
  survey: Survey,
  record: DraftRecord,
  goal: readonly Requirement[],
  answers: Readonly<Record<string, Answer>>,
): Blueprint | undefined {
  const project = newProject(survey, record, answers);
  if (!project) return undefined;
  const { stack, values } = project;
  const say = (text: string): string => filled(text, values);
  const gates: Requirement = {
    id: `R${goal.length + 1}`,
    text: `Every gate of \`${values.name}\` is one command here and runs on each push.`,
    sources: [{ kind: 'user', what: 'the goal: a new project' }],
  };
  const requirements = [...goal, gates];
  const steps = stepsOf(
    survey,
    project,
    goal.map(r => r.id),
    gates.id,
  );
  return {
    ...emptyBlueprint,
    approach: { title: say(stack.title), summary: [said(`${capital(say(stack.for))}.`, sourceOf(project))] },
    requirements,
    outOfScope: outOfScope(project),
    decisions: [],
    alternatives: (survey.stacks ?? [])
      .filter(other => other !== stack && other.makes === stack.makes)
      .map(other => ({
        title: capital(filled(other.title, values)),
        whyNot: `${capital(filled(other.for, values))}; but ${filled(other.against, values)}.`,
      })),
    steps,
    cases: stack.cases.map(text => ({ text: say(text), proves: requirements.map(r => r.id) })),
    implemented: stack.security.map(s => ({ stepId: s.step, text: say(s.text) })),
    risks: [
      {
        text: `The first slice of \`${values.name}\` is built around \`${values.thing}\`, a word of the goal`,
        mitigation: `use it once as its user would after \`S-slice\`, and rename it before anything else is built on it.`,
      },
    ],
    nextSteps: nextSteps(project),
    special: [stackSection(survey, project), architecture(project), fileTree(project), gatesSection(project)],
    candidates: stack.compare.map(c => ({
      purpose: c.for,
      project: values.name ?? '',
      ecosystem: ECOSYSTEMS[stack.language] ?? 'npm',
      candidates: Object.entries(c.names).map(([name, note]) => ({ name, note })),
      sources: [sourceOf(project)],
      taken: undefined,
    })),
    playbooks: [stack.name],
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Where the packages of a language are published, by the names of the code map. */
const ECOSYSTEMS: Readonly<Record<string, string>> = { python: 'pypi', go: 'go', rust: 'crates' };

function sourceOf({ stack, values }: NewProject): Source {
  return { kind: 'playbook', name: stack.name, title: filled(stack.title, values) };
}

const NOTES: Readonly<Record<string, string>> = {
  typescript: 'the compiler',
  '@types/node': 'types of what Node brings',
  '@biomejs/biome': 'formatter and linter',
};

const MANUALLY = 'add what is missing there by hand, and replace nothing that it holds';

function stepsOf(survey: Survey, project: NewProject, goal: readonly string[], gates: string): Step[] {
  const { stack, values, under } = project;
  const say = (text: string): string => filled(text, values);
  const out: Step[] = [];
  for (const spec of stack.steps) {
    const found = spec.files.flatMap(path => stack.files.filter(f => f.path === path));
    const own = found.map(f => ({ ...f, path: `${under}${say(f.path)}`, code: say(f.code) }));
    const licence = spec.license ? licenceFile(project) : undefined;
    const all = licence ? [...own, licence] : own;
    const files = all.map((f): FileChange => {
      const there = survey.paths.has(f.path);
      return there
        ? { action: 'modify', path: f.path, what: `${f.what}: ${MANUALLY}` }
        : { action: 'create', path: f.path, what: f.what };
    });
    const install = spec.install ? installBlock(project) : [];
    const lines = all.reduce((n, f) => n + f.code.split('\n').length, 0);
    const inFolder = (command: string): string =>
      under === '' ? command : `cd ${under.replace(/\/$/, '')} && ${command}`;
    out.push({
      id: spec.id,
      title: say(spec.title),
      // The text is given: it is read and written, not thought up.
      estimate: estimate(survey, { lines: Math.ceil(lines / 4), files: files.length > 3 ? 2 : 1 }),
      serves: spec.part === 'core' || spec.part === 'documentation' ? [...goal] : [...goal, gates],
      dependsOn: out.map(s => s.id).slice(-1),
      details: spec.details.map(say),
      files,
      functions: [],
      code: [
        ...all.map(
          (f): CodeBlock => ({
            language: f.language,
            caption: `The whole of \`${f.path}\`:`,
            code: f.code,
            kind: 'new',
          }),
        ),
        ...install,
      ],
      verify: spec.verify.map(text => ({ kind: 'command', text: inFolder(say(text)) })),
      rollback: [
        `Delete ${files
          .filter(f => f.action === 'create')
          .map(f => `\`${f.path}\``)
          .join(', ')}; nothing else knows of ${files.length === 1 ? 'it' : 'them'} yet.`,
      ],
      packages: spec.install
        ? npmPackages(stack).map(name => ({
            name,
            dev: true,
            action: 'add' as const,
            note: NOTES[name] ?? 'for development',
          }))
        : [],
      part: spec.part,
    });
  }
  return out;
}

/** What a manifest of npm names; what Python installs is named by the command alone. */
const npmPackages = (stack: Stack): readonly string[] => (stack.language === 'python' ? [] : stack.packages);

function installBlock({ stack, under }: NewProject): CodeBlock[] {
  if (stack.packages.length === 0) return [];
  const python = stack.language === 'python';
  const names = stack.packages.join(' ');
  const command = python
    ? `python3 -m venv .venv && .venv/bin/python -m pip install ${names}`
    : `npm install --save-dev ${names}`;
  return [
    {
      language: 'bash',
      caption: python
        ? 'Then, in an environment of its own that git leaves out:'
        : 'Then, which also writes the lock file:',
      code: under === '' ? command : `cd ${under.replace(/\/$/, '')} && ${command}`,
      kind: 'command',
    },
  ];
}

/** The text of MIT is short enough to stand here; that of Apache is fetched where it is published. */
function licenceFile({ license, values, under }: NewProject) {
  if (license !== 'MIT') return undefined;
  return {
    path: `${under}LICENSE`,
    what: 'the licence that was chosen, with the name of who holds the rights filled in',
    language: 'text',
    code: MIT(values.year ?? '', values.name ?? ''),
  };
}

const MIT = (year: string, name: string): string =>
  `MIT License

Copyright (c) ${year} the authors of ${name}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

/** The ways that are known for what is made; `taken` is marked among them. */
export function knownWays(survey: Survey, { stack, values }: NewProject, taken?: NewProject['stack']) {
  const rows = (survey.stacks ?? [])
    .filter(s => s.makes === stack.makes)
    .map(s => [
      `${capital(filled(s.title, values))}${s === taken ? ' (taken)' : ''}`,
      filled(s.for, values),
      filled(s.against, values),
      s.packages.length === 0 ? 'none' : s.packages.map(p => `\`${p}\``).join(', '),
    ]);
  return { head: ['Way', 'For it', 'Against it', 'Installed'], rows };
}

function stackSection(survey: Survey, project: NewProject): SpecialSection {
  const { stack, values, unserved } = project;
  return {
    title: 'Stack',
    statements: [
      said(`\`${values.name}\` begins as ${filled(stack.title, values)}.`, sourceOf(project)),
      ...(unserved ? [said(unserved, sourceOf(project))] : []),
    ],
    table: knownWays(survey, project, stack),
  };
}

function architecture(project: NewProject): SpecialSection {
  const { stack, values } = project;
  return {
    title: 'Architecture',
    statements: stack.architecture.map(text => said(filled(text, values), sourceOf(project))),
  };
}

function fileTree({ stack, values, under, license }: NewProject): SpecialSection {
  const rows = stack.steps.flatMap((step, i) =>
    step.files.map(path => {
      const file = stack.files.find(f => f.path === path);
      return [`\`${under}${filled(path, values)}\``, filled(file?.what ?? '', values), `step ${i + 1}`];
    }),
  );
  const licence =
    license === 'MIT' ? [[`\`${under}LICENSE\``, 'the licence', `step ${stack.steps.length}`]] : [];
  return {
    title: 'File Tree',
    statements: [],
    table: { head: ['File', 'What it is for', 'Made in'], rows: [...rows, ...licence] },
  };
}

function gatesSection({ stack, values }: NewProject): SpecialSection {
  return {
    title: 'Quality Gates',
    statements: [],
    table: {
      head: ['Gate', 'Command'],
      rows: stack.gates.map(g => [g.gate, `\`${filled(g.run, values)}\``]),
    },
  };
}

function outOfScope({ storage, users, deployment, values }: NewProject): string[] {
  return [
    ...(storage === 'database'
      ? [
          `The database of \`${values.name}\`: the slice keeps its data behind two functions that it replaces.`,
        ]
      : []),
    ...(users === 'public'
      ? [`Sign-in and limits of \`${values.name}\`: they come before it is reachable by anybody.`]
      : []),
    ...(deployment === 'here'
      ? []
      : [`Delivery of \`${values.name}\`: it comes once the first slice is used.`]),
  ];
}

function nextSteps({ stack, storage, users, deployment, values, license }: NewProject): string[] {
  const { name } = values;
  return [
    ...stack.next.map(text => filled(text, values)),
    ...(storage === 'database'
      ? [`Plan the database: \`/plan keep the ${values.things} of ${name} in a database\`.`]
      : []),
    ...(users === 'public'
      ? [`Plan limits and a sign-in: \`/plan add rate limiting and authentication to ${name}\`.`]
      : []),
    ...(deployment === 'container' ? [`Plan the image: \`/plan containerise ${name}\`.`] : []),
    ...(deployment === 'registry'
      ? [`Publish \`${name}\` once its name is known to be free in the registry.`]
      : []),
    ...(license === 'Apache-2.0' ? [`Put the text of the Apache License 2.0 into \`LICENSE\`.`] : []),
    `Replace the \`${values.thing}\` of the first slice by the first real rule of \`${name}\`, its test first.`,
  ];
}

/** What is said of the folder that the project goes into. */
export function folderFinding(survey: Survey, record: DraftRecord): Finding {
  const there = strangers(survey);
  return {
    id: 'state-folder',
    phase: 'analysis',
    topic: 'state',
    text:
      there.length === 0
        ? `The folder \`${record.project.name}\` is empty: every file of this plan is new.`
        : `The folder \`${record.project.name}\` holds ${count(there.length, 'file')}, for example ${there
            .slice(0, 3)
            .map(p => `\`${p}\``)
            .join(', ')}; none of them is replaced.`,
    sources: [{ kind: 'user', what: 'the goal: a new project here' }],
  };
}

/** What the surveys of an existing project would say is of no use before there is one. */
export function withoutProject(plan: Plan, project: NewProject): Plan {
  const { stack, values } = project;
  const say = (text: string): string => filled(text, values);
  const { performance, monitoring } = LATER[stack.makes];
  return {
    ...plan,
    findings:
      plan.findings.length > 0
        ? plan.findings
        : [
            said(
              `Nothing of \`${values.name}\` is there to read yet; what is known is how such a project can begin here: ${say(stack.title)}.`,
              sourceOf(project),
            ),
          ],
    performance: [said(say(performance), sourceOf(project))],
    monitoring: [said(say(monitoring), sourceOf(project))],
    tests: {
      ...plan.tests,
      intro: [
        said(
          `${stack.gates.map(g => `\`${say(g.run)}\``).at(-1) ?? ''} runs all tests of \`${values.name}\` from step ${stack.steps.findIndex(s => s.id === 'S-tests') + 1} on.`,
          sourceOf(project),
        ),
      ],
    },
  };
}

/** What will be asked of the first slice once it is used: nothing of it can be measured before. */
const LATER: Readonly<Record<Makes, { readonly performance: string; readonly monitoring: string }>> = {
  service: {
    performance:
      'The first number of `{{name}}` to take is how long `GET /{{things}}/ID` takes, before and after a store replaces memory.',
    monitoring: '`GET /health` of `{{name}}` says whether the process answers: whatever runs it asks there.',
  },
  cli: {
    performance:
      '`{{name}}` reads its whole file at each call: take the time of `list` with as many {{things}} as a year will bring.',
    monitoring:
      '`{{name}}` ends with a code that is not 0 where it failed, and says why on standard error: whoever calls it can see both.',
  },
  library: {
    performance:
      'Take the time of the largest input that users of `{{name}}` will have before its first release.',
    monitoring:
      '`{{name}}` writes no log of its own: what goes wrong is thrown, and whoever calls it decides.',
  },
  page: {
    performance:
      'The page of `{{name}}` loads no script of another host; look at what it weighs before the first one is added.',
    monitoring: 'Nothing of `{{name}}` runs on a server of its own: watch that its address answers.',
  },
  bot: {
    performance:
      '`{{name}}` answers one message after another: take the time of the slowest reply before many people write at once.',
    monitoring:
      'What goes wrong in one message goes to standard error of `{{name}}`, and its writer is told: watch for these lines.',
  },
};

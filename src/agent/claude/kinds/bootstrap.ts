import * as z from 'zod';
import type { SpecialSection } from '../../../plan/model.ts';
import { knownWays } from '../../local/bootstrap/blueprint.ts';
import { filled, newProject, strangers } from '../../local/bootstrap/wish.ts';
import { Claim, statementOf } from '../claim.ts';
import { bare, fact, kindPart, type SectionDesk, stepProblem } from './part.ts';

const Sentence = z.string().min(1);

const Shape = z.strictObject({
  stack: z
    .strictObject({ title: Sentence, reasons: z.array(Claim).min(1) })
    .describe('With what it is built, and why by the goal, the answers and what is known of the packages'),
  options: z
    .array(
      z.strictObject({
        title: Sentence,
        for: Sentence,
        against: Sentence,
        packages: z.array(z.string()).default([]),
      }),
    )
    .describe('The ways that were weighed, the one that is taken first; at least two'),
  architecture: z.array(Claim).describe('The parts, what each is for, and what may call what'),
  first_slice: z
    .strictObject({ step: z.string(), shows: Sentence })
    .describe('The step after which one thing works from end to end, and what one sees then'),
  quality_gates: z
    .array(z.strictObject({ gate: Sentence, command: Sentence }))
    .describe('What must be green before each push, each by one command that a step is verified by'),
});

/** A project that does not exist yet. The file tree is said by code, out of the steps. */
export const BOOTSTRAP = kindPart({
  shape: Shape,
  given: Shape.partial(),
  facts({ survey, record }) {
    const project = newProject(survey, record, record.answers);
    const values = project?.values ?? {};
    return [
      ...(project
        ? [
            fact(
              'new-project',
              `By the interview: the project is called \`${values['name']}\`, its files go into ${project.under === '' ? 'this folder' : `\`${project.under}\``}, the licence is ${project.license}, used by ${project.users}, delivered to ${project.deployment}, kept beyond the process: ${project.storage}.`,
              [{ kind: 'user', what: 'the interview' }],
            ),
          ]
        : []),
      ...(survey.stacks ?? []).map(stack => {
        const say = (text: string): string => filled(text, values);
        return fact(
          `stack-${stack.name}`,
          `A way that is known with every file in full, and was run: ${say(stack.title)} (makes a ${stack.makes} in ${stack.language}). For it: ${bare(say(stack.for))}. Against it: ${bare(say(stack.against))}. Installed: ${stack.packages.join(', ') || 'nothing'}. Gates: ${stack.gates.map(g => `${g.gate}: ${say(g.run)}`).join(', ')}. Files: ${stack.files.map(f => say(f.path)).join(', ')}.`,
          [{ kind: 'playbook', name: stack.name, title: say(stack.title) }],
        );
      }),
    ];
  },
  problems({ options = [], first_slice, quality_gates = [] }, steps, { survey }) {
    const there = new Set(strangers(survey));
    const created = new Set<string>();
    const wrong = steps.flatMap(s =>
      s.files.flatMap(f => {
        if (f.action === 'create') created.add(f.path);
        return f.action === 'create' || there.has(f.path) || created.has(f.path)
          ? []
          : [`${s.id}: ${f.path} is not there yet: a new project creates its files`];
      }),
    );
    const commands = steps.flatMap(s => s.verify.map(v => v.text));
    return [
      ...wrong,
      ...(options.length === 1 ? ['options: one alone was not weighed against anything'] : []),
      ...stepProblem('first_slice', first_slice?.step, steps),
      ...quality_gates.flatMap(g =>
        commands.some(text => text.includes(g.command))
          ? []
          : [`quality_gates: no step is verified by \`${g.command}\``],
      ),
    ];
  },
  sections({ stack, options = [], architecture = [], first_slice, quality_gates = [] }, desk) {
    const { known } = desk;
    const cell = (text: string): string => bare(text).replaceAll('|', '/');
    return [
      {
        title: 'Stack',
        statements: stack
          ? stack.reasons.map((claim, i) => {
              const { text, ...rest } = statementOf(claim, known);
              return { ...rest, text: i === 0 ? `**${bare(stack.title)}**: ${text}` : text };
            })
          : [],
        table: {
          head: ['Way', 'For it', 'Against it', 'Installed'],
          rows: options.map(o => [
            cell(o.title),
            cell(o.for),
            cell(o.against),
            o.packages.length === 0 ? 'none' : o.packages.map(p => `\`${cell(p)}\``).join(', '),
          ]),
        },
      },
      { title: 'Architecture', statements: architecture.map(claim => statementOf(claim, known)) },
      fileTree(desk),
      {
        title: 'First Slice',
        statements: first_slice
          ? [
              {
                text: `After \`${first_slice.step}\`: ${bare(first_slice.shows)}.`,
                sources: [],
              },
            ]
          : [],
      },
      {
        title: 'Quality Gates',
        statements: [],
        table: {
          head: ['Gate', 'Command'],
          rows: quality_gates.map(g => [cell(g.gate), `\`${cell(g.command)}\``]),
        },
      },
    ];
  },
  together: [['stack', 'options']],
  standIns({ stack, options = [], architecture = [], first_slice, quality_gates = [] }, desk) {
    const { survey, record, steps } = desk;
    const project = newProject(survey, record, record.answers);
    const commands = steps.flatMap(s =>
      s.verify.flatMap(v => (v.kind === 'command' ? [{ command: v.text, step: s.id }] : [])),
    );
    const gates = commands.filter((c, i) => commands.findIndex(o => o.command === c.command) === i);
    return [
      ...(stack
        ? []
        : [
            { title: 'Stack', lacks: 'Nobody said with what it is built, and why; the steps show it alone.' },
          ]),
      ...(options.length > 0
        ? []
        : [
            {
              title: 'Stack',
              from: 'the ways that planner-tui knows with every file; which others were weighed nobody said',
              ...(project ? { table: knownWays(survey, project) } : {}),
              lacks: 'Nobody said which ways were weighed.',
            },
          ]),
      ...(architecture.length > 0
        ? []
        : [
            {
              title: 'Architecture',
              lacks: 'Nobody said which parts there are, what each is for, and what may call what.',
            },
          ]),
      ...(first_slice
        ? []
        : [
            {
              title: 'First Slice',
              lacks: 'Nobody said after which step one thing works from end to end, and what one sees then.',
            },
          ]),
      ...(quality_gates.length > 0
        ? []
        : [
            {
              title: 'Quality Gates',
              from: 'the commands by which the steps are verified',
              ofSteps: true as const,
              table: {
                head: ['Gate', 'Command'],
                rows: gates.map(g => [`green from \`${g.step}\` on`, `\`${g.command}\``]),
              },
              lacks: 'Nobody said what must be green before each push, and no step is verified by a command.',
            },
          ]),
    ];
  },
});

function fileTree({ steps }: SectionDesk): SpecialSection {
  const rows = steps.flatMap((step, i) =>
    step.files
      .filter(f => f.action === 'create')
      .map(f => [`\`${f.path}\``, bare(f.what).replaceAll('|', '/'), `step ${i + 1}`]),
  );
  return { title: 'File Tree', statements: [], table: { head: ['File', 'What it is for', 'Made in'], rows } };
}

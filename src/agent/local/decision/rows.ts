import type { Source } from '../../../domain/index.ts';
import { holds } from '../../../playbooks/condition.ts';
import type { CriterionSpec, OptionSpec } from '../../../playbooks/model.ts';
import { playbookSource } from '../../../playbooks/origin.ts';
import { fill } from '../../../playbooks/template.ts';
import type { Composing } from '../compose/composing.ts';
import { scopeOf } from '../compose/context.ts';
import { told } from '../compose/steps.ts';
import { count } from '../draft/estimate.ts';
import { at } from '../excerpt.ts';
import { overlap, stem, tokens } from '../words.ts';
import { ecosystemIn, filesOf, type Weighed } from './options.ts';
import type { Counted } from './weigh.ts';

/** A criterion with what holds for each option. */
export interface Row extends Counted {
  /** `C1` … */
  readonly tag: string;
  readonly title: string;
  /** One cell an option. */
  readonly cells: readonly string[];
  /** Where it is from: counted in this project, or what a field's documentation says. */
  readonly from: 'measured' | 'field';
  /** Why it counts here. */
  readonly why: string;
  readonly sources: readonly Source[];
  readonly spec?: CriterionSpec;
  /** Asked for by the goal's own words, or by an answer. */
  readonly doubled?: string;
}

type Bare = Omit<Row, 'tag' | 'weight'>;

/** All criteria of a decision: what is counted in the project first, then what the field's playbook knows. */
export function rowsOf(
  c: Composing,
  options: readonly Weighed[],
  wants: readonly string[],
  most: string | undefined,
): readonly Row[] {
  const bare = [...measured(c, options), ...field(c, options)].map(row =>
    row.sources.length > 0 ? row : { ...row, sources: [LOOKED] },
  );
  return bare.map((row, i) => {
    const asked = wants.find(want => isAbout(row, want));
    const doubled =
      most === row.id ? 'your answer' : asked === undefined ? undefined : `“${asked}” in the goal`;
    return {
      ...row,
      tag: `C${i + 1}`,
      weight: doubled === undefined ? 1 : 2,
      ...(doubled === undefined ? {} : { doubled }),
    };
  });
}

/** Whether what the goal wants judged is this criterion. */
function isAbout({ title, spec }: Bare, want: string): boolean {
  const stems = new Set(tokens(want).map(stem));
  return overlap(`${title} ${(spec?.words ?? []).join(' ')}`, stems) > 0;
}

function measured(c: Composing, options: readonly Weighed[]): readonly Bare[] {
  return [
    changes(c, options),
    running(options),
    packages(c, options),
    inCi(options),
    spoken(options),
  ].flatMap(r => r ?? []);
}

/** Of what was looked for in the project and not found there is no line to name. */
export const LOOKED = {
  kind: 'user' as const,
  what: 'the goal, looked for in manifests, code and deployment',
};

const place = (s: { readonly path: string; readonly line: number }): string => `\`${at(s)}\``;

/** "9 files and 2 test files". */
export function filesText({ sources, tests, more }: ReturnType<typeof filesOf>): string {
  const parts = [
    ...(sources > 0 ? [`${count(sources, 'file')}${more ? ' or more' : ''}`] : []),
    ...(tests > 0 ? [count(tests, 'test file')] : []),
  ];
  return parts.join(' and ');
}

/** Short words for where an option stands today. */
function hereText(c: Composing, option: Weighed): string {
  const { declared, deployed, configs } = option.traces;
  const [one] = declared;
  const used = filesText(filesOf(c, option));
  if (option.from === 'as-is') return 'nothing changes';
  if (one) {
    const version = one.installed ?? (/\d/.test(one.range) ? one.range : '');
    return `\`${one.name}\`${version ? ` ${version}` : ''} (${place(one.source)})${used ? `, in ${used}` : ', no import found'}`;
  }
  if (used) return `in ${used}`;
  const [shown] = [...option.shown, ...deployed];
  if (shown) return `here (${place(shown)})`;
  return configs[0] === undefined ? 'here' : `here (\`${configs[0]}\`)`;
}

function changes(c: Composing, options: readonly Weighed[]): Bare | undefined {
  const present = options.flatMap((o, i) => (o.present ? [i] : []));
  const alone = present.length === 1 ? options[present[0] ?? 0] : undefined;
  const moved = alone && alone.from !== 'as-is' ? filesText(filesOf(c, alone)) : '';
  const cells = options.map(o => {
    if (o.present) return hereText(c, o);
    return moved && alone ? `not here; ${moved} of ${alone.tag} change` : 'not here';
  });
  return {
    id: 'here',
    title: 'What is here, and what changes',
    cells,
    best: alone ? present : [],
    from: 'measured',
    why: alone
      ? `${alone.tag} is what the project works with; whatever stands on it has to be moved for another one.`
      : present.length === 0
        ? 'None of them is here, so nothing has to be moved and this sets none apart.'
        : 'More than one is here, so this sets none apart by itself.',
    sources: options
      .flatMap(o => (o.traces.declared[0] ? [o.traces.declared[0].source] : o.shown))
      .slice(0, 3),
  };
}

const NEW: Readonly<Record<NonNullable<OptionSpec['runs']>, string>> = {
  server: 'one server more',
  service: 'an account with another company',
  process: 'one process more',
  nothing: 'nothing',
};

function running(options: readonly Weighed[]): Bare | undefined {
  if (options.every(o => o.spec?.runs === undefined)) return undefined;
  const cells = options.map(o => {
    const [started] = o.traces.deployed;
    if (started) return `nothing new: ${place(started)} starts it`;
    if (o.present) return 'nothing new';
    return o.spec?.runs ? NEW[o.spec.runs] : 'not known';
  });
  const free = cells.flatMap((cell, i) => (/^nothing/.test(cell) ? [i] : []));
  if (free.length === options.length) return undefined;
  return {
    id: 'operate',
    title: 'What has to run for it',
    cells,
    best: free,
    from: 'measured',
    why: 'Whatever runs is watched, upgraded, secured and backed up by somebody of the team.',
    sources: options.flatMap(o => o.traces.deployed.slice(0, 1)),
  };
}

function packages(c: Composing, options: readonly Weighed[]): Bare | undefined {
  // What is here needs none: that stands in the first criterion already, and is not counted twice.
  const told = options.filter(o => o.present).length === 1;
  const eco = ecosystemIn({ c, options });
  const wanted = options.map(o => (o.present ? '' : (o.spec?.packages[eco]?.[0] ?? '')));
  if (wanted.every(name => name === '')) return undefined;
  return {
    id: 'packages',
    title: 'Packages to add',
    cells: wanted.map(name => (name === '' ? 'none' : `\`${name}\``)),
    best: told ? [] : wanted.flatMap((name, i) => (name === '' ? [i] : [])),
    from: 'measured',
    why: `Each is kept up to date for as long as it is used; the manifests name ${count(c.survey.brief.dependencies.length, 'package')} today.`,
    sources: c.survey.brief.dependencies[0] ? [c.survey.brief.dependencies[0].source] : [],
  };
}

function inCi(options: readonly Weighed[]): Bare | undefined {
  if (options.every(o => o.traces.ci.length === 0)) return undefined;
  const named = options.flatMap((o, i) => (o.traces.ci.length > 0 ? [i] : []));
  return {
    id: 'ci',
    title: 'In the checks of CI',
    cells: options.map(o => (o.traces.ci[0] ? `named by ${place(o.traces.ci[0])}` : 'not named')),
    best: named,
    from: 'measured',
    why: 'What CI runs is proved on every change; what it does not run is set up there first.',
    sources: options.flatMap(o => o.traces.ci.slice(0, 1)),
  };
}

/** What people wrote of it. Praise and complaint look alike to a search: it is told and not counted. */
function spoken(options: readonly Weighed[]): Bare | undefined {
  if (options.every(o => o.traces.docs.length + o.traces.commits.length === 0)) return undefined;
  const cells = options.map(({ traces }) => {
    const [doc] = traces.docs;
    const [last] = traces.commits;
    const parts = [
      ...(doc ? [place(doc.source)] : []),
      ...(last ? [`${count(traces.commits.length, 'commit')}, the last ${last.date.slice(0, 10)}`] : []),
    ];
    return parts.join('; ') || 'nothing';
  });
  return {
    id: 'said',
    title: 'What documents and commits say',
    cells,
    best: [],
    from: 'measured',
    why: 'A search cannot tell praise from complaint: read these lines; they are not counted.',
    sources: options.flatMap(o => (o.traces.docs[0] ? [o.traces.docs[0].source] : [])).slice(0, 3),
  };
}

/** What the playbook of the topic knows of each option, as far as it holds here. */
function field(c: Composing, options: readonly Weighed[]): readonly Bare[] {
  const scope = scopeOf(c);
  return c.matched.flatMap(({ playbook }) =>
    playbook.criteria.flatMap((spec): readonly Bare[] => {
      if (!holds(spec.when, scope.test)) return [];
      const cells = options.map(o => fill(spec.of[o.id] ?? '', scope) || 'not known');
      // What is the same for all sets nothing apart, and is worth a line only where a trial would find a difference.
      if (cells.every(cell => cell === 'not known') || (new Set(cells).size === 1 && !spec.experiment))
        return [];
      const title = fill(spec.title, scope);
      if (!title) return [];
      const rule = spec.best.find(r => holds(r.when, scope.test));
      const page = playbook.sources.find(s => s.url === spec.source);
      return [
        {
          id: spec.id,
          title,
          cells,
          best: (rule?.options ?? []).flatMap(id => {
            const i = options.findIndex(o => o.id === id);
            return i < 0 ? [] : [i];
          }),
          from: 'field',
          why: told(spec.why, scope)[0] ?? '',
          sources: [
            playbookSource(playbook),
            ...(page ? [{ kind: 'url' as const, url: page.url, title: page.title }] : []),
          ],
          spec,
        },
      ];
    }),
  );
}

import { sha256Hex } from '../../../shared/sha256.ts';
import type { Plan } from '../../model.ts';
import { counted, titleByKind } from '../../render/head.ts';
import { oneLine } from '../../render/inline.ts';
import { day } from '../../render/sources.ts';
import { headingOf, type SectionKey, sectionList } from '../../section-list.ts';
import { type PlanTotals, totals } from '../../totals.ts';
import type { ExportContext } from '../forms.ts';
import { timeText } from '../parts.ts';
import { beside } from './beside.ts';
import { checks } from './checks.ts';
import { graphFigure } from './graph.ts';
import { type StepGraph, stepGraph } from './layout.ts';
import { type Child, h, type Markup, styleSheet } from './markup.ts';
import { plain, stepAnchor } from './names.ts';
import { isEmpty, line } from './prose.ts';
import * as sections from './sections.ts';
import { steps } from './steps.ts';
import { css } from './style.ts';
import { timelineFigure } from './timeline.ts';

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Child;
  /** What the outline lists below it. */
  readonly parts?: readonly { readonly id: string; readonly title: string }[];
}

/**
 * The plan as one page that needs nothing else: no script, no font, no picture from anywhere. Only its own style sheet
 * may apply, which the policy in its head names by hash.
 */
export function html(plan: Plan, context: ExportContext): string {
  const sums = totals(plan);
  const shown = sectionsOf(plan, context, sums).filter(({ body }) => !isEmpty(body));
  const page = h(
    'html',
    { lang: 'en' },
    head(plan),
    h(
      'body',
      {},
      h('a', { class: 'skip', href: '#plan' }, 'Skip to the plan'),
      h(
        'div',
        { class: 'page' },
        top(plan, context, sums, shown),
        h('nav', { class: 'outline', 'aria-label': 'Sections' }, outline(shown)),
        h(
          'main',
          { id: 'plan' },
          shown.map(({ id, title, body }) =>
            h(
              'section',
              { id, 'aria-labelledby': `${id}-title` },
              h('h2', { id: `${id}-title` }, title),
              body,
            ),
          ),
        ),
        h('footer', {}, colophon(plan, context)),
      ),
    ),
  );
  return `<!doctype html>\n${page.source}\n`;
}

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${base64(sha256Hex(css))}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function base64(hex: string): string {
  return btoa(hex.replace(/../g, byte => String.fromCharCode(Number.parseInt(byte, 16))));
}

function head(plan: Plan): Markup {
  return h(
    'head',
    {},
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    h('meta', { 'http-equiv': 'x-dns-prefetch-control', content: 'off' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    // Without one, browsers ask for an icon.
    h('link', { rel: 'icon', href: 'data:,' }),
    h('title', {}, plain(plan.title) || 'Plan'),
    styleSheet(css),
  );
}

function top(plan: Plan, context: ExportContext, sums: PlanTotals, shown: readonly Section[]): Markup {
  const goal = oneLine(plan.goal);
  const made = [
    titleByKind[plan.kind],
    context.own && plan.status,
    context.own && `revision ${plan.revision}`,
    day(plan.created),
    !context.own && 'written by other hands',
  ].filter(Boolean);
  return h(
    'header',
    { class: 'top' },
    h('p', { class: 'eyebrow' }, made.join(' · ')),
    h('h1', {}, isEmpty(line(plan.title, context)) ? '(untitled)' : line(plan.title, context)),
    goal !== '' &&
      goal.toLowerCase() !== oneLine(plan.title).toLowerCase() &&
      h('p', { class: 'goal' }, 'The goal as given: “', line(goal, { own: true }), '”'),
    figures(plan, context, sums),
    plan.notices.map(notice => h('p', { class: 'notice' }, line(notice, context))),
    h(
      'details',
      { class: 'outline' },
      h('summary', {}, 'Sections'),
      h('nav', { 'aria-label': 'Sections, folded' }, outline(shown)),
    ),
  );
}

function figures(plan: Plan, { done }: ExportContext, sums: PlanTotals): Markup {
  const { create, modify, delete: remove } = sums.files;
  const files = [
    create.length > 0 && `${create.length} to create`,
    modify.length > 0 && `${modify.length} to modify`,
    remove.length > 0 && `${remove.length} to delete`,
  ].filter(part => part !== false);
  const pairs: readonly (readonly [string, string | false])[] = [
    ['Steps', done.length > 0 ? `${done.length} of ${sums.steps} done` : String(sums.steps)],
    ['Time', timeText(sums)],
    ['Files', files.join(', ')],
    ['Questions', sums.questions.open > 0 && `${sums.questions.open} open`],
    ['Commit', plan.commit ? plan.commit.slice(0, 7) : false],
  ];
  return h(
    'dl',
    { class: 'totals' },
    pairs.map(([name, value]) => value && h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

function outline(shown: readonly Section[]): Markup {
  return h(
    'ol',
    {},
    shown.map(({ id, title, parts = [] }) =>
      h(
        'li',
        {},
        h('a', { href: `#${id}` }, title),
        parts.length > 0 &&
          h(
            'ol',
            {},
            parts.map(part => h('li', {}, h('a', { href: `#${part.id}` }, part.title))),
          ),
      ),
    ),
  );
}

function sectionsOf(plan: Plan, context: ExportContext, sums: PlanTotals): readonly Section[] {
  const graph = stepGraph(plan);
  const list = sectionList.flatMap(({ key }): readonly Section[] => {
    const body = bodyOf(plan, context, sums, graph, key);
    const reason = isEmpty(body) ? line(plan.nothingFor?.[key] ?? '', context) : [];
    const section: Section = {
      id: key,
      title: headingOf(key),
      body: reason.length > 0 ? h('p', {}, reason) : body,
      ...(key === 'steps' ? { parts: stepParts(plan) } : {}),
    };
    return key === 'state' ? [section, ...specials(plan, context)] : [section];
  });
  const [first, ...others] = list;
  return [
    ...(first ? [first] : []),
    { id: 'changes', title: `Changed in revision ${plan.revision}`, body: sections.changes(plan, context) },
    ...others,
    ...(context.beside
      ? [{ id: 'beside', title: 'Beside another plan', body: beside(plan, context, context.beside) }]
      : []),
    { id: 'checks', title: 'Checks', body: checks(context.checks) },
  ];
}

function stepParts(plan: Plan) {
  return plan.steps.map((step, at) => ({
    id: stepAnchor(plan, at),
    title: `${at + 1}. ${plain(step.title) || '(untitled)'}`,
  }));
}

function specials(plan: Plan, context: ExportContext): readonly Section[] {
  return (plan.special ?? []).map((section, at) => ({
    id: `special-${at + 1}`,
    title: plain(section.title) || '(untitled)',
    body: sections.special(section, context, plain(section.title) || 'Table'),
  }));
}

function bodyOf(
  plan: Plan,
  context: ExportContext,
  sums: PlanTotals,
  graph: StepGraph,
  key: SectionKey,
): Child {
  switch (key) {
    case 'overview':
      return sections.overview(plan, context);
    case 'requirements':
      return sections.requirements(plan, context);
    case 'findings':
      return sections.statements(plan.findings, context);
    case 'state':
      return sections.state(plan, context);
    case 'approach':
      return sections.approach(plan, context);
    case 'steps':
      return [
        graph.before.some(others => others.length > 0) && graphFigure(plan, graph, context.done),
        steps(plan, context, context.done),
      ];
    case 'files':
      return sections.files(plan, sums);
    case 'tests':
      return sections.tests(plan, context);
    case 'timeline':
      return sums.minutes.high === 0
        ? undefined
        : [timelineFigure(plan, graph, sums, context), sections.timelineTable(sums)];
    case 'rollback':
      return sections.rollback(plan, context);
    case 'security':
      return sections.security(plan, context);
    case 'performance':
      return sections.statements(plan.performance, context);
    case 'monitoring':
      return sections.statements(plan.monitoring, context);
    case 'risks':
      return sections.risks(plan, context);
    case 'questions':
      return sections.questions(plan, context);
    case 'decisions':
      return sections.statements(plan.decisions, context);
    case 'next':
      return sections.nextSteps(plan, context);
    default:
      return key satisfies never;
  }
}

function colophon(plan: Plan, context: ExportContext): Child {
  const from = context.path ? ['Made from ', h('code', {}, context.path)] : ['Made from the plan'];
  return h(
    'p',
    {},
    from,
    ` by planner-tui. ${counted(plan.steps.length, 'step')}. The page asks for nothing from anywhere and runs no program.`,
  );
}

import type { Plan, SpecialSection } from '../model.ts';
import { type Block, heading, list, paragraph, table } from './blocks.ts';
import { bold, codeSpan, guardStart, inline } from './inline.ts';
import { day, statement, withSources } from './sources.ts';

/** Statements of one paragraph. */
export function statements(entries: Plan['overview']): readonly Block[] {
  return paragraph(entries.map(statement).filter(Boolean).join(' '));
}

export function overview(plan: Plan): readonly Block[] {
  return statements(plan.overview);
}

export function requirements(plan: Plan): readonly Block[] {
  return [
    ...list(plan.requirements.map(r => `${bold(r.id)} ${withSources(r.text, r.sources)}`)),
    ...list(
      plan.outOfScope.map(text => inline(text)),
      'Not part of this plan:',
    ),
  ];
}

export function findings(plan: Plan): readonly Block[] {
  const items = list(plan.findings.map(statement));
  if (items.length === 0) return [];
  const when = day(plan.created);
  const at = plan.commit ? ` at commit ${codeSpan(plan.commit.slice(0, 7))}` : '';
  const uncommitted = plan.commit && plan.clean === false ? ', with uncommitted changes in the tree' : '';
  return [...(when ? [[`Read on ${when}${at}${uncommitted}.`]] : []), ...items];
}

export function currentState(plan: Plan): readonly Block[] {
  return [
    ...list(plan.currentState.map(statement), 'Current state:'),
    ...list(plan.integrationPoints.map(statement), 'Integration points:'),
  ];
}

export function special(section: SpecialSection): readonly Block[] {
  const rows =
    section.table && section.table.head.length > 0 ? [table(section.table.head, section.table.rows)] : [];
  const body = [...list(section.statements.map(statement)), ...rows];
  return body.length === 0 ? [] : [heading(2, section.title), ...body];
}

export function approach(plan: Plan): readonly Block[] {
  const { summary, decisions, alternatives } = plan.approach;
  const others = list(alternatives.map(a => `${bold(a.title)}: ${inline(a.whyNot)}`));
  return [
    ...statements(summary),
    ...decisions.flatMap(d => {
      const reasons = list(d.reasons.map(statement));
      return reasons.length === 0 ? [] : [heading(3, d.title), ...reasons];
    }),
    ...(others.length === 0 ? [] : [heading(3, 'Alternatives considered'), ...others]),
  ];
}

export function numbered(entries: readonly string[]): readonly Block[] {
  const lines = entries.map(text => inline(text)).filter(Boolean);
  return lines.length === 0 ? [] : [lines.map((line, index) => `${index + 1}. ${guardStart(line)}`)];
}

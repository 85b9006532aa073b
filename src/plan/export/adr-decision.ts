import type { Plan, SpecialSection, Statement } from '../model.ts';
import { type Block, list, paragraph, table } from '../render/blocks.ts';
import { bold, inline, oneLine } from '../render/inline.ts';
import { isOpen } from '../totals.ts';
import { type ExportContext, said } from './forms.ts';
import { lowered, origin, section, verification } from './parts.ts';

/** An option as a decision's plan lists it. */
interface Option {
  /** `O1`. */
  readonly tag: string;
  readonly name: string;
  /** Where it stands today. */
  readonly here: Statement | undefined;
  readonly pros: readonly Statement[];
  readonly cons: readonly Statement[];
  readonly right: readonly Statement[];
}

/** The parts of a record that only a decision's own sections can say; undefined where the plan has no such sections. */
export function decisionRecord(plan: Plan, context: ExportContext): readonly Block[] | undefined {
  const find = (title: string): SpecialSection | undefined =>
    plan.special?.find(s => s.title.toLowerCase() === title.toLowerCase());
  const [listed, criteria, recommended] = [find('Options'), find('Criteria'), find('Recommendation')];
  const options = listed ? optionsIn(listed) : [];
  if (options.length < 2 || !criteria || !recommended) return undefined;
  const tell = (entry: Statement): string =>
    said(entry.assumption ? entry : bare(entry), { own: entry.assumption === true });
  const chosen = options.find(o => recommended.statements[0]?.text.includes(`**${o.tag} `)) ?? options[0];
  if (!chosen) return undefined;
  const change = find('What Would Change It');
  const counted = criteria.statements.filter(s => !/told and not counted/.test(s.text));
  return [
    ...section('Context and Problem Statement', [
      ...paragraph(`To be decided: “${inline(oneLine(plan.goal))}”.`),
      ...list(plan.currentState.map(tell), 'Today:'),
      ...list(plan.integrationPoints.map(tell), 'Where it shows in the code:'),
    ]),
    ...section('Decision Drivers', list((counted.length > 0 ? counted : criteria.statements).map(tell))),
    ...section('Considered Options', list(options.map(o => inline(`${o.tag} ${o.name}`)))),
    ...section('Decision Outcome', outcome(recommended, chosen, tell)),
    ...section('Consequences', consequences(chosen, tell), '', 3),
    ...section('Confirmation', confirmation(plan), '', 3),
    ...section('Pros and Cons of the Options', [
      ...(criteria.table ? [table(criteria.table.head, criteria.table.rows)] : []),
      ...options.flatMap(o =>
        section(`${o.tag} ${o.name}`, prosAndCons(o, tell), 'Nothing more was found.', 3),
      ),
    ]),
    ...section('More Information', information(plan, change, context, tell)),
  ];
}

/** That something was worked out for the goal goes without saying in a record. */
function bare(entry: Statement): Statement {
  const sources = entry.sources.filter(s => s.kind !== 'user' || !/^the goal\b/.test(s.what));
  return { ...entry, sources };
}

function optionsIn({ statements }: SpecialSection): readonly Option[] {
  const heads = statements.flatMap(s => {
    const [, tag, name] = /^\*\*(O\d+) (.+?)\*\*[,:]?\s*/.exec(s.text) ?? [];
    return tag && name ? [{ tag, name, here: { ...s, text: s.text.replace(/^\*\*.+?\*\*,?\s*/, '') } }] : [];
  });
  return heads.map(({ tag, name, here }) => {
    const own = (mark: RegExp): readonly Statement[] =>
      statements.flatMap(s => {
        const rest = new RegExp(`^\\*\\*${tag}\\*\\* ${mark.source}\\s*(.+)$`, 's').exec(s.text)?.[1];
        return rest === undefined ? [] : [{ ...s, text: rest }];
      });
    return { tag, name, here, pros: own(/for it:/), cons: own(/against it:/), right: own(/is right when/) };
  });
}

function outcome(
  recommended: SpecialSection,
  chosen: Option,
  tell: (s: Statement) => string,
): readonly Block[] {
  const [lead, ...rest] = recommended.statements;
  const why = lead ? tell({ ...lead, text: lead.text.replace(/^\*\*.+?\*\*[:,]?\s*/, '') }) : '';
  return [
    ...paragraph(
      `Chosen option: “${inline(`${chosen.tag} ${chosen.name}`)}”${why ? `, because ${lowered(why)}` : '.'}`,
    ),
    ...list(rest.map(tell)),
  ];
}

const because = (weight: string, line: string): string => `${weight}, because ${lowered(line)}`;

function consequences({ pros, cons, here }: Option, tell: (s: Statement) => string): readonly Block[] {
  return list([
    ...pros.map(s => because('Good', tell(s))),
    ...cons.map(s => because('Bad', tell(s))),
    ...(here && /\bnot here\b/.test(here.text)
      ? ['Neutral, because it has to be brought in: nothing of it is here today.']
      : []),
  ]);
}

function prosAndCons({ here, pros, cons, right }: Option, tell: (s: Statement) => string): readonly Block[] {
  return [
    ...(here ? paragraph(capital(tell(here))) : []),
    ...list([
      ...pros.map(s => because('Good', tell(s))),
      ...cons.map(s => because('Bad', tell(s))),
      ...right.map(s => `Neutral, because it is right when ${tell(s)}`),
    ]),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The trials, with what is seen then: the record itself is no proof of what it says. */
function confirmation({ steps }: Plan): readonly Block[] {
  const trials = steps.filter(step => step.part !== 'documentation');
  return list(
    trials.map(step => {
      const seen = step.verify.map(verification).filter(Boolean);
      return `${bold(step.title)}${seen.length > 0 ? `: ${seen.join('; ')}` : ''}`;
    }),
    'Measured before it is accepted:',
  );
}

function information(
  plan: Plan,
  change: SpecialSection | undefined,
  context: ExportContext,
  tell: (s: Statement) => string,
): readonly Block[] {
  const open = plan.questions.filter(isOpen).map(({ question }) => {
    const assumed = question.choices.find(choice => choice.id === question.recommended);
    return `${bold(question.text)}${assumed ? ` Assumed until it is answered: ${inline(assumed.label)}.` : ''}`;
  });
  return [
    ...list((change?.statements ?? []).map(tell), 'What would change it:'),
    ...list(open, 'Open:'),
    ...list(plan.findings.map(tell), 'What was found:'),
    ...paragraph(origin(plan, context)),
  ];
}

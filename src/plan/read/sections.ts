import type { ListItem, RootContent } from 'mdast';
import { slug } from '../../shared/slug.ts';
import type { Plan, PlanQuestion, Statement } from '../model.ts';
import { byLabel, headOf, isList, itemsOf, paragraphsOf } from './blocks.ts';
import { splitNumbers } from './numbers.ts';
import { readStatement, withBracketSources, withReadSources } from './sources.ts';
import { actionOf, afterDash, fileOf } from './steps.ts';
import { blockText, dataText, leadingBold, leadingCode, splitOutside } from './text.ts';

type Nodes = readonly RootContent[];

/** Each paragraph is one statement: its sentences share the sources at its end. */
export function paragraphStatements(nodes: Nodes, source: string): Statement[] {
  return paragraphsOf(nodes).map(node => readStatement(blockText(node, source)));
}

export function listStatements(nodes: Nodes, source: string): Statement[] {
  return itemsOf(nodes).map(item => readStatement(blockText(item, source)));
}

/** Paragraphs and items alike, in order: how other hands mix them. */
export function allStatements(nodes: Nodes, source: string): Statement[] {
  return nodes.flatMap(node => {
    if (node.type === 'paragraph') return [readStatement(blockText(node, source))];
    return isList(node) ? node.children.map(item => readStatement(blockText(item, source))) : [];
  });
}

export function readRequirements(nodes: Nodes, source: string): Pick<Plan, 'requirements' | 'outOfScope'> {
  const requirements: Plan['requirements'] = [];
  const outOfScope: string[] = [];
  for (const group of byLabel(nodes)) {
    const out = /^(?:not part of this plan|out of scope|non-goals?)$/.test(group.label);
    for (const item of itemsOf(group.nodes)) {
      const lead = leadingBold(headOf(item), source);
      const id = lead && /^[A-Z]{1,4}-?\d+$/.exec(lead.bold.replace(/:$/, ''))?.[0];
      const text = id === undefined ? blockText(item, source) : afterDash(lead?.rest ?? '');
      if (out) outOfScope.push(text);
      else {
        const read = withReadSources(text);
        requirements.push({
          id: id ?? `R${requirements.length + 1}`,
          text: read.text,
          sources: [...read.sources],
        });
      }
    }
  }
  return { requirements, outOfScope };
}

export function readState(nodes: Nodes, source: string): Pick<Plan, 'currentState' | 'integrationPoints'> {
  const groups = byLabel(nodes);
  const of = (wanted: boolean) =>
    groups
      .filter(group => (group.label === 'integration points') === wanted)
      .flatMap(group => allStatements(group.nodes, source));
  return { currentState: of(false), integrationPoints: of(true) };
}

export function readApproach(title: string, nodes: Nodes, source: string): Plan['approach'] {
  const approach: Plan['approach'] = { title, summary: [], decisions: [], alternatives: [] };
  let under: string | undefined;
  const parts: { readonly title: string | undefined; readonly nodes: RootContent[] }[] = [
    { title: undefined, nodes: [] },
  ];
  for (const node of nodes) {
    if (node.type === 'heading') {
      under = dataText(node.children, source);
      parts.push({ title: under, nodes: [] });
    } else parts.at(-1)?.nodes.push(node);
  }
  for (const part of parts) {
    if (part.title === undefined) approach.summary.push(...allStatements(part.nodes, source));
    else if (/^alternatives?\b/i.test(part.title))
      approach.alternatives.push(
        ...itemsOf(part.nodes).map(item => {
          const lead = leadingBold(headOf(item), source);
          return lead
            ? { title: lead.bold.replace(/:$/, ''), whyNot: afterDash(lead.rest) }
            : { title: blockText(item, source), whyNot: '' };
        }),
      );
    else approach.decisions.push({ title: part.title, reasons: allStatements(part.nodes, source) });
  }
  return approach;
}

const RUNS: Readonly<Record<string, Plan['tests']['files'][number]['action']>> = {
  new: 'create',
  extended: 'modify',
  'as it is': 'run',
};

export function readTests(nodes: Nodes, source: string): Plan['tests'] {
  const tests: Plan['tests'] = { intro: [], files: [], cases: [] };
  for (const group of byLabel(nodes)) {
    if (group.label === '') tests.intro.push(...paragraphStatements(group.nodes, source));
    const cases = /cases|scenarios/.test(group.label) || group.label === '';
    for (const item of itemsOf(group.nodes)) {
      const file = /test files?|^files/.test(group.label)
        ? fileOf(headOf(item), undefined, source)
        : undefined;
      if (file) {
        const lead = leadingCode(headOf(item), source);
        const said = /^\((new|extended|as it is)\)/.exec(lead?.rest ?? '')?.[1];
        const rest = (lead?.rest ?? '').replace(/^\([^)]*\)\s*/, '');
        const action = (said && RUNS[said]) || actionToRun(actionOf(group.label) ?? file.action);
        tests.files.push({ path: file.path, purpose: lead ? afterDash(rest) : file.what, action });
      } else if (cases) {
        const text = blockText(item, source);
        const proves = / \(proves ([^()]+)\)(\.?)$/.exec(text);
        tests.cases.push({
          text: proves ? text.slice(0, proves.index) + (proves[2] ?? '') : text,
          proves: proves?.[1]?.split(/,\s*/) ?? [],
        });
      }
    }
  }
  return tests;
}

function actionToRun(action: 'create' | 'modify' | 'delete'): Plan['tests']['files'][number]['action'] {
  return action === 'delete' ? 'modify' : action;
}

type StepIds = readonly (string | undefined)[];

/** `stepIds`: ids of the steps, that of step 1 first. */
export function readRollback(nodes: Nodes, source: string, stepIds: StepIds): Plan['rollback'] {
  return itemsOf(nodes).map(item => {
    const lead = leadingBold(headOf(item), source);
    const undoes = /^\s*\(undoes steps? ([\d, ]+)\)/.exec(lead?.rest ?? '');
    const text = lead ? afterDash(lead.rest.slice(undoes?.[0].length ?? 0).trim()) : blockText(item, source);
    const code = item.children.find(child => child.type === 'code');
    const caption = item.children[1];
    return {
      title: lead?.bold.replace(/:$/, '') ?? '',
      undoes: splitNumbers(undoes?.[1] ?? '').flatMap(n => stepIds[n - 1] ?? []),
      ...(code
        ? {
            code: {
              language: code.lang ?? '',
              caption: caption?.type === 'paragraph' ? blockText(caption, source) : '',
              code: code.value,
              kind: 'command' as const,
            },
          }
        : {}),
      text,
    };
  });
}

export function readSecurity(nodes: Nodes, source: string, stepIds: StepIds): Plan['security'] {
  const security: Plan['security'] = { implemented: [], monitor: [] };
  for (const group of byLabel(nodes)) {
    const monitor = /monitor|watch/.test(group.label);
    for (const item of itemsOf(group.nodes)) {
      const text = blockText(item, source);
      if (monitor) {
        security.monitor.push(text);
        continue;
      }
      const step = /^Step (\d+): /.exec(text);
      const nobody = /^Assumption: (.*) \(no step does this yet\)$/.exec(text);
      security.implemented.push({
        text: nobody?.[1] ?? (step ? text.slice(step[0].length) : text),
        stepId: (step?.[1] && stepIds[Number(step[1]) - 1]) || '',
      });
    }
  }
  return security;
}

export function readRisks(nodes: Nodes, source: string): Plan['risks'] {
  return itemsOf(nodes).map(item => {
    const lead = leadingBold(headOf(item), source);
    if (!lead) return { text: blockText(item, source), mitigation: '' };
    const mitigation = afterDash(lead.rest);
    return {
      text: lead.bold.replace(/:$/, ''),
      mitigation: mitigation === 'no mitigation is known.' ? '' : mitigation,
    };
  });
}

/** Check boxes: open, or ticked with the answer below. Items of other hands without a box are open. */
export function readQuestions(nodes: Nodes, source: string): PlanQuestion[] {
  const taken = new Set<string>();
  return itemsOf(nodes).map(item => {
    const read = item.checked === true ? answeredQuestion(item, source) : openQuestion(item, source);
    let { id } = read.question;
    for (let n = 2; taken.has(id); n++) id = `${read.question.id}-${n}`;
    taken.add(id);
    return { ...read, question: { ...read.question, id } };
  });
}

/** The question's words and id, and what stands on the lines below it. */
function questionHead(item: ListItem, source: string) {
  const nodes = headOf(item);
  const lead = leadingBold(nodes, source);
  const [first = '', ...below] = written(item, source);
  const id = lead && /^(`+)(\S+?)\1(?= · |$| )/.exec(lead.rest)?.[2];
  const text = lead?.bold ?? first;
  return {
    text,
    id: id ?? slug(text, 40, 'question'),
    blocking:
      id === undefined ? isBlocking(dataText(nodes, source)) : /must be answered/.test(lead?.rest ?? ''),
    below,
  };
}

/** How other hands say that nothing can begin before the answer. */
function isBlocking(text: string): boolean {
  if (/\bnon-?blocking|\bnot? (?:a )?block/i.test(text)) return false;
  return /\bblock(?:ing|er|s)\b|\bmust be (?:answered|decided|settled|resolved)\b/i.test(text);
}

/** The lines of an item's first paragraph, each as data. */
function written(item: ListItem, source: string): readonly string[] {
  const lines: ListItem['children'][number][][] = [[]];
  const texts: string[] = [];
  for (const node of headOf(item)) {
    if (node.type === 'break') {
      texts.push(dataText(lines.at(-1) ?? [], source));
      lines.push([]);
      continue;
    }
    if (node.type === 'text' && node.value.includes('\n')) {
      const [head = '', ...rest] = node.value.split('\n');
      const last = rest.pop() ?? '';
      texts.push(dataText([...(lines.at(-1) ?? []), { type: 'text', value: head }], source), ...rest);
      lines.push([{ type: 'text', value: last } as never]);
    } else lines.at(-1)?.push(node as never);
  }
  texts.push(dataText(lines.at(-1) ?? [], source));
  return texts.map(text => text.trim());
}

function openQuestion(item: ListItem, source: string): PlanQuestion {
  const { text, id, blocking, below } = questionHead(item, source);
  const why = withBracketSources(below.join(' '));
  const choices = item.children.filter(isList).flatMap(list =>
    list.children.map(choice => {
      const nodes = headOf(choice);
      const said = dataText(nodes, source);
      const lead = leadingBold(nodes, source);
      const assumed = lead?.rest.startsWith(ASSUMED) ? lead : undefined;
      const [label = '', ...more] = assumed
        ? [assumed.bold, afterDash(assumed.rest.slice(ASSUMED.length))]
        : splitOnce(said);
      return {
        id: slug(label, 32, 'choice'),
        label,
        consequence: more.join(''),
        recommended: assumed !== undefined,
      };
    }),
  );
  return {
    question: {
      id,
      text,
      why: why.text,
      evidence: [...why.sources],
      choices: choices.map(({ recommended: _, ...choice }) => choice),
      recommended: choices.find(choice => choice.recommended)?.id ?? choices[0]?.id ?? '',
      asked: 'plan',
      ...(blocking ? { blocking } : {}),
    },
  };
}

const ASSUMED = '(assumed until answered)';

function splitOnce(text: string): readonly string[] {
  const [label = '', ...rest] = splitOutside(text, ': ');
  return [label, rest.join(': ')];
}

function answeredQuestion(item: ListItem, source: string): PlanQuestion {
  const { text, id, below } = questionHead(item, source);
  const said = below.join(' ').replace(/^Answer: /, '');
  const [answer = '', effect] = said.split(/ Changed: (.*)$/s);
  const chosen = /^\*\*(.+?)\*\*(?: \((.*)\))?\.?$/.exec(answer.trim());
  const words = /^“(.*)”\.?$/s.exec(answer.trim());
  const choiceId = slug(chosen?.[1] ?? '', 32, 'choice');
  const delegated = chosen?.[2] === 'left to the planner';
  return {
    question: {
      id,
      text,
      why: '',
      evidence: [],
      choices: chosen?.[1] ? [{ id: choiceId, label: chosen[1], consequence: '' }] : [],
      recommended: delegated ? choiceId : '',
      asked: 'plan',
    },
    answer: delegated
      ? { kind: 'delegated', questionId: id }
      : chosen
        ? { kind: 'choice', questionId: id, choiceId, ...(chosen[2] ? { note: chosen[2] } : {}) }
        : { kind: 'text', questionId: id, text: words?.[1] ?? answer.trim() },
    ...(effect ? { effect } : {}),
  };
}

/** What a revision changed: `**because**: what (steps 2, 3).` */
export function readChanges(nodes: Nodes, source: string, stepIds: StepIds): Plan['changes'] {
  return itemsOf(nodes).map(item => {
    const lead = leadingBold(headOf(item), source);
    const said = lead ? afterDash(lead.rest) : blockText(item, source);
    const steps = / \(steps? ([\d, ]+)\)(\.?)$/.exec(said);
    const what = steps ? said.slice(0, steps.index) + (steps[2] ?? '') : said;
    return {
      because: lead?.bold ?? '',
      what: what === 'nothing changed.' ? '' : what,
      stepIds: splitNumbers(steps?.[1] ?? '').flatMap(n => stepIds[n - 1] ?? []),
    };
  });
}

export function readSpecial(title: string, nodes: Nodes, source: string) {
  const table = nodes.find(node => node.type === 'table');
  const [head, ...rows] = (table?.children ?? []).map(row =>
    row.children.map(cell => dataText(cell.children, source)),
  );
  return { title, statements: listStatements(nodes, source), ...(head ? { table: { head, rows } } : {}) };
}

export function numberedTexts(nodes: Nodes, source: string): string[] {
  return itemsOf(nodes).map(item => blockText(item, source));
}

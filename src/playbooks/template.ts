import { type ConditionTree, holds, parseCondition } from './condition.ts';

/** What a template may ask: values, lists and conditions. */
export interface Scope {
  value(name: string): string | undefined;
  list(name: string): readonly Readonly<Record<string, string>>[];
  test(name: string): boolean;
}

/** A text with placeholders as it was read. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string }
  | {
      readonly kind: 'if';
      readonly when: ConditionTree;
      readonly yes: readonly TemplateNode[];
      readonly no: readonly TemplateNode[];
    }
  | { readonly kind: 'each'; readonly list: string; readonly body: readonly TemplateNode[] };

/** What is wrong in a template, with the offset at which it stands. */
export interface TemplateProblem {
  readonly at: number;
  readonly message: string;
}

/** Far above any file that a plan shows; a template of a stranger must not fill the memory. */
const LONGEST = 200_000;
/** Deeper than anybody can read. */
const DEEPEST = 12;

interface Open {
  readonly kind: 'if' | 'each';
  readonly head: string;
  readonly at: number;
  readonly start: number;
  readonly nodes: TemplateNode[];
  /** The nodes before `{{else}}`, once that was met. */
  yes?: TemplateNode[];
}

/**
 * Reads a text with placeholders in one pass, in time that grows with its length alone. What stands in braces of a
 * form that is none of ours (`{{ color: 'red' }}`) is a value of that name, which nobody has.
 */
export function parseTemplate(text: string): {
  readonly nodes: readonly TemplateNode[];
  readonly problems: readonly TemplateProblem[];
} {
  const problems: TemplateProblem[] = [];
  const root: TemplateNode[] = [];
  const open: Open[] = [];
  const nodes = (): TemplateNode[] => open.at(-1)?.nodes ?? root;
  const wrong = (at: number, message: string): void => void problems.push({ at, message });
  let from = 0;
  const say = (until: number): void => {
    if (until > from) nodes().push({ kind: 'text', text: text.slice(from, until) });
  };
  const close = (kind: Open['kind'], at: number, end: number): void => {
    const block = open.at(-1);
    if (block?.kind !== kind) {
      const instead = block ? `{{#${block.kind} ${block.head}}} is open there` : 'nothing is open there';
      wrong(at, `{{/${kind}}} closes no {{#${kind} …}}: ${instead}`);
      return;
    }
    open.pop();
    const isTall = text.slice(block.start, at).includes('\n');
    nodes().push(blockOf(block, problem => wrong(block.at, problem)));
    // A block over several lines takes its closing line along; one inside a line leaves the line's end alone.
    if (isTall && text[end] === '\n') from++;
  };
  for (const { at, end, inner } of marksOf(text)) {
    say(at);
    from = end;
    const name = inner.trim();
    const head = /^#(if|each) ([\s\S]+)$/.exec(inner);
    if (head?.[1] === 'if' || head?.[1] === 'each') {
      const [, kind, said = ''] = head;
      if (open.length >= DEEPEST) {
        wrong(at, `blocks in blocks were expected at most ${DEEPEST} deep`);
        break;
      }
      if (kind === 'each' && open.some(o => o.kind === 'each'))
        wrong(at, 'an {{#each}} inside of an {{#each}} is not read');
      open.push({ kind, head: said.trim(), at, start: end, nodes: [] });
    } else if (inner === '/if' || inner === '/each') close(inner === '/if' ? 'if' : 'each', at, end);
    else if (inner === 'else' && open.at(-1)?.kind === 'if') {
      const block = open[open.length - 1];
      if (block?.yes !== undefined) wrong(at, 'a second {{else}} in one {{#if}}');
      else if (block) {
        block.yes = [...block.nodes];
        block.nodes.length = 0;
        if (text[end] === '\n') from++;
      }
    } else if (/^[#/]|^else$/.test(name))
      wrong(at, `{{${name}}} is no mark: {{#if …}}, {{else}}, {{/if}}, {{#each …}}, {{/each}} are`);
    else nodes().push({ kind: 'value', name });
  }
  say(text.length);
  for (const block of open) wrong(block.at, `{{#${block.kind} ${block.head}}} is never closed`);
  return { nodes: root, problems };
}

/** Where `{{…}}` stand: braces with no brace inside. */
function* marksOf(text: string): Generator<{ at: number; end: number; inner: string }> {
  for (let at = text.indexOf('{{'); at >= 0; ) {
    const brace = nextBrace(text, at + 2);
    if (brace < 0) return;
    if (text.startsWith('}}', brace) && text.slice(at + 2, brace).trim() !== '') {
      yield { at, end: brace + 2, inner: text.slice(at + 2, brace) };
      at = text.indexOf('{{', brace + 2);
    } else at = text.indexOf('{{', text[brace] === '{' ? brace - (brace === at + 2 ? 1 : 0) : brace + 1);
  }
}

function nextBrace(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '}') return at;
  }
  return -1;
}

function blockOf(block: Open, wrong: (problem: string) => void): TemplateNode {
  if (block.kind === 'each') return { kind: 'each', list: block.head, body: withoutBreak(block.nodes) };
  const yes = withoutBreak(block.yes ?? block.nodes);
  const no = block.yes === undefined ? [] : withoutBreak(block.nodes);
  try {
    return { kind: 'if', when: parseCondition(block.head), yes, no };
  } catch (error) {
    wrong(error instanceof Error ? error.message : String(error));
    return { kind: 'text', text: '' };
  }
}

/** The line's end behind an opening mark belongs to the mark. */
function withoutBreak(nodes: readonly TemplateNode[]): readonly TemplateNode[] {
  const [first, ...rest] = nodes;
  return first?.kind === 'text' && first.text.startsWith('\n')
    ? [{ kind: 'text', text: first.text.slice(1) }, ...rest]
    : nodes;
}

/**
 * Fills `{{name}}`, `{{#if cond}}…{{else}}…{{/if}}` and `{{#each list}}…{{.key}}…{{/each}}`.
 * Undefined where a placeholder has no value, where the text is broken or would grow beyond all measure: the sentence or
 * block that needs it is left out. Values are put in as they are; marks that stand in them are text.
 */
export function fill(text: string, scope: Scope): string | undefined {
  if (!text.includes('{{')) return text;
  const { nodes, problems } = parseTemplate(text);
  if (problems.length > 0) return undefined;
  const out: string[] = [];
  let length = 0;
  const put = (said: string | undefined): boolean => {
    if (said === undefined) return false;
    length += said.length;
    out.push(said);
    return length <= LONGEST;
  };
  type Entry = Readonly<Record<string, string>> | undefined;
  const all = (some: readonly TemplateNode[], entry: Entry): boolean => some.every(node => one(node, entry));
  const one = (node: TemplateNode, entry: Entry): boolean => {
    switch (node.kind) {
      case 'text':
        return put(node.text);
      case 'value':
        return put(
          entry && node.name.startsWith('.') ? (entry[node.name.slice(1)] ?? '') : scope.value(node.name),
        );
      case 'if':
        return all(holds(node.when, name => scope.test(name)) ? node.yes : node.no, entry);
      case 'each':
        return scope.list(node.list).every(each => all(node.body, each));
    }
  };
  return all(nodes, undefined) ? out.join('') : undefined;
}

/** Takes the typing marks `⟦: string⟧` out: kept for TypeScript, dropped for JavaScript. */
export function typed(code: string, typescript: boolean): string {
  const marked = /⟦([^⟦⟧]*)⟧(\n?)/g;
  // A mark that is a line of its own goes with its line.
  return code.replace(marked, (_, inner: string, end: string, at: number) => {
    if (typescript) return inner + end;
    return at === 0 || code[at - 1] === '\n' ? '' : end;
  });
}

import { holds, parseCondition } from './condition.ts';

/** What a template may ask: values, lists and conditions. */
export interface Scope {
  value(name: string): string | undefined;
  list(name: string): readonly Readonly<Record<string, string>>[];
  test(name: string): boolean;
}

const BLOCK = /\{\{#(if|each) ([^}]+)\}\}((?:(?!\{\{#(?:if|each) )[\s\S])*?)\{\{\/\1\}\}/;

/**
 * Fills `{{name}}`, `{{#if cond}}…{{else}}…{{/if}}` and `{{#each list}}…{{.key}}…{{/each}}`.
 * Undefined where a placeholder has no value: the sentence or block that needs it is left out.
 */
export function fill(text: string, scope: Scope): string | undefined {
  let out = text;
  for (let guard = 0; guard < 200; guard++) {
    const block = BLOCK.exec(out);
    if (!block) break;
    const [whole, kind = '', head = '', body = ''] = block;
    // A block over several lines takes its closing line along; one inside a line leaves the line's end alone.
    const end =
      block.index + whole.length + (body.includes('\n') && out[block.index + whole.length] === '\n' ? 1 : 0);
    out = out.slice(0, block.index) + expand(kind, head, body, scope) + out.slice(end);
  }
  let missing = false;
  const filled = out.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (_, name: string) => {
    const value = scope.value(name);
    if (value === undefined) missing = true;
    return value ?? '';
  });
  return missing ? undefined : filled;
}

function expand(kind: string, head: string, body: string, scope: Scope): string {
  if (kind === 'if') {
    const [yes = '', no = ''] = body.split(/\{\{else\}\}\n?/);
    const said = holds(parseCondition(head), name => scope.test(name)) ? yes : no;
    return said.startsWith('\n') ? said.slice(1) : said;
  }
  return scope
    .list(head.trim())
    .map(entry => body.replace(/^\n/, '').replace(/\{\{\.(\w+)\}\}/g, (_, key: string) => entry[key] ?? ''))
    .join('');
}

/** Takes the typing marks `⟦: string⟧` out: kept for TypeScript, dropped for JavaScript. */
export function typed(code: string, typescript: boolean): string {
  const marked = /⟦([^⟧]*)⟧(\n?)/g;
  // A mark that is a line of its own goes with its line.
  return code.replace(marked, (_, inner: string, end: string, at: number) => {
    if (typescript) return inner + end;
    return at === 0 || code[at - 1] === '\n' ? '' : end;
  });
}

import { parseTree, type Tree } from '../pages/tree.ts';
import { COMPUTED, type Part, type Tag } from './tag.ts';

/** Expressions of server templates: EJS, ERB, PHP, JSP; Handlebars, Jinja, Twig, Liquid, Blade, Go; Razor has none of them. */
const EXPRESSION =
  /<%[\s\S]*?%>|<\?(?:php|=)[\s\S]*?(?:\?>|$(?![\s\S]))|\{\{\{[\s\S]*?\}\}\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}|\{!![\s\S]*?!!\}/g;

/** What a template brings in by name, in the ways of a dozen languages. */
const INCLUDE =
  /(?:\b(?:include|render|partial|include_once|require_once)\b\s*\(?\s*(?:partial:\s*)?|^\{\{-?\s*(?:template|>)\s*)["'`]?([\w./-]+)["'`]?/;
const BY_DIRECTIVE = /@include\(\s*["']([\w./-]+)["'][^)]*\)/g;

/** Stands where a template brings another one in; its name is the attribute `name`. */
export const INCLUDED = 'x-included';

/** A page of HTML, or the template of one; undefined where it is larger than a page for people. */
export function htmlTags(text: string, part: Part): Tag | undefined {
  // What a template computes keeps its lines, so that places stay what they are.
  const bare = text
    .replace(BY_DIRECTIVE, (_, name: string) => included(name.replaceAll('.', '/')))
    .replace(EXPRESSION, found => {
      const name = INCLUDE.exec(found)?.[1];
      const lines = found.replace(/[^\n]/g, '');
      // Inside of a tag or a script nothing can be brought in.
      return name === undefined || /\.(?:js|css)$/.test(name) ? COMPUTED + lines : included(name) + lines;
    });
  const document = parseTree(bare);
  return document && convert(document, part);
}

function included(name: string): string {
  return `<${INCLUDED} name="${name}"></${INCLUDED}>`;
}

type Made = Tag & { readonly children: (Tag | string)[] };

function convert(document: Tree.Document, part: Part): Tag {
  const root: Made = made('#document', new Map(), part, 1, part.lines.length);
  const stack: { readonly node: Tree.ChildNode; readonly into: Made; readonly line: number }[] = [];
  const push = (nodes: readonly Tree.ChildNode[], into: Made, line: number) => {
    for (const node of [...nodes].reverse()) stack.push({ node, into, line });
  };
  push(document.childNodes, root, 1);
  for (let task = stack.pop(); task; task = stack.pop()) {
    const { node, into, line: before } = task;
    if (node.nodeName === '#text' && 'value' in node) into.children.push(node.value);
    if (!('tagName' in node)) continue;
    // What the standard adds by itself (`<tbody>`, a missing `<head>`) stands nowhere.
    const place = node.sourceCodeLocation;
    const line = place?.startLine ?? before;
    const tag = made(
      node.tagName,
      new Map(node.attrs.map(a => [a.name, a.value] as const)),
      part,
      line,
      place?.endLine ?? line,
    );
    into.children.push(tag);
    push('content' in node ? node.content.childNodes : node.childNodes, tag, line);
  }
  return root;
}

function made(
  name: string,
  attributes: ReadonlyMap<string, string>,
  part: Part,
  line: number,
  endLine: number,
): Made {
  const open = [...attributes.keys()].some(key => key.includes(COMPUTED));
  return { name, attributes, open, part, line, endLine, children: [] };
}

import type { CodeBlock } from '../../../plan/model.ts';
import type { Template } from '../../../playbooks/model.ts';
import { fill, type Scope, typed } from '../../../playbooks/template.ts';
import { LANGUAGE_NAMES, mainLanguage } from '../main-language.ts';
import { restyle } from '../style.ts';
import type { Composing } from './composing.ts';

/** Languages that are the same in every project, whatever its sources are written in. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'prisma',
  'css',
  'html',
  'sql',
  'bash',
  'sh',
  'yaml',
  'json',
  'dotenv',
  'ini',
  'text',
  'http',
  'nginx',
  'dockerfile',
  'toml',
]);

/** Every mark of a fenced block that is shown in some project; scripts are written once, with types. */
export const TEMPLATE_LANGUAGES: readonly string[] = [
  ...NEUTRAL,
  ...[...LANGUAGE_NAMES].filter(name => name !== 'javascript' && name !== 'js'),
];

/** The template of this name for the project's language; neutral ones (SQL, YAML …) fit everywhere. */
export function templateFor(c: Composing, name: string): Template | undefined {
  const all = c.matched.flatMap(m => m.playbook.templates.filter(t => t.name === name));
  const language = mainLanguage(c.survey);
  const family = language === 'javascript' ? 'typescript' : language;
  return all.find(t => t.language === family) ?? all.find(t => NEUTRAL.has(t.language));
}

/** The template filled and written in the project's style; undefined where it needs something that is not here. */
export function blockOf(
  c: Composing,
  scope: Scope,
  template: Template,
  caption: string,
  kind: CodeBlock['kind'],
): CodeBlock | undefined {
  const code = fill(template.code, scope);
  if (code === undefined) return undefined;
  const { style } = c.survey;
  const script = template.language === 'typescript';
  const text = script ? typed(code, style.language === 'typescript') : code;
  const written = script || template.language === 'python' ? restyle(text, style) : text;
  const language = script ? style.language : template.language === 'dotenv' ? 'bash' : template.language;
  return { language, caption, code: written.replace(/\n{3,}/g, '\n\n').trimEnd(), kind };
}

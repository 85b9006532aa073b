import type { CodeBlock, Step } from '../model.ts';

/** Languages of code blocks that the checks can read, by the word behind the fence. */
export const family: Readonly<Record<string, 'js' | 'python' | 'json' | 'yaml'>> = {
  ts: 'js',
  typescript: 'js',
  tsx: 'js',
  js: 'js',
  javascript: 'js',
  jsx: 'js',
  mjs: 'js',
  py: 'python',
  python: 'python',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
};

/** New code of a step: excerpts of today's code are no claim of the plan. */
export function newCode(step: Step): readonly CodeBlock[] {
  return step.code.filter(block => block.kind !== 'existing');
}

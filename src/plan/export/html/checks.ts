import { reportGroups } from '../../checks/index.ts';
import type { CheckResult } from '../../model.ts';
import { type Child, h } from './markup.ts';
import { bullets, type Hand, line } from './prose.ts';

const WORDS: Readonly<
  Record<CheckResult['verdict'], { readonly mark: string; readonly word: string; readonly tone: string }>
> = {
  passed: { mark: '✓', word: 'passed', tone: 'good' },
  failed: { mark: '✗', word: 'failed', tone: 'bad' },
  'not-checked': { mark: '?', word: 'not checked: a fact was out of reach', tone: 'warn' },
  'not-applicable': { mark: '–', word: 'does not apply here', tone: 'quiet' },
};

/** What checks say is written here: names stand in code. */
const OURS: Hand = { own: true };

/** The fifteen checks under their nine headings; a finding names its line in the plan's file. */
export function checks(results: readonly CheckResult[] | undefined): Child {
  if (results === undefined || results.length === 0) return undefined;
  const count = (verdict: CheckResult['verdict']) => results.filter(one => one.verdict === verdict).length;
  const said = (['passed', 'failed', 'not-checked', 'not-applicable'] as const)
    .filter(verdict => count(verdict) > 0)
    .map(
      verdict =>
        `${count(verdict)} ${WORDS[verdict].word.replace(/:.*/, '').replace('does not apply here', 'not applicable')}`,
    );
  return [
    h('p', {}, `${said.join(', ')}.`),
    h(
      'div',
      { class: 'report' },
      reportGroups({ results: [...results] })
        .filter(group => group.results.length > 0)
        .map(group =>
          h('div', { class: 'group' }, h('h3', {}, group.title), bullets(group.results.map(one), 'plain')),
        ),
    ),
  ];
}

function one({ check, name, verdict, findings }: CheckResult): Child {
  const { mark, word, tone } = WORDS[verdict];
  return [
    h('span', { class: `mark ${tone}`, 'aria-hidden': 'true' }, mark),
    ` ${name} `,
    h('span', { class: 'sources' }, `check ${check}: ${word}`),
    bullets(
      findings.map(({ severity, line: at, message, mend }) => [
        h('span', { class: `tag ${severity === 'error' ? 'bad' : 'warn'}` }, severity),
        ` line ${at}: `,
        line(message, OURS),
        ' ',
        h('span', { class: 'sources' }, line(mend, OURS)),
      ]),
      'findings',
    ),
  ];
}

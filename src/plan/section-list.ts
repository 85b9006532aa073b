import type { GoalKind } from '../domain/index.ts';

/** Sections of a plan in their order. The key is stable; the heading is what the file shows. */
export const sectionList = [
  { key: 'overview', heading: 'Overview' },
  { key: 'requirements', heading: 'Requirements' },
  { key: 'findings', heading: 'Research Findings' },
  { key: 'state', heading: 'Current State and Integration Points' },
  { key: 'approach', heading: 'Approach' },
  { key: 'steps', heading: 'Implementation Steps' },
  { key: 'files', heading: 'File Changes Summary' },
  { key: 'tests', heading: 'Test Strategy' },
  { key: 'timeline', heading: 'Timeline' },
  { key: 'rollback', heading: 'Rollback' },
  { key: 'security', heading: 'Security Considerations' },
  { key: 'performance', heading: 'Performance Considerations' },
  { key: 'monitoring', heading: 'Monitoring' },
  { key: 'risks', heading: 'Risks' },
  { key: 'questions', heading: 'Questions' },
  { key: 'decisions', heading: 'Decisions' },
  { key: 'next', heading: 'Next Steps' },
] as const;

export type SectionKey = (typeof sectionList)[number]['key'];

/** Sections that a plan of this kind may leave out when they have nothing to say; all others are required. */
const mayLackByKind: Readonly<Record<GoalKind, readonly SectionKey[]>> = {
  feature: [],
  cro: [],
  refactoring: ['security', 'performance', 'monitoring', 'decisions'],
  decision: ['steps', 'files', 'tests', 'timeline', 'rollback', 'security', 'performance', 'monitoring'],
  fix: ['security', 'performance', 'monitoring', 'decisions'],
  'ci-fix': ['requirements', 'security', 'performance', 'monitoring', 'decisions'],
  bootstrap: ['state'],
};

export function isRequired(kind: GoalKind, key: SectionKey): boolean {
  return !mayLackByKind[kind].includes(key);
}

export function headingOf(key: SectionKey): string {
  return sectionList.find(section => section.key === key)?.heading ?? key;
}

/** Headings by which other hands call the same sections: first words, lower case. */
const names: readonly (readonly [RegExp, SectionKey])[] = [
  [/^(overview|summary)\b/, 'overview'],
  [/^requirements?\b/, 'requirements'],
  [/^(research|findings)\b/, 'findings'],
  [/^(current state|integration points)\b/, 'state'],
  [/^approach\b/, 'approach'],
  [/^(implementation )?(steps|tasks)\b/, 'steps'],
  [/^(file changes|files? summary|files)\b/, 'files'],
  [/^(tests?|test strategy|testing)\b/, 'tests'],
  [/^timeline\b/, 'timeline'],
  [/^roll-?back\b/, 'rollback'],
  [/^security\b/, 'security'],
  [/^performance\b/, 'performance'],
  [/^monitoring\b/, 'monitoring'],
  [/^risks?\b/, 'risks'],
  [/^(open )?questions\b/, 'questions'],
  [/^decisions\b/, 'decisions'],
  [/^next steps\b/, 'next'],
];

/** Further names that only plans by other hands give them: a person may call a section of their own in one of ours so. */
const otherNames: readonly (readonly [RegExp, SectionKey])[] = [
  [
    /^(?:context|background|introduction|abstract|motivation|problem|goals?|objectives?|purpose|scope)\b/,
    'overview',
  ],
  [/^(?:(?:non-)?functional requirements?|user stories|acceptance criteria)\b/, 'requirements'],
  [/^(?:existing (?:code|state)|current (?:situation|behaviou?r|architecture))\b/, 'state'],
  [
    /^(?:design|architecture|proposed (?:solution|design|approach)|solution|technical (?:approach|design|considerations))\b/,
    'approach',
  ],
  [
    /^(?:implementation|plan|(?:proposed )?changes|action (?:plan|items)|work (?:items|breakdown|plan)|task (?:list|breakdown)|phases|to-?dos?|checklist|items?|what (?:to do|has to be done|we (?:do|will do))|how (?:we|i) (?:do|will)|work|backlog)\b/,
    'steps',
  ],
  [/^(?:affected files|files? (?:to|changed|affected)|change summary|changed files)\b/, 'files'],
  [/^(?:validation|verification|test plan|quality assurance|done means|definition of done)\b/, 'tests'],
  [/^(?:estimat\w+|time|schedule|effort|total)\b/, 'timeline'],
  [
    /^(?:(?:if|when|in case) (?:it|things?|something|anything|this)\b.*\b(?:wrong|breaks?|fails?)|revert(?:ing)?|way back|undo(?:ing)?|back(?:ing)?[- ]?out|roll(?:ing)? back)\b/,
    'rollback',
  ],
  [/^(?:threats?|privacy)\b/, 'security'],
  [/^(?:unresolved|open (?:points|issues)|unknowns)\b/, 'questions'],
];

/** The same for a plan by other hands; numbers and signs before the heading do not count. */
export function otherSectionKey(heading: string): SectionKey | undefined {
  const text = heading
    .toLowerCase()
    .replace(/^[^\p{L}\d]+/u, '')
    .replace(/^\d+(?:\.\d+)*[.:)]?\s+/, '')
    .trim();
  return sectionKey(text) ?? otherNames.find(([pattern]) => pattern.test(text))?.[1];
}

/** Which section a level-2 heading opens, also as other hands write it ("Rollback Plan", "Timeline Estimate"). */
export function sectionKey(heading: string): SectionKey | undefined {
  const text = heading.trim().toLowerCase();
  return names.find(([pattern]) => pattern.test(text))?.[1];
}

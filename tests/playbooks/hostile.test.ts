import { describe, expect, it } from 'vitest';
import { insideOnly } from '../../src/agent/local/compose/places.ts';
import { localVocabulary } from '../../src/agent/local/compose/vocabulary.ts';
import { withReadSources } from '../../src/plan/read/sources.ts';
import { sourceText } from '../../src/plan/render/sources.ts';
import { parseCondition } from '../../src/playbooks/condition.ts';
import { loadLibrary, type PlaybookFolder } from '../../src/playbooks/library.ts';
import { parsePlaybook } from '../../src/playbooks/load.ts';
import { markBrought, playbookSource } from '../../src/playbooks/origin.ts';
import { fill, parseTemplate, type Scope, typed } from '../../src/playbooks/template.ts';

const KB = 1024;
const WHOLE = 250 * KB;
const book = (more: string, name = 'x', body = ''): string =>
  `---\nname: ${name}\ntitle: X\ntriggers: [xyz]\n${more}\n---\n${body}`;
const folder = (
  origin: PlaybookFolder['origin'],
  files: Readonly<Record<string, string>>,
): PlaybookFolder => ({
  origin,
  list: () => Object.keys(files),
  read: name => files[name],
  why: () => 'it is gone',
  shown: name => `${origin}/${name}`,
});
const load = (...folders: readonly PlaybookFolder[]) => loadLibrary(folders, localVocabulary());

// Without the guard each of these takes minutes, all memory, or the process (the YAML parser recurses).
describe('a file that is made to stop the reader is refused at its line', () => {
  it.each([
    ['lists in lists', book(`words: ${'['.repeat(WHOLE)}`), 5],
    ['lists in lists, a line each', book(`words:\n  ${'[\n'.repeat(WHOLE / 2)}`), 18],
    ['maps in maps', book(`words: ${'{a: '.repeat(WHOLE / 4)}`), 5],
    ['entries in entries', book(`words:\n  ${'- '.repeat(WHOLE / 2)}`), 6],
    ['keys that are keys', book(`words:\n  ${'? '.repeat(WHOLE / 2)}`), 6],
    ['deeper and deeper', book(Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')), 46],
    ['very many keys', book(Array.from({ length: 25_000 }, (_, i) => `k${i}: v`).join('\n')), undefined],
    ['very many entries', book(`words: [${'a,'.repeat(WHOLE / 2)}]`), 5],
    ['entries beyond any use', book(`words: [${'a,'.repeat(200)}]`), 5],
    ['a text without end', book(`words: ['${'a'.repeat(WHOLE)}']`), 5],
    ['a quote that never closes', book(`words: '${'a'.repeat(WHOLE)}`), 5],
    ['errors on every line', book('a: @\n'.repeat(WHOLE / 5)), undefined],
    ['an alias bomb', book('a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]'), 5],
    ['a second document', book('words: [a]\n...\nname: y'), undefined],
    ['no front matter, only dashes', '-'.repeat(WHOLE), 1],
    ['headings without blocks', book('', 'x', '### a\n```sql\n'.repeat(WHOLE / 14)), undefined],
    ['a condition of brackets', book(`says: [{ text: a, when: '${'('.repeat(3000)}' }]`), 5],
    ['a condition of nots', book(`says: [{ text: a, when: '${'not '.repeat(900)}x' }]`), 5],
  ])('%s', (_, text, line) => {
    const parsed = parsePlaybook('p.md', text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.problems.length).toBeGreaterThan(0);
    expect(parsed.problems.length).toBeLessThanOrEqual(60);
    if (line !== undefined) expect(parsed.problems[0]?.line).toBe(line);
  });

  it.each([
    ['open blocks', '{{#if a}}'.repeat(WHOLE / 9)],
    ['blocks that have no end', '{{#if '.repeat(WHOLE / 6)],
    ['a placeholder of spaces', `{{${' '.repeat(WHOLE)}x`],
    ['placeholders of spaces', `{{   `.repeat(WHOLE / 5)],
    ['braces', '{'.repeat(WHOLE)],
    ['braces that close', '}'.repeat(WHOLE)],
    ['blocks in blocks', `${'{{#each emitters}}'.repeat(40)}x${'{{/each}}'.repeat(40)}`],
    ['closing marks', '{{/if}}'.repeat(WHOLE / 7)],
  ])('a template of %s comes to an end', (_, text) => {
    const scope: Scope = { value: () => 'v', list: () => [{ a: '1' }, { a: '2' }], test: () => true };
    const filled = fill(text, scope);
    expect(filled === undefined || filled.length <= text.length).toBe(true);
  });

  it('marks of types come to an end', () => {
    expect(typed('⟦'.repeat(WHOLE), true)).toHaveLength(WHOLE);
  });

  it('a text that grows beyond measure is left out', () => {
    const scope: Scope = { value: () => 'v'.repeat(10_000), list: () => [], test: () => true };
    expect(fill('{{goal}} '.repeat(19), scope)).toHaveLength(19 * 10_001);
    expect(fill('{{goal}} '.repeat(30_000), scope)).toBeUndefined();
  });

  it('a condition has an end', () => {
    expect(() => parseCondition('a and '.repeat(10_000))).toThrow('at most');
  });
});

describe('values are text', () => {
  it('marks that stand in a value are not obeyed', () => {
    const scope: Scope = {
      value: name => ({ a: '{{b}}{{#if x}}', b: 'secret' })[name],
      list: () => [{ k: '{{b}}' }],
      test: () => true,
    };
    expect(fill('{{a}}', scope)).toBe('{{b}}{{#if x}}');
    expect(fill('{{#each l}}{{.k}}{{/each}}', scope)).toBe('{{b}}');
  });

  it('a broken text is left out and stops nothing', () => {
    const scope: Scope = { value: () => 'v', list: () => [], test: () => true };
    for (const text of [
      '{{#if a and}}x{{/if}}',
      '{{#if a}}x',
      'x{{/if}}',
      '{{#if a}}{{else}}{{else}}{{/if}}',
    ])
      expect([text, fill(text, scope)]).toEqual([text, undefined]);
    expect(parseTemplate('a{{#if b}}').problems).toEqual([{ at: 1, message: '{{#if b}} is never closed' }]);
  });

  it.each(['../x', 'a/../../x', '/etc/x', '~/x', 'C:/x', 'a\\..\\x', '.git/hooks/x', 'a/.git/config'])(
    'a place that is filled to %s is none',
    path => {
      expect(insideOnly(path)).toBeUndefined();
      expect(insideOnly('src/a..b.ts')).toBe('src/a..b.ts');
    },
  );
});

describe('places that are told by one another', () => {
  const place = (name: string, is: string) => `places:\n  ${name}: ${is}`;

  it.each([
    ['by itself', { 'a.md': book(place('a', '{ of: a }')) }],
    ['by its own path', { 'a.md': book(place('a', "{ path: 'docs/{{new.a}}.md' }")) }],
    ['by its test', { 'a.md': book(place('a', "{ path: 'docs/{{test.a}}.md' }")) }],
    ['by an import', { 'a.md': book(place('a', "{ path: 'docs/{{rel new.a server}}.md' }")) }],
    [
      'across playbooks',
      {
        'a.md': book(place('a', "{ name: '{{new.b}}' }"), 'one'),
        'b.md': book(place('b', "{ folder: '{{new.a}}' }"), 'two'),
      },
    ],
  ])('%s are left out', (_, files) => {
    const { playbooks, problems } = load(folder('project', files));
    expect(playbooks).toEqual([]);
    for (const name of Object.keys(files))
      expect(problems.filter(p => p.file.endsWith(name)).map(p => [p.line, p.message])).toContainEqual([
        6,
        expect.stringContaining('is named after itself'),
      ]);
  });

  it('take no playbook along that others wrote', () => {
    const { playbooks } = load(
      folder('project', { 'a.md': book(place('hub', '{ of: hub }')) }),
      folder('built-in', { 'b.md': book(place('hub', '{ name: hub }'), 'sound') }),
    );
    expect(playbooks.map(p => p.name)).toEqual(['sound']);
  });
});

describe('who wins', () => {
  const titled = (title: string) => book('').replace('title: X', `title: ${title}`);

  it('the project, then the person, then planner-tui, by name', () => {
    const library = load(
      folder('project', { 'a.md': titled('Of the project') }),
      folder('config', { 'a.md': titled('Of the person'), 'b.md': book('', 'y') }),
      folder('built-in', { 'x.md': titled('Built in'), 'z.md': book('', 'z') }),
    );
    expect(library.playbooks.map(p => `${p.name} ${p.origin}`).sort()).toEqual([
      'x project',
      'y config',
      'z built-in',
    ]);
    expect(library.entries.map(e => [e.playbook.title, e.shadows, e.shadowedBy])).toEqual([
      ['Of the project', ['config', 'built-in'], undefined],
      ['Of the person', [], 'project'],
      ['Built in', [], 'project'],
      ['X', [], undefined],
      ['X', [], undefined],
    ]);
  });

  it('a broken one wins over nothing', () => {
    const { playbooks, problems } = load(
      folder('project', { 'a.md': book('nonsense: 1') }),
      folder('built-in', { 'x.md': titled('Built in') }),
    );
    expect(playbooks.map(p => p.title)).toEqual(['Built in']);
    expect(problems.map(p => [p.file, p.line])).toEqual([['project/a.md', 5]]);
  });

  it('more files than anybody has are not read', () => {
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [`p${String(i).padStart(3, '0')}.md`, book('', `p${i}`)]),
    );
    const { playbooks, problems } = load(folder('project', files));
    expect(playbooks.length).toBe(100);
    expect(problems.map(p => p.message)).toEqual([expect.stringContaining('at most 100 playbooks')]);
  });
});

describe('a plan says whose a playbook is', () => {
  it.each([
    ['project', 'playbook `x` of this repository'],
    ['config', 'playbook `x` of your own folder'],
    ['built-in', 'playbook `x`'],
  ] as const)('of %s, and is read back so', (origin, written) => {
    const source = playbookSource({ name: 'x', title: '', origin });
    expect(sourceText(source)).toBe(written);
    expect(withReadSources(`It is so (${written}).`).sources).toEqual([source]);
  });

  it('what is said behind the name otherwise is no playbook', () => {
    expect(withReadSources('It is so (playbook `x` of nobody).').sources).toEqual([]);
  });
});

describe('what a repository brings is marked where a person may run it', () => {
  const text = book(
    [
      'packages: [{ eco: npm, name: left-pad, note: pads }]',
      'requirements: [{ id: r, text: R }]',
      'steps:',
      '  - id: S-a',
      '    title: A',
      '    order: 1',
      '    part: core',
      '    serves: [r]',
      '    code:',
      "      - { template: run, caption: 'Run:' }",
      "      - { template: look, kind: command, caption: 'Look' }",
      "      - { template: table, kind: schema, caption: 'The table:' }",
      "    verify: [{ command: 'make evil' }, { script: test }]",
      "rollback: [{ title: Back, text: 'Undo it:', undoes: [S-a], code: 'make back' }]",
    ].join('\n'),
    'x',
    '### run\n```bash\nmake\n```\n### look\n```text\nls\n```\n### table\n```sql\nselect 1\n```\n',
  );
  const of = (origin: 'project' | 'config' | 'built-in') => {
    const parsed = parsePlaybook('p.md', text, origin);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return markBrought(parsed.playbook);
  };
  const MARK = 'a command that playbook `x` of this repository brings: read it before you run it';

  it('commands to verify, blocks of commands, packages and rollbacks', () => {
    const { packages, steps, rollback } = of('project');
    expect(packages[0]?.note).toBe('pads (named by playbook `x` of this repository)');
    expect(steps[0]?.code.map(c => c.caption)).toEqual([`Run (${MARK}):`, `Look (${MARK}):`, 'The table:']);
    expect(steps[0]?.verify).toEqual([
      { observe: `\`make evil\` ends without an error (${MARK}).` },
      { script: 'test' },
    ]);
    expect(rollback[0]?.text).toBe(`Undo it (${MARK}):`);
  });

  it.each(['config', 'built-in'] as const)('nothing of %s', origin => {
    expect(JSON.stringify(of(origin))).not.toContain('of this repository');
    expect(of(origin).steps[0]?.verify[0]).toEqual({ command: 'make evil' });
  });
});

import { describe, expect, it } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { createDataFiles } from '../../src/host/index.ts';
import { parseCondition } from '../../src/playbooks/condition.ts';
import { loadPlaybooks, parsePlaybook } from '../../src/playbooks/load.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { fill, type Scope, typed } from '../../src/playbooks/template.ts';
import { redact } from '../../src/shared/text/index.ts';
import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';

const shipped = new URL('../../playbooks', import.meta.url).pathname;
const head = (more: string): string => `---\nname: x\ntitle: X\ntriggers: [x]\n${more}\n---\n`;

describe('playbooks', () => {
  it('the shipped ones have no mistake', async () => {
    const { playbooks, problems } = await loadPlaybooks(createDataFiles(shipped));
    expect(problems).toEqual([]);
    expect(playbooks.map(p => p.name)).toEqual(
      expect.arrayContaining(['notifications', 'rate-limiting', 'realtime']),
    );
  });

  it('names the line of a mistake, and the others still work', async () => {
    const files: Record<string, string> = { 'a.md': head('wrong: 1'), 'b.md': head('') };
    const loaded = await loadPlaybooks({ list: () => Object.keys(files), read: name => files[name] });
    expect(loaded.playbooks.map(p => p.name)).toEqual(['x']);
    expect(loaded.problems[0]).toMatchObject({ file: 'a.md' });
    expect(loaded.problems[0]?.message).toContain('wrong');
  });

  it.each([
    ['no front matter', '# hello', 'front matter'],
    ['a condition that breaks', head('says: [{text: a, when: "fact:a and"}]'), 'condition'],
    [
      'a template that is missing',
      head('steps: [{id: S, title: T, order: 1, part: core, code: [{template: no, caption: c}]}]'),
      'no template',
    ],
    [
      'a default that is no choice',
      head(
        'questions: [{id: q, text: t, why: w, default: [{choice: z}], choices: [{id: a, label: A, consequence: c}]}]',
      ),
      'none of its choices',
    ],
  ])('refuses %s', (_, text, said) => {
    const parsed = parsePlaybook('p.md', text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problems.map(p => p.message).join()).toContain(said);
  });

  it('matches phrases by stems, longest trigger first', async () => {
    const playbooks = await shippedPlaybooks();
    const names = (goal: string): string[] =>
      matchPlaybooks(playbooks, goal, stemsOf).map(m => m.playbook.name);
    expect(names('add real-time notifications with WebSocket')).toEqual(['realtime', 'notifications']);
    expect(names('notify customers when an order ships')).toEqual(['notifications']);
    expect(names('say what works here and how to mend what does not')).toEqual([]);
    expect(names('add rate limiting to the public API')).toEqual(['rate-limiting']);
    expect(names('rename the report')).toEqual([]);
  });
});

describe('a gap in a trigger', () => {
  const named = (trigger: string, goal: string): boolean => {
    const parsed = parsePlaybook('p.md', head('').replace('[x]', `['${trigger}']`));
    if (!parsed.ok) throw new Error('the playbook is broken');
    return matchPlaybooks([parsed.playbook], goal, stemsOf).length > 0;
  };

  it.each([
    ['cover … with tests', 'cover src/lib/money.ts with tests', true],
    ['cover … with tests', 'cover it with tests', true],
    ['cover … with tests', 'with tests that cover money', false],
    ['cover … with tests', 'cover a b c d e f g h i j with tests', false],
    ['cover with tests', 'cover src/lib/money.ts with tests', false],
  ])('%s: %s', (trigger, goal, met) => {
    expect(named(trigger, goal)).toBe(met);
  });
});

describe('templates', () => {
  const scope: Scope = {
    value: name => ({ 'a.b': 'yes' })[name],
    list: () => [{ n: '1' }, { n: '2' }],
    test: name => name === 'on',
  };

  it.each([
    ['{{a.b}}', 'yes'],
    ['{{nothing}}', undefined],
    ['x{{#if on}}1{{else}}2{{/if}}y', 'x1y'],
    ['x{{#if not on}}{{nothing}}{{/if}}y', 'xy'],
    ['{{#each l}}<{{.n}}>{{/each}}', '<1><2>'],
    ['a\n{{#if on}}\nb\n{{/if}}\nc', 'a\nb\nc'],
    ['{{#if on}}{{#if off}}1{{else}}2{{/if}}{{/if}}', '2'],
  ])('%j', (text, expected) => {
    expect(fill(text, scope)).toBe(expected);
  });

  it('keeps types for TypeScript alone', () => {
    const code = 'function f(a⟦: string⟧)⟦: void⟧ {}\n⟦type A = 1;⟧\nend';
    expect(typed(code, true)).toBe('function f(a: string): void {}\ntype A = 1;\nend');
    expect(typed(code, false)).toBe('function f(a) {}\nend');
  });

  it.each(['a and', '(a', 'a b', ''])('refuses the condition %j', text => {
    expect(() => parseCondition(text)).toThrow();
  });
});

describe('examples of settings', () => {
  it('are not taken for secrets, so that a plan shows them', async () => {
    const examples = (await shippedPlaybooks()).flatMap(playbook =>
      playbook.env.map(({ name, example }) => `${name}=${example}`),
    );
    expect(examples.length).toBeGreaterThan(10);
    expect(examples.filter(line => redact(line).text !== line)).toEqual([]);
  });
});

import fc from 'fast-check';
import type { Source } from '../../src/domain/index.ts';
import type { Plan, Statement, Step } from '../../src/plan/model.ts';

/** Texts that break Markdown printers: headings, fences, HTML, pipes, definitions, rules, new lines. */
const nasty = fc.constantFrom(
  '\n## Rollback\n',
  '# x',
  '```',
  '~~~js',
  '`',
  '``a`',
  '|',
  '| a | b |\n| --- | --- |',
  '- |',
  '---',
  '===',
  '***',
  '___',
  '<!--',
  '-->',
  '<script>',
  '</div>',
  '<b',
  '[a]: /b',
  '[^1]: x',
  '[x](y)',
  '![x](y)',
  '[x] ',
  '[ ] ',
  '1. a',
  '2) b',
  '+ a',
  '> q',
  '&amp;',
  '&#35;',
  '\\',
  '**',
  '*a*',
  '_b_',
  '~c~',
  '~~d~~',
  '\t',
  '    code',
  '\r\n',
  '\u2028',
  '\u00a0',
  '🙂',
  'e\u0301',
  '日本',
  '### 9. Fake (1–2 min)\n\n`S-fake` · serves R1',
  'https://a.example/b_c_d?e=f&g=h',
  'word',
  ' and ',
  '.',
  ':',
  '#',
  'www.a.example/_x_*',
  'me_*@a.example',
  '_me_@a.example',
  'http://',
);

/** Any text a field may hold. */
export const text = fc.oneof(
  { weight: 3, arbitrary: fc.array(nasty, { minLength: 1, maxLength: 5 }).map(parts => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 24 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.lorem({ maxCount: 6 }) },
);

/** Statements and plans whose texts are these; step ids are unique slugs, as planners make them. */
function arbitraries(text: fc.Arbitrary<string>) {
  const iso = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map(date => date.toISOString());
  const line = fc.integer({ min: 1, max: 5000 });
  const path = fc
    .array(
      fc.oneof(fc.stringMatching(/^[a-z][\w.-]{0,7}$/), fc.constantFrom('we ird', 'a`b', 'x|y', '[id]')),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map(segments => segments.join('/'));

  const source: fc.Arbitrary<Source> = fc.oneof(
    fc.record({ kind: fc.constant('file' as const), path, line, endLine: line }),
    fc.record({
      kind: fc.constant('commit' as const),
      sha: fc.stringMatching(/^[0-9a-f]{10}$/),
      subject: text,
      date: iso,
    }),
    fc.record({ kind: fc.constant('package' as const), name: text, version: text }),
    fc.record({ kind: fc.constant('url' as const), url: fc.oneof(fc.webUrl(), text), title: text }),
    fc.record({ kind: fc.constant('playbook' as const), name: text, title: text }),
    fc.record({ kind: fc.constant('user' as const), what: text }),
  );

  const few = <T>(item: fc.Arbitrary<T>, maxLength = 3) => fc.array(item, { maxLength });

  const statement: fc.Arbitrary<Statement> = fc.record(
    { text, sources: few(source, 2), assumption: fc.boolean() },
    { requiredKeys: ['text', 'sources'] },
  );

  const codeBlock = fc.record(
    {
      language: fc.constantFrom('ts', 'bash', '', 'c++', 'a b`\n'),
      caption: text,
      code: fc.oneof(
        text,
        fc.constantFrom('a\n```\nb', 'x  \n\n~~~~\n', '````md\n```\n````', '  if (a) {\r\n  }'),
      ),
      kind: fc.constantFrom('existing' as const, 'new' as const, 'schema' as const, 'command' as const),
      source,
    },
    { requiredKeys: ['language', 'caption', 'code', 'kind'] },
  );

  const stepId = fc.stringMatching(/^S-[a-z]{1,8}$/);
  const paths = fc.constantFrom('src/a.ts', 'src/b.ts', 'docs/c d.md', 'x`y', 'p|q', 'tests/a.test.ts');
  const minutes = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.double({ min: 0, max: 90, noNaN: true }));

  function step(id: string, ids: readonly string[]): fc.Arbitrary<Step> {
    return fc.record({
      id: fc.constant(id),
      title: text,
      estimate: fc.record({ low: minutes, likely: minutes, high: minutes, basis: text }),
      serves: few(fc.constantFrom('R1', 'R2'), 2),
      dependsOn: few(fc.constantFrom(...ids), 2),
      details: few(text),
      files: few(
        fc.record(
          {
            action: fc.constantFrom('create' as const, 'modify' as const, 'delete' as const),
            path: paths,
            what: text,
            symbol: text,
            at: text,
          },
          { requiredKeys: ['action', 'path', 'what'] },
        ),
      ),
      functions: few(fc.record({ signature: text, purpose: text }), 2),
      code: few(codeBlock, 2),
      verify: few(fc.record({ kind: fc.constantFrom('command' as const, 'observe' as const), text }), 2),
      rollback: few(text, 2),
      packages: few(
        fc.record({
          name: text,
          dev: fc.boolean(),
          action: fc.constantFrom('add' as const, 'remove' as const),
          note: text,
        }),
        2,
      ),
      part: fc.constantFrom(
        'setup' as const,
        'core' as const,
        'integration' as const,
        'testing' as const,
        'documentation' as const,
      ),
    });
  }

  const steps = fc
    .uniqueArray(stepId, { maxLength: 5 })
    .chain(
      (ids): fc.Arbitrary<Step[]> =>
        ids.length === 0 ? fc.constant([]) : fc.tuple(...ids.map(id => step(id, ids))),
    );

  const question: fc.Arbitrary<Plan['questions'][number]> = fc.record(
    {
      question: fc.record(
        {
          id: fc.stringMatching(/^[a-z]{1,6}$/),
          text,
          why: text,
          evidence: few(source, 2),
          choices: fc.array(
            fc.record(
              {
                id: fc.constantFrom('a', 'b'),
                label: text,
                consequence: text,
                effect: fc.record(
                  { steps: fc.integer({ min: -2, max: 3 }), minutes: fc.tuple(fc.nat(50), fc.nat(90)) },
                  { requiredKeys: [] },
                ),
              },
              { requiredKeys: ['id', 'label', 'consequence'] },
            ),
            { maxLength: 3 },
          ),
          recommended: fc.constantFrom('a', 'b'),
          asked: fc.constantFrom('round' as const, 'plan' as const),
        },
        { requiredKeys: ['id', 'text', 'why', 'evidence', 'choices', 'recommended', 'asked'] },
      ),
      answer: fc.oneof(
        fc.record({
          kind: fc.constant('choice' as const),
          questionId: text,
          choiceId: fc.constantFrom('a', 'zz'),
          note: text,
        }),
        fc.record({ kind: fc.constant('text' as const), questionId: text, text }),
        fc.record({ kind: fc.constant('delegated' as const), questionId: text }),
        fc.record({ kind: fc.constant('skipped' as const), questionId: text }),
      ),
      effect: text,
    },
    { requiredKeys: ['question'] },
  );

  const plan: fc.Arbitrary<Plan> = steps.chain(given => {
    const ids = fc.constantFrom('S-none', ...given.map(s => s.id));
    return fc.record(
      {
        schema: fc.constant(1 as const),
        title: text,
        goal: text,
        slug: fc.stringMatching(/^[a-z]{1,6}(-[a-z]{1,4})?$/),
        kind: fc.constantFrom(
          'feature' as const,
          'refactoring' as const,
          'decision' as const,
          'fix' as const,
          'ci-fix' as const,
          'cro' as const,
          'bootstrap' as const,
        ),
        status: fc.constantFrom('draft' as const, 'approved' as const, 'done' as const),
        revision: fc.integer({ min: 1, max: 9 }),
        created: iso,
        commit: fc.stringMatching(/^[0-9a-f]{40}$/),
        clean: fc.boolean(),
        engine: fc.constantFrom('local' as const, 'claude' as const),
        model: text,
        changes: few(fc.record({ because: text, what: text, stepIds: few(ids, 2) }), 2),
        overview: few(statement),
        requirements: few(fc.record({ id: fc.constantFrom('R1', 'R2'), text, sources: few(source, 1) })),
        outOfScope: few(text, 2),
        findings: few(statement),
        currentState: few(statement),
        integrationPoints: few(statement, 2),
        approach: fc.record({
          title: text,
          summary: few(statement, 2),
          decisions: few(fc.record({ title: text, reasons: few(statement, 2) }), 2),
          alternatives: few(fc.record({ title: text, whyNot: text }), 2),
        }),
        steps: fc.constant(given),
        tests: fc.record({
          intro: few(statement, 2),
          files: few(
            fc.record({
              path: paths,
              purpose: text,
              action: fc.constantFrom('create' as const, 'modify' as const, 'run' as const),
            }),
            2,
          ),
          cases: few(fc.record({ text, proves: few(fc.constantFrom('R1', 'R2'), 2) })),
        }),
        rollback: few(
          fc.record(
            { title: text, undoes: few(ids, 2), code: codeBlock, text },
            { requiredKeys: ['title', 'undoes', 'text'] },
          ),
        ),
        security: fc.record({
          implemented: few(fc.record({ text, stepId: ids }), 2),
          monitor: few(text, 2),
        }),
        performance: few(statement, 2),
        monitoring: few(statement, 2),
        risks: few(fc.record({ text, mitigation: text }), 2),
        questions: few(question),
        decisions: few(statement, 2),
        nextSteps: few(text, 2),
        reliesOn: fc.dictionary(path, fc.stringMatching(/^[0-9a-f]{16}$/), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
        notices: few(text, 2),
        nothingFor: fc.constantFrom({}, { risks: '\n## Fake\n' }, { monitoring: '' }),
        special: few(
          fc.record(
            {
              title: text,
              statements: few(statement, 2),
              table: fc.record({ head: few(text), rows: few(few(text, 4), 2) }),
            },
            { requiredKeys: ['title', 'statements'] },
          ),
          1,
        ),
        pace: fc.option(
          fc.record({
            plans: fc.integer({ min: 3, max: 12 }),
            took: fc.integer({ min: 1, max: 90 }).map(n => n / 10),
            factor: fc.integer({ min: 5, max: 30 }).map(n => n / 10),
          }),
          { nil: undefined },
        ),
      },
      { noNullPrototype: true },
    ) as fc.Arbitrary<Plan>;
  });
  return { statement, plan };
}

/** Any statement and any plan, whatever its texts hold. */
export const { statement, plan } = arbitraries(text);

export function planOf(texts: fc.Arbitrary<string>): fc.Arbitrary<Plan> {
  return arbitraries(texts).plan;
}

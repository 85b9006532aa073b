import { describe, expect, it } from 'vitest';
import { type ProjectText, pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

/** JavaScript in three layers: `rates` imports nothing, `bill` imports it, `index` imports both. */
const TILL_JS: ProjectText = {
  'package.json': '{"name":"till-js","version":"1.0.0","private":true,"scripts":{"test":"node --test"}}\n',
  'README.md': '# till-js\n\nA till.\n',
  'src/index.js':
    "const { bill } = require('./bill');\nconst { rate } = require('./rates');\n\nfunction start(country) {\n  return bill([rate(country)]);\n}\n\nmodule.exports = { start };\n",
  'src/bill.js':
    "const { rate } = require('./rates');\n\nfunction bill(lines) {\n  let total = 0;\n  for (const line of lines) total += line * rate('de');\n  return total;\n}\n\nmodule.exports = { bill };\n",
  'src/rates.js':
    "function rate(country) {\n  if (country === 'de') return 19;\n  return 0;\n}\n\nmodule.exports = { rate };\n",
  'test/bill.test.js':
    "const test = require('node:test');\nconst assert = require('node:assert');\nconst { bill } = require('../src/bill');\n\ntest('bills', () => {\n  assert.equal(bill([]), 0);\n});\n",
};

/** Python without annotations. */
const TILL_PY: ProjectText = {
  'pyproject.toml':
    '[project]\nname = "till-py"\nversion = "1.0"\ndependencies = ["requests==2.32.0"]\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
  'README.md': '# till-py\n\nA till.\n',
  'till/__init__.py': '',
  'till/rates.py': "def rate(country):\n    if country == 'de':\n        return 19\n    return 0\n",
  'till/bill.py':
    'from till.rates import rate\n\n\ndef bill(lines):\n    total = 0\n    for line in lines:\n        total += line * rate("de")\n    return total\n',
  'tests/test_bill.py': 'from till.bill import bill\n\n\ndef test_bill():\n    assert bill([]) == 0\n',
};

const { draft, expectSound, expectOwnWords } = playbookProjects({ 'till-js': TILL_JS, 'till-py': TILL_PY });

describe('language-migration', () => {
  const GOAL = 'migrate src to TypeScript';

  it('goes file by file, leaves of the import graph first', async () => {
    const made = await draft('till-js', GOAL, { 'migrate-way': 'file-by-file' });
    expect(playbooksOf(made)).toEqual(['language-migration']);
    expect(made.plan.steps.find(s => s.id === 'S-migrate-first')?.files.map(f => f.path)).toEqual([
      'src/rates.js',
    ]);
    expect(made.plan.steps.find(s => s.id === 'S-migrate-rest')?.files.map(f => f.path)).toEqual([
      'src/bill.js',
      'src/index.js',
    ]);
    // `bill` imports `rates`: only the first is free of the others.
    expect(made.session.questions.find(q => q.id === 'migrate-way')?.why).toContain(
      '`src/rates.js` imports the fewest of the others, `src/bill.js` comes next',
    );
    expect(pathsOf(made)).toContain('tsconfig.json');
    await expectSound('till-js', GOAL, made);
  });

  it('takes all at once where there are few files, and says why not the others', async () => {
    const made = await draft('till-js', GOAL);
    expect(made.plan.approach.title).toContain('one branch');
    expect(made.plan.steps.some(s => s.id === 'S-migrate-first')).toBe(false);
    expect(made.plan.approach.alternatives.length).toBe(2);
    await expectSound('till-js', GOAL, made);
  });

  it('types Python with mypy, in words of its own', async () => {
    const goal = 'add type hints to till';
    const made = await draft('till-py', goal, { 'migrate-way': 'file-by-file' });
    expect(pathsOf(made)).toEqual(expect.arrayContaining(['pyproject.toml', 'till/rates.py']));
    expect(made.revision.markdown).toContain('mypy');
    await expectSound('till-py', goal, made);
    expectOwnWords(made, await draft('till-js', GOAL, { 'migrate-way': 'file-by-file' }));
  });

  it('asks where everything has types', async () => {
    const made = await draft('shop-api', GOAL);
    expect(made.session.questions[0]?.id).toBe('needs-language-migration');
    await expectSound('shop-api', GOAL, made);
  });
});

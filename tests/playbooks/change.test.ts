import { describe, expect, it } from 'vitest';
import { stemsOf } from '../../src/agent/local/stems.ts';
import { matchPlaybooks } from '../../src/playbooks/match.ts';
import { detectKind } from '../../src/session/goal.ts';
import { type ProjectText, pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

const cobra = (name: string, body: string): string => `package ${name}

import (
	"fmt"

	"github.com/spf13/cobra"
)

// NewCmd${name} makes the command.
func NewCmd${name}() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "${name}",
		Short: "${name} notes",
		RunE: func(cmd *cobra.Command, args []string) error {
			return run${name}(cmd)
		},
	}
	return cmd
}

func run${name}(cmd *cobra.Command) error {
	${body}
	return nil
}
`;

import { shippedPlaybooks } from '../helpers/shipped-playbooks.ts';

/** A command line in Go: Cobra, one file a command. */
const NOTES_CLI: ProjectText = {
  'go.mod': 'module example.com/notes\n\ngo 1.22\n\nrequire github.com/spf13/cobra v1.8.0\n',
  'README.md': '# notes\n\nNotes on the command line.\n',
  'cmd/notes/main.go':
    'package main\n\nimport "example.com/notes/pkg/cmd/root"\n\nfunc main() {\n\tif err := root.NewCmdRoot().Execute(); err != nil {\n\t\tpanic(err)\n\t}\n}\n',
  'pkg/cmd/root/root.go':
    'package root\n\nimport (\n\t"example.com/notes/pkg/cmd/create"\n\t"example.com/notes/pkg/cmd/list"\n\t"example.com/notes/pkg/cmd/show"\n\n\t"github.com/spf13/cobra"\n)\n\n// NewCmdRoot joins the commands.\nfunc NewCmdRoot() *cobra.Command {\n\tcmd := &cobra.Command{\n\t\tUse: "notes",\n\t}\n\tcmd.AddCommand(create.NewCmdcreate())\n\tcmd.AddCommand(list.NewCmdlist())\n\tcmd.AddCommand(show.NewCmdshow())\n\treturn cmd\n}\n',
  'pkg/cmd/list/list.go': cobra('list', 'fmt.Fprintln(cmd.OutOrStdout(), "all notes")'),
  'pkg/cmd/list/list_test.go':
    'package list\n\nimport "testing"\n\nfunc TestList(t *testing.T) {\n\tif err := NewCmdlist().Execute(); err != nil {\n\t\tt.Fatal(err)\n\t}\n}\n',
  'pkg/cmd/show/show.go': cobra('show', 'fmt.Fprintln(cmd.OutOrStdout(), "one note")'),
  'pkg/cmd/create/create.go': cobra('create', 'fmt.Fprintln(cmd.OutOrStdout(), "created")'),
};

const lines = (n: number, name: string): string =>
  Array.from({ length: n }, (_, i) => `  total += ${name.length} * ${i};`).join('\n');
const part = (name: string, calls: string): string =>
  `function ${name}(order) {\n  let total = 0;\n${lines(14, name)}\n  ${calls}\n  return total;\n}\n`;

/** A library in JavaScript with one long file, and a file that nothing asks for. */
const BILLING_JS: ProjectText = {
  'package.json':
    '{"name":"billing-js","version":"1.0.0","private":true,"scripts":{"test":"node --test"},"dependencies":{"lodash":"^4.17.21"}}\n',
  'README.md': '# billing-js\n\nBills.\n',
  'src/index.js':
    "const { bill } = require('./bill');\nconst { mail } = require('./mail');\n\nmail(bill({ lines: [] }));\n",
  'src/bill.js': `const _ = require('lodash');\n\n${part('bill', 'total += taxTotal(order) + discountTotal(order); return _.round(total, 2);')}\n${part('taxTotal', 'total += taxRate(order);')}\n${part('taxRate', 'if (order.country) total += 1;')}\n${part('discountTotal', 'total += discountRate(order);')}\n${part('discountRate', 'if (order.coupon) total += 1;')}\nmodule.exports = { bill };\n`,
  'src/mail.js':
    "const fs = require('node:fs');\n\nfunction mail(bill) {\n  const at = Date.now();\n  fs.writeFileSync('out.txt', at + process.env.MAIL_FROM + bill);\n  return at;\n}\n\nmodule.exports = { mail };\n",
  'src/old-rates.js':
    "function oldRate(country) {\n  if (country === 'de') return 16;\n  if (country === 'at') return 19;\n  return 0;\n}\n\nmodule.exports = { oldRate };\n",
  'test/bill.test.js':
    "const test = require('node:test');\nconst assert = require('node:assert');\nconst { bill } = require('../src/bill');\n\ntest('bills', () => {\n  assert.ok(bill({ lines: [] }) > 0);\n});\n",
};

const { draft, expectSound, expectOwnWords } = playbookProjects({
  'notes-cli': NOTES_CLI,
  'billing-js': BILLING_JS,
});

describe('goals of changing what is there', async () => {
  const playbooks = await shippedPlaybooks();
  const named = (goal: string): string[] =>
    matchPlaybooks(
      playbooks.filter(p => p.kinds.includes(detectKind(goal))),
      goal,
      stemsOf,
    ).map(m => m.playbook.name);

  it.each([
    ['add a --json flag to the list command', 'cli-command'],
    ['add a subcommand that exports notes', 'cli-command'],
    ['upgrade express to 5', 'dependency-upgrade'],
    ['bump react from 18 to 19', 'dependency-upgrade'],
    ['upgrade eslint to the next major version', 'dependency-upgrade'],
    ['add tests for src/money.py', 'testing-legacy'],
    ['cover src/lib/money.ts with tests', 'testing-legacy'],
    ['increase test coverage of the parser', 'testing-legacy'],
    ['refactor lib/reply.js into smaller modules', 'refactor-module'],
    ['split the largest module', 'refactor-module'],
    ['remove dead code', 'dead-code'],
    ['find and remove unused exports', 'dead-code'],
  ])('%s', (goal, name) => {
    expect(named(goal)).toContain(name);
  });

  it.each([
    'let users upgrade to premium',
    'add a feature flag for the new checkout',
    'add a command palette',
    'split payments between two cards',
    'add a dead letter queue',
    'add an A/B test of the landing page',
    'paginate the list of products',
    'send e-mail when an order ships',
    'fix the crash when a test is empty',
  ])('not %s', goal => {
    const own = ['cli-command', 'dependency-upgrade', 'testing-legacy', 'refactor-module', 'dead-code'];
    expect(named(goal).filter(n => own.includes(n))).toEqual([]);
  });
});

describe('cli-command', () => {
  const GOAL = 'add a --json flag to the list command';
  const NEW = 'add an archive command to the cli';

  it('binds an option to the command that the goal names', async () => {
    const made = await draft('notes-cli', GOAL);
    expect(playbooksOf(made)).toEqual(['cli-command']);
    expect(pathsOf(made)).toEqual(['pkg/cmd/list/list.go', 'README.md', 'pkg/cmd/list/list_test.go']);
    expect(made.plan.approach.title).toContain('option of `list`');
    expect(made.revision.markdown).toContain('`[]`');
    await expectSound('notes-cli', GOAL, made);
  });

  it('places a command of its own as its siblings stand, and registers it where they are', async () => {
    const made = await draft('notes-cli', NEW, { 'command-shape': 'command' });
    expect(pathsOf(made)).toContain('pkg/cmd/root/root.go');
    expect(pathsOf(made).some(p => /^pkg\/cmd\/archive\/archive\.go$/.test(p))).toBe(true);
    await expectSound('notes-cli', NEW, made);
  });

  it.each([
    ['add a command that searches notes', 'search', 'list'],
    ['add a command that copies a note', 'copy', 'create'],
    ['add a command to archive notes', 'archive', 'create'],
  ])('%s: it is called `%s`, and `%s` is its pattern', async (goal, name, like) => {
    const made = await draft('notes-cli', goal);
    expect(made.plan.steps[0]?.files[0]?.at).toMatch(`pkg/cmd/${like}/${like}.go:`);
    expect(playbooksOf(made)).toEqual(['cli-command']);
    expect(pathsOf(made)).toEqual([
      `pkg/cmd/${name}/${name}.go`,
      'pkg/cmd/root/root.go',
      'README.md',
      `pkg/cmd/${name}/${name}_test.go`,
    ]);
    await expectSound('notes-cli', goal, made);
  });

  it('stays in the file of the parser where all commands do, in words of its own', async () => {
    const made = await draft('ledger-py', GOAL.replace('list', 'close-month'));
    expect(pathsOf(made)).toContain('src/ledger/cli.py');
    await expectSound('ledger-py', GOAL, made);
    expectOwnWords(made, await draft('notes-cli', GOAL));
  });

  it('asks where there is no command line', async () => {
    const made = await draft('notes-web', GOAL);
    expect(made.session.questions[0]?.id).toBe('needs-cli-command');
    await expectSound('notes-web', GOAL, made);
  });
});

describe('dependency-upgrade', () => {
  const GOAL = 'upgrade express to 5';

  it('is bound to the manifest and to the files that import the package', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['dependency-upgrade']);
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining(['package.json', 'src/app.ts', 'src/routes/index.ts']),
    );
    expect(made.revision.markdown).toContain('npm install express@5');
    expect(made.revision.markdown).toContain('17 files import `express`');
    await expectSound('shop-api', GOAL, made);
  });

  it('puts an adapter before the move where that is chosen', async () => {
    const goal = 'upgrade zod to 4';
    const made = await draft('shop-api', goal, { 'upgrade-way': 'adapter' });
    const ids = made.plan.steps.map(s => s.id);
    expect(ids.indexOf('S-upgrade-adapter')).toBeGreaterThan(-1);
    expect(ids.indexOf('S-upgrade-adapter')).toBeLessThan(ids.indexOf('S-upgrade-move'));
    expect(ids).not.toContain('S-upgrade-callers');
    await expectSound('shop-api', goal, made);
  });

  it('speaks of another project in other words, and asks where no package is named', async () => {
    const goal = 'upgrade sqlalchemy to 3';
    const made = await draft('ledger-py', goal);
    expect(pathsOf(made)).toEqual(expect.arrayContaining(['pyproject.toml', 'src/ledger/models.py']));
    await expectSound('ledger-py', goal, made);
    expectOwnWords(made, await draft('shop-api', 'upgrade prisma to 6'));
    const none = await draft('notes-web', 'upgrade leftpad to 9');
    expect(none.session.questions[0]?.id).toBe('needs-dependency-upgrade');
    await expectSound('notes-web', 'upgrade leftpad to 9', none);
  });
});

describe('testing-legacy', () => {
  const GOAL = 'add tests for src/mail.js';

  it('cuts seams first where the file reaches clock, files and environment', async () => {
    const made = await draft('billing-js', GOAL);
    expect(made.plan.approach.title).toContain('seams');
    expect(pathsOf(made)).toEqual(['src/mail.js', 'test/mail.test.js']);
    expect(made.revision.markdown).toContain('Date.now()');
    await expectSound('billing-js', GOAL, made);
  });

  it('changes nothing of the file where it is held from outside', async () => {
    const made = await draft('billing-js', GOAL, { 'legacy-way': 'characterise' });
    expect(pathsOf(made)).toEqual(['test/mail.test.js']);
    await expectSound('billing-js', GOAL, made);
    const ledger = await draft('ledger-py', 'add tests for src/ledger/money.py');
    expect(pathsOf(ledger)).toEqual(['tests/test_money.py']);
    await expectSound('ledger-py', 'add tests for src/ledger/money.py', ledger);
    expectOwnWords(made, ledger);
  });

  it('asks which file where the goal names none', async () => {
    const made = await draft('shop-api', 'add unit tests');
    expect(made.session.questions[0]?.id).toBe('needs-testing-legacy');
    expect(made.session.questions[0]?.why).toMatch(/src\/\S+\.ts/);
  });
});

describe('refactor-module', () => {
  const GOAL = 'split src/bill.js into smaller modules';

  it('makes the parts of the file its steps', async () => {
    const made = await draft('billing-js', GOAL);
    expect(playbooksOf(made)).toEqual(['refactor-module']);
    expect(made.plan.steps[0]?.files.map(f => f.path)).toEqual(['test/bill.test.js']);
    expect(pathsOf(made).filter(p => p.startsWith('src/'))).toContain('src/bill.js');
    expect(made.plan.steps.flatMap(s => s.files).filter(f => f.action === 'create').length).toBeGreaterThan(
      0,
    );
    expect(made.plan.special?.[0]?.title).toBe('Behaviour to Preserve');
    await expectSound('billing-js', GOAL, made);
  });

  it('moves the users one by one as a strangler', async () => {
    const made = await draft('billing-js', GOAL, { 'split-way': 'strangler' });
    expect(made.plan.approach.title).toContain('strangler');
    const users = made.plan.steps.find(s => s.id === 'S-split-users');
    expect(users?.files.map(f => f.path)).toEqual(['src/index.js']);
    expect(users?.dependsOn.length).toBeGreaterThan(0);
    await expectSound('billing-js', GOAL, made);
  });

  it('says that a file hangs together, in words of its own', async () => {
    const goal = 'refactor src/services/order.service.ts into smaller modules';
    const made = await draft('shop-api', goal);
    expect(pathsOf(made)).toContain('src/services/order.service.ts');
    await expectSound('shop-api', goal, made);
    expectOwnWords(made, await draft('billing-js', GOAL));
  });
});

describe('dead-code', () => {
  const GOAL = 'remove dead code';

  it('finds the file that nobody imports, and nothing that is used', async () => {
    const made = await draft('billing-js', GOAL);
    expect(playbooksOf(made)).toEqual(['dead-code']);
    const removed = made.plan.steps.find(s => s.id === 'S-dead-remove')?.files.map(f => f.path);
    expect(removed).toEqual(['src/old-rates.js']);
    await expectSound('billing-js', GOAL, made);
  });

  it('traces first where that is chosen', async () => {
    const made = await draft('billing-js', GOAL, { 'dead-way': 'trace' });
    const ids = made.plan.steps.map(s => s.id);
    expect(ids.indexOf('S-dead-trace')).toBeGreaterThan(-1);
    expect(ids.indexOf('S-dead-trace')).toBeLessThan(ids.indexOf('S-dead-remove'));
    await expectSound('billing-js', GOAL, made);
  });
});

describe('an upgrade with tests for what has none', () => {
  const GOAL = 'upgrade lodash to 5 and add tests for src/mail.js';

  it('has each step once', async () => {
    const made = await draft('billing-js', GOAL);
    expect([...playbooksOf(made)].sort()).toEqual(['dependency-upgrade', 'testing-legacy']);
    const ids = made.plan.steps.map(s => s.id);
    expect(new Set(ids).size).toBe(ids.length);
    await expectSound('billing-js', GOAL, made);
  });
});

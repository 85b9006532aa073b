import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { localVocabulary } from '../../src/agent/local/compose/vocabulary.ts';
import { loadLibrary } from '../../src/playbooks/library.ts';
import { parsePlaybook } from '../../src/playbooks/load.ts';
import { PlaybookHead } from '../../src/playbooks/model.ts';

const FILE = new URL('../../docs/playbooks.md', import.meta.url);
const COMMON = ['path', 'symbol', 'line', 'at', 'file', 'folder'];

/** The tables of docs/playbooks.md that hold what the planner says of its own names. `npx vitest -u` writes them. */
function tables(): Readonly<Record<string, string>> {
  const v = localVocabulary();
  const code = (names: readonly string[]): string => names.map(n => `\`${n}\``).join(', ');
  const rows = (head: readonly string[], body: readonly (readonly string[])[]): string =>
    [head, head.map(() => '---'), ...body].map(cells => `| ${cells.join(' | ')} |`).join('\n');
  return {
    conditions: rows(
      ['Name', 'Holds where'],
      [
        ...[...v.conditions].map(([name, is]) => [`\`${name}:\``, is]),
        ...[...v.words].map(([name, is]) => [`\`${name}\``, is]),
      ],
    ),
    values: rows(
      ['First word', 'What it is'],
      [...v.values].map(([name, is]) => [`\`${name}\``, is]),
    ),
    slots: rows(
      ['Slot', 'What it is', 'Further values'],
      [...v.slots].map(([name, { is, keys }]) => [
        `\`${name}\``,
        is,
        code(keys.filter(k => !COMMON.includes(k))),
      ]),
    ),
    lists: rows(
      ['List', 'Its entries', 'Their values'],
      [...v.lists].map(([name, { is, entry, keys }]) => [
        `\`${name}\``,
        `\`${entry}.0\` …: ${is}`,
        code(keys),
      ]),
    ),
    names: rows(
      ['Of', 'Names'],
      [
        ['`fact`', code(v.facts)],
        ['values of facts, each of some', code(v.factKeys)],
        ['`role`', code(v.roles)],
        ['`lang`', code(v.languages)],
        ['`framework`', code(v.frameworks)],
        ['`eco`, `packages`', code(v.ecosystems)],
        ['`kind`, `kinds`', code(v.kinds)],
        ['blocks of templates', code(v.templateLanguages)],
        ['steps that are made by themselves', code(v.steps)],
      ],
    ),
  };
}

const between = (text: string, name: string): string =>
  text.split(`<!-- ${name}: begin -->\n`)[1]?.split(`<!-- ${name}: end -->`)[0] ?? '';

it('every name that the planner knows stands in the documentation, with what it means', () => {
  const text = readFileSync(FILE, 'utf8');
  let wanted = text;
  for (const [name, table] of Object.entries(tables()))
    wanted = wanted.replace(
      `<!-- ${name}: begin -->\n${between(text, name)}`,
      () => `<!-- ${name}: begin -->\n${table}\n`,
    );
  if (expect.getState().snapshotState.snapshotUpdateState === 'all') writeFileSync(FILE, wanted);
  else expect(text).toBe(wanted);
});

it('every field is explained, and none that there is not', () => {
  const explained = [...between(readFileSync(FILE, 'utf8'), 'fields').matchAll(/^\| `(\w+)` \|/gm)].map(
    m => m[1],
  );
  expect(explained.sort()).toEqual(Object.keys(PlaybookHead.shape).sort());
});

it('the example is a playbook without a mistake', () => {
  const example =
    /````markdown\n([\s\S]*?)\n````/.exec(between(readFileSync(FILE, 'utf8'), 'example'))?.[1] ?? '';
  const parsed = parsePlaybook('health-check.md', example);
  expect(parsed.ok || parsed.problems).toBe(true);
  const { problems } = loadLibrary(
    [
      {
        origin: 'config',
        list: () => ['health-check.md'],
        read: () => example,
        why: () => '',
        shown: n => n,
      },
    ],
    localVocabulary(),
  );
  expect(problems).toEqual([]);
});

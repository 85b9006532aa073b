import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, git, repository, writeFiles } from '../host/repository.ts';
import { filesOf, mapped } from './mapped.ts';

const GOOD = 'export function good() {}\n';
const utf16 = (text: string, mark: boolean) =>
  new Uint8Array(Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le'));

describe('contents', () => {
  test('what is no text is skipped with its reason, everything else is read', async () => {
    const root = repository({
      'good.ts': GOOD,
      'binary.ts': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]),
      'picture.png': new Uint8Array([1, 2, 3]),
      'invalid.ts': new Uint8Array([...Buffer.from('export const caf'), 0xe9, ...Buffer.from(' = 1;\n')]),
      'marked.ts': utf16('export const marked = 1;\n', true),
      'unmarked.ts': utf16('export const unmarked = 1;\n', false),
      'crlf.ts': 'export function one() {\r\n  return 1;\r\n}\r\nexport function two() {}\r\n',
      'cr.ts': 'export const a = 1;\rexport const b = 2;\r',
      'empty.ts': '',
      'long.ts': `export const long = "${'x'.repeat(10_000_000)}";\n`,
      'wide.py': `def wide():\n    return [${'1,'.repeat(400_000)}]\n\n\ndef after():\n    pass\n`,
      'wide.ts': `export const wide = [${'1,'.repeat(400_000)}];\n`,
    });
    const { skipped, names, lines } = await mapped(root);
    expect(skipped).toEqual({
      'binary.ts': 'binary by its content',
      'picture.png': 'binary by its name',
      'unmarked.ts': 'binary by its content',
      'long.ts': 'larger than 1 MB',
      'wide.ts': 'a line of more than 5,000 characters: its words and symbols are left out',
    });
    expect(names).toMatchObject({
      'good.ts': ['good'],
      'invalid.ts': ['café'],
      'marked.ts': ['marked'],
      'crlf.ts': ['one', 'two'],
      'empty.ts': [],
      'wide.py': ['wide', 'after'],
    });
    expect(lines).toMatchObject({ 'crlf.ts': 4, 'empty.ts': 0, 'good.ts': 1 });
  });

  test.each([
    ['ts', '['],
    ['ts', '{'],
    ['ts', '('],
    ['tsx', '<a>'],
    ['ts', '`${'],
    ['py', '['],
    ['go', '{'],
    ['json', '['],
    ['css', '{'],
  ])('depth that no stack would hold: .%s of %s', async (ending, bracket) => {
    const root = repository({ [`deep.${ending}`]: `${`${bracket}\n`.repeat(10_000)}\n`, 'good.ts': GOOD });
    const { names } = await mapped(root);
    expect(names).toMatchObject({ 'good.ts': ['good'] });
    expect(names).toHaveProperty([`deep.${ending}`]);
  });
});

describe('plans', () => {
  test('a saved plan of the same goal changes nothing of what ranks; code in such a folder does', async () => {
    const goal = 'tell the customer by mail when an order ships';
    const code = {
      'src/orders.ts': 'export function shipOrder(order: Order) {\n  return mail(order.customer);\n}\n',
      'src/users.ts': 'export function addUser() {}\n',
      'plans/price.ts': 'export function price(order: Order) {}\n',
    };
    const ranked = async (files: Readonly<Record<string, string>>) => {
      const { map } = await mapped(repository(files));
      const { files: found } = await map.impact({ goal, limit: 10 });
      return { found: found.map(f => [f.path, f.score]), files: (await map.paths()).length };
    };
    const before = await ranked(code);
    const plan = `# ${goal}\n\n${`The customer gets a mail when the order ships.\n`.repeat(20)}`;
    const after = await ranked({ ...code, 'plans/mail.md': plan, 'plans/exports/mail.html': plan });
    expect(before.found.map(([path]) => path)).toContain('plans/price.ts');
    expect(after.found).toEqual(before.found);
    expect(after.files).toBe(before.files);
  });
});

describe('brackets that never close', () => {
  test.each([
    ['ts', 'class A{\n'],
    ['ts', '`${\n'],
    ['py', 'def f(\n'],
    ['go', 'func f(){\n'],
    ['rs', 'impl A {\n'],
  ])('.%s of %j cost time by their length, not by its square', async (ending, line) => {
    const text = line.repeat(60_000);
    const root = repository({ [`tangled.${ending}`]: text, 'good.ts': GOOD });
    const { skipped, names } = await mapped(root);
    if (ending !== 'ts' || !line.startsWith('`'))
      expect(skipped).toEqual({
        [`tangled.${ending}`]: 'its brackets do not close: only the symbols at its beginning are known',
      });
    expect(names).toMatchObject({ 'good.ts': ['good'] });
    // Each symbol and step is paid for out of what the length allows.
    expect(names[`tangled.${ending}`]?.length).toBeLessThan(200_000);
  });

  test('a program of the same size is outlined whole', async () => {
    const text = Array.from(
      { length: 12_000 },
      (_, i) => `export class A${i} {\n  m() { return [${i}]; }\n}`,
    );
    const root = repository({ 'whole.ts': `${text.join('\n')}\n` });
    const { skipped, names } = await mapped(root);
    expect(skipped).toEqual({});
    expect(names['whole.ts']?.length).toBe(24_000);
  });
});

describe('places', () => {
  test('links are not followed, wherever they lead', async () => {
    const root = repository({ 'src/good.ts': GOOD });
    symlinkSync('.', join(root, 'src/loop'));
    symlinkSync('b.ts', join(root, 'a.ts'));
    symlinkSync('a.ts', join(root, 'b.ts'));
    symlinkSync('src/good.ts', join(root, 'near.ts'));
    symlinkSync('/etc/hostname', join(root, 'away.ts'));
    symlinkSync('nowhere', join(root, 'dangling.ts'));
    git(root, 'add', '-A');
    const link = 'a symbolic link, which is not followed';
    const expected = {
      'src/loop': link,
      'a.ts': link,
      'b.ts': link,
      'near.ts': link,
      'away.ts': link,
      'dangling.ts': link,
    };
    const tracked = await mapped(root);
    expect(tracked.skipped).toEqual(expected);
    expect(tracked.names).toEqual({ 'src/good.ts': ['good'] });
    rmSync(join(root, '.git'), { recursive: true });
    const walked = await mapped(root);
    expect(walked.skipped).toEqual(expected);
    expect(walked.names).toEqual({ 'src/good.ts': ['good'] });
  });

  test('a file that goes, changes its kind or grows while the map is built', async () => {
    const root = repository({ 'a.ts': GOOD, 'goes.ts': GOOD, 'grows.ts': GOOD, 'turns.ts': GOOD });
    const real = filesOf(root);
    await real.list();
    rmSync(join(root, 'goes.ts'));
    rmSync(join(root, 'turns.ts'));
    mkdirSync(join(root, 'turns.ts'));
    writeFileSync(join(root, 'grows.ts'), 'x'.repeat(1_100_000));
    const { skipped, names } = await mapped(root, real);
    expect(skipped).toEqual({
      'goes.ts': 'it is gone',
      'grows.ts': 'larger than 1 MB',
      'turns.ts': 'no regular file',
    });
    expect(names).toEqual({ 'a.ts': ['good'] });
  });

  test('a file that changes after it was mapped is answered for as it is', async () => {
    const root = repository({ 'a.ts': GOOD, 'b.ts': 'import { good } from "./a.js";\ngood();\n' });
    const { map } = await mapped(root);
    writeFileSync(join(root, 'b.ts'), 'nothing\n');
    rmSync(join(root, 'a.ts'));
    expect(await map.references('good')).toEqual([]);
    expect(await map.search('good')).toEqual([]);
    expect((await map.deepen(['a.ts', 'b.ts'])).map(c => c.path)).toEqual(['a.ts', 'b.ts']);
  });

  test('a read that fails costs its file', async () => {
    const root = repository({ 'a.ts': GOOD, 'b.ts': GOOD });
    const real = filesOf(root);
    const { skipped, names } = await mapped(root, {
      ...real,
      read: path => (path === 'b.ts' ? Promise.reject(new Error('EIO')) : real.read(path)),
    });
    expect(skipped).toEqual({ 'b.ts': 'it could not be read' });
    expect(names).toEqual({ 'a.ts': ['good'] });
  });
});

describe('work trees', () => {
  test('a submodule and a repository inside are projects of their own', async () => {
    const inner = repository({ 'inner.ts': GOOD });
    const root = repository({ 'a.ts': GOOD });
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'libs/inner');
    git(root, 'commit', '-q', '-m', 'Submodule');
    writeFiles(root, { 'nested/b.ts': GOOD });
    git(join(root, 'nested'), 'init', '-q');
    const { skipped, names } = await mapped(root);
    expect(skipped).toEqual({
      'libs/inner': 'a submodule, which is a project of its own',
      nested: 'a repository of its own inside this one',
    });
    expect(Object.keys(names)).toEqual(['.gitmodules', 'a.ts']);
    // Seen from inside it is a project like any other.
    expect((await mapped(join(root, 'libs/inner'))).names).toEqual({ 'inner.ts': ['good'] });
  });

  test('what a sparse checkout leaves out is told, not missed', async () => {
    const root = repository({ 'in/a.ts': GOOD, 'out/b.ts': GOOD });
    git(root, 'sparse-checkout', 'set', 'in');
    const { skipped, names } = await mapped(root);
    expect(skipped).toEqual({ 'out/b.ts': 'not checked out: the sparse checkout leaves it out' });
    expect(names).toEqual({ 'in/a.ts': ['good'] });
  });

  test('a second work tree has files and history', async () => {
    const root = repository({ 'a.ts': GOOD });
    const tree = join(freshFolder(), 'tree');
    git(root, 'worktree', 'add', '-q', tree, '-b', 'side');
    writeFiles(tree, { 'b.ts': GOOD });
    const { skipped, names, map } = await mapped(tree);
    expect(skipped).toEqual({});
    expect(names).toEqual({ 'a.ts': ['good'], 'b.ts': ['good'] });
    expect((await map.card('a.ts'))?.commits).toBe(1);
  });

  test('a folder without git, and one without anything', async () => {
    const root = freshFolder();
    writeFiles(root, {
      'a.ts': GOOD,
      'node_modules/x/index.js': 'x\n',
      '.gitignore': 'dist\n',
      'dist/b.js': 'x\n',
    });
    const { skipped, names } = await mapped(root);
    expect(skipped).toEqual({});
    expect(Object.keys(names)).toEqual(['.gitignore', 'a.ts']);
    expect((await mapped(freshFolder())).names).toEqual({});
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localVocabulary } from '../../src/agent/local/compose/vocabulary.ts';
import { COMPILED_FILE, thisProgram } from '../../src/app/compiled-playbooks.ts';
import { createDataFiles, sha16 } from '../../src/host/index.ts';
import { compilePlaybooks, readCompiled } from '../../src/playbooks/compiled.ts';
import { loadLibrary, type PlaybookFolder } from '../../src/playbooks/library.ts';
import { parsePlaybook } from '../../src/playbooks/load.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const shipped = createDataFiles(`${ROOT}playbooks`);
const texts = shipped.list('.md').map(name => shipped.read(name) ?? '');
const BY = { version: '0.0.2', hashOf: sha16 };
const SMALL = (more = ''): string =>
  `---\nname: small\ntitle: Small\ntriggers: [small thing]\n${more}---\nProse.\n`;

describe('playbooks that were compiled', () => {
  it('are what their texts say, every one that is shipped, in the built program', () => {
    expect(texts.length).toBeGreaterThan(40);
    const compiled = readCompiled(readFileSync(`${ROOT}dist/${COMPILED_FILE}`, 'utf8'), thisProgram());
    for (const text of texts) {
      const parsed = parsePlaybook('x.md', text);
      if (!parsed.ok) throw new Error(`a playbook that is shipped has a mistake: ${text.slice(0, 60)}`);
      expect(compiled.get(sha16(text)), parsed.playbook.name).toEqual(parsed.playbook);
    }
    expect(compiled.size).toBe(texts.length);
  });

  it('know nothing of a text with a mistake, nor of one that was edited since', () => {
    const compiled = readCompiled(compilePlaybooks([SMALL(), SMALL('wrong: 1\n')], BY), BY);
    expect([...compiled.keys()]).toEqual([sha16(SMALL())]);
    expect(compiled.get(sha16(`${SMALL()}More.\n`))).toBeUndefined();
  });

  const whole = compilePlaybooks([SMALL()], BY);
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['no seal', whole.slice(whole.indexOf('\n') + 1)],
    ['a change by hand', whole.replace('Small', 'Great')],
    ['half of it', whole.slice(0, -9)],
    ['what another version wrote', compilePlaybooks([SMALL()], { ...BY, version: '0.0.1' })],
  ])('are none where the file holds %s', (_what, text) => {
    expect(readCompiled(whole, BY).size).toBe(1);
    expect(readCompiled(text, BY).size).toBe(0);
  });

  it('take the place of parsing, and what is mistaken in one is still named by its line', () => {
    const text = SMALL('says:\n  - text: "{{nowhere.path}} holds."\n');
    const compiled = readCompiled(compilePlaybooks([text], BY), BY);
    const folder: PlaybookFolder = {
      origin: 'built-in',
      list: () => ['small.md'],
      read: () => text,
      why: () => '',
      shown: name => name,
      compiled: read => {
        const known = compiled.get(sha16(read));
        return known && { ...known, title: 'From the compiled form' };
      },
    };
    const library = loadLibrary([folder], localVocabulary(), { thorough: true });
    expect(library.playbooks.map(p => p.title)).toEqual(['From the compiled form']);
    expect(library.problems).toEqual([expect.objectContaining({ file: 'small.md', line: 6 })]);
  });
});

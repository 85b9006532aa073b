import { describe, expect, it } from 'vitest';
import { onePlaceEach } from '../../src/ui/screens/questions/view.tsx';
import { languageName } from '../../src/ui/text/format.ts';
import { frameOf, modelFor } from '../helpers/frame.tsx';
import * as states from './states.ts';

describe('what a newcomer reads', () => {
  it.each([
    ['typescript', 'TypeScript'],
    ['sql', 'SQL'],
    ['markdown', 'Markdown'],
    ['csharp', 'C#'],
  ])('%s is written %s', (id, name) => {
    expect(languageName(id)).toBe(name);
  });

  it('shows a place once, whatever its end', () => {
    const at = (line: number, endLine?: number) => ({
      kind: 'file' as const,
      path: 'package.json',
      line,
      ...(endLine ? { endLine } : {}),
    });
    expect(onePlaceEach([at(23, 47), at(23), at(30)])).toEqual([at(23, 47), at(30)]);
  });

  it('the answers show their own keys', () => {
    const base = modelFor({ columns: 120, rows: 36 });
    const text = frameOf({
      ...base,
      place: 'questions',
      session: states.sessionOf(states.asking),
      questions: { ...base.questions, index: 99 },
    }).join('\n');
    expect(text).toContain('Your answers');
    expect(text).toContain('Enter make the plan');
    expect(text).toContain('s leave the rest open');
    expect(text).not.toContain('add a note');
  });

  it('the name of the project is whole where its counts are cut', () => {
    const counts = {
      files: 12345,
      symbols: 987654,
      languages: ['typescript', 'markdown', 'sql'],
      skipped: 0,
    };
    const base = modelFor({ columns: 60, rows: 24 });
    const first = frameOf({ ...base, map: { kind: 'ready', counts, ms: 1 } })[0] ?? '';
    expect(first).toContain(base.facts.project.name);
    expect(first).toContain('…');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPlan } from '../../src/plan/render.ts';
import { contentHash, progress, sealMarkdown, sealState } from '../../src/plan/seal.ts';
import { tickSteps } from '../../src/plan/tick.ts';
import { samplePlan } from './sample.ts';

const sealed = sealMarkdown(renderPlan({ ...samplePlan, status: 'approved' }), {
  approved: '2026-11-25T10:00:00.000Z',
});
const tick = (markdown: string, ...ids: string[]) => {
  const ticked = tickSteps(markdown, new Set(ids));
  if (!ticked.ok) throw new Error(ticked.error.message);
  return ticked.value;
};

describe('boxes under "Verify" of finished steps', () => {
  test('are ticked, those of other steps and of questions are not, and the seal stays', () => {
    const { markdown, boxes, steps } = tick(sealed, 'S-hub', 'S-guide');
    expect([boxes, steps]).toEqual([3, ['S-hub', 'S-guide']]);
    expect(progress(markdown)).toEqual({ done: 2, total: 5 });
    expect(sealState(markdown)).toBe('as-approved');
    expect(contentHash(markdown)).toBe(contentHash(sealed));
    const open = (text: string) => text.split('\n').filter(line => line.includes('- [ ] **'));
    expect(open(markdown)).toEqual(open(sealed));
  });

  test('nothing to tick is the same text: unknown steps, none, and what is ticked already', () => {
    expect(tick(sealed).markdown).toBe(sealed);
    expect(tick(sealed, 'S-other').markdown).toBe(sealed);
    const once = tick(sealed, 'S-hub').markdown;
    expect(tick(once, 'S-hub')).toEqual({ markdown: once, boxes: 0, steps: [] });
  });

  test('line ends, tabs, bullets, numbers and what is ticked stay as they are', () => {
    const by = [
      '# Plan',
      '',
      '## Steps',
      '',
      '### Step 1: Do it',
      '',
      '**Tasks:**',
      '- [ ] not under Verify',
      '',
      '**Verify:**',
      '',
      '*\t[ ] starred',
      '* [X] done before',
      '  + [ ] below it',
      '',
      '1) [ ] numbered',
      '2) no box',
      // The seal does not read this as a box: to tick it would change what was approved.
      '- - [ ] twice',
      '',
      '```',
      '- [ ] in code',
      '```',
      '',
      '### Step 2: Do more',
      '',
      '**Verify:**',
      '- [ ] later',
      '',
    ].join('\r\n');
    const { markdown, boxes } = tick(by, 'S-do-it');
    expect(boxes).toBe(3);
    expect(markdown.split('\r\n').filter((line, i) => line !== by.split('\r\n')[i])).toEqual([
      '*\t[x] starred',
      '  + [x] below it',
      '1) [x] numbered',
    ]);
    expect(contentHash(markdown)).toBe(contentHash(by));
  });

  test('what is no plan is refused as it is elsewhere', () => {
    expect(tickSteps('just words', new Set())).toMatchObject({ ok: false, error: { kind: 'no-plan' } });
  });
});

/** A plan's text as people leave it: other line ends, other bullets, boxes ticked here and there. */
const edited = fc
  .record({
    eol: fc.constantFrom('\n', '\r\n'),
    bullet: fc.constantFrom('-', '*', '+'),
    mark: fc.constantFrom('', '\uFEFF'),
    ticked: fc.array(fc.nat({ max: 400 }), { maxLength: 6 }),
    noise: fc.array(
      fc.tuple(
        fc.nat({ max: 400 }),
        fc.constantFrom(
          '- [ ] mine',
          '\t- [ ] deep',
          '> - [ ] quoted',
          '- - [ ] twice',
          '```',
          'ü — 通知',
          '1. [ ]  two spaces',
        ),
      ),
      {
        maxLength: 5,
      },
    ),
  })
  .map(({ eol, bullet, mark, ticked, noise }) => {
    const lines = sealed.split('\n').map(line => line.replace(/^- \[ \]/, `${bullet} [ ]`));
    for (const at of ticked) lines[at % lines.length] = lines[at % lines.length]?.replace('[ ]', '[x]') ?? '';
    for (const [at, line] of noise) lines.splice(20 + (at % (lines.length - 20)), 0, line);
    return mark + lines.join(eol);
  });

test('whatever a person made of the file, only empty boxes become ticked ones, and the content is the same', () => {
  fc.assert(
    fc.property(edited, fc.subarray(samplePlan.steps.map(step => step.id)), (text, ids) => {
      const ticked = tickSteps(text, new Set(ids));
      if (!ticked.ok) return;
      const { markdown, boxes } = ticked.value;
      expect(markdown.length).toBe(text.length);
      let changed = 0;
      for (let at = 0; at < text.length; at++) {
        if (text[at] === markdown[at]) continue;
        changed++;
        expect([text.slice(at - 1, at + 2), markdown.slice(at - 1, at + 2)]).toEqual(['[ ]', '[x]']);
      }
      expect(changed).toBe(boxes);
      expect(contentHash(markdown)).toBe(contentHash(text));
      expect(tick(markdown, ...ids).boxes).toBe(0);
    }),
    { numRuns: 60 },
  );
});

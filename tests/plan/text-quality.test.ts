import { describe, expect, it } from 'vitest';
import { renderPlan } from '../../src/plan/render.ts';
import { concreteness, isConcrete, sentences, sharedSentences } from '../../src/plan/text-quality.ts';
import { samplePlan } from './sample.ts';

const sample = renderPlan(samplePlan);

describe('sentences', () => {
  it.each([
    [
      'one a full stop',
      'One thing is here. Another thing is there.\n',
      ['One thing is here.', 'Another thing is there.'],
    ],
    [
      'not at a dot inside code',
      'It calls `a.b. C` and then stops there. Then `x` goes on again.\n',
      ['It calls `a.b. C` and then stops there.', 'Then `x` goes on again.'],
    ],
    [
      'not at versions and file names',
      'Express 4.18 listens in src/server.ts on a port.\n',
      ['Express 4.18 listens in src/server.ts on a port.'],
    ],
    [
      'items of lists, nested too',
      '- The first item stands here\n  - The second item stands deeper\n',
      ['The first item stands here', 'The second item stands deeper'],
    ],
    [
      'not inside a quotation',
      'The README says: “It is fast. Not by chance.” Another thing is there.\n',
      ['The README says: “It is fast. Not by chance.”', 'Another thing is there.'],
    ],
    [
      'as ever where a quotation is never closed',
      'It says “here and there. Another thing is there.\n',
      ['It says “here and there.', 'Another thing is there.'],
    ],
    ['quotes and bold words', '> **All** of this is quoted.\n', ['All of this is quoted.']],
    ['bold code in order', '**A `b` of c** and `d` goes here.\n', ['A `b` of c and `d` goes here.']],
    [
      'brackets that close behind the stop',
      'This is said in brackets (so it is.) Next one comes here.\n',
      ['This is said in brackets (so it is.)', 'Next one comes here.'],
    ],
    [
      'no headings, code, tables or labels',
      '# The heading of it all\n\n**Files to create:**\n\n```\nThis is no prose here.\n```\n\n| this is | a table here |\n| --- | --- |\n',
      [],
    ],
    ['no lone names', '- `src/a.ts`\n- `npm test`\n', []],
    [
      'no line of a step’s identity',
      '### 1. A\n\n`S-a` · serves R1 · estimate: one small commit before\n',
      [],
    ],
    [
      'no hand-over line',
      'The last section says this.\n\n---\n\nReady to implement? Run: `/cook [it all]` or `/code @plans/a`\n',
      ['The last section says this.'],
    ],
    [
      'no front matter',
      '---\ntitle: This is a long title\n---\n\nThe body says this much.\n',
      ['The body says this much.'],
    ],
  ])('are %s', (_, markdown, expected) => {
    expect(sentences(markdown)).toEqual(expected);
  });

  it('of the sample plan leave out what is computed', () => {
    const all = sentences(sample);
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(s => /\(steps? [\d, ]+\)$/.test(s) && s.startsWith('`'))).toEqual([]);
    expect(all).toContain('Two replicas run behind one address (`deploy/compose.yaml:12`).');
  });
});

describe('isConcrete', () => {
  const context = { words: 'add notifications when an order changes', names: ['Prisma', 'Express'] };
  it.each([
    ['It calls `setStatus` once more.', true],
    ['Look at src/server.ts before that.', true],
    ['Two of them wait for server.ts to load.', true],
    ['It takes 3 of them to do it.', true],
    ['The setStatus method does that.', true],
    ['The OrderService knows of it.', true],
    ['The order_id decides about it.', true],
    ['Orders are kept as they were.', true],
    ['Each notification says what happened.', true],
    ['Prisma writes all of it at once.', true],
    ['Follow best practices at all times.', false],
    ['Make sure that everything works well.', false],
    ['Handle errors gracefully and log them.', false],
    ['Ensure proper validation of all inputs.', false],
  ])('%s', (sentence, expected) => {
    expect(isConcrete(sentence, context)).toBe(expected);
  });

  it('finds the sample plan concrete, and boilerplate not', () => {
    const measured = concreteness(sample, { words: samplePlan.goal });
    expect(measured.share, measured.vague.join('\n')).toBeGreaterThan(0.85);
    const boiler =
      '- Follow best practices at all times.\n- Keep it simple and well tested.\n- Update `README.md` as needed.\n';
    expect(concreteness(boiler, { words: samplePlan.goal }).share).toBeCloseTo(1 / 3);
  });
});

describe('sharedSentences', () => {
  it('counts what stands in both, of the shorter text', () => {
    const a = 'The first one is common. The second one is mine. The third one is mine, too.\n';
    const b = 'the first one is COMMON! And this one is yours.\n';
    expect(sharedSentences(a, b)).toEqual({ share: 0.5, shared: ['The first one is common.'] });
    expect(sharedSentences(sample, sample).share).toBe(1);
    expect(sharedSentences(sample, '').share).toBe(0);
  });
});

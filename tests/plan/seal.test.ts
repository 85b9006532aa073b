import { describe, expect, it } from 'vitest';
import { findFrontMatter, parseFrontMatter } from '../../src/plan/front-matter.ts';
import { renderPlan } from '../../src/plan/render.ts';
import {
  contentHash,
  markSuperseded,
  progress,
  sealMarkdown,
  sealPlan,
  sealState,
} from '../../src/plan/seal.ts';
import { samplePlan } from './sample.ts';

const approval = { approved: '2026-11-19T11:00:00.000Z' };
const { plan, markdown } = sealPlan(samplePlan, approval);
const body = (text: string) => text.slice(findFrontMatter(text)?.bodyStart);

describe('sealing', () => {
  it('sets status, time and hash, and touches nothing else', () => {
    expect(plan.status).toBe('approved');
    const front = parseFrontMatter(markdown);
    expect(front.ok && front.value).toMatchObject({
      status: 'approved',
      ...approval,
      hash: contentHash(markdown),
    });
    expect(body(markdown)).toBe(body(renderPlan(samplePlan)));
    expect(sealMarkdown(renderPlan(samplePlan), approval)).toBe(markdown);
    expect(markdown).toContain('created: 2026-11-19T10:04:12.000Z\napproved: 2026-11-19T11:00:00.000Z\n');
  });

  it('names the file that was saved in the hand-over line', () => {
    const path = 'plans/order-notifications-20261119-110000.md';
    const sealed = sealPlan(samplePlan, { ...approval, path }).markdown;
    expect(sealed.trimEnd().endsWith(`or \`/code @${path}\``)).toBe(true);
    expect(sealState(sealed)).toBe('as-approved');
  });

  it('fills in a commit where the plan has none, and keeps the one it was made at', () => {
    const { commit: _, clean: __, ...without } = samplePlan;
    expect(sealPlan(without, { ...approval, commit: 'b'.repeat(40) }).markdown).toContain(
      `commit: ${'b'.repeat(40)}`,
    );
    expect(sealPlan(samplePlan, { ...approval, commit: 'b'.repeat(40) }).markdown).toContain(
      `commit: ${samplePlan.commit}`,
    );
  });

  it.each([
    ['nothing', (m: string) => m, 'as-approved'],
    [
      'a ticked box',
      (m: string) => m.replace('- [ ] `npm run build`', '- [x] `npm run build`'),
      'as-approved',
    ],
    ['the status', (m: string) => m.replace('status: approved', 'status: implementing'), 'as-approved'],
    ['line ends', (m: string) => m.replace(/\n/g, '\r\n'), 'as-approved'],
    ['a word', (m: string) => m.replace('Two replicas', '2 replicas'), 'edited'],
    ['a step that is taken out', (m: string) => m.replace(/### 5[\s\S]*?(?=## File)/, ''), 'edited'],
    ['the goal', (m: string) => m.replace('goal: add', 'goal: remove'), 'edited'],
    ['the hash itself', (m: string) => m.replace(/^hash: ./m, 'hash: g'), 'unsealed'],
  ])('after a change of %s', (_, change, state) => {
    expect(sealState(change(markdown))).toBe(state);
  });

  it('leaves a file without front matter alone', () => {
    expect(sealMarkdown('# A\n', approval)).toBe('# A\n');
    expect(sealState('# A\n')).toBe('unsealed');
  });
});

describe('progress', () => {
  it('counts a step when all its boxes are ticked', () => {
    expect(progress(markdown)).toEqual({ done: 0, total: 5 });
    const one = markdown.replace('- [ ] `npm run build`', '- [x] `npm run build`');
    expect(progress(one)).toEqual({ done: 1, total: 5 });
    expect(progress(markdown.replace(/- \[ \]/g, '- [X]'))).toEqual({ done: 5, total: 5 });
    const half = markdown.replace('- [ ] `npm test -- tests/realtime', '- [x] `npm test -- tests/realtime');
    expect(progress(half)).toEqual({ done: 0, total: 5 });
  });
});

describe('front matter', () => {
  it.each([
    ['no block', '# A\n', 'no-front-matter', 'does not begin'],
    ['an open block', '---\nschema: 1\n', 'no-front-matter', 'does not begin'],
    ['bad YAML', '---\na: 1\nb: "c"d\n---\n', 'bad-yaml', 'line 3 of the file'],
    ['another document', '---\ntitle: A\n---\n', 'bad-front-matter', '`schema`'],
    ['a wrong status', markdown.replace('status: approved', 'status: maybe'), 'bad-front-matter', '`status`'],
    ['a wrong count', markdown.replace('create: 3', 'create: -1'), 'bad-front-matter', '`files.create`'],
  ])('says what is wrong with %s', (_, text, kind, says) => {
    const result = parseFrontMatter(text);
    expect(result).toMatchObject({ ok: false, error: { kind } });
    if (!result.ok) expect(result.error.message).toContain(says);
  });

  it('reads CRLF, a byte order mark and keys of a person', () => {
    const mine = `\uFEFF${markdown.replace('kind: feature', 'kind: feature\nowner: ada').replace(/\n/g, '\r\n')}`;
    const result = parseFrontMatter(mine);
    expect(result.ok && result.value).toMatchObject({ owner: 'ada', title: samplePlan.title });
  });
});

describe('what an approval says of itself', () => {
  const override = { reason: 'the registry is down: checked by hand', checks: [2, 9] };
  const sealed = sealMarkdown(renderPlan(samplePlan), {
    ...approval,
    override,
    supersedes: 'plans/order-notifications-20261101-090000.md',
  });

  it('records why failing checks were passed over, and the plan that it replaces', () => {
    const front = parseFrontMatter(sealed);
    expect(front.ok && front.value).toMatchObject({
      override,
      supersedes: 'plans/order-notifications-20261101-090000.md',
    });
    expect(sealState(sealed)).toBe('as-approved');
    expect(sealState(sealed.replace('checked by hand', 'whatever'))).toBe('edited');
  });

  it('forgets both when a later revision of it is approved without them', () => {
    const again = sealMarkdown(sealed, { approved: '2026-11-20T08:00:00.000Z' });
    expect(again).not.toMatch(/override|supersedes/);
    expect(sealState(again)).toBe('as-approved');
  });

  it('keeps the line ends of an edited file', () => {
    const crlf = renderPlan(samplePlan).replace(/\n/g, '\r\n');
    const text = sealMarkdown(crlf, approval);
    expect(text.replace(/\r\n/g, '')).not.toContain('\n');
    expect(contentHash(text)).toBe(contentHash(markdown));
  });
});

describe('a plan that another one replaces', () => {
  const by = 'plans/order-notifications-20261201-120000.md';

  it('says so in two lines, and stays as it was approved', () => {
    const marked = markSuperseded(markdown, by) ?? '';
    expect(marked).toBe(markdown.replace('status: approved\n', `status: superseded\nsuperseded_by: ${by}\n`));
    expect(sealState(marked)).toBe('as-approved');
    expect(markSuperseded(marked, by)).toBe(marked);
    expect(parseFrontMatter(marked).ok).toBe(true);
  });

  it('keeps CRLF, and leaves files of other hands alone', () => {
    const crlf = markdown.replace(/\n/g, '\r\n');
    expect(markSuperseded(crlf, by)).toBe((markSuperseded(markdown, by) ?? '').replace(/\n/g, '\r\n'));
    expect(markSuperseded('# A plan\n', by)).toBeUndefined();
  });
});

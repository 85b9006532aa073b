import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/plan/model.ts';
import { readPlan } from '../../../src/plan/read/index.ts';
import { renderPlan } from '../../../src/plan/render.ts';
import { samplePlan as sample } from '../sample.ts';

function read(markdown: string) {
  const result = readPlan(markdown);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** An edit of all that stands between the blocks of code and below the front matter. */
const outsideCode = (edit: (text: string) => string) => (markdown: string) =>
  markdown
    .split(/(^---\n[\s\S]*?\n---\n|^ *```[\s\S]*?^ *```\n)/m)
    .map((part, i) => (i % 2 === 0 ? edit(part) : part))
    .join('');

const foreign = (name: string) =>
  read(readFileSync(new URL(`../foreign/${name}.md`, import.meta.url), 'utf8'));

describe('a plan of ours', () => {
  const markdown = renderPlan(sample);
  const { plan, own, stepLines } = read(markdown);

  test('reads back to the same bytes', () => {
    expect(own).toBe(true);
    expect(renderPlan(plan)).toBe(markdown);
  });

  test('keeps what its sentences stand on', () => {
    const heads = (steps: Plan['steps']) =>
      steps.map(({ id, title, estimate, dependsOn, serves, part }) => ({
        id,
        title,
        estimate,
        dependsOn,
        serves,
        part,
      }));
    expect(heads(plan.steps)).toEqual(heads(sample.steps));
    expect(plan.steps.map(s => s.files)).toEqual(sample.steps.map(s => s.files));
    expect(plan.steps.map(s => s.packages)).toEqual(sample.steps.map(s => s.packages));
    expect(plan.steps.map(s => s.verify)).toEqual(sample.steps.map(s => s.verify));
    expect(plan.findings.map(f => f.sources.length > 0 || f.assumption === true)).not.toContain(false);
    expect(plan.rollback.map(r => r.undoes)).toEqual(sample.rollback.map(r => r.undoes));
    expect(plan.security).toEqual(sample.security);
    expect(plan.reliesOn).toEqual(sample.reliesOn);
    const lines = markdown.split('\n');
    for (const [id, line] of stepLines)
      expect(lines[line - 1]).toContain(plan.steps.find(s => s.id === id)?.title.slice(0, 10));
  });

  test.each([
    ['CRLF', (text: string) => text.replace(/\n/g, '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['other bullets', (text: string) => text.replace(/^- (?!\[)/gm, '* ')],
    ['plus signs for bullets', (text: string) => text.replace(/^- /gm, '+ ')],
    ['tabs behind bullets', (text: string) => text.replace(/^- (?!\[)/gm, '-\t')],
    ['two blank lines', outsideCode(text => text.replace(/\n\n/g, '\n\n\n'))],
    ['blank lines behind labels', (text: string) => text.replace(/^(\*\*[^*]+:\*\*)\n- /gm, '$1\n\n- ')],
    ['spaces at line ends', outsideCode(text => text.replace(/(?<=[\w.)])\n/g, '  \n'))],
    ['no newline at the end', (text: string) => text.trimEnd()],
  ])('%s: the same plan', (_, edit) => {
    const edited = edit(markdown);
    expect(edited).not.toBe(markdown);
    expect(read(edited).plan).toEqual(plan);
  });

  test('steps that were moved and renamed keep their identity; references follow', () => {
    const [head = '', ...steps] = markdown.split(/(?=^### \d+\. )/m);
    const own = steps.slice(0, sample.steps.length);
    const last = own.at(-1) ?? '';
    const [lastStep, rest] =
      last.split(/(?=^## )/m).length > 1
        ? [last.slice(0, last.search(/^## /m)), last.slice(last.search(/^## /m))]
        : [last, ''];
    const moved = [lastStep, ...own.slice(0, -1)].join('');
    const renamed = moved.replace(/^### \d+\. Install ws/m, '### 7. Bring in `ws`');
    const again = read(`${head}${renamed}${rest}`).plan;
    const ids = sample.steps.map(s => s.id);
    expect(again.steps.map(s => s.id)).toEqual([ids.at(-1), ...ids.slice(0, -1)]);
    expect(again.steps.find(s => s.id === 'S-install')?.title).toBe('Bring in `ws`');
  });

  test('sections of a person are kept by name and place', () => {
    const edited = markdown.replace(
      '## Timeline',
      '## What Tom said\n\nMind the *replicas*.\n\n> and the proxy\n\n## Timeline',
    );
    const again = read(edited);
    expect(again.sections.map(s => s.title)).toContain('What Tom said');
    expect(again.plan).toEqual(plan);
  });
});

describe('plans by other hands', () => {
  const steps = (plan: Plan) =>
    plan.steps.map(
      s =>
        `${s.id} ${s.title} ${s.estimate.low}–${s.estimate.high}: ${s.files.map(f => `${f.action} ${f.path}`).join(', ')}`,
    );

  test('headings with times, file lists, a table of times, check boxes', () => {
    const { plan, own, untimed } = foreign('timed-headings');
    expect(own).toBe(false);
    expect(plan.title).toBe('Order e-mails');
    expect(steps(plan)).toEqual([
      'S-set-up-the-mailer Set up the mailer 15–15: create src/mail/client.ts, create src/mail/templates/shipped.ts',
      'S-send-on-shipment Send on shipment 30–45: modify src/services/order.service.ts',
      'S-write-the-tests Write the tests 60–60: create tests/mail.test.ts',
    ]);
    expect(untimed).toEqual([]);
    expect(plan.steps[0]?.packages).toEqual([{ name: 'nodemailer', dev: false, action: 'add', note: '' }]);
    expect(plan.steps[0]?.code.map(c => c.kind)).toEqual(['command']);
    expect(plan.steps[1]?.files[0]?.what).toBe('call the client after `ship`');
    expect(plan.steps[1]?.verify).toEqual([
      { kind: 'command', text: 'npm test' },
      { kind: 'observe', text: 'a letter arrives in the catch-all box' },
    ]);
    expect(plan.requirements.map(r => `${r.id} ${r.text}`)).toEqual([
      'R1 Buyers get one e-mail per shipment',
      'R2 Bounces are logged',
    ]);
    expect(plan.rollback.map(r => r.text)).toEqual(['Revert the merge commit', '`npm uninstall nodemailer`']);
    expect(plan.security.implemented).toEqual([{ text: 'Addresses are never logged', stepId: '' }]);
    expect(plan.questions.map(q => [q.question.text, q.answer?.kind])).toEqual([
      ['Which sender address?', undefined],
      ['HTML or text? Both.', 'text'],
    ]);
  });

  test('tasks in phases; front matter of another tool', () => {
    const { plan, own, untimed } = foreign('numbered-tasks');
    expect(own).toBe(false);
    expect(steps(plan)).toEqual([
      'S-add-the-cache-module Add the cache module 20–30: create src/cache/catalogue.ts, modify src/server.ts, modify tests/catalogue.test.ts',
      'S-measure-before Measure before 0–0: ',
      'S-read-through-the-cache Read through the cache 0–0: modify src/routes/catalogue.routes.ts',
    ]);
    expect(untimed).toEqual(['S-measure-before', 'S-read-through-the-cache']);
    expect(plan.steps[0]?.details).toEqual(['Write the module', 'Wire it in the server']);
    expect(plan.risks).toEqual([{ text: 'Stale prices', mitigation: 'expire after a minute' }]);
  });

  test('a numbered list for steps', () => {
    const { plan } = foreign('numbered-list');
    expect(steps(plan)).toEqual([
      'S-load-settings-lazily Load settings lazily 10–10: modify src/settings.ts',
      'S-measure-again Measure again 5–5: ',
      'S-tell-the-team Tell the team 0–0: ',
    ]);
  });
});

describe('what is no plan', () => {
  const markdown = renderPlan(sample);
  test.each([
    [
      'a merge conflict',
      markdown.replace('## Timeline', '<<<<<<< HEAD\n## Timeline\n=======\n## Times\n>>>>>>> other'),
      'merge-conflict',
      /^Line \d+ holds the mark/,
    ],
    [
      'front matter that is no YAML',
      markdown.replace('kind: feature', 'kind: [feature'),
      'bad-yaml',
      /line \d+ of the file/,
    ],
    ['front matter that lacks a field', markdown.replace(/^goal:.*\n/m, ''), 'bad-front-matter', /`goal`/],
    [
      'a newer format',
      markdown.replace('schema: 1', 'schema: 2'),
      'newer-plan',
      /version 2; this program reads version 1/,
    ],
    [
      'the same id twice',
      markdown.replace('`S-publish` ·', '`S-hub` ·'),
      'duplicate-step',
      /Lines \d+ and \d+ both call their step `S-hub`/,
    ],
    ['5 MB', 'a\n'.repeat(2_600_000), 'too-long', /5,200,000/],
    ['nothing', '', 'no-plan', /no heading/],
    ['a letter', 'Dear Kim,\n\nhow are you?\n', 'no-plan', /no step/],
  ])('%s is refused with the place', (_, text, kind, message) => {
    const result = readPlan(text);
    expect(result.ok ? 'read' : result.error.kind).toBe(kind);
    if (!result.ok) expect(result.error.message).toMatch(message);
  });

  test('a plan that was cut in half is read as far as it goes', () => {
    const half = markdown.slice(0, markdown.length / 2);
    const { plan } = read(half);
    expect(plan.steps.length).toBeGreaterThan(0);
    expect(plan.steps.length).toBeLessThan(sample.steps.length);
  });
});

import { describe, expect, it } from 'vitest';
import { parseCall } from '../../src/cli/program.ts';
import type { SessionEvent } from '../../src/session/events.ts';
import { emptyField } from '../../src/ui/field.ts';
import type { Model, Overlay, Place } from '../../src/ui/model.ts';
import { stepChange } from '../../src/ui/screens/overlay/compare.ts';
import { took } from '../../src/ui/text/format.ts';
import { plain, t } from '../../src/ui/text/line.ts';
import { marked } from '../../src/ui/text/marks.ts';
import { update } from '../../src/ui/update.ts';
import { emptyPrompt } from '../../src/ui/widgets/text-prompt/state.ts';
import { promptLines } from '../../src/ui/widgets/text-prompt/view.ts';
import { eventually } from '../helpers/eventually.ts';
import { fakeWorkspace } from '../helpers/fake-workspace.ts';
import { frameOf, modelFor } from '../helpers/frame.tsx';
import { KEYS, openScreen } from '../helpers/screen.tsx';
import * as states from './states.ts';

const WIDE = { columns: 120, rows: 36 };
const lookup = { complete: () => [], draft: () => '' };

function modelAt(
  place: Place,
  events: readonly SessionEvent[],
  patch: Partial<Model> = {},
  size = WIDE,
): Model {
  return modelFor(size, { place, session: states.sessionOf(events), ...patch });
}

const textOf = (model: Model) => frameOf(model).join('\n');

function press(model: Model, ...ids: readonly string[]): Model {
  return ids.reduce((now, id) => {
    const key = { type: 'key' as const, key: { id, ...(id.length === 1 ? { text: id } : {}) } };
    return update(now, { type: 'input', events: [key], at: states.NOW }, lookup)[0];
  }, model);
}

/** The sample session, every choice and step named in code. */
const inCode: readonly SessionEvent[] = states.asking.map(event =>
  event.type === 'QuestionRaised'
    ? {
        ...event,
        question: {
          ...event.question,
          choices: event.question.choices.map(c => ({ ...c, label: `\`src/hub.ts\` for ${c.label}` })),
        },
      }
    : event,
);
const answered: readonly SessionEvent[] = [
  ...inCode,
  {
    type: 'QuestionAnswered',
    at: states.NOW,
    answer: { kind: 'choice', questionId: 'server-processes', choiceId: 'many' },
  },
];

describe('the answers', () => {
  const base = modelAt('questions', answered);
  const summary: Model = { ...base, questions: { ...base.questions, index: 2 } };

  it('show names without backticks, what they bring, and why Enter is pressed once more', () => {
    const text = textOf(summary);
    expect(text).toContain('✓ src/hub.ts for Yes');
    expect(text).not.toContain('`');
    expect(text).toContain('+ 1 step, + 2 files, + 25–40 min');
    expect(text).toContain('1 question not answered');
    expect(text).toContain('❯ Enter  make the plan from these answers');
    expect(text).toContain('1 of 2');
  });

  it('a digit goes back to its question; s has nothing to leave open once all are answered', () => {
    expect(press(summary, '2').questions.index).toBe(1);
    const all = states.sessionOf(states.drafted.slice(0, -6));
    const full: Model = { ...summary, session: all };
    expect(textOf(full)).not.toContain('leave the rest open');
    const cmds = update(
      full,
      { type: 'input', events: [{ type: 'key', key: { id: 's', text: 's' } }], at: states.NOW },
      lookup,
    )[1];
    expect(cmds).toEqual([]);
  });

  it('a note is titled without backticks', () => {
    const first: Model = { ...base, questions: { ...base.questions, index: 0 } };
    expect(textOf(press(first, 'n'))).toContain('Note to “src/hub.ts for Yes');
  });
});

describe('choices in a low window', () => {
  const many: readonly SessionEvent[] = states.asking.map(event =>
    event.type === 'QuestionRaised'
      ? {
          ...event,
          question: {
            ...event.question,
            choices: ['one', 'two', 'three', 'four'].map(id => ({
              id,
              label: `take way ${id}, which is told in more words than a row holds`,
              consequence: 'It costs something that has to be said as well.',
              effect: {},
            })),
            recommended: 'one',
          },
        }
      : event,
  );
  it.each([0, 1, 2, 3, 4, 5])('the highlighted choice %i is in sight and nothing is written over', index => {
    const base = modelAt('questions', many, {}, { columns: 40, rows: 12 });
    const rows = frameOf({
      ...base,
      questions: { ...base.questions, index: 0, highlight: { 'server-processes': index } },
    });
    const labels = ['take way one,', 'take way two, which is told in'];
    const wanted = [
      ...labels,
      'take way three, which is',
      'take way four, which is',
      'Decide for me',
      'Something',
    ];
    expect(rows.join('\n')).toContain(`❯ ${index + 1} ${wanted[index]}`);
    expect(rows.filter(row => /^│.*[│┃]$/.test(row))).toHaveLength(6);
  });
});

describe('evidence', () => {
  const at = modelAt('workbench', states.asking, {
    workbench: { focus: 'analysis', selected: { analysis: 0 } },
  });

  it('stands under the panes while it is short, so that its finding stays in sight', () => {
    const text = textOf(press(at, 'enter'));
    expect(text).toContain('▸18 │ export const server');
    expect(text).toContain('2 Analysis');
    expect(text).toContain('OrderService.setStatus');
  });

  it('n goes on to the next finding, and an assumption says that it is one', () => {
    const second = press(at, 'enter', 'n');
    expect(second.workbench.selected.analysis).toBe(1);
    const assumed = press(second, 'n');
    expect(textOf(assumed)).toContain('No source: this is an assumption');
    const last = press(assumed, 'n', 'n');
    expect(last.workbench.selected.analysis).toBe(3);
    expect(last.toast?.text).toBe('This is the last finding.');
    expect(press(last, 'N').workbench.selected.analysis).toBe(2);
  });

  it('Enter says what it opens', () => {
    const none = modelAt('workbench', states.asking);
    expect(textOf(none)).toContain('Enter answer the questions');
    expect(textOf(at)).toContain('Enter evidence');
  });
});

describe('search in the plan', () => {
  it('counts the rows and sets the words off, until Esc ends it', () => {
    const base = modelAt('review', states.revised);
    const found = press({ ...base, review: { ...base.review, search: 'rollback' } }, 'n');
    expect(textOf(found)).toMatch(/“rollback” \d+ of \d+/);
    expect(textOf(found)).toContain('n next match');
    expect(textOf(press(found, 'esc'))).not.toContain('“rollback”');
  });

  it('marks a place that runs over two spans, and only that', () => {
    const line = marked([t('the '), t('verify', 'symbol'), t('Token', 'path'), t(' of')], 'YTok');
    expect(plain(line)).toBe('the verifyToken of');
    expect(
      line
        .filter(s => s.tone === 'attention')
        .map(s => s.text)
        .join('|'),
    ).toBe('y|Tok');
  });
});

describe('comparison', () => {
  const overlay: Overlay = { kind: 'compare', from: 1, to: 2, scroll: { top: 0 } };

  it('leaves out the front matter, names what became of a step, and n goes from change to change', () => {
    const model = modelAt('review', states.revised, { overlay });
    const text = textOf(model);
    expect(text).toContain('another title');
    expect(text).not.toContain('schema:');
    expect(text).not.toContain('revision: 1');
    const next = press(model, 'n');
    expect(next.overlay?.kind === 'compare' && next.overlay.scroll.top).toBeGreaterThan(0);
  });

  it('says which parts of a step changed', () => {
    const [step] = states.firstPlan.steps;
    if (!step) throw new Error('the sample plan has no step');
    const other = { ...step, estimate: { ...step.estimate, high: step.estimate.high + 30 }, files: [] };
    expect(stepChange(step, other)).toMatch(/ → .* · – \d+ files?$/);
  });
});

describe('help', () => {
  it.each([
    ['review', 'Review'],
    ['questions', 'Questions'],
    ['workbench', 'Workbench'],
    ['home', 'Commands'],
  ] as const)('on %s begins with %s', (place, title) => {
    const model = modelAt(place, states.revised, { overlay: { kind: 'help', scroll: { top: 0 } } });
    expect(frameOf(model)[2]).toMatch(new RegExp(`^│ ${title} `));
  });
});

describe('times', () => {
  it.each([
    [0, '0.0 s'],
    [340, '0.3 s'],
    [9_949, '9.9 s'],
    [9_950, '0:09'],
    [38_000, '0:38'],
  ])('%i ms took %s', (ms, text) => {
    expect(took(ms)).toBe(text);
  });

  it('the header adds up what the planner worked, without the time in which the person thought', () => {
    // 38 s of research and analysis, 2 s of planning; the answers in between took 24 s.
    const model = modelAt('workbench', states.drafted, { now: states.NOW + 600_000 });
    expect(frameOf(model)[0]).toContain('0:40');
  });
});

describe('a phase at work', () => {
  const silent = states.begun.slice(0, 3);
  it('says how far the code map is, which everything waits for', () => {
    const model = modelAt('workbench', silent, { map: { kind: 'mapping', done: 300, total: 8322 } });
    expect(textOf(model)).toMatch(/│ \S mapping 300 \/ 8,322 files/);
  });

  it('says what it does before it has found anything', () => {
    const counts = { files: 4, symbols: 9, languages: ['typescript'], skipped: 0 };
    const model = modelAt('workbench', silent, { map: { kind: 'ready', counts, ms: 1 } });
    expect(textOf(model)).toContain('reading documents and manifests');
  });
});

describe('what was said', () => {
  it('makes room for the hints of what opens over it', () => {
    const model = modelAt('review', states.revised, {
      toast: { tone: 'success', text: 'Feedback noted.', until: states.NOW + 4000 },
    });
    expect(textOf(model)).toContain('Feedback noted.');
    const asked = textOf(press(model, 'v'));
    expect(asked).not.toContain('Feedback noted.');
    expect(asked).toContain('Enter read it');
  });

  it('a revision without answers or feedback says what it was drafted for', () => {
    const overlay: Overlay = { kind: 'revisions', selected: 1 };
    const text = textOf(modelAt('review', states.revised, { overlay }));
    expect(text).toContain(`the first draft: ${states.firstPlan.title}`);
  });
});

describe('the prompt', () => {
  it('breaks between words, and keeps the cursor in sight', () => {
    const text = 'add a command that exports every open editor';
    const lines = promptLines(emptyPrompt(text), 20, 6).map(plain);
    expect(lines.map(l => l.trimEnd())).toEqual(['add a command that', 'exports every open', 'editor']);
    const last = promptLines(emptyPrompt(text), 20, 1);
    expect(last.map(plain)).toEqual(['editor ']);
    expect(last[0]?.some(s => s.cursor)).toBe(true);
    expect(promptLines(emptyPrompt('x'.repeat(25)), 20, 6).map(plain)).toEqual(['x'.repeat(20), 'xxxxx ']);
  });
});

describe('after approval', () => {
  it('names only commands that there are', () => {
    const text = textOf(modelAt('done', states.published));
    const named = [...text.matchAll(/planner-tui ([a-z:]+)/g)].map(m => m[1] ?? '');
    expect(named.length).toBeGreaterThan(0);
    const silent = { out: () => {}, err: () => {} };
    for (const name of named) expect(parseCall([name, 'x'], '0', silent).kind).not.toBe('plan');
  });
});

describe('home', () => {
  it('tells a newcomer how it goes, and nobody else', () => {
    const empty = { suggestions: [], sessions: [], plans: [], earlier: [] };
    expect(textOf(modelFor(WIDE, { homeData: empty }))).toContain('How it goes');
    const known = {
      ...empty,
      sessions: [
        {
          id: 's',
          goal: 'a goal '.repeat(30),
          updatedAt: states.NOW,
          openQuestions: 2,
          revisions: 0,
          plans: [],
        },
      ],
    };
    const text = textOf(modelFor(WIDE, { homeData: known }));
    expect(text).not.toContain('How it goes');
    // What a session waits for is worth more than the end of its goal.
    expect(text).toMatch(/… +2 questions open · now/);
  });
});

describe('Ctrl+Z where nothing can stop the program', () => {
  it('comes back by itself', async () => {
    const screen = openScreen(fakeWorkspace());
    await screen.shows('What shall we plan?');
    await screen.press(KEYS.ctrlZ);
    await eventually(() => expect(screen.input.listenerCount('data')).toBe(1));
    await screen.type('still here');
    await screen.shows('still here');
    await screen.close();
  });
});

describe('a text field over a place', () => {
  it('says what Enter does with what was typed', () => {
    const overlay: Overlay = {
      kind: 'input',
      purpose: { kind: 'search' },
      title: 'Search the plan',
      field: emptyField('hub'),
    };
    expect(textOf(modelAt('review', states.revised, { overlay }))).toContain('Enter search');
  });
});

describe('the lists at home', () => {
  const plan = {
    path: 'plans/a.md',
    title: 'A',
    goal: 'a',
    status: 'approved',
    created: '2026-11-01',
    steps: { done: 0, total: 1 },
  };

  it('keep the cursor on its entry when others come late above it', () => {
    const model = press(modelFor(WIDE, { homeData: { plans: [plan], sessions: [], earlier: [] } }), 'tab');
    expect(model.home.focus).toBe(0);
    const late = { suggestions: [{ text: 'test x', why: 'it has none' }], plans: [{ ...plan, stale: 1 }] };
    const [later] = update(model, { type: 'home', data: late }, lookup);
    expect(later.home.focus).toBe(1);
    const [gone] = update(later, { type: 'home', data: { plans: [] } }, lookup);
    expect(gone.home.focus).toBe('prompt');
  });
});

describe('review', () => {
  it('keeps the cursor on its line when a moved file comes to stand above it', () => {
    const model = press(modelAt('review', states.revised), 't');
    const cursorLine = (m: Model) =>
      frameOf(m)
        .find(line => /│ ❯ /.test(line.slice(20)))
        ?.trim();
    expect(cursorLine(model)).toContain('Timeline');
    const { session } = model;
    const revision =
      session.kind === 'active' ? session.approaches[0]?.revisions.at(-1)?.revision : undefined;
    if (!revision) throw new Error('nothing was drafted');
    const files = [{ path: 'src/server.ts', fate: 'changed' as const }];
    const [moved] = update(model, { type: 'stale', revision, steps: [{ id: 'S-hub', files }] }, lookup);
    expect(moved.review.cursor).toBe(model.review.cursor + 1);
    expect(cursorLine(moved)).toBe(cursorLine(model));
  });
});

import { exportForms } from '../plan/export/forms.ts';
import type { Command } from '../session/commands.ts';
import { makeGoal } from '../session/goal.ts';
import { latestRevision, roundQuestions } from '../session/selectors.ts';
import { type GoalWish, isGoalVerb, wishOf } from '../session/verbs.ts';
import { emptyField } from './field.ts';
import { type Cmd, type Model, previews, type Step, say, stay } from './model.ts';
import { goTo } from './places.ts';
import { showDrift } from './screens/drift/keys.ts';
import { code, cook } from './screens/hand-over/keys.ts';
import { showMap } from './screens/map/keys.ts';
import { foresee } from './screens/overlay/foresee.ts';
import { choosePlanner } from './screens/planner/keys.ts';
import { openApproval } from './screens/review/approve.ts';
import { shownRevision } from './screens/review/shown.ts';
import { type CommandName, parseSlash } from './slash.ts';

const dispatch = (command: Command): Cmd => ({ type: 'dispatch', command });

/** A submitted line, from the home prompt or the command line of a session: a goal or a slash command. */
export function submitText(model: Model, text: string): Step {
  const parsed = parseSlash(text);
  switch (parsed.kind) {
    case 'goal':
      return plan(model, { text: parsed.text });
    case 'later':
      return stay(say(model, 'problem', `/${parsed.name} is not part of this version yet.`, parsed.instead));
    case 'unknown':
      return stay(
        say(
          model,
          'problem',
          parsed.name ? `There is no command /${parsed.name}.` : 'A command needs a name.',
          `Did you mean /${parsed.nearest}? /help lists them all.`,
        ),
      );
    case 'command':
      return command(model, parsed.name, parsed.rest);
  }
}

/** A goal starts a session, or changes the goal of the one that is open. */
function plan(model: Model, wish: GoalWish): Step {
  const { text } = wish;
  if (!text.trim())
    return stay(
      say(
        model,
        'problem',
        'The goal is empty.',
        'Say in a sentence what shall be planned, then press Enter.',
      ),
    );
  if (model.session.kind === 'active')
    return [
      { ...model, overlay: undefined, place: 'workbench' },
      [dispatch({ type: 'change-goal', goal: makeGoal(wish) })],
    ];
  return [
    { ...model, cooking: undefined, home: { ...model.home, opening: text } },
    [{ type: 'start', wish }],
  ];
}

function command(model: Model, name: CommandName, rest: string): Step {
  const closed: Model = { ...model, overlay: undefined };
  const session = model.session.kind === 'active' ? model.session : undefined;
  if (isGoalVerb(name)) {
    const wish = wishOf(name, rest);
    return wish.ok
      ? plan(closed, wish.value)
      : stay(say(model, 'problem', wish.error.message, wish.error.next));
  }
  switch (name) {
    case 'help':
      return stay({ ...closed, overlay: { kind: 'help', scroll: { top: 0 } } });
    case 'quit':
      return [closed, [{ type: 'quit' }]];
    case 'model':
      return choosePlanner(closed, rest.trim());
    case 'theme':
      return theme(closed, rest);
    case 'home':
      return session ? [closed, [{ type: 'leave-session' }]] : stay(closed);
    case 'map':
      return stay(showMap(closed, rest));
    case 'export':
      return exportAs(closed, rest);
    case 'drift':
      return drift(closed, rest);
    case 'code':
      return code(closed, rest);
    case 'cook':
      return cook(closed, rest);
    case 'resume':
      return resume(closed, rest);
    case 'feedback':
    case 'regenerate':
    case 'approve':
    case 'questions':
    case 'review':
    case 'workbench': {
      if (!session)
        return stay(
          say(
            closed,
            'problem',
            `/${name} needs an open session.`,
            'Give a goal, or choose an unfinished session below.',
          ),
        );
      if (name === 'workbench') return stay(goTo(closed, 'workbench', session));
      if (name === 'questions')
        return roundQuestions(session).length > 0
          ? stay(goTo(closed, 'questions', session))
          : stay(say(closed, 'info', 'Nothing is asked.'));
      if (!latestRevision(session))
        return stay(say(closed, 'problem', 'There is no plan yet.', 'Wait for the first draft.'));
      if (name === 'review') return stay(goTo(closed, 'review', session));
      if (name === 'approve') return openApproval(goTo(closed, 'review', session), session);
      if (name === 'regenerate') return [closed, [dispatch({ type: 'regenerate' })]];
      if (rest && previews(model))
        return foresee(
          goTo(closed, 'review', session),
          {
            kind: 'input',
            purpose: { kind: 'feedback', target: { kind: 'revision' } },
            title: 'Feedback on the plan',
            field: emptyField(rest),
          },
          { kind: 'revision' },
          rest,
        );
      if (rest)
        return [
          say(closed, 'success', 'Feedback noted.', 'r makes the next revision.'),
          [dispatch({ type: 'give-feedback', text: rest, target: { kind: 'revision' } })],
        ];
      return stay({
        ...goTo(closed, 'review', session),
        overlay: {
          kind: 'input',
          purpose: { kind: 'feedback', target: { kind: 'revision' } },
          title: 'Feedback on the plan',
          field: emptyField(),
        },
      });
    }
  }
}

/** The plan that is named by its path or some words of it; without words the one just saved, else the newest. */
function drift(model: Model, words: string): Step {
  const plans = model.homeData.plans ?? [];
  const name = words.replace(/^@/, '');
  if (name.includes('/') || name.endsWith('.md')) return showDrift(model, name);
  const saved = model.session.kind === 'active' ? model.session.published?.path : undefined;
  const like = (text: string) => text.toLowerCase().includes(name.toLowerCase());
  const found =
    name === '' ? (saved ?? plans[0]?.path) : plans.find(p => like(p.path) || like(p.title))?.path;
  if (found !== undefined) return showDrift(model, found);
  return stay(
    say(
      model,
      'problem',
      name === '' ? 'No plan is saved here yet.' : `There is no plan like “${name}” in plans/.`,
      name === ''
        ? 'Approve one first, or name a file: /drift docs/plan.md'
        : 'Name its file: /drift plans/….md',
    ),
  );
}

/** The revision on the screen as another kind of document. */
function exportAs(model: Model, name: string): Step {
  const session = model.session.kind === 'active' ? model.session : undefined;
  const checked = session && shownRevision(model, session);
  if (!session || !checked)
    return stay(say(model, 'problem', '/export needs a plan.', 'Open one: Enter on a plan at home.'));
  const form = exportForms.find(known => known === name.toLowerCase());
  if (!form)
    return stay(
      say(
        model,
        'problem',
        name ? `A plan cannot be exported as “${name}”.` : 'What shall it be exported as?',
        `/export ${exportForms.join(' | ')}`,
      ),
    );
  const { published } = session;
  const saved = published?.revision === checked.revision.number ? published.path : undefined;
  return [model, [{ type: 'export', checked, saved, form }]];
}

function theme(model: Model, name: string): Step {
  const { themes } = model.facts;
  if (!name) {
    const next = themes[(themes.indexOf(model.themeName) + 1) % Math.max(1, themes.length)];
    return next ? [model, [{ type: 'theme', name: next }]] : stay(model);
  }
  return [model, [{ type: 'theme', name }]];
}

function resume(model: Model, id: string): Step {
  const sessions = model.homeData.sessions ?? [];
  const found = id ? sessions.find(s => s.id === id || s.id.startsWith(id)) : sessions[0];
  if (!found)
    return stay(
      say(
        model,
        'problem',
        id ? `There is no session ${id}.` : 'There is no unfinished session here.',
        sessions.length > 0 ? `Known: ${sessions.map(s => s.id).join(', ')}.` : 'Give a goal to begin one.',
      ),
    );
  return [
    { ...model, home: { ...model.home, opening: found.goal } },
    [{ type: 'resume', sessionId: found.id }],
  ];
}

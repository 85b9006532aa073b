import type { Question, Source } from '../../../domain/index.ts';
import type { PlanQuestion } from '../../../plan/model.ts';
import { detectKind } from '../../../session/goal.ts';
import { fileSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { headOf, type Trail } from '../trail.ts';
import { contentWords, isMaking, kindAndPurpose, overlap, stem } from '../words.ts';
import type { Blueprint } from './blueprint.ts';
import { NO_MATCH, type Target, targetsOf } from './targets.ts';
import { isTest } from './tests.ts';
import { saysItAll } from './trail-steps.ts';

/** What a plan without a playbook must ask: open in the plan, with the choice that it assumes. */
export function ownQuestions(survey: Survey, blueprint: Blueprint): PlanQuestion[] {
  if (blueprint.playbooks.length > 0) return [];
  const there = thereQuestion(survey);
  return [
    ...whereQuestion(survey),
    ...(there.length > 0 ? there : doneQuestion(survey)),
    ...defaultQuestion(survey),
  ];
}

/** Share of the goal's words that a subject must hold, and how many at least, to be the same wish. */
const SAME_WISH = { share: 0.6, words: 3 } as const;

/** Asked where the subject of an earlier commit says nearly the same as the goal. */
function doneQuestion({ goal, impact }: Survey): PlanQuestion[] {
  // A commit that made a thing says nothing of whether it is simple; one that reshaped it does.
  const reshapes = detectKind(goal.text) === 'refactoring';
  const mends = /^(?:fix|repair|mend|resolve)$/.test(goal.verb);
  const asked = new Set(
    contentWords(goal.text.split('\n')[0] ?? '')
      .filter(w => w !== goal.verb)
      .map(stem),
  );
  const least = Math.max(SAME_WISH.words, Math.ceil(asked.size * SAME_WISH.share));
  const done = impact.precedents.find(
    p =>
      !/^revert\b/i.test(p.subject) &&
      (!reshapes || detectKind(p.subject) === 'refactoring') &&
      overlap(p.subject, asked) >= least,
  );
  if (!done) return [];
  const { sha, subject, date } = done;
  const short = sha.slice(0, 7);
  const question: Question = {
    id: 'done-already',
    text: mends
      ? `Where does it still show after commit ${short} (“${subject}”)?`
      : `What does commit ${short} (“${subject}”) leave to do?`,
    why: `Its subject says nearly what the goal asks for; ${done.files.length === 1 ? 'the file' : `the ${done.files.length} files`} it changed ${done.files.length === 1 ? 'is' : 'are'} listed by \`git show --stat ${short}\`.`,
    evidence: [{ kind: 'commit', sha, subject, date }],
    choices: [
      {
        id: 'more',
        label: mends
          ? 'It still shows: the plan looks for the cause'
          : 'Something is missing: the plan adds it',
        consequence: mends
          ? `The steps stay; name the case that ${short} left out and plan again.`
          : `The steps stay; say in one sentence what ${short} left out and plan again.`,
      },
      {
        id: 'nothing',
        label: mends ? 'It is gone since' : 'It does all that is wanted',
        consequence: mends
          ? `Nothing to mend: ${short} did it on ${date.slice(0, 10)}.`
          : `Nothing to build: the goal is met since ${date.slice(0, 10)}.`,
      },
    ],
    recommended: 'more',
    asked: 'plan',
  };
  return [{ question }];
}

/** Things that have a value when nobody has chosen one. */
const CHOSEN = /^(?:settings?|options?|flags?|preferences?|toggles?|switch(?:es)?)$/;
const DEFAULT = /\bdefault\b|=\s*(?:true|false|\d+)\b/i;

/** Asked for every setting: its default decides whom the release changes. */
function defaultQuestion(survey: Survey): PlanQuestion[] {
  const { trail, goal } = survey;
  const head = headOf(goal);
  // A refactoring brings no setting in, whatever the name is that it speaks of.
  if (detectKind(goal.text) === 'refactoring') return [];
  if (head === undefined || !CHOSEN.test(head) || (trail && saysItAll(survey, trail))) return [];
  const shown = trail && defaultOf(survey, trail);
  const like = trail ? `, as \`${trail.name}\` has` : '';
  const question: Question = {
    id: 'default',
    text: `Which value has “${goal.object}” for whoever never chose one?`,
    why: shown
      ? `\`${trail?.name}\` has its default there; the goal says none for the new ${head}.`
      : `The goal says no default, and a new ${head} meets everybody who is there already.`,
    evidence: shown ? [shown] : [{ kind: 'user', what: 'the goal, as given' }],
    choices: [
      {
        id: 'as-today',
        label: 'The one that leaves everything as it is today',
        consequence: `Nobody notices “${goal.object}” before choosing it.`,
      },
      {
        id: 'new',
        label: 'The new behaviour, for everybody at once',
        consequence: `The release changes what people see; say so in its notes${like ? `, and decide it for old rows${like}` : ''}.`,
      },
    ],
    recommended: 'as-today',
    asked: 'plan',
  };
  return [{ question }];
}

function defaultOf(survey: Survey, trail: Trail): Source | undefined {
  for (const place of trail.places) {
    if (isTest(survey, place.path)) continue;
    const file = survey.texts.get(place.path);
    const line = place.lines.find(n => DEFAULT.test(file?.text.split('\n')[n - 1] ?? ''));
    if (file && line !== undefined) return fileSource(file, line, line, survey.commit);
  }
  return undefined;
}

/**
 * Asked where nothing here is called by what the goal speaks of: no file shares a word with it, or those that do only
 * mention it. The plan goes on with its guess, and says so.
 */
function whereQuestion(survey: Survey): PlanQuestion[] {
  if (survey.trail || survey.named.length > 0) return [];
  const targets = [...targetsOf(survey)].sort((a, b) => b.impact.score - a.impact.score);
  const guess = targets[0];
  if (!guess) return [];
  const lost = guess.impact.reasons[0]?.signal === NO_MATCH;
  if (!lost && !isForeign(survey, targets)) return [];
  const want = survey.goal.text.trim().split('\n')[0]?.slice(0, 80) ?? '';
  const read = survey.texts.get(guess.path);
  const line = guess.symbol?.line ?? 1;
  const shown = read && fileSource(read, line, line + 3, survey.commit);
  const others = targets.slice(1, 3).filter(t => t.path !== guess.path);
  const question: Question = {
    id: 'where',
    text: `Which part of the code does “${want}” concern?`,
    why: lost
      ? `None of the ${survey.summary.files} files shares a word with it, so \`${guess.path}\` stands in.`
      : `No file and no definition among those ranked for it is called by “${survey.goal.object}”; \`${guess.path}\` comes first (${guess.impact.reasons[0]?.detail ?? 'by its place'}).`,
    evidence: shown && !lost ? [shown] : [{ kind: 'user', what: 'the goal, as given' }],
    choices: [
      {
        id: 'start',
        label: lost ? `\`${guess.path}\`, where the program starts` : `\`${guess.path}\`, as ranked`,
        consequence: 'The plan stays as it is.',
      },
      ...others.map((t, i) => ({
        id: `other-${i + 1}`,
        label: `\`${t.path}\``,
        consequence: `Say the goal again with \`${t.path}\` in it: the plan then changes that file.`,
      })),
      {
        id: 'other',
        label: 'Another file or folder',
        consequence: 'Say the goal again with its name, or a word of its code.',
      },
    ],
    recommended: 'start',
    asked: 'plan',
  };
  return [{ question }];
}

/** Whether no word of what is wanted is part of a target's path or of the name of anything that it defines. */
function isForeign(survey: Survey, targets: readonly Target[]): boolean {
  if (!isMaking(survey.goal.verb)) return false;
  const { kind, purpose } = kindAndPurpose(survey.goal.object);
  const stems = new Set(contentWords(`${kind} ${purpose ?? ''} ${survey.goal.target}`).map(stem));
  return !targets.some(t => overlap(`${t.path} ${t.card.symbols.map(s => s.name).join(' ')}`, stems) > 0);
}

/** Asked where the name that is followed says all that is wanted: the code may hold it already. */
function thereQuestion(survey: Survey): PlanQuestion[] {
  const { trail } = survey;
  if (!trail || !saysItAll(survey, trail)) return [];
  const place = trail.places.find(p => survey.texts.has(p.path));
  const file = place && survey.texts.get(place.path);
  const line = place?.lines[0] ?? 1;
  const source = file && fileSource(file, line, line + 3, survey.commit);
  const { sha, subject, date } = trail.precedent;
  const question: Question = {
    id: 'there-already',
    text: `What does \`${trail.name}\` not do yet?`,
    why: `\`${trail.name}\` stands in the code since ${sha.slice(0, 7)} and its name says what the goal asks for.`,
    evidence: [...(source ? [source] : []), { kind: 'commit', sha, subject, date }],
    choices: [
      {
        id: 'more',
        label: 'Something is missing: the plan adds it beside what is there',
        consequence: `The steps stay; say in one sentence what \`${trail.name}\` lacks and plan again.`,
      },
      {
        id: 'nothing',
        label: 'It does all that is wanted',
        consequence: `Nothing to build: the goal is met by \`${trail.name}\`.`,
      },
    ],
    recommended: 'more',
    asked: 'plan',
  };
  return [{ question }];
}

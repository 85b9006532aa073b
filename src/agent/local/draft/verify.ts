import type { Step } from '../../../plan/model.ts';
import type { Survey } from '../survey.ts';
import { overlap } from '../words.ts';
import { isTest } from './tests.ts';

type Verify = Step['verify'];

/** How to see that a change of `path` is done: its own test, else the project's tests and type check, else a look. */
export function verifyFile(survey: Survey, path: string, test: string | undefined): Verify {
  const { brief } = survey;
  const out: Verify = [];
  const own = test && survey.paths.has(test) && isTest(survey, test) ? brief.testCommand(test) : undefined;
  if (own) out.push({ kind: 'command', text: own });
  const types =
    brief.scripts.find(s => s.purpose === 'types') ?? brief.scripts.find(s => s.purpose === 'build');
  if (types && /\.(?:[cm]?tsx?|go|rs|java|kt|cs|py)$/.test(path))
    out.push({ kind: 'command', text: types.run });
  if (out.length > 0) return out;
  const tests = survey.roles.get('test')?.filter(t => isTest(survey, t)) ?? [];
  const byWords = [...tests].sort((a, b) => overlap(b, survey.goal.stems) - overlap(a, survey.goal.stems));
  const near = byWords.map(t => brief.testCommand(t)).find(Boolean);
  const all = brief.scripts.find(s => s.purpose === 'test');
  if (all) return [{ kind: 'command', text: all.run }];
  if (near) return [{ kind: 'command', text: near }];
  return [
    {
      kind: 'observe',
      text: `\`${path}\` has no test command here: start the program and go through the new behaviour once by hand.`,
    },
  ];
}

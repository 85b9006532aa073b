import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GoalKind } from '../../../src/domain/index.ts';
import { ciProject, git } from '../../helpers/ci-project.ts';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { logPath } from '../../research/ci/logs.ts';
import { step } from './script.ts';

/** A goal of one kind with a project, and the plan that a model makes of it. */
export interface KindSession {
  readonly kind: GoalKind;
  /** The project, made anew. */
  readonly project: () => Promise<string>;
  /** As it is typed behind the program's name. */
  readonly command: (root: string) => readonly string[];
  /** The plan as the model would hand it in. */
  readonly plan: Readonly<Record<string, unknown>> & { readonly of_kind: Readonly<Record<string, unknown>> };
  /** A member of `of_kind` that is left out at first. */
  readonly forgets: string;
  /** Texts that the model has to be given as known, by the ids that they have. */
  readonly known: readonly RegExp[];
  /** Questions of code, in their order. */
  readonly asks: readonly string[];
  readonly answers?: Readonly<Record<string, string>>;
  /** What stands in the plan at the end. */
  readonly says: readonly (string | RegExp)[];
}

const PAGES = fileURLToPath(new URL('../../fixtures/pages/', import.meta.url));
const fresh = (name: string): string => mkdtempSync(join(tmpdir(), `planner-tui-${name}-`));
const claim = (text: string, ...rests_on: readonly string[]) => ({ text, rests_on });
const run = (text: string) => ({ kind: 'command', text });
const see = (text: string) => ({ kind: 'observe', text });
const approach = (title: string, text: string, ...rests_on: readonly string[]) => ({
  title,
  summary: [claim(text, ...rests_on)],
});

async function shop(): Promise<string> {
  return (await makeFixtureRepo('shop-api')).root;
}

const SERVICE = 'src/services/order.service.ts';
const SERVICE_TEST = 'tests/unit/order.service.test.ts';
const PAYMENT = 'src/services/payment.service.ts';
const TRACE = [
  "2026-11-02T10:00:00.123Z ERROR TypeError: Cannot read properties of null (reading 'id')",
  `    at PaymentService.handleWebhook (/srv/app/${PAYMENT}:55:44)`,
  '    at async webhook (/srv/app/src/controllers/payment.controller.ts:26:5)',
].join('\n');

const CI: KindSession = {
  kind: 'ci-fix',
  project: async () => ciProject(fresh('ci'), 'tsc'),
  command: () => ['plan:ci', logPath('tsc')],
  plan: {
    approach: approach('give `total` numbers', 'The types of `label` are wrong, not its result.', 'ci-log-1'),
    steps: [
      step('S-mend', {
        title: 'Let `label` take prices as numbers',
        files: [
          { action: 'modify', path: 'src/order.ts', what: 'type the price as a number', symbol: 'label' },
        ],
        verify: [run('npm run typecheck')],
      }),
    ],
    cases: [{ text: '`npm run typecheck` ends without an error.', proves: ['R1'] }],
    of_kind: {
      cause: [claim('`label` in `src/order.ts` hands texts to `total`, which adds numbers.', 'ci-place-1')],
      prevention: [claim('`npm run typecheck` runs before each push.', 'ci-state-1')],
    },
  },
  forgets: 'prevention',
  known: [
    /^\[ci-run\] .*Job: build on .*; Step: .*Exit code: 2; First error: .*; Category: type/m,
    /^\[ci-commits\] .*The shop as it is.* \(commit [0-9a-f]{7}/m,
    /^\[ci-rule\] /m,
    /^\[ci-place-1\] .*`src\/order\.ts:4`/m,
  ],
  asks: [],
  says: [
    /^## Failed Run$[\s\S]*Exit code\s+\| 2[\s\S]*^## Commits That May Have Brought It$[\s\S]*^## Cause$[\s\S]*^## Prevention$/m,
    '`npm run typecheck` runs before each push (`.github/workflows/ci.yml:',
  ],
};

const FIX: KindSession = {
  kind: 'fix',
  async project() {
    const root = await shop();
    writeFileSync(join(root, '..', 'error.log'), `${TRACE}\n`);
    return root;
  },
  command: root => ['fix:hard', `payments stay pending @${join(root, '..', 'error.log')}`],
  plan: {
    approach: approach(
      'the failing case first',
      'The webhook of an order without a payment fails.',
      'symptom-call-1',
    ),
    steps: [
      step('S-reproduce', {
        title: 'Show the fault in a test',
        serves: ['R1', 'R2'],
        part: 'testing',
        files: [
          {
            action: 'create',
            path: 'tests/unit/payment.webhook.test.ts',
            what: 'a webhook whose payment is not known',
            like: SERVICE_TEST,
          },
        ],
        verify: [see('The case fails with “Cannot read properties of null”.')],
      }),
      step('S-experiments', {
        title: 'Tell H1 from H2',
        after: ['S-reproduce'],
        details: ['Log what the repository answers for the id of the webhook.'],
        verify: [see('One of them is left.')],
      }),
      step('S-mend', {
        title: 'Refuse a webhook of a payment that is not known',
        after: ['S-experiments'],
        files: [
          { action: 'modify', path: PAYMENT, what: 'refuse what is not known', symbol: 'handleWebhook' },
        ],
        verify: [run('npm test')],
      }),
    ],
    cases: [{ text: 'A webhook of an unknown payment is refused by `handleWebhook`.', proves: ['R1', 'R2'] }],
    of_kind: {
      reproduction: { step: 'S-reproduce', fails_with: '“Cannot read properties of null (reading id)”' },
      hypotheses: [
        {
          claim: 'The webhook comes before the payment is stored',
          path: PAYMENT,
          line: 55,
          for: [claim('The line reads an id of what was looked up.', 'symptom-call-1')],
          against: [claim('Most webhooks are handled.')],
          experiment: { does: 'Log the age of the order', seen: 'it is below a second', minutes: 20 },
        },
        {
          claim: 'The id of the webhook is that of another account',
          path: 'src/controllers/payment.controller.ts',
          line: 26,
          for: [claim('The controller hands on what it gets.', 'symptom-call-2')],
          experiment: { does: 'Compare the account of the webhook', seen: 'it differs', minutes: 5 },
        },
      ],
      root_cause: { hypothesis: 'H1', reasons: [claim('It alone explains that a retry works.')] },
      regression_test: {
        step: 'S-reproduce',
        file: 'tests/unit/payment.webhook.test.ts',
        shows: 'an unknown payment is refused',
      },
    },
  },
  forgets: 'regression_test',
  known: [
    /^\[symptom-call-1\] .*`src\/services\/payment\.service\.ts:55`/m,
    /^\[cause-1\] A cause by rules: .* \(src\//m,
  ],
  asks: [],
  says: [
    /^## Symptom$[\s\S]*^## Reproduction$[\s\S]*^## Hypotheses$\n\n- \*\*H1\*\* .*Against: Most webhooks are handled\. For it: /m,
    /^## Experiments$[\s\S]*\| H2 +\| about 5 [\s\S]*\| H1 +\| about 20 /m,
    /^## Root Cause$[\s\S]*^## Regression Test$[\s\S]*^## Blast Radius$/m,
  ],
};

const CRO: KindSession = {
  kind: 'cro',
  async project() {
    const root = fresh('cro');
    cpSync(join(PAGES, 'signup-react'), root, { recursive: true });
    git(root, 'init', '-q');
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'The page as it is');
    return root;
  },
  command: () => ['plan:cro', 'more sign-ups'],
  plan: {
    approach: approach(
      'count, then ask for less',
      'The form asks for more than the next step needs.',
      'page-code-read',
    ),
    steps: [
      step('S-count', {
        title: 'Count the events',
        files: [{ action: 'modify', path: 'src/pages/Signup.tsx', what: 'count what is seen and sent' }],
        verify: [see('A walk through the page counts each event once.')],
      }),
      step('S-less', {
        title: 'Ask for less',
        after: ['S-count'],
        files: [{ action: 'modify', path: 'src/components/SignupForm.tsx', what: 'keep what is needed' }],
        verify: [see('The form shows fewer fields.')],
      }),
    ],
    cases: [{ text: 'The form is accepted with the fields that stay.', proves: ['R1'] }],
    of_kind: {
      counting: { step: 'S-count' },
      tests: [
        {
          hypothesis: 'form-less',
          steps: ['S-less'],
          because: [claim('The form asks for seven things.', 'hypothesis-form-less')],
        },
      ],
      guardrails: [claim('Refused entries do not rise.', 'cro-events')],
    },
  },
  forgets: 'guardrails',
  known: [
    /^\[page-code-read\] /m,
    /^\[page-code-friction-/m,
    /^\[hypothesis-form-less\] .*Impact \d+ .* = \d+/m,
    /^\[cro-numbers\] Computed: .*visitors a variant tell 2\.5 % from/m,
    /^\[cro-events\] /m,
  ],
  asks: ['cro-metric', 'cro-visitors', 'cro-rate', 'cro-effect', 'cro-variants'],
  answers: {
    'cro-visitors': 'about 12k a week',
    'cro-rate': '2.5 %',
    'cro-effect': 'from 2.5 to 3.2 %',
    'cro-variants': '3',
  },
  says: [
    /^## Page Friction$[\s\S]*^## Hypotheses$[\s\S]*^## Experiment Design$[\s\S]*^## Tracking Events$[\s\S]*^## What Is Tried$[\s\S]*^## Guardrails$/m,
    '10,741 visitors a variant tell 2.5 % from 3.2 %',
    'it runs 3 whole weeks',
    '**form-less** by `S-less`: The form asks for seven things',
  ],
};

const MANIFEST = JSON.stringify(
  {
    name: 'links',
    version: '0.1.0',
    type: 'module',
    scripts: { test: 'node --test', start: 'node src/server.js' },
  },
  null,
  2,
);

const BOOTSTRAP: KindSession = {
  kind: 'bootstrap',
  async project() {
    const root = join(fresh('new'), 'links');
    mkdirSync(root);
    return root;
  },
  command: () => ['bootstrap', 'a service that shortens URLs'],
  plan: {
    approach: approach('a service of Node alone', 'Nothing is installed but what Node brings.', 'goal'),
    steps: [
      step('S-manifest', {
        title: 'The manifest and its scripts',
        part: 'setup',
        files: [{ action: 'create', path: 'package.json', what: 'name, scripts and the version of Node' }],
        code: [{ kind: 'new', caption: 'The whole of `package.json`:', language: 'json', code: MANIFEST }],
        verify: [see('`package.json` is there.')],
      }),
      step('S-slice', {
        title: 'Shorten one URL and follow it',
        after: ['S-manifest'],
        files: [
          { action: 'create', path: 'src/server.js', what: 'the two routes' },
          { action: 'create', path: 'tests/server.test.js', what: 'a URL is shortened and followed' },
        ],
        verify: [run('npm test')],
      }),
    ],
    cases: [{ text: 'A short link leads to its URL.', proves: ['R1'] }],
    of_kind: {
      stack: {
        title: 'Node without a framework',
        reasons: [claim('Two routes need none.', 'stack-typescript-service')],
      },
      options: [
        { title: 'Node alone', for: 'nothing to update', against: 'routing by hand', packages: [] },
        {
          title: 'A framework',
          for: 'routing',
          against: 'a dependency for two routes',
          packages: ['fastify'],
        },
      ],
      architecture: [claim('`src/server.js` answers, and keeps links in one map.', 'new-project')],
      first_slice: { step: 'S-slice', shows: 'a URL is shortened and followed over HTTP' },
      quality_gates: [{ gate: 'Tests', command: 'npm test' }],
    },
  },
  forgets: 'architecture',
  known: [
    /^\[state-folder\] The folder `links` is empty/m,
    /^\[new-project\] By the interview: the project is called `links`/m,
    /^\[stack-typescript-service\] A way that is known .*Gates: /m,
  ],
  asks: ['makes', 'language', 'storage', 'users', 'deployment', 'license'],
  says: [
    /^## Stack$[\s\S]*^## Architecture$[\s\S]*^## File Tree$[\s\S]*^## First Slice$[\s\S]*^## Quality Gates$/m,
    /\| `src\/server\.js` +\| the two routes +\| step 2 +\|/,
  ],
};

const REFACTORING: KindSession = {
  kind: 'refactoring',
  project: shop,
  command: () => ['plan', `refactor the order service in ${SERVICE} into smaller functions`],
  plan: {
    approach: approach('one function for one rule', 'The rules of a status move out of the service.', 'goal'),
    steps: [
      step('S-net', {
        title: 'Pin what a change of status does today',
        part: 'testing',
        files: [{ action: 'modify', path: SERVICE_TEST, what: 'a case for each transition' }],
        verify: [run('npm test')],
      }),
      step('S-split', {
        title: 'Move the rules',
        after: ['S-net'],
        files: [
          {
            action: 'modify',
            path: SERVICE,
            what: 'ask the rules of a function of their own',
            symbol: 'setStatus',
          },
        ],
        verify: [run('npm test')],
      }),
    ],
    cases: [{ text: 'Each transition that was refused is refused.', proves: ['R1'] }],
    of_kind: {
      preserve: [claim('`setStatus` throws where a transition is not allowed.', 'behaviour-1')],
      safety_net: { step: 'S-net', pins: 'which transitions are refused' },
    },
  },
  forgets: 'safety_net',
  known: [
    /^\[behaviour-1\] .*keeps its arguments, results and errors/m,
    /^\[safety-tests\] .*order\.service\.test\.ts/m,
  ],
  asks: [],
  says: [
    /^## Behaviour to Preserve$[\s\S]*^## Callers$[\s\S]*^## Safety Net$/m,
    // The callers that code counted stand once.
    /^(?![\s\S]*\n## Callers\n[\s\S]*\n## Callers\n)/,
    /\| `setStatus` +\| `src\/services\/order\.service\.ts:\d+` +\| \d+ +\| `/,
  ],
};

const DECISION: KindSession = {
  kind: 'decision',
  project: shop,
  command: () => ['plan', 'should we use Redis or stay with PostgreSQL for sessions?'],
  plan: {
    approach: approach('stay with what is here', 'One store is enough for what there is.', 'goal'),
    steps: [],
    of_kind: {
      criteria: [
        { name: 'What has to be run', why: claim('Each store is one more thing to watch.', 'goal') },
        { name: 'What changes', why: claim('Less code is less to test.') },
      ],
      options: [
        {
          title: 'PostgreSQL',
          facts: [
            { criterion: 'What has to be run', claim: claim('It runs already.', 'project') },
            { criterion: 'What changes', claim: claim('A table and a query.') },
          ],
        },
        {
          title: 'Redis',
          facts: [
            { criterion: 'What has to be run', claim: claim('A second store.', 'goal') },
            { criterion: 'What changes', claim: claim('A client and its settings.') },
          ],
        },
      ],
      recommendation: {
        option: 'PostgreSQL',
        reasons: [claim('It is here and does what is asked.', 'project')],
      },
      would_change: [claim('More than a thousand sessions a second.')],
    },
  },
  forgets: 'would_change',
  known: [/^\[project\] /m],
  asks: [],
  says: [
    /^## Options$[\s\S]*^## Criteria$[\s\S]*^## Recommendation$[\s\S]*^## What Would Change It$/m,
    /\| What has to be run +\| It runs already \(package\.json:\d+.*\) +\| A second store \(the goal\) +\|/,
    /A table and a query \(assumption\)/,
  ],
};

export const KIND_SESSIONS: readonly KindSession[] = [CI, FIX, CRO, BOOTSTRAP, REFACTORING, DECISION];

export function sessionOf(kind: GoalKind): KindSession {
  const found = KIND_SESSIONS.find(s => s.kind === kind);
  if (!found) throw new Error(`no session of ${kind}`);
  return found;
}

/** The plan without one of its members. */
export function without({ plan }: KindSession, member: string): Readonly<Record<string, unknown>> {
  const { [member]: _, ...rest } = plan.of_kind;
  return { ...plan, of_kind: rest };
}

/** The plan without what it forgets at first. */
export const forgetful = (session: KindSession): Readonly<Record<string, unknown>> =>
  without(session, session.forgets);

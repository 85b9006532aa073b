import { expect, test, vi } from 'vitest';
import { isSecondWay, overlapOf } from '../../src/plan/two/facts.ts';
import { makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { firstDraft } from './loop.ts';
import { realProject } from './real.ts';

vi.setConfig({ testTimeout: 120_000 });

test.each(['add real-time notifications when an order changes','add background jobs for sending mail','cache product listing','add file upload of avatars','add full text search for products','add CSV export of orders','add OAuth login with GitHub','rate limiting for the public API','rename setStatus to changeStatus','add feature flags','add dark mode'])('%s', async text => {
  const repo = await makeFixtureRepo('shop-api');
  const project = await realProject(repo.root);
  const session = await firstDraft(project.planner, await project.start({ text, approaches: 2 }));
  console.log(text, session.runs.at(-1)?.stopped, session.questions.map(q=>q.id).join(' '));
  for (const a of session.approaches) console.log('  ', a.id, '|', a.title, '|', a.axis?.question, '|', a.axis?.side, JSON.stringify(a.axis?.picks));
  const [a,b] = session.approaches.map(x => x.revisions.at(-1)!.revision.plan);
  if (a && b) console.log('  ', JSON.stringify(overlapOf(a,b)), isSecondWay(overlapOf(a,b)), a.steps.map(s=>s.id).join(' '), '//', b.steps.map(s=>s.id).join(' '));
  else console.log('  ', a?.notices.at(-1));
  await project.close(); await repo.cleanup();
});

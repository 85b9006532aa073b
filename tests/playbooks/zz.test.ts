import { it } from 'vitest';
import { realProject } from '../agent/real.ts';
import { findSlots } from '../../src/agent/local/slots/index.ts';
import { SEEN } from '../../src/agent/local/slots/seen.ts';
import { lookAtCode } from '../../src/agent/local/look.ts';
import { recordOf } from '../../src/agent/local/draft/record.ts';
it('x', async () => {
  for (const root of (process.env.REPOS ?? '').split(',')) {
    const p = await realProject(root);
    const s = await p.start('add a thing');
    const scope: any = { until: (x: any) => x, emit() {}, breathe: async () => {}, signal: new AbortController().signal, stopped: () => false };
    const survey = await lookAtCode(scope, p.ports as any, recordOf(s), { brief: await p.ports.research.brief(), facts: await p.ports.research.facts() }, 'planning', []);
    console.log('=====', root, [...survey.facts.values()].filter(f => /frontend|i18n|validation|test-runner/.test(f.id)).map(f => f.text).join('\n'));
    for (const [k, v] of findSlots(survey)) if (k in SEEN || k === 'page' || k === 'component') console.log(k, v.path, v.symbol ?? '', JSON.stringify({ ...v.values, file: undefined, folder: undefined }));
    await p.close();
  }
}, 300000);

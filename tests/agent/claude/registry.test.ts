import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LookUpConsent } from '../../../src/app/look-ups.ts';
import { createLookUps } from '../../../src/app/look-ups.ts';
import { createPackagePorts } from '../../../src/app/package-ports.ts';
import { freshHome } from '../../cli/program.ts';
import { makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { type RegistryServer, startRegistry } from '../../helpers/registry-server.ts';
import { run } from '../loop.ts';
import { realProject } from '../real.ts';
import { modelProject } from './model-project.ts';
import { refuse } from './model-server.ts';
import { calling, FINISH, finding, lastSaid } from './script.ts';
import { usingModelServer } from './using-server.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const server = usingModelServer();
let registry: RegistryServer;
beforeEach(async () => {
  registry = await startRegistry();
  server.after(async () => void (await registry.close()));
  registry.publish('ws', {
    versions: {
      '8.17.0': { published: '2024-04-01T00:00:00Z', license: 'MIT', deprecated: 'use a newer one' },
    },
  });
  registry.advise('ws', {
    id: 1,
    url: 'https://github.com/advisories/GHSA-3h5v-q93c-6h6q',
    title: 'DoS when handling many headers',
    severity: 'high',
    vulnerable_versions: '>=8.0.0 <8.17.1',
    versions: ['8.17.0'],
  });
  registry.publish('nodemailer', {
    versions: {
      '6.9.16': { published: '2024-10-01T00:00:00Z', license: 'MIT-0' },
      '7.0.0': { published: '2025-05-01T00:00:00Z', license: 'MIT-0' },
    },
  });
});

/** A model that asks these names of the registry, and cites `ws`; what it was told each time. */
async function told(consent: LookUpConsent, names: readonly string[]) {
  const repo = await makeFixtureRepo('shop-api');
  server.after(repo.cleanup);
  const { ports, close: closeProject } = await realProject(repo.root);
  server.after(closeProject);
  const env = { PLANNER_TUI_HOME: freshHome(), PLANNER_TUI_REGISTRY: registry.url };
  const lookUps = createLookUps({ consent, env, version: '0.0.0', clock: { now: () => Date.now() } });
  server.after(() => lookUps.close());
  const made = await modelProject(repo.root, server, createPackagePorts({ ...ports, lookUps }));
  server.after(made.close);
  server.script(
    ...calling(
      ['registry', { names }],
      finding('found', '`ws` would be new here.', { kind: 'package', name: 'ws' }),
      FINISH,
    ),
    refuse(400, 'invalid_request_error', 'the test has seen enough'),
  );
  const { session } = await run(made.planner, await made.project.start('push order changes'), 'research');
  const messages = server.asked.filter(a => a.path.startsWith('/v1/messages'));
  return {
    facts: lastSaid(messages[1]!),
    cited: lastSaid(messages[2]!),
    finding: session.findings.find(f => f.id.startsWith('m-')),
  };
}

describe('the registry as a reading of the model', () => {
  it('tells of new packages, of what lies before an installed one, and of names that are none', async () => {
    const { facts, cited, finding: made } = await told('allowed', ['ws', 'nodemailer', 'nodemaler']);
    expect(facts).toMatch(/`ws` 8\.17\.0: MIT, .*deprecated, 1 known advisory\./);
    expect(facts).toContain('It was deprecated with these words: use a newer one');
    expect(facts).toContain('high GHSA-3h5v-q93c-6h6q (>=8.0.0 <8.17.1): DoS when handling many headers');
    expect(facts).toMatch(
      /`nodemailer` 7\.0\.0: MIT-0.*\nnodemailer is installed here: 6\.9\.16\.\n.*6\.9\.16/,
    );
    expect(facts).toMatch(/nodemaler: .* has no package of this name\. Like it: nodemailer\./);
    expect(cited).toContain('Recorded as m-ws-would-be-new-here: ws@8.17.0.');
    expect(made?.sources).toEqual([{ kind: 'package', name: 'ws', version: '8.17.0' }]);
  });

  it.each(['not-allowed', 'offline'] as const)(
    'is asked nothing where it is %s, and the model hears why',
    async consent => {
      const { facts, cited } = await told(consent, ['ws']);
      expect(facts).toMatch(/^ws: not looked up: the npm registry was not asked/);
      expect(cited).toContain('ws is not installed here, and no registry told of it');
      expect(registry.lines()).toEqual([]);
    },
  );

  it('is sent no name that looks like a secret', async () => {
    const { facts } = await told('allowed', [`ghp_${'a1B2'.repeat(9)}`, '../../etc', 'ws']);
    expect(registry.lines().join('\n')).not.toMatch(/ghp_|etc/);
    expect(facts.match(/not looked up/g)).toHaveLength(2);
  });
});

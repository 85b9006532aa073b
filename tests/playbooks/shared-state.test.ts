import { describe, expect, it } from 'vitest';
import { type ProjectText, pathsOf, playbookProjects } from './exercise.ts';

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const readers = range(17);
const APP = 'import { Shell } from \'./Shell.js\';\n\nexport const App = () => <Shell mode="all" />;\n';

/** A program in the terminal with contexts, one component that keeps nearly all state, and a second, smaller client. */
const CONSOLE: ProjectText = {
  'package.json':
    '{"name":"console","private":true,"workspaces":["packages/*"],"scripts":{"test":"vitest run","typecheck":"tsc --noEmit"},"devDependencies":{"vitest":"4.0.0","typescript":"5.9.0"}}\n',
  'README.md': '# console\n\nA program for the terminal.\n',
  'packages/cli/package.json':
    '{"name":"@console/cli","version":"1.0.0","dependencies":{"ink":"6.0.0","react":"19.0.0"}}\n',
  'packages/cli/src/ui/App.tsx': APP,
  'packages/cli/src/ui/Shell.tsx': [
    "import { useState } from 'react';",
    "import { ScreenContext } from './contexts/ScreenContext.js';",
    '',
    'export const Shell = ({ mode }: { mode: string }) => {',
    ...range(16).map(i => `  const [part${i}, setPart${i}] = useState(${i});`),
    `  const screen = { mode, ${range(16)
      .map(i => `part${i}, setPart${i}`)
      .join(', ')} };`,
    '  return <ScreenContext.Provider value={screen}>{null}</ScreenContext.Provider>;',
    '};',
    '',
  ].join('\n'),
  'packages/cli/src/ui/Shell.test.tsx':
    "import { it } from 'vitest';\nimport { Shell } from './Shell.js';\n\nit('is', () => void Shell);\n",
  'packages/cli/src/ui/contexts/ScreenContext.tsx':
    "import { createContext, useContext } from 'react';\n\nexport const ScreenContext = createContext<unknown>(null);\n\nexport const useScreen = () => useContext(ScreenContext);\n",
  'packages/cli/src/ui/contexts/ThemeContext.tsx':
    "import { createContext } from 'react';\n\nexport const ThemeContext = createContext('dark');\n",
  ...Object.fromEntries(
    readers.map(i => [
      `packages/cli/src/ui/components/Part${i}.tsx`,
      `import { Text } from 'ink';\nimport { useScreen } from '../contexts/ScreenContext.js';\n\nexport function Part${i}() {\n  return <Text>{String(useScreen())}</Text>;\n}\n`,
    ]),
  ),
  'packages/cli/src/ui/hooks/useAgent.ts':
    "import { useEffect, useState } from 'react';\n\nexport function useAgent(client: { query(): Promise<string> }) {\n  const [answer, setAnswer] = useState('');\n  useEffect(() => void client.query().then(setAnswer), [client]);\n  return answer;\n}\n",
  'packages/cli/src/ui/hooks/useAgent.test.ts':
    "import { it } from 'vitest';\nimport { useAgent } from './useAgent.js';\n\nit('is', () => void useAgent);\n",
  'packages/aside/package.json':
    '{"name":"@console/aside","version":"1.0.0","dependencies":{"react":"19.0.0"}}\n',
  'packages/aside/web/src/App.tsx':
    "import React, { useState } from 'react';\n\nexport function passState(props: { state: string }) {\n  return props.state;\n}\n\nexport function manageState(props: { state: string }) {\n  return passState(props);\n}\n\nexport default function App() {\n  const [tab, setTab] = useState('logs');\n  return <button onClick={() => setTab(manageState({ state: tab }))}>{tab}</button>;\n}\n",
};

const { draft, expectSound } = playbookProjects({ console: CONSOLE });
const GOAL = 'Introduce a proper state management for the UI instead of passing state through many props';

describe('state that stands in one large component and in contexts', () => {
  it('is planned from what is there: the component, the contexts and who imports them', async () => {
    const made = await draft('console', GOAL);
    expect(made.plan.approach.title).toBe('a store outside the components');
    expect(pathsOf(made)).toEqual([
      'packages/cli/src/ui/contexts/app-store.ts',
      'packages/cli/src/ui/Shell.tsx',
      'packages/cli/src/ui/contexts/ScreenContext.tsx',
      'packages/cli/src/ui/contexts/app-store.test.ts',
    ]);
    const { markdown } = made.revision;
    expect(markdown).toContain('`Shell` (`packages/cli/src/ui/Shell.tsx:4`) keeps 16 pieces of state');
    expect(markdown).toContain('18 stand in 3 files');
    expect(markdown).toContain(
      '`ScreenContext` (`packages/cli/src/ui/contexts/ScreenContext.tsx:3`) is imported by 18 files, the most of the 2 contexts',
    );
    const move = made.plan.steps.find(s => s.id === 'S-state-move');
    expect(move?.verify.map(v => v.text).join(' ')).toContain('Shell.test.tsx');
    expect(move?.estimate.basis).toMatch(/ in 18 files/);
    await expectSound('console', GOAL, made);
  });

  it('takes the App above most components for the root, not the first of the alphabet', async () => {
    const { revision } = await draft('console', GOAL);
    expect(revision.markdown).toContain('packages/cli/src/ui/App.tsx');
    expect(revision.markdown).not.toContain('packages/aside/web');
  });

  it('speaks of no server, address or signing out in a terminal', async () => {
    const { plan, revision } = await draft('console', GOAL);
    expect(plan.approach.alternatives.map(a => a.title)).toEqual(['contexts, cut small']);
    expect(revision.markdown).not.toMatch(/without a reload|the address|Signing out|answers of the server/i);
  });

  it('puts a smaller context beside the others where that is chosen', async () => {
    const made = await draft('console', GOAL, { 'state-owner': 'platform' });
    expect(pathsOf(made)).toEqual(
      expect.arrayContaining([
        'packages/cli/src/ui/contexts/AppState.tsx',
        'packages/cli/src/ui/contexts/AppState.test.tsx',
        'packages/cli/src/ui/Shell.tsx',
      ]),
    );
    await expectSound('console', GOAL, made);
  });
});

import { expect, test } from 'vitest';
import { withStale } from '../../src/app/stale.ts';
import type { ProjectFiles } from '../../src/host/port.ts';
import { renderPlan } from '../../src/plan/render.ts';
import type { PlanListing } from '../../src/session/ports.ts';
import { samplePlan } from '../plan/sample.ts';

const listed: PlanListing = {
  path: 'plans/sample.md',
  title: samplePlan.title,
  goal: samplePlan.goal,
  status: 'approved',
  created: samplePlan.created,
  steps: { done: 0, total: samplePlan.steps.length },
};

/** A project in which the files have the hashes given; what is not named is not there. */
function project(hashes: Readonly<Record<string, string>>): ProjectFiles {
  return {
    root: '/project',
    list: async () => Object.keys(hashes),
    leftOut: async () => [],
    whyNot: async () => '',
    has: async path => path in hashes,
    readPackage: async () => undefined,
    read: async path => {
      const hash = hashes[path];
      return hash === undefined ? undefined : { path, text: '', hash, bytes: 0 };
    },
  };
}

/** Stale steps of the listed plan whose file holds `markdown`. */
const staleIn = async (markdown: string, hashes: Readonly<Record<string, string>>) =>
  (await withStale([listed], async () => markdown, project(hashes)))[0]?.stale;

const markdown = renderPlan(samplePlan);

test('a list says how many steps of a plan rest on files that moved', async () => {
  expect(await staleIn(markdown, samplePlan.reliesOn)).toBe(0);
  expect(await staleIn(markdown, { ...samplePlan.reliesOn, 'src/orders/service.ts': 'f'.repeat(16) })).toBe(
    1,
  );
  const { 'src/orders/service.ts': _, ...gone } = samplePlan.reliesOn;
  expect(await staleIn(markdown, gone)).toBe(1);
});

test('a plan none of whose files moved is not read as a whole for a list', async () => {
  const bodyStart = markdown.indexOf('\n---\n') + 5;
  const head = markdown.slice(0, bodyStart);
  expect(await staleIn(`${head}${'<'.repeat(7)} broken from here\n`, samplePlan.reliesOn)).toBe(0);
});

test('what is no plan, and plans that nobody works by, get no figure', async () => {
  expect(await staleIn('no plan at all', samplePlan.reliesOn)).toBeUndefined();
  const draft = { ...listed, status: 'superseded' };
  const [left] = await withStale([draft], async () => markdown, project({}));
  expect(left).toEqual(draft);
});

import type { Finding } from '../../domain/index.ts';
import { holds } from '../../playbooks/condition.ts';
import { playbookSource } from '../../playbooks/origin.ts';
import { fill } from '../../playbooks/template.ts';
import { slotSource } from './compose/choices.ts';
import { saidFirst } from './compose/cited.ts';
import type { Composing } from './compose/composing.ts';
import { scopeOf } from './compose/context.ts';

/** What the matched playbooks say that matters for this project. */
export function playbookFindings(c: Composing): readonly Finding[] {
  const scope = scopeOf(c);
  return c.matched.flatMap(({ playbook, because }) => {
    const source = playbookSource(playbook);
    return saidFirst(playbook, because, scope).map(({ text, page }, i) => ({
      id: `playbook-${playbook.name}-${i + 1}`,
      phase: 'research' as const,
      topic: 'found' as const,
      text,
      sources: [source, ...(page ? [{ kind: 'url' as const, url: page.url, title: page.title }] : [])],
    }));
  });
}

/** The places of this project that the playbooks attach to. */
export function attachFindings(c: Composing): readonly Finding[] {
  const scope = scopeOf(c);
  const out = new Map<string, Finding>();
  for (const { playbook } of c.matched) {
    for (const attach of playbook.attaches) {
      if (attach.slot === 'emitters') {
        for (const e of c.emitters) add(out, e.path ?? '', Number(e.line), fillEntry(attach.text, e), c);
        continue;
      }
      const slot = c.slots.get(attach.slot);
      const text = slot && holds(attach.when, scope.test) ? fill(attach.text, scope) : undefined;
      if (slot && text) add(out, slot.path, slot.line ?? Number(slot.values.listenLine ?? 1), text, c);
    }
  }
  return [...out.values()];
}

function fillEntry(text: string, entry: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\.(\w+)\}\}/g, (_, key: string) => entry[key] ?? '');
}

function add(out: Map<string, Finding>, path: string, line: number, text: string, c: Composing): void {
  const id = `integration-${path}:${line}`;
  if (out.has(id)) return;
  out.set(id, { id, phase: 'analysis', topic: 'integration', text, sources: slotSource(c, path, line) });
}

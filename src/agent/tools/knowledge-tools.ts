import * as z from 'zod';
import { sourceLabel } from '../../domain/index.ts';
import { bounded, type Tool, tool } from './tool.ts';

/** Readings of what the project says of itself, of its packages and of field knowledge. */
export const KNOWLEDGE_TOOLS: readonly Tool[] = [
  tool({
    name: 'project_brief',
    description:
      'Name, scripts and how to run them, dependencies with the installed versions, rules of the project (AGENTS.md, CONTRIBUTING.md …), documents with headings, and what its stack has and lacks. Commands of a plan must be among these.',
    input: z.strictObject({}),
    activity: () => ({ verb: 'Reading', object: 'manifests, scripts and rules' }),
    async run(_input, { research }) {
      const [brief, facts] = await Promise.all([research.brief(), research.facts()]);
      return [
        `${brief.name}${brief.description ? `: ${brief.description}` : ''}`,
        'Scripts:',
        ...brief.scripts.map(s => `${s.run}\t${s.purpose}\t${s.command}`),
        'Dependencies:',
        bounded(
          brief.dependencies.map(
            d => `${d.name} ${d.installed ?? d.range}${d.dev ? ' (dev)' : ''} [${d.ecosystem}]`,
          ),
          120,
          'dependencies',
        ),
        'Rules:',
        bounded(
          brief.conventions.map(c => `${sourceLabel(c.source)}\t${c.text}`),
          40,
          'rules',
        ),
        'Stack:',
        ...facts.map(
          f => `${f.present ? '+' : '-'} ${f.id}: ${f.text} ${f.sources.map(sourceLabel).join(', ')}`,
        ),
        'Documents:',
        bounded(
          brief.documents.map(d => `${d.path}: ${d.headings.slice(0, 12).join(' · ')}`),
          40,
          'documents',
        ),
      ].join('\n');
    },
  }),
  tool({
    name: 'documents',
    description:
      'Lines of the project’s own documents that speak of these words, best first, with their places.',
    input: z.strictObject({ words: z.array(z.string().min(2)).min(1).max(12) }),
    activity: ({ words }) => ({ verb: 'Searching', object: `the documents for ${words.join(', ')}` }),
    async run({ words }, { research }) {
      const hits = await research.documents(words, 12);
      return hits.length === 0
        ? `No document speaks of ${words.join(', ')}.`
        : hits.map(h => `${h.path}:${h.line}\t${h.heading}\t${h.text}`).join('\n');
    },
  }),
  tool({
    name: 'package',
    description:
      'What an installed package says of itself: version, the best lines of its README, types and record of changes for these words.',
    input: z.strictObject({ name: z.string().min(1), words: z.array(z.string()).max(12).default([]) }),
    activity: ({ name }) => ({ verb: 'Reading', object: `${name} as installed` }),
    async run({ name, words }, { research }) {
      const found = await research.installedPackage(name, words);
      if (!found) return `${name} is not installed here.`;
      const lines = found.sources.flatMap(s =>
        s.kind === 'package' && s.excerpt
          ? [`${s.file ?? ''}:${s.excerpt.startLine}\n${s.excerpt.text}`]
          : [],
      );
      return [`${found.name}@${found.version}: ${found.summary}`, ...lines].join('\n\n');
    },
  }),
  tool({
    name: 'playbook',
    description:
      'Field knowledge on one kind of work: what to ask, which ways there are, what to look after, which public standards say so. Without a name: the list.',
    input: z.strictObject({ name: z.string().optional() }),
    activity: ({ name }) => ({
      verb: 'Reading',
      object: name === undefined ? 'the playbooks' : `playbook ${name}`,
    }),
    async run({ name }, { playbooks }) {
      const all = await playbooks();
      const found = all.find(p => p.name === name);
      if (!found)
        return [
          ...(name === undefined ? [] : [`There is no playbook “${name}”.`]),
          ...all.map(p => `${p.name}\t${p.title}`),
        ].join('\n');
      return [
        found.title,
        found.prose,
        'Ways:',
        ...found.approaches.map(
          a =>
            `- ${a.title}: ${a.pros.map(i => i.text).join(' ')} Against it: ${a.cons.map(i => i.text).join(' ')}`,
        ),
        'Questions:',
        ...found.questions.map(q => `- ${q.text} ${q.choices.map(c => c.label).join(' | ')}`),
        'Risks:',
        ...found.risks.map(r => `- ${r.text}: ${r.mitigation}`),
        'Sources:',
        ...found.sources.map(s => `- ${s.title} ${s.url}`),
      ].join('\n');
    },
  }),
];

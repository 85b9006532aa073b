import type { LibraryEntry, Origin, Playbook } from '../app/playbooks.ts';
import { type PlaybookProblem, problemText } from '../app/playbooks.ts';
import { displayWidth, pad, truncate, wrap } from '../shared/text/index.ts';
import { plural } from '../ui/text/format.ts';

const LEAST = 50;
const MOST = 120;
const TRIGGERS_SHOWN = 6;

const FROM: Readonly<Record<Origin, string>> = {
  'built-in': 'built in',
  config: 'your config folder',
  project: 'this project',
};

/** Every playbook: its name, title and triggers, and where those are from that are not built in. */
export function listText(entries: readonly LibraryEntry[], columns: number): string {
  const width = widthOf(columns);
  if (entries.length === 0) return 'No playbook could be read.\n';
  const names = Math.min(26, Math.max(...entries.map(e => displayWidth(e.playbook.name))));
  const rows = entries.map(entry => {
    const { name, title, triggers } = entry.playbook;
    const more = triggers.length - TRIGGERS_SHOWN;
    const called = `${triggers.slice(0, TRIGGERS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return [
      `${pad(name, names)}  ${truncate(title, width - names - 2)}`,
      ...indent(`for: ${called}`, width, names + 2),
      ...indent(whence(entry), width, names + 2),
    ].join('\n');
  });
  return `${rows.join('\n')}\n\n${plural(entries.length, 'playbook')}. planner-tui playbooks show NAME tells what one asks and plans.\n`;
}

/** Where a playbook is from and which one wins; empty for one that is built in and alone. */
function whence({ playbook: { origin }, file, shadowedBy, shadows }: LibraryEntry): string {
  const from = `from ${FROM[origin]}, ${file}`;
  if (shadowedBy !== undefined) return `${from}: not used, that of ${FROM[shadowedBy]} wins`;
  if (origin === 'built-in') return '';
  return shadows.length > 0 ? `${from}: wins over that of ${shadows.map(o => FROM[o]).join(' and ')}` : from;
}

/** One playbook in words: what calls for it, what it asks, weighs and plans, and what it rests on. */
export function showText(entry: LibraryEntry, columns: number): string {
  const { playbook: p, file } = entry;
  const width = widthOf(columns);
  const of = (by: number, ...texts: readonly string[]) =>
    texts.flatMap(text => indent(plain(text), width, by));
  const part = (title: string, body: readonly string[]) => (body.length > 0 ? ['', title, ...body] : []);
  const when = (given: boolean) => (given ? ' (where it applies)' : '');
  return `${[
    ...wrap(`${p.name}: ${p.title}`, width),
    ...of(2, `${FROM[p.origin]}, ${file}`),
    ...of(2, `for: ${p.triggers.join(', ')}`),
    ...(p.unless.length > 0 ? of(2, `not for: ${p.unless.join(', ')}`) : []),
    ...of(
      2,
      `kinds of goal: ${p.kinds.join(', ')}${p.with.length > 0 ? `; brings along: ${p.with.join(', ')}` : ''}`,
    ),
    ...part(
      'What it needs',
      p.needs.flatMap(n => of(2, `- else it asks: ${n.ask}`)),
    ),
    ...part(
      'What it says',
      p.says.flatMap(s => of(2, `- ${s.text}${when(s.when !== undefined)}`)),
    ),
    ...part('What it asks', questions(p, of)),
    ...part(
      'Approaches',
      p.approaches.flatMap(a => [
        ...of(2, `${a.id}: ${a.title}${when(a.when !== undefined)}`),
        ...of(6, `right when ${a.right}`),
        ...a.pros.flatMap(x => of(6, `+ ${x.text}`)),
        ...a.cons.flatMap(x => of(6, `− ${x.text}`)),
      ]),
    ),
    ...part(
      'Steps',
      [...p.steps].sort((a, b) => a.order - b.order).flatMap(s => stepLines(s, of)),
    ),
    ...part(
      'Packages',
      p.packages.flatMap(x => of(2, `${x.name} (${x.eco}${roleOf(x)}): ${x.note}`)),
    ),
    ...part(
      'Settings',
      p.env.flatMap(e => of(2, `${e.name}: ${e.what}`)),
    ),
    ...part(
      'Security',
      p.security.flatMap(s => of(2, `- ${s.step}: ${s.text}`)),
    ),
    ...part(
      'Risks',
      p.risks.flatMap(r => of(2, `- ${r.text}: ${r.mitigation}`)),
    ),
    ...part(
      'Sources',
      p.sources.flatMap(s => of(2, `- ${s.title} ${s.url}`)),
    ),
  ].join('\n')}\n`;
}

type Indented = (by: number, ...texts: readonly string[]) => readonly string[];

function questions(p: Playbook, of: Indented): readonly string[] {
  return p.questions.flatMap(q => {
    const always = q.default.find(r => r.when === undefined)?.choice;
    return [
      ...of(2, `${q.id}: ${q.text}`),
      ...of(6, q.why),
      ...q.choices.flatMap(c =>
        of(6, `${c.id === always ? '●' : '○'} ${c.id}: ${c.label}. ${c.consequence}`),
      ),
    ];
  });
}

function stepLines(step: Playbook['steps'][number], of: Indented): readonly string[] {
  const files = step.files.map(f => {
    const [verb, name] =
      f.create !== undefined
        ? ['creates', f.create]
        : f.modify !== undefined
          ? ['changes', f.modify]
          : f.write !== undefined
            ? ['writes', f.write]
            : ['changes each of the', f.each ?? ''];
    return `${verb} ${name}: ${f.what}`;
  });
  return [
    ...of(2, `${step.id}: ${step.title}${step.when === undefined ? '' : ' (where it applies)'}`),
    ...files.flatMap(text => of(6, text)),
  ];
}

/** Blocks that depend on the project are told by what they say, placeholders by their name: `{{server.path}}` is ‹server.path›. */
function plain(text: string): string {
  return text
    .replace(/\{\{#(?:if|each) [^{}]*\}\}|\{\{\/(?:if|each)\}\}/g, '')
    .replaceAll('{{else}}', ' / ')
    .replace(/\{\{\s*([^{}]+?)\s*\}\}/g, '‹$1›')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Every mistake, ready to be clicked on; or that there is none. */
export function validateText({
  files,
  problems,
}: {
  readonly files: number;
  readonly problems: readonly PlaybookProblem[];
}): string {
  const broken = new Set(problems.filter(p => p.costs === 'playbook').map(p => p.file)).size;
  if (problems.length === 0) return `✓ ${plural(files, 'playbook')} read, no mistake\n`;
  // One line each, however long: editors and scripts take them apart.
  const rows = problems.map(problemText);
  const cost =
    broken > 0
      ? `; ${plural(broken, 'playbook')} left out, the others work`
      : '; what is on these lines never counts, the rest works';
  return `${rows.join('\n')}\n\n✗ ${plural(problems.length, 'mistake')} in ${plural(files, 'playbook')}${cost}\n`;
}

function widthOf(columns: number): number {
  return Math.min(MOST, Math.max(LEAST, columns));
}

/** What begins with a sign hangs behind it. */
function indent(text: string, width: number, by: number): string[] {
  const sign = /^[-+−●○] /.exec(text)?.[0] ?? '';
  const lines = text === '' ? [] : wrap(text.slice(sign.length), width - by - sign.length);
  return lines.map((line, i) => `${' '.repeat(by)}${i === 0 ? sign : ' '.repeat(sign.length)}${line}`);
}

/** `, for the job queue, where the goal calls for it`. */
function roleOf({ dev, for: purpose, named }: LibraryEntry['playbook']['packages'][number]): string {
  return [
    ...(dev ? [', for development'] : []),
    ...(purpose === undefined ? [] : [`, for ${purpose}`]),
    ...(named === undefined ? [] : [', where the goal calls for it']),
  ].join('');
}

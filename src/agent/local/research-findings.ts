import type { Finding, Precedent, ReleaseNote, Source } from '../../domain/index.ts';
import { sha16 } from '../../host/index.ts';
import type { DocHit, ProjectBrief } from '../../research/port.ts';
import { count, linesOf } from './draft/estimate.ts';
import { overlap, stem, tokens } from './words.ts';

export interface ResearchMaterial {
  readonly words: readonly string[];
  readonly docs: readonly DocHit[];
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly summary: string;
    readonly sources: readonly Source[];
    readonly since?: ReleaseNote;
  }[];
  readonly precedents: readonly Precedent[];
  readonly brief: ProjectBrief;
}

/** One shared word is chance: "mode" of "dark mode" stands in every "development mode". */
const SHARED_WORDS = 2;

function sharesEnough({ subject }: Precedent, words: readonly string[]): boolean {
  const stems = new Set(words.map(stem));
  return overlap(subject, stems) >= Math.min(SHARED_WORDS, stems.size);
}

/** What the repository itself says of the goal: documents, installed packages, earlier commits, its own rules. */
export function researchFindings(m: ResearchMaterial): readonly Finding[] {
  const found = (id: string, text: string, sources: readonly Source[]): Finding => ({
    id,
    phase: 'research',
    topic: 'found',
    text,
    sources: [...sources],
  });
  const docs = m.docs
    .filter(
      d => !m.brief.conventions.some(c => c.source.path === d.path && d.text.includes(c.text.slice(0, 60))),
    )
    .slice(0, 4)
    .map((d, i) =>
      found(
        `doc-${i + 1}`,
        `\`${d.path}\` says${d.heading.trim() === '' ? '' : ` under “${d.heading}”`}: “${quote(d.text)}”`,
        [d.source],
      ),
    );
  const packages = m.packages.flatMap(p => [
    found(`package-${p.name}`, `\`${p.name}\` ${p.version} is installed: ${quote(p.summary)}`, p.sources),
    ...(p.since
      ? [
          found(
            `package-${p.name}-since`,
            `\`${p.name}\` speaks of it at ${p.since.version}, by its \`${p.since.file}\`: “${quote(p.since.text)}”`,
            [noteSource(p.name, p.version, p.since)],
          ),
        ]
      : []),
  ]);
  const best = m.precedents[0]?.score ?? 0;
  const commits = m.precedents
    .filter(p => p.score >= best / 3 && sharesEnough(p, m.words))
    .slice(0, 3)
    .map((p, i) => {
      const lines = linesOf(p);
      const size = lines === undefined ? 'lines not known in this clone' : count(lines, 'line');
      const present = p.files.flatMap(f => (f.today === undefined ? [] : [`\`${f.today}\``]));
      const gone = p.files.length - present.length;
      const names = present.length === 0 ? '' : `, among them ${present.slice(0, 3).join(', ')}`;
      const lost =
        gone === 0 ? '' : `; ${count(gone, 'file')} of it ${gone === 1 ? 'is' : 'are'} no longer there`;
      return found(
        `commit-${p.sha.slice(0, 7)}`,
        `Commit ${p.sha.slice(0, 7)} (“${p.subject}”) is ${i === 0 ? 'the nearest earlier change' : 'like it'}: ${count(p.files.length, 'file')}, ${size}${names}${lost}.`,
        [{ kind: 'commit', sha: p.sha, subject: p.subject, date: p.date }],
      );
    });
  const stems = new Set(m.words.map(stem));
  const rules = m.brief.conventions
    .map(c => ({
      c,
      n: new Set(
        tokens(c.text)
          .map(stem)
          .filter(s => stems.has(s)),
      ).size,
    }))
    // One word in common is chance: "requests" of a proxy are not those to a maintainer.
    .filter(x => x.n > 1)
    .sort((a, b) => b.n - a.n)
    .slice(0, 3)
    .map((x, i) =>
      found(`rule-${i + 1}`, `A rule of this project, \`${x.c.source.path}\`: “${quote(x.c.text)}”`, [
        x.c.source,
      ]),
    );
  return [...projectFinding(m.brief, found), ...docs, ...packages, ...commits, ...rules];
}

/** What the project is by its manifests: known within a second in any repository, long before the map is whole. */
function projectFinding(
  brief: ProjectBrief,
  found: (id: string, text: string, sources: readonly Source[]) => Finding,
): readonly Finding[] {
  const first = brief.dependencies[0];
  const source = first?.source ?? brief.scripts[0]?.source;
  if (!source) return [];
  const own = brief.dependencies.filter(d => d.source.path === source.path).length;
  const more = new Set(brief.dependencies.map(d => d.source.path)).size - 1;
  const test = brief.scripts.find(s => s.purpose === 'test');
  const parts = [
    own > 0
      ? `names ${count(own, 'dependency').replace(/ys$/, 'ies')} of \`${brief.name}\``
      : `describes \`${brief.name}\``,
    ...(more > 0 ? [`${count(more, 'more manifest')} name${more === 1 ? 's' : ''} others`] : []),
    ...(test ? [`the tests run by \`${test.run}\``] : []),
  ];
  return [
    found('project', `\`${source.path}\` ${parts.join('; ')}.`, [
      source,
      ...(test && test.source.path !== source.path ? [test.source] : []),
    ]),
  ];
}

/** A line of the record of changes that a version of a package brings along. */
export function noteSource(name: string, version: string, note: ReleaseNote): Source {
  return {
    kind: 'package',
    name,
    version,
    file: note.file,
    excerpt: { text: note.text, startLine: note.line, hash: sha16(note.text) },
  };
}

/** One line of plain words: no marks of lists, headings, tables, links and emphasis; at most 180 characters. */
export function quote(text: string): string {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/^[-*#>\s]+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\(?=[*_#`[\]])/g, '')
    .replace(/\*\*|__/g, '')
    .replace(/^\|\s*|\s*\|$/g, '')
    .replace(/\s*\|\s*/g, ' · ')
    .trim();
  return line.length <= 180 ? line : `${line.slice(0, 177).replace(/\s+\S*$/, '')} …`;
}

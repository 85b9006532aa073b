import type { CodeMap } from '../../../codemap/port.ts';
import type { Finding, Source } from '../../../domain/index.ts';
import type { ProjectFiles } from '../../../host/port.ts';
import type { Plan } from '../../../plan/model.ts';
import { fileSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import { changeOf } from './change.ts';
import type { Said } from './phrase.ts';
import { sayReview } from './say.ts';

export interface ReviewPorts {
  readonly map: CodeMap;
  readonly files: ProjectFiles;
}

const TITLE = 'Architecture Review';
/** Files that the analysis looks at: where the change attaches. */
const LOOKED_AT = 8;

/** What the files to which a goal attaches mean to the whole. */
export async function architectureFindings(
  ports: ReviewPorts,
  survey: Survey,
  attached: readonly Finding[],
): Promise<readonly Finding[]> {
  const places = attached.flatMap(f => f.sources.flatMap(s => (s.kind === 'file' ? [s] : [])));
  const touched = [...new Set(places.map(p => p.path))].slice(0, LOOKED_AT);
  const symbols = places.flatMap(({ path, line }) => {
    const symbol = survey.cards.get(path)?.symbols.find(s => s.line === line);
    return symbol ? [{ path, name: symbol.name }] : [];
  });
  const review = await ports.map.review({ touched, created: [], symbols, imports: [], likes: [] });
  const said = sayReview(review);
  return Promise.all(
    said.map(async s => ({
      id: `architecture-${s.id}`,
      phase: 'analysis' as const,
      topic: 'architecture' as const,
      text: s.text,
      sources: await sourcesOf(ports, survey, s),
    })),
  );
}

/**
 * The plan with what its own steps meet in the architecture, before the sections of its kind; without, where there is
 * nothing. What an earlier revision said of it is replaced.
 */
export async function withReview(ports: ReviewPorts, survey: Survey, plan: Plan): Promise<Plan> {
  const said = sayReview(await ports.map.review(changeOf(survey, plan.steps)));
  const others = (plan.special ?? []).filter(s => s.title !== TITLE);
  if (said.length === 0) {
    const { special: _, ...rest } = plan;
    return others.length > 0 ? { ...rest, special: others } : rest;
  }
  const statements = await Promise.all(
    said.map(async s => ({ text: s.text, sources: await sourcesOf(ports, survey, s) })),
  );
  return { ...plan, special: [{ title: TITLE, statements }, ...others] };
}

async function sourcesOf({ files }: ReviewPorts, survey: Survey, said: Said): Promise<Source[]> {
  const sources: Source[] = (said.commits ?? []).map(c => ({ kind: 'commit', ...c }));
  for (const { path, line } of said.places) {
    const file = survey.texts.get(path) ?? (await files.read(path));
    const source = file && fileSource(file, line, line, survey.commit);
    if (source) sources.push(source);
  }
  return sources;
}

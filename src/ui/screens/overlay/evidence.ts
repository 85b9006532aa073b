import { type Excerpt, type Source, sourceLabel } from '../../../domain/index.ts';
import { roundQuestions } from '../../../session/selectors.ts';
import { type Cmd, type Model, type Step, stay } from '../../model.ts';
import { atTop } from '../../widgets/scroll-view/state.ts';

/** Names a source for the excerpts that were read for it. */
export function sourceKey(source: Source): string {
  return `${source.kind} ${sourceLabel(source)}`;
}

/** Opens the evidence of a statement. */
export function openEvidence(model: Model, title: string, sources: readonly Source[]): Step {
  return stay({ ...model, overlay: { kind: 'evidence', title, sources, index: 0, scroll: atTop } });
}

/** Asks once for every excerpt that is in sight and that its source does not carry. */
export function readShown(model: Model): Step {
  const cmds: Cmd[] = [];
  const asked: Record<string, Excerpt | null | undefined> = {};
  for (const source of sourcesInSight(model)) {
    if ((source.kind !== 'file' && source.kind !== 'package') || source.excerpt) continue;
    const key = sourceKey(source);
    if (key in model.excerpts || key in asked) continue;
    asked[key] = undefined;
    cmds.push({ type: 'read-evidence', key, source });
  }
  return cmds.length > 0 ? [{ ...model, excerpts: { ...model.excerpts, ...asked } }, cmds] : stay(model);
}

function sourcesInSight(model: Model): readonly Source[] {
  if (model.overlay?.kind === 'evidence') return model.overlay.sources;
  if (model.place !== 'questions' || model.session.kind === 'empty') return [];
  return roundQuestions(model.session)[model.questions.index]?.evidence ?? [];
}

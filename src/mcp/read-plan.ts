import type { App } from '../app/app.ts';
import { latestRevision } from '../session/selectors.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { pageOf } from './bounded.ts';

/** The text of a plan by its name, or of the newest draft of a session by its id (`ID/b`: of its second approach). */
export async function planTextOf(
  app: App,
  name: string,
): Promise<Result<{ readonly name: string; readonly markdown: string }>> {
  if (/\.(?:md|markdown)$/i.test(name) || name === 'latest') {
    const read = await app.inside.read(name);
    return read.ok ? ok({ name: read.value.path, markdown: read.value.markdown }) : read;
  }
  // Of two approaches that nobody chose between each is read by its letter.
  const [, id = name, side] = /^([^/]+)\/([ab])$/.exec(name) ?? [];
  const session = await app.sessions.lookAt(id);
  if (!session.ok) return session;
  const latest =
    side === undefined
      ? latestRevision(session.value)
      : session.value.approaches.find(a => a.id === side)?.revisions.at(-1);
  return latest
    ? ok({ name: `revision ${latest.revision.number} of ${name}`, markdown: latest.revision.markdown })
    : err(failure('no-revision', `Session ${name} has no draft yet.`, 'answer_questions goes on with it.'));
}

/** As many of its lines as fit, with a word on where they stand. */
export async function readPlanPage(
  app: App,
  name: string,
  from: number,
): Promise<Result<readonly [about: string, text: string]>> {
  const found = await planTextOf(app, name.trim().replace(/^plan:\/{2,3}(?:sessions\/)?/, ''));
  if (!found.ok) return found;
  const { markdown, name: called } = found.value;
  const page = pageOf(markdown, from);
  if (page.to < page.from)
    return err(
      failure('usage', `${called} has ${page.of} lines; line ${from} is beyond its end.`, 'Begin at 1.'),
    );
  const rest = page.to < page.of ? `; the rest: "from_line": ${page.to + 1}` : '';
  return ok([`${called}, lines ${page.from} to ${page.to} of ${page.of}${rest}`, page.text]);
}

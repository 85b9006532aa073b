import type { App } from '../app/app.ts';
import type { LibraryEntry } from '../app/playbooks.ts';
import { type PlaybookProblem, problemText } from '../app/playbooks.ts';
import { failure } from '../shared/result.ts';
import { isNear, safeText } from '../shared/text/index.ts';
import type { PlaybooksCall } from './calls.ts';
import { columnsOfOutput, EXIT, type ExitCode, failureLine, type Output, print } from './output.ts';
import { listText, showText, validateText } from './playbooks-text.ts';

/** `planner-tui playbooks`. A mistake in what is validated: exit code 3; a file or a name that is none: 2. */
export function showPlaybooks(call: PlaybooksCall, app: App, output: Output): ExitCode {
  const columns = columnsOfOutput();
  switch (call.verb) {
    case 'list': {
      const { entries, problems } = app.playbooks.library();
      const listing = { playbooks: entries.map(listed), problems };
      warnOf(problems, output);
      return print(output, call.options, listing, () => listText(entries, columns));
    }
    case 'show': {
      const { entries, problems } = app.playbooks.library();
      const found = entries.find(e => e.playbook.name === call.name && e.shadowedBy === undefined);
      if (!found) return unknown(call.name, entries, problems, output);
      warnOf(
        problems.filter(p => p.file === found.file),
        output,
      );
      return print(output, call.options, shown(found), () => showText(found, columns));
    }
    case 'validate': {
      const { problems, unread, files } =
        call.files.length > 0
          ? app.playbooks.validate(call.files)
          : { ...app.playbooks.library({ thorough: true }), unread: [] as readonly string[] };
      for (const name of unread)
        output.err(
          failureLine(
            failure('no-file', `${name} cannot be read.`, 'A text file of at most 256 KB was expected.'),
          ),
        );
      const report = { files, problems, passed: problems.length === 0 && unread.length === 0 };
      print(output, call.options, report, validateText);
      if (unread.length > 0) return EXIT.usage;
      return report.passed ? EXIT.done : EXIT.checks;
    }
  }
}

function warnOf(problems: readonly PlaybookProblem[], output: Output): void {
  for (const problem of problems) output.err(safeText(`planner-tui: ${problemText(problem)}\n`));
}

function unknown(
  name: string,
  entries: readonly LibraryEntry[],
  problems: readonly PlaybookProblem[],
  output: Output,
): ExitCode {
  const names = [...new Set(entries.map(e => e.playbook.name))];
  const near = names.find(other => isNear(name, other));
  // A playbook that is broken has no name: it may be the one that was meant.
  warnOf(
    problems.filter(p => p.costs === 'playbook'),
    output,
  );
  output.err(
    failureLine(
      failure(
        'usage',
        `There is no playbook “${name}”.`,
        near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${near}?`,
      ),
    ),
  );
  return EXIT.usage;
}

function listed({ file, playbook, shadowedBy, shadows }: LibraryEntry) {
  const { name, title, triggers, kinds, origin } = playbook;
  return { name, title, triggers, kinds, origin, file, shadows, ...(shadowedBy ? { shadowedBy } : {}) };
}

/** The playbook as it is written, with where it is from. */
function shown(entry: LibraryEntry) {
  const { origin: _origin, prose, templates, ...head } = entry.playbook;
  return { ...listed(entry), playbook: { ...head, prose, templates } };
}

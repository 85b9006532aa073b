import type { ReadFile } from '../host/port.ts';
import type { Skipped } from './file-entry.ts';
import { isCodeLanguage, roleFacts } from './roles/facts.ts';
import { isLock } from './roles/kinds.ts';
import { FileMarks } from './roles/marks.ts';
import { rolesOf } from './roles/roles.ts';
import { Scanner } from './scan/scan.ts';
import { languageOf } from './scan/syntax.ts';
import { FileTable } from './table/files.ts';

const IMAGE =
  /\.(png|jpe?g|gif|webp|avif|ico|svg|bmp|pdf|woff2?|ttf|eot|otf|mp[34]|webm|ogg|wav|zip|gz|tgz|bz2|xz|7z|jar|war|class|so|dll|dylib|exe|bin|wasm|node|lockb|pyc|db|sqlite3?)$/i;

/** Why a file is not even opened. */
export function binaryByName(path: string): string | undefined {
  return IMAGE.test(path) ? 'binary by its name' : undefined;
}

/** Files that are scanned one after the other into one table. A thread has one of its own. */
export class ProjectScan {
  readonly scanner: Scanner;
  readonly table: FileTable;
  private readonly marks: FileMarks;

  constructor(scanner = new Scanner(), table = new FileTable(scanner.vocabulary)) {
    this.scanner = scanner;
    this.table = table;
    this.marks = new FileMarks(scanner.vocabulary);
  }

  /** Scans a file into a row of the table; `skipped` says what of it was left out. */
  add(read: ReadFile): { readonly row: number; readonly skipped: readonly Skipped[] } {
    const { path, text } = read;
    const language = languageOf(path);
    const scanned = isLock(path)
      ? this.scanner.skim(text, language)
      : this.scanner.scan(path, text, language);
    const skipped: Skipped[] = [];
    if (scanned.minified)
      skipped.push({
        path,
        reason: 'a line of more than 5,000 characters: its words and symbols are left out',
      });
    if (scanned.tangled)
      skipped.push({
        path,
        reason: 'its brackets do not close: only the symbols at its beginning are known',
      });
    this.marks.enter(scanned.words);
    const specifiers = scanned.imports.map(i => i.specifier);
    const { quoted } = this.scanner;
    const roles = rolesOf(
      roleFacts(path, language, text, specifiers, scanned.symbols, this.marks.holds, quoted),
    );
    const aside = roles[0];
    if ((aside?.role === 'generated' || aside?.role === 'vendored') && isCodeLanguage(language))
      skipped.push({ path, reason: `${aside.role}: ${aside.reason}` });
    const row = this.table.add({
      language,
      lines: scanned.lines,
      bytes: read.bytes,
      hash: read.hash,
      symbols: scanned.symbols,
      specifiers: scanned.imports,
      words: scanned.words,
      defines: scanned.defines,
      roles:
        scanned.minified && isCodeLanguage(language)
          ? [{ role: 'generated', reason: 'its lines are too long to be written by hand' }]
          : roles,
    });
    return { row, skipped };
  }
}

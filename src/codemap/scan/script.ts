import type { Outline, ScannedSymbol } from './scanned.ts';
import type { Draft } from './script-cursor.ts';
import { COMMA, DOT, EQ, LBRACE, LBRACKET, LPAREN, LT, RBRACE, SEMI, STAR } from './script-marks.ts';
import { ScriptMembers } from './script-members.ts';
import { IDENT, STRING, Tangled, type Tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Definitions, imports and exports of TypeScript or JavaScript from its tokens alone. `elements`: the file may hold JSX. */
export function scanScript(text: string, tokens: Tokens, vocabulary: Vocabulary, elements: boolean): Outline {
  return new ScriptScanner(text, tokens, vocabulary, elements).run();
}

/** Statements: what a module declares, imports and exports. */
class ScriptScanner extends ScriptMembers {
  run(): Outline {
    const tangled = !this.reads();
    const { drafts, imports } = this;
    const open = new Set<string>();
    for (const draft of drafts) {
      if (draft.container !== undefined) continue;
      draft.exported ||= this.exportedNames.has(draft.name);
      if (draft.exported) open.add(draft.name);
    }
    for (const draft of drafts)
      if (draft.container !== undefined && !draft.exported)
        draft.exported = open.has(draft.container) && !isHidden(draft.signature);
    const symbols = drafts.map(symbolOf);
    return tangled ? { symbols, imports, tangled } : { symbols, imports };
  }

  /** False where it had to stop in a text that is no program. */
  private reads(): boolean {
    try {
      this.pair();
      this.module(0, this.tokens.count, undefined, false);
      return true;
    } catch (error) {
      if (error instanceof Tangled) return false;
      throw error;
    }
  }

  private module(from: number, end: number, container: string | undefined, allExported: boolean): void {
    let i = from;
    while (i < end) {
      const next = this.statement(i, end, container, allExported);
      i = next > i ? next : i + 1;
    }
  }

  private statement(from: number, end: number, container: string | undefined, allExported: boolean): number {
    let i = this.pastDecorators(from);
    const first = i;
    let exported = allExported;
    let isDefault = false;
    for (;;) {
      const word = this.ident(i);
      if (word === 'export') {
        exported = true;
        i = this.pastDecorators(i + 1);
      } else if (word === 'default' && i > first) {
        isDefault = true;
        i++;
      } else if (
        (word === 'declare' || word === 'abstract') &&
        this.tokens.kind[i + 1] === IDENT &&
        !this.breaks(i + 1)
      )
        i++;
      else if (word === 'async' && this.isWord(i + 1, 'function')) i++;
      else break;
    }
    const word = this.ident(i);
    switch (word) {
      case 'import':
        return this.importStatement(i, end);
      case 'function':
        return this.functionStatement(i, first, end, exported, isDefault, container);
      case 'class':
        return this.classStatement(i, first, end, exported, isDefault, container);
      case 'interface':
      case 'enum':
        if (this.ident(i + 1) !== undefined && !this.is(i + 1, EQ)) {
          const body = this.bodyBrace(i + 2, end);
          const after = body < 0 ? this.statementEnd(i, end) : this.past(body);
          this.add(
            this.slice(i + 1),
            word,
            first,
            after,
            body < 0 ? this.lineEnd(i) : this.startOf(body),
            exported,
            container,
          );
          return after;
        }
        break;
      case 'type':
        if (this.ident(i + 1) !== undefined && (this.is(i + 2, EQ) || this.is(i + 2, LT))) {
          const after = this.statementEnd(i, end);
          this.add(
            this.slice(i + 1),
            'type',
            first,
            after,
            Math.min(this.lineEnd(i), this.endOf(after - 1)),
            exported,
            container,
          );
          return after;
        }
        break;
      case 'namespace':
      case 'module':
      case 'global': {
        const body = word === 'global' ? i + 1 : this.bodyBrace(i + 1, Math.min(end, i + 12));
        const named =
          word === 'global' || this.tokens.kind[i + 1] === STRING || this.ident(i + 1) !== undefined;
        if (named && body > 0 && this.is(body, LBRACE) && !this.breaks(i + 1)) {
          const after = this.past(body);
          const name =
            word === 'global'
              ? 'global'
              : this.text.slice(this.startOf(i + 1), this.endOf(body - 1)).replace(/^['"]|['"]$/g, '');
          this.add(name, 'module', first, after, this.startOf(body), exported, container);
          this.module(body + 1, after - 1, container === undefined ? name : `${container}.${name}`, false);
          return after;
        }
        break;
      }
      case 'const':
      case 'let':
      case 'var':
        if (this.isWord(i + 1, 'enum')) {
          const body = this.bodyBrace(i + 3, end);
          const after = body < 0 ? this.statementEnd(i, end) : this.past(body);
          this.add(
            this.slice(i + 2),
            'enum',
            first,
            after,
            this.startOf(body < 0 ? after : body),
            exported,
            container,
          );
          return after;
        }
        return this.variables(
          i + 1,
          first,
          end,
          word === 'const' ? 'const' : 'variable',
          exported,
          container,
        );
      default:
        break;
    }
    if (exported && i > first) return this.exportRest(i, first, end, isDefault, container);
    return this.expression(i, first, end, container);
  }

  private importStatement(i: number, end: number): number {
    if (this.is(i + 1, LPAREN) || this.is(i + 1, DOT)) return this.statementEnd(i, end);
    let j = i + 1;
    while (j < end && !this.is(j, SEMI)) {
      if (this.tokens.kind[j] === STRING) {
        if (!this.is(j - 1, LPAREN)) this.import(j, false, this.typesOnly(i + 1, j) ? 'types' : undefined);
        // Import attributes follow in braces.
        return this.statementEnd(j, end);
      }
      if (j > i + 1 && this.breaks(j)) return j;
      j = this.past(j);
    }
    return j + 1;
  }

  /** Whether what stands between `import` or `export` and the name of a file asks for types alone, as it is written. */
  private typesOnly(from: number, string: number): boolean {
    if (this.isWord(from, 'type') && !this.is(from + 1, COMMA))
      return !this.isWord(from + 1, 'from') || from + 2 < string;
    if (!this.is(from, LBRACE) || this.is(from + 1, RBRACE)) return false;
    for (let k = from + 1, first = true; k < string && !this.is(k, RBRACE); k++) {
      if (first && !(this.isWord(k, 'type') && this.ident(k + 1) !== undefined)) return false;
      first = this.is(k, COMMA) && !this.is(k + 1, RBRACE);
    }
    return true;
  }

  /** `export { … } [from]`, `export * [as x] from`, `export = x`, `export default <expression>`. */
  private exportRest(
    i: number,
    first: number,
    end: number,
    isDefault: boolean,
    container: string | undefined,
  ): number {
    if (isDefault) {
      const name = this.ident(i);
      const after = this.statementEnd(i, end);
      const alone = name !== undefined && (after === i + 1 || (after === i + 2 && this.is(i + 1, SEMI)));
      if (alone && name !== undefined) this.exportedNames.add(name);
      else {
        const kind = this.valueKind(i, 'default');
        this.add(
          'default',
          kind,
          first,
          after,
          Math.min(this.lineEnd(first), this.headEnd(i, after)),
          true,
          container,
        );
        if (this.is(i, LBRACE)) this.objectMembers(i, 'default');
      }
      return after;
    }
    const typed = this.isWord(i, 'type') ? i + 1 : i;
    if (this.is(typed, LBRACE) || this.is(typed, STAR)) {
      let j = this.is(typed, LBRACE) ? this.past(typed) : typed + 1;
      if (this.isWord(j, 'as')) j += 2;
      if (this.isWord(j, 'from') && this.tokens.kind[j + 1] === STRING) {
        this.import(j + 1, true, typed > i || this.typesOnly(i, j + 1) ? 'types' : undefined);
        return this.statementEnd(j + 1, end);
      }
      if (this.is(typed, LBRACE)) {
        let named = true;
        for (let k = typed + 1; k < j - 1; k++) {
          if (this.is(k, COMMA)) named = true;
          else if (
            named &&
            this.ident(k) !== undefined &&
            !(this.isWord(k, 'type') && this.ident(k + 1) !== undefined)
          ) {
            this.exportedNames.add(this.slice(k));
            named = false;
          }
        }
      }
      return this.statementEnd(j - 1, end);
    }
    if (this.is(i, EQ) && this.ident(i + 1) !== undefined) this.exportedNames.add(this.slice(i + 1));
    return this.statementEnd(i, end);
  }

  private functionStatement(
    i: number,
    first: number,
    end: number,
    exported: boolean,
    isDefault: boolean,
    container: string | undefined,
  ): number {
    let j = i + 1;
    if (this.is(j, STAR)) j++;
    let name = this.ident(j);
    if (name === undefined) name = 'default';
    else j++;
    if (this.is(j, LT)) j = this.pastAngles(j);
    if (!this.is(j, LPAREN)) return this.statementEnd(i, end);
    const [body, after] = this.functionTail(j, end);
    const head = body < 0 ? this.endOf(after - 1) : this.startOf(body);
    if (!isDefault && name === 'default') return after;
    this.add(name, this.functionKind(name), first, after, head, exported, container, body >= 0);
    return after;
  }

  private classStatement(
    i: number,
    first: number,
    end: number,
    exported: boolean,
    isDefault: boolean,
    container: string | undefined,
  ): number {
    const named = this.ident(i + 1);
    const name = named === undefined || named === 'extends' || named === 'implements' ? 'default' : named;
    if (name === 'default' && !isDefault) return this.statementEnd(i, end);
    const body = this.bodyBrace(i + 1, end);
    if (body < 0) return this.statementEnd(i, end);
    const after = this.past(body);
    this.add(name, 'class', first, after, this.startOf(body), exported, container);
    this.classMembers(body, container === undefined ? name : `${container}.${name}`);
    return after;
  }

  private variables(
    from: number,
    first: number,
    end: number,
    kind: 'const' | 'variable',
    exported: boolean,
    container: string | undefined,
  ): number {
    let i = from;
    let start = first;
    for (;;) {
      const after = this.statementEnd(i, end, true);
      const name = this.ident(i);
      if (name !== undefined) {
        const value = this.equals(i + 1, after);
        const actual = value < 0 ? kind : this.valueKind(value + 1, name, kind);
        const head = value < 0 ? this.lineEnd(start) : this.headEnd(value + 1, after, start);
        this.add(name, actual, start, after, Math.min(head, this.endOf(after - 1)), exported, container);
        if (value >= 0 && this.is(value + 1, LBRACE))
          this.objectMembers(value + 1, container === undefined ? name : `${container}.${name}`);
        if (actual === 'class' && value >= 0) {
          const body = this.bodyBrace(value + 2, after);
          if (body >= 0) this.classMembers(body, container === undefined ? name : `${container}.${name}`);
        }
      } else if (this.is(i, LBRACE) || this.is(i, LBRACKET)) {
        for (const bound of this.boundNames(i))
          this.add(bound, kind, start, after, this.lineEnd(start), exported, container);
      }
      if (!this.is(after, COMMA)) return after;
      i = after + 1;
      start = i;
    }
  }

  /** CommonJS exports and prototype methods; anything else only moves on. */
  private expression(i: number, first: number, end: number, container: string | undefined): number {
    const after = this.statementEnd(i, end);
    const word = this.ident(i);
    if (word === undefined || container !== undefined || !this.is(i + 1, DOT)) return Math.max(after, i + 1);
    const path: string[] = [word];
    let j = i + 1;
    while (this.is(j, DOT) && this.ident(j + 1) !== undefined) {
      path.push(this.slice(j + 1));
      j += 2;
    }
    if (!this.is(j, EQ) || this.is(j + 1, EQ) || this.isArrow(j)) return Math.max(after, i + 1);
    const rest =
      path[0] === 'module' && path[1] === 'exports'
        ? path.slice(2)
        : path[0] === 'exports'
          ? path.slice(1)
          : undefined;
    const value = j + 1;
    if (rest === undefined) {
      const owner = path.length === 3 && path[1] === 'prototype' ? path[0] : undefined;
      const name = path[2];
      if (owner !== undefined && name !== undefined && this.functionValue(value) >= 0)
        this.add(name, 'method', first, after, this.headEnd(value, after), false, owner);
    } else if (rest.length === 1) {
      const name = rest[0] ?? '';
      const same = this.ident(value) !== undefined && (this.is(value + 1, SEMI) || value + 1 >= after);
      if (same) this.exportedNames.add(this.slice(value));
      else
        this.add(
          name,
          this.valueKind(value, name),
          first,
          after,
          this.headEnd(value, after),
          true,
          undefined,
        );
    } else if (rest.length === 0) this.moduleExports(value, first, after);
    return Math.max(after, i + 1);
  }
}

/** Whether a member is its class's own business by its modifiers or its `#`. */
function isHidden(signature: string): boolean {
  const paren = signature.indexOf('(');
  return /\b(?:private|protected)\b|^#/.test(paren < 0 ? signature : signature.slice(0, paren));
}

function symbolOf({ name, kind, line, endLine, signature, exported, container }: Draft): ScannedSymbol {
  return container === undefined
    ? { name, kind, line, endLine, signature, exported }
    : { name, kind, line, endLine, signature, exported, container };
}

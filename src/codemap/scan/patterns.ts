import type { SymbolKind } from '../../domain/index.ts';

/**
 * One form of definition or import of a language. Group 1 (or the first group that matched) is the name; the pattern
 * runs over the whole text with flags `gm`, and a match that starts inside a comment or string is passed over.
 */
export interface Pattern {
  readonly kind: SymbolKind | 'import' | 'import-list';
  readonly pattern: RegExp;
  /** Kind when it stands inside a class or the like. */
  readonly inside?: SymbolKind;
  /** Defines nothing: what stands in it is local. Group 1 is any word. */
  readonly local?: true;
  /** Group 1 holds several names, with commas and colons between them. */
  readonly list?: true;
  /** Counts only directly in a class or the like, and not in the middle of an expression. */
  readonly memberOnly?: true;
}

const def = (kind: SymbolKind, pattern: RegExp, inside?: SymbolKind): Pattern =>
  inside === undefined ? { kind, pattern } : { kind, pattern, inside };
const member = (kind: SymbolKind, pattern: RegExp): Pattern => ({ kind, pattern, memberOnly: true });
const imp = (pattern: RegExp): Pattern => ({ kind: 'import', pattern });

const ktMods =
  '(?:(?:@[\\w.:]+(?:\\([^)\\n]*\\))?[ \\t]+)|(?:public|private|protected|internal|open|abstract|sealed|data|inline|noinline|external|final|suspend|override|operator|tailrec|infix|lateinit|const|enum|annotation|inner|value|actual|expect|companion)\\s+)*';
const swiftMods =
  '(?:(?:@\\w+(?:\\([^)\\n]*\\))?[ \\t]+)|(?:public|private|fileprivate|internal|open|package|static|class|final|override|mutating|nonmutating|required|convenience|lazy|weak|unowned|indirect|async|dynamic|optional|nonisolated|prefix|postfix|infix)(?:\\(\\w+\\))?[ \\t]+)*';
const scalaMods =
  '(?:(?:@\\w+(?:\\([^)\\n]*\\))?[ \\t]+)|(?:private|protected|override|final|sealed|abstract|implicit|lazy|case|inline|transparent|opaque|given|open|package|infix)(?:\\[\\w+\\])?[ \\t]+)*';
/** Definitions and imports by language. Order matters only where two forms match at the same place: the first wins. */
export const PATTERNS: Readonly<Record<string, readonly Pattern[]>> = {
  python: [
    def('class', /^[ \t]*class[ \t]+(\w+)/gm),
    def('function', /^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)/gm, 'method'),
    def('const', /^([A-Z][A-Z0-9_]{2,})[ \t]*(?::[^=\n]+)?=(?!=)/gm),
    def('variable', /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)/gm),
    def('type', /^type[ \t]+(\w+)[ \t]*(?:\[[^\]\n]*\])?[ \t]*=/gm),
    member('property', /^[ \t]+([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)/gm),
    member('property', /^[ \t]+(?!else\b|try\b|finally\b|except\b)([A-Za-z_]\w*)[ \t]*:[ \t]*[\w"'[]/gm),
    imp(/^[ \t]*from[ \t]+(\.*[\w.]*[ \t]+import[ \t]*(?:\([^)]*\)|[^\n\\]*(?:\\\r?\n[^\n\\]*)*))/gm),
    { kind: 'import-list', pattern: /^[ \t]*import[ \t]+([\w. ,]+)/gm },
  ],
  go: [
    def('method', /^func[ \t]+\([^)\n]*\)[ \t]*(\w+)/gm),
    def('function', /^func[ \t]+(\w+)/gm),
    imp(/^import[ \t]+(?:[\w.]+[ \t]+)?("[^"\n]+")/gm),
    imp(/^[ \t]+(?:[\w.]+[ \t]+)?("[\w.~-]+(?:\/[\w.~-]+)*")[ \t]*(?:\/\/.*)?$/gm),
  ],
  rust: [
    def(
      'function',
      /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(?:default[ \t]+)?(?:const[ \t]+)?(?:async[ \t]+)?(?:unsafe[ \t]+)?(?:extern[ \t]+"[^"]*"[ \t]+)?fn[ \t]+(\w+)/gm,
      'method',
    ),
    def('class', /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(?:struct|union)[ \t]+(\w+)/gm),
    def('enum', /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?enum[ \t]+(\w+)/gm),
    def('interface', /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(?:unsafe[ \t]+)?trait[ \t]+(\w+)/gm),
    def('type', /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?type[ \t]+(\w+)/gm),
    def(
      'const',
      /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(?:const|static)[ \t]+(?:mut[ \t]+)?([A-Z_]\w*)[ \t]*:/gm,
    ),
    def('module', /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?mod[ \t]+(\w+)[ \t]*\{/gm),
    def('function', /^[ \t]*macro_rules![ \t]+(\w+)/gm),
    imp(/^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?use[ \t]+([^;]+);/gm),
    imp(/^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(mod[ \t]+\w+)[ \t]*;/gm),
    imp(/^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(extern[ \t]+crate[ \t]+\w+(?:[ \t]+as[ \t]+\w+)?)[ \t]*;/gm),
  ],
  java: [
    imp(/^import[ \t]+(?:static[ \t]+)?([\w.*]+)[ \t]*;/gm),
    imp(/^[ \t]*(package[ \t]+[\w.]+)[ \t]*;/gm),
  ],
  c: [
    def('const', /^[ \t]*#[ \t]*define[ \t]+(\w+)/gm),
    imp(/^[ \t]*#[ \t]*include[ \t]+([<"][^>"\n]+[>"])/gm),
  ],
  csharp: [
    imp(/^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?(?:\w+[ \t]*=[ \t]*)?([\w.]+)[ \t]*[;<]/gm),
  ],
  ruby: [
    def('class', /^[ \t]*class[ \t]+([A-Z][\w:]*)/gm),
    def('module', /^[ \t]*module[ \t]+([A-Z][\w:]*)/gm),
    def(
      'function',
      /^[ \t]*(?:(?:private|protected|public|private_class_method|module_function)[ \t]+)?def[ \t]+(?:\w+\.)?(\w+[?!=]?|[-+*/%<>=!~^&|[\]]+@?)/gm,
      'method',
    ),
    {
      kind: 'property',
      pattern: /^[ \t]*attr_(?:reader|writer|accessor)[ \t(]+:([\w?!]+(?:,\s*:[\w?!]+)*)/gm,
      list: true,
    },
    def('const', /^[ \t]*([A-Z]\w*)[ \t]*=(?![=~>])/gm),
    imp(/^[ \t]*require(?:_relative)?[ \t(]+(['"][^'"\n]+['"])/gm),
  ],
  php: [
    def('class', /^[ \t]*(?:(?:abstract|final|readonly)[ \t]+)*class[ \t]+(\w+)/gm),
    def('interface', /^[ \t]*(?:interface|trait)[ \t]+(\w+)/gm),
    def('enum', /^[ \t]*enum[ \t]+(\w+)/gm),
    def(
      'function',
      /^[ \t]*(?:#\[[^\]\n]*\][ \t]*)*(?:(?:public|private|protected|static|abstract|final)[ \t]+)*function[ \t]+&?(\w+)/gm,
      'method',
    ),
    def(
      'const',
      /^[ \t]*(?:(?:public|private|protected|final)[ \t]+)*const[ \t]+(?:\w+[ \t]+)?(\w+)[ \t]*=/gm,
    ),
    member(
      'property',
      /^[ \t]*(?:#\[[^\]\n]*\][ \t]*)*(?:(?:public|private|protected|static|readonly|var)(?:\(set\))?[ \t]+)+(?:\??[\w\\|&()]+[ \t]+)?\$(\w+)/gm,
    ),
    imp(/^use[ \t]+(?:function[ \t]+|const[ \t]+)?([^;]+);/gm),
    imp(/^[ \t]*(?:require|include)(?:_once)?[ \t(]+(?:__DIR__[ \t]*\.[ \t]*)?(['"][^'"\n]+['"])/gm),
  ],
  kotlin: [
    def('interface', new RegExp(`^[ \\t]*${ktMods}(?:fun[ \\t]+)?interface[ \\t]+(\\w+)`, 'gm')),
    def('enum', new RegExp(`^[ \\t]*${ktMods}enum[ \\t]+${ktMods}class[ \\t]+(\\w+)`, 'gm')),
    { kind: 'function', pattern: /^[ \t]*(init)[ \t]*\{/gm, local: true },
    {
      kind: 'function',
      pattern:
        /^[ \t]*(?:@\w+[ \t]+)*(?:(?:public|private|internal|protected)[ \t]+)?(constructor)[ \t]*\(/gm,
      local: true,
    },
    def('class', new RegExp(`^[ \\t]*${ktMods}(?:class|object)[ \\t]+(\\w+)`, 'gm')),
    def(
      'function',
      new RegExp(
        `^[ \\t]*${ktMods}fun[ \\t]+(?:<.*?>[ \\t]*)?(?:[\\w<>?*, .]+\\.)?(\\w+|\`[^\`\\n]+\`)[ \\t]*\\(`,
        'gm',
      ),
      'method',
    ),
    member('const', new RegExp(`^[ \\t]+${ktMods}const[ \\t]+val[ \\t]+(\\w+)`, 'gm')),
    member(
      'property',
      new RegExp(
        `^[ \\t]+${ktMods}(?:val|var)[ \\t]+(?:<.*?>[ \\t]*)?(?:[\\w.]+(?:<.*?>)?\\??\\.)?(\\w+)`,
        'gm',
      ),
    ),
    def(
      'const',
      new RegExp(`^${ktMods}val[ \\t]+(?:<.*?>[ \\t]*)?(?:[\\w.]+(?:<.*?>)?\\??\\.)?(\\w+)`, 'gm'),
    ),
    def(
      'variable',
      new RegExp(`^${ktMods}var[ \\t]+(?:<.*?>[ \\t]*)?(?:[\\w.]+(?:<.*?>)?\\??\\.)?(\\w+)`, 'gm'),
    ),
    def('type', /^(?:(?:private|internal|public)[ \t]+)?typealias[ \t]+(\w+)/gm),
    imp(/^import[ \t]+([\w.*`]+)/gm),
    imp(/^(package[ \t]+[\w.`]+)/gm),
  ],
  swift: [
    def(
      'class',
      new RegExp(`^[ \\t]*${swiftMods}(?:class|struct|actor|extension)[ \\t]+([A-Z_][\\w.]*)`, 'gm'),
    ),
    def('interface', new RegExp(`^[ \\t]*${swiftMods}protocol[ \\t]+(\\w+)`, 'gm')),
    def('enum', new RegExp(`^[ \\t]*${swiftMods}enum[ \\t]+(\\w+)`, 'gm')),
    def('function', new RegExp(`^[ \\t]*${swiftMods}func[ \\t]+(\\w+)`, 'gm'), 'method'),
    def('method', new RegExp(`^[ \\t]+${swiftMods}(init)[?!]?[ \\t]*[(<]`, 'gm')),
    def('type', new RegExp(`^[ \\t]*${swiftMods}(?:typealias|associatedtype)[ \\t]+(\\w+)`, 'gm')),
    { kind: 'function', pattern: /^[ \t]*(deinit)[ \t]*\{/gm, local: true },
    { kind: 'function', pattern: /^[ \t]*(?:\w+[ \t]+)*(subscript)[ \t]*[(<]/gm, local: true },
    member('property', new RegExp(`^[ \\t]+${swiftMods}(?:let|var)[ \\t]+(\\w+)`, 'gm')),
    def('const', new RegExp(`^${swiftMods}let[ \\t]+(\\w+)`, 'gm')),
    def('variable', new RegExp(`^${swiftMods}var[ \\t]+(\\w+)`, 'gm')),
    imp(/^(?:@\w+[ \t]+)?import[ \t]+(?:\w+[ \t]+)?([\w.]+)/gm),
  ],
  scala: [
    def('class', new RegExp(`^[ \\t]*${scalaMods}(?:class|object)[ \\t]+(\\w+)`, 'gm')),
    def('enum', new RegExp(`^[ \\t]*${scalaMods}enum[ \\t]+(\\w+)`, 'gm')),
    def('interface', new RegExp(`^[ \\t]*${scalaMods}trait[ \\t]+(\\w+)`, 'gm')),
    def(
      'function',
      new RegExp(
        `^[ \\t]*${scalaMods}def[ \\t]+(\\w+|\`[^\`\\n]+\`|[-+*/%<>=!&|^~?@#:\\\\]+(?=[ \\t(\\[]))`,
        'gm',
      ),
      'method',
    ),
    def('type', new RegExp(`^[ \\t]*${scalaMods}type[ \\t]+(\\w+)`, 'gm')),
    member('property', new RegExp(`^[ \\t]+${scalaMods}(?:val|var)[ \\t]+(\\w+)\\b(?![ \\t]*[,(])`, 'gm')),
    def('const', new RegExp(`^${scalaMods}val[ \\t]+(\\w+)`, 'gm')),
    def('variable', new RegExp(`^${scalaMods}var[ \\t]+(\\w+)`, 'gm')),
    imp(/^[ \t]*import[ \t]+([^\n{]+(?:\{[^}]*\})?)/gm),
    imp(/^(package[ \t]+(?!object\b)[\w.`]+)/gm),
  ],
  shell: [
    def('function', /^[ \t]*function[ \t]+([\w:.-]+)/gm),
    def('function', /^[ \t]*([\w:.-]+)[ \t]*\(\)/gm),
    def('const', /^(?:export|readonly|declare|typeset)[ \t]+(?:-\w+[ \t]+)*([A-Z_][A-Z0-9_]*)=/gm),
    // `NAME=value command` sets it for that command alone.
    def(
      'const',
      /^([A-Z_][A-Z0-9_]*)=(?!(?:[^\s"'`$;&|#()]|\$[^(]|"[^"\n]*"|'[^'\n]*')*[ \t]+[^\s;&|#<>])/gm,
    ),
    imp(/^[ \t]*(?:source|\.)[ \t]+([\w./${}"-]+)/gm),
  ],
  sql: [
    def(
      'model',
      /^[ \t]*create[ \t]+(?:or[ \t]+replace[ \t]+)?(?:temp(?:orary)?[ \t]+)?(?:table|(?:materialized[ \t]+)?view)[ \t]+(?:if[ \t]+not[ \t]+exists[ \t]+)?([\w."`]+)/gim,
    ),
    def(
      'function',
      /^[ \t]*create[ \t]+(?:or[ \t]+replace[ \t]+)?(?:function|procedure|trigger)[ \t]+([\w."`]+)/gim,
    ),
    def('enum', /^[ \t]*create[ \t]+type[ \t]+([\w."`]+)/gim),
    def(
      'property',
      /^[ \t]*create[ \t]+(?:unique[ \t]+)?index[ \t]+(?:concurrently[ \t]+)?(?:if[ \t]+not[ \t]+exists[ \t]+)?([\w."`]+)/gim,
    ),
  ],
  prisma: [
    def('model', /^[ \t]*(?:model|view|type)[ \t]+(\w+)[ \t]*\{/gm),
    def('enum', /^[ \t]*enum[ \t]+(\w+)[ \t]*\{/gm),
    def('module', /^[ \t]*(?:datasource|generator)[ \t]+(\w+)[ \t]*\{/gm),
  ],
  graphql: [
    def('model', /^(?:extend[ \t]+)?(?:type|input)[ \t]+(\w+)/gm),
    def('interface', /^(?:interface|union|scalar)[ \t]+(\w+)/gm),
    def('enum', /^enum[ \t]+(\w+)/gm),
    def('function', /^(?:query|mutation|subscription|fragment)[ \t]+(\w+)/gm),
  ],
  proto: [
    def('class', /^[ \t]*message[ \t]+(\w+)/gm),
    def('enum', /^[ \t]*enum[ \t]+(\w+)/gm),
    def('interface', /^[ \t]*service[ \t]+(\w+)/gm),
    def('method', /^[ \t]*rpc[ \t]+(\w+)/gm),
    imp(/^[ \t]*import[ \t]+(?:public[ \t]+|weak[ \t]+)?("[^"\n]+")/gm),
  ],
  make: [def('function', /^([A-Za-z][\w.-]*)[ \t]*:(?!=)/gm)],
  markdown: [def('section', /^#{1,6}[ \t]+(.+?)[ \t]*#*$/gm)],
};

export function patternsOf(language: string): readonly Pattern[] {
  return PATTERNS[language === 'cpp' ? 'c' : language] ?? [];
}

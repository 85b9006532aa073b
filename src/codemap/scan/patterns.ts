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
}

const def = (kind: SymbolKind, pattern: RegExp, inside?: SymbolKind): Pattern =>
  inside === undefined ? { kind, pattern } : { kind, pattern, inside };
const imp = (pattern: RegExp): Pattern => ({ kind: 'import', pattern });

const javaMods =
  '(?:(?:public|private|protected|static|final|abstract|sealed|default|synchronized|native|strictfp)\\s+)*';
const csMods =
  '(?:(?:public|private|protected|internal|static|sealed|abstract|virtual|override|async|partial|readonly|extern|unsafe|new|file|required)\\s+)*';
const ktMods =
  '(?:(?:public|private|protected|internal|open|abstract|sealed|data|inline|suspend|override|operator|tailrec|infix|lateinit|const|enum|annotation|inner|value|actual|expect|companion)\\s+)*';
const swiftMods =
  '(?:(?:public|private|fileprivate|internal|open|static|class|final|override|mutating|nonmutating|required|convenience|lazy|weak|indirect|async|@\\w+(?:\\([^)\\n]*\\))?)\\s+)*';
const scalaMods =
  '(?:(?:private|protected|override|final|sealed|abstract|implicit|lazy|case|inline|given|open)(?:\\[\\w+\\])?\\s+)*';
const notCall =
  '(?!if\\b|for\\b|while\\b|switch\\b|return\\b|else\\b|catch\\b|do\\b|new\\b|throw\\b|sizeof\\b|using\\b|lock\\b|foreach\\b)';

/** Definitions and imports by language. Order matters only where two forms match at the same place: the first wins. */
export const PATTERNS: Readonly<Record<string, readonly Pattern[]>> = {
  python: [
    def('class', /^[ \t]*class[ \t]+(\w+)/gm),
    def('function', /^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)/gm, 'method'),
    def('const', /^([A-Z][A-Z0-9_]{2,})[ \t]*(?::[^=\n]+)?=(?!=)/gm),
    def('variable', /^([a-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)/gm),
    imp(/^[ \t]*from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+/gm),
    { kind: 'import-list', pattern: /^[ \t]*import[ \t]+([\w. ,]+)/gm },
  ],
  go: [
    def('method', /^func[ \t]+\([^)\n]*\)[ \t]*(\w+)/gm),
    def('function', /^func[ \t]+(\w+)/gm),
    def('interface', /^(?:type[ \t]+|\t)(\w+)(?:\[[^\]\n]*\])?[ \t]+interface\b/gm),
    def('class', /^(?:type[ \t]+|\t)(\w+)(?:\[[^\]\n]*\])?[ \t]+struct\b/gm),
    def('type', /^type[ \t]+(\w+)[ \t]+(?!struct|interface|\()/gm),
    def('const', /^const[ \t]+(\w+)/gm),
    def('variable', /^var[ \t]+(\w+)/gm),
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
    def('type', /^(?:pub(?:\([^)]*\))?[ \t]+)?type[ \t]+(\w+)/gm),
    def(
      'const',
      /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(?:const|static)[ \t]+(?:mut[ \t]+)?([A-Z_]\w*)[ \t]*:/gm,
    ),
    def('module', /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?mod[ \t]+(\w+)[ \t]*\{/gm),
    def('function', /^[ \t]*macro_rules![ \t]+(\w+)/gm),
    imp(/^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?use[ \t]+([\w:]+)/gm),
    imp(/^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?(mod[ \t]+\w+)[ \t]*;/gm),
  ],
  java: [
    def('class', new RegExp(`^[ \\t]*${javaMods}(?:class|record)[ \\t]+(\\w+)`, 'gm')),
    def('interface', new RegExp(`^[ \\t]*${javaMods}@?interface[ \\t]+(\\w+)`, 'gm')),
    def('enum', new RegExp(`^[ \\t]*${javaMods}enum[ \\t]+(\\w+)`, 'gm')),
    def(
      'method',
      new RegExp(
        `^[ \\t]+${javaMods}(?:<[^>\\n]+>[ \\t]+)?${notCall}(?:[\\w.<>\\[\\],?]+[ \\t]+)+?(\\w+)[ \\t]*\\([^;\\n]*(?:\\{|,|\\)|throws)[ \\t]*$`,
        'gm',
      ),
    ),
    def('method', /^[ \t]+(?:public|private|protected)[ \t]+([A-Z]\w*)[ \t]*\(/gm),
    def(
      'const',
      /^[ \t]+(?:(?:public|private|protected)[ \t]+)?static[ \t]+final[ \t]+[\w<>,.[\] ]+[ \t]+(\w+)[ \t]*=/gm,
    ),
    imp(/^import[ \t]+(?:static[ \t]+)?([\w.*]+)[ \t]*;/gm),
  ],
  c: [
    def(
      'function',
      new RegExp(
        `^(?!typedef|#)${notCall}(?:[A-Za-z_][\\w*]*[ \\t*]+)+\\**(\\w+)[ \\t]*\\([^;\\n]*(?:\\{|\\)|,)[ \\t]*$`,
        'gm',
      ),
    ),
    def('class', /^(?:typedef[ \t]+)?(?:struct|union)[ \t]+(\w+)[ \t]*\{?[ \t]*$/gm),
    def('enum', /^(?:typedef[ \t]+)?enum[ \t]+(\w+)/gm),
    def('const', /^#[ \t]*define[ \t]+(\w+)/gm),
    def('type', /^typedef[ \t]+(?!struct[^;]*\{|union[^;]*\{|enum[^;]*\{)[^;{}\n]*?\b(\w+)[ \t]*;/gm),
    def('type', /^\}[ \t]*(\w+)[ \t]*;/gm),
    imp(/^[ \t]*#[ \t]*include[ \t]+([<"][^>"\n]+[>"])/gm),
  ],
  csharp: [
    def('module', /^[ \t]*namespace[ \t]+([\w.]+)/gm),
    def(
      'class',
      new RegExp(
        `^[ \\t]*(?:\\[[^\\]\\n]*\\][ \\t]*)?${csMods}(?:class|struct|record(?:[ \\t]+(?:class|struct))?)[ \\t]+(\\w+)`,
        'gm',
      ),
    ),
    def('interface', new RegExp(`^[ \\t]*${csMods}interface[ \\t]+(\\w+)`, 'gm')),
    def('enum', new RegExp(`^[ \\t]*${csMods}enum[ \\t]+(\\w+)`, 'gm')),
    def(
      'method',
      new RegExp(
        `^[ \\t]+(?=(?:public|private|protected|internal|static|async|override|virtual|abstract)\\b)${csMods}(?:[\\w.<>\\[\\],?]+[ \\t]+)*?(\\w+)(?:<[^>\\n]*>)?[ \\t]*\\(`,
        'gm',
      ),
    ),
    def(
      'property',
      new RegExp(
        `^[ \\t]+(?=(?:public|protected|internal)\\b)${csMods}[\\w.<>\\[\\],?]+[ \\t]+(\\w+)[ \\t]*(?:\\{[ \\t]*(?:get|set|init)|=>)`,
        'gm',
      ),
    ),
    imp(/^(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?([\w.]+)[ \t]*;/gm),
  ],
  ruby: [
    def('class', /^[ \t]*class[ \t]+([A-Z][\w:]*)/gm),
    def('module', /^[ \t]*module[ \t]+([A-Z][\w:]*)/gm),
    def('function', /^[ \t]*def[ \t]+(?:self\.)?([\w]+[?!=]?)/gm, 'method'),
    def('const', /^[ \t]*([A-Z][A-Z0-9_]+)[ \t]*=(?!=)/gm),
    imp(/^[ \t]*require(?:_relative)?[ \t(]+(['"][^'"\n]+['"])/gm),
  ],
  php: [
    def('class', /^[ \t]*(?:(?:abstract|final|readonly)[ \t]+)*class[ \t]+(\w+)/gm),
    def('interface', /^[ \t]*(?:interface|trait)[ \t]+(\w+)/gm),
    def('enum', /^[ \t]*enum[ \t]+(\w+)/gm),
    def(
      'function',
      /^[ \t]*(?:(?:public|private|protected|static|abstract|final)[ \t]+)*function[ \t]+&?(\w+)/gm,
      'method',
    ),
    def(
      'const',
      /^[ \t]*(?:(?:public|private|protected|final)[ \t]+)*const[ \t]+(?:\w+[ \t]+)?(\w+)[ \t]*=/gm,
    ),
    imp(/^use[ \t]+(?:function[ \t]+|const[ \t]+)?([\w\\]+)/gm),
    imp(/^[ \t]*(?:require|include)(?:_once)?[ \t(]+(?:__DIR__[ \t]*\.[ \t]*)?(['"][^'"\n]+['"])/gm),
  ],
  kotlin: [
    def('interface', new RegExp(`^[ \\t]*${ktMods}(?:fun[ \\t]+)?interface[ \\t]+(\\w+)`, 'gm')),
    def('class', new RegExp(`^[ \\t]*${ktMods}(?:class|object)[ \\t]+(\\w+)`, 'gm')),
    def(
      'function',
      new RegExp(
        `^[ \\t]*${ktMods}fun[ \\t]+(?:<[^>\\n]*>[ \\t]*)?(?:[\\w<>?, ]+\\.)?(\\w+)[ \\t]*\\(`,
        'gm',
      ),
      'method',
    ),
    def('const', /^(?:(?:private|internal|public)[ \t]+)?(?:const[ \t]+)?val[ \t]+(?:[\w<>]+\.)?(\w+)/gm),
    def('type', /^(?:(?:private|internal|public)[ \t]+)?typealias[ \t]+(\w+)/gm),
    imp(/^import[ \t]+([\w.*]+)/gm),
  ],
  swift: [
    def(
      'class',
      new RegExp(`^[ \\t]*${swiftMods}(?:class|struct|actor|extension)[ \\t]+([A-Z][\\w.]*)`, 'gm'),
    ),
    def('interface', new RegExp(`^[ \\t]*${swiftMods}protocol[ \\t]+(\\w+)`, 'gm')),
    def('enum', new RegExp(`^[ \\t]*${swiftMods}enum[ \\t]+(\\w+)`, 'gm')),
    def('function', new RegExp(`^[ \\t]*${swiftMods}func[ \\t]+(\\w+)`, 'gm'), 'method'),
    def('method', new RegExp(`^[ \\t]+${swiftMods}(init)[?!]?[ \\t]*[(<]`, 'gm')),
    def('const', /^(?:(?:public|private|internal)[ \t]+)?let[ \t]+(\w+)/gm),
    imp(/^(?:@\w+[ \t]+)?import[ \t]+(?:\w+[ \t]+)?([\w.]+)/gm),
  ],
  scala: [
    def('class', new RegExp(`^[ \\t]*${scalaMods}(?:class|object|enum)[ \\t]+(\\w+)`, 'gm')),
    def('interface', new RegExp(`^[ \\t]*${scalaMods}trait[ \\t]+(\\w+)`, 'gm')),
    def('function', new RegExp(`^[ \\t]*${scalaMods}def[ \\t]+(\\w+)`, 'gm'), 'method'),
    def('type', new RegExp(`^[ \\t]*${scalaMods}type[ \\t]+(\\w+)`, 'gm')),
    imp(/^[ \t]*import[ \t]+([\w.]+)/gm),
  ],
  shell: [
    def('function', /^[ \t]*function[ \t]+([\w:.-]+)/gm),
    def('function', /^[ \t]*([\w:.-]+)[ \t]*\(\)/gm),
    def('const', /^(?:export|readonly)[ \t]+([A-Z_][A-Z0-9_]*)=/gm),
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
  make: [def('function', /^([A-Za-z][\w.-]*)[ \t]*:(?!=)/gm)],
  markdown: [def('section', /^#{1,6}[ \t]+(.+?)[ \t]*#*$/gm)],
};

const cpp: readonly Pattern[] = [
  def('module', /^[ \t]*(?:inline[ \t]+)?namespace[ \t]+([\w:]+)[ \t]*\{?/gm),
  def(
    'class',
    /^[ \t]*(?:template[ \t]*<[^\n]*>[ \t]*)?(?:class|struct|union)[ \t]+(?:[A-Z_]+[ \t]+)?(\w+)[ \t]*(?:final[ \t]*)?(?::[^:\n][^\n]*)?\{?[ \t]*$/gm,
  ),
  def('enum', /^[ \t]*enum[ \t]+(?:class[ \t]+|struct[ \t]+)?(\w+)/gm),
  def(
    'method',
    new RegExp(
      `^(?!#)${notCall}(?:[A-Za-z_][\\w:<>,*&]*[ \\t*&]+)*(?:\\w+(?:<[^>\\n]*>)?::)+(~?\\w+|operator[^\\s(]+)[ \\t]*\\([^;\\n]*$`,
      'gm',
    ),
  ),
  def(
    'function',
    new RegExp(
      `^(?!typedef|#|using)${notCall}(?:[A-Za-z_][\\w:<>,*&]*[ \\t*&]+)+\\**(\\w+)[ \\t]*\\([^;\\n]*(?:\\{|\\)|,|const)[ \\t]*$`,
      'gm',
    ),
  ),
  def(
    'method',
    new RegExp(
      `^[ \\t]+${notCall}(?:[A-Za-z_][\\w:<>,*&]*[ \\t*&]+)+(\\w+)[ \\t]*\\([^;\\n]*\\)[ \\t]*(?:const[ \\t]*)?(?:override[ \\t]*)?(?:noexcept[ \\t]*)?\\{`,
      'gm',
    ),
  ),
  def('type', /^[ \t]*using[ \t]+(\w+)[ \t]*=/gm),
  def('const', /^#[ \t]*define[ \t]+(\w+)/gm),
  imp(/^[ \t]*#[ \t]*include[ \t]+([<"][^>"\n]+[>"])/gm),
];

export function patternsOf(language: string): readonly Pattern[] {
  return language === 'cpp' ? cpp : (PATTERNS[language] ?? []);
}
